"""Ranking the units of one indicator, where the office has switched it on (off by default)."""

from dataclasses import dataclass
from decimal import Decimal

from ipdesk.domain.errors import NotFound, Refused
from ipdesk.domain.indicator import Indicator
from ipdesk.domain.judgement import Judgement
from ipdesk.domain.period import Period
from ipdesk.domain.quantity import things
from ipdesk.domain.ranking import Contestant, Place, places
from ipdesk.domain.unit import UnitKind, in_order
from ipdesk.services.evaluate import Assessed, evaluate
from ipdesk.services.workspace import Workspace

#: The last digit that decides, in points: what tables show.
STEP = Decimal("0.1")
COMPLETION, SHARE = "completion", "share_of_target"


@dataclass(frozen=True, slots=True)
class Ranking:
    """`basis` is `completion` (较基期完成程度) or `share_of_target` (占目标比重, where a baseline is missing):
    one for all, never the two mixed. `assessed` are the verdicts in the same order as `places`, that of the office.
    """

    indicator: Indicator
    period: Period
    basis: str
    step: Decimal
    small_count: Decimal
    places: tuple[Place, ...]
    assessed: tuple[Assessed | None, ...]


def rankable(workspace: Workspace, period: Period) -> tuple[Indicator, ...]:
    """The indicators of which at least two areas have a target of their own, in the plan's order."""
    found: dict[str, set[str]] = {}
    for one in _of_areas(workspace, period):
        found.setdefault(one.indicator.id, set()).add(one.unit_code)
    return tuple(one for one in workspace.plan.indicators if len(found.get(one.id, ())) > 1)


def ranking(workspace: Workspace, indicator: str, period: Period) -> Ranking:
    """The areas by how far each is on the way to its own target.

    Refused `ranking_off`; NotFound `indicator_unknown` where fewer than two areas have a target of it.
    """
    if not workspace.policy.ranking:
        raise Refused("ranking_off")
    found = next((one for one in rankable(workspace, period) if indicator in (one.id, one.name, one.short)), None)
    if found is None:
        raise NotFound("ranking_unknown", name=indicator)
    by_unit = {one.unit_code: one for one in _of_areas(workspace, period) if one.indicator.id == found.id}
    given = [one.judgement for one in by_unit.values() if one.judgement.actual is not None]
    basis = COMPLETION if given and all(_on_way(one) for one in given) else SHARE
    small = workspace.policy.thresholds.small_count
    units = [unit.code for unit in in_order(workspace.policy.units) if unit.code in by_unit]
    contestants = [_contestant(by_unit[unit], basis) for unit in units]
    return Ranking(
        found, period, basis, STEP, small, places(contestants, step=STEP, small_count=small),
        tuple(by_unit[unit] for unit in units),
    )  # fmt: skip


def _of_areas(workspace: Workspace, period: Period) -> list[Assessed]:
    areas = {unit.code for unit in workspace.policy.units if unit.kind is UnitKind.DISTRICT}
    return [one for one in evaluate(workspace, period) if one.unit_code in areas]


def _on_way(judgement: Judgement) -> bool:
    return (judgement.completion is not None and judgement.target.baseline is not None) or judgement.gap is not None


def _contestant(one: Assessed, basis: str) -> Contestant:
    judgement = one.judgement
    share = judgement.completion if basis == COMPLETION else judgement.share_of_target
    score = None if share is None or judgement.actual is None else share * 100
    return Contestant(one.unit_code, score, None if one.indicator.numerator else _way(judgement, basis))


def _way(judgement: Judgement, basis: str) -> Decimal | None:
    """How many single things the whole way of the score is."""
    target = judgement.target
    goal = judgement.inputs.get("annual_target")
    quantity = Decimal(goal) if goal else target.quantity
    if quantity is None:
        return None
    baseline = target.baseline if basis == COMPLETION and not goal and judgement.method != "cumulative" else None
    way = abs(quantity - (baseline.quantity if baseline else Decimal(0)))
    return None if way == 0 else things(way, target.unit)
