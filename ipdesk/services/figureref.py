"""From what a person types or reads off paper to one figure: a code, or UNIT/NAME/PERIOD."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ipdesk.domain import period as periods
from ipdesk.domain.errors import NotFound
from ipdesk.domain.figurechange import Figure, FigureKey, What
from ipdesk.domain.indicator import Indicator
from ipdesk.domain.ledger.package import Kind
from ipdesk.domain.period import Period
from ipdesk.services import changes
from ipdesk.services.handdown import targets_of
from ipdesk.services.workspace import Workspace, find_unit
from ipdesk.store import desk

#: Where a name fits several, the target is meant before the total, and the total before what a unit filled in.
_FIRST = (What.TARGET, What.TOTAL, What.ITEM)


@dataclass(frozen=True, slots=True)
class Found:
    """A figure with the moment of the ledger that it is of."""

    key: FigureKey
    figure: Figure
    moment: int

    @property
    def reference(self) -> str:
        """What trace, find and the register take."""
        return f"{self.key.unit}/{self.key.id}/{self.key.period}"


def resolve(workspace: Workspace, reference: str) -> Found:
    """The figure of a code (as it was printed, where it was printed here) or of UNIT/NAME/PERIOD.

    NotFound `trace_unknown`.
    """
    words = reference.strip()
    if "/" in words:
        return _by_name(workspace, words)
    known = desk.printed(workspace.database, words.upper())
    if known is not None and known["ledger"] == workspace.ledger.code:
        named = f"{known['unit']}/{known['name']}/{known['period']}"
        with workspace.as_of(int(known["moment"])):
            then = _by_name(workspace, named)
        return Found(then.key, then.figure, int(known["moment"]))
    for period in periods_known(workspace):
        for key, figure in changes.figures_in(workspace, period).items():
            if figure.code == words.upper():
                return Found(key, figure, workspace.moment)
    raise NotFound("trace_unknown", reference=words)


def periods_known(workspace: Workspace) -> tuple[Period, ...]:
    """The periods with forms, reports or a release, newest first."""
    codes = {
        slot.period
        for ledger, slot in workspace.state.slots
        if ledger == workspace.ledger and slot.period and slot.kind in (Kind.TEMPLATE, Kind.SUBMISSION, Kind.RELEASE)
    }
    return tuple(sorted((periods.parse(code) for code in codes), reverse=True))


def indicator_of(workspace: Workspace, key: FigureKey) -> Indicator | None:
    """The indicator that a figure is about; the first that an item belongs to."""
    plan = workspace.plan
    match key.what:
        case What.TOTAL:
            return next((one for one in plan.indicators if one.id == key.id), None)
        case What.TARGET:
            target = next((one for one in plan.targets if one.id == key.id), None)
            name = target.indicator if target else _handed_down(workspace, key)
            return next((one for one in plan.indicators if one.id == name), None)
        case What.ITEM:
            return next((one for one in plan.indicators if key.id in (one.item, one.numerator, one.denominator)), None)


def _handed_down(workspace: Workspace, key: FigureKey) -> str:
    return next((one.indicator for one in targets_of(workspace, key.unit) if one.id == key.id), "")


def _by_name(workspace: Workspace, words: str) -> Found:
    parts = [part.strip() for part in words.split("/")]
    try:
        unit, name, period = find_unit(workspace.policy.units, parts[0]).code, parts[1], periods.parse(parts[2])
    except (IndexError, ValueError):
        raise NotFound("trace_unknown", reference=words) from None
    known = changes.figures_in(workspace, period)
    for what in _FIRST:
        for key in _named(workspace, known, what, unit, name):
            return Found(key, known[key], workspace.moment)
    raise NotFound("trace_unknown", reference=words)


def _named(
    workspace: Workspace, known: Mapping[FigureKey, Figure], what: What, unit: str, name: str
) -> Iterator[FigureKey]:
    aliases = {one.id: one.aliases for one in workspace.plan.indicators} if what is What.TOTAL else {}
    for key, figure in known.items():
        if key.what is what and key.unit == unit and name in (key.id, figure.name, *aliases.get(key.id, ())):
            yield key
