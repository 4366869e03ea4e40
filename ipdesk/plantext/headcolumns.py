"""The columns of a table whose rules are gone, told by the words that head them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from ipdesk.plantext.document import Span
from ipdesk.plantext.tablegrid import Look, Piece, look, over
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
_YEAR: Final = re.compile(r"\d{4}年?")
_PERIOD: Final = re.compile(r"\d{4}年|“?十[一二三四五六]五”?(?:时期|期间|末|期末)?")
_LATIN: Final = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]{2,}")


_LONG: Final = 2000  # a line of more characters is no row of a table


@dataclass(frozen=True, slots=True)
class Column:
    role: Role
    head: Piece
    part: Piece | None = None  # the year under 基期值, in a second row of heads


def tokens(line: Line, text: str) -> list[Piece]:
    """The pieces of a line that blanks part. A blank inside brackets, after a comma, before 年 or / parts nothing."""
    raw = text[line.inner.start : line.inner.end]
    if len(raw) > _LONG:
        return [Piece(line.inner, line.words)]
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
            or after[0] in ")）、，,ꎬ"
            or re.match(r"[/／]\S", after)
            or (before[-1].isdigit() and after[0] in "%％")
            or (after[0] == "年" and re.search(r"(?<!\d)\d{4}$", before))
            or (_LATIN.fullmatch(raw[cuts[-1] : gap.start()]) and "\u4e00" <= after[0] <= "\u9fff")
        ):
            continue
        cuts += [gap.start(), gap.end()]
    cuts.append(len(raw))
    start = line.inner.start
    spans = [Span(start + one, start + other) for one, other in zip(cuts[::2], cuts[1::2], strict=True) if other > one]
    pieces = [Piece(span, words) for span in spans if (words := reads(text, span))]
    if len(pieces) > 1 and all(len(piece.words) == 1 and "\u4e00" <= piece.words <= "\u9fff" for piece in pieces):
        return [Piece(over(pieces[0], pieces[-1]), "".join(piece.words for piece in pieces))]  # 指 标
    return pieces


def _role(words: str) -> Role | None:
    return next((role for role, pattern in _ROLES if pattern.fullmatch(words)), None) if len(words) <= 18 else None


def heads(found: Sequence[Line], first: int, text: str, taken: frozenset[int]) -> tuple[tuple[Column, ...], int] | None:
    """The columns named from line `first` on, and the line after their heads; None where no table begins."""
    columns: list[Column] = []
    index = first
    alone = True  # a head a line
    open_years = 0  # heads of figures that may have their year below
    while index < len(found) and index not in taken:
        line = found[index]
        if line.blank:
            index += 1
            continue
        pieces = tokens(line, text)
        alone = alone and len(pieces) == 1
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
                    columns[-1] = Column(Role.SEQUENCE, Piece(over(columns[-1].head, piece), "序号"))
                    continue
                role = _role(piece.words) or Role.OTHER
                if role is Role.CATEGORY and any(column.role is Role.FIGURE for column in columns):
                    role = Role.ATTRIBUTE
                if role is Role.NAME and any(column.role is Role.NAME for column in columns):
                    if not (alone and any(column.role is Role.FIGURE for column in columns)):
                        return None if len(columns) < 3 else _judged(columns, index)
                    role = Role.OTHER  # 指标 of 指标属性 on two lines
                columns.append(Column(role, piece))
            run = 0
            for column in reversed(columns):
                if column.role is not Role.FIGURE or _YEAR.search(column.head.words):
                    break
                run += 1
            open_years = run
        index += 1
    width = _width(found, index, text) if alone and len(columns) > 1 else 0
    return _judged(_fitted(columns, width) if width else columns, index)


def _width(found: Sequence[Line], first: int, text: str) -> int:
    """The number of columns of a table with a cell a line: how far its sequence numbers lie apart; 0 if unknown."""
    words: list[str] = []
    for line in found[first : first + 80]:
        if line.blank:
            continue
        pieces = tokens(line, text)
        words.append("".join(piece.words for piece in pieces))
        if words[0] != "1":
            return 0
    if words[:1] != ["1"]:
        return 0
    return next((place for place in range(3, min(len(words), 13)) if words[place] == "2"), 0)


def _fitted(columns: list[Column], width: int) -> list[Column]:
    """Heads made as many as there are columns: years below 基期值, heads that were broken over two lines."""
    fitted = list(columns)
    years = [column for column in fitted if _YEAR.fullmatch(column.head.words)]
    plain = [column for column in fitted if column.role is Role.FIGURE and not _YEAR.search(column.head.words)]
    if years and len(fitted) - len(years) == width and len(years) == len(plain) and fitted[-len(years) :] == years:
        below = iter(years)
        return [
            replace(one, part=next(below).head) if one in plain else one for one in fitted[: len(fitted) - len(years)]
        ]
    place = 0
    while len(fitted) > width and place + 1 < len(fitted):
        first, second = fitted[place], fitted[place + 1]
        broken = (_PERIOD.fullmatch(first.head.words) and second.role is Role.FIGURE) or (
            first.role is Role.OTHER and second.role is Role.ATTRIBUTE
        )
        if broken and not _PERIOD.fullmatch(second.head.words):
            words = first.head.words + second.head.words
            fitted[place : place + 2] = [Column(second.role, Piece(over(first.head, second.head), words))]
        place += 1
    return fitted


def _head_like(words: str) -> bool:
    return len(words) <= 18 and (look(words) is Look.HEAD or bool(_YEAR.fullmatch(words)) or words in {"序", "号"})


def _judged(columns: Sequence[Column], after: int) -> tuple[tuple[Column, ...], int] | None:
    roles = [column.role for column in columns]
    enough = len(columns) >= 3 and Role.FIGURE in roles and (Role.NAME in roles or Role.UNIT in roles)
    return (tuple(columns), after) if enough else None


def head_rows(columns: Sequence[Column]) -> int:
    return 2 if any(column.part is not None for column in columns) else 1
