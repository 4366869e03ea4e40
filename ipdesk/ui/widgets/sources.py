"""Above a form: what of it need not be typed, since our own consolidation or another plan of ours has it already."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ipdesk.domain.ledger.package import Slot
from ipdesk.services import takeover, upward
from ipdesk.services.draft import Draft
from ipdesk.services.workspace import Done, Workspace
from ipdesk.text import upward as words
from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.marks import Mark
from ipdesk.ui.widgets.parts import Elided, button, column, row


class _Line(QWidget):
    """Mark, sentence, and what can be done about it."""

    def __init__(
        self, act: str, do: Callable[[], object], more: str = "", show: Callable[[], object] | None = None
    ) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.mark = Mark("info")
        self.sentence = Elided("")
        self.take = button(act, do, kind="small")
        self.list = button(more, show, kind="small")
        if not more:  # to show what has no parent yet would open a window of its own, which takes the focus
            self.list.hide()
        line = row(self.mark, self.sentence, self.list, self.take, gap=theme.M)
        line.setStretch(1, 1)
        line.setContentsMargins(theme.L, theme.XS, theme.M, theme.XS)
        self.setLayout(line)

    def say(self, sentence: str, *, mark: str = "info", may: bool = True) -> None:
        """Show a sentence, or nothing."""
        self.sentence.setText(sentence)
        self.mark.show_mark(mark)
        self.take.setVisible(may)
        self.setVisible(bool(sentence))


class SourceStrip(QWidget):
    """A line for our consolidation, one for the other plans; none while there is nothing to say."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._slot: Slot | None = None
        self.below = _Line(
            _("Take over (&T)"), self.take_from_below, _("Line by line (&L)…"), self.show_rows
        )  # our consolidation
        self.beside = _Line(_("Take over (&H)"), self.take_from_plans)
        self.setLayout(column(self.below, self.beside, gap=0))
        self.hide()

    def show_draft(self, draft: Draft) -> None:
        """Look what may be taken over into the draft."""
        self._slot = draft.slot
        workspace = self._session.workspace
        own = draft.slot.unit == workspace.unit.code
        below = beside = ""
        if own and upward.has_own_consolidation(workspace):
            found = self._session.ask(lambda ws: upward.upward(ws, draft.slot))
            if found is not None:
                below = words.strip_text(found)
                behind = any(one.behind for one in found.rows)
                self.below.say(below, mark="back" if behind else "info", may=bool(found.open))
        if own and len(workspace.ledgers) > 1:
            beside = words.offers_text(self._session.ask(lambda ws: takeover.offers(ws, draft.slot)) or ())
        if not below:
            self.below.hide()
        self.beside.say(beside)
        self.setVisible(bool(below or beside))

    def take_from_below(self) -> None:
        """All that our consolidation has for rows that are blank or were taken over before."""
        self._run(lambda ws, slot: upward.take_over(ws, slot, today=self._session.today, by=self._session.by))

    def take_from_plans(self) -> None:
        """All that was given for the same items under other plans."""
        self._run(lambda ws, slot: takeover.take_from_plans(ws, slot, today=self._session.today, by=self._session.by))

    def show_rows(self) -> None:
        """The rows one by one."""
        from ipdesk.ui.dialogs.upward import UpwardDialog

        if self._slot is not None:
            UpwardDialog(self, self._session, self._slot).exec()
            self.changed.emit()

    def _run(self, act: Callable[[Workspace, Slot], Done[Draft]]) -> None:
        slot = self._slot
        if slot is not None and self._session.run(lambda ws: act(ws, slot)) is not None:
            self.changed.emit()
