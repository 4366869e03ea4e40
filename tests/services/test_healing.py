"""What was sorted, pasted, collected or stripped of its marks: each form taken on its own, or asked about, id by id."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from ipdesk.exchange.byhand import fill
from ipdesk.exchange.layout import INDICATORS
from ipdesk.services import figures, issue, receive
from ipdesk.services.judged import FileVerdict
from ipdesk.services.receive import Verdict
from ipdesk.services.workspace import Workspace
from tests.services.office import FIGURES, FUTIAN, LUOHU, OFFICER, Q3, TODAY, filled_by_hand, slot, taken

CODE_ROW = 5
#: Hidden column A, then the visible ones.
KEYS = 1


def values_of(path: Path) -> dict[str, list[list[object]]]:
    """The sheets of a form as values, as pasting them leaves them."""
    book = openpyxl.load_workbook(path)
    return {
        sheet.title: [[None if str(cell.value).startswith("=") else cell.value for cell in row] for row in sheet]
        for sheet in book
        if sheet.title in ("指标", "任务", "说明与审签")
    }


def book_of(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def quantity(place: Workspace, verdict: FileVerdict, item: str) -> Decimal | None:
    return figures.submission_of(place.package(verdict.packages[-1])).answers.values[item].quantity


def sorted_visible(source: Path, to: Path) -> Path:
    """The columns from B on sorted backwards; the hidden keys stay where they were."""
    book = openpyxl.load_workbook(source)
    sheet = book["指标"]
    rows = [row for row in range(CODE_ROW + 1, sheet.max_row + 1) if "^" in str(sheet.cell(row, KEYS).value)]
    contents = [[sheet.cell(row, column).value for column in range(2, sheet.max_column + 1)] for row in rows]
    for row, content in zip(rows, reversed(contents), strict=True):
        for column, value in enumerate(content, 2):
            sheet.cell(row, column).value = value
    book.save(to)
    return to


def test_each_unit_in_a_collected_workbook_is_a_report_of_its_own(
    city: Workspace, prepared: Path, tmp_path: Path
) -> None:
    other = filled_by_hand(
        prepared / f"template-{LUOHU}.xlsx", tmp_path / "luohu.xlsx", {**FIGURES, "ip-volunteers": "77"}
    )
    sheets = {
        f"{name}{number}": rows
        for number, path in enumerate((prepared / "by-hand.xlsx", other))
        for name, rows in values_of(path).items()
    }
    found = receive.receive(city, [book_of(tmp_path / "汇总.xlsx", sheets)], today=TODAY, by=OFFICER).value

    assert [(one.verdict, one.unit, one.part) for one in found] == [
        (Verdict.TAKEN, FUTIAN, f"{FUTIAN}/2026-Q3"), (Verdict.TAKEN, LUOHU, f"{LUOHU}/2026-Q3"),
    ]  # fmt: skip
    assert [quantity(city, one, "ip-volunteers") for one in found] == [41, 77]
    assert [one.part for one in receive.journal(city)][:2] == [found[1].part, found[0].part]


def test_answers_may_name_one_form_of_a_collected_workbook(city: Workspace, prepared: Path, tmp_path: Path) -> None:
    other = filled_by_hand(prepared / f"template-{LUOHU}.xlsx", tmp_path / "luohu.xlsx")
    sheets = {f"{number}": values_of(path)["指标"] for number, path in enumerate((prepared / "by-hand.xlsx", other))}
    path = book_of(tmp_path / "汇总.xlsx", sheets)
    first = receive.receive(city, [path], today=TODAY, by=OFFICER).value
    assert [one.verdict for one in first] == [Verdict.QUESTION, Verdict.QUESTION]
    assert {ask.id for ask in first[0].asks} == {"sheet.tasks", "sheet.sign"}
    answers = {f"汇总.xlsx#{LUOHU}/2026-Q3": {ask.id: "leave" for ask in first[1].asks}}
    second = receive.receive(city, [path], answers=answers, today=TODAY, by=OFFICER).value
    assert [one.verdict for one in second] == [Verdict.QUESTION, Verdict.TAKEN]


def test_names_against_marks_are_asked_and_what_was_decided_belongs_to_the_one_who_decided(
    city: Workspace, prepared: Path, tmp_path: Path
) -> None:
    path = sorted_visible(prepared / "by-hand.xlsx", tmp_path / "sorted.xlsx")
    asked = taken(city, path)
    assert (asked.verdict, asked.question) == (Verdict.QUESTION, "layout")
    assert [(ask.id, [answer for answer, _words in ask.choices]) for ask in asked.asks] == [
        ("names.indicators", ["name", "mark"])
    ]
    assert asked.packages == ()
    assert receive.journal(city)[0].asks == asked.asks

    settled = taken(city, path, **{"names.indicators": "name"})
    assert settled.verdict is Verdict.TAKEN
    submission = figures.submission_of(city.package(settled.packages[0]))
    assert (submission.made_by, submission.basis) == ("behalf", "收件时人工确认：names.indicators=name")
    assert city.package(settled.packages[0]).maker == city.unit.code
    assert city.package(settled.packages[0]).officer == OFFICER
    assert {key: submission.answers.values[key].quantity for key in FIGURES} == {
        key: Decimal(figure) for key, figure in FIGURES.items()
    }


def test_a_form_without_any_mark_is_taken_on_behalf_once_it_is_said_whose_it_is(
    city: Workspace, prepared: Path, tmp_path: Path
) -> None:
    rows = [row[1:] for number, row in enumerate(values_of(prepared / "by-hand.xlsx")["指标"], 1) if number != CODE_ROW]
    path = book_of(tmp_path / "表.xlsx", {"Sheet1": rows})
    asked = taken(city, path)
    assert (asked.verdict, [ask.id for ask in asked.asks]) == (Verdict.QUESTION, ["unit", "period"])
    assert dict(asked.asks[0].choices)[FUTIAN] == "福田区"
    assert dict(asked.asks[1].choices) == {"2026-Q3": "2026年三季度"}

    unsure = taken(city, path, unit=FUTIAN, period="2026-Q3")
    assert (unsure.verdict, unsure.unit) == (Verdict.QUESTION, FUTIAN)
    done = taken(city, path, unit=FUTIAN, period="2026-Q3", layout="take")
    assert done.verdict is Verdict.TAKEN
    assert quantity(city, done, "ip-volunteers") == 41
    submission = figures.submission_of(city.package(done.packages[0]))
    assert (submission.made_by, submission.basis) == ("behalf", "收件时人工确认：period=2026-Q3；unit=440304")


@pytest.mark.parametrize("unit", ["440399", LUOHU + "x"])
def test_a_form_without_any_mark_is_not_taken_for_a_unit_that_was_asked_nothing(
    city: Workspace, prepared: Path, tmp_path: Path, unit: str
) -> None:
    path = book_of(tmp_path / "表.xlsx", {"Sheet1": [row[1:] for row in values_of(prepared / "by-hand.xlsx")["指标"]]})
    assert taken(city, path, unit=unit, period="2026-Q3", layout="take").verdict is Verdict.QUESTION


def test_the_form_of_an_older_template_is_read_by_that_template(
    city: Workspace, prepared: Path, tmp_path: Path
) -> None:
    issue.issue(city, Q3, to=tmp_path, prefills={(FUTIAN, "pledge-amount"): Decimal(63)}, units={FUTIAN},
                today=TODAY, by=OFFICER)  # fmt: skip
    verdict = taken(city, prepared / "by-hand.xlsx")
    assert verdict.verdict is Verdict.TAKEN
    submission = figures.submission_of(city.package(verdict.packages[0]))
    assert figures.form_of(city.package(submission.template)).version == 1
    assert submission.answers.values["pledge-amount"].quantity == Decimal("62.4")  # as it was handed down then


def test_a_fixed_workbook_that_was_edited_yields_both_and_names_the_cell(
    city: Workspace, opened: Callable[..., Workspace], prepared: Path, tmp_path: Path
) -> None:
    edited = tmp_path / "edited.xlsx"
    fill(prepared / "fixed.xlsx", edited, {(INDICATORS, "ip-volunteers", "value"): Decimal(45)})
    verdict = taken(city, edited)
    embedded, visible = verdict.packages
    assert verdict.verdict is Verdict.TAKEN
    assert city.package(visible).parents == (embedded,)
    changed = [change for change in verdict.changes if change.how != "same"]
    assert [(change.row, change.after) for change in changed if change.how == "changed"] in (
        [], [("ip-volunteers", "45")],
    )  # fmt: skip
    assert city.state.slot(city.ledger, slot(city, FUTIAN)).heads == (visible,)
    again = taken(city, edited)
    assert (again.verdict, again.packages) == (Verdict.SAME, verdict.packages)
