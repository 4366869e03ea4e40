"""`ipdesk gather …`: figures from sections, streets and other offices inside the unit, into the draft."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.desk import SLOT_HELP, thrown_back_text
from ipdesk.cli.everywhere import Group
from ipdesk.cli.grammar import need_command
from ipdesk.cli.run import Answer, Run
from ipdesk.cli.wording import finding_document, findings_text
from ipdesk.domain.gather import How
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _, pgettext

if TYPE_CHECKING:
    from ipdesk.services.draft import Draft
    from ipdesk.services.gather import GatherLine
    from ipdesk.services.gathertake import SheetVerdict

_HOW = {
    "sum": N_("the figures are added"),
    "lead": N_("one provider's figure counts, the others are listed"),
    "text": N_("the texts are joined"),
}
_STATES = {
    "taken": N_("taken in"),
    "same": N_("held already"),
    "question": N_("to be answered"),
    "refused": N_("not taken"),
}
ITEM = click.option(
    "--item",
    "item",
    metavar="ITEM",
    required=True,
    help=N_("The row: an item, a task, or “总体情况说明”; by key or name."),
)
PROVIDER = click.option("--provider", "provider", metavar="NAME", required=True, help=N_("Who gave it."))


@click.group("gather", cls=Group, help=N_("Gather figures inside the unit: whom to ask, a sheet each, what came back."))
@click.pass_context
def gather(context: click.Context) -> None:
    need_command(context)


@gather.command("providers", help=N_("Who may be asked inside the unit, in the office's order."))
@click.option("--names", metavar="NAME,NAME", help=N_("Keep these names in this order, and no others."))
@click.pass_obj
def providers(run: Run, names: str | None) -> Answer:
    from ipdesk.services import gather as gathering

    with run.workspace() as workspace:
        if names is not None:
            gathering.put_providers(workspace, _listed(names))
        known = gathering.providers(workspace)
    return Answer(list(known), "\n".join(known) or _("Nobody is on the list yet."))


@gather.command("ask", help=N_("Choose who is asked for which rows, and how several answers are combined."),
                epilog=SLOT_HELP)  # fmt: skip
@click.argument("slot", metavar="SLOT")
@click.option(
    "--item", "items", metavar="ITEM", multiple=True, required=True,
    help=N_("The row: an item, a task, or “总体情况说明”; by key or name. Several times for several rows."),
)  # fmt: skip
@click.option(
    "--provider", "names", metavar="NAME", multiple=True,
    help=N_("Who is asked; several times for several. Without it the rows are gathered no more."),
)  # fmt: skip
@click.option(
    "--how", metavar="HOW", type=arguments.one_of(_HOW),
    help=N_("sum: the figures are added; lead: one figure counts; text: texts are joined. Without it what fits."),
)  # fmt: skip
@click.option("--lead", metavar="NAME", default="", help=N_("Whose figure counts; without it the first one's."))
@click.pass_obj
def ask(run: Run, slot: str, items: tuple[str, ...], names: tuple[str, ...], how: str | None, lead: str) -> Answer:
    from ipdesk.services import gather as gathering
    from ipdesk.services import slotref

    with run.workspace() as workspace:
        chosen = How(how) if how else How.LEAD if lead else None
        kept = gathering.ask(
            workspace, slotref.slot(workspace, slot), items, names, how=chosen, lead=lead, today=run.today,
            by=run.by(workspace),
        ).value  # fmt: skip
    return _standing(kept)


@gather.command("export", help=N_("Write the sheet of each provider into a folder."), epilog=SLOT_HELP)
@click.argument("slot", metavar="SLOT")
@click.option("--to", "to", metavar="DIR", type=arguments.target, required=True, help=N_("The folder for the sheets."))
@click.option("--only", metavar="NAME", multiple=True, help=N_("Only the sheet of this provider."))
@click.option(
    "--due", metavar="TEXT", default="", help=N_("The day by which it is wanted back, as it is to be written.")
)
@click.pass_obj
def export(run: Run, slot: str, to: Path, only: tuple[str, ...], due: str) -> Answer:
    from ipdesk.services import gather as gathering
    from ipdesk.services import slotref

    with run.workspace() as workspace:
        written = gathering.export(
            workspace, slotref.slot(workspace, slot), to, only=only, due=due, today=run.today, by=run.by(workspace)
        )
    return Answer([str(path) for path in written], "\n".join(_("Written: {file}").format(file=one) for one in written))


@gather.command(
    "take",
    help=N_("Take returned sheets into the draft: a verdict each. Ends with 1 while one is not taken or unclear."),
    epilog=SLOT_HELP,
)
@click.argument("slot", metavar="SLOT")
@click.argument("paths", metavar="PATH…", nargs=-1, required=True)
@click.option("--provider", metavar="NAME", default="", help=N_("Whose sheet it is, where it has lost its mark."))
@click.option("--names-hold", is_flag=True, help=N_("Where keys are lost or disagree: the names of the rows hold."))
@click.option("--dry-run", is_flag=True, help=N_("Only say what would happen; nothing is taken."))
@click.pass_obj
def take(run: Run, slot: str, paths: tuple[str, ...], *, provider: str, names_hold: bool, dry_run: bool) -> Answer:
    from ipdesk.services import draft, gathertake, slotref

    given = {gathertake.PROVIDER: provider} if provider else {}
    given |= {gathertake.NAMES: "yes"} if names_hold else {}
    with run.workspace() as workspace:
        place = slotref.slot(workspace, slot)
        before = draft.open_draft(workspace, place).answers.approvals
        verdicts = gathertake.take(
            workspace, place, arguments.expanded(paths), answers={"*": given}, dry_run=dry_run, today=run.today,
            by=run.by(workspace),
        ).value  # fmt: skip
        kept = draft.open_draft(workspace, place)
    gone = tuple(one for one in before if one not in kept.answers.approvals)
    lines = [line for one in verdicts for line in _verdict_lines(one)]
    lines += [thrown_back_text(gone)] if gone else []
    lines += [_("Nothing was taken: this was a trial.")] if dry_run else []
    clear = all(one.state in ("taken", "same") and not _grave(one) and not one.held for one in verdicts)
    return Answer([_verdict_document(one) for one in verdicts], "\n".join(lines), left=not clear)


@gather.command("show", help=N_("What was gathered, from whom, who has not answered. Ends with 1 while one has not."),
                epilog=SLOT_HELP)  # fmt: skip
@click.argument("slot", metavar="SLOT")
@click.pass_obj
def show(run: Run, slot: str) -> Answer:
    from ipdesk.services import draft, slotref

    with run.workspace() as workspace:
        return _standing(draft.open_draft(workspace, slotref.slot(workspace, slot)))


@gather.command("set", help=N_("Enter what a provider said by telephone or on paper; an empty answer takes it back."),
                epilog=SLOT_HELP)  # fmt: skip
@click.argument("slot", metavar="SLOT")
@ITEM
@PROVIDER
@click.option("--answer", metavar="TEXT", default="", help=N_("The figure, or the text."))
@click.option("--note", metavar="TEXT", default="", help=N_("His explanation."))
@click.option("--person", metavar="NAME", default="", help=N_("Who said it."))
@click.option("--on", "on", metavar="DAY", default="", help=N_("When, as written; without it today."))
@click.pass_obj
def set_(run: Run, slot: str, *, item: str, provider: str, answer: str, note: str, person: str, on: str) -> Answer:
    from ipdesk.services import gather as gathering
    from ipdesk.services import slotref

    with run.workspace() as workspace:
        kept = gathering.type_in(
            workspace, slotref.slot(workspace, slot), item, provider, answer, note=note, person=person, day=on,
            today=run.today, by=run.by(workspace),
        ).value  # fmt: skip
    return _standing(kept)


@gather.command("leave", help=N_("Wait for a provider's answer to a row no longer; it is combined without him."),
                epilog=SLOT_HELP)  # fmt: skip
@click.argument("slot", metavar="SLOT")
@ITEM
@PROVIDER
@click.option("--wait", is_flag=True, help=N_("Wait for it again."))
@click.pass_obj
def leave(run: Run, slot: str, *, item: str, provider: str, wait: bool) -> Answer:
    from ipdesk.services import gather as gathering
    from ipdesk.services import slotref

    with run.workspace() as workspace:
        kept = gathering.leave_out(
            workspace, slotref.slot(workspace, slot), item, provider, out=not wait, today=run.today,
            by=run.by(workspace),
        ).value  # fmt: skip
    return _standing(kept)


@gather.command("use", help=N_("Put what was gathered for a row into the form, over what was typed there."),
                epilog=SLOT_HELP)  # fmt: skip
@click.argument("slot", metavar="SLOT")
@ITEM
@click.pass_obj
def use(run: Run, slot: str, item: str) -> Answer:
    from ipdesk.services import gather as gathering
    from ipdesk.services import slotref

    with run.workspace() as workspace:
        kept = gathering.use(
            workspace, slotref.slot(workspace, slot), item, today=run.today, by=run.by(workspace)
        ).value  # fmt: skip
    return _standing(kept)


def _listed(names: str) -> list[str]:
    return [name.strip() for name in names.replace("，", ",").replace("、", ",").split(",") if name.strip()]


def _standing(kept: "Draft") -> Answer:
    from ipdesk.services import gather as gathering

    found = gathering.lines(kept)
    waiting = gathering.missing(kept)
    if not found:
        return Answer({"rows": [], "waiting": {}}, _("Nobody is asked for anything yet."))
    heads = (
        pgettext("column", "Item"),
        pgettext("column", "Provider"),
        pgettext("column", "Given"),
        pgettext("column", "By"),
        pgettext("column", "Day"),
        pgettext("column", "Combined"),
    )
    rows = [row for line in found for row in _rows(line, kept)]
    said = [render.table(heads, rows, right=(2, 5)), ""]
    if waiting:
        said += [
            _("Not answered yet: {provider} ({rows})").format(provider=name, rows="、".join(names))
            for name, names in waiting.items()
        ]
    else:
        said.append(_("All have answered."))
    said += [
        _("The form says otherwise than what was gathered for “{name}”. Take it by: ipdesk gather use").format(
            name=line.name
        )
        for line in found
        if not line.agrees
    ]
    said += [thrown_back_text(kept.thrown_back)] if kept.thrown_back else []
    unclear = any(line.result.unclear or not line.agrees for line in found)
    return Answer(_document(found, waiting), "\n".join(said), left=bool(waiting) or unclear)


def _rows(line: "GatherLine", kept: "Draft") -> Sequence[tuple[str, ...]]:
    from ipdesk.services.gathertrace import given_text, how_text

    total = line.result.text if line.words else formats.number(line.result.quantity)
    rows = []
    for number, name in enumerate(line.ask.providers):
        part = kept.gathered.of(line.key, name)
        given = given_text(part) if part is not None else _("left out") if name in line.ask.without else _("waiting")
        rows.append(
            (
                line.name if not number else "", name, given, part.person if part else "", part.day if part else "",
                (f"{total} ({how_text(line.ask)})" if line.result.settled else formats.NOTHING) if not number else "",
            )
        )  # fmt: skip
    return rows


def _document(found: Sequence["GatherLine"], waiting: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    return {
        "rows": [
            {
                "row": line.key,
                "name": line.name,
                "providers": line.ask.providers,
                "how": line.ask.how,
                "lead": line.ask.lead,
                "without": line.ask.without,
                "given": line.result.parts,
                "settled": line.result.settled,
                "quantity": line.result.quantity,
                "text": line.result.text,
                "unclear": line.result.unclear,
                "agrees": line.agrees,
            }
            for line in found
        ],
        "waiting": waiting,
    }


def _grave(verdict: "SheetVerdict") -> bool:
    return any(one.severity != "note" for one in verdict.findings)


def _verdict_lines(verdict: "SheetVerdict") -> list[str]:
    lines = [f"[{_(_STATES[verdict.state.value])}] {verdict.sentence}"]
    if verdict.findings:
        lines += [f"    {line}" for line in findings_text(verdict.findings).splitlines()]
    if verdict.question == "provider":
        lines.append("    " + _("Answer by --provider NAME: {names}").format(names="、".join(verdict.choices)))
    elif verdict.question:
        lines.append("    " + _("Answer by --names-hold, or have the sheet mended."))
    lines += [
        "    " + _("“{name}” was typed otherwise in the form and was left. See: ipdesk gather show").format(name=name)
        for name in verdict.held
    ]
    return lines


def _verdict_document(verdict: "SheetVerdict") -> dict[str, Any]:
    return {
        "file": verdict.name,
        "state": verdict.state,
        "sentence": verdict.sentence,
        "provider": verdict.provider,
        "rows": verdict.rows,
        "question": verdict.question,
        "choices": verdict.choices,
        "held": verdict.held,
        "findings": [finding_document(one) for one in verdict.findings],
    }
