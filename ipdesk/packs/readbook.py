"""A plan read back from its workbook, as an officer left it: corrected, reordered, saved by another program, or new.

Sheets are known by their names or their columns, columns by the field names of row 2 or by their headings in any
language, lines by what stands in them; order and empty rows say nothing. What cannot be read is a finding with sheet
and cell, and then there is no plan: half a plan would be judged by for five years.
"""

import io
import re
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.utils.cell import get_column_letter

from ipdesk.domain.errors import EnvironmentTrouble, NotFound, WrongUse
from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.ledger.codec import decode
from ipdesk.domain.plan import Plan
from ipdesk.packs.cells import Cell, CellTrouble, Column, columns, names_line, read, shown
from ipdesk.packs.format import FORMAT, OPTIONAL, TABLES, PackHeader, SupplyLine, file_of
from ipdesk.packs.gate import MAX_COLUMN, MAX_PACKED, MAX_ROW, SheetSurvey, survey
from ipdesk.packs.lint import lint
from ipdesk.packs.read import assembled
from ipdesk.packs.words import heading, known_headings, known_sheets, plain, sheet_names

_HEAD_ROWS: Final = 10  # how far down the headings may stand
_COPY: Final = re.compile(r"\s*[(（]\d+[)）]$")  # what a program adds to the name of a copied sheet
_CODES: Final = "codes"

#: What `lint` says of a line because of another one: not to be said while others could not be read.
_ACROSS: Final = frozenset(
    {
        "pack_broken_reference",
        "pack_outline_order",
        "pack_nothing_to_fill",
        "pack_item_without_supply",
        "pack_item_unused",
        "pack_unit_differs",
        "pack_comparator_against_direction",
        "pack_target_behind_baseline",
        "pack_unit_parent",
        "pack_unit_order_twice",
        "pack_targets_disagree",
        "rule_unknown_row",
        "rule_units",
        "rule_contradiction",
    }
)

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet of the file: its cells by row and column, both from 1, only those with content."""

    title: str
    cells: Mapping[tuple[int, int], Cell]

    def row(self, number: int) -> dict[int, Cell]:
        return {column: cell for (row, column), cell in self.cells.items() if row == number}


@dataclass(frozen=True, slots=True)
class _Head:
    """Where a table's columns stand, and which row its lines begin after."""

    last_row: int
    places: Mapping[str, int]  # field to column
    others: Mapping[int, str]  # columns with content that belong to no field, with their headings
    doubles: Mapping[int, str] = field(default_factory=dict)  # columns that claim a field that another one has


@dataclass(slots=True)
class _Found:
    """What a table holds: lines with the rows that they stand in, and which of them could not be read in full."""

    sheet: str = ""
    head: _Head = field(default_factory=lambda: _Head(0, {}, {}))
    lines: list[tuple[int, Line]] = field(default_factory=list)
    spoiled: set[int] = field(default_factory=set)


def read_pack_workbook(path: Path) -> tuple[Plan | None, tuple[Finding, ...]]:
    """The plan of a workbook, and all that is wrong with it: first what could not be read, then what `lint` finds.

    Every finding names sheet and cell. The plan is None when anything could not be read. NotFound `file_not_found`;
    WrongUse `pack_book_kind`, `pack_book_old`, `pack_book_no_plan`; EnvironmentTrouble `pack_book_damaged`,
    `pack_book_too_large`, `pack_newer`.
    """
    sheets = _sheets(path)
    tables, findings = _assigned(sheets)
    if not any(table in tables for table in ("pack", "targets", "outline")):
        raise WrongUse("pack_book_no_plan", path=path.name)
    found: dict[str, _Found] = {}
    for table in ("pack", *TABLES):
        if table in tables:
            found[table], troubles = _table(table, tables[table])
            findings += troubles
        else:
            found[table] = _Found()
            if table not in OPTIONAL:
                findings.append(_fault("pack_book_no_sheet", "", "", name=sheet_names()[table]))
    findings += _header(found["pack"], path)
    findings += _supplied(found)
    unread = any(one.severity is Severity.MUST_FIX for one in findings)
    plan = _plan(found)
    if plan is None:
        return None, tuple(findings)
    findings += [_placed(one, found) for one in lint(plan) if not unread or not _follows(one, found)]
    return None if unread else plan, tuple(findings)


def _fault(code: str, sheet: str, cell: str, severity: Severity = Severity.MUST_FIX, **params: str) -> Finding:
    return Finding(code, severity, Where(sheet=sheet, cell=cell), params)


# the file


def _sheets(path: Path) -> list[_Sheet]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_PACKED + 1)
    except FileNotFoundError:
        raise NotFound("file_not_found", path=str(path)) from None
    looked = survey(data, path.name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of parts that it does not know
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            try:
                return [_sheet(sheet, looked.get(sheet.title, SheetSurvey())) for sheet in book.worksheets]
            finally:
                book.close()
    except Exception as trouble:  # a reader of foreign files fails in any way: one sentence all the same
        raise EnvironmentTrouble("pack_book_damaged", path=path.name, found=shown(trouble)) from None


def _sheet(sheet: Any, looked: SheetSurvey) -> _Sheet:
    cells: dict[tuple[int, int], Cell] = {}
    for number, row in enumerate(sheet.iter_rows(min_row=1, max_row=MAX_ROW, max_col=MAX_COLUMN), start=1):
        for place, cell in enumerate(row, start=1):
            if cell.value is not None:
                cells[number, place] = Cell(cell.value, cell.number_format or "General", error=cell.data_type == "e")
    cells |= {at: Cell(None, hollow=True) for at in looked.hollow}
    for top, left, bottom, right in looked.merged:
        if (top, left) in cells:
            rows, places = range(top, min(bottom, MAX_ROW) + 1), range(left, min(right, MAX_COLUMN) + 1)
            cells |= {(row, place): Cell(None, covered=True) for row in rows for place in places} | {
                (top, left): cells[top, left]
            }
    return _Sheet(sheet.title, cells)


# sheets and their headings


def _assigned(sheets: Sequence[_Sheet]) -> tuple[dict[str, _Sheet], list[Finding]]:
    """Which sheet holds which table: by its name, else by its columns."""
    tables: dict[str, _Sheet] = {}
    findings: list[Finding] = []
    for sheet in sheets:
        table = known_sheets().get(plain(_COPY.sub("", sheet.title))) or _by_columns(sheet)
        if table is None:
            if sheet.cells:
                findings.append(_fault("pack_book_other_sheet", sheet.title, "", Severity.NOTE))
        elif table == _CODES:
            continue
        elif table in tables:
            findings.append(_fault("pack_book_sheet_twice", sheet.title, "", other=tables[table].title))
        else:
            tables[table] = sheet
    return tables, findings


def _by_columns(sheet: _Sheet) -> str | None:
    """The one table whose field names the sheet has all that a line needs; None when none or several would do."""
    possible = []
    for table in ("pack", *TABLES):
        head = _head(table, sheet)
        needed = {column.name for column in columns(table) if column.required}
        if head is not None and needed <= set(head.places) and not head.others:
            possible.append(table)
    return possible[0] if len(possible) == 1 else None


def _head(table: str, sheet: _Sheet) -> _Head | None:
    """The rows of headings: that of the field names where it is still there, and that of words."""
    names = tuple(column.name for column in columns(table))
    by_word = known_headings(table, names)
    name_row, by_name = _best_row(sheet, {plain(name): name for name in names})
    word_row, worded = _best_row(sheet, by_word)
    if not by_name and not worded:
        return None
    # A field name is surer than a heading, which people reword; a heading may still tell of a column put in.
    known = {place: name for place, name in worded.items() if name not in by_name.values()} | by_name
    last = max(name_row, word_row)
    heads = sheet.row(word_row or name_row)
    filled = {place for (row, place), cell in sheet.cells.items() if row > last and not cell.blank}
    others = {
        place: shown(heads[place].value) if place in heads else get_column_letter(place)
        for place in sorted(filled - set(known))
    }
    counts = Counter(known.values())
    doubles = {place: name for place, name in known.items() if counts[name] > 1}
    return _Head(last, {name: place for place, name in sorted(known.items(), reverse=True)}, others, doubles)


def _best_row(sheet: _Sheet, known: Mapping[str, str]) -> tuple[int, dict[int, str]]:
    """The row among the first ones with the most known headings, which must be at least half of what it says."""
    best: tuple[int, dict[int, str]] = (0, {})
    for number in range(1, _HEAD_ROWS + 1):
        texts = {place: plain(cell.value) for place, cell in sheet.row(number).items() if isinstance(cell.value, str)}
        found = {place: known[text] for place, text in texts.items() if text in known}
        if len(found) > max(1, len(best[1])) and 2 * len(found) >= len(texts):
            best = (number, found)
    return best


# lines


def _table(table: str, sheet: _Sheet) -> tuple[_Found, list[Finding]]:
    found, findings = _Found(sheet.title), list[Finding]()
    head = _head(table, sheet)
    if head is None:
        return found, [_fault("pack_book_no_heading", sheet.title, "")]
    found.head = head
    for place, name in head.others.items():
        cell = f"{get_column_letter(place)}{head.last_row}"
        findings.append(_fault("pack_book_other_column", sheet.title, cell, Severity.NOTE, column=name))
    for place, name in head.doubles.items():
        cell = f"{get_column_letter(place)}{head.last_row}"
        findings.append(_fault("pack_book_column_twice", sheet.title, cell, column=heading(table, name)))
    for column in columns(table):
        if column.name not in head.places and (table, column.name) != ("pack", "format"):
            severity = Severity.MUST_FIX if column.required else Severity.NOTE
            code = "pack_book_no_column" if column.required else "pack_book_column_left_out"
            findings.append(_fault(code, sheet.title, "", severity, column=heading(table, column.name)))
    for number in sorted({row for row, _place in sheet.cells if row > head.last_row}):
        cells = {
            name: sheet.cells[number, place] for name, place in head.places.items() if (number, place) in sheet.cells
        }
        if any(not cell.blank or cell.hollow for cell in cells.values()):
            line, troubles = _line(table, cells, head)
            findings += [_trouble(trouble, column, found, number) for column, trouble in troubles]
            if troubles or not set(columns_needed(table)) <= set(head.places):
                found.spoiled.add(number)
            found.lines.append((number, line))
    return found, findings


def _line(table: str, cells: Mapping[str, Cell], head: _Head) -> tuple[Line, list[tuple[Column, CellTrouble]]]:
    """A line as it stands in the pack's file; where a cell could not be read, what keeps the line whole."""
    line: Line = {}
    troubles: list[tuple[Column, CellTrouble]] = []
    for column in columns(table):
        if (table, column.name) == ("pack", "format") and column.name not in cells:
            line["format"] = FORMAT
            continue
        try:
            value = read(column, cells.get(column.name, Cell(None)))
        except CellTrouble as trouble:
            if column.name in head.places:
                troubles.append((column, trouble))
            value = column.stand_in
        if value is None:
            continue
        first, dot, second = column.name.partition(".")
        if dot:
            line.setdefault(first, {})[second] = value
        else:
            line[first] = value
    troubles += _half_baseline(table, line, troubles)
    return line, troubles


def _half_baseline(table: str, line: Line, troubles: Sequence[tuple[Column, CellTrouble]]) -> list[Any]:
    """A baseline has a value and a year, or there is none."""
    baseline = line.get("baseline")
    if baseline is None:
        return []
    wanting = [column for column in columns(table) if column.name in ("baseline.quantity", "baseline.year")]
    wanting = [column for column in wanting if column.name.partition(".")[2] not in baseline]
    if wanting:
        del line["baseline"]
    told = {column.name for column, _trouble in troubles}
    return [(column, CellTrouble("pack_book_blank")) for column in wanting if column.name not in told]


def _trouble(trouble: CellTrouble, column: Column, found: _Found, row: int) -> Finding:
    cell = f"{get_column_letter(found.head.places[column.name])}{row}"
    params = {"column": heading(column.table, column.name), **trouble.params}
    return Finding(trouble.code, Severity.MUST_FIX, Where(sheet=found.sheet, cell=cell), params)


def _header(pack: _Found, path: Path) -> Iterator[Finding]:
    for row, line in pack.lines:
        if row not in pack.spoiled and line["format"] > FORMAT:
            raise EnvironmentTrouble("pack_newer", pack=path.name, format=str(line["format"]), known=str(FORMAT))
    if pack.sheet and not pack.lines:
        yield _fault("pack_book_no_line", pack.sheet, "")
    for row, _line in pack.lines[1:]:
        yield _fault("pack_book_two_plans", pack.sheet, f"A{row}")


def _supplied(found: Mapping[str, _Found]) -> Iterator[Finding]:
    """A rule of no indicator would be lost, since rules live on their indicators."""
    known = {line.get("id") for _row, line in found["indicators"].lines}
    supplies = found["supplies"]
    for row, line in supplies.lines:
        if line["indicator"] not in known and line["indicator"]:
            cell = f"{get_column_letter(supplies.head.places['indicator'])}{row}"
            yield _fault(
                "pack_book_no_such_indicator", supplies.sheet, cell, reference=line["indicator"],
            )  # fmt: skip
            supplies.spoiled.add(row)


def _plan(found: Mapping[str, _Found]) -> Plan | None:
    """The plan with whatever stands in for unread cells; None when not even its head could be read."""
    pack = found["pack"]
    if not pack.lines or pack.lines[0][0] in pack.spoiled or set(columns_needed("pack")) - set(pack.head.places):
        return None
    header = decode(PackHeader, pack.lines[0][1])
    tables = {
        table: tuple(decode(kind, line) for row, line in found[table].lines if _whole(table, line))
        for table, kind in TABLES.items()
    }
    known = {line.id for line in tables["indicators"]}  # type: ignore[union-attr]  # a table of indicators
    tables["supplies"] = tuple(
        line for line in tables["supplies"] if isinstance(line, SupplyLine) and line.indicator in known
    )
    return assembled(header, tables)


def columns_needed(table: str) -> tuple[str, ...]:
    """The fields without which a table has no line."""
    return tuple(
        column.name for column in columns(table) if column.required and (table, column.name) != ("pack", "format")
    )


def _whole(table: str, line: Line) -> bool:
    """Whether the line can be named; one that cannot was told of already."""
    return all(line.get(column.name) for column in columns(table) if names_line(column) and column.required)


def _table_of(finding: Finding) -> str:
    return next((name for name in TABLES if file_of(name) == finding.where.file), "pack")


def _rows_of(finding: Finding, found: _Found, table: str) -> list[int]:
    """The rows that a finding of `lint` is about."""
    keys = finding.where.row.split("、")
    narrower = {"supplies": ("item", "pattern"), "lineage": ("plan", "there")}.get(table, ())
    return [
        row
        for row, line in found.lines
        if (line.get("id") or line.get("code") or line.get("indicator")) in keys
        and all(finding.params[name] == line.get(name) for name in narrower if name in finding.params)
    ]


def _follows(finding: Finding, found: Mapping[str, _Found]) -> bool:
    """Whether a finding may only follow from a cell that could not be read, and will go with it."""
    table = _table_of(finding)
    rows = _rows_of(finding, found[table], table)
    return finding.code in _ACROSS or not rows or bool(found[table].spoiled.intersection(rows))


def _placed(finding: Finding, found: Mapping[str, _Found]) -> Finding:
    """A finding of `lint` with its sheet and cell instead of a file."""
    table = _table_of(finding)
    head, rows = found[table].head, _rows_of(finding, found[table], table)
    first = min(head.places.values(), default=1)
    name = finding.params.get("field", "")
    row = rows[-1] if rows else head.last_row
    cell = f"{get_column_letter(head.places.get(name, first))}{row}"
    said = {"field": heading(table, name)} if name in head.places else {}
    where = Where(sheet=found[table].sheet, cell=cell, row=finding.where.row)
    return replace(finding, where=where, params={**finding.params, **said})
