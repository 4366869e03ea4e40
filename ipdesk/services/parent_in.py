"""What a unit receives from the one above: templates, targets, releases, returned forms; or its own form, filled in
elsewhere with a spreadsheet, which goes into the draft.
"""

from dataclasses import replace

from ipdesk.domain.form import unsigned
from ipdesk.domain.ledger.package import Kind, Package, Slot
from ipdesk.exchange.envelope import Envelope, EnvelopeKind
from ipdesk.exchange.reader import read_answers
from ipdesk.services import door, drafts_in, figures, opinions_in
from ipdesk.services.drafts_in import DraftIn
from ipdesk.services.formof import made_from, questions_on, template_of
from ipdesk.services.incoming import Incoming
from ipdesk.services.judged import Judged, Verdict
from ipdesk.services.preview import changed_cells
from ipdesk.services.sheets import layout_doubts, says_nothing, says_the_same


def from_parent(file: Incoming, envelope: Envelope) -> Judged:
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


def _filled_at_home(file: Incoming, envelope: Envelope, new: tuple[Package, ...]) -> DraftIn | None:
    """The answers of a form that somebody of the own office filled in with a spreadsheet, None when it is empty."""
    workspace = file.workspace
    if envelope.kind not in (EnvelopeKind.TEMPLATE, EnvelopeKind.SUBMISSION) or not envelope.form:
        return None
    template = template_of(workspace, envelope, new)
    if template is None or not made_from(envelope, template):
        return None
    form = replace(figures.form_of(template), questions=questions_on(workspace, envelope))
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
