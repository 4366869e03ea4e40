"""Frozen values to package content and back, by their declared fields.

One rule for every value: a field that holds its default is left out, decimals become canonical text, enums their
value, dates ISO days, tuples lists, mappings objects. So content stays readable, absent is never null, and adding a
field with a default changes no existing id (golden ids prove it). Field names are part of the format.
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache, partial
from typing import Any, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

from ipdesk.domain.ledger.canonical import JsonObject
from ipdesk.domain.quantity import canonical, parse_canonical

Value = TypeVar("Value")
#: What makes a member of content a field's value.
Reader: TypeAlias = Callable[[Any], Any]


def encode(value: Any) -> JsonObject:
    """The content of a frozen dataclass value."""
    content = {}
    for field in _fields(type(value)):  # type: ignore[arg-type]  # classes are hashable; mypy's type[T] is not
        member = getattr(value, field.name)
        if not _is_default(field, member):
            content[field.name] = _encoded(member)
    return content


def decode(kind: type[Value], content: Mapping[str, Any]) -> Value:
    """The value of that kind; ValueError when content does not fit it. Unknown fields are refused, not lost."""
    if not isinstance(content, Mapping):
        raise ValueError(f"{kind.__name__} is an object")
    readers, absent = _readers(kind)  # type: ignore[arg-type]  # classes are hashable; mypy's type[T] is not
    if not content.keys() <= readers.keys():
        unknown = sorted(str(name) for name in content if name not in readers)
        raise ValueError(f"{kind.__name__} has no {', '.join(unknown)}")
    try:
        return kind(**(absent | {name: readers[name](member) for name, member in content.items()}))
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


@cache
def _fields(kind: Any) -> tuple[Field[Any], ...]:
    return fields(kind)


def _encoded(member: Any) -> Any:
    if type(member) in (str, int, bool):
        return member
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
def _readers(kind: Any) -> tuple[dict[str, Reader], dict[str, None]]:
    """How each field of a kind is read, and the fields that may be left out; looked up in its hints only once."""
    hints = get_type_hints(kind)
    # A field that must be given but may be None (a pending target) is left out while it is None.
    absent = {field.name: None for field in fields(kind) if _may_be_left_out(field, hints[field.name])}
    return {name: _reader(hint) for name, hint in hints.items()}, absent


def _reader(hint: Any) -> Reader:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):  # only X | None occurs, and absent stands for None
        (hint,) = (argument for argument in arguments if argument is not types.NoneType)
        return _reader(hint)
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            return partial(_read_list, _reader(arguments[0]))
        return partial(_read_tuple, tuple(map(_reader, arguments)))
    if origin is not None and issubclass(origin, Mapping):
        return partial(_read_object, _reader(arguments[1]))
    if is_dataclass(hint):
        return partial(decode, hint)  # type: ignore[arg-type]  # is_dataclass narrows to instance | type
    if hint in (str, int, bool):
        return partial(_read_exactly, hint)
    if hint is Decimal:
        return _read_decimal
    if hint is date:
        return _read_date
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    raise TypeError(f"no way to read {hint!r}")


def _read_list(read: Reader, member: Any) -> tuple[Any, ...]:
    if not isinstance(member, list | tuple):
        raise ValueError(f"a list was expected, not {member!r}")
    return tuple(map(read, member))


def _read_tuple(readers: tuple[Reader, ...], member: Any) -> tuple[Any, ...]:
    if not isinstance(member, list | tuple):
        raise ValueError(f"a list was expected, not {member!r}")
    return tuple(read(one) for read, one in zip(readers, member, strict=True))


def _read_object(read: Reader, member: Any) -> dict[Any, Any]:
    if not isinstance(member, Mapping):
        raise ValueError(f"an object was expected, not {member!r}")
    return {key: read(one) for key, one in member.items()}


def _read_exactly(kind: type, member: Any) -> Any:
    if type(member) is not kind:
        raise ValueError(f"{kind.__name__} was expected, not {member!r}")
    return member


def _read_decimal(member: Any) -> Decimal:
    if not isinstance(member, str):
        raise ValueError(f"a decimal is a text, not {member!r}")
    return parse_canonical(member)


def _read_date(member: Any) -> date:
    day = date.fromisoformat(member)
    if day.isoformat() != member:  # 20261010 and 2026-W41-6 are other spellings of a day
        raise ValueError(f"not a date as it is written here: {member!r}")
    return day
