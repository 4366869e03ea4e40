"""Where a title or a name may be broken: not within a word. Chinese writes no gaps, so the field's words are listed."""

import re
from typing import Final

_WORDS: Final = (
    "知识产权", "高价值发明专利", "发明专利", "服判息诉率", "密集型产业", "增加值", "拥有量", "授权量",
    "新增量", "受理量", "满意度", "进出口", "使用费", "质押融资", "工作站", "公共服务",
    "保护中心", "征求意见稿", "报送表", "规划", "计划", "方案", "进展", "情况",
    "主要", "指标", "任务", "年度", "比重", "产业", "专利", "版权",
    "商标", "登记", "金额", "总额", "累计", "社会", "信息", "服务",
    "节点", "网点", "数量", "案件", "一审", "民事", "保护", "运用",
    "评估", "报告", "完成", "海外", "纠纷", "应对", "指导", "调解",
    "组织", "企业", "机构", "商业", "秘密", "深圳市", "人口", "行政",
    "裁决",
)  # fmt: skip

#: “十五五”, 2026年, 三季度, Latin words and figures, and the words above, longest first.
_WHOLE: Final = re.compile(
    r"“[^”]{1,8}”|\d[\d.,]*[年月日季%]?|[一二三四]季度|[A-Za-z]+|" + "|".join(sorted(_WORDS, key=len, reverse=True))
)
_NOT_FIRST: Final = frozenset("，。、；：？！）》”’】〕%‰/·")
_NOT_LAST: Final = frozenset("（《“‘【〔/")


def breaks(text: str) -> tuple[int, ...]:
    """Places in `text` where a line may end: before the character of that index."""
    inside = {place for word in _WHOLE.finditer(text) for place in range(word.start() + 1, word.end())}
    return tuple(
        place
        for place in range(1, len(text))
        if place not in inside and text[place] not in _NOT_FIRST and text[place - 1] not in _NOT_LAST
    )


def joined(text: str) -> str:
    """The text with word joiners (U+2060) where it may not be broken: for a layout that knows no Chinese words."""
    may = set(breaks(text))
    return "".join(("" if place in may or not place else "\u2060") + letter for place, letter in enumerate(text))


def halved(text: str) -> tuple[str, str]:
    """The text in two lines of about equal length."""
    places = breaks(text) or (len(text) // 2,)
    cut = min(places, key=lambda place: abs(_width(text[:place]) - _width(text[place:])))
    return text[:cut].rstrip(), text[cut:].lstrip()


def _width(text: str) -> int:
    """In half characters."""
    return sum(1 if letter.isascii() else 2 for letter in text)
