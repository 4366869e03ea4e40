"""Times of a plan's sentences: 到2030年, “十五五”期间, 每年, 三年内, 截至2020年底; and the years of the plan itself."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ipdesk.plantext import numbers


class Tense(StrEnum):
    FUTURE = "future"
    PAST = "past"
    NONE = "none"  # 每年, 较2020年: tells no tense


@dataclass(frozen=True, slots=True)
class Frame:
    """What the document as a whole tells of time: the plan's own years, and the last year known to be over."""

    years: tuple[int, int] | None
    over: int | None

    @property
    def last(self) -> int | None:
        return self.years[1] if self.years else None

    def lies_ahead(self, year: int, *, bare: bool = False) -> bool:
        """Whether `year` is still to come for the text. A `bare` first year (2021年，…) may tell what was done."""
        if self.years is None:
            return self.over is not None and year > self.over
        first, last = self.years
        if self.over is not None and self.over >= last:
            return year > self.over
        return year >= first + (1 if bare and last > first else 0)


@dataclass(frozen=True, slots=True)
class When:
    """A time expression at `start`..`end` of the reading text.

    `horizon` and `first`: years, where told. `spans`: it names a stretch (“十五五”期间), not a moment. `yearly`: 每年.
    `based`: the time is only what a figure is compared with (较2020年).
    """

    start: int
    end: int
    tense: Tense
    horizon: int | None = None
    first: int | None = None
    spans: bool = False
    yearly: bool = False
    based: bool = False
    bare: bool = False  # 2026年，… without 到 or 前: it holds up to the next semicolon
    day: bool = False  # a date to the day: a deadline of procedure as often as of a plan


_Y: Final = r"((?:19|20)\d\d|二[〇○零][〇○零一二三四五六七八九]{2})"
_BASED: Final = re.compile(
    rf"(?:[较比]|相比于?|相较于?|与|在){_Y}年?(?:底|末)?(?:[^，。；]{{0,12}}的?基础上|"
    rf"相比|[的]?水平)?|[较比](?:上年|去年|“?[一二三四五六七八九十]{{1,2}}五”?(?:末|"
    rf"期?末|时期)?)|以{_Y}年为基[期准]"
)
_SINCE: Final = re.compile(
    rf"截至(?:目前|{_Y}年)?|截止(?:目前|{_Y}年)?|{_Y}年以来|"
    rf"自{_Y}年|近年来|近[几一二两三四五]年来?|[一三五十]年来|"
    rf"党的十[八九]大以来|目前|现有|过去[一三五十]?年?|上年|"
    rf"去年"
)
_SPAN: Final = re.compile(rf"{_Y}年?[-—–―~～至到]{{1,2}}{_Y}年?(?:间|期间)?")
_BY: Final = re.compile(
    rf"(?:(到|至|于|在|截至|力争)?(?:“[一二三四五六七八九十]{{1,2}}五”末)?[（(]?)?{_Y}年[）)]?(底|"
    rf"末|年底|年末)?(前|之前|以前|时)?"
)
# 2021年前三季度: a part of a year is told of when it is over; 2025年上半年前 is a deadline.
_PART_OF_YEAR: Final = re.compile(
    r"(?:前[一二三]个?季度|上半年|1[-—至]\d{1,2}月|第[一二三四]季度|以来)(?!末?前|末?之前)"
)
_FIVE: Final = re.compile(
    r"(到|至)?[“\"‘]?([一二三四五六七八九十]{1,2})五[”\"’]?(期间|"
    r"时期末|时期|规划期间|规划期末|规划期|末期|期末|末|以来|"
    r"收官之年|结束时)(前)?"
)
_NEXT: Final = re.compile(
    r"(?:未来|今后|下一步的?)([一二两三四五六七八九十\d]{1,2})年|"
    r"(?:用|经过|通过|力争)([一二两三四五六七八九十\d]{1,2})(?:[-—至到][一二三四五六七八九十\d]{1,2})?年(?:左右)?(?:的)?(?:时间|"
    r"努力)?|([一二两三四五六七八九十\d]{1,2})年(?:内|后|之内)(?!免)"
)
_PLAN: Final = re.compile(
    r"规划(?:期间|期内|期末|末期|实施期)|(?:到|至)(?:规划)?期末|本规划期|行动期间|实施期内|方案期末|计划期[内末]"
)
_YEARLY: Final = re.compile(r"每年度?|年均|逐年|年平均|平均每年|每一年|各年度|历年")
_THIS: Final = re.compile(r"今年|本年度?|全年|年内|(?<!\d)年底前|(?<![\d年])(?:1[0-2]|[1-9])月底?前")


def five_year_plan(ordinal: int) -> tuple[int, int]:
    """First and last year of China's n-th five-year plan, from the third (1966) on."""
    first = 1966 + 5 * (ordinal - 3)
    return first, first + 4


def ordinal_of(words: str) -> int | None:
    value = numbers.chinese_value(words)
    return int(value) if value is not None and 6 <= value <= 30 else None


def year_of(words: str) -> int:
    return int(words) if words[0].isdigit() else int(numbers.chinese_value(words) or 0)


def read(text: str, frame: Frame) -> tuple[When, ...]:  # noqa: PLR0912 - one case a way of writing
    """The time expressions of a reading text in order."""
    found: list[When] = []
    taken = bytearray(len(text))

    def keep(when: When) -> None:
        if not any(taken[when.start : when.end]):
            taken[when.start : when.end] = b"\x01" * (when.end - when.start)
            found.append(when)

    for m in _BASED.finditer(text):
        if m[0][0] in "在与" and not re.search(r"基础上|相比", m[0]):
            continue
        keep(When(m.start(), m.end(), Tense.NONE, based=True))
    for m in _SPAN.finditer(text):
        first, last = year_of(m[1]), year_of(m[2])
        if first <= last:
            tense = Tense.FUTURE if frame.lies_ahead(last) else Tense.PAST
            keep(When(m.start(), m.end(), tense, last, first, spans=True))
    for m in _FIVE.finditer(text):
        ordinal = ordinal_of(m[2])
        if ordinal is None:
            continue
        first, last = five_year_plan(ordinal)
        if m[3] == "以来":
            keep(When(m.start(), m.end(), Tense.PAST, last, first, spans=True))
            continue
        tense = Tense.FUTURE if _ahead(frame, first, last) else Tense.PAST
        keep(When(m.start(), m.end(), tense, last, first, spans=m[3] in {"期间", "时期", "规划期间", "规划期"}))
    for m in _SINCE.finditer(text):
        keep(When(m.start(), m.end(), Tense.PAST))
    for m in _BY.finditer(text):
        year = year_of(m[2])
        by = bool(m[1] in {"到", "至", "力争"} or m[3] or m[4])
        if text[m.end() : m.end() + 1] == "版":
            continue
        if not m[1] and not m[3] and _PART_OF_YEAR.match(text, m.end() - (m[4] == "前")):
            keep(When(m.start(), m.end(), Tense.PAST, year))
            continue
        dated = re.match(r"\d{1,2}月(?:底|末|(\d{1,2})日)?(前|之前|以前)?", text[m.end() :])
        if dated and not dated[2]:
            keep(When(m.start(), m.end(), Tense.NONE if frame.lies_ahead(year) else Tense.PAST, year))
            continue
        by = by or bool(dated)
        day = bool(dated and dated[1])
        tense = Tense.FUTURE if frame.lies_ahead(year, bare=not by) else Tense.PAST
        if not by and frame.years and frame.years[0] == year < frame.years[1]:
            tense = Tense.NONE
        keep(When(m.start(), m.end(), tense, year, bare=not by, day=day))
    for m in _NEXT.finditer(text):
        keep(When(m.start(), m.end(), Tense.FUTURE, frame.last, spans=not m[3]))
    for m in _PLAN.finditer(text):
        keep(
            When(
                m.start(),
                m.end(),
                Tense.FUTURE,
                frame.last,
                frame.years[0] if frame.years else None,
                spans="末" not in m[0],
            )
        )
    for m in _YEARLY.finditer(text):
        keep(When(m.start(), m.end(), Tense.NONE, yearly=True))
    for m in _THIS.finditer(text):
        single = frame.years is not None and frame.years[0] == frame.years[1]
        keep(When(m.start(), m.end(), Tense.FUTURE if single else Tense.NONE, frame.last if single else None))
    return tuple(sorted(found, key=lambda w: w.start))


def _ahead(frame: Frame, first: int, last: int) -> bool:
    if frame.years is None:
        return frame.over is not None and last > frame.over
    if frame.over is not None and frame.over >= frame.years[1]:
        return first > frame.over
    return last >= frame.years[1]
