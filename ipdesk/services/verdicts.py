"""The verdict on one received file: what it is, whether it may be taken, and what taking it would change.

Pure reading: nothing is written here. A question is a verdict too; its answer comes with the next try, by code.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.form import Answers, Form, Question, unsigned
from ipdesk.domain.ledger.canonical import content_id
from ipdesk.domain.ledger.codec import encode
from ipdesk.domain.ledger.contents import Submission
from ipdesk.domain.ledger.decision import Verb, read_decision
from ipdesk.domain.ledger.fold import slot_after
from ipdesk.domain.ledger.package import Kind, Package, Slot, make, parse, slot_of
from ipdesk.domain.ledger.standing import Status
from ipdesk.domain.verdict import check_answers
from ipdesk.exchange.envelope import Envelope, EnvelopeKind
from ipdesk.exchange.gatherread import marks_of
from ipdesk.exchange.kind import Kind as FileKind
from ipdesk.exchange.marks import SHORT_ID
from ipdesk.exchange.raw import RawBook
from ipdesk.exchange.reader import Reading, looks_like_form, read_answers, read_envelope
from ipdesk.services import asks, door, drafts_in, figures, opinions_in, routing, trust
from ipdesk.services.drafts_in import DraftIn
from ipdesk.services.judged import CellChange, FileVerdict, Judged, Verdict
from ipdesk.services.luggage import Announced
from ipdesk.services.preview import changed_cells
from ipdesk.services.sheets import layout_doubts, says_nothing, says_the_same
from ipdesk.services.slotref import MAIN_FORM
from ipdesk.services.taskmail import SHEET, SheetReading, read_sheet
from ipdesk.services.workspace import Workspace
from ipdesk.store import receipts
from ipdesk.text.messages import located, sentence

__all__ = ["CellChange", "FileVerdict", "Judged", "Opened", "Verdict", "judge"]

#: What opening a file gave: the workbook as plain data, or the system's error.
Opened: TypeAlias = RawBook | OSError


NOTHING_ANNOUNCED = Announced()

#: What may be answered, by the sentence that asks it.
_ASKED_BY = {
    "draft_differs": "draft",
    "layout_unsure": "layout",
    "whose_form": "unit",
    "issued_changed": "issued_changed",
    "superseded_again": "superseded",
    "plan_offered": routing.QUESTION,
}


@dataclass(frozen=True, slots=True)
class _File:
    """The file under judgement and what is known of it."""

    workspace: Workspace
    path: Path
    book: RawBook
    data: bytes
    given: Mapping[str, str]
    envelope: Envelope | None = None
    by: str = ""
    announced: Announced = NOTHING_ANNOUNCED

    @property
    def originals(self) -> dict[str, bytes]:
        """The file itself, to be kept by its hash; nothing when it could not be read."""
        return {self.book.sha256: self.data} if self.data else {}

    def judged(self, verdict: Verdict, code: str, *, findings: tuple[Finding, ...] = (), **params: str) -> Judged:
        """A verdict without anything to take, said by the sentence of `code`."""
        return Judged(self.verdict(verdict, code, findings=findings, facts=params), originals=self.originals)

    def verdict(
        self,
        verdict: Verdict,
        code: str,
        *,
        findings: tuple[Finding, ...] = (),
        changes: tuple[CellChange, ...] = (),
        packages: tuple[str, ...] = (),
        facts: Mapping[str, str] | None = None,
    ) -> FileVerdict:
        about, units = self.envelope, {unit.code: unit.short for unit in self.workspace.policy.units}
        code_of_unit = about.unit if about else ""
        said = Finding(
            code,
            Severity.NOTE,
            Where(file=self.path.name),
            {"file": self.path.name, "unit": units.get(code_of_unit, code_of_unit),
             "period": about.period if about else "", **(facts or {})},
        )  # fmt: skip
        return FileVerdict(
            name=self.path.name, path=self.path, verdict=verdict, sentence=sentence(said, units),
            kind=about.kind.value if about else str(self.book.kind), unit=code_of_unit,
            unit_short=units.get(code_of_unit, ""), period=about.period if about else "", findings=findings,
            changes=changes, packages=packages, file_hash=self.book.sha256, question=_ASKED_BY.get(code, ""),
        )  # fmt: skip


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
        return _File(workspace, path, failed, b"", given).judged(
            Verdict.REFUSED, "cannot_read", path=path.name, reason=opened.strerror or str(opened)
        )
    data = opened.data  # what was judged is what is kept, whatever became of the file meanwhile
    if opened.kind == FileKind.BUNDLE:
        return _bundle(_File(workspace, path, opened, data, given, announced=announced))
    if opened.refusal is not None:
        refusal = opened.refusal
        file = _File(workspace, path, opened, data, given)
        said = FileVerdict(
            path.name, path, Verdict.REFUSED, located(refusal), kind=str(opened.kind), findings=(refusal,),
            file_hash=opened.sha256,
        )  # fmt: skip
        return Judged(said, originals=file.originals)
    envelope = read_envelope(opened)
    if envelope is None:
        envelope = _envelope_given(workspace, given)
    file = _File(workspace, path, opened, data, given, envelope, by)
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
    judged = _from_child(file, envelope) if workspace.is_issuer else _from_parent(file, envelope)
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


def _foreign(file: _File, envelope: Envelope) -> Judged | None:
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


def _from_parent(file: _File, envelope: Envelope) -> Judged:
    """A child takes what its parent sent; a copy of its own form, filled in elsewhere, goes into the draft."""
    workspace = file.workspace
    entry = door.admit(workspace, envelope.packages, sender="")
    new = entry.new
    ids = tuple(package.id for package in (*entry.held, *new))
    draft = _filled_at_home(file, envelope, new)
    if draft is not None and draft.conflict and file.given.get("draft") != "take":
        # What the parent says is taken in all the same: only the figures in the sheet wait for an answer.
        asked = file.verdict(Verdict.QUESTION, "draft_differs", findings=draft.findings, changes=draft.changes,
                             packages=ids)  # fmt: skip
        return Judged(asked, packages=new, originals=file.originals)
    if entry.findings and not new and not entry.held:
        return file.judged(Verdict.QUARANTINED, entry.findings[0].code, findings=entry.findings)
    if not new and draft is None:
        return Judged(file.verdict(Verdict.SAME, "taken_before", packages=ids), originals=file.originals)
    code = "draft_read" if draft else {
        EnvelopeKind.RELEASE: "release_taken", EnvelopeKind.TEMPLATE: "template_taken",
        EnvelopeKind.TARGETS: opinions_in.code_of_targets(workspace, envelope, new),
    }.get(envelope.kind, "packages_taken")  # fmt: skip
    said = file.verdict(
        Verdict.TAKEN, code, findings=(*entry.findings, *(draft.findings if draft else ())),
        changes=draft.changes if draft else (), packages=ids, facts={"count": str(len(new))},
    )  # fmt: skip
    return Judged(said, packages=new, originals=file.originals, draft=draft)


def _filled_at_home(file: _File, envelope: Envelope, new: tuple[Package, ...]) -> DraftIn | None:
    """The answers of a form that somebody of the own office filled in with a spreadsheet, None when it is empty."""
    workspace = file.workspace
    if envelope.kind not in (EnvelopeKind.TEMPLATE, EnvelopeKind.SUBMISSION) or not envelope.form:
        return None
    template = _template(workspace, envelope, new)
    if template is None or not _made_from(envelope, template):
        return None
    form = replace(figures.form_of(template), questions=_questions_on(workspace, envelope))
    reading = read_answers(file.book, form)
    if reading.answers is None or says_nothing(reading.answers) or layout_doubts(reading):
        return None
    slot = Slot(Kind.SUBMISSION, envelope.unit, envelope.period, envelope.form)
    before = drafts_in.now(workspace, slot)
    if before is not None and says_the_same(form, unsigned(before), unsigned(reading.answers)):
        return None
    return DraftIn(
        slot=slot,
        template=template.id,
        parents=workspace.state.slot(workspace.ledger, slot).heads,
        answers=reading.answers,
        findings=reading.findings,
        changes=changed_cells(form, before, reading.answers, reading),
        conflict=before is not None and bool(before.values),
    )


def _from_child(file: _File, envelope: Envelope) -> Judged:
    """The parent takes a unit's report: packages fixed in ipdesk, or what was filled in by hand, or both."""
    workspace = file.workspace
    if envelope.kind is EnvelopeKind.PACKAGES:
        return _packages_from_child(file, envelope)
    if envelope.kind in (EnvelopeKind.TARGETS, EnvelopeKind.OPINION):
        return _opinion_from_child(file, envelope)
    if envelope.kind is EnvelopeKind.RELEASE or not envelope.form:
        return file.judged(Verdict.QUARANTINED, "not_a_report")
    entry = door.admit(workspace, envelope.packages, sender=envelope.unit)
    template = _template(workspace, envelope, ())
    if template is None:
        newer = envelope.template_id in workspace.state.unfolded
        code = "update_needed" if newer else "template_unknown"
        return file.judged(Verdict.QUARANTINED, code, findings=entry.findings, count="1")
    if not _made_from(envelope, template):
        there = slot_of(template)
        return file.judged(
            Verdict.QUARANTINED, "template_other", findings=entry.findings,
            there=there.unit if there else "", other_period=there.period if there else "",
        )  # fmt: skip
    form = replace(figures.form_of(template), questions=_questions_on(workspace, envelope))
    reading = read_answers(file.book, form, asks.decided(file.given))
    if reading.issued_changes and file.given.get("issued_changed") != "take":
        first = reading.issued_changes[0]
        return file.judged(
            Verdict.QUARANTINED, "issued_changed", findings=reading.issued_changes,
            count=str(len(reading.issued_changes)), first=sentence(first), place=_place(first.where),
        )  # fmt: skip
    doubts = layout_doubts(reading)
    if doubts and file.given.get("layout") != "take":
        said = file.verdict(Verdict.QUESTION, "layout_unsure", findings=doubts, facts={"first": sentence(doubts[0])})
        said = replace(said, asks=asks.asks_of(doubts, form, reading))
        return Judged(said, originals=file.originals)
    slot = Slot(Kind.SUBMISSION, envelope.unit, envelope.period, envelope.form)
    fixed = _fixed_in_ipdesk(envelope, (*entry.new, *entry.held), slot)
    if reading.answers is None or (fixed is None and says_nothing(reading.answers)):
        return file.judged(Verdict.QUARANTINED, "form_empty", findings=reading.findings)
    read = _read_once(file, envelope, template, reading, fixed)
    return _weighed(file, slot, form, reading, entry, fixed, read)


def _packages_from_child(file: _File, envelope: Envelope) -> Judged:
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


def _opinion_from_child(file: _File, envelope: Envelope) -> Judged:
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


def _weighed(
    file: _File,
    slot: Slot,
    form: Form,
    reading: Reading,
    entry: door.Admission,
    fixed: Package | None,
    read: Package,
) -> Judged:
    """The verdict once it is clear which packages the file holds."""
    workspace = file.workspace
    state = workspace.state.slot(workspace.ledger, slot)
    new = entry.new
    if read.id not in workspace.state.packages and all(read.id != package.id for package in new):
        new = (*new, read)
    held = read.id in workspace.state.packages
    before = workspace.state.packages.get(state.current or (state.heads[0] if state.heads else ""))
    changes = _changed(file.book, form, before if before and before.id != read.id else None, reading)
    checks = _checked(file.book, form, reading)
    findings = (*entry.findings, *reading.findings, *checks)
    ids = tuple(dict.fromkeys((*((fixed.id,) if fixed else ()), read.id)))
    counts = {
        "must_fix": str(sum(finding.severity is Severity.MUST_FIX for finding in checks)),
        "must_explain": str(sum(finding.severity is Severity.MUST_EXPLAIN for finding in checks)),
    }
    if held:
        if any(package.kind == Kind.DECISION and package.content.get("verb") == Verb.WITHDRAW for package in new):
            said = file.verdict(Verdict.TAKEN, "withdrawal_taken", findings=findings, packages=ids)
            return Judged(said, packages=new, originals=file.originals)
        set_aside = state.status(read.id) in (Status.SUPERSEDED, Status.WITHDRAWN)
        verdict, code = (
            (Verdict.QUESTION, "superseded_again")
            if set_aside and file.given.get("superseded") != "leave"
            else (Verdict.SAME, "received_before")
        )
        return Judged(
            file.verdict(verdict, code, findings=findings, packages=ids), packages=new, originals=file.originals,
            read_as=read.id, cells=reading.cells,
        )  # fmt: skip
    after = slot_after(workspace.state, new, workspace.ledger, slot)
    different = sum(change.how in ("new", "changed") for change in changes)
    if after.open:
        verdict, code = Verdict.SECOND, "second_version"
    elif state.standing.accepted:
        verdict, code = Verdict.TAKEN, "newer_after_acceptance"
    elif fixed is not None and fixed.id != read.id:
        verdict, code = Verdict.TAKEN, "edited_after_fix"
    elif before is not None:
        verdict, code = Verdict.TAKEN, "successor_taken"
    else:
        clean = counts["must_fix"] == "0" and counts["must_explain"] == "0"
        verdict, code = Verdict.TAKEN, "report_taken" if clean else "report_taken_findings"
    said = file.verdict(
        verdict,
        code,
        findings=findings,
        changes=changes,
        packages=ids,
        facts={"different": str(different), **counts},
    )
    return Judged(said, packages=new, originals=file.originals, read_as=read.id, cells=reading.cells)


def _changed(book: RawBook, form: Form, before: Package | None, reading: Reading) -> tuple[CellChange, ...]:
    """What changes against the version before, remembered with the book as its checks are."""
    known: tuple[Reading, Package | None, tuple[CellChange, ...]] | None = book.derived.get("changes")
    if known is None or known[0] is not reading or known[1] != before:
        then = figures.submission_of(before).answers if before else None
        changes = changed_cells(form, then, reading.answers or Answers(), reading)
        known = book.derived["changes"] = reading, before, changes
    return known[2]


def _checked(book: RawBook, form: Form, reading: Reading) -> tuple[Finding, ...]:
    """The checks on what was read, remembered with the book: its preview and its taking ask the same."""
    known: tuple[Reading, tuple[Finding, ...]] | None = book.derived.get("checks")
    if known is None or known[0] is not reading:
        known = book.derived["checks"] = reading, check_answers(form, reading.answers or Answers())
    return known[1]


def _read_once(file: _File, envelope: Envelope, template: Package, reading: Reading, fixed: Package | None) -> Package:
    """What `_read_as` makes, remembered with the book as its checks are. What a person decided is in the package too:
    then it is made anew.
    """
    if file.given:
        return _read_as(file, envelope, template, reading.answers or Answers(), fixed)
    known: tuple[Reading, Package, Package | None, Package] | None = file.book.derived.get("read as")
    if known is None or known[0] is not reading or known[1:3] != (template, fixed):
        made = _read_as(file, envelope, template, reading.answers or Answers(), fixed)
        known = file.book.derived["read as"] = reading, template, fixed, made
    return known[3]


def _read_as(file: _File, envelope: Envelope, template: Package, answers: Answers, fixed: Package | None) -> Package:
    """The submission that the visible cells say: the embedded one when they agree with it, else one of its own.

    A function of the file's content alone, so that every PC makes the same package of it.
    """
    if fixed is not None:
        embedded = figures.submission_of(fixed).answers
        if says_the_same(figures.form_of(template), embedded, answers):
            return fixed
    decided = {**asks.decided(file.given), **{name: file.given[name] for name in (asks.UNIT, asks.PERIOD)
                                              if name in file.given and read_envelope(file.book) is None}}  # fmt: skip
    if decided:
        own = Submission(envelope.unit, envelope.period, envelope.form, template.id, answers, made_by="behalf",
                         basis=asks.basis(decided))  # fmt: skip
        return make(
            Kind.SUBMISSION, file.workspace.ledger, maker=file.workspace.unit.code, officer=file.by,
            audience=envelope.unit, content=encode(own), parents=(fixed.id,) if fixed is not None else envelope.heads,
            date=answers.date,
        )  # fmt: skip
    submission = Submission(
        envelope.unit, envelope.period, envelope.form, template.id, answers,
        made_by="edited" if fixed is not None else "sheet",
    )  # fmt: skip
    return make(
        Kind.SUBMISSION,
        file.workspace.ledger,
        maker=envelope.unit,
        officer=answers.filled_by,
        audience=envelope.unit,
        content=encode(submission),
        parents=(fixed.id,) if fixed is not None else envelope.heads,
        date=answers.date,
    )


def _fixed_in_ipdesk(envelope: Envelope, packages: tuple[Package, ...], slot: Slot) -> Package | None:
    """The newest submission of the slot that the file carries as a package, None for a hand-filled form."""
    if envelope.kind is not EnvelopeKind.SUBMISSION:
        return None
    carried = [
        package
        for package in packages
        if package.kind == Kind.SUBMISSION
        and (package.content["unit"], package.content["period"], package.content["form"])
        == (slot.unit, slot.period, slot.form)
    ]
    built_on = {parent for package in carried for parent in package.parents}
    heads = [package for package in carried if package.id not in built_on]
    return heads[0] if len(heads) == 1 else None


def _questions_on(workspace: Workspace, envelope: Envelope) -> tuple[Question, ...]:
    """The questions that a returned form carries: those of the return that travels in it, so that they are read as
    what they are on every PC.
    """
    found: list[Question] = []
    for body in envelope.packages:
        try:
            package = workspace.state.packages.get(content_id(body)) or parse(body)
            decision = read_decision(package) if package.kind == Kind.DECISION else None
        except (ValueError, KeyError, TypeError):
            continue
        if decision is not None and decision.verb == Verb.RETURN and set(decision.names) & set(envelope.heads):
            found.extend(decision.questions)
    return tuple(found)


def _template(workspace: Workspace, envelope: Envelope, new: tuple[Package, ...]) -> Package | None:
    """The template that the form was made from, among what is known or comes with the file."""
    for package in new:
        if package.id == envelope.template_id and package.known and package.kind == Kind.TEMPLATE:
            return package
    held = workspace.state.packages.get(envelope.template_id) or _template_named(workspace, envelope)
    return held if held is not None and held.known and held.kind == Kind.TEMPLATE else None


def _made_from(envelope: Envelope, template: Package) -> bool:
    """Whether unit, period and form are those of the template: what says otherwise was put together by somebody."""
    return slot_of(template) == Slot(Kind.TEMPLATE, envelope.unit, envelope.period, envelope.form)


def _template_named(workspace: Workspace, envelope: Envelope) -> Package | None:
    """The template that a sheet's token names by the beginning of its id: all that is left without `_meta`."""
    if len(envelope.template_id) != SHORT_ID:
        return None
    asked = Slot(Kind.TEMPLATE, envelope.unit, envelope.period, envelope.form)
    found = [
        package
        for name, package in workspace.state.packages.items()
        if name.startswith(envelope.template_id)
        and package.kind == Kind.TEMPLATE
        and package.ledger == workspace.ledger
        and slot_of(package) == asked
    ]
    return found[0] if len(found) == 1 else None


def _bundle(file: _File) -> Judged:
    """A bundle of the own office: every package that is not here yet, and the original files (not itself)."""
    from ipdesk.exchange.bundle import ASSESSMENTS, read_bundle
    from ipdesk.services import bundle as bundles
    from ipdesk.services import evaluator, packing

    content = read_bundle(file.path)
    ledger = routing.ledger_of(content.about)
    if ledger in file.workspace.ledgers:
        file = replace(file, workspace=file.workspace.of(ledger))
    strange = bundles.stranger(file.workspace, content.about)
    if strange is not None:
        return Judged(file.verdict(Verdict.QUARANTINED, strange.code, facts=strange.params), originals=file.originals)
    if content.about.purpose == ASSESSMENTS:
        back = evaluator.received(file.workspace, content, file.path.name)
        said = file.verdict(
            back.verdict, back.code, findings=back.findings, packages=tuple(one.id for one in back.packages),
            facts={"count": str(len(back.packages))},
        )  # fmt: skip
        return Judged(said, packages=back.packages, originals=file.originals)
    joins = tuple(bundles.joined(file.workspace, content))
    entry = door.admit(file.workspace, content.packages, sender="", own_office=True)
    compared = tuple(bundles.compared(file.workspace, content.about, entry.new, file.path.name))
    findings = (*content.findings, *entry.findings)
    ids = tuple(package.id for package in entry.new)
    if findings and not entry.new and not entry.held:
        first = findings[0]
        said = replace(file.verdict(Verdict.QUARANTINED, first.code, findings=findings), sentence=located(first))
        return Judged(said, originals=file.originals)
    originals, brought = content.files or {}, packing.read(content)
    findings = (*findings, *compared)
    if not entry.new:
        older = any(one.code == "bundle_ahead" for one in compared)
        away = [one for one in originals if one not in file.announced.files]
        files = sum(receipts.kept_file(file.workspace.database, one) is None for one in away)
        told = packing.unknown(file.workspace, brought, file.announced)
        if files or told:
            facts = {"files": str(files), "receipts": str(told)}
            said = file.verdict(Verdict.TAKEN, "bundle_files_taken", findings=findings, facts=facts)
        else:
            said = file.verdict(Verdict.SAME, "bundle_older" if older else "taken_before", findings=findings)
        judged = Judged(said, originals=originals, luggage=brought)
    else:
        said = file.verdict(
            Verdict.TAKEN, "bundle_taken", findings=findings, packages=ids, facts={"count": str(len(entry.new))}
        )
        judged = Judged(said, packages=entry.new, originals=originals, luggage=brought, joins=joins)
    return trust.witnessed_bundle(file.workspace, file.path.name, content, judged, file.given)


def _place(where: Where) -> str:
    return f"{where.sheet}!{where.cell}" if where.cell else where.sheet
