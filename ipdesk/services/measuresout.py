"""The year's measures as Excel: the 分工方案 as it stands, with ids, to be corrected and imported again."""

from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

from ipdesk.domain.errors import Refused
from ipdesk.domain.measure import Measure
from ipdesk.domain.plan import Plan
from ipdesk.exchange.readback import table_difference
from ipdesk.exchange.tables import Sheet, TableColumn, table_bytes
from ipdesk.services import outgoing
from ipdesk.services.clauses import clause_path
from ipdesk.services.measures import all_measures
from ipdesk.services.measurewords import column_names, field_text, task_name
from ipdesk.services.release import plan_note
from ipdesk.services.workspace import Workspace
from ipdesk.text.i18n import _

_WIDTHS = {
    "id": 12.0, "source": 12.0, "task": 26.0, "title": 38.0, "goal": 20.0, "lead": 18.0, "support": 22.0,
    "person": 16.0, "deadline": 14.0, "note": 16.0,
}  # fmt: skip


def export_measures(workspace: Workspace, year: int, to: Path, *, today: date, by: str) -> Path:
    """Writes the measures of a year; importing the file again changes nothing. Refused `no_measures`."""
    measures = [one for one in all_measures(workspace) if one.year == year]
    if not measures:
        raise Refused("no_measures")
    sheet = measure_table(workspace, measures, year)
    data = table_bytes((sheet,), created=today)
    outgoing.read_back(to, table_difference(data, (sheet,), None))
    outgoing.write_atomically(to, partial(_put, data))
    outgoing.register(workspace, to, "report", unit=workspace.unit.code, period=str(year), today=today, by=by)
    return to


def measure_table(workspace: Workspace, measures: list[Measure], year: int) -> Sheet:
    """The 分工方案 as a table."""
    names = column_names()
    return Sheet(
        title=_("{plan}: division of work {year}").format(plan=workspace.plan.short, year=year),
        columns=tuple(TableColumn(name, width=_WIDTHS.get(code, 0)) for code, name in names.items()),
        rows=tuple(tuple(_content(workspace.plan, one, code) for code in names) for one in measures),
        name=_("Division of work"),
        scope=workspace.unit.name,
        notes=(
            plan_note(workspace),
            _("Keep the numbers: by them a measure is known when the file is imported again."),
        ),
    )


def _content(plan: Plan, measure: Measure, code: str) -> Decimal | str | None:
    if code == "source":
        return clause_path(plan, measure.clause)
    if code == "task":
        return measure.task or task_name(plan, measure)
    if code == "quantity":
        return measure.quantity
    return field_text(measure, code)


def _put(data: bytes, part: Path) -> None:
    part.write_bytes(data)
