"""A target over time, units against targets, and both as a workbook."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from ipdesk.domain.errors import NotFound
from ipdesk.domain.judgement import Rating
from ipdesk.domain.milestone import Milestone
from ipdesk.domain.period import Period, PeriodKind
from ipdesk.services import analysis, handdown, issue
from ipdesk.services.workspace import Workspace
from tests.services.office import CITY, FIGURES, FUTIAN, HANDED_DOWN, LUOHU, OFFICER, Q3, Q4, TODAY, accepted

CASES = "mediation-cases-2030"
Q1_27 = Period(2027, PeriodKind.QUARTER, 1)


@pytest.fixture
def three(city: Workspace) -> Workspace:
    """Q3 1200 cases, Q4 nobody reported, then 60: the plan's total is not known, since the year's end is missing."""
    for period in (Q4, Q1_27):
        issue.issue(city, period, to=None, units={FUTIAN, LUOHU}, today=TODAY, by=OFFICER)
    down = {key: str(figure) for key, figure in HANDED_DOWN.items()}
    for period, cases in ((Q3, ("210", "990")), (Q1_27, ("20", "40"))):
        for unit, figure in zip((FUTIAN, LUOHU), cases, strict=True):
            figures = {**FIGURES, **(down if period is not Q3 else {}), "mediation-cases": figure}
            accepted(city, unit, figures, period)
    return city


def test_a_trend_runs_to_the_horizon_and_leaves_gaps(three: Workspace) -> None:
    found = analysis.trend(three, CITY, CASES, Q1_27)

    assert len(found.points) == 20
    known = {point.period.code: point.actual for point in found.points if point.actual is not None}
    assert known == {"2026-Q3": 1200}
    assert [point.planned for point in found.points[:3]] == [400, 800, 1200]
    assert found.points[-1].planned == 8000
    assert (found.points[-1].months, found.months, found.baseline) == (60, 60, None)
    assert found.points[5].assessed is None  # not yet come


def test_baseline_milestones_and_the_planned_line_of_a_level(city: Workspace) -> None:
    """From 30 stations in 2025 to 54 in 2030: 1.2 a quarter; a district's own target."""
    own = handdown.targets_of(city, FUTIAN)[0]
    handdown.hand_down(city, milestones={FUTIAN: (Milestone(own.id, "2026", Decimal(36)),)}, today=TODAY, by=OFFICER)
    accepted(city, FUTIAN)

    found = analysis.trend(city, FUTIAN, own.id, Q3)

    assert found.baseline == (0, Decimal(30))
    assert found.milestones == ((Milestone(own.id, "2026", Decimal(36)), 12),)
    assert [point.planned for point in found.points[:3]] == [Decimal("31.2"), Decimal("32.4"), Decimal("33.6")]
    assert found.latest.ahead is not None
    assert (found.latest.ahead.rest, found.latest.ahead.months) == (2, 3)


def test_a_total_that_lacks_units_is_marked(city: Workspace) -> None:
    accepted(city, FUTIAN)
    point = analysis.trend(city, CITY, CASES, Q3).points[2]
    assert (point.actual, point.whole) == (210, False)


def test_targets_are_named_as_people_name_them(city: Workspace) -> None:
    assert analysis.find_target(city, "知识产权纠纷调解案件数") == (CITY, CASES)
    assert analysis.find_target(city, "protection-stations", FUTIAN) == (FUTIAN, "protection-stations-440304")
    with pytest.raises(NotFound, match="trend_unknown"):
        analysis.find_target(city, "没有的指标")
    with pytest.raises(NotFound, match="trend_unknown"):
        analysis.trend(city, CITY, "none", Q3)


def test_tiles_hold_only_pairs_that_have_a_target(city: Workspace) -> None:
    accepted(city, FUTIAN)
    grid = analysis.tiles(city, Q3)

    assert [unit.code for unit in grid.units] == [CITY, FUTIAN]
    assert grid.cells["protection-stations", FUTIAN].judgement.rating is Rating.MET
    assert ("mediation-cases", FUTIAN) not in grid.cells
    assert grid.cells["copyright-share", CITY].judgement.actual is None  # a target without data is a tile


def test_the_tables_leave_blanks_blank(three: Workspace, tmp_path: Path) -> None:
    found = analysis.trend(three, CITY, CASES, Q1_27)
    path = analysis.write_tables(three, Q1_27, tmp_path / "分析.xlsx", trend_of=found, today=TODAY, by=OFFICER)

    book = openpyxl.load_workbook(path)
    assert len(book.sheetnames) == 3
    rows = [[cell.value for cell in row] for row in book.worksheets[2].iter_rows()]
    at = {row[0]: row[1] for row in rows if isinstance(row[0], str) and row[0].endswith("季度")}
    assert at["2026年三季度"] == 1200
    assert at["2026年四季度"] is None
    heads = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if isinstance(cell, str)]
    assert {"占目标比重（%）", "较基期完成程度（%）"} <= set(heads)


def test_a_falling_level_falls(city: Workspace) -> None:
    own = handdown.targets_of(city, FUTIAN)[0]
    falling = replace(own, quantity=Decimal(18))
    handdown.hand_down(city, {FUTIAN: (falling,)}, today=TODAY, by=OFFICER)
    planned = [point.planned for point in analysis.trend(city, FUTIAN, own.id, Q3).points if point.planned is not None]
    assert planned[0] > planned[-1] == 18 or planned == [18] * len(planned)
