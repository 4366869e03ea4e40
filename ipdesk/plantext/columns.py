"""What the columns of a table hold: name, unit, baseline, target of a year, attribute; and what the table is for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ipdesk.plantext.document import Cell, Document, Table
from ipdesk.plantext.horizons import Frame, five_year_plan, ordinal_of
from ipdesk.plantext.normal import View, view


class Role(StrEnum):
    INDEX = "index"
    CATEGORY = "category"
    NAME = "name"
    UNIT = "unit"
    ATTRIBUTE = "attribute"
    TARGET = "target"
    BASELINE = "baseline"
    ACTUAL = "actual"  # what came of the previous period's target
    EXPECTED = "expected"  # that target
    BEFORE = "before"  # the period before the previous one
    GROWTH = "growth"
    OTHER = "other"


class Purpose(StrEnum):
    TARGETS = "targets"
    HISTORY = "history"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Column:
    """`year`: the year its head names; `span_years`: it holds a stretch of years together (“十四五”累计)."""

    role: Role
    head: str
    year: int | None = None
    first: int | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with merged cells spread out: `cells[row, column]`, `words` of a cell as they are read."""

    rows: int
    columns: tuple[Column, ...]
    body: int  # first row below the head
    cells: Mapping[tuple[int, int], Cell]
    views: Mapping[int, View]  # by the start of the cell's span
    purpose: Purpose
    caption: str

    def words(self, row: int, column: int) -> str:
        cell = self.cells.get((row, column))
        return self.views[cell.span.start].text if cell is not None else ""


_NUMERIC: Final = re.compile(
    r"^[≥≤<>=约（(\[〔【+-]*[-+]?\d[\d,]*(?:\.\d+| \d{1,2})?[%‰]?(?:左右|"
    r"以上|以下|以内)?[）)\]〕】]*(?:[、，/（(\[〔].*)?$"
)
PENDING: Final = re.compile(r"^(?:[-—–―/\\…·]+|待.{1,6}|暂无|无|另行.{1,6}|按.{2,10}下达.{0,6}|以.{2,10}为准)$")
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_FIVE: Final = re.compile(r"[“\"]?([一二三四五六七八九十]{1,2})五(?!年)")
_TARGET: Final = re.compile(r"目标|规划值|预期值|预期目标|计划值|规划目标|规划指标|目标值|任务数|任务量|指标值|预期")
_ACTUAL: Final = re.compile(r"完成|实现|实际|达成|现值")
_BASE: Final = re.compile(r"基期|基准|基数|现状|基础值|起始|初始|现有|实现值|完成值|实际值|完成情况|基线|实绩")
_GROWTH: Final = re.compile(r"年均|增长|增速|增幅|变化|累计增|升降|同比|比上年|±|[\[〔（]累计[\]〕）]")
_OVER_YEARS: Final = re.compile(r"年均|年平均|累计")  # what a target over the plan's years together is given in
_OTHER: Final = re.compile(
    r"责任|牵头|部门|配合|主体|备注|说明|来源|评价|进度|得分|"
    r"分值|权重|投资|资金|预算|概算|造价|金额（|地点|位置|经度|"
    r"纬度|时间|期限|年限|内容|措施|任务(?!数|量|目标)|规模|"
    r"标准|方式|联系|电话|姓名|日期"
)


def grid(document: Document, table: Table, frame: Frame) -> Grid | None:
    """The table as rows and columns with their roles, None where it has no numbers below a head."""
    views = {cell.span.start: view(document, cell.span) for cell in table.cells}
    cells: dict[tuple[int, int], Cell] = {}
    # The smaller first: a heading over the whole width never hides the cells of the rows below it.
    for cell in sorted(table.cells, key=lambda one: one.rows * one.columns):
        for r in range(cell.row, cell.row + cell.rows):
            for c in range(cell.column, cell.column + cell.columns):
                cells.setdefault((r, c), cell)
    if not cells:
        return None
    rows, width = max(r for r, _ in cells) + 1, max(c for _, c in cells) + 1
    words = {place: views[cell.span.start].text for place, cell in cells.items()}
    body = _body(words, rows, width)
    if body is None or body == 0:
        return None
    heads = []
    for c in range(width):
        seen: list[str] = []
        for r in range(body):
            text = words.get((r, c), "")
            if text and text not in seen:
                seen.append(text)
        heads.append(" ".join(seen))
    caption = view(document, table.caption).text if table.caption else ""
    columns = [_column(head, frame) for head in heads]
    columns = _named(columns, words, body, rows)
    purpose, columns = _purpose(columns, caption, frame, words, body, rows)
    return Grid(rows, tuple(columns), body, cells, views, purpose, caption)


def _body(words: Mapping[tuple[int, int], str], rows: int, width: int) -> int | None:
    for r in range(rows):
        for c in range(width):
            text = words.get((r, c), "")
            if r and (re.fullmatch(r"(?:约束|预期|指导)性(?:指标)?", text) or re.match(r"1[.．、](?!\d)", text)):
                return r
            if text and _NUMERIC.match(text) and not _YEAR.fullmatch(text) and not re.match(r"\d{4}年", text):
                return r
    for r in range(1, rows):
        if any(PENDING.match(words.get((r, c), "x")) for c in range(width)):
            return r
    return None


def _column(head: str, frame: Frame) -> Column:
    text = head.replace(" ", "")
    year, first = _when(text)
    if re.search(r"序号|编号|^NO\.?$|^号$|行次|代码", text, re.I) and len(text) <= 6:
        return Column(Role.INDEX, head)
    if re.search(r"属性|性质|(?:约束|预期)性", text) and year is None:
        return Column(Role.ATTRIBUTE, head)
    if (
        re.search(r"(?:计量)?单位", text)
        and not re.search(r"责任|牵头|负责|完成单位|实施|主管|配合|承担|建设单位|部门", text)
        and len(text) <= 8
    ):
        return Column(Role.UNIT, head)
    if (
        _GROWTH.search(text)
        or (_OVER_YEARS.search(text) and not _ACTUAL.search(text) and not re.search(r"目标|规划|任务", text))
    ) and not re.search(r"目标值|预期值", text):
        return Column(Role.GROWTH, head, year, first)
    if year is not None or _TARGET.search(text) or _BASE.search(text) or _ACTUAL.search(text):
        if _OTHER.search(text) and not (_TARGET.search(text) or _BASE.search(text) or re.search(r"完成情况", text)):
            return Column(Role.OTHER, head, year)
        return Column(_value_role(text, year, frame), head, year, first)
    if re.search(r"类别|分类|类型|领域|一级|维度|方面|板块", text):
        return Column(Role.CATEGORY, head)
    if re.search(r"指标|名称|项目|内容|事项|指标项", text) and not re.search(r"建设内容|主要内容|任务内容", text):
        return Column(Role.NAME, head)
    return Column(Role.OTHER, head)


def _when(text: str) -> tuple[int | None, int | None]:
    years = [int(y) for y in _YEAR.findall(text)]
    if years:
        return years[-1], years[0] if len(years) > 1 else None
    m = _FIVE.search(text)
    ordinal = ordinal_of(m[1]) if m else None
    if ordinal:
        first, last = five_year_plan(ordinal)
        return last, first
    return None, None


def _value_role(text: str, year: int | None, frame: Frame) -> Role:
    if year is not None and frame.years is not None:
        ahead = year >= frame.years[0] and not (_BASE.search(text) and not _TARGET.search(text))
        if ahead and (_TARGET.search(text) or not _ACTUAL.search(text)):
            return Role.TARGET
        if year < frame.years[0] and not _TARGET.search(text):
            return Role.BASELINE
    if _TARGET.search(text) and not (year is not None and frame.years is not None and year < frame.years[0]):
        return Role.TARGET
    if _TARGET.search(text):
        return Role.EXPECTED
    return Role.BASELINE if year is not None or _BASE.search(text) else Role.ACTUAL


def _named(columns: list[Column], words: Mapping[tuple[int, int], str], body: int, rows: int) -> list[Column]:
    """A table whose head names no column of names takes the one with the most words, left of the values."""
    if any(c.role is Role.NAME for c in columns):
        return columns
    best, length = None, 0
    for i, column in enumerate(columns):
        if column.role not in {Role.OTHER, Role.CATEGORY}:
            continue
        if _OTHER.search(column.head):
            continue
        total = sum(len(re.sub(r"[^\u4e00-\u9fff]", "", words.get((r, i), ""))) for r in range(body, rows))
        if total > length:
            best, length = i, total
    if best is None and any(c.role is Role.TARGET for c in columns):
        tasks = (i for i, c in enumerate(columns) if c.role is Role.OTHER and re.search(r"任务|工作|内容|措施", c.head))
        best = next(tasks, None)  # 任务 | 牵头单位 | 2025年目标: the task is what the targets are of
    if best is not None:
        columns[best] = Column(Role.NAME, columns[best].head)
    return columns


def _purpose(
    columns: list[Column], caption: str, frame: Frame, words: Mapping[tuple[int, int], str], body: int, rows: int
) -> tuple[Purpose, list[Column]]:
    roles = [c.role for c in columns]
    if Role.NAME not in roles:
        return Purpose.OTHER, columns
    past_caption = bool(re.search(r"完成情况|实施情况|执行情况|实现情况|进展情况|达成情况", caption))
    values = [c for c in columns if c.role in {Role.TARGET, Role.EXPECTED, Role.BASELINE, Role.ACTUAL}]
    targets = [c for c in values if c.role is Role.TARGET]
    if not targets and dones_before(columns, frame):
        # 2020年 | 年均增长 | 累计: all that is aimed at lies over the years together.
        targets = [c for c in columns if c.role is Role.GROWTH and _OVER_YEARS.search(c.head)]
    dones = [c for c in values if c.role in {Role.BASELINE, Role.ACTUAL}]
    same_time = (
        targets
        and dones
        and all(
            t.year is None or any((d.year is None and _ACTUAL.search(d.head)) or d.year == t.year for d in dones)
            for t in targets
        )
    )
    over = frame.years is not None and all(c.year is not None and c.year < frame.years[0] for c in values)
    if (
        values
        and any(_ACTUAL.search(c.head) for c in values)
        and (past_caption or over or (same_time and not _early(dones, targets)))
    ):
        return Purpose.HISTORY, [_historic(c, columns) for c in columns]
    if not targets:
        return Purpose.OTHER, columns
    index = [i for i, c in enumerate(columns) if c in targets]
    open_rows = [r for r in range(body, rows) if all(not _given(words.get((r, i), "")) for i in index)]
    sums = [i for i, c in enumerate(columns) if c.role is Role.GROWTH and c not in targets]
    filled_over = [r for r in open_rows if any(_given(words.get((r, i), "")) for i in sums)]
    filled = [words[r, i] for r in range(body, rows) for i in index if words.get((r, i))]
    good = sum(
        1
        for text in filled
        if _NUMERIC.match(text) or PENDING.match(text) or (re.search(r"\d", text) and len(text) <= 16)
    )
    enough = bool(filled_over) or (bool(filled) and good * 2 >= len(filled))
    return (Purpose.TARGETS if enough else Purpose.OTHER), columns


def dones_before(columns: list[Column], frame: Frame) -> bool:
    """Whether a table's other figures all lie before the plan, so that a sum over years can only be meant."""
    years = [c.year for c in columns if c.role is Role.BASELINE]
    return frame.years is not None and all(year is None or year < frame.years[0] for year in years)


def _given(words: str) -> bool:
    """Whether a cell holds a figure and not only a dash or 待定."""
    return bool(re.search(r"\d", words)) and not PENDING.match(words)


def _early(dones: list[Column], targets: list[Column]) -> bool:
    """Whether the figures of what is lie in years before those of what is meant: then they are baselines."""
    return all(d.year is not None or (_BASE.search(d.head) and not _ACTUAL.search(d.head)) for d in dones) and any(
        t.year is None or all(d.year is None or d.year < t.year for d in dones) for t in targets
    )


def _historic(column: Column, columns: list[Column]) -> Column:
    if column.role not in {Role.TARGET, Role.BASELINE, Role.ACTUAL, Role.EXPECTED}:
        return column
    years = [
        c.year
        for c in columns
        if c.year is not None and c.role in {Role.TARGET, Role.BASELINE, Role.ACTUAL, Role.EXPECTED}
    ]
    latest = max(years) if years else None
    if _TARGET.search(column.head) and not _ACTUAL.search(_TARGET.sub("", column.head)):
        return Column(Role.EXPECTED, column.head, column.year, column.first)
    if column.year is not None and latest is not None and column.year < latest:
        return Column(Role.BEFORE, column.head, column.year, column.first)
    return Column(Role.ACTUAL, column.head, column.year, column.first)
