"""What a file is, by its content; its name is only asked to tell .et from .xls."""

import io
import re
import zipfile
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """Kinds that people send. Those of READABLE and BUNDLE are read; each other has its sentence."""

    XLSX = "xlsx"
    XLSM = "xlsm"
    XLSB = "xlsb"
    XLTX = "xltx"  # an Excel template of whatever kind
    BUNDLE = "bundle"  # our own zip of packages
    ODS = "ods"
    XLS = "xls"
    ET = "et"
    ENCRYPTED = "encrypted"  # needs a password to open
    OLE = "ole"  # an old Office file that is no workbook (.doc, .wps, .ppt)
    DOCX = "docx"
    PPTX = "pptx"
    ODT = "odt"
    OFD = "ofd"
    ZIP = "zip"
    RAR = "rar"
    PDF = "pdf"
    PICTURE = "picture"
    HTML = "html"
    MHTML = "mhtml"
    XML2003 = "xml2003"
    XML = "xml"
    CSV = "csv"
    TEXT = "text"
    DATABASE = "database"
    PROGRAM = "program"
    EMPTY = "empty"
    TRUNCATED = "truncated"  # begins like a zip, its end is missing
    UNKNOWN = "unknown"


READABLE: Final = frozenset({Kind.XLSX, Kind.XLSM, Kind.XLS, Kind.ET, Kind.ODS, Kind.CSV})

_BEGINNINGS: Final = (
    (b"%PDF-", Kind.PDF),
    (b"\x89PNG\r\n\x1a\n", Kind.PICTURE),
    (b"\xff\xd8\xff", Kind.PICTURE),
    (b"GIF8", Kind.PICTURE),
    (b"BM", Kind.PICTURE),
    (b"II*\0", Kind.PICTURE),
    (b"MM\0*", Kind.PICTURE),
    (b"Rar!\x1a\x07", Kind.RAR),
    (b"7z\xbc\xaf\x27\x1c", Kind.RAR),
    (b"\x1f\x8b", Kind.RAR),
    (b"SQLite format 3\0", Kind.DATABASE),
    (b"MZ", Kind.PROGRAM),
    (b"\x7fELF", Kind.PROGRAM),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: BIFF files of Excel 2 to 4 stand bare, without an OLE container.
_BARE_BIFF: Final = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08]\x00")


def begins_bundle(data: bytes) -> bool:
    """Whether these bytes are the beginning of a bundle as ipdesk writes it, its manifest first."""
    return data.startswith(b"PK\x03\x04") and data[30:48] == b"ipdesk-bundle.json"


def kind_of(data: bytes, name: str) -> Kind:
    """The kind of a file's bytes. Reads a zip's table of contents, nothing inside it."""
    if not data:
        return Kind.EMPTY
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _of_zip(data)
    if data.startswith(_OLE):
        return _of_ole(data, name)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind.PICTURE
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning) and not (kind is Kind.PICTURE and data[:2] == b"BM" and len(data) < 26):
            return kind
    if _BARE_BIFF.match(data):
        return Kind.XLS
    return _of_text(data)


def _of_zip(data: bytes) -> Kind:
    # Counted in the end record before zipfile builds a table of it: 60,000 entries are refused by the gate.
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.replace("\\", "/").casefold().lstrip("/") for name in archive.namelist()}
            encrypted = any(info.flag_bits & 1 for info in archive.infolist())
            types = _content_types(archive) if "[content_types].xml" in names else b""
            mimetype = _head_of(archive, "mimetype") if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError):
        return Kind.TRUNCATED
    if "ipdesk-bundle.json" in names:
        return Kind.BUNDLE
    if mimetype:
        return Kind.ODS if b"spreadsheet" in mimetype else Kind.ODT
    if encrypted:
        return Kind.ENCRYPTED
    if any(name.startswith("xl/") for name in names):
        return _of_workbook(names, types)
    if any(name.startswith("word/") for name in names):
        return Kind.DOCX
    if any(name.startswith("ppt/") for name in names):
        return Kind.PPTX
    return Kind.OFD if "ofd.xml" in names else Kind.ZIP


def _of_workbook(names: set[str], types: bytes) -> Kind:
    if "xl/workbook.bin" in names:
        return Kind.XLSB
    if b"template" in types:
        return Kind.XLTX
    return Kind.XLSM if "xl/vbaproject.bin" in names else Kind.XLSX


def _content_types(archive: zipfile.ZipFile) -> bytes:
    name = next(name for name in archive.namelist() if name.casefold().lstrip("/") == "[content_types].xml")
    head = _head_of(archive, name, 200_000)
    main = re.search(rb'[Pp]art[Nn]ame="/?xl/workbook\.xml"[^>]*|<Override[^>]*workbook\.xml"[^>]*>', head)
    return main[0] if main else b""


def _head_of(archive: zipfile.ZipFile, name: str, length: int = 200) -> bytes:
    try:
        with archive.open(name) as part:
            return part.read(length)
    except Exception:  # zlib.error and its kin: a broken part is the gate's to report
        return b""


def _of_ole(data: bytes, name: str) -> Kind:
    def holds(stream: str) -> bool:
        return _names_stream(data, stream)

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        return Kind.ENCRYPTED
    if holds("Workbook") or holds("Book"):
        return Kind.ET if holds("ETExtData") or name.casefold().endswith(".et") else Kind.XLS
    directory = (int.from_bytes(data[48:52], "little") + 1) << int.from_bytes(data[30:32], "little") % 13
    return Kind.TRUNCATED if directory >= len(data) else Kind.OLE


def _names_stream(data: bytes, name: str) -> bool:
    """Whether the directory of an OLE file names a stream: entries are 128 bytes, aligned, with the name's length."""
    spelt = name.encode("utf-16-le") + b"\0\0"
    entry = spelt + bytes(64 - len(spelt)) + len(spelt).to_bytes(2, "little")
    place = data.find(entry)
    while place >= 0 and place % 128:
        place = data.find(entry, place + 1)
    return place >= 0


def _of_text(data: bytes) -> Kind:
    head = data[:4096]
    text = _decoded(head)
    if text is None:
        return Kind.UNKNOWN
    start = text.lstrip("\ufeff \t\r\n").casefold()
    if start.startswith("mime-version") or "content-type: multipart/related" in start[:2000]:
        return Kind.MHTML
    if start.startswith(("<!doctype html", "<html", "<table", "<head", "<meta")):
        return Kind.HTML
    if start.startswith("<?xml") or start.startswith("<"):
        if "urn:schemas-microsoft-com:office:spreadsheet" in start:
            return Kind.XML2003
        return Kind.HTML if "<html" in start or "<table" in start else Kind.XML
    first = start.splitlines()[0] if start else ""
    return Kind.CSV if first.count(",") + first.count("\t") + first.count(";") > 0 else Kind.TEXT


def _decoded(head: bytes) -> str | None:
    """The beginning as text: BOM, then UTF-8, then GB 18030; None for what is no text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore")
    if b"\0" in head:
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        for cut in range(4):  # a character may be torn at the end of the piece
            try:
                text = head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            controls = sum(1 for character in text if character < " " and character not in "\t\r\n\f")
            return text if controls == 0 else None
    return None
