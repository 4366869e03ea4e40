"""A scheme as Excel: parts and milestones (分解表, a 净表), and the matrix read back with what was changed in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from ipdesk.domain.decomposition import Parts, snapshot
from ipdesk.domain.errors import NotFound, Refused, WrongUse
from ipdesk.domain.scheme import Scheme, pinned, with_split
from ipdesk.domain.target import Target
from ipdesk.domain.unit import Unit, in_order
from ipdesk.exchange.child import open_workbook
from ipdesk.exchange.numbers import READING_RULES, State
from ipdesk.exchange.raw import RawCell, RawSheet
from ipdesk.exchange.readback import table_difference
from ipdesk.exchange.tables import Sheet, TableColumn, table_bytes
from ipdesk.services import decomposition, outgoing
from ipdesk.services.decomposition import SchemeView
from ipdesk.services.formbuild import READING
from ipdesk.services.release import plan_note
from ipdesk.services.workspace import Changes, Done, Workspace
from ipdesk.text import formats, splits
from ipdesk.text.messages import located

#: Headings by which the matrix is read back. Content of the sheet, whatever language a screen speaks.
NUMBER, NAME, MEASURE, WHOLE, KEPT, SUM, LEFT = "编号", "目标", "计量单位", "总目标", "留在本级", "合计", "未分配"
_HEADING_ROWS = 30


@dataclass(frozen=True, slots=True)
class MatrixChange:
    """One cell that the sheet says otherwise: the part before, and what it is to be pinned at."""

    target: Target
    unit: str
    before: Decimal | None
    after: Decimal


def write_matrix(workspace: Workspace, name: str, to: Path, *, today: date, by: str) -> Path:
    """Writes the 分解表 of a scheme. Raises NotFound `scheme_unknown`, Refused `scheme_empty`."""
    view = decomposition.view(workspace, name, today=today)
    if not view.parts:
        raise Refused("scheme_empty", name=name)
    tables = sheets(workspace, view)
    data = table_bytes(tables, created=today)
    outgoing.read_back(to, table_difference(data, tables, None))
    with workspace.operation() as operation:
        outgoing.deliver(
            workspace, operation, [outgoing.Prepared(to, data, "decomposition", "", "")], today=today, by=by
        )
    return to


def sheets(workspace: Workspace, view: SchemeView) -> tuple[Sheet, ...]:
    """The matrix targets × units, and the milestones unit by unit."""
    codes = {cell.unit for parts in view.parts.values() for cell in parts.cells if cell.asked}
    units = [unit for unit in in_order(workspace.policy.units) if unit.code in codes]
    scope = f"{workspace.unit.name}　{view.name}"
    matrix = Sheet(
        title="目标分解表",
        columns=(
            TableColumn(NUMBER, width=26), TableColumn(NAME, width=30), TableColumn(MEASURE), TableColumn(WHOLE),
            *(TableColumn(unit.short) for unit in units), TableColumn(KEPT), TableColumn(SUM), TableColumn(LEFT),
        ),
        rows=tuple(_row(parts, units) for parts in view.parts.values()),
        scope=scope,
        notes=(plan_note(workspace), *(f"{one.target.name}：{splits.proof_text(one)}" for one in view.parts.values())),
    )  # fmt: skip
    years = sorted({year for parts in view.parts.values() for cell in parts.cells for year in cell.years})
    names = {unit.code: unit.short for unit in units}
    ways = Sheet(
        title="年度节点目标",
        columns=(
            TableColumn(NAME, width=30), TableColumn("单位", width=16), TableColumn(MEASURE), TableColumn("基期值"),
            *(TableColumn(f"{year}年") for year in years),
        ),
        rows=tuple(
            (parts.target.name, names[cell.unit], parts.target.unit, cell.base, *(cell.years.get(y) for y in years))
            for parts in view.parts.values()
            for cell in parts.cells
            if cell.quantity is not None and cell.unit in names
        ),
        scope=scope,
        notes=("累计目标为到该年年末的累计数，年度流量目标为当年应完成的数。",),
    )  # fmt: skip
    return (matrix, ways) if ways.rows else (matrix,)


def read_matrix(
    workspace: Workspace, name: str, path: Path, *, dry_run: bool = False, today: date, by: str
) -> Done[tuple[MatrixChange, ...]]:
    """Takes what was changed in a 分解表 into the scheme, as one step: changed cells are pinned, equal ones stay.

    Raises WrongUse `matrix_refused`, `matrix_no_table`, `matrix_target`, `matrix_figure` (nothing is taken).
    """
    scheme = decomposition.read(workspace, name)
    found = tuple(_changes(workspace, name, path, today))
    if dry_run or not found:
        return Done(found, Changes())
    after: Scheme = scheme
    for change in found:
        split = after.splits[change.target.id]
        after = with_split(after, change.target.id, pinned(split, change.unit, change.after))
    kept = {target: seen for target, seen in scheme.seen.items() if target not in {one.target.id for one in found}}
    made = decomposition.worked_out(workspace, after, today=today)
    looked_at = {one.target.id: snapshot(made[one.target.id]) for one in found}
    done = decomposition.put(
        workspace, name, Scheme(after.splits, {**kept, **looked_at}, after.handled), today=today, by=by
    )
    return Done(found, done.changes)


def _row(parts: Parts, units: list[Unit]) -> tuple[Decimal | str | None, ...]:
    proof = parts.proof
    return (
        parts.target.id, parts.target.name, parts.target.unit, formats.target_text(parts.target),
        *(parts.quantities.get(unit.code) for unit in units),
        proof.reserved or None, proof.reached, proof.unplaced or None,
    )  # fmt: skip


def _changes(workspace: Workspace, name: str, path: Path, today: date) -> list[MatrixChange]:
    if not path.exists():
        raise NotFound("file_not_found", path=str(path))
    book = open_workbook(path)
    if book.refusal is not None:
        raise WrongUse("matrix_refused", file=path.name, why=located(book.refusal))
    view = decomposition.view(workspace, name, today=today)
    for sheet in book.sheets:
        columns = _columns(sheet, {unit.short: unit.code for unit in workspace.policy.units})
        if columns is not None:
            return _differences(path, sheet, *columns, view)
    raise WrongUse("matrix_no_table", file=path.name)


def _columns(sheet: RawSheet, units: Mapping[str, str]) -> tuple[int, int, dict[int, str]] | None:
    """The heading row, the column of numbers, and the columns of units, of a sheet that is a matrix."""
    heads: dict[int, dict[str, int]] = {}
    for cell in sheet.cells:
        if cell.row <= _HEADING_ROWS and cell.kind == "s":
            heads.setdefault(cell.row, {}).setdefault(cell.text.strip(), cell.column)
    for row, found in sorted(heads.items()):
        places = {column: units[text] for text, column in found.items() if text in units}
        if NUMBER in found and places:
            return row, found[NUMBER], places
    return None


def _differences(
    path: Path, sheet: RawSheet, heading: int, number: int, places: Mapping[int, str], view: SchemeView
) -> list[MatrixChange]:
    grid = sheet.grid()
    found = []
    for row in sorted({row for row, column in grid if row > heading and column == number}):
        target = grid[row, number].text.strip()
        if not target or target not in view.parts:
            if any((row, column) in grid for column in places):
                raise WrongUse("matrix_target", file=path.name, target=target, name=view.name)
            continue  # a note at the foot
        parts = view.parts[target]
        for column, unit in places.items():
            cell = grid.get((row, column))
            after = _figure(path, sheet, cell, parts.target)
            before = parts.quantities.get(unit)
            if after is not None and after != before and parts.cell(unit) is not None:
                found.append(MatrixChange(parts.target, unit, before, after))
    return found


def _figure(path: Path, sheet: RawSheet, cell: RawCell | None, target: Target) -> Decimal | None:
    if cell is not None and cell.valueless:  # a formula that no program has computed is no empty cell
        raise WrongUse("matrix_figure", file=path.name, place=f"{sheet.name}!{cell.address}", text=f"={cell.formula}")
    reading = READING_RULES[READING].number(cell, target.unit)
    if reading.state in (State.BLANK, State.NOT_AVAILABLE):
        return None
    if reading.quantity is None or reading.quantity < 0:
        assert cell is not None
        raise WrongUse("matrix_figure", file=path.name, place=f"{sheet.name}!{cell.address}", text=cell.text)
    return reading.quantity
