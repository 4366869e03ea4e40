"""Opening the window, and drawing a page of it to a picture where there is no screen."""

import os
import sys
from pathlib import Path

import click

from ipdesk.cli import arguments
from ipdesk.cli.everywhere import Command
from ipdesk.cli.run import Answer, Run, last_used
from ipdesk.domain.errors import EnvironmentTrouble
from ipdesk.text.i18n import N_, _


def open_window(run: Run) -> int:
    """Open the window and stay until it is closed; its exit code. EnvironmentTrouble `needs_display`."""
    if not _has_display():
        raise EnvironmentTrouble("needs_display")
    from ipdesk.ui import app

    return app.run(run.data, plan=run.plan_id, today=run.today, by=run.officer)


def _has_display() -> bool:
    """Whether Qt would find a screen; where it does not, it ends the process without a word to catch."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


@click.command("window", cls=Command, hidden=True, help=N_("Draw a page of the window to a picture."))
@click.option("--picture", metavar="FILE.png", type=arguments.target, required=True, help=N_("The picture to write."))
@click.option(
    "--page",
    metavar="NAME",
    default="overview",
    help=N_("The page: overview, fill, exchange, review, decompose, tasks, analysis, report, plan, settings, first."),
)
@click.option(
    "--reference",
    metavar="TEXT",
    default="",
    help=N_("What the page shows: a slot, a clause or target, or what is traced."),
)
@click.option("--dark", is_flag=True, help=N_("In the dark look."))
@click.pass_obj
def window(run: Run, picture: Path, page: str, reference: str, dark: bool) -> Answer:
    from ipdesk.ui import app

    written = app.picture(
        run.data or last_used(),
        picture,
        page=page,
        plan=run.plan_id,
        today=run.today,
        by=run.officer,
        dark=dark,
        reference=reference,
    )
    return Answer({"file": written}, _("Written: {file}").format(file=written))
