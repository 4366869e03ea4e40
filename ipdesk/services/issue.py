"""Issuing: the forms of a period for every unit that reports, as templates and workbooks."""

import csv
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from ipdesk.domain.errors import Refused, WrongUse
from ipdesk.domain.form import Form, Question, unsigned
from ipdesk.domain.ledger.contents import template_content
from ipdesk.domain.ledger.package import Kind, Package, Slot, make
from ipdesk.domain.period import Period
from ipdesk.domain.reissue import Again
from ipdesk.domain.unit import Unit, UnitKind, in_order, valid_on
from ipdesk.services import csvfile, figures, outgoing
from ipdesk.services.again import again_on, again_text, reported_on
from ipdesk.services.formbuild import READING, Prefills, build_form
from ipdesk.services.slotref import MAIN_FORM
from ipdesk.services.typed import figure
from ipdesk.services.workspace import Changes, Done, Workspace, done, find_unit

__all__ = ["IssuedFile", "Prefills", "issue", "read_prefills", "reporting_units"]


@dataclass(frozen=True, slots=True)
class IssuedFile:
    """One unit's template: the package, and the workbook where one was written.

    `reported` says whether the unit has reported already; `again` are the rows that it then has to answer again.
    """

    unit: Unit
    path: Path | None
    template: str
    version: int
    rows: int
    is_new: bool = True
    reported: bool = False
    again: tuple[Again, ...] = ()


def issue(
    workspace: Workspace,
    period: Period,
    *,
    to: Path | None,
    prefills: Prefills | None = None,
    units: Collection[str] = (),
    dry_run: bool = False,
    today: date,
    by: str,
) -> Done[tuple[IssuedFile, ...]]:
    """Makes or renews the templates of a period and writes a workbook for every unit but the issuer itself.

    `units` are the codes of those that are asked; everybody when it is empty. An unchanged form keeps its template; a
    changed one becomes the next version. What was handed down before stays handed down unless `prefills` says another
    figure. A unit that has reported gets its workbook with its own answers, open on what it has to answer again.
    `dry_run` only says what would happen. Raises Refused `not_issuer`, EnvironmentTrouble `readback_differs`.
    """
    if not workspace.is_issuer:
        raise Refused("not_issuer", unit=workspace.unit.short)
    if dry_run:
        made = _templates(workspace, period, prefills or {}, units, today=today, by=by)
        return Done(tuple(_issued(workspace, package, is_new=is_new) for package, is_new in made), Changes())
    outgoing.ready(workspace, today=today)
    with workspace.operation() as operation:
        made = _templates(workspace, period, prefills or {}, units, today=today, by=by)
        new = [package for package, is_new in made if is_new]
        operation.add(*new)
        issued = [_issued(workspace, package, is_new=is_new) for package, is_new in made]
        if to is not None:
            with workspace.rehearsal() as take_in:
                take_in(new)
                files = {
                    one.unit.code: _file(workspace, package, one, to, today=today)
                    for one, (package, _) in zip(issued, made, strict=True)
                    if one.unit.code != workspace.unit.code
                }
            outgoing.deliver(workspace, operation, files.values(), today=today, by=by)
            issued = [replace(one, path=files[one.unit.code].path) if one.unit.code in files else one for one in issued]
    return done(workspace, tuple(issued))


def _templates(
    workspace: Workspace, period: Period, prefills: Prefills, units: Collection[str], *, today: date, by: str
) -> list[tuple[Package, bool]]:
    """The template of each unit that is asked, and whether it is a new one."""
    made = []
    for unit in reporting_units(workspace, period, named=units):
        if units and unit.code not in units:
            continue
        form = build_form(workspace, unit, period, prefills)
        if any(row.fillable for row in form.rows):
            made.append(_template(workspace, form, today=today, by=by))
    return made


def _issued(workspace: Workspace, package: Package, *, is_new: bool) -> IssuedFile:
    form = figures.form_of(package)
    fillable = sum(row.fillable for row in form.rows)
    reported = reported_on(workspace, form) is not None
    again = again_on(workspace, package)
    return IssuedFile(workspace.unit_of(form.unit), None, package.id, form.version, fillable, is_new, reported, again)


def _file(workspace: Workspace, package: Package, one: IssuedFile, to: Path, *, today: date) -> outgoing.Prepared:
    """The workbook of a template: empty for a unit that has not reported, else with its answers, what is to be
    answered again taken out and marked.
    """
    reported = reported_on(workspace, figures.form_of(package))
    if reported is None:
        return outgoing.template_file(workspace, package, to, today=today)
    answers = unsigned(figures.submission_of(reported).answers)
    rows = {again.row for again in one.again}
    kept = {key: value for key, value in answers.values.items() if key not in rows}
    notices = tuple(Question(again.row, again_text(again)) for again in one.again)
    return outgoing.template_file(
        workspace, package, to, answers=replace(answers, values=kept), notices=notices, today=today
    )


def reporting_units(workspace: Workspace, period: Period, *, named: Collection[str] = ()) -> tuple[Unit, ...]:
    """The units that may be asked in a period: areas, departments, and the issuer about itself, in order; a zone only
    where it is named or was asked already, since what it has is in its area's report.
    """

    def zone_asked(unit: Unit) -> bool:
        asked = workspace.in_force(Slot(Kind.TEMPLATE, unit.code, period.code, MAIN_FORM))
        return unit.kind is UnitKind.ZONE and (unit.code in named or asked is not None)

    kinds = (UnitKind.CITY, UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.DEPARTMENT)
    return tuple(
        unit
        for unit in in_order(workspace.policy.units)
        if (unit.kind in kinds or zone_asked(unit))
        and valid_on(unit, period.end)
        and workspace.unit.code in (unit.parent, unit.code)
    )


def read_prefills(path: Path, workspace: Workspace) -> dict[tuple[str, str], Decimal]:
    """What the parent hands down, from a CSV of unit, item, figure with a heading line (单位,填报项,数值).

    Units and items by code or name. Raises WrongUse `prefill_line` naming the line that is wrong.
    """
    items = {name: item for item in workspace.plan.items for name in (item.id, item.name)}
    found = {}
    with csvfile.opened(path) as lines:
        for number, line in enumerate(csv.reader(lines), start=1):
            if number == 1 or not any(line):
                continue
            try:
                unit, name, text = (part.strip() for part in line)
                item = items[name]
                found[find_unit(workspace.policy.units, unit).code, item.id] = figure(text, item.unit, READING)
            except (ValueError, KeyError):
                raise WrongUse("prefill_line", file=path.name, line=str(number), text=",".join(line)) from None
    return found


def _template(workspace: Workspace, form: Form, *, today: date, by: str) -> tuple[Package, bool]:
    slot = Slot(Kind.TEMPLATE, form.unit, form.period, form.id)
    before = workspace.in_force(slot)
    if before is not None:
        known = figures.form_of(before)
        if replace(form, version=known.version) == known:
            return before, False
        form = replace(form, version=known.version + 1)
    return (
        make(
            Kind.TEMPLATE, workspace.ledger, maker=workspace.unit.code, officer=by, audience=form.unit,
            content=template_content(form), parents=workspace.state.slot(workspace.ledger, slot).heads,
            date=today.isoformat(),
        ),
        True,
    )  # fmt: skip
