"""Plain text: the encoding found by what is valid, tables and paragraphs by how the lines lie."""

import codecs
from typing import Final

from ipdesk.plantext.building import captioned
from ipdesk.plantext.document import Document, Origin, Span, Table
from ipdesk.plantext.labels import Mark, ends_sentence, label
from ipdesk.plantext.loosetables import loose_tables
from ipdesk.plantext.ruledtables import ruled_tables
from ipdesk.plantext.tablegrid import grid
from ipdesk.plantext.tabtables import Block, tab_blocks
from ipdesk.plantext.textlines import Line, converters_traces, lines, page_furniture
from ipdesk.plantext.textparagraphs import manner, paragraphs

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes) -> str | None:
    """The text of a file, line ends as single line feeds; None when it is no text in any encoding tried."""
    text = _decoded(data)
    if text is None:
        return None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if encoding := _wide(data):
        return data.decode(encoding, "replace")
    if b"\0" in data:
        return None
    for encoding in ("utf-8", "gb18030"):
        try:
            return codecs.getincrementaldecoder(encoding)("strict").decode(data)
        except UnicodeDecodeError:
            continue
    # A few damaged bytes do not make a text unreadable; which encoding, is what damages least.
    tries = [(data.decode(encoding, "replace"), encoding) for encoding in ("utf-8", "gb18030")]
    text, _ = min(tries, key=lambda tried: tried[0].count("\ufffd"))
    return text if text.count("\ufffd") * 50 < len(text) else None


def _wide(data: bytes) -> str:
    """UTF-16 without its mark: line feeds and digits have a zero byte beside them, always on the same side."""
    head = data[:4000]
    if len(head) < 8 or len(data) % 2:
        return ""
    plain = frozenset(b"\n\r\t 0123456789.,%")
    little = sum(low in plain and not high for low, high in zip(head[::2], head[1::2], strict=False))
    big = sum(low in plain and not high for high, low in zip(head[::2], head[1::2], strict=False))
    if max(little, big) * 100 < len(head) // 2:
        return ""
    return "utf-16-le" if little > big else "utf-16-be"


def read_text(text: str) -> Document:
    """The document of a decoded text."""
    traces = converters_traces(text)
    rough = lines(text, traces)
    artefacts = tuple(sorted((*traces, *page_furniture(rough)), key=lambda span: span.start))
    found = lines(text, artefacts)
    blocks = tab_blocks(found, text)
    framed = [block for block in blocks if block.width == 1]
    taken = {number for block in blocks for number in range(block.first, block.last + 1)}
    ruled = ruled_tables(found, text, frozenset(taken))
    taken |= {number for block in ruled for number in range(block.first, block.last + 1)}
    loose = loose_tables(found, text, frozenset(taken))
    tables = [
        *(Table(_span(found, block), grid(block.rows)) for block in (*blocks, *ruled) if block.width > 1),
        *(Table(_cover(found, table.first, table.last), table.cells) for table in loose),
    ]
    tables.sort(key=lambda table: table.span.start)
    again = [span for table in loose for span in table.again]
    texts = _outside(found, blocks, ruled, [(table.first, table.last) for table in loose])
    how = manner([line for stretch in texts for line in stretch])
    said = tuple(paragraph for stretch in texts for paragraph in paragraphs(stretch, how))
    return Document(
        text, Origin.TEXT, said, tuple(captioned(text, table, said) for table in tables),
        tuple(sorted((*artefacts, *again), key=lambda span: span.start)),
        tuple(_span(found, block) for block in framed if _is_box(block)),
    )  # fmt: skip


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
    found: tuple[Line, ...], blocks: tuple[Block, ...], ruled: tuple[Block, ...], loose: list[tuple[int, int]]
) -> list[list[Line]]:
    """Stretches of lines that no table takes; each framed box is a stretch of its own."""
    frames = {block.first: block.last for block in blocks if block.width == 1}
    gone = {n for block in (*blocks, *ruled) if block.width > 1 for n in range(block.first, block.last + 1)}
    gone |= {number for first, last in loose for number in range(first, last + 1)}
    stretches: list[list[Line]] = [[]]
    ends = -1
    for number, line in enumerate(found):
        if number in gone or number in frames or number == ends + 1:
            stretches.append([])
        ends = frames.get(number, ends)
        if number not in gone:
            stretches[-1].append(line)
    return stretches
