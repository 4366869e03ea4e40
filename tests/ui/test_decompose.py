"""The page 分解, really operated: schemes, typing parts, the proof, opinions, handing down; a unit answers."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from ipdesk.domain.decomposition import Method
from ipdesk.domain.ledger.contents import OpinionItem, read_opinion
from ipdesk.services import consultation, decomposition, handdown, opinion, receive, workspace
from ipdesk.ui.dialogs import asking
from ipdesk.ui.main_window import MainWindow
from ipdesk.ui.models.split_model import OPINION, PART
from ipdesk.ui.pages.decompose import DecomposePage
from tests.services.sheets_of_targets import answer
from tests.ui.windowday import TODAY, Day, Opener, settle

STATIONS, FUTIAN = "protection-stations-2030", "440304"
OWN = f"{STATIONS}-{FUTIAN}"


def page_of(window: MainWindow) -> DecomposePage:
    window.go("decompose")
    page = window.page
    assert isinstance(page, DecomposePage)
    return page


@pytest.fixture
def page(open_window: Opener, day: Day, qapp: QApplication) -> DecomposePage:
    """The city's page with a scheme that splits the stations, shown."""
    page = page_of(open_window(day.city))
    assert page.acts.start("方案一") == "方案一"
    settle(qapp)
    page.show_target(STATIONS)
    page.take_up.click()
    settle(qapp)
    return page


def part(page: DecomposePage, unit: str) -> Decimal | None:
    parts = page.model.parts
    cell = parts.cell(unit) if parts else None
    return cell.quantity if cell else None


def test_an_empty_page_says_what_will_be_here(open_window: Opener, day: Day) -> None:
    page = page_of(open_window(day.city))
    assert page.stack.currentWidget() is page.nothing


def test_typing_a_part_pins_it_and_spreads_the_rest(page: DecomposePage, qtbot: QtBot, qapp: QApplication) -> None:
    assert part(page, FUTIAN) == 19
    page.table.go_to(FUTIAN, PART)
    qtbot.keyClick(page.table, "4")
    editor = page.table.findChild(QLineEdit, "cell")
    qtbot.keyClick(editor, "0")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle(qapp)

    assert part(page, FUTIAN) == 40
    assert page.model.parts is not None
    assert page.model.parts.proof.exact
    assert "200" in page.proof.text()

    page.table.go_to(FUTIAN, PART)
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    settle(qapp)
    assert part(page, FUTIAN) == 19
    page.undo_button.click()
    settle(qapp)
    assert part(page, FUTIAN) == 40


def test_what_is_no_figure_changes_nothing(page: DecomposePage, qapp: QApplication) -> None:
    page.acts.typed("方案一", page.chosen_target(), FUTIAN, PART, "四十家左右")  # type: ignore[arg-type]
    settle(qapp)
    assert part(page, FUTIAN) == 19


def test_methods_years_and_what_stays_here(page: DecomposePage, qapp: QApplication) -> None:
    page.choices.method.setCurrentIndex(page.choices.method.findData(Method.POPULATION.value))
    page.choices.method.activated.emit(page.choices.method.currentIndex())
    settle(qapp)
    assert part(page, FUTIAN) == 18  # 155.32 of 1756.01 times 200 is 17.69
    page.choices.reserved.setText("20")
    page.choices.reserved.editingFinished.emit()
    settle(qapp)
    assert page.model.parts is not None
    assert page.model.parts.proof.reserved == 20
    target = page.chosen_target()
    assert target is not None
    page.acts.typed("方案一", target, FUTIAN, "base", "10")
    page.acts.typed("方案一", target, FUTIAN, "2027", "13")
    settle(qapp)
    cell = page.model.parts.cell(FUTIAN)
    assert cell is not None
    assert (cell.years[2026], cell.years[2027]) == (12, 13)  # 11.5, half up


def test_a_pinned_part_beyond_the_whole_is_said(page: DecomposePage, qapp: QApplication) -> None:
    page.acts.typed("方案一", page.chosen_target(), FUTIAN, PART, "999")  # type: ignore[arg-type]
    settle(qapp)
    assert page.model.parts is not None
    assert page.model.parts.findings[0].code == "split_pins_exceed"
    assert page.proof_mark.isVisible()


def test_leaving_a_unit_out_and_asking_it_again(page: DecomposePage, qapp: QApplication) -> None:
    page.table.go_to(FUTIAN, PART)
    page.leave_out.click()
    settle(qapp)
    assert part(page, FUTIAN) is None
    page.table.go_to(FUTIAN, PART)
    page.leave_out.click()
    settle(qapp)
    assert part(page, FUTIAN) == 19


def test_what_is_in_force_stands_beside(page: DecomposePage, qapp: QApplication, tmp_path: Path) -> None:
    page.acts.order_to("方案一", tmp_path, "深知发〔2026〕3号", "2026年10月9日")
    settle(qapp)
    page.acts.typed("方案一", page.chosen_target(), FUTIAN, PART, "30")  # type: ignore[arg-type]
    settle(qapp)
    page.other.setCurrentIndex(page.other.findData(decomposition.IN_FORCE))
    page.other.activated.emit(page.other.currentIndex())
    settle(qapp)
    place = page.model.place_of("other")
    assert place > 0
    assert page.model.index(0, place).data() == "19"
    assert page.reference()
    assert len(list(tmp_path.glob("*目标下达表.xlsx"))) == 11


def test_an_opinion_stands_at_its_cell_and_is_dealt_with(
    page: DecomposePage, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.acts.send_to("方案一", tmp_path, "10月20日")
    ws = page.session.workspace
    for unit, quantity in ((FUTIAN, Decimal(12)), ("440303", None)):
        item = OpinionItem(f"{STATIONS}-{unit}", quantity, "场地不足")
        page.session.run(lambda ws, item=item, unit=unit: opinion.give(
            ws, (item,), unit=unit, basis="来函", today=TODAY, by="周敏"))  # fmt: skip
    settle(qapp)
    assert "场地不足" in str(page.model.index(0, page.model.place_of(OPINION)).data())

    page.table.go_to(FUTIAN, PART)
    assert page.take_button.isEnabled()
    page.take_button.click()
    settle(qapp)
    assert part(page, FUTIAN) == 12
    page.table.go_to("440303", PART)
    assert not page.take_button.isEnabled()
    monkeypatch.setattr(asking, "ask", lambda *_, **__: {"words": "全市统筹"})
    page.decline_button.click()
    settle(qapp)
    scheme = decomposition.read(ws, "方案一")
    assert [one.how for one in scheme.handled] == ["taken", "declined"]
    assert not any(one.open_points for one in consultation.opinions(ws, scheme))


def test_a_disagreement_is_entered_on_a_units_behalf(
    page: DecomposePage, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.acts.send_to("方案一", tmp_path, "10月20日")
    settle(qapp)
    page.table.go_to(FUTIAN, PART)
    given = {"basis": "来函", "about": OWN, "value": "十二家", "reason": "", "note": ""}
    answers = [given, {**given, "value": "12"}, {**given, "value": "12", "reason": "场地不足"}]
    notes = []

    def asked(*_: Any, **given: Any) -> Any:
        notes.append(given["note"])
        return answers.pop(0)

    monkeypatch.setattr(asking, "ask", asked)
    page.behalf_button.click()
    settle(qapp)

    assert [bool(note) for note in notes] == [False, True, True]
    (seen,) = [one for one in consultation.opinions(page.session.workspace) if one.unit.code == FUTIAN]
    assert seen.opinion is not None
    assert read_opinion(seen.opinion).made_by == "behalf"
    assert [(point.target, point.item.quantity) for point in seen.points] == [(OWN, Decimal(12))]
    assert page.behalf_button.isEnabled()  # what was entered here may be mended here


def test_which_of_two_answers_counts_is_one_click(page: DecomposePage, qapp: QApplication, tmp_path: Path) -> None:
    page.acts.send_to("方案一", tmp_path, "10月20日")
    (sheet,) = [path for path in tmp_path.glob("*征求意见表.xlsx") if "福田区" in path.name]
    files = [
        answer(sheet, tmp_path / "1" / "意见.xlsx", {("all.verdict", "unit"): "同意"}),
        answer(sheet, tmp_path / "2" / "意见.xlsx", {("all.verdict", "unit"): "不同意", ("all.note", "unit"): "另议"}),
    ]
    for file in files:
        page.session.run(lambda ws, file=file: receive.receive(ws, [file], today=TODAY, by="周敏"))
    settle(qapp)
    page.table.go_to(FUTIAN, PART)
    assert not page.decline_button.isEnabled()
    assert "两份" in str(page.model.index(0, page.model.place_of(OPINION)).data())
    assert page.settle_button.isVisible()
    (wanted,) = [action for action in page.versions.actions() if "另议" in action.text()]
    wanted.trigger()
    settle(qapp)
    (seen,) = [one for one in consultation.opinions(page.session.workspace) if one.unit.code == FUTIAN]
    assert (seen.state, seen.note) == ("disagree", "另议")
    assert not page.settle_button.isVisible()


def test_upstream_changes_wait_until_they_were_looked_at(page: DecomposePage, qapp: QApplication) -> None:
    scheme = decomposition.read(page.session.workspace, "方案一")
    seen = {STATIONS: {**scheme.seen[STATIONS], FUTIAN: Decimal(21)}}
    page.session.run(lambda ws: decomposition.put(
        ws, "方案一", type(scheme)(scheme.splits, seen), today=TODAY, by="周敏"))  # fmt: skip
    settle(qapp)
    assert page.changed.isVisible()
    assert "21 → 19" in page.changed_label.text()
    page._acknowledge()
    settle(qapp)
    assert not page.changed.isVisible()


def test_where_the_person_was_is_found_again(page: DecomposePage, qapp: QApplication) -> None:
    page.acts.take_up_all("方案一")
    settle(qapp)
    page.show_target("mediation-cases-2030")
    place = page.place()
    page.show_target(STATIONS)
    page.restore(place)
    target = page.chosen_target()
    assert target is not None
    assert target.id == "mediation-cases-2030"


def test_schemes_begin_from_each_other_and_are_forgotten(
    page: DecomposePage, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "ask", lambda *_, **__: {"name": "方案二", "copy": "方案一"})
    page.new_button.click()
    settle(qapp)
    assert page.chosen_scheme() == "方案二"
    assert part(page, FUTIAN) == 19
    page.drop_button.click()
    settle(qapp)
    assert page.chosen_scheme() == "方案一"


def test_a_unit_answers_what_it_is_asked(
    open_window: Opener, day: Day, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with workspace.open_workspace(day.city) as city:
        decomposition.start(city, "方案一", today=TODAY, by="周敏")
        target = decomposition.find_target(city, STATIONS)
        decomposition.change(city, "方案一", target, lambda split: split, today=TODAY, by="周敏")
        (sent,) = consultation.send(city, "方案一", to=tmp_path, units=(FUTIAN,), today=TODAY, by="周敏").value
    assert sent.path is not None
    with workspace.open_workspace(day.district) as district:
        receive.receive(district, [sent.path], today=TODAY, by="李敏")
    page = page_of(open_window(day.district))
    own = page.own
    settle(qapp)
    assert own.waits
    given: dict[str, Any] = {"value": "12", "reason": "场地不足"}
    monkeypatch.setattr(asking, "ask", lambda *_, **__: given)
    own.against_button.click()
    assert "场地不足" in own.asked.things()[0].word
    page = page_of(open_window(day.district))
    own = page.own
    settle(qapp)
    assert "场地不足" in own.asked.things()[0].word  # the window was closed meanwhile
    assert own.drop_button.isVisible()
    own.drop_button.click()
    settle(qapp)
    assert "场地不足" not in own.asked.things()[0].word
    own.against_button.click()
    own.give_button.click()
    settle(qapp)
    own.write_to(tmp_path / "上报")
    assert not own.waits
    assert len(list((tmp_path / "上报").iterdir())) == 1
    with workspace.open_workspace(day.city) as city:
        receive.receive(city, list((tmp_path / "上报").iterdir()), today=TODAY, by="周敏")
        scheme = decomposition.read(city, "方案一")
        waiting = next(one for one in consultation.opinions(city, scheme) if one.points)
        assert waiting.points[0].item.quantity == 12
        consultation.decline(city, "方案一", FUTIAN, OWN, "全市统筹", today=TODAY, by="周敏")
        consultation.order(city, "方案一", number="1号", day="", to=tmp_path / "下达", today=TODAY, by="周敏")
    with workspace.open_workspace(day.district) as district:
        files = [path for path in (tmp_path / "下达").iterdir() if "福田" in path.name]
        receive.receive(district, files, today=TODAY, by="李敏")
        assert handdown.targets_of(district, FUTIAN)[0].quantity == 19
    page.session.look_outside()
    settle(qapp)
    assert "全市统筹" in own.bound.things()[0].word
    assert not own.asking.isVisible()


def test_the_table_goes_out_and_comes_back_changed(page: DecomposePage, qapp: QApplication, tmp_path: Path) -> None:
    table = tmp_path / "分解表.xlsx"
    page.acts.write_matrix_to("方案一", table)
    workbook = openpyxl.load_workbook(table)
    workbook.worksheets[0].cell(4, 5).value = 33
    workbook.save(table)
    page.acts.read_matrix_from("方案一", table)
    settle(qapp)
    assert part(page, FUTIAN) == 33
