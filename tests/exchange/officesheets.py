"""The sheets beside the form as a person fills them in with an office program, done by LibreOffice without a window.

`python -m tests.exchange.officesheets` does it anew and keeps the files in `tests/data/exchange/sheets`.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal as D
from pathlib import Path
from typing import Final

from ipdesk.exchange.envelope import Envelope, EnvelopeKind
from ipdesk.exchange.gathersheet import WORDS, GatherMark, GatherSheet, SheetRow
from ipdesk.exchange.gathersheet import sheet_bytes as gather_bytes
from ipdesk.exchange.tables import Sheet, TableColumn, table_bytes
from ipdesk.exchange.targetsheet import TargetRow, TargetSheet
from ipdesk.exchange.targetsheet import sheet_bytes as target_bytes
from ipdesk.exchange.tasksheet import task_table
from tests.exchange import office

DATA: Final = office.DATA / "sheets"
CREATED: Final = date(2026, 10, 20)

TARGETS: Final = (
    TargetRow("stations-2030", "知识产权保护工作站数量", "家", "≥200家", D(34), "≥36家", {2027: D(35), 2030: D(36)}),
    TargetRow("cases-2030", "知识产权纠纷调解案件数", "件", "≥8,000件", None, "≥728件", {2027: D(291), 2030: D(728)}),
    TargetRow("pledge-2030", "质押融资登记金额", "亿元", "≥2,500亿元", None, "≥227.28亿元",
              {2027: D("90.91"), 2030: D("227.28")}, 2),
    TargetRow("firms-2030", "公共服务企业数量", "家", "≥3万家", None, "≥2,728家", {2030: D(2728)}),
)  # fmt: skip
GATHER_MARK: Final = GatherMark("sz-155", "440300", "440304", "2026-Q3", "main", "real", "沙头街道")
GATHER_ROWS: Final = (
    SheetRow("stations", "知识产权保护工作站数量", "家", D(12), "区级以上挂牌"),
    SheetRow("cases", "知识产权纠纷调解案件数", "件", D(40)),
    SheetRow("pledge", "质押融资登记金额", "亿元", D("1.5")),
    SheetRow("t1", "任务1 建设保护工作站", WORDS, "已印发方案。", words=True),
)
TASK_ROWS: Final = (
    {"subject": "2026-t4-1", "task": "4.构建协同保护格局", "title": "新建保护工作站并规范运行", "goal": "不少于1家"},
    {"subject": "2026-t15-1", "task": "15.打造金融生态试验区", "title": "组织银企对接", "goal": "全年不少于4场",
     "order": "2026-1", "asked": "请说明能否按期完成。", "reply_due": "2026-11-10"},
    {"subject": "2026-t15-1", "task": "15.打造金融生态试验区", "title": "组织银企对接", "goal": "全年不少于4场",
     "order": "2026-2", "asked": "请报参会企业数。", "reply_due": "2026-11-20"},
)  # fmt: skip


def target_sheet() -> bytes:
    """A 征求意见表: rows 6 to 9 the targets, 10 to 14 the whole; J 意见, K 建议值, L 理由."""
    envelope = Envelope("sz-155", "440300", "440304", "", "", 1, "real", "ab" * 32, EnvelopeKind.TARGETS)
    sheet = TargetSheet("目标分解征求意见表", "单位：福田区", ("请于11月5日前反馈。",), TARGETS, asked=True)
    return target_bytes(sheet, None, envelope, created=CREATED)


def gather_sheet() -> bytes:
    """A 数据提供表: rows 5 to 8; F 本期, G 说明, H 提供人, I 日期."""
    sheet = GatherSheet(GATHER_MARK, "福田区", "深圳知识产权“十五五”规划", GATHER_ROWS, "10月8日", "李敏")
    return gather_bytes(sheet, created=CREATED)


def task_sheet() -> bytes:
    """A 督办单: rows 4 to 6, 填表人 and 填报日期 in rows 7 and 8; K 状态 … T 申请销号."""
    envelope = Envelope("sz-155", "440300", "440304", "", "tasks", 1, "real", "", EnvelopeKind.PACKAGES)
    table = task_table("任务督办单", "福田区", TASK_ROWS, ("规划：某规划",), fill=True)
    return table_bytes((table,), created=CREATED, envelope=envelope)


def measure_sheet() -> bytes:
    """A 分工方案: rows 4 and 5; G 完成时限."""
    heads = ("编号", "重点任务", "具体举措", "年度目标", "牵头单位", "配合单位", "完成时限")
    rows = (
        ("2026-t4-1", "4.构建协同保护格局", "新建保护工作站", "不少于1家", "各区", "市中级人民法院", "2026年12月底前"),
        ("2026-t15-1", "15.打造金融生态试验区", "组织银企对接", "不少于4场", "福田区、南山区", "", "2026年底"),
    )
    return table_bytes((Sheet("分工方案", tuple(TableColumn(head) for head in heads), rows),), created=CREATED)


def matrix_sheet() -> bytes:
    """A 分解表 of two targets and three units: rows 4 and 5; E to G the units."""
    heads = ("编号", "目标", "计量单位", "总目标", "福田区", "罗湖区", "盐田区", "合计")
    rows = (
        ("mediation-cases-2030", "知识产权纠纷调解案件数", "件", "≥8,000件", D(728), D(728), D(728), D(2184)),
        ("protection-stations-2030", "知识产权保护工作站数量", "家", "≥200家", D(19), D(19), D(18), D(56)),
    )
    return table_bytes((Sheet("目标分解表", tuple(TableColumn(head) for head in heads), rows),), created=CREATED)


@dataclass(frozen=True, slots=True)
class Done:
    """What is done to a sheet (Basic; `sheet` is its first) and how it is saved."""

    source: str
    does: tuple[str, ...]
    saves: tuple[str, ...] = ("xlsx",)


def _typed(**cells: str | int | float) -> tuple[str, ...]:
    return tuple(
        f'sheet.getCellRangeByName("{place}").' + (f'String = "{said}"' if isinstance(said, str) else f"Value = {said}")
        for place, said in cells.items()
    )


ACTIONS: Final[Mapping[str, Done]] = {
    "targets_filled": Done(
        "targets",
        (*_typed(J6="同意", J7="不同意", K7=650, L7="受理能力不足，建议调减。", J8="不同意", K8=200.5, L8="基数偏高",
                 J9="不同意", K9="2500-2600", L9="按区间", D10="不同意", D11="其余无意见", D12="李敏",
                 D13="0755-00000001", D14="2026年10月28日"),),
        ("xlsx", "xls"),
    ),
    "targets_typed_date": Done(
        "targets", (*_typed(D10="无意见"), 'TypeDate(document, sheet, "D14", "2026-10-28")',
                    'sheet.getCellRangeByName("K7").Formula = "=600+50"', *_typed(J7="不同意", L7="测算")),
    ),
    "targets_sorted": Done(
        "targets", (*_typed(J7="不同意", K7=650, L7="调减", D10="不同意"), 'sheet.unprotect("")',
                    'SortRows(sheet, "A6:L9", 2)'),
    ),
    "targets_sorted_visible": Done(
        "targets", (*_typed(J7="不同意", K7=650, L7="调减", D10="不同意"), 'sheet.unprotect("")',
                    'SortRows(sheet, "B6:L9", 0)'),
    ),
    "targets_row_copied": Done(
        "targets", (*_typed(J7="不同意", K7=650, L7="调减", D10="同意"), 'sheet.unprotect("")',
                    "CopyRow(sheet, 7, 9)"),
    ),
    "gather_filled": Done(
        "gather", _typed(F5=13, G5="新增1家", H5="周敏", I5="2026-10-06", F6="约45件", F7=1.62, F8="已挂牌运行。",
                         E10="周敏", G10="0755-00000002", I10="2026年10月7日"), ("xlsx", "xls")),
    "gather_sorted": Done("gather", (*_typed(F5=13, F6=45, F7=1.62), 'SortRows(sheet, "A5:J8", 2)')),
    "gather_sorted_visible": Done("gather", (*_typed(F5=13, F6=45, F7=1.62), 'SortRows(sheet, "B5:J8", 0)')),
    "tasks_filled": Done(
        "tasks", _typed(K4="正常推进", L4=2, M4="已建成2家。", K5="滞后", L5="3场", M5="已办3场。", N5="场地受限",
                        P5="12月补办", S5="12月20日前办结。", S6="参会企业126家。", B7="李敏", B8="2026年10月28日"),
        ("xlsx", "xls")),
    "matrix_edited": Done(
        "matrix", (*_typed(E5=25), 'sheet.getCellRangeByName("G5").Formula = "=20-8"', *_typed(F4="740件"),
                   'SortRows(sheet, "A4:H5", 0)'), ("xlsx", "xls")),
    "measures_edited": Done(
        "measures", (*_typed(D4="不少于2家", G5="2026年11月底前"), 'SortRows(sheet, "A4:G5", 1)'), ("xlsx", "xls")),
}  # fmt: skip
SOURCES: Final = {
    "targets": target_sheet,
    "gather": gather_sheet,
    "tasks": task_sheet,
    "measures": measure_sheet,
    "matrix": matrix_sheet,
}

_MACRO: Final = """
Sub SortRows(sheet, area, field)
    Dim fields(0) As New com.sun.star.table.TableSortField
    Dim order(1) As New com.sun.star.beans.PropertyValue
    fields(0).Field = field
    fields(0).IsAscending = False
    order(0).Name = "SortFields"
    order(0).Value = fields()
    order(1).Name = "ContainsHeader"
    order(1).Value = False
    sheet.getCellRangeByName(area).sort(order())
End Sub

Sub CopyRow(sheet, source, goal)
    cells = sheet.getCellRangeByPosition(0, source - 1, 40, source - 1)
    sheet.copyRange(sheet.getCellByPosition(0, goal - 1).CellAddress, cells.RangeAddress)
End Sub

Sub TypeDate(document, sheet, address, text)
    Dim where As New com.sun.star.lang.Locale
    cell = sheet.getCellRangeByName(address)
    cell.NumberFormat = document.NumberFormats.getStandardFormat(com.sun.star.util.NumberFormat.DATE, where)
    cell.Formula = text
End Sub

Function Setting(name, content)
    Dim one As New com.sun.star.beans.PropertyValue
    one.Name = name
    one.Value = content
    Setting = one
End Function

Sub Run
{jobs}
End Sub
"""
_JOB: Final = """
    document = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, Array(Setting("Hidden", True)))
    sheet = document.Sheets.getByIndex(0)
{actions}
    document.calculateAll()
{stores}
    document.close(True)
"""
_STORE: Final = '    document.storeToURL("{made}", Array(Setting("FilterName", "{filter}")))'
_FILTERS: Final = {"xlsx": "Calc MS Excel 2007 XML", "xls": "MS Excel 97"}


def run(folder: Path) -> None:
    """Write the sheets, let LibreOffice fill them in, keep its files in `folder`."""
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        for name, made in SOURCES.items():
            (work / f"{name}.xlsx").write_bytes(made())
        jobs = [
            _JOB.format(
                source=(work / f"{done.source}.xlsx").as_uri(),
                actions="\n".join(f"    {action}" for action in done.does),
                stores="\n".join(
                    _STORE.format(made=(folder / f"{name}.{ending}").as_uri(), filter=_FILTERS[ending])
                    for ending in done.saves
                ),
            )
            for name, done in ACTIONS.items()
        ]
        office.basic(work, _MACRO.format(jobs="\n".join(jobs)))


if __name__ == "__main__":
    DATA.mkdir(parents=True, exist_ok=True)
    run(DATA)
    print("\n".join(sorted(path.name for path in DATA.iterdir())))
