"""Tables whose rows are lines and whose columns are parted by tabs, bars or wide blanks."""

import re
from collections.abc import Sequence
from typing import Final

from ipdesk.plantext.document import Span
from ipdesk.plantext.labels import ends_sentence
from ipdesk.plantext.tablegrid import Look, Piece, look
from ipdesk.plantext.tabtables import Block
from ipdesk.plantext.textlines import Line, reads

_RULE: Final = re.compile(r"[\s|｜│┃+:=\-—─━┼├┤┬┴┌┐└┘╋]+")
_BAR: Final = re.compile(r"[|｜│┃]")


def ruled_tables(found: Sequence[Line], text: str, taken: frozenset[int]) -> tuple[Block, ...]:
    """Stretches of at least two lines that all have several cells parted by one sort of separator."""
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
            if len(cells) < 2:
                break
            rows.append(tuple(cells))
            last = index
            index += 1
        if len(rows) >= 2 and _is_table(rows):
            blocks.append(Block(first, last, tuple(rows)))
        index = max(index, last) + (0 if index > last else 1)
    return tuple(blocks)


def _is_table(rows: Sequence[Sequence[Piece]]) -> bool:
    figures = [sum(look(piece.words) is Look.NUMBER for piece in row) for row in rows]
    widths = {len(row) for row in rows}
    return max(widths) >= 3 and sum(count > 0 for count in figures) * 2 >= len(rows) - 1 and len(rows) > len(widths)


def _cells(line: Line, text: str) -> list[Piece]:
    """The cells of a line parted by bars or tabs; none where a blank is all that parts."""
    raw = text[line.span.start : line.span.end]
    separator = _BAR if len(_BAR.findall(raw)) >= 2 else re.compile(r"\t")
    if separator is not _BAR and "\t" not in raw.strip():
        return []
    if len(line.words) > 200 and ends_sentence(line.words):
        return []
    pieces = []
    start = line.span.start
    parts = separator.split(raw)
    for number, part in enumerate(parts):
        inner = part.strip(" \u3000\xa0\r\f")
        place = start + (part.find(inner) if inner else 0)
        edge = number in {0, len(parts) - 1}
        if inner or not edge:
            span = Span(place, place + len(inner))
            pieces.append(Piece(span, reads(text, span)))
        start += len(part) + 1
    return pieces
