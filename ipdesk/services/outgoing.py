"""Files that go out: templates, submissions, returned forms. Each is registered with its hash."""

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path

from ipdesk.domain.errors import EnvironmentTrouble, NotFound, Refused
from ipdesk.domain.form import Answers, Form, Question, unsigned
from ipdesk.domain.ledger.decision import Verb, read_decision
from ipdesk.domain.ledger.package import CHILDREN, Kind, Package, Slot, slot_of
from ipdesk.domain.ledger.scope import digest, in_scope
from ipdesk.domain.ledger.standing import Standing, Status
from ipdesk.exchange import parcel, readback
from ipdesk.exchange.envelope import Envelope, EnvelopeKind
from ipdesk.exchange.filename import office_name
from ipdesk.exchange.writer import form_bytes
from ipdesk.services import attachments, figures, sending
from ipdesk.services.signing import own_key, signed
from ipdesk.services.slotref import submission_slot, template_slot
from ipdesk.services.workspace import Operation, Touched, Workspace, stamp
from ipdesk.store import desk

#: 稿次 of a form that goes back. Part of what is written for the office, whatever language a screen speaks.
RETURNED = "退回修改"
WITHDRAWN = "撤回"


@dataclass(frozen=True, slots=True)
class OutFile:
    """A file that this workspace wrote. `what`: template, submission, returned, release, bundle, report."""

    name: str
    path: Path
    what: str
    unit_short: str
    period: str
    at: str


def outbox(workspace: Workspace) -> tuple[OutFile, ...]:
    """The files written, newest first."""
    units = {unit.code: unit.short for unit in workspace.policy.units}
    return tuple(
        OutFile(sent.name, Path(sent.path), sent.what, units.get(sent.unit, ""), sent.period, sent.at)
        for sent in desk.sent_files(workspace.database)
    )


def ready(workspace: Workspace, *, today: date) -> None:
    """What must be there before an operation that writes files begins: the office's key."""
    own_key(workspace, today=today)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that is ready to go out: built and read back, not yet written."""

    path: Path
    data: bytes
    what: str
    unit: str
    period: str


def template_file(
    workspace: Workspace, template: Package, to: Path, *, answers: Answers | None = None,
    notices: tuple[Question, ...] = (), today: date,
) -> Prepared:  # fmt: skip
    """The workbook of a template for its unit, with all that the unit may hold of the ledger in it.

    With `answers` it goes out filled as it was answered, `notices` marks the cells that are to be looked at again.
    """
    form = figures.form_of(template)
    mark = _issue_mark(form)
    path = _named(workspace, to, form, mark)
    envelope = _envelope(workspace, form, template, EnvelopeKind.TEMPLATE, scope_packages(workspace, form.unit))
    return _form_file(workspace, path, (form, answers, mark), envelope, "template", notices=notices, today=today)


def returned_file(workspace: Workspace, slot: Slot, to: Path, *, today: date) -> Prepared:
    """The workbook that goes back: made anew, with what was answered, opening on the questions."""
    state = workspace.state.slot(workspace.ledger, slot)
    template = workspace.in_force(template_slot(slot))
    submission = workspace.state.packages.get(state.current)
    if template is None or submission is None:
        raise NotFound("template_missing", unit=slot.unit, period=slot.period)
    decision = workspace.state.packages.get(state.standing.by.get(submission.id, ""))
    questions = read_decision(decision).questions if decision else ()
    form = replace(figures.form_of(template), questions=questions)
    answers = unsigned(figures.submission_of(submission).answers)
    path = _named(workspace, to, form, RETURNED)
    envelope = _envelope(workspace, form, template, EnvelopeKind.TEMPLATE, scope_packages(workspace, form.unit))
    return _form_file(workspace, path, (form, answers, RETURNED), envelope, "returned", today=today)


def export_submission(
    workspace: Workspace, slot: Slot, to: Path, *, attached: bool = False, today: date, by: str = ""
) -> Path:
    """The workbook of a fixed submission, to be sent up; or of the one that was withdrawn last, so that it is known
    above too. `attached` puts it into one zip with the files that go with it and lie here.

    Raises Refused `nothing_fixed`, EnvironmentTrouble `readback_differs`.
    """
    state = workspace.state.slot(workspace.ledger, slot)
    package = workspace.state.packages.get(state.current)
    mark = ""
    if package is None and not state.heads:
        package, mark = _withdrawn(workspace, slot), WITHDRAWN
    template = workspace.in_force(template_slot(slot))
    if package is None or template is None:
        raise Refused("nothing_fixed", unit=workspace.unit_of(slot.unit).short, period=slot.period)
    submission = figures.submission_of(package)
    form = figures.form_of(workspace.state.packages.get(submission.template, template))
    version = _version(workspace, package)
    mark = mark or ("首报" if version == 1 else f"第{version}稿")
    path = to if to.suffix.lower() in (".xlsx", ".zip") else _named(workspace, to, form, mark)
    if attached:
        path = path.with_suffix(".zip")
    own = tuple(one for one in scope_packages(workspace, slot.unit) if one.maker == workspace.unit.code)
    envelope = _envelope(workspace, form, template, EnvelopeKind.SUBMISSION, own)
    workbook = path.with_suffix(".xlsx") if attached else path
    prepared = _form_file(workspace, workbook, (form, submission.answers, mark), envelope, "submission", today=today)
    if attached:
        prepared = replace(prepared, path=path, data=_parcel(workspace, package, prepared))
    with workspace.operation() as operation:
        deliver(workspace, operation, [prepared], today=today, by=by)
        sending.mark_ready(workspace, package, today=today, by=by)
    return path


def _parcel(workspace: Workspace, package: Package, prepared: Prepared) -> bytes:
    """The zip of a workbook and the attachments of its report that lie here."""
    files = [
        (line.name, attachments.file_bytes(workspace, line.hash, line.name))
        for line in attachments.of_report(workspace, package.id)
        if line.state == "here"
    ]
    return parcel.pack(prepared.path.name, prepared.data, files)


def _withdrawn(workspace: Workspace, slot: Slot) -> Package | None:
    """What this unit withdrew last, where nothing of it stands any more."""
    state = workspace.state.slot(workspace.ledger, slot)
    own = [
        package
        for name in workspace.state.members.get((workspace.ledger, slot), ())
        if (package := workspace.state.packages[name]).kind == Kind.SUBMISSION
        and package.maker == workspace.unit.code
        and state.status(name) is Status.WITHDRAWN
    ]
    built_on = {parent for package in own for parent in package.parents}
    return next((package for package in own if package.id not in built_on), None)


def returns_of(workspace: Workspace, package: Package) -> tuple[Package, ...]:
    """The decisions by which the versions that this one was made from were returned."""
    place = slot_of(package)
    standing = workspace.state.slot(workspace.ledger, place).standing if place else Standing()
    names = (standing.by.get(parent, "") for parent in package.parents)
    found = (workspace.state.packages.get(name) for name in names)
    return tuple(one for one in found if one is not None and one.content.get("verb") == Verb.RETURN)


def scope_packages(workspace: Workspace, unit: str) -> tuple[Package, ...]:
    """What a unit may hold: what is for all children, and what is between it and its parent."""
    state, ledger = workspace.state, workspace.ledger
    return (*in_scope(state, ledger, CHILDREN), *in_scope(state, ledger, unit))


def scope_digests(workspace: Workspace, unit: str) -> dict[str, str]:
    """The digests of the scopes that a unit may hold in full."""
    state, ledger = workspace.state, workspace.ledger
    return {scope: digest(in_scope(state, ledger, scope)) for scope in (CHILDREN, unit)}


def write_atomically(path: Path, write: Callable[[Path], object]) -> Path:
    """Writes a file beside its place and moves it there: half a file is never seen.

    Raises EnvironmentTrouble `disk_full`, `file_open_elsewhere`, `folder_unwritable`.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(part)
        os.replace(part, path)
    except PermissionError as failure:
        code = "file_open_elsewhere" if path.exists() else "folder_unwritable"
        raise EnvironmentTrouble(code, path=str(path)) from failure
    except OSError as failure:
        code = "disk_full" if failure.errno == 28 else "folder_unwritable"  # ENOSPC
        raise EnvironmentTrouble(code, path=str(path)) from failure
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return path


def register(workspace: Workspace, path: Path, what: str, *, unit: str, period: str, today: date, by: str) -> None:
    """Puts a written file into the register of files sent."""
    with workspace.operation() as operation:
        sent = desk.Sent(
            stamp(today), by, path.name, str(path), sha256(path.read_bytes()).hexdigest(), what, unit, period
        )
        desk.add_sent(workspace.database, sent)
        operation.touch(Touched.RECEIPTS)


def deliver(
    workspace: Workspace, operation: Operation, files: Iterable[Prepared], *, today: date, by: str
) -> tuple[Path, ...]:
    """Writes prepared files and registers them, within the caller's operation: when the disk refuses, nothing is said
    to have gone out.
    """
    written = []
    for file in files:
        write_atomically(file.path, partial(_put_bytes, file.data))
        sent = desk.Sent(
            stamp(today), by, file.path.name, str(file.path), sha256(file.data).hexdigest(), file.what, file.unit,
            file.period,
        )  # fmt: skip
        desk.add_sent(workspace.database, sent)
        operation.touch(Touched.RECEIPTS)
        written.append(file.path)
    return tuple(written)


def read_back(path: Path, difference: str) -> None:
    """Refuses a file that the importer would read otherwise than it was meant: our own mistake, and nothing goes out.

    Raises EnvironmentTrouble `readback_differs`.
    """
    if difference:
        raise EnvironmentTrouble("readback_differs", path=path.name, why=difference)


def _put_bytes(data: bytes, part: Path) -> None:
    part.write_bytes(data)


def _named(workspace: Workspace, folder: Path, form: Form, mark: str) -> Path:
    """The name that an office would give; the plan's short title is in it only where a form of another plan has it."""
    path = folder / office_name(form, mark, training=workspace.training)
    there = readback.ledger_of(path) if path.exists() else None
    if there is None or there == (workspace.ledger.plan, workspace.ledger.issuer):
        return path
    return folder / office_name(form, mark, plan=workspace.plan.short, training=workspace.training)


def _form_file(
    workspace: Workspace,
    path: Path,
    sheet: tuple[Form, Answers | None, str],
    envelope: Envelope,
    what: str,
    *,
    notices: tuple[Question, ...] = (),
    today: date,
) -> Prepared:
    form, answers, mark = sheet
    envelope = signed(workspace, envelope, form, today=today)
    data, written = form_bytes(form, answers, envelope, created=today, draft=mark, notices=notices)
    read_back(path, readback.form_difference(data, form, answers, written))
    return Prepared(path, data, what, form.unit, form.period)


def _envelope(
    workspace: Workspace, form: Form, template: Package, kind: EnvelopeKind, packages: Iterable[Package]
) -> Envelope:
    slot = submission_slot(Slot(Kind.TEMPLATE, form.unit, form.period, form.id))
    return Envelope(
        plan=workspace.ledger.plan,
        issuer=workspace.ledger.issuer,
        unit=form.unit,
        period=form.period,
        form=form.id,
        version=form.version,
        realm="training" if workspace.training else "real",
        template_id=template.id,
        kind=kind,
        packages=tuple(package.data for package in packages),
        heads=workspace.state.slot(workspace.ledger, slot).heads,
        digests=scope_digests(workspace, form.unit),
    )


def _issue_mark(form: Form) -> str:
    return "模板" if form.version == 1 else f"模板第{form.version}版"


def _version(workspace: Workspace, package: Package) -> int:
    """1 for a first report, 2 for what was built on it, and so on; returned and withdrawn ones count."""
    version, current = 1, package
    while current.parents and (before := workspace.state.packages.get(current.parents[0])):
        version, current = version + 1, before
    return version
