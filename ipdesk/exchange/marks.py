"""Identity marks in a workbook: the token of a sheet, keys of rows, codes of columns (excel.md 3.3).

A sheet's token stands in its hidden A1 and survives renaming, sorting, copying the sheet into another workbook and
saving as anything. Row keys stand in hidden column A, column codes in a hidden row. Each carries check characters,
so that a half overwritten or autofilled mark is told from a good one.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

TOKEN_VERSION: Final = "IPD1"
#: So many characters of a template's id stand in a token.
SHORT_ID: Final = 8
_SEPARATOR: Final = "|"
_FIELDS: Final = 11


@lru_cache(maxsize=20_000)  # the same rows are asked for in every file and more than once in each
def check_characters(text: str, count: int) -> str:
    """The first `count` characters (base32) of the text's SHA-256."""
    return base64.b32encode(hashlib.sha256(text.encode()).digest()).decode()[:count]


def joined(fields: Sequence[str]) -> str:
    """A mark made of its version and fields, with check characters. ValueError when a field holds the separator."""
    if any(_SEPARATOR in field for field in fields):
        raise ValueError(f"a field of the mark holds {_SEPARATOR!r}: {fields!r}")
    body = _SEPARATOR.join(fields)
    return f"{body}{_SEPARATOR}{check_characters(body, 8)}"


def fields_of(text: str, version: str, count: int) -> list[str] | None:
    """The version and fields of a mark of so many parts; None when it is none or its check characters do not fit."""
    body, _, check = text.strip().rpartition(_SEPARATOR)
    fields = body.split(_SEPARATOR)
    whole = len(fields) == count - 1 and fields[0] == version and check == check_characters(body, 8)
    return fields if whole else None


@dataclass(frozen=True, slots=True)
class Token:
    """What a sheet says of itself. `template8` is the first 8 characters of the template package's id."""

    plan: str
    issuer: str
    unit: str
    period: str
    form: str
    version: int
    realm: str
    template8: str
    sheet: str

    def text(self) -> str:
        """As it stands in A1. ValueError when a field holds the separator."""
        fields = [self.plan, self.issuer, self.unit, self.period, self.form, str(self.version), self.realm]
        fields = [TOKEN_VERSION, *fields, self.template8, self.sheet]
        return joined(fields)


def parse_token(text: str) -> Token | None:
    """The token of a cell's text; None when it is none or its check characters do not fit."""
    fields = fields_of(text, TOKEN_VERSION, _FIELDS)
    if fields is None:
        return None
    if not (fields[6].isascii() and fields[6].isdigit() and len(fields[6]) < 10):
        return None
    plan, issuer, unit, period, form, version, realm, template8, sheet = fields[1:]
    return Token(plan, issuer, unit, period, form, int(version), realm, template8, sheet)


def row_mark(sheet: str, key: str) -> str:
    """The key of a row as it stands in column A: the key, a caret, four check characters.

    No tilde, star or question mark: formulas look keys up, and to MATCH those are wildcards.
    """
    return f"{key}^{check_characters(f'{sheet}{_SEPARATOR}{key}', 4)}"


def parse_row_mark(sheet: str, text: str) -> str | None:
    """The row key of a mark, None when the check characters do not fit this sheet."""
    return _row_key(sheet, text) if len(text) < _LONG_MARK else _row_key.__wrapped__(sheet, text)


_LONG_MARK: Final = 200  # texts that are no marks are not worth remembering


@lru_cache(maxsize=20_000)  # as for `check_characters`
def _row_key(sheet: str, text: str) -> str | None:
    key, caret, _ = text.strip().rpartition("^")
    return key if caret and key and row_mark(sheet, key) == text.strip() else None


def column_mark(code: str) -> str:
    """The code of a column as it stands in the hidden row."""
    return f"#{code}"


def parse_column_mark(text: str) -> str | None:
    """The column's code, None when the text is no mark."""
    text = text.strip()
    return text[1:] if text.startswith("#") and text[1:].replace("_", "").isalpha() and text.isascii() else None
