"""What people do to a form in an office program, done by LibreOffice without a window.

`python -m tests.exchange.office` does it all anew and keeps the results in `tests/data/exchange`; `./test` reads those,
`./test --office` does it live.
"""

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ipdesk.exchange.writer import form_bytes
from tests.exchange import forms

DATA: Final = Path(__file__).resolve().parent.parent / "data" / "exchange"

#: Basic statements by the name of the file they make. `sheet` is 指标; rows 6 to 15 are the ten rows of `forms.ROWS`.
ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "resaved": (),
    "sorted_column_inserted": (
        'sheet.unprotect("")',
        "SortRows(sheet)",
        "sheet.Columns.insertByIndex(3, 1)",
    ),
    "renamed_meta_deleted": (
        'sheet.Name = "我的指标表"',
        'document.Sheets.removeByName("_meta")',
    ),
    "rows_inserted_deleted": (
        'sheet.unprotect("")',
        "sheet.Rows.insertByIndex(7, 2)",
        'sheet.getCellRangeByName("C8").String = "新开的工作站"',
        'sheet.getCellRangeByName("I8").Value = 5',
        "sheet.Rows.removeByIndex(13, 1)",
    ),
    "issued_changed": (
        'sheet.unprotect("")',
        'sheet.getCellRangeByName("M10").String = "≥40"',
        'sheet.getCellRangeByName("F10").Value = 36',
    ),
    "sheet_doubled": (
        'document.Sheets.copyByName(sheet.Name, "指标 (2)", 2)',
        'document.Sheets.getByName("指标 (2)").getCellRangeByName("I10").Value = 41',
    ),
    "messy": (
        'sheet.getCellRangeByName("I10").String = "约1，037家"',
        'sheet.getCellRangeByName("I11").Formula = "=6+7"',
        'sheet.getCellRangeByName("I12").Formula = "=1/0"',
        'sheet.getCellRangeByName("I13").String = "3-5"',
    ),
    "key_overwritten": (
        'sheet.unprotect("")',
        'sheet.getCellRangeByName("A10").String = "stations^AAAA"',
        'sheet.getCellRangeByName("A11").String = ""',
    ),
}

#: A formula whose result is an empty text, in the year's estimate of a row: .xls stores nought for it.
EMPTY_RESULT: Final = ('sheet.getCellRangeByName("K11").Formula = "=IF(1=1;"""";5)"',)
#: Other kinds of files that LibreOffice makes of a filled and of a messy form: ending, filter, its options.
KINDS: Final = (
    ("xls", "MS Excel 97", ""),
    ("ods", "calc8", ""),
    ("csv", "Text - txt - csv (StarCalc)", "44,34,76,1,,0,false,true,false,false,false,2"),  # the second sheet, UTF-8
)

_MACRO: Final = """
Sub SortRows(sheet)
    Dim fields(0) As New com.sun.star.table.TableSortField
    Dim order(1) As New com.sun.star.beans.PropertyValue
    fields(0).Field = 2
    fields(0).IsAscending = False
    order(0).Name = "SortFields"
    order(0).Value = fields()
    order(1).Name = "ContainsHeader"
    order(1).Value = False
    sheet.getCellRangeByName("A6:X15").sort(order())
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
    sheet = document.Sheets.getByName("指标")
{actions}
    document.calculateAll()
    document.storeToURL("{made}", Array(Setting("FilterName", "Calc MS Excel 2007 XML")))
    document.close(True)
"""
_KIND: Final = """
    document = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, Array(Setting("Hidden", True)))
    sheet = document.Sheets.getByName("指标")
{actions}
    document.calculateAll()
    document.storeToURL("{made}", Array(Setting("FilterName", "{filter}"), Setting("FilterOptions", "{options}")))
    document.close(True)
"""


def run(folder: Path) -> None:
    """Write the forms, let LibreOffice act on them, keep its files in `folder`."""
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        filled, _ = form_bytes(forms.form(), forms.answers(), forms.envelope(), created=forms.CREATED)
        (work / "filled.xlsx").write_bytes(filled)
        parity, answers = forms.parity()
        checked, _ = form_bytes(parity, answers, forms.envelope(), created=forms.CREATED)
        (work / "parity.xlsx").write_bytes(checked)
        jobs = [
            _JOB.format(
                source=(work / "filled.xlsx").as_uri(),
                made=(folder / f"{name}.xlsx").as_uri(),
                actions="\n".join(f"    {action}" for action in actions),
            )
            for name, actions in ACTIONS.items()
        ]
        jobs.append(
            _JOB.format(source=(work / "parity.xlsx").as_uri(), made=(folder / "parity.xlsx").as_uri(), actions="")
        )
        jobs += [
            _KIND.format(
                source=(work / "filled.xlsx").as_uri(),
                made=(folder / f"{name}.{ending}").as_uri(),
                filter=kind,
                options=options,
                actions="\n".join(f"    {action}" for action in (*ACTIONS[name], *EMPTY_RESULT)),
            )
            for name in ("resaved", "messy")
            for ending, kind, options in KINDS
        ]
        basic(work, _MACRO.format(jobs="\n".join(jobs)))
        for path in folder.glob("*-指标.csv"):  # LibreOffice adds the name of the sheet
            path.rename(path.with_name(path.name.replace("-指标", "")))


def recalculate(source: Path, made: Path, work: Path) -> None:
    """Open a workbook, compute every formula of it, save it under another name. `work` takes the profile."""
    basic(work, _MACRO.format(jobs=_JOB.format(source=source.as_uri(), made=made.as_uri(), actions="")))


def basic(work: Path, code: str) -> None:
    """Run a macro in a profile of its own."""
    profile = f"-env:UserInstallation={(work / 'profile').as_uri()}"
    # The first start makes the profile with an empty module, which is then filled.
    _soffice(profile, "--terminate_after_init")
    module = work / "profile" / "user" / "basic" / "Standard" / "Module1.xba"
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
    subprocess.run(["soffice", "--headless", "--norestore", *arguments], check=True, timeout=300, capture_output=True)


if __name__ == "__main__":
    DATA.mkdir(parents=True, exist_ok=True)
    run(DATA)
    print("\n".join(sorted(path.name for path in DATA.glob("*.xlsx"))))
