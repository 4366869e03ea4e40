"""The options that every command knows, before its name or after: --data --plan --today --by --json --lang."""

from typing import Any

import click

from ipdesk.cli import arguments, grammar
from ipdesk.cli.run import Run
from ipdesk.text import i18n
from ipdesk.text.i18n import N_, _


def _language(text: str) -> str:
    if text not in i18n.LANGUAGES:
        languages = " / ".join(i18n.LANGUAGES)
        raise click.BadParameter(_("“{text}” is none of {words}.").format(text=text, words=languages))
    return text


def _take(context: click.Context, param: click.Parameter, value: Any) -> None:
    """Write an option that was really given into the run; one that stands twice counts as it stands last."""
    run = context.find_object(Run)
    if run is not None and value not in (None, False):
        setattr(run, str(param.name), value)


def _speak(_context: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value:
        i18n.use_language(value)


def options() -> list[click.Option]:
    """Fresh options for one command."""
    return [
        click.Option(
            ["--data", "data"], metavar="FILE", type=arguments.target, expose_value=False, callback=_take,
            help=N_("The data file; without it the one last made or opened at this PC."),
        ),
        click.Option(
            ["--plan", "plan_id"], metavar="PLAN", expose_value=False, callback=_take,
            help=N_("Which plan of the data file, where it holds several; without it the one last turned to."),
        ),
        click.Option(
            ["--today", "day"], metavar="DATE", type=arguments.day, expose_value=False, callback=_take,
            help=N_("The day that counts as today, like 2026-10-12."),
        ),
        click.Option(
            ["--by", "officer"], metavar="OFFICER", expose_value=False, callback=_take,
            help=N_("Who acts; without it the officer that the data file knows."),
        ),
        click.Option(
            ["--json", "json"], is_flag=True, expose_value=False, callback=_take,
            help=N_("One JSON document on standard output, sentences on standard error."),
        ),
        click.Option(
            ["--lang", "lang"], metavar="LANG", type=_language, expose_value=False, callback=_speak, is_eager=True,
            help=N_("zh_CN (as it is without this) or en."),
        ),
    ]  # fmt: skip


class Command(grammar.Command):
    """A command of ipdesk."""

    everywhere = staticmethod(options)


class Group(grammar.Group, Command):
    """A group of commands of ipdesk."""

    command_class = Command
    group_class = type
