"""Small dialogs of the review: a reason, the return, acceptance of many, what an acceptance changes."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QPlainTextEdit, QWidget

from ipdesk.domain.figurechange import FigureChange
from ipdesk.domain.form import Form, Question
from ipdesk.domain.period import parse
from ipdesk.services.batch import BatchLine
from ipdesk.text import formats, labels
from ipdesk.text.i18n import _, ngettext
from ipdesk.ui import theme
from ipdesk.ui.widgets.marks import mark_icon
from ipdesk.ui.widgets.parts import button, column, label, row
from ipdesk.ui.widgets.tables import Column, TableModel, TableView

_MARGINS = (theme.XL, theme.XL, theme.XL, theme.L)


class ReasonDialog(QDialog):
    """One line that has to be said before something is done."""

    def __init__(self, parent: QWidget | None, title: str, told: str, field: str, act: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.field = QLineEdit()
        self.field.setAccessibleName(field)
        self.field.setMinimumWidth(theme.current().px(420))
        self.ok = button(act, self.accept, kind="primary")
        self.ok.setDefault(True)
        self.ok.setEnabled(False)
        self.field.textChanged.connect(lambda text: self.ok.setEnabled(bool(text.strip())))
        outer = column(label(title, "section"), label(told, "note", wrap=True), gap=theme.S, margins=_MARGINS)
        outer.addLayout(row(label(field), self.field, gap=theme.M))
        outer.addSpacing(theme.M)
        outer.addLayout(row(None, button(_("Cancel"), self.reject), self.ok))
        self.setLayout(outer)
        self.field.setFocus()

    def said(self) -> str:
        return self.field.text().strip()


def ask_reason(parent: QWidget, title: str, told: str, field: str, act: str) -> str:
    """What was said; empty when the person thought better of it."""
    dialog = ReasonDialog(parent, title, told, field, act)
    return dialog.said() if dialog.exec() == QDialog.DialogCode.Accepted else ""


class ReturnDialog(QDialog):
    """退回: the questions once more, a word to all of them, and the folder for the workbook that goes back."""

    def __init__(self, parent: QWidget | None, form: Form, questions: Sequence[Question]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Return"))
        self.setModal(True)
        look = theme.current()
        self.model = TableModel(_question_columns(form), self)
        self.model.show(tuple(questions))
        self.table = TableView(self.model, _("Questions"), dense=True)
        self.table.setMinimumSize(look.px(560), look.px(150))
        self.reason = QPlainTextEdit()
        self.reason.setAccessibleName(_("A word to the whole form"))
        self.reason.setFixedHeight(look.px(64))
        self.reason.setTabChangesFocus(True)
        self.folder = QLineEdit()
        self.folder.setAccessibleName(_("Folder"))
        self.folder.setPlaceholderText(_("left empty, no workbook is written now"))
        browse = button(_("Browse (&F)…"), self._ask_folder)
        self.ok = button(_("Return (&T)"), self.accept, kind="primary")
        self.ok.setDefault(True)
        told = ngettext("{n} question goes back with it.", "{n} questions go back with it.", len(questions))
        outer = column(
            label(_("Return to {unit}").format(unit=form.unit_short), "section"),
            label(told.format(n=len(questions)), "note"), self.table,
            label(_("A word to the whole form")), self.reason,
            gap=theme.S, margins=_MARGINS,
        )  # fmt: skip
        line = row(label(_("Workbook to")), self.folder, browse, gap=theme.M)
        line.setStretch(1, 1)
        outer.addLayout(line)
        outer.addSpacing(theme.M)
        outer.addLayout(row(None, button(_("Cancel"), self.reject), self.ok))
        self.setLayout(outer)
        self._count = len(questions)
        self.reason.textChanged.connect(self._enable)
        self._enable()
        self.reason.setFocus()

    def said(self) -> str:
        return self.reason.toPlainText().strip()

    def to(self) -> Path | None:
        text = self.folder.text().strip()
        return Path(text) if text else None

    def _enable(self) -> None:
        self.ok.setEnabled(bool(self._count or self.said()))

    def _ask_folder(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, _("Folder for the workbook")):
            self.folder.setText(folder)


class BatchDialog(QDialog):
    """批量通过: the whole list, which of it is accepted, and why the rest is not."""

    def __init__(self, parent: QWidget | None, lines: Sequence[BatchLine]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Accept what has no finding"))
        self.setModal(True)
        look = theme.current()
        self.ready = tuple(line.line.id for line in lines if line.ready)
        self.model = TableModel(_batch_columns(), self)
        self.model.show(tuple(lines))
        self.table = TableView(self.model, _("Reports that wait"), dense=True)
        self.table.setMinimumSize(look.px(640), look.px(320))
        words = ngettext("Accept {n} report (&A)", "Accept {n} reports (&A)", len(self.ready))
        self.ok = button(words.format(n=len(self.ready)), self.accept, kind="primary")
        self.ok.setEnabled(bool(self.ready))
        self.ok.setDefault(True)
        outer = column(
            label(_("Accept what has no finding"), "section"),
            label(_("Just these versions are accepted, each by a decision of its own."), "note", wrap=True),
            self.table, gap=theme.S, margins=_MARGINS,
        )  # fmt: skip
        outer.addSpacing(theme.M)
        outer.addLayout(row(None, button(_("Cancel"), self.reject), self.ok))
        self.setLayout(outer)


class ChangesDialog(QDialog):
    """What an acceptance changes of figures that were reported, before it is decided."""

    def __init__(self, parent: QWidget | None, found: Sequence[FigureChange], units: dict[str, str]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Reported figures change"))
        self.setModal(True)
        look = theme.current()
        self.model = TableModel(_change_columns(units), self)
        self.model.show(tuple(found))
        self.table = TableView(self.model, _("Figures that change"), dense=True)
        self.table.setMinimumSize(look.px(760), look.px(300))
        told = ngettext(
            "Accepting this changes {n} figure that was reported.",
            "Accepting this changes {n} figures that were reported.",
            len(found),
        ).format(n=len(found))
        self.ok = button(_("Accept all the same (&A)"), self.accept, kind="primary")
        outer = column(
            label(told, "section"),
            label(_("Who has the old figure stands beside it: he has to be told."), "note", wrap=True),
            self.table, gap=theme.S, margins=_MARGINS,
        )  # fmt: skip
        outer.addSpacing(theme.M)
        outer.addLayout(row(None, button(_("Cancel"), self.reject), self.ok))
        self.setLayout(outer)
        self.ok.setFocus()


def _question_columns(form: Form) -> tuple[Column[Question], ...]:
    names = {row.key: row.name for row in form.rows} | {task.key: task.title for task in form.tasks}
    return (
        Column(_("Item"), lambda one: names.get(one.row, "") or _("the whole form"), least=160, most=220),
        Column(_("Question"), lambda one: one.text, least=220, stretch=True),
    )


def _batch_columns() -> tuple[Column[BatchLine], ...]:
    return (
        Column(_("Unit"), lambda one: one.line.unit_short, least=110),
        Column(_("Period"), lambda one: formats.period_text(parse(one.line.period)), least=110),
        Column(
            _("Outcome"),
            lambda one: one.why or _("will be accepted"),
            least=220,
            stretch=True,
            icon=lambda one: mark_icon("ok" if one.ready else "ask"),
        ),
    )


def _change_columns(units: dict[str, str]) -> tuple[Column[FigureChange], ...]:
    def readers(one: FigureChange) -> str:
        told = [entry.recipient for entry in one.registered]
        papers = [paper.report for paper in one.printed]
        released = [units.get(code, code) for code in one.released_to]
        return "、".join(dict.fromkeys((*told, *papers, *released, *one.files))) or formats.NOTHING

    return (
        Column(_("Kind"), lambda one: labels.label(one.key.what), least=72),
        Column(_("Of whom"), lambda one: units.get(one.key.unit, one.key.unit), least=80),
        Column(_("Figure"), lambda one: one.name, least=160, stretch=True),
        Column(_("Before"), lambda one: formats.number(one.old, one.decimals), right=True, least=80),
        Column(_("Afterwards"), lambda one: formats.number(one.new, one.decimals), right=True, least=80),
        Column(_("Who has the old one"), readers, least=140, most=240),
    )
