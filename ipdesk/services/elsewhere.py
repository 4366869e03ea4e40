"""A figure is typed once: what this unit gave for the same item and period under another of its plans."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from ipdesk.domain.derive import row_quantity
from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.form import Answers, Form, FormRow
from ipdesk.domain.ground import SAME, Ground, in_effect
from ipdesk.domain.indicator import Supply
from ipdesk.domain.ledger.codec import decode
from ipdesk.domain.ledger.contents import Submission
from ipdesk.domain.ledger.package import Slot
from ipdesk.domain.quantity import canonical
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.services import figures
from ipdesk.services.draftkept import StoredDraft
from ipdesk.services.slotref import template_slot
from ipdesk.services.workspace import Workspace
from ipdesk.store import drafts


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """One figure under another plan. `package` is the submission that it was fixed in, empty while it is a draft;
    `from_here` that it was taken over from this plan, and so follows it.
    """

    row: str
    name: str
    plan: str
    plan_short: str
    issuer: str
    quantity: Decimal
    value: Value
    package: str = ""
    from_here: bool = False

    @property
    def ground(self) -> Ground:
        """What a row rests on that takes the figure over."""
        packages = (self.package,) if self.package else ()
        return Ground(self.row, self.plan, self.issuer, SAME, self.quantity, 1, 1, packages=packages)


def given_elsewhere(workspace: Workspace, slot: Slot, form: Form) -> tuple[Elsewhere, ...]:
    """What the unit of a slot gave for the form's items under its other plans, in the order of rows, then of plans.

    The same item, entered the same way in the same unit of measure, for the same period and data period. What a unit
    tells of itself under a plan that it issues is only a part of what it reports upwards (`upward`), so the two are
    not held against each other.
    """
    if len(workspace.ledgers) < 2:
        return ()
    others = [workspace.of(one) for one in workspace.ledgers if one != workspace.ledger]
    views = [view for view in others if view.is_issuer == workspace.is_issuer]
    found = [one for view in views for one in _given(view, slot, form, workspace.ledger.plan)]
    order = {row.key: place for place, row in enumerate(form.rows)}
    return tuple(sorted(found, key=lambda one: order[one.row]))


def offered(form: Form, answers: Answers, given: Collection[Elsewhere]) -> tuple[Elsewhere, ...]:
    """Those that a draft may take over: of rows still blank that the unit fills in itself, each from one plan. Where
    the plans say different figures, none is offered.
    """
    rows = {row.key for row in form.rows if row.fillable and row.supply is Supply.UNIT}
    chosen: dict[str, Elsewhere] = {}
    contested: set[str] = set()
    for one in given:
        if one.row in rows and one.row not in answers.values and not one.from_here:
            if one.row in chosen and chosen[one.row].quantity != one.quantity:
                contested.add(one.row)
            if one.row not in chosen or (one.package and not chosen[one.row].package):
                chosen[one.row] = one
    return tuple(one for row, one in chosen.items() if row not in contested)


def taken_over(form: Form, answers: Answers, chosen: Collection[Elsewhere]) -> Answers:
    """The answers with figures taken over as they were given; words said about them stay where they were said."""
    values = dict(answers.values)
    for one in chosen:
        status = ValueStatus.GIVEN if one.value.status is ValueStatus.CONFIRMED else one.value.status
        values[one.row] = replace(one.value, quantity=one.quantity, status=status, note="", raw="")
    return replace(answers, values={row.key: values[row.key] for row in form.rows if row.key in values})


def findings(
    workspace: Workspace, slot: Slot, form: Form, answers: Answers, grounds: Collection[Ground]
) -> Iterator[Finding]:
    """What only this desk can see of a form: another figure under another plan, a consolidation that is incomplete."""
    if len(workspace.ledgers) > 1:
        current = workspace.state.packages.get(workspace.state.slot(workspace.ledger, slot).current)
        fixed = figures.submission_of(current).answers.values if current else {}
        yield from _differences(form, answers, fixed, given_elsewhere(workspace, slot, form))
    yield from _incomplete(form, answers, grounds)


def _incomplete(form: Form, answers: Answers, grounds: Collection[Ground]) -> Iterator[Finding]:
    for ground in in_effect(grounds, answers.values):
        row = form.row(ground.row)
        if row is None or ground.rule == SAME or ground.complete:
            continue
        params = {
            "name": row.name, "given": str(ground.given), "expected": str(ground.expected),
            "units": "、".join(ground.missing) or "—",
        }  # fmt: skip
        yield _to_explain("ground_incomplete", form, answers, ground.row, params)


def _to_explain(code: str, form: Form, answers: Answers, row: str, params: dict[str, str]) -> Finding:
    """A finding that a text in the row's note settles: then it stays as a note."""
    value = answers.values.get(row)
    severity = Severity.NOTE if value and value.note.strip() else Severity.MUST_EXPLAIN
    return Finding(code, severity, Where(form.unit, form.period, form.id, row), params)


def of_report(workspace: Workspace, slot: Slot, form: Form, submission: Submission) -> Iterator[Finding]:
    """What a reviewer must see of a report beside its checks: another figure in the same unit's report under another
    plan, figures consolidated from a part of the units.
    """
    for one in given_elsewhere(workspace, slot, form):
        yield from _difference(form, submission.answers, one)
    yield from _incomplete(form, submission.answers, submission.grounds)


def _differences(
    form: Form, answers: Answers, fixed: Mapping[str, Value], given: Collection[Elsewhere]
) -> Iterator[Finding]:
    """The differences that the one who fills in must see. What was fixed and is not being changed is not drawn into
    doubt by what is typed elsewhere, nor by a report that was taken over from here and will follow.
    """
    for one in given:
        if not one.from_here and (one.row not in fixed or fixed[one.row] != answers.values.get(one.row)):
            yield from _difference(form, answers, one)


def _difference(form: Form, answers: Answers, one: Elsewhere) -> Iterator[Finding]:
    """Another figure for the same data period: to be explained, and then noted."""
    row, value = form.row(one.row), answers.values.get(one.row)
    here = row_quantity(row, value) if row else None
    if value is None or here is None or here == one.quantity:
        return
    if _data_period(form, value) == _data_period(form, one.value):
        params = {
            "name": one.name, "plan": one.plan_short, "there": canonical(one.quantity), "here": canonical(here),
        }  # fmt: skip
        yield _to_explain("differs_elsewhere", form, answers, one.row, params)


def _given(view: Workspace, slot: Slot, form: Form, here: str) -> Iterator[Elsewhere]:
    kept = drafts.load_draft(view.database, slot.code)
    current = view.state.packages.get(view.state.slot(view.ledger, slot).current)
    template = view.in_force(template_slot(slot))
    if template is None or (kept is None and current is None):
        return
    there = figures.form_of(template)
    said = figures.submission_of(current) if current else None
    fixed = said.answers.values if said else {}
    stored = decode(StoredDraft, json.loads(kept[0])) if kept else None
    values = stored.answers.values if stored else fixed
    grounds = stored.grounds if stored else said.grounds if said else ()
    follows = {one.row for one in in_effect(grounds, values) if (one.rule, one.plan) == (SAME, here)}
    for row in form.rows:
        other, value = there.row(row.key), values.get(row.key)
        if other is None or value is None or not row.fillable or not _alike(row, other):
            continue
        quantity = row_quantity(other, value)
        if quantity is not None and _asked_for(form, row) == _data_period(there, value):
            package = current.id if current and fixed.get(row.key) == value else ""
            yield Elsewhere(
                row.key, row.name, view.ledger.plan, view.plan.short, view.ledger.issuer, quantity, value, package,
                row.key in follows,
            )  # fmt: skip


def _alike(one: FormRow, other: FormRow) -> bool:
    return (one.unit, one.entry) == (other.unit, other.entry) and other.fillable


def _asked_for(form: Form, row: FormRow) -> str:
    return row.data_period or form.period


def _data_period(form: Form, value: Value) -> str:
    row = form.row(value.item)
    return value.data_period or (_asked_for(form, row) if row else form.period)
