"""Revisions of the period before that came with a later report: what is asked for, and the city's decision on each.

Taken over, a revision becomes a new version of the earlier report, made by the parent with its basis, and accepted;
declined, it is named in a decision, so that both sides know. Until then it changes nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from ipdesk.domain.errors import Refused, WrongUse
from ipdesk.domain.figurechange import FigureChange
from ipdesk.domain.finding import Severity
from ipdesk.domain.form import Question
from ipdesk.domain.ledger.codec import encode
from ipdesk.domain.ledger.contents import Submission
from ipdesk.domain.ledger.decision import Decision, Verb, decide, read_decision
from ipdesk.domain.ledger.package import Kind, Package, Slot, make, slot_of
from ipdesk.domain.ledger.scope import short
from ipdesk.domain.period import Period, parse
from ipdesk.domain.revision import COLUMN, Revised, revised, with_revisions
from ipdesk.domain.verdict import check_answers
from ipdesk.exchange.words import period_words
from ipdesk.services import changes, figures
from ipdesk.services.workspace import Done, Workspace, done


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """One revision that a report asks for. `declined` is the reason for which it was not taken over, if it was so."""

    id: str
    short_id: str
    slot: Slot
    unit_short: str
    revised: Revised
    declined: str = ""

    @property
    def open(self) -> bool:
        return not self.declined


def waiting(workspace: Workspace, period: Period | None = None) -> tuple[RevisionLine, ...]:
    """The revisions on which nobody has decided yet, of the reports that stand, in the office's order."""
    order = {unit.code: unit.order for unit in workspace.policy.units}
    found = []
    for state in workspace.state.slots_of(workspace.ledger, Kind.SUBMISSION):
        package = workspace.state.packages.get(state.current)
        if package is not None and (period is None or state.slot.period == period.code):
            found += [line for line in revisions_of(workspace, package) if line.open]
    return tuple(sorted(found, key=lambda line: (line.slot.period, order.get(line.slot.unit, 0))))


def revisions_of(workspace: Workspace, package: Package) -> tuple[RevisionLine, ...]:
    """The revisions of a report that would change a figure in force; those taken over are in force and not here."""
    submission = figures.submission_of(package)
    template = workspace.state.packages.get(submission.template)
    if template is None or not submission.answers.revisions:
        return ()
    form = figures.form_of(template)
    slot = Slot(Kind.SUBMISSION, submission.unit, submission.period, submission.form)
    earlier = workspace.in_force(replace(slot, period=form.revises))
    in_force = figures.submission_of(earlier).answers if earlier is not None else None
    declined = _declined(workspace, slot, package.id)
    unit = workspace.unit_of(submission.unit).short
    return tuple(
        RevisionLine(package.id, short(package.id), slot, unit, one, declined.get(one.row, ""))
        for one in revised(form, submission.answers, in_force)
    )


def take_over(
    workspace: Workspace, package: Package, rows: Collection[str] = (), *, today: date, by: str, reason: str = ""
) -> Done[str]:
    """Takes revisions over as a correction of the earlier report, accepted at once; all open ones without `rows`.
    Where two keys are asked for, the correction waits until others have checked and accepted it.

    Raises Refused `not_issuer`, `revision_none`, `revision_not_accepted`, `revision_newer_waits`, `must_fix_left`,
    WrongUse `revision_row_unknown`.
    """
    with workspace.operation() as operation:
        correction, decision = _correction(workspace, package, rows, today=today, by=by, reason=reason)
        operation.add(correction, *(() if workspace.policy.two_key else (decision,)))
    return done(workspace, correction.id)


def if_taken_over(
    workspace: Workspace, package: Package, rows: Collection[str] = (), *, today: date, by: str
) -> tuple[FigureChange, ...]:
    """Which reported figures taking revisions over would change."""
    correction, decision = _correction(workspace, package, rows, today=today, by=by, reason="")
    return changes.if_taken_in(workspace, (correction, decision), parse(correction.content["period"]))


def decline(
    workspace: Workspace, package: Package, rows: Collection[str] = (), *, today: date, by: str, reason: str
) -> Done[str]:
    """Says that revisions are not taken over, with the reason; all open ones without `rows`.

    Raises Refused `not_issuer`, `reason_missing`, `revision_none`, WrongUse `revision_row_unknown`.
    """
    if not reason.strip():
        raise Refused("reason_missing")
    with workspace.operation() as operation:
        chosen = _chosen(workspace, package, rows)
        slot = chosen[0].slot
        questions = tuple(Question(line.revised.row, reason, COLUMN) for line in chosen)
        decision = decide(
            Decision(Verb.DECLINE, slot, (package.id,), questions=questions), workspace.ledger,
            maker=workspace.unit.code, officer=by, audience=slot.unit,
            parents=workspace.state.slot(workspace.ledger, slot).decision_heads, reason=reason, date=today.isoformat(),
        )  # fmt: skip
        operation.add(decision)
    return done(workspace, decision.id)


def _correction(
    workspace: Workspace, package: Package, rows: Collection[str], *, today: date, by: str, reason: str
) -> tuple[Package, Package]:
    """The new version of the earlier report and the decision that accepts it."""
    chosen = _chosen(workspace, package, rows)
    place = replace(chosen[0].slot, period=chosen[0].revised.period)
    state = workspace.state.slot(workspace.ledger, place)
    where = {"unit": chosen[0].unit_short, "period": place.period}
    base = workspace.state.packages.get(state.in_force)
    if base is None:
        raise Refused("revision_not_accepted", **where)
    if state.current != base.id:
        raise Refused("revision_newer_waits", **where)
    before = figures.submission_of(base)
    answers = replace(
        before.answers, values=with_revisions(before.answers, tuple(line.revised for line in chosen)), replies={},
        revisions={},
    )  # fmt: skip
    _refuse_new_faults(workspace, before, replace(before, answers=answers))
    why = reason.strip() or "；".join(dict.fromkeys(line.revised.reason for line in chosen if line.revised.reason))
    # Content of the office's own files, and so the same whatever language a screen speaks.
    basis = f"随{period_words(chosen[0].slot.period)}报送修订（{short(package.id)}）"
    content = Submission(
        place.unit, place.period, place.form, before.template, answers, "revision", basis, source=package.id
    )
    correction = make(
        Kind.SUBMISSION, workspace.ledger, maker=workspace.unit.code, officer=by, audience=place.unit,
        content=encode(content), parents=state.heads, reason=why, date=today.isoformat(),
    )  # fmt: skip
    decision = decide(
        Decision(Verb.ACCEPT, place, (correction.id,)), workspace.ledger, maker=workspace.unit.code, officer=by,
        audience=place.unit, parents=state.decision_heads, reason=why, date=today.isoformat(),
    )  # fmt: skip
    return correction, decision


def _chosen(workspace: Workspace, package: Package, rows: Collection[str]) -> tuple[RevisionLine, ...]:
    """The open revisions that are meant, rows by key or name; never none."""
    if not workspace.is_issuer:
        raise Refused("not_issuer", unit=workspace.unit.short)
    lines = [line for line in revisions_of(workspace, package) if line.open]
    names = {name for line in lines for name in (line.revised.row, line.revised.name)}
    unknown = [row for row in rows if row not in names]
    if unknown:
        raise WrongUse("revision_row_unknown", row=unknown[0])
    chosen = tuple(line for line in lines if not rows or {line.revised.row, line.revised.name} & set(rows))
    if not chosen:
        slot = slot_of(package)
        assert slot is not None  # a submission always has one
        raise Refused("revision_none", unit=workspace.unit_of(slot.unit).short, period=slot.period)
    return chosen


def _declined(workspace: Workspace, slot: Slot, name: str) -> dict[str, str]:
    """The reason by row for which revisions of a report were declined."""
    found: dict[str, str] = {}
    for member in workspace.state.members.get((workspace.ledger, slot), ()):
        package = workspace.state.packages[member]
        if package.kind == Kind.DECISION and package.content.get("verb") == Verb.DECLINE:
            said = read_decision(package)
            if name in said.names:
                found |= {question.row: package.reason or question.text for question in said.questions}
    return found


def _refuse_new_faults(workspace: Workspace, before: Submission, after: Submission) -> None:
    """A correction may not bring in a fault that the accepted report did not have."""
    template = workspace.state.packages.get(before.template)
    if template is None:
        return
    form = figures.form_of(template)

    def faults(submission: Submission) -> dict[str, str]:
        return {
            f"{finding.where.row}/{finding.code}": finding.where.row
            for finding in check_answers(form, submission.answers)
            if finding.severity is Severity.MUST_FIX
        }

    new = [row for key, row in faults(after).items() if key not in faults(before)]
    if new:
        row = form.row(new[0])
        raise Refused("must_fix_left", count=str(len(new)), name=row.name if row else new[0])
