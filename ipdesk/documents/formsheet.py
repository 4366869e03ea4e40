"""The printed form (报送表): what goes round for signature and seal, and is kept with the file.

It shows what the workbook holds and nothing else; its 校验数 is the workbook's, so that the stamped paper can be held
against the file. A work progress sheet, not a statistical form: it carries no 表号 and no 批准文号.
"""

from collections.abc import Sequence

from ipdesk.domain.derive import row_figure
from ipdesk.domain.finding import Finding, Severity
from ipdesk.domain.form import Answers, Form, FormRow, Revision, RowTarget, TaskRow, task_title
from ipdesk.domain.indicator import Entry, Supply
from ipdesk.domain.period import parse
from ipdesk.domain.plan import PlanStatus
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.paint.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Fields,
    Note,
    Paragraph,
    Row,
    RowKind,
    Run,
    Scope,
    Signatures,
    Spacer,
    Table,
    Title,
)
from ipdesk.paint.reading import planned_text
from ipdesk.text import formats, labels, levels
from ipdesk.text.i18n import _, ngettext, pgettext

_ROW = 7.5  # mm: room for a hand
_TASK_ROW = 11.0


def form_sheet(
    form: Form,
    answers: Answers,
    *,
    findings: Sequence[Finding] = (),
    check_number: str = "",
    check_code: str = "",
    training: bool = False,
) -> Document:
    """The form with its answers as a document of A4 pages, landscape. Without answers it is a form to fill by hand.

    `findings` are those left open; each is named with its row. `check_number` is the 校验数 of these answers.
    """
    blocks: list[Block] = [Title(form.title)]
    period = formats.period_text(parse(form.period))
    blocks.append(Spacer(2) if period in form.title else Scope(period))
    blocks += [_head(form, check_number), _indicators(form, answers)]
    if form.tasks:
        blocks.append(_tasks(form, answers))
    blocks += _words(form, answers, findings)
    blocks += [Spacer(4), _signatures(form, answers), *_approvals(answers)]
    return Document(
        title=form.title,
        blocks=tuple(blocks),
        head=form.plan_title,
        draft_mark=labels.label(PlanStatus.DRAFT) if form.draft_plan else "",
        code=check_code,
        training=training,
        landscape=True,
    )


def _head(form: Form, check_number: str) -> Fields:
    pairs = [
        (pgettext("paper", "Reporting unit (seal)"), form.unit_name),
        (pgettext("paper", "Reported to"), form.issuer_name),
    ]
    if form.deadline is not None:
        pairs.append((pgettext("paper", "Due by"), formats.date_text(form.deadline)))
    if check_number:
        pairs.append((pgettext("paper", "Check number"), check_number))
    return Fields(tuple(pairs))


def _indicators(form: Form, answers: Answers) -> Table:
    columns = (
        Column(pgettext("paper", "No."), 8),
        Column(pgettext("paper", "Indicator"), 50, Align.LEFT),
        Column(pgettext("paper", "Unit of\nmeasure"), 12),
        Column(pgettext("paper", "A year\nbefore"), 18, Align.RIGHT),
        Column(pgettext("paper", "Last\nperiod"), 18, Align.RIGHT),
        Column(pgettext("paper", "This period\n(state or flow)"), 21, Align.RIGHT),
        Column(pgettext("paper", "Running total\nof the year"), 21, Align.RIGHT),
        Column(pgettext("paper", "Target\n(year)"), 20),
        Column(pgettext("paper", "Planned\nby now"), 17, Align.RIGHT),
        Column(pgettext("paper", "Explanation, source"), 40, Align.LEFT),
    )
    rows = []
    number = 0
    for row in form.rows:
        if not row.level:
            number += 1
        rows.append(_indicator(form, row, answers, str(number) if not row.level else ""))
    notes = (
        _("A grey row is supplied by another office and is not to be filled. — means: not known, or not to be said. ")
        + levels.star_note(form.issuer),
    )
    return Table("indicators", columns, tuple(rows), caption=pgettext("paper", "1. Indicators"), notes=notes)


def _indicator(form: Form, row: FormRow, answers: Answers, number: str) -> Row:
    value = answers.values.get(row.key)
    figure = row_figure(form, row, answers.values)
    shown = "" if figure is None else formats.number(figure, row.decimals)
    if value is not None and figure is None:
        shown = labels.label(value.status)
    elif figure is None and (not row.fillable or row.derived):
        shown = formats.NOTHING
    running = row.entry is Entry.RUNNING and not row.derived
    name = _("of which: {name}").format(name=row.name) if row.level else row.name
    return Row(
        (
            Cell(number),
            Cell(name),
            Cell(row.unit),
            Cell(formats.number(row.last_year, row.decimals)),
            Cell(formats.number(row.last, row.decimals)),
            Cell(formats.NOTHING if running else shown, row.key, strong=not running),
            Cell(shown if running else formats.NOTHING, row.key, strong=running),
            _target_cell(row),
            Cell("" if row.level else _planned(row)),
            Cell(_remark(form, row, value)),
        ),
        RowKind.DATA if row.fillable or row.derived else RowKind.QUIET,
        height=_ROW,
    )


def _target_cell(row: FormRow) -> Cell:
    bound, _end, year = ("" if row.level else _target(row.target)).partition("\n")
    return Cell(bound, row.target.id if row.target else "", under=year)


def _target(target: RowTarget | None) -> str:
    if target is None:
        return formats.NOTHING
    bound = formats.bound(target.comparator, target.quantity)
    if target.quantity is None:
        return bound
    return f"{bound}{'*' if target.whole_plan else ''}\n({target.horizon})"


def _planned(row: FormRow) -> str:
    return formats.NOTHING if row.target is None else planned_text(row.target.planned, row.decimals)


def _remark(form: Form, row: FormRow, value: Value | None) -> str:
    """What stands in the last column: who supplies, what kind of figure, as of when, and the unit's own words."""
    parts = []
    if row.supply in (Supply.DEPARTMENT, Supply.CITY):
        named = _("supplied by {office}").format(office=row.supplier)
        parts.append(named if row.supplier else levels.measured(form.issuer))
    if value is not None:
        if value.status is not ValueStatus.GIVEN and value.quantity is not None:
            parts.append(labels.label(value.status))
        if value.nature is not None:
            parts.append(labels.label(value.nature))
        if value.data_period:
            parts.append(_("data of {period}").format(period=formats.period_text(parse(value.data_period))))
        if value.as_of:
            parts.append(_("as of {day}").format(day=value.as_of))
        if value.note:
            parts.append(value.note)
    elif row.supply is Supply.CONFIRM and row.prefill is not None:
        figure = formats.number(row.prefill, row.decimals)
        parts.append(_("handed down: {figure}  □ confirmed  □ objected to").format(figure=figure))
    return _("; ").join(parts)


def _tasks(form: Form, answers: Answers) -> Table:
    columns = (
        Column(pgettext("paper", "No."), 8),
        Column(pgettext("paper", "Task or project"), 48, Align.LEFT),
        Column(pgettext("paper", "Measure and deadline"), 45, Align.LEFT),
        Column(pgettext("paper", "State"), 18),
        Column(pgettext("paper", "Progress in this period"), 60, Align.LEFT),
        Column(pgettext("paper", "Problems, next steps"), 46, Align.LEFT),
    )
    told = [task for task in form.tasks if not task.added or task.key in answers.tasks]
    rows = tuple(_task(number, task, answers) for number, task in enumerate(told, start=1))
    return Table("tasks", columns, rows, caption=pgettext("paper", "2. Tasks and projects"))


def _task(number: int, task: TaskRow, answers: Answers) -> Row:
    told = answers.tasks.get(task.key)
    measure = _("; ").join(part for part in (task.measure, task.deadline) if part)
    return Row(
        (
            Cell(str(number)),
            Cell(f"{task.label} {task_title(task, answers)}".strip()),
            Cell(measure),
            Cell(labels.label(told.state) if told and told.state else ""),
            Cell(told.progress if told else ""),
            Cell(told.problem if told else ""),
        ),
        height=_TASK_ROW,
    )


def _words(form: Form, answers: Answers, findings: Sequence[Finding]) -> list[Block]:
    """The general explanation, replies to questions, and what the checks still say."""
    blocks: list[Block] = []
    if answers.explanation:
        text = pgettext("paper", "Explanation: {text}").format(text=answers.explanation)
        blocks.append(Paragraph((Run(text),), small=True))
    blocks += [
        Note(_revision(form, row, answers.revisions[row.key])) for row in form.rows if row.key in answers.revisions
    ]
    for question in form.questions:
        row = form.row(question.row)
        reply = answers.replies.get(question.key, "")
        asked = _("Question on {name}: {text} — Reply: {reply}").format(
            name=row.name if row else question.row, text=question.text, reply=reply or formats.NOTHING
        )
        blocks.append(Note(asked))
    open_ones = [finding for finding in findings if finding.severity is not Severity.NOTE]
    if open_ones:
        names = dict.fromkeys((row.name if (row := form.row(f.where.row)) else f.where.row) for f in open_ones)
        blocks.append(
            Note(
                ngettext(
                    "{count} finding of the checks is open: {names}.",
                    "{count} findings of the checks are open: {names}.",
                    len(open_ones),
                ).format(count=len(open_ones), names=_(" / ").join(name for name in names if name))
            )
        )
    if answers.evidence:
        blocks.append(Note(pgettext("paper", "Evidence: {names}").format(names=_(" / ").join(answers.evidence))))
    return blocks


def _revision(form: Form, row: FormRow, revision: Revision) -> str:
    """What the unit says of the period before: it is signed together with this period's figures."""
    figures = (row.last, revision.quantity)
    before, after = (formats.number(figure, row.decimals) for figure in figures)
    return _("Revision of {period}, {name}: {before} → {after} ({reason})").format(
        period=formats.period_text(parse(form.revises)) if form.revises else "", name=row.name, before=before,
        after=after if revision.quantity is not None else revision.raw, reason=revision.reason or formats.NOTHING,
    )  # fmt: skip


def _signatures(form: Form, answers: Answers) -> Signatures:
    """Blanks for pens: a name that was typed is not a signature, so only who filled the form is printed."""
    steps = form.steps or (pgettext("paper", "Checked by"), pgettext("paper", "Head of unit"))
    return Signatures(
        (
            (pgettext("paper", "Filled in by"), answers.filled_by),
            *((step, "") for step in steps),
            (pgettext("paper", "Telephone"), answers.phone),
            (pgettext("paper", "Date"), answers.date),
        )
    )


def _approvals(answers: Answers) -> list[Block]:
    if not answers.approvals:
        return []
    steps = [
        _("{step}: {name} {day}").format(step=approval.step, name=approval.name, day=approval.date).strip()
        for approval in answers.approvals
    ]
    return [Note(_("Approved in ipdesk: {steps}").format(steps=_("; ").join(steps)))]
