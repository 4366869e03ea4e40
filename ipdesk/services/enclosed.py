"""Files that lie beside a report, in its zip or folder: taken by their hash, or asked whose they are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from ipdesk.domain import period as periods
from ipdesk.domain.errors import IpdeskError
from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.ledger.package import Kind, Package, Slot, slot_of
from ipdesk.exchange.attachfile import is_paper
from ipdesk.exchange.raw import RawBook
from ipdesk.services import attachments, slotref
from ipdesk.services.judged import FileVerdict, Judged, Verdict
from ipdesk.services.workspace import Workspace
from ipdesk.store import receipts
from ipdesk.text import formats, messages
from ipdesk.text.i18n import _

#: The question whose a file is: answered with `福田区/2026-Q3`, `take` (the likely report) or `leave`.
QUESTION: Final = "attach"
_MOST_CHOICES = 40


@dataclass(frozen=True, slots=True)
class Beside:
    """The submissions that came from the same place; `together` when that place is one zip."""

    reports: tuple[str, ...] = ()
    together: bool = False


def is_later(path: Path, book: RawBook | OSError) -> bool:
    """Whether a file is judged after the reports that came with it."""
    return isinstance(book, RawBook) and is_paper(book.data, path.name, str(book.kind))


def judge(
    workspace: Workspace,
    path: Path,
    book: RawBook | OSError,
    given: Mapping[str, str],
    beside: Beside,
    *,
    today: date,
    by: str,
) -> Judged | None:
    """The verdict on a file that goes with a report; None for any other, which is judged as what it is."""
    if isinstance(book, OSError) or not book.data:
        return None
    named = attachments.by_hash(workspace).get(book.sha256, ())
    if named and given.get(QUESTION) in (None, "take", "leave"):
        return _awaited(workspace, path, book, named)
    if not workspace.is_issuer or not is_paper(book.data, path.name, str(book.kind)):
        return None
    likely = _likely(workspace, path, beside)
    answer = given.get(QUESTION, "")
    if answer == "leave":
        return _said(workspace, path, book, Verdict.QUARANTINED, "attachment_left", None)
    findings: tuple[Finding, ...] = ()
    about = likely[0] if likely and (answer == "take" or (beside.together and len(beside.reports) == 1)) else None
    if answer and answer != "take":
        try:
            about = _reported(workspace, slotref.slot(workspace, answer))
        except IpdeskError as wrong:
            findings = (Finding(wrong.code, Severity.MUST_FIX, Where(file=path.name), wrong.params),)
    if about is not None:
        return _attached(workspace, path, book, about, asked=bool(answer), today=today, by=by)
    if not likely and not answer:
        return None
    asked = _said(workspace, path, book, Verdict.QUESTION, "attachment_whose", likely[0] if likely else None, findings)
    choices = tuple(_choices(workspace, likely))
    return replace(asked, verdict=replace(asked.verdict, question=QUESTION, choices=choices))


def _awaited(workspace: Workspace, path: Path, book: RawBook, named: tuple[Package, ...]) -> Judged:
    """A file that an attachment package names: it is known whose it is, wherever it comes from."""
    known = receipts.kept_file(workspace.database, book.sha256)
    about = workspace.state.packages.get(named[-1].content["about"])
    findings = tuple(
        finding for package in named[-1:] for finding in _used(workspace, path.name, book.sha256, package, about)
    )
    if known is not None and known.purged:
        code, verdict = "attachment_purged", Verdict.SAME
    elif known is not None:
        code, verdict = "attachment_held", Verdict.SAME
    else:
        code, verdict = "attachment_taken", Verdict.TAKEN
    return _said(workspace, path, book, verdict, code, about, findings, packages=tuple(one.id for one in named))


def _attached(
    workspace: Workspace, path: Path, book: RawBook, about: Package, *, asked: bool, today: date, by: str
) -> Judged:
    """A file that nobody named: who answered whose it is says so in the package; what lay in one zip with a single
    report makes the same package on every PC.
    """
    file = attachments.file_of(book.data, path.name)
    signed = {"officer": by, "day": today.isoformat()} if asked else {"officer": "", "day": "", "maker": about.maker}
    new = tuple(attachments.new_packages(workspace, about, (file,), **signed))
    place = slot_of(about)
    findings = tuple(attachments.used_before(workspace, file.name, file.hash, slot=place, row="")) if place else ()
    verdict, code = (Verdict.TAKEN, "attachment_taken") if new else (Verdict.SAME, "attachment_held")
    judged = _said(workspace, path, book, verdict, code, about, findings, packages=tuple(one.id for one in new))
    return replace(judged, packages=new)


def _used(
    workspace: Workspace, name: str, file_hash: str, package: Package, about: Package | None
) -> Iterator[Finding]:
    place = slot_of(about) if about is not None and about.known else None
    if place is not None:
        yield from attachments.used_before(workspace, name, file_hash, slot=place, row=package.content.get("row", ""))


def _said(
    workspace: Workspace,
    path: Path,
    book: RawBook,
    verdict: Verdict,
    code: str,
    about: Package | None,
    findings: tuple[Finding, ...] = (),
    *,
    packages: tuple[str, ...] = (),
) -> Judged:
    slot = slot_of(about) if about is not None and about.known else None
    units = {unit.code: unit.short for unit in workspace.policy.units}
    unit, period = (slot.unit, slot.period) if slot else ("", "")
    known = receipts.kept_file(workspace.database, book.sha256)
    params = {
        "file": path.name, "unit": units.get(unit, unit), "period": period, "why": known.purged if known else "",
    }  # fmt: skip
    sentence = messages.sentence(Finding(code, Severity.NOTE, Where(file=path.name), params), units)
    return Judged(
        FileVerdict(
            name=path.name, path=path, verdict=verdict, sentence=sentence, kind=str(book.kind), unit=unit,
            unit_short=units.get(unit, ""), period=period, findings=findings, packages=packages, file_hash=book.sha256,
        ),
        originals={book.sha256: book.data},
    )  # fmt: skip


def _likely(workspace: Workspace, path: Path, beside: Beside) -> tuple[Package, ...]:
    """The reports that a file may belong to, the likeliest first: those from the same place, of which the one whose
    unit its name says; else the newest report of the unit that its name says.
    """
    there = [workspace.state.packages[name] for name in beside.reports if name in workspace.state.packages]
    named = [unit.code for unit in workspace.policy.units if unit.short and unit.short in path.name]
    if there:
        return tuple(sorted(dict.fromkeys(there), key=lambda package: package.content["unit"] not in named))
    if len(named) != 1:
        return ()
    return tuple(one for one in _reports(workspace) if one.content["unit"] == named[0])[:1]


def _reports(workspace: Workspace) -> list[Package]:
    """The versions that stand, the newest period first, units in the office's order."""
    order = {unit.code: unit.order for unit in workspace.policy.units}
    found = [
        workspace.state.packages[state.current]
        for state in workspace.state.slots_of(workspace.ledger, Kind.SUBMISSION)
        if state.current
    ]
    found.sort(key=lambda package: order.get(package.content["unit"], 999))
    return sorted(found, key=lambda package: periods.parse(package.content["period"]), reverse=True)


def _reported(workspace: Workspace, slot: Slot) -> Package:
    return attachments.standing(workspace, slot)


def _choices(workspace: Workspace, likely: tuple[Package, ...]) -> Iterator[tuple[str, str]]:
    for package in list(dict.fromkeys((*likely, *_reports(workspace))))[:_MOST_CHOICES]:
        unit, period = package.content["unit"], package.content["period"]
        words = _("{unit} {period}").format(
            unit=workspace.unit_of(unit).short, period=formats.period_text(periods.parse(period))
        )
        form = package.content["form"]
        yield f"{unit}/{period}" + ("" if form == slotref.MAIN_FORM else f"/{form}"), words
