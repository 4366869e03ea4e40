"""The year's measures under a task of the plan, as a 分工方案 sets them: what, by when, who leads, who supports."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of a year. `clause` is the task of the plan that it stands under, empty where the plan has none
    such; `task` is that task as the 分工方案 words it.

    `deadline` stands in its own spelling, `due` is its last day where it names one. `lead` and `support` are unit
    codes; `lead_text` and `support_text` the cells as they were written, also with units that are no part of the
    ledger. `shared`: 按职责分工负责. `quantity` in `unit` is the year's goal where it is a number, `goal` in words.
    `standing`: 长期坚持, never finished.
    """

    id: str
    title: str
    year: int
    clause: str = ""
    task: str = ""
    goal: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    deadline: str = ""
    due: date | None = None
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    lead_text: str = ""
    support_text: str = ""
    shared: bool = False
    person: str = ""
    standing: bool = False
    note: str = ""

    @property
    def units(self) -> tuple[str, ...]:
        """Everybody who leads, then everybody who supports, each once."""
        return tuple(dict.fromkeys((*self.lead, *self.support)))


def concerning(measures: Iterable[Measure], unit: str) -> tuple[Measure, ...]:
    """The measures that a unit leads or supports, in their order."""
    return tuple(measure for measure in measures if unit in measure.units)


def next_id(year: int, clause: str, taken: Iterable[str]) -> str:
    """A new id, `2026-t15-2`: the number after the highest that was ever given under the task in that year."""
    stem = f"{year}-{clause or 'x'}-"
    numbers = [int(name[len(stem) :]) for name in taken if name.startswith(stem) and name[len(stem) :].isdigit()]
    return f"{stem}{max(numbers, default=0) + 1}"


_STANDING: Final = re.compile("(?:持续|长期|常态)(?:化)?(?:推进|坚持|开展|实施|进行|落实)?|每年(?:持续)?(?:推进|开展)?")
_BEFORE: Final = re.compile("(?:之?前|以前|前?完成|止|为止)+$")
_NUMERALS: Final = {
    **{word: number for number, word in enumerate("一二三四五六七八九", 1)},
    "十": 10, "十一": 11, "十二": 12,
}  # fmt: skip
_YEAR: Final = r"(?:(?P<year>\d{4})年?)?"
_MONTH: Final = r"(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])月(?:份)?"
_PARTS: Final = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}


def is_standing(deadline: str) -> bool:
    """Whether a deadline says that the work never ends: 长期, 长期坚持, 持续推进, 常态化推进."""
    return _STANDING.fullmatch(_plain(deadline)) is not None


def due_of(deadline: str, year: int) -> date | None:
    """The last day that a deadline allows; `year` for one that names none. None where it names no day that is sure:
    持续推进, 每季度, two dates in one cell.

    2026年底, 2026年12月, 12月底前, 6月中旬, Q3, 三季度末, 上半年, 2026-06-30 and 2026.6.30 are read.
    """
    text = _BEFORE.sub("", _plain(deadline))
    for pattern, day in _SPELLINGS:
        match = pattern.fullmatch(text)
        if match is not None:
            given = match.groupdict().get("year")
            try:
                return day(match, int(given) if given else year)
            except ValueError:
                return None
    return None


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMERALS[text]


def _end_of(year: int, month: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError(f"no such month: {month}")
    return date(year, month, monthrange(year, month)[1])


def _day(match: re.Match[str], year: int) -> date:
    return date(year, _number(match["month"]), int(match["day"]))


def _month(match: re.Match[str], year: int) -> date:
    end = _end_of(year, _number(match["month"]))
    part = match.groupdict().get("part") or ""
    return end.replace(day=_PARTS[part]) if part in _PARTS else end


def _quarter(match: re.Match[str], year: int) -> date:
    number = match["number"]
    return _end_of(year, 3 * _number(number))


def _half(match: re.Match[str], year: int) -> date:
    return _end_of(year, 6 if match["half"] == "上" else 12)


def _year(_match: re.Match[str], year: int) -> date:
    return date(year, 12, 31)


#: What a deadline may look like, and the day that it names. Blanks are gone, signs are narrow, 前 is cut off.
_SPELLINGS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int], date]], ...]] = (
    (re.compile(rf"{_YEAR}{_MONTH}(?P<day>\d{{1,2}})[日号]"), _day),
    (re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:T00:00:00|00:00:00)?"), _day),
    (re.compile(rf"{_YEAR}{_MONTH}(?P<part>上旬|中旬|下旬|初|中|底|末)?"), _month),
    (re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})"), _month),
    (re.compile(rf"{_YEAR}Q(?P<number>[1-4])[底末]?"), _quarter),
    (re.compile(rf"{_YEAR}第?(?P<number>[1-4一二三四])季度?[底末]?"), _quarter),
    (re.compile(rf"{_YEAR}(?P<half>[上下])半年[底末]?"), _half),
    (re.compile(r"(?P<year>\d{4})年?(?:年?[底末]|全年|内)?"), _year),
    (re.compile("年[底末]|全年|年内|当年|本年底?|今年底?"), _year),
)
