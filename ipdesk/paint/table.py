"""Tables: set row by row, heads repeated, rows kept whole, figures never broken."""

from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from ipdesk.domain.judgement import Rating
from ipdesk.paint.blocks import Align, Cell, Column, RowKind, Table
from ipdesk.paint.fonts import Role
from ipdesk.paint.ink import Ground, Ink, Lines, Rule, Shape
from ipdesk.paint.palette import ALARMING, PAPER
from ipdesk.paint.strips import Frame, Strip, note_strips
from ipdesk.paint.typeset import POINT, Box, SetText, Style, mm
from ipdesk.text.i18n import _

_SIDE: Final = mm(0.7)  # between a cell's text and its rules
_THIN_SIDE: Final = mm(0.4)  # of small second lines
_ABOVE: Final = 18  # over and under the lines of a cell
_ABOVE_ONE: Final = 24  # where they are but one
_HAIR, _EDGE = 4, 10
_BAR: Final = 26  # left of a row that lags
_SMALL: Final = 0.79  # of the table's type: second lines, remarks
_GREY: Final = "#7A828D"
#: A table of so few rows goes to the next page rather than over two.
_WHOLE: Final = 8
#: A figure that is wider than its column shrinks no further than this; then it goes on in a second line.
_LEAST = 0.6


@dataclass(frozen=True, slots=True)
class _Grid:
    """Left edge and width of each column, in units."""

    edges: tuple[int, ...]

    @property
    def left(self) -> int:
        return self.edges[0]

    @property
    def right(self) -> int:
        return self.edges[-1]

    def column(self, number: int) -> tuple[int, int]:
        return self.edges[number], self.edges[number + 1] - self.edges[number]


@dataclass(frozen=True, slots=True)
class _SetCell:
    text: SetText
    x: int
    width: int
    mark: Rating | None = None
    under: SetText | None = None
    aside: SetText | None = None  # at the right end of the last line

    @property
    def height(self) -> int:
        return self.text.height + (self.under.height if self.under else 0)


def cut_table(table: Table, frame: Frame) -> list[Strip]:
    """The strips of a table: caption, head, rows, notes.

    Raises:
        ValueError: its columns are wider than the text area.
    """
    grid = _grid(table, frame)
    style = _style(table)
    head = _head(table, grid, style, frame)
    strips = [_caption(table.caption, grid, frame)] if table.caption else []
    again = _with_caption(_("(continued)"), head, grid, frame, table)
    strips.append(replace(head, before=0 if table.caption else 40, keep=True))
    whole = len(table.rows) <= _WHOLE
    for number, row in enumerate(table.rows):
        last = number == len(table.rows) - 1
        keep = row.kind is RowKind.GROUP or (bool(table.notes) if last else whole)
        pieces = _row(table, number, grid, frame, frame.height - again.height)
        for place, piece in enumerate(pieces):
            strips.append(replace(piece, keep=keep and place == len(pieces) - 1, head=again))
    return strips + note_strips(table.notes, frame)


def _style(table: Table) -> Style:
    size = round(table.size * POINT)
    return Style(Role.TABLE, size, round(size * 1.28))


def _grid(table: Table, frame: Frame) -> _Grid:
    widths = [mm(column.width) for column in table.columns]
    if sum(widths) > frame.width + len(widths):
        raise ValueError(f"table {table.id}: {sum(c.width for c in table.columns)} mm are wider than the text area")
    left = max(frame.width - sum(widths), 0) // 2
    edges = [left]
    for width in widths:
        edges.append(edges[-1] + width)
    return _Grid(tuple(edges))


def _caption(text: str, grid: _Grid, frame: Frame) -> Strip:
    style = Style(Role.HEADING, 105, 170, bold=True, align=Align.CENTRE)
    text_set = frame.setter.set(text, style, grid.right - grid.left)
    within = Box(grid.left, 0, grid.right - grid.left, text_set.height)
    lines = Lines("caption", text_set, 0, len(text_set.lines), grid.left, 0, within)
    return Strip(text_set.height + 20, (lines,), 60, keep=True)


def _with_caption(text: str, head: Strip, grid: _Grid, frame: Frame, table: Table) -> Strip:
    """The head as it is repeated, with 续表 above it."""
    style = Style(Role.TABLE, 85, 130, colour=PAPER.second)
    words = f"{table.caption}{text}"
    text_set = frame.setter.set(words, style, grid.right - grid.left)
    within = Box(grid.left, 0, grid.right - grid.left, text_set.height)
    above = text_set.height + 10
    inks: list[Ink] = [Lines("caption", text_set, 0, len(text_set.lines), grid.left, 0, within)]
    inks += [ink.moved(0, above) for ink in head.inks]
    return Strip(head.height + above, tuple(inks))


def _head(table: Table, grid: _Grid, style: Style, frame: Frame) -> Strip:
    bold = replace(style, bold=True, align=Align.CENTRE, pitch=round(style.size * 1.25))
    grouped = any(column.group for column in table.columns)
    cells = [_set_head(column.head, *grid.column(n), bold, frame) for n, column in enumerate(table.columns)]
    upper = bold.pitch + 2 * _ABOVE - 16 if grouped else 0
    lower = max(
        cell.text.height - (0 if column.group or not grouped else upper)
        for cell, column in zip(cells, table.columns, strict=True)
    )
    height = upper + lower + 2 * _ABOVE
    inks: list[Ink] = [Ground(Box(grid.left, 0, grid.right - grid.left, height), PAPER.ground)]
    for cell, column in zip(cells, table.columns, strict=True):
        top = upper if column.group else 0
        inks.append(_lines("head", cell, Box(cell.x - _SIDE, top, cell.width + 2 * _SIDE, height - top)))
    number = 0
    for group, columns in groupby(table.columns, key=lambda column: column.group):
        count = len(list(columns))
        x, right = grid.edges[number], grid.edges[number + count]
        if group:
            label = _set_head(group, x, right - x, bold, frame)
            inks.append(_lines("head", label, Box(x, 0, right - x, upper)))
            inks.append(Rule(x, upper, right, upper, _HAIR, _GREY))
            inks += [Rule(edge, upper, edge, height, _HAIR, _GREY) for edge in grid.edges[number + 1 : number + count]]
        else:
            inks += [Rule(edge, 0, edge, height, _HAIR, _GREY) for edge in grid.edges[number + 1 : number + count]]
        if right != grid.right:
            inks.append(Rule(right, 0, right, height, _HAIR, _GREY))
        number += count
    inks += _outline(grid, height)
    inks += [Rule(grid.left, 0, grid.right, 0, _EDGE), Rule(grid.left, height, grid.right, height, _HAIR + 2)]
    return Strip(height, tuple(inks))


def _set_head(text: str, x: int, width: int, style: Style, frame: Frame) -> _SetCell:
    inner = width - 2 * _SIDE
    return _SetCell(frame.setter.set(text, style, inner), x + _SIDE, inner)


def _outline(grid: _Grid, height: int) -> list[Ink]:
    return [Rule(x, 0, x, height, _HAIR + 2) for x in (grid.left, grid.right)]


def _lines(kind: str, cell: _SetCell, box: Box, first: int = 0, count: int | None = None) -> Lines:
    """A cell's lines, in the middle of its height."""
    shown = len(cell.text.lines) - first if count is None else count
    y = box.y + (box.height - shown * cell.text.style.pitch) // 2
    return Lines(kind, cell.text, first, shown, cell.x, y, box)


def _stacked(cell: _SetCell, box: Box, first: int, shown: int) -> list[Ink]:
    """A cell's lines and its second line under them, together in the middle of its height."""
    if cell.under is None or shown < len(cell.text.lines):
        found: list[Ink] = [_lines("cell", cell, box, first, shown)]
        if cell.aside is not None:
            y = box.y + (box.height + cell.text.height) // 2 - cell.text.style.pitch
            found.append(Lines("cell", cell.aside, 0, 1, cell.x, y, box))
        return found
    y = box.y + (box.height - cell.height) // 2
    below = y + cell.text.height
    return [
        Lines("cell", cell.text, 0, shown, cell.x, y, box),
        Lines("cell", cell.under, 0, 1, box.x + _THIN_SIDE, below, box),
    ]


def _with_aside(cell: _SetCell, aside: str, style: Style, high: int, frame: Frame) -> _SetCell:
    """A remark under the text if the row is high enough, else at the end of its last line if that has the room."""
    if not aside or cell.under is not None:
        return cell
    small = replace(_small(style, cell.text.style.align), colour=PAPER.second)
    own_line = cell.text.height + small.pitch <= high
    last = cell.text.lines[-1]
    room = cell.width if own_line else cell.width - last.x - last.width - style.size // 2
    words = aside.split()
    while len(words) > 1 and frame.setter.width(" ".join(words), small) > room:
        words.pop()
    text = " ".join(words)
    if frame.setter.width(text, small) > room:
        return cell
    if own_line:
        return replace(cell, under=frame.setter.set(text, small, cell.width + 2 * (_SIDE - _THIN_SIDE)))
    small = replace(small, align=Align.RIGHT, pitch=style.pitch)
    return replace(cell, aside=frame.setter.set(text, small, cell.width))


def _small(style: Style, align: Align) -> Style:
    size = round(style.size * _SMALL)
    return replace(style, size=size, pitch=round(size * 1.35), align=align, bold=False)


def _row(table: Table, number: int, grid: _Grid, frame: Frame, most: int) -> list[Strip]:
    """Row `number` as one strip; as several where it is higher than `most`, a page less the head."""
    row, style = table.rows[number], _style(table)
    last = number == len(table.rows) - 1
    if row.kind is RowKind.GROUP:
        return [_group(row.cells[0], grid, style, frame, last=last)]
    bold = row.kind is RowKind.TOTAL
    cells = [
        _set_cell(cell, column, grid.column(place), replace(style, bold=bold or cell.strong), frame)
        for place, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True))
    ]
    lines = max(len(cell.text.lines) for cell in cells)
    high = max(cell.height for cell in cells)
    fits = max((most - 2 * _ABOVE) // style.pitch, 1)
    if lines <= fits:
        cells = [_with_aside(cell, made.aside, style, high, frame) for cell, made in zip(cells, row.cells, strict=True)]
    alarming = any(cell.mark in ALARMING for cell in row.cells)
    pieces = []
    for first in range(0, lines, fits):
        count = min(fits, lines - first)
        height = count * style.pitch + 2 * _ABOVE
        if lines <= fits:
            height = max(high + 2 * (_ABOVE if high > style.pitch else _ABOVE_ONE), mm(row.height))
        inks: list[Ink] = []
        if row.kind is not RowKind.DATA:
            inks.append(Ground(Box(grid.left, _HAIR, grid.right - grid.left, height - _HAIR), PAPER.ground))
        for place, cell in enumerate(cells):
            x, width = grid.column(place)
            shown = max(min(len(cell.text.lines) - first, count), 0)
            if cell.mark is not None and first == 0:
                inks += _marked(cell, Box(x, 0, width, height))
            elif shown:
                inks += _stacked(cell, Box(x, 0, width, height), first, shown)
        inks += [Rule(edge, 0, edge, height, _HAIR, _GREY) for edge in grid.edges[1:-1]]
        inks += _outline(grid, height)
        if alarming:  # found by the edge of the table, on grey paper too
            inks.append(Rule(grid.left + _BAR // 2, _BAR // 2, grid.left + _BAR // 2, height - _BAR // 2, _BAR))
        inks.append(_bottom(grid, height, last=last and first + count >= lines))
        pieces.append(Strip(height, tuple(inks)))
    return pieces


def _group(cell: Cell, grid: _Grid, style: Style, frame: Frame, *, last: bool) -> Strip:
    across = (grid.left, grid.right - grid.left)
    set_cell = _set_cell(cell, Column("", 0, Align.LEFT), across, replace(style, bold=True), frame)
    height = set_cell.text.height + 2 * _ABOVE - 10
    box = Box(grid.left, 0, grid.right - grid.left, height)
    inks: list[Ink] = [Ground(box, PAPER.ground), _lines("cell", set_cell, box), *_outline(grid, height)]
    return Strip(height, (*inks, _bottom(grid, height, last=last)))


def _bottom(grid: _Grid, height: int, *, last: bool) -> Rule:
    if last:
        return Rule(grid.left, height, grid.right, height, _EDGE)
    return Rule(grid.left, height, grid.right, height, _HAIR, _GREY)


def _set_cell(cell: Cell, column: Column, place: tuple[int, int], style: Style, frame: Frame) -> _SetCell:
    """`place` is the column's left edge and width."""
    x, width = place
    align = cell.align or column.align
    inner = width - 2 * _SIDE
    style = replace(style, align=align)
    if cell.mark is not None:
        return _set_marked(cell, place, style, frame)
    if align is Align.RIGHT or (align is Align.CENTRE and any(letter.isdigit() for letter in cell.text)):
        wide = max(frame.setter.width(line, style) for line in cell.text.split("\n"))
        if wide > inner:
            size = max(int(style.size * inner / wide), round(style.size * _LEAST))
            style = replace(style, size=size)
    under = None
    if cell.under:
        room = width - 2 * _THIN_SIDE
        small = _fitted(cell.under, _small(style, align), room, frame)
        under = frame.setter.set(cell.under, small, room)
    return _SetCell(frame.setter.set(cell.text, style, inner), x + _SIDE, inner, under=under)


def _fitted(text: str, style: Style, width: int, frame: Frame) -> Style:
    """The style, smaller if the text would not go on one line."""
    wide = frame.setter.width(text, style)
    return style if wide <= width else replace(style, size=int(style.size * width / wide))


def _set_marked(cell: Cell, place: tuple[int, int], style: Style, frame: Frame) -> _SetCell:
    """A rating: shape and word on one line, in the middle."""
    assert cell.mark is not None
    x, width = place
    alarming = cell.mark in ALARMING
    colour = PAPER.on_rating if alarming else PAPER.ratings[cell.mark]
    style = replace(style, bold=True, align=Align.LEFT, colour=colour)
    shape = round(style.size * 1.15)
    inner = width - 2 * _SIDE - shape
    wide = frame.setter.width(cell.text, style)
    if wide > inner:
        style = replace(style, size=max(int(style.size * inner / wide), round(style.size * _LEAST)))
        wide = frame.setter.width(cell.text, style)
    wide = min(round(wide) + 1, inner)
    left = x + (width - wide - shape) // 2 + shape
    return _SetCell(frame.setter.set(cell.text, style, max(wide, inner)), left, wide, cell.mark)


def _marked(cell: _SetCell, box: Box) -> list[Ink]:
    assert cell.mark is not None
    size = cell.text.style.size
    inks: list[Ink] = []
    middle = box.y + box.height // 2
    if cell.mark in ALARMING:
        high = round(size * 1.5)
        side = round(size * 1.25)
        ground = Box(max(cell.x - side, box.x + 6), middle - high // 2, 0, high)
        right = min(cell.x + cell.width + (cell.x - ground.x - size), box.right - 6)
        inks.append(Ground(ground._replace(width=right - ground.x), PAPER.ratings[cell.mark], 20))
    colour = cell.text.style.colour
    side = round(size * 0.82)
    inks.append(Shape(Box(cell.x - round(size * 1.08), middle - side // 2, side, side), cell.mark, colour))
    inks.append(_lines("cell", cell, box))
    return inks
