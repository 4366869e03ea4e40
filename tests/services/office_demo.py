"""A workbook of the demo, sorted and widened by LibreOffice: `python -m tests.services.office_demo` keeps it anew."""

import tempfile
from pathlib import Path

from ipdesk.exchange.child import open_workbook
from ipdesk.exchange.identity import identify
from ipdesk.exchange.layout import INDICATORS
from ipdesk.exchange.marks import parse_row_mark
from ipdesk.services import demo
from tests.exchange import office

KEPT = Path(__file__).parent.parent / "data" / "demo" / "sorted_column_inserted.xlsx"


def make(to: Path) -> None:
    """Plays the demo, lets LibreOffice sort the rows by name and insert a column, and keeps what it saved."""
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        demo.play(work / "demo", say=lambda _line: None)
        (source,) = (work / "demo" / "2-各单位交来").glob("培训*02罗湖区*交来.xlsx")
        (work / "source.xlsx").write_bytes(source.read_bytes())
        first, last = _rows(source)
        macro = office._MACRO.replace("A6:X15", f"A{first}:X{last}")
        job = office._JOB.format(
            source=(work / "source.xlsx").as_uri(),
            made=to.as_uri(),
            actions='    sheet.unprotect("")\n    SortRows(sheet)\n    sheet.Columns.insertByIndex(3, 1)',
        )
        office.basic(work, macro.format(jobs=job))


def _rows(source: Path) -> tuple[int, int]:
    """The first and the last row of the indicators."""
    (grid,) = (grid for grid in identify(open_workbook(source)).grids if grid.code == INDICATORS)
    rows = [
        row
        for (row, column), cell in grid.sheet.grid().items()
        if column == grid.key_column and parse_row_mark(grid.code, cell.text)
    ]
    return min(rows), max(rows)


if __name__ == "__main__":
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    make(KEPT)
