"""A report row by row beside earlier figures, planned value and the other units; in what two versions differ."""

from decimal import Decimal

from ipdesk.domain.form import Answers, Question
from ipdesk.domain.peers import PeerPlace
from ipdesk.services import beside, cellhistory, review
from ipdesk.services.beside import RowBeside
from ipdesk.services.slotref import template_slot
from ipdesk.services.workspace import Workspace
from tests.builders import answers, submission
from tests.services.office import (
    FIGURES,
    FUTIAN,
    LUOHU,
    OFFICER,
    Q3,
    Q4,
    TODAY,
    accepted,
    fixed,
    issued,
    put,
    sent,
    slot,
)


def rows_of(city: Workspace, name: str) -> dict[str, RowBeside]:
    return {row.row.key: row for row in beside.beside(city, review.dossier(city, name))}


def test_beside_the_period_before_and_the_planned_value(city: Workspace) -> None:
    accepted(city, FUTIAN)
    issued(city, Q4, FUTIAN)
    name = sent(city, FUTIAN, {**FIGURES, "mediation-cases": "205", "protection-stations": "38"}, Q4)

    rows = rows_of(city, name)
    cases, stations = rows["mediation-cases"], rows["protection-stations"]
    assert (cases.figure, cases.last, cases.last_year, cases.before) == (205, 210, None, None)
    assert [finding.code for finding in cases.findings]  # a running total that falls
    assert cases.waits
    # 14 300 patents of 155.3225 ten thousand people in both quarters: a derived row has a last figure too.
    assert rows["hv-patents"].last is not None
    assert rows["hv-patents"].last == rows["hv-patents"].figure
    # 30 at the end of 2025, 54 at the end of 2030, a fifth of the time gone: 34.8.
    assert (stations.planned, stations.target, stations.waits) == (Decimal("34.8"), 54, False)


def test_last_is_what_stands_now_not_what_was_issued(city: Workspace) -> None:
    accepted(city, FUTIAN)
    issued(city, Q4, FUTIAN)
    corrected = fixed(city, FUTIAN, {**FIGURES, "ip-volunteers": "44"})
    review.accept(city, corrected, today=TODAY, by=OFFICER, reason="漏报一处")
    name = fixed(city, FUTIAN, {**FIGURES, "ip-volunteers": "47"}, Q4)
    assert rows_of(city, name)["ip-volunteers"].last == 44


def test_beside_the_other_areas(city: Workspace) -> None:
    name = fixed(city, FUTIAN)
    assert rows_of(city, name)["ip-volunteers"].among is None  # two areas at most: nothing is said
    accepted(city, LUOHU, {**FIGURES, "ip-volunteers": "20"})
    put(city, submission(unit="440305", given=_volunteers(90), template=_template_of(city, FUTIAN)))
    among = rows_of(city, name)["ip-volunteers"].among
    assert among is not None
    assert (among.median, among.count, among.place) == (41, 3, PeerPlace.AMID)


def test_what_changed_against_the_version_before_waits(city: Workspace) -> None:
    first = fixed(city, FUTIAN)
    review.return_(
        city, first, (Question("firms-served", "请核对"),), today=TODAY, by=OFFICER, reason=""
    )  # fmt: skip
    second = fixed(city, FUTIAN, {**FIGURES, "firms-served": "802"})
    rows = rows_of(city, second)
    served = rows["firms-served"]
    assert (served.before, served.changed, len(served.asked), served.waits) == (820, True, 1, True)
    assert not rows["ip-volunteers"].changed

    found = beside.differences(city, first, second)
    assert [(line.name, line.one, line.other) for line in found] == [(served.row.name, "820", "802")]
    assert beside.differences(city, first, first) == ()


def test_the_history_of_a_cell(city: Workspace) -> None:
    first = fixed(city, FUTIAN)
    review.return_(city, first, (Question("firms-served", "请核对"),), today=TODAY, by="王芳", reason="数量偏大")
    second = fixed(city, FUTIAN, {**FIGURES, "firms-served": "802"})
    review.accept(city, second, today=TODAY, by="赵明")

    found = cellhistory.find_history(city, f"福田区/{'firms-served'}/{Q3.code}")
    assert [(one.id, one.value.quantity if one.value else None) for one in found.versions] == [
        (first, 820), (second, 802),
    ]  # fmt: skip
    assert [(one.status.value, one.decided_by, one.in_force) for one in found.versions] == [
        ("returned", "王芳", False), ("accepted", "赵明", True),
    ]  # fmt: skip
    assert found.versions[0].reason == "数量偏大"
    assert found.versions[0].made_by == "behalf"
    assert found.versions[0].basis == "传真"
    by_slot = cellhistory.history(city, slot(city, FUTIAN), "firms-served")
    assert by_slot == found


def _volunteers(count: int) -> Answers:
    return answers({"ip-volunteers": count})


def _template_of(city: Workspace, unit: str) -> str:
    package = city.in_force(template_slot(slot(city, unit)))
    assert package is not None
    return package.id
