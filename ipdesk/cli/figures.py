"""`status`, `consolidate`, `evaluate`, `release`: what the figures of a period come to."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.everywhere import Command
from ipdesk.cli.exchange import PERIOD_HELP
from ipdesk.cli.run import Answer, Run
from ipdesk.cli.wording import thresholds_text, unit_state
from ipdesk.domain.judgement import Coverage, Judgement
from ipdesk.domain.period import Period
from ipdesk.domain.plan import Plan
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _, pgettext
from ipdesk.text.labels import label, rating_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipdesk.services.collect import Status
    from ipdesk.services.consolidate import IndicatorLine
    from ipdesk.services.evaluate import Assessed


@click.command("status", cls=Command, help=N_("Who has reported, who is missing, who is late."))
@click.option("--period", metavar="PERIOD", type=arguments.period, required=True, help=PERIOD_HELP)
@click.pass_obj
def status(run: Run, period: Period) -> Answer:
    from ipdesk.services import collect

    with run.workspace() as workspace:
        found = collect.status(workspace, period, today=run.today)
    return Answer(_status_document(found), _status_text(found))


@click.command(
    "consolidate",
    cls=Command,
    help=N_("The totals of a period from what was accepted, with how many units are in each."),
)
@click.option("--period", metavar="PERIOD", type=arguments.period, required=True, help=PERIOD_HELP)
@click.option("--to", "to", metavar="FILE.xlsx", type=arguments.target, help=N_("Also write them to a workbook."))
@click.pass_obj
def consolidate(run: Run, period: Period, to: Path | None) -> Answer:
    from ipdesk.services import consolidate as consolidating

    with run.workspace() as workspace:
        lines = consolidating.consolidate(workspace, period)
        written = None
        if to:
            by = run.by(workspace)
            written = consolidating.write_consolidation(workspace, period, to, today=run.today, by=by)
        said = _plan_note(workspace.plan)
    document = {"period": period, "indicators": [_line_document(line) for line in lines], "file": written}
    heads = (
        pgettext("column", "Indicator"),
        pgettext("column", "Unit of measure"),
        pgettext("column", "Total"),
        pgettext("column", "Units in it"),
        pgettext("column", "Made by"),
        pgettext("column", "Code"),
    )
    rows = [
        (
            line.indicator.name,
            line.indicator.unit,
            formats.number(line.total.value, line.indicator.decimals),
            formats.coverage_text(line.total.coverage),
            label(line.total.method),
            line.code,
        )
        for line in lines
    ]
    text = "\n\n".join([render.table(heads, rows, right=(2, 3)), said])
    if written:
        text += "\n" + _("Written: {file}").format(file=written)
    return Answer(document, text)


@click.command(
    "evaluate",
    cls=Command,
    help=N_("Completion, elapsed time, gap and rating of every target, with method, inputs, thresholds and coverage."),
)
@click.option("--period", metavar="PERIOD", type=arguments.period, required=True, help=PERIOD_HELP)
@click.option("--unit", metavar="UNIT", default="", help=N_("Only this unit: code or short name."))
@click.pass_obj
def evaluate(run: Run, period: Period, unit: str) -> Answer:
    from ipdesk.services import evaluate as evaluating
    from ipdesk.services.workspace import find_unit

    with run.workspace() as workspace:
        code = find_unit(workspace.policy.units, unit).code if unit else ""
        found = evaluating.evaluate(workspace, period, unit=code)
        plan, limits = workspace.plan, workspace.policy.thresholds
    document = {
        "period": period,
        "plan": plan.id,
        "plan_version": plan.version,
        "plan_status": plan.status,
        "verdicts": [verdict_document(one) for one in found],
    }
    text = "\n\n".join([_verdict_table(found), thresholds_text(limits), _plan_note(plan)])
    return Answer(document, text)


@click.command(
    "release", cls=Command, help=N_("Make the feedback release (通报) of a period and write its files for the units.")
)
@click.option("--period", metavar="PERIOD", type=arguments.period, required=True, help=PERIOD_HELP)
@click.option("--to", "to", metavar="DIR", type=arguments.target, required=True, help=N_("The folder for the files."))
@click.option("--note", metavar="TEXT", default="", help=N_("A sentence that goes with it."))
@click.pass_obj
def release(run: Run, period: Period, to: Path, note: str) -> Answer:
    from ipdesk.services import release as releasing

    with run.workspace() as workspace:
        made = releasing.release(workspace, period, to=to, note=note, today=run.today, by=run.by(workspace))
    said = _("The release of {period} is made, {count} files are in {folder}.").format(
        period=formats.period_text(period), count=len(made.value), folder=to
    )
    return Answer({"period": period, "files": made.value, "packages": made.changes.packages}, said)


def verdict_document(one: "Assessed") -> dict[str, Any]:
    """A verdict as JSON: what was judged, by which method, from which inputs, against which thresholds."""
    judgement = one.judgement
    target = judgement.target
    return {
        "target": target.id,
        "name": one.name,
        "indicator": target.indicator,
        "unit_code": one.unit_code,
        "unit_short": one.unit_short,
        "kind": target.kind,
        "comparator": target.comparator,
        "value": target.quantity,
        "unit": target.unit,
        "horizon": target.horizon,
        "baseline": target.baseline.quantity if target.baseline else None,
        "baseline_year": target.baseline.year if target.baseline else None,
        "period": judgement.period,
        "data_period": judgement.data_period,
        "actual": judgement.actual,
        "method": judgement.method,
        "inputs": judgement.inputs,
        "thresholds": {"nearly": judgement.thresholds.nearly, "lagging": judgement.thresholds.lagging},
        "coverage": _coverage_document(judgement.coverage),
        "elapsed": judgement.elapsed,
        "completion": judgement.completion,
        "planned": judgement.planned,
        "gap": judgement.gap,
        "share_of_target": judgement.share_of_target,
        "met": judgement.met,
        "rating": judgement.rating,
        "reason": judgement.reason,
        "clause": target.clause,
        "clause_label": one.clause_label,
        "table": one.main,
        "code": one.code,
        "basis": one.basis,
        "released": one.released,
    }


def _coverage_document(coverage: Coverage | None) -> dict[str, Any] | None:
    if coverage is None:
        return None
    return {
        "given": coverage.given,
        "expected": coverage.expected,
        "carried": coverage.carried,
        "missing": coverage.missing,
    }


def _verdict_table(found: "Sequence[Assessed]") -> str:
    heads = (
        pgettext("column", "Unit"),
        pgettext("column", "Target"),
        pgettext("column", "Promised"),
        pgettext("column", "Actual"),
        pgettext("column", "Completion"),
        pgettext("column", "Elapsed"),
        pgettext("column", "Due by now"),
        pgettext("column", "Gap"),
        pgettext("column", "Rating"),
        pgettext("column", "Code"),
    )
    return render.table(heads, [_verdict_row(one) for one in found], right=(3, 4, 5, 6, 7))


def _verdict_row(one: "Assessed") -> tuple[str, ...]:
    judgement: Judgement = one.judgement
    return (
        one.unit_short,
        one.name,
        formats.target_text(judgement.target),
        formats.number(judgement.actual, one.decimals),
        formats.percent(judgement.completion),
        formats.percent(judgement.elapsed),
        formats.number(judgement.planned, one.decimals),
        formats.points(judgement.gap, unit=False),
        rating_text(judgement.rating),
        one.code,
    )


def _line_document(line: "IndicatorLine") -> dict[str, Any]:
    return {
        "indicator": line.indicator.id,
        "name": line.indicator.name,
        "unit": line.indicator.unit,
        "value": line.total.value,
        "plan_total": line.plan_total,
        "method": line.total.method,
        "coverage": _coverage_document(line.total.coverage),
        "numerator": line.total.numerator,
        "denominator": line.total.denominator,
        "data_period": line.data_period,
        "parts": line.total.parts,
        "beside": line.total.beside,
        "adjustments": line.total.adjustments,
        "code": line.code,
    }


def _status_document(found: "Status") -> dict[str, Any]:
    return {
        "period": found.period,
        "areas": _coverage_document(found.areas),
        "departments": _coverage_document(found.departments),
        "units": [
            {
                "unit": line.unit.code,
                "unit_short": line.unit.short,
                "kind": line.unit.kind,
                "state": line.state,
                "deadline": line.deadline,
                "received_at": line.received_at,
                "officer": line.officer,
                "must_fix": line.must_fix,
                "must_explain": line.must_explain,
                "late": line.late,
                "id": line.id,
                "again": [again.row for again in line.again],
            }
            for line in found.lines
        ],
    }


def _status_text(found: "Status") -> str:
    heads = (
        pgettext("column", "Unit"),
        pgettext("column", "State"),
        pgettext("column", "Deadline"),
        pgettext("column", "Received"),
        pgettext("column", "Officer"),
        pgettext("column", "Must fix"),
        pgettext("column", "Must explain"),
    )
    rows = [
        (
            line.unit.short,
            unit_state(line.state)
            + (_(" (late)") if line.late else "")
            + (_(" (to answer again)") if line.again else ""),
            line.deadline.isoformat() if line.deadline else formats.NOTHING,
            line.received_at or formats.NOTHING,
            line.officer,
            str(line.must_fix or ""),
            str(line.must_explain or ""),
        )
        for line in found.lines
    ]
    said = _("{period}: accepted {areas} areas, {departments} departments.").format(
        period=formats.period_text(found.period),
        areas=formats.coverage_text(found.areas),
        departments=formats.coverage_text(found.departments),
    )
    return f"{render.table(heads, rows, right=(5, 6))}\n\n{said}"


def _plan_note(plan: Plan) -> str:
    return _("{plan}, version {version}, {status}.").format(
        plan=plan.title, version=plan.version, status=label(plan.status)
    )
