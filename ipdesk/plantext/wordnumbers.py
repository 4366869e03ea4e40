"""Automatic numbers of Word lists: what Word shows before a paragraph though its text does not have it."""

import re
from typing import Any, Final

_HAN: Final = "零一二三四五六七八九"
_CIRCLES: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHINESE: Final = frozenset(
    ("chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "japaneseCounting", "taiwaneseCounting",
     "taiwaneseCountingThousand", "ideographDigital", "japaneseDigitalTenThousand", "koreanCounting")
)  # fmt: skip


def named(element: Any) -> str:
    """The name of an element without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Any | None, name: str) -> Any | None:
    """The first child of a name."""
    if element is None:
        return None
    return next((inner for inner in element if named(inner) == name), None)


def value(element: Any, name: str = "val") -> str:
    """An attribute whatever its namespace."""
    return next((str(text) for key, text in element.attrib.items() if key.rpartition("}")[2] == name), "")


class Numbering:
    """Counts lists as Word does: a number starts again below a new one of a higher level."""

    def __init__(self, root: Any | None) -> None:
        self.abstract: dict[str, dict[int, Any]] = {}
        self.lists: dict[str, str] = {}
        self.starts: dict[tuple[str, int], int] = {}
        self.counts: dict[str, dict[int, int]] = {}
        for element in root if root is not None else ():
            if named(element) == "abstractNum":
                levels = {int(value(level, "ilvl") or 0): level for level in element if named(level) == "lvl"}
                self.abstract[value(element, "abstractNumId")] = levels
            elif named(element) == "num":
                self._list(element)

    def _list(self, element: Any) -> None:
        identity = value(element, "numId")
        link = child(element, "abstractNumId")
        self.lists[identity] = value(link) if link is not None else ""
        for change in element:
            start = child(change, "startOverride")
            if named(change) == "lvlOverride" and start is not None and value(start).isdecimal():
                self.starts[identity, int(value(change, "ilvl") or 0)] = int(value(start))

    def next(self, properties: Any, style: str) -> str:
        """The number of the next paragraph with these properties, empty for a bullet or none."""
        link, depth = child(properties, "numId"), child(properties, "ilvl")
        identity = value(link) if link is not None else ""
        levels = self.abstract.get(self.lists.get(identity, ""), {})
        level = int(value(depth)) if depth is not None and value(depth).isdecimal() else self._by_style(levels, style)
        if identity in {"", "0"} or level not in levels:
            return ""
        counts = self.counts.setdefault(self.lists[identity] if identity not in self._restarted() else identity, {})
        counts[level] = counts.get(level, self._start(identity, level, levels) - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return self._shown(identity, level, levels, counts)

    def _restarted(self) -> set[str]:
        return {identity for identity, _ in self.starts}

    def _by_style(self, levels: dict[int, Any], style: str) -> int:
        for number, level in levels.items():
            linked = child(level, "pStyle")
            if linked is not None and value(linked) == style:
                return number
        return 0

    def _start(self, identity: str, level: int, levels: dict[int, Any]) -> int:
        if (identity, level) in self.starts:
            return self.starts[identity, level]
        start = child(levels[level], "start")
        return int(value(start)) if start is not None and value(start).isdecimal() else 1

    def _shown(self, identity: str, level: int, levels: dict[int, Any], counts: dict[int, int]) -> str:
        pattern = child(levels[level], "lvlText")
        own = child(levels[level], "numFmt")
        if pattern is None or (own is not None and value(own) in {"bullet", "none"}):
            return ""
        legal = child(levels[level], "isLgl") is not None

        def put(found: re.Match[str]) -> str:
            place = int(found.group(1)) - 1
            if place not in levels:
                return ""
            style = child(levels[place], "numFmt")
            count = counts.get(place, self._start(identity, place, levels))
            return spelled(count, "decimal" if legal or style is None else value(style))

        shown = re.sub(r"%(\d)", put, value(pattern))
        suffix = child(levels[level], "suff")
        return shown + (" " if suffix is None or value(suffix) == "tab" else "") if shown else ""


def spelled(number: int, style: str) -> str:
    """A number in one of Word's formats; decimal where the format is not of plans."""
    if style in _CHINESE:
        return _chinese(number)
    if style in {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"} and 1 <= number <= 20:
        return _CIRCLES[number - 1]
    if style == "decimalZero":
        return f"{number:02}"
    if style in {"lowerLetter", "upperLetter"} and 1 <= number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if style == "upperLetter" else letter
    if style in {"lowerRoman", "upperRoman"} and 0 < number < 40:
        roman = "X" * (number // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[number % 10]
        return roman.lower() if style == "lowerRoman" else roman
    if style == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    return str(number)


def _chinese(number: int) -> str:
    """一 to 九十九; beyond that digit by digit."""
    if not 0 < number < 100:
        return "".join(_HAN[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else f"{_HAN[tens]}十") + (_HAN[ones] if ones else "")
