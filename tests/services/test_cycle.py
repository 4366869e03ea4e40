"""A mid-term evaluation: a fixed set, the office's words, a third party's in his own copy, differences, an approval."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from ipdesk.domain.errors import NotFound, Refused, WrongUse
from ipdesk.domain.judgement import Rating
from ipdesk.domain.ledger.assessment import About, CycleKind, Word
from ipdesk.domain.ledger.decision import Verb
from ipdesk.domain.ledger.standing import Status
from ipdesk.exchange.bundle import read_bundle
from ipdesk.services import amend, assessment, bundle, cycle, evaluate, evaluator, handdown, policy, receive, trace
from ipdesk.services.cycle import Cycle
from ipdesk.services.receive import Verdict
from ipdesk.services.workspace import Workspace
from tests.builders import decision
from tests.services.office import CITY, FIGURES, FUTIAN, LUOHU, OFFICER, Q3, TODAY, accepted, put, slot, taken

CASES = "mediation-cases-2030"
STATIONS = f"{FUTIAN}/protection-stations-440304"


@pytest.fixture
def begun(city: Workspace) -> Cycle:
    """Both districts reported, 1200 cases of 8000: on the line. Futian's own stations are in it."""
    accepted(city, FUTIAN)
    accepted(city, LUOHU, {**FIGURES, "mediation-cases": "990"})
    return cycle.start(
        city, CycleKind.MIDTERM, Q3, units=("福田区",), evaluator="某某研究院", today=TODAY, by=OFFICER
    ).value


@pytest.fixture
def evaluators(city: Workspace, begun: Cycle, tmp_path: Path) -> Iterator[Workspace]:
    """The evaluator's copy, made from the file that went to him."""
    path = evaluator.write_out(city, begun, tmp_path / "送评.zip", today=TODAY, by=OFFICER)
    with bundle.create_from(tmp_path / "评估.ipdesk", path, today=TODAY, by="钱研究员") as copy:
        yield copy


def line(place: Workspace, of: Cycle, subject: str) -> assessment.SubjectLine:
    return assessment.find_line(place, of, subject)


def say(place: Workspace, of: Cycle, subject: str, word: Word, **others: object) -> str:
    given = {"ground": "按审核通过的数据", **others}
    return assessment.say(place, of, subject, word, today=TODAY, by=OFFICER, **given).value  # type: ignore[arg-type]


def test_a_cycle_says_what_it_stands_on(city: Workspace, begun: Cycle) -> None:
    (found,) = cycle.cycles(city)

    assert (found.name, found.missing, found.terms.plan_version) == ("midterm-2026-Q3", 0, city.plan.version)
    assert len(found.digest) == 8
    assert begun == found
    assert set(found.terms.packages) < set(city.state.packages)  # all but the cycle's own
    assert [one.about for one in assessment.lines(city, found)].count(About.UNIT) == 1


def test_a_later_correction_moves_nothing_of_it(city: Workspace, begun: Cycle) -> None:
    """Luohu's 990 cases become 90: today 3.75 % of 8000, in the cycle still 15 %."""
    before = line(city, begun, CASES).verdict
    accepted(city, LUOHU, {**FIGURES, "mediation-cases": "90"})
    policy.change(
        city,
        lambda laid: replace(laid, thresholds=replace(laid.thresholds, nearly=Decimal(-1))),
        today=TODAY,
        by=OFFICER,
    )
    now = next(one for one in evaluate.evaluate(city, Q3) if one.judgement.target.id == CASES)
    after = line(city, begun, CASES).verdict

    assert before is not None
    assert after is not None
    assert (before.judgement.completion, before.judgement.rating) == (Decimal("0.15"), Rating.MET)
    assert after == before
    assert now.judgement.completion == Decimal("0.0375")
    assert cycle.cycles(city)[0].digest == begun.digest


def test_it_is_begun_once_unless_it_is_to_be_cut_off_anew(city: Workspace, begun: Cycle) -> None:
    accepted(city, LUOHU, {**FIGURES, "mediation-cases": "90"})
    with pytest.raises(Refused, match="cycle_exists"):
        cycle.start(city, CycleKind.MIDTERM, Q3, today=TODAY, by=OFFICER)

    anew = cycle.start(city, CycleKind.MIDTERM, Q3, again=True, reason="补充罗湖", today=TODAY, by=OFFICER).value

    assert [one.package for one in cycle.cycles(city)] == [anew.package]
    assert anew.digest != begun.digest


def test_scope(city: Workspace) -> None:
    with pytest.raises(NotFound, match="target_unknown"):
        cycle.start(city, CycleKind.ANNUAL, Q3, targets=("none",), today=TODAY, by=OFFICER)
    with pytest.raises(NotFound, match="task_unknown"):
        cycle.start(city, CycleKind.ANNUAL, Q3, tasks=("none",), today=TODAY, by=OFFICER)
    made = cycle.start(city, CycleKind.ANNUAL, Q3, targets=(CASES,), tasks=("task-1",) if any(
        one.id == "task-1" for one in city.plan.outline) else (), today=TODAY, by=OFFICER).value  # fmt: skip
    targets = [one.subject for one in assessment.lines(city, made) if one.about is About.TARGET]
    assert targets == [CASES]


def test_a_word_is_suggested_and_a_person_decides(city: Workspace, begun: Cycle) -> None:
    assert line(city, begun, CASES).suggested is Word.EXPECTED

    name = say(city, begun, CASES, Word.BROADLY, ground="区间分布不均", cause="两区集中", proposed=Decimal(7500))
    said = line(city, begun, CASES).own

    assert said is not None
    assert (said.package, said.word, said.assessment.suggested) == (name, Word.BROADLY, "expected")
    assert (said.assessment.role, said.assessment.proposed) == ("", Decimal(7500))
    assert assessment.find_said(city, begun, name[:8])[1] == said
    with pytest.raises(Refused, match="word_unchanged"):
        say(city, begun, CASES, Word.BROADLY, ground="区间分布不均", cause="两区集中", proposed=Decimal(7500))


def test_no_word_without_ground_and_no_value_for_a_unit(city: Workspace, begun: Cycle) -> None:
    with pytest.raises(WrongUse, match="ground_missing"):
        say(city, begun, CASES, Word.EXPECTED, ground=" ")
    with pytest.raises(WrongUse, match="proposed_not_target"):
        say(city, begun, FUTIAN, Word.EXPECTED, proposed=Decimal(1))
    with pytest.raises(NotFound, match="assessment_subject_unknown"):
        say(city, begun, "没有", Word.EXPECTED)
    with pytest.raises(NotFound, match="cycle_unknown"):
        cycle.find_cycle(city, "final-2030")


def test_a_district_begins_no_evaluation(futian: Workspace) -> None:
    with pytest.raises(Refused, match="not_issuer"):
        cycle.start(futian, CycleKind.MIDTERM, Q3, today=TODAY, by="李敏")


def test_the_evaluator_sees_the_same_figures_and_writes_assessments_alone(
    city: Workspace, begun: Cycle, evaluators: Workspace
) -> None:
    theirs = cycle.find_cycle(evaluators, "")
    assert (theirs.digest, theirs.missing) == (begun.digest, 0)
    assert [one.verdict for one in assessment.lines(evaluators, theirs)] == [
        one.verdict for one in assessment.lines(city, begun)
    ]
    with pytest.raises(Refused, match="not_issuer"):
        cycle.start(evaluators, CycleKind.FINAL, Q3, today=TODAY, by="钱研究员")
    with pytest.raises(Refused, match="read_only_copy"):
        put(evaluators, decision(Verb.WAIVE, on=slot(evaluators, FUTIAN), ledger=evaluators.ledger))

    say(evaluators, theirs, CASES, Word.FASTER)

    (said,) = line(evaluators, theirs, CASES).third
    assert (said.assessment.role, said.assessment.evaluator) == ("third", "某某研究院")
    assert line(evaluators, theirs, CASES).own is None


def returned(place: Workspace, tmp_path: Path) -> Path:
    return evaluator.write_back(place, cycle.find_cycle(place, ""), tmp_path / "交回.zip", today=TODAY, by="钱研究员")


def test_his_words_come_back_and_the_differences_are_listed(
    city: Workspace, begun: Cycle, evaluators: Workspace, tmp_path: Path
) -> None:
    say(city, begun, CASES, Word.EXPECTED)
    say(city, begun, STATIONS, Word.EXPECTED)
    say(evaluators, cycle.find_cycle(evaluators, ""), CASES, Word.BEHIND, ground="抽查60件，12件不合口径")
    say(evaluators, cycle.find_cycle(evaluators, ""), STATIONS, Word.EXPECTED, proposed=Decimal(50))
    back = returned(evaluators, tmp_path)

    verdict = taken(city, back)

    assert verdict.verdict is Verdict.TAKEN
    assert verdict.sentence == "交回.zip：收到评估方的 2 项评定。"
    assert [one.code for one in verdict.findings] == ["evaluation_sealed"]
    assert verdict.trust is None  # his key is nobody's of the ledger
    found = assessment.differences(city, begun)
    assert [(one.subject, one.differs) for one in found] == [(CASES, True), (STATIONS, False)]
    assert found[0].third[0].assessment.ground == "抽查60件，12件不合口径"
    assert taken(city, back).verdict is Verdict.SAME


def test_what_else_lies_in_his_file_is_left_out(
    city: Workspace, begun: Cycle, evaluators: Workspace, tmp_path: Path
) -> None:
    from ipdesk.exchange.bundle import About as Of
    from ipdesk.exchange.bundle import bundle_bytes

    name = say(evaluators, cycle.find_cycle(evaluators, ""), CASES, Word.BEHIND)
    own = read_bundle(returned(evaluators, tmp_path))
    forged = decision(Verb.WAIVE, on=slot(city, FUTIAN), ledger=city.ledger)
    forged_self = assessment.assessment_package(
        replace(line(evaluators, cycle.find_cycle(evaluators, ""), CASES).third[0].assessment, role=""),
        city.ledger, maker=CITY, officer="甲", parents=(), reason="", date="",
    )  # fmt: skip
    path = tmp_path / "改.zip"
    path.write_bytes(bundle_bytes([*own.packages, forged.data, forged_self.data], {}, about=own.about or Of()))

    verdict = taken(city, path)

    assert verdict.packages == (name,)
    assert {one.code for one in verdict.findings} == {"evaluation_only", "evaluation_unsealed"}
    assert forged.id not in city.state.packages
    assert forged_self.id not in city.state.packages


def test_a_file_for_an_evaluation_that_was_not_begun_here_is_set_aside(
    begun: Cycle, evaluators: Workspace, prepared: Path, tmp_path: Path
) -> None:
    from ipdesk.services import workspace

    say(evaluators, cycle.find_cycle(evaluators, ""), CASES, Word.BEHIND)
    back = returned(evaluators, tmp_path)
    with workspace.open_workspace(shutil.copyfile(prepared / "city.ipdesk", tmp_path / "other.ipdesk")) as other:
        assert receive.receive(other, [back], today=TODAY, by=OFFICER).value[0].verdict is Verdict.QUARANTINED


def test_only_an_evaluators_copy_sends_back_and_only_something(
    city: Workspace, begun: Cycle, evaluators: Workspace, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="not_evaluator"):
        evaluator.write_back(city, begun, tmp_path / "x.zip", today=TODAY, by=OFFICER)
    with pytest.raises(Refused, match="nothing_assessed"):
        returned(evaluators, tmp_path)


def test_an_adjustment_changes_the_plan_only_when_approved_and_old_judgements_keep_theirs(
    city: Workspace, begun: Cycle
) -> None:
    """8000 becomes 6000: today 1200 are 20 %, in the cycle still 15 %."""
    name = say(city, begun, CASES, Word.EXPECTED, proposed=Decimal(6000), adjustment="下调至6000件")
    version = city.plan.version
    where, said = assessment.find_said(city, begun, name)
    with pytest.raises(WrongUse, match="adjustment_basis_missing"):
        amend.approve(city, begun, where, said, basis=" ", today=TODAY, by=OFFICER)
    assert city.plan.version == version

    made = amend.approve(
        city, begun, where, said, basis="市政府常务会议纪要〔2026〕12号", today=TODAY, by=OFFICER
    ).value

    assert city.plan.version == version + 1
    target = next(one for one in city.plan.targets if one.id == CASES)
    assert target.quantity == 6000
    assert "市政府常务会议纪要〔2026〕12号" in city.package(made).reason
    now = next(one for one in evaluate.evaluate(city, Q3) if one.judgement.target.id == CASES)
    then = line(city, cycle.cycles(city)[0], CASES).verdict
    assert now.judgement.completion == Decimal("0.2")
    assert then is not None
    assert (then.judgement.completion, then.judgement.target.quantity) == (Decimal("0.15"), 8000)
    decided = assessment.find_said(city, begun, name)[1]
    assert decided.status is Status.ACCEPTED
    with pytest.raises(Refused, match="adjustment_decided"):
        amend.approve(city, begun, where, decided, basis="x", today=TODAY, by=OFFICER)


def test_a_units_target_is_adjusted_by_a_new_order(city: Workspace, begun: Cycle) -> None:
    name = say(city, begun, STATIONS, Word.BEHIND, proposed=Decimal(48))
    where, said = assessment.find_said(city, begun, name)

    amend.approve(city, begun, where, said, basis="局务会", today=TODAY, by=OFFICER)

    (target,) = handdown.targets_of(city, FUTIAN)
    assert target.quantity == 48
    order = handdown.order_of(city, FUTIAN)
    assert order is not None
    assert order.order_number == "（测试）"


def test_a_proposal_that_is_not_followed_stays_with_its_reason(city: Workspace, begun: Cycle) -> None:
    name = say(city, begun, CASES, Word.EXPECTED, proposed=Decimal(6000))
    bare = say(city, begun, FUTIAN, Word.EXPECTED)
    _where, said = assessment.find_said(city, begun, name)
    with pytest.raises(WrongUse, match="decline_reason"):
        amend.decline(city, begun, said, reason="", today=TODAY, by=OFFICER)

    amend.decline(city, begun, said, reason="目标应当坚持", today=TODAY, by=OFFICER)

    assert assessment.find_said(city, begun, name)[1].status is Status.RETURNED
    assert next(one for one in city.plan.targets if one.id == CASES).quantity == 8000
    with pytest.raises(Refused, match="nothing_proposed"):
        amend.decline(city, begun, assessment.find_said(city, begun, bare)[1], reason="x", today=TODAY, by=OFFICER)


def test_a_cycles_figure_is_traced(city: Workspace, begun: Cycle) -> None:
    verdict = line(city, begun, CASES).verdict
    assert verdict is not None
    assert trace.trace(city, f"{CITY}/{CASES}/{Q3.code}") is not None
