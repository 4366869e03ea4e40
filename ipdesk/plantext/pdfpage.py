"""A page of a pdf: its characters put to lines, and the straight rules drawn on it.

Positions are points from the lower left corner, after the page was turned so that most of its text stands upright.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

_STRAIGHT: Final = 1.5  # points by which the ends of a rule may be out of line
_SHORT: Final = 4.0  # points below which a stroke is an ornament


@dataclass(frozen=True, slots=True)
class Letter:
    """A character. `base` is the height of the line that it stands on: fonts give boxes of different heights."""

    sign: str
    left: float
    right: float
    base: float
    size: float

    @property
    def middle(self) -> float:
        return self.base + 0.35 * self.size


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight stroke: at `place` across, from `start` to `end` along."""

    place: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Page:
    width: float
    height: float
    letters: tuple[Letter, ...]
    level: tuple[Rule, ...]  # horizontal, place is the height
    upright: tuple[Rule, ...]
    pictures: int


def read_page(page: Any) -> Page:
    """The letters and rules of a page of pypdfium2."""
    width, height = page.get_size()
    turned = _letters(page)
    quarter = Counter(quarter for _, quarter in turned).most_common(1)[0][0] if turned else 0
    letters = [letter for letter, other in turned if other == quarter]
    level, upright, pictures = _drawn(page, quarter)
    return Page(width, height, tuple(_once(letters)), tuple(level), tuple(upright), pictures)


def _letters(page: Any) -> list[tuple[Letter, int]]:
    """Every visible character with the quarter turns of its writing."""
    from pypdfium2 import raw

    text = page.get_textpage()
    found = []
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if code < 0x20 or code in {0xFFFE, 0xFFFF} or raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        sign = " " if code in {0x20, 0xA0, 0x3000} else chr(code)
        box = raw.FS_RECTF()
        x, y = ctypes.c_double(), ctypes.c_double()
        if not raw.FPDFText_GetLooseCharBox(text, index, box) or not raw.FPDFText_GetCharOrigin(text, index, x, y):
            continue
        turns = math.degrees(raw.FPDFText_GetCharAngle(text, index)) % 360
        if min(turns % 90, 90 - turns % 90) > 8:  # a watermark across the page
            continue
        quarter = round(turns / 90) % 4
        corners = [_turn(box.left, box.bottom, quarter), _turn(box.right, box.top, quarter)]
        left, right = sorted(corner[0] for corner in corners)
        height = abs(corners[0][1] - corners[1][1])
        _, base = _turn(x.value, y.value, quarter)
        if right > left:
            found.append((Letter(sign, left, right, base, max(height, 1.0)), quarter))
    return found


def _turn(x: float, y: float, quarter: int) -> tuple[float, float]:
    for _ in range(quarter):
        x, y = y, -x
    return x, y


def _once(letters: Sequence[Letter]) -> Iterator[Letter]:
    """Letters without those that were drawn twice to look bold."""
    seen: set[tuple[str, int, int]] = set()
    for letter in letters:
        at = (letter.sign, round(letter.left / 1.5), round(letter.base / 1.5))
        near = {(letter.sign, at[1] + across, at[2] + up) for across in (-1, 0, 1) for up in (-1, 0, 1)}
        if not near & seen or not letter.sign.strip():
            yield letter
        seen.add(at)


def _drawn(page: Any, quarter: int) -> tuple[list[Rule], list[Rule], int]:
    from pypdfium2 import raw

    level: list[Rule] = []
    upright: list[Rule] = []
    pictures = 0
    for item in page.get_objects(max_depth=3):
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
        if item.type != raw.FPDF_PAGEOBJ_PATH:
            continue
        for (x0, y0), (x1, y1) in _strokes(item):
            (left, low), (right, high) = _turn(x0, y0, quarter), _turn(x1, y1, quarter)
            if abs(high - low) <= _STRAIGHT and abs(right - left) >= _SHORT:
                level.append(Rule((low + high) / 2, min(left, right), max(left, right)))
            elif abs(right - left) <= _STRAIGHT and abs(high - low) >= _SHORT:
                upright.append(Rule((left + right) / 2, min(low, high), max(low, high)))
    return level, upright, pictures


Point = tuple[float, float]


def _strokes(item: Any) -> Iterator[tuple[Point, Point]]:
    """The straight pieces of a path, in the page's coordinates."""
    from pypdfium2 import raw

    path = item.raw
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    first: Point | None = None
    before: Point | None = None
    for index in range(min(raw.FPDFPath_CountSegments(path), 5000)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == raw.FPDF_SEGMENT_LINETO and before is not None:
            yield before, point
        before = point
        if raw.FPDFPathSegment_GetClose(segment) and first is not None and before is not None:
            yield before, first


def lines(letters: Sequence[Letter]) -> list[tuple[Letter, ...]]:
    """Letters in lines from top to bottom, each from left to right."""
    rows: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda one: (-one.base, one.left)):
        row = rows[-1] if rows else None
        if row is not None and abs(_base(row) - letter.base) <= 0.4 * min(letter.size, row[0].size):
            row.append(letter)
        else:
            rows.append([letter])
    upright = [sorted(row, key=lambda one: one.left) for row in rows]
    return [tuple(row[_first(row) :]) for row in upright if any(letter.sign != " " for letter in row)]


def _first(row: Sequence[Letter]) -> int:
    """Where a line begins: behind its leading blanks, which are its indent."""
    return next(place for place, letter in enumerate(row) if letter.sign != " ")


def _base(row: Sequence[Letter]) -> float:
    return sum(letter.base for letter in row) / len(row)


def spelled(row: Sequence[Letter]) -> str:
    """A line's text: wide gaps as so many blanks, so that columns stay apart; a blank where the page has one, and for a
    small gap between Latin.
    """
    words = []
    before: Letter | None = None
    blank = False
    for letter in row:
        if letter.sign == " ":
            blank = True
            continue
        if before is not None:
            gap = letter.left - before.right
            half = max(min(letter.size, before.size) / 2, 1.0)
            if gap > 3 * half:
                words.append(" " * round(gap / half))
            elif blank or (gap > 0.35 * half and _latin(before.sign) and _latin(letter.sign)):
                words.append(" ")
        words.append(letter.sign)
        before, blank = letter, False
    return "".join(words)


def _latin(sign: str) -> bool:
    """Letters and digits, also full-width ones: a gap between two is a blank, or a decimal point that was lost."""
    return sign.isascii() or "\uff10" <= sign <= "\uff5a"
