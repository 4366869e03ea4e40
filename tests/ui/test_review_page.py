"""The reviewer's page by hand: opened from the wall, asked about, returned, accepted; two windows on one file."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton

from ipdesk.domain.figurechange import FigureChange, FigureKey, Print, What
from ipdesk.domain.form import Question
from ipdesk.domain.ledger.standing import Status
from ipdesk.services import batch, draft, outgoing, policy, receive, review, sending, slotref, uses, workspace
from ipdesk.services.collect import UnitState
from ipdesk.services.workspace import Workspace
from ipdesk.ui.dialogs.deciding import BatchDialog, ChangesDialog, ReasonDialog, ReturnDialog
from ipdesk.ui.dialogs.reminding import PhrasesDialog, RemindDialog
from ipdesk.ui.main_window import MainWindow
from ipdesk.ui.pages.fill import FillPage
from ipdesk.ui.pages.review import ReviewPage
from ipdesk.ui.widgets.dossier_view import RIVALS
from ipdesk.ui.widgets.year_wall import STAMPED
from tests.builders import SIGNED
from tests.ui import measure
from tests.ui.windowday import DISTRICT, TODAY, Day, Opener, fill_all, settle

Drive = Callable[[Callable[[object], None]], None]
Q3 = "2026-Q3"


def press(button: QPushButton) -> None:
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(QApplication.instance())


def page_of(window: MainWindow) -> ReviewPage:
    page = window.pages["review"]
    assert isinstance(page, ReviewPage)
    window.go("review")
    settle(QApplication.instance())
    return page


def send(day: Day, folder: Path, figures: int = 0) -> str:
    """The district's report of the third quarter, as the city receives it; its id. A later call sends a newer one."""
    with workspace.open_workspace(day.district) as ours:
        if not draft.my_slots(ours) or all(one.period != Q3 for one in draft.my_slots(ours)):
            receive.receive(ours, [day.template], today=TODAY, by="李敏")
        fill_all(ours, Q3)
        slot = slotref.slot(ours, Q3)
        if figures:
            key = next(row.key for row in draft.open_draft(ours, slot).form.rows if row.key == "ip-volunteers")
            value, _findings = draft.read_cell(draft.open_draft(ours, slot).form, key, str(figures))
            draft.set_value(ours, slot, key, value, by="李敏", today=TODAY)
        draft.fix(ours, slot, today=TODAY, by="李敏", approvals=SIGNED)
        sent = outgoing.export_submission(ours, slot, folder, today=TODAY, by="李敏")
    with workspace.open_workspace(day.city) as city:
        return receive.receive(city, [sent], today=TODAY, by="周敏").value[0].packages[0]


def state_of(city: Workspace, name: str) -> Status:
    return review.dossier(city, name).status


def test_the_wall_shows_that_the_stamped_paper_is_here(open_window: Opener, day: Day, tmp_path: Path) -> None:
    send(day, tmp_path)
    with workspace.open_workspace(day.city) as city:
        slot = slotref.slot(city, f"{DISTRICT}/{Q3}")
        sending.tick(city, slot, sending.STAMPED, day=TODAY, today=TODAY, by="周敏")
    page = page_of(open_window(day.city))
    wall = page.wall_model
    places = [wall.index(row, column) for row in range(wall.rowCount()) for column in range(wall.columnCount())]
    cells = {index.data(Qt.ItemDataRole.ToolTipRole) for index in places if index.data(STAMPED)}
    assert len(cells) == 1
    assert f"盖章件已到（{TODAY}）" in cells.pop()
    assert any("盖章件已到" in one.text() for one in page.legend.findChildren(QLabel))


def test_opened_by_keyboard_asked_about_and_returned(
    open_window: Opener, day: Day, tmp_path: Path, drive: Drive
) -> None:
    name = send(day, tmp_path)
    window = open_window(day.city)
    assert window.rail.entries["review"].count == 1
    page = page_of(window)

    # From the wall by keyboard: Enter opens what the district sent.
    assert page.wall.go_to(DISTRICT, Q3)
    QTest.keyClick(page.wall, Qt.Key.Key_Return)
    settle(QApplication.instance())
    shown = page._shown
    assert shown is not None
    assert shown.seen.id == name
    assert page.accept_button.isEnabled()

    # A phrase is put in with the figures of the row, and typed on.
    page.dossier.go_to("ip-volunteers")
    page.dossier.panel.phrase.setCurrentIndex(1)
    page.dossier.panel.phrase.activated.emit(1)
    text = page.dossier.panel.question.toPlainText()
    row = next(one for one in shown.rows if one.row.key == "ip-volunteers")
    assert row.row.name in text
    assert f"本期{row.figure}" in text
    QTest.keyClicks(page.dossier.panel.question, " OK")
    assert [question.row for question in page.questions()] == ["ip-volunteers"]
    # F4 leads to the cell of the file that waits, though nothing of it is in force yet.
    assert window.page.reference() == f"{DISTRICT}/ip-volunteers/{Q3}@{name}"
    window.toggle_drawer()
    assert str(row.figure) in window.drawer.value.text()
    window.toggle_drawer()
    with workspace.open_workspace(day.city) as city:
        node = uses.uses(city, window.page.reference())
    assert str(row.figure) in node.value
    assert [child.title for child in node.children] == ["还没有用于任何地方"]

    def fill_in(dialog: object) -> None:
        assert isinstance(dialog, ReturnDialog)
        assert dialog.model.rowCount() == 1
        dialog.folder.setText(str(tmp_path))
        press(dialog.ok)

    drive(fill_in)
    press(page.return_button)
    with workspace.open_workspace(day.city) as city:
        assert state_of(city, name) is Status.RETURNED
        (question,) = draft.open_questions(city, slotref.slot(city, f"{DISTRICT}/{Q3}"))
    assert question.row == "ip-volunteers"
    assert "OK" in question.text
    assert any("退回" in path.name for path in tmp_path.glob("*.xlsx"))
    assert window.rail.entries["review"].count == 0
    assert page._shown is None  # nothing else waits: back to the lists


def test_typed_questions_outlive_the_window(open_window: Opener, day: Day, tmp_path: Path) -> None:
    send(day, tmp_path)
    first = open_window(day.city)
    page = page_of(first)
    page.open(DISTRICT, Q3)
    page.dossier.go_to("ip-volunteers")
    page.dossier.panel.question.setPlainText("请核实")
    first.close()

    page = page_of(open_window(day.city))
    assert [(one.row, one.text) for one in page.questions()] == [("ip-volunteers", "请核实")]
    assert page.dossier.current_key() == "ip-volunteers"


def test_accepted_as_it_was_seen(open_window: Opener, day: Day, tmp_path: Path) -> None:
    name = send(day, tmp_path)
    window = open_window(day.city)
    page = page_of(window)
    page.go(f"{DISTRICT}/{Q3}")
    press(page.accept_button)
    with workspace.open_workspace(day.city) as city:
        assert state_of(city, name) is Status.ACCEPTED
    line = page.wall_model.line(page.wall.currentIndex())
    assert line is not None
    assert line.state is UnitState.ACCEPTED
    assert window.rail.entries["review"].count == 0


def test_a_newer_version_that_came_while_looking_is_not_accepted(open_window: Opener, day: Day, tmp_path: Path) -> None:
    first = send(day, tmp_path)
    window = open_window(day.city)
    page = page_of(window)
    page.go(f"{DISTRICT}/{Q3}")
    second = send(day, tmp_path, 77)  # into the same file, by another window

    press(page.accept_button)

    assert "新" in window.notice.sentence.text()
    with workspace.open_workspace(day.city) as city:
        assert state_of(city, first) is Status.PENDING
    # What is on screen now is the newer one, with what changed marked; F8 goes there, Ctrl+Enter back from a question.
    page.dossier.go_to("protection-stations")
    QTest.keyClick(page.dossier.table, Qt.Key.Key_F8)
    assert page.dossier.current_key() == "ip-volunteers"
    QTest.keyClick(page.dossier.table, Qt.Key.Key_Return)
    assert page.dossier.panel.question.hasFocus()
    QTest.keyClick(page.dossier.panel.question, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.dossier.table.hasFocus()
    assert page._shown is not None
    assert page._shown.seen.id == second
    assert {row.row.key for row in page._shown.rows if row.changed} == {"ip-volunteers"}
    press(page.accept_button)
    with workspace.open_workspace(day.city) as city:
        assert state_of(city, second) is Status.ACCEPTED


def test_two_windows_on_one_file(open_window: Opener, day: Day, tmp_path: Path) -> None:
    name = send(day, tmp_path)
    one, other = page_of(open_window(day.city)), page_of(open_window(day.city))
    for page in (one, other):
        page.go(f"{DISTRICT}/{Q3}")
    press(one.accept_button)
    press(other.accept_button)  # it looks at what the first window has decided meanwhile

    assert not other.accept_button.isEnabled()
    with workspace.open_workspace(day.city) as city:
        assert state_of(city, name) is Status.ACCEPTED
        accepts = [
            package for package in city.state.packages.values()
            if package.kind == "decision" and package.content["verb"] == "accept" and name in package.content["names"]
        ]  # fmt: skip
    assert len(accepts) == 1


def test_two_versions_and_which_one_counts(open_window: Opener, day: Day, tmp_path: Path) -> None:
    first = send(day, tmp_path)
    with workspace.open_workspace(day.city) as city:
        from dataclasses import replace

        from ipdesk.domain.ledger.codec import encode
        from ipdesk.domain.ledger.package import Kind, make
        from ipdesk.services import figures

        package = city.package(first)
        said = figures.submission_of(package)
        value = replace(
            said.answers.values["ip-volunteers"], quantity=said.answers.values["ip-volunteers"].quantity + 5
        )
        answers = replace(said.answers, values={**said.answers.values, "ip-volunteers": value})
        rival = make(
            Kind.SUBMISSION, city.ledger, maker=DISTRICT, officer="李敏", audience=DISTRICT,
            content=encode(replace(said, answers=answers)), parents=package.parents,
        )  # fmt: skip
        with city.operation() as operation:
            operation.add(rival)
    page = page_of(open_window(day.city))
    page.go(f"{DISTRICT}/{Q3}")

    assert page.dossier.tabs.currentIndex() == RIVALS
    assert page.dossier.differences.rowCount() == 1
    assert not page.accept_button.isEnabled()
    shown = page._shown
    assert shown is not None
    press(page.dossier.keep_rival)
    with workspace.open_workspace(day.city) as city:
        state = city.state.slot(city.ledger, slotref.slot(city, f"{DISTRICT}/{Q3}"))
        assert state.current == shown.rival
    assert page.accept_button.isEnabled()


def test_freed_entered_reminded_and_in_a_batch(open_window: Opener, day: Day, tmp_path: Path, drive: Drive) -> None:
    send(day, tmp_path)
    window = open_window(day.city)
    page = page_of(window)

    def say(words: str) -> Callable[[object], None]:
        def typed(dialog: object) -> None:
            assert isinstance(dialog, ReasonDialog)
            assert not dialog.ok.isEnabled()
            QTest.keyClicks(dialog.field, words)
            press(dialog.ok)

        return typed

    page.go(f"440303/{Q3}")
    drive(say("merged"))
    press(page.waive_button)
    line = page.wall_model.line(page.wall.currentIndex())
    assert line is not None
    assert (line.state, line.waiver.reason if line.waiver else "") == (UnitState.WAIVED, "merged")
    drive(say("not merged"))
    press(page.waive_button)
    line = page.wall_model.line(page.wall.currentIndex())
    assert line is not None
    assert line.state is UnitState.ISSUED

    def copy(dialog: object) -> None:
        assert isinstance(dialog, RemindDialog)
        dialog.everybody.setChecked(True)
        assert "罗湖区" in dialog.text.toPlainText()
        dialog.write_sheet(tmp_path / "list.xlsx")
        press(dialog.copy)

    drive(copy)
    press(page.remind_button)
    assert "罗湖区" in QApplication.clipboard().text()
    assert (tmp_path / "list.xlsx").exists()

    def accept_all(dialog: object) -> None:
        assert isinstance(dialog, BatchDialog)
        assert len(dialog.ready) == 1
        press(dialog.ok)

    drive(accept_all)
    press(page.batch_button)
    assert window.rail.entries["review"].count == 0

    page.go(f"440303/{Q3}")
    drive(say("fax"))
    press(page.enter_button)
    assert window.page.name == "fill"
    fill = window.pages["fill"]
    assert isinstance(fill, FillPage)
    assert fill.form.draft is not None
    assert "fax" in fill.form.state.text()
    assert (fill.form.draft.on_behalf, fill.form.draft.basis, fill.form.draft.form.unit) == (True, "fax", "440303")


def test_two_key_in_the_window(open_window: Opener, day: Day, tmp_path: Path) -> None:
    from dataclasses import replace

    name = send(day, tmp_path)
    with workspace.open_workspace(day.city) as city:
        policy.change(city, lambda laid: replace(laid, two_key=True), today=TODAY, by="局长")
    window = open_window(day.city)
    page = page_of(window)
    page.go(f"{DISTRICT}/{Q3}")
    assert page.check_button.isVisible()
    press(page.check_button)  # 周敏, the officer of this file
    assert "周敏" in page.notes.text()
    press(page.accept_button)
    assert "不得再由其审核通过" in window.notice.sentence.text()
    with workspace.open_workspace(day.city) as city:
        assert state_of(city, name) is Status.PENDING


def test_phrases_are_edited_in_place(open_window: Opener, day: Day, tmp_path: Path, drive: Drive) -> None:
    send(day, tmp_path)
    page = page_of(open_window(day.city))
    page.go(f"{DISTRICT}/{Q3}")

    def edit(dialog: object) -> None:
        assert isinstance(dialog, PhrasesDialog)
        dialog.text.setPlainText("{怎么}")
        press(dialog.ok)
        assert dialog.result() != QDialog.DialogCode.Accepted  # a place that there is not: it stays
        dialog.text.setPlainText("请核对“{填报项}”。")
        press(dialog.ok)

    drive(edit)
    press(page.dossier.panel.edit)
    assert page.dossier.panel.phrase.count() == 2


@pytest.mark.parametrize("percent", [100, 125])
def test_the_dialogs_are_whole_and_chinese(
    open_window: Opener, day: Day, tmp_path: Path, qapp: QApplication, percent: int
) -> None:
    name = send(day, tmp_path)
    page = page_of(open_window(day.city, percent=percent))
    page.go(f"{DISTRICT}/{Q3}")
    shown = page._shown
    assert shown is not None
    lines = batch.candidates(page.session.workspace, by="周敏")
    change = FigureChange(
        FigureKey(What.TARGET, "440300", Q3, "t"), "知识产权保护工作站数量", "家", 0, Decimal(37), Decimal(38),
        printed=(Print("ABCDEFGH", "领导摘要", "2026-10-12 10:00:00"),), released_to=("440303", DISTRICT),
    )  # fmt: skip
    made: list[QDialog] = [
        ReasonDialog(page, "准予罗湖区免报", "理由会告知该单位。", "理由", "记录(&S)"),
        ReturnDialog(
            page, shown.seen.form, (Question("ip-volunteers", "请核实志愿者人数，并附名册。"), Question("", "补章"))
        ),
        BatchDialog(page, lines),
        ChangesDialog(page, (change,), {"440300": "深圳市", "440303": "罗湖区", DISTRICT: "福田区"}),
        RemindDialog(page, page.session),
        PhrasesDialog(page, page.session),
    ]
    problems = []
    for dialog in made:
        dialog.show()
        settle(qapp)
        for said in (
            measure.cut_texts(dialog), measure.overlaps(dialog), measure.foreign_words(dialog),
            measure.twice_used_mnemonics(dialog), measure.nameless(dialog),
        ):  # fmt: skip
            problems += [f"{type(dialog).__name__}: {one}" for one in said]
        dialog.close()
    assert name
    assert not problems, "\n".join(problems)


def test_a_copy_for_reading_decides_nothing(
    open_window: Opener, day: Day, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(day, tmp_path)
    monkeypatch.setattr(Workspace, "read_only", property(lambda _self: True))
    page = page_of(open_window(day.city))
    page.go(f"{DISTRICT}/{Q3}")
    acts = (page.accept_button, page.return_button, page.waive_button, page.enter_button, page.batch_button)
    assert not any(act.isEnabled() for act in acts)
    assert not page.dossier.panel.asking.isVisible()


def test_the_first_page_leads_here(open_window: Opener, day: Day, tmp_path: Path) -> None:
    send(day, tmp_path)
    window = open_window(day.city)
    window.go("overview")
    window.page.asked.emit("review", f"{DISTRICT}/{Q3}")
    page = window.pages["review"]
    assert isinstance(page, ReviewPage)
    assert window.page is page
    assert page._shown is not None


def test_a_district_has_no_such_page(open_window: Opener, district: Path) -> None:
    assert "review" not in open_window(district).pages
