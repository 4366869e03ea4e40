"""Who has reported: every state a unit's report can stand in, and who was late."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ipdesk.domain.judgement import Coverage
from ipdesk.domain.ledger.decision import Verb
from ipdesk.services import collect, receive, review
from ipdesk.services.collect import StatusLine, UnitState
from ipdesk.services.workspace import Workspace
from ipdesk.text import i18n
from tests.builders import decision, submission
from tests.services.office import CITY, COURT, FIGURES, FUTIAN, LUOHU, OFFICER, Q3, Q4, accepted, fixed, put, slot

IN_TIME, DEADLINE, TOO_LATE = date(2026, 10, 9), date(2026, 10, 10), date(2026, 10, 11)


def line(city: Workspace, today: date = IN_TIME, unit: str = FUTIAN) -> StatusLine:
    return next(one for one in collect.status(city, Q3, today=today).lines if one.unit.code == unit)


def nothing(_: Workspace) -> None: ...


def report(city: Workspace) -> None:
    fixed(city, FUTIAN)


def send_back(city: Workspace) -> None:
    review.return_(city, fixed(city, FUTIAN), [], reason="请核对", today=IN_TIME, by=OFFICER)


def report_twice(city: Workspace) -> None:
    fixed(city, FUTIAN)
    put(city, submission(36))


def accept(city: Workspace) -> None:
    accepted(city, FUTIAN)


def accept_then_report_again(city: Workspace) -> None:
    accepted(city, FUTIAN)
    fixed(city, FUTIAN, {**FIGURES, "mediation-cases": "212"})


def waive(city: Workspace) -> None:
    review.waive(city, slot(city, FUTIAN), reason="机构改革", today=IN_TIME, by=OFFICER)


@pytest.mark.parametrize(
    ("happened", "today", "state"),
    [
        (nothing, DEADLINE, UnitState.ISSUED),
        (nothing, TOO_LATE, UnitState.LATE),
        (report, TOO_LATE, UnitState.RECEIVED),
        (send_back, TOO_LATE, UnitState.RETURNED),
        (report_twice, TOO_LATE, UnitState.OPEN),
        (accept, TOO_LATE, UnitState.ACCEPTED),
        (accept_then_report_again, TOO_LATE, UnitState.ACCEPTED_NEWER),
        (waive, TOO_LATE, UnitState.WAIVED),
    ],
)
def test_every_state(city: Workspace, happened: Callable[[Workspace], None], today: date, state: UnitState) -> None:
    happened(city)

    assert line(city, today).state is state


def test_units_that_were_not_asked_are_not_listed(city: Workspace) -> None:
    assert [one.unit.code for one in collect.status(city, Q3, today=IN_TIME).lines] == [CITY, FUTIAN, LUOHU, COURT]
    assert collect.status(city, Q4, today=IN_TIME).lines == ()


def test_coverage_counts_what_was_accepted_of_those_that_are_asked(city: Workspace) -> None:
    def coverages() -> tuple[Coverage, Coverage]:
        status = collect.status(city, Q3, today=IN_TIME)
        return status.areas, status.departments

    fixed(city, LUOHU)
    assert coverages() == (Coverage(0, 2, missing=(FUTIAN, LUOHU)), Coverage(0, 1, missing=(COURT,)))

    accepted(city, FUTIAN)
    accepted(city, COURT, {"first-instance-accepted": "3952", "first-instance-closed": "4286"})
    assert coverages() == (Coverage(1, 2, missing=(LUOHU,)), Coverage(1, 1))

    review.waive(city, slot(city, LUOHU), reason="机构改革", today=IN_TIME, by=OFFICER)
    assert coverages()[0] == Coverage(1, 1)


def came(city: Workspace, path: Path, day: date) -> tuple[str, ...]:
    return receive.receive(city, [path], today=day, by=OFFICER).value[0].packages


@pytest.mark.parametrize(("day", "late"), [(DEADLINE, False), (TOO_LATE, True)])
def test_late_is_a_fact_that_stays(city: Workspace, prepared: Path, day: date, late: bool) -> None:
    (name,) = came(city, prepared / "by-hand.xlsx", day)
    review.accept(city, name, today=TOO_LATE, by=OFFICER)

    shown = line(city, date(2026, 12, 1))

    assert (shown.late, shown.received_at[:10], shown.officer, shown.id) == (late, day.isoformat(), "李敏", name)


def test_who_was_in_time_is_not_late_by_a_correction(city: Workspace, prepared: Path) -> None:
    (first,) = came(city, prepared / "by-hand.xlsx", IN_TIME)
    put(city, decision(Verb.RETURN, first))
    came(city, prepared / "fixed.xlsx", TOO_LATE)

    assert not line(city, TOO_LATE).late


def test_who_is_still_out_is_late(city: Workspace) -> None:
    assert (line(city, DEADLINE).late, line(city, TOO_LATE).late) == (False, True)


def test_every_state_has_its_word_in_both_languages() -> None:
    chinese = {collect.state_label(state) for state in UnitState}
    i18n.use_language("en")
    english = {collect.state_label(state) for state in UnitState}

    assert len(chinese) == len(english) == len(UnitState)
    assert not chinese & english


@pytest.mark.parametrize(("day", "late"), [(DEADLINE, False), (TOO_LATE, True)])
def test_what_no_file_brought_is_late_by_the_day_stated_in_it(city: Workspace, day: date, late: bool) -> None:
    fixed(city, LUOHU, day=day)

    shown = line(city, date(2026, 12, 1), LUOHU)

    assert (shown.late, shown.by_stated_day, shown.received_at) == (late, True, "")
    assert bool(shown.late_by) is late


def test_what_was_entered_by_telephone_in_time_stays_in_time(city: Workspace, prepared: Path) -> None:
    fixed(city, FUTIAN)
    came(city, prepared / "by-hand.xlsx", TOO_LATE)
    assert (line(city, TOO_LATE).late, line(city, TOO_LATE).by_stated_day) == (False, True)
