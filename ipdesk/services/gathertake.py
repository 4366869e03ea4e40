"""Returned gathering sheets into the draft: a verdict a sheet, nothing half taken, one undo for all of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from ipdesk.domain import period as periods
from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.gather import Contribution, GivenState
from ipdesk.domain.gatherfill import filled
from ipdesk.domain.ledger.package import Slot
from ipdesk.exchange.child import open_workbooks
from ipdesk.exchange.gatherread import GatherReading, marks_of, read_sheet
from ipdesk.exchange.gathersheet import GatherMark, SheetRow
from ipdesk.exchange.raw import RawBook, RawSheet
from ipdesk.exchange.reader import looks_like_form, read_envelope
from ipdesk.services import draft as drafts
from ipdesk.services import gather
from ipdesk.services.draft import Draft
from ipdesk.services.progress import NULL, Progress
from ipdesk.services.workspace import Changes, Done, Touched, Workspace, stamp
from ipdesk.store import receipts
from ipdesk.text import formats, messages

#: What may be answered to a sheet that asks: whose it is, and that its names hold.
PROVIDER, NAMES = "provider", "names"


class SheetState(StrEnum):
    TAKEN = "taken"
    SAME = "same"
    QUESTION = "question"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class SheetVerdict:
    """What became of a sheet. `question`: what has to be answered first (PROVIDER, NAMES), `choices` the answers.
    `held` are the names of rows where the form says otherwise than what was gathered.
    """

    path: Path
    state: SheetState
    sentence: str
    provider: str = ""
    rows: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    question: str = ""
    choices: tuple[str, ...] = ()
    held: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.path.name


#: Answers by file name, or under `*` for all: PROVIDER → a name, NAMES → yes.
Answers = Mapping[str, Mapping[str, str]]


def take(
    workspace: Workspace,
    slot: Slot,
    paths: Sequence[Path],
    *,
    answers: Answers | None = None,
    dry_run: bool = False,
    today: date,
    by: str,
    progress: Progress = NULL,
) -> Done[tuple[SheetVerdict, ...]]:
    """Takes returned sheets (files or folders) into the draft of a slot; one bad file hinders no other."""
    files = list(_files(paths))
    books: list[tuple[Path, RawBook | OSError]] = []
    for number, (path, book) in enumerate(open_workbooks(files), start=1):
        books.append((path, book))
        progress.report(number, len(files), path.name)
    verdicts: list[SheetVerdict] = []
    kept: list[RawBook] = []

    def put(draft: Draft) -> Draft:
        for path, book in books:
            given = {**(answers or {}).get("*", {}), **(answers or {}).get(path.name, {})}
            for verdict, fresh in _judged(_Desk(workspace, draft, today, by), path, book, given):
                said = verdict
                if fresh:
                    before, draft = draft, gather.with_contributions(draft, fresh)
                    said = replace(verdict, held=_held(before, draft))
                    kept.extend([book] if isinstance(book, RawBook) else [])
                verdicts.append(said)
        return draft

    put(drafts.open_draft(workspace, slot))
    if dry_run or not kept:  # nothing to take: no step, no draft begun
        return Done(tuple(verdicts), Changes())
    verdicts.clear()
    kept.clear()
    drafts.step_on(workspace, slot, put, by=by, today=today)
    changes = workspace.changes
    with workspace.operation() as operation:
        for book in kept:
            receipts.keep_original(workspace.database, book.sha256, book.data)
        operation.touch(Touched.RECEIPTS)
    return Done(tuple(verdicts), changes)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where a sheet comes in: the draft as it stands, and who takes it."""

    workspace: Workspace
    draft: Draft
    today: date
    by: str


_Judged = tuple[SheetVerdict, tuple[Contribution, ...]]


def _judged(desk: _Desk, path: Path, book: RawBook | OSError, given: Mapping[str, str]) -> Iterator[_Judged]:
    if isinstance(book, OSError):
        yield _refused(path, "cannot_read", path=str(path), reason=book.strerror or str(book)), ()
        return
    if book.refusal is not None:
        yield SheetVerdict(path, SheetState.REFUSED, messages.sentence(book.refusal)), ()
        return
    sheets = marks_of(book)
    if not sheets:
        form = read_envelope(book) is not None or looks_like_form(book)
        yield _refused(path, "gather_is_form" if form else "gather_no_sheet"), ()
    for sheet, mark in sheets:
        yield _sheet(desk, path, book, sheet, mark, given)


def _sheet(
    desk: _Desk, path: Path, book: RawBook, sheet: RawSheet, mark: GatherMark | None, given: Mapping[str, str]
) -> _Judged:
    draft = desk.draft
    by_names = given.get(NAMES) == "yes" or (mark is None and bool(given.get(PROVIDER)))
    rows = gather.sheet_rows(desk.workspace, draft)
    reading = read_sheet(sheet, mark, rows, draft.form.reading, path.name, by_names=by_names)
    refusal = _foreign(desk, path, mark, reading)
    if refusal is not None:
        return refusal, ()
    provider = mark.provider if mark is not None else given.get(PROVIDER, "")
    known = tuple(dict.fromkeys(name for one in draft.gathered.asks for name in one.providers))
    if not provider:
        asked = replace(
            _refused(path, "gather_whose", provider=reading.provider or "—"), state=SheetState.QUESTION,
            question=PROVIDER, choices=(*(name for name in known if name == reading.provider),
                                        *(name for name in known if name != reading.provider)),
        )  # fmt: skip
        return asked, ()
    if provider not in known:
        return _refused(path, "gather_provider_unknown", provider=provider, period=draft.slot.period), ()
    if reading.doubts:
        said = _refused(path, "gather_names", first=messages.sentence(reading.doubts[0]))
        return replace(said, state=SheetState.QUESTION, provider=provider, question=NAMES, choices=("yes",),
                       findings=reading.doubts), ()  # fmt: skip
    return _contributed(desk, path, book, reading, provider, rows)


def _foreign(desk: _Desk, path: Path, mark: GatherMark | None, reading: GatherReading) -> SheetVerdict | None:
    """Why a sheet does not belong to this draft."""
    slot = desk.draft.slot
    if mark is not None:
        own = gather.mark_of(desk.workspace, slot, mark.provider)
        if replace(own, period="") != replace(mark, period=""):
            return _refused(path, "gather_other_form")
    period = mark.period if mark is not None else reading.period
    if period and period != slot.period:
        there = formats.period_text(periods.parse(period)) if _is_period(period) else period
        return _refused(path, "gather_other_period", there=there, period=slot.period)
    if mark is None and any(one.code == "gather_no_heading" for one in reading.doubts):
        return _refused(path, "gather_no_sheet")
    return None


def _contributed(
    desk: _Desk, path: Path, book: RawBook, reading: GatherReading, provider: str, rows: Sequence[SheetRow]
) -> _Judged:
    draft = desk.draft
    names = {row.key: row.name for row in rows}
    fresh, findings = [], list(reading.findings)
    for row in reading.rows:
        ask = draft.gathered.ask(row.key)
        if ask is None or provider not in ask.providers:
            where = Where(row=row.key, file=path.name, sheet=reading.sheet, cell=row.cell)
            findings.append(Finding("gather_row_not_asked", Severity.NOTE, where, {"name": names[row.key]}))
            continue
        fresh.append(
            Contribution(
                row.key, provider, row.quantity, row.text, row.note, row.person, row.day, row.state, row.raw,
                stamp(desk.today), desk.by, path.name, book.sha256, reading.sheet, row.cell,
            )
        )  # fmt: skip
    if not fresh:
        said = _refused(path, "gather_empty", provider=provider)
        return replace(said, provider=provider, findings=tuple(findings)), ()
    before = {one.row: one for one in draft.gathered.given if one.provider == provider}
    news = [one for one in fresh if one.row not in before or before[one.row].says != one.says]
    if not news:
        same = SheetVerdict(path, SheetState.SAME, _said("gather_same", file=path.name, provider=provider), provider)
        return same, ()
    past = {one.hash for one in draft.gathered.earlier if one.provider == provider}
    if book.sha256 in past and book.sha256 not in {one.hash for one in before.values()}:
        return replace(_refused(path, "gather_superseded", provider=provider), provider=provider), ()
    blank = [key for key in before if key not in {one.row for one in fresh}]
    for key in blank:
        where = Where(row=key, file=path.name, sheet=reading.sheet)
        findings.append(Finding("gather_blank_now", Severity.NOTE, where, {"name": names.get(key, key)}))
    return _taken(path, provider, news, replaced=[one for one in news if one.row in before], findings=findings,
                  names=names), tuple(news)  # fmt: skip


def _taken(
    path: Path,
    provider: str,
    news: Sequence[Contribution],
    *,
    replaced: Sequence[Contribution],
    findings: Sequence[Finding],
    names: Mapping[str, str],
) -> SheetVerdict:
    unread = sum(one.state is GivenState.UNREAD for one in news)
    code = "gather_taken_unread" if unread else "gather_replaced" if replaced else "gather_taken"
    sentence = _said(
        code, file=path.name, provider=provider, count=str(len(news)), unread=str(unread), replaced=str(len(replaced))
    )
    rows = tuple(names[one.row] for one in news)
    return SheetVerdict(path, SheetState.TAKEN, sentence, provider, rows, tuple(findings))


def _held(before: Draft, after: Draft) -> tuple[str, ...]:
    """The rows in which the form keeps what a person typed, though something else was gathered."""
    result = filled(before.form, before.answers, before.gathered, after.gathered)
    return tuple(gather.row_name(before.form, key) for key in result.held)


def _refused(file: Path, code: str, **params: str) -> SheetVerdict:
    return SheetVerdict(file, SheetState.REFUSED, _said(code, **{"file": file.name, **params}))


def _said(code: str, **params: str) -> str:
    return messages.fill(code, params)


def _is_period(code: str) -> bool:
    try:
        periods.parse(code)
    except ValueError:
        return False
    return True


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files named, and those in folders named; what an office program keeps beside an open file is left out."""
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (one for one in inside if one == path or (one.is_file() and not one.name.startswith(("~$", "."))))


__all__ = ["NAMES", "PROVIDER", "SheetState", "SheetVerdict", "take"]
