"""The evidence of the form being filled: by name, or with a file that goes along."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from ipdesk.domain.ledger.package import Slot
from ipdesk.services import attachments
from ipdesk.services.attachments import Attached
from ipdesk.text import formats
from ipdesk.text.evidence import evidence_place, evidence_state, evidence_use
from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.parts import button, column, label, row
from ipdesk.ui.widgets.tables import Column, TableModel, TableView


class EvidenceView(QWidget):
    """A list with its acts. A file is opened only when asked, from a copy."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._slot: Slot | None = None
        self.model = TableModel(_columns(), self)
        self.table = TableView(self.model, _("Evidence"), dense=True)
        self.table.setMinimumHeight(theme.current().px(110))
        self.note = label("", "note", wrap=True)
        self.add_name = button(_("List a name…"), self._ask_name)
        self.add_files = button(_("Attach files…"), self._ask_files)
        self.add_stamped = button(_("Attach the stamped paper…"), lambda: self._ask_files(stamped=True))
        self.open_copy = button(_("Open a copy"), self.open)
        self.remove_line = button(_("Take off the list"), self.remove)
        self.purge_file = button(_("Delete the file for good…"), self._ask_purge)
        outer = column(
            label(_("Evidence"), "section"),
            label(_("Name documents here; attach their files only where they are asked for."), "note", wrap=True),
            self.table,
            self.note,
            gap=theme.S,
        )
        outer.addLayout(row(self.add_name, self.add_files, self.add_stamped, None))
        outer.addLayout(row(self.open_copy, self.remove_line, self.purge_file, None))
        self.setLayout(outer)
        self.table.row_changed.connect(lambda _row: self._look())

    def show_slot(self, slot: Slot) -> None:
        """Show the evidence of a slot as it stands now."""
        self._slot = slot
        self.model.show(self._session.ask(lambda ws: attachments.of_slot(ws, slot)) or ())
        used = [evidence_use(one.name, use.unit_short, use.period) for one in self.lines() for use in one.also]
        self.note.setText("\n".join(used))
        self.note.setVisible(bool(used))
        self._look()

    def lines(self) -> tuple[Attached, ...]:
        return tuple(self.model.things())

    def name(self, text: str) -> None:
        """List a piece of evidence by its name."""
        slot = self._slot
        if slot is not None and text.strip():
            today, by = self._session.today, self._session.by
            self._session.run(lambda ws: attachments.name_evidence(ws, slot, [text], today=today, by=by))
            self.changed.emit()

    def attach(self, paths: Sequence[Path], *, stamped: bool = False) -> None:
        """Add files; `stamped`: they are the report itself on paper, signed and sealed."""
        slot = self._slot
        if slot is not None and paths:
            today, by = self._session.today, self._session.by
            self._session.run(lambda ws: attachments.attach(ws, slot, paths, stamped=stamped, today=today, by=by))
            self.changed.emit()

    def remove(self) -> None:
        """Take the chosen line off the draft's list."""
        slot, chosen = self._slot, self._chosen()
        if slot is not None and chosen is not None:
            today, by = self._session.today, self._session.by
            self._session.run(lambda ws: attachments.remove_evidence(ws, slot, chosen.name, today=today, by=by))
            self.changed.emit()

    def purge(self, reason: str) -> None:
        """Delete the chosen file's bytes on this PC; its digest and the reason stay."""
        chosen = self._chosen()
        if chosen is not None and chosen.hash:
            today, by = self._session.today, self._session.by
            self._session.run(lambda ws: attachments.purge(ws, chosen.hash, reason=reason, today=today, by=by))
            self.changed.emit()

    def open(self) -> None:
        """Open the chosen file with the program that the PC has for it."""
        path = self.copy()
        if path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def copy(self) -> Path | None:
        """A copy of the chosen file in a folder of its own for passing things, under a safe name."""
        chosen = self._chosen()
        if chosen is None or chosen.state != "here":
            return None
        folder = Path(tempfile.mkdtemp(prefix="ipdesk-"))
        return self._session.ask(lambda ws: attachments.save_copy(ws, chosen, folder))

    def _chosen(self) -> Attached | None:
        return self.model.thing(self.table.currentIndex().row())

    def _look(self) -> None:
        chosen = self._chosen()
        self.open_copy.setEnabled(chosen is not None and chosen.state == "here")
        self.remove_line.setEnabled(chosen is not None and not chosen.about)
        self.purge_file.setEnabled(chosen is not None and chosen.state == "here")

    def _ask_name(self) -> None:
        text, said = QInputDialog.getText(self, _("Evidence"), _("Name of the document"))
        if said:
            self.name(text)

    def _ask_purge(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            words = _("“{name}” is deleted on this PC and can't be brought back; its digest stays. Reason:")
            reason, said = QInputDialog.getText(self, _("Delete the file for good"), words.format(name=chosen.name))
            if said:
                self.purge(reason)

    def _ask_files(self, *, stamped: bool = False) -> None:
        files, _kind = QFileDialog.getOpenFileNames(self, _("Files to attach"))
        self.attach([Path(file) for file in files], stamped=stamped)


def _columns() -> tuple[Column[Attached], ...]:
    return (
        Column(_("Evidence"), lambda one: one.name, least=200, stretch=True),
        Column(_("State"), lambda one: evidence_state(one.state), least=110),
        Column(_("Kind"), lambda one: _("stamped paper") if one.what else "", least=72, telling=True),
        Column(_("Row"), lambda one: evidence_place(one.row_name), least=110),
        Column(_("Size"), lambda one: formats.data_size(one.size) if one.hash else "—", right=True, least=70),
    )
