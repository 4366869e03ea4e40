"""Several versions of one thing side by side, of reports and of opinions alike: one counts, the others stand back."""

from collections.abc import Iterable
from datetime import date

from ipdesk.domain.ledger.decision import Decision, Verb, decide
from ipdesk.domain.ledger.fold import SlotState
from ipdesk.domain.ledger.package import Package
from ipdesk.domain.ledger.standing import SET_ASIDE
from ipdesk.services.workspace import Workspace


def settling(workspace: Workspace, state: SlotState, keep: str, *, today: date, by: str, reason: str) -> Package:
    """The decision (以哪份为准) that keeps one head of an open slot."""
    others = _standing_beside(workspace, state, keep)
    return decide(
        Decision(Verb.SETTLE, state.slot, (keep,), others), workspace.ledger, maker=workspace.unit.code, officer=by,
        audience=state.slot.unit, parents=state.decision_heads, reason=reason, date=today.isoformat(),
    )  # fmt: skip


def _standing_beside(workspace: Workspace, state: SlotState, kept: str) -> tuple[str, ...]:
    """The versions that stand back when one is kept: the other heads, and all below them that the kept one does not
    build on, else what a superseded version was made from would stand up again.
    """
    own = _with_ancestors(workspace, state.slot.kind, (kept,))
    below = _with_ancestors(workspace, state.slot.kind, state.heads)
    return tuple(name for name in sorted(below - own) if state.status(name) not in SET_ASIDE)


def _with_ancestors(workspace: Workspace, kind: str, names: Iterable[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        package = workspace.state.packages.get(waiting.pop())
        if package is not None and package.id not in found and package.kind == kind:
            found.add(package.id)
            waiting.extend(package.parents)
    return found
