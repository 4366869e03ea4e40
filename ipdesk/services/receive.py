"""Receiving: files in, a verdict on each, each taken whole or not at all.

Every file is one transaction of its own, so one bad file hinders no other. Judging (`verdicts.py`) changes nothing;
what it says is what `dry_run` shows. A zip of a workbook and its attachments counts as the files in it.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ipdesk.domain.errors import NotFound
from ipdesk.domain.finding import Finding
from ipdesk.domain.ledger.codec import decode, encode
from ipdesk.domain.ledger.signature import SenderTrust
from ipdesk.exchange import parcel as parcels
from ipdesk.exchange.child import WorkbookReader, open_workbooks
from ipdesk.exchange.identity import divided
from ipdesk.exchange.kind import Kind as FileKind
from ipdesk.exchange.raw import RawBook
from ipdesk.exchange.reader import read_envelope
from ipdesk.services import drafts_in, enclosed, packing, participation, routing, trust, verdicts
from ipdesk.services.judged import Ask, CellChange, FileVerdict, Judged, Verdict
from ipdesk.services.luggage import Announced
from ipdesk.services.progress import NULL, Progress
from ipdesk.services.workspace import Changes, Done, Touched, Workspace, stamp
from ipdesk.store import receipts
from ipdesk.store.receipts import CellOrigin, Receipt

__all__ = ["Answers", "CellChange", "FileVerdict", "Verdict", "files_of", "journal", "receive"]

#: What a person answers at import: by file name, path, hash, or `*` for all; question → answer.
Answers = Mapping[str, Mapping[str, str]]

#: What is said of a file that has its place in a ledger.
_WENT_TO = (Verdict.TAKEN, Verdict.SAME, Verdict.SECOND)

#: Leftovers of office programs and systems that nobody means to send.
_NOT_SENT = ("~$", ".~", "._")
_SYSTEM_FILES = ("thumbs.db", "desktop.ini", ".ds_store")


def receive(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    answers: Answers | None = None,
    dry_run: bool = False,
    today: date,
    by: str,
    progress: Progress = NULL,
) -> Done[tuple[FileVerdict, ...]]:
    """Takes in files, and the files of folders, in the order of their names; a verdict a file.

    Raises NotFound `file_not_found` before anything is read. A cancel keeps what was taken so far, file by file.
    """
    came = _Came(_opened(list(files_of(paths)), answers or {}, progress))
    if dry_run:
        return Done(came.in_order(_rehearsed(workspace, came, today=today, by=by)), Changes())
    found: list[tuple[int, FileVerdict]] = []
    touched = Changes()
    for file in came:
        verdict, changes = _take(workspace, file, came, today=today, by=by)
        found.append((file.number, verdict))
        touched = Changes(
            (*touched.packages, *changes.packages), touched.slots | changes.slots, touched.kinds | changes.kinds
        )
    return Done(came.in_order(found), touched)


@dataclass(frozen=True, slots=True)
class _File:
    """One file to be judged, in the order in which it came. `inside` is the zip that it lay in; `part` the form
    (unit/period) of a workbook that holds several: each is a report of its own.
    """

    number: int
    path: Path
    book: verdicts.Opened
    given: Mapping[str, str]
    inside: Path | None = None
    part: str = ""

    @property
    def place(self) -> Path:
        """Where it lay: what lies beside a report in the same place may belong to it."""
        return self.inside or self.path.parent


class _Came:
    """The files of one go. What may belong to a report is judged after the reports; which ones came, and from where,
    is remembered for that.
    """

    def __init__(self, files: Iterable[_File]) -> None:
        self._files = files
        self._reports: dict[Path, list[str]] = {}
        self.announced = Announced()  # by files that were only rehearsed

    def __iter__(self) -> Iterator[_File]:
        later: list[_File] = []
        for file in self._files:
            if enclosed.is_later(file.path, file.book):
                later.append(file)
            else:
                yield file
        yield from later

    def remember(self, file: _File, judged: Judged) -> None:
        if judged.read_as:
            self._reports.setdefault(file.place, []).append(judged.read_as)

    def beside(self, file: _File) -> enclosed.Beside:
        return enclosed.Beside(tuple(self._reports.get(file.place, ())), together=file.inside is not None)

    @staticmethod
    def in_order(found: Iterable[tuple[int, FileVerdict]]) -> tuple[FileVerdict, ...]:
        return tuple(verdict for _number, verdict in sorted(found, key=lambda one: one[0]))


def _opened(files: list[Path], answers: Answers, progress: Progress) -> Iterator[_File]:
    """Each file read by the child; of zips with a workbook in them, each of their files."""
    number = 0
    for path, book, inside in _read(files):
        progress.report(min(number, len(files)), len(files), path.name)
        parts = divided(book) if isinstance(book, RawBook) else (book,)
        for part in parts:
            name = _form_in(part) if len(parts) > 1 else ""
            yield _File(number, path, part, _answers_for(answers, path, part, inside, name), inside, name)
            number += 1
    progress.report(len(files), len(files), "")


def _read(files: Iterable[Path]) -> Iterator[tuple[Path, verdicts.Opened, Path | None]]:
    """Each file, or what a zip holds instead of it. Only what was refused may be such a zip: no workbook is opened
    twice to learn that it is none.
    """
    with WorkbookReader() as reader:
        for path, book in open_workbooks(files):
            if isinstance(book, RawBook) and book.refusal is not None and parcels.is_parcel(path):
                yield from _unpacked(path, reader)
            else:
                yield path, book, None


def _unpacked(path: Path, reader: WorkbookReader) -> Iterator[tuple[Path, verdicts.Opened, Path | None]]:
    try:
        parcel = parcels.open_parcel(path)
    except OSError as trouble:
        yield path, trouble, None
        return
    if parcel.trouble is not None:
        yield path, RawBook(path.name, FileKind.ZIP, "", refusal=parcel.trouble), None
    for member in parcel.members:
        yield path / member.name, reader.read(member.data, member.name), path


def _view(workspace: Workspace, file: _File, came: _Came) -> Workspace:
    return routing.view_for(workspace, file.book, file.given, came.beside(file).reports)


def _judged(workspace: Workspace, file: _File, came: _Came, *, today: date, by: str) -> Judged:
    """The verdict on the view of the file's own ledger."""
    judged = enclosed.judge(workspace, file.path, file.book, file.given, came.beside(file), today=today, by=by)
    if judged is None:
        judged = verdicts.judge(workspace, file.path, file.book, file.given, by=by, announced=came.announced)
    if file.part:
        judged = replace(judged, verdict=replace(judged.verdict, part=file.part))
    came.remember(file, judged)
    if len(workspace.ledgers) > 1 and judged.verdict.verdict in _WENT_TO:
        judged = replace(judged, verdict=replace(judged.verdict, plan=workspace.plan.short))
    if file.inside is None:
        return judged
    return replace(judged, verdict=replace(judged.verdict, path=file.inside, inside=file.inside.name))


def _rehearsed(workspace: Workspace, came: _Came, *, today: date, by: str) -> Iterator[tuple[int, FileVerdict]]:
    """The verdicts as they would be, each file judged on what those before it would have brought."""
    with workspace.rehearsal() as take_in:
        for file in came:
            judged = _judged(_view(workspace, file, came), file, came, today=today, by=by)
            take_in(judged.packages)
            came.announced = packing.and_announced(came.announced, judged.originals, judged.luggage)
            yield file.number, judged.verdict
    workspace.forget_strangers()


def files_of(paths: Sequence[Path]) -> Iterator[Path]:
    """The files named, and those inside folders (all levels) by name; leftovers of office programs are passed over."""
    for path in paths:
        if path.is_dir():
            for folder, _, names in sorted(os.walk(path)):
                yield from (Path(folder, name) for name in sorted(names) if not _is_leftover(name))
        elif path.exists():
            yield path
        else:
            raise NotFound("file_not_found", path=str(path))


def journal(workspace: Workspace, limit: int = 200) -> tuple[FileVerdict, ...]:
    """What was received before, the newest first."""
    units = {unit.code: unit.short for unit in workspace.policy.units}
    remembered = (_remembered(receipt, units) for receipt in receipts.receipts(workspace.database, limit))
    return tuple(trust.still_asked(workspace, one) for one in remembered)


def _take(workspace: Workspace, file: _File, came: _Came, *, today: date, by: str) -> tuple[FileVerdict, Changes]:
    view = _view(workspace, file, came)
    with view.operation() as operation:
        operation.received = True
        judged = _judged(view, file, came, today=today, by=by)
        operation.add(*judged.packages)
        for ledger in (*([view.ledger] if judged.packages else []), *judged.joins):
            participation.put(view, operation, ledger)
        for file_hash, data in judged.originals.items():
            receipts.keep_original(view.database, file_hash, data)
        if judged.draft is not None:
            drafts_in.take(view, judged.draft, today=today, by=by)
            operation.touch(Touched.DRAFTS, judged.draft.slot.code)
        at = stamp(today)
        verdict = replace(judged.verdict, at=at)
        if judged.luggage is not None:
            packing.unpack(view, operation, judged.luggage, via=verdict.name)
        receipts.add_receipt(view.database, _receipt(verdict, by), _origins(judged))
        trust.record(view, judged, at=at, by=by)
        operation.touch(Touched.RECEIPTS)
    workspace.forget_strangers()
    return verdict, view.changes


def _receipt(verdict: FileVerdict, by: str) -> Receipt:
    detail = {
        "sentence": verdict.sentence,
        "kind": verdict.kind,
        "question": verdict.question,
        "packages": list(verdict.packages),
        "findings": [encode(finding) for finding in verdict.findings],
        "changes": [encode(change) for change in verdict.changes],
        **({"trust": encode(verdict.trust)} if verdict.trust else {}),
        **({"inside": verdict.inside} if verdict.inside else {}),
        **({"asks": [encode(ask) for ask in verdict.asks]} if verdict.asks else {}),
        **({"part": verdict.part} if verdict.part else {}),
        **({"plan": verdict.plan} if verdict.plan else {}),
    }
    return Receipt(
        0, verdict.at, by, verdict.name, verdict.file_hash, verdict.verdict.value, verdict.unit, verdict.period, detail
    )


def _origins(judged: Judged) -> Iterator[CellOrigin]:
    for (row, field), place in judged.cells.items():
        yield CellOrigin(judged.read_as, row, field, place.sheet, place.cell, place.raw)


def _remembered(receipt: Receipt, units: Mapping[str, str]) -> FileVerdict:
    detail = receipt.detail
    return FileVerdict(
        name=receipt.name,
        path=Path(receipt.name),
        verdict=Verdict(receipt.verdict),
        sentence=detail.get("sentence", ""),
        kind=detail.get("kind", ""),
        question=detail.get("question", ""),
        unit=receipt.unit,
        unit_short=units.get(receipt.unit, ""),
        period=receipt.period,
        findings=tuple(decode(Finding, finding) for finding in detail.get("findings", ())),
        changes=tuple(decode(CellChange, change) for change in detail.get("changes", ())),
        packages=tuple(detail.get("packages", ())),
        file_hash=receipt.hash,
        at=receipt.at,
        trust=decode(SenderTrust, detail["trust"]) if "trust" in detail else None,
        inside=detail.get("inside", ""),
        asks=tuple(decode(Ask, ask) for ask in detail.get("asks", ())),
        part=detail.get("part", ""),
        plan=detail.get("plan", ""),
    )


def _form_in(book: verdicts.Opened) -> str:
    envelope = read_envelope(book) if isinstance(book, RawBook) else None
    return f"{envelope.unit}/{envelope.period}" if envelope else ""


def _answers_for(
    answers: Answers, path: Path, book: verdicts.Opened, inside: Path | None, part: str
) -> Mapping[str, str]:
    file_hash = "" if isinstance(book, OSError) else book.sha256
    one = (f"{path.name}#{part}", f"{file_hash}#{part}") if part else ()
    names = (*one, path.name, str(path), file_hash, *((inside.name, str(inside)) if inside else ()), "*")
    return next((answers[name] for name in names if name in answers), {})


def _is_leftover(name: str) -> bool:
    return name.startswith(_NOT_SENT) or name.lower() in _SYSTEM_FILES
