"""分析: a target over time, pace, units against targets, what is still needed, evaluations."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QButtonGroup, QFileDialog, QStackedWidget, QTabBar, QWidget

from ipdesk.domain.judgement import Rating
from ipdesk.domain.required import RateState
from ipdesk.services import analysis, evaluate
from ipdesk.services.evaluate import Assessed
from ipdesk.services.workspace import Touched, Workspace
from ipdesk.text import formats, labels, verdictwords
from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.jobs import Runner
from ipdesk.ui.pages.page import Page
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.marks import rating_icon
from ipdesk.ui.widgets.pace_bars import BarDelegate, no_bar
from ipdesk.ui.widgets.parts import button, column, empty, holder, label, row
from ipdesk.ui.widgets.tables import Column, TableModel, TableView
from ipdesk.ui.widgets.tile_grid import TileGrid, TileModel

if TYPE_CHECKING:
    from ipdesk.ui.widgets.cycle_panel import CyclePanel
    from ipdesk.ui.widgets.trend_view import TrendView

#: Width of the list of targets beside the trend.
_LIST = 264
_PACE, _TREND, _NEEDED, _TILES, _CYCLES = "pace", "trend", "needed", "tiles", "cycles"
_BAR_COLUMN = 5


class AnalysisPage(Page):
    """Views under tabs; the trend and the evaluations are built when they are first turned to."""

    name = "analysis"
    concerns = frozenset({Touched.PACKAGES, Touched.DRAFTS})

    def __init__(self, session: Session, runner: Runner) -> None:
        super().__init__(session, runner)
        self._assessed: tuple[Assessed, ...] = ()
        self._reference = ""
        self._trend: TrendView | None = None
        self._cycles: CyclePanel | None = None
        parent = session.workspace.is_issuer
        views = [(_PACE, _("Pace")), (_TREND, _("Trend")), (_NEEDED, _("Still needed"))]
        self._views = [*views, *([(_TILES, _("Units and targets")), (_CYCLES, _("Evaluation"))] if parent else [])]
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("View of the analysis"))
        for _name, words in self._views:
            self.tabs.addTab(words)
        self.orders = QButtonGroup(self)
        self.bars = TableModel(_bar_columns(), self)
        self.bar_table = TableView(self.bars, _("Pace"), dense=True)
        self.bar_table.setItemDelegateForColumn(_BAR_COLUMN, BarDelegate(self.bars, self.bar_table))
        self.targets = TableModel(_list_columns(), self)
        self.target_table = TableView(self.targets, _("Targets"), dense=True)
        self.needs = TableModel(_need_columns(), self)
        self.need_table = TableView(self.needs, _("Still needed"), dense=True)
        self.tiles = TileModel(self)
        self.tile_grid = TileGrid(self.tiles, _("Units and targets"))
        self.rules = label("", "note", wrap=True)
        self.copy_button = button(_("Copy picture (&Y)"), self.copy_picture)
        self.excel_button = button(_("Save as Excel (&X)…"), self._ask_excel)
        self._lay_out()
        self.tabs.currentChanged.connect(self._turned)
        self.orders.idClicked.connect(lambda _id: self._sort())
        for table, model in ((self.bar_table, self.bars), (self.need_table, self.needs)):
            table.row_changed.connect(lambda number, model=model: self._picked(model.thing(number)))
            table.entered_row.connect(lambda number, model=model: self.show_trend(model.thing(number)))
        self.target_table.row_changed.connect(self._target_chosen)
        self.target_table.entered_row.connect(lambda _row: self._trace())
        self.tile_grid.tile_changed.connect(self._picked)
        self.tile_grid.entered_tile.connect(self.show_trend)

    def title(self) -> str:
        return _("Analysis")

    @property
    def view(self) -> str:
        """The name of the view that is shown."""
        return self._views[max(self.tabs.currentIndex(), 0)][0]

    def load(self) -> None:
        found = self.session.ask(lambda ws: evaluate.evaluate(ws, self.session.period)) or ()
        own = self.session.workspace.unit.code
        if not self.session.workspace.is_issuer:  # a district's own targets first, then the region's
            found = tuple(sorted(found, key=lambda one: one.unit_code != own))
        self._assessed = found
        self._sort()
        kept = self._reference
        self.targets.show(found)
        self.needs.show([one for one in found if one.required is not None])
        if self.session.workspace.is_issuer:
            grid = self.session.ask(lambda ws: analysis.tiles(ws, self.session.period))
            if grid is not None:
                self.tiles.show(grid)
        if self._cycles is not None:
            self._cycles.load()
        self._reference = kept
        self._choose_target(kept)
        limits = self.session.workspace.policy.thresholds
        self.rules.setText("".join((verdictwords.rating_rule(limits), verdictwords.early_rule(limits))))
        self._turned()

    def show_view(self, name: str) -> None:
        """Turn to a view by its name: pace, trend, needed, tiles, cycles."""
        places = [view for view, _words in self._views]
        if name in places:
            self.tabs.setCurrentIndex(places.index(name))

    def show_trend(self, one: Assessed | None) -> None:
        """Turn to the trend of a target."""
        if one is not None:
            self._reference = _reference(one)
            self._choose_target(self._reference)
            self.show_view(_TREND)

    def copy_picture(self) -> None:
        """What the view shows, as a picture on the clipboard."""
        QApplication.clipboard().setPixmap(self.stack.currentWidget().grab())
        self.session.tell(_("The picture is on the clipboard."), "done")

    def save_tables(self, path: Path) -> Path | None:
        """The tables of the analysis, with the trend that is shown, as a workbook."""
        chosen = self._chosen()

        def write(ws: Workspace) -> Path:
            of = None
            if self.view == _TREND and chosen is not None:
                of = analysis.trend(ws, chosen.unit_code, chosen.judgement.target.id, self.session.period)
            return analysis.write_tables(
                ws, self.session.period, path, trend_of=of, today=self.session.today, by=self.session.by
            )

        written = self.session.ask(write)
        if written is not None:
            self.session.tell(_("Written: {path}").format(path=written), "done")
        return written

    def reference(self) -> str:
        if self.view == _CYCLES and self._cycles is not None:
            return self._cycles.reference()
        if self.view == _TREND and self._trend is not None and self._trend.point is not None:
            chosen = self._chosen()
            if chosen is not None:
                return f"{chosen.unit_code}/{chosen.judgement.target.id}/{self._trend.point.period.code}"
        return self._reference

    def go(self, reference: str) -> None:
        """`unit/target/period` shows the trend of that target, the name of a view turns to it."""
        if "/" in reference:
            self._reference = reference
            self._choose_target(reference)
            self.show_view(_TREND)
        else:
            self.show_view(reference)

    def place(self) -> Mapping[str, str]:
        return {"view": self.view, "figure": self._reference}

    def restore(self, place: Mapping[str, str]) -> None:
        self._reference = place.get("figure", "")
        self._choose_target(self._reference)
        self.show_view(place.get("view", ""))

    def begin(self) -> None:
        self.tabs.setFocus()

    # -- inner -----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.orders_part = self._orders()
        bar = row(self.tabs, None, self.orders_part, self.copy_button, self.excel_button, gap=theme.S)
        self.trend_place = column()
        trend = row(self.target_table, gap=theme.L)
        self.target_table.setFixedWidth(theme.current().px(_LIST))
        trend.addLayout(self.trend_place, 1)
        tiles = column(self.tile_grid, label(_tile_legend(), "note", wrap=True), gap=theme.S)
        tiles.setStretch(0, 1)
        self.cycle_place = column()
        places: dict[str, QWidget] = {
            _PACE: holder(column(self.bar_table)), _TREND: holder(trend), _NEEDED: holder(column(self.need_table)),
            _TILES: holder(tiles), _CYCLES: holder(self.cycle_place),
        }  # fmt: skip
        self._places = places  # a view that a unit without children does not have still has its widgets
        self.stack = QStackedWidget()
        for name, _words in self._views:
            self.stack.addWidget(places[name])
        self.nothing = empty(
            _("There is nothing to analyse yet"),
            _("As soon as reports are accepted, trends, pace and what is still needed stand here."),
        )
        self.stack.addWidget(self.nothing)
        body = column(gap=theme.S, margins=(theme.L, theme.M, theme.L, theme.M))
        body.addLayout(bar)
        body.addWidget(self.stack, 1)
        body.addWidget(self.rules)
        self.setLayout(body)

    def _orders(self) -> QWidget:
        choices = []
        for number, words in enumerate((_("In the plan's order"), _("Furthest behind first"))):
            chip = button(words, kind="choice")
            chip.setCheckable(True)
            self.orders.addButton(chip, number)
            choices.append(chip)
        choices[0].setChecked(True)
        return holder(row(*choices, gap=theme.XS))

    def _turned(self) -> None:
        view = self.view
        self.stack.setCurrentIndex(max(self.tabs.currentIndex(), 0))
        self.orders_part.setVisible(view == _PACE)
        self.rules.setVisible(view != _CYCLES)
        self.copy_button.setEnabled(bool(self._assessed))
        if not self._assessed and view != _CYCLES:
            self.stack.setCurrentWidget(self.nothing)
            return
        if view == _TREND:
            self._show_trend()
        elif view == _CYCLES:
            self._show_cycles()

    def _show_trend(self) -> None:
        if self._trend is None:
            from ipdesk.ui.widgets.trend_view import TrendView

            self._trend = TrendView()
            self.trend_place.addWidget(self._trend)
        if self.target_table.currentIndex().row() < 0:
            first = next((n for n, one in enumerate(self._assessed) if one.judgement.actual is not None), 0)
            self.target_table.go_to(first)
            return
        chosen = self._chosen()
        found = None
        if chosen is not None:
            found = self.session.ask(
                lambda ws: analysis.trend(ws, chosen.unit_code, chosen.judgement.target.id, self.session.period)
            )
        self._trend.show_trend(found)

    def _show_cycles(self) -> None:
        if self._cycles is None:
            from ipdesk.ui.widgets.cycle_panel import CyclePanel

            self._cycles = CyclePanel(self.session)
            self.cycle_place.addWidget(self._cycles)
            self._cycles.load()

    def _target_chosen(self, _row: int) -> None:
        self._picked(self._chosen())
        if self.view == _TREND and self._trend is not None:
            self._show_trend()

    def _chosen(self) -> Assessed | None:
        return self.targets.thing(self.target_table.currentIndex().row())

    def _choose_target(self, reference: str) -> None:
        wanted = reference.split("/")[:2]
        for number, one in enumerate(self.targets.things()):
            if [one.unit_code, one.judgement.target.id] == wanted:
                self.target_table.go_to(number)

    def _sort(self) -> None:
        shown: Sequence[Assessed] = self._assessed
        if self.orders.checkedId() == 1:
            shown = sorted(shown, key=lambda one: (one.judgement.gap is None, one.judgement.gap or 0))
        self.bars.show(shown)

    def _picked(self, one: Assessed | None) -> None:
        if one is not None:
            self._reference = _reference(one)

    def _trace(self) -> None:
        if self._reference:
            self.session.trace_asked.emit(self.reference())

    def _ask_excel(self) -> None:
        name = _("Analysis_{period}.xlsx").format(period=formats.period_text(self.session.period))
        chosen, _kind = QFileDialog.getSaveFileName(self, self.excel_button.text(), name, "Excel (*.xlsx)")
        if chosen:
            self.save_tables(Path(chosen))


def _reference(one: Assessed) -> str:
    return f"{one.unit_code}/{one.judgement.target.id}/{one.judgement.period}"


def _tile_legend() -> str:
    words = "　".join(labels.rating_text(rating) for rating in Rating)
    return _("{ratings}　— no target of its own").format(ratings=words)


def _colour(one: Assessed) -> str:
    return theme.current().palette.ratings[one.judgement.rating]


def _rating_column() -> Column[Assessed]:
    return Column(
        _("Rating"), lambda one: labels.label(one.judgement.rating), least=104,
        icon=lambda one: rating_icon(one.judgement.rating), colour=_colour,
    )  # fmt: skip


def _bar_columns() -> tuple[Column[Assessed], ...]:
    return (
        Column(_("Target"), lambda one: one.name, least=236, stretch=True),
        Column(_("Of whom"), lambda one: one.unit_short, least=72, telling=True),
        Column(
            _("Share of target"), lambda one: formats.percent(one.judgement.share_of_target, 1), right=True, least=84,
            spare=3,
        ),
        Column(
            _("Completion from baseline"), lambda one: formats.percent(one.judgement.completion, 1), right=True,
            least=104, spare=1,
        ),
        Column(_("Elapsed"), lambda one: formats.percent(one.judgement.elapsed, 1), right=True, least=72, spare=2),
        Column(
            _("Behind ◂ the time gone ▸ ahead"), lambda one: no_bar(one) if one.judgement.gap is None else "",
            least=236, most=236, centre=True,
        ),
        Column(
            _("Gap, points"), lambda one: formats.points(one.judgement.gap, 1, unit=False), right=True, least=84,
        ),
        _rating_column(),
        Column(_("Remark"), lambda one: verdictwords.caution_text(one.judgement), least=90, most=200, spare=4),
    )  # fmt: skip


def _list_columns() -> tuple[Column[Assessed], ...]:
    return (
        Column(
            _("Target"), lambda one: one.indicator.short or one.name, least=150, stretch=True,
            icon=lambda one: rating_icon(one.judgement.rating),
        ),
        Column(_("Of whom"), lambda one: one.unit_short, least=60, telling=True),
    )  # fmt: skip


def _need_columns() -> tuple[Column[Assessed], ...]:
    def unit(one: Assessed) -> str:
        return one.judgement.target.unit

    def achieved(one: Assessed) -> str:
        return verdictwords.rate_text(one.required.achieved, one.required, unit(one)) if one.required else ""

    def quarterly(one: Assessed) -> str:
        return verdictwords.rate_text(one.required.quarterly, one.required, unit(one)) if one.required else ""

    def times(one: Assessed) -> str:
        rate = one.required
        if rate is None or rate.times is None or rate.state is not RateState.NEEDED:
            return formats.NOTHING
        return _("{times} times").format(times=formats.number(rate.times, 2))

    return (
        Column(_("Target"), lambda one: one.name, least=170, stretch=True),
        Column(_("Of whom"), lambda one: one.unit_short, least=72, telling=True),
        Column(
            _("Now"), lambda one: formats.quantity(one.judgement.actual, unit(one), one.decimals), right=True, most=120
        ),
        Column(_("Target value"), lambda one: formats.target_text(one.judgement.target), right=True, most=130, spare=2),
        Column(_("So far a year"), achieved, right=True, least=96),
        Column(_("Needed a year"), lambda one: verdictwords.needed_text(one.required, unit(one)), right=True, least=96),
        Column(_("A quarter"), quarterly, right=True, least=84, spare=1),
        Column(_("As much as so far"), times, right=True, least=84, spare=3),
        Column(_("Next milestone"), analysis.milestone_text, least=110, most=220, spare=4),
        _rating_column(),
    )
