"""`ipdesk year-end`: the forms of a year's end beside each other."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.everywhere import Command
from ipdesk.cli.figures import coverage_document, plan_note
from ipdesk.cli.run import Answer, Run
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _, pgettext

if TYPE_CHECKING:
    from ipdesk.services.yearend import Form, YearEndLine


@click.command(
    "year-end",
    cls=Command,
    help=N_("A year's end in its forms beside each other: last regular report, estimate, flash, final, differences."),
)
@click.argument("year", metavar="YEAR", type=click.IntRange(1990, 2100))
@click.option("--to", "to", metavar="FILE.xlsx", type=arguments.target, help=N_("Also write them to a workbook."))
@click.pass_obj
def year_end(run: Run, year: int, to: Path | None) -> Answer:
    from ipdesk.services import yearend

    with run.workspace() as workspace:
        found = yearend.year_end(workspace, year)
        written = None
        if to:
            written = yearend.write(workspace, found, to, today=run.today, by=run.by(workspace))
        said = plan_note(workspace.plan)
        counting = [yearend.form_text(line.counts) for line in found.lines]
    heads = (
        pgettext("column", "Indicator"),
        pgettext("column", "Unit of measure"),
        formats.period_short(found.regular),
        pgettext("column", "Estimate"),
        pgettext("column", "Flash"),
        pgettext("column", "Final"),
        pgettext("column", "Final − estimate"),
        pgettext("column", "In per cent"),
        pgettext("column", "Plan so far"),
        pgettext("column", "Counted by"),
    )
    rows = [_row(line, by) for line, by in zip(found.lines, counting, strict=True)]
    text = "\n\n".join([render.table(heads, rows, right=range(2, 9)), said])
    if written:
        text += "\n" + _("Written: {file}").format(file=written)
    document = {
        "year": year,
        "regular": found.regular,
        "indicators": [_document(line) for line in found.lines],
        "file": written,
    }
    return Answer(document, text)


def _row(line: "YearEndLine", by: str) -> tuple[str, ...]:
    decimals = line.indicator.decimals

    def shown(form: "Form") -> str:
        if form.coverage is None:
            return ""
        figure = formats.number(form.value, decimals)
        return figure if form.coverage.complete else f"{figure}（{formats.coverage_text(form.coverage)}）"

    return (
        line.indicator.name, line.indicator.unit, shown(line.regular), shown(line.estimate), shown(line.flash),
        shown(line.final), formats.number(line.difference, decimals, sign=True) if line.difference is not None else "",
        formats.percent(line.share) if line.share is not None else "",
        formats.number(line.plan_total, decimals) if line.plan_total is not None else "", by,
    )  # fmt: skip


def _document(line: "YearEndLine") -> dict[str, Any]:
    forms = {"regular": line.regular, "estimate": line.estimate, "flash": line.flash, "final": line.final}
    return {
        "indicator": line.indicator.id,
        "name": line.indicator.name,
        "unit": line.indicator.unit,
        **{name: {"value": form.value, "coverage": coverage_document(form.coverage)} for name, form in forms.items()},
        "difference": line.difference,
        "share": line.share,
        "counts": line.counts,
        "plan_total": line.plan_total,
    }
