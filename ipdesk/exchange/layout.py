"""The sheets of the form as grids: which columns there are, and what stands in each cell for a form and its answers.

Writer, reader, issued digest and check number all go by these grids, so they cannot disagree. A cell is named by
(row key, column code); its content is a Decimal, a text, or nothing.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ipdesk.domain.form import Answers, Form, FormRow, Question, TaskProgress, may_revise, task_title
from ipdesk.domain.indicator import Supply
from ipdesk.domain.quantity import round_half_up
from ipdesk.domain.target import Comparator, TargetKind
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.exchange import words
from ipdesk.exchange.columns import (
    COLUMNS,
    COVER,
    DATA_SHEETS,
    INDICATORS,
    META,
    READ_HEADINGS,
    SIGN,
    TASK_COLUMNS,
    TASKS,
    Cells,
    Column,
    Content,
    Role,
    headings,
    sheet_names,
)
from ipdesk.text import levels
from ipdesk.text.i18n import _, pgettext
from ipdesk.text.labels import label

__all__ = [
    "COLUMNS", "COVER", "DATA_SHEETS", "FIRST_ROW", "INDICATORS", "META", "READ_HEADINGS", "SIGN", "TASKS", "Asked",
    "Cells", "Column", "Content", "Line", "Role", "asked", "cells_of", "columns_of", "default_data_period", "headings",
    "lines_of", "place_words", "sheet_names", "target_text",
]  # fmt: skip

#: The place of the first keyed row of a data sheet as it is written, counted from 0.
FIRST_ROW: Final = 5
#: Lines left for names of evidence; more are added when there are more.
EVIDENCE_LINES: Final = 4


#: The columns of the forms asked about last. Found by identity: a form with all its rows is long to compare.
_columns_known: Final[deque[tuple[Form, str, tuple[Column, ...]]]] = deque(maxlen=6)


def columns_of(sheet: str, form: Form) -> tuple[Column, ...]:
    """The columns of a sheet, those left out in which nothing would stand on any row of this form."""
    for known, code, columns in tuple(_columns_known):
        if known is form and code == sheet:
            return columns
    columns = _columns_of(sheet, form)
    _columns_known.append((form, sheet, columns))
    return columns


def _columns_of(sheet: str, form: Form) -> tuple[Column, ...]:
    left_out: set[str] = set()
    if not any(row.supply is Supply.CONFIRM for row in form.rows):
        left_out.add("confirm")
    # A column in which nothing would stand only takes room from the others.
    for code in ("prefill", "last_year", "last", "accepted"):
        if all(getattr(row, code) is None for row in form.rows):
            left_out.add(code)
    if all(row.target is None for row in form.rows):
        left_out |= {"target", "planned", "gap"}
    if not any(may_revise(form, row) for row in form.rows):
        left_out |= {"revised_last", "revision_reason"}
    return tuple(column for column in COLUMNS[sheet] if column.code not in left_out)


@dataclass(frozen=True, slots=True)
class Line:
    """One keyed row of a sheet and the columns in which the unit may write there."""

    key: str
    inputs: tuple[str, ...]


_VALUE_INPUTS = ("value", "year_estimate", "outlook", "data_period", "as_of", "nature", "supplied_by", "note")
_TASK_INPUTS = ("state", "progress", "problem")
_ADDED_INPUTS = ("title", *_TASK_INPUTS)
_REVISION_INPUTS = ("revised_last", "revision_reason")


def _indicator_inputs(form: Form, row: FormRow) -> tuple[str, ...]:
    if not row.fillable:
        return ()
    revision = _REVISION_INPUTS if may_revise(form, row) else ()
    confirm = ("confirm",) if row.supply is Supply.CONFIRM else ()
    return (*_VALUE_INPUTS, *confirm, *revision)


#: Its rows, likewise.
_lines_known: Final[deque[tuple[Form, str, tuple[Line, ...]]]] = deque(maxlen=6)


def lines_of(sheet: str, form: Form, answers: Answers | None = None) -> tuple[Line, ...]:
    """The keyed rows of a sheet in their order."""
    if answers is not None:
        return _lines_of(sheet, form, answers)
    for known, code, lines in tuple(_lines_known):
        if known is form and code == sheet:
            return lines
    lines = _lines_of(sheet, form, None)
    _lines_known.append((form, sheet, lines))
    return lines


def _lines_of(sheet: str, form: Form, answers: Answers | None) -> tuple[Line, ...]:
    match sheet:
        case "indicators":
            return tuple(Line(row.key, _indicator_inputs(form, row)) for row in form.rows)
        case "tasks":
            return tuple(Line(task.key, _ADDED_INPUTS if task.added else _TASK_INPUTS) for task in form.tasks)
    evidence = max(EVIDENCE_LINES, len(answers.evidence) + 1 if answers else 0)
    return (
        *(Line(f"reply.{key}", ("text",)) for key in asked(form)),
        Line("explanation", ("text",)),
        *(Line(f"evidence.{number}", ("text",)) for number in range(1, evidence + 1)),
        *(Line(f"step.{number}", ("text", "date")) for number in range(1, len(form.steps) + 1)),
        Line("filled_by", ("text", "date")),
        Line("phone", ("text",)),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the cell that it is about: sheet, row and column by their codes, `text` of all asked there."""

    key: str
    sheet: str
    row: str
    column: str
    text: str


def asked(form: Form, questions: tuple[Question, ...] | None = None) -> dict[str, Asked]:
    """The questions of a returned form by the key of their reply, those on one cell in one text."""
    found: dict[str, Asked] = {}
    for question in form.questions if questions is None else questions:
        before = found.get(question.key)
        text = "\n".join(filter(None, (before.text if before else "", question.text)))
        found[question.key] = Asked(question.key, *_cell_asked(form, question), text)
    return found


def _cell_asked(form: Form, question: Question) -> tuple[str, str, str]:
    """Where a question's cell is; one that is about no cell of the form is about its own reply."""
    row = form.row(question.row)
    if row is not None:
        known = {column.code for column in columns_of(INDICATORS, form) if column.role is not Role.HELP}
        return INDICATORS, row.key, question.column if question.column in known else "value"
    if any(task.key == question.row for task in form.tasks):
        known = {column.code for column in TASK_COLUMNS if column.role is not Role.HELP}
        return TASKS, question.row, question.column if question.column in known else "progress"
    return SIGN, f"reply.{question.key}", "text"


def place_words(form: Form, question: Asked) -> str:
    """Where to look, in words that need no link: 指标表第12行“本期”. Empty for a question about the whole form."""
    if question.sheet == SIGN:
        return ""
    keys = [line.key for line in lines_of(question.sheet, form)]
    return _("sheet {sheet}, row {row}, {column}").format(
        sheet=sheet_names()[question.sheet], row=FIRST_ROW + keys.index(question.row) + 1,
        column=headings(form.issuer)[question.column],
    )  # fmt: skip


def cells_of(sheet: str, form: Form, answers: Answers | None) -> Cells:
    """What stands in each issued and input cell of a sheet. Empty cells are absent."""
    filled = answers or Answers()
    match sheet:
        case "indicators":
            pairs = _indicator_cells(form, filled)
        case "tasks":
            pairs = _task_cells(form, filled)
        case _:
            pairs = _sign_cells(form, filled)
    return {key: content for key, content in pairs if content or (content is not None and content != "")}


def _indicator_cells(form: Form, answers: Answers) -> Iterator[tuple[tuple[str, str], Content]]:
    number = 0
    for row in form.rows:
        if row.level == 0:
            number += 1
            yield (row.key, "no"), str(number)
        yield (row.key, "name"), row.name
        yield (row.key, "unit"), row.unit
        yield (row.key, "last_year"), row.last_year
        yield (row.key, "last"), row.last
        yield (row.key, "accepted"), row.accepted
        yield (row.key, "prefill"), row.prefill
        if row.target is not None:
            yield (row.key, "target"), target_text(form, row)
            yield (row.key, "planned"), row.target.planned
        if row.fillable:
            yield from _answer_cells(form, row, answers.values.get(row.key))
        revision = answers.revisions.get(row.key)
        if revision is not None and may_revise(form, row):
            yield (row.key, "revised_last"), revision.raw if revision.quantity is None else revision.quantity
            yield (row.key, "revision_reason"), revision.reason


def _answer_cells(form: Form, row: FormRow, value: Value | None) -> Iterator[tuple[tuple[str, str], Content]]:
    default = default_data_period(form, row)
    yield (row.key, "data_period"), words.period_words(value.data_period if value and value.data_period else default)
    if value is None:
        return
    verdict, shown = _shown(row, value)
    yield (row.key, "confirm"), verdict
    yield (row.key, "value"), shown
    yield (row.key, "year_estimate"), value.year_estimate
    yield (row.key, "outlook"), label(value.outlook) if value.outlook else None
    yield (row.key, "as_of"), value.as_of
    natures = [label(value.nature)] if value.nature else []
    if value.status is ValueStatus.ESTIMATED:
        natures.append(label(ValueStatus.ESTIMATED))
    yield (row.key, "nature"), "、".join(natures)
    yield (row.key, "supplied_by"), value.supplied_by
    yield (row.key, "note"), value.note


def _shown(row: FormRow, value: Value) -> tuple[Content, Content]:
    """The contents of 核对 and 本期 for an answer."""
    if value.status is ValueStatus.UNREAD:
        return None, value.raw
    if value.status is ValueStatus.NOT_ASKED:
        return None, None
    if row.supply is Supply.CONFIRM and row.prefill is not None:
        agreed = value.status is ValueStatus.CONFIRMED or (
            value.status is not ValueStatus.DISPUTED and value.quantity == row.prefill
        )
        if agreed:
            return words.CORRECT, None
        if value.status is ValueStatus.DISPUTED or value.quantity is not None:
            return words.DISPUTED, value.quantity
    if value.quantity is None:
        # A reason says it already; the word is for the one who gives no figure and no reason yet.
        return None, None if value.note else words.NOT_AVAILABLE
    return None, value.quantity


def _task_cells(form: Form, answers: Answers) -> Iterator[tuple[tuple[str, str], Content]]:
    for number, task in enumerate(form.tasks, 1):
        told = answers.tasks.get(task.key, TaskProgress())
        yield (task.key, "no"), str(number)
        yield (task.key, "source"), task.label
        yield (task.key, "title"), told.title if task.added else task.title
        yield (task.key, "measure"), task.measure
        yield (task.key, "deadline"), task.deadline
        yield (task.key, "state"), label(told.state) if told.state else None
        yield (task.key, "progress"), told.progress
        yield (task.key, "problem"), told.problem


def _sign_cells(form: Form, answers: Answers) -> Iterator[tuple[tuple[str, str], Content]]:
    for number, (key, question) in enumerate(asked(form).items(), 1):
        row = form.row(question.row)
        task = next((task for task in form.tasks if task.key == question.row), None)
        name = row.name if row else task_title(task, answers) or task.label if task else ""
        params = {"number": number, "question": question.text}
        said = _("Question {number}: {question}").format(**params)
        if name:
            place = place_words(form, question)
            said = _("Question {number}, {name} ({place}): {question}").format(name=name, place=place, **params)
        yield (f"reply.{key}", "label"), said
        yield (f"reply.{key}", "text"), answers.replies.get(key)
    yield ("explanation", "label"), pgettext("form", "General explanation of the period")
    yield ("explanation", "text"), answers.explanation
    for number in range(1, max(EVIDENCE_LINES, len(answers.evidence) + 1) + 1):
        yield (f"evidence.{number}", "label"), _("Evidence {number} (name of the document)").format(number=number)
    for number, name in enumerate(answers.evidence, 1):
        yield (f"evidence.{number}", "text"), name
    for number, step in enumerate(form.steps, 1):
        approval = next((approval for approval in answers.approvals if approval.step == step), None)
        yield (f"step.{number}", "label"), _("{step} (signature)").format(step=step)
        yield (f"step.{number}", "text"), approval.name if approval else None
        yield (f"step.{number}", "date"), approval.date if approval else None
    yield ("filled_by", "label"), pgettext("form", "Filled in by")
    yield ("filled_by", "text"), answers.filled_by
    yield ("filled_by", "date"), answers.date
    yield ("phone", "label"), pgettext("form", "Telephone")
    yield ("phone", "text"), answers.phone


def default_data_period(form: Form, row: FormRow) -> str:
    """The code of the period that a row asks for when nothing else is said."""
    return row.data_period or form.period


def number_text(quantity: Decimal, decimals: int) -> str:
    """A number as the sheet shows it in a text: grouped, rounded half up, no needless zeros after the comma."""
    text = f"{round_half_up(quantity, decimals):,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_SIGNS: Final = {
    Comparator.AT_LEAST: "≥",
    Comparator.MORE: "＞",
    Comparator.EQUAL: "",
    Comparator.LESS: "＜",
    Comparator.AT_MOST: "≤",
    Comparator.RANGE: "≥",
}


def target_text(form: Form, row: FormRow) -> str:
    """The target beside a row: 全市≥150 (全省 where a province issues), 待定 when pending, nothing when it is words.

    Issued content like a name, not wording of ipdesk: it is compared on receipt, so it is the same in any language.
    """
    target = row.target
    if target is None or target.kind is TargetKind.JUDGED:
        return ""
    scope = words.WHOLE[levels.level_of(form.issuer)] if target.whole_plan else ""
    if target.quantity is None:
        return f"{scope}待定"
    decimals = max(row.decimals, -int(target.quantity.as_tuple().exponent), 0)
    return f"{scope}{_SIGNS[target.comparator]}{number_text(target.quantity, decimals)}"
