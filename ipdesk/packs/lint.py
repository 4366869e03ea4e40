"""What is wrong in a plan, so far as the plan itself can tell: each finding names the table's file and the line's id.

The sentences stand in `text/messages/packs.py`. A plan that one would judge by for five years has none of these.
Targets have a module of their own, and so has what several plans share.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from ipdesk.domain.finding import Finding
from ipdesk.domain.indicator import Aggregation, Indicator, Supply, items_of
from ipdesk.domain.plan import Change, Clause, Plan
from ipdesk.domain.quantity import convert, parse_canonical
from ipdesk.domain.rulelint import RuleRow, lint_rules
from ipdesk.domain.target import TargetKind
from ipdesk.domain.unit import Unit, UnitKind
from ipdesk.packs import lint_targets
from ipdesk.packs.faults import fault, missing_reference

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
#: The governments that have plans: `Plan.level`.
_LEVELS = frozenset({"province", "city", "district"})
_AREAS = frozenset({UnitKind.PROVINCE, UnitKind.CITY, UnitKind.DISTRICT})
_ONE = Decimal(1)
#: Faults in what a rule says, not in what it asks for.
_OF_MESSAGES: Final = frozenset({"rule_message_long", "rule_placeholder", "rule_no_sides"})
#: More than a cell of a workbook can hold.
_MAX_TEXT: Final = 32_000
#: How a workbook writes a sign that XML cannot: as text of its own it would be taken for that sign.
_ESCAPE: Final = re.compile(r"_x[0-9A-Fa-f]{4}_|x005F_")
#: What an honest indicator has at most.
_MAX_DECIMALS: Final = 8
_MAX_LAG: Final = 36


def lint(plan: Plan) -> tuple[Finding, ...]:
    """Every fault of the plan, in the order of its tables; empty when it is clean. Never raises for a decoded plan."""
    return (
        *_header(plan),
        *_duplicates(plan),
        *_outline(plan),
        *_indicators(plan),
        *_items(plan),
        *lint_targets.targets(plan),
        *_history(plan),
        *_units(plan),
        *_lineage(plan),
        *_rules(plan),
        *_texts(plan),
    )


def _header(plan: Plan) -> Iterator[Finding]:
    if not _SLUG.fullmatch(plan.id):
        yield fault("pack_bad_id", "pack", plan.id)
    if plan.last_year < plan.first_year:
        first, last = str(plan.first_year), str(plan.last_year)
        yield fault("pack_years", "pack", plan.id, field="first_year", first=first, last=last)
    if plan.level not in _LEVELS:
        yield fault("pack_bad_level", "pack", plan.id, field="level", level=plan.level)
    if plan.version < 1:
        yield fault("pack_out_of_bounds", "pack", plan.id, field="version", value=str(plan.version))
    for name in ("title", "short", "issuer"):
        if not getattr(plan, name):
            yield fault("pack_no_name", "pack", plan.id, field=name)
    yield from missing_reference("pack", plan.id, "region", plan.region, {unit.code for unit in plan.units})


def _duplicates(plan: Plan) -> Iterator[Finding]:
    ids = {
        "outline": [clause.id for clause in plan.outline],
        "indicators": [indicator.id for indicator in plan.indicators],
        "items": [item.id for item in plan.items],
        # Reports list targets and history rows together, so they share their names.
        "targets": [target.id for target in plan.targets] + [row.id for row in plan.history],
        "units": [unit.code for unit in plan.units],
        "rules": [rule.id for rule in plan.rules],
    }
    for table, names in ids.items():
        for name, count in Counter(names).items():
            if count > 1:
                yield fault("pack_duplicate_id", table, name, count=str(count))
            if table != "units" and not _SLUG.fullmatch(name):
                yield fault("pack_bad_id", table, name)


def _outline(plan: Plan) -> Iterator[Finding]:
    parents = {clause.id: clause.parent for clause in plan.outline}
    before: set[str] = set()
    for clause in plan.outline:
        yield from _parent_of_clause(clause, parents, before)
        if not clause.title:
            yield fault("pack_no_title", "outline", clause.id, field="title")
        before.add(clause.id)


def _parent_of_clause(clause: Clause, parents: Mapping[str, str | None], before: set[str]) -> Iterator[Finding]:
    if clause.parent is None or clause.parent in before:
        return
    if clause.parent not in parents:
        yield from missing_reference("outline", clause.id, "parent", clause.parent, parents)
    else:
        # The outline keeps the order of the text; this also leaves no room for circles.
        yield fault("pack_outline_order", "outline", clause.id, field="parent", parent=clause.parent)


def _indicators(plan: Plan) -> Iterator[Finding]:
    items = {item.id: item for item in plan.items}
    kinds = {kind.value for kind in UnitKind}
    units = {unit.code: unit for unit in plan.units}
    targeted = {target.indicator for target in plan.targets if target.kind is not TargetKind.JUDGED}
    for indicator in plan.indicators:
        if not indicator.unit:
            yield fault("pack_no_measure", "indicators", indicator.id, field="unit")
        if not indicator.name:
            yield fault("pack_no_name", "indicators", indicator.id, field="name")
        for name, number, most in (
            ("decimals", indicator.decimals, _MAX_DECIMALS),
            ("lag_months", indicator.lag_months, _MAX_LAG),
        ):
            if not 0 <= number <= most:
                yield fault("pack_out_of_bounds", "indicators", indicator.id, field=name, value=str(number))
        for item in items_of(indicator):
            yield from missing_reference("indicators", indicator.id, "item", item, items)
        yield from _parts(indicator, items.keys(), targeted)
        if indicator.item in items and items[indicator.item].unit != indicator.unit:
            yield fault(
                "pack_unit_differs",
                "indicators",
                indicator.id,
                field="unit",
                unit=items[indicator.item].unit,
                expected=indicator.unit,
            )
        yield from _supplies(indicator, kinds, units)


def _parts(indicator: Indicator, items: Iterable[str], targeted: set[str]) -> Iterator[Finding]:
    parts = [part for part in (indicator.numerator, indicator.denominator) if part]
    if len(parts) == 1 or (not parts and indicator.aggregation is Aggregation.RATIO):
        yield fault("pack_ratio_without_parts", "indicators", indicator.id)
    elif not parts and not indicator.item and indicator.id in targeted:
        yield fault("pack_nothing_to_fill", "indicators", indicator.id)
    if len(parts) == 2 and not indicator.item and indicator.id in items:
        # The derived row of a form is keyed by the indicator: an item of that name would stand in its place.
        yield fault("pack_derived_key_taken", "indicators", indicator.id)
    try:
        positive = parse_canonical(indicator.factor) > 0
    except ValueError:
        positive = False
    if not positive:
        yield fault("pack_bad_factor", "indicators", indicator.id, field="factor", factor=indicator.factor)


def _supplies(indicator: Indicator, kinds: set[str], units: Mapping[str, Unit]) -> Iterator[Finding]:
    mine = items_of(indicator)
    supplied = {rule.item for rule in indicator.supplies if rule.supply is not Supply.NONE}
    for item in mine:
        if item not in supplied:
            yield fault("pack_item_without_supply", "supplies", indicator.id, item=item)
    seen: set[tuple[str, str]] = set()
    for rule in indicator.supplies:
        yield from missing_reference("supplies", indicator.id, "item", rule.item, mine)
        if rule.pattern != "*":
            yield from missing_reference("supplies", indicator.id, "pattern", rule.pattern, kinds | units.keys())
        if (rule.item, rule.pattern) in seen or (rule.item, "*") in seen:
            yield fault("pack_supply_never_used", "supplies", indicator.id, item=rule.item, pattern=rule.pattern)
        seen.add((rule.item, rule.pattern))
        if rule.supplier:
            yield from missing_reference("supplies", indicator.id, "supplier", rule.supplier, units)
        elif rule.supply in (Supply.DEPARTMENT, Supply.CONFIRM):
            yield fault(
                "pack_no_supplier", "supplies", indicator.id, field="supplier", item=rule.item, pattern=rule.pattern
            )


def _items(plan: Plan) -> Iterator[Finding]:
    used = {item for indicator in plan.indicators for item in items_of(indicator)}
    for item in plan.items:
        if not item.unit:
            yield fault("pack_no_measure", "items", item.id, field="unit")
        if not item.name:
            yield fault("pack_no_name", "items", item.id, field="name")
        if not 0 <= item.decimals <= _MAX_DECIMALS:
            yield fault("pack_out_of_bounds", "items", item.id, field="decimals", value=str(item.decimals))
        if item.id not in used:
            yield fault("pack_item_unused", "items", item.id)


def _history(plan: Plan) -> Iterator[Finding]:
    clauses = {clause.id for clause in plan.outline}
    indicators = {indicator.id: indicator for indicator in plan.indicators}
    for row in plan.history:
        yield from missing_reference("history", row.id, "indicator", row.indicator, indicators)
        yield from missing_reference("history", row.id, "clause", row.clause, clauses)
        if not row.unit:
            yield fault("pack_no_measure", "history", row.id, field="unit")
        indicator = indicators.get(row.indicator)
        if (
            indicator is not None
            and row.kind not in lint_targets.RELATIVE
            and convert(_ONE, row.unit, indicator.unit) is None
        ):
            yield fault("pack_unit_differs", "history", row.id, field="unit", unit=row.unit, expected=indicator.unit)
        if row.last_year < row.first_year or row.last_year >= plan.first_year:
            yield fault(
                "pack_years", "history", row.id, field="last_year", first=str(row.first_year), last=str(row.last_year)
            )


def _units(plan: Plan) -> Iterator[Finding]:
    units = {unit.code: unit for unit in plan.units}
    for unit in plan.units:
        yield from _unit(unit)
        yield from _place_of_unit(unit, units, plan.region)
    for (_, order), count in Counter((unit.parent, unit.order) for unit in plan.units).items():
        if count > 1:
            codes = "、".join(sorted(unit.code for unit in plan.units if unit.order == order))
            yield fault("pack_unit_order_twice", "units", codes, field="order", order=str(order))


def _unit(unit: Unit) -> Iterator[Finding]:
    for name in ("name", "short"):
        if not getattr(unit, name):
            yield fault("pack_no_name", "units", unit.code, field=name)
    if unit.valid_from and unit.valid_to and unit.valid_to < unit.valid_from:
        yield fault("pack_unit_never_valid", "units", unit.code, field="valid_to")
    if unit.population is not None and (not _is_positive(unit.population) or not unit.population_note):
        yield fault("pack_population", "units", unit.code, field="population", population=unit.population)


def _place_of_unit(unit: Unit, units: Mapping[str, Unit], region: str) -> Iterator[Finding]:
    if unit.parent is not None and unit.parent not in units:
        yield from missing_reference("units", unit.code, "parent", unit.parent, units)
    elif _in_circle(unit, units):
        yield fault("pack_unit_parent", "units", unit.code, field="parent")
    elif unit.parent is None and unit.code != region:
        yield fault("pack_unit_without_parent", "units", unit.code, field="parent")
    if unit.kind is UnitKind.ZONE and not unit.inside:
        yield fault("pack_zone_nowhere", "units", unit.code, field="inside")
    for area in unit.inside:
        if area not in units or units[area].kind not in _AREAS:
            yield fault("pack_broken_reference", "units", unit.code, field="inside", reference=area)


def _lineage(plan: Plan) -> Iterator[Finding]:
    indicators = {indicator.id for indicator in plan.indicators}
    for line, count in Counter(plan.lineage).items():
        if count > 1:
            yield fault("pack_lineage_twice", "lineage", line.indicator, plan=line.plan, there=line.there)
        yield from missing_reference("lineage", line.indicator, "indicator", line.indicator, indicators)
        if line.plan == plan.id:
            yield fault("pack_lineage_to_itself", "lineage", line.indicator, field="plan", plan=line.plan)
        for name in (line.plan, line.there):
            if not _SLUG.fullmatch(name):
                yield fault(
                    "pack_lineage_bad_id",
                    "lineage",
                    line.indicator,
                    field="plan" if name == line.plan else "there",
                    name=name,
                )
        if line.change is not Change.SAME and not line.note:
            yield fault(
                "pack_lineage_without_note", "lineage", line.indicator, field="note", plan=line.plan, there=line.there
            )


def rule_rows(plan: Plan) -> tuple[RuleRow, ...]:
    """The rows that a form of the plan may have: its items, and what is calculated from them."""
    derived = (one for one in plan.indicators if one.item is None and one.numerator and one.denominator)
    return (
        *(RuleRow(item.id, item.unit) for item in plan.items),
        *(RuleRow(one.id, one.unit) for one in derived),
    )


def _rules(plan: Plan) -> Iterator[Finding]:
    """What the rules' own lint finds, with the file and the column that it is about."""
    for found in lint_rules(plan.rules, rule_rows(plan)):
        if found.code == "rule_twice":
            continue  # said of every table
        name = "message" if found.code in _OF_MESSAGES else "expression"
        placed = fault(found.code, "rules", found.where.row, field=name, **found.params)
        yield replace(placed, severity=found.severity)


def _texts(plan: Plan) -> Iterator[Finding]:
    """Texts that no cell and no page can show as they are: blanks around, signs that cannot be printed, too long."""
    yield from _texts_of("pack", plan.id, plan)
    tables = {
        "outline": plan.outline,
        "indicators": plan.indicators,
        "items": plan.items,
        "targets": plan.targets,
        "history": plan.history,
        "units": plan.units,
        "lineage": plan.lineage,
        "rules": plan.rules,
    }
    for table, lines in tables.items():
        for line in lines:
            row = getattr(line, "id", None) or getattr(line, "code", None) or getattr(line, "indicator", "")
            yield from _texts_of(table, str(row), line)


def _texts_of(table: str, row: str, line: Any, inside: str = "") -> Iterator[Finding]:
    for field in fields(line):
        value = getattr(line, field.name)
        if is_dataclass(value):
            yield from _texts_of(table, row, value, f"{field.name}.")
        elif isinstance(value, str) and not _fit(value):
            yield fault("pack_odd_text", table, row, field=f"{inside}{field.name}", text=value[:40])
        elif isinstance(value, tuple) and any(isinstance(one, str) and not _fit_member(one) for one in value):
            yield fault("pack_odd_list", table, row, field=field.name)


def _fit(text: str) -> bool:
    if text != text.strip() or len(text) > _MAX_TEXT or _ESCAPE.search(text):
        return False
    # Wide and unbreakable blanks are no "printable" signs to Python, yet plans are full of them.
    return all(sign.isprintable() or sign == "\n" or unicodedata.category(sign) == "Zs" for sign in text)


def _fit_member(text: str) -> bool:
    return bool(text) and _fit(text) and not {"；", ";", "\n"}.intersection(text)


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
