"""Starting, jobs, crash reports, pictures, and what must not be loaded before it is needed."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrintPreviewDialog, QPrintPreviewWidget
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from ipdesk.domain.errors import NotFound
from ipdesk.services import draft, slotref
from ipdesk.services.progress import Progress
from ipdesk.services.workspace import Workspace
from ipdesk.ui import app, crash, inputmethod, recent
from ipdesk.ui.app import Desk
from ipdesk.ui.dialogs.issuing import IssueDialog
from ipdesk.ui.jobs import Job, Runner
from ipdesk.ui.main_window import MainWindow
from ipdesk.ui.pages.exchange import ExchangePage
from ipdesk.ui.pages.report import ReportPage
from ipdesk.ui.pages.settings import SettingsPage
from tests.ui.windowday import TODAY, Day, Opener, settle

ROOT = Path(__file__).resolve().parents[2]


def test_the_first_paint_loads_nothing_heavy(district: Path, font_families: object) -> None:
    code = (
        "import sys; from datetime import date; from pathlib import Path; from ipdesk.ui import app;"
        "a = app.application(); app.fonts.load_fonts(); d = app.Desk(a, today=date(2026, 10, 9), by='');"
        f"d.open(Path({str(district)!r})); a.processEvents();"
        "print(sorted({'numpy', 'pyqtgraph', 'openpyxl', 'sqlite_utils', 'docx', 'xlsxwriter',"
        " 'PySide6.QtPrintSupport'} & sys.modules.keys())); d.close()"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=False, env=environment
    )
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_a_picture_of_a_page(day: Day, tmp_path: Path, look: None) -> None:
    written = app.picture(day.city, tmp_path / "window.png", today=TODAY, size=(1280, 800), scale=2)
    image = QImage(str(written))
    assert (image.width(), image.height()) == (2560, 1600)


def test_a_job_reports_finishes_and_can_be_stopped(day: Day, qtbot: QtBot) -> None:
    runner = Runner()

    def work(ws: Workspace, progress: Progress) -> str:
        for number in range(3):
            progress.report(number, 3, "")
        return ws.unit.short

    job = Job(day.city, work)
    with qtbot.waitSignal(job.finished) as done:
        runner.start(job)
    assert done.args == ["深圳市"]

    def endless(_ws: Workspace, progress: Progress) -> None:
        while True:
            progress.report(0, 1, "")

    stopped = Job(day.city, endless)
    with qtbot.waitSignal(stopped.cancelled):
        runner.start(stopped)
        stopped.cancel()
    qtbot.waitUntil(lambda: not runner.busy)


def test_a_job_says_why_it_failed(day: Day, qtbot: QtBot) -> None:
    def work(_ws: Workspace, _progress: Progress) -> None:
        raise NotFound("file_not_found", path="甲.xlsx")

    runner = Runner()
    job = Job(day.city, work)
    with qtbot.waitSignal(job.failed) as said:
        runner.start(job)
    assert "甲.xlsx" in said.args[0]


def test_a_crash_report_is_a_file_and_a_sentence(own_data_folder: Path) -> None:
    try:
        raise RuntimeError("boom")
    except RuntimeError as error:
        path = crash.write_report(error, date(2026, 10, 9))
    assert path is not None
    assert path.is_relative_to(own_data_folder)
    assert "boom" in path.read_text(encoding="utf-8")
    assert str(path) in crash.sentence(path)
    assert "数据未受影响" in crash.sentence(None)


@pytest.mark.parametrize(
    ("environment", "platform", "plugin", "set_to"),
    [
        ({}, "linux", "", "ibus"),
        ({"QT_IM_MODULE": "fcitx"}, "linux", "", "ibus"),
        ({"QT_IM_MODULE": "fcitx5"}, "linux", "libfcitx5platforminputcontextplugin.so", None),
        ({"QT_IM_MODULE": "ibus"}, "linux", "", None),
        ({"QT_IM_MODULE": "xim"}, "linux", "", None),
        ({}, "win32", "", None),
    ],
)
def test_input_method(
    tmp_path: Path, environment: dict[str, str], platform: str, plugin: str, set_to: str | None
) -> None:
    if plugin:
        (tmp_path / plugin).touch()
    wanted = inputmethod.wanted(environment, platform=platform, plugins=tmp_path)
    assert wanted.get("QT_IM_MODULE") == set_to
    assert wanted.get("IBUS_USE_PORTAL") == ("1" if set_to else None)


def test_the_last_file_is_remembered_while_it_is_there(tmp_path: Path) -> None:
    assert recent.last() is None
    path = tmp_path / "甲.ipdesk"
    path.touch()
    recent.remember(path)
    assert recent.last() == path
    path.unlink()
    assert recent.last() is None


def test_files_that_are_no_reports_get_one_sentence_each(
    open_window: Opener, day: Day, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "照片.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(300))
    (folder / "半个.xlsx").write_bytes(day.template.read_bytes()[:2000])
    (folder / "模板.xlsx").write_bytes(day.template.read_bytes())
    window = open_window(day.district, page="exchange")
    page = window.pages["exchange"]
    assert isinstance(page, ExchangePage)
    before = page.model.rowCount()
    page.receive([folder])
    qtbot.waitUntil(lambda: page.model.rowCount() == before + 3, timeout=20_000)
    verdicts = {one.name: one for one in page.model.things()[:3]}
    assert verdicts["模板.xlsx"].verdict == "taken"
    assert verdicts["照片.xlsx"].verdict == verdicts["半个.xlsx"].verdict == "refused"
    assert all(one.sentence for one in verdicts.values())
    assert window.pages["fill"].session.workspace.state.packages


def test_templates_are_issued_from_the_window(open_window: Opener, day: Day, tmp_path: Path, qtbot: QtBot) -> None:
    window = open_window(day.city, page="exchange")
    page = window.pages["exchange"]
    assert isinstance(page, ExchangePage)
    page.issue_to(tmp_path / "out")
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=30_000)
    assert len(list((tmp_path / "out").glob("*.xlsx"))) >= 11
    qtbot.waitUntil(lambda: page.tabs.currentIndex() == 1)


def test_what_is_handed_down_is_chosen_with_the_folder(
    open_window: Opener,
    day: Day,
    tmp_path: Path,
    qtbot: QtBot,
    drive: Callable[[Callable[[object], None]], None],
) -> None:
    window = open_window(day.city, page="exchange")
    page = window.pages["exchange"]
    assert isinstance(page, ExchangePage)
    down = tmp_path / "核对.csv"
    down.write_text("单位,填报项,数值\n福田区,pledge-amount,77.5\n", encoding="utf-8")

    def choose(dialog: object) -> None:
        assert isinstance(dialog, IssueDialog)
        assert not dialog.ok.isEnabled()  # without a folder there is nothing to do
        dialog.folder.setText(str(tmp_path / "out"))
        dialog.prefills.setText(str(down))
        dialog.ok.click()

    drive(choose)
    page.issue()
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=30_000)
    window.session.workspace.refresh()
    form = draft.open_draft(
        window.session.workspace, slotref.slot(window.session.workspace, f"福田区/{window.session.period.code}")
    ).form
    row = form.row("pledge-amount")
    assert row is not None
    assert str(row.prefill) == "77.5"


@pytest.mark.parametrize("ending", [".pdf", ".docx", ".xlsx"])
def test_a_report_is_saved(open_window: Opener, day: Day, tmp_path: Path, ending: str) -> None:
    window = open_window(day.city, page="report")
    page = window.pages["report"]
    assert isinstance(page, ReportPage)
    window.session.show_period(window.head._periods[-1])
    assert page.view.pages
    assert page.save_to(tmp_path / f"汇总{ending}") is not None
    assert (tmp_path / f"汇总{ending}").stat().st_size > 1000


def test_the_preview_shows_the_very_pages(
    open_window: Opener, district: Path, drive: Callable[[Callable[[object], None]], None]
) -> None:
    window = open_window(district, page="report")
    page = window.pages["report"]
    assert isinstance(page, ReportPage)
    page.choose("form")
    counted: list[int] = []

    def look_at(dialog: object) -> None:
        assert isinstance(dialog, QPrintPreviewDialog)
        preview = dialog.findChild(QPrintPreviewWidget)
        assert preview is not None
        preview.updatePreview()
        counted.append(preview.pageCount())
        dialog.reject()

    drive(look_at)
    page.print()
    assert counted == [len(page.view.pages)]


def test_search_and_trace_by_keyboard(open_window: Opener, district: Path, qapp: QApplication, qtbot: QtBot) -> None:
    window = open_window(district)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    settle(qapp)
    box = window.head.search
    assert box.hasFocus()
    box.insert("质押")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.list.isVisible()
    assert any("质押" in hit.title for hit in box.hits)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert not box.list.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F4)
    settle(qapp)
    assert window.drawer.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F4)
    settle(qapp)
    assert not window.drawer.isVisible()


def test_a_gauge_answers_enter_and_has_a_sentence(open_window: Opener, day: Day, qapp: QApplication) -> None:
    window = open_window(day.city)
    page = window.pages["overview"]
    gauge = page.gauge_views[0]  # type: ignore[attr-defined]
    assert "高价值" in gauge.accessibleName()
    gauge.setFocus()
    QTest.keyClick(gauge, Qt.Key.Key_Return)
    settle(qapp)
    assert window.drawer.isVisible()
    assert "发明专利" in window.drawer.name.text()


def test_settings_back_up_and_verify(open_window: Opener, day: Day, tmp_path: Path) -> None:
    window = open_window(day.city, page="settings")
    page = window.pages["settings"]
    assert isinstance(page, SettingsPage)
    (tmp_path / "backup").mkdir()
    written = page.backup_to(tmp_path / "backup")
    assert written is not None
    assert written.stat().st_size > 1000
    page.verify()
    assert "数据完好" in page.outcome.text()


def test_settings_restore_a_backup(
    open_window: Opener,
    desks: list[Desk],
    day: Day,
    tmp_path: Path,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The window closes its file, the backup takes its place, and the same page stands open on it."""
    asked: list[str] = []

    def question(_parent: object, _title: str, words: str) -> QMessageBox.StandardButton:
        asked.append(words)
        return QMessageBox.StandardButton.Yes

    monkeypatch.setattr(QMessageBox, "question", question)
    window = open_window(day.city, page="settings")
    page = window.pages["settings"]
    assert isinstance(page, SettingsPage)
    backup = page.backup_to(tmp_path)
    assert backup is not None
    held = set(window.session.workspace.state.packages)
    page.restore_from(backup)
    settle(qapp)
    assert "备份完好" in asked[0]
    again = desks[-1].window
    assert isinstance(again, MainWindow)
    assert again is not window
    assert again.page.name == "settings"
    assert set(again.session.workspace.state.packages) == held
    assert list(day.city.parent.glob("city.before-restore-*.ipdesk"))


def test_another_window_s_work_is_seen_when_one_comes_back(open_window: Opener, day: Day) -> None:
    from ipdesk.services import receive, workspace

    window = open_window(day.district, page="fill")
    before = window.pages["fill"].model.rowCount()  # type: ignore[attr-defined]
    with workspace.open_workspace(day.district) as other:
        receive.receive(other, [day.template], today=TODAY, by="李敏")
    window.session.look_outside()
    assert window.pages["fill"].model.rowCount() == before + 1  # type: ignore[attr-defined]
