"""`ipdesk consolidate`: the totals of a period, taken apart where asked, as of now or of an earlier moment."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.everywhere import Command
from ipdesk.cli.exchange import PERIOD_HELP
from ipdesk.cli.figures import coverage_document, plan_note
from ipdesk.cli.moments import MOMENT_HELP, as_of_note, then
from ipdesk.cli.run import Answer, Run
from ipdesk.domain.breakdown import Place
from ipdesk.domain.errors import NotFound
from ipdesk.domain.period import Period, parse
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _, pgettext
from ipdesk.text.labels import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ipdesk.domain.breakdown import BreakdownLine
    from ipdesk.services.consolidate import IndicatorLine


#: How many missing units a line of the table names.
_MOST_NAMES = 3


@click.command(
    "consolidate",
    cls=Command,
    help=N_("The totals of a period from what was accepted, with how many units are in each."),
)
@click.option("--period", metavar="PERIOD", type=arguments.period, required=True, help=PERIOD_HELP)
@click.option("--to", "to", metavar="FILE.xlsx", type=arguments.target, help=N_("Also write them to a workbook."))
@click.option(
    "--indicator", metavar="NAME", default="",
    help=N_("Only this one (id or name), taken apart: areas, zones inside them, departments, adjustments."),
)  # fmt: skip
@click.option("--as-of", "as_of", metavar="MOMENT", default="", help=MOMENT_HELP)
@click.pass_obj
def consolidate(run: Run, *, period: Period, to: Path | None, indicator: str, as_of: str) -> Answer:
    from ipdesk.services import consolidate as consolidating
    from ipdesk.services.release import made_notes

    with run.workspace() as workspace, then(workspace, as_of) as moment:
        lines = consolidating.consolidate(workspace, period)
        written = None
        if indicator:
            lines = _chosen(lines, indicator)
        if to:
            by = run.by(workspace)
            notes = as_of_note(moment)
            at = moment.number if moment else None
            written = consolidating.write_consolidation(
                workspace, period, to, notes=notes, moment=at, today=run.today, by=by
            )
        said = [*made_notes(workspace, period), plan_note(workspace.plan), *as_of_note(moment)]
        units = {unit.code: unit.short for unit in workspace.policy.units}
    document = {
        "period": period,
        "as_of": moment,
        "indicators": [line_document(line) for line in lines],
        "file": written,
    }
    parts = [_table(lines, units), *(_apart(line, units) for line in lines if indicator), "\n".join(said)]
    if written:
        parts[-1] += "\n" + _("Written: {file}").format(file=written)
    return Answer(document, "\n\n".join(parts))


def line_document(line: "IndicatorLine") -> dict[str, Any]:
    """A total as JSON, with all that is in it and beside it."""
    return {
        "indicator": line.indicator.id,
        "name": line.indicator.name,
        "unit": line.indicator.unit,
        "value": line.total.value,
        "unadjusted": line.total.unadjusted,
        "doubles_open": line.total.doubles_open,
        "plan_total": line.plan_total,
        "method": line.total.method,
        "coverage": coverage_document(line.total.coverage),
        "numerator": line.total.numerator,
        "denominator": line.total.denominator,
        "data_period": line.data_period,
        "parts": line.total.parts,
        "beside": line.total.beside,
        "adjustments": line.total.adjustments,
        "lines": line.lines,
        "code": line.code,
    }


def _chosen(lines: "Sequence[IndicatorLine]", name: str) -> "tuple[IndicatorLine, ...]":
    found = tuple(line for line in lines if name in (line.indicator.id, line.indicator.name, *line.indicator.aliases))
    if not found:
        raise NotFound("indicator_unknown", indicator=name)
    return found


def _table(lines: "Sequence[IndicatorLine]", units: "Mapping[str, str]") -> str:
    heads = (
        pgettext("column", "Indicator"),
        pgettext("column", "Unit of measure"),
        pgettext("column", "Total"),
        pgettext("column", "Units in it"),
        pgettext("column", "Missing"),
        pgettext("column", "Made by"),
        pgettext("column", "Code"),
    )
    rows = [
        (
            line.indicator.name,
            line.indicator.unit,
            formats.number(line.total.value, line.indicator.decimals),
            formats.coverage_text(line.total.coverage),
            _few([units.get(code, code) for code in line.total.coverage.missing]),
            label(line.total.method) + (_(" (doubles not yet taken out)") if line.total.doubles_open else ""),
            line.code,
        )
        for line in lines
    ]
    return render.table(heads, rows, right=(2, 3))


def _few(names: "Sequence[str]") -> str:
    """So many names as fit a table; `--indicator` shows all of them."""
    shown = "、".join(names[:_MOST_NAMES])
    return shown if len(names) <= _MOST_NAMES else _("{names} and {count} more").format(
        names=shown, count=len(names) - _MOST_NAMES
    )  # fmt: skip


def _apart(line: "IndicatorLine", units: "Mapping[str, str]") -> str:
    """A total taken apart, one line a unit; a ratio with its two parts."""
    ratio = line.total.numerator is not None
    parts = (pgettext("column", "Numerator"), pgettext("column", "Denominator")) if ratio else ()
    heads = (pgettext("column", "Unit"), *parts, pgettext("column", "Figure"), pgettext("column", "In the total"),
             pgettext("column", "Remark"))  # fmt: skip
    rows = [_apart_row(one, line, units, ratio=ratio) for one in line.lines]
    sums = (formats.number(line.total.numerator), formats.number(line.total.denominator)) if ratio else ()
    total = formats.number(line.total.value, line.indicator.decimals)
    rows.append((_("Total"), *sums, total, formats.coverage_text(line.total.coverage), label(line.total.method)))
    if line.total.adjustments and line.total.unadjusted is not None:
        plain = formats.number(line.total.unadjusted, line.indicator.decimals)
        rows.append((_("Before adjusting"), *(("", "") if ratio else ()), plain, "", ""))
    return render.table(heads, rows, right=range(1, 2 + len(parts)))


def _apart_row(
    one: "BreakdownLine", line: "IndicatorLine", units: "Mapping[str, str]", *, ratio: bool
) -> tuple[str, ...]:
    name = units.get(one.unit, one.unit)
    if one.place is Place.INSIDE:
        name = _("  of which {unit}").format(unit=name)
    elif one.kind is not None:
        name = label(one.kind)
    figures = tuple(formats.number(amount) for amount in one.quantities[-2:]) if ratio else ()
    remark = one.reason
    if one.carried:
        remark = _("carried forward from {period}").format(period=formats.period_text(parse(one.carried)))
    elif one.missing:
        remark = _("missing")
    elif one.place is not Place.AREA and one.kind is None:
        remark = label(one.place)
    added = pgettext("in the total", "yes") if one.added else pgettext("in the total", "no")
    return (name, *figures, formats.number(one.value, line.indicator.decimals), added, remark)
