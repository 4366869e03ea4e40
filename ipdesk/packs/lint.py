"""What is wrong in a plan, so far as the plan itself can tell: each finding names the table's file and the line's id.

The sentences stand in `text/messages/packs.py`. A plan that one would judge by for five years has none of these.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation

from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.indicator import Aggregation, Direction, Indicator, Supply, items_of
from ipdesk.domain.plan import Change, Clause, Plan
from ipdesk.domain.quantity import convert, parse_canonical
from ipdesk.domain.target import Comparator, Target, TargetKind
from ipdesk.domain.unit import Unit, UnitKind
from ipdesk.packs.format import HEADER, file_of

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SHARES = frozenset({"%", "‰"})
#: A target of these kinds is a change or a share of the indicator, so it may have a unit of its own.
_RELATIVE = frozenset({TargetKind.GROWTH, TargetKind.REDUCTION, TargetKind.COVERAGE})
_UPWARD = frozenset({Comparator.AT_LEAST, Comparator.MORE})
_DOWNWARD = frozenset({Comparator.AT_MOST, Comparator.LESS})
_AREAS = frozenset({UnitKind.PROVINCE, UnitKind.CITY, UnitKind.DISTRICT})
_ONE = Decimal(1)


def lint(plan: Plan) -> tuple[Finding, ...]:
    """Every fault of the plan, in the order of its tables; empty when it is clean. Never raises for a decoded plan."""
    return (
        *_header(plan),
        *_duplicates(plan),
        *_outline(plan),
        *_indicators(plan),
        *_items(plan),
        *_targets(plan),
        *_history(plan),
        *_units(plan),
        *_lineage(plan),
    )


def _fault(code: str, table: str, row: str, severity: Severity = Severity.MUST_FIX, **params: str) -> Finding:
    file = file_of(table) if table != "pack" else HEADER
    return Finding(code, severity, Where(file=file, row=row), {"file": file, "id": row, **params})


def _missing_reference(table: str, row: str, field: str, reference: str, known: Iterable[str]) -> Iterator[Finding]:
    if reference not in known:
        yield _fault("pack_broken_reference", table, row, field=field, reference=reference)


def _header(plan: Plan) -> Iterator[Finding]:
    if not _SLUG.fullmatch(plan.id):
        yield _fault("pack_bad_id", "pack", plan.id)
    if plan.last_year < plan.first_year:
        yield _fault("pack_years", "pack", plan.id, first=str(plan.first_year), last=str(plan.last_year))
    yield from _missing_reference("pack", plan.id, "region", plan.region, {unit.code for unit in plan.units})


def _duplicates(plan: Plan) -> Iterator[Finding]:
    ids = {
        "outline": [clause.id for clause in plan.outline],
        "indicators": [indicator.id for indicator in plan.indicators],
        "items": [item.id for item in plan.items],
        # Reports list targets and history rows together, so they share their names.
        "targets": [target.id for target in plan.targets] + [row.id for row in plan.history],
        "units": [unit.code for unit in plan.units],
    }
    for table, names in ids.items():
        for name, count in Counter(names).items():
            if count > 1:
                yield _fault("pack_duplicate_id", table, name, count=str(count))
            if table != "units" and not _SLUG.fullmatch(name):
                yield _fault("pack_bad_id", table, name)


def _outline(plan: Plan) -> Iterator[Finding]:
    parents = {clause.id: clause.parent for clause in plan.outline}
    before: set[str] = set()
    for clause in plan.outline:
        yield from _parent_of_clause(clause, parents, before)
        if not clause.title:
            yield _fault("pack_no_title", "outline", clause.id)
        before.add(clause.id)


def _parent_of_clause(clause: Clause, parents: Mapping[str, str | None], before: set[str]) -> Iterator[Finding]:
    if clause.parent is None or clause.parent in before:
        return
    if clause.parent not in parents:
        yield from _missing_reference("outline", clause.id, "parent", clause.parent, parents)
    else:
        # The outline keeps the order of the text; this also leaves no room for circles.
        yield _fault("pack_outline_order", "outline", clause.id, parent=clause.parent)


def _indicators(plan: Plan) -> Iterator[Finding]:
    items = {item.id: item for item in plan.items}
    kinds = {kind.value for kind in UnitKind}
    units = {unit.code: unit for unit in plan.units}
    targeted = {target.indicator for target in plan.targets if target.kind is not TargetKind.JUDGED}
    for indicator in plan.indicators:
        if not indicator.unit:
            yield _fault("pack_no_measure", "indicators", indicator.id)
        for item in items_of(indicator):
            yield from _missing_reference("indicators", indicator.id, "item", item, items)
        yield from _parts(indicator, items.keys(), targeted)
        if indicator.item in items and items[indicator.item].unit != indicator.unit:
            yield _fault(
                "pack_unit_differs",
                "indicators",
                indicator.id,
                unit=items[indicator.item].unit,
                expected=indicator.unit,
            )
        yield from _supplies(indicator, kinds, units)


def _parts(indicator: Indicator, items: Iterable[str], targeted: set[str]) -> Iterator[Finding]:
    parts = [part for part in (indicator.numerator, indicator.denominator) if part]
    if len(parts) == 1 or (not parts and indicator.aggregation is Aggregation.RATIO):
        yield _fault("pack_ratio_without_parts", "indicators", indicator.id)
    elif not parts and not indicator.item and indicator.id in targeted:
        yield _fault("pack_nothing_to_fill", "indicators", indicator.id)
    if len(parts) == 2 and not indicator.item and indicator.id in items:
        # The derived row of a form is keyed by the indicator: an item of that name would stand in its place.
        yield _fault("pack_derived_key_taken", "indicators", indicator.id)
    try:
        positive = parse_canonical(indicator.factor) > 0
    except ValueError:
        positive = False
    if not positive:
        yield _fault("pack_bad_factor", "indicators", indicator.id, factor=indicator.factor)


def _supplies(indicator: Indicator, kinds: set[str], units: Mapping[str, Unit]) -> Iterator[Finding]:
    mine = items_of(indicator)
    supplied = {rule.item for rule in indicator.supplies if rule.supply is not Supply.NONE}
    for item in mine:
        if item not in supplied:
            yield _fault("pack_item_without_supply", "supplies", indicator.id, item=item)
    seen: set[tuple[str, str]] = set()
    for rule in indicator.supplies:
        yield from _missing_reference("supplies", indicator.id, "item", rule.item, mine)
        if rule.pattern != "*":
            yield from _missing_reference("supplies", indicator.id, "pattern", rule.pattern, kinds | units.keys())
        if (rule.item, rule.pattern) in seen or (rule.item, "*") in seen:
            yield _fault("pack_supply_never_used", "supplies", indicator.id, item=rule.item, pattern=rule.pattern)
        seen.add((rule.item, rule.pattern))
        if rule.supplier:
            yield from _missing_reference("supplies", indicator.id, "supplier", rule.supplier, units)
        elif rule.supply in (Supply.DEPARTMENT, Supply.CONFIRM):
            yield _fault("pack_no_supplier", "supplies", indicator.id, item=rule.item, pattern=rule.pattern)


def _items(plan: Plan) -> Iterator[Finding]:
    used = {item for indicator in plan.indicators for item in items_of(indicator)}
    for item in plan.items:
        if not item.unit:
            yield _fault("pack_no_measure", "items", item.id)
        if item.id not in used:
            yield _fault("pack_item_unused", "items", item.id)


def _targets(plan: Plan) -> Iterator[Finding]:
    clauses = {clause.id for clause in plan.outline}
    indicators = {indicator.id: indicator for indicator in plan.indicators}
    units = {unit.code for unit in plan.units}
    for target in plan.targets:
        yield from _missing_reference("targets", target.id, "indicator", target.indicator, indicators)
        if not target.clause:
            yield _fault("pack_target_without_clause", "targets", target.id)
        else:
            yield from _missing_reference("targets", target.id, "clause", target.clause, clauses)
        if target.of_unit:
            yield from _missing_reference("targets", target.id, "of_unit", target.of_unit, units)
        yield from _time(target, plan)
        yield from _size(target)
        yield from _baseline(target, plan)
        if indicator := indicators.get(target.indicator):
            yield from _against_indicator(target, indicator)


def _time(target: Target, plan: Plan) -> Iterator[Finding]:
    if target.start > target.horizon:
        start, horizon = str(target.start), str(target.horizon)
        yield _fault("pack_start_after_horizon", "targets", target.id, start=start, horizon=horizon)
    for year in {target.start, target.horizon}:
        if not plan.first_year <= year <= plan.last_year:
            first, last = str(plan.first_year), str(plan.last_year)
            yield _fault("pack_outside_plan", "targets", target.id, year=str(year), first=first, last=last)


def _size(target: Target) -> Iterator[Finding]:
    if target.kind is TargetKind.JUDGED:
        return
    if not target.unit:
        yield _fault("pack_no_measure", "targets", target.id)
    if (target.comparator is Comparator.RANGE and target.quantity is not None) != (target.upper is not None):
        yield _fault("pack_range_one_end", "targets", target.id)
    elif target.quantity is not None and target.upper is not None and target.upper <= target.quantity:
        low, high = str(target.quantity), str(target.upper)
        yield _fault("pack_range_upside_down", "targets", target.id, lower=low, upper=high)
    for quantity in (target.quantity, target.upper):
        if quantity is None:
            continue
        share = convert(quantity, target.unit, "%") if target.unit in _SHARES else None
        if share is not None and share > 100 and target.kind not in (TargetKind.GROWTH, TargetKind.CUMULATIVE):
            yield _fault("pack_share_above_100", "targets", target.id, value=str(quantity), unit=target.unit)
        if quantity < 0 and target.kind is not TargetKind.GROWTH:
            yield _fault("pack_negative_target", "targets", target.id, value=str(quantity), unit=target.unit)


def _baseline(target: Target, plan: Plan) -> Iterator[Finding]:
    if target.baseline is None:
        return
    if target.baseline.year >= target.horizon:
        year, horizon = str(target.baseline.year), str(target.horizon)
        yield _fault("pack_baseline_late", "targets", target.id, year=year, horizon=horizon)
    if not target.baseline.origin:
        yield _fault("pack_baseline_without_origin", "targets", target.id)
    direction = next((one.direction for one in plan.indicators if one.id == target.indicator), None)
    if target.kind is TargetKind.LEVEL and target.quantity is not None and direction is not None:
        way = target.quantity - target.baseline.quantity
        if (way if direction is Direction.HIGHER else -way) <= 0:
            value, start = str(target.quantity), str(target.baseline.quantity)
            yield _fault(
                "pack_target_behind_baseline", "targets", target.id, Severity.MUST_EXPLAIN, value=value, baseline=start
            )


def _against_indicator(target: Target, indicator: Indicator) -> Iterator[Finding]:
    wrong_way = _DOWNWARD if indicator.direction is Direction.HIGHER else _UPWARD
    if target.kind in (TargetKind.CEILING, TargetKind.REDUCTION):
        wrong_way = _UPWARD if target.kind is TargetKind.CEILING else _DOWNWARD
    if target.kind is not TargetKind.JUDGED and target.comparator in wrong_way:
        sign = target.comparator.value
        yield _fault("pack_comparator_against_direction", "targets", target.id, comparator=sign)
    same_measure = target.kind is TargetKind.JUDGED or target.kind in _RELATIVE
    if target.unit and not same_measure and convert(_ONE, target.unit, indicator.unit) is None:
        yield _fault("pack_unit_differs", "targets", target.id, unit=target.unit, expected=indicator.unit)


def _history(plan: Plan) -> Iterator[Finding]:
    clauses = {clause.id for clause in plan.outline}
    indicators = {indicator.id: indicator for indicator in plan.indicators}
    for row in plan.history:
        yield from _missing_reference("history", row.id, "indicator", row.indicator, indicators)
        yield from _missing_reference("history", row.id, "clause", row.clause, clauses)
        if not row.unit:
            yield _fault("pack_no_measure", "history", row.id)
        indicator = indicators.get(row.indicator)
        if indicator is not None and row.kind not in _RELATIVE and convert(_ONE, row.unit, indicator.unit) is None:
            yield _fault("pack_unit_differs", "history", row.id, unit=row.unit, expected=indicator.unit)
        if row.last_year < row.first_year or row.last_year >= plan.first_year:
            yield _fault("pack_years", "history", row.id, first=str(row.first_year), last=str(row.last_year))


def _units(plan: Plan) -> Iterator[Finding]:
    units = {unit.code: unit for unit in plan.units}
    for unit in plan.units:
        if unit.parent is not None and unit.parent not in units:
            yield from _missing_reference("units", unit.code, "parent", unit.parent, units)
        elif _in_circle(unit, units):
            yield _fault("pack_unit_parent", "units", unit.code)
        elif unit.parent is None and unit.code != plan.region:
            yield _fault("pack_unit_without_parent", "units", unit.code)
        if unit.kind is UnitKind.ZONE and not unit.inside:
            yield _fault("pack_zone_nowhere", "units", unit.code)
        for area in unit.inside:
            if area not in units or units[area].kind not in _AREAS:
                yield _fault("pack_broken_reference", "units", unit.code, field="inside", reference=area)
        if unit.population is not None and (not _is_positive(unit.population) or not unit.population_note):
            yield _fault("pack_population", "units", unit.code, population=unit.population)
    for (_, order), count in Counter((unit.parent, unit.order) for unit in plan.units).items():
        if count > 1:
            codes = "、".join(sorted(unit.code for unit in plan.units if unit.order == order))
            yield _fault("pack_unit_order_twice", "units", codes, order=str(order))


def _lineage(plan: Plan) -> Iterator[Finding]:
    indicators = {indicator.id for indicator in plan.indicators}
    for line, count in Counter(plan.lineage).items():
        if count > 1:
            yield _fault("pack_lineage_twice", "lineage", line.indicator, plan=line.plan, there=line.there)
        yield from _missing_reference("lineage", line.indicator, "indicator", line.indicator, indicators)
        if line.plan == plan.id:
            yield _fault("pack_lineage_to_itself", "lineage", line.indicator)
        for name in (line.plan, line.there):
            if not _SLUG.fullmatch(name):
                yield _fault("pack_lineage_bad_id", "lineage", line.indicator, name=name)
        if line.change is not Change.SAME and not line.note:
            yield _fault("pack_lineage_without_note", "lineage", line.indicator, plan=line.plan, there=line.there)


def _in_circle(unit: Unit, units: Mapping[str, Unit]) -> bool:
    seen = {unit.code}
    above = unit.parent
    while above is not None and above in units:
        if above in seen:
            return True
        seen.add(above)
        above = units[above].parent
    return False


def _is_positive(text: str) -> bool:
    try:
        return parse_canonical(text) > 0
    except (ValueError, InvalidOperation):
        return False
