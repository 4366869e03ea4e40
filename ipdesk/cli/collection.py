"""`remind`, `backlog`, `enter`: whom to remind, which figures are still to come, and what is entered for a unit."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.everywhere import Command
from ipdesk.cli.exchange import PERIOD_HELP
from ipdesk.cli.run import Answer, Run
from ipdesk.cli.wording import finding_document, findings_text, names_in, unit_state
from ipdesk.domain.finding import Severity
from ipdesk.domain.period import Period
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _, ngettext, pgettext

if TYPE_CHECKING:
    from ipdesk.services.backlog import Awaited
    from ipdesk.services.collect import StatusLine
    from ipdesk.services.remind import Reminder
    from ipdesk.services.yeargrid import YearGrid


@click.command(
    "remind",
    cls=Command,
    help=N_("Whom to remind of a period's report (催报), ready to paste. Ends with 1 when there is anybody."),
)
@click.option("--period", metavar="PERIOD", type=arguments.period, required=True, help=PERIOD_HELP)
@click.option("--each", is_flag=True, help=N_("A paragraph for each unit, not one for all."))
@click.option("--all", "everybody", is_flag=True, help=N_("Also units whose deadline is still far."))
@click.option("--to", "to", metavar="FILE.xlsx", type=arguments.target, help=N_("Also write the list to a workbook."))
@click.pass_obj
def remind(run: Run, period: Period, *, each: bool, everybody: bool, to: Path | None) -> Answer:
    from ipdesk.services import remind as reminding

    with run.workspace() as workspace:
        found = reminding.reminders(workspace, period, today=run.today, everybody=everybody)
        texts = [reminding.one_text(workspace, one) for one in found]
        joint = reminding.joint_text(workspace, found)
        written = None
        if to is not None:
            by = run.by(workspace)
            written = reminding.write_sheet(workspace, found, period, to, today=run.today, by=by)
    said = ("\n".join(texts) if each else joint) or _("There is nobody to remind.")
    if written:
        said += "\n" + _("Written: {file}").format(file=written)
    units = [_reminder_document(one, text) for one, text in zip(found, texts, strict=True)]
    return Answer({"period": period, "units": units, "text": joint, "file": written}, said, left=bool(found))


def _reminder_document(one: "Reminder", text: str) -> dict[str, Any]:
    return {
        "unit": one.unit.code,
        "unit_short": one.unit.short,
        "state": one.state,
        "deadline": one.deadline,
        "moved_from": one.said,
        "late_by": one.late_by,
        "left": one.left,
        "questions": one.questions,
        "person": one.person,
        "phone": one.phone,
        "text": text,
    }


@click.command(
    "backlog",
    cls=Command,
    help=N_("Figures that come later (待补数), by the year that they are about. Ends with 1 when any is overdue."),
)
@click.option("--year", metavar="YEAR", type=int, help=N_("Only figures about this year."))
@click.pass_obj
def backlog(run: Run, year: int | None) -> Answer:
    from ipdesk.services import backlog as keeping

    with run.workspace() as workspace:
        found = keeping.backlog(workspace, year=year, today=run.today)
    heads = (
        pgettext("column", "Data of"),
        pgettext("column", "Unit"),
        pgettext("column", "Item"),
        pgettext("column", "Why"),
        pgettext("column", "Expected"),
        pgettext("column", "Reason"),
    )
    rows = [
        (
            formats.period_text(one.about), one.unit.short, one.name, keeping.why_word(one.why),
            one.expected.isoformat() + (_(" (overdue)") if one.overdue else ""), one.reason,
        )
        for one in found
    ]  # fmt: skip
    overdue = sum(one.overdue for one in found)
    said = render.table(heads, rows) if rows else _("No figure is to come later.")
    if overdue:
        said += "\n\n" + ngettext("{n} figure is overdue.", "{n} figures are overdue.", overdue).format(n=overdue)
    return Answer([_awaited_document(one) for one in found], said, left=bool(overdue))


def _awaited_document(one: "Awaited") -> dict[str, Any]:
    return {
        "unit": one.unit.code,
        "unit_short": one.unit.short,
        "item": one.item,
        "name": one.name,
        "about": one.about.code,
        "asked": one.asked,
        "why": one.why,
        "reason": one.reason,
        "expected": one.expected,
        "overdue": one.overdue,
    }


@click.command(
    "enter",
    cls=Command,
    help=N_("Enter a report on behalf of a unit (代录), with its ground. Ends with 1 while findings are left."),
)
@click.argument("slot", metavar="SLOT")
@click.option("--basis", metavar="TEXT", required=True, help=N_("The ground: a fax, a call, a stamped paper."))
@click.option("--person", metavar="NAME", default="", help=N_("Who at the unit said so."))
@click.option("--values", metavar="FILE.csv", type=arguments.existing, help=N_("Figures, as of `ipdesk fill`."))
@click.option(
    "--set", "typed", metavar="ITEM=FIGURE", type=arguments.reply, multiple=True,
    help=N_("One figure, or 无误 for one handed down; ITEM by key or name."),
)  # fmt: skip
@click.option("--fix", is_flag=True, help=N_("Also fix it, so that it stands as the unit's report."))
@click.pass_obj
def enter(
    run: Run,
    slot: str,
    *,
    basis: str,
    person: str,
    values: Path | None,
    typed: tuple[tuple[str, str], ...],
    fix: bool,
) -> Answer:
    from ipdesk.services import draft, slotref
    from ipdesk.services import enter as entering

    with run.workspace() as workspace:
        place, by = slotref.slot(workspace, slot), run.by(workspace)
        kept = entering.enter(
            workspace, place, basis=basis, values=values, typed=dict(typed), person=person, today=run.today, by=by
        ).value
        package = draft.fix(workspace, place, today=run.today, by=by).value if fix else ""
    names = names_in(kept.form)
    said = _("Entered on behalf of {unit}: {answered} of {fillable} items filled. Ground: {basis}").format(
        unit=kept.form.unit_short, answered=kept.answered, fillable=kept.fillable, basis=kept.basis
    )
    document = {
        "slot": kept.slot.code,
        "id": package,
        "basis": kept.basis,
        "answered": kept.answered,
        "fillable": kept.fillable,
        "findings": [finding_document(finding, names) for finding in kept.findings],
    }
    left = not fix and any(finding.severity is not Severity.NOTE for finding in kept.findings)
    return Answer(document, "\n".join([said, findings_text(kept.findings, names)]).strip(), left=left)


def grid_document(grid: "YearGrid") -> dict[str, Any]:
    """A year's collection as JSON."""
    return {
        "year": grid.year,
        "periods": grid.periods,
        "units": [
            {
                "unit": unit.code,
                "unit_short": unit.short,
                "cells": {period.code: _cell_document(grid.cells[unit.code, period.code]) for period in grid.periods},
            }
            for unit in grid.units
        ],
    }


def _cell_document(line: "StatusLine") -> dict[str, Any]:
    waiver = line.waiver
    return {
        "state": line.state,
        "deadline": line.deadline,
        "moved_from": line.said,
        "late_by": line.late_by,
        "received_at": line.received_at,
        "must_fix": line.must_fix,
        "must_explain": line.must_explain,
        "checked": line.checked,
        "stamped": line.stamped or None,
        "late_by_stated_day": line.by_stated_day,
        "waived": {"by": waiver.officer, "day": waiver.day, "reason": waiver.reason} if waiver else None,
        "id": line.id,
    }


def grid_text(grid: "YearGrid") -> str:
    """A year's collection as a table: units down, periods across; who is free says by whom and why below it."""
    if not grid.units:
        return _("Nothing has been issued for {year} yet.").format(year=grid.year)
    heads = (pgettext("column", "Unit"), *(formats.period_short(period) for period in grid.periods))
    rows = [
        (unit.short, *(_cell_text(grid.cells[unit.code, period.code]) for period in grid.periods))
        for unit in grid.units
    ]
    parts = [render.table(heads, rows)]
    for unit in grid.units:
        for period in grid.periods:
            line = grid.cells[unit.code, period.code]
            if line.waiver is not None:
                parts.append(
                    _("{unit}, {period}: freed by {officer} on {day}: {reason}").format(
                        unit=unit.short, period=formats.period_text(period), officer=line.waiver.officer,
                        day=line.waiver.day, reason=line.waiver.reason,
                    )
                )  # fmt: skip
    for period in grid.periods:
        said = {line.said: line.deadline for key, line in grid.cells.items() if key[1] == period.code and line.said}
        parts += [
            _("{period}: due on {day}, moved from {said}, a day off.").format(
                period=formats.period_text(period), day=formats.day_text(day), said=formats.day_text(before)
            )
            for before, day in said.items()
            if before and day
        ]
    return "\n\n".join(parts)


def _cell_text(line: "StatusLine") -> str:
    said = unit_state(line.state)
    if line.findings:
        said += _(" ({n} findings)").format(n=line.must_fix + line.must_explain)
    if line.late_by:
        said += ngettext(" ({n} workday late)", " ({n} workdays late)", line.late_by).format(n=line.late_by)
        said += _(" (by the day stated in it)") if line.by_stated_day else ""
    if line.stamped:
        said += _(" (stamped)")
    return said
