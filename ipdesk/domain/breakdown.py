"""A total taken apart for reading: areas in the office's order, zones below the area they lie in, what was adjusted,
and apart from the sum what departments and the whole itself measured.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ipdesk.domain.indicator import Aggregation, Indicator, items_of
from ipdesk.domain.quotient import ratio
from ipdesk.domain.rollup import AdjustmentKind, Contribution, Total
from ipdesk.domain.unit import Unit, UnitKind, in_order


class Place(StrEnum):
    """What a line of a total is to it."""

    AREA = "area"  # in the sum
    INSIDE = "inside"  # a zone inside an area: shown, never added
    ADJUSTED = "adjusted"  # 未分配, doubles, a difference
    DEPARTMENT = "department"  # a department's figure, apart
    OWN = "own"  # a measurement of its own, apart


@dataclass(frozen=True, slots=True)
class BreakdownLine:
    """One line. `quantities` are the items' (one, or numerator and denominator), `value` what they come to.

    `added` says whether it is in the total, `missing` that the unit is asked and has given nothing, `carried` the
    period that the figure stands in from. `within` is the area that a zone is shown under. `kind` and `reason` are an
    adjustment's.
    """

    place: Place
    unit: str
    quantities: tuple[Decimal | None, ...]
    value: Decimal | None
    added: bool
    missing: bool = False
    carried: str = ""
    within: str = ""
    kind: AdjustmentKind | None = None
    reason: str = ""
    origins: tuple[str, ...] = ()


def breakdown(indicator: Indicator, total: Total, units: Sequence[Unit]) -> tuple[BreakdownLine, ...]:
    """The lines of a total. `units` are all that the issuer knows."""
    items = items_of(indicator)
    ordered = in_order(units)
    given: dict[str, list[Contribution]] = {}
    for part in (*total.parts, *total.beside):
        given.setdefault(part.unit, []).append(part)
    added = {part.unit for part in total.parts}
    missing = set(total.coverage.missing)

    def line(unit: Unit, place: Place, within: str = "") -> BreakdownLine:
        parts = {part.item: part for part in given.get(unit.code, ())}
        quantities = tuple(parts[item].quantity if item in parts else None for item in items)
        carried = next((part.period for part in parts.values() if part.carried), "")
        return BreakdownLine(
            place, unit.code, quantities, _value(indicator, items, quantities), unit.code in added,
            unit.code in missing, carried, within, origins=tuple(sorted({part.origin for part in parts.values()})),
        )  # fmt: skip

    def lines() -> Iterator[BreakdownLine]:
        zones = [unit for unit in ordered if unit.kind is UnitKind.ZONE and unit.code in given]
        shown: set[str] = set()
        apart = []
        for unit in ordered:
            if unit.kind is UnitKind.ZONE or (unit.code not in given and unit.code not in missing):
                continue
            place = _place(unit, total.method)
            if place is not Place.AREA:
                apart.append(line(unit, place))
                continue
            yield line(unit, Place.AREA)
            for zone in zones:
                if unit.code in zone.inside and zone.code not in shown:
                    shown.add(zone.code)
                    yield line(zone, Place.INSIDE, unit.code)
        yield from (line(zone, Place.INSIDE) for zone in zones if zone.code not in shown)
        for one in total.adjustments:
            amounts = tuple(one.quantity if item == one.item else None for item in items)
            value = one.quantity if total.numerator is None else None
            origins = (one.origin,) if one.origin else ()
            yield BreakdownLine(
                Place.ADJUSTED, "", amounts, value, True, kind=one.kind, reason=one.reason, origins=origins
            )
        yield from apart

    return tuple(lines())


def _place(unit: Unit, method: Aggregation) -> Place:
    if unit.kind in (UnitKind.DEPARTMENT, UnitKind.SECTION):
        return Place.DEPARTMENT
    if method is Aggregation.OWN or unit.parent is None:
        return Place.OWN
    return Place.AREA


def _value(indicator: Indicator, items: tuple[str, ...], quantities: tuple[Decimal | None, ...]) -> Decimal | None:
    by_item = dict(zip(items, quantities, strict=True))
    if indicator.item is not None and by_item[indicator.item] is not None:
        return by_item[indicator.item]
    above, below = by_item.get(indicator.numerator or ""), by_item.get(indicator.denominator or "")
    if above is None or below is None:
        return None
    return ratio(above, below, Decimal(indicator.factor))
