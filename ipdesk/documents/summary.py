"""The leaders' summary: conclusions, gauges, the table of the main indicators, then the targets of text and boxes."""

from collections.abc import Sequence
from decimal import Decimal

from ipdesk.documents.conclusions import conclusions
from ipdesk.documents.model import SummaryData, TargetLine
from ipdesk.domain.judgement import Coverage, Judgement, Reason, Thresholds
from ipdesk.domain.period import parse
from ipdesk.domain.plan import PlanStatus
from ipdesk.domain.target import Attribute, TargetKind
from ipdesk.paint.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    GaugeGrid,
    GaugeItem,
    Note,
    Row,
    Scope,
    Table,
    Title,
)
from ipdesk.paint.palette import ALARMING
from ipdesk.paint.reading import goal_of, planned_text, points, reason_text
from ipdesk.text import formats, labels
from ipdesk.text.i18n import _, pgettext
from ipdesk.text.verdictwords import early_rule, rating_rule


def summary(data: SummaryData) -> Document:
    """The summary as a document of A4 pages; the table of the main indicators is its first table."""
    blocks: list[Block] = [
        Title(data.title),
        Scope(scope_text(data)),
        *conclusions(data),
        *gauge_blocks(data),
        _table("main", _("Table 1. Main indicators"), data.main, number=1),
    ]
    if data.others:
        first = len(data.main) + 1
        blocks.append(_table("others", _("Table 2. Targets of text and boxes"), data.others, number=first))
    blocks += [Note(text) for text in notes(data)]
    return Document(
        title=data.title,
        blocks=tuple(blocks),
        head=plan_text(data),
        draft_mark=labels.label(PlanStatus.DRAFT) if data.draft else "",
        code=data.check_code,
        training=data.training,
    )


def scope_text(data: SummaryData) -> str:
    """Unit, period, data as of: one line."""
    return _("{unit} · {period} · data as of {day}").format(
        unit=data.unit, period=formats.period_text(data.period), day=formats.date_text(data.as_of)
    )


def plan_text(data: SummaryData) -> str:
    """The plan and its version, for the head of each page."""
    return _("{plan}, version {version}").format(plan=data.plan_title, version=data.plan_version)


def gauge_blocks(data: SummaryData) -> tuple[Block, ...]:
    """The gauges in the plan's order and how to read them.

    Four to a row, but three where that fills the rows: six in two rows of four would be small and leave a hole.
    """
    gauges = tuple(GaugeItem(line.name, line.decimals, line.judgement, data.draft) for line in data.main)
    per_row = 3 if len(gauges) in (3, 5, 6) else 4
    if len(gauges) % per_row in range(1, per_row - 1):
        return (GaugeGrid(gauges, per_row, gauge_legend()),)
    return (GaugeGrid(gauges, per_row, keep=True), Note("".join(gauge_legend())))


def gauge_legend() -> tuple[str, ...]:
    """How to read a gauge, for the free place beside the last one."""
    return (
        _("How to read: the thick arc runs from baseline to actual; the right end is the target."),
        _("The mark “due”: where the figure should be by elapsed time."),
        _("Thin outer arc: beyond the target. Thin arc below the left end: below the baseline."),
        _("Open ring: no baseline, the pointer is at the share of the target."),
        _("Broken ring: target pending, or in words. Bold frame: lagging."),
    )


def notes(data: SummaryData) -> tuple[str, ...]:
    """What must stand under the tables: method, thresholds, coverage, plan, sources; numbered."""
    found = [_method(), threshold_text(data.thresholds)]
    if silent := _silent(data):
        found.append(_("Not compared or not rated: {reasons}.").format(reasons=silent))
    if data.coverage is not None:
        found.append(_coverage(data.coverage, data.missing))
    found += [_("{note}.").format(note=note) for note in data.made_notes]
    state = labels.label(PlanStatus.DRAFT if data.draft else PlanStatus.IN_FORCE)
    found.append(
        _("Plan: {plan} ({state}). Data as of {day}.").format(
            plan=plan_text(data), state=state, day=formats.date_text(data.as_of)
        )
    )
    found.append(_("By its source code a figure is followed to file, cell and officer: search for the code in ipdesk."))
    numbered = [_("{number}. {note}").format(number=number, note=note) for number, note in enumerate(found, start=1)]
    numbered[0] = _("Notes: {first}").format(first=numbered[0])
    made = formats.date_text(data.made) if data.made else ""
    if by := "　".join(part for part in (data.prepared_by, made) if part):
        numbered.append(_("Prepared by: {by}").format(by=by))
    return tuple(numbered)


def threshold_text(thresholds: Thresholds) -> str:
    """The rules of the words, with the numbers in use."""
    return rating_rule(thresholds) + early_rule(thresholds)


def _method() -> str:
    return _(
        "Completion is (actual − baseline) ÷ (target − baseline), of a sum total ÷ target; gap is completion − elapsed "
        "time. The share of the target is never held against elapsed time."
    )


def _coverage(coverage: Coverage, missing: Sequence[str]) -> str:
    text = _("Coverage is units in the total / units that should be; reporting units: {coverage}").format(
        coverage=formats.coverage_sentence(coverage)
    )
    if missing:
        text += _("; not in: {names}").format(names=_(" / ").join(missing))
    return text + _(".")


def _silent(data: SummaryData) -> str:
    """Which rows are not compared and why: 2、6缺基期值；3目标待定."""
    by_reason: dict[Reason, list[str]] = {}
    for number, line in enumerate(data.lines, start=1):
        reason = line.judgement.reason
        if reason is not None:
            by_reason.setdefault(reason, []).append(str(number))
    return _("; ").join(
        _("no. {numbers} {reason}").format(numbers=_(" / ").join(numbers), reason=reason_text(reason))
        for reason, numbers in by_reason.items()
    )


def _columns(*, attributes: bool) -> tuple[Column, ...]:
    unit = pgettext("paper", "Unit\nattribute")
    return (
        Column(pgettext("paper", "No."), 6.5),
        Column(pgettext("paper", "Indicator"), 26, Align.LEFT),
        Column(unit if attributes else unit.partition("\n")[0], 9.5),
        Column(pgettext("paper", "Baseline\n(year)"), 10.5),
        Column(pgettext("paper", "Target\n(year)"), 13.5),
        Column(pgettext("paper", "Planned\nby now"), 11.5, Align.RIGHT),
        Column(pgettext("paper", "Actual"), 13, Align.RIGHT),
        Column(pgettext("paper", "Comple-\ntion"), 11.5, Align.RIGHT, pgettext("paper", "Pace (%, points)")),
        Column(pgettext("paper", "Elapsed"), 10, Align.RIGHT, pgettext("paper", "Pace (%, points)")),
        Column(pgettext("paper", "Gap"), 11.5, Align.RIGHT, pgettext("paper", "Pace (%, points)")),
        Column(pgettext("paper", "Rating"), 17),
        Column(pgettext("paper", "Coverage\nsource"), 15.5),
    )


def _table(id: str, caption: str, lines: Sequence[TargetLine], *, number: int) -> Table:
    # The main targets all stand in one table of the plan; of the others it is said where.
    rows = tuple(
        _row(place, line, "" if id == "main" else line.clause) for place, line in enumerate(lines, start=number)
    )
    attributes = any(line.judgement.target.attribute is not Attribute.UNSTATED for line in lines)
    return Table(id, _columns(attributes=attributes), rows, caption=caption, size=8.5)


def _row(number: int, line: TargetLine, clause: str) -> Row:
    judgement, trace = line.judgement, line.trace
    target = judgement.target
    baseline = target.baseline
    attribute = "" if target.attribute is Attribute.UNSTATED else labels.label(target.attribute)
    bound, _line_end, goal_year = target_cell(judgement).partition("\n")
    alarming = judgement.rating in ALARMING
    year = ""
    if judgement.data_period and judgement.data_period != judgement.period and judgement.actual is not None:
        year = f"({formats.period_text(parse(judgement.data_period))})"
    return Row(
        (
            Cell(str(number)),
            Cell(line.name, strong=alarming, aside=clause.replace("、 ", "、")),
            Cell(target.unit or formats.NOTHING, under=attribute),
            Cell(formats.number(baseline.quantity), under=f"({baseline.year})") if baseline else Cell(formats.NOTHING),
            Cell(bound, under=goal_year),
            Cell(planned_text(judgement.planned, line.decimals), trace),
            Cell(formats.number(judgement.actual, line.decimals), trace, strong=True, under=year),
            Cell(_share(judgement.completion), trace),
            Cell(_share(judgement.elapsed), trace),
            Cell(_gap(judgement.gap), trace, strong=alarming),
            Cell(labels.label(judgement.rating), mark=judgement.rating),
            Cell(_covered(judgement), trace, under=trace),
        )
    )


def target_cell(judgement: Judgement) -> str:
    """≥150 over its year; 待预测; what is judged in words says so."""
    if judgement.target.kind is TargetKind.JUDGED:
        return formats.target_text(judgement.target)
    goal = goal_of(judgement)
    if goal is None:
        return formats.target_text(judgement.target)
    target = judgement.target
    return f"{formats.bound(target.comparator, goal.quantity, upper=target.upper)}\n({goal.year})"


def _share(share: Decimal | None) -> str:
    return formats.NOTHING if share is None else formats.number(share * 100, 2)


def _gap(gap: Decimal | None) -> str:
    return formats.NOTHING if gap is None else points(gap, least=2, unit=False)


def _covered(judgement: Judgement) -> str:
    return formats.NOTHING if judgement.coverage is None else formats.coverage_text(judgement.coverage)
