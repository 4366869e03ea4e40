"""Taking over into a draft what was given for the same items under another plan: a figure is typed once."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from ipdesk.domain.ground import with_ground
from ipdesk.domain.ledger.package import Slot
from ipdesk.services import elsewhere
from ipdesk.services.draft import Draft, open_draft, step_on
from ipdesk.services.elsewhere import Elsewhere
from ipdesk.services.workspace import Done, Workspace


def offers(workspace: Workspace, slot: Slot) -> tuple[Elsewhere, ...]:
    """The figures that the draft of a slot may take over from other plans: of rows that are still blank."""
    draft = open_draft(workspace, slot)
    return elsewhere.offered(draft.form, draft.answers, elsewhere.given_elsewhere(workspace, slot, draft.form))


def take_from_plans(
    workspace: Workspace, slot: Slot, *, rows: Collection[str] = (), today: date, by: str
) -> Done[Draft]:
    """Takes over what is offered (of `rows`, where some are named), as one step that can be undone. Nothing that was
    typed is touched.
    """

    def put(draft: Draft) -> Draft:
        given = elsewhere.given_elsewhere(workspace, slot, draft.form)
        chosen = [one for one in elsewhere.offered(draft.form, draft.answers, given) if not rows or one.row in rows]
        answers = elsewhere.taken_over(draft.form, draft.answers, chosen)
        answers = replace(answers, filled_by=answers.filled_by or by)
        return replace(draft, answers=answers, grounds=with_ground(draft.grounds, [one.ground for one in chosen]))

    return step_on(workspace, slot, put, by=by, today=today)
