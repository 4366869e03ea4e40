"""What can be said of a target at a period's end: completion, elapsed, planned value, gap, rating.

The values only; `pace.py` computes them (domain.md E2), `rating.py` puts the word to them (E4).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from ipdesk.domain.target import Target


class Rating(StrEnum):
    """The words of domain.md E4, strongest first; the last three say why nothing is said."""

    DONE = "done"  # 已完成: met now, and at the horizon or irreversible
    MET = "met"  # 达到
    NEARLY = "nearly"  # 基本达到
    LAGGING = "lagging"  # 滞后
    FAR_BEHIND = "far_behind"  # 严重滞后
    NOT_COMPARABLE = "not_comparable"  # 不可比: no baseline, words, no data, target pending
    STALE = "stale"  # 待更新: the newest data are older than the period by more than the lag
    TOO_EARLY = "too_early"  # 尚早，不下结论: the word by the gap would be an alarm, but it rests on too little


class Reason(StrEnum):
    """Why no pace or no rating can be said."""

    NO_DATA = "no_data"
    NO_BASELINE = "no_baseline"
    PENDING = "pending"  # target 待预测
    WORDS = "words"
    STALE = "stale"
    NOT_DUE = "not_due"  # the horizon's flow has not begun
    TOO_EARLY = "too_early"  # `Judgement.early` says by which rule


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where the words change, in percentage points of the gap (domain.md E4), and when it is too early for an alarm.

    Printed under every table. A rule of the last four is off at 0.
    """

    nearly: Decimal = Decimal(-10)  # down to here (included) a negative gap is 基本达到
    lagging: Decimal = Decimal(-30)  # down to here (included) 滞后, below it 严重滞后
    small_count: Decimal = Decimal(5)  # things counted since the start, due or done, below which a gap is chance
    first_months: int = 3  # months of the target's own time at whose end or before no gap is judged
    coverage: Decimal = Decimal(90)  # per cent of the units below which a total is not judged
    grace_months: int = 0  # months that data may be late beyond the indicator's own lag


class EarlyRule(StrEnum):
    """By which rule of the thresholds it is too early to tell."""

    FIRST_MONTHS = "first_months"
    SMALL_COUNT = "small_count"
    COVERAGE = "coverage"


@dataclass(frozen=True, slots=True)
class Early:
    """One rule that applies: what was found and the limit that it stays below (or, of months, does not pass)."""

    rule: EarlyRule
    found: Decimal
    limit: Decimal


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the units that should be in a total are in it (9/11, 2 carried forward)."""

    given: int
    expected: int
    carried: int = 0
    missing: tuple[str, ...] = ()  # unit codes in the office's order

    @property
    def complete(self) -> bool:
        return self.given == self.expected


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one target. Shares are fractions (0.4 is 40 %), `gap` too (−0.0667 is −6.67 points).

    `completion` is (A−B)/(T−B) for a level, ΣA/T for a cumulative; `share_of_target` is A/T and never held against
    the elapsed time. `method` is a stable code (`level`, `cumulative`, `annual`, `growth`, `ceiling`, `maintain`,
    `reduction`, `coverage`, `direct` for a level without baseline, `none`). `inputs` are canonical texts by name.

    `early` are the rules by which it is too early to tell; with one of them an alarming word is not said but kept in
    `by_gap` (`early.weighed`), a good word stands with the remark beside it.
    """

    target: Target
    period: str
    actual: Decimal | None
    rating: Rating
    method: str
    elapsed: Decimal | None = None
    completion: Decimal | None = None
    planned: Decimal | None = None
    gap: Decimal | None = None
    share_of_target: Decimal | None = None
    met: bool | None = None
    reason: Reason | None = None
    data_period: str = ""
    thresholds: Thresholds = Thresholds()
    coverage: Coverage | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)
    early: tuple[Early, ...] = ()
    by_gap: Rating | None = None
