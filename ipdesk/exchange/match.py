"""Rows of a sheet found again: by key, else by a name that is unique, else asked about; never by place."""

from collections.abc import Mapping
from dataclasses import dataclass

from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.form import Form
from ipdesk.exchange.identity import Grid, first_of
from ipdesk.exchange.layout import READ_HEADINGS, Cells, columns_of, lines_of
from ipdesk.exchange.marks import parse_row_mark
from ipdesk.exchange.raw import RawCell
from ipdesk.exchange.words import folded


@dataclass(frozen=True, slots=True)
class Matched:
    """The rows of a grid by key. `rows` may name several sheet rows for a key that stands twice."""

    rows: Mapping[str, tuple[int, ...]]
    columns: Mapping[str, int]
    healed: bool
    findings: tuple[Finding, ...]


def with_headings(grid: Grid) -> Grid | None:
    """A grid whose codes are gone, by its headings; None where these do not tell either."""
    rows: dict[int, dict[str, int]] = {}
    for cell in grid.sheet.cells:
        code = READ_HEADINGS.get(folded(cell.text)) if cell.kind == "s" and cell.row <= 200 else None
        if code:
            rows.setdefault(cell.row, {}).setdefault(code, cell.column)
    found = next(((row, codes) for row, codes in sorted(rows.items()) if len(codes) >= 4), None)
    return Grid(grid.code, grid.sheet, grid.token, *found, grid.key_column) if found else None


def match_rows(grid: Grid, form: Form, issued: Cells, file: str) -> Matched:
    """Find the form's rows in a grid. `issued` are the sheet's issued cells, for the match by name."""
    wanted = [line.key for line in lines_of(grid.code, form)]
    cells = grid.sheet.grid()
    inputs = _input_columns(grid, form)
    said: list[Finding] = []

    def say(code: str, row: int, severity: Severity = Severity.MUST_FIX, **params: str) -> None:
        where = Where(file=file, sheet=grid.sheet.name, cell=f"A{row}")
        said.append(Finding(code, severity, where, {"name": _name(grid, cells, row), **params}))

    rows: dict[str, tuple[int, ...]] = {}
    unnamed: list[int] = []
    for row in sorted({row for row, _ in cells if row > grid.code_row}):
        text = first_of(cells, row, grid.key_column) if grid.key_column else ""
        key = parse_row_mark(grid.code, text) if text else None
        if key is not None and (key in wanted or key.startswith("evidence.")):
            rows[key] = (*rows.get(key, ()), row)
        elif key is not None and _typed(cells, row, inputs):
            say("read_row_unknown", row)
        elif key is None and "^" in text:
            say("read_row_mark_broken", row, mark=text[:40])
        elif key is None:
            unnamed.append(row)
    names = _unique_names(grid, issued, [key for key in wanted if key not in rows])
    taken: dict[str, list[int]] = {}
    for row in unnamed:
        key = names.get(_name_key(grid, cells, row))
        if key is not None:
            taken.setdefault(key, []).append(row)
        elif _looks_added(grid, cells, row, inputs):
            say("read_row_added", row)
    found_by_name = {key: found[0] for key, found in taken.items() if len(found) == 1}
    for key, row in found_by_name.items():
        rows[key] = (row,)
        say("read_row_by_name", row, Severity.NOTE)
    said += _missing(grid, issued, [key for key in wanted if key not in rows], file)
    moved = _moved(grid, form, [rows[key][0] for key in wanted if key in rows], file)
    return Matched(rows, grid.columns, bool(found_by_name or moved), (*said, *moved))


def _missing(grid: Grid, issued: Cells, keys: list[str], file: str) -> list[Finding]:
    """A question for each row of the form that is not in the sheet. A line for evidence may go."""
    found: list[Finding] = []
    for key in keys:
        if not key.startswith("evidence."):
            at = Where(file=file, sheet=grid.sheet.name, row=key)
            title = issued.get((key, "name")) or issued.get((key, "title")) or issued.get((key, "label"))
            found.append(Finding("read_row_missing", Severity.MUST_FIX, at, {"name": str(title or key)}))
    return found


def _moved(grid: Grid, form: Form, order: list[int], file: str) -> tuple[Finding, ...]:
    """Notes for rows and columns that do not stand where they were written."""
    where = Where(file=file, sheet=grid.sheet.name)
    notes: list[Finding] = []
    if order != sorted(order):
        notes.append(Finding("read_sorted", Severity.NOTE, where))
    places = [grid.columns[column.code] for column in columns_of(grid.code, form) if column.code in grid.columns]
    if places and (places != sorted(places) or places[-1] - places[0] != len(places) - 1):
        notes.append(Finding("read_columns_moved", Severity.NOTE, where))
    return tuple(notes)


def _input_columns(grid: Grid, form: Form) -> tuple[int, ...]:
    codes = {code for line in lines_of(grid.code, form) for code in line.inputs}
    return tuple(place for code, place in grid.columns.items() if code in codes)


def _typed(cells: Mapping[tuple[int, int], RawCell], row: int, inputs: tuple[int, ...]) -> bool:
    return any(first_of(cells, row, column) for column in inputs)


def _looks_added(grid: Grid, cells: Mapping[tuple[int, int], RawCell], row: int, inputs: tuple[int, ...]) -> bool:
    """Whether a row without key is one that a person added: something typed, and a name or two cells.

    Lines under the table (notes, the check number) have neither.
    """
    typed = sum(1 for column in inputs if first_of(cells, row, column))
    label = grid.columns.get("name") or grid.columns.get("title")
    return typed > 0 and (typed > 1 or bool(label and first_of(cells, row, label)))


def _name(grid: Grid, cells: Mapping[tuple[int, int], RawCell], row: int) -> str:
    column = next((grid.columns[code] for code in ("name", "title", "label") if code in grid.columns), 2)
    return first_of(cells, row, column)[:60]


_NAMING = {"indicators": ("name", "unit"), "tasks": ("title", "source"), "sign": ("label",)}


def _name_key(grid: Grid, cells: Mapping[tuple[int, int], RawCell], row: int) -> tuple[str, ...]:
    return tuple(folded(first_of(cells, row, grid.columns.get(code, 0))) for code in _NAMING[grid.code])


def _unique_names(grid: Grid, issued: Cells, keys: list[str]) -> dict[tuple[str, ...], str]:
    """Name and unit → key, for the keys not found whose name is unique on the whole sheet."""
    by_name: dict[tuple[str, ...], list[str]] = {}
    for key in {key for key, _ in issued}:
        name = tuple(folded(str(issued.get((key, code), ""))) for code in _NAMING[grid.code])
        by_name.setdefault(name, []).append(key)
    return {name: found[0] for name, found in by_name.items() if len(found) == 1 and found[0] in keys and name[0]}
