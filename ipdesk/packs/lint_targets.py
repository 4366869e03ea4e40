"""What is wrong in the targets of a plan: impossible values and years, a unit that does not fit, two that disagree."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Final

from ipdesk.domain.finding import Finding
from ipdesk.domain.indicator import Direction, Indicator
from ipdesk.domain.plan import Plan
from ipdesk.domain.quantity import convert
from ipdesk.domain.target import Comparator, Target, TargetKind
from ipdesk.packs.faults import fault, missing_reference, question

_SHARES: Final = frozenset({"%", "‰"})
#: A target of these kinds is a change or a share of the indicator, so it may have a unit of its own.
RELATIVE: Final = frozenset({TargetKind.GROWTH, TargetKind.REDUCTION, TargetKind.COVERAGE})
_UPWARD: Final = frozenset({Comparator.AT_LEAST, Comparator.MORE})
_DOWNWARD: Final = frozenset({Comparator.AT_MOST, Comparator.LESS})
_ONE: Final = Decimal(1)

#: What the end of a name says of its unit, without 万 and 亿.
_ENDINGS: Final = (
    (re.compile(r"(?:比重|占比|比例|覆盖率|增长率|增速|合格率|满意率|转化率|办结率|普及率)$"), {"%", "‰"}),
    (
        re.compile(r"(?:金额|总额|成交额|交易额|贸易额|融资额|产值|营业收入|营收|投资额|进出口额|出口额)$"),
        {"元", "美元"},
    ),
    (re.compile(r"(?:人数|人员数|人员数量)$"), {"人", "名", "人次"}),
    (re.compile(r"(?:件数|案件数|案件数量)$"), {"件", "宗", "起"}),
    (re.compile(r"(?:次数|人次)$"), {"次", "人次", "场次", "场"}),
    (re.compile(r"(?:机构数|企业数|家数|机构数量|企业数量)$"), {"家", "个", "户"}),
)
_IN_BRACKETS: Final = re.compile(r"[（(]([^（()）]{1,6})[)）]$")
#: What in brackets at the end of a name is a unit, and not a remark.
_MEASURES: Final = {
    "元",
    "美元",
    "%",
    "‰",
    "人",
    "名",
    "件",
    "个",
    "家",
    "次",
    "人次",
    "场",
    "场次",
    "宗",
    "起",
    "户",
    "分",
}


def targets(plan: Plan) -> Iterator[Finding]:
    """Every fault of the targets in their order, then what two of them say against each other."""
    clauses = {clause.id for clause in plan.outline}
    indicators = {indicator.id: indicator for indicator in plan.indicators}
    units = {unit.code for unit in plan.units}
    for target in plan.targets:
        yield from missing_reference("targets", target.id, "indicator", target.indicator, indicators)
        if not target.clause:
            yield fault("pack_target_without_clause", "targets", target.id, field="clause")
        else:
            yield from missing_reference("targets", target.id, "clause", target.clause, clauses)
        if target.of_unit:
            yield from missing_reference("targets", target.id, "of_unit", target.of_unit, units)
        yield from _time(target, plan)
        yield from _size(target)
        yield from _baseline(target, plan)
        yield from _name(target)
        if indicator := indicators.get(target.indicator):
            yield from _against_indicator(target, indicator)
    yield from _disagreements(plan)


def _time(target: Target, plan: Plan) -> Iterator[Finding]:
    if target.start > target.horizon:
        start, horizon = str(target.start), str(target.horizon)
        yield fault("pack_start_after_horizon", "targets", target.id, field="start", start=start, horizon=horizon)
    first, last = str(plan.first_year), str(plan.last_year)
    for year, name in {target.start: "start", target.horizon: "horizon"}.items():
        if not plan.first_year <= year <= plan.last_year:
            yield fault("pack_outside_plan", "targets", target.id, field=name, year=str(year), first=first, last=last)


def _size(target: Target) -> Iterator[Finding]:
    if target.kind is TargetKind.JUDGED:
        return
    if not target.unit:
        yield fault("pack_no_measure", "targets", target.id, field="unit")
    if (target.comparator is Comparator.RANGE and target.quantity is not None) != (target.upper is not None):
        yield fault("pack_range_one_end", "targets", target.id, field="upper")
    elif target.quantity is not None and target.upper is not None and target.upper <= target.quantity:
        low, high = str(target.quantity), str(target.upper)
        yield fault("pack_range_upside_down", "targets", target.id, field="upper", lower=low, upper=high)
    for quantity in (target.quantity, target.upper):
        if quantity is None:
            continue
        share = convert(quantity, target.unit, "%") if target.unit in _SHARES else None
        if share is not None and share > 100 and target.kind not in (TargetKind.GROWTH, TargetKind.CUMULATIVE):
            given = {"field": "quantity", "value": str(quantity), "unit": target.unit}
            yield fault("pack_share_above_100", "targets", target.id, **given)
        if quantity < 0 and target.kind is not TargetKind.GROWTH:
            given = {"field": "quantity", "value": str(quantity), "unit": target.unit}
            yield fault("pack_negative_target", "targets", target.id, **given)


def _baseline(target: Target, plan: Plan) -> Iterator[Finding]:
    if target.baseline is None:
        return
    year, horizon = str(target.baseline.year), str(target.horizon)
    if target.baseline.year >= target.horizon:
        yield fault("pack_baseline_late", "targets", target.id, field="baseline.year", year=year, horizon=horizon)
    if not target.baseline.origin:
        yield fault("pack_baseline_without_origin", "targets", target.id, field="baseline.origin")
    if target.kind is TargetKind.CUMULATIVE and not target.ground:
        # It counts from nothing: a figure of the years before is of another span, unless somebody says why.
        value = f"{target.baseline.quantity}{target.unit}"
        yield question(
            "pack_baseline_of_cumulative", "targets", target.id,
            field="baseline.quantity", value=value, start=str(target.start),
        )  # fmt: skip
    direction = next((one.direction for one in plan.indicators if one.id == target.indicator), None)
    if target.kind is TargetKind.LEVEL and target.quantity is not None and direction is not None:
        way = target.quantity - target.baseline.quantity
        if (way if direction is Direction.HIGHER else -way) <= 0:
            value, start = str(target.quantity), str(target.baseline.quantity)
            yield question(
            "pack_target_behind_baseline", "targets", target.id,
                field="quantity", value=value, baseline=start,
            )  # fmt: skip


def _against_indicator(target: Target, indicator: Indicator) -> Iterator[Finding]:
    wrong_way = _DOWNWARD if indicator.direction is Direction.HIGHER else _UPWARD
    if target.kind in (TargetKind.CEILING, TargetKind.REDUCTION):
        wrong_way = _UPWARD if target.kind is TargetKind.CEILING else _DOWNWARD
    if target.kind is not TargetKind.JUDGED and target.comparator in wrong_way:
        sign = target.comparator.value
        yield fault("pack_comparator_against_direction", "targets", target.id, field="comparator", comparator=sign)
    same_measure = target.kind is TargetKind.JUDGED or target.kind in RELATIVE
    # The year of a year's flow may stand in its unit: 3000 件/年 are counted in 件.
    measure = target.unit.removesuffix("/年") if target.kind is TargetKind.ANNUAL else target.unit
    if measure and not same_measure and convert(_ONE, measure, indicator.unit) is None:
        given = {"field": "unit", "unit": target.unit, "expected": indicator.unit}
        yield fault("pack_unit_differs", "targets", target.id, **given)


def _name(target: Target) -> Iterator[Finding]:
    """A name that ends in a unit (…（亿元）) or tells its family (…占比, …金额, …人数) goes with the target's unit."""
    if target.kind is TargetKind.JUDGED or target.kind in RELATIVE or not target.unit:
        return
    bracket = _IN_BRACKETS.search(target.name)
    if bracket and _family(bracket[1]) in _MEASURES:
        fits = bracket[1] == target.unit.split("/")[0]
    else:
        name = _IN_BRACKETS.sub("", target.name)
        expected = next((units for ending, units in _ENDINGS if ending.search(name)), None)
        fits = expected is None or _family(target.unit) in expected
    if not fits:
        params = {"field": "unit", "name": target.name, "unit": target.unit}
        yield question("pack_name_against_unit", "targets", target.id, **params)


def _family(unit: str) -> str:
    """A unit without its scale and without what it is counted for: 万件 and 件/年 are 件."""
    return unit.split("/", maxsplit=1)[0].lstrip("万亿")


def _disagreements(plan: Plan) -> Iterator[Finding]:
    """Two targets of the same thing for the same unit by the same year, with another value: one of them is wrong."""

    def what(target: Target) -> tuple[str, ...]:
        start = str(target.start) if target.kind is TargetKind.CUMULATIVE else ""
        unit = target.of_unit or plan.region
        return (target.indicator, unit, str(target.horizon), target.kind, target.comparator, start)

    given = [one for one in plan.targets if one.quantity is not None and one.kind is not TargetKind.JUDGED]
    for _same, group in groupby(sorted(given, key=what), key=what):
        first, *others = group
        for other in others:
            if convert(other.quantity or _ONE, other.unit, first.unit) != first.quantity or other.upper != first.upper:
                said = {"value": f"{other.quantity}{other.unit}", "first": f"{first.quantity}{first.unit}"}
                yield fault("pack_targets_disagree", "targets", other.id, field="quantity", other=first.id, **said)
