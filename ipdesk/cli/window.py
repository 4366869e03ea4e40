"""Opening the window, and drawing a page of it to a picture where there is no screen."""

from pathlib import Path

import click

from ipdesk.cli import arguments
from ipdesk.cli.everywhere import Command
from ipdesk.cli.run import Answer, Run
from ipdesk.text.i18n import N_, _


def open_window(run: Run) -> int:
    """Open the window and stay until it is closed; its exit code."""
    from ipdesk.ui import app

    return app.run(run.data, today=run.day, by=run.officer)


@click.command("window", cls=Command, hidden=True, help=N_("Draw a page of the window to a picture."))
@click.option("--picture", metavar="FILE.png", type=arguments.target, required=True, help=N_("The picture to write."))
@click.option(
    "--page", metavar="NAME", default="overview", help=N_("The page: overview, fill, exchange, report and so on.")
)
@click.pass_obj
def window(run: Run, picture: Path, page: str) -> Answer:
    from ipdesk.ui import app

    written = app.picture(run.data, picture, page=page, today=run.day, by=run.officer)
    return Answer({"file": written}, _("Written: {file}").format(file=written))
