"""Totals of a period from what was accepted, by the rules of figures.md part 4. Exact fractions; see `shown`."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from tests.independent.ledger import Fields, Ledger, form_of, months_to, year_of

AREAS = ("nation", "province", "city", "district")
#: Which form stands for a year's end, the firmest first, once everybody is in it.
CLOSINGS = ("final", "flash", "")
LAST = {"M": "M12", "Q": "Q4", "H": "H2"}


def shown(exact: Fraction | None) -> Decimal | None:
    """The figure as it is put out: 28 significant digits, rounded once, half up."""
    if exact is None:
        return None
    if exact == 0:
        return Decimal(0)
    size, places = abs(exact), 27
    while size >= Fraction(10) ** (28 - places):
        places -= 1
    while size < Fraction(10) ** (27 - places):
        places += 1
    scaled = size * Fraction(10) ** places
    digits = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    text = format(Decimal(digits if exact > 0 else -digits).scaleb(-places), "f")
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def settled(exact: Fraction | None) -> Fraction | None:
    """What a further figure is made from: the figure as it is put out."""
    return None if exact is None else Fraction(str(shown(exact)))


@dataclass(frozen=True)
class Part:
    """One unit's figure of one item; `period` is the earlier one that a carried figure is of."""

    quantity: Fraction
    data_period: str = ""
    period: str = ""


@dataclass(frozen=True)
class Total:
    method: str
    value: Fraction | None
    unadjusted: Fraction | None
    numerator: Fraction | None
    denominator: Fraction | None
    given: int
    expected: int
    carried: int
    missing: tuple[str, ...]
    data_period: str
    doubles_open: bool


class Book:
    """What a ledger says of figures: the plan, the units, what stands and who was asked."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.plan: Fields = ledger.content(ledger.in_force(("plan", "", "", "")))
        policy = ledger.in_force(("policy", "", "", ""))
        self.policy: Fields = ledger.content(policy) if policy else {"units": self.plan["units"]}
        self.units: dict[str, Fields] = {
            one["code"]: one for one in sorted(self.policy["units"], key=lambda one: int(one["order"]))
        }
        self.items: dict[str, Fields] = {one["id"]: one for one in self.plan["items"]}
        self.indicators: dict[str, Fields] = {one["id"]: one for one in self.plan["indicators"]}
        self._totals: dict[tuple[str, str], Total | None] = {}

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """All periods for which forms went out."""
        return tuple(sorted({slot[2] for slot in self.ledger.slots if slot[0] == "template"}, key=months_to))

    def _forms(self, kind: str, period: str, unit: str) -> list[str]:
        found = [slot for slot in sorted(self.ledger.slots) if slot[0] == kind and slot[1:3] == (unit, period)]
        return [name for slot in found if (name := self.ledger.in_force(slot))]

    def asked(self, item: str, period: str) -> tuple[str, ...]:
        """The units whose form asks for the item, in the office's order; those let off are left out."""
        found = []
        for unit in self.units:
            for name in self._forms("template", period, unit):
                form = self.ledger.content(name)
                if self.ledger.waived(("submission", unit, period, form["form"])):
                    continue
                if any(row["key"] == item and row["supply"] in ("unit", "confirm") for row in form["rows"]):
                    found.append(unit)
        return tuple(dict.fromkeys(found))

    def stated(self, unit: str, period: str) -> Mapping[str, Part]:
        """What a unit's accepted report states, by item."""
        found: dict[str, Part] = {}
        for name in self._forms("submission", period, unit):
            content = self.ledger.content(name)
            rows = {row["key"]: row for row in self.ledger.content(content["template"])["rows"]}
            for key, value in content["answers"].get("values", {}).items():
                status, quantity = value.get("status", "given"), value.get("quantity")
                if status == "confirmed" and quantity is None:
                    quantity = rows[key].get("prefill")
                if quantity is not None and status not in ("missing", "unread", "not_asked"):
                    found[key] = Part(Fraction(quantity), value.get("data_period", ""))
        return found

    def _carried(self, unit: str, item: str, period: str) -> Part | None:
        """The earlier figure that somebody let stand in: a state of the plan's time, a running total of the year."""
        wanted = [one for _, one in self.ledger.adjustments(period) if one["kind"] == "carry"
                  and one.get("unit", unit) == unit and one.get("item", item) == item]  # fmt: skip
        entry = self.items[item]["entry"]
        if not wanted or entry == "increment":
            return None
        for earlier in reversed(self.earlier(period)[:-1]):
            if entry == "running" and year_of(earlier) != year_of(period):
                break
            part = self.stated(unit, earlier).get(item)
            if part is not None:
                return Part(part.quantity, part.data_period, earlier)
        return None

    def earlier(self, period: str) -> list[str]:
        """The periods of the same kind from the plan's first year to this one, oldest first."""
        return [one for one in sorted({*self.periods, period}, key=months_to) if form_of(one) == form_of(period)
                and year_of(one) >= self.plan["first_year"] and months_to(one) <= months_to(period)]  # fmt: skip

    def items_of(self, indicator: Fields) -> tuple[str, ...]:
        if "item" in indicator:
            return (indicator["item"],)
        return tuple(indicator[key] for key in ("numerator", "denominator") if key in indicator)

    def total(self, name: str, period: str) -> Total | None:
        """An indicator's total; None when no form of the period asks for it."""
        if (name, period) not in self._totals:
            self._totals[name, period] = self._total(self.indicators[name], period)
        return self._totals[name, period]

    def _total(self, indicator: Fields, period: str) -> Total | None:
        items = self.items_of(indicator)
        reporters = [unit for unit in self.units if any(unit in self.asked(item, period) for item in items)]
        if not reporters:
            return None
        areas = [unit for unit in reporters if self.units[unit]["kind"] in AREAS and unit != self.ledger.issuer]
        method = indicator["aggregation"]
        if method == "own" or not areas:
            # What is asked of the whole alone, or of a department, is its own whatever the rule says.
            method, areas = "own", [one for one in reporters if one not in areas and self.units[one]["kind"] != "zone"]
        parts: dict[str, list[Part]] = {}
        for unit in areas:
            stated = self.stated(unit, period)
            found = [stated.get(item) or self._carried(unit, item, period) for item in items]
            if all(one is not None for one in found):
                parts[unit] = [one for one in found if one is not None]
        carried = [unit for unit, given in parts.items() if any(one.period for one in given)]
        extra = {item: Fraction(0) for item in items}
        kinds = set()
        for _, one in self.ledger.adjustments(period):
            if one["kind"] != "carry" and one["item"] in extra:
                extra[one["item"]] += Fraction(one["quantity"])
                kinds.add(one["kind"])
        sums = [sum((given[at].quantity for given in parts.values()), Fraction(0)) for at in range(len(items))]
        adjusted = [one + extra[item] for one, item in zip(sums, items, strict=True)]
        value = unadjusted = numerator = denominator = None
        if parts and len(items) == 1:
            value, unadjusted = adjusted[0], sums[0]
        elif parts:
            numerator, denominator = adjusted
            value = numerator / denominator * Fraction(indicator.get("factor", "1")) if denominator else None
        told = {one.data_period or period for given in parts.values() for one in given if not one.period}
        return Total(
            method, settled(value), unadjusted, numerator, denominator, len(parts) - len(carried), len(areas),
            len(carried), tuple(one for one in areas if one not in parts),
            min(told, key=months_to) if told else period, method == "distinct" and "doubles" not in kinds,
        )  # fmt: skip

    def entry_of(self, indicator: Fields) -> str:
        return str(self.items[indicator["item"]]["entry"]) if "item" in indicator else "state"

    def plan_total(self, name: str, period: str, first_year: int, unit: str = "") -> Fraction | None:
        """A flow added up from the first year on: the ends of past years, and this year's running total."""
        if self.entry_of(self.indicators[name]) == "state" or year_of(period) < first_year:
            return None
        ends = [self._year_end(name, year, period, unit) for year in range(first_year, year_of(period))]
        known = [one for one in (*ends, self.running(name, period, unit)) if one is not None]
        return sum(known, Fraction(0)) if len(known) == len(ends) + 1 else None

    def running(self, name: str, period: str, unit: str = "") -> Fraction | None:
        """The year's running total; from increments only when every period since January is there."""
        value = self.value(name, period, unit)
        kind = form_of(period)
        if self.entry_of(self.indicators[name]) != "increment" or kind not in LAST:
            return value
        since = [f"{period[:6]}{number:0{len(period) - 6}}" for number in range(1, int(period[6:]) + 1)]
        known = [one for one in (self.value(name, code, unit) for code in since) if one is not None]
        return sum(known, Fraction(0)) if len(known) == len(since) else None

    def _year_end(self, name: str, year: int, period: str, unit: str) -> Fraction | None:
        for form in CLOSINGS:
            code = f"{year}-{form}" if form else str(year)
            value = self.value(name, code, unit)
            complete = form == form_of(period) or bool(unit)
            if not complete:
                total = self.total(name, code)
                complete = total is not None and not total.missing
            if value is not None and complete:
                return value
        kinds = [form_of(period)] if form_of(period) in LAST else ["H", "Q", "M"]
        for kind in kinds:
            value = self.running(name, f"{year}-{LAST[kind]}", unit)
            if value is not None:
                return value
        return None

    def value(self, name: str, period: str, unit: str = "") -> Fraction | None:
        """The whole's figure of an indicator, or one unit's own."""
        if not unit:
            total = self.total(name, period)
            return total.value if total else None
        indicator, stated = self.indicators[name], self.stated(unit, period)
        parts = [stated.get(item) for item in self.items_of(indicator)]
        known = [one.quantity for one in parts if one is not None]
        if len(known) < len(parts):
            return None
        if len(known) == 1:
            return known[0]
        return settled(known[0] / known[1] * Fraction(indicator.get("factor", "1"))) if known[1] else None

    def data_period(self, name: str, period: str, unit: str = "") -> str:
        if not unit:
            total = self.total(name, period)
            return total.data_period if total else period
        stated = self.stated(unit, period)
        told = {stated[item].data_period or period for item in self.items_of(self.indicators[name]) if item in stated}
        return min(told, key=months_to) if told else period
