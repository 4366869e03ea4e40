"""The verdict on one received file: what it is, whether it may be taken, and what taking it would change.

Pure reading: nothing is written here. A question is a verdict too; its answer comes with the next try, by code.
What comes from above, reports and bundles are judged in `parent_in.py`, `report_in.py`, `bundle_in.py`.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from ipdesk.domain.ledger.package import Kind, Slot
from ipdesk.exchange.envelope import Envelope, EnvelopeKind
from ipdesk.exchange.gatherread import marks_of
from ipdesk.exchange.kind import Kind as FileKind
from ipdesk.exchange.raw import RawBook
from ipdesk.exchange.reader import looks_like_form, read_envelope
from ipdesk.services import asks, door, figures, opinions_in, routing, trust
from ipdesk.services.bundle_in import judge_bundle
from ipdesk.services.incoming import NOTHING_ANNOUNCED, Incoming
from ipdesk.services.judged import CellChange, FileVerdict, Judged, Verdict
from ipdesk.services.luggage import Announced
from ipdesk.services.parent_in import from_parent
from ipdesk.services.report_in import judge_report
from ipdesk.services.slotref import MAIN_FORM
from ipdesk.services.taskmail import SHEET, SheetReading, read_sheet
from ipdesk.services.workspace import Workspace
from ipdesk.text.messages import located

__all__ = ["CellChange", "FileVerdict", "Judged", "Opened", "Verdict", "judge"]

#: What opening a file gave: the workbook as plain data, or the system's error.
Opened: TypeAlias = RawBook | OSError


def judge(
    workspace: Workspace,
    path: Path,
    opened: Opened,
    given: Mapping[str, str],
    *,
    by: str = "",
    announced: Announced = NOTHING_ANNOUNCED,
) -> Judged:
    """The verdict on an opened file.

    `given` are a person's answers by question: `draft`, `layout`, `issued_changed` (`take`), `superseded` (`leave`),
    `key` (`take` or `leave`; the file is taken whatever it is); `plan` (`take`: takes up the plan of a file that came
    from its parent); `unit` and `period` for a file without marks; and the
    questions on single rows, columns and cells (`Ask.id`). What was decided so belongs to the one who decided, `by`.
    """
    if isinstance(opened, OSError):
        failed = RawBook(path.name, FileKind.UNKNOWN, "")
        return Incoming(workspace, path, failed, b"", given).judged(
            Verdict.REFUSED, "cannot_read", path=path.name, reason=opened.strerror or str(opened)
        )
    data = opened.data  # what was judged is what is kept, whatever became of the file meanwhile
    if opened.kind == FileKind.BUNDLE:
        return judge_bundle(Incoming(workspace, path, opened, data, given, announced=announced))
    if opened.refusal is not None:
        refusal = opened.refusal
        file = Incoming(workspace, path, opened, data, given)
        said = FileVerdict(
            path.name, path, Verdict.REFUSED, located(refusal), kind=str(opened.kind), findings=(refusal,),
            file_hash=opened.sha256,
        )  # fmt: skip
        return Judged(said, originals=file.originals)
    envelope = read_envelope(opened)
    if envelope is None:
        envelope = _envelope_given(workspace, given)
    file = Incoming(workspace, path, opened, data, given, envelope, by)
    if envelope is None:
        gathered = any(mark is not None for _sheet, mark in marks_of(opened))
        unknown = file.judged(Verdict.QUARANTINED, "gather_here" if gathered else "no_identity")
        if not (workspace.is_issuer and looks_like_form(opened)):
            return unknown
        return replace(
            unknown, verdict=replace(file.verdict(Verdict.QUESTION, "whose_form"), asks=asks.whose(workspace))
        )
    foreign = _foreign(file, envelope)
    if foreign is not None:
        return foreign
    judged = _from_child(file, envelope) if workspace.is_issuer else from_parent(file, envelope)
    return trust.witnessed(workspace, opened, envelope, judged, given)


def _envelope_given(workspace: Workspace, given: Mapping[str, str]) -> Envelope | None:
    """The form that a person says a workbook without marks is; None where nothing was said, or nothing such issued."""
    slot = Slot(Kind.TEMPLATE, given.get(asks.UNIT, ""), given.get(asks.PERIOD, ""), MAIN_FORM)
    template = workspace.in_force(slot) if workspace.is_issuer and slot.unit and slot.period else None
    if template is None:
        return None
    form = figures.form_of(template)
    realm = "training" if workspace.training else "real"
    return Envelope(form.plan, form.issuer, form.unit, form.period, form.id, form.version, realm, template.id,
                    EnvelopeKind.TEMPLATE)  # fmt: skip


def _foreign(file: Incoming, envelope: Envelope) -> Judged | None:
    """Other ledger, training among the real, a unit that is not ours: set aside with the reason."""
    workspace = file.workspace
    training = envelope.realm == "training"
    if training != workspace.training:
        return file.judged(Verdict.QUARANTINED, "training_file" if training else "real_file")
    if envelope.plan != workspace.ledger.plan:
        plan = routing.offered(workspace, envelope)
        if plan is not None:
            return file.judged(Verdict.QUESTION, "plan_offered", there=plan.short, here=workspace.plan.short)
        return file.judged(Verdict.QUARANTINED, "other_plan", there=envelope.plan, here=workspace.plan.short)
    if envelope.issuer != workspace.ledger.issuer:
        return file.judged(Verdict.QUARANTINED, "other_issuer", there=envelope.issuer)
    known = {unit.code for unit in workspace.policy.units}
    if envelope.unit and envelope.unit not in known:
        return file.judged(Verdict.QUARANTINED, "unit_unknown", unit=envelope.unit)
    if not workspace.is_issuer and envelope.unit not in ("", workspace.unit.code):
        return file.judged(Verdict.QUARANTINED, "not_for_us", here=workspace.unit.short)
    return None


def _from_child(file: Incoming, envelope: Envelope) -> Judged:
    """The parent takes a unit's report, what it says beside reports, or its answer to targets."""
    if envelope.kind is EnvelopeKind.PACKAGES:
        return _packages_from_child(file, envelope)
    if envelope.kind in (EnvelopeKind.TARGETS, EnvelopeKind.OPINION):
        return _opinion_from_child(file, envelope)
    if envelope.kind is EnvelopeKind.RELEASE or not envelope.form:
        return file.judged(Verdict.QUARANTINED, "not_a_report")
    return judge_report(file, envelope)


def _packages_from_child(file: Incoming, envelope: Envelope) -> Judged:
    """What a unit says beside its reports: packages that it made in ipdesk, or what it wrote into the task sheet."""
    workspace = file.workspace
    written = read_sheet(workspace, file.book, envelope) if envelope.form == SHEET else SheetReading((), ())
    bodies = () if envelope.form == SHEET else envelope.packages
    entry = door.admit(workspace, bodies, sender=envelope.unit)
    found = tuple(one for one in written.packages if one.id not in workspace.state.packages)
    ids = tuple(one.id for one in (*entry.held, *entry.new, *written.packages))
    findings = (*entry.findings, *written.findings)
    if not ids:
        code = entry.findings[0].code if entry.findings else "task_sheet_empty"
        return file.judged(Verdict.QUARANTINED, code, findings=findings)
    new = (*entry.new, *found)
    if not new:
        return Judged(file.verdict(Verdict.SAME, "taken_before", packages=ids, findings=findings),
                      originals=file.originals)  # fmt: skip
    said = file.verdict(Verdict.TAKEN, "task_words_taken", findings=findings, packages=ids,
                        facts={"count": str(len(new))})  # fmt: skip
    return Judged(said, packages=new, originals=file.originals)


def _opinion_from_child(file: Incoming, envelope: Envelope) -> Judged:
    """The parent takes a unit's answer to the targets that it was asked about."""
    entry = door.admit(file.workspace, envelope.packages, sender=envelope.unit)
    try:
        read = opinions_in.read_opinion_sheet(file.workspace, file.book, envelope, (*entry.new, *entry.held))
    except opinions_in.Unreadable as why:
        return file.judged(Verdict.QUARANTINED, why.code, findings=entry.findings, **why.params)
    findings = (*entry.findings, *read.findings)
    ids = (read.package.id,)
    if read.held:
        return Judged(file.verdict(Verdict.SAME, "received_before", findings=findings, packages=ids),
                      packages=entry.new, originals=file.originals)  # fmt: skip
    new = entry.new if any(read.package.id == one.id for one in entry.new) else (*entry.new, read.package)
    code = "opinion_second" if read.second else "opinion_agrees" if read.agreed else "opinion_disagrees"
    said = file.verdict(
        Verdict.SECOND if read.second else Verdict.TAKEN, code, findings=findings, packages=ids,
        facts={"count": str(read.items)},
    )  # fmt: skip
    return Judged(said, packages=new, originals=file.originals)
