"""What a plan's file is, by its content alone."""

import io
import re
import zipfile
from enum import StrEnum
from typing import Final

from ipdesk.plantext.textfile import decode


class Unreadable(Exception):
    """A file of a known kind that cannot be read; `code` says why."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class FileKind(StrEnum):
    """TEXT, HTML, DOCX and PDF are read; each other has its sentence."""

    TEXT = "text"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    EMPTY = "empty"
    BLANK = "blank"
    TRUNCATED = "truncated"
    LOCKED = "locked"  # an Office file that needs a password
    OLD_WORD = "old_word"  # .doc, .wps
    OTHER_TEXT = "other_text"  # .rtf, .odt, .mht: a word processor saves them as .docx
    OFD = "ofd"
    SHEET = "sheet"
    SLIDES = "slides"
    PICTURE = "picture"
    ARCHIVE = "archive"
    UNKNOWN = "unknown"


_BEGINNINGS: Final = (
    (b"\x89PNG\r\n\x1a\n", FileKind.PICTURE),
    (b"\xff\xd8\xff", FileKind.PICTURE),
    (b"GIF8", FileKind.PICTURE),
    (b"II*\0", FileKind.PICTURE),
    (b"MM\0*", FileKind.PICTURE),
    (b"Rar!\x1a\x07", FileKind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", FileKind.ARCHIVE),
    (b"\x1f\x8b", FileKind.ARCHIVE),
    (b"{\\rtf", FileKind.OTHER_TEXT),
    (b"SQLite format 3\0", FileKind.UNKNOWN),
    (b"MZ", FileKind.UNKNOWN),
    (b"\x7fELF", FileKind.UNKNOWN),
)
_HTML: Final = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|table|div|p|h[1-6])[\s>]", re.IGNORECASE)


def file_kind(data: bytes) -> FileKind:
    """The kind of a file's bytes; of a zip only the table of contents is read."""
    if not data:
        return FileKind.EMPTY
    if b"%PDF-" in data[:1024]:
        return FileKind.PDF
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _of_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _of_ole(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return FileKind.PICTURE
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning):
            return kind
    return _of_text(data)


def _of_zip(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.replace("\\", "/").casefold().lstrip("/") for name in archive.namelist()}
            types = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError, KeyError):
        return FileKind.TRUNCATED
    for folder, kind in (("word/", FileKind.DOCX), ("xl/", FileKind.SHEET), ("ppt/", FileKind.SLIDES)):
        if any(name.startswith(folder) for name in names):
            return kind
    if types:
        return FileKind.SHEET if b"spreadsheet" in types else FileKind.OTHER_TEXT
    return FileKind.OFD if "ofd.xml" in names else FileKind.ARCHIVE


def _of_ole(data: bytes) -> FileKind:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        return FileKind.LOCKED
    if holds("Workbook") or holds("Book"):
        return FileKind.SHEET
    return FileKind.SLIDES if holds("PowerPoint Document") else FileKind.OLD_WORD


def _of_text(data: bytes) -> FileKind:
    text = decode(data)
    if text is None:
        return FileKind.UNKNOWN
    if not text.strip(" \t\n\r\f\v\u3000\xa0\ufeff\u200b"):
        return FileKind.BLANK
    controls = sum(letter < " " and letter not in "\t\n\f\v\x07\x13\x14\x15" for letter in text)
    if controls * 200 > len(text):
        return FileKind.UNKNOWN
    head = text[:4096].lstrip().casefold()
    if head.startswith("mime-version") or "content-type: multipart/related" in head:
        return FileKind.OTHER_TEXT
    marks = len(re.findall(r"</?[a-z][a-z0-9]*[\s>/]", text[:20000], re.IGNORECASE))
    return FileKind.HTML if (head.startswith("<") and _HTML.search(head)) or marks > 20 else FileKind.TEXT
