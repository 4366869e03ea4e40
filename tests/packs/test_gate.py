"""Hostile and broken files are refused before a library reads them, each with one sentence."""

import io
import zipfile
from pathlib import Path

import pytest

from ipdesk.domain.errors import EnvironmentTrouble, IpdeskError, WrongUse
from ipdesk.packs import gate
from ipdesk.packs.gate import survey
from ipdesk.packs.read import load_builtin
from ipdesk.packs.readbook import read_pack_workbook
from ipdesk.packs.workbook import write_pack_workbook
from ipdesk.text.messages import error_sentence

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORKBOOK = (
    f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATIONS}">'
    '<sheets><sheet name="目标" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)


def book(sheet: str, more: dict[str, str] | None = None, workbook: str = WORKBOOK) -> bytes:
    """A workbook of one sheet; `sheet` stands inside its worksheet element."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", workbook)
        archive.writestr("xl/_rels/workbook.xml.rels", LINKS)
        archive.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{SPREADSHEET}">{sheet}</worksheet>')
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return made.getvalue()


def rows(inner: str) -> str:
    return f'<sheetData><row r="1">{inner}</row></sheetData>'


def test_a_formula_without_result_is_named() -> None:
    inner = (
        '<c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v></v></c><c r="C1"><f>1+1</f><v>2</v></c>'
        '<c r="D1" t="str"><f>""</f><v></v></c><c r="E1"><v>5</v></c><c r="F1" s="3"/>'
    )
    assert survey(book(rows(inner)), "x.xlsx")["目标"].hollow == {(1, 1), (1, 2)}


def test_what_a_merge_covers_is_named() -> None:
    found = survey(book(rows("") + '<mergeCells><mergeCell ref="B2:C3"/></mergeCells>'), "x.xlsx")["目标"]
    covered = {(row, column) for row in range(1, 5) for column in range(1, 5) if found.covered(row, column)}
    assert covered == {(2, 3), (3, 2), (3, 3)}


BOMBS: dict[str, tuple[bytes, type[IpdeskError], str]] = {
    "nothing": (b"", WrongUse, "pack_book_kind"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(99), WrongUse, "pack_book_kind"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(999), WrongUse, "pack_book_old"),
    "a zip without end": (b"PK\x03\x04" + bytes(99), EnvironmentTrouble, "pack_book_damaged"),
    "broken XML": (book("<sheetData>"), EnvironmentTrouble, "pack_book_damaged"),
    "a document type": (
        book("", {"xl/styles.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), EnvironmentTrouble,
        "pack_book_damaged",
    ),
    "a cell far away": (book(rows('<c r="XFD1048576"><v>1</v></c>')), EnvironmentTrouble, "pack_book_too_large"),
    "a cell nowhere": (book(rows('<c r="1A"><v>1</v></c>')), EnvironmentTrouble, "pack_book_damaged"),
    "the whole sheet merged": (
        book('<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), EnvironmentTrouble, "pack_book_too_large",
    ),
    "a part that inflates": (
        book("", {"xl/media/a.xml": " " * (gate.MAX_UNPACKED + 1)}), EnvironmentTrouble, "pack_book_too_large",
    ),
    "many parts": (
        book("", {f"xl/{number}.xml": "<a/>" for number in range(gate.MAX_ENTRIES)}), EnvironmentTrouble,
        "pack_book_too_large",
    ),
    "many sheets": (
        book("", workbook=WORKBOOK.replace("</sheets>", '<sheet name="a" r:id="rId1"/>' * 60 + "</sheets>")),
        EnvironmentTrouble, "pack_book_too_large",
    ),
    "an encoding that is none": (
        book("", {"xl/styles.xml": '<?xml version="1.0" encoding="UTF-a"?><a/>'}),
        EnvironmentTrouble,
        "pack_book_damaged",
    ),
    "a letter for an address": (book(rows('<c r="t"><v>1</v></c>')), EnvironmentTrouble, "pack_book_damaged"),
    "a part twice": (book("", {"XL/workbook.xml": "<a/>"}), EnvironmentTrouble, "pack_book_damaged"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "kind", "code"), BOMBS.values(), ids=BOMBS.keys())
def test_a_hostile_file_is_one_sentence(tmp_path: Path, data: bytes, kind: type[IpdeskError], code: str) -> None:
    (tmp_path / "x.xlsx").write_bytes(data)
    with pytest.raises(kind) as raised:
        read_pack_workbook(tmp_path / "x.xlsx")
    assert raised.value.code == code
    assert "x.xlsx" in error_sentence(raised.value)
    assert "…" not in error_sentence(raised.value)


def test_many_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "MAX_CELLS", 10)
    assert survey(book(rows("<c/>" * 10)), "x.xlsx")
    with pytest.raises(EnvironmentTrouble):
        survey(book(rows("<c/>" * 11)), "x.xlsx")


def test_a_large_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    write_pack_workbook(load_builtin("sz-155"), path)
    with path.open("ab") as file:
        file.truncate(gate.MAX_PACKED + 1)
    with pytest.raises(EnvironmentTrouble) as raised:
        read_pack_workbook(path)
    assert raised.value.code == "pack_book_too_large"


def test_a_password_inside_the_zip_is_damage() -> None:
    data = bytearray(book(""))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        place = data.find(mark)
        while place >= 0:
            data[place + (6 if mark == b"PK\x03\x04" else 8)] |= 1
            place = data.find(mark, place + 4)
    with pytest.raises(EnvironmentTrouble) as raised:
        survey(bytes(data), "x.xlsx")
    assert raised.value.code == "pack_book_damaged"
