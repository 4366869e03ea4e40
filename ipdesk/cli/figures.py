"""`status`, `evaluate`, `release`: what the figures of a period come to."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.collection import grid_document, grid_text
from ipdesk.cli.everywhere import Command
from ipdesk.cli.exchange import PERIOD_HELP
from ipdesk.cli.moments import MOMENT_HELP, as_of_note, then
from ipdesk.cli.run import Answer, Run
from ipdesk.cli.wording import thresholds_text, unit_state
from ipdesk.domain.judgement import Coverage, Judgement
from ipdesk.domain.pace import gap_in_units
from ipdesk.domain.period import Period
from ipdesk.domain.plan import Plan
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _, pgettext
from ipdesk.text.labels import label, rating_text
from ipdesk.text.verdictwords import (
    gap_text,
    needed_text,
    ranking_basis,
    ranking_rule,
    reason_and_caution,
    required_sentence,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipdesk.services.analysis import Trend
    from ipdesk.services.collect import Status
    from ipdesk.services.evaluate import Assessed


@click.command("status", cls=Command, help=N_("Who has reported, who is missing, who is late."))
@click.option("--period", metavar="PERIOD", type=arguments.period, help=PERIOD_HELP)
@click.option("--grid", metavar="YEAR", type=int, help=N_("All periods of a year side by side instead."))
@click.pass_obj
def status(run: Run, period: Period | None, grid: int | None) -> Answer:
    from ipdesk.services import collect, yeargrid

    if (period is None) == (grid is None):
        raise click.UsageError(_("Say either a period or the year of a grid: --period PERIOD or --grid YEAR."))
    with run.workspace() as workspace:
        if grid is not None:
            whole = yeargrid.year_grid(workspace, grid, today=run.today)
            return Answer(grid_document(whole), grid_text(whole))
        assert period is not None
        found = collect.status(workspace, period, today=run.today)
    return Answer(_status_document(found), _status_text(found))


@click.command(
    "evaluate",
    cls=Command,
    help=N_("Completion, elapsed time, gap and rating of every target, with method, inputs, thresholds and coverage."),
)
@click.option("--period", metavar="PERIOD", type=arguments.period, required=True, help=PERIOD_HELP)
@click.option("--unit", metavar="UNIT", default="", help=N_("Only this unit: code or short name."))
@click.option("--as-of", "as_of", metavar="MOMENT", default="", help=MOMENT_HELP)
@click.option(
    "--rank", "rank", metavar="INDICATOR", default="",
    help=N_("Rank the districts by this indicator instead; only where the office has switched ranking on."),
)  # fmt: skip
@click.pass_obj
def evaluate(run: Run, period: Period, unit: str, as_of: str, rank: str) -> Answer:
    from ipdesk.services import evaluate as evaluating
    from ipdesk.services.workspace import find_unit

    if rank:
        return _ranked(run, rank, period, as_of)
    with run.workspace() as workspace, then(workspace, as_of) as moment:
        code = find_unit(workspace.policy.units, unit).code if unit else ""
        found = evaluating.evaluate(workspace, period, unit=code)
        plan, limits = workspace.plan, workspace.policy.thresholds
    document = {
        "period": period,
        "plan": plan.id,
        "plan_version": plan.version,
        "plan_status": plan.status,
        "as_of": moment,
        "verdicts": [verdict_document(one) for one in found],
    }
    notes = [thresholds_text(limits), plan_note(plan), *as_of_note(moment)]
    text = "\n\n".join([_verdict_table(found), *notes])
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


@click.command(
    "trend",
    cls=Command,
    help=N_(
        "A target over the plan's time: actual, planned, milestones. TARGET by name or id; a gap is a gap, not zero."
    ),
)
@click.argument("target", metavar="TARGET")
@click.option("--period", metavar="PERIOD", type=arguments.period, required=True, help=PERIOD_HELP)
@click.option("--unit", metavar="UNIT", default="", help=N_("A district's own target: code or short name."))
@click.option(
    "--to", "to", metavar="FILE.xlsx", type=arguments.target,
    help=N_("Also write it to a workbook, with pace, what is still needed, and units against targets."),
)  # fmt: skip
@click.pass_obj
def trend(run: Run, target: str, period: Period, unit: str, to: Path | None) -> Answer:
    from ipdesk.services import analysis
    from ipdesk.services.workspace import find_unit

    with run.workspace() as workspace:
        code = find_unit(workspace.policy.units, unit).code if unit else ""
        found = analysis.trend(workspace, *analysis.find_target(workspace, target, code), period)
        written = None
        if to is not None:
            by = run.by(workspace)
            written = analysis.write_tables(workspace, period, to, trend_of=found, today=run.today, by=by)
    return Answer(_trend_document(found, written), _trend_text(found, written))


def _trend_document(found: "Trend", written: Path | None) -> dict[str, Any]:
    return {
        "unit": found.latest.unit_code,
        "verdict": verdict_document(found.latest),
        "points": [
            {
                "period": point.period, "months": point.months, "actual": point.actual, "planned": point.planned,
                "rating": point.assessed.judgement.rating if point.assessed else None,
                "coverage": coverage_document(point.assessed.judgement.coverage) if point.assessed else None,
                "code": point.assessed.code if point.assessed and point.actual is not None else None,
            }
            for point in found.points
        ],
        "milestones": [one for one, _months in found.milestones],
        "file": written,
    }  # fmt: skip


def _trend_text(found: "Trend", written: Path | None) -> str:
    decimals = found.latest.decimals
    marked = {months: one.quantity for one, months in found.milestones}
    heads = (
        pgettext("column", "Period"), pgettext("column", "Actual"), pgettext("column", "Due by now"),
        pgettext("column", "Milestone"), pgettext("column", "Rating"), pgettext("column", "Code"),
    )  # fmt: skip
    rows = [
        (
            formats.period_text(point.period),
            formats.number(point.actual, decimals),
            formats.number(point.planned, max(decimals, 2)),
            formats.number(marked.get(point.months)),
            rating_text(point.assessed.judgement.rating) if point.assessed else "",
            point.assessed.code if point.assessed and point.actual is not None else "",
        )
        for point in found.points
    ]
    head = (
        f"{found.latest.unit_short}　{found.latest.name}　{formats.target_text(found.target)}（{found.target.horizon}）"
    )
    said = [head, render.table(heads, rows, right=(1, 2, 3))]
    if sentence := required_sentence(found.latest.required, found.target.unit):
        said.append(sentence)
    if written:
        said.append(_("Written: {file}").format(file=written))
    return "\n\n".join(said)


def _ranked(run: Run, rank: str, period: Period, as_of: str) -> Answer:
    from ipdesk.services import ranking

    with run.workspace() as workspace, then(workspace, as_of) as moment:
        found = ranking.ranking(workspace, rank, period)
        names = {one.unit: workspace.unit_of(one.unit).short for one in found.places}
    rows = [
        (
            names[one.unit],
            str(one.place) if one.place is not None else formats.NOTHING,
            formats.number(one.score, 1),
            label(one.without) if one.without is not None else "",
        )
        for one in sorted(found.places, key=lambda one: (one.place is None, one.place or 0))
    ]
    heads = (
        pgettext("column", "Unit"),
        pgettext("column", "Place"),
        ranking_basis(found.basis) + " (%)",
        pgettext("column", "Remark"),
    )
    notes = [ranking_rule(found.basis, found.step, found.small_count), *as_of_note(moment)]
    document = {
        "indicator": found.indicator.id,
        "period": period,
        "as_of": moment,
        "basis": found.basis,
        "step": found.step,
        "small_count": found.small_count,
        "places": [
            {
                "unit": one.unit, "unit_short": names[one.unit], "place": one.place, "score": one.score,
                "shared": one.shared, "without": one.without,
            }
            for one in found.places
        ],
    }  # fmt: skip
    return Answer(document, "\n\n".join([render.table(heads, rows, right=(1, 2)), *notes]))


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
        "thresholds": judgement.thresholds,
        "coverage": coverage_document(judgement.coverage),
        "elapsed": judgement.elapsed,
        "completion": judgement.completion,
        "planned": judgement.planned,
        "gap": judgement.gap,
        "gap_in_units": gap_in_units(judgement),
        "share_of_target": judgement.share_of_target,
        "met": judgement.met,
        "rating": judgement.rating,
        "reason": judgement.reason,
        "early": judgement.early,
        "by_gap": judgement.by_gap,
        "required": one.required,
        "milestone": one.ahead,
        "clause": target.clause,
        "clause_label": one.clause_label,
        "table": one.main,
        "code": one.code,
        "basis": one.basis,
        "released": one.released,
    }


def coverage_document(coverage: Coverage | None) -> dict[str, Any] | None:
    """Who is in a total, as JSON."""
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
        pgettext("column", "Share of target"),
        pgettext("column", "Completion from baseline"),
        pgettext("column", "Elapsed"),
        pgettext("column", "Due by now"),
        pgettext("column", "Gap"),
        pgettext("column", "Still needed a year"),
        pgettext("column", "Rating"),
        pgettext("column", "Remark"),
        pgettext("column", "Code"),
    )
    return render.table(heads, [_verdict_row(one) for one in found], right=(3, 4, 5, 6, 7, 8, 9))


def _verdict_row(one: "Assessed") -> tuple[str, ...]:
    judgement: Judgement = one.judgement
    return (
        one.unit_short,
        one.name,
        formats.target_text(judgement.target),
        formats.number(judgement.actual, one.decimals),
        formats.percent(judgement.share_of_target),
        formats.percent(judgement.completion),
        formats.percent(judgement.elapsed),
        formats.number(judgement.planned, one.decimals),
        gap_text(judgement, one.decimals),
        needed_text(one.required, judgement.target.unit),
        rating_text(judgement.rating),
        reason_and_caution(judgement) or formats.NOTHING,
        one.code,
    )


def _status_document(found: "Status") -> dict[str, Any]:
    return {
        "period": found.period,
        "areas": coverage_document(found.areas),
        "departments": coverage_document(found.departments),
        "units": [
            {
                "unit": line.unit.code,
                "unit_short": line.unit.short,
                "kind": line.unit.kind,
                "state": line.state,
                "deadline": line.deadline,
                "received_at": line.received_at,
                "stamped": line.stamped,
                "officer": line.officer,
                "must_fix": line.must_fix,
                "must_explain": line.must_explain,
                "late": line.late,
                "late_by": line.late_by,
                "late_by_stated_day": line.by_stated_day,
                "moved_from": line.said,
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
        pgettext("column", "Stamped paper"),
        pgettext("column", "Officer"),
        pgettext("column", "Must fix"),
        pgettext("column", "Must explain"),
    )
    rows = [
        (
            line.unit.short,
            unit_state(line.state)
            + (_(" (late)") if line.late else "")
            + (_(" (by the day stated in it)") if line.late and line.by_stated_day else "")
            + (_(" (to answer again)") if line.again else ""),
            line.deadline.isoformat() if line.deadline else formats.NOTHING,
            line.received_at or formats.NOTHING,
            line.stamped or formats.NOTHING,
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
    return f"{render.table(heads, rows, right=(6, 7))}\n\n{said}"


def plan_note(plan: Plan) -> str:
    """Which plan, in which version and status."""
    return _("{plan}, version {version}, {status}.").format(
        plan=plan.title, version=plan.version, status=label(plan.status)
    )
