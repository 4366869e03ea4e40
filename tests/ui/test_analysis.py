"""The page of the analysis: what it shows, where it leads, what it writes; evaluations from beginning to approval."""

import math
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from ipdesk.domain.judgement import Rating
from ipdesk.domain.ledger.assessment import CycleKind, Word
from ipdesk.services import bundle, cycle, workspace
from ipdesk.ui.dialogs.assessing import BeginDialog, DecideDialog, WordDialog
from ipdesk.ui.main_window import MainWindow
from ipdesk.ui.pages.analysis import AnalysisPage
from ipdesk.ui.widgets.pace_bars import length_of, reach
from ipdesk.ui.widgets.tile_grid import TileGrid
from tests.ui.windowday import TODAY, Day, Opener, settle


def opened(window: MainWindow) -> AnalysisPage:
    from ipdesk.domain import period as periods

    window.session.show_period(periods.parse("2026-Q2"))
    window.go("analysis")
    page = window.pages["analysis"]
    assert isinstance(page, AnalysisPage)
    return page


@pytest.fixture
def page(open_window: Opener, day: Day) -> AnalysisPage:
    return opened(open_window(day.city))


def test_pace_in_the_plans_order_or_furthest_behind_first(page: AnalysisPage, qtbot: QtBot) -> None:
    plan = [one.judgement.target.id for one in page.bars.things()]
    assert plan[: len(page.session.workspace.plan.targets)] == [one.id for one in page.session.workspace.plan.targets]

    qtbot.mouseClick(page.orders.button(1), Qt.MouseButton.LeftButton)

    gaps = [one.judgement.gap for one in page.bars.things()]
    known = [gap for gap in gaps if gap is not None]
    assert known == sorted(known)
    assert gaps[: len(known)] == known  # those without a gap stand at the end


def test_a_bar_never_hides_its_length() -> None:
    assert length_of(Decimal("-0.05"), 10) == (-0.5, False)
    assert length_of(Decimal("5.6"), 50) == (0.94, True)
    assert reach([]) == 5


def test_the_chart_library_comes_with_the_first_trend(page: AnalysisPage) -> None:
    assert page._trend is None

    page.show_view("trend")

    assert page._trend is not None
    assert "pyqtgraph" in sys.modules


def test_a_period_without_a_figure_is_a_gap(page: AnalysisPage, qapp: QApplication) -> None:
    """Only the second quarter was accepted: the first is known to be missing, the third not yet there."""
    page.go("440300/mediation-cases-2030/2026-Q2")
    settle(qapp)
    view = page._trend
    assert view is not None
    assert view.point is not None
    assert view.point.period.code == "2026-Q2"
    actual = next(
        curve for curve in view.plot.getPlotItem().listDataItems()
        if curve.xData is not None and list(curve.xData) == [3, 6] and curve.opts["symbol"] is None
    )  # fmt: skip
    assert math.isnan(actual.yData[0])  # so nothing is drawn there
    assert actual.yData[1] > 0

    view.keyPressEvent(_key(Qt.Key.Key_Left))

    assert view.point.period.code == "2026-Q1"
    assert "不是零" in view.reading.text()
    assert page.reference() == "440300/mediation-cases-2030/2026-Q1"


def _key(key: Qt.Key):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)


def test_enter_on_a_row_leads_to_its_trend_and_f4_traces_it(page: AnalysisPage, qapp: QApplication) -> None:
    page.bar_table.go_to(3)
    chosen = page.bars.thing(3)
    assert chosen is not None
    assert page.reference() == f"{chosen.unit_code}/{chosen.judgement.target.id}/2026-Q2"

    page.bar_table.keyPressEvent(_key(Qt.Key.Key_Return))
    settle(qapp)

    assert page.view == "trend"
    assert page._chosen() == chosen


def test_tiles_tell_no_target_from_no_data(page: AnalysisPage) -> None:
    page.show_view("tiles")
    model, grid = page.tiles, page.tile_grid
    assert isinstance(grid, TileGrid)
    columns = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert columns[0] == "深圳市"
    pending = next(n for n in range(model.rowCount()) if model.headerData(n, Qt.Orientation.Vertical) == "版权产业")
    index = model.index(pending, 0)
    one = model.tile(index)
    assert one is not None
    assert one.judgement.rating is Rating.NOT_COMPARABLE
    assert "不等于零" in model.data(index, Qt.ItemDataRole.ToolTipRole)


def test_tables_and_picture(page: AnalysisPage, tmp_path: Path, qapp: QApplication) -> None:
    page.show_view("trend")
    settle(qapp)
    written = page.save_tables(tmp_path / "分析.xlsx")
    assert written is not None
    sheets = openpyxl.load_workbook(written).sheetnames
    assert sheets[:2] == ["进度与今后须完成", "走势：每万人口高价值发明专利拥有量"[:28]]

    page.copy_picture()

    assert not qapp.clipboard().pixmap().isNull()


def test_a_district_sees_its_own_and_no_evaluation(open_window: Opener, district: Path) -> None:
    page = opened(open_window(district))
    assert [name for name, _words in page._views] == ["pace", "trend", "needed"]


# -- evaluations -------------------------------------------------------------------------------------------------------


def accepted(monkeypatch: pytest.MonkeyPatch, kind: type[QDialog], fill) -> None:
    """The next dialog of a kind is filled in and accepted, as a person would."""

    def run(dialog: QDialog) -> int:
        fill(dialog)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(kind, "exec", run)


def test_an_evaluation_from_beginning_to_approval(
    page: AnalysisPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication, open_window: Opener
) -> None:
    page.show_view("cycles")
    panel = page._cycles
    assert panel is not None
    assert panel.stack.currentIndex() == 1  # nothing yet: the one next act

    def begin(dialog: BeginDialog) -> None:
        dialog.kind.setCurrentIndex(1)
        dialog.evaluator.setText("某某研究院")

    accepted(monkeypatch, BeginDialog, begin)
    panel.first_button.click()
    assert panel.cycle is not None
    assert (panel.cycle.kind, panel.stack.currentIndex()) == (CycleKind.MIDTERM, 0)

    def word(dialog: WordDialog) -> None:
        assert not dialog.ok.isEnabled()  # no word without its ground
        dialog.word.setCurrentIndex(list(Word).index(Word.BEHIND))
        dialog.ground.setPlainText("按审核通过的数据")
        dialog.proposed.setText("abc")
        assert not dialog.ok.isEnabled()
        dialog.proposed.setText("140")
        assert dialog.ok.isEnabled()

    accepted(monkeypatch, WordDialog, word)
    panel.table.go_to(0)
    panel.word_button.click()
    settle(qapp)
    line = panel.line
    assert line is not None
    assert line.own is not None
    assert (line.own.word, line.own.assessment.proposed) == (Word.BEHIND, 140)
    assert "滞后" in panel.said.text()
    assert page.reference() == f"440300/{line.subject}/2026-Q2"

    panel.report_to(tmp_path / "中期评估.docx")
    assert (tmp_path / "中期评估.docx").is_file()
    panel.send_to(tmp_path / "送评.zip")
    with bundle.create_from(tmp_path / "third.ipdesk", tmp_path / "送评.zip", today=TODAY, by="钱") as third:
        assert cycle.find_cycle(third, "").digest == panel.cycle.digest

    def approve(dialog: DecideDialog) -> None:
        assert not dialog.follow.isEnabled()
        dialog.basis.setText("市政府〔2026〕12号")

    accepted(monkeypatch, DecideDialog, approve)
    panel.decide_button.click()
    settle(qapp)
    target = next(one for one in page.session.workspace.plan.targets if one.id == line.subject)
    assert target.quantity == 140
    assert not panel.decide_button.isEnabled()
    assert "已批准" in panel.said.text()


def test_an_evaluators_copy_offers_his_word_and_sending_back(
    page: AnalysisPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_window: Opener, qapp: QApplication
) -> None:
    from ipdesk.services import evaluator

    here = page.session.workspace
    begun = cycle.start(
        here, CycleKind.MIDTERM, page.session.period, evaluator="某某研究院", today=TODAY, by="周敏"
    ).value
    evaluator.write_out(here, begun, tmp_path / "送评.zip", today=TODAY, by="周敏")
    bundle.create_from(tmp_path / "third.ipdesk", tmp_path / "送评.zip", today=TODAY, by="钱").close()
    theirs = opened(open_window(tmp_path / "third.ipdesk"))
    theirs.show_view("cycles")
    panel = theirs._cycles
    assert panel is not None
    assert (panel.begin_button.isVisible(), panel.decide_button.isVisible()) == (False, False)

    accepted(monkeypatch, WordDialog, lambda dialog: dialog.ground.setPlainText("抽查"))
    panel.table.go_to(0)
    panel.word_button.click()
    settle(qapp)
    panel.send_to(tmp_path / "交回.zip")

    assert (tmp_path / "交回.zip").is_file()
    with workspace.open_workspace(tmp_path / "third.ipdesk") as copy:
        assert copy.read_only
