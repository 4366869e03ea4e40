"""签名: going on with the office's key on another PC, writing a bundle with it, and the keys of other units."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QGridLayout, QLineEdit, QWidget

from ipdesk.domain.ledger.signature import fingerprint
from ipdesk.services import keyring, trust
from ipdesk.services.keybox import LEAST_LETTERS
from ipdesk.services.trust import KnownKey
from ipdesk.text.i18n import _, pgettext
from ipdesk.text.sender import key_word
from ipdesk.ui import theme
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.parts import button, column, label, row
from ipdesk.ui.widgets.tables import Column, TableModel, TableView

_MARGINS = (theme.XL, theme.XL, theme.XL, theme.L)


class OfficeKeyDialog(QDialog):
    """A recovery code, or a colleague's bundle with its pass phrase."""

    def __init__(self, parent: QWidget | None, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(_("Sign with this office's key"))
        self.setModal(True)
        self.code, self.bundle, self.phrase = QLineEdit(), QLineEdit(), QLineEdit()
        self.phrase.setEchoMode(QLineEdit.EchoMode.Password)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.M)
        grid.setVerticalSpacing(theme.S)
        lines: tuple[tuple[str, QLineEdit], ...] = (
            (_("Recovery code"), self.code),
            (_("Or a colleague's bundle"), self.bundle),
            (_("Pass phrase"), self.phrase),
        )
        for number, (name, field) in enumerate(lines):
            field.setAccessibleName(name)
            field.setMinimumWidth(theme.current().px(400))
            field.textChanged.connect(self._look)
            grid.addWidget(label(name), number, 0)
            grid.addWidget(field, number, 1)
        self.browse = button(_("Browse (&F)…"), self._ask_bundle)
        grid.addWidget(self.browse, 1, 2)
        self.code.setPlaceholderText("ABCD-EFGH-…")
        self.trouble = label("", "trouble", wrap=True)
        self.trouble.hide()
        self.ok = button(_("Go on with this key (&G)"), self._go_on, kind="primary")
        self.ok.setDefault(True)
        self.cancel = button(_("Cancel"), self.reject)
        outer = column(
            label(self.windowTitle(), "section"),
            label(
                _(
                    "Type the code from the page that the head of section keeps, or choose the bundle that a colleague "
                    "wrote with the office's key."
                ),
                "note",
                wrap=True,
            ),
            gap=theme.S,
            margins=_MARGINS,
        )
        outer.addSpacing(theme.S)
        outer.addLayout(grid)
        outer.addWidget(self.trouble)
        outer.addSpacing(theme.L)
        outer.addLayout(row(None, self.cancel, self.ok))
        self.setLayout(outer)
        self._look()
        self.code.setFocus()

    def _look(self) -> None:
        self.ok.setEnabled(bool(self.code.text().strip() or (self.bundle.text().strip() and self.phrase.text())))

    def _go_on(self) -> None:
        """A slip is said here, beside what was typed; the dialog closes only when the key is in use."""
        code, today, by = self.code.text().strip(), self._session.today, self._session.by
        said: list[str] = []

        def keep(notice: object) -> None:
            said.append(str(getattr(notice, "text", "")))

        self._session.noticed.connect(keep)
        try:
            if code:
                key = self._session.run(lambda ws: keyring.restore(ws, code, today=today, by=by))
            else:
                bundle, phrase = Path(self.bundle.text().strip()), self.phrase.text()
                key = self._session.run(lambda ws: keyring.take(ws, bundle, phrase, today=today, by=by))
        finally:
            self._session.noticed.disconnect(keep)
        if key is None:
            self.trouble.setText("\n".join(said))
            self.trouble.show()
            return
        shown = fingerprint(key.public.kid)
        self._session.tell(
            _("From now on files are signed with the key {kid}. Is that the fingerprint on the page?").format(
                kid=shown
            ),
            "done",
        )
        self.accept()

    def _ask_bundle(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, self.bundle.accessibleName(), "", "ZIP (*.zip)")
        if path:
            self.bundle.setText(path)


@dataclass(frozen=True, slots=True)
class BundleWithKey:
    """Where the bundle goes, and the pass phrase."""

    path: Path
    phrase: str


class BundleKeyDialog(QDialog):
    """The pass phrase, twice."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Bundle with the office's key"))
        self.setModal(True)
        self.phrase, self.again = QLineEdit(), QLineEdit()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.M)
        grid.setVerticalSpacing(theme.S)
        for number, (name, field) in enumerate(((_("Pass phrase"), self.phrase), (_("Once more"), self.again))):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setAccessibleName(name)
            field.setMinimumWidth(theme.current().px(280))
            field.textChanged.connect(self._look)
            grid.addWidget(label(name), number, 0)
            grid.addWidget(field, number, 1)
        self.ok = button(_("Write (&W)…"), self.accept, kind="primary")
        self.ok.setDefault(True)
        self.cancel = button(_("Cancel"), self.reject)
        outer = column(
            label(self.windowTitle(), "section"),
            label(
                _("At least {count} characters. Say it to the colleague, do not write it into the same mail.").format(
                    count=LEAST_LETTERS
                ),
                "note",
                wrap=True,
            ),
            gap=theme.S,
            margins=_MARGINS,
        )
        outer.addSpacing(theme.S)
        outer.addLayout(grid)
        outer.addSpacing(theme.L)
        outer.addLayout(row(None, self.cancel, self.ok))
        self.setLayout(outer)
        self._look()

    def _look(self) -> None:
        phrase = self.phrase.text().strip()
        self.ok.setEnabled(len(phrase) >= LEAST_LETTERS and self.phrase.text() == self.again.text())


class KnownKeysDialog(QDialog):
    """The keys that were seen of other units; one may be accepted or refused."""

    def __init__(self, parent: QWidget | None, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(_("Keys of other units"))
        self.model = TableModel(_columns(), self)
        self.table = TableView(self.model, self.windowTitle(), dense=True)
        self.table.setMinimumSize(theme.current().px(760), theme.current().px(260))
        self.take = button(_("This key is theirs (&Y)"), lambda: self._say("accept"))
        self.refuse = button(_("Not theirs (&N)"), lambda: self._say("decline"))
        close = button(_("Close"), self.accept, kind="primary")
        outer = column(
            label(self.windowTitle(), "section"),
            label(
                _("Ask by telephone for the fingerprint and hold it against the one here. Files are taken either way."),
                "note",
                wrap=True,
            ),
            self.table,
            gap=theme.S,
            margins=_MARGINS,
        )
        outer.addLayout(row(self.take, self.refuse, None, close))
        self.setLayout(outer)
        self.table.row_changed.connect(lambda _row: self._look())
        self._load()

    def _load(self) -> None:
        place = self.table.currentIndex().row()
        self.model.show(self._session.ask(trust.known_keys) or ())
        self.table.go_to(max(place, 0))
        self._look()

    def _look(self) -> None:
        chosen = self.model.thing(self.table.currentIndex().row())
        self.take.setEnabled(chosen is not None and chosen.what != "accepted")
        self.refuse.setEnabled(chosen is not None and chosen.what != "declined")

    def _say(self, what: str) -> None:
        chosen = self.model.thing(self.table.currentIndex().row())
        if chosen is None:
            return
        operation = trust.accept if what == "accept" else trust.decline
        today, by = self._session.today, self._session.by
        self._session.run(lambda ws: operation(ws, chosen.unit, chosen.kid, today=today, by=by))
        self._load()


def ask_bundle_with_key(parent: QWidget) -> BundleWithKey | None:
    """Pass phrase and file; None when the person thought better of it."""
    dialog = BundleKeyDialog(parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    path, _kind = QFileDialog.getSaveFileName(parent, dialog.windowTitle(), "", "ZIP (*.zip)")
    return BundleWithKey(Path(path), dialog.phrase.text()) if path else None


def _columns() -> tuple[Column[KnownKey], ...]:
    return (
        Column(_("Unit"), lambda one: one.unit_short, least=90),
        Column(_("Fingerprint"), lambda one: fingerprint(one.kid), least=210),
        Column(_("State"), lambda one: key_word(one.what), least=110),
        Column(_("Time"), lambda one: one.at, least=130),
        Column(pgettext("column", "By"), lambda one: one.by or "—", least=70),
        Column(_("File"), lambda one: one.name or "—", least=120, stretch=True),
    )
