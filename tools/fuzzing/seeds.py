"""What is damaged: the files of the demo's day and of its desks, and the desks to which they are given."""

import csv
import io
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ipdesk.domain.ledger.package import Kind
from ipdesk.exchange.child import open_workbook
from ipdesk.exchange.raw import RawCell
from ipdesk.services import bundle, demo, plans, workspace
from ipdesk.services.workspace import Workspace, open_workspace

TODAY = date(2026, 10, 20)
OFFICER = "试"
#: Desks: the two of the day; the city when it has issued and holds no report yet; a district on its first day; the
#: same city's real ledger, to which training is foreign.
CITY, WAITING, DISTRICT, FRESH, REAL = "city", "waiting", "district", "fresh", "real"
DESKS = (CITY, WAITING, DISTRICT, FRESH, REAL)
CITIES = (CITY, WAITING)
DISTRICTS = (DISTRICT, FRESH)
_ISSUED = (Kind.PLAN, Kind.POLICY, Kind.TARGETS, Kind.TEMPLATE)
_RECORDED = Path(__file__).resolve().parents[2] / "tests" / "data" / "exchange"


@dataclass(frozen=True, slots=True)
class Seed:
    """A sound file, what kind of thing it is, and the desks that it was meant for."""

    name: str
    data: bytes
    role: str  # workbook, table, bundle, pack, document
    to: tuple[str, ...]


def prepare(work: Path, play: Path | None = None) -> None:
    """Plays the day into `work` (or copies one that was played) and lays the other desks and seeds beside it."""
    if play is None:
        demo.play(work / "day", say=lambda _line: None)
    else:
        shutil.copytree(play, work / "day")
    desks, seeds = work / "desks", work / "seeds"
    desks.mkdir()
    seeds.mkdir()
    shutil.copyfile(work / "day" / "city.ipdesk", desks / f"{CITY}.ipdesk")
    shutil.copyfile(next((work / "day").rglob("福田区.ipdesk")), desks / f"{DISTRICT}.ipdesk")
    for name, unit, training in ((WAITING, "440300", True), (FRESH, "440303", True), (REAL, "440300", False)):
        made = workspace.create(
            desks / f"{name}.ipdesk", unit=unit, plan="sz-155", training=training, today=TODAY, by=OFFICER
        )
        if name == WAITING:
            _issue_again(desks / f"{CITY}.ipdesk", made)
        made.close()
    for name in (CITY, DISTRICT):
        with open_workspace(desks / f"{name}.ipdesk") as desk:
            bundle.bundle(desk, seeds / f"bundle_{name}.zip", today=TODAY, by=OFFICER)
    plans.export("sz-155", seeds / "pack.xlsx")
    lines = _lines_of_a_plan()
    (seeds / "plan.txt").write_text("\n".join(lines), encoding="utf-8")
    (seeds / "plan.html").write_text(_page(lines), encoding="utf-8")
    _write_document(lines, seeds / "plan.docx")
    for path in (work / "day").glob("2-*/*03盐田区*.xlsx"):
        _write_tables(path, seeds)


def seeds_of(work: Path) -> tuple[Seed, ...]:
    """All of them, in an order that does not depend on the machine."""
    found: list[Seed] = []
    for path in sorted((work / "day").rglob("*.xlsx")):
        to: tuple[str, ...] = CITIES
        if path.parent.name.startswith(("1-", "3-", "5-")):
            to = (DISTRICT,) if "福田" in path.name else (FRESH,) if "罗湖" in path.name else ()
        if to or path.parent.name.startswith("3-"):
            found.append(Seed(path.name, path.read_bytes(), "workbook", to))
    made, recorded = (
        work / "seeds",
        [path for path in sorted(_RECORDED.iterdir()) if path.suffix in (".xls", ".ods", ".csv")],
    )
    found += [Seed(path.name, path.read_bytes(), "table", CITIES) for path in (*sorted(made.glob("*.csv")), *recorded)]
    for path in sorted(made.glob("*.zip")):
        found.append(Seed(path.name, path.read_bytes(), "bundle", (path.stem.removeprefix("bundle_"),)))
    found.append(Seed("pack.xlsx", (made / "pack.xlsx").read_bytes(), "pack", CITIES))
    documents = [*sorted(made.glob("plan.*")), *sorted((work / "day").glob("报送表*.pdf"))]
    found += [Seed(path.name, path.read_bytes(), "document", CITIES) for path in documents]
    return tuple(found)


def _issue_again(city: Path, waiting: Workspace) -> None:
    """What the city laid down and issued, without what came back."""
    with open_workspace(city) as desk, waiting.operation() as operation:
        operation.add(*(one for one in desk.state.packages.values() if one.known and one.kind in _ISSUED))


def _lines_of_a_plan() -> list[str]:
    from ipdesk.services.planfile import readable_plan

    plan = readable_plan("sz-155")
    names = {indicator.id: (indicator.name, indicator.unit) for indicator in plan.indicators}
    lines = [plan.title, *(f"{clause.label}{clause.title}" for clause in plan.outline)]
    for target in plan.targets:
        name, unit = names.get(target.indicator, ("", ""))
        lines.append(f"到2030年，{name or target.id}达到{target.quantity or ''}{unit}。")
    return lines


def _page(lines: list[str]) -> str:
    cells = "".join(f"<tr><td>{number}</td><td>{line[:20]}</td></tr>" for number, line in enumerate(lines[:12]))
    return f"<html><body><table>{cells}</table>{''.join(f'<p>{line}</p>' for line in lines)}</body></html>"


def _write_document(lines: list[str], to: Path) -> None:
    import docx

    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    table = made.add_table(6, 3)
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells.cells):
            cell.text = f"{lines[row][:12]}{row * column}"
    made.save(str(to))


def _write_tables(path: Path, to: Path) -> None:
    """Each sheet of a workbook as a csv, as a spreadsheet program saves it."""
    for number, sheet in enumerate(open_workbook(path).sheets):
        grid = sheet.grid()
        if grid:
            text = io.StringIO()
            csv.writer(text).writerows(_rows(grid))
            (to / f"{path.stem}_{number}.csv").write_bytes(text.getvalue().encode("gbk", errors="replace"))


def _rows(grid: Mapping[tuple[int, int], RawCell]) -> Iterator[list[str]]:
    last = max(row for row, _column in grid), max(column for _row, column in grid)
    for row in range(1, last[0] + 1):
        cells = (grid.get((row, column)) for column in range(1, last[1] + 1))
        yield [cell.text if cell else "" for cell in cells]
