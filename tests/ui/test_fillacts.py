"""One key, one act: 无误, 有异议, 零报告 in the grid; the usual words on tasks; last explanations."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ipdesk.domain.form import TaskState
from ipdesk.domain.value import ValueStatus
from ipdesk.ui.dialogs.zeros import ZerosDialog
from ipdesk.ui.pages.fill import FillPage
from ipdesk.ui.pages.form_page import FormPage
from tests.ui.test_day import press
from tests.ui.windowday import Opener, settle


@pytest.fixture
def form(open_window: Opener, district: Path, qapp: QApplication) -> FormPage:
    window = open_window(district)
    window.go("fill", "2026-Q3")
    page = window.pages["fill"]
    assert isinstance(page, FillPage)
    settle(qapp)
    return page.form


def key(form: FormPage, row: str, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    form.view.go_to(row)
    form.view.setFocus()
    QTest.keyClick(form.view, key, modifier)
    settle(QApplication.instance())


def test_one_key_says_it_and_undo_takes_it_back(form: FormPage) -> None:
    assert form.draft is not None
    row = next(row.key for row in form.draft.form.rows if row.fillable and row.supply == "confirm" and row.prefill)
    key(form, row, Qt.Key.Key_Space)
    assert form.draft.answers.values[row].status is ValueStatus.CONFIRMED
    key(form, row, Qt.Key.Key_F7)
    assert form.draft.answers.values[row].status is ValueStatus.DISPUTED
    form.editor.undo()
    form.editor.undo()
    assert row not in form.draft.answers.values

    own = next(row.key for row in form.draft.form.rows if row.fillable and row.supply == "unit")
    key(form, own, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert form.draft.answers.values[own].status is ValueStatus.ZERO
    key(form, own, Qt.Key.Key_F7)  # nothing was handed down here
    assert form.draft.answers.values[own].status is ValueStatus.ZERO


def test_zeros_are_ticked_one_by_one(form: FormPage, drive: Callable[[Callable[[object], None]], None]) -> None:
    assert form.draft is not None

    def tick(dialog: object) -> None:
        assert isinstance(dialog, ZerosDialog)
        assert dialog.ticked() == ()  # all had a figure last time
        dialog.list.item(0).setCheckState(Qt.CheckState.Checked)
        press(dialog.ok)

    drive(tick)
    press(form.zero_button)
    assert [one.status for one in form.draft.answers.values.values()] == [ValueStatus.ZERO]


def test_what_was_typed_first_gets_the_supplier_of_last_time(form: FormPage) -> None:
    assert form.draft is not None
    own = next(row.key for row in form.draft.form.rows if row.fillable and row.supply == "unit")
    form.editor.typed(own, "31")
    assert form.draft.answers.values[own].supplied_by == "知识产权科"


def test_the_usual_words_on_a_task(form: FormPage, qapp: QApplication) -> None:
    assert form.draft is not None
    form.tabs.setCurrentIndex(1)
    first, second = (task.key for task in form.draft.form.tasks[:2])
    press(form.tasks.box(first).no_news)
    press(form.tasks.box(second).for_good)
    settle(qapp)
    told = form.draft.answers.tasks
    assert told[first].progress == "本期无新进展。"
    assert (told[second].state, told[second].progress) == (TaskState.STANDING, "长期坚持。")
    assert form.tasks.box(first).count.text() == "7 字"


def test_a_fixed_form_is_ticked_as_sent(open_window: Opener, district: Path, qapp: QApplication) -> None:
    window = open_window(district)
    window.go("fill", "2026-Q2")
    page = window.pages["fill"]
    assert isinstance(page, FillPage)
    form = page.form
    settle(qapp)
    assert form.sheet_sent.isVisible()
    assert not form.sheet_sent.isChecked()
    form.sheet_sent.click()
    settle(qapp)
    assert form.sheet_sent.text().endswith("10-09")
    page.show_list()
    settle(qapp)
    head = [column.head for column in page.model.columns].index("电子表已报")
    row = next(n for n, one in enumerate(page.model.things()) if one.period == "2026-Q2")
    assert page.model.index(row, head).data() == "2026-10-09"
    assert page.model.things()[row].approved == 2
    window.go("fill", "2026-Q2")
    form.sheet_sent.click()
    settle(qapp)
    assert form.sheet_sent.text() == "电子表已报"

    window.go("fill", "2026-Q3")
    settle(qapp)
    assert not form.sheet_sent.isVisible()
