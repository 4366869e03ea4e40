"""The tables on the page of reports: totals taken apart and adjusted, who was told what, what changed, a year's end."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from ipdesk.domain.register import Choice, Occasion
from ipdesk.services import adjustments, reported
from ipdesk.ui.dialogs.lines import LinesDialog
from ipdesk.ui.main_window import MainWindow
from ipdesk.ui.pages.report import ReportPage
from tests.ui import measure
from tests.ui.windowday import Day, Opener, settle

CASES = "440300/mediation-cases-2030/2026-Q2"
Driver = Callable[[Callable[[object], None]], None]


def shown(open_window: Opener, path: Path, kind: str, qapp: QApplication) -> tuple[MainWindow, ReportPage]:
    from ipdesk.domain.period import parse

    window = open_window(path)
    window.session.show_period(parse("2026-Q2"))
    window.go("report", kind)
    settle(qapp)
    page = window.pages["report"]
    assert isinstance(page, ReportPage)
    return window, page


def choose_total(page: ReportPage, indicator: str) -> None:
    names = [one.indicator.id for one in page.totals.model.things()]
    page.totals.table.go_to(names.index(indicator))


def test_a_total_is_taken_apart_and_adjusted(
    open_window: Opener, day: Day, qapp: QApplication, drive: Driver, tmp_path: Path
) -> None:
    window, page = shown(open_window, day.city, "totals", qapp)
    choose_total(page, "mediation-cases")
    before = page.totals.chosen()
    assert before is not None
    assert before.total.value is not None
    assert len(page.totals.apart_model.things()) == 11
    assert page.totals.apart_title.text() == "知识产权纠纷调解案件数"

    def fill(dialog: object) -> None:
        assert isinstance(dialog, LinesDialog)
        assert not dialog.ok.isEnabled()
        quantity, reason = (field for field in dialog.fields if isinstance(field, QLineEdit))
        quantity.setText("5")
        reason.setText("市级直接受理")
        dialog.ok.click()

    drive(fill)
    page.totals.adjust_button.click()
    settle(qapp)

    after = page.totals.chosen()
    assert after is not None
    assert after.total.value == before.total.value + 5
    assert page.totals.apart_model.things()[-1].reason == "市级直接受理"
    assert "市级直接受理" in page.totals.notes.text()
    assert window.page.reference() == "440300/mediation-cases/2026-Q2"

    page.totals.save_to(tmp_path / "汇总.xlsx")
    cells = [cell.value for sheet in openpyxl.load_workbook(tmp_path / "汇总.xlsx") for row in sheet.iter_rows()
             for cell in row]  # fmt: skip
    assert int(after.total.value) in cells

    (line,) = adjustments.listed(window.session.workspace)
    page.totals.withdraw(line.short_id, "重复")
    again = page.totals.chosen()
    assert again is not None
    assert again.total.value == before.total.value
    page.totals.adjust("mediation-cases", "unplaced", "约五", "理由")
    assert len(adjustments.listed(window.session.workspace)) == 1


def test_last_figures_are_carried_by_a_persons_choice(open_window: Opener, day: Day, qapp: QApplication) -> None:
    from ipdesk.domain.period import parse

    window, page = shown(open_window, day.city, "totals", qapp)
    window.session.show_period(parse("2026-Q3"))
    settle(qapp)
    choose_total(page, "protection-stations")
    assert page.totals.carry_button.isEnabled()
    page.totals.carry("", "福田区系统故障")
    chosen = page.totals.chosen()
    assert chosen is not None
    assert chosen.total.coverage.carried == 1
    assert "另结转1" in page.totals.model.data(page.totals.model.index(0, 3)) or chosen.total.coverage.given == 0


def test_the_register_from_entry_to_notice(
    open_window: Opener, day: Day, qapp: QApplication, drive: Driver, tmp_path: Path
) -> None:
    window, page = shown(open_window, day.city, "register", qapp)
    view = page.register
    assert view.model.things() == ()

    def fill(dialog: object) -> None:
        assert isinstance(dialog, LinesDialog)
        reference, recipient = (field for field in dialog.fields[:2] if isinstance(field, QLineEdit))
        reference.setText(CASES)
        recipient.setText("市政府办")
        dialog.ok.click()

    drive(fill)
    view.enter_button.click()
    settle(qapp)
    (one,) = view.model.things()
    assert (one.recipient, one.entry.occasion, one.due) == ("市政府办", Occasion.MEETING, False)
    assert not view.tell_button.isEnabled()

    page.choose("totals")
    choose_total(page, "mediation-cases")
    page.totals.adjust("mediation-cases", "unplaced", "5", "市级直接受理")
    page.choose("register")
    assert view.chosen() is not None
    assert view.chosen().due  # type: ignore[union-attr]
    assert view.only_due.text() == "应告知 1"
    view.copy_notice()
    assert "市政府办：" in QGuiApplication.clipboard().text()
    assert "市级直接受理" in QGuiApplication.clipboard().text()
    view.write_notices(tmp_path / "告知")
    assert [path.suffix for path in (tmp_path / "告知").iterdir()] == [".docx"]
    view.correct_back("市级受理漏计")
    assert view.chosen().choice is Choice.BACK  # type: ignore[union-attr]
    view.name("市政府办 李主任")
    view.tell()
    (one,) = view.model.things()
    assert (one.recipient, one.due) == ("市政府办 李主任", False)
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    settle(qapp)
    assert window.drawer.isVisible()


def test_a_difference_goes_into_a_later_period(open_window: Opener, day: Day, qapp: QApplication) -> None:
    window, page = shown(open_window, day.city, "register", qapp)
    page.register.enter(CASES, "分管领导", Occasion.REPORT)
    page.totals.adjust("mediation-cases", "unplaced", "5", "市级直接受理")
    page.register.load()
    page.register.carry_forward("2026-Q3", "已上会")
    (one,) = page.register.model.things()
    assert (one.choice, one.due) == (Choice.FORWARD, False)
    assert [line.kind for line in adjustments.listed(window.session.workspace)].count("difference") == 1


def test_a_summary_that_went_out_is_asked_about_and_entered(
    open_window: Opener, day: Day, qapp: QApplication, tmp_path: Path
) -> None:
    window, page = shown(open_window, day.city, "summary", qapp)
    assert not page.entry.isVisible()
    page.save_to(tmp_path / "摘要.xlsx")
    settle(qapp)
    assert page.entry.isVisible()
    assert reported.listed(window.session.workspace) == ()

    page.recipient.setText("分管领导")
    QTest.keyClick(page.recipient, Qt.Key.Key_Return)
    settle(qapp)

    assert not page.entry.isVisible()
    assert {one.recipient for one in reported.listed(window.session.workspace)} == {"分管领导"}


def test_what_changed_since_a_day(open_window: Opener, day: Day, qapp: QApplication) -> None:
    window, page = shown(open_window, day.city, "changes", qapp)
    assert page.changes.said.text() == "还没有通报。"
    page.totals.adjust("mediation-cases", "unplaced", "5", "市级直接受理")
    page.changes.show_since("2026-10-08")
    assert {one.key.what.value for one in page.changes.model.things()} == {"total", "target"}
    assert "市级直接受理" in page.changes.causes.text()
    assert window.page.reference().startswith("440300/mediation-cases")
    page.changes.show_since("昨天")
    assert "昨天" in page.changes.said.text()
    assert page.changes.model.things() == ()


def test_a_district_has_no_totals_to_adjust(open_window: Opener, district: Path, qapp: QApplication) -> None:
    _window, page = shown(open_window, district, "totals", qapp)
    assert page.panel is None
    page.choose("register")
    assert page.panel is page.register
    assert not page.register.forward_button.isEnabled()


@pytest.mark.parametrize("percent", [100, 125])
@pytest.mark.parametrize("who", ["city", "district"])
def test_the_tables_are_whole_chinese_and_named(
    open_window: Opener, day: Day, district: Path, qapp: QApplication, who: str, percent: int
) -> None:
    window = open_window(day.city if who == "city" else district, percent=percent)
    page = window.pages["report"]
    assert isinstance(page, ReportPage)
    window.go("report")
    page.register.enter(CASES if who == "city" else "福田区/mediation-cases/2026-Q2", "市政府办", Occasion.MEETING)
    problems = []
    for kind in ("totals", "register", "changes", "yearend", "summary"):
        page.choose(kind)
        if kind == "summary":
            page.offer_entry()
        settle(qapp)
        for said in (measure.cut_texts, measure.overlaps, measure.foreign_words, measure.twice_used_mnemonics,
                     measure.nameless):  # fmt: skip
            problems += [f"{kind}: {one}" for one in said(window)]
    assert not problems, "\n".join(problems)
