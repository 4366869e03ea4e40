"""Rules for figures in the settings: said in words and tried while typed, kept, switched off, given back."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from ipdesk.domain.finding import Severity
from ipdesk.services import rules, workspace
from ipdesk.services.rules import Origin
from ipdesk.services.workspace import Workspace
from ipdesk.ui.dialogs.rule import RuleDialog
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.rules_card import RulesCard
from tests.ui.windowday import TODAY, Day, settle


@pytest.fixture
def city(day: Day) -> Iterator[Workspace]:
    with workspace.open_workspace(day.city) as opened:
        yield opened


@pytest.fixture
def session(city: Workspace, look: None) -> Session:
    return Session(city, today=TODAY, by="周敏")


def filled(session: Session, expression: str) -> RuleDialog:
    dialog = RuleDialog(None, session)
    dialog.key.setText("stations-few")
    name = next(name for code, name in rules.row_choices(session.workspace) if code == "protection-stations")
    dialog.item.setCurrentIndex(dialog.item.findText(name))
    dialog.expression.setText(expression)
    return dialog


def test_a_rule_is_said_in_words_and_tried_on_the_period_while_it_is_typed(session: Session) -> None:
    session.show_period(session.period)
    dialog = filled(session, "[本期] <=")
    assert dialog.words.text() == ""
    assert dialog.outcome.text()
    dialog.expression.setText("[本期] <= 500")
    assert "500" in dialog.words.text()
    assert "2026年三季度" in dialog.outcome.text()


def test_a_rule_is_kept_and_stands_in_the_list(session: Session, city: Workspace) -> None:
    dialog = filled(session, "[本期] <= 500")
    dialog.keep()
    assert dialog.result() == RuleDialog.DialogCode.Accepted
    (kept,) = city.policy.rules
    assert (kept.id, kept.item, kept.severity) == ("stations-few", "protection-stations", Severity.MUST_EXPLAIN)


def test_a_faulty_rule_is_not_kept_and_says_why(session: Session, city: Workspace) -> None:
    dialog = filled(session, "[没有这一行] > 3")
    dialog.keep()
    assert "没有这一行" in dialog.outcome.text()
    assert city.policy.rules == ()


def test_a_rule_of_the_plan_is_switched_off_and_given_back(session: Session, qapp: QApplication) -> None:
    card = RulesCard(session)
    card.load()
    place = next(place for place, line in enumerate(card.model.things()) if line.origin is Origin.PLAN)
    for origin, words in ((Origin.OFF, "停用"), (Origin.PLAN, "恢复")):
        card.table.go_to(place)
        settle(qapp)
        assert card.drop.text().startswith(words)
        card.take_away()
        card.load()
        changed = card.model.thing(place)
        assert changed is not None
        assert changed.origin is origin


def test_a_district_reads_and_changes_nothing(district: object, look: None) -> None:
    with workspace.open_workspace(district) as place:  # type: ignore[arg-type]  # a path, by the fixture
        card = RulesCard(Session(place, today=TODAY, by="李敏"))
        card.load()
        assert card.model.rowCount()
        assert not any(act.isVisibleTo(card) for act in (card.add, card.change, card.drop))
