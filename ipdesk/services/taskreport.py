"""The papers of the task ledger: 台账 and 按任务汇编, as pages and as Excel."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ipdesk.domain.light import Level
from ipdesk.domain.period import Period
from ipdesk.domain.plan import PlanStatus
from ipdesk.exchange.readback import table_difference
from ipdesk.exchange.tables import Sheet, TableColumn, table_bytes
from ipdesk.services import outgoing, tasks, taskwords
from ipdesk.services.clauses import clause_path
from ipdesk.services.measurewords import goal_words
from ipdesk.services.release import plan_note
from ipdesk.services.report import write_document
from ipdesk.services.tasks import TaskLine
from ipdesk.services.workspace import Done, Workspace, done
from ipdesk.text import formats, labels, lightwords
from ipdesk.text.i18n import _, pgettext

if TYPE_CHECKING:
    from ipdesk.documents.taskpaper import TaskPaper, TaskRow
    from ipdesk.paint.blocks import Document

LEDGER, COMPILATION = "ledger", "compilation"


def lines_on_paper(
    workspace: Workspace, period: Period | None, *, subject: str = "", today: date
) -> tuple[TaskLine, ...]:
    """The lines that go on paper: measures, and tasks on which anything was told or decided. `subject` is the id of a
    measure or of a task with all below it.
    """
    return tuple(
        line
        for line in tasks.ledger(workspace, period=period, today=today)
        if (line.measure is not None or line.told or line.matter.entries)
        and subject in ("", line.slot.form, line.measure.clause if line.measure else "")
    )


def ledger_document(workspace: Workspace, period: Period | None, *, today: date) -> "Document":
    """台账 as pages."""
    from ipdesk.documents.taskpaper import ledger

    return ledger(_paper(workspace, LEDGER, period, lines_on_paper(workspace, period, today=today), today=today))


def compilation_document(workspace: Workspace, period: Period | None, *, subject: str = "", today: date) -> "Document":
    """按任务汇编 as pages: all tasks, or one."""
    from ipdesk.documents.taskpaper import compilation

    lines = lines_on_paper(workspace, period, subject=subject, today=today)
    return compilation(_paper(workspace, COMPILATION, period, lines, today=today))


def write(
    workspace: Workspace, kind: str, period: Period | None, to: Path, *, subject: str = "", today: date, by: str
) -> Done[Path]:
    """Writes one of the two as .pdf, .docx or .xlsx and registers the file. WrongUse `report_ending`."""
    ending = to.suffix.lower()
    if ending == ".xlsx":
        lines = lines_on_paper(workspace, period, subject=subject, today=today)
        sheet = _sheet(_paper(workspace, kind, period, lines, today=today))
        data = table_bytes((sheet,), created=today)
        outgoing.read_back(to, table_difference(data, (sheet,), None))
        outgoing.write_atomically(to, lambda part: part.write_bytes(data))
    elif kind == LEDGER:
        write_document(ledger_document(workspace, period, today=today), to, ending, today=today)
    else:
        write_document(compilation_document(workspace, period, subject=subject, today=today), to, ending, today=today)
    code = period.code if period else ""
    outgoing.register(workspace, to, "report", unit=workspace.unit.code, period=code, today=today, by=by)
    return done(workspace, to)


def _paper(
    workspace: Workspace, kind: str, period: Period | None, lines: Sequence[TaskLine], *, today: date
) -> "TaskPaper":
    from ipdesk.documents.taskpaper import TaskPaper

    plan = workspace.plan
    as_of = min(period.end, today) if period else today
    title = _("{plan}: ledger of tasks") if kind == LEDGER else _("{plan}: progress by task")
    levels = Counter(taskwords.city_level(line) for line in lines)
    closed = sum(line.matter.closed is not None for line in lines)
    summary = _("{n} lines: {good} good, {watch} to be watched, {bad} bad, {none} not judged; {closed} closed.").format(
        n=len(lines), good=levels[Level.GOOD], watch=levels[Level.WATCH], bad=levels[Level.BAD],
        none=levels[Level.NONE], closed=closed,
    )  # fmt: skip
    rule = [lightwords.line_sentence(line) for line in workspace.policy.light_rule]
    return TaskPaper(
        title=title.format(plan=plan.short),
        head=plan.title,
        scope=_("{unit}, as of {day}").format(unit=workspace.unit.name, day=formats.date_text(as_of)),
        summary=summary,
        rows=tuple(_row(workspace, line) for line in lines),
        notes=(
            _("Lights: the first of these that holds. {rule}").format(rule="；".join(rule)),
            plan_note(workspace),
        ),
        draft_mark=labels.label(plan.status) if plan.status is PlanStatus.DRAFT else "",
        training=workspace.training,
    )


def _row(workspace: Workspace, line: TaskLine) -> "TaskRow":
    from ipdesk.documents.taskpaper import TaskRow

    told = line.newest
    measure = line.measure
    return TaskRow(
        task=line.task,
        measure=line.title,
        unit=line.unit.short,
        role=taskwords.role_word(line.role),
        person=measure.person if measure else "",
        deadline=taskwords.deadline_words(line),
        goal=goal_words(measure) if measure else "",
        progress=told.text if told else "",
        as_of=_("as of {day}").format(day=formats.date_text(told.day)) if told else "",
        completion=taskwords.completion_words(line),
        says_itself=taskwords.self_word(line),
        status=taskwords.city_word(line),
        problem=told.problem if told else "",
        cause=told.cause if told else "",
        next=told.next if told else "",
        coordinate=told.coordinate if told else "",
        evidence=_("、").join(told.evidence) if told else "",
        note=_remarks(line),
        source=clause_path(workspace.plan, measure.clause if measure else line.slot.form),
        number=line.slot.form,
        alarming=taskwords.city_level(line) is Level.BAD,
    )


def _remarks(line: TaskLine) -> str:
    """Orders and applications in words, with the remark of the 分工方案."""
    parts = [
        _("order {number}: {state}").format(number=order.entry.fact("number"), state=taskwords.order_state(order))
        for order in line.matter.orders
    ]
    if line.matter.applied is not None:
        parts.append(_("application to check"))
    if line.measure is not None and line.measure.note:
        parts.append(line.measure.note)
    return "；".join(parts)


def _sheet(paper: "TaskPaper") -> Sheet:
    """All columns of a ledger, a line a row: for those who calculate and filter on."""
    heads: tuple[tuple[str, str, float], ...] = (
        ("number", pgettext("measure", "Number"), 12), ("source", pgettext("measure", "Source in the plan"), 12),
        ("task", pgettext("measure", "Task"), 24), ("measure", pgettext("measure", "Measure"), 32),
        ("unit", _("Unit"), 12), ("role", pgettext("task", "Part"), 7),
        ("person", pgettext("measure", "Person and telephone"), 14),
        ("deadline", pgettext("measure", "Deadline"), 13), ("goal", pgettext("measure", "Goal of the year"), 16),
        ("progress", pgettext("task", "Progress"), 40), ("as_of", pgettext("task", "As of"), 14),
        ("completion", pgettext("task", "Completed"), 9), ("says_itself", _("Says itself"), 10),
        ("status", pgettext("task", "Status"), 12), ("problem", _("Problems"), 20), ("cause", _("Causes"), 16),
        ("next", _("Next steps"), 20), ("coordinate", _("To be coordinated"), 16), ("evidence", _("Evidence"), 16),
        ("note", pgettext("measure", "Remark"), 16),
    )  # fmt: skip
    rows = tuple(
        (str(place), *(getattr(row, code) or None for code, _head, _width in heads))
        for place, row in enumerate(paper.rows, start=1)
    )
    return Sheet(
        title=paper.title,
        columns=(
            TableColumn(pgettext("paper", "No."), width=5),
            *(TableColumn(head, width=w) for _c, head, w in heads),
        ),
        rows=rows,
        scope=paper.scope,
        notes=(paper.summary, *paper.notes),
    )
