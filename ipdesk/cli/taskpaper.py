"""`ipdesk task compile` and `ipdesk task sample`: all units' words task by task; a sample for checks on site."""

from pathlib import Path

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.everywhere import Command
from ipdesk.cli.paper import paper_file
from ipdesk.cli.run import Answer, Run
from ipdesk.cli.taskledger import SUBJECT, SUBJECT_HELP, UNIT, slot_named
from ipdesk.domain.period import Period
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _, pgettext

_RESULTS = {"as-told": "", "differs": "", "unclear": ""}


@click.command(
    "compile", cls=Command,
    help=N_("All units' words task by task, in the office's order; with --to as Word, PDF or Excel."),
)  # fmt: skip
@click.argument("subject", metavar="[SUBJECT]", required=False, default="")
@click.option("--period", metavar="PERIOD", type=arguments.period, help=N_("As of its end; without it as of today."))
@click.option("--to", "to", metavar="FILE", type=paper_file, help=N_("The file: .docx, .pdf or .xlsx."))
@click.pass_obj
def compile_tasks(run: Run, subject: str, period: Period | None, to: Path | None) -> Answer:
    from ipdesk.services import taskreport, taskwords

    with run.workspace() as workspace:
        key = slot_named(workspace, subject, "").form if subject else ""
        lines = taskreport.lines_on_paper(workspace, period, subject=key, today=run.today)
        if to is not None:
            taskreport.write(
                workspace, taskreport.COMPILATION, period, to, subject=key, today=run.today, by=run.by(workspace)
            )
    said = []
    heading = ""
    for line in lines:
        above = f"{line.task}　{line.title}".strip()
        if above != heading:
            heading = above
            said.append(above)
        text = line.newest.text if line.newest else ""
        said.append(f"  {line.unit.short}（{taskwords.city_word(line)}）　{text or formats.NOTHING}")
    if to is not None:
        said.append(_("Written: {path}").format(path=to))
    document = [
        {
            "subject": line.slot.form, "task": line.task, "title": line.title, "unit": line.unit.code,
            "unit_short": line.unit.short, "status": taskwords.city_word(line),
            "text": line.newest.text if line.newest else "", "package": line.newest.package if line.newest else "",
        }
        for line in lines
    ]  # fmt: skip
    return Answer(document, "\n".join(said) or _("Nothing there."))


@click.command(
    "sample", cls=Command,
    help=N_("Draw measures for checks on site, from every unit, by a seed: whoever has the same list draws the same."),
)  # fmt: skip
@click.option("--seed", metavar="TEXT", required=True, help=N_("The seed, any words; it is printed with the list."))
@click.option("--per-unit", metavar="N", type=int, default=0, help=N_("So many of each unit."))
@click.option("--total", metavar="N", type=int, default=0, help=N_("So many in all, by the units' shares."))
@click.option("--done", "only_done", is_flag=True, help=N_("Only from those that are said to be done."))
@click.pass_obj
def sample(run: Run, seed: str, *, per_unit: int, total: int, only_done: bool) -> Answer:
    from ipdesk.services import tasksample, taskwords

    with run.workspace() as workspace:
        found = tasksample.sample(
            workspace, seed, per_unit=per_unit or (0 if total else 2), total=total, only_done=only_done,
            today=run.today,
        )  # fmt: skip
    heads = (
        pgettext("column", "Unit"),
        pgettext("column", "Number"),
        pgettext("measure", "Measure"),
        pgettext("column", "Drawn by"),
        pgettext("column", "Result"),
    )
    rows = [
        (
            one.line.unit.short, one.line.slot.form, taskwords.title_words(one.line), one.rank[:12],
            taskwords.result_word(one.result) if one.result else formats.NOTHING,
        )
        for one in found.drawn
    ]  # fmt: skip
    how = _(
        "Seed: {seed}. Of each unit those are taken whose SHA-256 of “seed|unit|number” is smallest: {strata}."
    ).format(seed=seed, strata=_("、").join(f"{name} {drawn}/{size}" for name, size, drawn in found.strata))
    document = {
        "seed": seed,
        "drawn": [
            {"unit": one.line.unit.code, "subject": one.line.slot.form, "rank": one.rank, "result": one.result,
             "text": one.text}
            for one in found.drawn
        ],
        "strata": [{"unit": name, "lines": size, "drawn": drawn} for name, size, drawn in found.strata],
    }  # fmt: skip
    return Answer(document, f"{render.table(heads, rows)}\n{how}")


@click.command("checked", cls=Command, help=N_("Keep what a check on site found."), epilog=SUBJECT_HELP)
@SUBJECT
@UNIT
@click.option("--seed", metavar="TEXT", default="", help=N_("The seed of the sample that it was drawn by."))
@click.option("--result", metavar="RESULT", type=arguments.one_of(_RESULTS), required=True,
              help=N_("as-told, differs or unclear."))  # fmt: skip
@click.option("--text", metavar="TEXT", required=True, help=N_("What was seen."))
@click.pass_obj
def checked(run: Run, subject: str, unit: str, *, seed: str, result: str, text: str) -> Answer:
    from ipdesk.services import matters

    with run.workspace() as workspace:
        slot = slot_named(workspace, subject, unit)
        made = matters.sampled(
            workspace, slot, seed=seed, result=result.replace("-", "_"), text=text, today=run.today,
            by=run.by(workspace),
        )  # fmt: skip
    return Answer({"package": made.value}, _("Kept."))
