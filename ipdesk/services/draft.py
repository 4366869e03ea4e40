"""Drafts: fill a form at the desk, with every step undoable, and fix it into a submission."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from ipdesk.domain.approval import after_edit, in_step_order, missing_steps
from ipdesk.domain.errors import NotFound, Refused, WrongUse
from ipdesk.domain.finding import Severity
from ipdesk.domain.form import Answers, Approval, Form, Question, unsigned
from ipdesk.domain.ground import in_effect
from ipdesk.domain.ledger.codec import decode, encode
from ipdesk.domain.ledger.contents import Attachment, Submission
from ipdesk.domain.ledger.decision import read_decision
from ipdesk.domain.ledger.package import Kind, Package, Slot, make
from ipdesk.domain.ledger.standing import Status
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.domain.verdict import check_answers, progress
from ipdesk.services import earlier, elsewhere, figures, gathered
from ipdesk.services.again import answers_again
from ipdesk.services.draftkept import Draft, DraftFile, MySlot, StoredDraft
from ipdesk.services.slotref import template_slot
from ipdesk.services.typed import csv_tasks, csv_values, fillable_row, read_cell
from ipdesk.services.workspace import Done, Touched, Workspace, done, stamp
from ipdesk.store import drafts

__all__ = [
    "Draft", "DraftFile", "MySlot", "StoredDraft", "approved", "fill_from_csv", "fix", "my_slots", "open_draft",
    "open_questions", "read_cell", "ready_to_approve", "redo", "set_answers", "set_basis", "set_evidence", "set_value",
    "step_on", "undo", "write_step",
]  # fmt: skip


def open_draft(workspace: Workspace, slot: Slot) -> Draft:
    """The draft of a slot; one not yet begun stands on the last submission, or empty on the template.

    Raises NotFound `template_missing` while no template for it has come.
    """
    template = workspace.in_force(template_slot(slot))
    if template is None:
        raise NotFound("template_missing", unit=workspace.unit_of(slot.unit).short, period=slot.period)
    form = _with_questions(workspace, slot, figures.form_of(template))
    kept = drafts.load_draft(workspace.database, slot.code)
    saved_at = ""
    if kept is not None:
        stored, saved_at = decode(StoredDraft, json.loads(kept[0])), kept[1]
    else:
        stored = _beginning(workspace, slot, template)
    stored = replace(stored, template=template.id, answers=_still_confirmed(form, stored.answers))
    return _draft(workspace, slot, form, stored, saved_at)


def set_answers(workspace: Workspace, slot: Slot, answers: Answers, *, by: str, today: date) -> Done[Draft]:
    """Saves the whole draft as one step that can be undone."""
    return step_on(workspace, slot, lambda draft: replace(draft, answers=answers), by=by, today=today)


def set_value(workspace: Workspace, slot: Slot, key: str, value: Value | None, *, by: str, today: date) -> Done[Draft]:
    """Sets or clears one row's answer. Raises WrongUse `row_not_fillable` for a row that is not filled here."""

    def put(draft: Draft) -> Draft:
        values = dict(draft.answers.values)
        if value is None:
            values.pop(key, None)
        else:
            fillable_row(draft.form, key)
            values[key] = value
        return replace(draft, answers=replace(draft.answers, values=values))

    return step_on(workspace, slot, put, by=by, today=today)


def set_basis(workspace: Workspace, slot: Slot, basis: str, *, by: str, today: date) -> Done[Draft]:
    """The basis of an entry on behalf (代录依据): a fax, a call, a stamped scan."""
    return step_on(workspace, slot, lambda draft: replace(draft, basis=basis), by=by, today=today)


def set_evidence(
    workspace: Workspace, slot: Slot, names: tuple[str, ...], files: tuple[DraftFile, ...], *, by: str, today: date
) -> Done[Draft]:
    """The list of evidence, by name, and the files among it that go with the report."""

    def put(draft: Draft) -> Draft:
        return replace(draft, answers=replace(draft.answers, evidence=names), files=files)

    return step_on(workspace, slot, put, by=by, today=today)


def undo(workspace: Workspace, slot: Slot, *, today: date) -> Done[Draft | None]:
    """Takes the last step back; None when there is none."""
    return _step(workspace, slot, today, forward=False)


def redo(workspace: Workspace, slot: Slot, *, today: date) -> Done[Draft | None]:
    """Does again what was undone last; None when there is nothing."""
    return _step(workspace, slot, today, forward=True)


def fill_from_csv(
    workspace: Workspace, slot: Slot, path: Path, *, basis: str = "", by: str, today: date
) -> Done[Draft]:
    """Fills a draft from a CSV with a heading line; only the columns it has are used.

    填报项 (key or name) · 本期 · 核对 (无误 / 有异议) · 情况说明 · 全年预计 · 能否完成 (能 / 有风险 / 不能) · 提供人 ·
    数据截至 · 数据所属期 · 性质 · 预计补报 (a day, for a figure that is missing). Raises WrongUse `csv_line` naming the
    first line that is wrong; nothing is filled.
    """

    def put(draft: Draft) -> Draft:
        values = dict(draft.answers.values)
        for key, value in csv_values(draft.form, path):
            if value is None:
                values.pop(key, None)
            else:
                values[key] = value
        answers = replace(draft.answers, values=values, filled_by=draft.answers.filled_by or by)
        return replace(draft, answers=answers, basis=basis or draft.basis)

    return step_on(workspace, slot, put, by=by, today=today)


def fill_tasks_from_csv(workspace: Workspace, slot: Slot, path: Path, *, by: str, today: date) -> Done[Draft]:
    """Tells the progress of tasks from a CSV with a heading line.

    任务 (key, number or title) · 状态 · 本期进展 · 存在问题 · 名称 for other work of the unit (另报1 …); a line that
    says nothing clears its task. Raises WrongUse `csv_line` naming the first line that is wrong; nothing is filled.
    """

    def put(draft: Draft) -> Draft:
        tasks = dict(draft.answers.tasks)
        for key, told in csv_tasks(draft.form, path):
            if told is None:
                tasks.pop(key, None)
            else:
                tasks[key] = told
        return replace(draft, answers=replace(draft.answers, tasks=tasks))

    return step_on(workspace, slot, put, by=by, today=today)


def fix(
    workspace: Workspace, slot: Slot, *, today: date, by: str, approvals: tuple[Approval, ...] = (), reason: str = ""
) -> Done[str]:
    """Fixes the draft (定稿): from now on it is a package that never changes.

    `approvals` are steps that were taken elsewhere, beside those of the draft; one without a day was taken today.
    Raises Refused `must_fix_left`, `must_explain_left`, `basis_missing` (on behalf), `approval_missing`,
    `nothing_changed`; WrongUse `approval_step_unknown`.
    """
    with workspace.operation() as operation:
        draft = approved(open_draft(workspace, slot), approvals, today=today)
        ready_to_approve(draft)
        if draft.missing_steps:
            raise Refused("approval_missing", step=draft.missing_steps[0], period=slot.period)
        answers = replace(
            draft.answers,
            filled_by=draft.answers.filled_by or by,
            date=draft.answers.date or today.isoformat(),
        )
        made_by = "behalf" if draft.on_behalf else "form"
        content = Submission(
            slot.unit, slot.period, slot.form, draft.template, answers, made_by, draft.basis,
            grounds=in_effect(draft.grounds, answers.values),
        )  # fmt: skip
        package = make(
            Kind.SUBMISSION, workspace.ledger, maker=workspace.unit.code, officer=by, audience=slot.unit,
            content=encode(content), parents=draft.parents, reason=reason, date=today.isoformat(),
        )  # fmt: skip
        if any(_same_answers(workspace, parent, package) for parent in draft.parents):
            raise Refused("nothing_changed", unit=draft.form.unit_short, period=slot.period)
        operation.add(package, *(_attached(workspace, package, one, today=today, by=by) for one in draft.files))
        gathered.keep(workspace, package, draft.gathered)
        drafts.drop_draft(workspace.database, slot.code)
        operation.touch(Touched.DRAFTS, slot.code)
    return done(workspace, package.id)


def approved(draft: Draft, approvals: tuple[Approval, ...], *, today: date) -> Draft:
    """The draft with these steps beside its own, in the order of the form. WrongUse `approval_step_unknown`."""
    steps = draft.form.steps
    unknown = next((one.step for one in approvals if steps and one.step not in steps), "")
    if unknown:
        raise WrongUse("approval_step_unknown", step=unknown, steps="、".join(steps))
    dated = (replace(one, date=one.date or today.isoformat()) for one in approvals)
    given = in_step_order(steps, (*draft.answers.approvals, *dated))
    return replace(draft, answers=replace(draft.answers, approvals=given))


def my_slots(workspace: Workspace) -> tuple[MySlot, ...]:
    """The forms that this unit fills, newest period first."""
    found = []
    for state in workspace.state.slots_of(workspace.ledger, Kind.TEMPLATE):
        if state.slot.unit == workspace.unit.code and state.in_force:
            found.append(
                _my_slot(workspace, Slot(Kind.SUBMISSION, state.slot.unit, state.slot.period, state.slot.form))
            )
    return tuple(sorted(found, key=lambda one: one.period, reverse=True))


def open_questions(workspace: Workspace, slot: Slot) -> tuple[Question, ...]:
    """The questions of the newest return in the slot, as long as no successor has been fixed."""
    state = workspace.state.slot(workspace.ledger, slot)
    found: list[Question] = []
    for head in state.heads:
        decision = workspace.state.packages.get(state.standing.by.get(head, ""))
        if state.status(head) is Status.RETURNED and decision is not None:
            found.extend(read_decision(decision).questions)
    return tuple(found)


def _my_slot(workspace: Workspace, slot: Slot) -> MySlot:
    draft = open_draft(workspace, slot)
    state = workspace.state.slot(workspace.ledger, slot)
    return MySlot(
        slot=slot,
        period=slot.period,
        unit_short=draft.form.unit_short,
        state=_state(workspace, slot, draft),
        deadline=draft.form.deadline,
        answered=draft.answered,
        fillable=draft.fillable,
        must_fix=sum(finding.severity is Severity.MUST_FIX for finding in draft.findings),
        must_explain=sum(finding.severity is Severity.MUST_EXPLAIN for finding in draft.findings),
        fixed_id=state.heads[0] if state.heads else "",
        questions=open_questions(workspace, slot),
        approved=_approved_steps(workspace, draft, state.current),
        steps=draft.form.steps,
    )


def _approved_steps(workspace: Workspace, draft: Draft, current: str) -> int:
    """How many steps were taken: of the draft, or of what was fixed while nothing was changed since."""
    fixed = workspace.state.packages.get(current) if not draft.changed else None
    answers = figures.submission_of(fixed).answers if fixed is not None else draft.answers
    return len(draft.form.steps) - len(missing_steps(draft.form.steps, answers.approvals))


def _state(workspace: Workspace, slot: Slot, draft: Draft) -> str:
    state = workspace.state.slot(workspace.ledger, slot)
    if state.open:
        return "settle"
    if not state.current:
        return "draft" if draft.saved_at else "open"
    if draft.changed and draft.saved_at:
        return "draft"
    if answers_again(workspace, slot):
        return "again"
    match state.status(state.current):
        case Status.ACCEPTED:
            return "accepted"
        case Status.RETURNED:
            return "returned"
    return "fixed"


def _beginning(workspace: Workspace, slot: Slot, template: Package) -> StoredDraft:
    state = workspace.state.slot(workspace.ledger, slot)
    newest = workspace.state.packages.get(state.current)
    before = figures.submission_of(newest) if newest else None
    answers = unsigned(before.answers) if before else Answers()  # approvals and dates belong to what was fixed
    if before is None and slot.unit == workspace.unit.code:  # who fills and where to reach him is known from last time
        last = earlier.last_answers(workspace, slot)
        answers = replace(answers, filled_by=last.filled_by, phone=last.phone)
    return StoredDraft(
        template.id, answers, state.heads, gathered=gathered.beginning(workspace, slot, figures.form_of(template)),
        grounds=before.grounds if before else (),
    )  # fmt: skip


def _still_confirmed(form: Form, answers: Answers) -> Answers:
    """The answers without those that confirm a figure which is no longer the one handed down."""
    values = {
        key: value
        for key, value in answers.values.items()
        if value.status is not ValueStatus.CONFIRMED
        or value.quantity is None
        or (row := form.row(key)) is None
        or row.prefill in (None, value.quantity)
    }
    return answers if len(values) == len(answers.values) else replace(answers, values=values)


def _with_questions(workspace: Workspace, slot: Slot, form: Form) -> Form:
    questions = open_questions(workspace, slot)
    return replace(form, questions=questions) if questions else form


def _draft(workspace: Workspace, slot: Slot, form: Form, stored: StoredDraft, saved_at: str) -> Draft:
    answered, fillable = progress(form, stored.answers)
    said = (unsigned(stored.answers), in_effect(stored.grounds, stored.answers.values))
    beginning = [
        (unsigned(before.answers), before.grounds)
        for name in stored.parents
        if (package := workspace.state.packages.get(name))
        for before in (figures.submission_of(package),)
    ]
    changed = all(one != said for one in beginning) or bool(stored.answers.replies)
    return Draft(
        slot=slot,
        form=form,
        answers=stored.answers,
        parents=stored.parents,
        template=stored.template,
        findings=(
            *check_answers(form, stored.answers),
            *elsewhere.findings(workspace, slot, form, stored.answers, stored.grounds),
        ),
        answered=answered,
        fillable=fillable,
        saved_at=saved_at,
        on_behalf=slot.unit != workspace.unit.code,
        basis=stored.basis,
        changed=changed,
        files=stored.files,
        gathered=stored.gathered,
        grounds=stored.grounds,
    )


def write_step(
    workspace: Workspace, slot: Slot, before: StoredDraft, after: StoredDraft, *, by: str, today: date
) -> None:
    """Saves a draft as one step that can be undone, within the caller's operation; a new one is begun by `before`."""
    steps = (before, after) if drafts.load_draft(workspace.database, slot.code) is None else (after,)
    for stored in steps:
        content = json.dumps(encode(stored), ensure_ascii=False, sort_keys=True)
        drafts.save_draft(workspace.database, slot.code, content, at=stamp(today), by=by)


def step_on(workspace: Workspace, slot: Slot, change: Callable[[Draft], Draft], *, by: str, today: date) -> Done[Draft]:
    """One step on the draft as it stands when the operation has begun: another window may have fixed it meanwhile.

    An edit throws it back: approvals that were given before it are gone, and `thrown_back` says which.
    """
    with workspace.operation() as operation:
        draft = open_draft(workspace, slot)
        made = change(draft)
        after = _edited(draft, made)
        write_step(workspace, slot, _stored(draft), _stored(after), by=by, today=today)
        operation.touch(Touched.DRAFTS, slot.code)
    gone = tuple(one for one in made.answers.approvals if one not in after.answers.approvals)
    return done(workspace, replace(open_draft(workspace, slot), thrown_back=gone))


def _edited(before: Draft, after: Draft) -> Draft:
    """The draft after an edit: what was approved before was not this."""
    if (before.basis, before.files, before.grounds) != (after.basis, after.files, after.grounds):
        return replace(after, answers=replace(after.answers, approvals=()))
    return replace(after, answers=after_edit(before.answers, after.answers))


def _stored(draft: Draft) -> StoredDraft:
    return StoredDraft(
        draft.template, draft.answers, draft.parents, draft.basis, draft.files, draft.gathered, draft.grounds
    )


def _step(workspace: Workspace, slot: Slot, today: date, *, forward: bool) -> Done[Draft | None]:
    step = drafts.step_forward if forward else drafts.step_back
    with workspace.operation() as operation:
        content = step(workspace.database, slot.code, at=stamp(today))
        operation.touch(Touched.DRAFTS, slot.code)
    return done(workspace, open_draft(workspace, slot) if content is not None else None)


def _attached(workspace: Workspace, package: Package, file: DraftFile, *, today: date, by: str) -> Package:
    """That a file of the draft goes with what was fixed."""
    content = Attachment(package.id, file.hash, file.name, file.size, file.note, file.row, file.what)
    return make(
        Kind.ATTACHMENT, workspace.ledger, maker=workspace.unit.code, officer=by, audience=package.audience,
        content=encode(content), date=today.isoformat(),
    )  # fmt: skip


def ready_to_approve(draft: Draft) -> None:
    """Refused `must_fix_left`, `must_explain_left`, `basis_missing`, `task_text_too_long` while something is left."""
    for severity, code in ((Severity.MUST_FIX, "must_fix_left"), (Severity.MUST_EXPLAIN, "must_explain_left")):
        left = [finding for finding in draft.findings if finding.severity is severity]
        if left:
            name = draft.form.name_of(left[0].where.row)
            if left[0].code == "check_text_too_long":
                raise Refused("task_text_too_long", name=name, **left[0].params)
            raise Refused(code, count=str(len(left)), name=name)
    if draft.on_behalf and not draft.basis:
        raise Refused("basis_missing", unit=draft.form.unit_short)


def _same_answers(workspace: Workspace, parent: str, package: Package) -> bool:
    """Whether a package says nothing that its parent does not say: names and dates of the paper apart."""
    known = workspace.state.packages.get(parent)
    if known is None:
        return False
    before, after = figures.submission_of(known), figures.submission_of(package)
    unnamed = [replace(one.answers, approvals=(), date="") for one in (before, after)]
    return unnamed[0] == unnamed[1] and before.grounds == after.grounds
