"""What stands above a report under review, in words: who and when, and what is out of the ordinary."""

from collections.abc import Iterator

from ipdesk.domain.ledger.scope import short
from ipdesk.domain.ledger.standing import Status
from ipdesk.services import figures
from ipdesk.services.again import again_text
from ipdesk.services.collect import StatusLine, UnitState, arrived_at
from ipdesk.services.review import Dossier
from ipdesk.services.workspace import Workspace
from ipdesk.text.i18n import _
from ipdesk.ui.widgets.year_wall import late_text

#: So many rows that have to be answered again are named; the others are seen in the table.
_MOST_AGAIN = 2


def version_words(workspace: Workspace, name: str) -> str:
    """Number, officer and time of one version."""
    package = workspace.package(name)
    submission = figures.submission_of(package)
    who = package.officer or submission.answers.filled_by
    at = arrived_at(workspace, name, submission.unit)[:16] or package.date or submission.answers.date
    parts = (short(name), _("by {officer}").format(officer=who) if who else "", at)
    return "　".join(part for part in parts if part)


def both(workspace: Workspace, name: str, rival: str) -> str:
    """Whose and of when two versions are."""
    return _("This one: {one}; the other: {other}").format(
        one=version_words(workspace, name), other=version_words(workspace, rival)
    )


def notes(workspace: Workspace, line: StatusLine, seen: Dossier) -> Iterator[str]:
    """The lines under the head of a report."""
    yield version_words(workspace, seen.id)
    if seen.submission.made_by == "behalf":
        yield _("Entered on behalf; ground: {basis}").format(basis=seen.submission.basis)
    if line.state is UnitState.ACCEPTED_NEWER:
        yield _("An earlier version was accepted and stays in force until this one is.")
    if line.waiver is not None:
        yield _("Freed from this report by {officer} on {day}: {reason}").format(
            officer=line.waiver.officer, day=line.waiver.day, reason=line.waiver.reason
        )
    if line.late_by:
        yield late_text(line)
    if line.checked:
        yield _("Checked by {officers}").format(officers=line.checked)
    elif workspace.policy.two_key and seen.status is not Status.ACCEPTED:
        yield _("Two-key: somebody has to check it before another accepts it.")
    for one in seen.again[:_MOST_AGAIN]:
        yield _("{name}: {sentence}").format(name=one.name, sentence=again_text(one))
