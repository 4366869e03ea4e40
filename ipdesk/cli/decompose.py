"""`ipdesk decompose …`: schemes of the office: starting, choosing, pinning, checking, comparing."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.everywhere import Group
from ipdesk.cli.grammar import need_command
from ipdesk.cli.run import Answer, Run
from ipdesk.cli.schemeshown import change_lines, scheme_answer, scheme_document, unit_names
from ipdesk.domain.decomposition import Method, Split
from ipdesk.domain.finding import Severity
from ipdesk.domain.milestonepath import Path, Season
from ipdesk.domain.scheme import left_out, pinned, with_base, with_year
from ipdesk.text import formats, labels, splits
from ipdesk.text.i18n import N_, _, pgettext
from ipdesk.text.messages import sentence

if TYPE_CHECKING:
    from ipdesk.services.decomposition import Compared
    from ipdesk.services.workspace import Workspace


def _codes(kind: Any) -> dict[str, str]:
    return {member.value.replace("_", "-"): "" for member in kind}


@click.group(
    "decompose",
    cls=Group,
    help=N_(
        "Split the plan's targets over units and years: schemes beside what is in force, asking opinions, handing down."
    ),
)
@click.pass_context
def decompose(context: click.Context) -> None:
    need_command(context)


@decompose.command("list", help=N_("The schemes of this office, and how many targets each splits."))
@click.pass_obj
def list_schemes(run: Run) -> Answer:
    from ipdesk.services import decomposition

    with run.workspace() as workspace:
        found = decomposition.schemes(workspace)
    document = [{"name": one.name, "targets": one.targets, "at": one.at, "by": one.by} for one in found]
    heads = (pgettext("column", "Scheme"), pgettext("column", "Targets"), pgettext("column", "Changed"), _("By"))
    text = render.table(heads, [(one.name, str(one.targets), one.at, one.by) for one in found], right=(1,))
    return Answer(document, text if found else _("There is no scheme yet. Begin one: ipdesk decompose start NAME"))


@decompose.command("start", help=N_("Begin a scheme: empty, or as a copy of another one or of what is in force."))
@click.argument("name", metavar="NAME")
@click.option("--copy-of", metavar="NAME", default="", help=N_("Another scheme, or in-force for what was handed down."))
@click.option("--all", "everything", is_flag=True, help=N_("Take up every target that can be split, in equal parts."))
@click.pass_obj
def start(run: Run, name: str, copy_of: str, everything: bool) -> Answer:
    from ipdesk.services import decomposition

    with run.workspace() as workspace:
        by = run.by(workspace)
        view = decomposition.start(workspace, name, copy_of=copy_of, today=run.today, by=by).value
        if everything:
            view = decomposition.take_up_all(workspace, name, today=run.today, by=by).value
        return scheme_answer(workspace, view)


@decompose.command(
    "show",
    help=N_(
        "Every target and how it can be split; with NAME a scheme's parts by unit, with --target one target's years "
        "too."
    ),
)
@click.argument("name", metavar="[NAME]", required=False)
@click.option("--target", "words", metavar="TARGET", default="", help=N_("Only this target: id, name, or words of it."))
@click.pass_obj
def show(run: Run, name: str | None, words: str) -> Answer:
    from ipdesk.services import decomposition

    with run.workspace() as workspace:
        if name is None:
            return _targets(workspace)
        view = decomposition.view(workspace, name, today=run.today)
        only = decomposition.find_target(workspace, words).id if words else ""
        return scheme_answer(workspace, view, only)


@decompose.command("set", help=N_("Choose how a target is split; a target not yet in the scheme is taken up."))
@click.argument("name", metavar="NAME")
@click.argument("words", metavar="TARGET")
@click.option(
    "--method", metavar="METHOD", type=arguments.one_of(_codes(Method)), default=None,
    help=N_("equal, base (what each has and equal growth), share (of what each has), population or hand."),
)  # fmt: skip
@click.option(
    "--reserve", metavar="FIGURE", type=arguments.figure, default=None, help=N_("How much stays at this level.")
)
@click.option(
    "--path", metavar="PATH", type=arguments.one_of(_codes(Path)), default=None,
    help=N_("How the years in between are found: line, flat or hand."),
)  # fmt: skip
@click.option(
    "--season", metavar="SEASON", type=arguments.one_of(_codes(Season)), default=None,
    help=N_("How a year is divided into quarters: none, equal, last-year or hand."),
)  # fmt: skip
@click.option("--shares", metavar="A,B,C,D", default="", help=N_("The quarters' shares by hand, in per cent."))
@click.option("--base", "bases", metavar="UNIT=FIGURE", multiple=True, help=N_("Type a unit's base figure."))
@click.option(
    "--year", "years", metavar="UNIT/YEAR=FIGURE", multiple=True, help=N_("Set a unit's milestone of a year by hand.")
)
@click.option("--leave-out", "out", metavar="UNIT", multiple=True, help=N_("Do not ask this unit."))
@click.option("--ask", "asked", metavar="UNIT", multiple=True, help=N_("Ask this unit again."))
@click.option("--note", metavar="TEXT", default=None, help=N_("A note for colleagues."))
@click.option("--drop", is_flag=True, help=N_("Take the target out of the scheme."))
@click.pass_obj
def choose(
    run: Run, name: str, words: str, method: str | None, reserve: Decimal | None, path: str | None, season: str | None,
    shares: str, bases: tuple[str, ...], years: tuple[str, ...], out: tuple[str, ...], asked: tuple[str, ...],
    note: str | None, drop: bool,
) -> Answer:  # fmt: skip
    from ipdesk.services import decomposition

    with run.workspace() as workspace:
        target = decomposition.find_target(workspace, words)

        def alter(split: Split) -> Split | None:
            if drop:
                return None
            split = replace(
                split,
                method=Method(method) if method else split.method,
                reserved=split.reserved if reserve is None else reserve,
                path=Path(path) if path else split.path,
                season=Season(season.replace("-", "_")) if season else split.season,
                shares=_shares(shares) if shares else split.shares,
                note=split.note if note is None else note,
            )
            for code, figure in _figures(workspace, bases):
                split = with_base(split, code, figure)
            for place, figure in _pairs(years):
                unit, _slash, year = place.rpartition("/")
                split = with_year(split, _unit(workspace, unit), _year(year), figure)
            for unit, left in (*((unit, True) for unit in out), *((unit, False) for unit in asked)):
                split = left_out(split, _unit(workspace, unit), out=left)
            return split

        view = decomposition.change(workspace, name, target, alter, today=run.today, by=run.by(workspace)).value
        return scheme_answer(workspace, view, "" if drop else target.id)


@decompose.command(
    "pin", help=N_("Pin units' parts of a target: they stay while the rest is spread anew. UNIT= releases a part.")
)
@click.argument("name", metavar="NAME")
@click.argument("words", metavar="TARGET")
@click.argument("parts", metavar="UNIT=FIGURE", nargs=-1, required=True)
@click.pass_obj
def pin(run: Run, name: str, words: str, parts: tuple[str, ...]) -> Answer:
    from ipdesk.services import decomposition

    with run.workspace() as workspace:
        target = decomposition.find_target(workspace, words)

        def alter(split: Split) -> Split:
            for code, figure in _figures(workspace, parts):
                split = pinned(split, code, figure)
            return split

        view = decomposition.change(workspace, name, target, alter, today=run.today, by=run.by(workspace)).value
        return scheme_answer(workspace, view, target.id)


@decompose.command("spread", help=N_("Spread targets anew by a method: pinned parts stay. Without TARGET all of them."))
@click.argument("name", metavar="NAME")
@click.argument("words", metavar="[TARGET]...", nargs=-1)
@click.option("--method", metavar="METHOD", type=arguments.one_of(_codes(Method)), required=True, help=N_("As in set."))
@click.option("--release", is_flag=True, help=N_("Release the pinned parts first."))
@click.pass_obj
def spread(run: Run, name: str, words: tuple[str, ...], method: str, release: bool) -> Answer:
    from ipdesk.services import decomposition

    with run.workspace() as workspace:
        view = decomposition.view(workspace, name, today=run.today)
        wanted = [decomposition.find_target(workspace, one) for one in words]
        for target in wanted or [parts.target for parts in view.parts.values()]:
            view = decomposition.change(
                workspace, name, target,
                lambda split: replace(split, method=Method(method), pins={} if release else split.pins),
                today=run.today, by=run.by(workspace),
            ).value  # fmt: skip
        return scheme_answer(workspace, view)


@decompose.command(
    "check",
    help=N_("What has to be mended or explained, and what upstream changes made of the parts. Ends with 1 if any."),
)
@click.argument("name", metavar="NAME")
@click.option("--accept-changes", is_flag=True, help=N_("What upstream changes made of the parts has been looked at."))
@click.pass_obj
def check(run: Run, name: str, accept_changes: bool) -> Answer:
    from ipdesk.services import decomposition

    with run.workspace() as workspace:
        if accept_changes:
            decomposition.acknowledge(workspace, name, today=run.today, by=run.by(workspace))
        view = decomposition.view(workspace, name, today=run.today)
        names = unit_names(workspace)
        said = [f"{parts.target.name}　{splits.proof_text(parts)}" for parts in view.parts.values()]
        said += [
            _("{severity}, {target}: {sentence}").format(
                severity=labels.label(finding.severity), target=finding.params["target"],
                sentence=sentence(finding, names),
            )
            for finding in view.findings
        ]  # fmt: skip
        said += change_lines(workspace, view)
        left = bool(view.changed) or any(finding.severity is not Severity.NOTE for finding in view.findings)
        return Answer(scheme_document(view), "\n".join(said) or _("Nothing is split in this scheme yet."), left=left)


@decompose.command("compare", help=N_("Two versions cell by cell: schemes by name, or in-force. Only what differs."))
@click.argument("left", metavar="NAME")
@click.argument("right", metavar="OTHER")
@click.pass_obj
def compare(run: Run, left: str, right: str) -> Answer:
    from ipdesk.services import decomposition

    with run.workspace() as workspace:
        found = decomposition.compare(workspace, left, right, today=run.today)
        names = unit_names(workspace)
    document = [_compared(one) for one in found]
    heads = (pgettext("column", "Target"), pgettext("column", "Unit"), left, right, pgettext("column", "Difference"))
    rows = [
        (one.target.name, names[one.unit], formats.number(one.before), formats.number(one.after),
         formats.NOTHING if one.difference is None else formats.number(one.difference, sign=True))
        for one in found
    ]  # fmt: skip
    text = render.table(heads, rows, right=(2, 3, 4)) if rows else _("The two versions do not differ.")
    return Answer(document, text)


@decompose.command("undo", help=N_("Take the last step of a scheme back."))
@click.argument("name", metavar="NAME")
@click.pass_obj
def undo(run: Run, name: str) -> Answer:
    from ipdesk.services import decomposition

    with run.workspace() as workspace:
        return scheme_answer(workspace, decomposition.undo(workspace, name, today=run.today).value)


@decompose.command("redo", help=N_("Do again what was undone last in a scheme."))
@click.argument("name", metavar="NAME")
@click.pass_obj
def redo(run: Run, name: str) -> Answer:
    from ipdesk.services import decomposition

    with run.workspace() as workspace:
        return scheme_answer(workspace, decomposition.redo(workspace, name, today=run.today).value)


@decompose.command("drop", help=N_("Forget a scheme with all its steps. What was sent or handed down stays."))
@click.argument("name", metavar="NAME")
@click.pass_obj
def drop(run: Run, name: str) -> Answer:
    from ipdesk.services import decomposition

    with run.workspace() as workspace:
        decomposition.drop(workspace, name)
        left = decomposition.schemes(workspace)
    return Answer([one.name for one in left], _("The scheme “{name}” is no longer here.").format(name=name))


def _targets(workspace: "Workspace") -> Answer:
    from ipdesk.services import decomposition

    lines = decomposition.lines(workspace, None)
    handed = decomposition.in_force(workspace)
    document = [
        {"id": one.target.id, "name": one.target.name, "rule": one.rule.rule, "because": one.rule.because,
         "quantity": one.target.quantity, "unit": one.target.unit, "units_in_force": len(handed.get(one.target.id, {}))}
        for one in lines
    ]  # fmt: skip
    heads = (
        pgettext("column", "Target"),
        pgettext("column", "Value"),
        pgettext("column", "How it is split"),
        pgettext("column", "Units in force"),
    )
    rows = [
        (one.target.name, formats.target_text(one.target), labels.label(one.rule.rule),
         str(len(handed.get(one.target.id, {})) or ""))
        for one in lines
    ]  # fmt: skip
    return Answer(document, render.table(heads, rows, right=(1, 3)))


def _compared(one: "Compared") -> dict[str, Any]:
    return {
        "target": one.target.id, "unit": one.unit, "before": one.before, "after": one.after,
        "difference": one.difference,
    }  # fmt: skip


def _figures(workspace: "Workspace", given: Iterable[str]) -> list[tuple[str, Decimal | None]]:
    """UNIT=FIGURE as typed; a figure left out is None."""
    return [(_unit(workspace, unit), figure) for unit, figure in _pairs(given)]


def _pairs(given: Iterable[str]) -> list[tuple[str, Decimal | None]]:
    found = []
    for text in given:
        name, equals, figure = text.partition("=")
        if not (equals and name.strip()):
            raise click.BadParameter(_("“{text}” is no part; write UNIT=FIGURE.").format(text=text))
        found.append((name.strip(), arguments.figure(figure) if figure.strip() else None))
    return found


def _unit(workspace: "Workspace", words: str) -> str:
    from ipdesk.services.workspace import find_unit

    return find_unit(workspace.policy.units, words).code


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise click.BadParameter(_("“{text}” is no year.").format(text=text))
    return int(text)


def _shares(text: str) -> tuple[Decimal, ...]:
    shares = tuple(arguments.figure(part) for part in text.replace("，", ",").split(","))
    if len(shares) != 4 or sum(shares) != 100 or min(shares) < 0:
        raise click.BadParameter(_("“{text}” is no profile: four shares that add up to 100.").format(text=text))
    return shares
