"""A unit's unfinished opinion on what it is asked about: kept on the desk until it is given or dropped."""

import json
from datetime import date

from ipdesk.domain.errors import Refused
from ipdesk.domain.ledger.codec import decode, encode
from ipdesk.domain.ledger.contents import Opinion, OpinionItem, read_targets
from ipdesk.services import handdown, opinion, settings
from ipdesk.services.workspace import Done, Workspace

_KEPT = opinion.KEPT


def read(workspace: Workspace) -> Opinion | None:
    """What was kept for the consultation that is open now; None where nothing is. One for an earlier one is no more."""
    kept = settings.get(workspace, _KEPT)
    consult = handdown.consultation_package(workspace, workspace.unit.code)
    if not kept or consult is None:
        return None
    said = decode(Opinion, json.loads(kept))
    return said if said.targets == consult.id else None


def keep(workspace: Workspace, items: tuple[OpinionItem, ...], *, note: str = "") -> Done[None]:
    """Keeps what is not given yet; no items keep that all is agreed to. Raises Refused `no_consultation`, WrongUse as
    `opinion.give`.
    """
    consult = handdown.consultation_package(workspace, workspace.unit.code)
    if consult is None:
        raise Refused("no_consultation", unit=workspace.unit.short)
    opinion.check_items(read_targets(consult), items)
    said = Opinion(workspace.unit.code, consult.id, "disagree" if items else "agree", items, note.strip())
    return settings.put(workspace, _KEPT, json.dumps(encode(said), ensure_ascii=False, sort_keys=True))


def drop(workspace: Workspace) -> Done[None]:
    """Forgets what was kept; what was given stands."""
    return settings.put(workspace, _KEPT, "")


def give(workspace: Workspace, *, today: date, by: str) -> Done[str]:
    """Gives what was kept. Raises Refused `no_opinion_draft`, and as `opinion.give`."""
    kept = read(workspace)
    if kept is None:
        raise Refused("no_opinion_draft", unit=workspace.unit.short)
    return opinion.give(workspace, kept.items, note=kept.note, today=today, by=by)
