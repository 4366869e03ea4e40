"""The one place where the window meets the services: the open workspace, who acts, on what day, and what changed.

A page never changes data by itself. It hands an operation to `run`; what the operation touched comes back as one
signal, and every page that shows such things looks again. That is the whole event system.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from ipdesk.domain import period as periods
from ipdesk.domain.errors import IpdeskError
from ipdesk.domain.period import Period, PeriodKind
from ipdesk.services.workspace import Changes, Done, Workspace
from ipdesk.text import messages

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence for the strip under the head. `kind`: `trouble`, `done` or `note`."""

    text: str
    kind: str = "note"


class Session(QObject):
    """The workspace as the window's pages see it."""

    changed = Signal(object)  # Changes, or None when anything may have changed
    noticed = Signal(object)  # Notice
    period_changed = Signal(object)  # Period
    plan_asked = Signal(object, str, str)  # LedgerKey, and the page and place to go to there
    restore_asked = Signal(object)  # Path of the backup that is to take the data file's place
    trace_asked = Signal(str)  # a reference that services.trace knows

    def __init__(self, workspace: Workspace, *, today: date, by: str = "") -> None:
        super().__init__()
        self.workspace = workspace
        self.today = today
        self._by = by
        self._period = periods.last_complete(today, PeriodKind.QUARTER)

    @property
    def by(self) -> str:
        """Who acts: as given at the start, else as kept in the settings."""
        from ipdesk.services import settings

        return self._by or settings.get(self.workspace, "officer")

    @property
    def period(self) -> Period:
        return self._period

    def show_period(self, period: Period) -> None:
        """Turn every page to this period."""
        if period != self._period:
            self._period = period
            self.period_changed.emit(period)

    def run(self, operation: Callable[[Workspace], Done[T]]) -> T | None:
        """Run an operation and tell every page what it touched. None, and one sentence, when it was refused."""
        try:
            done = operation(self.workspace)
        except IpdeskError as error:
            self.tell(messages.error_sentence(error), "trouble")
            return None
        self.changed.emit(done.changes)
        return done.value

    def ask(self, read: Callable[[Workspace], T]) -> T | None:
        """Read something; None, and one sentence, when it can't be read."""
        try:
            return read(self.workspace)
        except IpdeskError as error:
            self.tell(messages.error_sentence(error), "trouble")
            return None

    def tell(self, text: str, kind: str = "note") -> None:
        """Show one sentence under the head."""
        self.noticed.emit(Notice(text, kind))

    def took(self, changes: Changes | Any) -> None:
        """Another connection of this program changed something: take it in and tell the pages."""
        self.workspace.refresh()
        self.changed.emit(changes)

    def look_outside(self) -> None:
        """Take in what another window or program changed meanwhile."""
        try:
            if self.workspace.refresh():
                self.changed.emit(None)
        except IpdeskError as error:
            self.tell(messages.error_sentence(error), "trouble")
