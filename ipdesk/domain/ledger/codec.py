"""Frozen values to package content and back, by their declared fields.

One rule for every value: a field that holds its default is left out, decimals become canonical text, enums their
value, dates ISO days, tuples lists, mappings objects. So content stays readable, absent is never null, and adding a
field with a default changes no existing id (golden ids prove it). Field names are part of the format.
"""

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from ipdesk.domain.ledger.canonical import JsonObject
from ipdesk.domain.quantity import canonical, parse_canonical

Value = TypeVar("Value")


def encode(value: Any) -> JsonObject:
    """The content of a frozen dataclass value."""
    content = {}
    for field in fields(value):
        member = getattr(value, field.name)
        if not _is_default(field, member):
            content[field.name] = _encoded(member)
    return content


def decode(kind: type[Value], content: Mapping[str, Any]) -> Value:
    """The value of that kind; ValueError when content does not fit it. Unknown fields are refused, not lost."""
    if not isinstance(content, Mapping):
        raise ValueError(f"{kind.__name__} is an object")
    hints = _hints(kind)  # type: ignore[arg-type]  # classes are hashable; mypy's type[T] is not
    unknown = {str(name) for name in content} - set(hints)
    if unknown:
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    # A field that must be given but may be None (a pending target) is left out while it is None.
    absent = {field.name: None for field in fields(kind) if _may_be_left_out(field, hints[field.name])}  # type: ignore[arg-type]
    try:
        return kind(**(absent | {name: _decoded(hints[name], member) for name, member in content.items()}))
    except TypeError as missing:
        raise ValueError(f"{kind.__name__}: {missing}") from None


def _is_default(field: Field[Any], member: Any) -> bool:
    if field.default is not MISSING:
        return bool(type(member) is type(field.default) and member == field.default)
    if field.default_factory is not MISSING:
        return bool(member == field.default_factory())
    return member is None


def _may_be_left_out(field: Field[Any], hint: Any) -> bool:
    return field.default is MISSING and field.default_factory is MISSING and types.NoneType in get_args(hint)


def _encoded(member: Any) -> Any:
    if isinstance(member, Enum):
        return member.value
    if isinstance(member, Decimal):
        return canonical(member)
    if isinstance(member, date):
        return member.isoformat()
    if is_dataclass(member):
        return encode(member)
    if isinstance(member, Mapping):
        return {key: _encoded(one) for key, one in member.items()}
    if isinstance(member, tuple | list):
        return [_encoded(one) for one in member]
    return member


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _decoded(hint: Any, member: Any) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):  # only X | None occurs, and absent stands for None
        (hint,) = (argument for argument in arguments if argument is not types.NoneType)
        return _decoded(hint, member)
    if origin is tuple:
        if not isinstance(member, list | tuple):
            raise ValueError(f"a list was expected, not {member!r}")
        if arguments[-1] is Ellipsis:
            return tuple(_decoded(arguments[0], one) for one in member)
        return tuple(_decoded(argument, one) for argument, one in zip(arguments, member, strict=True))
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(member, Mapping):
            raise ValueError(f"an object was expected, not {member!r}")
        return {key: _decoded(arguments[1], one) for key, one in member.items()}
    if is_dataclass(hint):
        return decode(hint, member)  # type: ignore[arg-type]  # is_dataclass narrows to instance | type
    return _decoded_scalar(hint, member)


def _decoded_scalar(hint: Any, member: Any) -> Any:
    if hint in (str, int, bool):
        if type(member) is not hint:
            raise ValueError(f"{hint.__name__} was expected, not {member!r}")
        return member
    if hint is Decimal:
        if not isinstance(member, str):
            raise ValueError(f"a decimal is a text, not {member!r}")
        return parse_canonical(member)
    if hint is date:
        day = date.fromisoformat(member)
        if day.isoformat() != member:  # 20261010 and 2026-W41-6 are other spellings of a day
            raise ValueError(f"not a date as it is written here: {member!r}")
        return day
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(member)
    raise ValueError(f"no way to read {hint!r}")
