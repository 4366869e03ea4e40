"""区内收数 in the window: asked by a dialog, sheets written, dropped back, figures in the form, one undo."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from ipdesk.ui.dialogs.gathering import AskDialog, SaidDialog
from ipdesk.ui.pages.fill import FillPage
from ipdesk.ui.pages.form_page import FormPage
from tests.ui.test_day import drop, press
from tests.ui.windowday import Opener, settle

SECTION, STREET = "知识产权科", "沙头街道"
STATIONS = "protection-stations"

Drive = Callable[[Callable[[object], None]], None]


@pytest.fixture
def form(open_window: Opener, district: Path, qapp: QApplication) -> FormPage:
    window = open_window(district)
    window.go("fill", "2026-Q3")
    page = window.pages["fill"]
    assert isinstance(page, FillPage)
    page.form.tabs.setCurrentIndex(3)
    settle(qapp)
    return page.form


def give(path: Path, figure: object) -> Path:
    book = openpyxl.load_workbook(path)
    page: Any = book.active
    page["F5"], page["H5"] = figure, "周敏"
    buffer = io.BytesIO()
    book.save(buffer)
    path.write_bytes(buffer.getvalue())
    return path


def test_ask_write_drop_and_undo(
    form: FormPage, qtbot: QtBot, qapp: QApplication, drive: Drive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = form.gathering
    assert view.stack.currentIndex() == 0  # what will be here, and the one next act

    def choose(dialog: object) -> None:
        assert isinstance(dialog, AskDialog)
        for name in (SECTION, STREET):
            dialog.name.setText(name)
            QTest.keyClick(dialog.name, Qt.Key.Key_Return)
        rows = [dialog.rows.item(place) for place in range(dialog.rows.count())]
        next(one for one in rows if one.data(Qt.ItemDataRole.UserRole) == STATIONS).setCheckState(Qt.CheckState.Checked)
        press(dialog.ok)

    drive(choose)
    press(view.ask_button)
    settle(qapp)
    assert [(one.provider, one.given) for one in view.model.things()] == [(SECTION, None), (STREET, None)]
    assert "1" in form.tabs.tabText(3)
    assert SECTION in view.waiting.text()

    folder = tmp_path / "收数"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))
    press(view.export_button)
    files = {path.stem.rpartition("_")[2]: path for path in folder.glob("*.xlsx")}
    assert set(files) == {SECTION, STREET}

    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 cut")
    drop(view.drop, give(files[SECTION], 12), tmp_path / "坏.xlsx")
    qtbot.waitUntil(lambda: view.drop.isEnabled() and view.verdicts.count() == 2, timeout=20_000)
    settle(qapp)
    assert form.draft is not None
    assert form.draft.gathered.of(STATIONS, SECTION) is not None
    assert STATIONS not in form.draft.answers.values

    def telephone(dialog: object) -> None:
        assert isinstance(dialog, SaidDialog)
        dialog.answer.setText("15")
        dialog.person.setText("陈平")
        press(dialog.ok)

    view.table.go_to(1)
    drive(telephone)
    press(view.enter_button)
    settle(qapp)
    value = form.draft.answers.values[STATIONS]
    assert (value.quantity, value.supplied_by) == (27, f"{SECTION}、{STREET}")
    assert form.card.supplier is not None

    form.editor.undo()
    assert STATIONS not in form.draft.answers.values
    form.editor.redo()
    assert form.draft.answers.values[STATIONS].quantity == 27


def test_what_was_typed_stands_until_the_button_is_pressed(form: FormPage, qapp: QApplication) -> None:
    view = form.gathering
    view.ask([STATIONS], [SECTION])
    form.editor.typed(STATIONS, "40")
    settle(qapp)
    from ipdesk.ui.dialogs.gathering import Said

    view.type_in(view.model.things()[0], Said("41"))
    settle(qapp)
    assert form.draft is not None
    assert form.draft.answers.values[STATIONS].quantity == 40
    assert view.use_button.isEnabled()
    press(view.use_button)
    settle(qapp)
    assert form.draft.answers.values[STATIONS].quantity == 41
    assert not view.use_button.isEnabled()


def test_a_sheet_that_asks_is_answered_by_a_button(
    form: FormPage, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    view = form.gathering
    view.ask([STATIONS], [SECTION, STREET])
    written = view.export_to(tmp_path / "收数")
    book = openpyxl.load_workbook(give(written[0], 12))
    book.active.delete_cols(1)
    book.save(bare := tmp_path / "重抄.xlsx")
    view.take([bare])
    qtbot.waitUntil(lambda: view.drop.isEnabled() and view.verdicts.count() == 1, timeout=20_000)
    settle(qapp)
    from PySide6.QtWidgets import QPushButton

    answer = next(one for one in view.findChildren(QPushButton) if one.isVisible() and one.text() == SECTION)
    press(answer)
    qtbot.waitUntil(
        lambda: form.draft is not None and form.draft.gathered.of(STATIONS, SECTION) is not None, timeout=20_000
    )
