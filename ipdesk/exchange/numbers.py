"""How a cell becomes a number, a period or a date: the table of rules for messy cells (excel.md part 5).

The rules are versioned: a template names the version by which its copies are read, and old versions stay here, so the
same file makes the same package on every PC for ever. The original text is kept beside whatever was changed.
No general Unicode folding: it would turn m² into m2 and ① into 1.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, localcontext
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from ipdesk.domain.period import Period, PeriodKind, parse
from ipdesk.domain.quantity import MAX_DIGITS, canonical
from ipdesk.exchange.raw import RawCell

NOT_AVAILABLE_WORDS: Final = ("缺报", "—", "——", "-", "--", "－", "/", "／", "无", "暂无", "不涉及", "无数据", "N/A")
_BLANKS: Final = "\u0020\u00a0\u3000\u200b\u200c\u200d\ufeff\t\r\n\u2002\u2003\u2009"
_MAX_EXACT: Final = 15  # significant digits that a spreadsheet keeps
_FIFTEEN: Final = Context(prec=_MAX_EXACT)


class State(StrEnum):
    """What became of a cell."""

    OK = "ok"
    BLANK = "blank"
    NOT_AVAILABLE = "na"  # emptied on purpose
    WARN = "warn"  # a value that somebody should look at
    ERROR = "error"  # no value; the text is kept


class NumberReading(NamedTuple):
    """A cell read as a number. `note` is a stable code of what was done or is wrong, `about` words for it."""

    quantity: Decimal | None
    state: State
    note: str = ""
    about: str = ""


def _full_width() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    return table | {ord("￥"): "¥", ord("−"): "-", ord("–"): "-", ord("—"): "-", ord("〜"): "~"}


_NARROW: Final = _full_width()
_PLAIN: Final = re.compile(r"\d+(?:\.\d*)?|\.\d+")
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SPACED: Final = re.compile(r"\d{1,3}(?: \d{3})+(?:\.\d+)?")
_EXPONENT: Final = re.compile(r"\d+(?:\.\d+)?[eE][+-]?\d{1,2}")
_NUMBER_THEN_UNIT: Final = re.compile(r"(?P<number>[\d.,]+(?: [\d., ]*\d)?(?:[eE][+-]?\d{1,2})?)\s*(?P<unit>\D*)")
_BEFORE: Final = re.compile(
    r"(?:约为|大约|约|近|超过|超|逾|不少于|不低于|不超过|至少|≥|>=|>|≤|<=|<|≈|~)\s*(?=[\d.零一二两三四五六七八九十百千(-])"
)
_AFTER: Final = re.compile(r"(?P<number>\d)(?P<word>余|多)(?=\D|$)|(?P<end>以上|以下|左右|上下)$")
_FALL: Final = re.compile(r"(?:同比|环比)?(?:下降|减少|降低|负增长)(?:了)?\s*(?=[\d.])")
_RISE: Final = re.compile(r"(?:同比|环比)?(?:增长|上升|增加|提高)(?:了)?\s*(?=[\d.])")
_CHINESE: Final = re.compile(r"(?P<number>[零〇一二两三四五六七八九十百千万亿]+)(?P<unit>\D*)")
_ERRORS: Final = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|GETTING_DATA|SPILL!|CALC!)", re.IGNORECASE)


def read_number_1(cell: RawCell | None, unit: str) -> NumberReading:
    """Rules, version 1. `unit` is the unit of measure of the row; a % is kept in percent."""
    if cell is None:
        return NumberReading(None, State.BLANK)
    match cell.kind:
        case "n":
            return _of_number(cell, unit)
        case "s":
            return _of_text(cell.text, unit)
        case "e":
            return NumberReading(None, State.ERROR, "number_error_cell", cell.text)
        case "b":
            return NumberReading(None, State.ERROR, "number_truth", cell.text)
        case "d":
            return NumberReading(None, State.ERROR, "number_date", cell.text)
    return NumberReading(None, State.ERROR, "number_unclear", cell.text)


def _of_number(cell: RawCell, unit: str) -> NumberReading:
    quantity = fifteen_digits(Decimal(cell.text))
    if cell.percent:
        if unit != "%":
            return NumberReading(None, State.ERROR, "number_percent", unit)
        return NumberReading(fifteen_digits(quantity * 100), State.OK)
    return _kept(quantity, State.OK, "", "")


def fifteen_digits(quantity: Decimal) -> Decimal:
    """The number without the noise of binary fractions: 15 significant digits, as a spreadsheet shows."""
    rounded = _FIFTEEN.plus(quantity)
    if rounded == 0:
        return Decimal(0)
    return quantity if quantity == quantity.to_integral_value() else rounded.normalize()


def _kept(quantity: Decimal, state: State, note: str, about: str) -> NumberReading:
    """The reading, or an error for a number of absurd length; long integers are shown for a look."""
    try:
        canonical(quantity)
    except ValueError:
        return NumberReading(None, State.ERROR, "number_too_long", str(MAX_DIGITS))
    text = str(quantity)
    if not text.isdigit() or len(text) > _MAX_EXACT:  # else it is short enough as it stands
        parts = quantity.as_tuple()
        if len(parts.digits) + max(int(parts.exponent), 0) > _MAX_EXACT:
            return NumberReading(quantity, State.WARN, "number_cut", str(_MAX_EXACT))
    return NumberReading(quantity, state, note, about)


def _of_text(original: str, unit: str) -> NumberReading:
    text = original.translate({ord("\u200b"): None, ord("\u200c"): None, ord("\u200d"): None, ord("\ufeff"): None})
    text = text.strip(_BLANKS)
    if not text:
        return NumberReading(None, State.BLANK)
    if text.upper() in NOT_AVAILABLE_WORDS or set(text) <= set("-—－–―"):
        return NumberReading(None, State.NOT_AVAILABLE)
    if _ERRORS.fullmatch(text):
        return NumberReading(None, State.ERROR, "number_error_cell", text)
    if text.startswith("=DISPIMG("):
        return NumberReading(None, State.ERROR, "number_picture")
    text = re.sub(r"(?<=\d)。(?=\d)", ".", text.translate(_NARROW))
    return _signed(" ".join(text.split()), unit)


def _signed(text: str, unit: str) -> NumberReading:
    """Take off quotes, qualifiers, signs and currency marks, one of each, then read the rest."""
    doubts: list[tuple[str, str]] = []
    if text.startswith("'"):
        text = text[1:].strip()
    if match := _BEFORE.match(text):
        doubts.append(("number_qualifier", match[0].strip()))
        text = text[match.end() :]
    if match := _AFTER.search(text):
        doubts.append(("number_qualifier", match["word"] or match["end"]))
        text = text[: match.start()] + (match["number"] or "") + text[match.end() :]
    negative = False
    if match := _FALL.match(text):
        negative = True
        doubts.append(("number_sign_word", match[0].strip()))
        text = text[match.end() :]
    elif match := _RISE.match(text):
        doubts.append(("number_sign_word", match[0].strip()))
        text = text[match.end() :]
    if match := re.fullmatch(r"\(\s*([\d.,]+)\s*\)(.*)", text):
        negative = not negative
        doubts.append(("number_brackets", match[0]))
        text = match[1] + match[2]
    elif match := re.match(r"([+-])\s*(?=[\d.])", text):
        negative = negative != (match[1] == "-")
        text = text[match.end() :]
    if text.startswith("¥"):
        text = text[1:].strip()
        if "元" not in unit:
            return NumberReading(None, State.ERROR, "number_other_unit", "¥")
        doubts.append(("number_currency", "¥"))
        text = text if text.endswith("元") else f"{text}元"
    reading = _magnitude(text, unit)
    if reading.quantity is None:
        return reading
    quantity = -reading.quantity if negative and reading.quantity else reading.quantity
    if not doubts:
        return NumberReading(quantity, reading.state, reading.note, reading.about)
    note, about = doubts[0]
    if reading.note == "number_converted":
        note, about = reading.note, reading.about
    return NumberReading(quantity, State.WARN, note, about)


def _magnitude(text: str, unit: str) -> NumberReading:
    """A number without sign, perhaps followed by its unit of measure."""
    if match := _CHINESE.fullmatch(text):
        quantity = chinese_number(match["number"])
        if quantity is not None:
            return _in_unit(quantity, match["unit"].strip(), unit, ("number_chinese", match["number"]))
    match = _NUMBER_THEN_UNIT.fullmatch(text)
    if match is None:
        return NumberReading(None, State.ERROR, "number_unclear", text)
    digits, suffix = match["number"].strip(), match["unit"].strip()
    if not any(pattern.fullmatch(digits) for pattern in (_PLAIN, _GROUPED, _SPACED, _EXPONENT)):
        return NumberReading(None, State.ERROR, "number_unclear", digits)
    doubt = ("", "")
    if _SPACED.fullmatch(digits):
        doubt = ("number_spaces", digits)
    elif _EXPONENT.fullmatch(digits):
        doubt = ("number_exponent", digits)
    elif re.fullmatch(r"0\d+", digits):
        doubt = ("number_leading_zero", digits)
    quantity = fifteen_digits(Decimal(digits.replace(",", "").replace(" ", "")))
    return _in_unit(quantity, suffix, unit, doubt)


def _in_unit(quantity: Decimal, suffix: str, unit: str, doubt: tuple[str, str]) -> NumberReading:
    """The number in the row's unit of measure, converted where the suffix is a multiple of the same unit."""
    state = State.WARN if doubt[0] else State.OK
    if suffix in ("", unit):
        return _kept(quantity, state, *doubt)
    if suffix == "‰" and unit == "%":
        return _kept(fifteen_digits(quantity / 10), State.WARN, "number_converted", suffix)
    if "%" in (suffix, unit) or "‰" in (suffix, unit):
        return NumberReading(None, State.ERROR, "number_percent" if suffix == "%" else "number_other_unit", suffix)
    (scale, base), (wanted, wanted_base) = _scale(suffix), _scale(unit)
    if base not in ("", wanted_base):
        return NumberReading(None, State.ERROR, "number_other_unit", suffix)
    with localcontext(prec=60):
        converted = quantity * scale / wanted
    return _kept(fifteen_digits(converted), State.WARN, "number_converted", suffix)


def _scale(unit: str) -> tuple[Decimal, str]:
    """How many of its base a unit of measure is, and the base: 万元 is 10,000 元."""
    for word, scale in (("万亿", 10**12), ("亿", 10**8), ("万", 10**4), ("千", 10**3)):
        if unit.startswith(word) and not unit.startswith("千米"):
            return Decimal(scale), unit[len(word) :]
    return Decimal(1), unit


_DIGITS: Final = {word: number for number, word in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS: Final = {"十": 10, "百": 100, "千": 1000}


def chinese_number(text: str) -> Decimal | None:
    """一百二十 is 120, 十二 is 12, 三万五千 is 35000; None for what is not built like a number."""
    if len(text) > 20:
        return None
    total = section = digit = 0
    pending = False
    last_ten = 10_000
    for word in text:
        if word in _DIGITS:
            if pending and digit:
                return None  # 一二: a list of digits, not a number
            digit, pending = _DIGITS[word], True
        elif word in _TENS:
            bare = word == "十" and section == 0  # 十二 has no 一 before it, 百十 is no number
            if _TENS[word] >= last_ten or (digit == 0 if pending else not bare):
                return None
            section += (digit if pending else 1) * _TENS[word]
            digit, pending, last_ten = 0, False, _TENS[word]
        else:
            factor = 10_000 if word == "万" else 100_000_000
            if section + digit == 0:
                return None
            total = (total + section + digit) * factor if word == "亿" else total + (section + digit) * factor
            section = digit = 0
            pending, last_ten = False, 10_000
    return Decimal(total + section + digit)


# -- periods and dates -------------------------------------------------------------------------------------------

_PERIOD_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Period]], ...]] = (
    (
        re.compile(r"(\d{4})年?第?([一二三四1-4])季度?"),
        lambda m: Period(int(m[1]), PeriodKind.QUARTER, int(m[2]) if m[2].isdigit() else "一二三四".index(m[2]) + 1),
    ),
    (re.compile(r"(\d{4})-?[Qq]([1-4])"), lambda m: Period(int(m[1]), PeriodKind.QUARTER, int(m[2]))),
    (
        re.compile(r"(\d{4})年?([上下])半年"),
        lambda m: Period(int(m[1]), PeriodKind.HALF, "上下".index(m[2]) + 1),
    ),
    (re.compile(r"(\d{4})-?[Hh]([12])"), lambda m: Period(int(m[1]), PeriodKind.HALF, int(m[2]))),
    (re.compile(r"(\d{4})年(\d{1,2})月份?"), lambda m: Period(int(m[1]), PeriodKind.MONTH, int(m[2]))),
    (re.compile(r"(\d{4})[-./](\d{1,2})"), lambda m: Period(int(m[1]), PeriodKind.MONTH, int(m[2]))),
    (re.compile(r"(\d{4})(0[1-9]|1[0-2])"), lambda m: Period(int(m[1]), PeriodKind.MONTH, int(m[2]))),
    (re.compile(r"(\d{4})年全年预计"), lambda m: Period(int(m[1]), PeriodKind.ESTIMATE)),
    (re.compile(r"(\d{4})年全年快报"), lambda m: Period(int(m[1]), PeriodKind.FLASH)),
    (re.compile(r"(\d{4})年全年终值"), lambda m: Period(int(m[1]), PeriodKind.FINAL)),
    (re.compile(r"(\d{4})(?:年度?|年全年)?"), lambda m: Period(int(m[1]))),
)


def read_period_1(cell: RawCell | None) -> tuple[str, State]:
    """The code of the period that a cell names, or its text as it stands.

    ERROR for what cannot be told: 3月 without a year, and the *number* 2026.1, which could be 2026.10.
    """
    if cell is None:
        return "", State.BLANK
    # Every row of a form names a period, nearly always the same.
    read = _period_1 if len(cell.text) < _LONG_PERIOD else _period_1.__wrapped__
    return read(cell.kind, cell.text)


_LONG_PERIOD: Final = 50


@lru_cache(maxsize=512)
def _period_1(kind: str, original: str) -> tuple[str, State]:
    text = original.translate(_NARROW).strip(_BLANKS)
    if not text:
        return "", State.BLANK
    if kind == "d":
        day = date.fromisoformat(text[:10])
        return Period(day.year, PeriodKind.MONTH, day.month).code, State.OK
    if kind == "n" and not re.fullmatch(r"\d{4}|\d{6}", text):
        return original, State.ERROR
    try:
        return parse(text).code, State.OK
    except ValueError:
        pass
    squeezed = "".join(text.split())
    for pattern, made in _PERIOD_FORMS:
        if match := pattern.fullmatch(squeezed):
            try:
                return made(match).code, State.OK
            except ValueError:
                break
    return original.strip(_BLANKS), State.ERROR


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """One version of the rules."""

    version: str
    number: Callable[[RawCell | None, str], NumberReading]
    period: Callable[[RawCell | None], tuple[str, State]]


READING_RULES: Final[Mapping[str, ReadingRules]] = {"1": ReadingRules("1", read_number_1, read_period_1)}
