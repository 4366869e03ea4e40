"""Files that go with a report: which kinds are taken, by content, and names that are safe on any desk."""

import re
import unicodedata
from typing import Final

from ipdesk.exchange.filename import safe
from ipdesk.exchange.gate import MAX_PACKED
from ipdesk.exchange.kind import Kind, kind_of

#: The most that one attachment may weigh; a stamped scan of a whole report has a tenth of it.
MAX_SIZE: Final = MAX_PACKED
#: The most letters of a name that are kept: with the number before it, it still fits into a folder.
_MOST_LETTERS: Final = 80

_ENDINGS: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.PDF: (".pdf",),
    Kind.PICTURE: (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp"),
    Kind.OFD: (".ofd",),
    Kind.DOCX: (".docx",),
    Kind.PPTX: (".pptx",),
    Kind.ODT: (".odt", ".odp"),
    Kind.OLE: (".doc", ".wps", ".ppt", ".dps"),
    Kind.XLSX: (".xlsx",),
    Kind.XLS: (".xls", ".et"),
    Kind.ET: (".et", ".xls"),
    Kind.ODS: (".ods",),
    Kind.CSV: (".csv", ".txt"),
    Kind.TEXT: (".txt",),
}
#: What nobody would send as a form: when such a file lies beside one, it is asked whose it is.
_PAPERS: Final = frozenset({Kind.PDF, Kind.PICTURE, Kind.OFD, Kind.DOCX, Kind.PPTX, Kind.ODT, Kind.OLE})
_PICTURES: Final = (
    (b"\x89PNG", ".png"), (b"GIF8", ".gif"), (b"BM", ".bmp"), (b"II*", ".tif"), (b"MM\0*", ".tif"), (b"RIFF", ".webp"),
)  # fmt: skip
_SEPARATORS: Final = re.compile(r"[/\\]")


def attachable(data: bytes, name: str) -> Kind | None:
    """The kind of a file that may be attached, None for programs, archives, web pages and what has a password."""
    kind = kind_of(data, name)
    return kind if kind in _ENDINGS and _without_macros(data, kind) else None


def is_paper(data: bytes, name: str, kind: str) -> bool:
    """Whether a file of this kind is evidence rather than a form: its name and its content say the same."""
    return kind in _PAPERS and _ending(name) in _ENDINGS[Kind(kind)] and _without_macros(data, Kind(kind))


def clean_name(name: str, data: bytes = b"", kind: Kind | None = None) -> str:
    """A name without folders, control and direction marks, that Windows accepts; with the kind known, its ending is
    that of the content: `扫描件.pdf.exe` of a PDF becomes `扫描件.pdf.exe.pdf`.
    """
    text = _SEPARATORS.split(unicodedata.normalize("NFC", name))[-1]
    text = "".join(character for character in text if unicodedata.category(character) not in ("Cf", "Cc", "Cs", "Co"))
    ending = _ending(text)
    known = _ENDINGS.get(kind, ()) if kind else (ending,)
    if ending not in known:
        ending = next((one for start, one in _PICTURES if data.startswith(start)), known[0]) if known else ".bin"
        stem = text
    else:
        stem = text[: len(text) - len(ending)]
    return f"{safe(stem)[:_MOST_LETTERS].rstrip(' .')}{ending}"


def _without_macros(data: bytes, kind: Kind) -> bool:
    """A text document or presentation with a macro project is a program as well."""
    return kind not in (Kind.DOCX, Kind.PPTX) or b"vbaProject.bin" not in data


def _ending(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return f".{ending}".casefold() if dot and stem and len(ending) <= 8 else ""
