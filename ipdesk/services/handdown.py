"""Handing down (下达): the `targets` packages of units, and what binds a unit by them.

A package holds everything that is handed down to a unit: targets, milestones, measures. What a call does not give is
carried over from the version in force, so that targets and tasks can be handed down apart, each by its own order.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from ipdesk.domain.errors import Refused
from ipdesk.domain.ledger.codec import encode
from ipdesk.domain.ledger.contents import ORDER, Answered, HandedDown, read_targets
from ipdesk.domain.ledger.orders import open_consultation, order_in_force
from ipdesk.domain.ledger.package import Kind, Package, Slot, make
from ipdesk.domain.measure import Measure
from ipdesk.domain.milestone import Milestone
from ipdesk.domain.target import Target
from ipdesk.services.workspace import Done, Workspace, done, of_state


@of_state
def order_package(workspace: Workspace, unit: str) -> Package | None:
    """The order that binds a unit (下达), None before the first."""
    return order_in_force(workspace.state, workspace.ledger, unit)


@of_state
def consultation_package(workspace: Workspace, unit: str) -> Package | None:
    """What a unit is being asked about (征求意见), None when no consultation is open."""
    return open_consultation(workspace.state, workspace.ledger, unit)


def order_of(workspace: Workspace, unit: str) -> HandedDown | None:
    """What was handed down to a unit by the order in force."""
    package = order_package(workspace, unit)
    return read_targets(package) if package else None


def targets_of(workspace: Workspace, unit: str) -> tuple[Target, ...]:
    """The targets in force for a unit: the plan's own for the issuer, the handed-down for others."""
    if unit == workspace.ledger.issuer:
        return tuple(target for target in workspace.plan.targets if target.of_unit in ("", unit))
    order = order_of(workspace, unit)
    return order.targets if order else ()


def milestones_of(workspace: Workspace, unit: str) -> tuple[Milestone, ...]:
    """The milestones in force for a unit, the issuer among them."""
    order = order_of(workspace, unit)
    return order.milestones if order else ()


def hand_down(
    workspace: Workspace,
    targets: Mapping[str, tuple[Target, ...]] | None = None,
    *,
    milestones: Mapping[str, tuple[Milestone, ...]] | None = None,
    measures: Mapping[str, tuple[Measure, ...]] | None = None,
    stage: str = ORDER,
    order_number: str = "",
    order_date: str = "",
    reason: str = "",
    today: date,
    by: str,
) -> Done[tuple[str, ...]]:
    """Hands down to units, or asks them first (`stage` `consult`); one `targets` package each, by unit code.

    Targets, milestones, measures, and the number and date of an order without targets, that are not given for a unit
    stay as the order in force has them; milestones of targets that are no longer handed down fall away. An order
    without targets leaves an open consultation open. What already stands so is not handed down again. Gives the ids of
    the new packages. Raises Refused `not_issuer`.
    """
    if not workspace.is_issuer:
        raise Refused("not_issuer", unit=workspace.unit.short)
    targets, milestones, measures = targets or {}, milestones or {}, measures or {}
    with workspace.operation() as operation:
        made = [
            package
            for code in dict.fromkeys((*targets, *milestones, *measures))
            if (
                package := package_for(
                    workspace, code, targets=targets.get(code), milestones=milestones.get(code),
                    measures=measures.get(code), stage=stage, order_number=order_number, order_date=order_date,
                    reason=reason, today=today, by=by,
                )
            )
        ]  # fmt: skip
        operation.add(*made)
    return done(workspace, tuple(package.id for package in made))


def package_for(
    workspace: Workspace,
    code: str,
    *,
    targets: tuple[Target, ...] | None = None,
    milestones: tuple[Milestone, ...] | None = None,
    measures: tuple[Measure, ...] | None = None,
    answers: tuple[Answered, ...] = (),
    stage: str = ORDER,
    order_number: str = "",
    order_date: str = "",
    reason: str = "",
    today: date,
    by: str,
) -> Package | None:
    """The package that hands all this down to a unit, within the caller's operation; None where it stands already."""
    before = order_of(workspace, code) or HandedDown(workspace.unit_of(code).code, ())
    asked = consultation_package(workspace, code)
    beside = stage == ORDER and targets is None  # an order about something else than targets
    handed = HandedDown(
        code,
        targets=before.targets if targets is None else targets,
        order_number=order_number or (before.order_number if beside else ""),
        order_date=order_date or (before.order_date if beside else ""),
        stage=stage,
        milestones=before.milestones if milestones is None else milestones,
        consulting=asked.id if asked and beside else "",
        measures=before.measures if measures is None else measures,
        answers=before.answers if beside else answers,
    )
    handed = replace(handed, milestones=_kept(workspace, handed))
    heads = workspace.state.slot(workspace.ledger, Slot(Kind.TARGETS, code)).heads
    if [read_targets(workspace.package(head)) for head in heads] == [handed]:
        return None
    return make(
        Kind.TARGETS, workspace.ledger, maker=workspace.unit.code, officer=by, audience=code,
        content=encode(handed), parents=heads, reason=reason, date=today.isoformat(),
    )  # fmt: skip


def _kept(workspace: Workspace, handed: HandedDown) -> tuple[Milestone, ...]:
    """The milestones of targets that are handed down; the issuer's are of the plan's own."""
    own = workspace.plan.targets if handed.unit == workspace.ledger.issuer else ()
    known = {target.id for target in (*handed.targets, *own)}
    return tuple(one for one in handed.milestones if one.target in known)
