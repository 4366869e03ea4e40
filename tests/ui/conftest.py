"""What the window's tests stand on: a city and a district with one accepted quarter and one to be filled."""

import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ipdesk.domain import period as periods
from ipdesk.domain.indicator import Supply
from ipdesk.services import draft, issue, outgoing, receive, review, slotref, workspace
from ipdesk.ui import theme
from ipdesk.ui.app import Desk
from ipdesk.ui.main_window import MainWindow
from tests.builders import SIGNED
from tests.ui.windowday import DISTRICT, TODAY, Day, Opener, fill_all, settle


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """Made once by the services, the same way as people make it."""
    folder = tmp_path_factory.mktemp("day")
    city = workspace.create(folder / "city.ipdesk", unit="440300", plan="sz-155", today=date(2026, 6, 1), by="周敏")
    district = workspace.create(folder / "district.ipdesk", unit=DISTRICT, plan="sz-155", today=TODAY, by="李敏")
    items = {rule.item for one in city.plan.indicators for rule in one.supplies if rule.supply is Supply.CONFIRM}
    handed = {(DISTRICT, item): Decimal(100 + 10 * place) for place, item in enumerate(sorted(items))}
    issued = {}
    for code, day in (("2026-Q2", date(2026, 6, 20)), ("2026-Q3", date(2026, 9, 20))):
        period = periods.parse(code)
        written = issue.issue(city, period, to=folder / code, prefills=handed, today=day, by="周敏").value
        issued[code] = next(one.path for one in written if one.unit.code == DISTRICT)
        assert issued[code] is not None
        if code == "2026-Q2":
            receive.receive(district, [issued[code]], today=day, by="李敏")
            fill_all(district, code)
            slot = slotref.slot(district, code)
            draft.fix(district, slot, today=day, by="李敏", approvals=SIGNED)
            sent = outgoing.export_submission(district, slot, folder / "sent", today=day, by="李敏")
            receive.receive(city, [sent], today=day, by="周敏")
            review.accept(city, review.waiting(city, period)[0].id, today=day, by="周敏")
    city.close()
    district.close()
    return Day(folder / "city.ipdesk", folder / "district.ipdesk", issued["2026-Q3"])


@pytest.fixture
def day(prepared: Day, tmp_path: Path) -> Day:
    """A copy that a test may write into."""
    found = [tmp_path / path.name for path in (prepared.city, prepared.district, prepared.template)]
    for source, target in zip((prepared.city, prepared.district, prepared.template), found, strict=True):
        shutil.copyfile(source, target)
    return Day(*found)


@pytest.fixture
def district(day: Day) -> Path:
    """The district's data with the template of the third quarter received."""
    with workspace.open_workspace(day.district) as ws:
        receive.receive(ws, [day.template], today=TODAY, by="李敏")
    return day.district


@pytest.fixture
def look(qapp: QApplication, font_families: object) -> Iterator[None]:
    """The program's look, and the plain one again afterwards."""
    assert font_families
    theme.apply(qapp)
    yield
    theme.apply(qapp)


@pytest.fixture
def desks(qapp: QApplication, look: None) -> Iterator[list[Desk]]:
    """Every desk that a test opened is closed after it."""
    made: list[Desk] = []
    yield made
    for desk in made:
        desk.close()
        if desk.window is not None:
            desk.window.deleteLater()
        desk.window = None
    settle(qapp)


@pytest.fixture
def open_window(qapp: QApplication, qtbot: QtBot, desks: list[Desk]) -> Opener:
    """Opens a data file's window in a size, as it comes up."""

    def open_it(path: Path, size: tuple[int, int] = (1280, 800), page: str = "", percent: int = 100) -> MainWindow:
        desk = Desk(qapp, today=TODAY, by="")
        desks.append(desk)
        desk.open(path)
        assert isinstance(desk.window, MainWindow)
        if percent != 100:
            from ipdesk.text import i18n

            desk.restyle(i18n.language(), False, percent)
        window = desk.window
        assert isinstance(window, MainWindow)
        window.resize(*size)
        if page:
            window.go(page)
        qtbot.waitExposed(window)
        settle(qapp)
        return window

    return open_it
