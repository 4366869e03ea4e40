"""The consolidation as plain tables: what each total is, and which figures went into it."""

from typing import TYPE_CHECKING

from ipdesk.domain.indicator import items_of
from ipdesk.domain.period import Period
from ipdesk.domain.unit import in_order
from ipdesk.exchange.tables import Sheet, TableColumn
from ipdesk.services import consolidate, figures
from ipdesk.services.release import plan_note, rounded, table_scope
from ipdesk.services.workspace import Workspace
from ipdesk.text import formats, labels
from ipdesk.text.i18n import _

if TYPE_CHECKING:
    from decimal import Decimal


def sheets(workspace: Workspace, period: Period) -> tuple[Sheet, ...]:
    """Totals first, then items by unit; blanks stay blank, they are no zeros."""
    scope = table_scope(workspace, period)
    note = plan_note(workspace)
    return (_totals(workspace, period, scope, note), _by_unit(workspace, period, scope, note))


def _totals(workspace: Workspace, period: Period, scope: str, note: str) -> Sheet:
    rows: list[tuple[Decimal | str | None, ...]] = []
    for number, line in enumerate(consolidate.consolidate(workspace, period), start=1):
        total = line.total
        missing = "、".join(workspace.unit_of(code).short for code in total.coverage.missing)
        rows.append(
            (
                str(number), line.indicator.name, line.indicator.unit,
                rounded(total.value, line.indicator.decimals), labels.label(total.method),
                formats.coverage_text(total.coverage), missing,
                rounded(line.plan_total, line.indicator.decimals),
                line.data_period if line.data_period != period.code else "", line.code,
            )
        )  # fmt: skip
    return Sheet(
        title=_("Consolidation"),
        columns=(
            TableColumn(_("No.")), TableColumn(_("Indicator"), width=36), TableColumn(_("Unit of measure")),
            TableColumn(_("Total")), TableColumn(_("Rule")), TableColumn(_("Coverage")),
            TableColumn(_("Missing"), width=24), TableColumn(_("Since the plan began")),
            TableColumn(_("Data period")), TableColumn(_("Source code")),
        ),
        rows=tuple(rows),
        scope=scope,
        notes=(note,),
    )  # fmt: skip


def _by_unit(workspace: Workspace, period: Period, scope: str, note: str) -> Sheet:
    found = figures.observations(workspace, period)
    reporting = [unit for unit in in_order(workspace.policy.units) if any(code == unit.code for code, _item in found)]
    items = dict.fromkeys(
        item for indicator in consolidate.indicators_in_order(workspace) for item in items_of(indicator)
    )
    rows: list[tuple[Decimal | str | None, ...]] = []
    for name in items:
        values = [found.get((unit.code, name)) for unit in reporting]
        if any(values):
            item = workspace.plan.item(name)
            shown = [rounded(seen.value.quantity, item.decimals) if seen else None for seen in values]
            rows.append((item.name, item.unit, *shown))
    return Sheet(
        title=_("Figures by unit"),
        columns=(
            TableColumn(_("Item"), width=36), TableColumn(_("Unit of measure")),
            *(TableColumn(unit.short) for unit in reporting),
        ),
        rows=tuple(rows),
        scope=scope,
        notes=(note,),
    )  # fmt: skip
