"""The page of the plan: clauses with targets and text, two plans side by side, draft against print."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QTextCharFormat, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ipdesk.domain.plan import Plan, PlanStatus
from ipdesk.packs.write import write_pack
from ipdesk.services import planbook, plandocument, workspace
from ipdesk.text import i18n
from ipdesk.ui.main_window import MainWindow
from ipdesk.ui.pages.plan_page import PlanPage
from ipdesk.ui.widgets.target_facts import relative_lines, target_facts
from tests.services import plantexts
from tests.ui import measure
from tests.ui.windowday import TODAY, Day, Opener, settle

SIZES = (((1280, 800), 100), ((1440, 900), 100), ((1280, 800), 125), ((1024, 640), 100))


@pytest.fixture
def texted(day: Day, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The city's data with a document of the plan."""
    monkeypatch.setattr(plandocument, "link", plantexts.linked)
    with workspace.open_workspace(day.city) as ws:
        plandocument.keep(ws, plantexts.write(tmp_path), today=TODAY, by="周敏")
    return day.city


def page_of(window: MainWindow) -> PlanPage:
    page = window.pages["plan"]
    assert isinstance(page, PlanPage)
    return page


def printed(plan: Plan) -> Plan:
    """The plan as it might be printed: one figure higher, one target gone."""
    first, _gone, *rest = plan.targets
    return replace(plan, version=2, status=PlanStatus.IN_FORCE, targets=(replace(first, quantity=Decimal(155)), *rest))


def test_a_clause_shows_its_targets_and_what_is_known_of_them(open_window: Opener, day: Day) -> None:
    page = page_of(open_window(day.city, page="plan"))
    assert page.tree.clause() == "table2"
    assert [one.id for one in page.panel.targets.things()][:1] == ["hv-patents-2030"]
    assert page.panel.facts.name.text() == "每万人口高价值发明专利拥有量"
    assert page.panel.facts.value.text() == "≥150件"
    assert "征求意见稿" in page.about.text()
    page.tree.go_to("table1")
    assert not page.panel.targets.rowCount()
    assert page.panel.history.rowCount() == 8
    assert page.panel.facts.value.text() == "119件"
    page.tree.go_to("t6")
    assert page.panel.note.text() == "本条款没有量化目标。"
    assert not page.panel.side.isVisible()
    page.tree.go_to("ch3")
    assert {one.clause for one in page.panel.targets.things()} > {"t2"}


def test_a_chapter_tells_how_many_targets_lie_below(open_window: Opener, day: Day) -> None:
    page = page_of(open_window(day.city, page="plan"))
    top = [page.tree.topLevelItem(place) for place in range(page.tree.topLevelItemCount())]
    said = [(item.text(0), item.text(1)) for item in top if item is not None]
    assert said[0] == ("一、 规划背景", "(8)")
    assert sum(int(count.split()[0]) for _words, count in said[1:] if count) == 35


def test_a_district_sees_the_plan_of_its_city(open_window: Opener, district: Path) -> None:
    window = open_window(district, page="plan")
    page = page_of(window)
    assert page.panel.targets.rowCount() == 6
    assert page.panel.drop.isVisible()


def test_the_outline_is_searched_and_walked_by_keyboard(
    open_window: Opener, day: Day, qapp: QApplication, qtbot: QtBot
) -> None:
    window = open_window(day.city)
    page = page_of(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    place = list(window.pages).index("plan") + 1  # Ctrl and the place in the rail
    QTest.keyClick(window, Qt.Key(Qt.Key.Key_0.value + place), Qt.KeyboardModifier.ControlModifier)
    settle(qapp)
    assert window.page is page
    QTest.keyClick(page.tree, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    settle(qapp)
    assert page.search.hasFocus()
    page.search.insert("质押 登记")
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    settle(qapp)
    assert page.tree.hasFocus()
    assert page.found_note.text() == "3 处条款里有"
    shown = [name for name, item in page.tree._items.items() if not item.isHidden()]
    assert shown == ["ch1", "s1-1", "table1", "ch5", "t15", "box8", "box8-1"]
    page.tree.go_to("t15")
    QTest.keyClick(page.tree, Qt.Key.Key_Return)
    assert page.panel.target_table.hasFocus()
    assert page.panel.chosen() == "pledge-amount-2030"
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    settle(qapp)
    assert not page.search.text()
    qtbot.waitUntil(lambda: not page.found_note.isVisible())
    page.search.setText("没有这样的条款")
    qtbot.waitUntil(page.found_note.isVisible)
    assert "没有这样的条款" in page.found_note.text()


def test_the_figure_is_marked_in_the_text_by_more_than_colour(open_window: Opener, texted: Path) -> None:
    window = open_window(texted, page="plan")
    page = page_of(window)
    page.go("pledge-amount-2030")
    text = page.panel.text
    assert text.isVisible()
    assert set(text.marks()) == {"16", "2500", "3"}
    chosen = [one for one in text.extraSelections() if one.cursor.selectedText() == "2500"]  # type: ignore[attr-defined]
    assert len(chosen) == 1
    assert any(one.cursor.selectedText() == "登记金额达2500亿元以上" for one in text.extraSelections())  # type: ignore[attr-defined]
    form = _format_at(text.document().find("2500"))
    assert (form.fontWeight(), form.fontUnderline()) == (700, True)
    after = _format_at(text.document().find("3家"))  # behind characters that take two places each
    assert after.fontUnderline()
    assert not _format_at(text.document().find("如意")).fontUnderline()


def _format_at(cursor: QTextCursor) -> QTextCharFormat:
    place = QTextCursor(cursor.document())
    place.setPosition(cursor.selectionStart() + 1)
    return place.charFormat()


def test_targets_that_were_not_found_are_listed(open_window: Opener, texted: Path) -> None:
    page = page_of(open_window(texted, page="plan"))
    assert page.document_note.text() == "规划文本：规划.txt，35 个目标中找到 3 个"
    assert page.missing_button.text() == "32 个未找到"
    actions = page.missing_menu.actions()
    assert len(actions) == 32
    assert actions[0].text().startswith("每万人口高价值发明专利拥有量")
    next(one for one in actions if "调解组织" in one.text()).trigger()
    assert page.panel.chosen() == "mediation-bodies-2030"


def test_a_document_is_dropped_on_the_page(
    open_window: Opener, day: Day, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plandocument, "link", plantexts.linked)
    window = open_window(day.city, page="plan")
    page = page_of(window)
    assert page.panel.drop.isVisible()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(plantexts.write(tmp_path)))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for kind in (QDragEnterEvent, QDropEvent):
        QApplication.sendEvent(page, kind(QPoint(9, 9), Qt.DropAction.CopyAction, mime, buttons, keys))
    qtbot.waitUntil(page.panel.text.isVisible, timeout=10_000)
    assert not page.panel.drop.isVisible()
    assert "规划.txt" in window.notice.sentence.text()
    assert "32 个目标没有找到" in window.notice.sentence.text()


def test_a_document_that_cannot_be_read_gets_one_sentence(
    open_window: Opener, day: Day, tmp_path: Path, qtbot: QtBot
) -> None:
    window = open_window(day.city, page="plan")
    page = page_of(window)
    page.bring(tmp_path / "没有.txt")
    qtbot.waitUntil(lambda: "没有.txt" in window.notice.sentence.text(), timeout=10_000)
    assert page.bring_button.isEnabled()
    assert page.panel.drop.isVisible()


def test_two_plans_stand_side_by_side(open_window: Opener, day: Day, qapp: QApplication) -> None:
    page = page_of(open_window(day.city, page="plan"))
    page.tabs.setCurrentIndex(1)
    settle(qapp)
    pair = page._pair
    assert pair is not None
    offered = [pair.right.box.itemText(place) for place in range(pair.right.box.count())]
    assert len(offered) == len(planbook.shipped())
    zhuhai = next(place for place, words in enumerate(offered) if "珠海" in words)
    pair.right.box.setCurrentIndex(zhuhai)
    pair.right.chosen.emit(pair.right.plan())
    row = next(one for one in pair.model.things() if one.here == "每万人口高价值发明专利拥有量")
    assert row.words
    pair.table.go_to(pair.model.things().index(row))
    assert pair.left_tree.clause() == "table2"
    assert pair.right_tree.clause() == row.targets_there[0].clause
    assert "珠海" in pair.notes.text()
    both = pair.model.rowCount()
    pair.only_both.setChecked(False)
    assert pair.model.rowCount() > both


def test_the_draft_is_held_against_the_printed_plan(open_window: Opener, day: Day, tmp_path: Path) -> None:
    window = open_window(day.city, page="plan")
    page = page_of(window)
    page.tabs.setCurrentIndex(2)
    versions = page._versions
    assert versions is not None
    assert versions.stack.currentWidget() is versions.unchosen
    write_pack(printed(window.session.workspace.plan), tmp_path / "sz-155")
    versions.final.file_asked.emit(tmp_path / "sz-155")
    assert versions.count.text() == "删去 1，修改 3"
    changed = next(one for one in versions.model.things() if one.id == "hv-patents-2030")
    assert (changed.field, changed.old, changed.new) == ("目标值", "150", "155")
    versions.table.go_to(versions.model.things().index(changed))
    assert "原：150\n新：155" in versions.whole.text()
    QTest.keyClick(versions.table, Qt.Key.Key_Return)
    assert page.tabs.currentIndex() == 0
    assert page.tree.clause() == "table2"


def test_a_file_that_is_no_pack_gets_one_sentence(open_window: Opener, day: Day, tmp_path: Path) -> None:
    window = open_window(day.city, page="plan")
    page = page_of(window)
    page.tabs.setCurrentIndex(2)
    assert page._versions is not None
    (tmp_path / "别的.xlsx").write_bytes(b"\x89PNG")
    page._versions.final.file_asked.emit(tmp_path / "别的.xlsx")
    assert window.notice.isVisible()
    assert page._versions.final.plan() is None


def test_a_clause_that_was_searched_for_is_opened(open_window: Opener, day: Day, qapp: QApplication) -> None:
    window = open_window(day.city)
    box = window.head.search
    box.insert("金融生态综合试验区")
    QTest.keyClick(box, Qt.Key.Key_Return)
    hit = next(hit for hit in box.hits if hit.page == "plan")
    box.chosen.emit(hit)
    settle(qapp)
    assert window.page.name == "plan"
    assert page_of(window).tree.clause() == "t15"


def test_the_page_is_built_when_it_is_first_turned_to(open_window: Opener, day: Day) -> None:
    window = open_window(day.city)
    assert set(window.pages.built) == {"overview"}
    window.go("plan")
    page = page_of(window)
    page.go("pledge-amount-2030")
    page.tabs.setCurrentIndex(1)
    window.save_place()
    again = open_window(day.city)
    assert set(again.pages.built) == {"plan"}
    assert (page_of(again).tree.clause(), page_of(again).tabs.currentIndex()) == ("t15", 1)


def test_f4_traces_the_figure_of_the_chosen_target(open_window: Opener, day: Day, qapp: QApplication) -> None:
    window = open_window(day.city, page="plan")
    page_of(window).go("pledge-amount-2030")
    window.toggle_drawer()
    settle(qapp)
    assert "质押" in window.drawer.name.text()


def test_lineage_reads_as_a_sentence(open_window: Opener, day: Day) -> None:
    window = open_window(day.city, page="plan")
    plan, shipped = window.session.workspace.plan, planbook.shipped()
    lines = "\n".join(relative_lines(planbook.relatives(plan, "pledge-amount", shipped)))
    assert "珠海" in lines
    assert "注：" in lines
    facts = dict(target_facts(plan, plan.targets[0], plan.indicator("hv-patents"), shipped))
    assert facts["判读依据"] == plan.targets[0].ground
    assert facts["基期值"].startswith("119件（2025年）")
    assert "常住人口" in facts["供数"]


def _states(window: MainWindow) -> list[tuple[str, Callable[[], None]]]:
    page = page_of(window)

    def held() -> None:
        page.tabs.setCurrentIndex(2)
        assert page._versions is not None
        page._versions.final.take(printed(window.session.workspace.plan))

    return [
        ("targets", lambda: (window.go("plan"), page.go("hv-patents-2030"))[0]),
        ("history", lambda: page.go("ch1")),
        ("nothing", lambda: page.go("t6")),
        ("chapter", lambda: page.go("ch3")),
        ("search", lambda: (page.search.setText("质押"), page._filter())[0]),
        ("pair", lambda: page.tabs.setCurrentIndex(1)),
        ("no versions", lambda: page.tabs.setCurrentIndex(2)),
        ("versions", held),
    ]


@pytest.mark.parametrize("document", [True, False])
@pytest.mark.parametrize(("size", "percent"), SIZES)
def test_nothing_is_cut_or_said_in_another_language(
    open_window: Opener, day: Day, texted: Path, qapp: QApplication, document: bool, size: tuple[int, int], percent: int
) -> None:
    window = open_window(texted if document else day.district, size=size, percent=percent)
    problems = []
    for name, show in _states(window):
        show()
        settle(qapp)
        found = [*measure.cut_texts(window), *measure.overlaps(window), *measure.nameless(window)]
        found += measure.twice_used_mnemonics(window)
        if name != "versions":  # there the keys of the pack stand, which are Latin
            found += [said for said in measure.foreign_words(window) if "txt" not in said]
        problems += [f"{name}: {said}" for said in found]
    assert not problems, "\n".join(problems)


def test_it_stands_in_english_and_dark(open_window: Opener, texted: Path, qapp: QApplication) -> None:
    window = open_window(texted, page="plan")
    window.look_changed.emit("en", True, 100)
    settle(qapp)
    english = next(top for top in QApplication.topLevelWidgets() if isinstance(top, MainWindow) and top.isVisible())
    english.resize(1280, 800)
    settle(qapp)
    assert i18n.language() == "en"
    problems = []
    for name, show in _states(english):
        show()
        settle(qapp)
        problems += [f"{name}: {said}" for said in (*measure.cut_texts(english), *measure.overlaps(english))]
    assert not problems, "\n".join(problems)
