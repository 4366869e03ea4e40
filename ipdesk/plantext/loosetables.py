"""Tables whose rules are gone: columns parted by blanks, cells a line, sequence numbers in a column of lines apart.

A table is known by the words that head its columns. What a column may hold (a unit, figures, an attribute) then tells
where a row ends, however its words were broken over lines. Where a scan lost the decimal points, `35 1` is one figure
or two: so many are made of the pieces as there are columns of figures, and of the ways to do that the one is taken
whose figures lie closest together (last year's and the year's before are of one order).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import combinations, pairwise
from typing import Final

from ipdesk.plantext.document import Cell, Span
from ipdesk.plantext.labels import Mark, ends_sentence, label
from ipdesk.plantext.tablegrid import Look, Piece, look
from ipdesk.plantext.textlines import Line, reads


class Role(StrEnum):
    SEQUENCE = "sequence"
    CATEGORY = "category"
    NAME = "name"
    UNIT = "unit"
    FIGURE = "figure"
    ATTRIBUTE = "attribute"
    OTHER = "other"


_ROLES: Final = (
    (Role.SEQUENCE, re.compile(r"序号?|编号")),
    (Role.CATEGORY, re.compile(r"(?:指标)?(?:类别|分类|领域|维度|方面|板块)|一级(?:指标|分类|目录)|类型")),
    (Role.UNIT, re.compile(r"(?:计量|度量)?单位")),
    (Role.ATTRIBUTE, re.compile(r"(?:指标)?(?:属性|性质|类型)")),
    (Role.OTHER, re.compile(r"备注|(?:牵头|责任|实施|完成)(?:单位|部门|时限|时间|主体)|来源|进度评价|.{0,4}评价")),
    (
        Role.FIGURE,
        re.compile(r".*(?:\d{4}|值|目标|现状|基期|基数|完成|实绩|预期|规划|累计|增速|增长|水平|“?十.五”?).*"),
    ),
    (Role.NAME, re.compile(r".*(?:指标|名称|项目|内容|任务|工程).*")),
)
_STOPS: Final = frozenset((Mark.PART, Mark.CHAPTER, Mark.SECTION, Mark.BOX, Mark.TABLE, Mark.NOTE, Mark.ANNEX))
_YEAR: Final = re.compile(r"\d{4}年?")
_LATIN: Final = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]{2,}")
_BARE: Final = re.compile(r"\d{1,3}")


@dataclass(frozen=True, slots=True)
class Column:
    role: Role
    head: Piece
    part: Piece | None = None  # the year under 基期值, in a second row of heads


@dataclass(slots=True)
class _Row:
    number: Piece | None = None
    words: list[Piece] = field(default_factory=list)
    figures: list[Piece] = field(default_factory=list)
    after: list[Piece] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Loose:
    """Lines `first` to `last` (included) that are a table; heads repeated on a further page are `again`."""

    first: int
    last: int
    cells: tuple[Cell, ...]
    again: tuple[Span, ...] = ()


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


def tokens(line: Line, text: str) -> list[Piece]:
    """The pieces of a line that blanks part. A blank inside brackets, after a comma, before 年 or / parts nothing."""
    raw = text[line.inner.start : line.inner.end]
    wide = bool(re.search(r"\S(?:\t| {2,}|\u3000{1,})\S", raw.replace(" \u3000 ", " ")))
    cuts = [0]
    depth = 0
    for gap in re.finditer(r"[\s\u3000\xa0|｜│]+", raw):
        before, after = raw[: gap.start()], raw[gap.end() :]
        depth = before.count("(") + before.count("（") - before.count(")") - before.count("）")
        if depth > 0 or not before or not after:
            continue
        if wide and len(gap.group()) == 1 and gap.group() == " ":
            continue
        if (
            before[-1] in "、，,；;：:ꎬꎻ"
            or after[0] in "/／)）、，,ꎬ"
            or (before[-1].isdigit() and after[0] in "年月%％")
            or (_LATIN.fullmatch(raw[cuts[-1] : gap.start()]) and "\u4e00" <= after[0] <= "\u9fff")
        ):
            continue
        cuts += [gap.start(), gap.end()]
    cuts.append(len(raw))
    start = line.inner.start
    spans = [Span(start + one, start + other) for one, other in zip(cuts[::2], cuts[1::2], strict=True) if other > one]
    return [Piece(span, words) for span in spans if (words := reads(text, span))]


def _role(words: str) -> Role | None:
    return next((role for role, pattern in _ROLES if pattern.fullmatch(words)), None) if len(words) <= 18 else None


def _heads(
    found: Sequence[Line], first: int, text: str, taken: frozenset[int]
) -> tuple[tuple[Column, ...], int] | None:
    """The columns named from line `first` on, and the line after their heads; None where no table begins."""
    columns: list[Column] = []
    index = first
    open_years = 0  # heads of figures that may have their year below
    while index < len(found) and index not in taken:
        line = found[index]
        if line.blank:
            index += 1
            continue
        pieces = tokens(line, text)
        if not all(_head_like(piece.words) for piece in pieces) or len(columns) > 12:
            break
        years = [piece for piece in pieces if _YEAR.fullmatch(piece.words)]
        if years and len(years) == len(pieces) == open_years:
            place = len(columns) - open_years
            columns[place:] = [
                Column(column.role, column.head, year) for column, year in zip(columns[place:], years, strict=True)
            ]
            open_years = 0
        else:
            for piece in pieces:
                if columns and piece.words == "号" and columns[-1].head.words == "序":
                    columns[-1] = Column(Role.SEQUENCE, Piece(_over(columns[-1].head, piece), "序号"))
                    continue
                role = _role(piece.words) or Role.OTHER
                if role is Role.CATEGORY and any(column.role is Role.FIGURE for column in columns):
                    role = Role.ATTRIBUTE
                if role is Role.NAME and any(column.role is Role.NAME for column in columns):
                    return None if len(columns) < 3 else _judged(columns, index)
                columns.append(Column(role, piece))
            run = 0
            for column in reversed(columns):
                if column.role is not Role.FIGURE or _YEAR.search(column.head.words):
                    break
                run += 1
            open_years = run
        index += 1
    return _judged(columns, index)


def _head_like(words: str) -> bool:
    return len(words) <= 18 and (look(words) is Look.HEAD or bool(_YEAR.fullmatch(words)) or words in {"序", "号"})


def _judged(columns: Sequence[Column], after: int) -> tuple[tuple[Column, ...], int] | None:
    roles = [column.role for column in columns]
    enough = len(columns) >= 3 and Role.FIGURE in roles and (Role.NAME in roles or Role.UNIT in roles)
    return (tuple(columns), after) if enough else None


def _over(first: Piece, last: Piece) -> Span:
    return Span(first.span.start, last.span.end)


def _table(found: Sequence[Line], first: int, text: str, taken: frozenset[int]) -> Loose | None:
    opened = _heads(found, first, text, taken)
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
        if _ends_table(line):
            break
        repeated = _heads(found, index, text, taken)
        if repeated is not None:
            again += [found[place].inner for place in range(index, repeated[1]) if not found[place].blank]
            last = repeated[1] - 1
            index = repeated[1]
            continue
        reader.take(tokens(line, text), _next_words(found, index))
        last = index
        index += 1
    rows = reader.close()
    if sum(bool(row.figures) for row in rows) < 2:
        return None
    return Loose(first, last, tuple(sorted(_cells(columns, rows, reader.categories), key=_place)), tuple(again))


def _place(cell: Cell) -> tuple[int, int]:
    return cell.span.start, cell.column


def _next_words(found: Sequence[Line], index: int) -> str:
    return next((line.words for line in found[index + 1 :] if not line.blank), "")


def _ends_table(line: Line) -> bool:
    mark = label(line.words)
    if mark is not None and mark.mark in _STOPS and not (mark.mark is Mark.TABLE and len(line.words) < 3):
        return True
    return (len(line.words) > 24 and ("。" in line.words or ends_sentence(line.words))) or len(line.words) > 60


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

    def take(self, pieces: list[Piece], following: str) -> None:
        if self._sequence(pieces, following):
            return
        if self.has_sequence and len(pieces) > 1 and not self.row.figures and pieces[0].words == str(self.counted + 1):
            self.numbers.append(pieces[0])
            self.counted += 1
            pieces = pieces[1:]
        figures = [piece for piece in pieces if look(piece.words) is Look.NUMBER]
        if not figures and not self.row.figures:
            self._words(pieces)
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
        if figures and figures[-1].words[-1:] in {"、", "/", "，"}:
            figures[-1] = Piece(_over(figures[-1], piece), figures[-1].words + piece.words)
        else:
            figures.append(piece)

    def _words(self, pieces: list[Piece]) -> None:
        short = sum(len(piece.words) for piece in pieces) <= 8
        if self.fresh and self.has_category and short and not self.row.words and len(pieces) == 1:
            begins = len(self.rows)
            if self.categories and self.categories[-1][0] == begins:
                self.categories[-1][1].extend(pieces)
            else:
                self.categories.append((begins, pieces))
            return
        if self._tail(pieces):
            self.rows[-1].words += pieces
            return
        self.row.words += pieces
        self.fresh = False

    def _tail(self, pieces: list[Piece]) -> bool:
        """Whether words alone on a line still belong to the row before: a short rest of a long name."""
        if not self.rows or self.row.words or self.numbers or self.fresh:
            return False
        names = [sum(len(piece.words) for piece in row.words) for row in self.rows]
        length = sum(len(piece.words) for piece in pieces)
        # What comes behind the figures is not words of a name; a row is read in the order of its text.
        return self.rows[-1].figures == [] and length * 10 < max(names) * 7

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
    heads = 2 if any(column.part is not None for column in columns) else 1
    for place, column in enumerate(columns):
        yield Cell(0, place, column.head.span, rows=heads if column.part is None else 1)
        if column.part is not None:
            yield Cell(1, place, column.part.span)
    where = {role: [p for p, column in enumerate(columns) if column.role is role] for role in Role}
    own = [number for number, row in enumerate(rows) if where[Role.CATEGORY] and _category(row, where)]
    starts = sorted({*(row for row, _ in categories), *own, len(rows)})
    for row, pieces in categories:
        covered = max(min((start for start in starts if start > row), default=row + 1) - row, 1)
        yield Cell(heads + row, where[Role.CATEGORY][0], _over(pieces[0], pieces[-1]), rows=covered)
    for number, one in enumerate(rows, start=heads):
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
        yield Cell(number, names[0], _over(words[0], words[-1]))
    places = where[Role.FIGURE]
    groups = _figures(row.figures, len(places))
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
    return len(words) > 1 and len(words[0].words) <= 8


def _figures(pieces: Sequence[Piece], count: int) -> list[Span]:
    """The pieces as `count` figures, lost decimal points between two pieces where there are too many."""
    if len(pieces) <= count:
        return [piece.span for piece in pieces]
    best: tuple[Decimal, list[Span]] | None = None
    for firsts in combinations(range(len(pieces)), count):
        if firsts[0] != 0:
            continue
        ends = [*firsts[1:], len(pieces)]
        groups = [pieces[first:end] for first, end in zip(firsts, ends, strict=True)]
        if not all(_one_figure(group) for group in groups):
            continue
        spans = [_over(group[0], group[-1]) for group in groups]
        distance = _distance(groups)
        if best is None or distance < best[0]:
            best = distance, spans
    if best is not None:
        return best[1]
    spans = [piece.span for piece in pieces]
    return [*spans[: count - 1], Span(spans[count - 1].start, spans[-1].end)]


def _one_figure(group: Sequence[Piece]) -> bool:
    if len(group) == 1:
        return not re.fullmatch(r"0\d.*", group[0].words)
    if len(group) > 2:
        return False
    whole, fraction = (piece.words for piece in group)
    return bool(re.fullmatch(r"[^\d]{0,3}\d{1,6}", whole) and re.fullmatch(r"\d{1,4}[%）)]?", fraction))


def _distance(groups: Sequence[Sequence[Piece]]) -> Decimal:
    """How far the figures lie apart: the sum over neighbours of the logarithm of their ratio."""
    values = []
    for group in groups:
        digits = ".".join(re.sub(r"[^\d.]", "", piece.words) for piece in group)
        values.append(Decimal(digits) if re.fullmatch(r"\d+(?:\.\d+)?", digits) else Decimal(0))
    far = Decimal(0)
    for one, other in pairwise(values):
        far += abs((one / other).log10()) if one and other else Decimal(3)
    return far
