"""What was gathered for a report, kept beside its package on this PC: it is the office's own and is not sent."""

import json

from ipdesk.domain.form import Form
from ipdesk.domain.gather import EXPLANATION, Ask, Gathering
from ipdesk.domain.ledger.codec import decode, encode
from ipdesk.domain.ledger.package import Package, Slot
from ipdesk.services import earlier
from ipdesk.services.workspace import Workspace
from ipdesk.store import office


def keep(workspace: Workspace, package: Package, gathering: Gathering) -> None:
    """Keeps the gathering of a report, within the caller's operation."""
    if gathering != Gathering():
        content = json.dumps(encode(gathering), ensure_ascii=False, sort_keys=True)
        office.put_gathered(workspace.database, package.id, content)


def of_report(workspace: Workspace, package_id: str) -> Gathering:
    """What was gathered for a report; nothing where it was not gathered on this PC."""
    content = office.gathered(workspace.database, package_id)
    return decode(Gathering, json.loads(content)) if content else Gathering()


def beginning(workspace: Workspace, slot: Slot, form: Form) -> Gathering:
    """What the gathering of a new draft begins with: that of the version before; else who was asked last time."""
    state = workspace.state.slot(workspace.ledger, slot)
    if state.current:
        return of_report(workspace, state.current)
    last = earlier.last_report(workspace, slot)
    if last is None:
        return Gathering()
    asks = of_report(workspace, last.id).asks
    return Gathering(tuple(Ask(one.row, one.providers, one.how, one.lead) for one in asks if asked(form, one.row)))


def asked(form: Form, row: str) -> bool:
    """Whether the form has such a row, task or explanation to be gathered."""
    found = form.row(row)
    return (found is not None and found.fillable) or row == EXPLANATION or any(task.key == row for task in form.tasks)
