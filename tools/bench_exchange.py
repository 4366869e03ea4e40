"""How much CPU receiving takes, beside what reading the same files takes bare.

`python -m tools.bench_exchange [--files N] [--keep FOLDER]` builds N workbooks as districts return them (eight sheets
of 60 rows and 12 columns or more: a load test, not a form that any office has), reads each with python-calamine alone
and with openpyxl alone, previews and then takes them in through `services.receive`, in the same run, by turns. Counted
are CPU seconds, children included. Then the same files go through once more, part by part, in one process.
"""

import argparse
import contextlib
import io
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from itertools import islice, product
from pathlib import Path
from typing import Any, Final

from ipdesk.domain.form import Answers, Form, FormRow, TaskProgress, TaskRow, TaskState
from ipdesk.domain.indicator import Entry, Supply
from ipdesk.domain.ledger.contents import template_content
from ipdesk.domain.ledger.package import Kind, Package, make
from ipdesk.domain.value import Nature, Outlook, Value, ValueStatus
from ipdesk.domain.verdict import check_answers, standard_checks
from ipdesk.exchange import book as books
from ipdesk.exchange import writer
from ipdesk.exchange.envelope import Envelope, EnvelopeKind
from ipdesk.services import receive, workspace
from ipdesk.services.workspace import Workspace

ROWS: Final = 60
OWN_SHEETS: Final = 4  # sheets of the district's own that come along with the form's four
COLUMNS: Final = 12
TURN: Final = 100  # files read by one engine before the next has its turn
TODAY: Final = date(2030, 1, 15)
CITY: Final = "440300"


def main() -> None:
    """Build, read by turns, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--keep", type=Path, help="build the files there, or use those that are there")
    parser.add_argument("--no-openpyxl", action="store_true", help="leave out the slowest")
    wanted = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = wanted.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        city = stack.enter_context(_city(folder / "bench.ipdesk", wanted.files))
        files = _built(city, folder, wanted.files)
        _table(_by_turns(city, files, openpyxl=not wanted.no_openpyxl), len(files))
        _parts(city, files[: min(len(files), 100)])


# -- the files -----------------------------------------------------------------------------------------------------


def _slots(count: int) -> Iterator[tuple[str, str]]:
    units = ("440303", "440304", "440305", "440306", "440307", "440308", "440309", "440310", "440311", "440343")
    periods = (f"{year}-M{month:02}" for year in range(2025, 2030) for month in range(1, 13))
    yield from islice(product(units, periods), count)


def _city(path: Path, count: int) -> Workspace:
    """A city that has issued the form to each unit for each month."""
    path.unlink(missing_ok=True)
    city = workspace.create(path, unit=CITY, plan="sz-155", today=TODAY, by="陈建")
    with city.operation() as operation:
        operation.add(*(_template(city, _form(city, unit, period)) for unit, period in _slots(count)))
    return city


def _template(city: Workspace, form: Form) -> Package:
    return make(
        Kind.TEMPLATE, city.ledger, maker=CITY, officer="陈建", audience=form.unit, content=template_content(form),
        date="2030-01-02",
    )  # fmt: skip


def _form(city: Workspace, unit: str, period: str) -> Form:
    rows = tuple(
        FormRow(
            key=f"load-{number}", indicator=f"load-{number}", name=f"第{number}项知识产权工作进展指标", unit="件",
            decimals=0, entry=Entry.STATE, supply=Supply.UNIT, clause="二、（三）表2", last=Decimal(100 + number),
            last_year=Decimal(90 + number), accepted=Decimal(100 + number), note="经认定并已登记的数量。",
        )
        for number in range(ROWS)
    )  # fmt: skip
    tasks = tuple(
        TaskRow(f"task-{number}", f"二、（{number}）", f"第{number}项重点任务", "开展活动不少于10场", "2030年12月")
        for number in range(ROWS)
    )
    about = city.unit_of(unit)
    return Form(
        id="main", title="知识产权规划进展报送表", plan="sz-155", plan_title=city.plan.title, draft_plan=True,
        issuer=CITY, issuer_name=city.unit.name, unit=unit, unit_name=about.name, unit_short=about.short,
        unit_order=about.order, period=period, version=1, reading="1", deadline=None, contact="0755-00000000",
        rows=rows, tasks=tasks, checks=standard_checks(rows), steps=("科室负责人", "分管领导"),
    )  # fmt: skip


def _answers(form: Form, seed: int) -> Answers:
    values = {
        row.key: Value(
            row.key, Decimal(105 + (seed * 7 + place) % 40), ValueStatus.GIVEN, form.period, "2029年12月31日",
            Nature.FINAL, "促进科 王芳", note=f"第{place}项本期新增" if place % 3 == 0 else "",
            year_estimate=Decimal(140 + place), outlook=Outlook.ON_COURSE,
        )
        for place, row in enumerate(form.rows)
    }  # fmt: skip
    tasks = {task.key: TaskProgress(TaskState.ON_COURSE, "已开展活动3场", "四季度补足") for task in form.tasks}
    return Answers(values, tasks, explanation="本期数据由各街道汇总。", filled_by="王芳", date="2030年1月8日")


class _WithOwnSheets(books.Book):
    """A form with sheets of the district's own behind it."""

    def to_bytes(self) -> bytes:
        for number in range(OWN_SHEETS):
            sheet = self.workbook.add_worksheet(f"街道{number + 1}")
            style = self.style(border=1)
            for row, column in product(range(ROWS), range(COLUMNS)):
                if column < 2:
                    sheet.write_string(row, column, f"街道{number}第{row}行{column}", style)
                else:
                    sheet.write_number(row, column, row * 7.25 + column + number, style)
        return super().to_bytes()


def _built(city: Workspace, folder: Path, count: int) -> list[Path]:
    """The returned files, one a template; those of an earlier run are used again."""
    made: list[Path] = []
    common = [package.data for package in city.state.packages.values() if package.kind in (Kind.PLAN, Kind.POLICY)]
    for number, (unit, period) in enumerate(_slots(count)):
        path = folder / f"{period}_{unit}.xlsx"
        made.append(path)
        if path.exists():
            continue
        form = _form(city, unit, period)
        template = _template(city, form)
        envelope = Envelope(
            "sz-155", CITY, unit, period, "main", 1, "real", template.id, EnvelopeKind.TEMPLATE,
            packages=(*common, template.data),
        )  # fmt: skip
        plain, writer.Book = writer.Book, _WithOwnSheets  # type: ignore[attr-defined]
        try:
            data, _ = writer.form_bytes(form, _answers(form, number), envelope, created=TODAY)
        finally:
            writer.Book = plain  # type: ignore[attr-defined]
        path.write_bytes(data)
    return made


# -- by turns ------------------------------------------------------------------------------------------------------


def _cpu() -> float:
    """CPU seconds of this process and of children that have ended."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def _calamine(path: Path) -> None:
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(str(path)) as book:
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _openpyxl(path: Path) -> None:
    from openpyxl import load_workbook

    for sheet in load_workbook(path, data_only=True).worksheets:
        for _ in sheet.iter_rows(values_only=True):
            pass


def _by_turns(city: Workspace, files: list[Path], *, openpyxl: bool) -> dict[str, float]:
    spent = dict.fromkeys(("python-calamine", "openpyxl", "preview", "commit"), 0.0)
    verdicts: set[str] = set()

    def each(read: Callable[[Path], None]) -> Callable[[list[Path]], object]:
        def all_of(some: list[Path]) -> None:
            for path in some:
                read(path)

        return all_of

    engines: dict[str, Callable[[list[Path]], Any]] = {
        "python-calamine": each(_calamine),
        "openpyxl": each(_openpyxl),
        "preview": lambda some: receive.receive(city, some, dry_run=True, today=TODAY, by="陈建"),
        "commit": lambda some: receive.receive(city, some, today=TODAY, by="陈建"),
    }
    if not openpyxl:
        del engines["openpyxl"], spent["openpyxl"]
    for read in (_calamine, _openpyxl):  # imports are nobody's reading time
        read(files[0])
    for start in range(0, len(files), TURN):
        some = files[start : start + TURN]
        for name, engine in engines.items():
            before = _cpu()
            told = engine(some)
            spent[name] += _cpu() - before
            if name == "commit":
                verdicts |= {one.verdict.value for one in told.value}
    if verdicts != {"taken"}:
        raise SystemExit(f"the files were not taken: {sorted(verdicts)}")
    return spent


def _table(spent: dict[str, float], count: int) -> None:
    bare = spent["python-calamine"]
    total = spent["preview"] + spent["commit"]
    print(f"{count} files, CPU seconds, children included")
    for name, seconds in [*spent.items(), ("preview + commit", total)]:
        print(f"  {name:<18}{seconds:9.2f} s{seconds / count * 1000:9.1f} ms a file{seconds / bare:8.2f} × calamine")


# -- part by part --------------------------------------------------------------------------------------------------


def _parts(city: Workspace, files: list[Path]) -> None:
    """The same road in one process, a clock at each station."""
    from ipdesk.exchange import gate, reader, xlsxbook
    from ipdesk.exchange.identity import identify
    from ipdesk.exchange.kind import kind_of
    from ipdesk.exchange.parts import survey
    from ipdesk.exchange.raw import RawBook, from_wire, to_wire
    from ipdesk.services import figures, verdicts

    spent: dict[str, float] = {}
    last = 0.0

    def station(name: str) -> None:
        nonlocal last
        now = time.process_time()
        spent[name] = spent.get(name, 0.0) + now - last
        last = time.process_time()

    templates = {
        (package.content["unit"], package.content["period"]): figures.form_of(package)
        for package in city.state.packages.values()
        if package.kind == Kind.TEMPLATE
    }
    from python_calamine import CalamineWorkbook

    for path in files:
        data = path.read_bytes()
        last = time.process_time()
        _calamine(path)
        station("(calamine alone)")
        kind_of(data, path.name)
        station("kind by content")
        parts = gate.open_parts(data)
        station("gate: inflating under limits")
        structure = survey(parts)
        station("own pass over the XML")
        shown = xlsxbook.shown(parts, structure)
        station("zip for the reader")
        with CalamineWorkbook.from_filelike(io.BytesIO(shown)) as bare:
            for name in bare.sheet_names:
                bare.get_sheet_by_name(name).to_python(skip_empty_area=False)
        station("values (calamine)")
        sheets = xlsxbook.sheets_of(parts, structure)
        last = time.process_time()
        wire = to_wire(RawBook(path.name, "xlsx", "", sheets, structure.custom, structure.core))
        station("to the pipe")
        book = from_wire(wire, path.name, "x" * 64, data)
        station("from the pipe")
        envelope = identify(book).envelope
        station("identity")
        assert envelope is not None
        form = templates[envelope.unit, envelope.period]
        reading = reader.read_answers(book, form)
        station("healing, numbers (identity again)")
        assert reading.answers is not None
        check_answers(form, reading.answers)
        station("checks")
        verdicts.judge(city, path, from_wire(wire, path.name, _sha256(data), data), {})
        station("(verdict as a whole)")
    for name, seconds in spent.items():
        print(f"  {name:<36}{seconds / len(files) * 1000:8.2f} ms a file")
    print(f"  wire: {len(wire) // 1000} kB, file: {len(data) // 1000} kB, cores: {os.cpu_count()}")


def _sha256(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    main()
