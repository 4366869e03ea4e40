"""Rows of cells put into columns: what a cell looks like tells where it belongs when some are missing."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Final

from ipdesk.plantext.document import Cell, Span


class Look(StrEnum):
    """What a cell looks like."""

    EMPTY = "empty"
    NUMBER = "number"  # with comparator, brackets, percent sign or unit; also a dash or 待… for a missing one
    ATTRIBUTE = "attribute"
    UNIT = "unit"
    HEAD = "head"  # a word that heads a column
    WORDS = "words"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Piece:
    """The words of a cell before it has its column, as they are read, and where they stand."""

    span: Span
    words: str


def over(first: Piece, last: Piece) -> Span:
    """From the beginning of one piece to the end of another."""
    return Span(first.span.start, last.span.end)


_HEADS: Final = re.compile(
    r"序号?|号|编号|(?:指标|项目|任务|工程)?(?:类别|分类|类型|领域|维度|方面|属性|性质|板块|体系)|[一二三]级(?:指标|分类|目录)|"
    r".{0,8}(?:指标|名称|项目|内容|任务|工程)(?:项|名称|内容|体系)?|(?:计量|度量)?单位|.{0,14}(?:值|目标|现状|基期|基数|完成|实绩|预期|"
    r"规划|累计|年均|增速|增长|水平|情况|评价)(?:值|数|率|情况|目标|评价|（.{1,10}）)?|(?:到|至)?\d{4}(?:年|—\d{4}年?|-\d{4}年?)?.{0,6}|"
    r"“?十[一二三四五]五”?(?:时期|期间|末|期末|目标|完成情况)?|备注|(?:牵头|责任|实施|完成)(?:单位|部门|时限|时间|主体)|来源|年份"
)
_ATTRIBUTE: Final = re.compile(r"(?:预期|约束|指导|参考|引导|评价|监测)[性型类]?(?:指标)?")
_DASH: Final = re.compile(r"[-—–─/\\*×]+|待.{1,6}|无|暂无(?:数据)?|/|空缺")
_NUMBER: Final = re.compile(
    r"[（(\[【]?(?:[≥≤><=＝约超逾~]|不?[低少高]于|大于|小于|达到?|超过|突破|约|累计|年均|新增)*[（(]?[+-]?\d[\d,.， ]*"
    r"(?:[%‰万亿千百]|个百分点)*(?:[-—~至到][\d,.]+%?)?[）)\]】]?"
    r"(?:以[上内下]|左右|及以[上下])?(?:[（(][^）)]{0,12}[）)])?[、，/;；]?"
)
_RATIO: Final = re.compile(r"[≥≤><约]?\d+(?:\.\d+)?[:：]\d+(?:\.\d+)?")
_COUNTED: Final = re.compile(
    r"(?:[≥≤><=约超]|不?[低少高]于|达到?)*\d[\d,.]*[万亿]?[^\d，。；]{1,5}(?:以[上内下]|左右)?"
)
_UNIT: Final = re.compile(
    r"(?:[（(])?(?:[百千万亿十]{0,2}(?:个|家|件|项|人次?|次|元|户|所|座|张|条|支|部|台|套|辆|艘|处|宗|起|例|对|册|种|类|场次?|间|栋|片|"
    r"亩|吨|公里|千米|米|平方米|平方公里|立方米|公顷|千瓦时?|度|岁|年|天|小时|分钟?|倍|门|款|股|只|头|人日|标准煤|床位?|学位|车位)"
    r"|%|‰|℃|美元|个百分点|[A-Za-z]{1,4}\d?|微克.{0,5}|毫克.{0,5}|克.{0,4}|无量纲|指数|—)"
    r"(?:[/、，每（(].{1,8})?[）)]?"
)


@cache
def look(words: str) -> Look:
    """What normalised words look like in a table."""
    if not words:
        return Look.EMPTY
    if _DASH.fullmatch(words) or _NUMBER.fullmatch(words) or _RATIO.fullmatch(words):
        return Look.NUMBER
    if _ATTRIBUTE.fullmatch(words):
        return Look.ATTRIBUTE
    if _UNIT.fullmatch(words):
        return Look.UNIT
    if len(words) <= 18 and _HEADS.fullmatch(words):
        return Look.HEAD
    if _COUNTED.fullmatch(words):
        return Look.NUMBER
    if len(words) > 30 and re.search(r"[。；]", words):
        return Look.SENTENCE
    return Look.WORDS


def is_head_row(words: Sequence[str]) -> bool:
    """Whether a row's filled cells name columns: most of them heads, and no plain figure among them."""
    filled = [word for word in words if word]
    heads = sum(look(word) is Look.HEAD for word in filled)
    figures = sum(look(word) is Look.NUMBER and not re.match(r"\d{4}(?:年|$)", word) for word in filled)
    return bool(filled) and heads * 2 > len(filled) and not figures


def grid(rows: Sequence[Sequence[Piece]]) -> tuple[Cell, ...]:
    """Cells with row and column; ragged rows are healed by what the columns hold in the rows that are whole."""
    width = _width(rows)
    heads = _head_rows(rows)
    profile = _profile([row for row in rows[heads:] if len(row) == width] or [row for row in rows if len(row) == width])
    cells: list[Cell] = []
    for number, row in enumerate(rows):
        if number < heads:
            cells += _head_cells(rows, number, width, profile)
        elif len(row) == 1 and width > 2 and look(row[0].words) in {Look.WORDS, Look.HEAD}:
            cells.append(Cell(number, 0, row[0].span, columns=width))  # a line over the whole table: 一、创造
        else:
            places = range(len(row)) if len(row) >= width else _align(row, profile)
            cells += [Cell(number, place, piece.span) for place, piece in zip(places, row, strict=True) if piece.words]
    return _merged(cells, rows, heads)


def _width(rows: Sequence[Sequence[Piece]]) -> int:
    counts = Counter(len(row) for row in rows)
    return max(counts, key=lambda length: (counts[length] if length > 1 else 0, length))


def _head_rows(rows: Sequence[Sequence[Piece]]) -> int:
    """How many rows at the top name columns."""
    count = 0
    for row in rows[:3]:
        if not is_head_row([piece.words for piece in row]):
            break
        count += 1
    return count


Profile = tuple[Counter[Look], ...]


def _profile(whole: Sequence[Sequence[Piece]]) -> Profile:
    """What each column holds, from the rows that have all cells."""
    return tuple(Counter(look(piece.words) for piece in column) for column in zip(*whole, strict=True))


def _align(row: Sequence[Piece], profile: Profile) -> list[int]:
    """The column of each cell of a short row: in order, each where its looks are most at home."""
    width, length = len(profile), len(row)
    if not width:
        return list(range(length))

    def fit(piece: Piece, column: int) -> float:
        counts = profile[column]
        return counts[look(piece.words)] / max(sum(counts.values()), 1)

    # best[i][j]: the best sum for the first i cells in the first j columns; ties go to the right, where targets stand.
    best = [[0.0] * (width + 1) for _ in range(length + 1)]
    for i in range(1, length + 1):
        for j in range(width + 1):
            best[i][j] = -1.0
            if j >= i:
                take = best[i - 1][j - 1] + fit(row[i - 1], j - 1)
                best[i][j] = max(take, best[i][j - 1])
    places = []
    i, j = length, width
    while i:
        if j == i or best[i][j] <= best[i - 1][j - 1] + fit(row[i - 1], j - 1):
            places.append(j - 1)
            i -= 1
        j -= 1
    return places[::-1]


def _head_cells(rows: Sequence[Sequence[Piece]], number: int, width: int, profile: Profile) -> list[Cell]:
    """Heads in one or two rows: a head over several columns has its parts in the row below."""
    row = rows[number]
    if len(row) >= width:
        return [Cell(number, place, piece.span) for place, piece in enumerate(row) if piece.words]
    below = rows[number + 1] if number + 1 < len(rows) else ()
    if number == 0 and is_head_row([piece.words for piece in below]) and len(below) < width:
        spread = _spread(row, len(below), width)
        cells = []
        place = 0
        for piece, columns in zip(row, spread, strict=True):
            cells.append(Cell(number, place, piece.span, columns=columns))
            place += columns
        return cells
    if number == 1 and len(rows[0]) < width:
        spread = _spread(rows[0], len(row), width)
        starts = [sum(spread[:index]) for index in range(len(spread))]
        free = [
            start + offset
            for start, columns in zip(starts, spread, strict=True)
            for offset in range(columns)
            if columns > 1
        ]
        if len(free) == len(row):
            return [Cell(number, place, piece.span) for place, piece in zip(free, row, strict=True)]
    # Parts of heads without the blank cells beside them: they belong where the figures stand.
    figures = [place for place, held in enumerate(profile) if held and held.most_common(1)[0][0] is Look.NUMBER]
    figures = [place for place in figures if place or "序号" not in rows[0][0].words]
    chosen = figures[-len(row) :] if number and len(figures) >= len(row) else list(range(len(row)))
    return [Cell(number, place, piece.span) for place, piece in zip(chosen, row, strict=True) if piece.words]


def _spread(row: Sequence[Piece], below: int, width: int) -> list[int]:
    """How many columns each head covers, so that those over several hold just the parts of the row below."""
    extra = width - len(row)
    if extra <= 0:
        return [1] * len(row)

    def figures(piece: Piece) -> bool:
        return bool(re.search(r"值|目标|年|规划|完成|情况|预期|现状", piece.words)) and "指标" not in piece.words[-2:]

    able = [index for index, piece in enumerate(row) if figures(piece)] or [len(row) - 1]
    shared = next((count for count in range(1, len(able) + 1) if below == extra + count), 1)
    chosen = able[-shared:]
    spread = [1] * len(row)
    for turn in range(extra):
        spread[chosen[turn % len(chosen)]] += 1
    return spread


def _merged(cells: list[Cell], rows: Sequence[Sequence[Piece]], heads: int) -> tuple[Cell, ...]:
    """Cells over several rows: a head above blank heads, a category above blank cells of the first columns."""
    filled = {(cell.row, cell.column) for cell in cells}
    covered = {(cell.row, cell.column + more) for cell in cells for more in range(cell.columns)}
    words = {(number, place): piece.words for number, row in enumerate(rows) for place, piece in enumerate(row)}
    body = [cell for cell in cells if cell.row >= heads]
    numeric = {cell.column for cell in body if look(words.get((cell.row, cell.column), "")) is Look.NUMBER}
    grown = []
    for cell in cells:
        more = cell.rows
        last = heads if cell.row < heads else len(rows)
        category = cell.row >= heads and cell.column not in numeric and cell.column < 2 and cell.columns == 1
        if cell.row < heads or category:
            while cell.row + more < last and (cell.row + more, cell.column) not in covered:
                if not any((cell.row + more, column) in filled for column in range(cell.column + 1, cell.column + 12)):
                    break
                more += 1
        grown.append(replace(cell, rows=more, columns=cell.columns + _parts(cell, heads, covered, filled)))
    return tuple(grown)


def _parts(cell: Cell, heads: int, covered: set[tuple[int, int]], filled: set[tuple[int, int]]) -> int:
    """How many blank heads to the right belong to a head: those that have parts below, as it has itself."""
    if cell.row != 0 or heads < 2 or (1, cell.column) not in filled:
        return 0
    more = 0
    place = cell.column + cell.columns
    while (0, place + more) not in covered and (1, place + more) in filled:
        more += 1
    return more


def stride(words: Sequence[str]) -> int:
    """The number of columns of a table whose cells come one after the other without rows, 0 if it cannot be told.

    Sequence numbers tell it best: 1, 2, 3 … at one distance. Else the distance at which cells look alike.
    """
    for first, word in enumerate(words[:14]):
        if word not in {"1", "1.", "一"}:
            continue
        seconds = [
            place for place in range(first + 2, min(first + 16, len(words))) if words[place] in {"2", "2.", "二"}
        ]
        for second in seconds:
            width = second - first
            if first % width == 0 and (second + width >= len(words) or words[second + width] in {"3", "3.", "三"}):
                return width
    looks = [look(word) for word in words]
    best, found = 0.0, 0
    for width in range(2, min(12, len(words) // 2) + 1):
        if len(words) % width:
            continue
        body = looks[width:]
        alike = sum(one is other for one, other in zip(body, body[width:], strict=False))
        pairs = max(len(body) - width, 1)
        columns = [Counter(body[place::width]) for place in range(width)]
        numeric = sum(column.most_common(1)[0][0] is Look.NUMBER for column in columns if column)
        share = alike / pairs if numeric and numeric < width and is_head_row(words[:width]) else 0.0
        if share > best + 0.02:
            best, found = share, width
    return found if best >= 0.6 else 0
