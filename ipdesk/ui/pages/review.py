"""审核: the wall of a year, and the report that was opened from it beside all that it is held against."""

import json
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from ipdesk.domain import period as periods
from ipdesk.domain.errors import IpdeskError
from ipdesk.domain.form import Question
from ipdesk.domain.ledger.package import Slot
from ipdesk.domain.ledger.standing import Status
from ipdesk.services import slotref, yeargrid
from ipdesk.services.collect import StatusLine, UnitState
from ipdesk.services.workspace import Touched
from ipdesk.text import formats
from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.jobs import Runner
from ipdesk.ui.pages import review_words
from ipdesk.ui.pages.page import Page
from ipdesk.ui.pages.review_acts import ReviewActs
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.dossier_view import DossierView, Shown
from ipdesk.ui.widgets.marks import Mark
from ipdesk.ui.widgets.parts import Elided, button, column, empty, holder, label, row, rule, tool
from ipdesk.ui.widgets.review_lists import ReviewLists
from ipdesk.ui.widgets.year_wall import Legend, WallModel, YearWall, details, face

#: From this width on the wall stands beside an open report; below it the report has the page to itself.
_BESIDE = 820


class ReviewPage(Page):
    """Wall at the left, what was opened at the right, the acts below."""

    name = "review"
    concerns = frozenset({Touched.PACKAGES, Touched.RECEIPTS, Touched.SETTINGS})

    def __init__(self, session: Session, runner: Runner) -> None:
        super().__init__(session, runner)
        self._slot: Slot | None = None
        self._line: StatusLine | None = None
        self._shown: Shown | None = None
        self._questions: dict[str, dict[str, str]] = {}  # by version, then by row
        self.acts = ReviewActs(session, self)
        self.wall_model = WallModel(self)
        self.wall = YearWall(self.wall_model)
        self.legend = Legend()
        self.lists = ReviewLists()
        self.dossier = DossierView()
        self.head = Elided("", "strong")
        self.mark = Mark("none")
        self.state = label("", "second")
        self.notes = label("", "note", wrap=True)
        self.bare = label("", "section", wrap=True)
        self.remind_button = button(_("Remind (&E)…"), self.acts.remind)
        self.batch_button = button(_("Accept many (&B)…"), self.acts.batch)
        self.enter_button = button(_("Enter for it (&L)…"), self._enter)
        self.waive_button = button(_("Free it (&W)…"), self._waive)
        self.check_button = button(_("Checked (&K)"), self._check)
        self.return_button = button(_("Return (&T)…"), self._return)
        self.accept_button = button(_("Accept (&P)"), self._accept, kind="primary")
        self._lay_out()
        self._connect()

    def title(self) -> str:
        return _("Review")

    # -- showing ---------------------------------------------------------------------------------------------------

    def load(self) -> None:
        session = self.session
        year, today = session.period.year, session.today
        grid = session.ask(lambda ws: yeargrid.year_grid(ws, year, today=today))
        if grid is None:
            return
        kept = self.wall_model.line(self.wall.currentIndex())
        self.wall_model.show(grid)
        self.wall_title.setText(_("Reports of {year}").format(year=year))
        self.legend.show_grid(grid)
        self.lists.load(session)
        self.count_changed.emit(self.name, session.ask(yeargrid.waiting_count) or 0)
        self.pages.setCurrentWidget(self.body if grid.units else self.nothing)
        if self._slot is not None:
            self._show_slot(self._slot)
        else:
            self._show_lists()
        at = self._slot or (kept.slot if kept is not None else None)
        if at is None or not self.wall.go_to(at.unit, at.period):
            self.wall.go_to(grid.units[0].code if grid.units else "", session.period.code)

    def open(self, unit: str, period: str, version: str = "") -> None:
        """Open what a unit reported for a period; `version` names one of several."""
        slot = slotref.slot(self.session.workspace, f"{unit}/{period}")
        if periods.parse(period).year != self.session.period.year:
            self.session.show_period(periods.parse(period))
        self.wall.go_to(slot.unit, slot.period)
        self._slot = slot
        self._show_slot(slot, version)

    def close_report(self) -> None:
        """Back to what waits."""
        self._slot = self._line = self._shown = None
        self._show_lists()
        self.wall.setFocus()

    def go(self, reference: str) -> None:
        if reference == "backlog":
            self.close_report()
            self.lists.show_backlog()
            return
        unit, _slash, period = reference.partition("/")
        try:
            if period:
                self.open(unit, period)
            elif reference:
                self.session.show_period(periods.parse(reference))
                self.close_report()
        except (ValueError, IpdeskError):
            return  # a place that is gone is no trouble

    def place(self) -> Mapping[str, str]:
        kept = {name: asked for name, asked in self._questions.items() if any(asked.values())}
        return {
            "slot": f"{self._slot.unit}/{self._slot.period}" if self._slot else "",
            "row": self.dossier.current_key() if self._shown else "",
            "questions": json.dumps(kept, ensure_ascii=False) if kept else "",
        }

    def restore(self, place: Mapping[str, str]) -> None:
        try:
            kept = json.loads(place.get("questions") or "{}")
        except ValueError:
            kept = {}
        self._questions = {str(name): {str(k): str(v) for k, v in asked.items()} for name, asked in kept.items()}
        if place.get("slot"):
            self.go(place["slot"])
            self.dossier.go_to(place.get("row", ""))

    def reference(self) -> str:
        """The figure of the chosen row; one that is not in force as it stands in the version on screen."""
        key = self.dossier.current_key() if self._shown else ""
        if not key or self._slot is None or self._shown is None:
            return ""
        version = "" if self._shown.seen.status is Status.ACCEPTED else f"@{self._shown.seen.id}"
        return f"{self._slot.unit}/{key}/{self._slot.period}{version}"

    def begin(self) -> None:
        if self._shown is not None:
            self.dossier.begin()
        else:
            self.wall.setFocus()

    # -- acts ------------------------------------------------------------------------------------------------------

    def questions(self) -> tuple[Question, ...]:
        """The questions typed on the version on screen, in the order of its form."""
        if self._shown is None:
            return ()
        asked = self._questions.get(self._shown.seen.id, {})
        form = self._shown.seen.form
        order = ["", *(row.key for row in form.rows), *(task.key for task in form.tasks)]
        return tuple(Question(key, asked[key]) for key in order if asked.get(key))

    def _accept(self) -> None:
        if self._shown is not None:
            self.acts.accept(self._shown)

    def _return(self) -> None:
        if self._shown is not None:
            self.acts.return_(self._shown, self.questions())

    def _check(self) -> None:
        if self._shown is not None:
            self.acts.check(self._shown)

    def _waive(self) -> None:
        if self._line is not None:
            self.acts.waive(self._line)

    def _enter(self) -> None:
        if self._line is not None:
            self.acts.enter(self._line)

    # -- inner -----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        look = theme.current()
        self.wall_title = label("", "section")
        left = column(
            self.wall_title, self.wall, self.legend, gap=theme.S, margins=(theme.L, theme.M, theme.S, theme.M)
        )
        left.setStretch(1, 1)
        self.left = holder(left)
        self.left.setMinimumWidth(look.px(250))
        self.left.setMaximumWidth(look.px(540))
        back = tool("left", _("What waits"), self.close_report)
        head = row(back, self.head, self.mark, self.state, gap=theme.S, margins=(0, 0, theme.M, 0))
        head.setStretch(1, 1)
        report = column(gap=theme.XS, margins=(theme.S, theme.M, theme.L, 0))
        report.addLayout(head)
        report.addWidget(self.notes)
        self.notes.setContentsMargins(theme.S, 0, theme.M, 0)
        report.addWidget(self.dossier, 1)
        self.bare_mark, self.bare_more = Mark("none"), label("", "second", wrap=True)
        bare = column(gap=theme.S, margins=(theme.XL, theme.L, theme.XL, theme.L))
        bare.addLayout(row(self.bare_mark, self.bare, gap=theme.S))
        bare.addWidget(self.bare_more)
        bare.addWidget(label(_("What a unit says by telephone or on paper can be entered for it."), "note", wrap=True))
        bare.addStretch(1)
        self.report, self.without = holder(report), QWidget()
        nothing = column(gap=theme.XS, margins=(theme.S, theme.M, 0, 0))
        self.bare_head = Elided("", "strong")
        nothing.addLayout(row(tool("left", _("What waits"), self.close_report), self.bare_head, gap=theme.S))
        nothing.addLayout(bare, 1)
        self.without.setLayout(nothing)
        self.right = QStackedWidget()
        for part in (self.lists, self.report, self.without):
            self.right.addWidget(part)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.left)
        self.split.addWidget(self.right)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([look.px(340), look.px(760)])
        acts = row(
            self.remind_button, self.batch_button, None, self.enter_button, self.waive_button, self.check_button,
            self.return_button, self.accept_button,
            gap=theme.S, margins=(theme.L, theme.S, theme.L, theme.S),
        )  # fmt: skip
        body = column(gap=0)
        body.addWidget(self.split, 1)
        body.addWidget(rule())
        body.addWidget(holder(acts, "actions"))
        self.body = holder(body)
        self.nothing = empty(
            _("Nothing has been issued yet"),
            _("Who has reported, and what is to be reviewed, stands here once the templates of a period are out."),
            button(_("To the exchange page"), lambda: self.asked.emit("exchange", "")),
        )
        self.pages = QStackedWidget()
        self.pages.addWidget(self.body)
        self.pages.addWidget(self.nothing)
        self.setLayout(column(self.pages))

    def _connect(self) -> None:
        self.wall.opened.connect(self._opened)
        self.lists.opened.connect(self._opened)
        self.dossier.question_typed.connect(self._typed)
        self.dossier.row_changed.connect(self._row_chosen)
        self.dossier.phrases_wanted.connect(self._edit_phrases)
        self.dossier.revision_decided.connect(lambda line, taken: self.acts.decide_revision(line, taken=taken))
        for keys, act in (
            ("F8", self.dossier.go_on),
            ("Esc", self.close_report),
            ("Ctrl+Return", self.dossier.begin),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.acts.decided.connect(self._decided)
        self.acts.refused.connect(self.look_again)
        self.acts.entering.connect(lambda reference: self.asked.emit("fill", reference))
        self.dossier.kept.connect(self._settle)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        alone = self.width() < theme.current().px(_BESIDE) and self._shown is not None
        self.left.setVisible(not alone)
        for act in (self.remind_button, self.batch_button):  # they are about all of them, not about this one
            act.setVisible(not alone)

    def _opened(self, unit: str, period: str, version: str = "") -> None:
        self.open(unit, period, version)
        if self._shown is not None:
            self.dossier.begin()

    def _show_lists(self) -> None:
        self._shown = self._line = None
        self.right.setCurrentWidget(self.lists)
        self._enable()
        self._make_room()

    def _show_slot(self, slot: Slot, version: str = "") -> None:
        """The report of a slot, or what there is to say while none has come."""
        from ipdesk.services import collect

        session = self.session
        unit, period = session.ask(lambda ws: ws.unit_of(slot.unit)), periods.parse(slot.period)
        if unit is None:  # it is no longer among the units
            self.close_report()
            return
        line = session.ask(lambda ws: collect.line_of(ws, unit, period, session.today))
        state = session.workspace.state.slot(session.workspace.ledger, slot)
        if line is None:
            return
        self._line = line
        heads = state.heads
        wanted = version or (self._shown.seen.id if self._shown and self._shown.seen.id in heads else "")
        name = wanted if wanted in heads else (state.current or (heads[-1] if heads else ""))
        words = f"{unit.short}　{formats.period_text(period)}"
        if not name:
            self._shown = None
            self.bare_head.setText(words)
            self.bare_mark.show_mark(face(line)[0])
            self.bare.setText(face(line)[2])
            self.bare_more.setText("\n".join(details(line)))
            self.right.setCurrentWidget(self.without)
        else:
            self._show_version(line, name, tuple(head for head in heads if head != name))
            self.head.setText(words)
            self.right.setCurrentWidget(self.report)
        self._enable()
        self._make_room()

    def _show_version(self, line: StatusLine, name: str, others: Sequence[str]) -> None:
        from ipdesk.services import beside, phrases, review

        session = self.session
        seen = session.ask(lambda ws: review.dossier(ws, name))
        if seen is None:
            return
        rival = others[0] if others else ""
        rows = session.ask(lambda ws: beside.beside(ws, seen)) or ()
        differing = (session.ask(lambda ws: beside.differences(ws, name, rival)) or ()) if rival else ()
        whose = review_words.both(session.workspace, name, rival) if rival else ""
        self._shown = Shown(seen, rows, rival, whose, differing)
        self.mark.show_mark(face(line)[0])
        self.state.setText(face(line)[2])
        self.notes.setText("\n".join(review_words.notes(session.workspace, line, seen)))
        self.dossier.panel.show_phrases(phrases.phrases(session.workspace))
        self.dossier.show_submission(self._shown, self._questions.get(name, {}), asking=self._may_decide())

    def _may_decide(self) -> bool:
        """Whether the version on screen can still be accepted or returned here."""
        if self._shown is None or self.session.workspace.read_only:
            return False
        return self._shown.seen.status in (Status.PENDING, Status.REINSTATED, Status.RETURNED) and not self._shown.rival

    def _enable(self) -> None:
        read_only = self.session.workspace.read_only
        decides = self._may_decide()
        self.accept_button.setEnabled(decides)
        self.return_button.setEnabled(decides)
        self.check_button.setEnabled(decides)
        self.check_button.setVisible(self.session.workspace.policy.two_key)
        for act in (self.batch_button, self.remind_button):
            act.setEnabled(not read_only)
        line = self._line
        other = line is not None and line.unit.code != self.session.workspace.unit.code
        issued = line is not None and line.state is not UnitState.NOT_ISSUED
        waived = line is not None and line.state is UnitState.WAIVED
        self.enter_button.setEnabled(bool(other and issued and not waived and not read_only))
        self.waive_button.setEnabled(bool(line is not None and (issued or waived) and not read_only))
        self.waive_button.setText(_("Report after all (&W)…") if waived else _("Free it (&W)…"))

    def _typed(self, key: str, text: str) -> None:
        if self._shown is not None:
            asked = self._questions.setdefault(self._shown.seen.id, {})
            if text:
                asked[key] = text
            else:
                asked.pop(key, None)
            self.dossier.show_questions(asked)

    def _row_chosen(self, key: str) -> None:
        from ipdesk.services import cellhistory

        if self._slot is None or self._shown is None:
            return
        slot = self._slot
        known = {item.id for item in self.session.workspace.plan.items}
        found = self.session.ask(lambda ws: cellhistory.history(ws, slot, key)) if key in known else None
        self.dossier.show_versions(found.versions if found else ())

    def _edit_phrases(self) -> None:
        from ipdesk.services import phrases

        self.acts.edit_phrases()
        self.dossier.panel.show_phrases(phrases.phrases(self.session.workspace))

    def _settle(self, keep: str) -> None:
        if self._slot is not None:
            self.acts.settle(self._slot, keep)

    def _decided(self, name: str) -> None:
        """On to the next report that waits, or back to what waits."""
        from ipdesk.services import review

        self._questions.pop(name, None)
        session = self.session
        waiting = session.ask(review.waiting) or ()
        others = [one for one in waiting if self._slot is None or one.slot != self._slot]
        others.sort(key=lambda one: self._slot is None or one.period != self._slot.period)
        if others:
            self._opened(others[0].slot.unit, others[0].period, others[0].id)
        else:
            self.close_report()
