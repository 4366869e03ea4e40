"""Forms that an office program saved as .xls, .ods and .csv come in right; and what these kinds alone can hold."""

import io
import struct
import zipfile
from decimal import Decimal as D
from pathlib import Path

import pytest

from ipdesk.domain.value import ValueStatus
from ipdesk.exchange import biff, csvbook, gate
from ipdesk.exchange.gate import GateError
from ipdesk.exchange.intake import take_in
from ipdesk.exchange.raw import RawBook, from_wire, to_wire
from ipdesk.exchange.reader import Confidence, Reading, read_answers
from tests.exchange import forms, office

#: Findings by which a formula whose result is an empty text is asked about in .xls, and is empty elsewhere.
ASKED = {"xls": ["read_formula_no_value"], "ods": [], "csv": []}


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kinds")
    office.run(folder)
    return folder


@pytest.fixture(params=["kept", pytest.param("live", marks=pytest.mark.office)])
def folder(request: pytest.FixtureRequest) -> Path:
    return office.DATA if request.param == "kept" else request.getfixturevalue("live")


def book(folder: Path, name: str) -> RawBook:
    found = take_in((folder / name).read_bytes(), name)
    assert found.refusal is None
    assert from_wire(to_wire(found), found.name, found.sha256) == found
    return found


def read(folder: Path, name: str) -> Reading:
    return read_answers(book(folder, name), forms.form())


def codes(reading: Reading) -> list[str]:
    return [finding.code for finding in reading.findings]


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_a_form_saved_as_another_kind_says_the_same(folder: Path, ending: str) -> None:
    reading = read(folder, f"resaved.{ending}")
    assert reading.answers == forms.answers()
    assert (reading.confidence, reading.issued_changes) == (Confidence.CERTAIN, ())
    assert reading.issued_whole == {"indicators": True, "tasks": True, "sign": True}
    assert reading.packages == forms.envelope().packages
    assert codes(reading) == ASKED[ending]


def test_one_sheet_saved_as_text_is_known_by_its_marks(folder: Path) -> None:
    reading = read(folder, "resaved.csv")
    assert reading.answers is not None
    assert reading.answers.values == forms.answers().values
    assert reading.issued_changes == ()
    assert reading.envelope is not None
    assert (reading.envelope.unit, reading.envelope.period) == ("440304", "2026-Q3")
    assert codes(reading).count("read_sheet_missing") == 2  # the two that a text table cannot hold


@pytest.mark.parametrize("ending", ["xls", "ods", "csv"])
def test_messy_cells_mean_the_same_in_every_kind(folder: Path, ending: str) -> None:
    reading = read(folder, f"messy.{ending}")
    assert reading.answers is not None
    values = reading.answers.values
    assert (values["stations"].quantity, values["stations"].raw) == (D(1037), "约1，037家")
    assert values["secret"].quantity == D(13)
    assert (values["cases"].status, values["cases"].raw) == (ValueStatus.UNREAD, "#DIV/0!")
    assert (values["served"].status, values["served"].raw) == (ValueStatus.UNREAD, "3-5")
    formula = "read_formula" in codes(reading)
    assert formula == (ending != "csv")  # a text does not tell what was computed


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"], ids=["utf-8", "utf-8 with mark", "gb18030", "utf-16"]
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_text_table_in_any_spelling(encoding: str, delimiter: str) -> None:
    import csv

    text = (office.DATA / "resaved.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(rows)
    found = take_in(written.getvalue().encode(encoding), "a.csv")
    assert found.refusal is None
    answers = read_answers(found, forms.form()).answers
    assert answers is not None
    assert answers.values == forms.answers().values


def test_line_breaks_and_quotes_inside_a_cell_of_a_text_table() -> None:
    found = csvbook.sheet_of('sep=;\r\n#value;"一\n二";"他说""好"""\r\n00123;-1.50;1,234;=1+1\r\n'.encode())
    assert [(cell.address, cell.kind, cell.text) for cell in found.cells] == [
        ("A1", "s", "#value"), ("B1", "s", "一\n二"), ("C1", "s", '他说"好"'),
        ("A2", "s", "00123"), ("B2", "n", "-1.50"), ("C2", "s", "1,234"), ("D2", "s", "=1+1"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("#value," + "x" * 40_000, "file_text_too_long"),
        ("#value\n" + "," * 300 + "1\n", "file_extent"),
        ("#value\n" + "\n" * 20_000 + "1\n", "file_extent"),
        ("名称,数目\n一,2\n", "file_csv"),
    ],
)
def test_limits_of_a_text_table(text: str, code: str) -> None:
    with pytest.raises(GateError) as trouble:
        csvbook.sheet_of(text.encode())
    assert trouble.value.code == code


# -- .xls ----------------------------------------------------------------------------------------------------------


def record(code: int, body: bytes) -> bytes:
    return struct.pack("<HH", code, len(body)) + body


def bare_biff(*cells: bytes, version: int = 0x0500, code_page: int | None = 936) -> bytes:
    """A workbook of BIFF5 with one sheet, without an OLE container round it, as xlrd takes it."""
    begin = struct.pack("<HHHH", version, 5, 0, 1993)
    pages = record(0x42, struct.pack("<H", code_page)) if code_page else b""
    name = "指标".encode("gbk")
    font = record(0x31, struct.pack("<HHHHHBBBBB", 200, 0, 0, 400, 0, 0, 0, 0, 0, 5) + b"Arial")
    formats = record(0x1E, struct.pack("<HB", 0xA4, 5) + b"0.00%")
    style = b"".join(record(0xE0, struct.pack("<HHH", 0, number, 1) + bytes(10)) for number in (0, 14, 10))
    length = len(record(0x809, begin)) + len(pages) + len(font) + len(formats) + len(style) + 4 + 8 + len(name) - 1 + 4
    sheet_entry = record(0x85, struct.pack("<iBBB", length, 0, 0, len(name)) + name)
    head = record(0x809, begin) + pages + font + formats + style + sheet_entry + record(0x0A, b"")
    assert len(head) == length
    sheet = record(0x809, struct.pack("<HHHH", version, 0x10, 0, 1993)) + b"".join(cells) + record(0x0A, b"")
    return head + sheet


def label(row: int, column: int, text: str) -> bytes:
    spelt = text.encode("gbk")
    return record(0x204, struct.pack("<HHHH", row, column, 0, len(spelt)) + spelt)


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, style, value))


@pytest.mark.parametrize("code_page", [936, None])
def test_chinese_texts_of_the_older_excel(code_page: int | None) -> None:
    data = bare_biff(
        label(0, 0, "小浪底"), number(1, 0, 46082, 1), number(1, 1, 0.125, 2), number(1, 2, -3.0, 1),
        record(0x205, struct.pack("<HHHBB", 2, 0, 0, 7, 1)), record(0x205, struct.pack("<HHHBB", 2, 1, 0, 1, 0)),
        record(0x208, struct.pack("<HHHHHHI", 3, 0, 1, 255, 0, 0, 0x20)), number(3, 0, 1e300),
        record(0x06, struct.pack("<HHHdHIH", 4, 0, 0, 7.5, 0, 0, 0)),
        code_page=code_page,
    )  # fmt: skip
    (sheet,) = biff.book_of(data)
    assert sheet.name == "指标"
    assert [(cell.address, cell.kind, cell.text[:12], cell.percent) for cell in sheet.cells] == [
        ("A1", "s", "小浪底", False), ("A2", "d", "2026-03-01", False), ("B2", "n", "0.125", True),
        ("C2", "n", "-3", False), ("A3", "e", "#DIV/0!", False), ("B3", "b", "TRUE", False),
        ("A4", "n", "1E+300", False), ("A5", "n", "7.5", False),
    ]  # fmt: skip
    assert sheet.hidden_rows == {4}
    assert sheet.grid()[5, 1].formula == "…"


def test_limits_of_an_old_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    def code_of(*cells: bytes) -> str:
        with pytest.raises(GateError) as trouble:
            biff.book_of(bare_biff(*cells))
        return trouble.value.code

    assert code_of(number(60_000, 0, 1)) == "file_extent"
    assert code_of(record(0xBD, struct.pack("<HH", 1, 250) + struct.pack("<HI", 0, 2) * 9 + b"\0\0")) == "file_extent"
    monkeypatch.setattr(gate, "MAX_CELLS", 3)
    assert code_of(*(number(row, 0, 1) for row in range(4))) == "file_too_many_cells"
    monkeypatch.setattr(gate, "MAX_EMPTY_CELLS", 300)
    assert (
        code_of(*(record(0xBE, struct.pack("<HH", row, 0) + bytes(400)) for row in range(4))) == "file_too_many_cells"
    )


def test_a_cut_off_old_workbook_is_damaged_or_known_only_in_part() -> None:
    whole = (office.DATA / "resaved.xls").read_bytes()
    for part in range(1, 25):
        cut = take_in(whole[: len(whole) * part // 25], "a.xls")
        assert cut.refusal is not None
        assert cut.refusal.code in ("file_damaged", "file_truncated"), part


# -- .ods ----------------------------------------------------------------------------------------------------------

_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:automatic-styles><style:style style:name="ta1"><style:table-properties table:display="false"/>'
    "</style:style></office:automatic-styles><office:body><office:spreadsheet>"
    '<table:table table:name="一" table:style-name="ta1">{rows}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)
_VALUE = (
    '<table:table-cell office:value-type="float" office:value="1.50" {more}><text:p>1.5</text:p></table:table-cell>'
)


def ods(rows: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", _ODS.format(rows=rows))
    return buffer.getvalue()


def test_what_an_open_document_holds() -> None:
    found = take_in(
        ods(
            '<table:table-row table:number-rows-repeated="1048570"><table:table-cell '
            'table:number-columns-repeated="16384"/></table:table-row>'
        ),
        "a.ods",
    )
    assert found.refusal is None
    assert found.sheets[0].cells == ()
    rows = (
        '<table:table-row table:number-rows-repeated="2" table:visibility="collapse"><table:table-cell '
        f'table:number-columns-repeated="2"/>{_VALUE.format(more="")}</table:table-row>'
        '<table:table-row><table:table-cell office:value-type="percentage" office:value="0.125"/>'
        '<table:table-cell office:value-type="date" office:date-value="2026-09-30"/>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        '<table:table-cell office:value-type="string"><text:p>一<text:s text:c="2"/>二</text:p><text:p>三</text:p>'
        "<office:annotation><text:p>批注</text:p></office:annotation></table:table-cell>"
        '<table:table-cell table:formula="of:=1/0" office:value-type="string"><text:p>#DIV/0!</text:p>'
        '</table:table-cell><table:table-cell table:formula="of:=[.A1]"/>'
        '<table:covered-table-cell office:value-type="float" office:value="9"/></table:table-row>'
    )
    (sheet,) = take_in(ods(rows), "a.ods").sheets
    assert [(c.address, c.kind, c.text, c.formula, c.valueless, c.percent) for c in sheet.cells] == [
        ("C1", "n", "1.50", "", False, False), ("C2", "n", "1.50", "", False, False),
        ("A3", "n", "0.125", "", False, True), ("B3", "d", "2026-09-30", "", False, False),
        ("C3", "b", "TRUE", "", False, False), ("D3", "s", "一  二\n三", "", False, False),
        ("E3", "e", "#DIV/0!", "1/0", False, False), ("F3", "s", "", "[.A1]", True, False),
    ]  # fmt: skip
    assert (sheet.state, sheet.hidden_rows) == ("hidden", {1, 2})


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (f"<table:table-row>{_VALUE.format(more='table:number-columns-repeated=%s')}</table:table-row>", "file_extent"),
        (f'<table:table-row table:number-rows-repeated="99999">{_VALUE}</table:table-row>', "file_extent"),
        (
            '<table:table-row table:number-rows-repeated="9999">'
            + _VALUE.replace("{more}", 'table:number-columns-repeated="200"')
            + "</table:table-row>",
            "file_too_many_cells",
        ),
        ("<table:table-row>", "file_damaged"),
    ],
)
def test_limits_of_an_open_document(rows: str, code: str) -> None:
    refusal = take_in(ods(rows.replace("{more}", "").replace("%s", '"16384"')), "a.ods").refusal
    assert refusal is not None
    assert refusal.code == code
