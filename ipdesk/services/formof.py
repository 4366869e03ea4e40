"""The form that a received workbook was made from: its template, and the questions that travel in it."""

from ipdesk.domain.form import Question
from ipdesk.domain.ledger.canonical import content_id
from ipdesk.domain.ledger.decision import Verb, read_decision
from ipdesk.domain.ledger.package import Kind, Package, Slot, parse, slot_of
from ipdesk.exchange.envelope import Envelope
from ipdesk.exchange.marks import SHORT_ID
from ipdesk.services.workspace import Workspace


def template_of(workspace: Workspace, envelope: Envelope, new: tuple[Package, ...]) -> Package | None:
    """The template that the form was made from, among what is known or comes with the file."""
    for package in new:
        if package.id == envelope.template_id and package.known and package.kind == Kind.TEMPLATE:
            return package
    held = workspace.state.packages.get(envelope.template_id) or _template_named(workspace, envelope)
    return held if held is not None and held.known and held.kind == Kind.TEMPLATE else None


def made_from(envelope: Envelope, template: Package) -> bool:
    """Whether unit, period and form are those of the template: what says otherwise was put together by somebody."""
    return slot_of(template) == Slot(Kind.TEMPLATE, envelope.unit, envelope.period, envelope.form)


def _template_named(workspace: Workspace, envelope: Envelope) -> Package | None:
    """The template that a sheet's token names by the beginning of its id: all that is left without `_meta`."""
    if len(envelope.template_id) != SHORT_ID:
        return None
    asked = Slot(Kind.TEMPLATE, envelope.unit, envelope.period, envelope.form)
    found = [
        package
        for name, package in workspace.state.packages.items()
        if name.startswith(envelope.template_id)
        and package.kind == Kind.TEMPLATE
        and package.ledger == workspace.ledger
        and slot_of(package) == asked
    ]
    return found[0] if len(found) == 1 else None


def questions_on(workspace: Workspace, envelope: Envelope) -> tuple[Question, ...]:
    """The questions that a returned form carries: those of the return that travels in it, so that they are read as
    what they are on every PC.
    """
    found: list[Question] = []
    for body in envelope.packages:
        try:
            package = workspace.state.packages.get(content_id(body)) or parse(body)
            decision = read_decision(package) if package.kind == Kind.DECISION else None
        except (ValueError, KeyError, TypeError):
            continue
        if decision is not None and decision.verb == Verb.RETURN and set(decision.names) & set(envelope.heads):
            found.extend(decision.questions)
    return tuple(found)
