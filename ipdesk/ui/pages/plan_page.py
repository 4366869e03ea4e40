"""规划: the plan clause by clause with its targets and its own words, two plans side by side, draft against print."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMenu, QSplitter, QStackedWidget, QTabBar

from ipdesk.domain.plan import Plan, PlanStatus
from ipdesk.services import planbook, plandocument
from ipdesk.services.plandocument import PlanDocument
from ipdesk.services.progress import Progress
from ipdesk.services.workspace import Done, Touched, Workspace
from ipdesk.text import formats, labels
from ipdesk.text.i18n import _, ngettext
from ipdesk.ui import icons, theme
from ipdesk.ui.jobs import Job, Runner
from ipdesk.ui.pages.page import Page
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.clause_panel import ClausePanel
from ipdesk.ui.widgets.drop_area import paths_of
from ipdesk.ui.widgets.parts import Elided, button, column, empty, holder, label, row
from ipdesk.ui.widgets.plan_choice import PlanChoice
from ipdesk.ui.widgets.plan_pair import PlanPair
from ipdesk.ui.widgets.plan_tree import PlanTree
from ipdesk.ui.widgets.plan_versions import PlanVersions

#: Width of the outline, at 100 %.
_OUTLINE = 300
_CLAUSES, _PAIR, _VERSIONS = range(3)


class PlanPage(Page):
    """Three views under tabs; the second and third are built when they are first turned to."""

    name = "plan"
    has_period = False
    concerns = frozenset({Touched.PACKAGES, Touched.RECEIPTS})

    def __init__(self, session: Session, runner: Runner) -> None:
        super().__init__(session, runner)
        self._plan: Plan | None = None
        self._document: PlanDocument | None = None
        self._job: Job | None = None
        self._pair: PlanPair | None = None
        self._versions: PlanVersions | None = None
        self.setAcceptDrops(True)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("View of the plan"))
        for words in (_("Clauses and targets"), _("Two plans side by side"), _("Draft and printed plan")):
            self.tabs.addTab(words)
        self.about = Elided("", "second")
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Find in the outline (Ctrl+L)"))
        self.search.setAccessibleName(_("Find in the outline"))
        self.search.setClearButtonEnabled(True)
        glass = icons.icon("search", theme.current().palette.second)
        self.search.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        self.tree = PlanTree(_("Outline of the plan"))
        self.found_note = label("", "note", wrap=True)
        self.panel = ClausePanel()
        self.document_note = Elided("", "note")
        self.missing_button = button("", self._show_missing, kind="small")
        self.missing_menu = QMenu(self.missing_button)
        self.bring_button = button(_("Plan document (&T)…"), self._choose_document)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(120)
        self._lay_out()
        self._connect()

    def title(self) -> str:
        return _("Plan")

    def load(self) -> None:
        plan = self.session.workspace.plan
        changed = plan != self._plan
        self._plan = plan
        self._document = self.session.ask(plandocument.document)
        self.about.setText(_about(plan))
        self._show_document_note()
        if changed:
            self.tree.show_nodes(planbook.outline(plan))
            self._filter()
        self.panel.show_document(self._document)
        if not self.tree.clause():
            first = self.tree.first([target.clause for target in plan.targets])
            self.tree.go_to(first or (plan.outline[0].id if plan.outline else ""))
        elif changed:
            self._show_clause(self.tree.clause())
        self.clauses.setCurrentWidget(self.book if plan.outline else self.nothing)
        if changed:
            self._refresh_others()
        self._turn(self.tabs.currentIndex())

    def place(self) -> Mapping[str, str]:
        return {"clause": self.tree.clause(), "target": self.panel.chosen(), "view": str(self.tabs.currentIndex())}

    def restore(self, place: Mapping[str, str]) -> None:
        if self.tree.go_to(place.get("clause", "")):
            self.panel.choose(place.get("target", ""))
        view = place.get("view", "0")
        self.tabs.setCurrentIndex(int(view) if view in ("0", "1", "2") else _CLAUSES)

    def go(self, reference: str) -> None:
        """`reference` is a clause's id or a target's."""
        plan = self.session.workspace.plan
        target = next((one for one in plan.targets if one.id == reference), None)
        self.search.clear()
        self._filter()
        self.tabs.setCurrentIndex(_CLAUSES)
        if self.tree.go_to(target.clause if target is not None else reference) and target is not None:
            self.panel.choose(target.id)

    def reference(self) -> str:
        """The figure of the chosen target in the period of the head."""
        target = self.panel.chosen() if self.tabs.currentIndex() == _CLAUSES else ""
        if not target:
            return ""
        return f"{self.session.workspace.plan.region}/{target}/{self.session.period.code}"

    def begin(self) -> None:
        match self.tabs.currentIndex():
            case 1 if self._pair is not None:
                self._pair.begin()
            case 2 if self._versions is not None:
                self._versions.begin()
            case _:
                self.tree.setFocus()

    def bring(self, path: Path) -> None:
        """Keep a plan document, beside the window: reading and linking it takes a while."""
        today, by = self.session.today, self.session.by

        def work(ws: Workspace, progress: Progress) -> Done[PlanDocument]:
            del progress
            return plandocument.keep(ws, path, today=today, by=by)

        job = Job(self.session.workspace, work)
        job.finished.connect(self._brought)
        job.failed.connect(self._ended)
        job.crashed.connect(lambda _error: self._ended(""))
        self._job = job
        self.bring_button.setEnabled(False)
        self.document_note.setText(_("Reading {name}").format(name=path.name))
        self.runner.start(job)

    # -- what Qt calls ---------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths_of(event.mimeData()) and self._job is None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._dropped(paths_of(event.mimeData()))
        event.acceptProposedAction()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down in the search goes to the outline, Enter there to the targets, Escape in the search empties it."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key = event.key()
            enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if watched is self.search and (enter or key == Qt.Key.Key_Down):
                self._wait.stop()
                self._filter()
                self.tree.setFocus()
                return True
            if watched is self.search and key == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
            if watched is self.tree and enter:
                table = self.panel.target_table if self.panel.targets.rowCount() else self.panel.history_table
                if table.isVisible():
                    table.setFocus()
                return True
        return super().eventFilter(watched, event)

    # -- inner -----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        look = theme.current()
        left = holder(column(self.search, self.found_note, self.tree, gap=theme.S))
        left.setMinimumWidth(look.px(200))
        self.book = QSplitter(Qt.Orientation.Horizontal)
        self.book.setChildrenCollapsible(False)
        self.book.setHandleWidth(theme.L)
        self.book.addWidget(left)
        self.book.addWidget(self.panel)
        self.book.setStretchFactor(0, 0)
        self.book.setStretchFactor(1, 1)
        self.book.setSizes([look.px(_OUTLINE), 900])
        self.nothing = empty(_("This plan has no outline yet"), _("Take up a plan pack that holds the plan's clauses."))
        self.clauses = QStackedWidget()
        self.clauses.addWidget(self.book)
        self.clauses.addWidget(self.nothing)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.clauses)
        document = row(self.document_note, self.missing_button, self.bring_button, gap=theme.M)
        self.document_part = holder(document)
        top = row(self.tabs, self.document_part, gap=theme.L)
        top.setStretch(1, 1)
        outer = column(gap=theme.M, margins=(theme.L, theme.M, theme.L, theme.L))
        outer.addLayout(top)
        outer.addWidget(self.about)
        outer.addWidget(self.stack, 1)
        self.setLayout(outer)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._turn)
        self.tree.clause_chosen.connect(self._show_clause)
        self.search.textChanged.connect(lambda _text: self._wait.start())
        self._wait.timeout.connect(self._filter)
        self.search.installEventFilter(self)
        self.tree.installEventFilter(self)
        self.panel.document_asked.connect(self._choose_document)
        self.panel.document_brought.connect(self._dropped)
        for keys, act in (
            ("Ctrl+L", self._focus_search),
            ("Ctrl+PgUp", lambda: self._step(-1)),
            ("Ctrl+PgDown", lambda: self._step(1)),
        ):
            QShortcut(QKeySequence(keys), self, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _turn(self, view: int) -> None:
        self.document_part.setVisible(view == _CLAUSES)
        self.about.setVisible(view == _CLAUSES)
        if view == _PAIR:
            self.stack.setCurrentWidget(self._pair_view())
        elif view == _VERSIONS:
            self.stack.setCurrentWidget(self._versions_view())
        else:
            self.stack.setCurrentWidget(self.clauses)

    def _step(self, by: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())
        self.begin()

    def _pair_view(self) -> PlanPair:
        if self._pair is None:
            self._pair = PlanPair()
            self._pair.file_asked.connect(self._read_pack)
            self._pair.show_plans(self._plans())
            self.stack.addWidget(self._pair)
        return self._pair

    def _versions_view(self) -> PlanVersions:
        if self._versions is None:
            self._versions = PlanVersions()
            self._versions.file_asked.connect(self._read_pack)
            self._versions.clause_asked.connect(self.go)
            self._versions.show_plans(self._plans(), self.session.workspace.plan)
            self.stack.addWidget(self._versions)
        return self._versions

    def _refresh_others(self) -> None:
        """The plan of the workspace is another one: the views that were built offer it anew."""
        if self._pair is not None:
            self._pair.show_plans(self._plans())
        if self._versions is not None:
            self._versions.show_plans(self._plans(), self.session.workspace.plan)

    def _plans(self) -> Sequence[Plan]:
        return self.session.ask(planbook.known_plans) or (self.session.workspace.plan,)

    def _read_pack(self, path: Path, choice: PlanChoice) -> None:
        plan = self.session.ask(lambda _ws: planbook.from_file(path))
        if plan is not None:
            choice.take(plan)

    def _filter(self) -> None:
        """Show what the words of the search are found in; without words the whole outline."""
        self._wait.stop()
        plan, words = self._plan, self.search.text().strip()
        if plan is None:
            return
        if not words:
            self.found_note.hide()
            self.tree.show_only(None)
            return
        found = planbook.matching(plan, words)
        self.tree.show_only(planbook.with_parents(plan, found), found)
        self.found_note.show()
        self.found_note.setText(
            ngettext("Found in {n} clause", "Found in {n} clauses", len(found)).format(n=len(found))
            if found
            else _("Not found in the plan: {words}").format(words=words)
        )
        first = self.tree.first(sorted(found))
        if first and self.tree.clause() not in found:
            self.tree.go_to(first)

    def _focus_search(self) -> None:
        self.tabs.setCurrentIndex(_CLAUSES)
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _show_clause(self, clause: str) -> None:
        if self._plan is not None and clause:
            self.panel.show_clause(self._plan, planbook.clause_view(self._plan, clause), self._plans())

    def _show_document_note(self) -> None:
        document, plan = self._document, self.session.workspace.plan
        self.bring_button.setEnabled(self._job is None)
        missing = document.missing if document is not None else ()
        self.missing_button.setVisible(bool(missing))
        if document is None:
            self.document_note.setText("")
            return
        said = _("{name}: {n} of {all} targets found in it").format(
            name=document.name, n=len(plan.targets) - len(missing), all=len(plan.targets)
        )
        if document.outdated:
            said = _("{said}; the plan was amended since: bring the document again").format(said=said)
        self.document_note.setText(said)
        words = ngettext("{n} not found", "{n} not found", len(missing)).format(n=len(missing))
        self.missing_button.setText(words)
        self.missing_button.setAccessibleName(words)
        self.missing_menu.clear()
        for target in plan.targets:
            if target.id in missing:
                said = f"{target.name}　{formats.target_text(target)}"
                self.missing_menu.addAction(said, lambda name=target.id: self.go(name))

    def _show_missing(self) -> None:
        self.missing_menu.popup(self.missing_button.mapToGlobal(self.missing_button.rect().bottomLeft()))

    def _choose_document(self) -> None:
        kinds = _("Plan documents ({patterns})").format(patterns="*.txt *.docx *.pdf *.html *.htm")
        name, _kind = QFileDialog.getOpenFileName(self, _("Document of the plan"), "", kinds)
        if name:
            self.bring(Path(name))

    def _dropped(self, paths: Sequence[Path]) -> None:
        if len(paths) == 1:
            self.bring(paths[0])
        elif paths:
            self.session.tell(_("One plan has one document: drop a single file."))

    def _brought(self, done: Done[PlanDocument]) -> None:
        self._job = None
        self.session.took(done.changes)
        self.look_again()
        missing, kept = done.value.missing, done.value
        said = _("{name} is kept on this PC.").format(name=kept.name)
        if missing:
            said += ngettext(
                " {n} target was not found in it: see “not found” above.",
                " {n} targets were not found in it: see “not found” above.",
                len(missing),
            ).format(n=len(missing))
        self.session.tell(said, "note" if missing else "done")

    def _ended(self, sentence: str) -> None:
        self._job = None
        self._show_document_note()
        if sentence:
            self.session.tell(sentence, "trouble")


def _about(plan: Plan) -> str:
    """Title, years, version and counts; a draft says that its figures may still change."""
    counts = [
        ngettext("{n} clause", "{n} clauses", len(plan.outline)).format(n=len(plan.outline)),
        ngettext("{n} target", "{n} targets", len(plan.targets)).format(n=len(plan.targets)),
    ]
    if plan.history:
        counts.append(
            ngettext("{n} row on the previous period", "{n} rows on the previous period", len(plan.history)).format(
                n=len(plan.history)
            )
        )
    parts = [
        plan.title,
        formats.plan_span(plan.first_year, plan.last_year),
        _("version {n}").format(n=plan.version),
        _(", ").join(counts),
    ]
    if plan.status is PlanStatus.DRAFT:
        parts.append(_("draft for comment: figures may still change"))
    elif plan.status is PlanStatus.CLOSED:
        parts.append(labels.label(plan.status))
    return "　".join(parts)
