"""The verdict on every target at a period's end, by figures.md parts 1 to 3. Exact fractions."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import floor

from tests.independent.ledger import Fields, months_to, year_of
from tests.independent.totals import Book, Total, settled

THRESHOLDS: Mapping[str, str] = {
    "nearly": "-10", "lagging": "-30", "small_count": "5", "first_months": "3", "coverage": "90", "grace_months": "0",
}  # fmt: skip
#: Measures in which single things are counted, and how many things one of them is.
COUNTS: Mapping[str, int] = {
    **dict.fromkeys(("人", "名", "件", "个", "家", "次", "项", "条", "起", "所", "批", "宗", "人次"), 1),
    **dict.fromkeys(("万人", "万件", "万次", "万条", "万人次"), 10_000),
}
MEASURES: Mapping[str, tuple[str, Fraction]] = {
    "元": ("元", Fraction(1)), "万元": ("元", Fraction(10**4)), "亿元": ("元", Fraction(10**8)),
    "人": ("人", Fraction(1)), "万人": ("人", Fraction(10**4)), "件": ("件", Fraction(1)),
    "万件": ("件", Fraction(10**4)), "个": ("个", Fraction(1)), "家": ("个", Fraction(1)), "次": ("次", Fraction(1)),
    "万次": ("次", Fraction(10**4)), "%": ("%", Fraction(1)), "‰": ("%", Fraction(1, 10)),
}  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    method: str
    actual: Fraction | None = None
    data_period: str = ""
    elapsed: Fraction | None = None
    completion: Fraction | None = None
    planned: Fraction | None = None
    gap: Fraction | None = None
    gap_in_units: Fraction | None = None
    share_of_target: Fraction | None = None
    met: bool | None = None
    rating: str = "not_comparable"
    reason: str | None = None
    by_gap: str | None = None
    early: tuple[tuple[str, Fraction, Fraction], ...] = ()


@dataclass(frozen=True)
class Line:
    """What a kind's formula says. `final`: it is decided now; `lasting`: what is met can't be lost."""

    method: str
    planned: Fraction | None = None
    completion: Fraction | None = None
    due: Fraction | None = None
    months: int = 0
    final: bool = False
    lasting: bool = False
    reason: str | None = None
    since: Fraction = Fraction(0)
    elapsed: Fraction | None = None
    goal: Fraction | None = None


@dataclass(frozen=True)
class Case:
    """One target with all that its verdict is made from."""

    book: Book
    target: Fields
    unit: str
    period: str
    total: Total | None
    milestones: Mapping[str, Fraction] = field(default_factory=dict)

    @property
    def thresholds(self) -> Mapping[str, Fraction]:
        given = self.book.policy.get("thresholds", {})
        return {key: Fraction(str(given.get(key, default))) for key, default in THRESHOLDS.items()}

    @property
    def indicator(self) -> Fields:
        return self.book.indicators[self.target["indicator"]]

    @property
    def goal(self) -> Fraction | None:
        return Fraction(self.target["quantity"]) if "quantity" in self.target else None

    @property
    def baseline(self) -> Fraction | None:
        return Fraction(self.target["baseline"]["quantity"]) if "baseline" in self.target else None

    def in_measure(self, quantity: Fraction | None) -> Fraction | None:
        """From the indicator's measure to the target's."""
        here, wanted = self.indicator["unit"], self.target["unit"]
        if quantity is None or here == wanted:
            return quantity
        (family, scale), (other, other_scale) = MEASURES.get(here, (here, 1)), MEASURES.get(wanted, (wanted, 1))
        return settled(quantity * scale / other_scale) if family == other else None

    def actual(self) -> Fraction | None:
        kind, name, unit = self.target["kind"], self.indicator["id"], "" if self.total else self.unit
        if self.unit == self.book.plan["region"]:
            unit = ""
        if kind == "cumulative":
            return self.in_measure(self.book.plan_total(name, self.period, int(self.target["start"]), unit))
        if kind == "annual":
            return self.in_measure(self.book.running(name, self.period, unit))
        return self.in_measure(self.book.value(name, self.period, unit))


def meets(comparator: str, actual: Fraction, goal: Fraction) -> bool:
    """As the comparator says, unrounded; a range from its lower end on."""
    return {
        ">=": actual >= goal, ">": actual > goal, "<=": actual <= goal, "<": actual < goal, "=": actual == goal,
        "range": actual >= goal,
    }[comparator]  # fmt: skip


def word(gap: Fraction, thresholds: Mapping[str, Fraction]) -> str:
    points = 100 * Fraction(floor(gap * 10**20 + Fraction(1, 2)), 10**20)
    if points >= 0:
        return "met"
    if points >= thresholds["nearly"]:
        return "nearly"
    return "lagging" if points >= thresholds["lagging"] else "far_behind"


def verdict(case: Case) -> Verdict:
    """The verdict on one target of a unit, by the order of part 9."""
    target, book = case.target, case.book
    unit = "" if case.unit == book.plan["region"] else case.unit
    about = book.data_period(case.indicator["id"], case.period, unit)
    first = int(target["start"]) if target["kind"] == "cumulative" else int(book.plan["first_year"])
    months = months_to(about) - 12 * first
    of_months = 12 * (int(target["horizon"]) - first + 1)
    elapsed, actual, goal = Fraction(months, of_months), case.actual(), case.goal
    if target["kind"] == "judged":
        return Verdict("none", actual, about, reason="words")
    plain = Verdict("none", actual, about, elapsed)
    if goal is None:
        return replace(plain, reason="pending")
    line = _line(case, actual, elapsed, months, about)
    plain = replace(plain, method=line.method, elapsed=line.elapsed or elapsed, planned=line.planned)
    if actual is None or (target["kind"] == "cumulative" and months <= 0):
        return replace(plain, reason="no_data" if actual is None and months > 0 else "not_due")
    met = meets(target["comparator"], actual, line.goal or goal)
    share = actual / (line.goal or goal) if line.reason != "not_due" and (line.goal or goal) else None
    found = replace(
        plain, completion=settled(line.completion), met=met, share_of_target=settled(share),
        gap_in_units=None if line.planned is None else settled(actual - line.planned),
    )  # fmt: skip
    lag = int(case.indicator.get("lag_months", 0)) + case.thresholds["grace_months"]
    if months_to(case.period) - months_to(about) > lag:
        return replace(found, rating="stale", reason="stale")
    if months <= 0:
        return replace(found, reason="not_due")
    if line.reason is not None and not met and not line.final:
        return replace(found, reason=line.reason)
    gap = None if line.completion is None or line.due is None else settled(line.completion - line.due)
    found = replace(found, gap=gap, rating=_rating(line, gap, met, case.thresholds), reason=line.reason)
    return found if line.final or found.rating == "done" else _weighed(case, found, line)


def _rating(line: Line, gap: Fraction | None, met: bool, thresholds: Mapping[str, Fraction]) -> str:
    if met and (line.final or line.lasting):
        return "done"
    if gap is None:
        return "met" if met else "lagging"
    said = word(gap, thresholds)
    return "nearly" if line.final and said == "met" else said


def _line(case: Case, actual: Fraction | None, elapsed: Fraction, months: int, about: str) -> Line:
    kind, goal, base, comparator = (
        case.target["kind"],
        case.goal or Fraction(0),
        case.baseline,
        case.target["comparator"],
    )
    final, due = elapsed >= 1, min(elapsed, Fraction(1))
    if kind == "annual":
        return _annual(case, actual, goal, elapsed, months, about)
    if kind == "ceiling" or (kind == "cumulative" and comparator in ("<=", "<")):
        return Line("ceiling", goal, months=months, final=final)
    if kind == "cumulative":
        if months <= 0:
            return Line(kind, reason="not_due")
        done = None if actual is None else actual / goal
        return Line(kind, goal * due, done, due, months, final, lasting=True)
    if kind == "coverage" and base is None:
        return Line(kind, None, None if actual is None else actual / goal, None, months, final, reason="no_baseline")
    if kind == "maintain" or (base is not None and meets(comparator, base, goal)):
        return Line("maintain", goal, months=months, final=final)
    return _straight(kind, case, actual, due, months, final)


def _straight(kind: str, case: Case, actual: Fraction | None, due: Fraction, months: int, final: bool) -> Line:
    """From the baseline to the target; without a baseline only the actual against the target."""
    base, goal = case.baseline, case.goal
    if base is None or goal is None:
        return Line("direct" if kind == "level" else kind, months=months, final=final, reason="no_baseline")
    done = None if actual is None else (actual - base) / (goal - base)
    return Line(kind, base + (goal - base) * due, done, due, months, final, since=base)


def _annual(case: Case, actual: Fraction | None, goal: Fraction, elapsed: Fraction, months: int, about: str) -> Line:
    """Within the year against the year's own target: the milestone, or the target in its own year."""
    year, month = year_of(about), months_to(about) - 12 * year_of(about)
    wanted = case.milestones.get(str(year), goal if year >= int(case.target["horizon"]) else None)
    if wanted is not None:
        due = Fraction(month, 12)
        done = None if actual is None else actual / wanted
        return Line("annual", wanted * due, done, due, month, due >= 1, lasting=True, elapsed=due, goal=wanted)
    if month < 12:
        return Line("annual", months=months, final=elapsed >= 1, reason="not_due")
    return _straight("annual", case, actual, min(elapsed, Fraction(1)), months, elapsed >= 1)


def _weighed(case: Case, found: Verdict, line: Line) -> Verdict:
    """尚早: an alarming word that rests on too little is not said; a good one stands with the remark."""
    if found.rating == "not_comparable":
        return found
    limits, rules = case.thresholds, []
    if found.gap is not None and line.months <= limits["first_months"]:
        rules.append(("first_months", Fraction(line.months), limits["first_months"]))
    things = COUNTS.get(case.target["unit"].removesuffix("/年"))
    if found.gap is not None and line.planned is not None and found.actual is not None and things:
        count = max(abs(line.planned - line.since), abs(found.actual - line.since)) * things
        if "item" in case.indicator and count < limits["small_count"]:
            rules.append(("small_count", count, limits["small_count"]))
    if limits["coverage"] and case.total and case.total.expected:
        covered = Fraction(100 * (case.total.given + case.total.carried), case.total.expected)
        if covered < limits["coverage"]:
            rules.append(("coverage", covered, limits["coverage"]))
    if not rules:
        return found
    early = replace(found, early=tuple(rules), by_gap=found.rating)
    return (
        replace(early, rating="too_early", reason="too_early") if found.rating in ("lagging", "far_behind") else early
    )


def cases(book: Book, period: str) -> dict[tuple[str, str], Case]:
    """Every target of the plan for its region and every one handed down, by unit and target."""
    region, found = book.plan["region"], {}
    handed = {unit: book.ledger.targets_of(unit) for unit in book.units}
    for unit, content in handed.items():
        milestones: dict[str, dict[str, Fraction]] = {}
        for one in content.get("milestones", ()):
            milestones.setdefault(one["target"], {})[one["period"]] = Fraction(one["quantity"])
        targets = book.plan["targets"] if unit == region else content.get("targets", ())
        for target in targets:
            if unit == region and target.get("of_unit", region) != region:
                continue
            total = book.total(target["indicator"], period) if unit == region else None
            found[unit, target["id"]] = Case(book, target, unit, period, total, milestones.get(target["id"], {}))
    return found
