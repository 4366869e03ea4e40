"""What has no finding is accepted at once, just as it was listed; the rest says why not."""

from dataclasses import replace

from ipdesk.domain.form import Answers
from ipdesk.services import batch, draft, review
from ipdesk.services.workspace import Workspace
from tests.builders import submission
from tests.services.office import (
    CITY,
    FUTIAN,
    LUOHU,
    OFFICER,
    Q3,
    TODAY,
    accepted,
    answered,
    fixed,
    put,
    slot,
)


def by_unit(found: tuple[batch.BatchLine, ...]) -> dict[str, str]:
    return {line.line.slot.unit: line.why for line in found}


def of_the_city(city: Workspace) -> str:
    """The city's own report: made by itself, so nothing was entered on behalf."""
    where = slot(city, CITY)
    form = draft.open_draft(city, where).form
    figures = {row.key: "12" for row in form.rows if row.fillable}
    return fixed(city, CITY, figures)


def test_the_list_says_what_stands_in_the_way(city: Workspace) -> None:
    own = of_the_city(city)
    fixed(city, FUTIAN)
    where = slot(city, LUOHU)
    explained = answered(city, LUOHU)
    values = {**explained.values, "firms-served": replace(explained.values["firms-served"], note="专项活动")}
    draft.set_answers(city, where, replace(explained, values=values), by=OFFICER, today=TODAY)
    draft.set_basis(city, where, "传真", by=OFFICER, today=TODAY)
    draft.fix(city, where, today=TODAY, by=OFFICER)

    found = batch.candidates(city, Q3, by=OFFICER)
    assert by_unit(found)[CITY] == ""
    assert by_unit(found)[FUTIAN] == "系代录，或者定稿后又改过。"

    outcome = batch.accept_all(city, [line.line.id for line in found], today=TODAY, by=OFFICER).value
    assert outcome.accepted == (own,)
    assert len(outcome.left) == 2
    assert [line.slot.unit for line in review.waiting(city, Q3)] == [FUTIAN, LUOHU]


def test_an_open_slot_a_finding_and_a_reply_are_left_out(city: Workspace) -> None:
    fixed(city, FUTIAN)
    put(city, submission(36))
    where = slot(city, LUOHU)
    put(city, submission(36, unit=LUOHU, template=city.in_force(where).id if city.in_force(where) else "",
                         given=Answers(values={})))  # fmt: skip
    found = by_unit(batch.candidates(city, Q3, by=OFFICER))
    assert found[FUTIAN] == "有几个版本，须先定以哪份为准。"
    assert found[LUOHU].endswith("处审核问题。")


def test_what_changed_since_the_list_is_left(city: Workspace) -> None:
    own = of_the_city(city)
    form = draft.open_draft(city, slot(city, CITY)).form
    figures = {row.key: "13" for row in form.rows if row.fillable}
    newer = fixed(city, CITY, figures)

    outcome = batch.accept_all(city, [own], today=TODAY, by=OFFICER).value
    assert outcome.accepted == ()
    assert "新" in outcome.left[0][1]
    assert [line.id for line in review.waiting(city)] == [newer]


def test_nothing_unknown_is_accepted(city: Workspace) -> None:
    accepted(city, FUTIAN)
    assert batch.candidates(city, by=OFFICER) == ()
    assert batch.accept_all(city, (), today=TODAY, by=OFFICER).value == batch.Accepted((), ())
