"""`ipdesk decompose send, opinions, take, decline, settle, order, reply, targets`: from a scheme to units and back."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.everywhere import Command
from ipdesk.cli.run import Answer, Run
from ipdesk.cli.schemeshown import unit_names
from ipdesk.text import formats, labels, splits
from ipdesk.text.i18n import N_, _, ngettext, pgettext

if TYPE_CHECKING:
    from ipdesk.domain.ledger.contents import OpinionItem
    from ipdesk.services.consultation import OpinionPoint, SentTargets, UnitOpinion
    from ipdesk.services.decomposition import SchemeView
    from ipdesk.services.workspace import Workspace

_UNITS = click.option("--unit", "units", metavar="UNIT", multiple=True, help=N_("Only this unit; may be given again."))


@click.command(
    "send", cls=Command, help=N_("Ask units their opinion on a scheme. What was handed down stays in force meanwhile.")
)
@click.argument("name", metavar="NAME")
@click.option("--to", metavar="FOLDER", type=arguments.target, help=N_("Write a sheet for each unit into this folder."))
@_UNITS
@click.option("--until", metavar="DAY", default="", help=N_("By when to answer, as it stands on the sheet."))
@click.option("--dry-run", is_flag=True, help=N_("Only say what would go out."))
@click.pass_obj
def send(run: Run, name: str, to: Path | None, units: tuple[str, ...], until: str, dry_run: bool) -> Answer:
    from ipdesk.services import consultation

    with run.workspace() as workspace:
        sent = consultation.send(
            workspace, name, to=to, units=_codes(workspace, units), until=until, dry_run=dry_run, today=run.today,
            by=run.by(workspace),
        ).value  # fmt: skip
    said = ngettext("{n} unit is asked its opinion.", "{n} units are asked their opinion.", len(sent))
    return _sent(sent, said.format(n=len(sent)))


@click.command("order", cls=Command, help=N_("Hand a scheme down: from now on its targets bind and are rated."))
@click.argument("name", metavar="NAME")
@click.option("--number", metavar="TEXT", default="", help=N_("The document number of the order, as it was given."))
@click.option("--day", "dated", metavar="DAY", default="", help=N_("The date of the order; today's when left out."))
@click.option("--to", metavar="FOLDER", type=arguments.target, help=N_("Write a sheet for each unit into this folder."))
@_UNITS
@click.option("--reason", metavar="TEXT", default="", help=N_("Why the parts fall short of a target, where they do."))
@click.option("--dry-run", is_flag=True, help=N_("Only say what would go out."))
@click.pass_obj
def order(
    run: Run, name: str, number: str, dated: str, to: Path | None, units: tuple[str, ...], reason: str, dry_run: bool
) -> Answer:
    from ipdesk.services import consultation

    with run.workspace() as workspace:
        sent = consultation.order(
            workspace, name, number=number, day=dated, to=to, units=_codes(workspace, units), reason=reason,
            dry_run=dry_run, today=run.today, by=run.by(workspace),
        ).value  # fmt: skip
    said = ngettext("{n} unit has its targets now.", "{n} units have their targets now.", len(sent))
    return _sent(sent, said.format(n=len(sent)))


@click.command(
    "opinions",
    cls=Command,
    help=N_("How each unit stands to what it was asked, with values and reasons. Ends with 1 while points wait."),
)
@click.argument("name", metavar="[NAME]", required=False)
@click.pass_obj
def opinions(run: Run, name: str | None) -> Answer:
    from ipdesk.domain.ledger.contents import read_opinion, read_targets
    from ipdesk.domain.ledger.scope import short
    from ipdesk.services import consultation, decomposition

    with run.workspace() as workspace:
        scheme = decomposition.read(workspace, name) if name else None
        found = consultation.opinions(workspace, scheme)
    heads = (
        pgettext("column", "Unit"), pgettext("column", "Opinion"), pgettext("column", "Target"),
        pgettext("column", "Asked"), pgettext("column", "Proposed"), pgettext("column", "Reason"),
        pgettext("column", "Dealt with"),
    )  # fmt: skip
    rows: list[tuple[str, ...]] = []
    for one in found:
        state = splits.opinion_state(one.state)
        if not one.points:
            rows.append((one.unit.short, state, "", "", "", one.note, ""))
        for point in one.points:
            rows.append((one.unit.short, state, *_point_cells(point)))
    text = render.table(heads, rows, right=(3, 4)) if rows else _("No unit is being asked its opinion now.")
    unsettled = [one for one in found if one.state == "second"]
    for one in unsettled:
        asked = read_targets(one.consult).targets
        text += "\n\n" + _("{unit} answered in several versions; settle which one counts:").format(unit=one.unit.short)
        for version in one.versions:
            words = splits.answer_text(read_opinion(version), asked)
            text += "\n" + "　".join(part for part in (short(version.id), version.date, version.officer, words) if part)
    left = bool(unsettled) or any(one.open_points for one in found)
    return Answer([_opinion_document(one) for one in found], text, left=left)


@click.command("take", cls=Command, help=N_("Take a unit's proposal over: its part is pinned at the value proposed."))
@click.argument("name", metavar="NAME")
@click.argument("unit", metavar="UNIT")
@click.argument("target", metavar="TARGET")
@click.option("--words", metavar="TEXT", default="", help=N_("What the unit is told with the order."))
@click.pass_obj
def take(run: Run, name: str, unit: str, target: str, words: str) -> Answer:
    from ipdesk.services import consultation

    with run.workspace() as workspace:
        (code,) = _codes(workspace, (unit,))
        view = consultation.take_over(
            workspace, name, code, target, words=words, today=run.today, by=run.by(workspace)
        ).value
        return _dealt(workspace, view, _("Taken over: the part of {unit} is pinned at the value proposed."), code)


@click.command(
    "decline",
    cls=Command,
    help=N_("Do not take a unit's proposal over, and say why: the unit reads it with the order."),
)
@click.argument("name", metavar="NAME")
@click.argument("unit", metavar="UNIT")
@click.argument("target", metavar="TARGET")
@click.argument("words", metavar="WORDS")
@click.pass_obj
def decline(run: Run, name: str, unit: str, target: str, words: str) -> Answer:
    from ipdesk.services import consultation

    with run.workspace() as workspace:
        (code,) = _codes(workspace, (unit,))
        view = consultation.decline(workspace, name, code, target, words, today=run.today, by=run.by(workspace)).value
        return _dealt(workspace, view, _("Declined; {unit} reads the words with the order."), code)


@click.command("settle", cls=Command, help=N_("Of several answers of a unit, say which one counts (以哪份为准)."))
@click.argument("unit", metavar="UNIT")
@click.option("--keep", metavar="ID", required=True, help=N_("The answer that counts, listed by decompose opinions."))
@click.option("--reason", metavar="TEXT", default="", help=N_("Why, where it needs saying."))
@click.pass_obj
def settle(run: Run, unit: str, keep: str, reason: str) -> Answer:
    from ipdesk.services import opinion

    with run.workspace() as workspace:
        (code,) = _codes(workspace, (unit,))
        decision = opinion.settle(workspace, code, keep, today=run.today, by=run.by(workspace), reason=reason).value
    return Answer({"unit": code, "decision": decision}, _("Settled: {id} counts.").format(id=keep))


@click.command(
    "export", cls=Command, help=N_("Write a scheme as Excel: parts by unit, and milestones by year. Values only.")
)
@click.argument("name", metavar="NAME")
@click.argument("path", metavar="FILE", type=arguments.target)
@click.pass_obj
def export_matrix(run: Run, name: str, path: Path) -> Answer:
    from ipdesk.services import splitbook

    with run.workspace() as workspace:
        written = splitbook.write_matrix(workspace, name, path, today=run.today, by=run.by(workspace))
    return Answer({"file": str(written)}, str(written))


@click.command(
    "import",
    cls=Command,
    help=N_("Take what was changed in an exported table into a scheme: changed parts are pinned."),
)
@click.argument("name", metavar="NAME")
@click.argument("path", metavar="FILE", type=arguments.existing)
@click.option("--dry-run", is_flag=True, help=N_("Only say what would change."))
@click.pass_obj
def import_matrix(run: Run, name: str, path: Path, dry_run: bool) -> Answer:
    from ipdesk.services import splitbook

    with run.workspace() as workspace:
        found = splitbook.read_matrix(
            workspace, name, path, dry_run=dry_run, today=run.today, by=run.by(workspace)
        ).value
        names = unit_names(workspace)
    document = [{"target": one.target.id, "unit": one.unit, "before": one.before, "after": one.after} for one in found]
    heads = (pgettext("column", "Target"), pgettext("column", "Unit"), _("Before"), _("After"))
    rows = [(one.target.name, names[one.unit], formats.number(one.before), formats.number(one.after)) for one in found]
    text = render.table(heads, rows, right=(2, 3)) if rows else _("The table says what the scheme says.")
    return Answer(document, text)


@click.command(
    "reply",
    cls=Command,
    help=N_(
        "Answer the targets that this unit is asked about: all agreed, or --against for each that is not. With --unit "
        "and --basis the parent enters a unit's answer on its behalf."
    ),
)
@click.option(
    "--against", metavar="TARGET=FIGURE@REASON", multiple=True,
    help=N_("A target that is not agreed to, the value proposed (may be left out) and the reason; may be given again."),
)  # fmt: skip
@click.option("--note", metavar="TEXT", default="", help=N_("What is said of the whole."))
@click.option("--unit", "unit", metavar="UNIT", default="", help=N_("The unit on whose behalf the parent answers."))
@click.option("--basis", metavar="TEXT", default="", help=N_("By what: a letter, a call."))
@click.option("--to", metavar="PATH", type=arguments.target, help=N_("Write the sheet that is sent up to this place."))
@click.option("--keep", "kept", flag_value="keep", help=N_("Only keep it on the desk, without giving it yet."))
@click.option("--kept", "kept", flag_value="give", help=N_("Give what was kept."))
@click.option("--drop", "kept", flag_value="drop", help=N_("Forget what was kept; what was given stands."))
@click.pass_obj
def reply(
    run: Run, against: tuple[str, ...], note: str, unit: str, basis: str, to: Path | None, kept: str | None
) -> Answer:
    from ipdesk.services import opinion, opiniondraft

    if kept and (unit or basis or (to and kept != "give") or (kept != "keep" and (against or note))):
        raise click.UsageError(_("--keep goes with --against and --note, --kept with --to, --drop stands alone."))
    with run.workspace() as workspace:
        code = _codes(workspace, (unit,))[0] if unit else ""
        items = tuple(_item(workspace, text, code) for text in against)
        if kept == "drop":
            opiniondraft.drop(workspace)
            return Answer({"kept": False}, _("Nothing is kept any more."))
        if kept == "keep":
            opiniondraft.keep(workspace, items, note=note)
            return Answer({"kept": True, "disagrees": len(items)}, _("Kept on the desk; not given yet."))
        if kept == "give":
            unsent = opiniondraft.read(workspace)
            items = unsent.items if unsent else ()
            given = opiniondraft.give(workspace, today=run.today, by=run.by(workspace)).value
        else:
            given = opinion.give(
                workspace, items, note=note, unit=code, basis=basis, today=run.today, by=run.by(workspace)
            ).value
        path = opinion.export(workspace, to, today=run.today, by=run.by(workspace)) if to else None
    said = ngettext("Does not agree to {n} target.", "Does not agree to {n} targets.", len(items)).format(n=len(items))
    lines = [said if items else _("Agrees to all targets.")]
    lines += [str(path)] if path else []
    return Answer({"opinion": given, "disagrees": len(items), "file": str(path) if path else None}, "\n".join(lines))


@click.command(
    "targets",
    cls=Command,
    help=N_(
        "The targets that bind a unit, with their milestones, and what it is being asked about. Without UNIT: own."
    ),
)
@click.argument("unit", metavar="[UNIT]", required=False)
@click.pass_obj
def targets(run: Run, unit: str | None) -> Answer:
    from ipdesk.domain.ledger.contents import read_targets
    from ipdesk.services import handdown, opiniondraft

    with run.workspace() as workspace:
        code = _codes(workspace, (unit,))[0] if unit else workspace.unit.code
        bound = handdown.order_of(workspace, code)
        consult = handdown.consultation_package(workspace, code)
        asked = read_targets(consult) if consult else None
        own = handdown.targets_of(workspace, code)
        milestones = handdown.milestones_of(workspace, code)
        kept = opiniondraft.read(workspace) if code == workspace.unit.code else None
    document = {
        "unit": code,
        "number": bound.order_number if bound else "",
        "day": bound.order_date if bound else "",
        "targets": [_target_document(one, milestones) for one in own],
        "asked": [_target_document(one, asked.milestones) for one in asked.targets] if asked else [],
        "answers": [
            {"target": one.target, "taken": one.taken, "words": one.words} for one in (bound.answers if bound else ())
        ],
        "kept": [
            {"target": one.target, "proposed": one.quantity, "reason": one.reason}
            for one in (kept.items if kept else ())
        ],
    }
    said = []
    if own:
        name = "　".join(part for part in (bound.order_number, bound.order_date) if part) if bound else ""
        said.append("\n".join([_("In force {order}").format(order=name).strip(), _target_table(own, milestones)]))
    if asked:
        said.append("\n".join([_("Being asked about"), _target_table(asked.targets, asked.milestones)]))
    if asked and kept:
        words = splits.answer_text(kept, asked.targets)
        said.append(_("Kept here and not given yet: {words}").format(words=words))
    return Answer(document, "\n\n".join(said) or _("No target was handed down yet."))


def _target_table(shown: Any, milestones: Any) -> str:
    years = sorted({one.period for one in milestones if one.period.isdigit()})
    known = {(one.target, one.period): one.quantity for one in milestones}
    heads = (
        pgettext("column", "Number"), pgettext("column", "Target"), pgettext("column", "Kind"),
        pgettext("column", "Value"), *years,
    )  # fmt: skip
    rows = [
        (one.id, one.name, labels.label(one.kind), formats.target_text(one),
         *(formats.number(known.get((one.id, year))) for year in years))
        for one in shown
    ]  # fmt: skip
    return render.table(heads, rows, right=range(3, 4 + len(years)))


def _target_document(target: Any, milestones: Any) -> dict[str, Any]:
    return {
        "id": target.id, "name": target.name, "kind": target.kind, "comparator": target.comparator,
        "quantity": target.quantity, "unit": target.unit, "horizon": target.horizon,
        "milestones": {one.period: one.quantity for one in milestones if one.target == target.id},
    }  # fmt: skip


def _item(workspace: "Workspace", text: str, unit: str) -> "OpinionItem":
    """TARGET=FIGURE@REASON as typed: the target by id or name of those that are asked about."""
    from ipdesk.domain.ledger.contents import OpinionItem, read_targets
    from ipdesk.services import handdown

    name, equals, rest = text.partition("=")
    figure, at, reason = rest.partition("@")
    if not (equals and at and name.strip() and reason.strip()):
        raise click.BadParameter(_("“{text}” is no answer; write TARGET=FIGURE@REASON.").format(text=text))
    consult = handdown.consultation_package(workspace, unit or workspace.unit.code)
    asked = read_targets(consult).targets if consult else ()
    found = next((one.id for one in asked if name.strip() in (one.id, one.name)), name.strip())
    return OpinionItem(found, arguments.figure(figure) if figure.strip() else None, reason.strip())


def _codes(workspace: "Workspace", units: tuple[str, ...]) -> tuple[str, ...]:
    from ipdesk.services.workspace import find_unit

    return tuple(find_unit(workspace.policy.units, unit).code for unit in units)


def _sent(sent: "tuple[SentTargets, ...]", said: str) -> Answer:
    document = [
        {"unit": one.unit.code, "package": one.package, "targets": one.targets,
         "file": str(one.path) if one.path else None}
        for one in sent
    ]  # fmt: skip
    heads = (pgettext("column", "Unit"), pgettext("column", "Targets"), pgettext("column", "File"))
    rows = [(one.unit.short, str(one.targets), one.path.name if one.path else "") for one in sent]
    return Answer(document, f"{said}\n{render.table(heads, rows, right=(1,))}")


def _dealt(workspace: "Workspace", view: "SchemeView", said: str, unit: str) -> Answer:
    from ipdesk.services import consultation

    found = consultation.opinions(workspace, view.scheme)
    left = sum(len(one.open_points) for one in found)
    rest = ngettext("{n} point is left.", "{n} points are left.", left).format(n=left)
    return Answer([_opinion_document(one) for one in found], f"{said.format(unit=unit_names(workspace)[unit])}{rest}")


def _point_cells(point: "OpinionPoint") -> tuple[str, str, str, str, str]:
    how = point.handled.how if point.handled else ""
    words = point.handled.words if point.handled else ""
    return (
        point.plan_target.name if point.plan_target else point.target,
        formats.number(point.asked),
        formats.number(point.item.quantity),
        point.item.reason,
        _("{how}: {words}").format(how=splits.handled(how), words=words) if words else splits.handled(how),
    )


def _opinion_document(one: "UnitOpinion") -> dict[str, Any]:
    return {
        "unit": one.unit.code,
        "state": one.state,
        "consult": one.consult.id,
        "opinion": one.opinion.id if one.opinion else None,
        "note": one.note,
        "versions": [version.id for version in one.versions],
        "points": [
            {"opinion": point.opinion, "target": point.target,
             "plan_target": point.plan_target.id if point.plan_target else None,
             "asked": point.asked, "proposed": point.item.quantity, "reason": point.item.reason,
             "handled": point.handled.how if point.handled else None,
             "words": point.handled.words if point.handled else ""}
            for point in one.points
        ],
    }  # fmt: skip
