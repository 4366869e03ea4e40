"""From a code on paper, or a name, down to sheet, cell and persons."""

from pathlib import Path

import pytest

from ipdesk.domain.errors import NotFound
from ipdesk.services import evaluate, release, report, review, trace
from ipdesk.services.trace import TraceNode
from ipdesk.services.workspace import Workspace
from tests.services.office import CITY, FIGURES, FUTIAN, OFFICER, Q3, TODAY, accepted, fixed, taken


@pytest.fixture
def told(city: Workspace, prepared: Path) -> Workspace:
    """The city with 福田's workbook taken in and accepted."""
    (name,) = taken(city, prepared / "by-hand.xlsx").packages
    review.accept(city, name, today=TODAY, by=OFFICER)
    return city


def nodes(node: TraceNode, kind: str) -> list[TraceNode]:
    here = [node] if node.kind == kind else []
    return [*here, *(found for child in node.children for found in nodes(child, kind))]


def code_of(place: Workspace, target: str) -> str:
    return next(one.code for one in evaluate.evaluate(place, Q3) if one.judgement.target.id == target)


@pytest.mark.parametrize(
    "reference",
    [
        "440300/mediation-cases-2030/2026-Q3", "深圳市/mediation-cases/2026-Q3",
        "福田区/知识产权纠纷调解案件数/2026-Q3", "福田/mediation-cases/2026-Q3",
    ],
)  # fmt: skip
def test_a_figure_ends_at_its_cell_and_its_people(told: Workspace, reference: str) -> None:
    node = trace.trace(told, reference)

    (cell,) = nodes(node, "cell")
    assert cell.title == "工作簿 by-hand.xlsx"
    assert cell.value.startswith("工作表“指标”")
    assert ("原文", "210") in cell.facts
    (people,) = nodes(node, "person")
    assert "李敏" in [name for _, name in people.facts]


def test_a_code_leads_to_the_same_figure_as_its_name(told: Workspace) -> None:
    code = code_of(told, "mediation-cases-2030")

    assert trace.trace(told, code) == trace.trace(told, code.lower()) == trace.trace(
        told, "440300/mediation-cases-2030/2026-Q3"
    )  # fmt: skip


def test_the_whole_of_a_figure_shows_rule_coverage_and_who_is_missing(told: Workspace) -> None:
    (formula,) = nodes(trace.trace(told, "深圳市/知识产权纠纷调解案件数/2026-Q3"), "formula")

    facts = dict(formula.facts)
    assert facts["覆盖"] == "1/2"
    assert facts["缺"] == "罗湖区"


def test_a_figure_fixed_at_this_desk_needs_no_file(futian: Workspace) -> None:
    fixed(futian, FUTIAN)

    node = trace.trace(futian, "2026-Q3".join(["福田区/mediation-cases/", ""]))

    assert nodes(node, "cell") == []
    assert nodes(node, "note") == []
    assert len(nodes(node, "package")) == 1


def test_an_entry_on_behalf_shows_its_basis(city: Workspace) -> None:
    accepted(city, FUTIAN)

    (package,) = nodes(trace.trace(city, "福田区/mediation-cases/2026-Q3"), "package")

    assert "传真" in [text for _, text in package.facts]


def test_a_district_sees_where_the_way_up_ends(city: Workspace, futian: Workspace, tmp_path: Path) -> None:
    accepted(city, FUTIAN)
    path, *_ = release.release(city, Q3, to=tmp_path / "通报", today=TODAY, by=OFFICER).value
    taken(futian, path)

    node = trace.trace(futian, code_of(futian, "mediation-cases-2030"))

    (note,) = nodes(node, "note")
    assert "深圳市" in note.value
    assert node.value == "210件"


def test_paper_keeps_its_figure_and_a_change_is_said(told: Workspace, tmp_path: Path) -> None:
    code = code_of(told, "mediation-cases-2030")
    report.report(told, report.SUMMARY, Q3, to=tmp_path / "汇总.xlsx", today=TODAY, by=OFFICER)
    before = trace.trace(told, code)
    assert "三季度" in dict(before.facts)["纸面"]

    accepted(told, FUTIAN, {**FIGURES, "mediation-cases": "212"})

    after = trace.trace(told, code)
    facts = dict(after.facts)
    assert (facts["纸面数"], facts["现值"]) == ("210件", "212件")
    assert after.value == "210件"
    assert after.children == before.children  # the same way down to the same cell, not today's


@pytest.mark.parametrize(
    "reference", ["", "ABCDEFG", "福田区", "福田区/没有的项/2026-Q3", "福田区/mediation-cases/三季度", "a/b", "a/b/c/d"]
)
def test_what_leads_nowhere_is_said(told: Workspace, reference: str) -> None:
    with pytest.raises(NotFound):
        trace.trace(told, reference)


def test_a_unit_that_reported_nothing(told: Workspace) -> None:
    node = trace.trace(told, "罗湖区/mediation-cases/2026-Q3")

    assert (node.kind, node.children) == ("part", ())


def test_a_trace_as_lines_is_indented_by_its_depth(told: Workspace) -> None:
    lines = list(trace.lines_of(trace.trace(told, f"{CITY}/mediation-cases-2030/2026-Q3")))

    assert lines[0].startswith("知识产权纠纷调解案件数：210")
    assert any(line.startswith("      ") for line in lines)
