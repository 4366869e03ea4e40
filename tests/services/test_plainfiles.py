"""净表: what goes to anybody but the counterpart has values only and nothing hidden, whatever kind of file it is."""

import getpass
import re
import socket
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pypdf
import pytest

from ipdesk.services import attachments, consolidate, keyring, plans, report, review
from ipdesk.services.workspace import Workspace
from tests.services.office import FUTIAN, LUOHU, OFFICER, Q3, TODAY, accepted, slot, taken

Writer = Callable[[Workspace, Path], object]

#: All that a workbook of ours for third parties consists of.
_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml|xl/(workbook|styles|sharedStrings|theme/theme1)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/worksheets/sheet\d+\.xml"
)
_WORD_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml|word/_rels/document\.xml\.rels"
    r"|word/(document|styles|settings|fontTable|webSettings|numbering|theme/theme1|header\d+|footer\d+)"
    r"\.xml|word/media/image\d+\.(png|svg)|word/_rels/(header|footer)\d+\.xml\.rels"
)
#: Names that say more than the page does: of a token, of a package, of a person or a machine.
_TELLING = re.compile(rb"IPD1\||[0-9a-f]{64}|ipdesk-(?:workbook|bundle)")
_HIDDEN = re.compile(
    rb'hidden="|veryHidden|<f[ >]|<legacyDrawing|<extLst|<hyperlink|<customProperties|<oleObject|<externalReference'
)
_HIDDEN_IN_WORD = re.compile(
    rb'<w:vanish|<w:ins |<w:del |<w:comment|w:rsid|<w:attachedTemplate|TargetMode="External"|thumbnail|customXml'
)
_AUTHOR = re.compile(rb"<(?:dc:creator|cp:lastModifiedBy|Manager|Company)>([^<]*)</")


def _summary(place: Workspace, path: Path) -> object:
    return report.report(place, "summary", Q3, to=path, today=TODAY, by=OFFICER)


def _form(place: Workspace, path: Path) -> object:
    return report.report(place, "form", slot(place, FUTIAN), to=path, today=TODAY, by=OFFICER)


def _consolidation(place: Workspace, path: Path) -> object:
    return consolidate.write_consolidation(place, Q3, path, today=TODAY, by=OFFICER)


def _fingerprint(place: Workspace, path: Path) -> object:
    return keyring.write_fingerprint(place, path, today=TODAY)


@pytest.fixture
def full(city: Workspace, prepared: Path, tmp_path: Path) -> Workspace:
    """A city with a report by hand, one on behalf, an attachment, all accepted."""
    taken(city, prepared / "by-hand.xlsx")
    review.accept(city, review.waiting(city)[0].id, today=TODAY, by=OFFICER)
    accepted(city, LUOHU)
    (tmp_path / "来函.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    attachments.attach(city, slot(city, FUTIAN), [tmp_path / "来函.pdf"], today=TODAY, by=OFFICER)
    return city


@pytest.mark.parametrize("write", [_consolidation, _summary])
def test_workbooks(full: Workspace, tmp_path: Path, write: Writer) -> None:
    path = tmp_path / "净表.xlsx"
    write(full, path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
        assert all(info.date_time[:3] == (1980, 1, 1) and not info.comment for info in archive.infolist())
    assert [name for name in parts if not _PARTS.fullmatch(name)] == []
    whole = b"\n".join(parts.values())
    assert not _TELLING.search(whole)
    assert not _HIDDEN.search(whole)
    names = re.findall(rb'<definedName name="([^"]+)"', whole)
    assert set(names) <= {b"_xlnm.Print_Titles", b"_xlnm.Print_Area"}
    assert set(_AUTHOR.findall(whole)) <= {b"", b"ipdesk", full.unit.name.encode()}
    assert not _names_here(whole)
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        assert sheet.sheet_state == "visible"
        assert not any(row.hidden for row in sheet.row_dimensions.values())
        assert not any(column.hidden or column.width == 0 for column in sheet.column_dimensions.values())
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f"
            assert cell.comment is None
            assert cell.number_format != ";;;"
            assert cell.value is None or cell.font.color is None or cell.font.color.rgb != "FFFFFFFF"
    assert list(book.custom_doc_props.props) == []


@pytest.mark.parametrize("write", [_summary, _form, _fingerprint])
def test_word_documents(full: Workspace, tmp_path: Path, write: Writer) -> None:
    path = tmp_path / "文件.docx"
    write(full, path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert [name for name in parts if not _WORD_PARTS.fullmatch(name)] == []
    whole = b"\n".join(data for name, data in parts.items() if not name.endswith((".png", ".jpeg")))
    assert not _TELLING.search(whole)
    assert not _HIDDEN_IN_WORD.search(whole)
    assert set(_AUTHOR.findall(whole)) <= {b"", b"ipdesk"}
    assert not _names_here(whole)
    assert b"Microsoft" not in parts["docProps/app.xml"]


@pytest.mark.parametrize("write", [_summary, _form, _fingerprint])
def test_pdf(full: Workspace, tmp_path: Path, write: Writer) -> None:
    path = tmp_path / "文件.pdf"
    write(full, path)
    reader = pypdf.PdfReader(path)
    told = reader.metadata or {}
    assert set(told) <= {"/Title", "/Producer", "/CreationDate", "/ModDate", "/Creator", "/Trapped"}
    assert told.get("/Author") is None
    assert str(told.get("/Creator", "")) in ("", "ipdesk")
    assert not reader.attachments
    catalogue = reader.trailer["/Root"]
    assert not {"/OpenAction", "/AA", "/AcroForm", "/OCProperties"} & set(catalogue)
    assert not {"/JavaScript", "/EmbeddedFiles"} & _filled(catalogue.get("/Names"))
    assert not any(page.get("/Annots") and page["/Annots"].get_object() for page in reader.pages)
    assert not _names_here(path.read_bytes())
    assert not _TELLING.search(path.read_bytes())


def test_a_plan_as_a_workbook_hides_nothing(full: Workspace, tmp_path: Path) -> None:
    """It is to be edited and read back, by anybody: it carries what it shows."""
    path = tmp_path / "规划.xlsx"
    plans.export(full.plan.id, path)
    with zipfile.ZipFile(path) as archive:
        whole = b"\n".join(archive.read(name) for name in archive.namelist())
        assert not [name for name in archive.namelist() if "external" in name.casefold() or "custom" in name]
    assert not re.search(rb"veryHidden|IPD1\||<f[ >]", whole)
    assert not _names_here(whole)


def _filled(names: object) -> set[str]:
    """The lists of a name tree that hold something."""
    tree = names.get_object() if isinstance(names, pypdf.generic.IndirectObject) else names
    lists = {key: part.get_object() for key, part in tree.items()} if isinstance(tree, dict) else {}
    return {key for key, part in lists.items() if part.get("/Names") or part.get("/Kids")}


def _names_here(data: bytes) -> list[str]:
    """Names of this machine and of the person at it; those too short to mean anything are not looked for."""
    names = {socket.gethostname(), getpass.getuser(), str(Path.home())} - {"root", "/root", "localhost"}
    return [name for name in names if len(name) > 3 and name.encode() in data]
