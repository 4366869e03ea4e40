"""The consolidation as plain tables: what each total is, and which figures went into it."""

from collections.abc import Sequence
from decimal import Decimal

from ipdesk.domain import period as periods
from ipdesk.domain.breakdown import BreakdownLine, Place
from ipdesk.domain.indicator import items_of
from ipdesk.domain.period import Period
from ipdesk.domain.unit import Unit, UnitKind, in_order
from ipdesk.exchange.tables import Sheet, TableColumn
from ipdesk.services import consolidate, figures
from ipdesk.services.consolidate import IndicatorLine
from ipdesk.services.release import made_notes, plan_note, rounded, table_scope
from ipdesk.services.workspace import Workspace
from ipdesk.text import formats, labels
from ipdesk.text.i18n import _, pgettext

Row = tuple[Decimal | str | None, ...]


def sheets(workspace: Workspace, period: Period, notes: Sequence[str] = ()) -> tuple[Sheet, ...]:
    """Totals first, each taken apart, then items by unit: areas with the zones inside them, and apart from them
    departments. Blanks stay blank, they are no zeros. `notes` stand under each table.
    """
    scope = table_scope(workspace, period)
    below = (*made_notes(workspace, period), plan_note(workspace), *notes)
    lines = consolidate.consolidate(workspace, period)
    units = _reporting(workspace, period)
    areas = [unit for unit in units if unit.kind is not UnitKind.DEPARTMENT]
    departments = [unit for unit in units if unit.kind is UnitKind.DEPARTMENT]
    tables = [
        _totals(workspace, period, lines, scope, below),
        _apart(workspace, lines, scope, below),
        _by_unit(workspace, period, areas, _("Figures by unit"), scope, below),
    ]
    if departments:
        tables.append(_by_unit(workspace, period, departments, _("Figures of departments"), scope, below))
    return tuple(tables)


def _totals(
    workspace: Workspace, period: Period, lines: Sequence[IndicatorLine], scope: str, notes: tuple[str, ...]
) -> Sheet:
    rows: list[Row] = []
    for number, line in enumerate(lines, start=1):
        total = line.total
        rows.append(
            (
                str(number), line.indicator.name, line.indicator.unit,
                rounded(total.value, line.indicator.decimals), _rule(line),
                formats.coverage_text(total.coverage), _names(workspace, total.coverage.missing),
                rounded(total.unadjusted, line.indicator.decimals) if total.adjustments else None,
                rounded(line.plan_total, line.indicator.decimals),
                line.data_period if line.data_period != period.code else "", line.code,
            )
        )  # fmt: skip
    return Sheet(
        title=_("Consolidation"),
        columns=(
            TableColumn(_("No.")), TableColumn(_("Indicator"), width=36), TableColumn(_("Unit of measure")),
            TableColumn(_("Total")), TableColumn(_("Rule"), width=18), TableColumn(_("Coverage")),
            TableColumn(_("Missing"), width=24), TableColumn(_("Before adjusting")),
            TableColumn(_("Since the plan began")), TableColumn(_("Data period")), TableColumn(_("Source code")),
        ),
        rows=tuple(rows),
        scope=scope,
        notes=notes,
    )  # fmt: skip


def _rule(line: IndicatorLine) -> str:
    method = labels.label(line.total.method)
    return _("{method} (doubles not yet taken out)").format(method=method) if line.total.doubles_open else method


def _apart(workspace: Workspace, lines: Sequence[IndicatorLine], scope: str, notes: tuple[str, ...]) -> Sheet:
    """Every total with what is in it, one line a unit; what is shown and not added says so."""
    rows: list[Row] = []
    for line in lines:
        decimals = line.indicator.decimals
        for one in line.lines:
            rows.append(
                (
                    line.indicator.name, _who(workspace, one), rounded(one.value, decimals),
                    pgettext("in the total", "yes") if one.added else pgettext("in the total", "no"), _remark(one), "",
                )
            )  # fmt: skip
        coverage = formats.coverage_text(line.total.coverage)
        total = rounded(line.total.value, decimals)
        rows.append((line.indicator.name, _("Total"), total, coverage, _rule(line), line.code))
    return Sheet(
        title=_("What each total is made of"),
        columns=(
            TableColumn(_("Indicator"), width=36), TableColumn(_("Unit"), width=18), TableColumn(_("Figure")),
            TableColumn(_("In the total")), TableColumn(pgettext("column", "Remark"), width=30),
            TableColumn(_("Source code")),
        ),
        rows=tuple(rows),
        scope=scope,
        notes=notes,
    )  # fmt: skip


def _who(workspace: Workspace, one: BreakdownLine) -> str:
    if one.kind is not None:
        return labels.label(one.kind)
    name = workspace.unit_of(one.unit).short
    return _("of which {unit}").format(unit=name) if one.place is Place.INSIDE else name


def _remark(one: BreakdownLine) -> str:
    if one.carried:
        return _("carried forward from {period}").format(period=formats.period_text(periods.parse(one.carried)))
    if one.missing:
        return _("missing")
    if one.kind is not None:
        return one.reason
    return "" if one.place is Place.AREA else labels.label(one.place)


def _reporting(workspace: Workspace, period: Period) -> list[Unit]:
    """The units with any figure, zones behind the area that they lie in."""
    found = {code for code, _item in figures.observations(workspace, period)}
    units = [unit for unit in in_order(workspace.policy.units) if unit.code in found]
    zones = [unit for unit in units if unit.kind is UnitKind.ZONE]
    ordered = []
    for unit in units:
        if unit.kind is not UnitKind.ZONE:
            ordered.append(unit)
            ordered += [zone for zone in zones if unit.code in zone.inside and zone not in ordered]
    return [*ordered, *(zone for zone in zones if zone not in ordered)]


def _by_unit(
    workspace: Workspace, period: Period, units: Sequence[Unit], title: str, scope: str, notes: tuple[str, ...]
) -> Sheet:
    found = figures.observations(workspace, period)
    items = dict.fromkeys(
        item for indicator in consolidate.indicators_in_order(workspace) for item in items_of(indicator)
    )
    rows: list[Row] = []
    for name in items:
        values = [found.get((unit.code, name)) for unit in units]
        if any(values):
            item = workspace.plan.item(name)
            shown = [rounded(seen.value.quantity, item.decimals) if seen else None for seen in values]
            rows.append((item.name, item.unit, *shown))
    return Sheet(
        title=title,
        columns=(
            TableColumn(_("Item"), width=36), TableColumn(_("Unit of measure")),
            *(TableColumn(_head(unit)) for unit in units),
        ),
        rows=tuple(rows),
        scope=scope,
        notes=notes,
    )  # fmt: skip


def _head(unit: Unit) -> str:
    return _("of which {unit}").format(unit=unit.short) if unit.kind is UnitKind.ZONE else unit.short


def _names(workspace: Workspace, codes: Sequence[str]) -> str:
    return "、".join(workspace.unit_of(code).short for code in codes)
