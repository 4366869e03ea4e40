"""What Word shows and python-docx does not say: numbers of lists, merged cells, text boxes, notes, changes tracked."""

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ipdesk.plantext.document import Document
from ipdesk.plantext.wordfile import read_word
from ipdesk.plantext.wordnumbers import spelled
from tests.plantext.papers import saved

W = nsdecls("w")


def words(document: Document) -> list[str]:
    return [document.words(paragraph.span) for paragraph in document.paragraphs]


def body(*parts: str) -> Document:
    made = docx.Document()
    for part in parts:
        made.element.body.insert_element_before(parse_xml(part), "w:sectPr")
    return read_word(saved(made))


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p {W}><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_headings_by_style_and_by_outline_level() -> None:
    made = docx.Document()
    made.add_heading("总体要求", 1)
    made.add_heading("基本原则", 2)
    made.add_paragraph("正文。")
    made.element.body.insert_element_before(parse_xml(paragraph("附录", '<w:outlineLvl w:val="2"/>')), "w:sectPr")
    document = read_word(saved(made))
    assert [(one.heading, document.words(one.span)) for one in document.paragraphs] == [
        (1, "总体要求"), (2, "基本原则"), (0, "正文。"), (3, "附录"),
    ]  # fmt: skip


def test_automatic_numbers_count_as_word_does() -> None:
    made = docx.Document()
    numbering = made.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:suff w:val="nothing"/>'
        f'{"<w:isLgl/>" if level == 1 else ""}<w:lvlText w:val="{text}"/></w:lvl>'
        for level, style, text in ((0, "chineseCountingThousand", "%1、"), (1, "decimal", "%1.%2 "), (2, "bullet", "•"))
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {W} w:numId="78"><w:abstractNumId w:val="77"/></w:num>'))
    for level, text in ((0, "甲"), (1, "乙"), (1, "丙"), (2, "点"), (0, "丁"), (1, "戊")):
        properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="78"/></w:numPr>'
        made.element.body.insert_element_before(parse_xml(paragraph(text, properties)), "w:sectPr")
    assert words(read_word(saved(made))) == ["一、甲", "1.1 乙", "1.2 丙", "点", "二、丁", "2.1 戊"]


@pytest.mark.parametrize(
    ("number", "style", "wanted"),
    [
        (1, "chineseCounting", "一"), (10, "chineseCounting", "十"), (21, "chineseCountingThousand", "二十一"),
        (99, "japaneseCounting", "九十九"), (3, "decimalEnclosedCircle", "③"), (2, "upperLetter", "B"),
        (4, "lowerRoman", "iv"), (14, "upperRoman", "XIV"), (7, "decimalZero", "07"), (12, "unknown", "12"),
        (12, "decimalFullWidth", "１２"), (100, "chineseCounting", "一零零"),
    ],
)  # fmt: skip
def test_how_numbers_are_spelled(number: int, style: str, wanted: str) -> None:
    assert spelled(number, style) == wanted


def test_merged_cells_stand_once() -> None:
    made = docx.Document()
    table = made.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "上下"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "左右"
    document = read_word(saved(made))
    cells = [
        (cell.row, cell.column, cell.rows, cell.columns, document.words(cell.span)) for cell in document.tables[0].cells
    ]
    assert cells == [
        (0, 0, 2, 1, "上下"), (0, 1, 1, 2, "左右"), (1, 1, 1, 1, "11"), (1, 2, 1, 1, "12"),
        (2, 0, 1, 1, "20"), (2, 1, 1, 1, "21"), (2, 2, 1, 1, "22"),
    ]  # fmt: skip
    assert "上下\t左右" in document.text


def test_tracked_changes_fields_and_contents() -> None:
    deleted = f"<w:p {W}><w:r><w:t>到</w:t></w:r><w:del><w:r><w:delText>2025</w:delText></w:r></w:del>"
    inserted = (
        "<w:ins><w:r><w:t>2030</w:t></w:r></w:ins><w:r><w:instrText>PAGE 9</w:instrText><w:t>年。</w:t></w:r></w:p>"
    )
    assert words(body(deleted + inserted)) == ["到2030年。"]
    contents = f"<w:sdt {W}><w:sdtContent>{paragraph('第一章 1')}</w:sdtContent></w:sdt>"
    assert words(body(contents, paragraph("正文。"))) == ["第一章 1", "正文。"]


def test_a_text_box_is_read_once_and_is_a_box() -> None:
    content = f"<w:txbxContent>{paragraph('专栏1 绿色工程')}{paragraph('植树5万亩。')}</w:txbxContent>"
    drawn = (
        f'<w:p {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><w:t>正文。</w:t>'
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{content}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{content}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    document = body(drawn)
    assert words(document) == ["正文。", "专栏1 绿色工程", "植树5万亩。"]
    assert [document.words(box) for box in document.boxes] == ["专栏1 绿色工程\n植树5万亩。"]


def test_footnotes_follow_the_text() -> None:
    data = saved(docx.Document())
    note = f'<w:footnotes {W}><w:footnote w:id="2">{paragraph("统计到2020年。")}</w:footnote></w:footnotes>'
    run = '<w:r><w:t>增长5%</w:t><w:footnoteReference w:id="2"/></w:r>'
    text = f"<w:document {W}><w:body><w:p>{run}</w:p></w:body></w:document>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, text if name == "word/document.xml" else old.read(name))
        new.writestr("word/footnotes.xml", note)
    assert words(read_word(buffer.getvalue())) == ["增长5%", "统计到2020年。"]


def test_no_entity_is_resolved() -> None:
    text = (
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "bomb">]>'
        f"<w:document {W}><w:body><w:p><w:r><w:t>前&y;&x;后</w:t></w:r></w:p></w:body></w:document>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as new:
        new.writestr("word/document.xml", text)
    assert "bomb" not in read_word(buffer.getvalue()).text
