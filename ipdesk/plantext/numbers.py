"""Numbers as Chinese official texts write them: Arabic, Chinese numerals, fractions, ranges, multiples.

All functions take a reading text: half-width digits, unified marks, no blanks between Chinese characters (`normal`).
A number is only found here; whether it is a quantity, a year or part of a name is judged in `designations`.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final


class Written(StrEnum):
    ARABIC = "arabic"
    CHINESE = "chinese"
    FRACTION = "fraction"  # 百分之八十, 七成, 三分之一, 一半: `unit` is given
    MULTIPLE = "multiple"  # 翻一番, 倍增: `unit` is given


@dataclass(frozen=True, slots=True)
class Number:
    """A number and its place in the reading text, `end` excluded.

    `upper` is the end of a range (3—5个), `bounds` then the place of the lower one alone. `unit` is set where the
    writing itself implies it. `repaired`: the decimal point was lost and put back. `about`: 余 or 多 follows.
    """

    start: int
    end: int
    value: Decimal
    written: Written = Written.ARABIC
    upper: Decimal | None = None
    unit: str = ""
    repaired: bool = False
    about: bool = False


_DIGIT: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "０": 0}
_STEP: Final = {"十": 10, "百": 100, "千": 1000}
_BIG: Final = {"万": 10_000, "亿": 100_000_000}
CHINESE_DIGITS: Final = "〇○零一二三四五六七八九十百千万亿两"

_ARABIC: Final = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_DASH: Final = r"(?:[-—–―~～至到]|--|——)"
_RANGE: Final = re.compile(
    rf"(?<![\d.])({_ARABIC})(%|‰|℃|公里|小时|分钟|平方米|[万亿千百]{{0,2}}[个家项名人所座次年分岁元吨天米亩]{{0,1}})?{_DASH}({_ARABIC})(?![\d]*[-—–~～][\d])"
)
_SINGLE: Final = re.compile(rf"(?<![\d.])({_ARABIC})")
_LOST: Final = re.compile(r"(?<![\d.年月日第、.])(\d{1,5}) (\d{1,2})(?![\d.年月日.、])")
_CHINESE: Final = re.compile(rf"[{CHINESE_DIGITS}]+")
_PERCENT_WORDS: Final = re.compile(
    rf"(?:百分之|千分之|万分之)([{CHINESE_DIGITS}]+(?:点[{CHINESE_DIGITS}]+)?|{_ARABIC})"
)
_TENTHS: Final = re.compile(r"([一二三四五六七八九]|\d)成(?=[以左多，。、；的]|$)")
_PART: Final = re.compile(r"([一二三四五六七八九十])分之([一二三四五六七八九十])")
_HALF: Final = re.compile(r"(?<=[缩减短小过到达至超])(一半|半数)|(一半|半数)以上")
_DOUBLED: Final = re.compile(r"翻(?:([一两二三四])番|(?:了)?番)|(?<=[量数入值模实现])倍增(?!计划|行动|工程)")


def chinese_value(words: str) -> Decimal | None:
    """The value of Chinese numerals, None where they make none (`百千`, `万万`, an enumeration such as 三四五)."""
    if all(c in _DIGIT for c in words):
        if len(words) == 1:
            return Decimal(_DIGIT[words])
        # 二〇三五: digit by digit, as years are written; without a zero it is an enumeration.
        return Decimal("".join(str(_DIGIT[c]) for c in words)) if len(words) == 4 else None
    if words[0] in _BIG or (words[0] in "百千" and len(words) > 1 and words[1] not in _BIG):
        return None
    total = section = digit = 0
    last = step = 10**12
    for c in words:
        if c in _DIGIT:
            if digit:
                return None
            digit = _DIGIT[c]
        elif c in _STEP:
            if _STEP[c] >= step:
                return None
            step = _STEP[c]
            section += (digit or 1) * _STEP[c]
            digit = 0
        else:
            size = _BIG[c]
            if size >= last or not (section + digit):
                return None
            last = size
            total += (section + digit) * size
            section = digit = 0
            step = 10**12
    return Decimal(total + section + digit)


def loses_points(text: str) -> bool:
    """Whether a scan has lost its decimal points: none is printed, though several `35 1` stand before a unit."""
    if re.search(r"\d\.\d", text):
        return False
    return len(re.findall(r"\d \d{1,2}(?=[万亿%件个家分])", text)) >= 3


def find(text: str, *, lost_points: bool = False) -> tuple[Number, ...]:  # noqa: PLR0912 - one case a way of writing
    """Every number of `text` in order, none inside another. With `lost_points`, `35 1` is read as 35.1."""
    found: list[Number] = []
    taken = bytearray(len(text))

    def keep(number: Number) -> None:
        if not any(taken[number.start : number.end]):
            taken[number.start : number.end] = b"\x01" * (number.end - number.start)
            found.append(number)

    for m in _PERCENT_WORDS.finditer(text):
        value = _decimal_words(m[1])
        if value is not None:
            unit = {"百": "%", "千": "‰", "万": "‱"}[m[0][0]]
            keep(Number(m.start(), m.end(), value, Written.FRACTION, unit=unit))
    for m in _PART.finditer(text):
        whole, part = chinese_value(m[1]), chinese_value(m[2])
        if whole and part and part < whole:
            share = (part * 100 / whole).quantize(Decimal("0.01")).normalize()
            keep(Number(m.start(), m.end(), share, Written.FRACTION, unit="%"))
    for m in _TENTHS.finditer(text):
        tenths = chinese_value(m[1]) if m[1] in _DIGIT else Decimal(m[1])
        if tenths:
            keep(Number(m.start(), m.end(), tenths * 10, Written.FRACTION, unit="%"))
    for m in _HALF.finditer(text):
        group = 1 if m[1] else 2
        keep(Number(m.start(group), m.end(group), Decimal(50), Written.FRACTION, unit="%"))
    for m in _DOUBLED.finditer(text):
        times = chinese_value(m[1]) if m[1] else Decimal(1)
        keep(Number(m.start(), m.end(), Decimal(2) ** int(times or 1), Written.MULTIPLE, unit="倍"))
    if lost_points:
        for m in _LOST.finditer(text):
            keep(Number(m.start(), m.end(), Decimal(f"{m[1]}.{m[2]}"), repaired=True))
    for m in _RANGE.finditer(text):
        low, high = Decimal(m[1].replace(",", "")), Decimal(m[3].replace(",", ""))
        if low < high and not _looks_like_years(m[1], m[3]) and not _half_scaled(m[2], text, m.end()):
            keep(Number(m.start(), m.end(), low, upper=high, about=_about(text, m.end())))
    for m in _SINGLE.finditer(text):
        keep(Number(m.start(), m.end(), Decimal(m[1].replace(",", "")), about=_about(text, m.end())))
    for m in _CHINESE.finditer(text):
        if m.start() and text[m.start() - 1].isdigit():
            continue  # 5.6万, 3亿: the scale belongs to the unit
        value = chinese_value(m[0])
        if value is not None:
            keep(Number(m.start(), m.end(), value, Written.CHINESE, about=_about(text, m.end())))
    return tuple(sorted(found, key=lambda n: n.start))


def _decimal_words(words: str) -> Decimal | None:
    if words[0].isdigit():
        return Decimal(words.replace(",", ""))
    whole, _, part = words.partition("点")
    value = chinese_value(whole)
    if value is None or not part:
        return value
    return value + Decimal("0." + "".join(str(_DIGIT.get(c, 0)) for c in part))


def _looks_like_years(low: str, high: str) -> bool:
    return len(low) == 4 and low[:2] in {"19", "20"} and len(high) in {2, 4} and "." not in low + high


def _half_scaled(between: str | None, text: str, end: int) -> bool:
    """`5000—1万`: the second number has a scale that the first has not, so they are two numbers."""
    return not between and text[end : end + 1] in {"万", "亿"} and text[end + 1 : end + 2] in {"", "，", "。"}


def _about(text: str, end: int) -> bool:
    return text[end : end + 1] in {"余", "多", "来"}
