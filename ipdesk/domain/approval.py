"""审签 of a form before it is fixed: its steps in order, each a name and a day. What was approved is what is fixed, so
an edit takes the approvals back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ipdesk.domain.form import Answers, Approval


def missing_steps(steps: Sequence[str], approvals: Iterable[Approval]) -> tuple[str, ...]:
    """The steps that nobody has approved yet, in their order."""
    given = {approval.step for approval in approvals if approval.name.strip()}
    return tuple(step for step in steps if step not in given)


def in_step_order(steps: Sequence[str], approvals: Iterable[Approval]) -> tuple[Approval, ...]:
    """The approvals in the order of the form's steps, one for each; of two for one step the later counts.

    Those for steps that the form does not have come last, as they are.
    """
    by_step = {approval.step: approval for approval in approvals if approval.name.strip()}
    known = tuple(by_step.pop(step) for step in steps if step in by_step)
    return (*known, *by_step.values())


def gap(steps: Sequence[str], approvals: Iterable[Approval]) -> str:
    """The first step that was passed over, since a later one is approved; empty where none was."""
    given = {approval.step for approval in approvals if approval.name.strip()}
    last = max((number for number, step in enumerate(steps) if step in given), default=0)
    return next((step for step in steps[:last] if step not in given), "")


def after_edit(before: Answers, after: Answers) -> Answers:
    """The answers without the approvals that stood before, where anything else in them was changed.

    An approval that is new in `after` was given for what it says there and stays.
    """
    if not before.approvals or replace(before, approvals=()) == replace(after, approvals=()):
        return after
    return replace(after, approvals=tuple(one for one in after.approvals if one not in before.approvals))
