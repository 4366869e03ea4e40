"""催报 and 常用语: words to paste, and the phrases that are used again and again."""

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QPlainTextEdit, QWidget

from ipdesk.services import phrases, remind
from ipdesk.text import formats
from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.parts import button, column, label, row

_MARGINS = (theme.XL, theme.XL, theme.XL, theme.L)


class RemindDialog(QDialog):
    """The text to paste, for all or each, and the list as a workbook."""

    def __init__(self, parent: QWidget | None, session: Session) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Remind"))
        self.setModal(True)
        self._session = session
        look = theme.current()
        self.each = QCheckBox(_("A paragraph for each unit (&E)"))
        self.everybody = QCheckBox(_("Also those whose deadline is still far (&L)"))
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(_("Words to paste"))
        self.text.setMinimumSize(look.px(620), look.px(260))
        self.copy = button(_("Copy (&C)"), self.copy_text, kind="primary")
        self.copy.setDefault(True)
        self.sheet = button(_("List as a workbook (&W)…"), self._ask_sheet)
        outer = column(
            label(_("Remind of {period}").format(period=formats.period_text(session.period)), "section"),
            gap=theme.S,
            margins=_MARGINS,
        )
        outer.addLayout(row(self.each, self.everybody, None, gap=theme.L))
        outer.addWidget(self.text, 1)
        outer.addSpacing(theme.S)
        outer.addLayout(row(self.sheet, None, button(_("Close"), self.reject), self.copy))
        self.setLayout(outer)
        for box in (self.each, self.everybody):
            box.toggled.connect(lambda _on: self.show_text())
        self.show_text()

    def found(self) -> tuple[remind.Reminder, ...]:
        everybody, period, today = self.everybody.isChecked(), self._session.period, self._session.today
        return self._session.ask(lambda ws: remind.reminders(ws, period, today=today, everybody=everybody)) or ()

    def show_text(self) -> None:
        found, workspace = self.found(), self._session.workspace
        if self.each.isChecked():
            said = "\n\n".join(remind.one_text(workspace, one) for one in found)
        else:
            said = remind.joint_text(workspace, found)
        self.text.setPlainText(said or _("There is nobody to remind."))
        self.copy.setEnabled(bool(found))
        self.sheet.setEnabled(bool(found))

    def copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._session.tell(_("Copied: paste it into the chat or the mail."), "done")
        self.accept()

    def write_sheet(self, path: Path) -> None:
        found, session = self.found(), self._session
        written = session.ask(
            lambda ws: remind.write_sheet(ws, found, session.period, path, today=session.today, by=session.by)
        )
        if written is not None:
            session.tell(_("Written: {path}").format(path=written), "done")

    def _ask_sheet(self) -> None:
        name = _("Reports outstanding {period}.xlsx").format(period=formats.period_text(self._session.period))
        path, _kind = QFileDialog.getSaveFileName(self, self.sheet.text(), name, "Excel (*.xlsx)")
        if path:
            self.write_sheet(Path(path))


class PhrasesDialog(QDialog):
    """The phrases, one a line, to be typed over."""

    def __init__(self, parent: QWidget | None, session: Session) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Phrases"))
        self.setModal(True)
        self._session = session
        look = theme.current()
        self.text = QPlainTextEdit("\n".join(phrases.phrases(session.workspace)))
        self.text.setAccessibleName(_("Phrases, one a line"))
        self.text.setMinimumSize(look.px(680), look.px(240))
        self.ok = button(_("Keep (&S)"), self.keep, kind="primary")
        self.ok.setDefault(True)
        places = "　".join(f"{{{place}}}" for place in phrases.PLACES)
        outer = column(
            label(_("Phrases, one a line"), "section"),
            label(_("These stand for the cell that is asked about: {places}").format(places=places), "note", wrap=True),
            self.text, gap=theme.S, margins=_MARGINS,
        )  # fmt: skip
        outer.addSpacing(theme.S)
        outer.addLayout(row(None, button(_("Cancel"), self.reject), self.ok))
        self.setLayout(outer)

    def keep(self) -> None:
        """Keep what was typed; what has a place that there is not is said, and the dialog stays."""
        lines = self.text.toPlainText().splitlines()
        if self._session.run(lambda ws: phrases.put(ws, lines)) is not None:
            self.accept()
