"""The real tamper check: every issued cell is held against what was issued, and the one that differs is named."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from ipdesk.exchange.intake import take_in
from ipdesk.exchange.issued import issued_columns
from ipdesk.exchange.layout import INDICATORS, TASKS, cells_of, columns_of, lines_of
from ipdesk.exchange.raw import RawBook, RawCell, RawSheet
from ipdesk.exchange.reader import Reading, read_answers
from ipdesk.exchange.writer import form_bytes
from tests.exchange import forms

SHEETS = {INDICATORS: "指标", TASKS: "任务"}


@cache
def written() -> RawBook:
    return take_in(form_bytes(forms.form(), forms.answers(), forms.envelope(), created=forms.CREATED)[0], "form.xlsx")


def changed(sheet: str, row: int, column: int, cell: RawCell | None) -> Reading:
    """The form read with one cell of it replaced or cleared, as a program would that knows no protection."""
    sheets = tuple(with_cell(one, row, column, cell) if one.name == sheet else one for one in written().sheets)
    return read_answers(replace(written(), sheets=sheets, derived={}), forms.form())


def with_cell(sheet: RawSheet, row: int, column: int, cell: RawCell | None) -> RawSheet:
    kept = [one for one in sheet.cells if (one.row, one.column) != (row, column)]
    cells = sorted([*kept, *([cell] if cell else [])], key=lambda one: (one.row, one.column))
    return RawSheet(sheet.name, sheet.state, tuple(cells), sheet.hidden_rows)


def places(sheet: str) -> tuple[dict[str, int], dict[str, int]]:
    """Row of each key, column of each code, by the hidden marks."""
    grid = next(one for one in written().sheets if one.name == SHEETS[sheet]).grid()
    rows = {
        cell.text.partition("^")[0]: row for (row, column), cell in grid.items() if column == 1 and "^" in cell.text
    }
    codes = {cell.text[1:]: column for (_, column), cell in grid.items() if cell.text.startswith("#")}
    return rows, codes


def issued_cells() -> Iterator[tuple[str, str, str]]:
    form = forms.form()
    for sheet in SHEETS:
        for (key, code), content in cells_of(sheet, form, None).items():
            if code in issued_columns(sheet, form) and content not in (None, ""):
                yield sheet, key, code


def input_cells() -> Iterator[tuple[str, str, str]]:
    form = forms.form()
    for sheet in SHEETS:
        present = {column.code for column in columns_of(sheet, form)}
        for line in lines_of(sheet, form):
            yield from ((sheet, line.key, code) for code in line.inputs if code in present)


@pytest.mark.parametrize("how", ["other text", "cleared", "other number"])
@pytest.mark.parametrize(("sheet", "key", "code"), list(issued_cells()), ids="/".join)
def test_every_issued_cell_is_named_when_it_differs(sheet: str, key: str, code: str, how: str) -> None:
    rows, codes = places(sheet)
    row, column = rows[key], codes[code]
    cell = {
        "other text": RawCell(row, column, "s", "改过"),
        "cleared": None,
        "other number": RawCell(row, column, "n", "987654"),
    }[how]
    reading = changed(SHEETS[sheet], row, column, cell)
    named = [(one.code, one.where.row, one.where.column, one.where.cell) for one in reading.issued_changes]
    assert named == [("issued_cell_changed", key, code, RawCell(row, column, "s", "").address)]
    assert reading.issued_whole[sheet] is False
    assert all(whole for other, whole in reading.issued_whole.items() if other != sheet)


@pytest.mark.parametrize(("sheet", "key", "code"), list(input_cells()), ids="/".join)
def test_the_check_number_is_recomputed_from_every_input_cell(sheet: str, key: str, code: str) -> None:
    """A cell changed without recalculating: the number on the sheet is no longer that of its cells."""
    rows, codes = places(sheet)
    row, column = rows[key], codes[code]
    honest = read_answers(written(), forms.form())
    reading = changed(SHEETS[sheet], row, column, RawCell(row, column, "s", "一段从前没有的话，二十三个字，改在别处"))
    assert reading.check_numbers[sheet] != honest.check_numbers[sheet]
    shown = [one for one in reading.findings if one.code == "read_check_number"]
    assert [one.where.sheet for one in shown] == [SHEETS[sheet]]
    assert shown[0].params["number"] == reading.check_numbers[sheet]
    assert shown[0].params["shown"] == honest.check_numbers[sheet]
    assert reading.issued_changes == ()
