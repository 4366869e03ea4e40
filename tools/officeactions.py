"""What people do to a form in an office program: the form, the actions, and their doing by LibreOffice.

An action is a list of Basic statements; `@stations.value@` stands for the address of a cell, `@row:stations@` for the
number of a row, `@col:value@` for the letters of a column and `@at:value@` for its number counted from 0. What
LibreOffice cannot do (pictures in cells, links with kept results) is done on the XML.
"""

import io
import os
import re
import signal
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal as D
from pathlib import Path
from typing import Final

from ipdesk.domain.form import Answers, Approval, Form, FormRow, RowTarget, TaskProgress, TaskRow, TaskState
from ipdesk.domain.indicator import Entry, Supply
from ipdesk.domain.target import Comparator, TargetKind
from ipdesk.domain.value import Outlook, Value, ValueStatus
from ipdesk.domain.verdict import standard_checks
from ipdesk.exchange.envelope import Envelope, EnvelopeKind
from ipdesk.exchange.identity import identify
from ipdesk.exchange.intake import take_in
from ipdesk.exchange.marks import parse_row_mark
from ipdesk.exchange.raw import column_letters
from ipdesk.exchange.writer import form_bytes
from ipdesk.exchange.zipped import packed

CREATED: Final = date(2026, 10, 1)
FUTIAN: Final = "440304"
NANSHAN: Final = "440305"
#: Sheet, row and column by their codes.
CellName = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Action:
    """`does` in Basic, `after` on the saved bytes; `saves` the kind of file that is kept.

    `meant` are the cells that the person changed, with what then stands there (empty: emptied). `forms` are the units
    and periods that the file holds, `tells` whether the person's doing leaves something that has to be asked.
    """

    name: str
    words: str
    does: tuple[str, ...] = ()
    saves: str = "xlsx"
    after: Callable[[bytes], bytes] | None = None
    meant: Mapping[CellName, str] = field(default_factory=dict)
    forms: tuple[tuple[str, str], ...] = ((FUTIAN, "2026-Q3"),)


# -- the form ----------------------------------------------------------------------------------------------------


def _row(key: str, name: str, unit: str, supply: Supply = Supply.UNIT, **more: object) -> FormRow:
    given = {"entry": Entry.STATE, "indicator": key, "decimals": 0, **more}
    return FormRow(key=key, name=name, unit=unit, supply=supply, **given)  # type: ignore[arg-type]


_ROWS: Final = (
    _row("stations", "知识产权保护工作站数量", "家", last=D(35), last_year=D(30),
         target=RowTarget("t", TargetKind.LEVEL, Comparator.AT_LEAST, D(60), 2030, False, None, D(34))),
    _row("stations_new", "其中：新开工项目", "个", level=1, last=D(12)),
    _row("pledge", "知识产权质押融资登记金额", "亿元", Supply.CONFIRM, decimals=2, prefill=D("103.4"), last=D(95)),
    _row("cases", "调解组织受理知识产权纠纷案件", "件", last=D(410), last_year=D(388)),
    _row("cases_new", "其中：新开工项目", "个", level=1, last=D(21)),
    _row("served", "公共服务网点服务企业", "家次", last=D(1250)),
    _row("rate", "知识产权案件服判息诉率", "%", Supply.DEPARTMENT, supplier="市中级人民法院"),
)  # fmt: skip
_TASKS: Final = (
    TaskRow("k1", "二、（一）1", "健全知识产权协同保护体系", "新建保护工作站5家", "2026年12月"),
    TaskRow("k2", "二、（三）7", "推动高校院所存量专利盘活", "组织对接活动不少于10场", "2026年底"),
)
_UNITS: Final = {
    FUTIAN: ("深圳市福田区市场监督管理局", "福田区", 1),
    NANSHAN: ("深圳市南山区市场监督管理局", "南山区", 2),
}


def form(unit: str = FUTIAN, period: str = "2026-Q3") -> Form:
    """The form of a district, small enough to be kept fifty times."""
    name, short, order = _UNITS[unit]
    return Form(
        id="main", title="知识产权规划进展报送表", plan="sz-155", plan_title="深圳市知识产权“十五五”规划",
        draft_plan=True, issuer="440300", issuer_name="深圳市市场监督管理局", unit=unit, unit_name=name,
        unit_short=short, unit_order=order, period=period, version=1, reading="1", deadline=date(2026, 10, 15),
        contact="0755-00000000", rows=_ROWS, tasks=_TASKS, checks=standard_checks(_ROWS),
        steps=("科室负责人", "分管领导"),
    )  # fmt: skip


def answers(unit: str = FUTIAN, period: str = "2026-Q3") -> Answers:
    """What the district filled in; no figure stands twice, so that one in a wrong place is seen."""
    shift = D(0 if unit == FUTIAN else 5000) + (0 if period == "2026-Q3" else 700)
    values = (
        Value("stations", D(37) + shift, ValueStatus.GIVEN, period, "2026年9月30日", supplied_by="促进科 王芳",
              note="新增2家工作站", year_estimate=D(48), outlook=Outlook.ON_COURSE),
        Value("stations_new", D(14) + shift, ValueStatus.GIVEN, period, note="在建"),
        Value("pledge", D("104.1"), ValueStatus.DISPUTED, period, note="漏计一笔"),
        Value("cases", D(432) + shift, ValueStatus.GIVEN, period, note="含诉前调解"),
        Value("cases_new", D(26) + shift, ValueStatus.GIVEN, period),
        Value("served", D(1333) + shift, ValueStatus.GIVEN, period),
    )  # fmt: skip
    return Answers(
        values={value.item: value for value in values},
        tasks={"k1": TaskProgress(TaskState.ON_COURSE, "已新建2家", ""),
               "k2": TaskProgress(TaskState.LAGGING, "开展活动3场", "场地受限，四季度补足")},
        explanation="本期数据由各街道汇总。",
        approvals=(Approval("科室负责人", "陈志强", "2026年10月9日"),),
        evidence=("工作站名单.pdf",),
        filled_by="王芳" if unit == FUTIAN else "李敏",
        phone="0755-00000001",
        date="2026年10月8日",
    )  # fmt: skip


def filled(unit: str = FUTIAN, period: str = "2026-Q3") -> bytes:
    """The workbook of a district, filled in and saved by nobody yet."""
    template = {FUTIAN: "ab", NANSHAN: "cd"}[unit] + {"2026-Q3": "03", "2026-Q2": "02"}[period]
    envelope = Envelope("sz-155", "440300", unit, period, "main", 1, "real", template * 16, EnvelopeKind.TEMPLATE,
                        (b'{"a":"1"}',), ("ef" * 32,))  # fmt: skip
    return form_bytes(form(unit, period), answers(unit, period), envelope, created=CREATED)[0]


# -- on the XML, where LibreOffice does not do it ----------------------------------------------------------------


def _in_cell(row: str, column: str, inner: str, kind: str) -> Callable[[bytes], bytes]:
    """Puts a formula and its kept result into a cell of 指标, as Excel or WPS would have saved it."""

    def after(data: bytes) -> bytes:
        address = places()[f"{row}.{column}"]
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
        pattern = re.compile(rf'<c r="{address}"( s="[0-9]+")?[^>]*?(/>|>.*?</c>)'.encode())
        new = rf'<c r="{address}"\1 t="{kind}">{inner}</c>'.encode()
        return packed(
            (name, pattern.sub(new, part) if name == "xl/worksheets/sheet2.xml" else part) for name, part in parts
        )

    return after


def _without_properties(data: bytes) -> bytes:
    """The file as 检查文档 leaves it: no custom properties, no subject."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
    kept = []
    for name, part in parts:
        if name == "docProps/custom.xml":
            kept.append((name, re.sub(rb"<property .*</property>", b"", part, flags=re.S)))
        elif name == "docProps/core.xml":
            kept.append((name, re.sub(rb"<dc:subject>.*?</dc:subject>", b"", part, flags=re.S)))
        else:
            kept.append((name, part))
    return packed(kept)


# -- the actions -------------------------------------------------------------------------------------------------

_FREE: Final = 'sheet.unprotect("")'
_V = "indicators"


def _sorted(area: str, field_: str, *, up: bool = False) -> tuple[str, ...]:
    return (_FREE, f'SortRows(sheet, "{area}", {field_}, {up})')


_ALL_ROWS: Final = "A@row:stations@:@col:weight@@row:rate@"
_VISIBLE: Final = "B@row:stations@:@col:weight@@row:rate@"

ACTIONS: Final = (
    Action("resaved", "打开后另存"),
    Action("saved_xls", "另存为 .xls", saves="xls"),
    Action("saved_ods", "另存为 .ods", saves="ods"),
    Action("saved_csv", "指标表另存为 .csv", ('document.Sheets.moveByName("指标", 0)',), saves="csv"),
    Action("sheet_renamed", "工作表改名", ('sheet.Name = "我的指标表"',)),
    Action("sheets_moved", "工作表换位置",
           ('document.Sheets.moveByName("指标", 0)', 'document.Sheets.moveByName("封面", 4)')),
    Action("sheet_doubled", "复制工作表（内容相同）", ('document.Sheets.copyByName("指标", "指标 (2)", 2)',)),
    Action(
        "sheet_doubled_changed", "复制工作表（改了一个数）",
        ('document.Sheets.copyByName("指标", "指标 (2)", 2)',
         'document.Sheets.getByName("指标 (2)").getCellRangeByName("@stations.value@").Value = 41'),
        meant={(_V, "stations", "value"): "?"},
    ),
    Action("sheet_deleted", "删去指标表", ('document.Sheets.removeByName("指标")',), meant={(_V, "*", "*"): "?"}),
    Action("tasks_deleted", "删去任务表", ('document.Sheets.removeByName("任务")',), meant={("tasks", "*", "*"): "?"}),
    Action("meta_deleted", "删去 _meta", ('document.Sheets.removeByName("_meta")',)),
    Action("cover_lists_deleted", "删去封面和 _lists",
           ('document.Sheets.removeByName("封面")', 'document.Sheets.removeByName("_lists")')),
    Action("properties_deleted", "删去文档属性", after=_without_properties),
    Action("all_traces_deleted", "删去 _meta 和文档属性", ('document.Sheets.removeByName("_meta")',),
           after=_without_properties),
    Action("rows_inserted", "插入两行空行", (_FREE, "sheet.Rows.insertByIndex(@row:pledge@ - 1, 2)")),
    Action(
        "row_added", "插入一行并填数",
        (_FREE, "sheet.Rows.insertByIndex(@row:pledge@ - 1, 1)",
         'sheet.getCellRangeByName("@col:name@@row:pledge@").String = "新开的工作站"',
         'sheet.getCellRangeByName("@col:value@@row:pledge@").Value = 5'),
    ),
    Action("row_deleted", "删去一行", (_FREE, "sheet.Rows.removeByIndex(@row:cases@ - 1, 1)"),
           meant={(_V, "cases", "*"): "?"}),
    Action("rows_below", "表下另写几行",
           (_FREE, 'sheet.getCellByPosition(@at:name@, @row:rate@ + 1).String = "合计"',
            "sheet.getCellByPosition(@at:value@, @row:rate@ + 1).Value = 1842",
            'sheet.getCellByPosition(@at:name@, @row:rate@ + 2).String = "临时项目"',
            "sheet.getCellByPosition(@at:value@, @row:rate@ + 2).Value = 9",
            'sheet.getCellByPosition(@at:note@, @row:rate@ + 2).String = "街道报"')),
    Action("sorted_by_value", "按本期数排序（整行）", _sorted(_ALL_ROWS, "@at:value@")),
    Action("sorted_by_name", "按指标名排序（整行）", _sorted(_ALL_ROWS, "@at:name@", up=True)),
    Action("sorted_visible", "只选可见列排序，隐藏的行标识没有跟着动", _sorted(_VISIBLE, "@at:value@ - 1")),
    Action("sorted_tasks", "任务表按任务名排序",
           ('tasks = document.Sheets.getByName("任务")', 'tasks.unprotect("")', 'SortRows(tasks, "A6:I7", 3, False)')),
    Action("filtered", "筛选后填写",
           (_FREE, "sheet.Rows.getByIndex(@row:pledge@ - 1).IsVisible = False",
            "sheet.Rows.getByIndex(@row:cases_new@ - 1).IsVisible = False",
            'sheet.getCellRangeByName("@cases.value@").Value = 433'),
           meant={(_V, "cases", "value"): "433"}),
    Action("column_inserted", "插入一列", (_FREE, "sheet.Columns.insertByIndex(@at:value@, 1)")),
    Action("column_inserted_filled", "插入一列并写了字",
           (_FREE, "sheet.Columns.insertByIndex(@at:value@, 1)",
            'sheet.getCellRangeByName("@stations.value@").Value = 99')),
    Action("columns_swapped", "本期与全年预计两列对换",
           (_FREE, 'SwapColumns(sheet, @at:value@, @at:year_estimate@)')),
    Action("column_deleted", "删去情况说明列", (_FREE, "sheet.Columns.removeByIndex(@at:note@, 1)"),
           meant={(_V, "*", "note"): "?"}),
    Action("value_column_deleted", "删去本期列", (_FREE, "sheet.Columns.removeByIndex(@at:value@, 1)"),
           meant={(_V, "*", "value"): "?"}),
    Action("key_column_deleted", "删去隐藏的 A 列", (_FREE, "sheet.Columns.removeByIndex(0, 1)")),
    Action("code_row_deleted", "删去隐藏的代码行", (_FREE, "sheet.Rows.removeByIndex(4, 1)")),
    Action("first_row_deleted", "删去第一行", (_FREE, "sheet.Rows.removeByIndex(0, 1)")),
    Action("hidden_shown", "取消所有隐藏", ("ShowAll(document)",)),
    Action("hidden_shown_cleaned", "取消隐藏后清掉“乱码”",
           (_FREE, "ShowAll(document)",
            'sheet.getCellRangeByName("A1:A@row:rate@").clearContents(31)',
            'sheet.getCellRangeByName("A5:@col:check@5").clearContents(31)'),
           ),
    Action("key_overwritten", "改写一个行标识", (_FREE, 'sheet.getCellRangeByName("A@row:cases@").String = "3"')),
    Action("key_half_overwritten", "行标识改了一个字",
           (_FREE, 'sheet.getCellRangeByName("A@row:cases@").String = "cases^AAAA"'), meant={(_V, "cases", "*"): "?"}),
    Action("key_copied_down", "行标识向下填充",
           (_FREE,
            'sheet.getCellRangeByName("A@row:pledge@").String = sheet.getCellRangeByName("A@row:stations@").String',
            'sheet.getCellRangeByName("A@row:cases@").String = sheet.getCellRangeByName("A@row:stations@").String'),
           meant={(_V, "pledge", "*"): "?", (_V, "cases", "*"): "?"}),
    Action("row_pasted_over", "一行复制到另一行上",
           (_FREE, 'CopyRow(sheet, @row:stations@, @row:served@)'),
           meant={(_V, "served", "*"): "?"}),
    Action("cells_moved", "剪切移动两个数",
           (_FREE, 'MoveCells(sheet, "@cases.value@:@cases_new.value@", "@served.value@")',),
           meant={(_V, "cases", "value"): "", (_V, "cases_new", "value"): "", (_V, "served", "value"): "432",
                  (_V, "rate", "value"): "26"}),
    Action("cell_deleted_left", "删去一格，右边左移",
           (_FREE, 'DeleteLeft(sheet, "@cases.value@")'), meant={(_V, "cases", "*"): "?"}),
    Action("cells_merged", "合并两行的本期格",
           (_FREE, 'sheet.getCellRangeByName("@cases.value@:@cases_new.value@").merge(True)'),
           meant={(_V, "cases_new", "value"): "?"}),
    Action("values_pasted", "全部粘贴为数值到新工作簿", ("document = PasteValues(document, sheet, 0, 0)",)),
    Action("values_pasted_visible", "只把可见列粘贴到新工作簿", ("document = PasteValues(document, sheet, 1, 0)",),
           ),
    Action("values_pasted_bare", "只把可见单元格粘贴到新工作簿", ("document = PasteValues(document, sheet, 1, 1)",),
           ),
    Action("sheet_copied_out", "指标表复制到新工作簿", ("document = CopyOut(document, sheet)",)),
    Action("sheet_copied_in", "指标表复制到别区的工作簿",
           ('document = CopyIn(document, "{nanshan}")',), forms=((NANSHAN, "2026-Q3"), (FUTIAN, "2026-Q3"))),
    Action("units_collected", "两个区的指标表收进一个工作簿",
           ('document = Collect(document, Array("{futian}", "{nanshan}"), False)',),
        forms=((FUTIAN, "2026-Q3"), (NANSHAN, "2026-Q3"))),
    Action("periods_together", "两个报告期放进一个工作簿",
           ('document = Collect(document, Array("{futian}", "{futian_q2}"), True)',),
           forms=((FUTIAN, "2026-Q3"), (FUTIAN, "2026-Q2"))),
    Action("protection_off", "取消保护", ("Unlock(document)",)),
    Action("text_numbers", "数字存成文本",
           ('sheet.getCellRangeByName("@stations.value@").String = "37"',
            'sheet.getCellRangeByName("@served.value@").String = "1,333"')),
    Action("formulas_typed", "填了公式", ('sheet.getCellRangeByName("@stations.value@").Formula = "=30+7"',
                                      'sheet.getCellRangeByName("@cases.value@").Formula = "=SUM(400;32)"')),
    Action("formula_between_cells", "公式引用别的格",
           ('sheet.getCellRangeByName("@cases.value@").Formula = "=@served.value@-901"',)),
    Action("link_to_other_file", "引用别的文件",
           after=_in_cell("stations", "value", "<f>[1]Sheet1!$B$2</f><v>37</v>", "n")),
    Action("link_broken", "引用的文件找不到",
           after=_in_cell("stations", "value", "<f>[1]Sheet1!$B$2</f><v>#REF!</v>", "e"),
           meant={(_V, "stations", "value"): "?"}),
    Action("picture_in_cell", "单元格里贴了图（WPS）",
           after=_in_cell("stations", "note", '<f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v>', "str"),
           meant={(_V, "stations", "note"): "?"}),
    Action("picture_in_value", "数字格里贴了图（WPS）",
           after=_in_cell("stations", "value", '<f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v>', "str"),
           meant={(_V, "stations", "value"): "?"}),
    Action("comments", "加批注", (_FREE, 'Note(sheet, "@stations.value@", "请王科核")')),
    Action("line_breaks", "说明里换行",
           ('sheet.getCellRangeByName("@cases.note@").String = "含诉前" & Chr(10) & "调解"',),
           meant={(_V, "cases", "note"): "含诉前\n调解"}),
    Action("dates_typed", "日期当日期填",
           ('TypeDate(document, sheet, "@stations.as_of@", "2026-09-30")',),
           meant={(_V, "stations", "as_of"): "2026-09-30"}),
    Action("value_became_date", "3-5 变成了日期",
           ('TypeDate(document, sheet, "@stations.value@", "2026-03-05")',), meant={(_V, "stations", "value"): "?"}),
    Action("replaced_words", "全表替换文字（工作站→服务站）",
           (_FREE, 'Replace(sheet, "工作站", "服务站")'), meant={(_V, "stations", "note"): "新增2家服务站"}),
    Action("replaced_digits", "全表替换数字（4→9）",
           (_FREE, 'Replace(sheet, "4", "9")'), meant={(_V, "*", "*"): "4>9"}),
    Action("values_shifted", "本期列错了一行粘贴",
           (_FREE, 'ShiftDown(sheet, "@stations.value@", "@cases.value@")'), meant={(_V, "*", "value"): "!"}),
    Action("tasks_rows_cut", "任务表整行剪切到下面",
           ('tasks = document.Sheets.getByName("任务")', 'tasks.unprotect("")',
            'MoveCells(tasks, "A6:I6", "A12")')),
    Action("blank", "没有填就发回", (_FREE, 'ClearInputs(sheet)',), meant={(_V, "*", "*"): ""}),
)  # fmt: skip

_MACRO: Final = Path(__file__).with_suffix(".bas")
_JOB: Final = """
Sub {sub}
    On Error Goto Failed
    document = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, Array(Setting("Hidden", True)))
    sheet = document.Sheets.getByName("指标")
{actions}
    document.calculateAll()
    document.storeToURL("{made}", Array(Setting("FilterName", "{filter}"), Setting("FilterOptions", "{options}")))
    document.close(True)
    Exit Sub
Failed:
    Open ConvertFromURL("{made}.log") For Output As #1
    Print #1, Error$ & " " & Erl
    Close #1
End Sub
"""
_FILTERS: Final = {
    "xlsx": ("Calc MS Excel 2007 XML", ""),
    "xls": ("MS Excel 97", ""),
    "ods": ("calc8", ""),
    "csv": ("Text - txt - csv (StarCalc)", "44,34,76,1,,0,false,true,false,false,false,0"),
}


def places(data: bytes | None = None) -> dict[str, str]:
    """Where things stand in the form as it is written, by the words between the @ of a statement."""
    book = take_in(data or filled(), "form.xlsx")
    grid = next(grid for grid in identify(book).grids if grid.code == "indicators")
    found: dict[str, str] = {}
    for code, number in grid.columns.items():
        found |= {f"col:{code}": column_letters(number), f"at:{code}": str(number - 1)}
    for (row, column), cell in grid.sheet.grid().items():
        key = parse_row_mark(grid.code, cell.text) if column == grid.key_column else None
        if key is not None:
            found[f"row:{key}"] = str(row)
            found |= {f"{key}.{code}": f"{column_letters(number)}{row}" for code, number in grid.columns.items()}
    return found


def do(folder: Path, actions: tuple[Action, ...] = ACTIONS) -> None:
    """Let LibreOffice act on the filled form; its files are kept in `folder`. RuntimeError when one does not come."""
    known = places()
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        sources = {"futian": filled(), "nanshan": filled(NANSHAN), "futian_q2": filled(FUTIAN, "2026-Q2")}
        urls = {}
        for name, data in sources.items():
            (work / f"{name}.xlsx").write_bytes(data)
            urls[name] = (work / f"{name}.xlsx").as_uri()
        made = {action.name: work / f"{action.name}.{action.saves}" for action in actions}
        for batch in (actions, *((action,) for action in actions)):  # a crash costs the rest: what is missing, alone
            missing = [action for action in batch if not made[action.name].exists()]
            if missing:
                jobs = "\n".join(_job(action, made[action.name], urls) for action in missing)
                jobs += "\n".join(("\nSub Run", *(f"    {_sub(action)}" for action in missing), "End Sub"))
                macro = re.sub(
                    r"@([^@\s]+?)@", lambda match: known[match[1]], _MACRO.read_text(encoding="utf-8") + jobs
                )
                _basic(work, macro)
        for action in actions:
            if not made[action.name].exists():
                log = made[action.name].with_name(made[action.name].name + ".log")
                print(action.name, log.read_text() if log.exists() else "no file")
                continue
            data = made[action.name].read_bytes()
            if action.after is not None:
                data = action.after(data)
            (folder / made[action.name].name).write_bytes(data)


def _job(action: Action, made: Path, urls: Mapping[str, str]) -> str:
    lines = "\n".join(f"    {line}" for line in action.does)
    for name, url in urls.items():
        lines = lines.replace(f"{{{name}}}", url)
    filter_, options = _FILTERS[action.saves]
    return _JOB.format(
        sub=_sub(action), source=urls["futian"], made=made.as_uri(), filter=filter_, options=options, actions=lines
    )


def _sub(action: Action) -> str:
    return "Do_" + action.name


def _basic(work: Path, code: str) -> None:
    """Run a macro in a profile of its own; a crash of LibreOffice shows by the files that do not come."""
    profile = f"-env:UserInstallation={(work / 'profile').as_uri()}"
    module = work / "profile" / "user" / "basic" / "Standard" / "Module1.xba"
    if not module.exists():
        _soffice(profile, "--terminate_after_init")  # the first start makes the profile with an empty module
    escaped = code.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    module.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">\n'
        '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" '
        f'script:language="StarBasic">{escaped}</script:module>',
        encoding="utf-8",
    )
    _soffice(profile, "macro:///Standard.Module1.Run")


def _soffice(*arguments: str) -> None:
    process = subprocess.Popen(
        ["soffice", "--headless", "--norestore", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(timeout=45)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
