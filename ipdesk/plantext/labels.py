"""What a line begins with: the numbers, signs and words by which plans mark their parts."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_HAN: Final = "一二三四五六七八九十百〇零"


class Mark(StrEnum):
    """The sort of a label, from what stands above to what stands below in most plans."""

    PART = "part"  # 第一篇, 第一部分, 第一编
    CHAPTER = "chapter"  # 第一章
    SECTION = "section"  # 第一节
    HAN = "han"  # 一、
    HAN_BRACKET = "han_bracket"  # （一）
    ARABIC = "arabic"  # 1. 1、
    DECIMAL = "decimal"  # 1.1 1.1.2
    ARABIC_BRACKET = "arabic_bracket"  # （1）1）
    CIRCLE = "circle"  # ①
    ORDINAL = "ordinal"  # 一是 ，第一，
    DASH = "dash"  # ——
    BOX = "box"  # 专栏1
    TABLE = "table"  # 表1
    ANNEX = "annex"  # 附件
    NOTE = "note"  # 注：


@dataclass(frozen=True, slots=True)
class Label:
    """`text` as normalised words have it; the title begins at `end`."""

    mark: Mark
    text: str
    end: int


_PATTERNS: Final = tuple(
    (mark, re.compile(pattern))
    for mark, pattern in (
        (Mark.PART, rf"第[{_HAN}\d]{{1,4}}(?:篇|编|部分)"),
        (Mark.CHAPTER, rf"第[{_HAN}\d]{{1,4}}章"),
        (Mark.SECTION, rf"第[{_HAN}\d]{{1,4}}节"),
        (Mark.BOX, rf"(?:专\s?栏|工程专栏|项目专栏|行动专栏)(?:[{_HAN}\d]{{1,3}}|[-—]\d+)?(?:[-—.]\d{{1,2}})?[：、.]?"),
        (Mark.TABLE, rf"(?:附表|表格?)\s?(?:[{_HAN}\d]{{1,3}})?(?:[-—.]\d{{1,2}})?[：、.]?(?![示现明达彰率扬])"),
        (Mark.ANNEX, rf"附(?:件|录|则|图|：)[{_HAN}\d]{{0,3}}[：、.]?"),
        (Mark.NOTE, r"(?:备?注|说明|资料来源|数据来源)\d?[：:]"),
        (Mark.HAN, rf"[{_HAN}]{{1,3}}[、.．](?=[^{_HAN}])"),
        (Mark.HAN_BRACKET, rf"（[{_HAN}]{{1,3}}）"),
        (Mark.ORDINAL, rf"(?:[{_HAN}]{{1,3}}是|第[{_HAN}]{{1,2}}[，、])"),
        (Mark.DECIMAL, r"\d{1,2}(?:\.\d{1,2}){1,3}(?![\d%万亿年件个家项户人元米吨])(?=\s?[\u4e00-\u9fff])"),
        (Mark.ARABIC, r"\d{1,3}(?:\.(?!\d)|、|．)"),
        (Mark.ARABIC_BRACKET, r"(?:（\d{1,3}）|\d{1,3}）)"),
        (Mark.CIRCLE, r"[①-⑳❶-❿⑴-⒇]"),
        (Mark.DASH, r"(?:[—─━–]{1,4}|-{2,4}|[●○■□◆◇▲★※•·►➢➤])(?=\S)"),
    )
)

TERMINAL: Final = "。！？；：…!?;"
_DIGITS_HAN: Final = {letter: value for value, letter in enumerate("零一二三四五六七八九")} | {"〇": 0}


def label(words: str) -> Label | None:
    """The label that normalised words begin with."""
    for mark, pattern in _PATTERNS:
        found = pattern.match(words)
        if found is not None and found.end():
            return Label(mark, found.group(), found.end())
    return None


def is_heading_line(words: str, *, limit: int = 42) -> bool:
    """Whether a line is a heading of its own: a label of the outline, short, no sentence."""
    found = label(words)
    if found is None or found.mark in {Mark.NOTE, Mark.ORDINAL, Mark.DASH, Mark.CIRCLE}:
        return False
    return len(words) <= limit and words[-1:] not in TERMINAL and "。" not in words


def ends_sentence(words: str) -> bool:
    """Whether the words end as a sentence or a lead-in does, closing quotes and brackets aside."""
    return words.rstrip("”’）》」』\"'")[-1:] in tuple(TERMINAL)


def numeral(text: str) -> int | None:
    """The value of a short Chinese or Arabic numeral in a label (至九十九), or None."""
    digits = "".join(re.findall(r"\d", text))
    if digits:
        return int(digits)
    han = "".join(letter for letter in text if letter in _HAN)
    if not han:
        return None
    if "十" not in han:
        return _DIGITS_HAN.get(han) if len(han) == 1 else None
    tens, _, ones = han.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return None
    return _DIGITS_HAN.get(tens, 1) * 10 + _DIGITS_HAN.get(ones, 0)
