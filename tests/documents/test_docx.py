import re
import zipfile
from datetime import date
from io import BytesIO

import docx
import pytest

from ipdesk.documents.docx import docx_bytes, write_docx
from ipdesk.documents.formsheet import form_sheet
from ipdesk.documents.summary import summary
from tests.documents import samples

pytestmark = pytest.mark.usefixtures("qapp")
DAY = date(2026, 10, 20)


@pytest.fixture(scope="module")
def content(qapp: object) -> bytes:
    return docx_bytes(summary(samples.summary_data()), created=DAY)


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode("utf-8")


def test_text_is_that_of_the_pages(content: bytes) -> None:
    word = docx.Document(BytesIO(content))
    assert word.paragraphs[0].text == samples.summary_data().title
    assert any("知识产权保护社会满意度" in line.text for line in word.paragraphs)
    tables = [table for table in word.tables if table.style is not None and table.style.name == "Table Grid"]
    assert [len(table.rows) for table in tables] == [2 + 6, 2 + 24]
    assert [cell.text for cell in tables[0].rows[2].cells][-2:] == ["▲达到", "9/11\nM01X"]


def test_faces_heads_and_rows(content: bytes) -> None:
    xml = part(content, "word/document.xml")
    for face in ("仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"):
        assert f'w:eastAsia="{face}"' in xml
    assert xml.count("<w:tblHeader/>") == 4  # two lines of heads in each of two tables
    assert xml.count("<w:cantSplit/>") == 2 + (2 + 6) + (2 + 24)


def test_cell_properties_stand_in_words_order(content: bytes) -> None:
    """Word calls a file damaged whose properties are out of the schema's order."""
    order = ["tcW", "gridSpan", "vMerge", "shd", "tcMar", "vAlign"]
    for properties in re.findall(r"<w:tcPr>(.*?)</w:tcPr>", part(content, "word/document.xml")):
        names = [name for name in re.findall(r"<w:(\w+)", properties) if name in order]
        assert names == sorted(names, key=order.index)
        assert len(names) == len(set(names))


def test_widths_fill_the_text_area(content: bytes) -> None:
    xml = part(content, "word/document.xml")
    grid = re.findall(r"<w:tblGrid>(.*?)</w:tblGrid>", xml)[-1]
    total = sum(int(width) for width in re.findall(r'w:w="(\d+)"', grid))
    assert 150 <= total / 1440 * 25.4 <= 157


def test_page_field_and_code_on_both_sides(content: bytes) -> None:
    names = zipfile.ZipFile(BytesIO(content)).namelist()
    footers = [part(content, name) for name in names if "footer" in name and name.endswith(".xml")]
    assert len(footers) == 2
    assert all("PAGE" in footer and "7Q4K-M2XA" in footer for footer in footers)
    assert "evenAndOddHeaders" in part(content, "word/settings.xml")


def test_gauges_are_pictures_that_can_be_read_aloud(content: bytes) -> None:
    xml = part(content, "word/document.xml")
    told = re.findall(r'descr="([^"]+)"', xml)
    assert len(told) == 6
    assert told[0].startswith("每万人口高价值发明专利拥有量，126.85件")


def test_same_document_same_bytes(content: bytes) -> None:
    assert docx_bytes(summary(samples.summary_data()), created=DAY) == content
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_form_sheet_is_landscape(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("out") / "报送表.docx"
    write_docx(form_sheet(samples.district_form(), samples.district_answers()), path, created=DAY)
    word = docx.Document(str(path))
    section = word.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert section.page_width > section.page_height
    assert any("填表人：张三" in line.text for line in word.paragraphs)
