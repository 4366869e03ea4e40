from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from ipdesk.documents.table_xlsx import write_xlsx, xlsx_bytes
from ipdesk.domain.pace import judge
from ipdesk.domain.period import parse
from tests.documents import samples

DAY = date(2026, 10, 20)


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(xlsx_bytes(samples.summary_data(), created=DAY)))


def test_two_sheets_values_only(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == ["主要指标", "正文和专栏"]
    for sheet in book.worksheets:
        assert sheet.sheet_state == "visible"
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
    assert not book.defined_names


def test_figures_are_numbers_in_columns_of_their_own(book: openpyxl.Workbook) -> None:
    sheet = book["主要指标"]
    heads = [cell.value for cell in sheet[3]]
    first = dict(zip(heads, [cell.value for cell in sheet[4]], strict=True))
    assert first["实际值"] == 126.85
    assert first["基期值"] == 119
    assert first["目标值"] == "≥150 (2030)"
    assert first["与时序进度差（百分点）"] == pytest.approx(10.3226, abs=1e-4)
    assert first["来源码"] == "M01X"
    assert first["进展评价"] == "▲ 达到"
    assert sheet["J4"].number_format == "#,##0.00"


def test_notes_follow_the_table(book: openpyxl.Workbook) -> None:
    text = " ".join(str(row[0].value) for row in book["正文和专栏"].iter_rows(min_row=4 + 24) if row[0].value)
    assert "进展评价" in text
    assert "征求意见稿" in text


def test_a_name_that_looks_like_a_formula_stays_text() -> None:
    data = samples.summary_data()
    from dataclasses import replace

    line = replace(data.main[0], name="=1+1")
    book = openpyxl.load_workbook(BytesIO(xlsx_bytes(replace(data, main=(line,)), created=DAY)))
    cell = book["主要指标"]["B4"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_digits_are_those_of_the_figure() -> None:
    """0.1 + 0.2 as the nearest float would show a tail; the decimal has none."""
    import zipfile
    from dataclasses import replace

    data = samples.summary_data()
    judgement = judge(
        samples.PATENTS, Decimal("126.123456789012"), period=parse("2026-Q3"), first_year=2026, last_year=2030
    )
    content = xlsx_bytes(replace(data, main=(replace(data.main[0], judgement=judgement),)), created=DAY)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert "<v>126.123456789012</v>" in archive.read("xl/worksheets/sheet1.xml").decode()


def test_same_data_same_bytes(tmp_path: Path) -> None:
    write_xlsx(samples.summary_data(), tmp_path / "a.xlsx", created=DAY)
    assert (tmp_path / "a.xlsx").read_bytes() == xlsx_bytes(samples.summary_data(), created=DAY)
