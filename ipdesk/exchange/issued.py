"""The issued part of a sheet: its digest, and the comparison with what was issued, cell by cell.

The comparison with the issuer's own form is the real tamper check; the digest only tells a holder without that form
that something is not as it was.
"""

import hashlib
from collections.abc import Mapping
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.form import Form
from ipdesk.exchange.identity import Grid
from ipdesk.exchange.layout import SIGN, Cells, Content, Role, columns_of, lines_of
from ipdesk.exchange.numbers import fifteen_digits
from ipdesk.exchange.raw import RawCell

#: Wording of ipdesk, not content that was issued: it may be in another language here. Running numbers follow a sort.
_NOT_COMPARED = {"no"}
_TWELVE_DIGITS = Context(prec=12)


def content_text(content: Content) -> str:
    """A content as the digest writes it: numbers to 12 significant digits, texts without outer or doubled blanks."""
    if content is None:
        return ""
    if isinstance(content, Decimal):
        return _number_shown(content)
    return _tidy(content) if len(content) < _SHORT else " ".join(content.split())


#: Names and units come again with every form; longer texts are not worth remembering.
_SHORT: Final = 100


@lru_cache(maxsize=8192)
def _tidy(text: str) -> str:
    return " ".join(text.split())


@lru_cache(maxsize=4096)
def _number_shown(number: Decimal) -> str:
    rounded = _TWELVE_DIGITS.plus(number)
    return format(rounded.normalize(), "f") if rounded else "0"


def issued_columns(sheet: str, form: Form) -> tuple[str, ...]:
    """The codes of the columns that belong to the issued part."""
    codes = (column.code for column in columns_of(sheet, form) if column.role is Role.ISSUED)
    return tuple(code for code in codes if code not in _NOT_COMPARED)


def typed_cells(sheet: str, form: Form) -> frozenset[tuple[str, str]]:
    """The cells of issued columns that the unit writes: the titles of other work."""
    codes = frozenset(issued_columns(sheet, form))
    return frozenset(
        (line.key, code)
        for line in lines_of(sheet, form)
        if not codes.isdisjoint(line.inputs)
        for code in codes.intersection(line.inputs)
    )


def issued_digest(sheet: str, form: Form, cells: Cells) -> str:
    """SHA-256 over sorted lines `sheet|key|#column=content` of the issued cells, hex."""
    columns, typed = issued_columns(sheet, form), typed_cells(sheet, form)
    texts = {
        place: content_text(content) for place, content in cells.items() if place[1] in columns and place not in typed
    }
    return digest_of_texts(sheet, texts)


def digest_of_texts(sheet: str, texts: Mapping[tuple[str, str], str]) -> str:
    """The same of contents that are texts already, of issued cells alone."""
    lines = sorted([f"{sheet}|{key}|#{column}={text}" for (key, column), text in texts.items() if text])
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def raw_content(cell: RawCell | None) -> Content:
    """A cell's content for comparison and for the check number."""
    if cell is None or cell.text == "":
        return None
    return _number_content(cell.text) if cell.kind == "n" else cell.text


@lru_cache(maxsize=4096)  # each figure is asked for by the digest, the comparison and the check number
def _number_content(text: str) -> Content:
    try:
        return fifteen_digits(Decimal(text))
    except InvalidOperation:
        return text


def compared(
    grid: Grid, form: Form, issued: Cells, rows: Mapping[str, tuple[int, ...]], file: str
) -> tuple[dict[tuple[str, str], str], tuple[Finding, ...]]:
    """The issued part of a sheet as it stands, each cell as `content_text`; and a finding for each cell that is not as
    issued, which names cell, was and is. Of a row that stands twice the first copy is the sheet's. Labels of the last
    sheet are wording: they are not held against what was issued.
    """
    texts: dict[tuple[str, str], str] = {}
    found: list[Finding] = []
    cells = grid.sheet.grid()
    columns = [(code, grid.columns[code]) for code in issued_columns(grid.code, form) if code in grid.columns]
    typed = typed_cells(grid.code, form)
    for key, places in rows.items():
        for code, column in columns:
            place = (key, code)
            if place in typed:
                continue
            was = content_text(issued.get(place))
            for row in places:
                cell = cells.get((row, column))
                # Most texts are as they were issued: nothing to be put in order.
                as_issued = cell is not None and cell.text == was and cell.kind == "s"
                now = was if as_issued else content_text(raw_content(cell))
                texts.setdefault(place, now)
                if now == was or grid.code == SIGN:
                    continue
                address = cell.address if cell else RawCell(row, column, "s", "").address
                where = Where(form.unit, form.period, form.id, key, code, file, grid.sheet.name, address)
                params = {"name": str(issued.get((key, "name")) or issued.get((key, "title")) or key)}
                params |= {"was": was or "—", "now": now or "—"}
                found.append(Finding("issued_cell_changed", Severity.MUST_FIX, where, params))
    return texts, tuple(found)
