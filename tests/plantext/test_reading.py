"""Every format gives the same paragraphs and tables; what cannot be read is one finding."""

import io
import struct
import zipfile
from itertools import pairwise

import docx
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain.finding import Finding
from ipdesk.plantext import reading
from ipdesk.plantext.compiler import compile_document
from ipdesk.plantext.document import Document, Origin, Span
from ipdesk.plantext.normal import normal, view
from ipdesk.plantext.reading import read_document
from ipdesk.text.messages import sentence
from tests.plantext import papers


def read(data: bytes | str) -> Document:
    document = read_document(data.encode() if isinstance(data, str) else data, "plan")
    assert isinstance(document, Document)
    return document


def said(document: Document) -> list[str]:
    return [view(document, paragraph.span).text for paragraph in document.paragraphs]


def grid(document: Document, number: int = 0) -> list[list[str]]:
    cells = {(cell.row, cell.column): view(document, cell.span).text for cell in document.tables[number].cells}
    rows, columns = max(row for row, _ in cells) + 1, max(column for _, column in cells) + 1
    return [[cells.get((row, column), "") for column in range(columns)] for row in range(rows)]


WORDS = [normal(words) for words in papers.PARAGRAPHS]
CELLS = [[normal(cell) for cell in row] for row in papers.TABLE]


@pytest.mark.parametrize(
    ("data", "origin"),
    [
        (papers.as_tabbed_text().encode(), Origin.TEXT),
        (papers.as_tabbed_text().encode("utf-8-sig"), Origin.TEXT),
        (papers.as_tabbed_text().encode("utf-16"), Origin.TEXT),
        (papers.as_tabbed_text().encode("utf-16-le"), Origin.TEXT),
        (papers.as_tabbed_text().replace("\n", "\r\n").encode("gb18030"), Origin.TEXT),
        (papers.as_flat_text().encode(), Origin.TEXT),
        (papers.as_docx(), Origin.WORD),
        (papers.as_html(), Origin.HTML),
        (papers.as_html("utf-8"), Origin.HTML),
    ],
)
def test_all_formats_say_the_same(data: bytes, origin: Origin) -> None:
    document = read(data)
    assert document.origin is origin
    assert said(document) == WORDS
    assert grid(document) == CELLS
    caption = document.tables[0].caption
    assert caption is not None
    assert normal(document.words(caption)) == "表1档案事业发展主要指标"


@pytest.mark.parametrize("data", [papers.as_tabbed_text().encode(), papers.as_docx(), papers.as_html()])
def test_a_frame_around_text_is_a_box(data: bytes) -> None:
    document = read(data)
    (box,) = document.boxes
    inside = [words for paragraph, words in zip(document.paragraphs, said(document), strict=True)
              if box.start <= paragraph.span.start < box.end]  # fmt: skip
    assert inside == [normal(words) for words in papers.BOX]


def test_broken_lines_of_a_scan_are_put_together() -> None:
    document = read(papers.as_broken_text())
    assert set(WORDS) - {normal(papers.BOX[1])} <= set(said(document))
    assert grid(document) == CELLS


@pytest.mark.usefixtures("font_families")
def test_a_pdf_says_the_same_and_keeps_its_page_numbers_apart() -> None:
    document = read(papers.as_pdf(copies=3))
    assert said(document)[: len(WORDS)] == WORDS
    assert grid(document) == CELLS
    outside = [normal(document.words(span)) for span in document.artefacts]
    assert any(words.endswith("—1—") for words in outside)
    assert any(words.startswith("—2—") for words in outside)
    assert outside.count("市档案局") >= 2
    assert not any(words == "市档案局" or words.startswith("—") for words in said(document))


@pytest.mark.usefixtures("font_families")
def test_the_formats_compile_to_the_same_targets() -> None:
    wanted = None
    for data in (papers.as_tabbed_text().encode(), papers.as_docx(), papers.as_html(), papers.as_pdf()):
        found = {(one.quantity, one.unit, one.horizon, one.kind) for one in compile_document(read(data)).targets}
        wanted = wanted or found
        assert found == wanted
    assert wanted
    assert len(wanted) >= 6


def test_a_word_document_made_of_lines_is_read_as_lines() -> None:
    made = docx.Document()
    for line in papers.as_tabbed_text().split("\n"):
        made.add_paragraph(line)
    document = read(papers.saved(made))
    assert said(document) == WORDS
    assert grid(document) == CELLS


def test_a_page_of_preformatted_text_is_read_as_lines() -> None:
    document = read(f"<html><body><pre>{papers.as_tabbed_text()}</pre></body></html>")
    assert said(document) == WORDS
    assert grid(document) == CELLS


@pytest.mark.parametrize(
    "data",
    [papers.as_tabbed_text(), papers.as_flat_text(), papers.as_broken_text(), papers.as_docx(), papers.as_html()],
)
def test_every_digit_is_in_a_field_or_untracked(data: bytes | str) -> None:
    assert_accounted(read(data))


LINES = (
    "一、目标", "到2030年达到20%。",
    "\t1", "\t甲量（件）", "\t12", "", "—３—", "[bookmark: _Toc77]甲", "目录", "5G", "①",
    "序号 指标 单位 2025年 2030年", "1 乙量 家 3 5", "专栏2 丙工程", "共 ３ ５ 万件ꎬ", "3. 建成5家。", "\f", "附件1",
    "第一章 总则 1", "两",
)  # fmt: skip


@given(st.lists(st.sampled_from(LINES), max_size=30))
def test_no_digit_gets_lost_whatever_the_lines(lines: list[str]) -> None:
    told = read_document("\n".join(["开头。", *lines]).encode(), "plan")
    assert isinstance(told, Document)
    assert_sound(told)
    assert_accounted(told)


def assert_sound(document: Document) -> None:
    """Paragraphs and tables lie in order and apart, spans in the text, cells in their table."""
    places = sorted([paragraph.span for paragraph in document.paragraphs] + [table.span for table in document.tables],
                    key=lambda span: span.start)  # fmt: skip
    for one, other in pairwise(places):
        assert one.end <= other.start
    for table in document.tables:
        assert all(table.span.start <= cell.span.start < cell.span.end <= table.span.end for cell in table.cells)
        assert len({(cell.row, cell.column) for cell in table.cells}) == len(table.cells)
    assert all(0 <= span.start < span.end <= len(document.text) for span in (*places, *document.artefacts))


def assert_accounted(document: Document) -> None:
    compilation = compile_document(document)
    spans: list[Span] = [one.span for one in compilation.untracked]
    spans += [span for one in (*compilation.targets, *compilation.history) for span in one.used]
    for place, letter in enumerate(document.text):
        if letter.isdecimal():
            assert any(span.start <= place < span.end for span in spans), document.text[max(place - 20, 0) : place + 9]
    for one in compilation.untracked:
        assert document.words(one.span) == one.words


def scanned() -> bytes:
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(595, 842)
    name = pypdf.generic.NameObject
    picture = pypdf.generic.StreamObject()
    picture._data = b"\0"
    picture.update({
        name("/Type"): name("/XObject"), name("/Subtype"): name("/Image"), name("/ColorSpace"): name("/DeviceGray"),
        name("/Width"): pypdf.generic.NumberObject(1), name("/Height"): pypdf.generic.NumberObject(1),
        name("/BitsPerComponent"): pypdf.generic.NumberObject(8),
    })  # fmt: skip
    resources = pypdf.generic.DictionaryObject({
        name("/XObject"): pypdf.generic.DictionaryObject({name("/Im0"): writer._add_object(picture)})
    })  # fmt: skip
    page[name("/Resources")] = resources
    content = pypdf.generic.DecodedStreamObject()
    content.set_data(b"q 595 0 0 842 0 0 cm /Im0 Do Q")
    page[name("/Contents")] = writer._add_object(content)
    return written(writer)


def locked() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    writer.encrypt("geheim", algorithm="RC4-128")
    return written(writer)


def written(writer: pypdf.PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "text_empty"),
        (b" \r\n\t \n", "text_blank"),
        ("　\n　".encode(), "text_blank"),
        (papers.as_docx()[:2000], "text_truncated"),
        (zipped(word__other=b"x"), "text_damaged"),
        (zipped(word__document_xml=b"x"), "text_damaged"),
        (OLE, "text_old_word"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "text_locked"),
        (OLE + "Workbook".encode("utf-16-le"), "text_sheet"),
        (zipped(xl__workbook=b"x"), "text_sheet"),
        (zipped(ppt__presentation=b"x"), "text_slides"),
        (zipped(other=b"x"), "text_archive"),
        (b"{\\rtf1 text}", "text_other_format"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "text_picture"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "text_picture"),
        (struct.pack("<200I", *range(200)), "text_unknown"),
        (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", "text_truncated"),
        (b"%PDF-1.7\nnothing\nstartxref\n0\n%%EOF", "text_damaged"),
        (scanned(), "text_scanned"),
        (locked(), "text_locked"),
        (b"<html><body><script>1</script></body></html>", "text_blank"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(data: bytes, code: str) -> None:
    told = read_document(data, "规划.docx")
    assert isinstance(told, Finding)
    assert told.code == code
    assert told.where.file == "规划.docx"
    said = sentence(told)
    assert said.endswith("。")
    assert "{" not in said


def test_a_large_file_is_not_even_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "file_kind", None)  # would fail when called
    told = read_document(b"0" * (reading.MAX_FILE + 1), "a.txt")
    assert isinstance(told, Finding)
    assert told.code == "text_too_big"


def test_a_zip_that_swells_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_UNPACKED", 1000)
    told = read_document(papers.as_docx(), "a.docx")
    assert isinstance(told, Finding)
    assert told.code == "text_bomb"


@given(st.binary(max_size=400))
def test_any_bytes_give_a_document_or_a_finding(data: bytes) -> None:
    assert isinstance(read_document(data, "a"), Document | Finding)
