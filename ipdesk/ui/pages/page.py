"""What every page has: a title, a way to look again, a place to come back to, and something that can be traced."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ipdesk.services.workspace import Changes, Touched
from ipdesk.ui.jobs import Runner
from ipdesk.ui.session import Session


class Page(QWidget):
    """A page. It loads when it is shown, and again when something that it shows was touched."""

    #: Its name in settings and in `services.overview.Todo.page`.
    name = ""
    #: Whether the period of the head is about this page.
    has_period = True
    #: What kinds of change concern it.
    concerns: frozenset[Touched] = frozenset(Touched)

    asked = Signal(str, str)  # page, reference: go there
    count_changed = Signal(str, int)  # page, things that wait
    title_changed = Signal()
    look_changed = Signal(str, bool, int)  # language, dark, percent

    def __init__(self, session: Session, runner: Runner) -> None:
        super().__init__()
        self.session = session
        self.runner = runner
        self._stale = True
        session.changed.connect(self._touched)
        session.period_changed.connect(lambda _period: self.look_again())

    def title(self) -> str:
        """What the head says."""
        return ""

    def load(self) -> None:
        """Ask for the values and show them."""

    def place(self) -> Mapping[str, str]:
        """Where the person is, to come back to."""
        return {}

    def restore(self, place: Mapping[str, str]) -> None:
        """Go back to where the person was; a place that is gone is no trouble."""

    def go(self, reference: str) -> None:
        """Show the thing that a to-do or a search hit names."""

    def reference(self) -> str:
        """What `services.trace` is to be asked about, as things are selected; empty when nothing is."""
        return ""

    def begin(self) -> None:
        """Put the focus where work begins."""

    def look_again(self) -> None:
        """Load now when it is seen, else when it is shown next."""
        self._stale = True
        if self.isVisible():
            self.look()

    def look(self) -> None:
        """Load if anything changed since the last time."""
        if self._stale:
            self._stale = False
            self.load()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look()

    def _touched(self, changes: Changes | None) -> None:
        if changes is None or not changes.kinds or changes.kinds & self.concerns:
            self.look_again()
