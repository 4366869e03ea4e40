"""Asking units their opinion, taking the answers in, dealing with them, and handing down."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ipdesk.domain.decomposition import Method, Split
from ipdesk.domain.errors import NotFound, Refused, WrongUse
from ipdesk.domain.ledger.contents import OpinionItem, read_opinion, read_targets
from ipdesk.domain.ledger.package import Kind, Slot
from ipdesk.domain.milestone import Milestone
from ipdesk.domain.milestonepath import Season
from ipdesk.domain.scheme import pinned
from ipdesk.services import consultation, decomposition, handdown, opinion, opiniondraft, receive
from ipdesk.services.workspace import Workspace
from tests.services.office import FUTIAN, LUOHU, OFFICER
from tests.services.sheets_of_targets import answer

DAY = date(2026, 10, 8)
STATIONS, CASES = "protection-stations-440304", "mediation-cases-2030-440304"
NAME = "方案一"


@pytest.fixture
def split(city: Workspace) -> Workspace:
    """A scheme with stations by population and mediation cases in equal parts, in quarters."""
    decomposition.start(city, NAME, today=DAY, by=OFFICER)
    for target, chosen in (
        ("protection-stations-2030", Split(Method.POPULATION)),
        ("mediation-cases-2030", Split(season=Season.EQUAL)),
    ):
        found = decomposition.find_target(city, target)
        decomposition.change(city, NAME, found, lambda _, chosen=chosen: chosen, today=DAY, by=OFFICER)
    return city


def sent(city: Workspace, to: Path | None = None, *units: str) -> tuple[consultation.SentTargets, ...]:
    return consultation.send(city, NAME, to=to, units=units, until="10月20日", today=DAY, by=OFFICER).value


def ordered(city: Workspace, **given: Any) -> tuple[consultation.SentTargets, ...]:
    said: dict[str, Any] = {"number": "深知发〔2026〕9号", "day": "2026年10月30日", "to": None, **given}
    return consultation.order(city, NAME, today=DAY, by=OFFICER, **said).value


def state_of(city: Workspace, unit: str = FUTIAN) -> consultation.UnitOpinion:
    scheme = decomposition.read(city, NAME)
    return next(one for one in consultation.opinions(city, scheme) if one.unit.code == unit)


def taken(city: Workspace, file: Path) -> receive.FileVerdict:
    return receive.receive(city, [file], today=DAY, by=OFFICER).value[0]


def test_asking_leaves_what_was_handed_down_in_force(split: Workspace, tmp_path: Path) -> None:
    before = handdown.targets_of(split, FUTIAN)

    files = sent(split, tmp_path)

    assert len(files) == 11
    assert files[0].path is not None
    assert files[0].path.name == f"01福田区_{split.plan.short}_目标分解征求意见表.xlsx"
    assert handdown.targets_of(split, FUTIAN) == before
    asked = read_targets(split.package(files[0].package))
    assert [(one.id, one.of_unit) for one in asked.targets] == [(CASES, FUTIAN), (STATIONS, FUTIAN)]
    assert {one.state for one in consultation.opinions(split)} == {"waiting"}


def test_a_dry_run_says_what_would_go_out(split: Workspace, tmp_path: Path) -> None:
    before = len(split.state.packages)
    found = consultation.send(split, NAME, to=tmp_path, dry_run=True, today=DAY, by=OFFICER).value
    assert ([one.targets for one in found], len(split.state.packages)) == ([2] * 11, before)
    assert not list(tmp_path.glob("*.xlsx"))


def test_a_plain_sheet_that_disagrees_is_read(split: Workspace, tmp_path: Path) -> None:
    (file,) = sent(split, tmp_path, FUTIAN)
    assert file.path is not None
    filled = answer(
        file.path, tmp_path / "意见.xlsx",
        {
            (STATIONS, "verdict"): "不同意", (STATIONS, "proposal"): "２０ 家", (STATIONS, "reason"): "场地未落实",
            (CASES, "verdict"): "同意", ("all.name", "unit"): "李敏",
        },
    )  # fmt: skip

    verdict = taken(split, filled)

    assert (verdict.verdict, verdict.unit) == (receive.Verdict.TAKEN, FUTIAN)
    assert "1" in verdict.sentence
    seen = state_of(split)
    assert seen.opinion is not None
    assert (seen.state, seen.opinion.maker, seen.opinion.officer) == ("disagree", FUTIAN, "李敏")
    (point,) = seen.points
    assert (point.target, point.item.quantity, point.item.reason) == (STATIONS, Decimal(20), "场地未落实")
    assert point.plan_target is not None
    assert point.plan_target.id == "protection-stations-2030"
    assert taken(split, filled).verdict is receive.Verdict.SAME


@pytest.mark.parametrize(
    ("cells", "verdict", "state"),
    [
        ({("all.verdict", "unit"): "同意"}, "taken", "agree"),
        ({(STATIONS, "verdict"): "无意见", (CASES, "verdict"): "同意。"}, "taken", "agree"),
        ({(STATIONS, "proposal"): 30, ("all.verdict", "unit"): "同意"}, "taken", "disagree"),
        ({("all.verdict", "unit"): "不同意", ("all.note", "unit"): "另函说明"}, "taken", "disagree"),
        ({}, "quarantined", "waiting"),
        ({(STATIONS, "verdict"): "同意"}, "quarantined", "waiting"),
        ({("all.verdict", "unit"): "原则同意，建议再议"}, "quarantined", "waiting"),
        ({("all.verdict", "unit"): "不同意"}, "quarantined", "waiting"),
    ],
)  # fmt: skip
def test_what_a_sheet_says(split: Workspace, tmp_path: Path, cells: Any, verdict: str, state: str) -> None:
    (file,) = sent(split, tmp_path, FUTIAN)
    assert file.path is not None
    assert taken(split, answer(file.path, tmp_path / "意见.xlsx", cells)).verdict == verdict
    assert state_of(split).state == state


def test_a_disagreement_without_reason_or_figure_is_taken_and_noted(split: Workspace, tmp_path: Path) -> None:
    (file,) = sent(split, tmp_path, FUTIAN)
    assert file.path is not None
    cells = {(STATIONS, "verdict"): "不同意", (STATIONS, "proposal"): "减半", (CASES, "verdict"): "同意"}
    verdict = taken(split, answer(file.path, tmp_path / "意见.xlsx", cells))
    codes = [finding.code for finding in verdict.findings]
    assert {"opinion_value_unread", "opinion_no_reason"} <= set(codes)
    assert "减半" in state_of(split).points[0].item.reason


def test_a_second_sheet_stands_beside_the_first(split: Workspace, tmp_path: Path) -> None:
    (file,) = sent(split, tmp_path, FUTIAN)
    assert file.path is not None
    taken(split, answer(file.path, tmp_path / "1.xlsx", {("all.verdict", "unit"): "同意"}))
    cells = {("all.verdict", "unit"): "不同意", ("all.note", "unit"): "另议"}
    assert taken(split, answer(file.path, tmp_path / "2.xlsx", cells)).verdict is receive.Verdict.SECOND
    assert state_of(split).state == "second"


def test_taking_over_and_declining_with_words(split: Workspace, tmp_path: Path) -> None:
    sent(split)
    item = OpinionItem(STATIONS, Decimal(20), "场地未落实")
    opinion.give(split, (item,), unit=FUTIAN, basis="来函", today=DAY, by=OFFICER)
    other = OpinionItem(f"protection-stations-2030-{LUOHU}", Decimal(5), "人手不足")
    opinion.give(split, (other,), unit=LUOHU, basis="电话", today=DAY, by=OFFICER)

    with pytest.raises(Refused, match="opinions_open"):
        ordered(split)
    view = consultation.take_over(split, NAME, FUTIAN, STATIONS, today=DAY, by=OFFICER).value
    assert view.parts["protection-stations-2030"].quantities[FUTIAN] == Decimal(20)
    assert view.parts["protection-stations-2030"].proof.exact
    with pytest.raises(WrongUse, match="decline_without_words"):
        consultation.decline(split, NAME, LUOHU, "protection-stations-2030", " ", today=DAY, by=OFFICER)
    consultation.decline(split, NAME, LUOHU, "protection-stations-2030", "全市统筹", today=DAY, by=OFFICER)

    ordered(split)

    futian, luohu = (handdown.order_of(split, unit) for unit in (FUTIAN, LUOHU))
    assert futian is not None
    assert luohu is not None
    assert [(one.target, one.taken, one.words) for one in futian.answers] == [(STATIONS, True, "")]
    assert [(one.taken, one.words) for one in luohu.answers] == [(False, "全市统筹")]
    assert (futian.order_number, futian.order_date) == ("深知发〔2026〕9号", "2026年10月30日")
    assert consultation.opinions(split) == ()


def test_an_order_brings_targets_with_milestones_and_keeps_ids(split: Workspace) -> None:
    """728 cases for the first in the office's order (8000 over eleven), 146 of them in the first year."""
    ordered(split)

    cases, stations = handdown.targets_of(split, FUTIAN)
    assert (cases.id, stations.id) == (CASES, STATIONS)
    assert cases.quantity == Decimal(728)
    assert stations.baseline is not None
    assert (stations.baseline.quantity, stations.baseline.year) == (Decimal(30), 2025)
    line = [one for one in handdown.milestones_of(split, FUTIAN) if one.target == CASES]
    assert Milestone(CASES, "2026", Decimal(146)) in line
    assert Milestone(CASES, "2026-Q1", Decimal(37)) in line  # 36.5, half up
    assert Milestone(CASES, "2030-Q4", Decimal(728)) in line
    whole = sum(one.quantity or 0 for unit in split.policy.units for one in handdown.targets_of(split, unit.code)
                if one.id.startswith("mediation-cases-2030-"))  # fmt: skip
    assert whole == 8000


def test_targets_that_the_scheme_does_not_split_stay(split: Workspace) -> None:
    decomposition.change(
        split, NAME, decomposition.find_target(split, "protection-stations-2030"), lambda _: None, today=DAY, by=OFFICER
    )
    ordered(split)
    assert [one.id for one in handdown.targets_of(split, FUTIAN)] == [CASES, STATIONS]
    assert handdown.targets_of(split, FUTIAN)[1].quantity == Decimal(54)


def test_what_falls_short_needs_a_reason(split: Workspace) -> None:
    stations = decomposition.find_target(split, "protection-stations-2030")
    decomposition.change(split, NAME, stations, lambda _: pinned(Split(Method.HAND), FUTIAN, Decimal(9)), today=DAY,
                         by=OFFICER)  # fmt: skip
    with pytest.raises(Refused, match="scheme_must_explain"):
        ordered(split)
    (first, *_) = ordered(split, reason="其余由市本级建设")
    assert split.package(first.package).reason == "其余由市本级建设"


def test_what_cannot_go_out(split: Workspace, futian: Workspace) -> None:
    stations = decomposition.find_target(split, "protection-stations-2030")
    decomposition.change(split, NAME, stations, lambda one: pinned(one, FUTIAN, Decimal(999)), today=DAY, by=OFFICER)
    with pytest.raises(Refused, match="scheme_must_fix"):
        sent(split)
    decomposition.start(split, "空", today=DAY, by=OFFICER)
    with pytest.raises(Refused, match="scheme_empty"):
        consultation.send(split, "空", to=None, today=DAY, by=OFFICER)
    with pytest.raises(Refused, match="not_issuer"):
        sent(futian)
    with pytest.raises(NotFound, match="opinion_point_unknown"):
        consultation.decline(split, NAME, FUTIAN, "x", "words", today=DAY, by=OFFICER)


def test_a_district_with_ipdesk_answers_in_the_program(split: Workspace, futian: Workspace, tmp_path: Path) -> None:
    (file,) = sent(split, tmp_path, FUTIAN)
    assert file.path is not None
    verdict = receive.receive(futian, [file.path], today=DAY, by="李敏").value[0]
    assert verdict.verdict is receive.Verdict.TAKEN
    consult = handdown.consultation_package(futian, FUTIAN)
    assert consult is not None
    with pytest.raises(Refused, match="no_opinion"):
        opinion.export(futian, tmp_path, today=DAY, by="李敏")

    item = OpinionItem(STATIONS, Decimal(20), "场地未落实")
    opinion.give(futian, (item,), note="请酌", today=DAY, by="李敏")
    reply = opinion.export(futian, tmp_path / "上报", today=DAY, by="李敏")

    answered = taken(split, reply)
    assert answered.verdict is receive.Verdict.TAKEN
    seen = state_of(split)
    assert seen.opinion is not None
    assert seen.opinion == opinion.own(futian, consult)
    assert read_opinion(seen.opinion).made_by == "form"
    assert seen.note == "请酌"

    changed = answer(reply, tmp_path / "改.xlsx", {(STATIONS, "proposal"): 25})
    assert taken(split, changed).verdict is receive.Verdict.TAKEN
    again = state_of(split)
    assert (again.state, again.points[0].item.quantity) == ("disagree", Decimal(25))


def test_what_an_opinion_needs(split: Workspace, futian: Workspace) -> None:
    with pytest.raises(Refused, match="no_consultation"):
        opinion.give(futian, (), today=DAY, by="李敏")
    sent(split)
    for items, given, code in (
        ((OpinionItem(STATIONS, None, " "),), {}, "opinion_reason_missing"),
        ((OpinionItem("x", None, "r"),), {}, "opinion_target_unknown"),
    ):
        with pytest.raises(WrongUse, match=code):
            opinion.give(split, items, unit=FUTIAN, basis="来函", today=DAY, by=OFFICER, **given)
    with pytest.raises(Refused, match="basis_missing"):
        opinion.give(split, (), unit=FUTIAN, today=DAY, by=OFFICER)
    opinion.give(split, (), unit=FUTIAN, basis="来函", today=DAY, by=OFFICER)
    with pytest.raises(Refused, match="nothing_changed_opinion"):
        opinion.give(split, (), unit=FUTIAN, basis="来函", today=DAY, by=OFFICER)


def test_the_district_sees_the_order_with_its_milestones(split: Workspace, futian: Workspace, tmp_path: Path) -> None:
    (file,) = ordered(split, to=tmp_path, units=(FUTIAN,))
    assert file.path is not None
    receive.receive(futian, [file.path], today=DAY, by="李敏")
    assert handdown.targets_of(futian, FUTIAN) == handdown.targets_of(split, FUTIAN)
    assert handdown.milestones_of(futian, FUTIAN) == handdown.milestones_of(split, FUTIAN)


def test_an_answer_to_what_was_not_asked_here_is_set_aside(split: Workspace, tmp_path: Path) -> None:
    (file,) = ordered(split, to=tmp_path, units=(FUTIAN,))
    assert file.path is not None
    verdict = taken(split, file.path)
    assert verdict.verdict is receive.Verdict.QUARANTINED


def test_of_two_answers_one_counts_and_the_other_stands_back(split: Workspace, tmp_path: Path) -> None:
    (file,) = sent(split, tmp_path, FUTIAN)
    assert file.path is not None
    taken(split, answer(file.path, tmp_path / "1.xlsx", {("all.verdict", "unit"): "同意"}))
    cells = {(STATIONS, "verdict"): "不同意", (STATIONS, "proposal"): 20, (STATIONS, "reason"): "场地未落实",
             (CASES, "verdict"): "同意"}  # fmt: skip
    taken(split, answer(file.path, tmp_path / "2.xlsx", cells))
    with pytest.raises(Refused, match="opinions_unsettled"):
        ordered(split)
    first, second = sorted(state_of(split).versions, key=lambda one: read_opinion(one).verdict)
    with pytest.raises(WrongUse, match="opinion_version_unknown"):
        opinion.settle(split, FUTIAN, "ffff0000", today=DAY, by=OFFICER)

    opinion.settle(split, FUTIAN, second.id[:8], today=DAY, by=OFFICER)

    assert (state_of(split).state, state_of(split).versions) == ("disagree", (second,))
    assert first.id not in split.state.slot(split.ledger, Slot(Kind.OPINION, FUTIAN)).heads
    with pytest.raises(Refused, match="opinion_not_open"):
        opinion.settle(split, FUTIAN, first.id, today=DAY, by=OFFICER)


def test_an_unfinished_opinion_is_kept_until_it_is_given_or_dropped(
    split: Workspace, futian: Workspace, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="no_consultation"):
        opiniondraft.keep(futian, ())
    (file,) = sent(split, tmp_path, FUTIAN)
    assert file.path is not None
    receive.receive(futian, [file.path], today=DAY, by="李敏")
    item = OpinionItem(STATIONS, Decimal("20.5"), "场地未落实")
    with pytest.raises(WrongUse, match="opinion_reason_missing"):
        opiniondraft.keep(futian, (OpinionItem(STATIONS, None, " "),))

    opiniondraft.keep(futian, (item,), note="请酌")
    kept = opiniondraft.read(futian)
    assert kept is not None
    assert (kept.items, kept.note) == ((item,), "请酌")
    opiniondraft.drop(futian)
    assert opiniondraft.read(futian) is None
    with pytest.raises(Refused, match="no_opinion_draft"):
        opiniondraft.give(futian, today=DAY, by="李敏")

    opiniondraft.keep(futian, (item,), note="请酌")
    given = read_opinion(futian.package(opiniondraft.give(futian, today=DAY, by="李敏").value))
    assert (given.items, given.note, given.verdict) == ((item,), "请酌", "disagree")
    assert opiniondraft.read(futian) is None
    opiniondraft.keep(futian, ())
    sent(split)  # nothing was asked anew
    assert opiniondraft.read(futian) is not None
