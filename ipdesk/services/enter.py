"""代录: what a unit reported by telephone, fax or stamped paper is entered for it, with its ground."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from ipdesk.domain.errors import Refused
from ipdesk.domain.form import Form
from ipdesk.domain.indicator import Supply
from ipdesk.domain.ledger.package import Slot
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.services import draft
from ipdesk.services.draft import Draft
from ipdesk.services.typed import fillable_row, read_cell
from ipdesk.services.workspace import Done, Workspace

#: What is typed to confirm a figure that was handed down, as in the workbook.
_RIGHT = "无误"


def begin(workspace: Workspace, slot: Slot, basis: str, *, today: date, by: str) -> Done[Draft]:
    """A draft on behalf of a unit, with its ground. Refused `not_issuer`, `basis_missing`, `not_on_behalf`."""
    _on_behalf(workspace, slot)
    if not basis.strip():
        raise Refused("basis_missing", unit=workspace.unit_of(slot.unit).short)
    return draft.set_basis(workspace, slot, basis.strip(), by=by, today=today)


def enter(
    workspace: Workspace,
    slot: Slot,
    *,
    basis: str,
    values: Path | None = None,
    typed: Mapping[str, str] | None = None,
    person: str = "",
    today: date,
    by: str,
) -> Done[Draft]:
    """Fills the draft on behalf of a unit from a CSV and from what was typed (figures by row key or name).

    What was handed down may be confirmed by 无误. `person` is who at the unit said so. Raises as `begin`,
    `draft.fill_from_csv`; WrongUse `row_not_fillable`.
    """
    done = begin(workspace, slot, basis, today=today, by=by)
    if values is not None:
        done = draft.fill_from_csv(workspace, slot, values, basis=basis.strip(), by=person or by, today=today)
    if typed or person:
        answers = done.value.answers
        given = dict(answers.values)
        names = {row.name: row.key for row in done.value.form.rows if row.fillable}
        for name, text in (typed or {}).items():
            key = names.get(name, name)
            value = _typed(done.value.form, key, text)
            if value is None:
                given.pop(key, None)
            elif key in given:
                given[key] = replace(given[key], quantity=value.quantity, status=value.status, raw=value.raw)
            else:
                given[key] = value
        done = draft.set_answers(
            workspace, slot, replace(answers, values=given, filled_by=person or answers.filled_by), by=by, today=today
        )
    return done


def _typed(form: Form, key: str, text: str) -> Value | None:
    """A figure, or 无误 for one that was handed down. WrongUse `row_not_fillable`."""
    row = fillable_row(form, key)
    if text.strip() == _RIGHT and row.supply is Supply.CONFIRM:
        return Value(key, row.prefill, ValueStatus.CONFIRMED)
    value, _findings = read_cell(form, key, text)
    return value


def _on_behalf(workspace: Workspace, slot: Slot) -> None:
    if not workspace.is_issuer:
        raise Refused("not_issuer", unit=workspace.unit.short)
    if slot.unit == workspace.unit.code:
        raise Refused("not_on_behalf", unit=workspace.unit.short)
