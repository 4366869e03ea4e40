"""收发: files in, a verdict on each; files out."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QIcon
from PySide6.QtWidgets import QFileDialog, QProgressBar, QSplitter, QStackedWidget, QTabBar

from ipdesk.domain import period as periods
from ipdesk.domain.ledger.policy import due_by
from ipdesk.services import receive
from ipdesk.services.progress import Progress
from ipdesk.services.receive import FileVerdict, Verdict
from ipdesk.services.workspace import Done, Touched, Workspace
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _, ngettext
from ipdesk.text.sender import trust_word
from ipdesk.ui import theme
from ipdesk.ui.dialogs.bundling import BundleChoice, ask_bundle
from ipdesk.ui.dialogs.issuing import ask_issuing
from ipdesk.ui.jobs import Job, Runner
from ipdesk.ui.pages.page import Page
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.drop_area import DropArea
from ipdesk.ui.widgets.marks import mark_icon
from ipdesk.ui.widgets.parts import Elided, button, column, empty, holder, label, row
from ipdesk.ui.widgets.tables import Column, TableModel, TableView
from ipdesk.ui.widgets.verdict_view import VerdictView, bare_sentence

if TYPE_CHECKING:
    from ipdesk.services.outgoing import OutFile

#: Mark and word of each verdict.
VERDICTS: dict[Verdict, tuple[str, str]] = {
    Verdict.TAKEN: ("ok", N_("taken")),
    Verdict.SAME: ("same", N_("held already")),
    Verdict.SECOND: ("fork", N_("second version")),
    Verdict.QUESTION: ("ask", N_("question")),
    Verdict.QUARANTINED: ("aside", N_("set aside")),
    Verdict.REFUSED: ("stop", N_("not taken")),
}
_WHAT: dict[str, str] = {
    "template": N_("template"),
    "submission": N_("report"),
    "returned": N_("returned form"),
    "release": N_("feedback release"),
    "bundle": N_("bundle"),
    "have": N_("list of what is here"),
    "report": N_("document"),
    "gather": N_("gathering sheet"),
}


class ExchangePage(Page):
    """What came in and what went out."""

    name = "exchange"
    concerns = frozenset({Touched.PACKAGES, Touched.RECEIPTS})

    def __init__(self, session: Session, runner: Runner) -> None:
        super().__init__(session, runner)
        self._latest: tuple[FileVerdict, ...] = ()
        self._said: dict[str, Mapping[str, str]] = {}
        self._job: Job | None = None
        issuer = session.workspace.is_issuer
        self.drop = DropArea(
            _("Drop the returned files or their folder here. Each file gets a verdict; nothing is lost.")
            if issuer
            else _("Drop the templates, returned forms and releases that were sent here. Each file gets a verdict.")
        )
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.addTab(_("Received"))
        self.tabs.addTab(_("Sent"))
        self.tabs.setAccessibleName(_("Received or sent"))
        self.summary = label("", "second")
        self.issue_button = button(_("Issue templates (&T)…"), self.issue, kind="primary")
        self.issue_button.setVisible(issuer)
        self.bundle_button = button(_("Bundle for another PC…"), self._ask_bundle)
        self.model = TableModel(_columns(), self)
        self.table = TableView(self.model, _("Received files"))
        self.detail = VerdictView()
        self._ticks: dict[str, str] = {}
        self.sent_model = TableModel(_sent_columns(self._ticks), self)
        self.sent = TableView(self.sent_model, _("Sent files"))
        self.open_folder = button(_("Open the folder"), self._open_folder)
        self._lay_out()
        self.drop.dropped.connect(self.receive)
        self.drop.files_asked.connect(self._choose_files)
        self.drop.folder_asked.connect(self._choose_folder)
        self.table.row_changed.connect(self._show_detail)
        self.detail.answered.connect(self._answer)
        self.tabs.currentChanged.connect(self._turn)

    def title(self) -> str:
        return _("Exchange")

    def load(self) -> None:
        from ipdesk.services import outgoing

        kept = self.model.thing(self.table.currentIndex().row())
        journal = self.session.ask(receive.journal) or ()
        fresh = {(one.file_hash or one.name, one.part): one for one in self._latest}
        # What was received in this session knows its full path, so its questions can be answered.
        known = tuple(fresh.get((one.file_hash or one.name, one.part), one) if fresh else one for one in journal)
        shown = known or self._latest
        self.model.show(shown)
        place = next(
            (n for n, one in enumerate(shown) if kept and (one.file_hash, one.part) == (kept.file_hash, kept.part)), 0
        )
        self.table.go_to(place)
        self._show_detail(self.table.currentIndex().row())
        files = self.session.ask(outgoing.outbox) or ()
        self._read_ticks(files)
        self.sent_model.show(files)
        self.tabs.setTabText(0, _("Received {n}").format(n=len(shown)))
        self.tabs.setTabText(1, _("Sent {n}").format(n=len(self.sent_model.things())))
        waiting = sum(one.verdict in (Verdict.QUESTION, Verdict.SECOND) or bool(one.question) for one in self._latest)
        self.count_changed.emit(self.name, waiting)
        self._turn(self.tabs.currentIndex())

    def _read_ticks(self, files: Sequence["OutFile"]) -> None:
        """电子表 and 盖章件 of the own reports, by period; the list is drawn anew where they changed."""
        from ipdesk.services import sending, slotref

        before = dict(self._ticks)
        self._ticks.clear()
        for period in dict.fromkeys(one.period for one in files if one.what == "submission"):
            found = self.session.ask(lambda ws, period=period: sending.of_slot(ws, slotref.slot(ws, period)))  # type: ignore[misc]  # the default is the period
            if found is not None:
                told = (found.sheet and _("table {day}").format(day=found.sheet[5:]),
                        found.stamped and _("paper {day}").format(day=found.stamped[5:]))  # fmt: skip
                self._ticks[period] = _(", ").join(part for part in told if part) or "—"
        if before != self._ticks:
            self.sent_model.show(())

    def receive(self, paths: Sequence[Path], answers: Mapping[str, Mapping[str, str]] | None = None) -> None:
        """Take in files beside the window; the verdicts come when all are through."""
        today, by = self.session.today, self.session.by

        def work(ws: Workspace, progress: Progress) -> Done[tuple[FileVerdict, ...]]:
            return receive.receive(ws, list(paths), answers=answers or {}, today=today, by=by, progress=progress)

        job = Job(self.session.workspace, work)
        job.progressed.connect(self._progressed)
        job.finished.connect(self._received)
        job.failed.connect(lambda sentence: self._ended(sentence, "trouble"))
        job.cancelled.connect(lambda: self._ended(_("Stopped. What was taken so far stays taken."), "note"))
        job.crashed.connect(lambda _error: self._ended("", ""))
        self._job = job
        self.drop.setEnabled(False)
        self.bar.setRange(0, 0)
        self.running.show()
        self.runner.start(job)

    def issue(self) -> None:
        """下发模板: write the workbook of the period for every unit into a folder."""
        due = formats.due_text(due_by(self.session.workspace.policy, self.session.period.end))
        chosen = ask_issuing(self, formats.period_text(self.session.period), due)
        if chosen is not None:
            self.issue_to(chosen.folder, chosen.prefills)

    def issue_to(self, folder: Path, prefills: Path | None = None) -> None:
        from ipdesk.services import issue

        period, today, by = self.session.period, self.session.today, self.session.by

        def work(ws: Workspace, progress: Progress) -> Done[tuple[issue.IssuedFile, ...]]:
            del progress
            handed_down = issue.read_prefills(prefills, ws) if prefills else None
            return issue.issue(ws, period, to=folder, prefills=handed_down, today=today, by=by)

        job = Job(self.session.workspace, work)
        job.finished.connect(lambda done: self._issued(done, folder))
        job.failed.connect(lambda sentence: self._ended(sentence, "trouble"))
        job.crashed.connect(lambda _error: self._ended("", ""))
        self._job = job
        self.bar.setRange(0, 0)
        self.running_note.setText(_("Writing the templates"))
        self.running.show()
        self.runner.start(job)

    def go(self, reference: str) -> None:
        for number, one in enumerate(self.model.things()):
            if reference in (one.name, one.unit, one.file_hash) and reference:
                self.table.go_to(number)
                return

    def place(self) -> Mapping[str, str]:
        chosen = self.model.thing(self.table.currentIndex().row())
        return {"file": chosen.file_hash if chosen else "", "tab": str(self.tabs.currentIndex())}

    def restore(self, place: Mapping[str, str]) -> None:
        self.go(place.get("file", ""))
        self.tabs.setCurrentIndex(1 if place.get("tab") == "1" else 0)

    def begin(self) -> None:
        (self.table if self.model.rowCount() else self.drop.files).setFocus()

    def _lay_out(self) -> None:
        acts = column(self.issue_button, self.bundle_button, None, gap=theme.S)
        top = row(self.drop, gap=theme.M)
        top.addLayout(acts)
        top.setStretch(0, 1)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress"))
        self.running_note = Elided("", "second")
        self.stop = button(_("Stop"), self._stop)
        self.running = holder(row(self.running_note, self.bar, self.stop, gap=theme.M))
        self.running.hide()
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.table)
        self.split.addWidget(self.detail)
        self.detail.setMinimumHeight(theme.current().px(150))
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        self.split.setHandleWidth(theme.M)
        self.nothing = empty(
            _("Nothing has been received yet"),
            _("Received files stand here with their verdict; the original of each is kept."),
        )
        self.nothing_sent = empty(
            _("Nothing has been written yet"), _("Files that go out stand here, with the folder they lie in.")
        )
        outbox = column(self.sent, gap=theme.S)
        outbox.addLayout(row(None, self.open_folder))
        self.stack = QStackedWidget()
        for part in (self.split, holder(outbox), self.nothing, self.nothing_sent):
            self.stack.addWidget(part)
        outer = column(gap=theme.M, margins=(theme.L, theme.L, theme.L, theme.L))
        outer.addLayout(top)
        outer.addWidget(self.running)
        outer.addLayout(row(self.tabs, None, self.summary, gap=theme.M))
        outer.addWidget(self.stack, 1)
        self.setLayout(outer)

    def _turn(self, tab: int) -> None:
        if tab == 1:
            self.stack.setCurrentWidget(self.stack.widget(1) if self.sent_model.rowCount() else self.nothing_sent)
        else:
            self.stack.setCurrentWidget(self.split if self.model.rowCount() else self.nothing)

    def _show_detail(self, number: int) -> None:
        self.detail.show_verdict(self.model.thing(number))

    def _progressed(self, done: int, total: int, note: str) -> None:
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        self.running_note.setText(_("{done} of {total}: {name}").format(done=done, total=total, name=note))

    def _received(self, done: Done[tuple[FileVerdict, ...]]) -> None:
        self._ended("", "")
        names = {one.file_hash or one.name for one in done.value}
        self._latest = (*done.value, *(one for one in self._latest if (one.file_hash or one.name) not in names))
        self.session.took(done.changes)
        self._stale = True
        self.look()
        counts = {verdict: sum(one.verdict is verdict for one in done.value) for verdict in Verdict}
        parts = [f"{_(VERDICTS[verdict][1])} {count}" for verdict, count in counts.items() if count]
        said = ngettext("{n} file: {parts}", "{n} files: {parts}", len(done.value)).format(
            n=len(done.value), parts=_(", ").join(parts)
        )
        self.summary.setText(said)
        worst = next((n for n, one in enumerate(self.model.things()) if one in done.value), 0)
        self.tabs.setCurrentIndex(0)
        self.table.go_to(worst)
        self.table.setFocus()

    def _issued(self, done: Done[tuple[object, ...]], folder: Path) -> None:
        self._ended("", "")
        self.session.took(done.changes)
        self._stale = True
        self.look()
        self.tabs.setCurrentIndex(1)
        self.session.tell(
            ngettext("{n} template written to {folder}", "{n} templates written to {folder}", len(done.value)).format(
                n=len(done.value), folder=folder
            ),
            "done",
        )

    def _ended(self, sentence: str, kind: str) -> None:
        self._job = None
        self.drop.setEnabled(True)
        self.running.hide()
        self.running_note.setText("")
        if sentence:
            self.session.tell(sentence, kind)
            self.look_again()

    def _answer(self, verdict: FileVerdict, answers: Mapping[str, str]) -> None:
        if verdict.path.exists():
            # One answer may lead to the next question: what was said before still holds.
            name = verdict.file_hash or verdict.path.name
            name = f"{name}#{verdict.part}" if verdict.part else name
            self._said[name] = {**self._said.get(name, {}), **answers}
            self.receive([verdict.path], {name: self._said[name]})
        else:
            self.session.tell(_("{name} is no longer where it was. Drop it here once more.").format(name=verdict.name))

    def bundle_to(self, chosen: BundleChoice) -> None:
        """Write a bundle, or only the list of what is here."""
        from ipdesk.services import bundle

        today, by = self.session.today, self.session.by
        written = self.session.ask(
            lambda ws: bundle.write_have(ws, chosen.path, today=today, by=by)
            if chosen.only_list
            else bundle.bundle(
                ws, chosen.path, purpose=bundle.Purpose(chosen.purpose), units=chosen.units, since=chosen.since,
                today=today, by=by,
            )
        )  # fmt: skip
        if written is not None:
            self.look_again()
            self.session.tell(_("Written: {path}").format(path=written), "done")

    def _ask_bundle(self) -> None:
        units = [(unit.code, unit.short) for unit in self.session.workspace.policy.units]
        chosen = ask_bundle(self, units)
        if chosen is not None:
            self.bundle_to(chosen)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _choose_files(self) -> None:
        files, _kind = QFileDialog.getOpenFileNames(self, _("Files to receive"))
        if files:
            self.receive([Path(file) for file in files])

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Folder to receive"))
        if folder:
            self.receive([Path(folder)])

    def _open_folder(self) -> None:
        chosen = self.sent_model.thing(self.sent.currentIndex().row())
        if chosen is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(chosen.path.parent)))


def period_words(code: str) -> str:
    """A period's code as people say it; what is no period stays as it is."""
    try:
        return formats.period_text(periods.parse(code))
    except ValueError:
        return code


def time_words(at: str) -> str:
    """`2026-10-09 10:32:05` as 10-09 10:32."""
    return at[5:16] if len(at) >= 16 else at


def _columns() -> tuple[Column[FileVerdict], ...]:
    def icon(one: FileVerdict) -> QIcon:
        return mark_icon(VERDICTS[one.verdict][0])

    return (
        Column(_("Verdict"), lambda one: _(VERDICTS[one.verdict][1]), least=110, icon=icon),
        Column(_("File"), lambda one: one.name, least=180, stretch=True),
        Column(_("From or for"), lambda one: one.unit_short or "—", least=90, spare=1),
        Column(_("Period"), lambda one: period_words(one.period) or "—", least=110, spare=3),
        Column(_("Plan"), lambda one: one.plan or "—", least=120, spare=4, telling=True),
        Column(_("What it says"), bare_sentence, least=180, stretch=True),
        Column(_("Signature"), lambda one: trust_word(one.trust) or "—", least=84, spare=2),
        Column(_("Time"), lambda one: time_words(one.at), least=92, spare=2),
    )


def _sent_columns(ticks: Mapping[str, str]) -> tuple["Column[OutFile]", ...]:
    return (
        Column(_("Kind"), lambda one: _(_WHAT.get(one.what, one.what)), least=90),
        Column(_("File"), lambda one: one.name, least=240, stretch=True),
        Column(_("From or for"), lambda one: one.unit_short or "—", least=90, spare=1),
        Column(_("Period"), lambda one: period_words(one.period) or "—", least=110, spare=3),
        Column(
            _("Sent"),
            lambda one: ticks.get(one.period, "—") if one.what == "submission" else "",
            least=84,
            spare=1,
            telling=True,
        ),
        Column(_("Folder"), lambda one: str(one.path.parent), least=160, stretch=True, spare=1),
        Column(_("Time"), lambda one: time_words(one.at), least=92, spare=2),
    )
