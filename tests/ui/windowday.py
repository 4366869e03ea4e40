"""Shared by the window's tests: the day's files, how they are filled, and letting Qt settle."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from ipdesk.domain.indicator import Supply
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.services import draft, slotref
from ipdesk.services.workspace import Workspace
from ipdesk.ui.main_window import MainWindow

TODAY = date(2026, 10, 9)
#: 福田区
DISTRICT = "440304"


@dataclass(frozen=True, slots=True)
class Day:
    """Files of a day: the city's data, the district's, and the template that the district has not received yet."""

    city: Path
    district: Path
    template: Path


def fill_all(ws: Workspace, period: str, *, but: frozenset[str] = frozenset()) -> None:
    """Answer every row without a finding: a little more than last time, what was handed down confirmed."""
    slot = slotref.slot(ws, period)
    begun = draft.open_draft(ws, slot)
    values = dict(begun.answers.values)
    for number, row in enumerate(row for row in begun.form.rows if row.fillable):
        if row.key in but:
            values.pop(row.key, None)
        elif row.supply is Supply.CONFIRM and row.prefill is not None:
            values[row.key] = Value(row.key, row.prefill, ValueStatus.CONFIRMED)
        else:
            values[row.key] = Value(row.key, (row.last or Decimal(20 + number)) + 2, supplied_by="知识产权科")
    answers = replace(begun.answers, values=values, filled_by="李敏")
    draft.set_answers(ws, slot, answers, by="李敏", today=TODAY)


Opener = Callable[..., MainWindow]


def settle(app: QApplication) -> None:
    """Let layouts, posted events and zero timers run out."""
    for _turn in range(5):
        app.processEvents()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
