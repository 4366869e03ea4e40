"""报出: a fixed report goes out. Its workbook is written (ready), sent as a table and as a signed and sealed paper: two
ticks, each with its day. Desk things of the office, on either side: above, a tick says that the paper came.
"""

from dataclasses import dataclass
from datetime import date

from ipdesk.domain.errors import Refused
from ipdesk.domain.ledger.package import Package, Slot
from ipdesk.services import attachments
from ipdesk.services.workspace import Done, Touched, Workspace, done, stamp
from ipdesk.store import office
from ipdesk.store.office import Sending

READY, SHEET, STAMPED = "ready", "sheet", "stamped"


@dataclass(frozen=True, slots=True)
class Ticks:
    """When a report was ready, sent as a table, sent on paper with the seal; empty where it was not. `scan`: the
    stamped paper is here as a file, or is said to be by its sender.
    """

    ready: str = ""
    sheet: str = ""
    stamped: str = ""
    scan: bool = False

    @property
    def sent(self) -> str:
        """The day on which it was sent, by whichever way came first; empty while it was not."""
        return min((day for day in (self.sheet, self.stamped) if day), default="")


def ticks_of(workspace: Workspace, package_id: str) -> Ticks:
    """The ticks on a report at this desk."""
    days = {one.what: one.day for one in office.sendings(workspace.database, package_id)}
    scans = [one for one in attachments.packages_of(workspace, package_id) if attachments.is_stamped(one)]
    stamped = days.get(STAMPED, "") or min((one.date for one in scans if one.date), default="")
    return Ticks(days.get(READY, ""), days.get(SHEET, ""), stamped, bool(scans))


def of_slot(workspace: Workspace, slot: Slot) -> Ticks:
    """The ticks on the version that stands in a slot."""
    current = workspace.state.slot(workspace.ledger, slot).current
    return ticks_of(workspace, current) if current else Ticks()


def tick(workspace: Workspace, slot: Slot, what: str, *, day: date, today: date, by: str) -> Done[Ticks]:
    """电子表已报 (SHEET) or 盖章件已报 (STAMPED) on a day. Refused `nothing_fixed`, `sent_later` for a day to come."""
    if day > today:
        raise Refused("sent_later", day=day.isoformat())
    with workspace.operation() as operation:
        package = _standing(workspace, slot)
        office.add_sending(workspace.database, Sending(package, what, day.isoformat(), by, stamp(today)))
        operation.touch(Touched.DRAFTS, slot.code)
    return done(workspace, ticks_of(workspace, package))


def take_back(workspace: Workspace, slot: Slot, what: str, *, today: date) -> Done[Ticks]:
    """Takes a tick back; that it was there stays in the data file. Refused `nothing_fixed`."""
    with workspace.operation() as operation:
        package = _standing(workspace, slot)
        office.take_back_sending(workspace.database, package, what, at=stamp(today))
        operation.touch(Touched.DRAFTS, slot.code)
    return done(workspace, ticks_of(workspace, package))


def mark_ready(workspace: Workspace, package: Package, *, today: date, by: str) -> None:
    """That the workbook of a report was written, within the caller's operation; the first time stays."""
    if all(one.what != READY for one in office.sendings(workspace.database, package.id)):
        office.add_sending(workspace.database, Sending(package.id, READY, today.isoformat(), by, stamp(today)))


def _standing(workspace: Workspace, slot: Slot) -> str:
    current = workspace.state.slot(workspace.ledger, slot).current
    if not current:
        raise Refused("nothing_fixed", unit=workspace.unit_of(slot.unit).short, period=slot.period)
    return current
