"""Who has to answer a form again that was issued anew, and what: where its report stands on something no longer so."""

from ipdesk.domain.form import Form
from ipdesk.domain.ledger.package import Kind, Package, Slot
from ipdesk.domain.reissue import Again, Why, to_answer_again
from ipdesk.services import figures
from ipdesk.services.slotref import template_slot
from ipdesk.services.workspace import Workspace
from ipdesk.text import formats
from ipdesk.text.i18n import _


def answers_again(workspace: Workspace, slot: Slot) -> tuple[Again, ...]:
    """What the unit of a submission slot has to answer again, since the form that it answered was issued anew."""
    template = workspace.in_force(template_slot(slot))
    return again_on(workspace, template) if template is not None else ()


def reported_on(workspace: Workspace, form: Form) -> Package | None:
    """What the unit has reported on the form: the one version that stands."""
    slot = Slot(Kind.SUBMISSION, form.unit, form.period, form.id)
    return workspace.state.packages.get(workspace.state.slot(workspace.ledger, slot).current)


def again_on(workspace: Workspace, template: Package) -> tuple[Again, ...]:
    """What the unit of a template has to answer again on it; nothing while it has not reported."""
    after = figures.form_of(template)
    package = reported_on(workspace, after)
    if package is None:
        return ()
    submission = figures.submission_of(package)
    answered = workspace.state.packages.get(submission.template)
    if answered is None or answered.id == template.id:
        return ()
    return to_answer_again(figures.form_of(answered), after, submission.answers)


def again_text(again: Again) -> str:
    """Why a row is to be answered again, in a sentence."""
    figures_said = {
        "before": formats.number(again.before) if again.before is not None else formats.NOTHING,
        "after": formats.number(again.after) if again.after is not None else formats.NOTHING,
    }
    match again.why:
        case Why.HANDED_DOWN:
            return _("The figure handed down was {before} and is {after} now: please check it again.").format(
                **figures_said
            )
        case Why.NEW_ROW:
            return _("This row was not asked before: please fill it in.")
        case Why.NOW_TYPED:
            return _("No figure is handed down any more (it was {before}): please fill in your own.").format(
                **figures_said
            )
