"""The report of an evaluation cycle: from its fixed set and from what was said in it."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ipdesk.domain.ledger.assessment import About, Cause, Role
from ipdesk.domain.ledger.standing import Status
from ipdesk.domain.period import Period, elapsed
from ipdesk.domain.plan import PlanStatus
from ipdesk.services import assessment, cycle, report
from ipdesk.services.assessment import Said, SubjectLine
from ipdesk.services.codes import page_code
from ipdesk.services.cycle import Cycle
from ipdesk.services.workspace import Changes, Workspace
from ipdesk.store import packages
from ipdesk.text import formats, labels, verdictwords
from ipdesk.text.i18n import _

if TYPE_CHECKING:
    from ipdesk.documents.evaluation import EvaluationData, IndicatorLine, SaidLine, TaskLine
    from ipdesk.paint.blocks import Document


def evaluation_data(workspace: Workspace, of: Cycle) -> "EvaluationData":
    """All that the report of a cycle holds."""
    from ipdesk.documents.evaluation import EvaluationData

    lines = assessment.lines(workspace, of)
    with cycle.standing(workspace, of):
        plan = workspace.plan
    kind = labels.label(of.kind)
    codes = [line.verdict.code for line in lines if line.verdict]
    return EvaluationData(
        kind=of.kind,
        title=of.terms.title or _("{plan}: {kind} {period}").format(
            plan=plan.short, kind=kind, period=formats.period_text(of.period)),
        plan_title=plan.title,
        plan_version=plan.version,
        draft=plan.status is PlanStatus.DRAFT,
        unit=workspace.unit.name,
        period=of.period,
        cutoff=date.fromisoformat(of.terms.cutoff),
        digest=of.digest,
        packages=len(of.terms.packages),
        elapsed=elapsed(of.period, plan.first_year, plan.last_year),
        thresholds=of.terms.thresholds,
        indicators=tuple(_indicator(workspace, line) for line in lines if line.about is About.TARGET),
        tasks=tuple(_task(line) for line in lines if line.about is About.TASK),
        units=tuple(_task(line) for line in lines if line.about is About.UNIT),
        method=of.terms.method,
        evaluator=of.terms.evaluator,
        check_code=page_code(of.name, codes),
        training=workspace.training,
    )  # fmt: skip


def evaluation_document(workspace: Workspace, kind: str, period: Period) -> "Document":
    """The report as pages. NotFound `cycle_unknown` where none was begun."""
    from ipdesk.documents.evaluation import evaluation

    return evaluation(evaluation_data(workspace, cycle.find_cycle(workspace, f"{kind}-{period.code}")))


def write(workspace: Workspace, kind: str, period: Period, to: Path, *, today: date) -> Changes:
    """Writes the report as .pdf or .docx and remembers its codes, with the moment at which the set was fixed.

    NotFound `cycle_unknown`; WrongUse `report_ending`.
    """
    of = cycle.find_cycle(workspace, f"{kind}-{period.code}")
    report.write_document(evaluation_document(workspace, kind, period), to, to.suffix.lower(), today=today)
    title = of.terms.title or f"{labels.label(of.kind)} {formats.period_text(period)}"
    return report.remember(
        workspace, period, cycle.judged(workspace, of), today=today, title=title, moment=_moment(workspace, of)
    )


def _moment(workspace: Workspace, of: Cycle) -> int:
    """The point of the ledger's history here at which the whole fixed set was there."""
    wanted = set(of.terms.packages)
    return max((seq for seq, name, _at in packages.arrivals(workspace.database) if name in wanted), default=0)


def _indicator(workspace: Workspace, line: SubjectLine) -> "IndicatorLine":
    from ipdesk.documents.evaluation import IndicatorLine
    from ipdesk.documents.model import TargetLine

    verdict = line.verdict
    assert verdict is not None
    region = line.unit_code == workspace.ledger.issuer
    return IndicatorLine(
        TargetLine(verdict.name, verdict.decimals, verdict.judgement, verdict.code, verdict.clause_label),
        "" if region else line.unit_short,
        verdictwords.required_sentence(verdict.required, verdict.judgement.target.unit),
        verdict.main,
        _said(line.own),
        tuple(_said(one) for one in line.third),
    )


def _task(line: SubjectLine) -> "TaskLine":
    from ipdesk.documents.evaluation import TaskLine

    return TaskLine("", line.name, _said(line.own), tuple(_said(one) for one in line.third))


def _said(said: Said | None) -> "SaidLine":
    from ipdesk.documents.evaluation import SaidLine

    if said is None:
        return SaidLine()
    told = said.assessment
    decided = {Status.ACCEPTED: _("approved"), Status.RETURNED: _("not followed")}.get(said.status, "")
    return SaidLine(
        word=said.word,
        ground=told.ground,
        cause=told.cause,
        cause_kind=Cause(told.cause_kind) if told.cause_kind in {one.value for one in Cause} else None,
        adjustment=told.adjustment,
        proposed=told.proposed,
        decided=decided,
        who=told.evaluator or labels.label(Role.SELF),
    )
