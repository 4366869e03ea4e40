"""Kinds of files and hostile ones: each gets its own code before any library has seen it."""

import io
import zipfile
from collections.abc import Callable

import pytest

from ipdesk.exchange import gate
from ipdesk.exchange.intake import take_in
from ipdesk.exchange.kind import Kind, kind_of
from ipdesk.exchange.sheetscan import Budget, SheetScan, scan_sheet
from ipdesk.exchange.writer import form_bytes
from ipdesk.text.messages import SENTENCES, sentence
from tests.exchange import forms

GOOD, _ = form_bytes(forms.form(), None, forms.envelope(), created=forms.CREATED)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"


def zipped(*parts: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def changed(*changes: tuple[str, Callable[[bytes], bytes]], add: tuple[tuple[str, bytes], ...] = ()) -> bytes:
    """A good workbook with some parts changed and others added."""
    wanted = dict(changes)
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        parts = [(name, wanted.get(name, bytes)(archive.read(name))) for name in archive.namelist()]
    return zipped(*parts, *add)


def sheet(cells: str) -> bytes:
    return changed((SHEET, lambda _: f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'.encode()))


def ole(*streams: str) -> bytes:
    """The beginning of an OLE file and a directory with these names, and nothing else."""
    names = [stream.encode("utf-16-le") + b"\0\0" for stream in streams]
    entries = b"".join((name.ljust(64, b"\0") + len(name).to_bytes(2, "little")).ljust(128, b"\0") for name in names)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + entries + b"\0" * 512


DTD = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;">]><a>&z;</a>'
KINDS = [
    (b"", "a.xlsx", Kind.EMPTY, "file_empty"),
    (GOOD[: len(GOOD) // 2], "a.xlsx", Kind.TRUNCATED, "file_truncated"),
    (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "a.xlsx", Kind.PICTURE, "file_picture"),
    (b"\xff\xd8\xff\xe0" + b"\0" * 50, "a.xlsx", Kind.PICTURE, "file_picture"),
    (b"%PDF-1.7\n", "a.xlsx", Kind.PDF, "file_pdf"),
    (ole("Workbook"), "a.xlsx", Kind.XLS, "file_damaged"),
    (ole("Workbook", "ETExtData"), "a.xlsx", Kind.ET, "file_damaged"),
    (ole("Workbook"), "表.et", Kind.ET, "file_damaged"),
    (ole("EncryptionInfo", "EncryptedPackage"), "a.xlsx", Kind.ENCRYPTED, "file_encrypted"),
    (ole("WordDocument"), "a.xlsx", Kind.OLE, "file_document"),
    (zipped(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")), "a.ods", Kind.ODS, "file_damaged"),
    (zipped(("word/document.xml", b"<a/>")), "a.xlsx", Kind.DOCX, "file_document"),
    (zipped(("xl/workbook.bin", b"")), "a.xlsb", Kind.XLSB, "file_xlsb"),
    (zipped(("a.txt", b"")), "a.xlsx", Kind.ZIP, "file_archive"),
    (zipped(("ipdesk-bundle.json", b"{}")), "a.zip", Kind.BUNDLE, "file_bundle"),
    ("名称,数目\n工作站,37\n".encode("gbk"), "a.xlsx", Kind.CSV, "file_csv"),
    ("名称,数目\n工作站,37\n".encode("utf-16"), "a.csv", Kind.CSV, "file_csv"),
    ("只有一句话".encode(), "a.txt", Kind.TEXT, "file_text"),
    (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", Kind.HTML, "file_html"),
    (b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "a.xls", Kind.MHTML, "file_html"),
    (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "a.xls",
        Kind.XML2003,
        "file_xml2003",
    ),
    (b"SQLite format 3\0", "a.xlsx", Kind.DATABASE, "file_other"),
    (b"MZ\x90\0", "a.xlsx", Kind.PROGRAM, "file_other"),
    (b"\0\1\2\3" * 40, "a.xlsx", Kind.UNKNOWN, "file_other"),
]


@pytest.mark.parametrize(("data", "name", "kind", "code"), KINDS)
def test_each_kind_is_told_by_its_content(data: bytes, name: str, kind: Kind, code: str) -> None:
    assert kind_of(data, name) is kind
    book = take_in(data, name)
    assert book.refusal is not None
    assert (book.refusal.code, book.sheets) == (code, ())


HOSTILE = [
    (
        "bomb",
        lambda: changed((SHEET, lambda data: data.replace(b"<sheetData", b" " * 20_000_000 + b"<sheetData"))),
        "file_bomb",
    ),
    (
        "far corner",
        lambda: sheet('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>'),
        "file_extent",
    ),
    ("far corner in small letters", lambda: sheet('<row r="1"><c r="xfd20000"><v>1</v></c></row>'), "file_extent"),
    ("row number", lambda: sheet('<row r="1"><c r="A99999999"><v>1</v></c></row>'), "file_extent"),
    ("address", lambda: sheet('<row r="1"><c r="A-1"><v>1</v></c></row>'), "file_bad_address"),
    ("DTD in the sheet", lambda: changed((SHEET, lambda _: DTD)), "file_dtd"),
    ("DTD in the properties", lambda: changed(("docProps/core.xml", lambda _: DTD)), "file_dtd"),
    ("DTD in UTF-16", lambda: changed((SHEET, lambda _: DTD[21:].decode().encode("utf-16"))), "file_dtd"),
    ("part twice", lambda: changed(add=((SHEET.upper(), b"<a/>"),)), "file_duplicate_parts"),
    ("part twice with backslash", lambda: changed(add=((SHEET.replace("/", "\\"), b"<a/>"),)), "file_duplicate_parts"),
    ("60,000 entries", lambda: changed(add=tuple((f"x/{n}", b"") for n in range(60_000))), "file_too_many_entries"),
    (
        "control character",
        lambda: sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>\x01</t></is></c></row>'),
        "file_damaged",
    ),
    (
        "long text",
        lambda: sheet(f'<row r="1"><c r="A1" t="str"><v>{"长" * 40_000}</v></c></row>'),
        "file_text_too_long",
    ),
    (
        "shared text",
        lambda: changed(("xl/sharedStrings.xml", lambda _: b"<sst><si><t>" + b"x" * 70_000 + b"</t></si></sst>")),
        "file_text_too_long",
    ),
    ("broken XML", lambda: changed(("xl/workbook.xml", lambda data: data[:-20])), "file_damaged"),
    (
        "no sheets",
        lambda: changed(("xl/workbook.xml", lambda _: f'<workbook xmlns="{MAIN}"/>'.encode())),
        "file_no_sheets",
    ),
]


@pytest.mark.parametrize(("make", "code"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_hostile_files_are_refused_with_their_own_code(make: Callable[[], bytes], code: str) -> None:
    refusal = take_in(make(), "回收.xlsx").refusal
    assert refusal is not None
    assert refusal.code == code


def test_lying_about_the_size_is_found_while_inflating() -> None:
    data = bytearray(changed())
    entry = data.rfind(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (5).to_bytes(4, "little")
    refusal = take_in(bytes(data), "a.xlsx").refusal
    assert refusal is not None
    assert refusal.code in ("file_damaged", "file_truncated")


def test_too_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "MAX_CELLS", 50)
    refusal = take_in(GOOD, "a.xlsx").refusal
    assert refusal is not None
    assert refusal.code == "file_too_many_cells"


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "MAX_PACKED", 1000)
    refusal = take_in(GOOD, "a.xlsx").refusal
    assert refusal is not None
    assert refusal.code == "file_too_big"


@pytest.mark.parametrize(
    ("cells", "kinds"),
    [
        ('<c r="A1"/><c r="XFD1048576" s="1"/><c r="B1"><v>2</v></c>', [("B1", "n", "2", "")]),
        ('<c r="A1" t="e"><v>#DIV/0!</v></c>', [("A1", "e", "#DIV/0!", "")]),
        ('<c r="A1"><f>1+1</f></c>', [("A1", "s", "", "1+1")]),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', [("A1", "n", "2", "1+1")]),
        ('<c r="A1"><f>1+1</f><v></v></c>', [("A1", "s", "", "1+1")]),
        ('<c r="A1"><f>1+1</f><v/></c>', [("A1", "s", "", "1+1")]),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', []),
        ('<c r="A1" t="str"><f t="shared" si="0"/><v>&lt;a&gt;</v></c>', [("A1", "s", "<a>", "…")]),
        ('<c r="A1"><f a="1">IF(A2&lt;&gt;"",&#34;x&#34;)</f><v>1</v></c>', [("A1", "n", "1", 'IF(A2<>"","x")')]),
        ('<c><v>5</v></c><c t="b"><v>1</v></c>', [("A1", "n", "5", ""), ("B1", "b", "TRUE", "")]),
    ],
)
def test_what_the_value_reader_hides_is_told(cells: str, kinds: list[tuple[str, str, str, str]]) -> None:
    book = take_in(sheet(f'<row r="1">{cells}</row>'), "a.xlsx")
    assert book.refusal is None
    assert [(cell.address, cell.kind, cell.text, cell.formula) for cell in book.sheets[0].cells] == kinds


def test_macros_links_and_wrong_endings_are_noted_and_the_values_read() -> None:
    data = changed(add=(("xl/vbaProject.bin", b"x"), ("xl/externalLinks/externalLink1.xml", b"<a/>")))
    book = take_in(data, "a.et")
    assert book.refusal is None
    assert [note.code for note in book.notes] == ["file_macro", "file_links", "file_wrong_ending"]
    assert len(book.sheets) == 6


def test_every_refusal_has_a_sentence_in_chinese() -> None:
    codes = {case[3] for case in KINDS} | {case[2] for case in HOSTILE}
    assert codes <= SENTENCES.keys()
    refusal = take_in(b"\x89PNG\r\n\x1a\n", "a.xlsx").refusal
    assert refusal is not None
    assert "图片" in sentence(refusal)


@pytest.mark.parametrize(
    "spelling", [str, lambda cells: f"<!-- a comment -->{cells}"], ids=["plain", "element by element"]
)
@pytest.mark.parametrize(
    "cells",
    [
        '<c r="A1"><f>1+1</f><v></v></c><c r="B1" t="str"><f>""</f><v></v></c>',
        '<c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D1"><f>1</f></c>',
        '<c r="A1" t="e"><v>#N/A</v></c><c r="B1" s="1"/><c r="C1" t="inlineStr"><is><t>一</t></is></c>',
        '<c r="IV20000" s="3"><v>5</v></c><c r="XFD1048576" s="1"/>',
        '<c r="A1"><f t="shared" si="0"/><v>2</v></c><c r="B1"><f t="shared" ref="A1:B1" si="0">A2</f></c>',
    ],
)
def test_both_ways_of_looking_over_a_sheet_find_the_same(cells: str, spelling: Callable[[str], str]) -> None:
    def scan(rows: str) -> SheetScan:
        text = (
            f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
        )
        return scan_sheet(f"{text}</worksheet>".encode(), "sheet1.xml", frozenset({3}), Budget())

    rows = f'<row r="1" hidden="1">{cells}</row>'
    assert scan(spelling(rows)) == scan(rows)
    assert scan(rows).hidden_rows == {1}
    assert scan(rows).covered == {(1, 2), (2, 1), (2, 2)}
