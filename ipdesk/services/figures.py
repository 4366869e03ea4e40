"""Figures out of submissions: which value of an item a unit stands for in a period, and where it comes from.

The parent's figures come from what it last accepted, and from nothing else. A child that looks at its own figures
uses its last accepted submission, or the one that it has fixed and sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from ipdesk.domain.derive import row_quantity
from ipdesk.domain.form import Form
from ipdesk.domain.ledger.contents import Submission, read_form, read_submission
from ipdesk.domain.ledger.package import Kind, Package, Slot
from ipdesk.domain.period import Period
from ipdesk.domain.unit import in_order
from ipdesk.domain.value import Value
from ipdesk.services.slotref import MAIN_FORM
from ipdesk.services.workspace import Workspace, of_state


@dataclass(frozen=True, slots=True)
class Observation:
    """One value as a unit stands for it: `package` is the submission it was accepted in."""

    unit: str
    item: str
    period: str
    value: Value
    package: str


@lru_cache(maxsize=4096)
def submission_of(package: Package) -> Submission:
    """A submission package read; a package is immutable, so reading it once is enough."""
    return read_submission(package)


def standing_package(workspace: Workspace, unit: str, period: Period, form: str = MAIN_FORM) -> Package | None:
    """The submission that a unit's figures are taken from, None when there is none (yet)."""
    state = workspace.state.slot(workspace.ledger, Slot(Kind.SUBMISSION, unit, period.code, form))
    name = state.standing.accepted
    if not name and not workspace.is_issuer:
        name = state.current
    return workspace.state.packages.get(name)


@of_state
def observations(workspace: Workspace, period: Period) -> Mapping[tuple[str, str], Observation]:
    """Every value that stands for a period, by unit and item."""
    found: dict[tuple[str, str], Observation] = {}
    for unit in workspace.policy.units:
        package = standing_package(workspace, unit.code, period)
        if package is not None:
            for item, value in stated(workspace, package).items():
                found[unit.code, item] = Observation(unit.code, item, period.code, value, package.id)
    return found


def stated(workspace: Workspace, package: Package) -> Mapping[str, Value]:
    """The values of a submission that state a quantity, by item: 缺报 and 未读 are left out, 无误 states what
    was handed down.
    """
    submission = submission_of(package)
    template = workspace.state.packages.get(submission.template)
    found = {}
    for item, value in submission.answers.values.items():
        row = form_of(template).row(item) if template else None
        quantity = row_quantity(row, value) if row else value.quantity
        if quantity is not None:
            found[item] = replace(value, quantity=quantity)
    return found


def stated_at(workspace: Workspace, unit: str, period: Period) -> Mapping[str, Value]:
    """What a unit stands for in a period, by item; empty while nothing stands."""
    package = standing_package(workspace, unit, period)
    return stated(workspace, package) if package else {}


def expected_reporters(workspace: Workspace, item: str, period: Period) -> tuple[str, ...]:
    """The units whose form of that period asks for the item, in the office's order; waived ones left out."""
    return _reporters_by_item(workspace, period).get(item, ())


@of_state
def _reporters_by_item(workspace: Workspace, period: Period) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for unit in in_order(workspace.policy.units):
        package = workspace.in_force(Slot(Kind.TEMPLATE, unit.code, period.code, MAIN_FORM))
        answered = workspace.state.slot(workspace.ledger, Slot(Kind.SUBMISSION, unit.code, period.code, MAIN_FORM))
        if package is None or answered.standing.waived:
            continue
        for row in form_of(package).rows:
            if row.fillable:
                found[row.key] = (*found.get(row.key, ()), unit.code)
    return found


@lru_cache(maxsize=4096)
def form_of(package: Package) -> Form:
    """The form of a template package, read once."""
    return read_form(package)
