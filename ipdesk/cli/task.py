"""`ipdesk task …`: the year's measures and where they stand."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.everywhere import Group
from ipdesk.cli.grammar import need_command
from ipdesk.cli.run import Answer, Run
from ipdesk.cli.wording import change_word, findings_text
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _, pgettext

if TYPE_CHECKING:
    from ipdesk.domain.measure import Measure
    from ipdesk.services.measurepreview import Preview
    from ipdesk.services.workspace import Workspace


@click.group("task", cls=Group, help=N_("The year's measures under the plan's tasks, and where they stand."))
@click.pass_context
def task(context: click.Context) -> None:
    need_command(context)


@task.command(
    "import",
    help=N_(
        "Take in a division of work (分工方案) from Excel: each cell is shown as new, changed or as before; what is "
        "not sure is asked. Ends with 1 while questions are left, and nothing is kept then."
    ),
)
@click.argument("path", metavar="FILE", type=arguments.existing)
@click.option("--year", metavar="YEAR", type=int, help=N_("The year of the measures; without it this year."))
@click.option("--dry-run", is_flag=True, help=N_("Only show what would change."))
@click.option(
    "--answers", metavar="FILE.json", type=arguments.existing,
    help=N_("Answers to the questions of an earlier run: JSON, an object of question and answer."),
)  # fmt: skip
@click.pass_obj
def import_file(run: Run, path: Path, year: int | None, dry_run: bool, answers: Path | None) -> Answer:
    from ipdesk.services import measuresin

    given = read_answers(answers) if answers else {}
    with run.workspace() as workspace:
        found = measuresin.import_measures(
            workspace, path, year or run.today.year, answers=given, dry_run=dry_run, today=run.today,
            by=run.by(workspace),
        ).value  # fmt: skip
    return Answer(_preview_document(found), _preview_text(found, dry_run=dry_run), left=bool(found.asks))


@task.command("list", help=N_("The measures of a year: task, measure, who leads and supports, by when."))
@click.option("--year", metavar="YEAR", type=int, help=N_("Only this year."))
@click.option("--unit", metavar="UNIT", default="", help=N_("Only what this unit leads or supports."))
@click.pass_obj
def list_measures(run: Run, year: int | None, unit: str) -> Answer:
    from ipdesk.domain.measure import concerning
    from ipdesk.services.measures import all_measures
    from ipdesk.services.workspace import find_unit

    with run.workspace() as workspace:
        measures = all_measures(workspace)
        if unit:
            measures = concerning(measures, find_unit(workspace.policy.units, unit).code)
        measures = tuple(one for one in measures if year in (None, one.year))
        document = [_measure_document(workspace, one) for one in measures]
        text = _measure_table(workspace, measures) if measures else _("There are no measures.")
    return Answer(document, text)


@task.command("export", help=N_("Write the measures of a year as Excel: to be corrected there and imported again."))
@click.option("--year", metavar="YEAR", type=int, help=N_("The year; without it this year."))
@click.option("--to", "to", metavar="FILE.xlsx", type=arguments.target, required=True, help=N_("The file to write."))
@click.pass_obj
def export_file(run: Run, year: int | None, to: Path) -> Answer:
    from ipdesk.services.measuresout import export_measures

    with run.workspace() as workspace:
        path = export_measures(workspace, year or run.today.year, to, today=run.today, by=run.by(workspace))
    return Answer({"path": str(path)}, _("Written: {path}").format(path=path))


@task.command(
    "hand-down",
    help=N_(
        "Hand every unit the measures that it leads or supports (下达). Forms that are issued afterwards ask about "
        "them."
    ),
)
@click.option("--unit", "units", metavar="UNIT", multiple=True, help=N_("Only this unit; may be said several times."))
@click.option("--dry-run", is_flag=True, help=N_("Only show who would get what."))
@click.pass_obj
def hand_down(run: Run, units: tuple[str, ...], dry_run: bool) -> Answer:
    from ipdesk.services import measures
    from ipdesk.services.workspace import find_unit

    with run.workspace() as workspace:
        codes = tuple(find_unit(workspace.policy.units, one).code for one in units)
        if dry_run:
            found = tuple(one for one in measures.to_hand_down(workspace, codes) if one.differs)
        else:
            found = measures.hand_down(workspace, codes, today=run.today, by=run.by(workspace)).value
    heads = (
        pgettext("column", "Unit"),
        pgettext("column", "Measures"),
        pgettext("column", "New"),
        pgettext("column", "Changed"),
        pgettext("column", "Taken back"),
    )
    rows = [
        (one.unit.short, str(len(one.measures)), str(len(one.new)), str(len(one.changed)), str(len(one.gone)))
        for one in found
    ]
    document = [
        {
            "unit": one.unit.code,
            "measures": [measure.id for measure in one.measures],
            "new": one.new,
            "changed": one.changed,
            "gone": one.gone,
        }
        for one in found
    ]
    text = render.table(heads, rows, right=(1, 2, 3, 4)) if rows else _("Every unit has its measures already.")
    if dry_run and rows:
        text += "\n" + _("Nothing was handed down: this was a trial.")
    return Answer(document, text)


def read_answers(path: Path) -> Mapping[str, str]:
    """Answers as JSON, question to answer. UsageError when it is anything else."""
    try:
        answers = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as fault:
        raise click.UsageError(_("{file} is not JSON ({fault}).").format(file=path, fault=fault)) from None
    if not isinstance(answers, dict) or not all(isinstance(one, str) for one in answers.values()):
        raise click.UsageError(_("{file} needs one object: {{question: answer}}.").format(file=path))
    return dict(answers)


def _measure_document(workspace: "Workspace", measure: "Measure") -> dict[str, Any]:
    from ipdesk.services.measurewords import task_name

    return {
        "id": measure.id,
        "year": measure.year,
        "clause": measure.clause,
        "task": task_name(workspace.plan, measure),
        "title": measure.title,
        "goal": measure.goal,
        "quantity": measure.quantity,
        "unit": measure.unit,
        "deadline": measure.deadline,
        "due": measure.due,
        "lead": measure.lead,
        "support": measure.support,
        "lead_text": measure.lead_text,
        "support_text": measure.support_text,
        "shared": measure.shared,
        "person": measure.person,
        "standing": measure.standing,
        "note": measure.note,
    }


def _measure_table(workspace: "Workspace", measures: "tuple[Measure, ...]") -> str:
    from ipdesk.services.measurewords import column_names, goal_words, task_name

    names = column_names()
    heads = [names[code] for code in ("id", "task", "title", "goal", "lead", "support", "deadline")]
    rows = [
        (
            one.id, task_name(workspace.plan, one), one.title, goal_words(one), one.lead_text or formats.NOTHING,
            one.support_text or formats.NOTHING, one.deadline or formats.NOTHING,
        )
        for one in measures
    ]  # fmt: skip
    return render.table(heads, rows)


def _preview_document(found: "Preview") -> dict[str, Any]:
    return {
        "year": found.year,
        "kept": not found.asks,
        "lines": [
            {
                "sheet": line.sheet,
                "row": line.row,
                "how": line.how,
                "id": line.measure.id if line.measure else "",
                "text": line.text,
                "cells": line.cells,
            }
            for line in found.lines
        ],
        "gone": [one.id for one in found.gone],
        "asks": [{"id": one.id, "text": one.text, "choices": dict(one.choices)} for one in found.asks],
        "notes": [{"code": one.code, "params": one.params, "where": one.where} for one in found.notes],
    }


def _preview_text(found: "Preview", *, dry_run: bool) -> str:
    lines = []
    for line in found.lines:
        if line.how == "heading":
            lines.append(_("{sheet}, row {row}: no measure, passed over: {text}").format(
                sheet=line.sheet, row=line.row, text=line.text))  # fmt: skip
            continue
        if line.how == "same":
            continue
        lines.append(_("{sheet}, row {row}: {how}: {text}").format(
            sheet=line.sheet, row=line.row, how=change_word(line.how), text=line.text))  # fmt: skip
        lines += [
            f"    {cell.name}：{cell.before or formats.NOTHING} → {cell.after or formats.NOTHING}"
            for cell in line.cells
            if cell.how == "changed"
        ]
    lines += [_("Not in the file any more, dropped: {id} {title}").format(id=one.id, title=one.title)
              for one in found.gone]  # fmt: skip
    if found.notes:
        lines.append(findings_text(found.notes))
    for ask in found.asks:
        lines.append(_("Question {id}: {text}").format(id=ask.id, text=ask.text))
        lines += [f"    {answer} = {words}" for answer, words in ask.choices]
    lines.append(
        _("{new} new, {changed} changed, {same} as before, {gone} dropped; {asked} questions.").format(
            new=found.count("new"), changed=found.count("changed"), same=found.count("same"), gone=len(found.gone),
            asked=len(found.asks),
        )
    )  # fmt: skip
    if found.asks:
        lines.append(_("Nothing was kept yet. Answer the questions with --answers FILE.json."))
    elif dry_run:
        lines.append(_("Nothing was kept: this was a trial."))
    return "\n".join(lines)


@task.command(
    "send",
    help=N_(
        "Write the files for tasks and orders: the parent a sheet for each unit, to be filled in with any spreadsheet "
        "or taken in by ipdesk; a unit what it told and answered."
    ),
)
@click.option("--to", "to", metavar="DIR", type=arguments.target, required=True, help=N_("The folder to write into."))
@click.option("--unit", "units", metavar="UNIT", multiple=True, help=N_("Only this unit; may be said several times."))
@click.pass_obj
def send(run: Run, to: Path, units: tuple[str, ...]) -> Answer:
    from ipdesk.services import taskmail
    from ipdesk.services.workspace import find_unit

    with run.workspace() as workspace:
        codes = tuple(find_unit(workspace.policy.units, one).code for one in units)
        paths = taskmail.send(workspace, to, units=codes, today=run.today, by=run.by(workspace)).value
    return Answer([str(path) for path in paths], "\n".join(_("Written: {path}").format(path=path) for path in paths))
