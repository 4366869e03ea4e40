"""The card on signatures in the settings: this office's fingerprint, and what may be done with its key."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ipdesk.domain.ledger.signature import fingerprint
from ipdesk.services import keyring, signing
from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.dialogs.trust import KnownKeysDialog, OfficeKeyDialog, ask_bundle_with_key
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.parts import button, column, label, row


class TrustCard(QWidget):
    """Fingerprint, two pages to print, the key on another PC, the keys of other units."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.kid = label("", "strong", select=True)
        self.kid.setAccessibleName(_("Fingerprint"))
        self.note = label("", "note", wrap=True)
        self.card = button(_("Print the fingerprint…"), self._print_fingerprint)
        self.recovery = button(_("Print the recovery code…"), self._print_recovery)
        self.known = button(_("Keys of other units…"), lambda: KnownKeysDialog(self, self._session).exec())
        self.restore = button(_("Sign with this office's key…"), self._restore)
        self.bundle = button(_("Bundle with the office's key…"), self._bundle)
        outer = column(
            label(_("Signatures"), "section"),
            label(
                _("Files that go out are signed by themselves. The fingerprint of this office's key is no secret:"),
                "second",
                wrap=True,
            ),
            self.kid,
            self.note,
            gap=theme.S,
        )
        outer.addLayout(row(self.card, self.recovery, self.known, None))
        outer.addLayout(row(self.restore, self.bundle, None))
        self.setLayout(outer)

    def load(self) -> None:
        key = self._session.ask(lambda ws: signing.own_key(ws, today=self._session.today))
        self.kid.setText(fingerprint(key.public.kid) if key else "")
        training = self._session.workspace.training
        for act in (self.recovery, self.restore, self.bundle):
            act.setVisible(not training)
        self.note.setText(
            _("Training: a fixed key, the same on every PC.")
            if training
            else _("With the recovery code a new PC goes on with the same key. Keep it locked away.")
        )

    def print_fingerprint(self, to: Path) -> None:
        today = self._session.today
        if self._session.ask(lambda ws: keyring.write_fingerprint(ws, to, today=today)) is not None:
            self._session.tell(_("Written: {path}").format(path=to), "done")

    def print_recovery(self, to: Path) -> None:
        today, by = self._session.today, self._session.by
        if self._session.run(lambda ws: keyring.write_recovery(ws, to, today=today, by=by)) is not None:
            self._session.tell(_("Written: {path}").format(path=to), "done")

    def write_bundle(self, to: Path, phrase: str) -> None:
        from ipdesk.services import bundle

        today, by = self._session.today, self._session.by
        if self._session.ask(lambda ws: bundle.bundle(ws, to, phrase=phrase, today=today, by=by)) is not None:
            self._session.tell(_("Written: {path}").format(path=to), "done")

    def _print_fingerprint(self) -> None:
        if to := self._ask_page(_("Fingerprint")):
            self.print_fingerprint(to)

    def _print_recovery(self) -> None:
        if to := self._ask_page(_("Recovery code")):
            self.print_recovery(to)

    def _ask_page(self, name: str) -> Path | None:
        path, _kind = QFileDialog.getSaveFileName(self, name, f"{name}.pdf", "PDF (*.pdf);;Word (*.docx)")
        return Path(path) if path else None

    def _restore(self) -> None:
        OfficeKeyDialog(self, self._session).exec()
        self.load()

    def _bundle(self) -> None:
        chosen = ask_bundle_with_key(self)
        if chosen is not None:
            self.write_bundle(chosen.path, chosen.phrase)
