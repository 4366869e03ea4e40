"""`ipdesk task status …`: the ledger of tasks, and what is decided on one of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.everywhere import Command
from ipdesk.cli.run import Answer, Run
from ipdesk.domain.form import TaskState
from ipdesk.domain.light import Colour
from ipdesk.domain.period import Period
from ipdesk.text import formats, lightwords
from ipdesk.text.i18n import N_, _, pgettext

if TYPE_CHECKING:
    from ipdesk.domain.ledger.matter import Entry
    from ipdesk.domain.ledger.package import Slot
    from ipdesk.services.tasks import TaskLine
    from ipdesk.services.workspace import Done, Workspace

SUBJECT_HELP = N_("SUBJECT is the number of a measure, the number or title of a task, or a target; UNIT who has it.")
_STATES = {state.value.replace("_", "-"): "" for state in TaskState}
_COLOURS = {colour.value: "" for colour in Colour}
SUBJECT = click.argument("subject", metavar="SUBJECT")
UNIT = click.option("--unit", "unit", metavar="UNIT", default="", help=N_("Whose it is; without it this unit's own."))
BASIS = click.option(
    "--basis", metavar="TEXT", default="", help=N_("On behalf of the unit: what it rests on (a letter, a call)."),
)  # fmt: skip
REASON = click.option("--reason", metavar="TEXT", default="", help=N_("Why."))
EVIDENCE = click.option(
    "--evidence", metavar="NAME", multiple=True, help=N_("Name of a document; may be said several times.")
)
TEXT = click.option("--text", metavar="TEXT", default="", help=N_("In words."))


@click.command(
    "status",
    cls=Command,
    help=N_("The ledger of tasks: who, by when, what the unit says, the light by the rule, what waits."),
)
@click.option("--period", metavar="PERIOD", type=arguments.period, help=N_("As of its end; without it as of today."))
@click.option("--unit", "units", metavar="UNIT", multiple=True, help=N_("Only this unit; may be said several times."))
@click.option(
    "--waiting", is_flag=True, help=N_("Only what waits for somebody here. Ends with 1 while something does.")
)
@click.pass_obj
def status(run: Run, period: Period | None, units: tuple[str, ...], waiting: bool) -> Answer:
    from ipdesk.services import tasks, taskwords
    from ipdesk.services.workspace import find_unit

    with run.workspace() as workspace:
        codes = tuple(find_unit(workspace.policy.units, one).code for one in units)
        lines = tasks.ledger(workspace, period=period, units=codes, today=run.today)
    if waiting:
        lines = tuple(line for line in lines if line.waits)
    heads = (
        pgettext("column", "Number"),
        pgettext("column", "Task"),
        pgettext("column", "Unit"),
        pgettext("column", "Part"),
        pgettext("column", "Deadline"),
        pgettext("column", "Says itself"),
        pgettext("column", "Status"),
        pgettext("column", "Completed"),
        pgettext("column", "Waits"),
    )
    rows = [
        (
            line.slot.form, taskwords.title_words(line), line.unit.short, taskwords.role_word(line.role),
            taskwords.deadline_words(line) or formats.NOTHING, taskwords.self_word(line) or formats.NOTHING,
            taskwords.city_word(line), taskwords.completion_words(line), taskwords.wait_words(line),
        )
        for line in lines
    ]  # fmt: skip
    text = render.table(heads, rows, right=(7,)) if rows else _("Nothing there.")
    return Answer([line_document(line) for line in lines], text, left=waiting and bool(lines))


@click.command("show", cls=Command, help=N_("One task of a unit: all that was told and decided."), epilog=SUBJECT_HELP)
@SUBJECT
@UNIT
@click.pass_obj
def show(run: Run, subject: str, unit: str) -> Answer:
    from ipdesk.domain.errors import NotFound
    from ipdesk.services import tasks, taskwords
    from ipdesk.services.measurewords import goal_words

    with run.workspace() as workspace:
        slot = slot_named(workspace, subject, unit)
        line = tasks.line_of(workspace, slot, today=run.today)
        if line is None:
            raise NotFound("subject_unknown", subject=subject)
        moments = tasks.history(workspace, line)
        names = {one.code: one.short for one in workspace.policy.units}
    facts = [
        (_("Task"), line.task),
        (pgettext("measure", "Measure"), line.title),
        (_("Unit"), f"{line.unit.short} {taskwords.role_word(line.role)}".strip()),
        (_("Goal of the year"), goal_words(line.measure) if line.measure else ""),
        (_("Deadline"), taskwords.deadline_words(line)),
        (_("Says itself"), taskwords.self_word(line)),
        (_("Status"), taskwords.city_word(line)),
        (_("Completed"), taskwords.completion_words(line)),
        (_("Waits"), taskwords.wait_words(line)),
    ]
    said = [render.definitions((name, value) for name, value in facts if value)]
    for moment in moments:
        then, now = lightwords.light_text(moment.then.line), lightwords.light_text(moment.now.line)
        changed = _(" (now {light})").format(light=now) if then != now else ""
        said.append(f"{formats.date_text(moment.told.day)}　{then}{changed}\n    {moment.told.text or formats.NOTHING}")
    for entry in line.matter.entries:
        said.append(
            f"{entry.date}　{names.get(entry.maker, entry.maker)} {entry.officer}　{taskwords.entry_words(entry)}"
        )
        said += [f"    {text}" for text in taskwords.entry_text(entry).splitlines()]
    document = {
        **line_document(line),
        "history": [
            {"day": one.told.day, "period": one.told.period, "state": one.told.state, "text": one.told.text,
             "then": light_document(one.then), "now": light_document(one.now), "package": one.told.package}
            for one in moments
        ],
        "entries": [entry_document(one) for one in line.matter.entries],
    }  # fmt: skip
    return Answer(document, "\n".join(said))


@click.command(
    "update", cls=Command, help=N_("Tell how a task stands, outside the forms of a period."), epilog=SUBJECT_HELP
)
@SUBJECT
@UNIT
@click.option("--state", metavar="STATE", type=arguments.one_of(_STATES), default=None,
              help=N_("done, on-course, lagging, not-begun or standing."))  # fmt: skip
@click.option("--quantity", metavar="NUMBER", default="", help=N_("How much of the year's quantity is done."))
@TEXT
@click.option("--problem", metavar="TEXT", default="", help=N_("Problems."))
@click.option("--cause", metavar="TEXT", default="", help=N_("Their causes."))
@click.option("--next", "next_", metavar="TEXT", default="", help=N_("Next steps."))
@click.option("--coordinate", metavar="TEXT", default="", help=N_("What others have to help with."))
@EVIDENCE
@BASIS
@click.pass_obj
def update(
    run: Run, subject: str, unit: str, *, state: str | None, quantity: str, text: str, problem: str, cause: str,
    next_: str, coordinate: str, evidence: tuple[str, ...], basis: str,
) -> Answer:  # fmt: skip
    from ipdesk.services import matters
    from ipdesk.services.formbuild import READING
    from ipdesk.services.typed import figure

    if quantity:
        try:
            quantity = format(figure(quantity, "", READING), "f")
        except ValueError:
            raise click.BadParameter(_("“{text}” is no number.").format(text=quantity)) from None
    facts = {
        "state": (state or "").replace("-", "_"), "quantity": quantity, "text": text, "problem": problem,
        "cause": cause, "next": next_, "coordinate": coordinate, "evidence": "\n".join(evidence),
    }  # fmt: skip
    with _place(run, subject, unit) as (workspace, slot):
        made = matters.tell_progress(workspace, slot, facts, basis=basis, today=run.today, by=run.by(workspace))
    return _done(made, _("Kept."))


@click.command(
    "postpone", cls=Command, help=N_("Put the deadline of a unit's task off, with reason and approver."),
    epilog=SUBJECT_HELP,
)  # fmt: skip
@SUBJECT
@UNIT
@click.option(
    "--deadline", metavar="TEXT", required=True, help=N_("The new deadline, like 2026年11月底 or 2026-11-30.")
)
@click.option("--approver", metavar="NAME", required=True, help=N_("Who approved it."))
@click.option("--reason", metavar="TEXT", required=True, help=N_("Why."))
@click.pass_obj
def postpone(run: Run, subject: str, unit: str, *, deadline: str, approver: str, reason: str) -> Answer:
    from ipdesk.services import matters

    with _place(run, subject, unit) as (workspace, slot):
        made = matters.postpone(
            workspace, slot, deadline, approver=approver, reason=reason, today=run.today, by=run.by(workspace)
        )
    return _done(made, _("The deadline is now {deadline}.").format(deadline=deadline))


@click.command("apply", cls=Command, help=N_("Apply to close a task (申请销号)."), epilog=SUBJECT_HELP)
@SUBJECT
@UNIT
@TEXT
@EVIDENCE
@BASIS
@click.pass_obj
def apply(run: Run, subject: str, unit: str, *, text: str, evidence: tuple[str, ...], basis: str) -> Answer:
    from ipdesk.services import matters

    with _place(run, subject, unit) as (workspace, slot):
        made = matters.apply_to_close(
            workspace, slot, text, evidence=evidence, basis=basis, today=run.today, by=run.by(workspace)
        )
    return _done(made, _("Applied to close. It travels with the next file that goes up, or with: ipdesk task send."))


@click.command(
    "close", cls=Command, help=N_("Close a unit's task (销号): approve its application, or with a reason without one."),
    epilog=SUBJECT_HELP,
)  # fmt: skip
@SUBJECT
@UNIT
@REASON
@click.pass_obj
def close(run: Run, subject: str, unit: str, reason: str) -> Answer:
    from ipdesk.services import matters

    with _place(run, subject, unit) as (workspace, slot):
        made = matters.close(workspace, slot, reason=reason, today=run.today, by=run.by(workspace))
    return _done(made, _("Closed."))


@click.command("return", cls=Command, help=N_("Return an application to close, with the reason."), epilog=SUBJECT_HELP)
@SUBJECT
@UNIT
@click.option("--reason", metavar="TEXT", required=True, help=N_("What is missing."))
@click.pass_obj
def return_(run: Run, subject: str, unit: str, reason: str) -> Answer:
    from ipdesk.services import matters

    with _place(run, subject, unit) as (workspace, slot):
        made = matters.return_(workspace, slot, reason=reason, today=run.today, by=run.by(workspace))
    return _done(made, _("Returned."))


@click.command("reopen", cls=Command, help=N_("Take a closing back, with the reason."), epilog=SUBJECT_HELP)
@SUBJECT
@UNIT
@click.option("--reason", metavar="TEXT", required=True, help=N_("Why."))
@click.pass_obj
def reopen(run: Run, subject: str, unit: str, reason: str) -> Answer:
    from ipdesk.services import matters

    with _place(run, subject, unit) as (workspace, slot):
        made = matters.reopen(workspace, slot, reason=reason, today=run.today, by=run.by(workspace))
    return _done(made, _("Open again."))


@click.command(
    "rate", cls=Command,
    help=N_("Set the parent's own status of a task for a period, in place of the rule's light. Versions are kept."),
    epilog=SUBJECT_HELP,
)  # fmt: skip
@SUBJECT
@UNIT
@click.option("--period", metavar="PERIOD", type=arguments.period, required=True, help=N_("For which period."))
@click.option("--light", metavar="COLOUR", type=arguments.one_of(_COLOURS), required=True,
              help=N_("green, blue, yellow, orange, red, black or grey."))  # fmt: skip
@click.option("--word", metavar="TEXT", required=True, help=N_("The word that stands beside the light."))
@click.option("--reason", metavar="TEXT", required=True, help=N_("Why."))
@click.pass_obj
def rate(run: Run, subject: str, unit: str, *, period: Period, light: str, word: str, reason: str) -> Answer:
    from ipdesk.services import matters

    with _place(run, subject, unit) as (workspace, slot):
        made = matters.rate(
            workspace, slot, period, Colour(light), word, reason=reason, today=run.today, by=run.by(workspace)
        )
    return _done(made, _("Kept."))


@click.command(
    "lights", cls=Command,
    help=N_("The rule of the lights in words, and holes in it; changed by a preset or a table. Ends with 1 for holes."),
)  # fmt: skip
@click.option("--preset", metavar="NAME", default="", help=N_("Take a rule that ships; `list` names them."))
@click.option("--from", "source", metavar="FILE.csv", type=arguments.existing, help=N_("Take the rule of this table."))
@click.option("--to", "to", metavar="FILE.csv", type=arguments.target, help=N_("Write the rule as a table."))
@click.option("--dry-run", is_flag=True, help=N_("Only show the rule; it is not laid down."))
@click.pass_obj
def lights(run: Run, *, preset: str, source: Path | None, to: Path | None, dry_run: bool) -> Answer:
    from ipdesk.domain.light import PRESETS, lint_lights
    from ipdesk.services import lights as keeping

    if preset == "list":
        return Answer(list(PRESETS), "\n".join(PRESETS))
    with run.workspace() as workspace:
        rule = keeping.rule_here(workspace)
        if preset or source:
            rule = keeping.read_rule(source) if source else keeping.preset(preset)
            if not dry_run:
                keeping.set_rule(workspace, rule, today=run.today, by=run.by(workspace))
    found = lint_lights(rule)
    if to is not None:
        keeping.write_rule(rule, to)
    said = [f"{number}. {lightwords.line_sentence(line)}" for number, line in enumerate(rule, start=1)]
    said += [lightwords.finding_sentence(one) for one in found if one.severity != "note"]
    if to is not None:
        said.append(_("Written: {path}").format(path=to))
    document = {
        "preset": keeping.preset_of(rule),
        "lines": [
            {"colour": line.colour, "word": line.word, "level": line.level, "shape": lightwords.SHAPES[line.level],
             "basis": line.basis, "low": line.low, "high": line.high, "low_open": line.low_open,
             "high_open": line.high_open, "states": line.states, "sentence": lightwords.line_sentence(line)}
            for line in rule
        ],
        "findings": [
            {"code": one.code, "severity": one.severity, "params": one.params,
             "sentence": lightwords.finding_sentence(one)}
            for one in found
        ],
    }  # fmt: skip
    return Answer(document, "\n".join(said), left=any(one.severity != "note" for one in found))


@contextmanager
def _place(run: Run, subject: str, unit: str) -> Iterator[tuple["Workspace", "Slot"]]:
    with run.workspace() as workspace:
        yield workspace, slot_named(workspace, subject, unit)


def slot_named(workspace: "Workspace", subject: str, unit: str) -> "Slot":
    """The task of a unit that a person names; without a unit, of this one."""
    from ipdesk.services.matters import subject_slot
    from ipdesk.services.workspace import find_unit

    code = find_unit(workspace.policy.units, unit).code if unit else workspace.unit.code
    return subject_slot(workspace, code, subject)


def _done(made: "Done[str]", text: str) -> Answer:
    return Answer({"package": made.value}, text)


def light_document(lit: Any) -> dict[str, Any] | None:
    line = lit.line
    return None if line is None else {
        "colour": line.colour, "word": line.word, "level": line.level, "basis": line.basis, "value": lit.value,
    }  # fmt: skip


def entry_document(entry: "Entry") -> dict[str, Any]:
    return {
        "id": entry.id, "verb": entry.verb, "maker": entry.maker, "officer": entry.officer, "date": entry.date,
        "reason": entry.reason, "names": entry.names, "facts": dict(entry.facts),
    }  # fmt: skip


def line_document(line: "TaskLine") -> dict[str, Any]:
    """A line of the ledger as JSON."""
    told = line.newest
    return {
        "kind": line.slot.kind,
        "subject": line.slot.form,
        "unit": line.unit.code,
        "unit_short": line.unit.short,
        "task": line.task,
        "title": line.title,
        "role": line.role,
        "deadline": line.deadline,
        "due": line.due,
        "state": line.situation.state,
        "text": told.text if told else "",
        "told_on": told.day if told else None,
        "pending": told.pending if told else False,
        "completion": line.completion,
        "elapsed": line.situation.elapsed,
        "overdue": line.situation.overdue,
        "light": light_document(line.lit),
        "mark": entry_document(line.mark) if line.mark else None,
        "closed": line.matter.closed is not None,
        "applied": line.matter.applied is not None,
        "orders": [
            {"number": one.entry.fact("number"), "state": one.state, "deadline": one.deadline}
            for one in line.matter.orders
        ],
        "disputed": line.matter.disputed,
        "waits": line.waits,
        "handed": line.handed,
    }
