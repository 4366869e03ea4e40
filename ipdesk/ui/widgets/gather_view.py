"""区内收数 of one form: who is asked, sheets out, sheets back, what came of it and who has not answered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypedDict

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from ipdesk.domain.gather import EXPLANATION, Contribution, GivenState, How
from ipdesk.services import gather, gathertake
from ipdesk.services.draft import Draft
from ipdesk.services.gather import GatherLine
from ipdesk.services.gathertake import SheetState, SheetVerdict
from ipdesk.services.gathertrace import given_text, how_text
from ipdesk.services.progress import Progress
from ipdesk.services.workspace import Done, Workspace
from ipdesk.text import formats, messages
from ipdesk.text.i18n import _, ngettext
from ipdesk.ui import theme
from ipdesk.ui.dialogs.gathering import Said, ask_said, ask_whom
from ipdesk.ui.jobs import Job, Runner
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.drop_area import DropArea
from ipdesk.ui.widgets.marks import mark_icon
from ipdesk.ui.widgets.parts import button, clear, column, empty, holder, label, row
from ipdesk.ui.widgets.tables import Column, TableModel, TableView

_MARKS = {SheetState.TAKEN: "ok", SheetState.SAME: "ok", SheetState.QUESTION: "ask", SheetState.REFUSED: "stop"}


@dataclass(frozen=True, slots=True)
class Pair:
    """One row and one of those who are asked for it."""

    line: GatherLine
    provider: str
    given: Contribution | None
    first: bool


class _Who(TypedDict):
    """Who acts, and on what day."""

    today: date
    by: str


class GatherView(QWidget):
    """A list of rows and providers with a few acts; `changed` leaves when the draft is another one."""

    changed = Signal()

    def __init__(self, session: Session, runner: Runner) -> None:
        super().__init__()
        self._session, self._runner = session, runner
        self._draft: Draft | None = None
        self._job: Job | None = None
        self._said: dict[str, dict[str, str]] = {}
        self.model = TableModel(_columns(), self)
        self.table = TableView(self.model, _("What is gathered"), dense=True)
        self.drop = DropArea(_("Drop returned gathering sheets here."))
        self.ask_button = button(_("Rows and providers (&Y)…"), self._ask_whom)
        self.export_button = button(_("Write the sheets (&X)…"), self._ask_folder)
        self.enter_button = button(_("Enter an answer (&T)…"), self._ask_said)
        self.leave_button = button(_("Wait no longer"), self.leave)
        self.use_button = button(_("Put into the form"), self.use)
        self.waiting = label("", "second", wrap=True)
        self.about = label("", "note", wrap=True)
        self.verdicts = column(gap=theme.XS)
        nothing = empty(
            _("Nothing is gathered inside the unit"),
            _("Choose the rows and who is asked for them: each gets a plain sheet; what comes back fills the form."),
            button(_("Rows and providers…"), self._ask_whom, kind="primary"),
        )
        self.stack = QStackedWidget()
        self._lay_out(nothing)
        self.drop.dropped.connect(self.take)
        self.drop.files_asked.connect(self._ask_files)
        self.drop.folder_asked.connect(self._ask_returned)
        self.table.row_changed.connect(lambda _row: self._look())
        self.table.entered_row.connect(lambda _row: self._ask_said())

    def show_draft(self, draft: Draft) -> None:
        """Show what is gathered for the draft as it stands."""
        if self._draft is not None and self._draft.slot != draft.slot:
            self._show_verdicts(())
        self._draft = draft
        kept = self.table.currentIndex().row()
        lines = gather.lines(draft)
        self.model.show(
            [
                Pair(line, name, draft.gathered.of(line.key, name), number == 0)
                for line in lines
                for number, name in enumerate(line.ask.providers)
            ]
        )
        self.table.go_to(max(kept, 0))
        missing = gather.missing(draft)
        said = _("Not answered yet: {names}").format(names="、".join(missing)) if missing else _("All have answered.")
        self.waiting.setText(said)
        self.stack.setCurrentIndex(1 if lines else 0)
        self._look()

    def open_rows(self) -> int:
        """How many rows wait for somebody's answer."""
        return sum(bool(line.result.waiting) for line in gather.lines(self._draft)) if self._draft is not None else 0

    # -- acts ------------------------------------------------------------------------------------------------------

    def ask(self, rows: Sequence[str], providers: Sequence[str], how: How | None = None, lead: str = "") -> None:
        """Ask these providers for these rows."""
        self._run(lambda ws, draft: gather.ask(ws, draft.slot, rows, providers, how=how, lead=lead, **self._who))

    def export_to(self, folder: Path) -> tuple[Path, ...]:
        """Write each provider's sheet into a folder."""
        draft = self._draft
        if draft is None:
            return ()
        written = self._session.ask(lambda ws: gather.export(ws, draft.slot, folder, **self._who)) or ()
        if written:
            said = ngettext("{n} sheet written to {folder}", "{n} sheets written to {folder}", len(written))
            self._session.tell(said.format(n=len(written), folder=folder), "done")
        return written

    def take(self, paths: Sequence[Path], answers: Mapping[str, Mapping[str, str]] | None = None) -> None:
        """Take returned sheets in, beside the window; the verdicts come when all are through."""
        draft, who = self._draft, self._who
        if draft is None or self._job is not None:
            return

        def work(ws: Workspace, progress: Progress) -> Done[tuple[SheetVerdict, ...]]:
            return gathertake.take(ws, draft.slot, list(paths), answers=answers, progress=progress, **who)

        job = Job(self._session.workspace, work)
        job.finished.connect(self._took)
        job.failed.connect(self._ended)
        job.cancelled.connect(lambda: self._ended(""))
        job.crashed.connect(lambda _error: self._ended(""))
        self._job = job
        self.drop.setEnabled(False)
        self._runner.start(job)

    def type_in(self, pair: Pair, said: Said) -> None:
        """Enter what a provider said."""
        self._run(
            lambda ws, draft: gather.type_in(
                ws, draft.slot, pair.line.key, pair.provider, said.answer, note=said.note, person=said.person,
                day=said.day, **self._who,
            )
        )  # fmt: skip

    def leave(self) -> None:
        """Wait for the chosen one's answer no longer, or again."""
        pair = self._chosen()
        if pair is not None:
            out = pair.provider not in pair.line.ask.without
            self._run(
                lambda ws, draft: gather.leave_out(ws, draft.slot, pair.line.key, pair.provider, out=out, **self._who)
            )

    def use(self) -> None:
        """Put what was gathered for the chosen row into the form."""
        pair = self._chosen()
        if pair is not None:
            self._run(lambda ws, draft: gather.use(ws, draft.slot, pair.line.key, **self._who))

    # -- inner -----------------------------------------------------------------------------------------------------

    @property
    def _who(self) -> _Who:
        return {"today": self._session.today, "by": self._session.by}

    def _run(self, act: Callable[[Workspace, Draft], Done[Draft]]) -> None:
        draft = self._draft
        if draft is not None and self._session.run(lambda ws: act(ws, draft)) is not None:
            self.changed.emit()

    def _chosen(self) -> Pair | None:
        return self.model.thing(self.table.currentIndex().row())

    def _look(self) -> None:
        pair = self._chosen()
        for part in (self.enter_button, self.leave_button, self.use_button):
            part.setEnabled(pair is not None)
        if pair is None:
            self.about.setText("")
            return
        line = pair.line
        self.leave_button.setEnabled(pair.given is None or pair.given.state is not GivenState.GIVEN)
        out = pair.provider in line.ask.without
        self.leave_button.setText(_("Wait again") if out else _("Wait no longer"))
        self.use_button.setEnabled(line.result.settled and not line.agrees)
        parts = [_("{name}: {how}").format(name=line.name, how=how_text(line.ask))]
        if line.result.settled:
            shown = formats.number(line.result.quantity) if not line.words else line.result.text
            parts.append(shown)
        if not line.agrees:
            parts.append(_("the form says otherwise"))
        if pair.given is not None and pair.given.note:
            parts.append(_("Explanation: {text}").format(text=pair.given.note))
        self.about.setText("　".join(parts))

    def _took(self, done: Done[tuple[SheetVerdict, ...]]) -> None:
        self._ended("")
        self._session.took(done.changes)
        self._show_verdicts(done.value)
        self.changed.emit()

    def _ended(self, sentence: str) -> None:
        self._job = None
        self.drop.setEnabled(True)
        if sentence:
            self._session.tell(sentence, "trouble")

    def _show_verdicts(self, verdicts: Sequence[SheetVerdict]) -> None:
        """The verdicts of the last taking, the ones that ask first."""
        clear(self.verdicts)
        for one in sorted(verdicts, key=lambda one: one.state in (SheetState.TAKEN, SheetState.SAME)):
            said = [one.sentence, *(messages.sentence(finding) for finding in one.findings)]
            said += [_("“{name}” was typed otherwise in the form and was left.").format(name=name) for name in one.held]
            mark = label("")
            mark.setPixmap(mark_icon(_MARKS[one.state]).pixmap(14, 14))
            line = row(mark, label(" ".join(said), wrap=True, select=True), gap=theme.S)
            line.setStretch(1, 1)
            for choice in one.choices[:3]:
                line.addWidget(self._answer(one, choice))
            self.verdicts.addLayout(line)

    def _answer(self, one: SheetVerdict, choice: str) -> QWidget:
        words = _("The names hold") if one.question == gathertake.NAMES else choice

        def answered() -> None:
            self._said[one.name] = {**self._said.get(one.name, {}), one.question: choice}
            self.take([one.path], {one.name: self._said[one.name]})

        return button(words, answered, kind="small")

    def _ask_whom(self) -> None:
        draft = self._draft
        if draft is None:
            return
        rows = [(one.key, one.name) for one in draft.form.rows if one.fillable]
        rows += [(task.key, f"{task.label} {task.title}".strip()) for task in draft.form.tasks]
        rows.append((EXPLANATION, gather.row_name(draft.form, EXPLANATION)))
        pair = self._chosen()
        known = self._session.ask(gather.providers) or ()
        chosen = ask_whom(self, rows, known, [pair.line.key] if pair else [], pair.line.ask.providers if pair else [])
        if chosen is not None:
            if chosen.order != known:
                self._session.run(lambda ws: gather.put_providers(ws, chosen.order))
            if chosen.rows:
                self.ask(chosen.rows, chosen.providers, chosen.how, chosen.lead)

    def _ask_said(self) -> None:
        pair = self._chosen()
        if pair is None:
            return
        given = pair.given
        answer = (
            ""
            if given is None
            else given.raw
            or (formats.number(given.quantity, grouped=False) if given.quantity is not None else given.text)
        )
        known = Said(answer, given.note, given.person, given.day) if given else Said("")
        what = _("{name}, {provider}").format(name=pair.line.name, provider=pair.provider)
        said = ask_said(self, what, known, self._session.today)
        if said is not None:
            self.type_in(pair, said)

    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Folder for the sheets"))
        if folder:
            self.export_to(Path(folder))

    def _ask_files(self) -> None:
        files, _kind = QFileDialog.getOpenFileNames(self, _("Returned sheets"))
        if files:
            self.take([Path(file) for file in files])

    def _ask_returned(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Folder of returned sheets"))
        if folder:
            self.take([Path(folder)])

    def _lay_out(self, nothing: QWidget) -> None:
        acts = row(self.ask_button, self.export_button, None, self.enter_button, self.leave_button, self.use_button)
        inner = column(self.drop, gap=theme.M, margins=(theme.L, theme.M, theme.L, theme.M))
        inner.addLayout(self.verdicts)
        inner.addWidget(self.waiting)
        inner.addWidget(self.table, 1)
        inner.addWidget(self.about)
        inner.addLayout(acts)
        self.stack.addWidget(nothing)
        self.stack.addWidget(holder(inner))
        self.setLayout(column(self.stack))


def _columns() -> tuple[Column[Pair], ...]:
    def icon(one: Pair) -> QIcon:
        if one.given is None:
            return mark_icon("" if one.provider in one.line.ask.without else "wait")
        return mark_icon("stop" if one.given.state is GivenState.UNREAD else "ok")

    return (
        Column(_("Item"), lambda one: one.line.name if one.first else "", least=220, stretch=True),
        Column(_("Provider"), lambda one: one.provider, least=120),
        Column(_("State"), _state, least=96, icon=icon),
        Column(_("Given"), _given, right=True, least=90, most=260),
        Column(_("Said by"), lambda one: one.given.person if one.given else "", least=72, spare=1),
        Column(_("Date"), lambda one: one.given.day if one.given else "", least=96, spare=2),
        Column(_("Combined"), _combined, right=True, least=96, most=200),
    )


def _state(one: Pair) -> str:
    if one.given is None:
        return _("left out") if one.provider in one.line.ask.without else _("waiting")
    if one.given.state is GivenState.UNREAD:
        return _("not readable")
    return _("none to give") if one.given.state is GivenState.MISSING else _("has answered")


def _given(one: Pair) -> str:
    return given_text(one.given) if one.given is not None else ""


def _combined(one: Pair) -> str:
    if not one.first:
        return ""
    if not one.line.result.settled:
        return formats.NOTHING
    shown = one.line.result.text if one.line.words else formats.number(one.line.result.quantity)
    return shown if one.line.agrees else _("{figure}, not in the form").format(figure=shown)
