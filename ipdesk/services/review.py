"""Reviewing what came in: look, accept, return with questions, settle."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ipdesk.domain.errors import NotFound, Refused, WrongUse
from ipdesk.domain.figurechange import FigureChange
from ipdesk.domain.finding import Finding, Severity
from ipdesk.domain.form import Answers, Form, Question
from ipdesk.domain.ledger.contents import Submission
from ipdesk.domain.ledger.decision import Decision, Verb, decide
from ipdesk.domain.ledger.fold import SlotState
from ipdesk.domain.ledger.package import Kind, Package, Slot, slot_of
from ipdesk.domain.ledger.scope import short
from ipdesk.domain.ledger.standing import Status
from ipdesk.domain.period import Period, parse
from ipdesk.domain.reissue import Again
from ipdesk.domain.verdict import check_answers
from ipdesk.exchange.columns import READ_HEADINGS
from ipdesk.exchange.words import folded
from ipdesk.services import changes, csvfile, elsewhere, figures, outgoing, twokey, versions
from ipdesk.services.again import answers_again
from ipdesk.services.collect import arrived_at
from ipdesk.services.returned import AnsweredQuestion, answered_questions
from ipdesk.services.revisions import RevisionLine, revisions_of
from ipdesk.services.slotref import template_slot
from ipdesk.services.workspace import Done, Workspace, done


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One submission that waits. `others` are the other heads of an open slot; `checked` who checked it (双人复核)."""

    slot: Slot
    unit_short: str
    period: str
    id: str
    short_id: str
    status: Status
    officer: str
    received_at: str
    must_fix: int
    must_explain: int
    open: bool
    others: tuple[str, ...]
    checked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """One submission with all that a reviewer needs beside it.

    `asked` are the questions of the return that it answers, `revisions` what it revises of the period before, `again`
    what it has to answer again because the form was issued anew. `reason` is the maker's, for a new version.
    """

    slot: Slot
    id: str
    form: Form
    submission: Submission
    accepted: Answers | None
    findings: tuple[Finding, ...]
    officer: str
    maker: str
    heads: tuple[str, ...]
    status: Status
    reason: str = ""
    asked: tuple[AnsweredQuestion, ...] = ()
    revisions: tuple[RevisionLine, ...] = ()
    again: tuple[Again, ...] = ()

    @property
    def answers(self) -> Answers:
        return self.submission.answers


def waiting(workspace: Workspace, period: Period | None = None) -> tuple[ReviewLine, ...]:
    """The heads that are neither accepted nor returned, and every head of an open slot, in the office's order."""
    order = {unit.code: unit.order for unit in workspace.policy.units}
    found = []
    for state in workspace.state.slots_of(workspace.ledger, Kind.SUBMISSION):
        if period is not None and state.slot.period != period.code:
            continue
        for head in state.heads:
            if state.open or state.status(head) in (Status.PENDING, Status.REINSTATED):
                found.append(_line(workspace, state, head))
    return tuple(sorted(found, key=lambda line: (line.period, order.get(line.slot.unit, 0), line.received_at, line.id)))


def find_submission(workspace: Workspace, name: str) -> Package:
    """The submission of an id, a short id, or the beginning of either. NotFound, or WrongUse when it fits several."""
    submissions = [
        package
        for package in workspace.state.packages.values()
        if package.kind == Kind.SUBMISSION and package.ledger == workspace.ledger
    ]
    matches = [
        package
        for package in submissions
        if len(name) >= 4 and (package.id.startswith(name.lower()) or short(package.id).startswith(name.upper()))
    ]
    if not matches:
        raise NotFound("submission_unknown", id=name)
    if len(matches) > 1:
        raise WrongUse("submission_ambiguous", id=name, count=str(len(matches)))
    return matches[0]


def dossier(workspace: Workspace, name: str) -> Dossier:
    """A submission with form, findings and what was accepted before it."""
    package = find_submission(workspace, name)
    slot = _slot(package)
    state = workspace.state.slot(workspace.ledger, slot)
    submission = figures.submission_of(package)
    template = workspace.state.packages.get(submission.template) or workspace.in_force(template_slot(slot))
    if template is None:
        raise NotFound("template_missing", unit=slot.unit, period=slot.period)
    form = figures.form_of(template)
    accepted = workspace.state.packages.get(state.standing.accepted)
    return Dossier(
        slot=slot,
        id=package.id,
        form=form,
        submission=submission,
        accepted=figures.submission_of(accepted).answers if accepted and accepted.id != package.id else None,
        findings=(
            *check_answers(form, submission.answers),
            *elsewhere.of_report(workspace, slot, form, submission),
        ),
        officer=package.officer,
        maker=package.maker,
        heads=state.heads,
        status=state.status(package.id),
        reason=package.reason,
        asked=answered_questions(workspace, package),
        revisions=revisions_of(workspace, package),
        again=answers_again(workspace, slot) if state.current == package.id else (),
    )


def changes_of(workspace: Workspace, name: str, *, today: date, by: str) -> tuple[FigureChange, ...]:
    """Which reported figures accepting a submission would change, and who has the old ones. Nothing is decided.

    Raises Refused `not_issuer`, `already_accepted`.
    """
    _needs_issuer(workspace)
    seen = dossier(workspace, name)
    if seen.status is Status.ACCEPTED:
        raise Refused("already_accepted", unit=seen.form.unit_short, period=seen.slot.period)
    package = _decided(workspace, Decision(Verb.ACCEPT, seen.slot, (seen.id,)), today=today, by=by, reason="")
    return changes.if_taken_in(workspace, [package], parse(seen.slot.period))


def ready_to_accept(workspace: Workspace, name: str) -> Dossier:
    """The submission, if it may be accepted. Raises as `accept`."""
    seen = _under_review(workspace, name)
    must_fix = [finding for finding in seen.findings if finding.severity is Severity.MUST_FIX]
    if must_fix:
        raise Refused("must_fix_left", count=str(len(must_fix)), name=seen.form.name_of(must_fix[0].where.row))
    return seen


def accept(workspace: Workspace, name: str, *, today: date, by: str, reason: str = "") -> Done[str]:
    """Accepts exactly one submission.

    Raises Refused `slot_open` (several heads: settle first), `not_head` (a newer one stands), `must_fix_left`,
    `already_accepted`, `not_issuer`, and as `twokey.refuse_one_hand`.
    """
    with workspace.operation() as operation:
        seen = ready_to_accept(workspace, name)
        twokey.refuse_one_hand(workspace, seen.slot, workspace.package(seen.id), by)
        # A correction keeps the reason that its unit gave for it, where the reviewer adds none.
        correction = bool(workspace.state.slot(workspace.ledger, seen.slot).standing.accepted)
        why = reason or (seen.reason if correction else "")
        decision = Decision(Verb.ACCEPT, seen.slot, (seen.id,))
        package = _decided(workspace, decision, today=today, by=by, reason=why)
        operation.add(package)
    return done(workspace, package.id)


def return_(
    workspace: Workspace,
    name: str,
    questions: Sequence[Question],
    *,
    to: Path | None = None,
    today: date,
    by: str,
    reason: str = "",
) -> Done[Path | None]:
    """Returns a submission with questions; with `to`, a workbook made anew that opens on them.

    Raises Refused `question_missing`, `row_unknown`, `already_accepted` (reopen it first), `slot_open`, `not_head`,
    `not_issuer`.
    """
    path = None
    outgoing.ready(workspace, today=today)
    with workspace.operation() as operation:
        seen = _under_review(workspace, name)
        if not questions and not reason.strip():
            raise Refused("question_missing", unit=seen.form.unit_short)
        tasks = {task.key for task in seen.form.tasks}
        for question in questions:
            if question.row and seen.form.row(question.row) is None and question.row not in tasks:
                raise Refused("row_unknown", row=question.row)
        # A return without a question asks what its reason says: it must reach whoever fills in a workbook.
        asked = tuple(questions) or (Question("", reason.strip()),)
        package = _decided(
            workspace, Decision(Verb.RETURN, seen.slot, (seen.id,), questions=asked), today=today, by=by, reason=reason
        )
        operation.add(package)
        if to is not None:
            with workspace.rehearsal() as take_in:
                take_in([package])
                file = outgoing.returned_file(workspace, seen.slot, to, today=today)
            (path,) = outgoing.deliver(workspace, operation, [file], today=today, by=by)
    return done(workspace, path)


def settle(workspace: Workspace, slot: Slot, keep: str, *, today: date, by: str, reason: str = "") -> Done[str]:
    """Settles an open slot: one head stands (以此份为准), the others stand back. Refused `slot_not_open`."""
    with workspace.operation() as operation:
        state = workspace.state.slot(workspace.ledger, slot)
        kept = find_submission(workspace, keep)
        if not state.open:
            raise Refused("slot_not_open", unit=workspace.unit_of(slot.unit).short, period=slot.period)
        if kept.id not in state.heads:
            raise Refused("not_head", unit=workspace.unit_of(slot.unit).short, period=slot.period)
        package = versions.settling(workspace, state, kept.id, today=today, by=by, reason=reason)
        operation.add(package)
    return done(workspace, package.id)


def reopen(workspace: Workspace, name: str, *, today: date, by: str, reason: str) -> Done[str]:
    """Takes an acceptance back, with its reason. Refused `not_accepted`, `reason_missing`, `not_issuer`."""

    def allowed(seen: Dossier) -> None:
        _needs_issuer(workspace)
        if seen.status is not Status.ACCEPTED:
            raise Refused("not_accepted", unit=seen.form.unit_short, period=seen.slot.period)

    return _said_of_one(workspace, Verb.REOPEN, name, allowed, today=today, by=by, reason=reason)


def withdraw(workspace: Workspace, name: str, *, today: date, by: str, reason: str) -> Done[str]:
    """A unit takes back its own submission before it was accepted.

    Raises Refused `not_own`, `already_accepted`, `reason_missing`.
    """

    def allowed(seen: Dossier) -> None:
        if seen.maker != workspace.unit.code:
            raise Refused("not_own", unit=seen.form.unit_short)
        if seen.status is Status.ACCEPTED:
            raise Refused("already_accepted", unit=seen.form.unit_short, period=seen.slot.period)

    return _said_of_one(workspace, Verb.WITHDRAW, name, allowed, today=today, by=by, reason=reason)


def reinstate(workspace: Workspace, name: str, *, today: date, by: str, reason: str) -> Done[str]:
    """Lets a version count again that was set aside. Refused `not_set_aside`, `reason_missing`, `not_issuer`."""

    def allowed(seen: Dossier) -> None:
        _needs_issuer(workspace)
        if seen.status not in (Status.SUPERSEDED, Status.WITHDRAWN):
            raise Refused("not_set_aside", unit=seen.form.unit_short, period=seen.slot.period)

    return _said_of_one(workspace, Verb.REINSTATE, name, allowed, today=today, by=by, reason=reason)


def waive(workspace: Workspace, slot: Slot, *, today: date, by: str, reason: str) -> Done[str]:
    """Frees a unit from a period's report (免报), with the reason."""
    _needs_issuer(workspace)
    _needs_reason(reason)
    with workspace.operation() as operation:
        package = _decided(workspace, Decision(Verb.WAIVE, slot), today=today, by=by, reason=reason)
        operation.add(package)
    return done(workspace, package.id)


def read_questions(path: Path, form: Form) -> tuple[Question, ...]:
    """Questions from a CSV with a heading line: 填报项 (key or name of a row or a task, empty for the whole form) ·
    问题 · and as wanted 栏 (heading of the column; 本期 where none is given). WrongUse `csv_line`.
    """
    names = {name: row.key for row in form.rows for name in (row.name, row.key)}
    names |= {name: task.key for task in form.tasks for name in (task.title, task.label, task.key) if name}
    found = []
    with csvfile.opened(path) as lines:
        for number, line in enumerate(csv.reader(lines), start=1):
            if number == 1 or not any(line):
                continue
            named, text, heading = (part.strip() for part in (*line, "", "")[:3])
            column = READ_HEADINGS.get(folded(heading), "") if heading else ""
            if not text or (named and named not in names) or (heading and not column):
                raise WrongUse("csv_line", file=path.name, line=str(number), text=",".join(line))
            column = "" if column in ("value", "progress") else column
            found.append(Question(names[named] if named else "", text, column))
    return tuple(found)


def _said_of_one(
    workspace: Workspace,
    verb: Verb,
    name: str,
    allowed: Callable[[Dossier], None],
    *,
    today: date,
    by: str,
    reason: str,
) -> Done[str]:
    """A decision on one version that changes what was said before, and so needs a reason."""
    with workspace.operation() as operation:
        seen = dossier(workspace, name)
        allowed(seen)
        _needs_reason(reason)
        package = _decided(workspace, Decision(verb, seen.slot, (seen.id,)), today=today, by=by, reason=reason)
        operation.add(package)
    return done(workspace, package.id)


def _decided(workspace: Workspace, decision: Decision, *, today: date, by: str, reason: str) -> Package:
    return decide(
        decision, workspace.ledger, maker=workspace.unit.code, officer=by, audience=decision.slot.unit,
        parents=workspace.state.slot(workspace.ledger, decision.slot).decision_heads,
        reason=reason, date=today.isoformat(),
    )  # fmt: skip


def _line(workspace: Workspace, state: SlotState, head: str) -> ReviewLine:
    seen = dossier(workspace, head)
    return ReviewLine(
        slot=state.slot,
        unit_short=seen.form.unit_short,
        period=state.slot.period,
        id=head,
        short_id=short(head),
        status=seen.status,
        officer=seen.officer or seen.answers.filled_by,
        received_at=arrived_at(workspace, head, state.slot.unit),
        must_fix=sum(finding.severity is Severity.MUST_FIX for finding in seen.findings),
        must_explain=sum(finding.severity is Severity.MUST_EXPLAIN for finding in seen.findings),
        open=state.open,
        others=tuple(other for other in state.heads if other != head),
        checked=tuple(one.officer for one in twokey.checks_of(workspace, state.slot, head)),
    )


def _slot(package: Package) -> Slot:
    slot = slot_of(package)
    assert slot is not None  # a submission always has one
    return slot


def _under_review(workspace: Workspace, name: str) -> Dossier:
    """The one head of its slot, not yet accepted: what may be accepted or returned."""
    _needs_issuer(workspace)
    seen = dossier(workspace, name)
    state = workspace.state.slot(workspace.ledger, seen.slot)
    where = {"unit": seen.form.unit_short, "period": seen.slot.period}
    if state.standing.accepted == seen.id:
        raise Refused("already_accepted", **where)
    if state.open:
        raise Refused("slot_open", **where)
    if state.current != seen.id:
        raise Refused("not_head", **where)
    return seen


def _needs_issuer(workspace: Workspace) -> None:
    if not workspace.is_issuer:
        raise Refused("not_issuer", unit=workspace.unit.short)


def _needs_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("reason_missing")
