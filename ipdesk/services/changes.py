"""What changes figures: a decision that is only thought of, and what happened between two moments of the ledger.

Every reported figure before and after, who has the old one, and which packages did it. The ledger is folded for that
and left as it was.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ipdesk.domain import figurechange
from ipdesk.domain import period as periods
from ipdesk.domain.figurechange import Cause, Figure, FigureChange, FigureKey, Print, Registered, What
from ipdesk.domain.ledger.contents import Release, read_release
from ipdesk.domain.ledger.fold import State
from ipdesk.domain.ledger.package import Kind, Package, Slot, slot_of
from ipdesk.domain.ledger.scope import short
from ipdesk.domain.period import Period
from ipdesk.services import consolidate, evaluate, figures
from ipdesk.services.codes import figure_code
from ipdesk.services.workspace import Workspace, of_state
from ipdesk.store import desk, reported


def if_taken_in(workspace: Workspace, packages: Iterable[Package], since: Period) -> tuple[FigureChange, ...]:
    """The figures that packages would change, from the period `since` on."""
    touched = _periods_from(workspace, since)
    before = figures_of(workspace, touched)
    with workspace.rehearsal() as take_in:
        take_in(packages)
        after = figures_of(workspace, touched)
    return tuple(_with_readers(workspace, one) for one in figurechange.changes(before, after))


def between(
    workspace: Workspace, earlier: int, later: int | None = None, *, only: Period | None = None
) -> tuple[tuple[FigureChange, ...], Mapping[str, Cause]]:
    """What changed between two moments of the ledger here (the later is now when it is left out), with who has the old
    figure, and the packages that did it by id.

    A figure that changed though it is made of the same packages changed by the plan or the policy: those are named.
    """
    touched = sorted(_periods_known(workspace), key=lambda one: one.sort_key) if only is None else [only]
    with workspace.as_of(earlier):
        before, known = figures_of(workspace, touched), set(workspace.state.packages)
    if later is None:
        after, there = figures_of(workspace, touched), workspace.state
    else:
        with workspace.as_of(later):
            after, there = figures_of(workspace, touched), workspace.state
    laid_down = tuple(
        sorted(
            name
            for name, package in there.packages.items()
            if name not in known
            and package.ledger == workspace.ledger
            and package.kind in (Kind.PLAN, Kind.POLICY, Kind.TARGETS)
        )
    )
    found = []
    for one in figurechange.changes(before, after):
        did = one if one.packages else replace(one, packages=laid_down)
        found.append(_with_readers(workspace, did))
    causes = {name: _cause(workspace, there, name) for one in found for name in one.packages}
    return tuple(found), causes


def _cause(workspace: Workspace, there: State, name: str) -> Cause:
    package = workspace.state.packages.get(name) or there.packages[name]
    slot = slot_of(package)
    units = {unit.code: unit.short for unit in workspace.policy.units}
    state = there.slot(workspace.ledger, slot) if slot else None
    decision = there.packages.get(state.standing.by.get(name, "")) if state else None
    return Cause(
        id=name,
        short_id=short(name),
        kind=package.kind,
        verb=str(package.content.get("verb", "")),
        unit_short=units.get(slot.unit, "") if slot and slot.unit else units.get(package.maker, package.maker),
        period=slot.period if slot else "",
        officer=package.officer,
        date=package.date,
        reason=package.reason or (decision.reason if decision else ""),
        decided=f"{decision.content['verb']} {decision.officer} {decision.date}".strip() if decision else "",
    )


def figures_of(workspace: Workspace, touched: Sequence[Period]) -> dict[FigureKey, Figure]:
    """Every figure that this workspace reports in some periods: items, totals, targets."""
    found: dict[FigureKey, Figure] = {}
    for period in touched:
        found.update(figures_in(workspace, period))
    return found


@of_state
def figures_in(workspace: Workspace, period: Period) -> Mapping[FigureKey, Figure]:
    """Every figure that this workspace reports in one period."""
    found: dict[FigureKey, Figure] = {}
    known = {item.id: item for item in workspace.plan.items}
    for (unit, name), seen in figures.observations(workspace, period).items():
        item = known.get(name)
        if item is not None:
            key = FigureKey(What.ITEM, unit, period.code, name)
            code = figure_code(workspace.ledger, unit, name, period.code, (seen.package,))
            basis = (seen.package,)
            found[key] = Figure(item.name, seen.value.quantity, item.unit, item.decimals, code, basis=basis)
    for line in consolidate.consolidate(workspace, period) if workspace.is_issuer else ():
        indicator, total = line.indicator, line.total
        key = FigureKey(What.TOTAL, workspace.ledger.issuer, period.code, indicator.id)
        found[key] = Figure(
            indicator.name, total.value, indicator.unit, indicator.decimals, line.code, basis=total.origins
        )
    for one in evaluate.evaluate(workspace, period):
        verdict = one.judgement
        key = FigureKey(What.TARGET, one.unit_code, period.code, verdict.target.id)
        found[key] = Figure(
            one.name, verdict.actual, verdict.target.unit, one.decimals, one.code, verdict.rating.value, one.basis
        )
    return found


def _periods_from(workspace: Workspace, since: Period) -> tuple[Period, ...]:
    """The periods known here that lie not before `since`: a later figure may stand on an earlier one."""
    known = {*_periods_known(workspace), since}
    return tuple(sorted((one for one in known if one.end >= since.end), key=lambda one: one.sort_key))


def _periods_known(workspace: Workspace) -> set[Period]:
    codes = {
        slot.period
        for ledger, slot in workspace.state.slots
        if ledger == workspace.ledger and slot.period and slot.kind in (Kind.SUBMISSION, Kind.TEMPLATE, Kind.RELEASE)
    }
    return {periods.parse(code) for code in codes}


def _with_readers(workspace: Workspace, change: FigureChange) -> FigureChange:
    """The change with the papers, releases and files that carry the figure."""
    key = change.key
    printed = tuple(
        Print(code, report, at)
        for code, report, at, basis in desk.printed_about(workspace.database, key.period)
        if (basis.get("unit"), basis.get("name")) == (key.unit, key.id) and "file" not in basis
    )
    files: tuple[str, ...] = ()
    if key.what is not What.TARGET:
        sent = desk.sent_about(workspace.database, "consolidation", key.period)
        files = tuple(dict.fromkeys(one.name for one in sent))
    registered = tuple(
        Registered(one.number, one.recipient, one.occasion.value, one.at)
        for one in reported.entries(workspace.database, period=key.period, unit=key.unit, name=key.id)
        if one.key == key and one.quantity == change.old
    )
    released = _released_to(workspace, change)
    return replace(change, printed=printed, files=files, released_to=released, registered=registered)


def _released_to(workspace: Workspace, change: FigureChange) -> tuple[str, ...]:
    """The units that got the old figure in the release in force, by the register of files sent on this PC."""
    if change.key.what is not What.TARGET:
        return ()
    package = workspace.in_force(Slot(Kind.RELEASE, period=change.key.period))
    release = read_release(package) if package else Release(change.key.period, ())
    told = any(
        (figure.target, figure.unit, figure.quantity, figure.rating)
        == (change.key.id, change.key.unit, change.old, change.old_rating)
        for figure in release.figures
    )
    if not told:
        return ()
    order = {unit.code: unit.order for unit in workspace.policy.units}
    codes = {one.unit for one in desk.sent_about(workspace.database, "release", change.key.period)}
    reached = codes or {code for code in release.reporting if code != workspace.ledger.issuer}
    return tuple(sorted(reached, key=lambda code: (order.get(code, 0), code)))
