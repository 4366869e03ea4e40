"""A target over time: what was, what was due, the milestones, the target. Missing is a gap, never zero.

Lines differ in their stroke and points in their shape, so the picture reads in black and white. pyqtgraph is imported
with this module, which is imported when the first trend is shown.
"""

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPixmap
from PySide6.QtWidgets import QWidget

from ipdesk.domain.target import TargetKind
from ipdesk.services.analysis import Trend, TrendPoint
from ipdesk.text import formats, labels, verdictwords
from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.widgets.parts import Elided, column, label

# At the end of the program the library takes its signals apart once more and complains of those that Qt took with it.
pg.setConfigOptions(antialias=True, exitCleanup=False)

#: The share of the width that a figure over a point needs for itself.
_ROOM = 0.075
_NAN = float("nan")


class TrendView(QWidget):
    """The chart with its legend above and the reading of the chosen period below. Left and right choose a period."""

    chosen = Signal(object)  # TrendPoint

    def __init__(self) -> None:
        super().__init__()
        self._trend: Trend | None = None
        self._at = 0
        self.legend = label("", "second", wrap=True)
        self.plot = pg.PlotWidget()
        self.plot.setMenuEnabled(False)
        self.plot.setMouseEnabled(False, False)
        self.plot.hideButtons()
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.setAccessibleName(_("Trend"))
        self.plot.scene().sigMouseClicked.connect(self._clicked)
        self.reading = Elided("")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = column(self.legend, self.plot, self.reading, gap=theme.S)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    @property
    def point(self) -> TrendPoint | None:
        """The period that is chosen."""
        points = self._shown_points()
        return points[self._at] if 0 <= self._at < len(points) else None

    def show_trend(self, found: Trend | None) -> None:
        """Draw a target; the newest known period is chosen."""
        self._trend = found
        points = self._shown_points()
        known = [number for number, point in enumerate(points) if point.actual is not None]
        self._at = known[-1] if known else max(len(points) - 1, 0)
        self._draw()

    def picture(self) -> QPixmap:
        """The chart with legend and reading, as it is seen."""
        return self.grab()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self._choose(self._at + step)

    # -- inner -----------------------------------------------------------------------------------------------------

    def _shown_points(self) -> Sequence[TrendPoint]:
        """Periods that have passed: the others have only their planned value."""
        return [point for point in self._trend.points if point.assessed is not None] if self._trend else []

    def _choose(self, number: int) -> None:
        if 0 <= number < len(self._shown_points()):
            self._at = number
            self._draw()
            self.chosen.emit(self.point)

    def _clicked(self, event: Any) -> None:
        self.setFocus()
        place = self.plot.getPlotItem().vb.mapSceneToView(event.scenePos()).x()
        points = self._shown_points()
        if points:
            self._choose(min(range(len(points)), key=lambda number: abs(points[number].months - place)))

    def _draw(self) -> None:
        look, item = theme.current(), self.plot.getPlotItem()
        item.clear()
        self.plot.setBackground(look.palette.surface)
        found = self._trend
        if found is None:
            self.legend.setText("")
            self.reading.setText("")
            return
        ink, second = QColor(look.palette.ink), QColor(look.palette.second)
        accent = QColor(look.palette.accent)
        self._axes(found, second)
        planned = _planned_line(found)
        if planned:
            item.plot(
                [x for x, _y in planned], [y for _x, y in planned], connect="finite",
                pen=pg.mkPen(second, width=2, style=Qt.PenStyle.DashLine),
            )  # fmt: skip
        if found.target.quantity is not None:
            goal = float(found.target.quantity)
            item.plot([0, found.months], [goal, goal], pen=pg.mkPen(ink, width=1.2, style=Qt.PenStyle.DashDotLine))
            self._text(_goal_text(found), found.months, goal, ink, anchor=(1, 1))
        if found.milestones:
            item.plot(
                [months for _one, months in found.milestones], [float(one.quantity) for one, _m in found.milestones],
                pen=None, symbol="d", symbolSize=look.px(12), symbolPen=pg.mkPen(ink, width=1.4),
                symbolBrush=look.palette.surface,
            )  # fmt: skip
        if found.baseline is not None:
            months, quantity = found.baseline
            item.plot([months], [float(quantity)], pen=None, symbol="o", symbolSize=look.px(10),
                      symbolPen=pg.mkPen(ink, width=1.4), symbolBrush=look.palette.surface)  # fmt: skip
        self._actual(found, accent)
        self._range(found)
        self.legend.setText(_legend(found))
        self._read()

    def _actual(self, found: Trend, colour: QColor) -> None:
        look, item = theme.current(), self.plot.getPlotItem()
        points = self._shown_points()
        item.plot(
            [point.months for point in points], [_drawn(point.actual) for point in points], connect="finite",
            pen=pg.mkPen(colour, width=2.4),
        )  # fmt: skip
        for whole, symbol, brush in ((True, "o", colour), (False, "s", QColor(look.palette.surface))):
            some = [point for point in found.known if point.whole is whole]
            if some:
                item.plot(
                    [point.months for point in some], [_drawn(point.actual) for point in some], pen=None,
                    symbol=symbol, symbolSize=look.px(8), symbolPen=pg.mkPen(colour, width=1.6), symbolBrush=brush,
                )  # fmt: skip
        last = -found.months
        for point in reversed(found.known):  # the newest have their figures; older ones where there is room
            if abs(point.months - last) >= found.months * _ROOM or last < 0:
                figure = formats.number(point.actual, found.latest.decimals)
                self._text(figure, point.months, _drawn(point.actual), colour, anchor=(0.5, 1.25))
                last = point.months
        chosen = self.point
        if chosen is not None:
            self.plot.addItem(pg.InfiniteLine(chosen.months, angle=90, pen=pg.mkPen(look.palette.line, width=1)))

    def _axes(self, found: Trend, colour: QColor) -> None:
        look, item = theme.current(), self.plot.getPlotItem()
        font: QFont = look.font(theme.NOTE)
        first = found.points[0].period.year if found.points else 0
        bottom, left = item.getAxis("bottom"), item.getAxis("left")
        years = [(12 * n, _("end of {year}").format(year=first - 1 + n)) for n in range(found.months // 12 + 1)]
        bottom.setTicks([years, [(point.months, "") for point in found.points]])
        for axis in (bottom, left):
            axis.setPen(pg.mkPen(look.palette.line))
            axis.setTextPen(pg.mkPen(colour))
            axis.setStyle(tickFont=font, tickTextOffset=theme.S, hideOverlappingLabels=False)
        left.enableAutoSIPrefix(False)
        left.setWidth(look.px(64))
        bottom.setHeight(look.px(34))
        item.showGrid(x=False, y=True, alpha=0.15)

    def _range(self, found: Trend) -> None:
        figures = [point.actual for point in found.points] + [point.planned for point in found.points]
        figures += [one.quantity for one, _months in found.milestones]
        figures += [found.target.quantity, found.baseline[1] if found.baseline else None]
        known = [float(figure) for figure in figures if figure is not None]
        if not known:
            known = [0.0, 1.0]
        low, high = min(known), max(known)
        if found.target.kind in (TargetKind.CUMULATIVE, TargetKind.ANNUAL):
            low = min(low, 0.0)  # what is counted from nothing shows nothing too
        room = (high - low) * 0.12 or max(abs(high) * 0.1, 1.0)
        below = room / 4 if low == 0 else room
        start = min([0, *([found.baseline[0]] if found.baseline else [])])
        self.plot.setRange(xRange=(start, found.months), yRange=(low - below, high + room), padding=0.06)

    def _text(self, words: str, x: float, y: float, colour: QColor, *, anchor: tuple[float, float]) -> None:
        if math.isnan(y):
            return
        text = pg.TextItem(words, color=colour, anchor=anchor)
        text.setFont(theme.current().font(theme.NOTE))
        text.setPos(x, y)
        self.plot.addItem(text)

    def _read(self) -> None:
        point, found = self.point, self._trend
        if point is None or found is None or point.assessed is None:
            self.reading.setText("")
            return
        unit, verdict = found.target.unit, point.assessed.judgement
        parts = [formats.period_text(point.period)]
        if point.actual is None:
            parts.append(_("no figure (a gap, not zero)"))
        else:
            parts.append(
                _("actual {figure}").format(figure=formats.quantity(point.actual, unit, found.latest.decimals))
            )
        if point.planned is not None:
            parts.append(_("planned {figure}").format(
                figure=formats.quantity(point.planned, unit, max(found.latest.decimals, 1))))  # fmt: skip
        if point.actual is not None:
            parts += [labels.rating_text(verdict.rating), verdictwords.gap_text(verdict, found.latest.decimals)]
        self.reading.setText("　".join(part for part in parts if part != formats.NOTHING))


def _planned_line(found: Trend) -> list[tuple[float, float]]:
    """Where the planned value goes; it begins at the baseline, and a year's flow begins anew each year."""
    line: list[tuple[float, float]] = []
    target = found.target
    if target.kind in (TargetKind.LEVEL, TargetKind.COVERAGE) and found.baseline is not None:
        line.append((0.0, float(found.baseline[1])))
    elif target.kind is TargetKind.CUMULATIVE:
        line.append((0.0, 0.0))
    year = 0
    for point in found.points:
        if target.kind is TargetKind.ANNUAL and point.period.year != year:
            line.append((point.months, _NAN))
        year = point.period.year
        line.append((point.months, _drawn(point.planned)))
    return line if any(not math.isnan(y) for _x, y in line[1:]) else []


def _goal_text(found: Trend) -> str:
    year = _("{year}").format(year=found.target.horizon)
    return f"{year} {formats.target_text(found.target)}"


def _legend(found: Trend) -> str:
    parts = [_("● actual")]
    if not all(point.whole for point in found.known):
        parts.append(_("□ not all units in it"))
    if _planned_line(found):
        parts.append(_("- - planned"))
    if found.milestones:
        parts.append(_("◇ milestone"))
    if found.target.quantity is not None:
        parts.append(_("–·– target {goal} ({year})").format(
            goal=formats.target_text(found.target), year=found.target.horizon))  # fmt: skip
    else:
        parts.append(_("target pending or in words"))
    if found.baseline is not None and found.target.baseline is not None:
        figure = formats.quantity(found.baseline[1], found.target.unit)
        parts.append(_("○ baseline {figure} ({year})").format(figure=figure, year=found.target.baseline.year))
    return "　".join(parts)


def _drawn(figure: Decimal | None) -> float:
    """A figure as a coordinate; what is missing is no coordinate. No reported figure is made from it."""
    return _NAN if figure is None else float(figure)
