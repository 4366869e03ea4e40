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
from functools import cache, lru_cache, partial
from typing import Any, Final, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

from ipdesk.domain.ledger.canonical import JsonObject
from ipdesk.domain.quantity import canonical, parse_canonical

Value = TypeVar("Value")
#: What makes a member of content a field's value.
Reader: TypeAlias = Callable[[Any], Any]


def encode(value: Any) -> JsonObject:
    """The content of a frozen dataclass value."""
    content = {}
    for name, default, made in _fields(type(value)):  # type: ignore[arg-type]  # classes are hashable; mypy's type[T] is not
        member = getattr(value, name)
        if member is default or (type(member) is type(default) and member == default):
            continue
        if made is None or member != made():
            content[name] = member if type(member) is str else _encoded(member)
    return content


def decode(kind: type[Value], content: Mapping[str, Any]) -> Value:
    """The value of that kind; ValueError when content does not fit it. Unknown fields are refused, not lost."""
    if kind in _RECURRING and type(content) is dict:
        texts = tuple(content.values())
        if set(map(type, texts)) == _TEXTS and sum(map(len, texts)) < _SHORT:
            value: Value = _of_texts(kind, tuple(content), texts)  # type: ignore[arg-type]  # as in `_decoded`
            return value
    return _decoded(kind, content)


#: Kinds of which a small value of nothing but texts is remembered. Texts alone: to a dictionary True and 1 are one.
_RECURRING: Final[set[Any]] = set()
_SHORT: Final = 200
_TEXTS: Final = {str}


def recurring(kind: Any) -> None:
    """Have equal values of a kind be one when they are read. For kinds that nothing in them could be altered of, and
    that come again and again: the same check stands on the same row of every unit's form, each period.
    """
    _RECURRING.add(kind)


@lru_cache(maxsize=4096)
def _of_texts(kind: Any, names: tuple[str, ...], texts: tuple[str, ...]) -> Any:
    return _decoded(kind, dict(zip(names, texts, strict=True)))


def _decoded(kind: type[Value], content: Mapping[str, Any]) -> Value:
    if type(content) is not dict and not isinstance(content, Mapping):
        raise ValueError(f"{kind.__name__} is an object")
    readers, absent = _readers(kind)  # type: ignore[arg-type]  # classes are hashable; mypy's type[T] is not
    try:
        members = {name: readers[name](member) for name, member in content.items()}
        return kind(**(absent | members if absent else members))
    except KeyError:
        unknown = sorted(str(name) for name in content if name not in readers)
        raise ValueError(f"{kind.__name__} has no {', '.join(unknown)}") from None
    except TypeError as missing:
        raise ValueError(f"{kind.__name__}: {missing}") from None


def _may_be_left_out(field: Field[Any], hint: Any) -> bool:
    return field.default is MISSING and field.default_factory is MISSING and types.NoneType in get_args(hint)


@cache
def _fields(kind: Any) -> tuple[tuple[str, Any, Callable[[], Any] | None], ...]:
    """Of each field its name, its default (None is left out where there is none), and what makes its default."""
    return tuple(
        (
            field.name,
            field.default if field.default is not MISSING else None,
            field.default_factory if field.default_factory is not MISSING else None,
        )
        for field in fields(kind)
    )


def _encoded(member: Any) -> Any:
    kind = type(member)
    if kind is str or kind is int or kind is bool:
        return member
    if kind is Decimal:
        return canonical(member)
    if kind is dict:
        return {key: _encoded(one) for key, one in member.items()}
    if kind is tuple:
        return [_encoded(one) for one in member]
    if isinstance(member, Enum):
        return member.value
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
    if hint is str:
        return _read_text
    if hint in (int, bool):
        return partial(_read_exactly, hint)
    if hint is Decimal:
        return _read_decimal
    if hint is date:
        return _read_date
    if isinstance(hint, type) and issubclass(hint, Enum):
        return partial(_read_choice, {choice.value: choice for choice in hint}, hint)
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


def _read_text(member: Any) -> str:
    if type(member) is not str:
        raise ValueError(f"str was expected, not {member!r}")
    return member


def _read_exactly(kind: type, member: Any) -> Any:
    if type(member) is not kind:
        raise ValueError(f"{kind.__name__} was expected, not {member!r}")
    return member


def _read_choice(choices: Mapping[Any, Enum], kind: type[Enum], member: Any) -> Enum:
    return choices.get(member) or kind(member)  # which says what is wrong with it


def _read_decimal(member: Any) -> Decimal:
    if not isinstance(member, str):
        raise ValueError(f"a decimal is a text, not {member!r}")
    return parse_canonical(member)


def _read_date(member: Any) -> date:
    day = date.fromisoformat(member)
    if day.isoformat() != member:  # 20261010 and 2026-W41-6 are other spellings of a day
        raise ValueError(f"not a date as it is written here: {member!r}")
    return day
