"""A year's end in its forms beside each other: last regular report, 全年预计, 全年快报, 全年终值, and how they differ.

The year's running total begins anew each January, the plan's runs on. A cumulative target takes the closing form once
everybody is in it; until then the firmest complete one, and before any the year's last regular report.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from ipdesk.domain import period as periods
from ipdesk.domain.indicator import Indicator
from ipdesk.domain.judgement import Coverage
from ipdesk.domain.period import Period, PeriodKind
from ipdesk.domain.quantity import divide, total
from ipdesk.services import consolidate
from ipdesk.services.workspace import Workspace
from ipdesk.text import formats
from ipdesk.text.i18n import _

#: The closing forms in the order in which they come.
FORMS = (PeriodKind.ESTIMATE, PeriodKind.FLASH, PeriodKind.FINAL)
_REGULAR = (Period(2000, PeriodKind.QUARTER, 4), Period(2000, PeriodKind.HALF, 2), Period(2000, PeriodKind.MONTH, 12))


@dataclass(frozen=True, slots=True)
class Form:
    """One form's figure; None where nobody was asked or nothing was accepted."""

    value: Decimal | None
    coverage: Coverage | None


@dataclass(frozen=True, slots=True)
class YearEndLine:
    """One indicator at a year's end. `difference` is final minus estimate (预计与终值差), `share` that difference as a
    fraction of the estimate (None for a share, whose difference is in points already, and for an estimate of zero).

    `counts` is the form that stands for the year's end in plan totals, empty while none does; `plan_total` the plan's
    total at the year's end by it, None for states and shares.
    """

    indicator: Indicator
    regular: Form
    estimate: Form
    flash: Form
    final: Form
    difference: Decimal | None
    share: Decimal | None
    counts: str
    plan_total: Decimal | None


@dataclass(frozen=True, slots=True)
class YearEnd:
    """A year's end. `regular` is the last regular period of the year that anybody was asked for."""

    year: int
    regular: Period
    lines: tuple[YearEndLine, ...]


def year_end(workspace: Workspace, year: int) -> YearEnd:
    """Every indicator that was asked in any form of a year's end."""
    regular = _regular(workspace, year)
    lines = tuple(
        line
        for indicator in consolidate.indicators_in_order(workspace)
        if (line := _line(workspace, indicator, year, regular)) is not None
    )
    return YearEnd(year, regular, lines)


def write(workspace: Workspace, found: YearEnd, to: Path, *, today: date, by: str) -> Path:
    """The year's end as a workbook of values."""
    from ipdesk.exchange.readback import table_difference
    from ipdesk.exchange.tables import Sheet, TableColumn, table_bytes
    from ipdesk.services import outgoing
    from ipdesk.services.release import plan_note, rounded, table_scope

    def cells(line: YearEndLine) -> Iterator[Decimal | str | None]:
        yield from (line.indicator.name, line.indicator.unit)
        for form in (line.regular, line.estimate, line.flash, line.final):
            yield rounded(form.value, line.indicator.decimals)
            yield formats.coverage_text(form.coverage) if form.coverage else ""
        yield rounded(line.difference, line.indicator.decimals)
        yield rounded(line.share * 100, 2) if line.share is not None else None
        yield rounded(line.plan_total, line.indicator.decimals)
        yield form_text(line.counts)

    heads = (formats.period_short(found.regular), _("Estimate"), _("Flash"), _("Final"))
    sheet = Sheet(
        title=_("Year's end {year}").format(year=found.year),
        columns=(
            TableColumn(_("Indicator"), width=36), TableColumn(_("Unit of measure")),
            *(column for head in heads for column in (TableColumn(head), TableColumn(_("Coverage")))),
            TableColumn(_("Final minus estimate")), TableColumn(_("In per cent"), 2),
            TableColumn(_("Since the plan began")), TableColumn(_("Counted by")),
        ),
        rows=tuple(tuple(cells(line)) for line in found.lines),
        scope=table_scope(workspace, Period(found.year, PeriodKind.FINAL)),
        notes=(plan_note(workspace),),
    )  # fmt: skip
    data = table_bytes((sheet,), created=today)
    outgoing.read_back(to, table_difference(data, (sheet,), None))
    with workspace.operation() as operation:
        file = outgoing.Prepared(to, data, "yearend", "", str(found.year))
        outgoing.deliver(workspace, operation, [file], today=today, by=by)
    return to


def form_text(code: str) -> str:
    """The name of the form that counts."""
    return formats.period_text(periods.parse(code)) if code else ""


def _regular(workspace: Workspace, year: int) -> Period:
    """The last regular period of the year that was asked for; the fourth quarter while none was."""
    for one in _REGULAR:
        period = Period(year, one.kind, one.number)
        if any(
            consolidate.reporters(workspace, indicator, period)
            for indicator in consolidate.indicators_in_order(workspace)
        ):
            return period
    return Period(year, PeriodKind.QUARTER, 4)


def _line(workspace: Workspace, indicator: Indicator, year: int, regular: Period) -> YearEndLine | None:
    forms = [_form(workspace, indicator, one) for one in (regular, *(Period(year, kind) for kind in FORMS))]
    if all(form.coverage is None for form in forms):
        return None
    quarter, estimate, flash, final = forms
    difference = None
    if final.value is not None and estimate.value is not None:
        difference = total((final.value, -estimate.value))
    share = None
    if difference is not None and estimate.value and indicator.unit not in ("%", "‰"):
        share = divide(difference, estimate.value)
    counts = _counting(workspace, indicator, year, regular)
    line = consolidate.line_of(workspace, indicator, counts) if counts else None
    return YearEndLine(
        indicator, quarter, estimate, flash, final, difference, share,
        counts.code if counts else "", line.plan_total if line else None,
    )  # fmt: skip


def _form(workspace: Workspace, indicator: Indicator, period: Period) -> Form:
    rolled = consolidate.total_of(workspace, indicator, period)
    return Form(rolled.value, rolled.coverage) if rolled else Form(None, None)


def _counting(workspace: Workspace, indicator: Indicator, year: int, regular: Period) -> Period | None:
    """The form that stands for the year's end: the firmest that is complete, else the last regular report."""
    for kind in (PeriodKind.FINAL, PeriodKind.FLASH, PeriodKind.YEAR):
        rolled = consolidate.total_of(workspace, indicator, Period(year, kind))
        if rolled is not None and rolled.value is not None and rolled.coverage.complete:
            return Period(year, kind)
    rolled = consolidate.total_of(workspace, indicator, regular)
    return regular if rolled is not None and rolled.value is not None else None
