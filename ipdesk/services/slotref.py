"""How a person names a slot: `440304/2026-Q3`, `福田区/2026-Q3`, or `2026-Q3` for the own unit."""

from ipdesk.domain import period as periods
from ipdesk.domain.errors import WrongUse
from ipdesk.domain.ledger.package import Kind, Slot
from ipdesk.services.workspace import Workspace, find_unit

#: The form of the regular reports. Other forms of a ledger have other names.
MAIN_FORM = "main"


def slot(workspace: Workspace, reference: str) -> Slot:
    """The submission slot that a reference names. NotFound for the unit, WrongUse `slot_unclear` for the rest."""
    parts = [part.strip() for part in reference.strip().removeprefix("submission/").split("/")]
    if len(parts) == 1:
        parts = [workspace.unit.code, *parts]
    if len(parts) == 2:
        parts = [*parts, MAIN_FORM]
    if len(parts) != 3:
        raise WrongUse("slot_unclear", reference=reference)
    try:
        period = periods.parse(parts[1])
    except ValueError:
        raise WrongUse("slot_unclear", reference=reference) from None
    return Slot(Kind.SUBMISSION, find_unit(workspace.policy.units, parts[0]).code, period.code, parts[2])


def template_slot(submission: Slot) -> Slot:
    """The slot of the templates that a submission slot answers."""
    return Slot(Kind.TEMPLATE, submission.unit, submission.period, submission.form)


def submission_slot(template: Slot) -> Slot:
    """The slot of the submissions that answer a template."""
    return Slot(Kind.SUBMISSION, template.unit, template.period, template.form)
