"""Upwards: what this unit reports to the unit above, from the consolidation of what was reported to it.

The accepted figures of its own ledgers, by each item's rule, with coverage and basis, go into the draft of the upper
ledger's form. There they are answered for, approved and fixed like any other. A later change below is seen here.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ipdesk.domain import period as periods
from ipdesk.domain.form import FormRow
from ipdesk.domain.ground import SAME, Ground, in_effect, with_ground
from ipdesk.domain.indicator import Indicator, Supply, items_of
from ipdesk.domain.ledger.package import Kind, LedgerKey, Slot
from ipdesk.domain.period import Period
from ipdesk.domain.rollup import Total
from ipdesk.domain.value import Nature, Value
from ipdesk.services import consolidate, figures
from ipdesk.services.draft import Draft, open_draft, step_on
from ipdesk.services.slotref import template_slot
from ipdesk.services.workspace import Done, Workspace, of_state


@dataclass(frozen=True, slots=True)
class UpwardRow:
    """One row of the upper form. `ground` has the consolidation's figure with what is in it; None where there is none,
    and `why` says why: `not_below` (no plan of ours asks for it), `otherwise` (it is asked for in another measure or
    another way of entry), `nothing` (nothing is accepted yet), `differs` (two plans of ours come to different
    figures), `handed_down` (a figure of the unit above is to be confirmed; `ground` has ours beside it).

    `now` is what stands in the draft; `taken` that this is the consolidation's figure, taken over as it is now;
    `behind` that it was taken over, and the consolidation has changed since.
    """

    row: FormRow
    why: str = ""
    ground: Ground | None = None
    value: Value | None = None
    now: Value | None = None
    taken: bool = False
    behind: bool = False
    plan_short: str = ""

    @property
    def offered(self) -> bool:
        """Whether the figure may be taken over."""
        return self.ground is not None and not self.why


@dataclass(frozen=True, slots=True)
class Upward:
    """The form of a slot above, held against the consolidation below. `plans` are the short titles of our own."""

    slot: Slot
    period: Period
    above: str
    plans: tuple[str, ...]
    rows: tuple[UpwardRow, ...]

    @property
    def open(self) -> tuple[UpwardRow, ...]:
        """Rows that may be taken over and are not, or not as they are now; what was typed is left out."""
        return tuple(one for one in self.rows if one.offered and (one.now is None or one.behind))


@dataclass(frozen=True, slots=True)
class StaleRow:
    """A figure that was reported upwards and whose basis has changed since. `now` is None where nothing is below."""

    row: str
    name: str
    before: Decimal
    now: Decimal | None
    plan_short: str

    @property
    def figure_changed(self) -> bool:
        return self.before != self.now


@dataclass(frozen=True, slots=True)
class Stale:
    """依据已变: a report upwards whose basis has changed, until a successor is fixed."""

    ledger: LedgerKey
    slot: Slot
    package: str
    above: str
    rows: tuple[StaleRow, ...]


def lower_views(workspace: Workspace) -> tuple[Workspace, ...]:
    """The views on the ledgers that this unit issues itself, other than that of the workspace."""
    return tuple(
        workspace.of(one) for one in workspace.ledgers if one.issuer == workspace.unit.code and one != workspace.ledger
    )


def upper_views(workspace: Workspace) -> tuple[Workspace, ...]:
    """The views on the ledgers in which this unit reports to another."""
    return tuple(workspace.of(one) for one in workspace.ledgers if one.issuer != workspace.unit.code)


def has_own_consolidation(workspace: Workspace) -> bool:
    """Whether what is reported in this ledger may come from a consolidation of our own."""
    return not workspace.is_issuer and bool(lower_views(workspace))


def upward(workspace: Workspace, slot: Slot, *, only: str = "") -> Upward:
    """The form of a slot of the upper ledger, row by row. `only` is the plan whose consolidation counts.

    Raises NotFound `template_missing`.
    """
    draft = open_draft(workspace, slot)
    period = periods.parse(slot.period)
    views = [view for view in lower_views(workspace) if only in ("", view.ledger.plan)]
    rows = tuple(_row(views, draft, row, period) for row in draft.form.rows if row.fillable)
    above = workspace.unit_of(workspace.ledger.issuer).short
    return Upward(slot, period, above, tuple(view.plan.short for view in views), rows)


def take_over(
    workspace: Workspace, slot: Slot, *, rows: Collection[str] = (), only: str = "", today: date, by: str
) -> Done[Draft]:
    """Takes the consolidation's figures into the draft, as one step that can be undone: of rows that are blank or were
    taken over before, and of those named in `rows` also where another figure was typed.
    """
    found = upward(workspace, slot, only=only)

    def put(draft: Draft) -> Draft:
        values, grounds = dict(draft.answers.values), []
        before = {one.row for one in in_effect(draft.grounds, values)}
        for one in found.rows:
            key = one.row.key
            may = key in rows if rows else (key not in values or key in before)
            if one.offered and may and one.ground and one.value:
                values[key] = replace(one.value, note=values[key].note if key in values else "")
                grounds.append(one.ground)
        ordered = {row.key: values[row.key] for row in draft.form.rows if row.key in values}
        answers = replace(draft.answers, values=ordered, filled_by=draft.answers.filled_by or by)
        return replace(draft, answers=answers, grounds=with_ground(draft.grounds, grounds))

    return step_on(workspace, slot, put, by=by, today=today)


def stale(workspace: Workspace) -> tuple[Stale, ...]:
    """The reports upwards, of every plan, whose basis has changed since they were fixed."""
    return tuple(one for view in upper_views(workspace) for one in _stale(view))


@of_state
def _stale(workspace: Workspace) -> tuple[Stale, ...]:
    found = []
    own = workspace.unit.code
    for state in workspace.state.slots_of(workspace.ledger, Kind.SUBMISSION):
        package = workspace.state.packages.get(state.current)
        if package is None or state.slot.unit != own:
            continue
        submission = figures.submission_of(package)
        rows = tuple(_changed(workspace, state.slot, submission.grounds))
        if rows:
            above = workspace.unit_of(workspace.ledger.issuer).short
            found.append(Stale(workspace.ledger, state.slot, package.id, above, rows))
    return tuple(found)


def _changed(workspace: Workspace, slot: Slot, grounds: Collection[Ground]) -> Iterator[StaleRow]:
    template = workspace.in_force(template_slot(slot))
    form = figures.form_of(template) if template else None
    held = {(one.plan, one.issuer): one for one in workspace.ledgers}
    for ground in grounds:
        ledger = held.get((ground.plan, ground.issuer))
        row = form.row(ground.row) if form else None
        if ledger is None or row is None:
            continue
        view = workspace.of(ledger)
        now = _same(view, slot, ground.row) if ground.rule == SAME else _ground(view, row, periods.parse(slot.period))
        if now is None or (now.quantity, now.basis) != (ground.quantity, ground.basis):
            yield StaleRow(ground.row, row.name, ground.quantity, now.quantity if now else None, view.plan.short)


def _same(view: Workspace, slot: Slot, row: str) -> Ground | None:
    """What the unit has fixed for the row under another plan."""
    current = view.state.packages.get(view.state.slot(view.ledger, slot).current)
    value = figures.stated(view, current).get(row) if current else None
    if current is None or value is None or value.quantity is None:
        return None
    return Ground(row, view.ledger.plan, view.ledger.issuer, SAME, value.quantity, 1, 1, packages=(current.id,))


def _row(views: Collection[Workspace], draft: Draft, row: FormRow, period: Period) -> UpwardRow:
    now = draft.answers.values.get(row.key)
    asked = [view for view in views if any(item.id == row.key for item in view.plan.items)]
    if not asked:
        return UpwardRow(row, "not_below", now=now)
    alike = [view for view in asked if _alike(view, row)]
    if not alike:
        return UpwardRow(row, "otherwise", now=now, plan_short=asked[0].plan.short)
    found = [(view, ground) for view in alike if (ground := _ground(view, row, period))]
    if not found:
        return UpwardRow(row, "nothing", now=now, plan_short=alike[0].plan.short)
    view, ground = found[0]
    why = "differs" if len({one.quantity for _view, one in found}) > 1 else ""
    if row.supply is Supply.CONFIRM and row.prefill is not None:
        why = "handed_down"
    kept = {one.row: one for one in in_effect(draft.grounds, draft.answers.values)}
    return UpwardRow(
        row, why, ground, _value(view, ground, period), now, kept.get(row.key) == ground,
        row.key in kept and kept[row.key] != ground,
        "、".join(one.plan.short for one, _ground in found) if why == "differs" else view.plan.short,
    )  # fmt: skip


def _alike(view: Workspace, row: FormRow) -> bool:
    item = view.plan.item(row.key)
    return (item.unit, item.entry) == (row.unit, row.entry)


def _ground(view: Workspace, row: FormRow, period: Period) -> Ground | None:
    """What our consolidation says of an item, by the rule of the indicator that it belongs to; None while nothing is
    accepted. A side of a ratio counts the units that gave both sides.
    """
    if not _has_item(view, row.key) or not _alike(view, row):
        return None
    indicators = [one for one in view.plan.indicators if row.key in items_of(one)]
    for indicator in sorted(indicators, key=lambda one: one.id != row.indicator):
        total = consolidate.total_of(view, indicator, period)
        quantity = _side(total, indicator, row.key) if total else None
        if total is not None and quantity is not None:
            cover = total.coverage
            return Ground(
                row.key, view.ledger.plan, view.ledger.issuer, total.method.value, quantity,
                cover.given, cover.expected, cover.carried,
                tuple(view.unit_of(code).short for code in cover.missing),
                tuple(sorted({part.origin for part in total.parts if part.item == row.key and part.origin})),
                tuple(sorted({one.origin for one in total.adjustments if one.item == row.key and one.origin})),
            )  # fmt: skip
    return None


def _has_item(view: Workspace, item: str) -> bool:
    return any(one.id == item for one in view.plan.items)


def _side(total: Total, indicator: Indicator, item: str) -> Decimal | None:
    """The item's figure in a total: the total itself, or one side of the ratio."""
    if item == indicator.item:
        return total.value
    if item == indicator.numerator:
        return total.numerator
    return total.denominator


def _value(view: Workspace, ground: Ground, period: Period) -> Value:
    """The figure as it goes upwards: with the data period, the cut-off and the nature that all its parts agree on."""
    parts = [
        value
        for name in ground.packages
        if (value := figures.stated(view, view.state.packages[name]).get(ground.row)) is not None
    ]
    about = {one.data_period or period.code for one in parts}
    as_of, natures = {one.as_of for one in parts}, {one.nature for one in parts}
    oldest = min(about, key=lambda code: periods.parse(code).sort_key, default=period.code)
    nature: Nature | None = natures.pop() if len(natures) == 1 else None
    return Value(
        ground.row, ground.quantity, data_period="" if oldest == period.code else oldest,
        as_of=as_of.pop() if len(as_of) == 1 else "", nature=nature, supplied_by=view.unit.short,
    )  # fmt: skip
