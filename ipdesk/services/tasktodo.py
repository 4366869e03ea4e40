"""What tasks and orders put on the first page, and how many lines wait."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from ipdesk.services import tasks
from ipdesk.services.tasks import TaskLine, Wait
from ipdesk.services.workspace import Workspace
from ipdesk.text.i18n import _, ngettext


def count(workspace: Workspace, *, today: date) -> int:
    """How many lines wait for somebody here."""
    return len(tasks.waiting(workspace, today=today))


def lines(workspace: Workspace, *, today: date) -> Iterator[tuple[str, str, str]]:
    """Text, reference for the page of tasks, severity: what waits, the gravest first."""
    waiting = tasks.waiting(workspace, today=today)
    found = Counter(wait for line in waiting for wait in line.waits)
    for line in waiting:
        if Wait.REPLY in line.waits:
            for order in line.matter.open_orders:
                text = _("Order {number} is to be answered by {day}: {task}").format(
                    number=order.entry.fact("number"), day=order.deadline, task=_name(line)
                )
                yield text, f"{line.slot.unit}/{line.slot.form}", "act"
    if n := found[Wait.DISPUTED]:
        said = ngettext("{n} task with decisions that contradict each other",
                        "{n} tasks with decisions that contradict each other", n)  # fmt: skip
        yield said.format(n=n), "waiting", "act"
    if n := found[Wait.CHECK_ORDER]:
        yield (
            ngettext("{n} reply to an order to check", "{n} replies to orders to check", n).format(n=n),
            "waiting",
            "act",
        )
    if n := found[Wait.CHECK_APPLICATION]:
        said = ngettext("{n} application to close to check", "{n} applications to close to check", n)
        yield said.format(n=n), "waiting", "act"
    if n := found[Wait.RETURNED]:
        said = ngettext("{n} application to close was returned", "{n} applications to close were returned", n)
        yield said.format(n=n), "waiting", "act"
    if n := found[Wait.LATE_REPLY]:
        yield (
            ngettext("{n} order not answered in time", "{n} orders not answered in time", n).format(n=n),
            "waiting",
            "soon",
        )
    overdue = found[Wait.OVERDUE]
    if workspace.is_issuer:
        everything = tasks.ledger(workspace, today=today)
        overdue = sum((line.situation.overdue or 0) > 0 for line in everything)
    if overdue:
        said = ngettext("{n} task is overdue", "{n} tasks are overdue", overdue).format(n=overdue)
        yield said, "overdue", "info" if workspace.is_issuer else "soon"


def _name(line: TaskLine) -> str:
    return " ".join((line.title or line.task).split())
