"""What waits inside the office with a form: whose answer is missing, and a fixed report that was not sent yet."""

from collections.abc import Iterator
from datetime import date

from ipdesk.domain import period as periods
from ipdesk.services import gather, sending
from ipdesk.services.draft import MySlot, open_draft
from ipdesk.services.workspace import Workspace
from ipdesk.text import formats, levels
from ipdesk.text.i18n import _


def lines(workspace: Workspace, mine: MySlot, *, today: date) -> Iterator[tuple[str, str]]:
    """Each line with how much it presses: act, soon, info."""
    period = formats.period_text(periods.parse(mine.period))
    if mine.state in ("open", "draft", "returned", "again"):
        missing = gather.missing(open_draft(workspace, mine.slot))
        if missing:
            yield (
                _("{period}, {gathering}: not answered yet: {names}").format(
                    period=period, gathering=levels.gathered_inside(workspace.unit.code), names="、".join(missing)
                ),
                ("info"),
            )
    # What the issuer fixes itself goes nowhere.
    if mine.state == "fixed" and not workspace.is_issuer and not sending.ticks_of(workspace, mine.fixed_id).sent:
        late = mine.deadline is not None and mine.deadline < today
        yield _("{period}: fixed, not yet ticked as sent").format(period=period), "act" if late else "soon"
