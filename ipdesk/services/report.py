"""Reports on paper and file: the summary for leaders, the form for signature. What is printed is remembered."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ipdesk.domain.errors import Refused, WrongUse
from ipdesk.domain.ledger.assessment import CycleKind
from ipdesk.domain.ledger.package import Slot
from ipdesk.domain.ledger.scope import short
from ipdesk.domain.period import Period, elapsed
from ipdesk.domain.plan import PlanStatus
from ipdesk.services import collect, evaluate, outgoing
from ipdesk.services.codes import page_code
from ipdesk.services.draft import open_draft
from ipdesk.services.evaluate import Assessed
from ipdesk.services.release import made_notes
from ipdesk.services.workspace import Changes, Done, Workspace, stamp
from ipdesk.store import desk
from ipdesk.text import formats
from ipdesk.text.i18n import _

if TYPE_CHECKING:
    from ipdesk.documents.model import SummaryData, TargetLine
    from ipdesk.paint.blocks import Document

SUMMARY, FORM, APPROVAL = "summary", "form", "approval"
EVALUATIONS = tuple(kind.value for kind in CycleKind)


def summary_data(workspace: Workspace, period: Period, *, today: date, by: str) -> "SummaryData":
    """The figures of the summary, all of them traced."""
    from ipdesk.documents.model import SummaryData

    assessed = _on_summary(workspace, period)
    status = collect.status(workspace, period, today=today) if workspace.is_issuer else None
    areas = status.areas if status and status.areas.expected else None
    plan = workspace.plan
    return SummaryData(
        title=_("{plan}: progress in {period}").format(plan=plan.short, period=formats.period_text(period)),
        plan_title=plan.title,
        plan_version=plan.version,
        draft=plan.status is PlanStatus.DRAFT,
        unit=workspace.unit.name,
        period=period,
        as_of=period.end,
        elapsed=elapsed(period, plan.first_year, plan.last_year),
        main=tuple(_line(one) for one in assessed if one.main or not workspace.is_issuer),
        others=tuple(_line(one) for one in assessed if not one.main and workspace.is_issuer),
        coverage=areas,
        missing=tuple(workspace.unit_of(code).short for code in areas.missing) if areas else (),
        thresholds=workspace.policy.thresholds,
        check_code=page_code(SUMMARY, (one.code for one in assessed)),
        training=workspace.training,
        prepared_by=by,
        made=today,
        made_notes=made_notes(workspace, period) if workspace.is_issuer else (),
    )


def summary_document(workspace: Workspace, period: Period, *, today: date, by: str) -> "Document":
    """The summary as pages: what preview, printer and PDF draw."""
    from ipdesk.documents.summary import summary

    return summary(summary_data(workspace, period, today=today, by=by))


def form_document(workspace: Workspace, slot: Slot, *, today: date) -> "Document":
    """The form of a slot as pages for signature: what was fixed last, else the draft, marked as such."""
    from ipdesk.documents.formsheet import form_sheet
    from ipdesk.exchange.checknumber import check_number
    from ipdesk.exchange.layout import INDICATORS, cells_of

    draft = open_draft(workspace, slot)
    state = workspace.state.slot(workspace.ledger, slot)
    fixed = workspace.state.packages.get(state.current) if not draft.changed else None
    code = short(fixed.id) if fixed is not None else _("draft")
    return form_sheet(
        draft.form,
        draft.answers,
        findings=draft.findings,
        check_number=check_number(INDICATORS, draft.form, cells_of(INDICATORS, draft.form, draft.answers)),
        check_code=code,
        training=workspace.training,
    )


def approval_document(workspace: Workspace, slot: Slot, *, today: date) -> "Document":
    """送审稿 with its 审签单: the draft as it goes round for approval. Refused `approval_fixed` for what is fixed."""
    from ipdesk.documents.approvalslip import for_approval
    from ipdesk.exchange.checknumber import check_number
    from ipdesk.exchange.layout import INDICATORS, cells_of

    draft = open_draft(workspace, slot)
    if workspace.state.slot(workspace.ledger, slot).current and not draft.changed:
        raise Refused("approval_fixed", unit=draft.form.unit_short, period=slot.period)
    return for_approval(
        form_document(workspace, slot, today=today),
        draft.form,
        draft.answers,
        findings=draft.findings,
        answered=(draft.answered, draft.fillable),
        check_number=check_number(INDICATORS, draft.form, cells_of(INDICATORS, draft.form, draft.answers)),
    )


def report(workspace: Workspace, kind: str, about: Period | Slot, *, to: Path, today: date, by: str) -> Done[Path]:
    """Writes a report as .pdf, .docx or .xlsx, by the file's ending, and remembers the codes printed on it.

    `summary` and the evaluations (`annual`, `midterm`, `final`) are about a period, `form` and `approval` about a slot.
    WrongUse `report_kind`, `report_ending`; Refused `approval_fixed`; NotFound `cycle_unknown` for an evaluation that
    was not begun.
    """
    ending = to.suffix.lower()
    if kind == SUMMARY and isinstance(about, Period):
        _write_summary(workspace, about, to, ending, today=today, by=by)
        unit, period = workspace.unit.code, about.code
        changes = remember(workspace, about, _on_summary(workspace, about), today=today)
    elif kind == FORM and isinstance(about, Slot):
        if ending == ".xlsx":
            outgoing.export_submission(workspace, about, to, today=today, by=by)
        else:
            write_document(form_document(workspace, about, today=today), to, ending, today=today)
        unit, period, changes = about.unit, about.period, Changes()
    elif kind == APPROVAL and isinstance(about, Slot):
        write_document(approval_document(workspace, about, today=today), to, ending, today=today)
        unit, period, changes = about.unit, about.period, Changes()
    elif kind in EVALUATIONS and isinstance(about, Period):
        from ipdesk.services import evaluation_report

        changes = evaluation_report.write(workspace, kind, about, to, today=today)
        unit, period = workspace.unit.code, about.code
    else:
        raise WrongUse("report_kind", kind=kind)
    if not (kind == FORM and ending == ".xlsx"):
        outgoing.register(workspace, to, "report", unit=unit, period=period, today=today, by=by)
    return Done(to, changes)


def remember(
    workspace: Workspace,
    period: Period,
    assessed: Iterable[Assessed],
    *,
    today: date,
    title: str = "",
    moment: int | None = None,
) -> Changes:
    """Keeps what each printed code stands for: figure, basis, report, and the moment whose policy and plan it used
    (now, unless another is given).
    """
    title = title or _("Summary {period}").format(period=formats.period_text(period))
    with workspace.operation():
        for one in assessed:
            basis = {
                "unit": one.unit_code,
                "name": one.judgement.target.id,
                "period": period.code,
                "basis": list(one.basis),
                "moment": workspace.moment if moment is None else moment,
            }
            desk.put_printed(workspace.database, one.code, at=stamp(today), report=title, basis=basis)
    return workspace.changes


def _on_summary(workspace: Workspace, period: Period) -> tuple[Assessed, ...]:
    """The issuer's summary is about its region; a child's about its own targets, or the region's while it has none."""
    own = evaluate.evaluate(workspace, period, unit=workspace.unit.code)
    return own or evaluate.evaluate(workspace, period, unit=workspace.ledger.issuer)


def _line(one: Assessed) -> "TargetLine":
    from ipdesk.documents.model import TargetLine

    return TargetLine(one.name, one.decimals, one.judgement, one.code, one.clause_label)


def _write_summary(workspace: Workspace, period: Period, to: Path, ending: str, *, today: date, by: str) -> None:
    data = summary_data(workspace, period, today=today, by=by)
    if ending == ".xlsx":
        from ipdesk.documents.table_xlsx import write_xlsx

        outgoing.write_atomically(to, lambda part: write_xlsx(data, part, created=today))
    else:
        from ipdesk.documents.summary import summary

        write_document(summary(data), to, ending, today=today)


def write_document(document: "Document", to: Path, ending: str, *, today: date) -> None:
    """Writes pages as .pdf or .docx. WrongUse `report_ending`."""
    from ipdesk.documents.docx import write_docx
    from ipdesk.paint.fonts import ensure_application
    from ipdesk.paint.pdf import write_pdf

    ensure_application()  # pictures in a Word file are painted too
    if ending == ".docx":
        outgoing.write_atomically(to, lambda part: write_docx(document, part, created=today))
    elif ending == ".pdf":
        outgoing.write_atomically(to, lambda part: write_pdf(document, part, title=document.title, created=today))
    else:
        raise WrongUse("report_ending", ending=ending or str(to))
