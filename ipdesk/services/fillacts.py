"""Acts that spare typing: 无误 and 有异议, 零报告, what was said last time, and the two usual words on a task.

Each is one step of the draft that can be undone. None guesses: a blank stays 未报 until somebody says otherwise.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from ipdesk.domain.errors import NotFound, WrongUse
from ipdesk.domain.form import Answers, Form, FormRow, TaskProgress, TaskRow, TaskState
from ipdesk.domain.indicator import Supply
from ipdesk.domain.ledger.package import Slot
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.services import draft as drafts
from ipdesk.services import earlier
from ipdesk.services.draft import Draft
from ipdesk.services.typed import fillable_row, read_cell
from ipdesk.services.workspace import Done, Workspace

#: What stands in the form for a task on which nothing happened, and for one that goes on for good. Content of the
#: report, the same whatever language a screen speaks.
NO_NEWS, FOR_GOOD = "本期无新进展。", "长期坚持。"


def row_named(form: Form, words: str) -> FormRow:
    """A row that is filled in here, by key or name. WrongUse `row_not_fillable`."""
    found = next((row for row in form.rows if row.fillable and words in (row.key, row.name)), None)
    if found is None:
        raise WrongUse("row_not_fillable", row=words)
    return found


def task_named(form: Form, words: str) -> TaskRow:
    """A task by key, number or title. NotFound `task_unknown_here`."""
    for task in form.tasks:
        if words in (task.key, task.label, task.label.rstrip("."), task.title, f"{task.label} {task.title}".strip()):
            return task
    raise NotFound("task_unknown_here", task=words)


def typed_value(draft: Draft, last: Answers, key: str, text: str) -> Value | None:
    """The value of a typed text, with what is known beside it: what was said of the figure before stays, and a new one
    gets its supplier of last time and the period that the row asks for.
    """
    value, _findings = read_cell(draft.form, key, text)
    if value is None:
        return None
    before = draft.answers.values.get(key)
    if before is not None:
        return replace(
            before, quantity=value.quantity, status=value.status, raw=value.raw, nature=value.nature or before.nature,
            expected=before.expected if value.status is ValueStatus.MISSING else "",
        )  # fmt: skip
    told, row = last.values.get(key), draft.form.row(key)
    return replace(
        value, supplied_by=told.supplied_by if told is not None else "", data_period=row.data_period if row else ""
    )


def set_figures(
    workspace: Workspace, slot: Slot, figures: Sequence[tuple[str, str]], *, today: date, by: str
) -> Done[Draft]:
    """Types figures, by key or name of the row; an empty text clears the row. WrongUse `row_not_fillable`."""
    last = earlier.last_answers(workspace, slot)

    def put(draft: Draft) -> Draft:
        values = dict(draft.answers.values)
        for words, text in figures:
            row = row_named(draft.form, words)
            value = typed_value(draft, last, row.key, text)
            if value is None:
                values.pop(row.key, None)
            else:
                values[row.key] = value
        return _with_values(draft, values)

    return drafts.step_on(workspace, slot, put, by=by, today=today)


# -- 核对 ----------------------------------------------------------------------------------------------------------


def unconfirmed(draft: Draft) -> tuple[FormRow, ...]:
    """The rows whose figure was handed down and about which nothing was said yet."""
    return tuple(row for row in draft.form.rows if _handed_down(row) and row.key not in draft.answers.values)


def confirm(workspace: Workspace, slot: Slot, rows: Sequence[str], *, today: date, by: str) -> Done[Draft]:
    """无误 for these rows. WrongUse `row_not_fillable`, `fill_nothing_handed_down`."""
    return _on_rows(workspace, slot, rows, lambda row: Value(row.key, row.prefill, ValueStatus.CONFIRMED), _handed,
                    today=today, by=by)  # fmt: skip


def dispute(workspace: Workspace, slot: Slot, row: str, text: str, reason: str, *, today: date, by: str) -> Done[Draft]:
    """有异议 for a row: the own figure, as typed, and the reason. WrongUse `row_not_fillable`,
    `fill_nothing_handed_down`, `fill_dispute_figure` where the figure cannot be read or is the one handed down.
    """

    def put(draft: Draft) -> Draft:
        found = _handed(row_named(draft.form, row))
        value, findings = read_cell(draft.form, found.key, text)
        if findings or value is None or value.quantity is None or value.quantity == found.prefill:
            raise WrongUse("fill_dispute_figure", name=found.name, text=text.strip() or "—")
        values = {**draft.answers.values, found.key: replace(value, status=ValueStatus.DISPUTED, note=reason.strip())}
        return _with_values(draft, values)

    return drafts.step_on(workspace, slot, put, by=by, today=today)


# -- 零报告 --------------------------------------------------------------------------------------------------------


def blank_rows(draft: Draft) -> tuple[FormRow, ...]:
    """The rows about which nothing was said yet and that may be zero: to be looked through before they are reported so.

    Rows whose figure was handed down are to be confirmed or objected to instead.
    """
    return tuple(
        row for row in draft.form.rows if row.fillable and row.key not in draft.answers.values and not _handed_down(row)
    )


def report_zero(workspace: Workspace, slot: Slot, rows: Sequence[str], *, today: date, by: str) -> Done[Draft]:
    """零报告 for these rows, on purpose. WrongUse `row_not_fillable`, `fill_zero_handed_down`."""
    return _on_rows(workspace, slot, rows, lambda row: Value(row.key, Decimal(0), ValueStatus.ZERO), _own,
                    today=today, by=by)  # fmt: skip


# -- words ---------------------------------------------------------------------------------------------------------


def tell(
    workspace: Workspace, slot: Slot, task: str, text: str, *, add: bool = False, today: date, by: str
) -> Done[Draft]:
    """What there is to say of a task; `add` puts it after what was said last (in this draft, else in the period
    before), else it takes its place. NotFound `task_unknown_here`.
    """
    last = earlier.last_tasks(workspace, slot)

    def told(key: str, before: TaskProgress) -> TaskProgress:
        begun = before.progress or (last[key].progress if key in last else "")
        said = "\n".join(part for part in (begun, text.strip()) if part) if add else text.strip()
        return replace(before, progress=said, state=before.state or _last_state(last.get(key)))

    return _on_task(workspace, slot, task, told, today=today, by=by)


def no_news(workspace: Workspace, slot: Slot, task: str, *, today: date, by: str) -> Done[Draft]:
    """本期无新进展: said as such; the state stays what it was last. NotFound `task_unknown_here`."""
    last = earlier.last_tasks(workspace, slot)
    return _on_task(
        workspace, slot, task,
        lambda key, before: replace(before, progress=NO_NEWS, state=before.state or _last_state(last.get(key))),
        today=today, by=by,
    )  # fmt: skip


def for_good(workspace: Workspace, slot: Slot, task: str, *, today: date, by: str) -> Done[Draft]:
    """长期坚持 as the task's state; what was said of it stays. NotFound `task_unknown_here`."""
    return _on_task(
        workspace, slot, task,
        lambda _key, before: replace(before, state=TaskState.STANDING, progress=before.progress or FOR_GOOD),
        today=today, by=by,
    )  # fmt: skip


def explain_as_before(workspace: Workspace, slot: Slot, rows: Sequence[str], *, today: date, by: str) -> Done[Draft]:
    """The last period's explanation for these rows. WrongUse `row_not_fillable`; NotFound `fill_no_last_note`."""
    notes = earlier.last_notes(workspace, slot)

    def put(draft: Draft) -> Draft:
        values = dict(draft.answers.values)
        for words in rows:
            row = row_named(draft.form, words)
            if row.key not in notes:
                raise NotFound("fill_no_last_note", name=row.name)
            before = values.get(row.key) or Value(row.key, None, ValueStatus.MISSING)
            values[row.key] = replace(before, note=notes[row.key])
        return _with_values(draft, values)

    return drafts.step_on(workspace, slot, put, by=by, today=today)


# -- inner ---------------------------------------------------------------------------------------------------------


def _on_rows(
    workspace: Workspace,
    slot: Slot,
    rows: Sequence[str],
    made: Callable[[FormRow], Value],
    checked: Callable[[FormRow], FormRow],
    *,
    today: date,
    by: str,
) -> Done[Draft]:
    def put(draft: Draft) -> Draft:
        values = dict(draft.answers.values)
        for words in rows:
            row = checked(fillable_row(draft.form, row_named(draft.form, words).key))
            before = values.get(row.key)
            value = made(row)
            values[row.key] = (
                value if before is None else replace(before, quantity=value.quantity, status=value.status, raw="")
            )
        return _with_values(draft, values)

    return drafts.step_on(workspace, slot, put, by=by, today=today)


def _on_task(
    workspace: Workspace,
    slot: Slot,
    task: str,
    told: Callable[[str, TaskProgress], TaskProgress],
    *,
    today: date,
    by: str,
) -> Done[Draft]:
    def put(draft: Draft) -> Draft:
        key = task_named(draft.form, task).key
        said = told(key, draft.answers.tasks.get(key, TaskProgress()))
        tasks = {**draft.answers.tasks, key: said}
        if said == TaskProgress():
            tasks.pop(key)
        return replace(draft, answers=replace(draft.answers, tasks=tasks))

    return drafts.step_on(workspace, slot, put, by=by, today=today)


def _with_values(draft: Draft, values: dict[str, Value]) -> Draft:
    return replace(draft, answers=replace(draft.answers, values=values))


def _handed_down(row: FormRow) -> bool:
    return row.fillable and row.supply is Supply.CONFIRM and row.prefill is not None


def _handed(row: FormRow) -> FormRow:
    if not _handed_down(row):
        raise WrongUse("fill_nothing_handed_down", name=row.name)
    return row


def _own(row: FormRow) -> FormRow:
    if _handed_down(row) and row.prefill != 0:
        raise WrongUse("fill_zero_handed_down", name=row.name)
    return row


def _last_state(told: TaskProgress | None) -> TaskState | None:
    return told.state if told is not None else None
