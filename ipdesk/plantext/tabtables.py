"""Tables of word-processor converters: a cell a line, each begun with a tab, rows parted by a blank line."""

from collections.abc import Sequence
from dataclasses import dataclass

from ipdesk.plantext.document import Span
from ipdesk.plantext.labels import Mark, ends_sentence, is_heading_line, label
from ipdesk.plantext.tablegrid import Piece, is_head_row, stride
from ipdesk.plantext.textlines import Line


@dataclass(frozen=True, slots=True)
class Block:
    """Lines `first` to `last` (included) that are a table; `rows` of pieces. A box has one column."""

    first: int
    last: int
    rows: tuple[tuple[Piece, ...], ...]

    @property
    def width(self) -> int:
        return max(len(row) for row in self.rows)


def tab_blocks(found: Sequence[Line], text: str, taken: frozenset[int] = frozenset()) -> tuple[Block, ...]:
    """Every table and box whose cells begin with a tab, in the order of the text; `taken` lines belong to others."""
    if not _tabs_mark_cells([line for number, line in enumerate(found) if number not in taken]):
        return ()
    blocks: list[Block] = []
    index = 0
    while index < len(found):
        if found[index].tabbed and index not in taken:
            end = next((number for number in range(index, len(found)) if number in taken), len(found))
            block = _block(found[:end], index, text)
            blocks.append(block)
            index = block.last + 1
        else:
            index += 1
    return tuple(_rows_of(block) for block in _joined(blocks, found))


def _tabs_mark_cells(found: Sequence[Line]) -> bool:
    """Not so where a tab is how paragraphs are set in: most lines have one and end as sentences."""
    tabbed = [line for line in found if line.tabbed and not line.blank]
    filled = [line for line in found if not line.blank]
    sentences = sum(ends_sentence(line.words) for line in tabbed)
    return bool(tabbed) and not (len(tabbed) * 3 > len(filled) and sentences * 10 > len(tabbed) * 6)


def _block(found: Sequence[Line], first: int, text: str) -> Block:
    rows: list[list[Piece]] = [[]]
    index, last = first, first
    while index < len(found):
        line = found[index]
        if line.tabbed:
            mark = label(line.words)
            if index > first and mark is not None and mark.mark is Mark.BOX:
                break
            cells = _cells(line, text)
            torn = line.page and len(rows) > 1 and len(rows[-1]) >= max(len(row) for row in rows[:-1])
            if rows[-1] and first < index and (len(cells) > 1 or torn):
                rows.append([])
            rows[-1] += cells
            last = index
        elif not line.blank:
            rows[-1][-1] = _longer(rows[-1][-1], line, text)
            last = index
        else:
            after = _next_filled(found, index)
            gap = after - index
            if after >= len(found) or gap > 2:
                break
            if found[after].tabbed:
                if gap > 1:
                    break
                rows.append([])
            elif gap > 1 or not _goes_on(found, after, rows):
                break
            index = after
            continue
        index += 1
    return Block(first, last, tuple(tuple(row) for row in rows if row))


def _cells(line: Line, text: str) -> list[Piece]:
    """The cells of a tabbed line: one, or several parted by further tabs."""
    pieces = []
    place = line.span.start + text[line.span.start : line.span.end].index("\t") + 1
    for part in text[place : line.span.end].split("\t"):
        pieces.append(_piece(text, Span(place, place + len(part)), line))
        place += len(part) + 1
    return pieces


def _piece(text: str, span: Span, line: Line) -> Piece:
    from ipdesk.plantext.textlines import reads

    whole = text[span.start : span.end]
    inner = whole.strip(" \u3000\xa0\r\f\t")
    start = span.start + (whole.find(inner) if inner else 0)
    clean = Span(start, start + len(inner))
    words = line.words if clean.start <= line.inner.start and line.inner.end <= clean.end else reads(text, clean)
    if words == line.words and not line.blank:
        clean = line.inner
    return Piece(clean, words if inner else "")


def _longer(piece: Piece, line: Line, text: str) -> Piece:
    """A cell with one more line."""
    if not piece.words:
        return Piece(line.inner, line.words)
    return Piece(Span(piece.span.start, line.inner.end), piece.words + line.words)


def _next_filled(found: Sequence[Line], index: int) -> int:
    while index < len(found) and found[index].blank and not found[index].tabbed:
        index += 1
    return index


def _goes_on(found: Sequence[Line], after: int, rows: list[list[Piece]]) -> bool:
    """Whether the lines behind one blank line still are the cell's: a further paragraph of it."""
    mark = label(found[after].words)
    if mark is not None and (
        mark.mark in {Mark.PART, Mark.CHAPTER, Mark.SECTION, Mark.HAN, Mark.BOX, Mark.TABLE, Mark.NOTE, Mark.ANNEX}
    ):
        return False
    end = after
    while end < len(found) and not found[end].blank and not found[end].tabbed:
        end += 1
    behind = _next_filled(found, end)
    if behind < len(found) and (found[end].tabbed if end < len(found) else False):
        widths = [len(row) for row in rows[:-1]]
        return bool(widths) and len(rows[-1]) < max(widths)
    if len(rows) > 1 and max(len(row) for row in rows) > 1:
        return False
    return behind - end > 1 and not is_heading_line(found[after].words)


def _joined(blocks: list[Block], found: Sequence[Line]) -> list[Block]:
    """Pieces of one table that blank lines tore apart: nothing between them, as many columns, no caption or head."""
    joined: list[Block] = []
    for block in blocks:
        before = joined[-1] if joined else None
        if (
            before is not None
            and (before.width == block.width > 1 or (block.width > 1 and _only_heads(before)))
            and all(line.blank for line in found[before.last + 1 : block.first])
            and label(block.rows[0][0].words) is None
        ):
            joined[-1] = Block(before.first, block.last, before.rows + block.rows)
        else:
            joined.append(block)
    return joined


def _only_heads(block: Block) -> bool:
    return all(is_head_row([piece.words for piece in row]) for row in block.rows)


def _rows_of(block: Block) -> Block:
    """Rows for a block that came without them: all cells in one row, or each cell in a row of its own."""
    cells = [piece for row in block.rows for piece in row]
    one_row = len(block.rows) == 1 and len(cells) >= 6
    one_cell = block.width == 1 and len(cells) >= 6 and all(len(piece.words) <= 40 for piece in cells)
    if not (one_row or one_cell):
        return block
    width = stride([piece.words for piece in cells])
    if not width:
        return block
    rows = tuple(tuple(cells[start : start + width]) for start in range(0, len(cells), width))
    return Block(block.first, block.last, rows)


def is_box(block: Block) -> bool:
    """Whether a block of one column is a frame around text: it opens with a title."""
    first = block.rows[0][0].words
    return block.width == 1 and bool(first)
