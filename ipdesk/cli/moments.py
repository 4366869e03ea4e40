"""`ipdesk changes`: every figure that is another one than at an earlier moment; and `--as-of` of other commands."""

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import arguments
from ipdesk.cli.everywhere import Command
from ipdesk.cli.run import Answer, Run
from ipdesk.cli.versions import change_document, changes_answer
from ipdesk.domain.period import Period
from ipdesk.text.causes import cause_text
from ipdesk.text.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ipdesk.domain.figurechange import Cause
    from ipdesk.services.moments import Moment
    from ipdesk.services.workspace import Workspace

MOMENT_HELP = N_(
    "As it stood then: a day (its end), a code from paper, “release” (the last one), “paper” (printed last), or a "
    "number of entries."
)


@contextmanager
def then(workspace: "Workspace", words: str) -> "Iterator[Moment | None]":
    """The ledger as of the moment that is meant, until the end of the block; now when nothing is."""
    from ipdesk.services import moments

    if not words:
        yield None
        return
    moment = moments.resolve(workspace, words)
    with workspace.as_of(moment.number):
        yield moment


def as_of_note(moment: "Moment | None") -> list[str]:
    """The sentence under a table that does not show the present."""
    if moment is None:
        return []
    said = _("As the ledger stood after {count} entries, the last of {day}.")
    return [said.format(count=moment.number, day=moment.day or "—")]


@click.command(
    "changes",
    cls=Command,
    help=N_(
        "What changed between two moments: every figure old and new, the entries that did it, who has the old one."
    ),
)
@click.option("--since", metavar="MOMENT", required=True, help=MOMENT_HELP)
@click.option("--until", metavar="MOMENT", default="", help=N_("Up to this moment; now without it."))
@click.option("--period", metavar="PERIOD", type=arguments.period, help=N_("Only this period."))
@click.pass_obj
def changes(run: Run, since: str, until: str, period: Period | None) -> Answer:
    from ipdesk.services import changes as changing
    from ipdesk.services import moments

    with run.workspace() as workspace:
        earlier = moments.resolve(workspace, since)
        later = moments.resolve(workspace, until) if until else None
        found, causes = changing.between(workspace, earlier.number, later.number if later else None, only=period)
        shown = changes_answer(workspace, found)
    document: dict[str, Any] = {
        "since": earlier,
        "until": later,
        "changes": [{**change_document(one), "packages": one.packages} for one in found],
        "packages": list(causes.values()),
    }
    text = shown.text
    if causes:
        text = "\n\n".join([text, "\n".join([_("By these entries:"), *_cause_lines(causes)])])
    return Answer(document, text)


def _cause_lines(causes: "Mapping[str, Cause]") -> list[str]:
    ordered = sorted(causes.values(), key=lambda one: (one.date, one.short_id))
    return [f"  {cause_text(one)}" for one in ordered]
