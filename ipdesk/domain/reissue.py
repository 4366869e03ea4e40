"""Who must answer again when a form goes out in a new version, as when a source revised what was handed down to all.

What a unit reported stays what it reported. It is asked again only where its answer is about something that is no
longer so: a figure that it called right and that is another one now, or a row that it was never asked.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ipdesk.domain.form import Answers, Form, FormRow
from ipdesk.domain.indicator import Supply
from ipdesk.domain.value import Value, ValueStatus


class Why(StrEnum):
    """Why a row is to be answered again."""

    HANDED_DOWN = "handed_down"  # another figure is handed down now
    NEW_ROW = "new_row"  # the row was not asked before
    NOW_TYPED = "now_typed"  # it was handed down before and is filled in by the unit now


@dataclass(frozen=True, slots=True)
class Again:
    """A row to be answered again: the figure that was handed down, and the one that is now."""

    row: str
    name: str
    why: Why
    before: Decimal | None = None
    after: Decimal | None = None


def to_answer_again(before: Form, after: Form, answers: Answers) -> tuple[Again, ...]:
    """The rows that a unit which answered `before` has to answer again on `after`, in the order of the form."""
    found = []
    for row in after.rows:
        if not row.fillable:
            continue
        why = _why(before.row(row.key), row, answers.values.get(row.key))
        if why is not None:
            known = before.row(row.key)
            found.append(Again(row.key, row.name, why, known.prefill if known else None, row.prefill))
    return tuple(found)


def _why(old: FormRow | None, new: FormRow, value: Value | None) -> Why | None:
    if old is None or not old.fillable:
        return Why.NEW_ROW
    if new.supply is Supply.CONFIRM and new.prefill is not None:
        if old.supply is Supply.CONFIRM and old.prefill == new.prefill:
            return None
        # Whoever objected with the very figure that is handed down now has said all there is to say.
        agreed = value is not None and value.quantity == new.prefill and value.status is not ValueStatus.UNREAD
        return None if agreed else Why.HANDED_DOWN
    if old.supply is Supply.CONFIRM and value is not None and value.status is ValueStatus.CONFIRMED:
        return Why.NOW_TYPED
    return None
