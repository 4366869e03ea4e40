"""督办单: the workbook in which a unit tells of its tasks and answers orders, outside the forms of a period.

A row a task, further rows for further orders on it. The left part is issued, the right part is written in; what stays
empty says nothing. Rows are known by the number of the task and of the order, columns by their headings, so a file that
any program saved is read. Headings are content of the office's file, the same in every language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ipdesk.domain.measure import due_of
from ipdesk.exchange.measuresheet import cell_text
from ipdesk.exchange.raw import RawBook, RawCell, RawSheet
from ipdesk.exchange.tables import Sheet, TableColumn
from ipdesk.exchange.words import READ_STATE, folded

#: Columns by code: what is issued, then what is written in.
ISSUED: Final[Mapping[str, tuple[str, float]]] = {
    "subject": ("编号", 13), "task": ("重点任务", 18), "title": ("具体举措", 26), "role": ("牵头或配合", 8),
    "goal": ("年度目标", 16), "deadline": ("完成时限", 13), "last": ("上次所报进展", 26), "order": ("督办编号", 10),
    "asked": ("督办要求", 30), "reply_due": ("答复时限", 13),
}  # fmt: skip
WRITTEN: Final[Mapping[str, tuple[str, float]]] = {
    "state": ("状态", 11), "quantity": ("已完成数量", 10), "text": ("当前进展", 32), "problem": ("存在问题", 18),
    "cause": ("原因", 15), "next": ("下一步措施", 18), "coordinate": ("需协调事项", 15), "evidence": ("佐证材料", 15),
    "reply": ("督办答复", 30), "apply": ("申请销号", 9),
}  # fmt: skip
#: What the columns that are written in are called where they only show what was told: words that the reader leaves.
_TOLD: Final[Mapping[str, str]] = {
    "state": "所报状态", "quantity": "所报数量", "text": "所报进展", "problem": "所报问题", "cause": "所报原因",
    "next": "所报下一步措施", "coordinate": "所报需协调事项", "evidence": "所报佐证材料", "reply": "所作督办答复",
    "apply": "所作销号申请",
}  # fmt: skip
_STATES: Final = ("已完成", "正常推进", "滞后", "未启动", "长期坚持")
_HEADINGS: Final = {name: code for code, (name, _width) in (*ISSUED.items(), *WRITTEN.items())}
_FILLED_BY: Final = "填表人"
_FILLED_ON: Final = "填报日期"
YES: Final = frozenset({"是", "申请", "√", "yes", "y"})
_HEAD_ROWS: Final = 12


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """What was written on a row: texts by column code, only those with content; `row` counts from 1."""

    row: int
    subject: str
    order: str
    cells: Mapping[str, str]


def task_table(
    title: str, scope: str, rows: Sequence[Mapping[str, str]], notes: tuple[str, ...], *, fill: bool
) -> Sheet:
    """The sheet as a table; without `fill` it only shows what was told, under other headings."""
    said = WRITTEN if fill else {code: one for code, one in WRITTEN.items() if any(row.get(code) for row in rows)}
    choices = {"state": _STATES, "apply": ("是",)}
    columns = [(code, TableColumn(name, width=width)) for code, (name, width) in ISSUED.items()]
    columns += [
        (code, TableColumn(name, width=width, filled=True, choices=choices.get(code, ())))
        if fill
        else (code, TableColumn(_TOLD[code], width=width))
        for code, (name, width) in said.items()
    ]
    return Sheet(
        title=title,
        columns=tuple(column for _code, column in columns),
        rows=tuple(tuple(row.get(code, "") or None for code, _column in columns) for row in rows),
        name="任务督办单" if fill else "任务进展",
        scope=scope,
        notes=notes,
        blanks=(f"{_FILLED_BY}：", f"{_FILLED_ON}：") if fill else (),
        kept=3,
    )


def written_lines(book: RawBook) -> tuple[tuple[WrittenLine, ...], str, str]:
    """The rows on which anything was written, who filled the sheet in, and the ISO day that it says; empty when it
    does not.
    """
    for sheet in book.sheets:
        head = _heading(sheet) if sheet.state == "visible" else None
        if head is not None:
            day = due_of(_foot(sheet, _FILLED_ON), 1)
            return _lines(sheet, *head), _foot(sheet, _FILLED_BY), day.isoformat() if day and day.year > 1 else ""
    return (), "", ""


def read_state(text: str) -> str:
    """The code of a state in words; empty when it is none."""
    state = READ_STATE.get(folded(text))
    return state.value if state else ""


def _heading(sheet: RawSheet) -> tuple[int, dict[int, str]] | None:
    for number in range(1, _HEAD_ROWS + 1):
        columns = {
            cell.column: _HEADINGS[word]
            for cell in sheet.cells
            if cell.row == number and (word := folded(cell.text)) in _HEADINGS
        }
        if "subject" in columns.values() and set(columns.values()) & set(WRITTEN):
            return number, columns
    return None


def _lines(sheet: RawSheet, head: int, columns: Mapping[int, str]) -> tuple[WrittenLine, ...]:
    rows: dict[int, dict[str, str]] = {}
    for cell in sheet.cells:
        if cell.row > head and cell.column in columns and (text := cell_text(cell)):
            rows.setdefault(cell.row, {})[columns[cell.column]] = _shown(cell, text)
    found = []
    for row, cells in sorted(rows.items()):
        written = {code: text for code, text in cells.items() if code in WRITTEN}
        if cells.get("subject") and written:
            found.append(WrittenLine(row, cells["subject"], cells.get("order", ""), written))
    return tuple(found)


def _shown(cell: RawCell, text: str) -> str:
    return text[:10] if cell.kind == "d" else text


def _foot(sheet: RawSheet, label: str) -> str:
    """What stands behind a label at the foot, in its cell or in the one beside it."""
    for cell in sheet.cells:
        text = cell_text(cell)
        if text.startswith(label):
            said = text.removeprefix(label).lstrip("：: ").strip()
            beside = sheet.grid().get((cell.row, cell.column + 1))
            return said or (cell_text(beside) if beside else "")
    return ""
