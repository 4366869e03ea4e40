"""Tables whose rules are gone: columns parted by blanks, cells a line, sequence numbers in a column of lines apart.

A table is known by the words that head its columns. What a column may hold (a unit, figures, an attribute) then tells
where a row ends, however its words were broken over lines.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from ipdesk.plantext.document import Cell, Span
from ipdesk.plantext.headcolumns import Column, Role, head_rows, heads, tokens
from ipdesk.plantext.labels import Mark, ends_sentence, label
from ipdesk.plantext.lostpoints import figures
from ipdesk.plantext.tablegrid import Look, Piece, look, over
from ipdesk.plantext.textlines import Line

_STOPS: Final = frozenset((Mark.PART, Mark.CHAPTER, Mark.SECTION, Mark.BOX, Mark.TABLE, Mark.NOTE, Mark.ANNEX))
_GROUPS: Final = frozenset((Mark.HAN, Mark.HAN_BRACKET))
_BARE: Final = re.compile(r"\d{1,3}")


@dataclass(slots=True)
class _Row:
    number: Piece | None = None
    words: list[Piece] = field(default_factory=list)
    figures: list[Piece] = field(default_factory=list)
    after: list[Piece] = field(default_factory=list)
    alone: bool = False  # the first of its words had a line of its own
    tail: list[Piece] = field(default_factory=list)  # the rest of the name, on a line below the figures


@dataclass(frozen=True, slots=True)
class Loose:
    """Lines `first` to `last` (included) that are a table; heads repeated on a further page are `again`.

    `tails`: the rest of a name that stands below the other cells of its row, by row and column. It lies in no cell,
    for a cell is one piece of the text.
    """

    first: int
    last: int
    cells: tuple[Cell, ...]
    again: tuple[Span, ...] = ()
    tails: tuple[tuple[int, int, Span], ...] = ()


def loose_tables(found: Sequence[Line], text: str, taken: frozenset[int]) -> tuple[Loose, ...]:
    """Every such table on lines that no other table has taken."""
    tables: list[Loose] = []
    index = 0
    while index < len(found):
        table = None if index in taken or found[index].blank else _table(found, index, text, taken)
        if table is None:
            index += 1
        else:
            tables.append(table)
            index = table.last + 1
    return tuple(tables)


def _table(found: Sequence[Line], first: int, text: str, taken: frozenset[int]) -> Loose | None:
    opened = heads(found, first, text, taken)
    if opened is None:
        return None
    columns, index = opened
    reader = _Rows(columns)
    again: list[Span] = []
    last = index - 1
    while index < len(found) and index not in taken:
        line = found[index]
        if line.blank:
            index += 1
            continue
        if _ends_table(line, _next_words(found, index), reader.counted if reader.has_sequence else -1):
            break
        repeated = heads(found, index, text, taken)
        if repeated is not None:
            again += [found[place].inner for place in range(index, repeated[1]) if not found[place].blank]
            last = repeated[1] - 1
            index = repeated[1]
            continue
        after = next((found[place] for place in range(index + 1, len(found)) if not found[place].blank), None)
        reader.take(tokens(line, text), tokens(after, text) if after is not None else [])
        last = index
        index += 1
    rows = reader.close()
    if sum(bool(row.figures) for row in rows) < 2:
        return None
    above = head_rows(columns)
    name = next((place for place, column in enumerate(columns) if column.role is Role.NAME), 0)
    tails = tuple(
        (number, name, over(row.tail[0], row.tail[-1])) for number, row in enumerate(rows, start=above) if row.tail
    )
    cells = tuple(sorted(_cells(columns, rows, reader.categories), key=_place))
    return Loose(first, last, cells, tuple(again), tails)


def _place(cell: Cell) -> tuple[int, int]:
    return cell.span.start, cell.column


def _next_words(found: Sequence[Line], index: int) -> str:
    later = (found[place] for place in range(index + 1, len(found)))
    return next((line.words for line in later if not line.blank), "")


def _ends_table(line: Line, following: str, counted: int) -> bool:
    mark = label(line.words)
    if mark is not None and mark.mark in _STOPS and not (mark.mark is Mark.TABLE and len(line.words) < 3):
        return True
    if mark is not None and mark.mark in _GROUPS:
        # 一、创造 inside a table has its rows below it; as a heading it has text.
        below = re.match(r"\d+", following)
        numbered = below is not None and int(below.group()) == counted + 1 and "。" not in following
        return not numbered and look(following) is not Look.NUMBER
    return line.words[-1:] in "。：" or (len(line.words) > 24 and ends_sentence(line.words)) or len(line.words) > 60


class _Rows:
    """Takes the lines of a table's body and makes rows of them."""

    def __init__(self, columns: Sequence[Column]) -> None:
        roles = [column.role for column in columns]
        self.figures = roles.count(Role.FIGURE)
        last_figure = max(place for place, role in enumerate(roles) if role is Role.FIGURE)
        self.behind = len(roles) - 1 - last_figure
        self.has_category = Role.CATEGORY in roles
        self.rows: list[_Row] = []
        self.categories: list[tuple[int, list[Piece]]] = []  # the row that each begins with
        self.numbers: list[Piece] = []  # sequence numbers that wait for their rows
        self.lines: list[list[Piece]] = []  # lines of words that wait for a row
        self.row = _Row()
        self.counted = 0
        self.has_sequence = Role.SEQUENCE in roles
        self.fresh = True  # a block of sequence numbers or the table has just begun

    def take(self, pieces: list[Piece], following: list[Piece]) -> None:
        if self._sequence(pieces, following[0].words if following else ""):
            return
        mark = label("".join(piece.words for piece in pieces))
        if mark is not None and mark.mark in _GROUPS and not self.row.figures and not self.row.words:
            self.rows.append(_Row(words=pieces))
            return
        if self.has_sequence and len(pieces) > 1 and not self.row.figures and pieces[0].words == str(self.counted + 1):
            self.numbers.append(pieces[0])
            self.counted += 1
            pieces = pieces[1:]
        figures = [piece for piece in pieces if look(piece.words) is Look.NUMBER]
        if not figures and not self.row.figures:
            self._words(pieces, following)
            return
        seen = bool(self.row.figures)
        for piece in pieces:
            kind = look(piece.words)
            if kind is Look.NUMBER:
                seen = True
                self._figure(piece)
            elif seen:
                self.row.after.append(piece)
            else:
                self.row.words.append(piece)
        if self._whole():
            self._finish()

    def _sequence(self, pieces: list[Piece], following: str) -> bool:
        """A line that is the next sequence number alone, beside others or before the words of its row."""
        if not self.has_sequence or len(pieces) != 1 or self.row.figures or not _BARE.fullmatch(pieces[0].words):
            return False
        if int(pieces[0].words) != self.counted + 1:
            return False
        if not self.numbers and look(following) is Look.NUMBER and following != str(self.counted + 2):
            return False
        self.numbers.append(pieces[0])
        self.counted += 1
        self.fresh = True
        return True

    def _figure(self, piece: Piece) -> None:
        figures = self.row.figures
        if figures and len(figures[-1].words) > 1 and figures[-1].words[-1] in "、/，":
            figures[-1] = Piece(over(figures[-1], piece), figures[-1].words + piece.words)
        else:
            figures.append(piece)

    def _words(self, pieces: list[Piece], following: list[Piece]) -> None:
        short = sum(len(piece.words) for piece in pieces) <= 8
        if self.fresh and self.has_category and short and not self.row.words and len(pieces) == 1:
            begins = len(self.rows)
            if self.categories and self.categories[-1][0] == begins:
                self.categories[-1][1].extend(pieces)
            else:
                self.categories.append((begins, pieces))
            return
        if self._tail(pieces, following):
            self.rows[-1].tail += pieces
            return
        self.row.alone = self.row.alone or (not self.row.words and len(pieces) == 1)
        self.row.words += pieces
        self.fresh = False

    def _tail(self, pieces: list[Piece], following: list[Piece]) -> bool:
        """Whether words alone on a line are the rest of the name in the row before, not the beginning of the next.

        The row below tells: it has its own number or name, or the table ends. A line as long as names get goes on.
        """
        if not self.rows or self.row.words or self.numbers or self.fresh or not self.rows[-1].figures:
            return False
        figures = [piece for piece in following if look(piece.words) is Look.NUMBER]
        if self.has_sequence and following and following[0].words == str(self.counted + 1):
            return True
        if following and not figures:
            return len(following[0].words) > 24 or label(following[0].words) is not None
        if self.has_sequence and figures:
            return False
        names = [sum(len(piece.words) for piece in row.words) for row in self.rows]
        return sum(len(piece.words) for piece in pieces) * 10 < max(names) * 7

    def _whole(self) -> bool:
        if self.row.figures and self.row.figures[-1].words[-1:] in {"、", "，"}:
            return False
        enough = len(self.row.figures) >= self.figures
        behind = min(self.behind, 1)
        return enough and len(self.row.after) >= behind

    def _finish(self) -> None:
        if self.numbers:
            self.row.number = self.numbers.pop(0)
        self.rows.append(self.row)
        self.row = _Row()
        self.fresh = False

    def close(self) -> list[_Row]:
        if self.row.figures or self.row.words:
            self._finish()
        return self.rows


def _cells(
    columns: Sequence[Column], rows: Sequence[_Row], categories: Sequence[tuple[int, list[Piece]]]
) -> Iterator[Cell]:
    above = head_rows(columns)
    for place, column in enumerate(columns):
        yield Cell(0, place, column.head.span, rows=above if column.part is None else 1)
        if column.part is not None:
            yield Cell(1, place, column.part.span)
    where = {role: [p for p, column in enumerate(columns) if column.role is role] for role in Role}
    own = [number for number, row in enumerate(rows) if where[Role.CATEGORY] and _category(row, where)]
    starts = sorted({*(row for row, _ in categories), *own, len(rows)})
    for row, pieces in categories:
        covered = max(min((start for start in starts if start > row), default=row + 1) - row, 1)
        yield Cell(above + row, where[Role.CATEGORY][0], over(pieces[0], pieces[-1]), rows=covered)
    for number, one in enumerate(rows, start=above):
        yield from _row_cells(number, one, where)


def _row_cells(number: int, row: _Row, where: dict[Role, list[int]]) -> Iterator[Cell]:
    if row.number is not None and where[Role.SEQUENCE]:
        yield Cell(number, where[Role.SEQUENCE][0], row.number.span)
    words = list(row.words)
    if where[Role.UNIT] and _has_unit(words):
        yield Cell(number, where[Role.UNIT][0], words.pop().span)
    if where[Role.CATEGORY] and _category(row, where):
        yield Cell(number, where[Role.CATEGORY][0], words[0].span)
        words = words[1:]
    names = where[Role.NAME] or where[Role.CATEGORY] or [0]
    if words:
        yield Cell(number, names[0], over(words[0], words[-1]))
    places = where[Role.FIGURE]
    given = list(row.figures)
    if where[Role.UNIT] and not _has_unit(row.words) and len(given) == len(places) + 1 and not given[0].words.isalnum():
        yield Cell(number, where[Role.UNIT][0], given.pop(0).span)  # a dash for no unit
    groups = figures(given, len(places))
    for place, group in zip(places[max(len(places) - len(groups), 0) :], groups, strict=False):
        yield Cell(number, place, group)
    behind = where[Role.ATTRIBUTE] + where[Role.OTHER]
    for place, piece in zip(sorted(behind), row.after, strict=False):
        yield Cell(number, place, piece.span)


def _has_unit(words: Sequence[Piece]) -> bool:
    return len(words) > 1 and (look(words[-1].words) is Look.UNIT or len(words[-1].words) <= 6)


def _category(row: _Row, where: dict[Role, list[int]]) -> bool:
    """Whether a row names its category itself: a short word before its name."""
    words = row.words[:-1] if where[Role.UNIT] and _has_unit(row.words) else row.words
    return len(words) > 1 and len(words[0].words) <= 8 and not row.alone
