"""A unit's report as the one above receives it: packages fixed in ipdesk, the visible cells, or both, weighed against
what is here.
"""

from dataclasses import replace

from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.form import Answers, Form
from ipdesk.domain.ledger.codec import encode
from ipdesk.domain.ledger.contents import Submission
from ipdesk.domain.ledger.decision import Verb
from ipdesk.domain.ledger.fold import slot_after
from ipdesk.domain.ledger.package import Kind, Package, Slot, make, slot_of
from ipdesk.domain.ledger.standing import Status
from ipdesk.domain.verdict import check_answers
from ipdesk.exchange.envelope import Envelope, EnvelopeKind
from ipdesk.exchange.raw import RawBook
from ipdesk.exchange.reader import Reading, read_answers, read_envelope
from ipdesk.services import asks, door, figures
from ipdesk.services.formof import made_from, questions_on, template_of
from ipdesk.services.incoming import Incoming
from ipdesk.services.judged import CellChange, Judged, Verdict
from ipdesk.services.preview import changed_cells
from ipdesk.services.sheets import layout_doubts, says_nothing, says_the_same
from ipdesk.text.messages import sentence


def judge_report(file: Incoming, envelope: Envelope) -> Judged:
    """The parent takes a unit's report: packages fixed in ipdesk, or what was filled in by hand, or both."""
    workspace = file.workspace
    entry = door.admit(workspace, envelope.packages, sender=envelope.unit)
    template = template_of(workspace, envelope, ())
    if template is None:
        newer = envelope.template_id in workspace.state.unfolded
        code = "update_needed" if newer else "template_unknown"
        return file.judged(Verdict.QUARANTINED, code, findings=entry.findings, count="1")
    if not made_from(envelope, template):
        there = slot_of(template)
        return file.judged(
            Verdict.QUARANTINED, "template_other", findings=entry.findings,
            there=there.unit if there else "", other_period=there.period if there else "",
        )  # fmt: skip
    form = replace(figures.form_of(template), questions=questions_on(workspace, envelope))
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


def _weighed(
    file: Incoming,
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


def _read_once(
    file: Incoming, envelope: Envelope, template: Package, reading: Reading, fixed: Package | None
) -> Package:
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


def _read_as(file: Incoming, envelope: Envelope, template: Package, answers: Answers, fixed: Package | None) -> Package:
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


def _place(where: Where) -> str:
    return f"{where.sheet}!{where.cell}" if where.cell else where.sheet
