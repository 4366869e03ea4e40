"""Commands as click parses them, with three differences: the options that every command knows may stand before or
after its name, help is laid out for Chinese, and what click itself would say in English is said by ipdesk.

Texts are given as msgids and translated when shown, so `--lang` holds for help too.
"""

import difflib
from collections.abc import Callable
from typing import Any

import click

from ipdesk.cli import render
from ipdesk.text.i18n import _

#: Makes the options that every command knows; each command gets its own, click keeps parameters by command.
Everywhere = Callable[[], list[click.Option]]


class Command(click.Command):
    """A command that also knows the options of `everywhere`."""

    everywhere: Everywhere = staticmethod(list)

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.own = tuple(self.params)
        said = {param.name for param in self.own}
        self.params.extend(one for one in self.everywhere() if one.name not in said)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.allow_extra_args = True  # said below in our own words
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as wrong:
            wrong.ctx = wrong.ctx or ctx  # click's parser does not say which command it was reading
            raise
        if rest and not isinstance(self, click.Group):
            raise click.UsageError(_("Too many words: {words}.").format(words=" ".join(rest)), ctx)
        return rest

    def get_help(self, ctx: click.Context) -> str:
        return help_text(self, ctx)


class Group(Command, click.Group):
    """A command with commands under it, listed in the order in which they were declared."""

    command_class = Command
    group_class = type

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **{"invoke_without_command": True, **attributes})

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None:
            raise click.UsageError(_no_such_command(args[0], self.list_commands(ctx)), ctx)
        return super().resolve_command(ctx, args)


def need_command(context: click.Context) -> None:
    """For groups that do nothing by themselves. UsageError when no command follows."""
    if context.invoked_subcommand is None:
        raise click.UsageError(_("A command is missing."), context)


def _no_such_command(name: str, names: list[str]) -> str:
    near = difflib.get_close_matches(name, names)
    if near:
        return _("There is no command {name}. Did you mean {near}?").format(name=name, near=" / ".join(near))
    return _("There is no command {name}.").format(name=name)


def usage_sentence(error: click.UsageError) -> str:
    """What was wrong in the words typed, in one sentence. Errors that ipdesk raises say it themselves."""
    match error:
        case click.NoSuchOption():
            if error.possibilities:
                near = " / ".join(sorted(error.possibilities))
                return _("There is no option {name}. Did you mean {near}?").format(name=error.option_name, near=near)
            return _("There is no option {name}.").format(name=error.option_name)
        case click.BadOptionUsage():
            if _takes_a_value(error):
                return _("The option {name} needs a value after it.").format(name=error.option_name)
            return _("The option {name} takes no value.").format(name=error.option_name)
        case click.MissingParameter():
            return _("{name} is missing.").format(name=_name_of(error.param))
        case click.BadParameter() if error.param is not None:
            return _("{name}: {why}").format(name=_name_of(error.param), why=error.message)
    return error.message


def _takes_a_value(error: click.BadOptionUsage) -> bool:
    params = error.ctx.command.params if error.ctx else []
    return any(isinstance(one, click.Option) and error.option_name in one.opts and not one.is_flag for one in params)


def _name_of(param: click.Parameter | None) -> str:
    if param is None:
        return ""
    return param.opts[0] if isinstance(param, click.Option) else placeholder(param)


def placeholder(param: click.Parameter) -> str:
    """How an argument or an option's value is written in help: PLAN, FILE."""
    return param.metavar or (param.name or "").upper()


def help_text(command: click.Command, ctx: click.Context) -> str:
    """The help of a command: usage, what it does, commands under it, its own options, those known everywhere."""
    own = [one for one in getattr(command, "own", command.params) if isinstance(one, click.Option) and not one.hidden]
    shared = [one for one in command.params if isinstance(one, click.Option) and one not in own and not one.hidden]
    words = [placeholder(param) for param in command.params if isinstance(param, click.Argument)]
    below = command if isinstance(command, click.Group) else None
    usage = " ".join([ctx.command_path, *([_("COMMAND")] if below else []), *words, _("[options]")])
    parts = [_("Usage: {usage}").format(usage=usage)]
    if command.help:
        parts.append("\n".join(render.wrap(_(command.help), 96)))
    if command.epilog:
        parts.append("\n".join(render.wrap(_(command.epilog), 96)))
    if below:
        shown = [(name, below.commands[name]) for name in below.list_commands(ctx) if not below.commands[name].hidden]
        parts.append(_section(_("Commands"), [(name, _first_line(one.help or "")) for name, one in shown]))
    if own:
        parts.append(_section(_("Options"), [_option(one) for one in own]))
    parts.append(_section(_("Options of every command"), [*map(_option, shared), ("--help", _("This page."))]))
    return "\n\n".join(parts)


def _section(title: str, pairs: list[tuple[str, str]]) -> str:
    return f"{title}\n{render.definitions(pairs)}"


def _first_line(help_msgid: str) -> str:
    return (_(help_msgid) if help_msgid else "").partition("\n")[0]


def _option(option: click.Option) -> tuple[str, str]:
    term = " ".join([", ".join(option.opts), *([] if option.is_flag else [placeholder(option)])])
    said = [_(option.help)] if option.help else []
    if option.required:
        said.append(_("(required)"))
    if option.multiple:
        said.append(_("(may be repeated)"))
    return term, " ".join(said)
