"""One year by hand, with all its forms: what resets, what runs on, which form counts."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from ipdesk.domain.period import Period, PeriodKind, parse
from ipdesk.services import consolidate, evaluate, issue, review, yearend
from ipdesk.services.workspace import Workspace
from ipdesk.services.yearend import YearEndLine
from tests.services.office import FIGURES, FUTIAN, HANDED_DOWN, LUOHU, OFFICER, TODAY, fixed

#: Cases mediated since January, as 福田 and 罗湖 report them.
CASES = {
    "2026-Q1": (50, 20), "2026-Q2": (110, 50), "2026-Q3": (210, 96), "2026-Q4": (260, 130),
    "2026-est": (265, 135), "2026-flash": (262, 131), "2026-final": (263, 131), "2027-Q1": (40, 30),
    "2027-final": (40, 30),
}  # fmt: skip
DONE = date(2027, 4, 10)


def asked(city: Workspace, code: str) -> Period:
    period = parse(code)
    prefills = {(unit, item): figure for unit in (FUTIAN, LUOHU) for item, figure in HANDED_DOWN.items()}
    issue.issue(city, period, to=None, prefills=prefills, units={FUTIAN, LUOHU}, today=DONE, by=OFFICER)
    return period


def reported(city: Workspace, code: str, *, units: tuple[str, ...] = (FUTIAN, LUOHU)) -> None:
    period = asked(city, code)
    for unit, cases in zip((FUTIAN, LUOHU), CASES[code], strict=True):
        if unit in units:
            name = fixed(city, unit, {**FIGURES, "mediation-cases": str(cases)}, period)
            review.accept(city, name, today=TODAY, by=OFFICER)


def at(city: Workspace, code: str) -> tuple[Decimal | None, Decimal | None]:
    """The year's running total and the plan's."""
    found = consolidate.line_of(city, city.plan.indicator("mediation-cases"), parse(code))
    return (found.total.value, found.plan_total) if found else (None, None)


def line(city: Workspace) -> YearEndLine:
    return next(one for one in yearend.year_end(city, 2026).lines if one.indicator.id == "mediation-cases")


@pytest.fixture
def year(city: Workspace) -> Workspace:
    for code in ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"):
        reported(city, code)
    return city


def test_running_totals_begin_anew_and_plan_totals_run_on(year: Workspace) -> None:
    """Q4: 260 + 130 = 390. In 2027: 40 + 30 = 70, and the plan's 390 + 70 = 460."""
    reported(year, "2027-Q1")

    assert at(year, "2026-Q2") == (160, 160)
    assert at(year, "2026-Q4") == (390, 390)
    assert at(year, "2027-Q1") == (70, 460)


def test_a_cumulative_target_takes_the_closing_form_once_everybody_is_in_it(year: Workspace) -> None:
    """390 by the fourth quarter; an estimate closes nothing; the flash form 393 when both are in; the final 394."""
    reported(year, "2027-Q1")
    reported(year, "2026-est")
    assert at(year, "2027-Q1") == (70, 460)

    reported(year, "2026-flash", units=(FUTIAN,))
    assert at(year, "2027-Q1") == (70, 460)
    assert line(year).counts == "2026-Q4"

    reported(year, "2026-flash", units=(LUOHU,))
    assert at(year, "2027-Q1") == (70, 463)

    reported(year, "2026-final", units=(LUOHU,))
    assert (at(year, "2027-Q1"), line(year).counts) == ((70, 463), "2026-flash")

    reported(year, "2026-final", units=(FUTIAN,))
    assert (at(year, "2027-Q1"), line(year).counts) == ((70, 464), "2026-final")


def test_the_forms_beside_each_other_with_their_difference(year: Workspace) -> None:
    """预计 265 + 135 = 400, 快报 393, 终值 394: 394 − 400 = −6, which is −1.5 % of the estimate."""
    for code in ("2026-est", "2026-flash", "2026-final"):
        reported(year, code)

    found = yearend.year_end(year, 2026)
    one = line(year)

    assert found.regular.code == "2026-Q4"
    assert [form.value for form in (one.regular, one.estimate, one.flash, one.final)] == [390, 400, 393, 394]
    assert (one.difference, one.share, one.plan_total) == (-6, Decimal("-0.015"), 394)
    stations = next(one for one in found.lines if one.indicator.id == "protection-stations")
    assert (stations.difference, stations.plan_total) == (0, None)


def test_what_is_not_there_yet_stays_blank(year: Workspace) -> None:
    asked(year, "2026-est")
    one = line(year)
    assert (one.estimate.value, one.estimate.coverage and one.estimate.coverage.expected) == (None, 2)
    assert (one.final.coverage, one.difference, one.share) == (None, None, None)
    assert yearend.year_end(year, 2029).lines == ()


def test_a_later_closing_form_stands_on_the_closed_years(year: Workspace) -> None:
    """2027's final is judged over both years, also while 2026 has no closing form: 390 + 70."""
    reported(year, "2027-final")
    assert at(year, "2027-final") == (70, 460)
    reported(year, "2026-final")
    assert at(year, "2027-final") == (70, 464)


def test_a_correction_of_the_closed_year_gives_the_later_target_another_code(year: Workspace) -> None:
    """The basis of what runs on holds the years before, so no code stands for two figures."""
    reported(year, "2027-Q1")

    def judged() -> evaluate.Assessed:
        found = evaluate.evaluate(year, Period(2027, PeriodKind.QUARTER, 1))
        return next(one for one in found if one.judgement.target.id == "mediation-cases-2030")

    before = judged()
    name = fixed(year, FUTIAN, {**FIGURES, "mediation-cases": "261"}, parse("2026-Q4"))
    review.accept(year, name, today=DONE, by=OFFICER)
    after = judged()

    assert (before.judgement.actual, after.judgement.actual) == (460, 461)
    assert before.code != after.code
    assert name in after.basis


def test_the_workbook_of_a_years_end(year: Workspace, tmp_path: Path) -> None:
    for code in ("2026-est", "2026-final"):
        reported(year, code)

    path = yearend.write(year, yearend.year_end(year, 2026), tmp_path / "年末.xlsx", today=DONE, by=OFFICER)

    cells = [cell.value for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]
    assert {390, 400, 394, -6, -1.5} <= set(cells)
    assert "2026年全年终值" in cells
