"""Review: exactly one report accepted, the rest returned, settled, reopened, each with its reason."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ipdesk.domain.errors import IpdeskError, NotFound, Refused, WrongUse
from ipdesk.domain.form import Question
from ipdesk.domain.ledger.scope import short
from ipdesk.domain.ledger.standing import Status
from ipdesk.domain.value import ValueStatus
from ipdesk.exchange.child import open_workbook
from ipdesk.exchange.reader import read_answers
from ipdesk.services import draft, review
from ipdesk.services.workspace import Workspace
from tests.builders import submission
from tests.services.office import (
    FIGURES,
    FUTIAN,
    LUOHU,
    OFFICER,
    Q3,
    Q4,
    TODAY,
    accepted,
    answered,
    fixed,
    put,
    slot,
    taken,
)

Act = Callable[[Workspace, str], object]
ACTS: dict[str, Act] = {
    "accept": lambda place, name: review.accept(place, name, today=TODAY, by=OFFICER),
    "return": lambda place, name: review.return_(place, name, [], reason="请核对", today=TODAY, by=OFFICER),
    "reopen": lambda place, name: review.reopen(place, name, reason="数字有误", today=TODAY, by=OFFICER),
    "withdraw": lambda place, name: review.withdraw(place, name, reason="报错了期别", today=TODAY, by=OFFICER),
    "settle": lambda place, name: review.settle(place, slot(place, FUTIAN), name, today=TODAY, by=OFFICER),
}


def refusal_of(act: Callable[[], object]) -> str:
    with pytest.raises(IpdeskError) as refusal:
        act()
    return refusal.value.code


def status_of(place: Workspace, name: str) -> Status:
    return review.dossier(place, name).status


# looking


def test_what_waits_comes_in_the_offices_order(city: Workspace) -> None:
    assert review.waiting(city) == ()
    names = [fixed(city, LUOHU), fixed(city, FUTIAN)]

    lines = review.waiting(city, Q3)

    assert [(line.unit_short, line.id, line.must_fix, line.open) for line in lines] == [
        ("福田区", names[1], 0, False), ("罗湖区", names[0], 0, False),
    ]  # fmt: skip
    assert review.waiting(city, Q4) == ()


def test_a_report_is_found_by_the_beginning_of_its_number(city: Workspace) -> None:
    name = fixed(city, FUTIAN)

    for words in (name, name[:12], short(name), short(name).lower()):
        assert review.find_submission(city, words).id == name
    for words in ("", "abc", "0000", name[:3]):
        with pytest.raises(NotFound):
            review.find_submission(city, words)


def test_a_dossier_shows_what_was_accepted_before(city: Workspace) -> None:
    accepted(city, FUTIAN)
    second = fixed(city, FUTIAN, {**FIGURES, "mediation-cases": "212"})

    seen = review.dossier(city, second)

    assert seen.accepted is not None
    assert seen.accepted.values["mediation-cases"].quantity == 210
    assert (seen.answers.values["mediation-cases"].quantity, seen.status) == (212, Status.PENDING)


# accepting


def test_acceptance_pins_exactly_the_report_that_was_looked_at(city: Workspace) -> None:
    name = fixed(city, FUTIAN)

    ACTS["accept"](city, short(name))

    assert city.state.slot(city.ledger, slot(city, FUTIAN)).standing.accepted == name
    assert review.waiting(city) == ()


@pytest.mark.parametrize("act", ["accept", "return"])
def test_an_open_slot_must_be_settled_first(city: Workspace, act: str) -> None:
    first, second = fixed(city, FUTIAN), submission(36)
    put(city, second)

    assert refusal_of(lambda: ACTS[act](city, first)) == "slot_open"
    assert {line.id for line in review.waiting(city)} == {first, second.id}
    assert all(line.open for line in review.waiting(city))


@pytest.mark.parametrize("act", ["accept", "return"])
def test_an_older_version_is_neither_accepted_nor_returned(city: Workspace, act: str) -> None:
    first = fixed(city, FUTIAN)
    fixed(city, FUTIAN, {**FIGURES, "mediation-cases": "212"})

    assert refusal_of(lambda: ACTS[act](city, first)) == "not_head"


@pytest.mark.parametrize("act", ["accept", "return", "withdraw"])
def test_what_is_accepted_stays_so_until_it_is_reopened(city: Workspace, act: str) -> None:
    name = accepted(city, FUTIAN)

    assert refusal_of(lambda: ACTS[act](city, name)) == "already_accepted"


def test_a_report_with_faults_is_not_accepted(city: Workspace) -> None:
    where = slot(city, FUTIAN)
    answers = answered(city, FUTIAN)
    values = {key: value for key, value in answers.values.items() if key != "ip-volunteers"}
    unread = replace(answers.values["ip-volunteers"], quantity=None, status=ValueStatus.UNREAD, raw="四十多")
    broken = replace(answers, values={**values, "ip-volunteers": unread})
    template = draft.open_draft(city, where).template
    report = submission(0, template=template, given=broken)
    put(city, report)

    assert refusal_of(lambda: ACTS["accept"](city, report.id)) == "must_fix_left"
    assert review.waiting(city)[0].must_fix == 1


@pytest.mark.parametrize("act", ["accept", "return", "reopen"])
def test_a_district_does_not_review(futian: Workspace, act: str) -> None:
    name = fixed(futian, FUTIAN)

    assert refusal_of(lambda: ACTS[act](futian, name)) == "not_issuer"


# returning


def test_the_returned_workbook_carries_answers_and_questions_and_reads_back(city: Workspace, tmp_path: Path) -> None:
    name = fixed(city, FUTIAN)
    questions = [Question("mediation-cases", "是否多写一个 0？"), Question("", "请补充情况说明。")]

    path = review.return_(city, name, questions, to=tmp_path, today=TODAY, by=OFFICER).value

    assert path is not None
    assert path.name == "2026年三季度_01福田区_知识产权规划进展报送表_退回修改.xlsx"
    book = open_workbook(path)
    texts = {cell.text for sheet in book.sheets for cell in sheet.cells}
    assert any("是否多写一个 0？" in text for text in texts)
    form = replace(review.dossier(city, name).form, questions=tuple(questions))
    answers = read_answers(book, form).answers
    assert answers is not None
    assert answers.values["mediation-cases"].quantity == 210
    assert (answers.approvals, answers.replies) == ((), {})
    assert status_of(city, name) is Status.RETURNED


@pytest.mark.parametrize(
    ("questions", "reason", "code"),
    [([], "", "question_missing"), ([], "  ", "question_missing"), ([Question("nowhere", "?")], "", "row_unknown")],
)
def test_a_return_says_what_is_to_be_done(city: Workspace, questions: list[Question], reason: str, code: str) -> None:
    name = fixed(city, FUTIAN)

    act = lambda: review.return_(city, name, questions, reason=reason, today=TODAY, by=OFFICER)  # noqa: E731

    assert refusal_of(act) == code
    assert status_of(city, name) is Status.PENDING


def test_questions_come_from_a_csv_by_key_or_name(city: Workspace, tmp_path: Path) -> None:
    form = review.dossier(city, fixed(city, FUTIAN)).form
    path = tmp_path / "问题.csv"
    path.write_text("填报项,问题\nmediation-cases,请核对\n知识产权志愿者人数,偏少\n,总体说明\n", encoding="gb18030")

    assert review.read_questions(path, form) == (
        Question("mediation-cases", "请核对"), Question("ip-volunteers", "偏少"), Question("", "总体说明"),
    )  # fmt: skip
    path.write_text("填报项,问题\n没有的项,请核对\n", encoding="utf-8")
    with pytest.raises(WrongUse):
        review.read_questions(path, form)


# settling, reopening, withdrawing, waiving


def test_settling_keeps_one_and_sets_the_others_aside(city: Workspace) -> None:
    first, second = fixed(city, FUTIAN), submission(36)
    put(city, second)

    ACTS["settle"](city, first)

    state = city.state.slot(city.ledger, slot(city, FUTIAN))
    assert (state.heads, state.open) == ((first,), False)
    assert status_of(city, second.id) is Status.SUPERSEDED
    ACTS["accept"](city, first)


def test_settling_needs_an_open_slot_and_one_of_its_heads(city: Workspace) -> None:
    name, other = fixed(city, FUTIAN), fixed(city, LUOHU)
    assert refusal_of(lambda: ACTS["settle"](city, name)) == "slot_not_open"

    put(city, submission(36))
    assert refusal_of(lambda: ACTS["settle"](city, other)) == "not_head"


def test_reopening_takes_the_acceptance_back_with_its_reason(city: Workspace) -> None:
    name = accepted(city, FUTIAN)

    act = lambda: review.reopen(city, name, reason=" ", today=TODAY, by=OFFICER)  # noqa: E731
    assert refusal_of(act) == "reason_missing"
    ACTS["reopen"](city, name)

    assert city.in_force(slot(city, FUTIAN)) is None
    assert refusal_of(lambda: ACTS["reopen"](city, name)) == "not_accepted"
    ACTS["accept"](city, name)
    assert city.in_force(slot(city, FUTIAN)) == city.package(name)


def test_a_unit_takes_its_own_report_back_and_the_one_before_stands_again(futian: Workspace) -> None:
    first = fixed(futian, FUTIAN)
    second = fixed(futian, FUTIAN, {**FIGURES, "mediation-cases": "120"})

    ACTS["withdraw"](futian, second)

    assert futian.state.slot(futian.ledger, slot(futian, FUTIAN)).heads == (first,)


def test_nobody_withdraws_what_another_made(city: Workspace, prepared: Path) -> None:
    (name,) = taken(city, prepared / "by-hand.xlsx").packages

    assert refusal_of(lambda: ACTS["withdraw"](city, name)) == "not_own"


def test_waiving_needs_a_reason_and_an_issuer(city: Workspace, futian: Workspace) -> None:
    def waive(place: Workspace, reason: str) -> object:
        return review.waive(place, slot(place, LUOHU), reason=reason, today=TODAY, by=OFFICER)

    assert refusal_of(lambda: waive(city, "")) == "reason_missing"
    assert refusal_of(lambda: waive(futian, "机构改革")) == "not_issuer"

    waive(city, "机构改革")

    assert city.state.slot(city.ledger, slot(city, LUOHU)).standing.waived


def test_an_unknown_report(city: Workspace) -> None:
    with pytest.raises(NotFound):
        ACTS["accept"](city, "QQQQQQQQ")
    with pytest.raises(Refused):
        review.settle(city, slot(city, FUTIAN), fixed(city, FUTIAN), today=TODAY, by=OFFICER)


def test_what_a_version_that_stands_back_was_made_from_does_not_stand_up_again(city: Workspace) -> None:
    first = fixed(city, FUTIAN)
    second = fixed(city, FUTIAN, {**FIGURES, "mediation-cases": "212"})
    other = submission(36)
    put(city, other)
    where = slot(city, FUTIAN)

    review.settle(city, where, other.id, today=TODAY, by=OFFICER, reason="电话核实")

    state = city.state.slot(city.ledger, where)
    assert (state.heads, state.open) == ((other.id,), False)
    assert [state.status(name) for name in (first, second)] == [Status.SUPERSEDED] * 2
