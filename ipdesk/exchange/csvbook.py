"""A table as text (.csv): what an office program leaves of a form that is saved so, its first sheet or the one in view.

The hidden columns with token and keys are exported too, so such a file is known by its marks. Formats are gone: a
figure is what the screen showed.
"""

import csv
import io
import re
from collections import Counter
from functools import partial
from typing import Any, Final

from ipdesk.exchange import gate
from ipdesk.exchange.gate import GateError
from ipdesk.exchange.raw import RawSheet, as_given

_DELIMITERS: Final = "\t,;|"
_SAMPLE: Final = 100_000  # characters
#: A number as a program writes it; with leading zeros, signs or separators it is a text for the reading rules.
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?")
_ERROR: Final = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:[0-9]{3}")
_MARK: Final = re.compile(r"IPD1\||#value\b|\^[A-Z2-7]{4}\b|指标名称|本期")


def text_of(data: bytes) -> str | None:
    """The text: by its byte order mark, else UTF-8, else GB 18030; None for what is no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def sheet_of(data: bytes) -> RawSheet:
    """The one sheet. Raises GateError: `file_csv` for a table that has nothing of a form in it, limits."""
    text = text_of(data)
    if text is None:
        raise GateError("file_other")
    if _MARK.search(text) is None:
        raise GateError("file_csv")
    separator = re.match(r"sep=(.)\r?\n", text)
    if separator:
        text = text[separator.end() :]
    csv.field_size_limit(gate.MAX_TEXT)
    delimiter = separator[1] if separator else _delimiter(text)
    rows: list[list[Any]] = []
    facts: list[tuple[int, int, str, str, bool, bool]] = []
    cells = 0
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            number = len(rows) + 1
            width = max((column for column, told in enumerate(line, 1) if told), default=0)
            cells += width
            if width and (number > gate.MAX_ROW or width > gate.MAX_COLUMN):
                raise GateError("file_extent", row=str(number), column=str(width))
            if cells > gate.MAX_CELLS or number > 50 * gate.MAX_ROW:
                raise GateError("file_too_many_cells", limit=str(gate.MAX_CELLS))
            rows.append([["n", told] if _NUMBER.fullmatch(told) else told for told in line[:width]])
            facts += [(number, column, told, "", False, False) for column, told in enumerate(line, 1)
                      if told[:1] in ("#", "E") and _ERROR.fullmatch(told)]  # fmt: skip
    except csv.Error:
        raise GateError("file_text_too_long", limit=str(gate.MAX_TEXT)) from None
    return RawSheet("CSV", "visible", partial(as_given, rows, facts))


def _delimiter(text: str) -> str:
    """The delimiter by which most lines have the same number of cells, more than one."""
    sample = text[:_SAMPLE]

    def evenness(delimiter: str) -> tuple[int, int]:
        try:
            widths = Counter(len(line) for line in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))
        except csv.Error:
            return 0, 0
        widths.pop(1, None)
        width, lines = max(widths.items(), key=lambda told: told[1], default=(0, 0))
        return lines, width

    return max(_DELIMITERS, key=evenness)
