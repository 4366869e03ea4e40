"""Questions about a received form, answered one by one in the window."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from ipdesk.services.judged import Ask, FileVerdict, Verdict
from ipdesk.ui.widgets.verdict_view import VerdictView


def test_questions_are_answered_by_choosing_and_nothing_is_chosen_beforehand(qtbot: QtBot) -> None:
    view = VerdictView()
    qtbot.addWidget(view)
    asks = (
        Ask("names.indicators", "which holds", (("name", "the name"), ("mark", "the mark"))),
        Ask("row.indicators.9", "which row", (("cases", "cases"), ("leave", "leave it out"))),
    )
    verdict = FileVerdict("a.xlsx", Path("a.xlsx"), Verdict.QUESTION, "said", question="layout", asks=asks)
    view.show_verdict(verdict)
    assert not view.answer.isEnabled()
    view.given["names.indicators"].setCurrentIndex(1)
    assert view.answer.isEnabled()
    with qtbot.waitSignal(view.answered) as caught:
        view.answer.click()
    assert caught.args == [verdict, {"names.indicators": "name"}]
    view.show_verdict(FileVerdict("b.xlsx", Path("b.xlsx"), Verdict.TAKEN, "said"))
    assert view.answer.isHidden()
