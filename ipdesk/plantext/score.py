"""How well a compilation finds the targets of a pack: pairs, what is missing, what is too much."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ipdesk.domain.plan import Plan
from ipdesk.domain.target import Source, Target, TargetKind
from ipdesk.plantext.candidate import Candidate, Compilation
from ipdesk.plantext.normal import normal

_SCALES: Final = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
FIELDS: Final = ("value", "unit", "comparator", "horizon", "kind")


@dataclass(frozen=True, slots=True)
class Pair:
    """A target of the pack and the candidate taken for it, with the fields that agree."""

    target: Target
    candidate: Candidate
    right: frozenset[str]
    likeness: Decimal  # of the names, 0 to 1

    @property
    def found(self) -> bool:
        """Value, unit and horizon agree."""
        return {"value", "unit", "horizon"} <= self.right


@dataclass(frozen=True, slots=True)
class Score:
    """`pairs` one to one, found or not; `missing` and `extra` have no partner."""

    plan: str
    pairs: tuple[Pair, ...]
    missing: tuple[Target, ...]
    extra: tuple[Candidate, ...]

    @property
    def expected(self) -> int:
        return len(self.pairs) + len(self.missing)

    @property
    def offered(self) -> int:
        return len(self.pairs) + len(self.extra)

    @property
    def found(self) -> int:
        return sum(pair.found for pair in self.pairs)

    @property
    def recall(self) -> Decimal | None:
        return _share(self.found, self.expected)

    @property
    def precision(self) -> Decimal | None:
        return _share(self.found, self.offered)

    def share(self, field: str) -> Decimal | None:
        """The share of pairs in which a field is right."""
        return _share(sum(field in pair.right for pair in self.pairs), len(self.pairs))

    def loosely(self, *fields: str) -> int:
        """How many targets have a candidate that agrees in these fields."""
        return sum(set(fields) <= pair.right for pair in self.pairs)


def score(plan: Plan, compilation: Compilation) -> Score:
    """Pairs targets with candidates, the likest first, each once. Judged targets and history do not count."""
    targets = [
        target
        for target in plan.targets
        if target.kind is not TargetKind.JUDGED and target.source is not Source.HISTORY
    ]
    candidates = [one for one in compilation.targets if one.kind is not TargetKind.JUDGED]
    rated = sorted(_rated(targets, candidates), key=lambda row: (-row[0], row[1], row[2]))
    mine: set[int] = set()
    theirs: set[int] = set()
    pairs: list[tuple[int, Pair]] = []
    for _, place, other, pair in rated:
        if place not in mine and other not in theirs:
            mine.add(place)
            theirs.add(other)
            pairs.append((place, pair))
    pairs.sort(key=lambda row: row[0])
    return Score(
        plan.id,
        tuple(pair for _, pair in pairs),
        tuple(target for place, target in enumerate(targets) if place not in mine),
        tuple(one for place, one in enumerate(candidates) if place not in theirs),
    )


def _rated(targets: Sequence[Target], candidates: Sequence[Candidate]) -> Iterator[tuple[Decimal, int, int, Pair]]:
    for place, target in enumerate(targets):
        for other, candidate in enumerate(candidates):
            right = agreeing(target, candidate)
            like = likeness(target.name, candidate.name)
            value = "value" in right
            if not (value and ("unit" in right or like >= Decimal("0.3"))) and like < Decimal("0.7"):
                continue
            points = 6 * value + 3 * ("unit" in right) + 2 * ("horizon" in right) + ("kind" in right)
            yield points + 8 * like, place, other, Pair(target, candidate, right, like)


def agreeing(target: Target, candidate: Candidate) -> frozenset[str]:
    """Which of FIELDS agree; values and units after 万 and 亿 are put to plain ones."""
    right = set()
    if same_value(target.quantity, target.unit, candidate.quantity, candidate.unit) or _both_all(target, candidate):
        right.add("value")
    if bare_unit(target.unit) == bare_unit(candidate.unit) or _both_all(target, candidate):
        right.add("unit")
    if target.comparator is candidate.comparator:
        right.add("comparator")
    if target.horizon == candidate.horizon:
        right.add("horizon")
    if target.kind is candidate.kind:
        right.add("kind")
    return frozenset(right)


def _both_all(target: Target, candidate: Candidate) -> bool:
    """全覆盖 is the same with 100 % and without a figure."""
    both = target.kind is TargetKind.COVERAGE and candidate.kind is TargetKind.COVERAGE
    return both and (candidate.quantity is None or candidate.quantity == 100)


def same_value(one: Decimal | None, one_unit: str, other: Decimal | None, other_unit: str) -> bool:
    """Whether two values are one, each in its unit: 3.35 万件 and 33500 件. Both pending is the same too."""
    if one is None or other is None:
        return one is other
    return one.scaleb(_scale(one_unit)) == other.scaleb(_scale(other_unit))


def _scale(unit: str) -> int:
    found = re.match(r"[十百千万亿]+", unit)
    return sum(_SCALES[sign] for sign in found.group()) if found else 0


def bare_unit(unit: str) -> str:
    """A unit without 万 and 亿 before it and without `per year` behind it."""
    return re.sub(r"^[十百千万亿]+|/年$|（.*）$", "", normal(unit))


def likeness(one: str, other: str) -> Decimal:
    """How like two names are, 0 to 1: pairs of neighbouring characters that they share."""
    mine, theirs = _pairs(one), _pairs(other)
    total = sum(mine.values()) + sum(theirs.values())
    return Decimal(2 * sum((mine & theirs).values())) / total if total else Decimal(0)


def _pairs(name: str) -> Counter[str]:
    words = re.sub(r"[，。、；：（）“”\s]", "", normal(name))
    return Counter(words[place : place + 2] for place in range(len(words) - 1))


def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole else None
