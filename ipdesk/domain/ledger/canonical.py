"""Canonical bytes: the one spelling of a package, on which its id rests.

UTF-8 JSON without blanks, keys sorted by code point, line ends LF, decimals as canonical strings, integers as
integers; what is absent is left out, so there is no null, and there are no floats. Golden ids in `tests/data`
never change, so neither may a change of this module alter what it writes.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any, TypeAlias

#: What a package may hold: text, int, bool, lists and string-keyed mappings of these.
Json: TypeAlias = Any
JsonObject: TypeAlias = dict[str, Any]

#: Deeper nesting than any honest package has.
MAX_DEPTH = 24


def canonical_bytes(value: Json) -> bytes:
    """The canonical bytes of a value; ValueError for null, floats, other types, and lone surrogates."""
    text = json.dumps(_checked(value, 0), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise ValueError("half a character (a lone surrogate)") from None


def parse_canonical_bytes(data: bytes) -> Json:
    """The value of canonical bytes; ValueError when they are not exactly what `canonical_bytes` writes."""
    try:
        value = json.loads(data.decode(), parse_float=_refuse_float, parse_constant=_refuse_float)
    except RecursionError:
        raise ValueError("nested too deep") from None
    if canonical_bytes(value) != data:
        raise ValueError("not canonical")
    return value


@lru_cache(maxsize=64)  # at the door the packages of a file are named again and again
def content_id(data: bytes) -> str:
    """SHA-256 of canonical bytes, in hexadecimal: the name of a package."""
    return sha256(data).hexdigest()


def _refuse_float(text: str) -> Json:
    raise ValueError(f"a float in a package: {text}")


def _checked(value: Json, depth: int) -> Json:
    if depth > MAX_DEPTH:
        raise ValueError("nested too deep")
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) < 2**53):
        return value
    if type(value) is dict or isinstance(value, Mapping):
        for key in value:
            # A line end in a key is refused, not mended: two keys could become one.
            if not isinstance(key, str) or "\r" in key:
                raise ValueError("a key that is no text")
        inner = depth + 1
        return {
            # Most members are texts with nothing to mend.
            key: member if type(member) is str and "\r" not in member and inner < MAX_DEPTH else _checked(member, inner)
            for key, member in value.items()
        }
    if isinstance(value, list | tuple):
        return [_checked(member, depth + 1) for member in value]
    raise ValueError(f"{type(value).__name__} cannot stand in a package")
