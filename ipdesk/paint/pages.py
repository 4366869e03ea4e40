"""Pages: a document broken into A4 sheets after GB/T 9704, each a tuple of things to paint.

The measures (domain.md C5): text area 156 × 225 mm, margins 37 above, 28 at the binding side, 35 below, 26 outside; the
page number `— 1 —` in 14 pt, 7 mm under the text area, right on odd pages and left on even ones. The check code stands
on the same line, the plan's state in the upper margin.
"""

from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtGui import QPainter

from ipdesk.paint import strips
from ipdesk.paint.blocks import (
    Align,
    Block,
    Document,
    Fields,
    GaugeGrid,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Scope,
    Signatures,
    Spacer,
    Table,
    Title,
)
from ipdesk.paint.fonts import BUNDLED, Faces, Role, use_faces
from ipdesk.paint.ink import Gauge, Ground, Ink, Lines, Measured, Rule, Watermark
from ipdesk.paint.strips import Frame, Strip
from ipdesk.paint.table import cut_table
from ipdesk.paint.typeset import INCH, Box, Setter, Style, mm
from ipdesk.text.i18n import _


@dataclass(frozen=True, slots=True)
class Sheet:
    """Paper and text area in units."""

    width: int
    height: int
    text: Box


PORTRAIT: Final = Sheet(mm(210), mm(297), Box(mm(28), mm(37), mm(156), mm(225)))
#: For wide tables: the portrait sheet turned, so that the binding edge is above.
LANDSCAPE: Final = Sheet(mm(297), mm(210), Box(mm(36), mm(28), mm(225), mm(156)))

_LOWER: Final = (
    (0.77, False),
    (0.72, False),
    (0.77, True),
    (0.72, True),
    (0.68, True),
)  # heights of a gauge, of its width, where the usual one parts them
_NUMBER: Final = Style(Role.BODY, 140, 160)
_FOOT: Final = Style(Role.TABLE, 85, 120, colour="#2A3038")
_HEAD: Final = Style(Role.TABLE, 95, 140, colour="#2A3038")


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet. Units are tenths of a point from its left upper corner."""

    number: int
    sheet: Sheet
    inks: tuple[Ink, ...]


def layout(document: Document, faces: Faces = BUNDLED) -> tuple[Page, ...]:
    """Break a document into pages. The same document gives the same pages on every PC that has the same faces."""
    use = use_faces(faces)
    setter = Setter(use)
    sheet = LANDSCAPE if document.landscape else PORTRAIT
    frame = Frame(sheet.text.width, sheet.text.height, setter)
    filled = _filled(document, frame)
    # Gauges belong on one page: lower ones where that holds them together, without their legend if need be.
    for share, loose in _LOWER:
        if _with_gauges(filled) < 2:
            break
        tried = _filled(document, replace(frame, gauge=share, loose=loose))
        filled = tried if _with_gauges(tried) < 2 else filled
    pages = []
    for number, inks in enumerate(filled, start=1):
        around = _margins(document, number, sheet, setter, use.replaced)
        # Grounds first: a printer lets one that only touches a hairline swallow it.
        ordered = sorted(inks, key=lambda ink: not isinstance(ink, Ground))
        body = tuple(ink.moved(sheet.text.x, sheet.text.y) for ink in ordered)
        pages.append(Page(number, sheet, (*around, *body)))
    return tuple(pages)


def paint_page(painter: QPainter, page: Page) -> None:
    """Draw a page on any device: printer, PDF, preview, picture. The painter's origin is the paper's corner."""
    device = painter.device()
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(device.logicalDpiX() / INCH, device.logicalDpiY() / INCH)
    for ink in page.inks:
        ink.paint(painter)
    painter.restore()


def render(pages: tuple[Page, ...], painter: QPainter, index: int) -> None:
    """Draw page `index`, counted from 0."""
    paint_page(painter, pages[index])


def measure(page: Page) -> list[Measured]:
    """Every text of a page with the box that its letters fill: nothing may be cut, nothing may cover another."""
    return [found for ink in page.inks for found in ink.measure()]


def _filled(document: Document, frame: Frame) -> list[list[Ink]]:
    return _fill([strip for block in document.blocks for strip in _cut(block, frame)], frame.height)


def _with_gauges(pages: list[list[Ink]]) -> int:
    return sum(any(isinstance(ink, Gauge) for ink in inks) for inks in pages)


def _cut(block: Block, frame: Frame) -> list[Strip]:
    match block:
        case Title():
            return strips.title(block, frame)
        case Scope():
            return strips.scope(block, frame)
        case Heading():
            return strips.heading(block, frame)
        case Paragraph():
            return strips.paragraph(block, frame)
        case Note():
            return strips.note(block, frame)
        case GaugeGrid():
            return strips.gauges(block, frame)
        case Table():
            return cut_table(block, frame)
        case Fields():
            return strips.fields(block, frame)
        case Signatures():
            return strips.signatures(block, frame)
        case Spacer():
            return [Strip(0, before=mm(block.height))]
        case PageBreak():
            return [Strip(0, turn=True)]


def _fill(flow: list[Strip], height: int) -> list[list[Ink]]:
    """Strips onto pages. A chain of `keep` goes to the next page together; one longer than a page is let go."""
    pages: list[list[Ink]] = [[]]
    y = 0
    fresh = True
    place = 0
    while place < len(flow):
        chain = _chain(flow, place)
        need = sum(strip.before + strip.height for strip in chain) - (chain[0].before if fresh else 0)
        if not fresh and y + need > height:
            pages.append([])
            y, fresh = 0, True
            head = chain[0].head
            room = height - (head.height if head else 0)
            if sum(strip.before + strip.height for strip in chain) - chain[0].before > room:
                chain = chain[:1]
        for strip in chain:
            place += 1
            if strip.turn:
                if not fresh:
                    pages.append([])
                    y, fresh = 0, True
                continue
            if not fresh and y + strip.before + strip.height > height:
                pages.append([])
                y, fresh = 0, True
            if fresh and strip.head is not None:
                pages[-1] += strip.head.inks
                y, fresh = strip.head.height, False
            if not fresh:
                y += strip.before
            pages[-1] += [ink.moved(0, y) for ink in strip.inks]
            y += strip.height
            fresh = fresh and not strip.inks
    if not pages[-1] and len(pages) > 1:
        pages.pop()
    return pages


def _chain(flow: list[Strip], place: int) -> list[Strip]:
    chain = [flow[place]]
    while chain[-1].keep and place + len(chain) < len(flow):
        chain.append(flow[place + len(chain)])
    return chain


def _margins(
    document: Document, number: int, sheet: Sheet, setter: Setter, replaced: tuple[tuple[str, str], ...]
) -> list[Ink]:
    """What stands outside the text area: the plan's state, page number, check code, replaced faces, training mark."""
    text = sheet.text
    odd = number % 2 == 1
    inks: list[Ink] = []
    training = _("training data, not for reporting")
    if document.training:
        inks.append(Watermark(_("TRAINING"), Box(0, 0, sheet.width, sheet.height)))
    marks = [mark for mark in (document.draft_mark, training if document.training else "") if mark]
    above = Box(text.x, text.y - mm(12), text.width, _HEAD.pitch)
    left = "　".join(marks)
    wide = round(setter.width(left, replace(_HEAD, bold=True))) + 1 if left else 0
    if left:
        inks.append(_line("running", left, replace(_HEAD, bold=True), above._replace(width=wide), setter))
    if document.head:
        room = above._replace(x=above.x + wide + 100, width=above.width - wide - 100)
        inks.append(_line("running", document.head, replace(_HEAD, align=Align.RIGHT), room, setter))
    if left or document.head:
        rule = above.bottom + 12
        inks.append(Rule(text.x, rule, text.right, rule, 4, "#7A828D"))
    # The number stands one character in from the outer edge (GB/T 9704, 7.5).
    foot = Box(text.x + 158, text.bottom + mm(7), text.width - 316, _NUMBER.pitch)
    side = Align.RIGHT if odd else Align.LEFT
    inks.append(_line("foot", f"— {number} —", replace(_NUMBER, align=side), foot, setter))
    code = Box(text.x if odd else text.x + 900, foot.y + 24, text.width - 900, _FOOT.pitch)
    words = [_("check code {code}").format(code=document.code)] if document.code else []
    if replaced:
        faces = _(", ").join(_("{wished} by {used}").format(wished=wished, used=used) for wished, used in replaced)
        words.append(_("faces replaced: {faces}").format(faces=faces))
    if words:
        align = Align.LEFT if odd else Align.RIGHT
        inks.append(_line("foot", "　".join(words), replace(_FOOT, align=align), code, setter))
    return inks


def _line(kind: str, text: str, style: Style, box: Box, setter: Setter) -> Lines:
    wide = setter.width(text, style)
    if wide > box.width:
        style = replace(style, size=int(style.size * box.width / wide))
    return Lines(kind, setter.set(text, style, box.width), 0, 1, box.x, box.y, box)
