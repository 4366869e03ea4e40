"""Every outgoing workbook is read by the importer before it is offered: what it says must be what was to be said.

Our own file is read in this process: it needs no confinement, and the reader is the very one that a counterpart has.
"""

import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Final

from ipdesk.domain.form import Answers, Form
from ipdesk.domain.value import ValueStatus
from ipdesk.exchange import texts
from ipdesk.exchange.bundle import About, read_bundle
from ipdesk.exchange.envelope import Envelope
from ipdesk.exchange.intake import take_in
from ipdesk.exchange.issued import content_text, raw_content
from ipdesk.exchange.layout import DATA_SHEETS, Cells, Content, cells_of
from ipdesk.exchange.raw import RawBook
from ipdesk.exchange.reader import Confidence, read_answers, read_envelope
from ipdesk.exchange.tables import Sheet
from ipdesk.exchange.targetsheet import Point, Reply, TargetSheet, read_sheet

_TOKEN: Final = re.compile(r"IPD1\|([^|<]*)\|([^|<]*)\|")
_MOST_CORE: Final = 100_000
#: What may not be said of a sheet of our own: a row or sheet that is lost, moved or strange.
_MISPLACED: Final = (["read", "row"], ["read", "sheet"])
_NOT_SAID: Final = (ValueStatus.UNREAD, ValueStatus.NOT_ASKED)


def form_difference(data: bytes, form: Form, answers: Answers | None, envelope: Envelope) -> str:
    """What the importer reads otherwise than it was written, in a few words for a report; empty when all is right."""
    book = take_in(data, "readback.xlsx")
    if said := _envelope_difference(book, envelope):
        return said
    reading = read_answers(book, form)
    if reading.issued_changes:
        return f"issued {reading.issued_changes[0].where.cell}"
    if not all(reading.issued_whole.values()):
        return "issued digest"
    grave = [finding for finding in reading.findings if finding.code.split("_")[:2] in _MISPLACED]
    if grave or reading.confidence is not Confidence.CERTAIN:
        return grave[0].code if grave else f"confidence {reading.confidence}"
    unread = {key for key, value in (answers.values if answers else {}).items() if value.status in _NOT_SAID}
    written, understood = (_sayable(one or Answers(), unread) for one in (answers, reading.answers))
    for sheet in DATA_SHEETS:
        before, after = cells_of(sheet, form, written), cells_of(sheet, form, understood)
        for place in sorted(before.keys() | after.keys()):
            if _shown(before, place) != _shown(after, place):
                return f"{sheet} {place[0]} {place[1]}"
    unclear = [finding for finding in reading.findings if finding.code == "read_check_number"]
    return unclear[0].code if unclear else ""


def table_difference(data: bytes, sheets: Iterable[Sheet], envelope: Envelope | None) -> str:
    """The same for a workbook of tables: every visible cell, and the packages that travel in it."""
    book = take_in(data, "readback.xlsx")
    if envelope is not None and (said := _envelope_difference(book, envelope)):
        return said
    if book.refusal is not None:
        return book.refusal.code
    shown = [sheet for sheet in book.sheets if sheet.state == "visible"]
    wanted = list(sheets)
    if len(shown) != len(wanted):
        return f"{len(shown)} sheets"
    for table, raw in zip(wanted, shown, strict=True):
        cells = raw.grid()
        for number, row in enumerate(table.rows, 4):
            for column, content in enumerate(row, 1):
                cell = cells.get((number, column))
                if _text_of(content) != _text_of(raw_content(cell)):
                    return f"{raw.name} {number}:{column}"
    return ""


def bundle_difference(path: Path, packages: Iterable[bytes], files: Mapping[str, bytes], about: About) -> str:
    """The same for a bundle: its packages, its files and what it says of itself."""
    read = read_bundle(path)
    if read.findings:
        return read.findings[0].code
    if set(read.packages) != set(packages):
        return f"packages {len(read.packages)}"
    if read.files != {sha256(data).hexdigest(): data for data in files.values()}:
        return f"files {len(read.files or {})}"
    return "" if replace(read.about, have=()) == replace(about, have=()) else "about"


def target_sheet_difference(data: bytes, sheet: TargetSheet, reply: Reply | None, envelope: Envelope) -> str:
    """The same for a sheet of targets: its packages, and the answers that stand on it."""
    book = take_in(data, "readback.xlsx")
    if said := _envelope_difference(book, envelope):
        return said
    if not sheet.asked:
        return ""
    found = read_sheet(book)
    if found.reply is None or found.doubtful:
        return "marks"
    wanted = reply or Reply()
    points = {row.key: wanted.points.get(row.key, Point()) for row in sheet.rows}
    return "" if found.reply == replace(wanted, points=points) else "answers"


def ledger_of(path: Path) -> tuple[str, str] | None:
    """Plan and issuer that a workbook lying there names in its properties; None for any other file."""
    try:
        with zipfile.ZipFile(path) as archive:
            core = archive.read("docProps/core.xml")[:_MOST_CORE].decode("utf-8", "replace")
    except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return None
    found = _TOKEN.search(core)
    return (found[1], found[2]) if found else None


def _envelope_difference(book: RawBook, envelope: Envelope) -> str:
    if book.refusal is not None:
        return book.refusal.code
    found = read_envelope(book)
    if found is None:
        return "no identity"
    if found.packages != envelope.packages:
        return "packages"
    return "" if replace(found, issued={}) == replace(envelope, issued={}) else "identity"


def _sayable(answers: Answers, unread: set[str]) -> Answers:
    """The answers without what a workbook shows only as the text that nobody could read, and signatures of nobody."""
    return replace(
        answers,
        values={key: value for key, value in answers.values.items() if key not in unread},
        approvals=tuple(approval for approval in answers.approvals if approval.name.strip()),
        evidence=tuple(name for name in answers.evidence if name.strip()),
        revisions={key: one for key, one in answers.revisions.items() if one.quantity is not None},
    )


def _shown(cells: Cells, place: tuple[str, str]) -> str:
    if place[1] == "label":
        return ""  # wording that goes by the number of lines; the digest of the issued part has it
    return _text_of(cells.get(place))


def _text_of(content: Content) -> str:
    """A content as a cell can hold it, spelt for comparison."""
    return content_text(texts.clean(content) if isinstance(content, str) else content)


__all__ = ["bundle_difference", "form_difference", "ledger_of", "table_difference"]
