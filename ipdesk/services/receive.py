"""Receiving: files in, a verdict on each, each taken whole or not at all.

Every file is one transaction of its own, so one bad file hinders no other. Judging (`verdicts.py`) changes nothing;
what it says is what `dry_run` shows.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from ipdesk.domain.errors import NotFound
from ipdesk.domain.finding import Finding
from ipdesk.domain.ledger.codec import decode, encode
from ipdesk.domain.ledger.signature import SenderTrust
from ipdesk.exchange.child import open_workbooks
from ipdesk.services import drafts_in, trust, verdicts
from ipdesk.services.judged import CellChange, FileVerdict, Judged, Verdict
from ipdesk.services.progress import NULL, Progress
from ipdesk.services.workspace import Changes, Done, Touched, Workspace, stamp
from ipdesk.store import receipts
from ipdesk.store.receipts import CellOrigin, Receipt

__all__ = ["Answers", "CellChange", "FileVerdict", "Verdict", "files_of", "journal", "receive"]

#: What a person answers at import: by file name, path, hash, or `*` for all; question → answer.
Answers = Mapping[str, Mapping[str, str]]

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
    opened = _opened(list(files_of(paths)), answers or {}, progress)
    if dry_run:
        return Done(tuple(_rehearsed(workspace, opened)), Changes())
    found: list[FileVerdict] = []
    touched = Changes()
    for path, book, given in opened:
        verdict, changes = _take(workspace, path, book, given, today=today, by=by)
        found.append(verdict)
        touched = Changes(
            (*touched.packages, *changes.packages), touched.slots | changes.slots, touched.kinds | changes.kinds
        )
    return Done(tuple(found), touched)


def _opened(
    files: list[Path], answers: Answers, progress: Progress
) -> Iterator[tuple[Path, verdicts.Opened, Mapping[str, str]]]:
    for done_so_far, (path, book) in enumerate(open_workbooks(files)):
        progress.report(done_so_far, len(files), path.name)
        yield path, book, _answers_for(answers, path, book)
    progress.report(len(files), len(files), "")


def _rehearsed(
    workspace: Workspace, opened: Iterable[tuple[Path, verdicts.Opened, Mapping[str, str]]]
) -> Iterator[FileVerdict]:
    """The verdicts as they would be, each file judged on what those before it would have brought."""
    with workspace.rehearsal() as take_in:
        for path, book, given in opened:
            judged = verdicts.judge(workspace, path, book, given)
            take_in(judged.packages)
            yield judged.verdict


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


def _take(
    workspace: Workspace, path: Path, book: verdicts.Opened, given: Mapping[str, str], *, today: date, by: str
) -> tuple[FileVerdict, Changes]:
    with workspace.operation() as operation:
        judged = verdicts.judge(workspace, path, book, given)
        operation.add(*judged.packages)
        for file_hash, data in judged.originals.items():
            receipts.keep_original(workspace.database, file_hash, data)
        if judged.draft is not None:
            drafts_in.take(workspace, judged.draft, today=today, by=by)
            operation.touch(Touched.DRAFTS, judged.draft.slot.code)
        at = stamp(today)
        verdict = replace(judged.verdict, at=at)
        receipts.add_receipt(workspace.database, _receipt(verdict, by), _origins(judged))
        trust.record(workspace, judged, at=at, by=by)
        operation.touch(Touched.RECEIPTS)
    return verdict, workspace.changes


def _receipt(verdict: FileVerdict, by: str) -> Receipt:
    detail = {
        "sentence": verdict.sentence,
        "kind": verdict.kind,
        "question": verdict.question,
        "packages": list(verdict.packages),
        "findings": [encode(finding) for finding in verdict.findings],
        "changes": [encode(change) for change in verdict.changes],
        **({"trust": encode(verdict.trust)} if verdict.trust else {}),
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
    )


def _answers_for(answers: Answers, path: Path, book: verdicts.Opened) -> Mapping[str, str]:
    file_hash = "" if isinstance(book, OSError) else book.sha256
    return next((answers[name] for name in (path.name, str(path), file_hash, "*") if name in answers), {})


def _is_leftover(name: str) -> bool:
    return name.startswith(_NOT_SENT) or name.lower() in _SYSTEM_FILES
