"""`ipdesk`: alone it opens the window, with a command it does that and ends.

This module only names the commands; each noun has its own beside it.
"""

import sys
from typing import Any, NoReturn

import click

from ipdesk import __version__
from ipdesk.cli import (
    adjust,
    approve,
    assess,
    attach,
    cells,
    collection,
    consolidation,
    consult,
    decompose,
    desk,
    exchange,
    figures,
    gather,
    moments,
    paper,
    plan,
    plandocument,
    plantext,
    policy,
    reported,
    review,
    rules,
    search,
    sent,
    supervise,
    task,
    taskledger,
    taskpaper,
    trust,
    upkeep,
    upward,
    versions,
    window,
    yearend,
)
from ipdesk.cli.boundary import run_command_line
from ipdesk.cli.everywhere import Group
from ipdesk.cli.run import Run
from ipdesk.text.i18n import N_


class Root(Group):
    """The whole command line. Everything that it does passes the boundary, also when a test runner calls it."""

    def main(self, args: Any = None, *_: Any, **__: Any) -> NoReturn:
        sys.exit(run_command_line(self, sys.argv[1:] if args is None else list(args)))


def _version(context: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"ipdesk {__version__}")
        context.exit()


@click.group(
    "ipdesk",
    cls=Root,
    invoke_without_command=True,
    help=N_(
        "Intellectual-property plans from the city to its districts and back. Without a command: opens the window."
    ),
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help=N_("The version, and end.")
)
@click.pass_context
def root(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        run = context.find_object(Run)
        assert run is not None
        context.exit(window.open_window(run))


for command in (
    versions.changes,
    versions.list_revisions,
    versions.revise,
    cells.beside,
    cells.history,
    cells.differences,
    cells.check,
    cells.batch,
    cells.phrases,
):
    review.review.add_command(command)
for command in (
    consult.send, consult.opinions, consult.take, consult.decline, consult.settle, consult.order,
    consult.reply,
    consult.export_matrix, consult.import_matrix, consult.targets,
):  # fmt: skip
    decompose.decompose.add_command(command)

for command in (
    taskledger.status,
    taskledger.show,
    taskledger.update,
    taskledger.postpone,
    taskledger.apply,
    taskledger.close,
    taskledger.return_,
    taskledger.reopen,
    taskledger.rate,
    taskledger.lights,
    taskpaper.compile_tasks,
    taskpaper.sample,
    taskpaper.checked,
):
    task.task.add_command(command)

for command in (
    upkeep.demo,
    plan.plan,
    desk.init,
    exchange.issue,
    exchange.receive,
    desk.fill,
    gather.gather,
    approve.approve,
    desk.fix,
    desk.export,
    sent.sent,
    attach.attach,
    review.review,
    decompose.decompose,
    task.task,
    supervise.supervise,
    rules.rules,
    policy.policy,
    figures.status,
    consolidation.consolidate,
    adjust.adjust,
    moments.changes,
    yearend.year_end,
    collection.remind,
    collection.backlog,
    collection.enter,
    figures.release,
    upward.upward,
    exchange.bundle,
    trust.trust,
    figures.evaluate,
    figures.trend,
    assess.assess,
    paper.report,
    search.find,
    reported.reported,
    search.trace,
    upkeep.digest,
    upkeep.verify,
    upkeep.backup,
    upkeep.restore,
    attach.purge,
    upkeep.self_test,
    window.window,
):
    root.add_command(command)
plan.plan.add_command(plandocument.document)
plan.plan.add_command(plantext.compile_file)
plan.plan.add_command(plantext.link)


def main() -> NoReturn:
    """Run the command line with the words that the program was started with."""
    root.main()
