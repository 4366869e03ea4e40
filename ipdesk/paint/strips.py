"""Blocks cut into strips: what may not be parted by the end of a page."""

from dataclasses import dataclass, replace
from typing import Final

from ipdesk.paint.blocks import (
    Align,
    Fields,
    GaugeGrid,
    Heading,
    Note,
    Paragraph,
    Scope,
    Signatures,
    Title,
)
from ipdesk.paint.fonts import Role
from ipdesk.paint.ink import Gauge, Ink, Lines, Rule
from ipdesk.paint.typeset import POINT, Box, Setter, SetText, Style, mm
from ipdesk.text.i18n import _

#: 22 lines a page and 28 characters a line (GB/T 9704): type of 16 pt, set 0.21 pt tighter, on 28.9 pt.
BODY: Final = Style(Role.BODY, 160, 289, justify=True, tracking=-2.1, indent=316)
SMALL: Final = Style(Role.BODY, 105, 175, justify=True, indent=210)
TITLE: Final = Style(Role.TITLE, 220, 340, bold=True, align=Align.CENTRE)
SCOPE: Final = Style(Role.SUBHEADING, 120, 190, align=Align.CENTRE)
HEADINGS: Final = {
    1: Style(Role.HEADING, 160, 289, tracking=-2.1, indent=316),
    2: Style(Role.SUBHEADING, 160, 289, tracking=-2.1, indent=316, bold=True),
}
_SCOPE_LEAST: Final = 105  # 五号
_BETWEEN: Final = "·"
NOTE: Final = Style(Role.TABLE, 80, 112, colour="#2A3038")
LEGEND: Final = Style(Role.TABLE, 75, 104, colour="#3C444F")


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece of a page, drawn with its left top at 0, 0.

    `before` is the space above it, dropped at a page's top. `keep`: it stays on one page with the next strip. `head` is
    set above it where it begins a page (the repeated head of a table). `turn`: what follows begins a new page.
    """

    height: int
    inks: tuple[Ink, ...] = ()
    before: int = 0
    keep: bool = False
    head: "Strip | None" = None
    turn: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What the strips are cut for: the text area's size, the setter, how high a gauge is, of its width.

    `loose`: gauges need not stay with what follows.
    """

    width: int
    height: int
    setter: Setter
    gauge: float = 0.84
    loose: bool = False


def title(block: Title, frame: Frame) -> list[Strip]:
    text = frame.setter.balanced(block.text, TITLE, frame.width)
    return [Strip(text.height, (_whole(text, frame),), keep=True)]


def scope(block: Scope, frame: Frame) -> list[Strip]:
    """On one line, a little smaller if need be; else broken between its parts only."""
    style = SCOPE
    wide = frame.setter.width(block.text, style)
    if wide > frame.width:
        style = replace(style, size=max(int(style.size * frame.width / wide), _SCOPE_LEAST))
    lines = [""]
    for number, part in enumerate(block.text.split(_BETWEEN)):
        longer = f"{lines[-1]}{_BETWEEN}{part}" if number else part
        if number and frame.setter.width(longer, style) > frame.width:
            lines[-1] = lines[-1].rstrip()
            lines.append(part.lstrip())
        else:
            lines[-1] = longer
    text = frame.setter.set("\n".join(lines), style, frame.width)
    return [Strip(text.height + 50, (_whole(text, frame),), 40, keep=True)]


def heading(block: Heading, frame: Frame) -> list[Strip]:
    text = frame.setter.set(block.text, HEADINGS[block.level], frame.width)
    return [Strip(text.height, (_whole(text, frame),), 60, keep=True)]


def _whole(text: SetText, frame: Frame, kind: str = "body") -> Lines:
    return Lines(kind, text, 0, len(text.lines), 0, 0, Box(0, 0, frame.width, text.height))


def paragraph(block: Paragraph, frame: Frame) -> list[Strip]:
    style = SMALL if block.small else BODY
    style = style if block.indent else replace(style, indent=0)
    text = frame.setter.set(block.text, style, frame.width, block.runs)
    last = len(text.lines) - 1
    within = Box(0, 0, frame.width, style.pitch)
    return [
        # Neither the first nor the last line of a paragraph stands alone on a page.
        Strip(
            style.pitch, (Lines("body", text, number, 1, 0, 0, within),), keep=number < last and number in (0, last - 1)
        )
        for number in range(last + 1)
    ]


def note_strips(texts: tuple[str, ...], frame: Frame) -> list[Strip]:
    """Small print under a table."""
    return [strip for text in texts for strip in note(Note(text), frame)]


def note(block: Note, frame: Frame) -> list[Strip]:
    set_text = frame.setter.set(block.text, NOTE, frame.width)
    return [Strip(set_text.height, (_whole(set_text, frame, "note"),), 14)]


def gauges(block: GaugeGrid, frame: Frame) -> list[Strip]:
    gap = mm(2)
    width = (frame.width - gap * (block.per_row - 1)) // block.per_row
    height = round(width * frame.gauge)
    strips = []
    for first in range(0, len(block.gauges), block.per_row):
        row = block.gauges[first : first + block.per_row]
        inks: list[Ink] = [
            Gauge(Box(n * (width + gap), 0, width, height), item, block.gauges) for n, item in enumerate(row)
        ]
        free = block.per_row - len(row)
        if block.legend and free > 1:
            left = len(row) * (width + gap)
            inks += _legend(block.legend, Box(left, 0, frame.width - left, height), frame)
        keep = block.keep and not frame.loose and first + block.per_row >= len(block.gauges)
        strips.append(Strip(height, tuple(inks), mm(3) if first == 0 else gap, keep))
    return strips


def _legend(lines: tuple[str, ...], box: Box, frame: Frame) -> list[Ink]:
    """Small print in a box, as much of it as fits, from the top."""
    side = mm(2)
    inks: list[Ink] = []
    y = box.y + side // 2
    for line in lines:
        text = frame.setter.set(line, LEGEND, box.width - 2 * side)
        if y + text.height > box.bottom:
            break
        inks.append(Lines("note", text, 0, len(text.lines), box.x + side, y, box))
        y += text.height + 14
    return inks


def fields(block: Fields, frame: Frame) -> list[Strip]:
    size = round(block.size * POINT)
    style = Style(Role.TABLE, size, round(size * 1.7))
    setter = frame.setter
    texts = [_labelled(label, value) for label, value in block.pairs]
    widths = [round(setter.width(text, style)) + 1 for text in texts]
    strips: list[Strip] = []
    for row in _rows(widths, size * 2, frame.width):
        free = max(frame.width - sum(widths[n] for n in row), 0)
        gap = free // max(len(row) - 1, 1)
        x = 0
        inks: list[Ink] = []
        height = style.pitch
        for number in row:
            text = setter.set(texts[number], style, min(widths[number], frame.width))
            height = max(height, text.height)
            inks.append(Lines("field", text, 0, len(text.lines), x, 0, Box(x, 0, frame.width - x, text.height)))
            x += widths[number] + gap
        strips.append(Strip(height, tuple(inks), keep=True))
    return strips


def _labelled(label: str, value: str) -> str:
    return _("{label}: {value}").format(label=label, value=value) if label else value


def signatures(block: Signatures, frame: Frame) -> list[Strip]:
    """Slots as wide as their words need, the rest shared out; in a second line where one does not hold them."""
    size = round(block.size * POINT)
    style = Style(Role.TABLE, size, round(size * 1.4))
    heads = [_labelled(label, "") for label, _value in block.pairs]
    wide = [round(frame.setter.width(head, style)) + 1 for head in heads]
    blank = [max(round(frame.setter.width(value, style)) + size, 4 * size) for _label, value in block.pairs]
    needs = [min(head + gap + size, frame.width) for head, gap in zip(wide, blank, strict=True)]
    strips = []
    for row in _rows(needs, 0, frame.width):
        more = min((frame.width - sum(needs[n] for n in row)) // len(row), 8 * size)
        inks: list[Ink] = []
        x = 0
        for number in row:
            slot = needs[number] + more
            label, value = heads[number], block.pairs[number][1]
            inks.append(Lines("field", frame.setter.set(label, style, wide[number]), 0, 1, x, 0, _slot(x, slot, style)))
            begin, end = x + wide[number], x + slot - size
            if value:
                name = frame.setter.set(value, replace(style, align=Align.CENTRE), end - begin)
                inks.append(Lines("field", name, 0, 1, begin, 0, _slot(begin, end - begin, style)))
            inks.append(Rule(begin, style.pitch, end, style.pitch, 4))
            x += slot
        strips.append(Strip(style.pitch + 20, tuple(inks), mm(3), keep=True))
    strips[-1] = replace(strips[-1], keep=False)
    return strips


def _slot(x: int, width: int, style: Style) -> Box:
    return Box(x, 0, width, style.pitch)


def _rows(widths: list[int], gap: int, most: int) -> list[list[int]]:
    """Numbers of the pieces that go on each line."""
    rows: list[list[int]] = [[]]
    for number, width in enumerate(widths):
        if rows[-1] and sum(widths[n] for n in rows[-1]) + width + gap * len(rows[-1]) > most:
            rows.append([])
        rows[-1].append(number)
    return rows
