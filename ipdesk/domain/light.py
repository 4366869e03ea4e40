"""Lights of tasks by a rule that people can read and change: lines from above, the first that holds gives the light.

Places differ (domain.md C3): in one red is good and black is bad, in another a light follows from the number of orders.
So a line says what it looks at and in which range; a colour never stands without its word and level.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.form import TaskState
from ipdesk.domain.quantity import divide


class Colour(StrEnum):
    GREEN = "green"
    BLUE = "blue"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"
    BLACK = "black"
    GREY = "grey"


class Level(StrEnum):
    """What a light means, whatever its colour: it gives the shape."""

    GOOD = "good"
    WATCH = "watch"
    BAD = "bad"
    NONE = "none"


class Basis(StrEnum):
    """What a line looks at."""

    GAP = "gap"  # completion less elapsed time, percentage points
    PLANNED = "planned"  # completion in per cent of elapsed time
    OVERDUE = "overdue"  # days after the deadline while not done; negative: days left
    MADE_UP = "made_up"  # days after the deadline on which it was done after all
    NOT_BEGUN = "not_begun"  # whole months of the year in which it has not begun
    ORDERS = "orders"  # how often it was supervised
    STATE = "state"  # what the unit says itself
    SILENT = "silent"  # no progress was ever told
    REST = "rest"


#: What is a number on a line that has no ends of its own.
_WHOLE_AXIS: Final = frozenset({Basis.GAP, Basis.PLANNED})
_WORDS: Final = frozenset({Basis.STATE, Basis.SILENT, Basis.REST})


@dataclass(frozen=True, slots=True)
class LightLine:
    """One line of a rule. `low` and `high` are the ends of the range, both included unless `…_open`; None: no end.

    `states` are for STATE. `word` stands beside the light wherever it is shown.
    """

    colour: Colour
    word: str
    level: Level
    basis: Basis
    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False
    states: tuple[TaskState, ...] = ()

    def holds(self, value: Decimal) -> bool:
        below = self.low is not None and (value < self.low or (self.low_open and value == self.low))
        above = self.high is not None and (value > self.high or (self.high_open and value == self.high))
        return not below and not above


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a task stands on a day: what the lines of a rule look at. None where nothing can be said.

    `completion` and `elapsed` are fractions; `overdue`, `made_up`, `not_begun` as in `Basis`.
    """

    state: TaskState | None = None
    completion: Decimal | None = None
    elapsed: Decimal | None = None
    overdue: int | None = None
    made_up: int | None = None
    not_begun: int | None = None
    orders: int = 0
    silent: bool = False

    def value(self, basis: Basis) -> Decimal | None:
        """The number that a line looks at."""
        match basis:
            case Basis.GAP:
                if self.completion is None or self.elapsed is None:
                    return None
                return (self.completion - self.elapsed) * 100
            case Basis.PLANNED:
                if self.completion is None or self.elapsed is None:
                    return None
                return divide(self.completion * 100, self.elapsed)
            case Basis.OVERDUE:
                return None if self.overdue is None else Decimal(self.overdue)
            case Basis.MADE_UP:
                return None if self.made_up is None else Decimal(self.made_up)
            case Basis.NOT_BEGUN:
                return None if self.not_begun is None else Decimal(self.not_begun)
            case Basis.ORDERS:
                return Decimal(self.orders)
        return None


@dataclass(frozen=True, slots=True)
class Lit:
    """The light of a task: the line that gave it and the number that it looked at; None where no line holds."""

    line: LightLine | None
    value: Decimal | None = None

    @property
    def level(self) -> Level:
        return self.line.level if self.line else Level.NONE


def light_of(rule: Iterable[LightLine], situation: Situation) -> Lit:
    """The light by a rule: its first line that holds."""
    for line in rule:
        match line.basis:
            case Basis.REST:
                return Lit(line)
            case Basis.SILENT:
                if situation.silent:
                    return Lit(line)
            case Basis.STATE:
                if situation.state in line.states:
                    return Lit(line)
            case _:
                value = situation.value(line.basis)
                if value is not None and line.holds(value):
                    return Lit(line, value)
    return Lit(None)


def lint_lights(rule: tuple[LightLine, ...]) -> tuple[Finding, ...]:
    """What is wrong in a rule: ranges that nothing covers (`lights_gap`), lines that can never hold (`lights_hidden`),
    an empty word (`lights_no_word`), a line after the rest (`lights_after_rest`), the end above the other
    (`lights_ends`).
    """
    return tuple(_lint(rule))


def _lint(rule: tuple[LightLine, ...]) -> Iterator[Finding]:
    rest = next((number for number, line in enumerate(rule) if line.basis is Basis.REST), None)
    for number, line in enumerate(rule, start=1):
        where = Where(row=str(number))
        if not line.word.strip():
            yield Finding("lights_no_word", Severity.MUST_FIX, where, {"line": str(number)})
        if line.low is not None and line.high is not None and line.low > line.high:
            yield Finding("lights_ends", Severity.MUST_FIX, where, {"line": str(number)})
        if line.basis is Basis.STATE and not line.states:
            yield Finding("lights_no_state", Severity.MUST_FIX, where, {"line": str(number)})
        if rest is not None and number > rest + 1:
            yield Finding("lights_after_rest", Severity.MUST_EXPLAIN, where, {"line": str(number)})
    for basis in dict.fromkeys(line.basis for line in rule if line.basis not in _WORDS):
        for low, high, low_in, high_in in _holes([line for line in rule if line.basis is basis], basis):
            yield Finding(
                "lights_gap",
                Severity.MUST_EXPLAIN if rest is None else Severity.NOTE,
                params={
                    "basis": basis.value, "low": _text(low), "high": _text(high),
                    "low_in": "1" if low_in else "", "high_in": "1" if high_in else "",
                },
            )  # fmt: skip


#: A hole: its ends, and whether each end itself is uncovered too.
_Hole = tuple[Decimal | None, Decimal | None, bool, bool]


def _holes(lines: list[LightLine], basis: Basis) -> Iterator[_Hole]:
    """The ranges between the lines of one basis that none of them covers; the far ends only where they matter."""
    least = Decimal("-Infinity")
    ordered = sorted(lines, key=lambda line: (least if line.low is None else line.low, line.low_open))
    first = ordered[0]
    if basis in _WHOLE_AXIS and first.low is not None:
        yield None, first.low, False, first.low_open
    high, high_open = first.high, first.high_open
    for line in ordered[1:]:
        if high is None:
            return
        if line.low is not None and (line.low > high or (line.low == high and high_open and line.low_open)):
            yield high, line.low, high_open, line.low_open
        if line.high is None or line.high > high or (line.high == high and not line.high_open):
            high, high_open = line.high, line.high_open
    if basis in _WHOLE_AXIS and high is not None:
        yield high, None, high_open, False


def _text(end: Decimal | None) -> str:
    return "" if end is None else format(end, "f")


def _line(
    colour: str, word: str, level: str, basis: str, low: str = "", high: str = "", ends: str = "[]",
    states: tuple[TaskState, ...] = (),
) -> LightLine:  # fmt: skip
    """A line as the presets below write it; `ends` as in mathematics: `(]` leaves the lower end out."""
    return LightLine(
        Colour(colour), word, Level(level), Basis(basis), Decimal(low) if low else None,
        Decimal(high) if high else None, ends[0] == "(", ends[1] == ")", states,
    )  # fmt: skip


_DONE = _line("green", "已完成", "good", "state", states=(TaskState.DONE,))
_STANDING = _line("grey", "长期坚持", "none", "state", states=(TaskState.STANDING,))
_SILENT = _line("grey", "未报进展", "none", "silent")

#: Rules to begin with, by key. The words are content of a policy, the same in every language.
PRESETS: Final[Mapping[str, tuple[LightLine, ...]]] = {
    "default": (
        _DONE,
        _line("red", "逾期", "bad", "overdue", "0", ends="()"),
        _STANDING,
        _line("red", "严重滞后", "bad", "gap", high="-30", ends="[)"),
        _line("yellow", "滞后", "watch", "gap", "-30", "-10", "[)"),
        _line("yellow", "滞后", "watch", "state", states=(TaskState.LAGGING,)),
        _line("yellow", "迟迟未启动", "watch", "not_begun", "6"),
        _line("blue", "临近时限", "watch", "overdue", "-15", "0"),
        _SILENT,
        _line("green", "正常推进", "good", "rest"),
    ),
    "yinchuan-2025": (
        _DONE,
        _line("green", "达到时序进度", "good", "gap", "0"),
        _line("yellow", "滞后", "watch", "gap", "-30", "-10"),
        _line("red", "严重滞后", "bad", "gap", high="-30", ends="[)"),
        _line("red", "连续三个月未启动", "bad", "not_begun", "3"),
        _line("yellow", "未按月启动", "watch", "not_begun", "1", "3", "[)"),
    ),
    "ouhai-2020": (
        _line("yellow", "事后补齐", "watch", "made_up", "0", ends="()"),
        _DONE,
        _line("red", "未按期完成", "bad", "overdue", "0", ends="()"),
        _line("green", "正常推进", "good", "rest"),
    ),
    "suqian-2025": (
        _DONE,
        _line("red", "逾期", "bad", "overdue", "0", ends="()"),
        _line("yellow", "滞后", "watch", "gap", high="0", ends="[)"),
        _line("yellow", "滞后", "watch", "state", states=(TaskState.LAGGING,)),
        _line("blue", "临近时限", "watch", "overdue", "-15", "0"),
        _SILENT,
        _line("green", "正常推进", "good", "rest"),
    ),
    "sanming-2017": (
        _DONE,
        _line("red", "三次以上督办", "bad", "orders", "3"),
        _line("orange", "再次督办", "bad", "orders", "2", "3", "[)"),
        _line("blue", "首次督办", "watch", "orders", "1", "2", "[)"),
        _line("grey", "未督办", "none", "rest"),
    ),
    "xichou-2021": (
        _line("black", "黑榜：逾期", "bad", "overdue", "0", ends="()"),
        _line("red", "红榜：已完成", "good", "state", states=(TaskState.DONE,)),
        _line("yellow", "黄榜：滞后", "watch", "gap", high="0", ends="[)"),
        _line("yellow", "黄榜：滞后", "watch", "state", states=(TaskState.LAGGING,)),
        _SILENT,
        _line("red", "红榜：按期推进", "good", "rest"),
    ),
    "planned-90-75": (
        _DONE,
        _line("green", "达到应达进度", "good", "planned", "90"),
        _line("yellow", "略有落后", "watch", "planned", "75", "90", "[)"),
        _line("red", "落后", "bad", "planned", high="75", ends="[)"),
        _SILENT,
        _line("grey", "无法计算", "none", "rest"),
    ),
    "planned-100-80": (
        _DONE,
        _line("green", "达成", "good", "planned", "100"),
        _line("yellow", "预警", "watch", "planned", "80", "100", "[)"),
        _line("red", "滞后", "bad", "planned", high="80", ends="[)"),
        _SILENT,
        _line("grey", "无法计算", "none", "rest"),
    ),
}  # fmt: skip
DEFAULT: Final = PRESETS["default"]
