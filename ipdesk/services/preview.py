"""The preview of a received form: what each row says now, what it would say, and in which cell that stands."""

from ipdesk.domain.form import Answers, Form
from ipdesk.domain.quantity import canonical
from ipdesk.domain.value import Value
from ipdesk.exchange.reader import Reading
from ipdesk.services.judged import CellChange


def changed_cells(form: Form, before: Answers | None, after: Answers, reading: Reading) -> tuple[CellChange, ...]:
    """The preview: each row with what stood there before and what would stand there now."""
    found = []
    for row in form.rows:
        if not row.fillable:
            continue
        old = _shown(before.values.get(row.key)) if before else ""
        new = _shown(after.values.get(row.key))
        how = "same" if before is not None and old == new else "changed" if before is not None and old else "new"
        if not new and not old:
            continue
        place = reading.cells.get((row.key, "value")) or reading.cells.get((row.key, "confirm"))
        found.append(
            CellChange(row.key, row.name, "value", how, old, new, f"{place.sheet}!{place.cell}" if place else "")
        )
    return tuple(found)


def _shown(value: Value | None) -> str:
    if value is None:
        return ""
    return canonical(value.quantity) if value.quantity is not None else value.raw or value.note or value.status.value
