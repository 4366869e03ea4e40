"""How a figure is to be held against its target: 以上, 不低于, 突破, 控制在…以内, ≥, 左右."""

import re
from dataclasses import dataclass
from typing import Final

from ipdesk.domain.target import Comparator

_BEFORE: Final = (
    (
        Comparator.AT_MOST,
        r"不超过|不高于|不大于|不多于|不超|≤|控制在|压[缩减]?[到至]|"
        r"缩[短小][到至]|[下]?降[低]?[到至]|减少?[到至]|回落[到至]|"
        r"限制在|最多",
    ),
    (Comparator.AT_LEAST, r"不少于|不低于|不小于|不短于|不得少于|不得低于|至少|≥|大于等于|最低"),
    (Comparator.LESS, r"低于|小于|少于|不足|不到|<"),
    (Comparator.MORE, r"超过|突破|超|高于|大于|多于|逾|>|优于"),
    (
        Comparator.AT_LEAST,
        r"达到?|保持在?|稳定在|维持在|提[高升][到至]|增[加长][到至]|"
        r"扩大[到至]|上升[到至]|延长[到至]|发展[到至]|[到至]|为|"
        r"实现|完成",
    ),
)
_LINK: Final = r"(?:[约近已要应将力争全部分别总计共均各都在:：]|左右)*"
_PREFIX: Final = tuple((c, re.compile(rf"(?:{words})(?:了)?{_LINK}$")) for c, words in _BEFORE)
_SUFFIX: Final = re.compile(r"(?:（含）)?(及以上|以上|之上|及以下|以下|以内|之内|之下|左右|上下|内)(?![外部容])")


@dataclass(frozen=True, slots=True)
class Comparison:
    """`said`: the text itself names the comparison. `end`: where its words behind the figure end."""

    comparator: Comparator
    said: bool
    end: int
    about: bool = False


def read(text: str, number_start: int, unit_end: int, *, ranged: bool = False) -> Comparison:
    """The comparison around a figure that lies at `number_start`..`unit_end`; AT_LEAST where none is said."""
    before = text[max(0, number_start - 14) : number_start]
    ahead = next(((c, True) for c, pattern in _PREFIX if pattern.search(before)), None)
    m = _SUFFIX.match(text, unit_end)
    end = m.end() if m else unit_end
    word = m[1] if m else ""
    about = word in {"左右", "上下"} or bool(re.search(r"[约近]$", before))
    if re.search(r"前$", before) and not before.endswith(("年前", "月前", "日前")):
        return Comparison(Comparator.AT_MOST, True, end, about)  # 进入全国前10名: the fifth is within
    if ranged:
        return Comparison(Comparator.RANGE, True, end, about)
    if word in {"以上", "及以上", "之上"}:
        return Comparison(Comparator.AT_LEAST, True, end, about)  # 突破450亿元以上 includes 450
    if word in {"以下", "及以下", "以内", "之内", "之下", "内"}:
        less = ahead is not None and ahead[0] is Comparator.LESS
        return Comparison(Comparator.LESS if less else Comparator.AT_MOST, True, end, about)
    if ahead is not None:
        return Comparison(ahead[0], ahead[1], end, about)
    return Comparison(Comparator.AT_LEAST, about, end, about)


def of_run(text: str, own: tuple[int, int], first: tuple[int, int], last: tuple[int, int]) -> Comparison:
    """The comparison of one figure of a run: its own, else what is said before the first or behind the last."""
    mine = read(text, *own)
    if mine.said:
        return mine
    opening, closing = read(text, *first), read(text, *last)
    shared = closing if not opening.said or _SUFFIX.match(text, last[1]) else opening
    return Comparison(shared.comparator, shared.said, mine.end, mine.about)


def of_cell(words: str) -> Comparator | None:
    """The comparison that a table's cell or head prints (≥ 150, 85以上, 控制在5%以内), None where it prints none."""
    for signs, comparator in (
        (("≥", "不少于", "不低于", "至少", "以上"), Comparator.AT_LEAST),
        (("≤", "不超过", "不高于", "以内", "以下", "控制在"), Comparator.AT_MOST),
        ((">", "超过", "突破", "大于", "高于"), Comparator.MORE),
        (("<", "低于", "小于", "少于"), Comparator.LESS),
        (("=",), Comparator.EQUAL),
    ):
        if any(sign in words for sign in signs):
            return comparator
    return None
