"""Releasing (通报): the figures of a period, pinned to what was accepted, sent to every child."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from ipdesk.domain.errors import Refused
from ipdesk.domain.ledger.codec import encode
from ipdesk.domain.ledger.contents import Release, ReleaseFigure, read_release
from ipdesk.domain.ledger.package import CHILDREN, Kind, Package, Slot, make
from ipdesk.domain.period import Period
from ipdesk.domain.plan import PlanStatus
from ipdesk.domain.quantity import round_half_up
from ipdesk.domain.register import Occasion
from ipdesk.domain.unit import Unit
from ipdesk.exchange.envelope import Envelope, EnvelopeKind
from ipdesk.exchange.filename import safe
from ipdesk.exchange.readback import table_difference
from ipdesk.exchange.tables import Sheet, TableColumn, table_bytes
from ipdesk.services import adjustments, consolidate, outgoing, reported
from ipdesk.services.collect import StatusLine, state_label, status
from ipdesk.services.evaluate import Assessed, evaluate
from ipdesk.services.signing import signed
from ipdesk.services.workspace import Done, Workspace, done
from ipdesk.text import formats, labels
from ipdesk.text.i18n import _


def release(
    workspace: Workspace, period: Period, *, to: Path, note: str = "", today: date, by: str
) -> Done[tuple[Path, ...]]:
    """Makes the release of a period and writes it for every child that was asked, with all that the child may hold.

    Unchanged figures keep their release package. Raises Refused `not_issuer`, `nothing_accepted`.
    """
    if not workspace.is_issuer:
        raise Refused("not_issuer", unit=workspace.unit.short)
    slot = Slot(Kind.RELEASE, period=period.code)
    outgoing.ready(workspace, today=today)
    with workspace.operation() as operation:
        assessed = evaluate(workspace, period, unit=workspace.unit.code)
        lines = status(workspace, period, today=today).lines
        if not any(one.basis for one in assessed):
            raise Refused("nothing_accepted", period=period.code)
        content = Release(period.code, tuple(_figure(one) for one in assessed), _reporting(lines), note)
        before = workspace.in_force(slot)
        if before is not None and read_release(before) == content:
            package = before
        else:
            package = make(
                Kind.RELEASE, workspace.ledger, maker=workspace.unit.code, officer=by, audience=CHILDREN,
                content=encode(content), parents=workspace.state.slot(workspace.ledger, slot).heads,
                date=today.isoformat(),
            )  # fmt: skip
            operation.add(package)
            # Whoever gets the release has its figures: they are entered with it, once.
            reported.put(
                workspace, operation, reported.on_paper(workspace, period, assessed),
                recipient=reported.everybody(), occasion=Occasion.RELEASE, today=today, by=by,
            )  # fmt: skip
        tables = sheets(workspace, period, assessed, lines)
        children = [line.unit for line in lines if line.unit.code != workspace.unit.code]
        with workspace.rehearsal() as take_in:
            take_in([package])
            files = [_file(workspace, unit, package, period, tables, to, today=today) for unit in children]
        paths = outgoing.deliver(workspace, operation, files, today=today, by=by)
        codes = [(one.code, one.judgement.target.id, one.basis) for one in assessed]
        name = _("Release {period}").format(period=formats.period_text(period))
        consolidate.remember_codes(workspace, period, codes, name=name, today=today)
    return done(workspace, paths)


def sheets(
    workspace: Workspace, period: Period, assessed: tuple[Assessed, ...], lines: tuple[StatusLine, ...]
) -> tuple[Sheet, ...]:
    """The visible tables of a release: verdicts, and who has reported."""
    scope = table_scope(workspace, period)
    verdicts = Sheet(
        title=_("{plan}: progress of targets").format(plan=workspace.plan.short),
        columns=(
            TableColumn(_("No.")), TableColumn(_("Target"), width=34), TableColumn(_("Unit of measure")),
            TableColumn(_("Target value")), TableColumn(_("Planned now")), TableColumn(_("Actual")),
            TableColumn(_("Completion (%)"), 2), TableColumn(_("Time elapsed (%)"), 2),
            TableColumn(_("Gap to elapsed (points)"), 2),
            TableColumn(_("Rating")), TableColumn(_("Coverage")), TableColumn(_("Source code")),
        ),
        rows=tuple(verdict_row(number, one) for number, one in enumerate(assessed, start=1)),
        name=_("Progress"),
        scope=scope,
        notes=(*made_notes(workspace, period), plan_note(workspace)),
    )  # fmt: skip
    reported = Sheet(
        title=_("Reporting"),
        columns=(
            TableColumn(_("Reporting unit"), width=22), TableColumn(_("State"), width=22),
            TableColumn(_("Received")), TableColumn(_("Deadline")),
        ),
        rows=tuple(
            (
                line.unit.short,
                state_label(line.state),
                line.received_at[:10],
                formats.date_text(line.deadline) if line.deadline else "",
            )
            for line in lines
        ),
        scope=scope,
    )  # fmt: skip
    return (verdicts, reported)


def table_scope(workspace: Workspace, period: Period) -> str:
    """The line under a table's title, which is printed on every page too: whose, of when, and what it must not be
    taken for (a draft plan, training).
    """
    parts = [_("{unit}, {period}").format(unit=workspace.unit.name, period=formats.period_text(period))]
    if workspace.plan.status is PlanStatus.DRAFT:
        parts.append(labels.label(workspace.plan.status))
    if workspace.training:
        parts.append(_("training data, not to be reported"))
    return "　".join(parts)


def plan_note(workspace: Workspace) -> str:
    """Which plan, in which version and status: printed under every table."""
    return _("Plan: {title}, version {version}, {status}").format(
        title=workspace.plan.title, version=workspace.plan.version, status=labels.label(workspace.plan.status)
    )


def made_notes(workspace: Workspace, period: Period) -> tuple[str, ...]:
    """What a reader of totals must know of how they were made: adjustments with reason, who is carried forward."""
    notes = []
    for one in adjustments.in_effect(workspace, period):
        item = workspace.plan.item(one.item)
        shown = formats.quantity(one.quantity, item.unit, item.decimals, sign=True)
        words = _("{item}: {kind} {quantity} ({reason})")
        notes.append(words.format(item=item.name, kind=labels.label(one.kind), quantity=shown, reason=one.reason))
    for said in adjustments.listed(workspace, period):
        if said.kind == adjustments.CARRY and said.in_effect:
            words = _("{item} of {unit}: where nothing was given, the last figure stands in ({reason})")
            notes.append(
                words.format(
                    item=said.item_name or _("All items"), unit=said.unit_short or _("all units"), reason=said.reason
                )
            )
    return tuple(notes)


def verdict_row(number: int, one: Assessed) -> tuple[Decimal | str | None, ...]:
    """One target as a line of a table."""
    verdict = one.judgement
    return (
        str(number),
        one.name,
        verdict.target.unit,
        formats.target_text(verdict.target),
        rounded(verdict.planned, one.decimals),
        rounded(verdict.actual, one.decimals),
        in_percent(verdict.completion),
        in_percent(verdict.elapsed),
        in_percent(verdict.gap),
        labels.rating_text(verdict.rating),
        formats.coverage_text(verdict.coverage) if verdict.coverage else "",
        one.code,
    )


def rounded(quantity: Decimal | None, decimals: int) -> Decimal | None:
    """A figure as it is shown, still a number: tables go to people who calculate on."""
    return None if quantity is None else round_half_up(quantity, decimals)


def in_percent(share: Decimal | None) -> Decimal | None:
    """A share or a gap in per cent or percentage points, two decimals."""
    return None if share is None else round_half_up(share * 100, 2)


def _file(
    workspace: Workspace,
    unit: Unit,
    package: Package,
    period: Period,
    tables: tuple[Sheet, ...],
    to: Path,
    *,
    today: date,
) -> outgoing.Prepared:
    training = "培训_" if workspace.training else ""
    period_words = formats.period_text(period)
    name = safe(f"{training}{period_words}_{unit.order:02d}{unit.short}_{workspace.plan.short}_通报") + ".xlsx"
    envelope = Envelope(
        plan=workspace.ledger.plan,
        issuer=workspace.ledger.issuer,
        unit=unit.code,
        period=period.code,
        form="",
        version=1,
        realm="training" if workspace.training else "real",
        template_id=package.id,
        kind=EnvelopeKind.RELEASE,
        packages=tuple(one.data for one in outgoing.scope_packages(workspace, unit.code)),
        digests=outgoing.scope_digests(workspace, unit.code),
    )
    envelope = signed(workspace, envelope, today=today)
    data = table_bytes(tables, created=today, envelope=envelope)
    outgoing.read_back(to / name, table_difference(data, tables, envelope))
    return outgoing.Prepared(to / name, data, "release", unit.code, period.code)


def _figure(one: Assessed) -> ReleaseFigure:
    verdict, coverage = one.judgement, one.judgement.coverage
    return ReleaseFigure(
        target=verdict.target.id,
        unit=one.unit_code,
        quantity=verdict.actual,
        rating=verdict.rating.value,
        completion=verdict.completion,
        planned=verdict.planned,
        gap=verdict.gap,
        given=coverage.given if coverage else 0,
        expected=coverage.expected if coverage else 0,
        data_period=verdict.data_period if verdict.data_period != verdict.period else "",
        basis=one.basis,
        carried=coverage.carried if coverage else 0,
        missing=coverage.missing if coverage else (),
    )


def _reporting(lines: tuple[StatusLine, ...]) -> dict[str, str]:
    return {line.unit.code: line.state.value for line in lines}
