"""A file's bytes to a `RawBook`: kind, gate, own XML pass, values. Runs in the child process."""

import hashlib
import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import PurePath
from typing import Any, Final

from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.exchange import gate
from ipdesk.exchange.gate import GateError
from ipdesk.exchange.kind import READABLE, Kind, kind_of
from ipdesk.exchange.parts import SheetScan, Structure, survey
from ipdesk.exchange.raw import RawBook, RawCell, RawSheet, refused

#: Kinds that are not read, and the code of the sentence that says what to do.
_REFUSALS: Final = {
    Kind.EMPTY: "file_empty",
    Kind.TRUNCATED: "file_truncated",
    Kind.ENCRYPTED: "file_encrypted",
    Kind.XLS: "file_old_excel",
    Kind.ET: "file_old_wps",
    Kind.XLSB: "file_xlsb",
    Kind.XLTX: "file_excel_template",
    Kind.ODS: "file_ods",
    Kind.CSV: "file_csv",
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
_ENDINGS: Final = {Kind.XLSX: ".xlsx", Kind.XLSM: ".xlsm"}


def take_in(data: bytes, name: str) -> RawBook:
    """The workbook of a file's bytes; never raises for what the file holds."""
    sha256 = hashlib.sha256(data).hexdigest()
    if len(data) > gate.MAX_PACKED:
        finding = refused("file_too_big", name, limit=str(gate.MAX_PACKED // 1_000_000))
        return RawBook(name, Kind.UNKNOWN, sha256, refusal=finding)
    if data[:4] == b"PK\x03\x04" and gate.entry_count(data) > gate.MAX_ENTRIES:
        count = str(gate.entry_count(data))
        finding = refused("file_too_many_entries", name, count=count, limit=str(gate.MAX_ENTRIES))
        return RawBook(name, Kind.ZIP, sha256, refusal=finding)
    kind = kind_of(data, name)
    if kind not in READABLE:
        return RawBook(name, kind, sha256, refusal=refused(_REFUSALS[kind], name))
    try:
        structure = survey(gate.open_parts(data))
        sheets = _sheets(data, structure)
    except GateError as trouble:
        return RawBook(name, kind, sha256, refusal=refused(trouble.code, name, **trouble.params))
    if not sheets:
        return RawBook(name, kind, sha256, refusal=refused("file_no_sheets", name))
    return RawBook(name, kind, sha256, sheets, structure.custom, structure.core, notes=_notes(name, kind, structure))


def _notes(name: str, kind: Kind, structure: Structure) -> tuple[Finding, ...]:
    notes: list[Finding] = []
    if structure.macros:
        notes.append(Finding("file_macro", Severity.NOTE, Where(file=name)))
    if structure.links:
        notes.append(Finding("file_links", Severity.NOTE, Where(file=name), {"count": str(structure.links)}))
    ending = PurePath(name).suffix.casefold()
    if ending != _ENDINGS[kind] and ending != ".xlsx":
        params = {"ending": ending or "—", "kind": _ENDINGS[kind]}
        notes.append(Finding("file_wrong_ending", Severity.NOTE, Where(file=name), params))
    return tuple(notes)


def _sheets(data: bytes, structure: Structure) -> tuple[RawSheet, ...]:
    """Every sheet's values by calamine. Raises GateError where calamine finds no workbook."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    # calamine's enumerations have no hash: they are compared, not looked up.
    states = ((SheetVisibleEnum.Visible, "visible"), (SheetVisibleEnum.Hidden, "hidden"))
    sheets: list[RawSheet] = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            for meta in workbook.sheets_metadata:
                if meta.typ != SheetTypeEnum.WorkSheet:
                    continue
                scan = structure.scans.get(meta.name, SheetScan())
                # skip_empty_area=False: else leading empty rows and columns are dropped and all places shift.
                rows = workbook.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
                cells = _cells(rows, scan)
                state = next((word for key, word in states if key == meta.visible), "veryHidden")
                sheets.append(RawSheet(meta.name, state, cells, frozenset(scan.hidden_rows)))
    except CalamineError as error:
        raise GateError("file_damaged", part=type(error).__name__) from None
    return tuple(sheets)


def _cells(rows: list[list[Any]], scan: SheetScan) -> tuple[RawCell, ...]:
    places = {
        (row, column): content
        for row, contents in enumerate(rows, 1)
        for column, content in enumerate(contents, 1)
        if content not in ("", None)
    }
    for place in (*scan.errors, *scan.valueless):
        places.setdefault(place, None)
    cells: list[RawCell] = []
    for row, column in sorted(places):
        place = (row, column)
        if place in scan.errors:
            kind, text = "e", scan.errors[place] or "#VALUE!"
        else:
            kind, text = _plain(places[place])
        valueless = place in scan.valueless
        formula = scan.formulas.get(place, "")
        if place in scan.formulas and not formula:
            formula = "…"  # a shared formula whose text stands in another cell
        cells.append(RawCell(row, column, kind, text, formula, valueless, place in scan.percents))
    return tuple(cells)


def _plain(content: Any) -> tuple[str, str]:
    """Kind and text of a value as calamine gives it."""
    match content:
        case None:
            return "s", ""
        case bool():
            return "b", "TRUE" if content else "FALSE"
        case int() | float():
            number = Decimal(repr(content))
            if not number.is_finite():
                return "e", "#NUM!"
            return "n", format(number.normalize() if number else Decimal(0), "f") if abs(number) < Decimal(
                "1e40"
            ) else str(number)
        case datetime() | date() | time():
            return "d", content.isoformat()
        case timedelta():
            return "d", str(content)
    return "s", str(content)
