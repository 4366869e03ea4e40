"""PDF with text: letters to lines by where they stand, ruled tables by their rules, the rest as plain text is read.

Lines are spelled with the blanks that their place on the page asks for; what makes paragraphs and tables of the lines
of a plain text makes them here too. Page numbers and running heads are told by standing at a page's edge.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median
from typing import Any, Final

from ipdesk.plantext.building import Builder, Entry, one_line, retell
from ipdesk.plantext.document import Document, Origin
from ipdesk.plantext.filekind import Unreadable
from ipdesk.plantext.labels import Mark, ends_sentence, label
from ipdesk.plantext.normal import normal
from ipdesk.plantext.pdfpage import Letter, Page, lines, read_page, spelled
from ipdesk.plantext.pdftables import RuledCell, RuledTable, ruled_tables
from ipdesk.plantext.plaintables import read_plain
from ipdesk.plantext.tablegrid import Look, look
from ipdesk.plantext.textlines import Line
from ipdesk.plantext.textlines import lines as text_lines

MAX_PAGES: Final = 1000
_NUMBER: Final = re.compile(r"[—–─\-~·.第]{0,3}\s?\d{1,4}\s?(?:[—–─\-~·.页]{0,3}|[/／]\s?\d{1,4})")
_DASHED: Final = re.compile(r"[—–─-]{1,3}\s?\d{1,4}\s?[—–─-]{1,3}|第\d{1,4}页.*")  # also beside other words of a foot
_FEWEST: Final = 12  # letters a page on average, below which a file of pictures is a scan


@dataclass(slots=True)
class _Flow:
    """The lines of all pages in one text, tables between them: line number → table."""

    rows: list[str] = field(default_factory=list)
    tables: dict[int, RuledTable] = field(default_factory=dict)
    edges: set[int] = field(default_factory=set)  # lines at the upper or lower edge of a page


def read_pdf(data: bytes) -> Document:
    """The document of a pdf. Unreadable: `text_locked`, `text_truncated`, `text_damaged`, `text_scanned`,
    `text_garbled`, `text_too_many_pages`.
    """
    if b"%%EOF" not in data[-4096:] and b"startxref" not in data[-4096:]:
        raise Unreadable("text_truncated")
    pages = _pages(data)
    letters = sum(len(page.letters) for page in pages)
    if letters < _FEWEST * len(pages) and any(page.pictures for page in pages):
        raise Unreadable("text_scanned")
    unknown = sum(
        letter.sign == "\ufffd" or "\ue000" <= letter.sign <= "\uf8ff" for page in pages for letter in page.letters
    )
    if unknown * 3 > letters > 0:
        raise Unreadable("text_garbled")
    return _document(_flow(pages))


def _pages(data: bytes) -> list[Page]:
    import pypdfium2

    try:
        opened: Any = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as trouble:
        locked = b"/Encrypt" in data
        raise Unreadable("text_locked" if locked else "text_damaged", part="pdf") from trouble
    try:
        count = len(opened)
        if count > MAX_PAGES:
            raise Unreadable("text_too_many_pages", count=str(count), limit=str(MAX_PAGES))
        return [read_page(opened[number]) for number in range(count)]
    except pypdfium2.PdfiumError as trouble:
        raise Unreadable("text_damaged", part="pdf") from trouble
    finally:
        opened.close()


def _flow(pages: Sequence[Page]) -> _Flow:
    flow = _Flow()
    outside = [ruled_tables(page) for page in pages]
    margins = _margins([lines(letters) for _, letters in outside])
    for page, (tables, letters), left in zip(pages, outside, margins, strict=True):
        rows = lines(letters)
        pending = list(tables)
        half, pitch = _half(letters), _pitch(rows)
        first = len(flow.rows)
        before: tuple[Letter, ...] | None = None
        for row in rows:
            while pending and pending[0].high > row[0].middle:
                _put_table(flow, pending.pop(0))
                before = None
            if before is not None:
                flow.rows += [""] * min(round((before[0].base - row[0].base) / pitch - 0.6), 3)
            indent = max(round((row[0].left - left) / half), 0)
            if row[0].middle < 0.1 * page.height or row[0].middle > 0.9 * page.height:
                flow.edges.add(len(flow.rows))
            flow.rows.append(" " * indent + spelled(row))
            before = row
        for table in pending:
            _put_table(flow, table)
        if len(flow.rows) > first:
            flow.rows[first] = "\f" + flow.rows[first]
    return flow


def _put_table(flow: _Flow, table: RuledTable) -> None:
    flow.tables[len(flow.rows)] = table
    flow.rows.append("")


def _half(letters: Sequence[Letter]) -> float:
    """Half the width of a Chinese character on a page: fonts differ in height, hardly in this."""
    widths = [letter.right - letter.left for letter in letters if letter.sign >= "\u2e80"]
    widths = widths or [letter.size for letter in letters] or [10.0]
    return max(median(widths) / 2, 1.0)


def _pitch(rows: Sequence[Sequence[Letter]]) -> float:
    """From one line to the next, as most lines of a page stand."""
    steps = [above[0].base - below[0].base for above, below in pairwise(rows)]
    return max(median(steps) if steps else 1.0, max((row[0].size for row in rows), default=1.0))


def _margins(pages: Sequence[Sequence[Sequence[Letter]]]) -> list[float]:
    """Where the lines of each page begin: the leftmost place that several share, left and right pages apart.

    A page that is set in as a whole (it holds but cells of a table) begins where the others do.
    """
    own = [_margin(rows) for rows in pages]
    usual = [median(own[side::2]) if own[side::2] else 0.0 for side in (0, 1)]
    return [min(margin, usual[number % 2]) for number, margin in enumerate(own)]


def _margin(rows: Sequence[Sequence[Letter]]) -> float:
    starts = sorted(row[0].left for row in rows)
    shared = [start for start in starts if sum(abs(other - start) < 3 for other in starts) * 5 >= len(starts)]
    return shared[0] if shared else (median(starts) if starts else 0.0)


def _document(flow: _Flow) -> Document:
    text = "\n".join(_tabbed(flow))
    rough = text_lines(text)
    furniture = [rough[number].inner for number in sorted(_furniture(flow, rough))]
    plain = read_plain(text, furniture, flow.tables)
    between = {
        rough[number].span.start: _entries(table)
        for number, table in _joined(flow, text_lines(text, furniture)).items()
    }
    builder = Builder(Origin.PDF)
    retell(builder, plain, between, {})
    return builder.document()


def _tabbed(flow: _Flow) -> list[str]:
    """The lines, with tabs for the place where a converter's tabs had put the cells of a table one below the other.

    There paragraphs are not set in, and very many short lines are, all by as much.
    """
    filled = [row.lstrip("\f") for row in flow.rows if row.strip()]
    indents = Counter(len(row) - len(row.lstrip(" ")) for row in filled)
    common, count = max(
        ((indent, count) for indent, count in indents.items() if indent >= 2), key=lambda one: one[1], default=(0, 0)
    )
    short = sum(len(row.strip()) <= 20 for row in filled if len(row) - len(row.lstrip(" ")) == common)
    long_set_in = sum(len(row.strip()) > 30 for row in filled if len(row) - len(row.lstrip(" ")) == common)
    if count < 12 or short * 10 < count * 7 or indents[0] * 3 < len(filled) or long_set_in * 4 > count:
        return flow.rows
    return [
        re.sub(rf"^(\f?) {{{common}}}(?! )", r"\1\t", row) if row.lstrip("\f")[:common].isspace() else row
        for row in flow.rows
    ]


def _entries(table: RuledTable) -> list[Entry]:
    entries = [
        Entry(cell.row, cell.column, tuple(_paragraphs_of(cell.lines, table.columns)), cell.rows, cell.columns)
        for cell in table.cells
    ]
    return entries if table.columns > 1 else [Entry(0, 0, tuple(_mended(entries)))]


def _furniture(flow: _Flow, rough: Sequence[Line]) -> set[int]:
    """Lines at the edge of a page that are its number, or come back on many pages."""
    shapes = Counter(re.sub(r"\d+", "0", rough[number].words) for number in flow.edges)
    pages = sum(line.page for line in rough)
    found = set()
    for number in flow.edges:
        words = rough[number].words
        often = shapes[re.sub(r"\d+", "0", words)]
        parts = [normal(part) for part in re.split(r"\s{2,}", rough[number].raw.strip())]
        beside = len(parts) > 1 and any(_DASHED.fullmatch(part) for part in parts)
        if _NUMBER.fullmatch(words) or beside or (often >= 3 and often * 3 >= pages and len(words) <= 60):
            found.add(number)
    return found


def _joined(flow: _Flow, found: Sequence[Line]) -> dict[int, RuledTable]:
    """Tables by line, one that goes on on the next page put to its beginning."""
    tables: dict[int, RuledTable] = {}
    last: int | None = None
    for number, table in sorted(flow.tables.items()):
        between = range(last + 1, number) if last is not None else range(0)
        if last is not None and all(found[line].blank for line in between) and _goes_on(tables[last], table):
            tables[last] = _longer(tables[last], table)
            continue
        tables[number] = table
        last = number
    return tables


def _goes_on(before: RuledTable, table: RuledTable) -> bool:
    if before.columns != table.columns:
        return False
    mark = label(table.cells[0].plain)
    named = mark is not None and mark.mark in {Mark.BOX, Mark.TABLE}
    return not named


def _longer(before: RuledTable, table: RuledTable) -> RuledTable:
    """A table with its rows of the next page: no heads again, a row that the page's end tore is one."""
    rows = max(cell.row + cell.rows for cell in before.cells)
    heads = {cell.plain for cell in before.cells if cell.row == 0}
    repeated = table.columns > 1 and {cell.plain for cell in table.cells if cell.row == 0} == heads
    body = [cell for cell in table.cells if not (repeated and cell.row == 0)]
    first = min((cell.row for cell in body), default=0)
    top = [cell for cell in body if cell.row == first]
    last = [cell for cell in before.cells if cell.row + cell.rows == rows]
    torn = table.columns > 1 and _has_figures(last) and not _has_figures(top)
    shift = rows - first - int(torn)
    cells = {(cell.row, cell.column): cell for cell in before.cells}
    for cell in body:
        above = next((one for one in last if one.column == cell.column), None) if cell.row == first else None
        if above is not None and (torn or (not cell.lines and table.columns > 1)):
            height = above.rows + cell.rows - int(torn)
            cells[above.row, above.column] = replace(above, rows=height, lines=(*above.lines, *cell.lines))
        else:
            cells[cell.row + shift, cell.column] = replace(cell, row=cell.row + shift)
    return replace(before, cells=tuple(cells.values()))


def _has_figures(cells: Sequence[RuledCell]) -> bool:
    return any(look(cell.plain) is Look.NUMBER for cell in cells)


def _mended(entries: Sequence[Entry]) -> list[str]:
    """The paragraphs of a frame; one that the end of a page tore is one."""
    whole: list[str] = []
    for entry in entries:
        for number, words in enumerate(entry.paragraphs):
            torn = whole and number == 0 and not ends_sentence(whole[-1]) and len(whole[-1]) > 30
            if torn and label(normal(words)) is None:
                whole[-1] = one_line((whole[-1], words))
            else:
                whole.append(words)
    return whole


def _paragraphs_of(rows: Sequence[Sequence[Letter]], columns: int) -> Iterator[str]:
    """The paragraphs in a cell; in a frame of one column a line that is set in or follows a short one begins one."""
    words = [spelled(row) for row in rows]
    if columns > 1 or not rows:
        yield one_line(words)
        return
    left, right = min(row[0].left for row in rows), max(row[-1].right for row in rows)
    group: list[str] = []
    for number, row in enumerate(rows):
        em = row[0].size
        set_in = row[0].left - left > 1.2 * em
        short = number > 0 and right - rows[number - 1][-1].right > 2.5 * em
        after_short = short and (number == 1 or ends_sentence(words[number - 1]))
        if group and (set_in or after_short):
            yield one_line(group)
            group = []
        group.append(words[number])
    yield one_line(group)
