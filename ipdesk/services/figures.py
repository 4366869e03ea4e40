"""Figures out of submissions: which value of an item a unit stands for in a period, and where it comes from.

The parent's figures come from what it last accepted, and from nothing else. A child that looks at its own figures
uses its last accepted submission, or the one that it has fixed and sent.
"""

from dataclasses import dataclass
from functools import lru_cache

from ipdesk.domain.form import Form
from ipdesk.domain.ledger.contents import Submission, read_form, read_submission
from ipdesk.domain.ledger.package import Kind, Package, Slot
from ipdesk.domain.period import Period
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.services.slotref import MAIN_FORM
from ipdesk.services.workspace import Workspace


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


def observations(workspace: Workspace, period: Period) -> dict[tuple[str, str], Observation]:
    """Every value that stands for a period, by unit and item. Values without a quantity (缺报, 未读) are left out."""
    found: dict[tuple[str, str], Observation] = {}
    for unit in workspace.policy.units:
        package = standing_package(workspace, unit.code, period)
        if package is None:
            continue
        for key, value in submission_of(package).answers.values.items():
            if value.quantity is not None and value.status is not ValueStatus.UNREAD:
                found[unit.code, key] = Observation(unit.code, key, period.code, value, package.id)
    return found


def expected_reporters(workspace: Workspace, item: str, period: Period) -> tuple[str, ...]:
    """The units whose form of that period asks for the item, in the office's order; waived ones left out."""
    found = []
    for unit in sorted(workspace.policy.units, key=lambda unit: unit.order):
        slot = Slot(Kind.TEMPLATE, unit.code, period.code, MAIN_FORM)
        package = workspace.in_force(slot)
        if package is None:
            continue
        answered = Slot(Kind.SUBMISSION, unit.code, period.code, MAIN_FORM)
        row = form_of(package).row(item)
        if row and row.fillable and not workspace.state.slot(workspace.ledger, answered).standing.waived:
            found.append(unit.code)
    return tuple(found)


@lru_cache(maxsize=4096)
def form_of(package: Package) -> Form:
    """The form of a template package, read once."""
    return read_form(package)
