"""Adjustments with reason, figures carried forward, zones inside areas: what a total is made of is always said."""

from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest

from ipdesk.domain.breakdown import Place
from ipdesk.domain.errors import NotFound, Refused, WrongUse
from ipdesk.domain.ledger.contents import read_release
from ipdesk.domain.ledger.package import Kind, Slot
from ipdesk.domain.period import Period, PeriodKind
from ipdesk.domain.rollup import AdjustmentKind
from ipdesk.services import adjustments, consolidate, evaluate, issue, release, report
from ipdesk.services.consolidate import IndicatorLine
from ipdesk.services.workspace import Workspace
from tests.services.office import CITY, FIGURES, FUTIAN, HANDED_DOWN, LUOHU, OFFICER, Q3, Q4, TODAY, accepted, taken

ZONE = "440300HT"
NEXT = Period(2027, PeriodKind.QUARTER, 1)


def line(city: Workspace, indicator: str, period: Period = Q3) -> IndicatorLine:
    return next(one for one in consolidate.consolidate(city, period) if one.indicator.id == indicator)


def add(city: Workspace, item: str, quantity: str, kind: AdjustmentKind = AdjustmentKind.UNPLACED) -> str:
    return adjustments.add(
        city, Q3, item, Decimal(quantity), kind, today=TODAY, by=OFFICER, reason="市级直接受理"
    ).value  # fmt: skip


def carry(city: Workspace, period: Period, **of: str) -> str:
    return adjustments.carry(city, period, today=TODAY, by=OFFICER, reason="罗湖区系统故障，未报", **of).value


def issued(city: Workspace, period: Period) -> None:
    prefills = {(unit, item): figure for unit in (FUTIAN, LUOHU) for item, figure in HANDED_DOWN.items()}
    issue.issue(city, period, to=None, prefills=prefills, units={FUTIAN, LUOHU}, today=TODAY, by=OFFICER)


def test_an_adjustment_changes_total_and_code_and_is_taken_back(city: Workspace) -> None:
    """A code on paper must bring back the very figure, so another figure has another code."""
    accepted(city, FUTIAN)
    before = line(city, "mediation-cases")

    name = add(city, "知识产权纠纷调解案件数", "5")
    after = line(city, "mediation-cases")
    judged = next(one for one in evaluate.evaluate(city, Q3) if one.judgement.target.id == "mediation-cases-2030")

    assert (before.total.value, after.total.value, after.total.unadjusted) == (210, 215, 210)
    assert before.code != after.code
    assert name in judged.basis

    adjustments.withdraw(city, name[:10], today=TODAY, by=OFFICER, reason="重复计入")
    assert (line(city, "mediation-cases").total.value, line(city, "mediation-cases").code) == (210, before.code)
    (kept,) = adjustments.listed(city)
    assert (kept.in_effect, kept.reason, kept.quantity, kept.officer) == (False, "市级直接受理", 5, OFFICER)


def test_what_cannot_be_adjusted_is_said(city: Workspace, futian: Workspace) -> None:
    with pytest.raises(Refused, match="doubles_added"):
        add(city, "mediation-cases", "5", AdjustmentKind.DOUBLES)
    with pytest.raises(NotFound, match="item_unknown"):
        add(city, "没有的项", "5")
    with pytest.raises(Refused, match="reason_missing"):
        adjustments.carry(city, Q3, today=TODAY, by=OFFICER, reason=" ")
    with pytest.raises(Refused, match="not_issuer"):
        add(futian, "mediation-cases", "5")
    name = add(city, "mediation-cases", "5")
    adjustments.withdraw(city, name, today=TODAY, by=OFFICER, reason="误")
    with pytest.raises(Refused, match="adjustment_withdrawn"):
        adjustments.withdraw(city, name, today=TODAY, by=OFFICER, reason="误")
    with pytest.raises(NotFound, match="adjustment_unknown"):
        adjustments.withdraw(city, "ZZZZ9999", today=TODAY, by=OFFICER, reason="误")
    again = adjustments.listed(city)
    with pytest.raises(WrongUse, match="adjustment_ambiguous"):
        adjustments.find_line((*again, *again), name)


def test_nothing_is_carried_forward_unless_a_person_chose_so(city: Workspace) -> None:
    """Q3: 210 and 96 cases. In Q4 罗湖 is silent: 260 alone; with the choice 260 + 96, marked."""
    accepted(city, FUTIAN)
    accepted(city, LUOHU, {**FIGURES, "mediation-cases": "96"})
    issued(city, Q4)
    accepted(city, FUTIAN, {**FIGURES, "mediation-cases": "260"}, Q4)
    assert (line(city, "mediation-cases", Q4).total.value, line(city, "mediation-cases", Q4).code) == (
        Decimal(260), line(city, "mediation-cases", Q4).code,
    )  # fmt: skip

    carry(city, Q4, unit=LUOHU)

    total = line(city, "mediation-cases", Q4).total
    coverage = total.coverage
    assert (total.value, coverage.given, coverage.carried, coverage.expected, coverage.missing) == (356, 1, 1, 2, ())
    assert not coverage.complete
    (luohu,) = [part for part in line(city, "mediation-cases", Q4).lines if part.unit == LUOHU]
    assert (luohu.carried, luohu.added) == ("2026-Q3", True)


def test_a_state_is_carried_over_new_year_and_a_running_total_is_not(city: Workspace) -> None:
    accepted(city, LUOHU)
    issued(city, NEXT)
    carry(city, NEXT)

    assert line(city, "protection-stations", NEXT).total.value == 34
    assert line(city, "mediation-cases", NEXT).total.value is None


def test_only_the_item_that_was_named_is_carried(city: Workspace) -> None:
    accepted(city, LUOHU)
    issued(city, Q4)
    carry(city, Q4, item="知识产权保护工作站数量")

    assert line(city, "protection-stations", Q4).total.coverage.carried == 1
    assert line(city, "secret-stations", Q4).total.coverage.carried == 0


def test_a_zone_reports_for_itself_and_is_added_to_nothing(city: Workspace) -> None:
    """河套 lies in 福田: its 9 stations are among 福田's 34."""
    assert ZONE not in {unit.code for unit in issue.reporting_units(city, Q3)}
    prefills = {(ZONE, item): figure for item, figure in HANDED_DOWN.items()}
    issue.issue(city, Q3, to=None, prefills=prefills, units={ZONE}, today=TODAY, by=OFFICER)
    assert ZONE in {unit.code for unit in issue.reporting_units(city, Q3)}
    accepted(city, FUTIAN)
    accepted(city, ZONE, {**FIGURES, "protection-stations": "9"})

    found = line(city, "protection-stations")

    assert (found.total.value, found.total.coverage.expected) == (34, 2)
    assert [(one.place, one.unit, one.within) for one in found.lines[:2]] == [
        (Place.AREA, FUTIAN, ""), (Place.INSIDE, ZONE, FUTIAN),
    ]  # fmt: skip


def test_the_workbook_says_who_is_carried_what_was_adjusted_and_why(city: Workspace, tmp_path: Path) -> None:
    accepted(city, FUTIAN)
    issued(city, Q4)
    accepted(city, LUOHU, period=Q4)
    carry(city, Q4, unit=FUTIAN)
    adjustments.add(
        city, Q4, "mediation-cases", Decimal(5), AdjustmentKind.UNPLACED, today=TODAY, by=OFFICER, reason="市级直接受理"
    )  # fmt: skip

    path = consolidate.write_consolidation(city, Q4, tmp_path / "汇总.xlsx", today=TODAY, by=OFFICER)

    book = openpyxl.load_workbook(path)
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "1/2，另结转1" in cells
    assert "结转2026年三季度数" in cells
    assert any("市级直接受理" in cell and "未分配" in cell for cell in cells)
    assert any("罗湖区系统故障" in cell for cell in cells)


def test_the_leaders_summary_prints_the_reason_too(city: Workspace, tmp_path: Path) -> None:
    """On paper, in Word and in Excel alike: they all stand on the same notes."""
    accepted(city, FUTIAN)
    add(city, "mediation-cases", "5")

    path = report.report(city, "summary", Q3, to=tmp_path / "摘要.docx", today=TODAY, by=OFFICER).value

    words = "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    assert "知识产权纠纷调解案件数：未分配 +5件（市级直接受理）" in words


def test_a_release_carries_adjustment_coverage_and_who_is_missing(city: Workspace, futian: Workspace,
                                                                  tmp_path: Path) -> None:  # fmt: skip
    accepted(city, FUTIAN)
    name = add(city, "mediation-cases", "5")

    paths = release.release(city, Q3, to=tmp_path, today=TODAY, by=OFFICER).value
    (file,) = [path for path in paths if "福田区" in path.name]
    taken(futian, file)

    package = futian.in_force(Slot(Kind.RELEASE, period=Q3.code))
    assert package is not None
    (figure,) = [one for one in read_release(package).figures if one.target == "mediation-cases-2030"]
    assert (figure.quantity, figure.given, figure.expected, figure.missing) == (215, 1, 2, (LUOHU,))
    assert name in figure.basis
    assert [one.reason for one in adjustments.in_effect(futian, Q3)] == ["市级直接受理"]
    seen = next(one for one in evaluate.evaluate(futian, Q3, unit=CITY) if one.judgement.target.id == figure.target)
    assert seen.judgement.coverage is not None
    assert (seen.judgement.actual, seen.judgement.coverage.missing) == (215, (LUOHU,))
