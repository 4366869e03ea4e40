"""The district's part of the day, by hand: real widgets, real data files, the exported workbook read back."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ipdesk.domain.form import Question
from ipdesk.domain.ledger.contents import read_submission
from ipdesk.domain.value import ValueStatus
from ipdesk.services import draft, outgoing, receive, review, slotref, workspace
from ipdesk.ui.app import Desk
from ipdesk.ui.dialogs.approvals import ApprovalsDialog
from ipdesk.ui.first_start import FirstStart
from ipdesk.ui.main_window import MainWindow
from ipdesk.ui.models.form_model import Column
from ipdesk.ui.pages.exchange import ExchangePage
from ipdesk.ui.pages.fill import FillPage
from ipdesk.ui.pages.form_page import FormPage, blocking
from ipdesk.ui.widgets.form_parts import ConfirmBox, FindingLine, QuestionLine
from tests.builders import SIGNED
from tests.ui.windowday import TODAY, Day, Opener, fill_all, settle


def drop(target: QWidget, *paths: Path) -> None:
    """Drop files, as a file manager does."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDragEnterEvent(QPoint(10, 10), Qt.DropAction.CopyAction, mime, left, none))
    QApplication.sendEvent(target, QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, mime, left, none))


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def type_figure(form: FormPage, key: str, text: str) -> None:
    """Go to a row and type into its cell, as on the keyboard."""
    form.view.go_to(key)
    form.view.setFocus()
    QTest.keyClick(form.view, text[0])
    editor = open_cell(form)
    QTest.keyClicks(editor, text[1:])
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle(QApplication.instance())


def open_cell(form: FormPage) -> QLineEdit:
    """The editor of the cell that is open now; closed ones wait to be deleted."""
    editors = [one for one in form.view.findChildren(QLineEdit, "cell") if one.isVisible()]
    assert len(editors) == 1
    return editors[0]


def finding_line(form: FormPage, key: str, code: str) -> FindingLine:
    for line in form.model.lines():
        if line.row.key == key and line.finding is not None and line.finding.code == code:
            widget = form.view.line_widget(line)
            assert isinstance(widget, FindingLine)
            return widget
    raise AssertionError(f"no {code} under {key}: {[line.key for line in form.model.lines()]}")


def test_the_district_s_day(
    qapp: QApplication,
    qtbot: QtBot,
    desks: list[Desk],
    day: Day,
    tmp_path: Path,
    drive: Callable[[Callable[[object], None]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The first start: the template says which unit and which plan.
    desk = Desk(qapp, today=TODAY, by="")
    desks.append(desk)
    desk.start(None)
    first = desk.window
    assert isinstance(first, FirstStart)
    qtbot.waitExposed(first)
    drop(first.drop, day.template)
    assert first.unit.currentData().short == "福田区"
    first.officer.setText("李敏")
    first.where.setText(str(tmp_path / "mine.ipdesk"))
    press(first.begin_button)

    # The workspace opens and receives the template beside the window.
    window = desk.window
    assert isinstance(window, MainWindow)
    exchange = window.pages["exchange"]
    assert isinstance(exchange, ExchangePage)
    qtbot.waitUntil(lambda: exchange.model.rowCount() == 1, timeout=20_000)
    assert exchange.model.things()[0].verdict is receive.Verdict.TAKEN

    # The form is there; it is filled cell by cell.
    window.go("fill")
    page = window.pages["fill"]
    assert isinstance(page, FillPage)
    form = page.form
    page.table.go_to(next(n for n, one in enumerate(page.model.things()) if one.period == "2026-Q3"))
    press(page.open_button)
    assert form.draft is not None
    settle(qapp)
    for line in form.model.lines():
        box = form.view.line_widget(line)
        if isinstance(box, ConfirmBox):
            press(box.yes)
    settle(qapp)
    own = [row for row in form.draft.form.rows if row.fillable and row.key not in form.draft.answers.values]
    for row in own:
        last = row.last or Decimal(20)
        type_figure(form, row.key, str(last + 3))
    assert form.draft.answered == form.draft.fillable

    # A finding stands under its row and is mended by its own button.
    cases = next(row for row in own if row.entry == "running" and row.accepted)
    increment = "3"
    type_figure(form, cases.key, increment)
    line = finding_line(form, cases.key, "check_not_below_last")
    assert "累计" in line.sentence.text()
    press(line.repair)
    settle(qapp)
    assert form.draft.answers.values[cases.key].quantity == (cases.accepted or 0) + Decimal(increment)

    # Another one is explained in place.
    stations = next(row for row in own if row.last and row.key != cases.key)
    type_figure(form, stations.key, str((stations.last or Decimal(1)) * 10))
    line = finding_line(form, stations.key, "check_jump_up")
    press(line.explain)
    settle(qapp)
    assert line.box is not None
    line.box.setPlainText("市局统一挂牌，见8月通知。")
    QTest.keyClick(line.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qapp)
    assert form.draft.answers.values[stations.key].note == "市局统一挂牌，见8月通知。"
    assert blocking(form.draft) == []

    # Fixed, with the approvals asked for, and exported.
    def approve(dialog: object) -> None:
        assert isinstance(dialog, ApprovalsDialog)
        for step in form.draft.form.steps if form.draft else ():
            dialog.field(step).setText("王强")
        press(dialog.ok)

    drive(approve)
    press(form.fix_button)
    settle(qapp)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "out"))
    (tmp_path / "out").mkdir()
    qtbot.waitUntil(form.export_button.isEnabled)
    press(form.export_button)
    written = list((tmp_path / "out").glob("*.xlsx"))
    assert [path.name for path in written] == ["2026年三季度_01福田区_知识产权规划进展报送表_首报.xlsx"]

    # The city reads the file back: the same figures, the explanation, the names.
    with workspace.open_workspace(day.city) as city:
        verdict = receive.receive(city, written, today=TODAY, by="周敏").value[0]
        assert verdict.verdict is receive.Verdict.TAKEN, verdict.sentence
        answers = read_submission(city.package(verdict.packages[0])).answers
    assert answers.values[cases.key].quantity == (cases.accepted or 0) + Decimal(increment)
    assert answers.values[stations.key].note == "市局统一挂牌，见8月通知。"
    assert answers.values[stations.key].status is ValueStatus.GIVEN
    assert {one.name for one in answers.approvals} == {"王强"}
    assert answers.filled_by == "李敏"


def test_closing_and_reopening_shows_the_same_place(open_window: Opener, district: Path, qapp: QApplication) -> None:
    window = open_window(district)
    window.go("fill", "2026-Q3")
    page = window.pages["fill"]
    assert isinstance(page, FillPage)
    chosen = [row.key for row in page.form.draft.form.rows if row.fillable][3] if page.form.draft else ""
    page.form.view.go_to(chosen)
    window.session.show_period(window.head._periods[-1])
    window.resize(1180, 760)
    settle(qapp)
    window.close()
    window.session.workspace.close()

    again = open_window(district, size=(1180, 760))
    page = again.pages["fill"]
    assert isinstance(page, FillPage)
    assert again.page is page
    assert page.form.slot is not None
    assert (page.form.slot.period, page.form.view.current_key()) == ("2026-Q3", chosen)
    assert again.session.period.code == "2026-Q2"


def test_typing_undo_and_redo(open_window: Opener, district: Path) -> None:
    form = _form(open_window(district))
    key = next(row.key for row in form.draft.form.rows if row.fillable and row.supply == "unit") if form.draft else ""
    type_figure(form, key, "31")
    type_figure(form, key, "32")
    form.editor.undo()
    assert form.model.figure(key) == 31
    form.editor.undo()
    assert form.model.figure(key) is None
    form.editor.redo()
    assert form.model.figure(key) == 31


def test_a_text_that_is_no_number_stays_as_typed_and_is_said(open_window: Opener, district: Path) -> None:
    form = _form(open_window(district))
    key = next(row.key for row in form.draft.form.rows if row.fillable and row.supply == "unit") if form.draft else ""
    form.editor.typed(key, "三十多")
    number = form.model.row_of(key)
    assert form.model.index(number, Column.CURRENT).data() == "三十多"
    assert form.model.lines()[number + 1].finding is not None


def test_a_block_from_a_spreadsheet_fills_the_rows_below(open_window: Opener, district: Path) -> None:
    form = _form(open_window(district))
    assert form.draft is not None
    keys = [row.key for row in form.draft.form.rows if row.fillable]
    form.view.go_to(keys[0])
    form.editor.paste("1,234\r\n５６\n\n7.5万\n", keys[0])
    values = form.draft.answers.values
    assert [values[key].quantity for key in keys[:2]] == [Decimal(1234), Decimal(56)]
    form.editor.undo()
    assert form.draft.answers.values == {}


def test_an_objection_asks_for_figure_and_reason(open_window: Opener, district: Path, qapp: QApplication) -> None:
    form = _form(open_window(district))
    assert form.draft is not None
    row = next(row for row in form.draft.form.rows if row.supply == "confirm" and row.prefill is not None)
    form.editor.dispute(row.key)
    settle(qapp)
    editor = open_cell(form)
    QTest.keyClicks(editor, "77")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle(qapp)
    value = form.draft.answers.values[row.key]
    assert (value.quantity, value.status) == (Decimal(77), ValueStatus.DISPUTED)
    line = finding_line(form, row.key, "check_reason_disputed")
    line.open_explanation()
    assert line.box is not None
    line.box.kept.emit("口径不同：含前海")
    assert form.draft.answers.values[row.key].note == "口径不同：含前海"


def test_the_card_keeps_what_has_no_column(open_window: Opener, district: Path) -> None:
    form = _form(open_window(district))
    assert form.draft is not None
    key = next(row.key for row in form.draft.form.rows if row.fillable and row.supply == "unit")
    type_figure(form, key, "31")
    form.view.go_to(key)
    form.card.supplier.setText("南园街道")
    form.card.supplier.editingFinished.emit()
    form.card.outlook.setCurrentIndex(2)
    form.card.outlook.activated.emit(2)
    value = form.draft.answers.values[key]
    assert (value.supplied_by, value.outlook) == ("南园街道", "risk")
    assert value.quantity == 31


def test_of_a_missing_figure_the_card_asks_when_it_comes(open_window: Opener, district: Path) -> None:
    form = _form(open_window(district))
    assert form.draft is not None
    key = next(row.key for row in form.draft.form.rows if row.fillable and row.supply == "unit")
    form.view.go_to(key)
    assert (form.card.expected.isVisible(), form.card.as_of.isVisible()) == (True, False)
    form.card.note.setText("统计口径调整，年报后补")
    form.card.note.editingFinished.emit()
    form.card.expected.setText("明年初")
    form.card.expected.editingFinished.emit()
    assert form.draft.answers.values[key].expected == ""
    form.card.expected.setText("2027年3月")
    form.card.expected.editingFinished.emit()
    value = form.draft.answers.values[key]
    assert (value.status, value.expected) == (ValueStatus.MISSING, "2027-03-31")
    type_figure(form, key, "31")
    value = form.draft.answers.values[key]
    assert (value.quantity, value.expected, value.note) == (31, "", "统计口径调整，年报后补")
    form.view.go_to(key)
    assert (form.card.expected.isVisible(), form.card.as_of.isVisible()) == (False, True)


def _form(window: MainWindow) -> FormPage:
    window.go("fill", "2026-Q3")
    page = window.pages["fill"]
    assert isinstance(page, FillPage)
    assert page.form.draft is not None
    return page.form


def test_a_returned_form_shows_the_question_at_its_row(open_window: Opener, day: Day, tmp_path: Path) -> None:
    # The district reports the third quarter; the city asks about one row and sends the form back.
    with workspace.open_workspace(day.district) as ours, workspace.open_workspace(day.city) as city:
        receive.receive(ours, [day.template], today=TODAY, by="李敏")
        fill_all(ours, "2026-Q3")
        slot = slotref.slot(ours, "2026-Q3")
        draft.fix(ours, slot, today=TODAY, by="李敏", approvals=SIGNED)
        sent = outgoing.export_submission(ours, slot, tmp_path, today=TODAY, by="李敏")
        package = receive.receive(city, [sent], today=TODAY, by="周敏").value[0].packages[0]
        row = next(row for row in draft.open_draft(ours, slot).form.rows if row.fillable and row.supply == "unit")
        question = Question(row.key, "请附批复文号。")
        back = review.return_(city, package, [question], to=tmp_path, today=TODAY, by="周敏", reason="待核实").value
        assert back is not None
        receive.receive(ours, [back], today=TODAY, by="李敏")
    window = open_window(day.district)
    assert window.rail.entries["fill"].count == 1
    form = _form(window)
    settle(QApplication.instance())
    line = next(line for line in form.model.lines() if line.question is not None)
    assert line.row.key == row.key
    widget = form.view.line_widget(line)
    assert isinstance(widget, QuestionLine)
    assert "请附批复文号。" in widget.sentence.text()
    press(widget.reply)
    assert widget.box is not None
    widget.box.setPlainText("深福市监〔2026〕41号")
    press(widget.keep)
    settle(QApplication.instance())
    assert form.draft is not None
    assert form.draft.answers.replies == {row.key: "深福市监〔2026〕41号"}
    assert "41号" in widget.sentence.text()
    form.editor.approve(SIGNED)
    assert form.editor.fix() is not None
