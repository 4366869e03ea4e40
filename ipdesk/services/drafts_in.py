"""A form of the own office that was filled in with a spreadsheet, on its way into the draft."""

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ipdesk.domain.finding import Finding
from ipdesk.domain.form import Answers
from ipdesk.domain.gather import Gathering
from ipdesk.domain.ledger.codec import decode
from ipdesk.domain.ledger.package import Slot
from ipdesk.services import figures, gathered
from ipdesk.services.draft import StoredDraft, write_step
from ipdesk.services.workspace import Workspace
from ipdesk.store import drafts


@dataclass(frozen=True, slots=True)
class DraftIn:
    """Answers that would become the draft. `conflict`: a draft or report with other content is there already."""

    slot: Slot
    template: str
    parents: tuple[str, ...]
    answers: Answers
    findings: tuple[Finding, ...]
    changes: tuple[Any, ...]
    conflict: bool


def now(workspace: Workspace, slot: Slot) -> Answers | None:
    """What stands in the slot at this desk: the draft, else what was fixed last; None when nothing does."""
    kept = drafts.load_draft(workspace.database, slot.code)
    if kept is not None:
        return decode(StoredDraft, json.loads(kept[0])).answers
    fixed = workspace.state.packages.get(workspace.state.slot(workspace.ledger, slot).current)
    return figures.submission_of(fixed).answers if fixed else None


def take(workspace: Workspace, draft: DraftIn, *, today: date, by: str) -> None:
    """Makes the answers the draft, as one step that can be undone, within the caller's operation."""
    kept = drafts.load_draft(workspace.database, draft.slot.code)
    if kept is not None:
        before = decode(StoredDraft, json.loads(kept[0]))
    else:
        template = workspace.state.packages.get(draft.template)  # the file may bring it only now
        asked = gathered.beginning(workspace, draft.slot, figures.form_of(template)) if template else Gathering()
        before = StoredDraft(draft.template, now(workspace, draft.slot) or Answers(), draft.parents, gathered=asked)
    # What lies beside the answers (basis, files, what was gathered) is not in the workbook, and stays.
    after = replace(before, template=draft.template, answers=draft.answers, parents=draft.parents)
    write_step(workspace, draft.slot, before, after, by=by, today=today)
