"""The telephone: the search box answers, one key quotes and enters the call, the drawer goes both ways."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ipdesk.domain.register import Occasion
from ipdesk.services import reported
from ipdesk.ui.main_window import MainWindow
from tests.ui import measure
from tests.ui.windowday import Day, Opener, settle


def asked(window: MainWindow, words: str, app: QApplication) -> None:
    box = window.head.search
    box.setFocus()
    box.clear()
    box.insert(words)
    QTest.keyClick(box, Qt.Key.Key_Return)
    settle(app)


def test_a_question_is_answered_with_all_that_must_be_known(open_window: Opener, day: Day, qapp: QApplication) -> None:
    window = open_window(day.city)
    asked(window, "ft jftjaj 2026年二季度", qapp)
    card = window.head.search.card

    assert window.head.search.popup.isVisible()
    assert card.answer is not None
    assert card.answer.found.reference == "440304/mediation-cases/2026-Q2"
    assert card.name.text() == "福田区　知识产权纠纷调解案件数"
    assert card.quotable.text() == "可以引用"
    names = [card.facts.itemAt(row, card.facts.ItemRole.LabelRole).widget().text() for row in range(4)]  # type: ignore[union-attr]
    assert names == ["时间", "状态", "口径", "规划"]
    assert card.sentence.text().startswith("2026年1—6月，福田区知识产权纠纷调解案件数为")


def test_one_key_copies_the_sentence_and_enters_the_call(open_window: Opener, day: Day, qapp: QApplication) -> None:
    window = open_window(day.city)
    asked(window, "福田 纠纷调解案件 二季度", qapp)
    said = window.head.search.card.answer
    assert said is not None

    QTest.keyClick(window.head.search, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    settle(qapp)

    assert QGuiApplication.clipboard().text() == said.sentence
    (one,) = reported.listed(window.session.workspace)
    assert (one.entry.occasion, one.entry.note, one.entry.by) == (Occasion.TELEPHONE, said.sentence, "周敏")
    asked(window, "福田 纠纷调解案件 二季度", qapp)
    again = window.head.search.card.answer
    assert again is not None
    assert [told.entry.number for told in again.told] == [one.entry.number]


def test_marked_text_is_copied_as_everywhere(open_window: Opener, day: Day, qapp: QApplication) -> None:
    window = open_window(day.city)
    asked(window, "福田 纠纷调解案件 二季度", qapp)
    window.head.search.selectAll()
    QTest.keyClick(window.head.search, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    settle(qapp)
    assert QGuiApplication.clipboard().text() == "福田 纠纷调解案件 二季度"
    assert reported.listed(window.session.workspace) == ()


def test_a_clause_has_no_card_and_cannot_be_quoted(open_window: Opener, day: Day, qapp: QApplication) -> None:
    window = open_window(day.city)
    asked(window, "中级人民法院", qapp)
    box = window.head.search
    assert [hit.answer is None for hit in box.hits][-1]
    box.list.setCurrentRow(len(box.hits) - 1)
    assert not box.card.isVisible()
    QTest.keyClick(box, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert reported.listed(window.session.workspace) == ()


@pytest.mark.parametrize("percent", [100, 125])
def test_the_card_is_whole(open_window: Opener, day: Day, qapp: QApplication, percent: int) -> None:
    window = open_window(day.city, percent=percent)
    for words in ("福田 纠纷调解案件 二季度", "全市 高价值 二季度", "质押 四季度"):
        asked(window, words, qapp)
        assert window.head.search.card.isVisible()
        assert "\n".join(measure.cut_texts(window.head.search.popup)) == ""


def test_the_drawer_goes_both_ways(open_window: Opener, day: Day, qapp: QApplication, tmp_path: Path) -> None:
    window = open_window(day.city)
    window.show_trace("440304/mediation-cases/2026-Q2")
    settle(qapp)
    assert not window.drawer.forward

    window.drawer.ways.button(1).click()
    settle(qapp)
    tree = window.drawer.tree
    titles = [tree.topLevelItem(0).child(place).text(0) for place in range(tree.topLevelItem(0).childCount())]
    assert "深圳市：知识产权纠纷调解案件数，2026年二季度" in titles

    window.show_trace("440300/mediation-cases/2026-Q2")
    assert window.drawer.forward
    window.drawer.ways.button(0).click()
    settle(qapp)
    assert "福田区" in window.drawer.tree.topLevelItem(0).child(0).text(0)
