"""What the office lays down, by hand: one button keeps the fields, a file brings the days off."""

from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ipdesk.services import policy, workspace
from ipdesk.ui.pages.settings import SettingsPage
from ipdesk.ui.widgets.policy_card import PolicyCard
from tests.ui.windowday import Day, Opener, settle


def card_of(open_window: Opener, path: Path) -> PolicyCard:
    page = open_window(path, page="settings").page
    assert isinstance(page, SettingsPage)
    return page.policy


def test_kept_as_one_version(open_window: Opener, day: Day) -> None:
    card = card_of(open_window, day.city)
    card.steps.setText("科室审核，局长审签")
    card.days.setText("15")
    card.counted.setCurrentIndex(1)
    card.contact.setText("规划科")
    card.nearly.setText("-5")
    card.two_key.setChecked(True)
    card.ranking.setChecked(True)
    card.early.count.setText("10")
    card.early.months.setText("6")
    QTest.mouseClick(card.keep_button, Qt.MouseButton.LeftButton)
    settle(QApplication.instance())

    with workspace.open_workspace(day.city) as city:
        laid = city.policy
    assert (laid.steps, laid.deadline_days, laid.deadline_in_workdays) == (("科室审核", "局长审签"), 15, True)
    assert (laid.contact, laid.thresholds.nearly, laid.two_key) == ("规划科", Decimal(-5), True)
    limits = laid.thresholds
    assert (limits.small_count, limits.first_months, limits.coverage, limits.grace_months) == (10, 6, 90, 0)
    assert laid.ranking


def test_what_makes_no_sense_changes_nothing(open_window: Opener, day: Day) -> None:
    card = card_of(open_window, day.city)
    for text in ("5", "many"):
        card.nearly.setText(text)
        QTest.mouseClick(card.keep_button, Qt.MouseButton.LeftButton)
    card.nearly.setText("-10")
    for text in ("几个", "-3"):
        card.early.months.setText(text)
        QTest.mouseClick(card.keep_button, Qt.MouseButton.LeftButton)
    with workspace.open_workspace(day.city) as city:
        assert (city.policy.thresholds.nearly, city.policy.thresholds.first_months) == (-10, 3)


def test_days_off_from_a_file_and_as_announced_again(open_window: Opener, day: Day, tmp_path: Path) -> None:
    card = card_of(open_window, day.city)
    assert card.model.rowCount() == 39  # 33 days off and 6 worked ones of 2026
    assert not card.told.isVisible()  # in October nobody needs the days of next year
    file = tmp_path / "days.csv"
    file.write_text("日期,安排\n2027-01-01,放假\n", encoding="utf-8")
    card.take_days(file)
    assert card.model.rowCount() == 40
    assert not card.told.isVisible()
    card.write_days(tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig").startswith("日期,安排")
    card.forget_days()
    with workspace.open_workspace(day.city) as city:
        assert policy.days_of(city, 2027) == ()


def test_a_district_only_reads_it(open_window: Opener, district: Path) -> None:
    card = card_of(open_window, district)
    assert not card.keep_button.isEnabled()
    assert not card.steps.isEnabled()
