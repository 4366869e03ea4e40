"""Plain lines to paragraphs, tables and boxes: how the lines lie is all there is to go by."""

from collections.abc import Collection
from dataclasses import dataclass

from ipdesk.plantext.captions import captioned
from ipdesk.plantext.document import Document, Origin, Span, Table
from ipdesk.plantext.labels import Mark, ends_sentence, label
from ipdesk.plantext.loosetables import Loose, loose_tables
from ipdesk.plantext.ruledtables import even_tables, ruled_tables
from ipdesk.plantext.tablegrid import grid
from ipdesk.plantext.tabtables import Block, tab_blocks
from ipdesk.plantext.textlines import Line, converters_traces, lines, page_furniture
from ipdesk.plantext.textparagraphs import manner, paragraphs


@dataclass(frozen=True, slots=True)
class Plain:
    """`tails`: the rest of a name that stands below its row, by the place of the cell that it goes on with."""

    document: Document
    tails: dict[Span, Span]


def read_plain(text: str, furniture: Collection[Span] = (), holes: Collection[int] = ()) -> Plain:
    """The document of a text of lines.

    `furniture`: spans that the caller knows to be no text. `holes`: numbers of lines at which something stands that
    is not in the text; what is before and behind one is never put together.
    """
    traces = converters_traces(text)
    rough = lines(text, traces)
    artefacts = tuple(sorted({*traces, *furniture, *page_furniture(rough)}, key=lambda span: (span.start, -span.end)))
    found = lines(text, artefacts)
    # Rows of several cells before cells of a line each: only what is no row can be a cell begun with a tab.
    ruled = ruled_tables(found, text, frozenset(holes))
    taken = {number for block in ruled for number in range(block.first, block.last + 1)} | set(holes)
    blocks = tab_blocks(found, text, frozenset(taken))
    framed = [block for block in blocks if block.width == 1]
    taken |= {number for block in blocks for number in range(block.first, block.last + 1)}
    even = even_tables(found, text, frozenset(taken))
    taken |= {number for block in even for number in range(block.first, block.last + 1)}
    ruled = (*ruled, *even)
    loose = loose_tables(found, text, frozenset(taken))
    tables = [
        *(Table(_span(found, block), grid(block.rows)) for block in (*blocks, *ruled) if block.width > 1),
        *(Table(_cover(found, table.first, table.last), table.cells) for table in loose),
    ]
    tables.sort(key=lambda table: table.span.start)
    again = [span for table in loose for span in table.again]
    stretches = _outside(found, blocks, [*ruled, *loose], holes)
    how = manner([line for stretch in stretches for line in stretch])
    said = tuple(paragraph for stretch in stretches for paragraph in paragraphs(stretch, how))
    document = Document(
        text, Origin.TEXT, said, tuple(captioned(text, table, said) for table in tables),
        tuple(sorted((*artefacts, *again), key=lambda span: span.start)),
        tuple(_span(found, block) for block in framed if _is_box(block)),
    )  # fmt: skip
    return Plain(document, {cell: tail for table in loose for cell, tail in _tails(table)})


def _tails(table: Loose) -> list[tuple[Span, Span]]:
    places = {(cell.row, cell.column): cell.span for cell in table.cells}
    return [(places[row, column], span) for row, column, span in table.tails if (row, column) in places]


def _is_box(block: Block) -> bool:
    """A frame around text opens with a title and has more to say."""
    title = block.rows[0][0].words
    filled = sum(bool(piece.words) for row in block.rows for piece in row)
    return _named(title) or (bool(title) and filled > 1 and not ends_sentence(title))


def _named(title: str) -> bool:
    mark = label(title)
    return mark is not None and mark.mark is Mark.BOX


def _cover(found: tuple[Line, ...], first: int, last: int) -> Span:
    filled = [line for line in found[first : last + 1] if not line.blank]
    return Span(filled[0].inner.start, filled[-1].inner.end)


def _span(found: tuple[Line, ...], block: Block) -> Span:
    filled = [piece.span for row in block.rows for piece in row if piece.words]
    if not filled:
        return Span(found[block.first].span.start, found[block.last].span.end)
    return Span(min(span.start for span in filled), max(span.end for span in filled))


def _outside(
    found: tuple[Line, ...], blocks: Collection[Block], others: Collection[Block | Loose], holes: Collection[int]
) -> list[list[Line]]:
    """Stretches of lines that no table takes; each framed box is a stretch of its own."""
    frames = {block.first: block.last for block in blocks if block.width == 1}
    tables = [*others, *(block for block in blocks if block.width > 1)]
    gone = {number for table in tables for number in range(table.first, table.last + 1)} | set(holes)
    stretches: list[list[Line]] = [[]]
    ends = -1
    for number, line in enumerate(found):
        if number in gone or number in frames or number == ends + 1:
            stretches.append([])
        ends = frames.get(number, ends)
        if number not in gone:
            stretches[-1].append(line)
    return stretches
