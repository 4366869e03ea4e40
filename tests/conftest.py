"""What every test stands on: no screen, Chinese, a data folder of its own, the bundled fonts, a driver for dialogs."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

# Before Qt is loaded by anyone: the tests open windows, and nobody is to see them.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import HealthCheck, settings

from ipdesk.paint import fontset
from ipdesk.text import i18n

# No deadline: a machine under load is no failure. Derandomised: the same commit gives the same verdict; a long hunt for
# new cases is `--hypothesis-profile=hunt`.
settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("hunt", deadline=None, max_examples=5_000)
settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--office", action="store_true", help="also run the tests that drive a live LibreOffice")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without `--office` the live tests are left out, not skipped: what LibreOffice did is kept in tests/data."""
    if config.getoption("--office"):
        return
    live = [item for item in items if item.get_closest_marker("office")]
    if live:
        config.hook.pytest_deselected(items=live)
        items[:] = [item for item in items if not item.get_closest_marker("office")]


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test sees or touches what the person at this PC has."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("IPDESK_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test begins in Chinese, whatever the test before it spoke."""
    monkeypatch.delenv("IPDESK_LANG", raising=False)
    i18n.use_language("zh_CN")
    yield
    i18n.use_language("zh_CN")


@pytest.fixture(scope="session")
def font_families(qapp: object) -> dict[str, Path]:
    """The bundled fonts, registered with Qt: pages then break alike on every machine."""
    from PySide6.QtGui import QFontDatabase

    assert qapp is not None
    files = fontset.font_files()
    for family, path in files.items():
        number = QFontDatabase.addApplicationFont(str(path))
        assert QFontDatabase.applicationFontFamilies(number) == [family]
    return files


Driver = Callable[[Callable[[object], None]], None]


@pytest.fixture
def drive(qapp: object) -> Iterator[Driver]:
    """`drive(act)` before a call that opens a modal dialog: `act(dialog)` runs as soon as the dialog is there.

    The dialog is looked for, never waited for by a fixed time. What `act` raises closes the dialog and fails the test,
    and so does a dialog that never came.
    """
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QDialog

    assert qapp is not None
    waiting: list[Callable[[object], None]] = []
    problems: list[BaseException] = []
    poll = QTimer()
    poll.setInterval(10)

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            return
        act = waiting.pop(0)
        if not waiting:
            poll.stop()
        try:
            act(dialog)
        except BaseException as problem:
            problems.append(problem)
            if isinstance(dialog, QDialog):
                dialog.reject()
            else:
                dialog.close()

    poll.timeout.connect(look)

    def expect(act: Callable[[object], None]) -> None:
        waiting.append(act)
        poll.start()

    yield expect
    poll.stop()
    if problems:
        raise problems[0]
    assert not waiting, "the dialog that this test was to answer never came"
