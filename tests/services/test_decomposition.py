"""Schemes at the desk: steps with undo, recomputing after upstream changes, comparing with what is in force."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ipdesk.domain.decomposition import Method, Split
from ipdesk.domain.errors import NotFound, Refused, WrongUse
from ipdesk.domain.ledger.package import Kind, Slot, make
from ipdesk.domain.ledger.policy import policy_package
from ipdesk.domain.plancontent import content as plan_content
from ipdesk.domain.scheme import pinned, with_year
from ipdesk.domain.target import Target
from ipdesk.services import decomposition, handdown
from ipdesk.services.claimants import claimants, units_to_split
from ipdesk.services.workspace import Workspace
from tests.services.office import FUTIAN, LUOHU, OFFICER, accepted

DAY = date(2026, 10, 8)
AREAS = 11


def stations(city: Workspace) -> Target:
    return decomposition.find_target(city, "protection-stations-2030")


def started(city: Workspace, name: str = "方案一", **given: Any) -> decomposition.SchemeView:
    return decomposition.start(city, name, today=DAY, by=OFFICER, **given).value


def changed(city: Workspace, target: Target, alter: Any, name: str = "方案一") -> decomposition.SchemeView:
    return decomposition.change(city, name, target, alter, today=DAY, by=OFFICER).value


def test_a_scheme_begins_empty_and_takes_targets_up(city: Workspace) -> None:
    """200 stations over eleven districts: 18 each and the two left to the first two in the office's order."""
    assert started(city).parts == {}

    view = changed(city, stations(city), lambda split: split)

    parts = view.parts["protection-stations-2030"]
    assert [int(cell.quantity or 0) for cell in parts.cells] == [19, 19] + [18] * 9
    assert parts.proof.exact
    assert [line.targets for line in decomposition.schemes(city)] == [1]


def test_every_step_can_be_undone_and_done_again(city: Workspace) -> None:
    started(city)
    changed(city, stations(city), lambda split: split)
    changed(city, stations(city), lambda split: pinned(split, FUTIAN, Decimal(40)))

    def part() -> Decimal | None:
        cell = decomposition.view(city, "方案一", today=DAY).parts[stations(city).id].cell(FUTIAN)
        return cell.quantity if cell else None

    assert part() == Decimal(40)
    assert decomposition.undo(city, "方案一", today=DAY).value.can_redo
    assert part() == Decimal(19)
    decomposition.redo(city, "方案一", today=DAY)
    assert part() == Decimal(40)
    for _ in range(5):
        view = decomposition.undo(city, "方案一", today=DAY).value
    assert (view.parts, view.can_undo) == ({}, False)


def test_names_and_targets_that_are_none(city: Workspace, futian: Workspace) -> None:
    started(city)
    with pytest.raises(Refused, match="scheme_there"):
        started(city)
    with pytest.raises(WrongUse, match="scheme_name"):
        started(city, "in-force")
    with pytest.raises(NotFound, match="scheme_unknown"):
        decomposition.view(city, "方案九", today=DAY)
    with pytest.raises(NotFound, match="split_target_unknown"):
        decomposition.find_target(city, "数量")
    with pytest.raises(Refused, match="split_open"):
        changed(city, decomposition.find_target(city, "copyright-share-2030"), lambda split: split)
    with pytest.raises(Refused, match="not_issuer"):
        started(futian)
    decomposition.drop(city, "方案一")
    assert decomposition.schemes(city) == ()


def test_departments_bear_what_exists_for_the_whole_only(city: Workspace) -> None:
    acceptance = decomposition.find_target(city, "first-instance-acceptance-2030")
    started(city)

    view = changed(city, acceptance, lambda split: split)

    assert view.parts[acceptance.id].quantities == {"440300FY": Decimal(92)}


def test_areas_and_never_zones_get_parts(city: Workspace) -> None:
    codes = [unit.code for unit in units_to_split(city, stations(city), today=DAY)]
    assert len(codes) == AREAS
    assert "440300QH" not in codes


def test_what_was_accepted_is_what_a_share_goes_by(city: Workspace) -> None:
    accepted(city, FUTIAN)
    known = {one.code: one for one in claimants(city, stations(city), today=DAY)}

    assert (known[FUTIAN].actual, known[FUTIAN].actual_of) == (Decimal(34), "2026-Q3")
    assert known[FUTIAN].base == Decimal(30)  # as it was handed down
    assert known[LUOHU].actual is None
    assert known[FUTIAN].population == Decimal("155.3225")


def test_a_scheme_of_what_is_in_force_has_the_same_parts(city: Workspace) -> None:
    view = started(city, copy_of=decomposition.IN_FORCE)

    parts = view.parts[stations(city).id]
    assert parts.quantities == {FUTIAN: Decimal(54)}
    assert view.changed == ()
    assert decomposition.compare(city, decomposition.IN_FORCE, "方案一", today=DAY) == ()


def test_versions_are_compared_cell_by_cell(city: Workspace) -> None:
    started(city)
    changed(city, stations(city), lambda split: pinned(split, FUTIAN, Decimal(60)))
    started(city, "方案二", copy_of="方案一")
    changed(city, stations(city), lambda split: pinned(split, FUTIAN, Decimal(50)), "方案二")

    against = decomposition.compare(city, decomposition.IN_FORCE, "方案一", today=DAY)
    assert (against[0].unit, against[0].before, against[0].after, against[0].difference) == (
        FUTIAN, Decimal(54), Decimal(60), Decimal(6),
    )  # fmt: skip
    assert len(against) == AREAS
    both = decomposition.compare(city, "方案一", "方案二", today=DAY)
    assert {one.unit: one.difference for one in both}[FUTIAN] == Decimal(-10)
    assert sum(one.difference or 0 for one in both) == 0


def amended(city: Workspace, quantity: Decimal) -> None:
    """The plan's target of stations is amended."""
    plan = replace(
        city.plan, version=city.plan.version + 1,
        targets=tuple(
            replace(one, quantity=quantity) if one.id == "protection-stations-2030" else one
            for one in city.plan.targets
        ),
    )  # fmt: skip
    with city.operation() as operation:
        operation.add(
            make(Kind.PLAN, city.ledger, maker=city.unit.code, audience="children", content=plan_content(plan),
                 parents=city.state.slot(city.ledger, Slot(Kind.PLAN)).heads)
        )  # fmt: skip


def test_an_amended_target_recomputes_and_keeps_pins_and_methods(city: Workspace) -> None:
    started(city)
    changed(city, stations(city), lambda split: pinned(replace(split, method=Method.POPULATION), FUTIAN, Decimal(40)))
    amended(city, Decimal(220))

    view = decomposition.view(city, "方案一", today=DAY)

    assert view.scheme.splits[stations(city).id].pins == {FUTIAN: Decimal(40)}
    assert view.parts[stations(city).id].proof.exact
    assert (view.changed[0].unit, view.changed[0].before, view.changed[0].after) == ("", Decimal(200), Decimal(220))
    assert FUTIAN not in {one.unit for one in view.changed}
    assert sum((one.after or 0) - (one.before or 0) for one in view.changed[1:]) == 20

    again = decomposition.acknowledge(city, "方案一", today=DAY, by=OFFICER).value
    assert again.changed == ()
    assert decomposition.acknowledge(city, "方案一", today=DAY, by=OFFICER).value == again


def test_a_closed_unit_keeps_its_pin_and_its_part_goes_to_the_others(city: Workspace) -> None:
    started(city)
    changed(city, stations(city), lambda split: pinned(split, LUOHU, Decimal(20)))
    units = tuple(
        replace(unit, valid_to=date(2026, 9, 30)) if unit.code == LUOHU else unit for unit in city.policy.units
    )
    with city.operation() as operation:
        heads = city.state.slot(city.ledger, Slot(Kind.POLICY)).heads
        policy = replace(city.policy, units=units)
        operation.add(policy_package(policy, city.ledger, officer="", parents=heads, reason="", date=""))

    view = decomposition.view(city, "方案一", today=DAY)

    parts = view.parts[stations(city).id]
    assert (parts.cell(LUOHU), parts.proof.exact) == (None, True)
    assert [finding.code for finding in parts.findings][-1:] == ["split_gone"]
    assert LUOHU in {one.unit for one in view.changed}


def test_milestones_set_by_hand_come_back_from_what_is_in_force(city: Workspace) -> None:
    started(city)
    target = stations(city)
    changed(city, target, lambda split: with_year(pinned(split, FUTIAN, Decimal(54)), FUTIAN, 2027, Decimal(40)))
    cell = decomposition.view(city, "方案一", today=DAY).parts[target.id].cell(FUTIAN)
    assert cell is not None
    assert [int(cell.years[year]) for year in range(2026, 2031)] == [35, 40, 45, 49, 54]


def test_a_target_the_plan_no_longer_has_is_kept_aside(city: Workspace) -> None:
    started(city)
    scheme = replace(decomposition.read(city, "方案一"), splits={"gone-2030": Split()})
    view = decomposition.put(city, "方案一", scheme, today=DAY, by=OFFICER).value
    assert (view.parts, view.gone) == ({}, ("gone-2030",))


def test_lines_say_of_every_target_how_it_is_split(city: Workspace) -> None:
    started(city)
    view = changed(city, stations(city), lambda split: split)
    lines = decomposition.lines(city, view)
    assert len(lines) == len(city.plan.targets)
    assert [line.target.id for line in lines if line.parts] == ["protection-stations-2030"]


def test_a_units_target_is_found_in_the_plan(city: Workspace) -> None:
    (handed,) = handdown.targets_of(city, FUTIAN)
    found = decomposition.of_which(city, handed)
    assert found is not None
    assert found.id == "protection-stations-2030"
