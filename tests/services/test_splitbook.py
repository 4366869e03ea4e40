"""A scheme as Excel and back: changed cells are pinned, all else stays."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from ipdesk.domain.errors import Refused, WrongUse
from ipdesk.services import decomposition, splitbook
from ipdesk.services.workspace import Workspace
from tests.exchange import officesheets
from tests.services.office import FUTIAN, OFFICER

DAY = date(2026, 10, 8)
NAME, STATIONS = "方案一", "protection-stations-2030"


@pytest.fixture
def table(city: Workspace, tmp_path: Path) -> Path:
    decomposition.start(city, NAME, today=DAY, by=OFFICER)
    for words in (STATIONS, "mediation-cases-2030", "hv-patents-2030"):
        target = decomposition.find_target(city, words)
        decomposition.change(city, NAME, target, lambda split: split, today=DAY, by=OFFICER)
    return splitbook.write_matrix(city, NAME, tmp_path / "分解表.xlsx", today=DAY, by=OFFICER)


def changed(table: Path, row: int, column: int, content: object) -> Path:
    workbook = openpyxl.load_workbook(table)
    workbook.worksheets[0].cell(row, column).value = content
    workbook.save(table)
    return table


def taken(city: Workspace, table: Path, *, dry_run: bool = False) -> tuple[splitbook.MatrixChange, ...]:
    return splitbook.read_matrix(city, NAME, table, dry_run=dry_run, today=DAY, by=OFFICER).value


def test_the_table_has_parts_sums_and_milestones(city: Workspace, table: Path) -> None:
    matrix, ways = openpyxl.load_workbook(table).worksheets
    heads = [cell.value for cell in matrix[3]]
    assert heads[:6] == ["编号", "目标", "计量单位", "总目标", "福田区", "罗湖区"]
    stations = next(row for row in matrix.iter_rows(min_row=4, values_only=True) if row[0] == STATIONS)
    assert stations[4] == 19
    assert stations[heads.index("合计")] == 200
    assert [cell.value for cell in ways[3]][4:] == ["2026年", "2027年", "2028年", "2029年", "2030年"]


def test_what_was_not_changed_changes_nothing(city: Workspace, table: Path) -> None:
    before = decomposition.read(city, NAME)
    assert taken(city, table) == ()
    assert decomposition.read(city, NAME) == before


def test_a_changed_cell_is_pinned_and_the_rest_spread(city: Workspace, table: Path) -> None:
    """The stations are the third line of the plan's order; Futian's column is the fifth."""
    row = next(
        number for number, line in enumerate(openpyxl.load_workbook(table).worksheets[0].iter_rows(values_only=True), 1)
        if line[0] == STATIONS
    )  # fmt: skip
    changed(table, row, 5, 40)
    (change,) = taken(city, table, dry_run=True)
    assert (change.unit, change.before, change.after) == (FUTIAN, Decimal(19), Decimal(40))
    assert decomposition.read(city, NAME).splits[STATIONS].pins == {}

    taken(city, table)

    view = decomposition.view(city, NAME, today=DAY)
    assert view.scheme.splits[STATIONS].pins == {FUTIAN: Decimal(40)}
    assert view.parts[STATIONS].proof.exact
    assert view.changed == ()
    assert decomposition.undo(city, NAME, today=DAY).value.scheme.splits[STATIONS].pins == {}


@pytest.mark.parametrize(
    ("row", "column", "content", "code"),
    [(4, 5, "待定", "matrix_figure"), (4, 1, "no-such-target", "matrix_target"), (3, 1, "号", "matrix_no_table")],
)
def test_what_cannot_be_read_is_said_and_nothing_taken(
    city: Workspace, table: Path, row: int, column: int, content: str, code: str
) -> None:
    before = decomposition.read(city, NAME)
    with pytest.raises(WrongUse, match=code):
        taken(city, changed(table, row, column, content))
    assert decomposition.read(city, NAME) == before


def test_what_is_no_workbook_is_refused(city: Workspace, table: Path, tmp_path: Path) -> None:
    other = tmp_path / "表.xlsx"
    other.write_text("no workbook", encoding="utf-8")
    with pytest.raises(WrongUse, match="matrix_refused"):
        taken(city, other)


def test_an_empty_scheme_makes_no_table(city: Workspace, tmp_path: Path) -> None:
    decomposition.start(city, "空", today=DAY, by=OFFICER)
    with pytest.raises(Refused, match="scheme_empty"):
        splitbook.write_matrix(city, "空", tmp_path / "x.xlsx", today=DAY, by=OFFICER)


@pytest.mark.parametrize("ending", ["xlsx", "xls"])
@pytest.mark.usefixtures("table")
def test_a_table_that_libreoffice_changed_and_sorted(city: Workspace, ending: str) -> None:
    """25 and a computed 12 for the stations, 740件 for the cases; the rows turned round."""
    found = taken(city, officesheets.DATA / f"matrix_edited.{ending}", dry_run=True)
    assert {(one.target.id, city.unit_of(one.unit).short): one.after for one in found} == {
        (STATIONS, "福田区"): 25,
        (STATIONS, "盐田区"): 12,
        ("mediation-cases-2030", "罗湖区"): 740,
    }


def test_a_formula_that_nobody_computed_is_no_empty_cell(city: Workspace, table: Path) -> None:
    with pytest.raises(WrongUse, match="matrix_figure"):
        taken(city, changed(table, 4, 5, "=20-8"))
