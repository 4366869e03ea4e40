"""A file's bytes to a `RawBook`: kind by content, then the reader of that kind. Runs in the child process."""

import hashlib
from dataclasses import replace
from pathlib import PurePath
from typing import Final

from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.exchange import gate
from ipdesk.exchange.gate import GateError
from ipdesk.exchange.kind import READABLE, Kind, kind_of
from ipdesk.exchange.parts import Structure, survey
from ipdesk.exchange.raw import RawBook, refused

#: Kinds that are not read, and the code of the sentence that says what to do.
_REFUSALS: Final = {
    Kind.EMPTY: "file_empty",
    Kind.TRUNCATED: "file_truncated",
    Kind.ENCRYPTED: "file_encrypted",
    Kind.XLSB: "file_xlsb",
    Kind.XLTX: "file_excel_template",
    Kind.TEXT: "file_text",
    Kind.HTML: "file_html",
    Kind.MHTML: "file_html",
    Kind.XML2003: "file_xml2003",
    Kind.XML: "file_other",
    Kind.PDF: "file_pdf",
    Kind.OFD: "file_pdf",
    Kind.PICTURE: "file_picture",
    Kind.DOCX: "file_document",
    Kind.PPTX: "file_document",
    Kind.ODT: "file_document",
    Kind.OLE: "file_document",
    Kind.ZIP: "file_archive",
    Kind.RAR: "file_archive",
    Kind.BUNDLE: "file_bundle",
    Kind.DATABASE: "file_other",
    Kind.PROGRAM: "file_other",
    Kind.UNKNOWN: "file_other",
}
#: The endings that a kind is usually named by, the right one first.
_ENDINGS: Final = {
    Kind.XLSX: (".xlsx", ".xlsm"),
    Kind.XLSM: (".xlsm", ".xlsx"),
    Kind.XLS: (".xls", ".et"),
    Kind.ET: (".et", ".xls"),
    Kind.ODS: (".ods",),
    Kind.CSV: (".csv", ".txt", ".tsv"),
}


def take_in(data: bytes, name: str) -> RawBook:
    """The workbook of a file's bytes; never raises for what the file holds."""
    return replace(book_of(data, name), sha256=hashlib.sha256(data).hexdigest())


def book_of(data: bytes, name: str) -> RawBook:
    """The same without the file's hash, which the child's parent knows already."""
    if len(data) > gate.MAX_PACKED:
        finding = refused("file_too_big", name, limit=str(gate.MAX_PACKED // 1_000_000))
        return RawBook(name, Kind.UNKNOWN, "", refusal=finding)
    if data[:4] == b"PK\x03\x04" and gate.entry_count(data) > gate.MAX_ENTRIES:
        count = str(gate.entry_count(data))
        finding = refused("file_too_many_entries", name, count=count, limit=str(gate.MAX_ENTRIES))
        return RawBook(name, Kind.ZIP, "", refusal=finding)
    kind = kind_of(data, name)
    if kind not in READABLE:
        return RawBook(name, kind, "", refusal=refused(_REFUSALS[kind], name))
    try:
        book = _read(data, name, kind)
    except GateError as trouble:
        return RawBook(name, kind, "", refusal=refused(trouble.code, name, **trouble.params))
    if not book.sheets:
        return RawBook(name, kind, "", refusal=refused("file_no_sheets", name))
    return replace(book, notes=(*book.notes, *_ending(name, kind)))


def _read(data: bytes, name: str, kind: Kind) -> RawBook:
    """By the reader of the kind; each is imported when the first such file comes. Raises GateError."""
    match kind:
        case Kind.XLS | Kind.ET:
            from ipdesk.exchange import biff

            return RawBook(name, kind, "", biff.book_of(data))
        case Kind.CSV:
            from ipdesk.exchange import csvbook

            return RawBook(name, kind, "", (csvbook.sheet_of(data),))
        case Kind.ODS:
            from ipdesk.exchange import odsbook

            return RawBook(name, kind, "", *odsbook.book_of(gate.open_parts(data)))
    from ipdesk.exchange import xlsxbook

    parts = gate.open_parts(data)
    structure = survey(parts)
    sheets = xlsxbook.sheets_of(parts, structure)
    return RawBook(name, kind, "", sheets, structure.custom, structure.core, notes=_notes(name, structure))


def _notes(name: str, structure: Structure) -> tuple[Finding, ...]:
    notes: list[Finding] = []
    if structure.macros:
        notes.append(Finding("file_macro", Severity.NOTE, Where(file=name)))
    if structure.links:
        notes.append(Finding("file_links", Severity.NOTE, Where(file=name), {"count": str(structure.links)}))
    return tuple(notes)


def _ending(name: str, kind: Kind) -> tuple[Finding, ...]:
    """A note where the name says another kind than the content is."""
    ending = PurePath(name).suffix.casefold()
    if ending in _ENDINGS[kind]:
        return ()
    params = {"ending": ending or "—", "kind": _ENDINGS[kind][0]}
    return (Finding("file_wrong_ending", Severity.NOTE, Where(file=name), params),)
