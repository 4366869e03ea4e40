"""JSON in which a decimal stays exactly the decimal that it was.

The standard writer knows no `Decimal` and would take it through a float. Here each decimal is written digit by digit as
a JSON number; a reader that cares (`json.loads(text, parse_float=Decimal)`) gets the very same figure.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from ipdesk.domain.period import Period

_STEP = "  "


def dumps(value: Any) -> str:
    """`value` as indented JSON text. TypeError for a float or a type that has no agreed spelling.

    Frozen values become objects of their fields, enums their value, days ISO dates, periods their code, paths their
    text, sets sorted lists.
    """
    return _written(_plain(value), "")


def number(quantity: Decimal) -> str:
    """The digits of a finite decimal without exponent and without trailing zeros, whatever their number."""
    if not quantity.is_finite():
        raise TypeError(f"no number in JSON: {quantity}")
    if quantity == 0:
        return "0"
    text = format(quantity, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Period):
        return value.code
    if value is None or isinstance(value, str | bool | int | Decimal):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(member) for key, member in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((_plain(member) for member in value), key=str)
    if isinstance(value, Iterable) and not isinstance(value, bytes):
        return [_plain(member) for member in value]
    raise TypeError(f"{type(value).__name__} has no agreed spelling in JSON")


def _written(value: Any, indent: str) -> str:
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, dict):
        members = [f"{_text(key)}: {_written(member, indent + _STEP)}" for key, member in value.items()]
        return _block(members, "{", "}", indent)
    if isinstance(value, list):
        return _block([_written(member, indent + _STEP) for member in value], "[", "]", indent)
    return _text(value)


def _block(members: list[str], opening: str, closing: str, indent: str) -> str:
    if not members:
        return opening + closing
    inner = f",\n{indent}{_STEP}".join(members)
    return f"{opening}\n{indent}{_STEP}{inner}\n{indent}{closing}"


def _text(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    # A lone surrogate (a file name of undecodable bytes) has no UTF-8: it is escaped, which JSON allows.
    return "".join(f"\\u{ord(sign):04x}" if "\ud800" <= sign <= "\udfff" else sign for sign in text)
