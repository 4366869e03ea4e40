"""The workbook of a plan: every value is there as text or whole number, nothing is a formula."""

import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from ipdesk.domain.errors import EnvironmentTrouble
from ipdesk.domain.indicator import Supply
from ipdesk.packs.cells import columns, joined
from ipdesk.packs.format import TABLES
from ipdesk.packs.read import load_builtin
from ipdesk.packs.words import CODED, MIXED, heading, known_words, plain, sheet_names, words
from ipdesk.packs.workbook import write_pack_workbook
from ipdesk.packs.write import header_line, table_lines

PLAN = load_builtin("sz-155")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    path = tmp_path_factory.mktemp("book") / "p.xlsx"
    write_pack_workbook(PLAN, path)
    return openpyxl.load_workbook(path)


def test_a_sheet_for_each_table_with_chinese_names(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == [
        "规划", "纲目", "目标", "上期完成情况", "指标", "填报项", "供数规则", "单位", "指标沿革", "审核关系", "代码表",
    ]  # fmt: skip


@pytest.mark.parametrize("table", ["pack", "outline", "targets", "history", "indicators", "items", "supplies", "units"])
def test_every_value_of_every_line_is_on_its_sheet(book: openpyxl.Workbook, table: str) -> None:
    lines = [header_line(PLAN)] if table == "pack" else table_lines(PLAN)[table]
    sheet = book[sheet_names()[table]]
    assert sheet.max_row == len(lines) + 2
    names = [cell.value for cell in sheet[2]]
    assert names == [column.name for column in columns(table)]
    assert [cell.value for cell in sheet[1]] == [heading(table, name) for name in names]
    for row, line in zip(sheet.iter_rows(min_row=3, values_only=True), lines, strict=True):
        shown = dict(zip(names, row, strict=True))
        flat = {key: value for key, value in line.items() if key != "baseline"}
        flat |= {f"baseline.{key}": value for key, value in line.get("baseline", {}).items()}
        for name, value in flat.items():
            if codes := CODED.get((table, name)):
                wanted = words()[codes, value]
            elif codes := MIXED.get((table, name)):
                wanted = "全部单位" if value == "*" else words().get((codes, value), value)
            else:
                wanted = joined(value) if isinstance(value, list) else value
            assert shown[name] == wanted, (table, line, name)


def test_keys_stand_in_the_first_column(book: openpyxl.Workbook) -> None:
    assert [row[0].value for row in book["目标"].iter_rows(min_row=3)] == [target.id for target in PLAN.targets]
    assert [row[0].value for row in book["单位"].iter_rows(min_row=3)] == [unit.code for unit in PLAN.units]


def test_words_are_unique_within_a_list_and_all_on_the_last_sheet(book: openpyxl.Workbook) -> None:
    for codes in set(CODED.values()):
        said = [words()[codes, code.value] for code in codes]
        assert len(set(said)) == len(said)
    listed = {tuple(cell.value for cell in row) for row in book["代码表"].iter_rows(min_row=3)}
    assert ("targets", "kind", "规划期累计", "cumulative") in listed
    assert ("supplies", "pattern", "全部单位", "*") in listed
    assert len(listed) == sum(len(codes) for codes in (CODED | MIXED).values()) + len(MIXED)


def test_a_heading_means_one_column_only() -> None:
    for table in ("pack", *TABLES):
        named = [heading(table, column.name) for column in columns(table)]
        assert len(set(named)) == len(named), table


def test_a_text_longer_than_a_cell_is_not_cut(tmp_path: Path) -> None:
    clause = replace(PLAN.outline[0], title="长" * 40_000)
    with pytest.raises(ValueError, match="so long a text"):
        write_pack_workbook(replace(PLAN, outline=(clause,)), tmp_path / "p.xlsx")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "http://example.org", "00123", '=HYPERLINK("x")'])
def test_text_stays_text(tmp_path: Path, text: str) -> None:
    clause = replace(PLAN.outline[0], title=text)
    write_pack_workbook(replace(PLAN, outline=(clause,)), tmp_path / "p.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "p.xlsx")["纲目"]["D3"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_equal_plans_make_equal_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_pack_workbook(PLAN, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert zipfile.ZipFile(tmp_path / "a.xlsx").testzip() is None


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentTrouble) as raised:
        write_pack_workbook(PLAN, tmp_path / "nowhere" / "p.xlsx")
    assert raised.value.code == "pack_not_written"


def test_who_supplies_is_said_in_the_words_of_the_issuers_level_and_read_in_all_of_them() -> None:
    said = {code: words(code)[Supply, Supply.CONFIRM.value] for code in ("440300", "440000", "000000")}
    assert said == {"440300": "市下发区核对", "440000": "省下发市核对", "000000": "上级下发核对"}
    assert {known_words(Supply)[plain(word)] for word in said.values()} == {"confirm"}
    for code in said:
        own = [words(code)[Supply, supply.value] for supply in Supply]
        assert len(set(own)) == len(own)
        assert [known_words(Supply)[plain(word)] for word in own] == [supply.value for supply in Supply]
