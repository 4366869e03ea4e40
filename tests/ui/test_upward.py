"""In the form for the unit above: what need not be typed, taken over with one key, and the list behind it."""

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from ipdesk.domain.value import Value
from ipdesk.services import draft, participation, receive, slotref, workspace
from ipdesk.ui.app import Desk
from ipdesk.ui.dialogs.upward import UpwardDialog
from ipdesk.ui.main_window import MainWindow
from ipdesk.ui.pages.fill import FillPage
from tests.services import test_upward as story
from tests.services import threelevels as levels
from tests.services.threelevels import GD
from tests.ui import measure
from tests.ui.windowday import Opener, settle

Driver = Callable[[Callable[[object], None]], None]


@pytest.fixture(scope="module")
def prepared_levels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return levels.prepare(tmp_path_factory.mktemp("levels"))


@pytest.fixture
def files(prepared_levels: dict[str, Path], tmp_path: Path) -> dict[str, Path]:
    return {name: Path(shutil.copyfile(path, tmp_path / path.name)) for name, path in prepared_levels.items()}


def form_of(window: MainWindow) -> FillPage:
    page = window.pages["fill"]
    assert isinstance(page, FillPage)
    window.go("fill", "2026-Q3")
    return page


def above(path: Path) -> None:
    with workspace.open_workspace(path) as city:
        participation.turn_to(city, GD)


def test_a_city_takes_its_consolidation_over(
    open_window: Opener, files: dict[str, Path], qapp: QApplication, drive: Driver
) -> None:
    above(files["city"])
    window = open_window(files["city"])
    page = form_of(window)
    settle(qapp)
    strip = page.form.sources

    assert strip.below.isVisible()
    assert "可从本级汇总" in strip.below.sentence.text()
    assert "3 项" in strip.below.sentence.text()
    assert not strip.beside.isVisible()
    problems = [*measure.cut_texts(window), *measure.overlaps(window), *measure.foreign_words(window)]
    problems += [*measure.twice_used_mnemonics(window), *measure.nameless(window)]
    assert not problems, problems

    strip.below.take.click()
    settle(qapp)

    shown = page.form.draft
    assert shown is not None
    assert shown.answers.values["pledge-amount"].quantity == Decimal("73.55")
    assert "已从本级汇总" in strip.below.sentence.text()
    assert not strip.below.take.isVisible()
    assert any(line.finding is not None and "盐田区" in str(line.finding.params) for line in page.form.model.lines())
    page.form.undo_button.click()
    settle(qapp)
    assert "pledge-amount" not in (page.form.draft.answers.values if page.form.draft else {"pledge-amount": 0})
    assert strip.below.take.isVisible()

    def in_the_list(dialog: object) -> None:
        assert isinstance(dialog, UpwardDialog)
        settle(qapp)
        assert not [*measure.cut_texts(dialog), *measure.overlaps(dialog), *measure.foreign_words(dialog)]
        place = next(n for n, one in enumerate(dialog.model.things()) if one.row.key == "pledge-amount")
        dialog.table.go_to(place)
        dialog.line.click()
        assert dialog.model.things()[place].taken
        assert not dialog.line.isEnabled()
        dialog.accept()

    drive(in_the_list)
    strip.below.list.click()
    settle(qapp)
    assert page.form.draft is not None
    assert list(page.form.draft.answers.values) == ["pledge-amount"]


def test_what_changed_below_is_said_at_first_sight_and_leads_to_the_form(
    open_window: Opener, files: dict[str, Path], desks: list[Desk], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    with (
        workspace.open_workspace(files["province"]) as province,
        workspace.open_workspace(files["city"]) as city,
    ):
        three = story.Levels(province, city, files, tmp_path)
        story.reported_up(three)
        story.changed_below(three)
    window = open_window(files["city"], page="overview")  # on the city's own plan
    assert window.session.workspace.plan.id == "sz-155"
    (line,) = [one for one in window.page.findChildren(QPushButton) if "依据已变" in one.accessibleName()]

    line.click()
    qtbot.waitUntil(lambda: desks[-1].window is not window)
    settle(qapp)

    turned = desks[-1].window
    assert isinstance(turned, MainWindow)
    assert turned.session.workspace.plan.id == "gd-145"
    page = turned.page
    assert isinstance(page, FillPage)
    strip = page.form.sources
    assert "依据已变" in strip.below.sentence.text()
    strip.below.take.click()
    settle(qapp)
    assert page.form.draft is not None
    assert page.form.draft.answers.values["pledge-amount"].quantity == Decimal("74.55")


def test_what_another_plan_has_is_offered(open_window: Opener, files: dict[str, Path], qapp: QApplication) -> None:
    with workspace.open_workspace(files["luohu"]) as luohu:
        view = participation.take_up(luohu, "sz-ipservice", today=levels.TODAY, by="李敏").value
        with workspace.create(
            files["luohu"].with_name("service.ipdesk"), unit="440300", plan="sz-ipservice", today=levels.TODAY
        ) as city:
            template = levels.issued(city, files["luohu"].parent / "服务业", {levels.LUOHU})[levels.LUOHU]
        receive.receive(luohu, [template], today=levels.TODAY, by="李敏")
        participation.turn_to(luohu, view.ledger)
    window = open_window(files["luohu"])
    page = form_of(window)
    settle(qapp)
    strip = page.form.sources

    assert not strip.below.isVisible()
    assert "填过 2 项" in strip.beside.sentence.text()
    assert not [*measure.cut_texts(window), *measure.overlaps(window), *measure.twice_used_mnemonics(window)]

    strip.beside.take.click()
    settle(qapp)

    assert page.form.draft is not None
    assert {key: value.quantity for key, value in page.form.draft.answers.values.items()} == {
        "secret-stations": 12, "pledge-amount": Decimal("11.15"),
    }  # fmt: skip
    assert not strip.isVisible()
    with workspace.open_workspace(files["luohu"], "sz-ipservice") as place:
        value = Value("secret-stations", Decimal(15))
        where = slotref.slot(place, "2026-Q3")
        draft.set_value(place, where, "secret-stations", value, by="李敏", today=levels.TODAY)
    window.session.look_outside()
    page.form.editor.reload()
    settle(qapp)
    assert any(
        line.finding is not None and line.finding.code == "differs_elsewhere" for line in page.form.model.lines()
    )
