"""Options of `fill` that spare typing: single figures, 无误, 有异议, 零报告, words on tasks, last explanations."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ipdesk.cli import arguments
from ipdesk.text.i18n import N_, _

if TYPE_CHECKING:
    from ipdesk.domain.ledger.package import Slot
    from ipdesk.services.draft import Draft
    from ipdesk.services.workspace import Done, Workspace

Function = TypeVar("Function", bound=Callable[..., Any])

#: Every row that is to be confirmed, in --confirm.
ALL = ("all", "全部")

_OPTIONS = (
    click.option("--set", "figures", metavar="ITEM=FIGURE", type=arguments.pair, multiple=True,
                 help=N_("One figure; an empty one clears the row.")),
    click.option("--confirm", "confirmed", metavar="ITEM", multiple=True,
                 help=N_("无误: the figure handed down is right; 全部 for all that wait for it.")),
    click.option("--dispute", "disputed", metavar="ITEM=FIGURE@REASON", type=arguments.revision, multiple=True,
                 help=N_("有异议: the own figure and the reason.")),
    click.option("--zero", "zeros", metavar="ITEM", multiple=True, help=N_("零报告: nothing there, on purpose.")),
    click.option("--zero-rest", is_flag=True,
                 help=N_("零报告 for all rows still blank: lists them, and does it with --yes.")),
    click.option("--yes", is_flag=True, help=N_("The list of --zero-rest was looked through.")),
    click.option("--task", "told", metavar="TASK=TEXT", type=arguments.pair, multiple=True,
                 help=N_("Progress of a task, in the place of what was said.")),
    click.option("--add", "added", metavar="TASK=TEXT", type=arguments.pair, multiple=True,
                 help=N_("本期新增: put after what was said of the task last.")),
    click.option("--no-news", "quiet", metavar="TASK", multiple=True, help=N_("本期无新进展 for a task.")),
    click.option("--for-good", "standing", metavar="TASK", multiple=True, help=N_("长期坚持 for a task.")),
    click.option("--note-as-before", "reused", metavar="ITEM", multiple=True,
                 help=N_("The explanation of the period before for this row.")),
)  # fmt: skip


def options(function: Function) -> Function:
    """The options of this module, in their order."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def acts(given: dict[str, Any]) -> Iterator[Callable[..., "Done[Draft]"]]:
    """What the options ask for, in turn: each takes workspace and slot, and day and officer by name."""
    from ipdesk.services import fillacts

    if given["figures"]:
        yield partial(_with, fillacts.set_figures, given["figures"])
    if given["confirmed"]:
        yield partial(_confirm, given["confirmed"])
    for item, figure, reason in given["disputed"]:
        yield partial(_with, fillacts.dispute, item, figure, reason)
    if given["zeros"]:
        yield partial(_with, fillacts.report_zero, given["zeros"])
    if given["zero_rest"] and given["yes"]:
        yield _zero_rest
    for task, text in given["told"]:
        yield partial(_with, fillacts.tell, task, text)
    for task, text in given["added"]:
        yield partial(_with, partial(fillacts.tell, add=True), task, text)
    for task in given["quiet"]:
        yield partial(_with, fillacts.no_news, task)
    for task in given["standing"]:
        yield partial(_with, fillacts.for_good, task)
    if given["reused"]:
        yield partial(_with, fillacts.explain_as_before, given["reused"])


def zero_list(kept: "Draft") -> list[str]:
    """The rows that --zero-rest would report as zero, for a person to look through."""
    from ipdesk.services import fillacts

    rows = fillacts.blank_rows(kept)
    if not rows:
        return [_("No row is blank.")]
    return [_("These rows would be reported as zero; if that is right, add --yes:"), *(f"  {row.name}" for row in rows)]


def _with(act: Callable[..., "Done[Draft]"], *about: Any, **who: Any) -> "Done[Draft]":
    """An act with workspace and slot last: `about` holds what it is about, then those two."""
    *said, workspace, slot = about
    return act(workspace, slot, *said, **who)


def _confirm(rows: tuple[str, ...], workspace: "Workspace", slot: "Slot", *, today: date, by: str) -> "Done[Draft]":
    from ipdesk.services import draft, fillacts

    if any(one in ALL for one in rows):
        waiting = fillacts.unconfirmed(draft.open_draft(workspace, slot))
        rows = (*(one for one in rows if one not in ALL), *(row.key for row in waiting))
    return fillacts.confirm(workspace, slot, rows, today=today, by=by)


def _zero_rest(workspace: "Workspace", slot: "Slot", *, today: date, by: str) -> "Done[Draft]":
    from ipdesk.services import draft, fillacts

    rows = [row.key for row in fillacts.blank_rows(draft.open_draft(workspace, slot))]
    return fillacts.report_zero(workspace, slot, rows, today=today, by=by)
