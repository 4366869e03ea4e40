"""Moments of the ledger on this PC, by the names that people have for them: a day, a code on paper, the last release.

The ledger here grows entry by entry; a moment is how many entries there were. What was known then is the state folded
from just those, so a figure as of a moment is the very figure that this PC would have shown.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from ipdesk.domain.errors import NotFound
from ipdesk.domain.ledger.package import Kind
from ipdesk.services.workspace import Workspace
from ipdesk.store import desk, packages

#: Words for moments that move on: the last release made or received, the last figure printed.
LAST_RELEASE, LAST_PAPER = "release", "paper"


@dataclass(frozen=True, slots=True)
class Moment:
    """`number` is for `Workspace.as_of`; `day` the day of its last entry (ISO, empty where none is known)."""

    number: int
    day: str


def resolve(workspace: Workspace, words: str) -> Moment:
    """The moment meant: a number of entries, a day (its end), a code printed here, `release`, `paper`.

    NotFound `moment_unknown`.
    """
    text = words.strip()
    history = _history(workspace)
    number = _number(workspace, text, history)
    if number is None:
        raise NotFound("moment_unknown", moment=text)
    return Moment(number, max((day for seq, _id, day in history if seq <= number), default=""))


def _number(workspace: Workspace, text: str, history: tuple[tuple[int, str, str], ...]) -> int | None:
    if text == LAST_RELEASE:
        packages_here = workspace.state.packages.values()
        releases = {one.id for one in packages_here if one.kind == Kind.RELEASE and one.ledger == workspace.ledger}
        made = [seq for seq, name, _day in history if name in releases]
        return max(made, default=None)
    if text == LAST_PAPER:
        return _of_print(desk.last_printed(workspace.database))
    if text.isdigit() and len(text) < 8:
        return int(text) if 0 < int(text) <= workspace.moment else None
    try:
        day = date.fromisoformat(text).isoformat()
    except ValueError:
        return _of_print(desk.printed(workspace.database, text.upper()))
    later = next((seq for seq, _id, known in history if known > day), None)
    return workspace.moment if later is None else later - 1


def _of_print(known: object) -> int | None:
    return int(known["moment"]) if isinstance(known, dict) and "moment" in known else None


def _history(workspace: Workspace) -> tuple[tuple[int, str, str], ...]:
    """Number, id and day of each entry: the day of its receipt, for what was made here the day stated in it, for what
    states none (plan, first policy) that of the entry before.
    """
    found = []
    day = ""
    for seq, name, at in packages.arrivals(workspace.database):
        package = workspace.state.packages.get(name)
        stated = at[:10] or (package.date if package is not None and package.maker == workspace.unit.code else "")
        with suppress(ValueError):  # none stated, or one written in another way
            day = date.fromisoformat(stated).isoformat()
        found.append((seq, name, day))
    return tuple(found)
