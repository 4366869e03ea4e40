"""A plan through Excel and back: identical, however an officer or a program left it; else a finding at its cell."""

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

from ipdesk.domain.errors import EnvironmentTrouble, IpdeskError, NotFound, WrongUse
from ipdesk.domain.finding import Finding, Severity
from ipdesk.domain.plan import Plan
from ipdesk.domain.target import Baseline
from ipdesk.packs.read import builtin_packs, load_builtin
from ipdesk.packs.readbook import read_pack_workbook
from ipdesk.packs.workbook import write_pack_workbook
from ipdesk.text import i18n
from ipdesk.text.messages import error_sentence, located, sentence
from tests.packs.plans import plans

PLAN = load_builtin("sz-155")
KEPT: Final = Path(__file__).resolve().parent.parent / "data" / "packs" / "sz-155-libreoffice.xlsx"
Edit = Callable[[openpyxl.Workbook], object]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("written") / "sz-155.xlsx"
    write_pack_workbook(PLAN, path)
    return path


@pytest.fixture
def edited(written: Path, tmp_path: Path) -> Callable[[Edit], Path]:
    """The workbook after somebody's edit."""

    def edit(act: Edit) -> Path:
        book = openpyxl.load_workbook(written)
        act(book)
        book.save(tmp_path / "改.xlsx")
        return tmp_path / "改.xlsx"

    return edit


def put(sheet: str, cell: str, value: object, shown: str = "") -> Edit:
    def act(book: openpyxl.Workbook) -> None:
        book[sheet][cell] = value
        if shown:
            book[sheet][cell].number_format = shown

    return act


def told(findings: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    for finding in findings:
        assert "…" not in sentence(finding), finding
        assert finding.where.sheet or finding.code == "pack_book_no_sheet"
    return [(finding.code, finding.where.sheet, finding.where.cell) for finding in findings]


# the round trip


@pytest.mark.parametrize("info", builtin_packs(), ids=lambda info: info.id)
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_shipped_plan_comes_back_identical(tmp_path: Path, info: Any, language: str) -> None:
    plan = load_builtin(info.id)
    with i18n.speaking(language):
        write_pack_workbook(plan, tmp_path / "p.xlsx")
    assert read_pack_workbook(tmp_path / "p.xlsx") == (plan, ())


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(plan=plans())
def test_any_plan_comes_back_identical(tmp_path_factory: pytest.TempPathFactory, plan: Plan) -> None:
    path = tmp_path_factory.getbasetemp() / "any.xlsx"
    write_pack_workbook(plan, path)
    back, findings = read_pack_workbook(path)
    assert back == plan
    assert not [finding.code for finding in findings if finding.code.startswith("pack_book_")]


def resaved(source: Path, folder: Path) -> Path:
    """The workbook after LibreOffice opened and saved it."""
    shutil.copyfile(source, folder / "in.xlsx")
    (folder / "out").mkdir()
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out"), str(folder / "in.xlsx"),
        ],
        check=True, timeout=300, capture_output=True,
    )  # fmt: skip
    return folder / "out" / "in.xlsx"


@pytest.mark.office
@pytest.mark.parametrize("info", builtin_packs(), ids=lambda info: info.id)
def test_every_shipped_plan_survives_libreoffice(tmp_path: Path, info: Any) -> None:
    write_pack_workbook(load_builtin(info.id), tmp_path / "p.xlsx")
    assert read_pack_workbook(resaved(tmp_path / "p.xlsx", tmp_path)) == (load_builtin(info.id), ())


def test_a_workbook_that_libreoffice_saved_is_read_in_full() -> None:
    """Kept as it was saved; the plan may have moved on since, so it is held against its own values."""
    plan, findings = read_pack_workbook(KEPT)
    assert plan is not None
    assert findings == ()
    patents = next(target for target in plan.targets if target.id == "hv-patents-2030")
    assert (patents.quantity, patents.baseline) == (Decimal(150), Baseline(Decimal(119), 2025, patents.baseline.origin))  # type: ignore[union-attr]
    assert (len(plan.targets), len(plan.history), len(plan.units)) == (35, 8, 21)


# what an officer may do


def delete_row(number: int) -> Edit:
    return lambda book: [sheet.delete_rows(number) for sheet in book]


def _swap_columns(book: openpyxl.Workbook) -> None:
    sheet = book["目标"]
    for row in sheet.iter_rows():
        row[2].value, row[6].value = row[6].value, row[2].value


def _insert(book: openpyxl.Workbook) -> None:
    book["目标"].insert_cols(3, 2)
    book["单位"].insert_rows(5, 3)
    book["指标"].insert_rows(1, 2)
    book["指标"]["A1"] = "深圳市规划指标表"


def _hide(book: openpyxl.Workbook) -> None:
    book["目标"].column_dimensions["P"].hidden = True
    book["目标"].row_dimensions[7].hidden = True
    book["供数规则"].sheet_state = "hidden"


def _numbers(book: openpyxl.Workbook) -> None:
    for sheet, columns in {"目标": "FNOP", "上期完成情况": "JKL", "指标": "Q", "单位": "H"}.items():
        for column in columns:
            for cell in book[sheet][column][2:]:
                if isinstance(cell.value, str):
                    try:
                        cell.value = float(cell.value)
                    except ValueError:
                        continue
                    cell.number_format = "General"


def _blanks(book: openpyxl.Workbook) -> None:
    for sheet in book:
        for row in sheet.iter_rows(min_row=3):
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = f"　{cell.value} \n"


def _wide(book: openpyxl.Workbook) -> None:
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    for cell in (*book["目标"]["F"][2:], *book["上期完成情况"]["L"][2:]):
        if isinstance(cell.value, str):
            cell.value = cell.value.translate(wide)


def _codes(book: openpyxl.Workbook) -> None:
    known = {(row[0].value, row[1].value, row[2].value): row[3].value for row in book["代码表"].iter_rows(min_row=3)}
    names = {"规划": "pack", "纲目": "outline", "目标": "targets", "指标": "indicators", "供数规则": "supplies"}
    for sheet, table in names.items():
        for column in book[sheet].iter_cols():
            for cell in column[2:]:
                cell.value = known.get((table, column[1].value, cell.value), cell.value)


def _lists(book: openpyxl.Workbook) -> None:
    (column,) = [cell.column for cell in book["指标"][2] if cell.value == "aliases"]
    for number, row in enumerate(book["指标"].iter_rows(min_row=3)):
        cell = row[column - 1]
        if cell.value and "、" not in cell.value:
            cell.value = cell.value.replace("；", (";", "；\n", "\n", "、")[number % 4])


def _scatter(book: openpyxl.Workbook) -> None:
    book.move_sheet("规划", 5)
    del book["代码表"]
    book["目标"].title = "目标 (2)"
    book["纲目"].title = " outline "


HARMLESS: dict[str, Edit] = {
    "as it is": lambda book: None,
    "field names deleted": delete_row(2),
    "headings deleted": delete_row(1),
    "columns in another order": _swap_columns,
    "rows and columns put in": _insert,
    "hidden": _hide,
    "numbers as numbers": _numbers,
    "blanks around": _blanks,
    "full-width digits": _wide,
    "codes for words": _codes,
    "lists apart in other ways": _lists,
    "sheets moved and renamed": _scatter,
    "headings reworded": lambda book: [setattr(cell, "value", f"{cell.value}*") for cell in book["目标"][1]],
}


@pytest.mark.parametrize("act", HARMLESS.values(), ids=HARMLESS.keys())
def test_what_officers_do_changes_nothing(edited: Callable[[Edit], Path], act: Edit) -> None:
    plan, findings = read_pack_workbook(edited(act))
    assert told(findings) == []
    assert plan == PLAN


def test_a_sheet_with_another_name_is_known_by_its_columns(edited: Callable[[Edit], Path]) -> None:
    plan, findings = read_pack_workbook(edited(lambda book: setattr(book["目标"], "title", "我的表")))
    assert (plan, findings) == (PLAN, ())


def test_rows_added_at_the_end_are_lines(edited: Callable[[Edit], Path]) -> None:
    row = ["new-2030", "hv-patents", "新目标", "年度值", "≥", " １，２００ ", "件", "2027年", 2027, "正文", "t1"]

    def act(book: openpyxl.Workbook) -> None:
        sheet = book["目标"]
        kind = next(cell.value for cell in sheet["D"][2:] if cell.value and "年度" in cell.value)
        for column, value in enumerate([*row[:3], kind, *row[4:]], start=1):
            sheet.cell(len(PLAN.targets) + 3 + 20, column, value)

    plan, findings = read_pack_workbook(edited(act))
    assert told(findings) == []
    assert plan is not None
    new = plan.targets[-1]
    assert plan.targets[:-1] == PLAN.targets
    assert (new.id, new.quantity, new.horizon, new.unit, new.baseline) == ("new-2030", Decimal(1200), 2027, "件", None)


@pytest.mark.parametrize(
    ("value", "shown", "quantity"),
    [
        (0.1, "", "0.1"),
        (0.1 + 0.2, "", "0.3"),
        (150.0, "", "150"),
        (33, "0.00", "33"),
        (33.5, '#,##0.00"件"', "33.5"),
        (1e15, "", "1000000000000000"),
        (-0.0, "", "0"),
        ("1,234,567.50", "", "1234567.5"),
        ("１２．５", "", "12.5"),
        ("−3", "", "-3"),
        ("+3", "", "3"),
        ("待预测", "", None),
        (None, "", None),
        ("  ", "", None),
    ],
)
def test_a_number_as_people_write_it(
    edited: Callable[[Edit], Path], value: object, shown: str, quantity: str | None
) -> None:
    plan, _findings = read_pack_workbook(edited(put("目标", "F3", value, shown)))
    assert plan is not None
    assert plan.targets[0].quantity == (None if quantity is None else Decimal(quantity))


@pytest.mark.parametrize(("value", "label"), [(1, "1"), (2.0, "2"), (1.5, "1.5"), ("（一）", "（一）")])
def test_a_number_where_text_belongs(edited: Callable[[Edit], Path], value: object, label: str) -> None:
    plan, findings = read_pack_workbook(edited(put("纲目", "C4", value)))
    assert findings == ()
    assert plan == replace(PLAN, outline=(PLAN.outline[0], replace(PLAN.outline[1], label=label), *PLAN.outline[2:]))


@pytest.mark.parametrize(
    "text", ["#REF!", "待预测", "TRUE", "00", "=1+1", "２０３０", "a\u00a0b", "第一章　总则", "第一行\n第二行", "😀"]
)
def test_a_text_that_looks_like_something_else_is_a_text(tmp_path: Path, text: str) -> None:
    plan = replace(PLAN, outline=(replace(PLAN.outline[0], title=text), *PLAN.outline[1:]))
    write_pack_workbook(plan, tmp_path / "p.xlsx")
    assert read_pack_workbook(tmp_path / "p.xlsx") == (plan, ())


def test_noughts_that_a_format_shows_are_kept(edited: Callable[[Edit], Path]) -> None:
    plan, _findings = read_pack_workbook(edited(put("纲目", "C4", 7, "000")))
    assert plan is not None
    assert plan.outline[1].label == "007"


@pytest.mark.parametrize(
    "value", ["2026-1-5", "2026年01月05日", "２０２６/1/5", "2026.01.05", datetime(2026, 1, 5)], ids=str
)
def test_a_date_as_people_write_it(edited: Callable[[Edit], Path], value: object) -> None:
    (column,) = [cell.coordinate[:-1] for cell in openpyxl.load_workbook(KEPT)["单位"][2] if cell.value == "valid_from"]
    plan, _findings = read_pack_workbook(edited(put("单位", f"{column}3", value)))
    assert plan is not None
    assert str(plan.units[0].valid_from) == "2026-01-05"


# what is asked back, with its cell


def _merge(book: openpyxl.Workbook) -> None:
    book["目标"].merge_cells("C3:C4")


def _formula(book: openpyxl.Workbook) -> None:
    book["目标"]["F3"] = "=100+50"  # openpyxl leaves no result


def _no_id(book: openpyxl.Workbook) -> None:
    book["目标"]["A3"] = None


def _copy_sheet(book: openpyxl.Workbook) -> None:
    book.copy_worksheet(book["目标"]).title = "目标 (2)"


def _no_column(book: openpyxl.Workbook) -> None:
    book["目标"].delete_cols(3)


def _second_plan(book: openpyxl.Workbook) -> None:
    book["规划"].append([cell.value for cell in book["规划"][3]])


def _column_twice(book: openpyxl.Workbook) -> None:
    book["目标"].insert_cols(3)
    book["目标"]["C1"], book["目标"]["C2"] = "名称", "name"


ASKED: dict[str, tuple[Edit, list[tuple[str, str, str]]]] = {
    "a unit in the number": (put("目标", "F3", "5万件"), [("pack_book_not_a_number", "目标", "F3")]),
    "two points": (put("目标", "F3", "1.2.3"), [("pack_book_not_a_number", "目标", "F3")]),
    "wrong grouping": (put("目标", "F3", "1,50"), [("pack_book_not_a_number", "目标", "F3")]),
    "an exponent": (put("目标", "F3", "1e3"), [("pack_book_not_a_number", "目标", "F3")]),
    "a dash": (put("目标", "F3", "—"), [("pack_book_not_a_number", "目标", "F3")]),
    "endless digits": (put("目标", "F3", "9" * 40), [("pack_book_not_a_number", "目标", "F3")]),
    "per cent": (put("目标", "F3", 0.33, "0%"), [("pack_book_shown_otherwise", "目标", "F3")]),
    "in thousands": (put("目标", "F3", 5000, "0,"), [("pack_book_shown_otherwise", "目标", "F3")]),
    "in ten thousands": (put("目标", "F3", 50000, '0!.0,"万"'), [("pack_book_shown_otherwise", "目标", "F3")]),
    "a date for a number": (put("目标", "F3", datetime(2026, 1, 5)), [("pack_book_became_date", "目标", "F3")]),
    "a date for a text": (put("纲目", "C4", datetime(2026, 1, 5)), [("pack_book_became_date", "纲目", "C4")]),
    "yes": (put("纲目", "C4", True), [("pack_book_no_text", "纲目", "C4")]),
    "an error": (put("目标", "F3", "#REF!"), [("pack_book_error", "目标", "F3")]),
    "half a year": (put("目标", "H3", 2030.5), [("pack_book_not_whole", "目标", "H3")]),
    "a year in words": (put("目标", "H3", "二〇三〇"), [("pack_book_not_whole", "目标", "H3")]),
    "no year": (put("目标", "H3", None), [("pack_book_blank", "目标", "H3")]),
    "a word of another list": (put("目标", "D3", "任务"), [("pack_book_not_a_word", "目标", "D3")]),
    "a formula without result": (_formula, [("pack_book_not_calculated", "目标", "F3")]),
    "merged": (_merge, [("pack_book_merged", "目标", "C4")]),
    "no key": (_no_id, [("pack_book_blank", "目标", "A3")]),
    "a baseline without a year": (put("目标", "N3", None), [("pack_book_blank", "目标", "N3")]),
    "a baseline without a value": (put("目标", "M3", None), [("pack_book_blank", "目标", "M3")]),
    "a day that is none": (put("单位", "J3", "2026-02-30"), [("pack_book_not_a_date", "单位", "J3")]),
    "a rule for no indicator": (put("供数规则", "A3", "none"), [("pack_book_no_such_indicator", "供数规则", "A3")]),
    "a second plan": (_second_plan, [("pack_book_two_plans", "规划", "A4")]),
    "a sheet gone": (lambda book: book.remove(book["上期完成情况"]), [("pack_book_no_sheet", "", "")]),
    "a sheet copied": (_copy_sheet, [("pack_book_sheet_twice", "目标 (2)", "")]),
    "a column gone": (_no_column, [("pack_book_no_column", "目标", "")]),
    "a column twice": (
        _column_twice,
        [("pack_book_column_twice", "目标", "C2"), ("pack_book_column_twice", "目标", "D2")],
    ),
    "no headings": (lambda book: book["纲目"].delete_rows(1, 2), [("pack_book_no_heading", "纲目", "")]),
    "no plan": (lambda book: book["规划"].delete_rows(3), [("pack_book_no_line", "规划", "")]),
}


@pytest.mark.parametrize(("act", "wanted"), ASKED.values(), ids=ASKED.keys())
def test_what_cannot_be_read_is_a_finding_and_no_plan(
    edited: Callable[[Edit], Path], act: Edit, wanted: list[tuple[str, str, str]]
) -> None:
    plan, findings = read_pack_workbook(edited(act))
    blocking = tuple(one for one in findings if one.severity is Severity.MUST_FIX)
    assert set(wanted) <= set(told(blocking))
    assert {code for code, _sheet, _cell in told(blocking)} == {code for code, _sheet, _cell in wanted}
    assert plan is None


def test_faults_of_the_plan_stand_at_their_cells(edited: Callable[[Edit], Path]) -> None:
    def act(book: openpyxl.Workbook) -> None:
        book["目标"]["K4"] = "t99"
        book["目标"]["F5"] = "-3"
        book["单位"]["F5"] = "nowhere"
        book["填报项"]["A4"] = book["填报项"]["A3"].value
        book["供数规则"]["C4"] = "town"

    plan, findings = read_pack_workbook(edited(act))
    assert plan is not None
    places = set(told(findings))
    assert places >= {
        ("pack_broken_reference", "目标", "K4"),
        ("pack_negative_target", "目标", "F5"),
        ("pack_broken_reference", "单位", "F5"),
        ("pack_duplicate_id", "填报项", "A4"),
        ("pack_broken_reference", "供数规则", "C4"),
    }
    said = next(located(one) for one in findings if one.where.cell == "K4")
    assert "条款" in said
    assert "t99" in said


def test_an_unread_cell_does_not_hide_the_faults_of_other_lines(edited: Callable[[Edit], Path]) -> None:
    def act(book: openpyxl.Workbook) -> None:
        book["目标"]["F3"] = "很多"
        book["目标"]["F5"] = "-3"

    plan, findings = read_pack_workbook(edited(act))
    assert plan is None
    assert told(findings) == [("pack_book_not_a_number", "目标", "F3"), ("pack_negative_target", "目标", "F5")]


def test_what_is_no_part_of_the_plan_is_said_and_left(edited: Callable[[Edit], Path]) -> None:
    def act(book: openpyxl.Workbook) -> None:
        book.create_sheet("会议记录")["A1"] = "讨论稿"
        book["目标"].insert_cols(2)
        book["目标"]["B1"], book["目标"]["B5"] = "科室意见", "同意"

    plan, findings = read_pack_workbook(edited(act))
    assert plan == PLAN
    assert {(one.code, one.severity) for one in findings} == {
        ("pack_book_other_sheet", Severity.NOTE),
        ("pack_book_other_column", Severity.NOTE),
    }


def test_a_newer_format_asks_for_a_newer_program(edited: Callable[[Edit], Path]) -> None:
    (column,) = [cell.column_letter for cell in openpyxl.load_workbook(KEPT)["规划"][2] if cell.value == "format"]
    with pytest.raises(EnvironmentTrouble) as raised:
        read_pack_workbook(edited(put("规划", f"{column}3", 2)))
    assert raised.value.code == "pack_newer"
    plan, findings = read_pack_workbook(edited(put("规划", f"{column}3", None)))
    assert (plan, findings) == (PLAN, ())


# files that are none


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_pack_workbook(tmp_path / "没有.xlsx")


def _other_book(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "食堂菜单"  # type: ignore[index]
    book.save(path)


def _cut(path: Path) -> None:
    write_pack_workbook(PLAN, path)
    path.write_bytes(path.read_bytes()[:-3000])


def _flipped(path: Path) -> None:
    write_pack_workbook(PLAN, path)
    data = bytearray(path.read_bytes())
    data[2000:2200] = bytes(200)
    path.write_bytes(data)


def _docx(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")


NONE: dict[str, tuple[Callable[[Path], object], type[IpdeskError], str]] = {
    "another workbook": (_other_book, WrongUse, "pack_book_no_plan"),
    "cut": (_cut, EnvironmentTrouble, "pack_book_damaged"),
    "flipped bytes": (_flipped, EnvironmentTrouble, "pack_book_damaged"),
    "a document": (_docx, WrongUse, "pack_book_kind"),
    "text": (lambda path: path.write_text("id,name", "utf-8"), WrongUse, "pack_book_kind"),
    "nothing": (lambda path: path.write_bytes(b""), WrongUse, "pack_book_kind"),
}


@pytest.mark.parametrize(("make", "kind", "code"), NONE.values(), ids=NONE.keys())
def test_a_file_that_holds_no_plan_is_one_sentence(
    tmp_path: Path, make: Callable[[Path], object], kind: type[IpdeskError], code: str
) -> None:
    make(tmp_path / "x.xlsx")
    with pytest.raises(kind) as raised:
        read_pack_workbook(tmp_path / "x.xlsx")
    assert raised.value.code == code
    assert "x.xlsx" in error_sentence(raised.value)
