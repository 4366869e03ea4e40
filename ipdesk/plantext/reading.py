"""A plan's file to its document: the kind by content, limits before parsing, one finding for what cannot be read."""

import re
import zipfile
from typing import Final

from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.plantext.contents import without_contents
from ipdesk.plantext.document import Document
from ipdesk.plantext.filekind import FileKind, Unreadable, file_kind
from ipdesk.plantext.textfile import decode, read_text

MAX_FILE: Final = 40_000_000  # bytes; plans with pictures have a few million
MAX_UNPACKED: Final = 400_000_000
MAX_TEXT: Final = 5_000_000  # characters; a plan has some ten thousand

_REFUSED: Final = {
    FileKind.EMPTY: "text_empty",
    FileKind.BLANK: "text_blank",
    FileKind.TRUNCATED: "text_truncated",
    FileKind.LOCKED: "text_locked",
    FileKind.OLD_WORD: "text_old_word",
    FileKind.OTHER_TEXT: "text_other_format",
    FileKind.OFD: "text_ofd",
    FileKind.SHEET: "text_sheet",
    FileKind.SLIDES: "text_slides",
    FileKind.PICTURE: "text_picture",
    FileKind.ARCHIVE: "text_archive",
    FileKind.UNKNOWN: "text_unknown",
}


def refusal(code: str, name: str, **params: str) -> Finding:
    """The finding for a file that is not read."""
    return Finding(code, Severity.MUST_FIX, Where(file=name), params)


def read_document(data: bytes, name: str) -> Document | Finding:
    """The document in a file's bytes, or why there is none. `name` is only for the finding."""
    if len(data) > MAX_FILE:
        return refusal("text_too_big", name, limit=str(MAX_FILE // 1_000_000))
    kind = file_kind(data)
    if kind in _REFUSED:
        return refusal(_REFUSED[kind], name)
    try:
        document = _read(kind, data)
    except Unreadable as trouble:
        return refusal(trouble.code, name, **trouble.params)
    if len(document.text) > MAX_TEXT:
        return refusal("text_too_long", name, limit=str(MAX_TEXT // 10_000))
    if not re.search(r"\w", document.text):
        return refusal("text_scanned" if kind is FileKind.PDF else "text_blank", name)
    return without_contents(document)


def _read(kind: FileKind, data: bytes) -> Document:
    match kind:
        case FileKind.TEXT:
            text = decode(data)
            assert text is not None  # the kind was told by it
            if len(text) > MAX_TEXT:
                raise Unreadable("text_too_long", limit=str(MAX_TEXT // 10_000))
            return read_text(text)
        case FileKind.HTML:
            from ipdesk.plantext.htmlfile import read_html

            return read_html(data)
        case FileKind.DOCX:
            from ipdesk.plantext.wordfile import read_word

            _within_limits(data)
            return read_word(data)
        case _:
            from ipdesk.plantext.pdffile import read_pdf

            return read_pdf(data)


def _within_limits(data: bytes) -> None:
    """A zip that swells is not opened."""
    import io

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
            raise Unreadable("text_bomb")
