"""Where a cell was used: totals, targets, papers, files, releases, who was told, what went upwards."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ipdesk.domain.errors import NotFound
from ipdesk.domain.register import Occasion
from ipdesk.domain.rollup import AdjustmentKind
from ipdesk.services import adjustments, consolidate, issue, outgoing, release, report, reported, review, trace, uses
from ipdesk.services.trace import TraceNode
from ipdesk.services.workspace import Workspace
from tests.services.office import (
    CITY,
    FIGURES,
    FUTIAN,
    HANDED_DOWN,
    LUOHU,
    OFFICER,
    Q3,
    Q4,
    TODAY,
    accepted,
    fixed,
    slot,
)

CELL = "福田区/知识产权纠纷调解案件数/2026-Q3"


def nodes(node: TraceNode, kind: str) -> list[TraceNode]:
    here = [node] if node.kind == kind else []
    return [*here, *(found for child in node.children for found in nodes(child, kind))]


def titles(node: TraceNode, kind: str) -> list[str]:
    return [one.title for one in nodes(node, kind)]


def test_what_nobody_used_yet_says_so(city: Workspace) -> None:
    name = fixed(city, FUTIAN)
    review.accept(city, name, today=TODAY, by=OFFICER)

    found = uses.uses(city, "福田区/ip-volunteers/2026-Q3")
    assert titles(found, "formula") == ["深圳市：知识产权志愿者人数，2026年三季度"]
    assert titles(uses.uses(city, "440300/mediation-cases-2030/2026-Q3"), "note") == ["还没有用于任何地方"]
    with pytest.raises(NotFound, match="trace_unknown"):
        uses.uses(city, "福田区/没有/2026-Q3")


def test_from_the_cell_to_whoever_has_the_figure(city: Workspace, tmp_path: Path) -> None:
    accepted(city, FUTIAN)
    accepted(city, LUOHU)
    consolidate.write_consolidation(city, Q3, tmp_path / "汇总.xlsx", today=TODAY, by=OFFICER)
    report.report(city, "summary", Q3, to=tmp_path / "摘要.xlsx", today=TODAY, by=OFFICER)
    release.release(city, Q3, to=tmp_path, today=TODAY, by=OFFICER)
    reported.enter(city, ["440300/mediation-cases-2030/2026-Q3"], recipient="市政府办", occasion=Occasion.MEETING,
                   today=TODAY, by=OFFICER)  # fmt: skip
    reported.enter(city, [CELL], recipient="区政府", occasion=Occasion.TELEPHONE, today=TODAY, by=OFFICER)

    found = uses.uses(city, CELL)

    assert (found.title, found.value) == ("知识产权纠纷调解案件数", "210件")
    assert titles(found, "formula") == ["深圳市：知识产权纠纷调解案件数，2026年三季度"]
    assert "深圳市：知识产权纠纷调解案件数，2026年三季度" in titles(found, "figure")
    assert titles(found, "file") == ["汇总.xlsx"]
    assert titles(found, "paper") == ["2026年三季度汇总"]
    (released,) = nodes(found, "release")
    assert "福田区" in dict(released.facts)["发给"]
    assert {"区政府，电话", "市政府办，会议"} <= set(titles(found, "register"))


def test_a_correction_is_seen_at_everything_that_carries_the_old_figure(city: Workspace) -> None:
    accepted(city, FUTIAN)
    reported.enter(city, ["440300/mediation-cases-2030/2026-Q3"], recipient="市政府办", occasion=Occasion.MEETING,
                   today=TODAY, by=OFFICER)  # fmt: skip
    name = fixed(city, FUTIAN, {**FIGURES, "mediation-cases": "212"})
    review.accept(city, name, today=date(2026, 10, 20), by=OFFICER)

    (who,) = nodes(uses.uses(city, CELL), "register")

    assert who.value == "210件"
    assert dict(who.facts)["状态"] == "与现在的数不同，应告知"


def test_a_later_total_that_carries_the_figure_forward_uses_it(city: Workspace) -> None:
    accepted(city, FUTIAN)
    prefills = {(unit, item): figure for unit in (FUTIAN, LUOHU) for item, figure in HANDED_DOWN.items()}
    issue.issue(city, Q4, to=None, prefills=prefills, units={FUTIAN, LUOHU}, today=TODAY, by=OFFICER)
    adjustments.carry(city, Q4, unit=FUTIAN, today=TODAY, by=OFFICER, reason="未报")

    assert "深圳市：知识产权纠纷调解案件数，2026年四季度" in titles(uses.uses(city, CELL), "formula")
    forward = trace.trace(city, "深圳市/mediation-cases/2026-Q4")
    (part,) = [one for one in nodes(forward, "part") if one.value == "210件"]
    assert ("结转自", "2026年三季度") in part.facts


def test_a_districts_report_went_upwards(futian: Workspace, tmp_path: Path) -> None:
    fixed(futian, FUTIAN)
    path = outgoing.export_submission(futian, slot(futian, FUTIAN), tmp_path / "上报.xlsx", today=TODAY)

    found = uses.uses(futian, CELL)

    assert [path.name in title for title in titles(found, "file")] == [True]


def test_a_trace_names_the_decision_of_an_adjustment_and_codes_of_cells_and_files_are_found(
    city: Workspace, tmp_path: Path
) -> None:
    accepted(city, FUTIAN)
    consolidate.write_consolidation(city, Q3, tmp_path / "汇总.xlsx", today=TODAY, by=OFFICER)
    (line,) = [one for one in consolidate.consolidate(city, Q3) if one.indicator.id == "mediation-cases"]
    adjustments.add(city, Q3, "mediation-cases", Decimal(5), AdjustmentKind.UNPLACED, today=TODAY, by=OFFICER,
                    reason="市级直接受理")  # fmt: skip

    now = trace.trace(city, f"{CITY}/mediation-cases/2026-Q3")
    (unplaced,) = [one for one in nodes(now, "part") if one.title == "未分配"]
    assert (unplaced.value, dict(unplaced.facts)["理由"], dict(unplaced.facts)["经办人"]) == (
        "+5", "市级直接受理", OFFICER,
    )  # fmt: skip

    typed = trace.trace(city, line.code)
    assert dict(typed.facts)["现值"] == "215件"
    assert typed.value == "210件"
    cell = reported.resolve(city, CELL).figure.code
    assert trace.trace(city, cell).value == "210件"
