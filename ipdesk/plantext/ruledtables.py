"""Tables whose rows are lines and whose columns are parted by tabs, bars or wide blanks."""

import re
from collections.abc import Sequence
from typing import Final

from ipdesk.plantext.document import Span
from ipdesk.plantext.labels import Mark, ends_sentence, label
from ipdesk.plantext.tablegrid import Look, Piece, is_head_row, look
from ipdesk.plantext.tabtables import Block
from ipdesk.plantext.textlines import Line, reads

_RULE: Final = re.compile(r"[\s|｜│┃+:=\-—─━┼├┤┬┴┌┐└┘╋]+")
_EVEN: Final = 4  # columns from which lines of equally many words are taken for rows
_LONG_ROW: Final = 120
_STOPS: Final = frozenset((Mark.PART, Mark.CHAPTER, Mark.SECTION, Mark.BOX, Mark.TABLE, Mark.NOTE, Mark.ANNEX))
_BAR: Final = re.compile(r"[|｜│┃]")


def ruled_tables(found: Sequence[Line], text: str, taken: frozenset[int]) -> tuple[Block, ...]:
    """Stretches of at least two lines that all have several cells parted by one sort of separator.

    A short line without a separator that stands between two such lines (a group of indicators) is a row of one cell.
    """
    blocks: list[Block] = []
    index = 0
    while index < len(found):
        rows: list[tuple[Piece, ...]] = []
        first = last = index
        while index < len(found) and index not in taken:
            line = found[index]
            if line.blank or (rows and _RULE.fullmatch(line.raw) and len(line.raw.strip()) > 2):
                if not rows:
                    break
                index += 1
                if index - last > 2:
                    break
                continue
            cells = _cells(line, text)
            if len(cells) < 2 and not (rows and index == last + 1 and _is_group(found, index, text, taken)):
                break
            rows.append(tuple(cells) or (Piece(line.inner, line.words),))
            last = index
            index += 1
        rows = _with_group(_without_lead(rows))
        if len(rows) >= 2 and _is_table(rows):
            blocks.append(Block(first, last, tuple(rows)))
        index = max(index, last) + (0 if index > last else 1)
    return tuple(blocks)


def even_tables(found: Sequence[Line], text: str, taken: frozenset[int]) -> tuple[Block, ...]:
    """Stretches of at least three lines that single blanks part into equally many cells, most of them with figures."""
    blocks: list[Block] = []
    index = 0
    while index < len(found):
        rows: list[tuple[Piece, ...]] = []
        first = index
        while index < len(found) and index not in taken and not found[index].blank:
            cells = _tokens(found[index], text)
            if len(cells) < _EVEN or (rows and len(cells) != len(rows[0])):
                break
            rows.append(cells)
            index += 1
        figures = sum(sum(look(piece.words) is Look.NUMBER for piece in row) >= 2 for row in rows)
        heads = [is_head_row([piece.words for piece in row]) for row in rows]
        headed = len(rows) >= _EVEN - 1 and heads[0] and not any(heads[1:])
        if headed and figures >= len(rows) - 2 and _stands_alone(found, index):
            blocks.append(Block(first, index - 1, tuple(rows)))
        index += index == first
    return tuple(blocks)


def _stands_alone(found: Sequence[Line], index: int) -> bool:
    """Whether what follows is text: else cells go on there that were broken over lines, and looks must tell."""
    after = next((found[place] for place in range(index, len(found)) if not found[place].blank), None)
    return after is None or len(after.words) > 24 or ends_sentence(after.words) or label(after.words) is not None


def _tokens(line: Line, text: str) -> tuple[Piece, ...]:
    """The words of a short line that blanks part."""
    if len(line.words) > _LONG_ROW:
        return ()
    found = []
    for m in re.finditer(r"[^ \u3000\xa0]+", text[line.inner.start : line.inner.end]):
        span = Span(line.inner.start + m.start(), line.inner.start + m.end())
        found.append(Piece(span, reads(text, span)))
    return tuple(found)


def _is_group(found: Sequence[Line], index: int, text: str, taken: frozenset[int]) -> bool:
    """Whether a line without separators names a group of rows: short, no sentence, and rows follow at once."""
    line = found[index]
    after = index + 1
    follows = after < len(found) and after not in taken and not found[after].blank
    short = len(line.words) <= 24 and not re.search("[。；，：]", line.words)
    mark = label(line.words)
    stops = mark is not None and mark.mark in _STOPS
    return follows and short and not stops and len(_cells(found[after], text)) >= 3


def _without_lead(rows: list[tuple[Piece, ...]]) -> list[tuple[Piece, ...]]:
    """The rows without an empty first cell where every row of several cells has one."""
    several = [row for row in rows if len(row) > 1]
    if several and all(not row[0].words for row in several):
        return [row[1:] if len(row) > 1 else row for row in rows]
    return rows


def _with_group(rows: list[tuple[Piece, ...]]) -> list[tuple[Piece, ...]]:
    """The rows with an empty first cell where only some have the cell of a group, for which the head has no column."""
    if not rows:
        return rows
    width = len(rows[0])
    grouped = [row for row in rows[1:] if len(row) == width + 1]
    plain = [row for row in rows[1:] if len(row) == width]
    worded = all(re.search("[\u4e00-\u9fff]{3}", piece.words) for row in grouped for piece in row[:2])
    if not grouped or not plain or not worded or max(len(row) for row in rows) > width + 1:
        return rows
    return [
        (Piece(Span(row[0].span.start, row[0].span.start), ""), *row) if 1 < len(row) <= width else row for row in rows
    ]


def _is_table(rows: Sequence[Sequence[Piece]]) -> bool:
    figures = [sum(look(piece.words) is Look.NUMBER for piece in row) for row in rows]
    widths = {len(row) for row in rows}
    return max(widths) >= 3 and sum(count > 0 for count in figures) * 2 >= len(rows) - 1 and len(rows) > len(widths)


def _cells(line: Line, text: str) -> list[Piece]:
    """The cells of a line parted by bars or tabs; none where a blank is all that parts."""
    raw = text[line.span.start : line.span.end]
    separator = _BAR if len(_BAR.findall(raw)) >= 2 else re.compile(r"\t")
    if separator is not _BAR and "\t" not in raw.strip(" \t\u3000\r\f"):
        return []
    if len(line.words) > 200 and ends_sentence(line.words):
        return []
    pieces = []
    start = line.span.start
    parts = separator.split(raw)
    for number, part in enumerate(parts):
        inner = part.strip(" \u3000\xa0\r\f")
        place = start + (part.find(inner) if inner else 0)
        edge = number == len(parts) - 1 or (number == 0 and separator is _BAR)
        if inner or not edge:
            span = Span(place, place + len(inner))
            pieces.append(Piece(span, reads(text, span)))
        start += len(part) + 1
    return pieces
