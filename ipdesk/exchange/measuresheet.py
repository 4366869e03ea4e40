"""A 分工方案 in Excel as lines of texts: which columns there are, what stands in each row. Its meaning is asked later.

Headings differ from office to office; columns are known by them, in any order, below any title. Sheets without a
column of measures are passed over.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ipdesk.exchange.raw import RawBook, RawCell, RawSheet, column_letters
from ipdesk.exchange.words import folded

#: What a heading means, without blanks and brackets.
MEASURE_HEADINGS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("编号", "举措编号", "任务编号", "number", "id"), "id"),
    **dict.fromkeys(("序号", "no", "no."), "no"),
    **dict.fromkeys(("任务来源", "来源", "规划出处", "source", "sourceintheplan"), "source"),
    **dict.fromkeys(
        ("重点任务", "主要任务", "工作任务", "任务", "任务名称", "规划任务", "目标任务", "工作内容", "task"), "task"
    ),
    **dict.fromkeys(
        ("具体举措", "工作举措", "主要举措", "年度举措", "重点举措", "具体措施", "工作措施", "主要措施", "年度措施",
         "工作要求", "举措", "措施", "分工事项", "measure"), "title",
    ),
    **dict.fromkeys(("年度目标", "工作目标", "目标要求", "预期目标", "年度工作目标", "goal", "goaloftheyear"), "goal"),
    **dict.fromkeys(("目标值", "数量", "目标数", "年度目标值", "quantity"), "quantity"),
    **dict.fromkeys(("计量单位", "unitofmeasure"), "unit"),
    **dict.fromkeys(
        ("牵头单位", "责任单位", "牵头部门", "主办单位", "责任部门", "牵头责任单位", "牵头", "leadunit", "lead"), "lead"
    ),
    **dict.fromkeys(
        ("配合单位", "参与单位", "协办单位", "配合部门", "协同单位", "配合", "supportingunits", "support"), "support"
    ),
    **dict.fromkeys(("责任人", "责任人及联系方式", "联系人", "联系人及联系方式", "personandtelephone"), "person"),
    **dict.fromkeys(("完成时限", "时限", "完成时间", "时间要求", "时间节点", "办结时限", "deadline"), "deadline"),
    **dict.fromkeys(("备注", "说明", "note", "remark"), "note"),
}  # fmt: skip
#: How far down headings may stand.
_HEAD_ROWS: Final = 12


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell of a line: its text as it stands, and its address."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A row below the headings. `cells` by column code; `others` are texts in columns whose heading says nothing."""

    sheet: str
    row: int
    cells: Mapping[str, SheetCell]
    others: tuple[str, ...] = ()

    def text(self, column: str) -> str:
        cell = self.cells.get(column)
        return cell.text if cell else ""

    def address(self, column: str) -> str:
        """Where the cell of a column is or would be: `B7`; the row alone for a column that the sheet lacks."""
        cell = self.cells.get(column)
        return cell.address if cell else str(self.row)


@dataclass(frozen=True, slots=True)
class MeasureSheet:
    """A sheet that holds measures. `columns` are the codes of its columns, with their letters."""

    name: str
    columns: Mapping[str, str]
    lines: tuple[SheetLine, ...]
    unknown: tuple[str, ...] = field(default=())  # headings that say nothing here, with something below them


def measure_sheets(book: RawBook) -> tuple[MeasureSheet, ...]:
    """The visible sheets with a column of tasks or measures and one of units or deadlines."""
    found = []
    for sheet in book.sheets:
        head = _heading(sheet) if sheet.state == "visible" else None
        if head is not None:
            found.append(_read(sheet, *head))
    return tuple(found)


def _heading(sheet: RawSheet) -> tuple[int, dict[int, str]] | None:
    """The row with the most known headings, and its columns; where one is named twice, the first counts."""
    best: tuple[int, dict[int, str]] | None = None
    for number in range(1, _HEAD_ROWS + 1):
        columns: dict[int, str] = {}
        for cell in sheet.cells:
            if cell.row == number and cell.kind == "s":
                code = MEASURE_HEADINGS.get(_heading_word(cell.text), "")
                if code and code not in columns.values():
                    columns[cell.column] = code
        codes = set(columns.values())
        holds = codes & {"task", "title"} and codes & {"lead", "support", "deadline"}
        if holds and (best is None or len(columns) > len(best[1])):
            best = (number, columns)
    return best


def _heading_word(text: str) -> str:
    """A heading without blanks and without what stands in brackets: 牵头单位（责任单位） is 牵头单位."""
    word = folded(text).replace("(", "（").replace(")", "）")
    return word.partition("（")[0].rstrip("*＊:：")


def _read(sheet: RawSheet, head_row: int, columns: dict[int, str]) -> MeasureSheet:
    heads = {cell.column: cell.text.strip() for cell in sheet.cells if cell.row == head_row}
    rows: dict[int, list[RawCell]] = {}
    for cell in sheet.cells:
        if cell.row > head_row and cell_text(cell):
            rows.setdefault(cell.row, []).append(cell)
    lines = tuple(_line(sheet.name, row, cells, columns) for row, cells in sorted(rows.items()))
    used = {cell.column for cells in rows.values() for cell in cells}
    unknown = tuple(heads.get(place, column_letters(place)) for place in sorted(used - columns.keys()))
    letters = {code: column_letters(place) for place, code in columns.items()}
    return MeasureSheet(sheet.name, letters, lines, unknown)


def _line(sheet: str, row: int, cells: list[RawCell], columns: Mapping[int, str]) -> SheetLine:
    known = {columns[cell.column]: SheetCell(cell_text(cell), cell.address) for cell in cells if cell.column in columns}
    return SheetLine(sheet, row, known, tuple(cell_text(cell) for cell in cells if cell.column not in columns))


def cell_text(cell: RawCell) -> str:
    """A cell's text with its line ends, without blanks around; the day alone of a date."""
    text = cell.text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
    if cell.kind == "d":
        text = text[:10]
    return text.strip().strip("\u200b\u3000\xa0").strip()
