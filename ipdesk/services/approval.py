"""Approval of a form before it is fixed: 草稿, step after step with a name and a day, 定稿."""

from dataclasses import replace
from datetime import date

from ipdesk.domain.approval import gap, in_step_order
from ipdesk.domain.errors import Refused, WrongUse
from ipdesk.domain.form import Approval
from ipdesk.domain.ledger.package import Slot
from ipdesk.services import draft as drafts
from ipdesk.services.draft import Draft
from ipdesk.services.workspace import Done, Workspace


def approve(workspace: Workspace, slot: Slot, approval: Approval, *, today: date, by: str) -> Done[Draft]:
    """Takes one step: the one that is named, or the next where `approval.step` is empty.

    As `put_approvals`; Refused `approval_nothing_left` when every step has been taken.
    """

    def put(draft: Draft) -> Draft:
        missing = draft.missing_steps
        if not approval.step and not missing:
            raise Refused("approval_nothing_left", unit=draft.form.unit_short, period=slot.period)
        named = approval if approval.step else replace(approval, step=missing[0])
        return _checked(drafts.approved(draft, (named,), today=today))

    if not approval.name.strip():
        raise WrongUse("approval_name")
    return drafts.step_on(workspace, slot, put, by=by, today=today)


def put_approvals(
    workspace: Workspace, slot: Slot, approvals: tuple[Approval, ...], *, today: date, by: str
) -> Done[Draft]:
    """Puts these approvals in the place of the draft's, as one step that can be undone.

    Refused `must_fix_left`, `must_explain_left`, `basis_missing` while something is left to do, since the correction
    would take the approval back; `approval_order` where a step is passed over. WrongUse `approval_step_unknown`.
    """

    def put(draft: Draft) -> Draft:
        bare = replace(draft, answers=replace(draft.answers, approvals=()))
        return _checked(drafts.approved(bare, approvals, today=today))

    return drafts.step_on(workspace, slot, put, by=by, today=today)


def send_back(workspace: Workspace, slot: Slot, *, today: date, by: str) -> Done[Draft]:
    """Takes the newest step back. Refused `approval_none` while none has been taken."""

    def put(draft: Draft) -> Draft:
        given = in_step_order(draft.form.steps, draft.answers.approvals)
        if not given:
            raise Refused("approval_none", unit=draft.form.unit_short, period=slot.period)
        return replace(draft, answers=replace(draft.answers, approvals=given[:-1]))

    return drafts.step_on(workspace, slot, put, by=by, today=today)


def _checked(draft: Draft) -> Draft:
    drafts.ready_to_approve(draft)
    passed = gap(draft.form.steps, draft.answers.approvals)
    if passed:
        raise Refused("approval_order", step=passed)
    return draft
