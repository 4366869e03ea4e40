"""The report of the period before: what a new form can be prefilled and compared with at this desk."""

from collections.abc import Mapping

from ipdesk.domain import period as periods
from ipdesk.domain.form import Answers, TaskProgress
from ipdesk.domain.ledger.package import Kind, Package, Slot
from ipdesk.services import figures
from ipdesk.services.workspace import Workspace


def last_report(workspace: Workspace, slot: Slot) -> Package | None:
    """The newest report of the same unit on the same form for a period that ended before this one."""
    end = periods.parse(slot.period).end
    found = [
        (periods.parse(state.slot.period).end, state)
        for state in workspace.state.slots_of(workspace.ledger, Kind.SUBMISSION)
        if (state.slot.unit, state.slot.form) == (slot.unit, slot.form) and (state.standing.accepted or state.current)
    ]
    before = [(day, state) for day, state in found if day < end]
    if not before:
        return None
    _day, state = max(before, key=lambda one: (one[0], one[1].slot.period))
    return workspace.state.packages.get(state.standing.accepted or state.current)


def last_answers(workspace: Workspace, slot: Slot) -> Answers:
    """What was answered in the period before; nothing where there is no such report here."""
    package = last_report(workspace, slot)
    return figures.submission_of(package).answers if package is not None else Answers()


def last_tasks(workspace: Workspace, slot: Slot) -> Mapping[str, TaskProgress]:
    """What was said of each task in the period before."""
    return last_answers(workspace, slot).tasks


def last_notes(workspace: Workspace, slot: Slot) -> Mapping[str, str]:
    """The explanation of each row in the period before, where there was one."""
    return {key: value.note for key, value in last_answers(workspace, slot).values.items() if value.note.strip()}
