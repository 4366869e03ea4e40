"""总览: what needs you, the gauges of the main indicators, every other target, and who has reported."""

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QFrame, QScrollArea, QVBoxLayout, QWidget

from ipdesk.domain.judgement import Rating
from ipdesk.domain.plan import PlanStatus
from ipdesk.domain.target import TargetKind
from ipdesk.paint.reading import gauge_sentence, read_gauge
from ipdesk.services.evaluate import Assessed
from ipdesk.services.overview import Overview, Todo
from ipdesk.services.workspace import Touched
from ipdesk.text import formats, labels
from ipdesk.text.i18n import _, pgettext
from ipdesk.ui import theme
from ipdesk.ui.jobs import Runner
from ipdesk.ui.pages.page import Page
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.flow import FlowLayout
from ipdesk.ui.widgets.gauge_view import GaugeView
from ipdesk.ui.widgets.marks import Mark, rating_icon
from ipdesk.ui.widgets.parts import Elided, button, card, clear, column, empty, holder, label, row, rule
from ipdesk.ui.widgets.tables import Column, TableModel, TableView
from ipdesk.ui.widgets.unit_wall import UnitWall

_SEVERITY_MARK = {"act": "stop", "soon": "late", "info": "info"}
_LAGGING = (Rating.LAGGING, Rating.FAR_BEHIND)
_SILENT = (Rating.NOT_COMPARABLE, Rating.STALE, Rating.TOO_EARLY)
#: How many to-do lines are shown before the rest is folded.
_MOST_LINES = 4
#: Width of the wall of units beside the gauges.
_WALL = 324
#: From this width of the page on it stands there.
_BESIDE = 1000


class OverviewPage(Page):
    """The first page."""

    name = "overview"
    concerns = frozenset({Touched.PACKAGES, Touched.DRAFTS, Touched.RECEIPTS})

    def __init__(self, session: Session, runner: Runner) -> None:
        super().__init__(session, runner)
        self._overview: Overview | None = None
        self._all_lines = False
        self._reference = ""
        look = theme.current()
        self.todo = QVBoxLayout()
        self.todo.setSpacing(0)
        self.todo.setContentsMargins(0, 0, 0, 0)
        self.todo_card = card(self.todo)
        self.pace = label("", "second")
        self.gauges = FlowLayout(least=look.px(208), most=420, ratio=0.76, height=look.px(168), gap=theme.M)
        self.gauge_views: list[GaugeView] = []
        self.wall = UnitWall()
        self.model = TableModel(_columns(), self)
        self.table = TableView(self.model, _("Other targets"), dense=True)
        self.filters = QButtonGroup(self)
        self.others_title = label(_("Other targets"), "section")
        self._lay_out()
        self.filters.idClicked.connect(lambda _id: self._filter())
        self.table.row_changed.connect(self._picked)
        self.table.entered_row.connect(lambda _row: self._trace())
        self.wall.activated.connect(self._unit_chosen)

    def title(self) -> str:
        return _("Overview")

    def load(self) -> None:
        from ipdesk.services import overview

        found = self.session.ask(lambda ws: overview.overview(ws, self.session.period, today=self.session.today))
        if found is None:
            return
        self._overview = found
        self._show_todo(found.todo)
        self._show_gauges(found.gauges)
        self.pace.setText(_pace(found))
        self.wall_part.setVisible(found.status is not None)
        if found.status is not None:
            self.wall.show_lines(found.status.lines)
            given, expected = found.status.areas.given, found.status.areas.expected
            self.wall_count.setText(
                _("accepted {given} of {expected} areas, {departments} of {all} departments").format(
                    given=given,
                    expected=expected,
                    departments=found.status.departments.given,
                    all=found.status.departments.expected,
                )
            )
        everything = (*found.others,)
        self._counts(everything)
        self._filter()
        self.count_changed.emit(self.name, sum(todo.severity == "act" for todo in found.todo))

    def place(self) -> Mapping[str, str]:
        chosen = self.model.thing(self.table.currentIndex().row())
        return {"target": chosen.judgement.target.id if chosen else "", "filter": str(self.filters.checkedId())}

    def restore(self, place: Mapping[str, str]) -> None:
        wished = place.get("filter", "0")
        chosen = self.filters.button(int(wished)) if wished.isdigit() else None
        if chosen is not None:
            chosen.setChecked(True)
            self._filter()
        for number, one in enumerate(self.model.things()):
            if one.judgement.target.id == place.get("target"):
                self.table.go_to(number)

    def reference(self) -> str:
        for view in self.gauge_views:
            if view.hasFocus():
                return view.reference
        return self._reference

    def begin(self) -> None:
        first = self.todo_card.findChild(QWidget, "act")
        (first or self.table).setFocus()

    def _lay_out(self) -> None:
        look = theme.current()
        self.wall_count = Elided("", "second")
        heading = row(label(_("Main indicators"), "section"), self.pace, None, gap=theme.M)
        gauges = QWidget()
        gauges.setLayout(self.gauges)
        wall_head = row(label(_("Reporting"), "section"), self.wall_count, gap=theme.M)
        wall = column(gap=theme.S)
        wall.addLayout(wall_head)
        wall.addWidget(self.wall)
        wall.addStretch(1)
        self.wall_part = holder(wall)
        bar = row(self.others_title, None, gap=theme.XS)
        for number in range(3):
            chip = button("", kind="choice")
            chip.setCheckable(True)
            self.filters.addButton(chip, number)
            bar.addWidget(chip)
        self.filters.button(0).setChecked(True)
        body = column(self.todo_card, gap=theme.L, margins=(theme.L, theme.L, theme.L, theme.L))
        upper = column(gap=theme.S)
        upper.addLayout(heading)
        upper.addWidget(gauges)
        upper.addStretch(1)
        self.both = row(gap=theme.XL)
        self.both.addLayout(upper, 1)
        self.both.addWidget(self.wall_part)
        body.addLayout(self.both)
        lower = column(gap=theme.S)
        lower.addLayout(bar)
        self.table.setMinimumHeight(look.px(280))
        lower.addWidget(self.table, 1)
        body.addLayout(lower, 1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidget(holder(body, "body"))
        self.setLayout(column(self.area))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The wall stands beside the gauges, or below them where both would be cramped.
        look = theme.current()
        beside = self.width() >= look.px(_BESIDE)
        self.both.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self.wall_part.setMinimumWidth(look.px(_WALL) if beside else 0)
        self.wall_part.setMaximumWidth(look.px(_WALL) if beside else 16777215)

    def _show_todo(self, todo: Sequence[Todo]) -> None:
        clear(self.todo)
        if not todo:
            self.todo.addWidget(_calm_line())
            return
        shown = todo if self._all_lines or len(todo) <= _MOST_LINES + 1 else todo[:_MOST_LINES]
        for number, one in enumerate(shown):
            if number:
                self.todo.addWidget(rule())
            self.todo.addWidget(self._todo_line(one))
        if len(shown) < len(todo):
            self.todo.addWidget(rule())
            more = button(_("{n} more").format(n=len(todo) - len(shown)), self._unfold, kind="quiet")
            self.todo.addLayout(row(more, None, margins=(theme.S, 0, theme.S, 0)))

    def _follow(self, todo: Todo) -> None:
        if todo.ledger is None:
            self.asked.emit(todo.page, todo.reference)
        else:
            self.session.plan_asked.emit(todo.ledger, todo.page, todo.reference)

    def _todo_line(self, todo: Todo) -> QWidget:
        act = button(_act(todo.page), lambda: self._follow(todo), kind="small")
        act.setObjectName("act")
        act.setAccessibleName(f"{act.text()}: {todo.text}")
        line = row(Mark(_SEVERITY_MARK.get(todo.severity, "info")), Elided(todo.text), act, gap=theme.M)
        line.setContentsMargins(theme.L, theme.XS + 2, theme.M, theme.XS + 2)
        return holder(line)

    def _unfold(self) -> None:
        self._all_lines = True
        if self._overview is not None:
            self._show_todo(self._overview.todo)

    def _show_gauges(self, gauges: Sequence[Assessed]) -> None:
        while len(self.gauge_views) < len(gauges):
            view = GaugeView()
            view.activated.connect(self._gauge_activated)
            self.gauge_views.append(view)
        for view in self.gauge_views[len(gauges) :]:
            view.hide()
        self.gauge_views = self.gauge_views[: len(gauges)]
        draft = self.session.workspace.plan.status is PlanStatus.DRAFT
        readings = tuple(
            read_gauge(one.judgement, name=one.indicator.short or one.name, decimals=one.decimals, draft=draft)
            for one in gauges
        )
        for view, one, reading in zip(self.gauge_views, gauges, readings, strict=True):
            sentence = gauge_sentence(one.judgement, name=reading.name, decimals=one.decimals)
            view.show_reading(reading, sentence, reference=_reference(one), alike=readings)
        self.gauges.show_widgets(list(self.gauge_views))

    def _gauge_activated(self, reference: str) -> None:
        self._reference = reference
        self.session.trace_asked.emit(reference)

    def _unit_chosen(self, code: str) -> None:
        self.asked.emit("review", f"{code}/{self.session.period.code}")

    def _counts(self, everything: Sequence[Assessed]) -> None:
        lagging = sum(one.judgement.rating in _LAGGING for one in everything)
        silent = sum(one.judgement.rating in _SILENT for one in everything)
        for number, (words, count) in enumerate(
            ((_("All"), len(everything)), (_("Lagging"), lagging), (_("Not comparable or no data"), silent))
        ):
            chip = self.filters.button(number)
            chip.setText(f"{words} {count}")
            chip.setAccessibleName(chip.text())

    def _filter(self) -> None:
        if self._overview is None:
            return
        wanted = {0: tuple(Rating), 1: _LAGGING, 2: _SILENT}[max(self.filters.checkedId(), 0)]
        self.model.show([one for one in self._overview.others if one.judgement.rating in wanted])

    def _picked(self, number: int) -> None:
        chosen = self.model.thing(number)
        if chosen is not None:
            self._reference = _reference(chosen)

    def _trace(self) -> None:
        if self._reference:
            self.session.trace_asked.emit(self._reference)


def _reference(one: Assessed) -> str:
    return f"{one.unit_code}/{one.judgement.target.id}/{one.judgement.period}"


def _pace(found: Overview) -> str:
    return _("time elapsed of the plan {share}").format(share=formats.percent(found.elapsed, 1))


def _act(page: str) -> str:
    return {
        "fill": _("Fill in"),
        "exchange": _("Exchange"),
        "review": _("Review"),
        "tasks": _("Tasks"),
        "report": _("Report"),
        "settings": _("Settings"),
    }.get(page, pgettext("act", "Look"))


def _calm_line() -> QWidget:
    line = row(Mark("ok"), label(_("Nothing waits for you.")), None, gap=theme.M)
    line.setContentsMargins(theme.L, theme.S, theme.L, theme.S)
    return holder(line)


def _columns() -> tuple[Column[Assessed], ...]:
    def target(one: Assessed) -> str:
        goal = one.judgement.target
        if goal.kind is TargetKind.JUDGED:
            return _("in words")
        return formats.bound(goal.comparator, goal.quantity, upper=goal.upper)

    def rating_colour(one: Assessed) -> str:
        return theme.current().palette.ratings[one.judgement.rating]

    return (
        Column(_("Indicator"), lambda one: one.name, least=150, stretch=True),
        Column(_("Of whom"), lambda one: one.unit_short, least=72, spare=2, telling=True),
        Column(_("Unit"), lambda one: one.judgement.target.unit, least=48, most=80, spare=3),
        Column(_("Now"), lambda one: formats.number(one.judgement.actual, one.decimals), right=True, most=110),
        Column(_("Target value"), target, right=True, most=110),
        Column(_("By"), lambda one: str(one.judgement.target.horizon), right=True, least=56, most=64, spare=4),
        Column(
            _("Completion from baseline"),
            lambda one: formats.percent(one.judgement.completion, 1),
            right=True,
            least=76,
            spare=2,
        ),
        Column(
            _("Gap, points"),
            lambda one: formats.points(one.judgement.gap, 1, unit=False),
            right=True,
            least=84,
            spare=1,
        ),
        Column(
            _("Rating"),
            lambda one: labels.label(one.judgement.rating),
            least=104,
            icon=lambda one: rating_icon(one.judgement.rating),
            colour=rating_colour,
        ),
        Column(_("Clause"), lambda one: one.clause_label, least=100, most=170, spare=5),
    )


__all__ = ["OverviewPage", "empty"]
