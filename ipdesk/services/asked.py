"""What a question on the telephone asks for: period and words, in any order (福田 质押 三季度)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ipdesk.domain import period as periods
from ipdesk.domain.period import Period, PeriodKind
from ipdesk.text import pinyin

#: Parts of a year as people say them.
_PARTS: dict[str, tuple[PeriodKind, int]] = {
    **{f"{word}季度": (PeriodKind.QUARTER, number) for number, word in enumerate("一二三四", 1)},
    **{f"{number}季度": (PeriodKind.QUARTER, number) for number in range(1, 5)},
    **{f"q{number}": (PeriodKind.QUARTER, number) for number in range(1, 5)},
    **{f"h{number}": (PeriodKind.HALF, number) for number in (1, 2)},
    **{f"{number}月": (PeriodKind.MONTH, number) for number in range(1, 13)},
    **{f"{number}月底": (PeriodKind.MONTH, number) for number in range(1, 13)},
    "上半年": (PeriodKind.HALF, 1), "下半年": (PeriodKind.HALF, 2), "全年": (PeriodKind.YEAR, 1),
    "年报": (PeriodKind.YEAR, 1), "年底": (PeriodKind.YEAR, 1),
    "预计": (PeriodKind.ESTIMATE, 1), "全年预计": (PeriodKind.ESTIMATE, 1),
    "快报": (PeriodKind.FLASH, 1), "全年快报": (PeriodKind.FLASH, 1),
    "终值": (PeriodKind.FINAL, 1), "全年终值": (PeriodKind.FINAL, 1),
}  # fmt: skip
#: Those that are also found by their initials; a month is shorter in digits.
_TYPED = tuple(name for name in _PARTS if not name[0].isascii())
_YEARS = {"今年": 0, "本年": 0, "去年": -1, "上年": -1}
_YEAR = re.compile(r"(?P<year>20\d\d|\d\d(?=年))年?(?P<rest>.*)")


@dataclass(frozen=True, slots=True)
class Asked:
    """`period` is the one that was said, None when none was; `words` what is left."""

    period: Period | None
    words: tuple[str, ...]


def understand(text: str, known: Iterable[Period], *, today: date) -> Asked:
    """Takes the period out of a question. Where no year was said it is the newest of the `known` periods that fits,
    else the newest that has ended.
    """
    year: int | None = None
    parts: list[tuple[PeriodKind, int]] = []
    words: list[str] = []
    for word in text.split():
        said = list(_said(word.casefold(), today))
        if not said:
            words.append(word)
        for one in said:
            if isinstance(one, int):
                year = one
            else:
                parts.append(one)
    if not parts:
        # A year alone: its newest period, so that 2026 finds what there is of it.
        fitting = [one for one in known if one.year == year]
        return Asked(max(fitting, default=Period(year)) if year is not None else None, tuple(words))
    return Asked(_period(parts, year, list(known), today), tuple(words))


def _said(word: str, today: date) -> Iterator[int | tuple[PeriodKind, int]]:
    """The years and parts of a year that a word says; nothing when it is about something else."""
    try:
        exact = periods.parse(word if word.endswith(("est", "flash", "final")) else word.upper())
    except ValueError:
        pass
    else:
        yield exact.year
        if exact.kind is not PeriodKind.YEAR:
            yield exact.kind, exact.number
        return
    if word in _YEARS:
        yield today.year + _YEARS[word]
        return
    match = _YEAR.fullmatch(word)
    rest = match["rest"].lstrip("-") if match else word
    part = [_PARTS[rest]] if rest in _PARTS else []
    if not part and not match and len(rest) > 2 and pinyin.is_typed(rest):
        part = [_PARTS[name] for name in _TYPED if pinyin.matches(rest, name, whole=True)]
    if match and (part or not rest):
        yield int(match["year"]) if len(match["year"]) == 4 else 2000 + int(match["year"])
    yield from part


def _period(parts: list[tuple[PeriodKind, int]], year: int | None, known: list[Period], today: date) -> Period:
    """全年 and 预计 said in two words are one form: the firmest word counts."""
    if len(parts) > 1 and any(kind is not PeriodKind.YEAR for kind, _number in parts):
        parts = [part for part in parts if part[0] is not PeriodKind.YEAR]
    fitting = [one for one in known if (one.kind, one.number) in parts and year in (None, one.year)]
    if fitting:
        return max(fitting)
    kind, number = parts[0]
    if year is not None:
        return Period(year, kind, number)
    ended = Period(today.year, kind, number)
    return ended if ended.end < today else Period(today.year - 1, kind, number)
