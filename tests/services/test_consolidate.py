"""Totals from what was accepted, each by its own rule, each saying what is in it."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from ipdesk.domain.form import Answers
from ipdesk.domain.indicator import Aggregation, Supply
from ipdesk.domain.judgement import Coverage
from ipdesk.domain.ledger.codec import encode
from ipdesk.domain.ledger.contents import Submission
from ipdesk.domain.ledger.decision import Verb
from ipdesk.domain.ledger.package import Kind, Slot, make
from ipdesk.domain.rollup import AdjustmentKind
from ipdesk.domain.value import Value
from ipdesk.services import collect, consolidate, draft, issue, review
from ipdesk.services.consolidate import IndicatorLine
from ipdesk.services.workspace import Workspace
from tests.builders import decision, template
from tests.services.office import (
    CITY,
    COURT,
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
    put,
    slot,
)

CLOSED = {"first-instance-accepted": "3952", "first-instance-closed": "4286"}


def line(city: Workspace, indicator: str) -> IndicatorLine:
    return next(one for one in consolidate.consolidate(city, Q3) if one.indicator.id == indicator)


def test_nothing_accepted_is_nothing_not_zero(city: Workspace) -> None:
    fixed(city, FUTIAN)

    total = line(city, "mediation-cases").total

    assert (total.value, total.coverage.given, total.coverage.expected) == (None, 0, 2)


def test_a_sum_says_who_is_in_it(city: Workspace) -> None:
    name = accepted(city, FUTIAN)

    total = line(city, "mediation-cases").total

    assert (total.value, total.method, total.coverage.missing) == (Decimal(210), Aggregation.SUM, (LUOHU,))
    assert [(part.unit, part.quantity, part.origin) for part in total.parts] == [(FUTIAN, Decimal(210), name)]

    accepted(city, LUOHU, {**FIGURES, "mediation-cases": "96"})
    total = line(city, "mediation-cases").total
    assert (total.value, total.coverage.complete) == (Decimal(306), True)


def test_a_zero_is_a_figure(city: Workspace) -> None:
    accepted(city, LUOHU, {**FIGURES, "mediation-cases": "0"})

    total = line(city, "mediation-cases").total

    assert (total.value, total.coverage.given) == (Decimal(0), 1)


def test_a_ratio_is_sum_over_sum(city: Workspace) -> None:
    """14300 件 in each: (14300 + 14300) / (155.3225 + 114.3801), not the mean of two rates."""
    accepted(city, FUTIAN)
    accepted(city, LUOHU)

    total = line(city, "hv-patents").total

    assert (total.numerator, total.denominator) == (Decimal(28600), Decimal("269.7026"))
    assert total.value is not None
    assert round(total.value, 4) == Decimal("106.0427")


def test_a_departments_figure_is_its_own_and_added_to_no_area(city: Workspace) -> None:
    accepted(city, COURT, CLOSED)

    total = line(city, "first-instance-acceptance").total

    assert (total.method, total.coverage.given, total.coverage.expected) == (Aggregation.OWN, 1, 1)
    assert total.value is not None
    assert round(total.value, 2) == Decimal("92.21")  # 3952 / 4286
    assert {part.unit for part in line(city, "mediation-cases").total.parts} == set()


def test_a_districts_own_measurement_never_stands_for_the_city(city: Workspace) -> None:
    """区里的是另一次测算: what a district measured of an indicator that is the city's own is shown beside it."""
    asked = draft.open_draft(city, slot(city, FUTIAN))
    rows = tuple(
        replace(row, supply=Supply.UNIT) if row.key == "satisfaction" else row for row in asked.form.rows
    )  # fmt: skip
    wider = template(replace(asked.form, rows=rows, version=2), parents=[asked.template], ledger=city.ledger)
    survey = {"satisfaction": Value("satisfaction", Decimal("86.1"))}
    content = encode(Submission(FUTIAN, "2026-Q3", "main", wider.id, Answers(values=survey)))
    report = make(Kind.SUBMISSION, city.ledger, maker=FUTIAN, audience=FUTIAN, content=content)
    put(city, wider, report, decision(Verb.ACCEPT, report.id, on=slot(city, FUTIAN)))

    total = line(city, "satisfaction").total

    assert (total.value, total.coverage) == (None, Coverage(0, 1, missing=(CITY,)))
    assert [(part.unit, part.quantity) for part in total.beside] == [(FUTIAN, Decimal("86.1"))]


def test_what_nobody_was_asked_for_has_no_line(city: Workspace) -> None:
    """No form of the copyright bureau was issued, nor one of the statistics bureau."""
    shown = {one.indicator.id for one in consolidate.consolidate(city, Q3)}

    assert {"copyright-share", "patent-intensive-share"} & shown == set()
    assert {"mediation-cases", "satisfaction", "first-instance-acceptance"} < shown
    assert consolidate.consolidate(city, Q4) == ()


def test_a_waived_unit_is_not_missing(city: Workspace) -> None:
    accepted(city, FUTIAN)
    review.waive(city, slot(city, LUOHU), reason="机构改革", today=TODAY, by=OFFICER)

    assert line(city, "mediation-cases").total.coverage.complete


def test_what_belongs_to_no_unit_is_added_with_its_reason(city: Workspace) -> None:
    accepted(city, FUTIAN)
    said = (("item", "mediation-cases"), ("kind", "unplaced"), ("quantity", "5"))
    where = Slot(Kind.RELEASE, period="2026-Q3")
    adjust = decision(Verb.ADJUST, on=where, adjustment=said, reason="市级调解组织直接受理")
    put(city, adjust)

    total = line(city, "mediation-cases").total
    assert total.value == 215
    assert [(one.kind, one.quantity, one.reason) for one in total.adjustments] == [
        (AdjustmentKind.UNPLACED, Decimal(5), "市级调解组织直接受理")
    ]
    assert line(city, "mediation-bodies").total.adjustments == ()

    put(city, decision(Verb.WITHDRAW, adjust.id, on=where, parents=(adjust.id,)))
    assert line(city, "mediation-cases").total.value == 210


def test_the_code_of_a_total_follows_its_parts(city: Workspace) -> None:
    before = line(city, "mediation-cases").code
    accepted(city, FUTIAN)
    after = line(city, "mediation-cases").code

    fixed(city, FUTIAN, {**FIGURES, "mediation-cases": "212"})  # a newer version, not accepted

    assert before != after
    assert line(city, "mediation-cases").code == after


def test_a_flow_runs_on_over_the_year_and_a_state_does_not(city: Workspace) -> None:
    accepted(city, FUTIAN)

    assert line(city, "mediation-cases").plan_total == 210
    assert line(city, "protection-stations").plan_total is None


def test_data_of_an_earlier_year_are_said_to_be_so(city: Workspace) -> None:
    survey = {"satisfaction": Value("satisfaction", Decimal("89.8"), data_period="2025")}
    issued = draft.open_draft(city, slot(city, CITY)).template
    content = encode(Submission(CITY, "2026-Q3", "main", issued, Answers(values=survey)))
    report = make(Kind.SUBMISSION, city.ledger, maker=CITY, audience=CITY, content=content)
    put(city, report, decision(Verb.ACCEPT, report.id, on=slot(city, CITY)))

    assert (line(city, "satisfaction").data_period, line(city, "satisfaction").total.value) == ("2025", Decimal("89.8"))


def test_the_workbook_of_a_consolidation_carries_values_only(city: Workspace, tmp_path: Path) -> None:
    accepted(city, FUTIAN)

    path = consolidate.write_consolidation(city, Q3, tmp_path / "汇总.xlsx", today=TODAY, by=OFFICER)

    book = openpyxl.load_workbook(path)
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert 210 in cells
    assert not [cell for cell in cells if isinstance(cell, str) and cell.startswith("=")]
    assert {sheet.sheet_state for sheet in book} == {"visible"}


def test_two_readings_of_the_same_state_are_one(city: Workspace) -> None:
    """Remembered until the state changes, and not longer."""
    accepted(city, FUTIAN)
    indicator = city.plan.indicator("mediation-cases")

    first = consolidate.total_of(city, indicator, Q3)
    assert consolidate.total_of(city, indicator, Q3) is first

    accepted(city, LUOHU)
    again = consolidate.total_of(city, indicator, Q3)
    assert again is not None
    assert again.value == 420


@pytest.mark.parametrize("unit", [FUTIAN, LUOHU])
def test_history_goes_back_over_quarters_of_the_plan(city: Workspace, unit: str) -> None:
    accepted(city, unit)
    prefills = {(unit, item): figure for item, figure in HANDED_DOWN.items()}
    issue.issue(city, Q4, to=None, prefills=prefills, units={unit}, today=TODAY, by=OFFICER)
    accepted(city, unit, {**FIGURES, "mediation-cases": "260"}, Q4)

    history = consolidate.history_of(city, city.plan.indicator("mediation-cases"), Q4)

    assert history == {Q3: Decimal(210), Q4: Decimal(260)}
    assert collect.status(city, Q4, today=TODAY).areas.expected == 1
