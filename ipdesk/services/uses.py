"""The other way of a trace: where was this cell used? Cell, totals, targets, papers, files, releases, who was told,
what went upwards.
"""

from collections.abc import Iterator

from ipdesk.domain import period as periods
from ipdesk.domain.figurechange import Figure, FigureKey, What
from ipdesk.domain.indicator import items_of
from ipdesk.domain.ledger.contents import read_release
from ipdesk.domain.ledger.package import Kind, Slot
from ipdesk.domain.register import Told
from ipdesk.services import changes, reported
from ipdesk.services.figureref import Found, indicator_of, periods_known, resolve
from ipdesk.services.tasktrace import PREFIXES
from ipdesk.services.trace import TraceNode, trace
from ipdesk.services.workspace import Workspace
from ipdesk.store import desk
from ipdesk.text import formats, labels
from ipdesk.text.i18n import _
from ipdesk.text.register import choice_text, occasion_text

#: Files that carry a unit's report upwards.
_UPWARDS = ("submission", "upward")


def uses(workspace: Workspace, reference: str) -> TraceNode:
    """What was made from a figure, and who has it: a code, or UNIT/NAME/PERIOD. NotFound `trace_unknown`.

    Of a figure as a report that waits has it (`…@NUMBER`), nothing is made yet.
    """
    if "@" in reference and not reference.startswith(PREFIXES):
        waiting = trace(workspace, reference)
        note = TraceNode("note", _("Not used anywhere yet"))
        return TraceNode(waiting.kind, waiting.title, waiting.value, waiting.facts, (note,))
    found = resolve(workspace, reference)
    figure = found.figure
    shown = formats.quantity(figure.quantity, figure.unit_of_measure, figure.decimals)
    facts = (
        (_("Unit"), workspace.unit_of(found.key.unit).short),
        (_("Period"), formats.period_text(periods.parse(found.key.period))),
        (_("Code"), figure.code),
    )
    made = [_used(workspace, key, one) for key, one in _made_from(workspace, found)]
    children = (*_readers(workspace, found.key, figure), *made, *_upwards(workspace, found.key))
    if not children:
        children = (TraceNode("note", _("Not used anywhere yet")),)
    return TraceNode("figure", figure.name, shown, facts, children)


def _made_from(workspace: Workspace, found: Found) -> Iterator[tuple[FigureKey, Figure]]:
    """Figures that stand on this one: of its period and later ones, of the same indicator, made from its packages."""
    items = _items(workspace, found.key)
    basis = set(found.figure.basis)
    period = periods.parse(found.key.period)
    order = list(What)
    for at in sorted(one for one in periods_known(workspace) if not one < period):
        for key, figure in changes.figures_in(workspace, at).items():
            later = (order.index(key.what), at) > (order.index(found.key.what), period)
            same = key == found.key or key.what is What.ITEM
            if same or not later or not basis & set(figure.basis):
                continue
            if found.key.what is not What.ITEM and key.unit != found.key.unit:
                continue
            indicator = indicator_of(workspace, key)
            if indicator is not None and items & set(items_of(indicator)):
                yield key, figure


def _items(workspace: Workspace, key: FigureKey) -> set[str]:
    if key.what is What.ITEM:
        return {key.id}
    indicator = indicator_of(workspace, key)
    return set(items_of(indicator)) if indicator else set()


def _used(workspace: Workspace, key: FigureKey, figure: Figure) -> TraceNode:
    """A total or target with its own readers."""
    unit = workspace.unit_of(key.unit).short
    title = _("{unit}: {name}, {period}").format(
        unit=unit, name=figure.name, period=formats.period_text(periods.parse(key.period))
    )
    shown = formats.quantity(figure.quantity, figure.unit_of_measure, figure.decimals)
    facts = [(_("Kind"), labels.label(key.what)), (_("Code"), figure.code)]
    return TraceNode(
        "formula" if key.what is What.TOTAL else "figure", title, shown, tuple(facts),
        tuple(_readers(workspace, key, figure)),
    )  # fmt: skip


def _readers(workspace: Workspace, key: FigureKey, figure: Figure) -> Iterator[TraceNode]:
    """Papers and files with a figure's code, the release, and who was told."""
    for code, report, at, basis in desk.printed_about(workspace.database, key.period):
        if (basis.get("unit"), basis.get("name")) == (key.unit, key.id):
            kind = "file" if "file" in basis else "paper"
            facts = [(_("Written on") if kind == "file" else _("Printed on"), at), (_("Code"), code)]
            if code != figure.code:
                facts.append((_("Since then"), _("the figure is made from other reports")))
            yield TraceNode(kind, report, code, tuple(facts))
    if key.what is What.TARGET:
        yield from _released(workspace, key, figure)
    for one in reported.told_of(workspace, [key]):
        yield _registered(one)


def _released(workspace: Workspace, key: FigureKey, figure: Figure) -> Iterator[TraceNode]:
    package = workspace.in_force(Slot(Kind.RELEASE, period=key.period))
    if package is None:
        return
    told = [one for one in read_release(package).figures if (one.target, one.unit) == (key.id, key.unit)]
    sent = desk.sent_about(workspace.database, "release", key.period)
    units = {unit.code: unit.short for unit in workspace.policy.units}
    names = "、".join(dict.fromkeys(units.get(one.unit, one.unit) for one in reversed(sent)))
    for one in told:
        title = _("Release of {period}").format(period=formats.period_text(periods.parse(key.period)))
        facts = [(_("Stated date"), package.date), (_("Officer"), package.officer), (_("Sent to"), names)]
        shown = formats.quantity(one.quantity, figure.unit_of_measure, figure.decimals)
        yield TraceNode("release", title, shown, tuple(fact for fact in facts if fact[1]))


def _registered(one: Told) -> TraceNode:
    entry = one.entry
    title = _("{whom}, {occasion}").format(
        whom=one.recipient or _("name not asked"), occasion=occasion_text(entry.occasion)
    )
    facts = [(_("Told on"), entry.at[:16]), (_("Officer"), entry.by)]
    if one.due:
        facts.append((_("State"), _("has another figure than the one that stands")))
    if one.choice:
        facts.append((_("Decided"), f"{choice_text(one.choice)}　{one.choice_text}".strip()))
    if entry.note:
        facts.append((_("Remark"), entry.note))
    shown = formats.quantity(entry.quantity, entry.measure, entry.decimals)
    return TraceNode("register", title, shown, tuple(fact for fact in facts if fact[1]))


def _upwards(workspace: Workspace, key: FigureKey) -> Iterator[TraceNode]:
    """Files that carry this unit's report to the unit above."""
    if key.unit != workspace.unit.code:
        return
    for what in _UPWARDS:
        for sent in desk.sent_about(workspace.database, what, key.period):
            if sent.unit in ("", key.unit):
                yield TraceNode(
                    "file", _("Sent upwards: {name}").format(name=sent.name), "", ((_("Written on"), sent.at),)
                )
