"""Revisions of the period before inside a later report (修订上期数): what is wrong with them, and what is still open.

A revision changes nothing by itself: the parent takes it over as a correction of the earlier report, or declines it.
"""

from dataclasses import dataclass
from decimal import Decimal

from ipdesk.domain.derive import row_quantity
from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.form import Answers, Form, FormRow, Revision
from ipdesk.domain.quantity import canonical
from ipdesk.domain.value import Value, ValueStatus

COLUMN = "revised_last"


@dataclass(frozen=True, slots=True)
class Revised:
    """One revision as it would take effect: `old` is the figure in force in `period`, `new` what it should be."""

    row: str
    name: str
    unit_of_measure: str
    decimals: int
    period: str
    old: Decimal | None
    new: Decimal
    reason: str


def check_revisions(form: Form, answers: Answers) -> tuple[Finding, ...]:
    """Findings on the revisions of a form: one without a reason, one that could not be read, one that says nothing."""
    found = []
    for row in form.rows:
        revision = answers.revisions.get(row.key)
        if revision is not None:
            found += _check(form, row, revision)
    return tuple(found)


def revised(form: Form, answers: Answers, in_force: Answers | None) -> tuple[Revised, ...]:
    """The revisions that would change a figure in force. `in_force` are the accepted answers of `form.revises`."""
    found = []
    for row in form.rows:
        revision = answers.revisions.get(row.key)
        if revision is None or revision.quantity is None:
            continue
        value = in_force.values.get(row.key) if in_force else None
        old = row_quantity(row, value) if value else None
        if old != revision.quantity:
            found.append(
                Revised(
                    row.key, row.name, row.unit, row.decimals, form.revises, old, revision.quantity, revision.reason
                )
            )
    return tuple(found)


def with_revisions(answers: Answers, chosen: tuple[Revised, ...]) -> dict[str, Value]:
    """The values of the earlier report once the chosen revisions are taken over; all else as it was."""
    values = dict(answers.values)
    for one in chosen:
        before = values.get(one.row) or Value(one.row, None)
        status = ValueStatus.ZERO if one.new == 0 else ValueStatus.GIVEN
        values[one.row] = Value(
            item=one.row, quantity=one.new, status=status, data_period=before.data_period, as_of=before.as_of,
            nature=before.nature, supplied_by=before.supplied_by, filled_by=before.filled_by, note=one.reason,
            year_estimate=before.year_estimate, outlook=before.outlook,
        )  # fmt: skip
    return values


def _check(form: Form, row: FormRow, revision: Revision) -> list[Finding]:
    where = Where(unit=form.unit, period=form.period, form=form.id, row=row.key, column=COLUMN)
    params = {"name": row.name, "unit_of_measure": row.unit, "last_period": form.revises}
    if revision.quantity is None:
        return [Finding("revision_unread", Severity.MUST_FIX, where, params | {"raw": revision.raw or "—"})]
    params |= {"value": canonical(revision.quantity), "last": canonical(row.last) if row.last is not None else "—"}
    if revision.quantity == row.last:
        return [Finding("revision_same", Severity.NOTE, where, params)]
    if not revision.reason.strip():
        return [Finding("revision_reason", Severity.MUST_FIX, where, params)]
    return [Finding("revision_told", Severity.NOTE, where, params | {"reason": revision.reason.strip()})]
