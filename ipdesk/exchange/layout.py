"""The sheets of the form as grids: which columns there are, and what stands in each cell for a form and its answers.

Writer, reader, issued digest and check number all go by these grids, so they cannot disagree. A cell is named by
(row key, column code); its content is a Decimal, a text, or nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from ipdesk.domain.form import Answers, Form, FormRow, TaskProgress
from ipdesk.domain.indicator import Supply
from ipdesk.domain.quantity import round_half_up
from ipdesk.domain.target import Comparator, TargetKind
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.exchange import words
from ipdesk.text.i18n import _, pgettext
from ipdesk.text.labels import label

COVER: Final = "cover"
INDICATORS: Final = "indicators"
TASKS: Final = "tasks"
SIGN: Final = "sign"
DATA_SHEETS: Final = (INDICATORS, TASKS, SIGN)
META: Final = "_meta"

Content = Decimal | str | None
Cells = dict[tuple[str, str], Content]


class Role(StrEnum):
    """What a column is for: issued by the parent, typed by the unit, live formula, hidden help for formulas."""

    ISSUED = "issued"
    INPUT = "input"
    LIVE = "live"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `width` in digits of the body face; `factor` its weight in the check number (0: not in it)."""

    code: str
    width: float
    role: Role
    factor: int = 0
    numeric: bool = False


_I, _T, _L, _H = Role.ISSUED, Role.INPUT, Role.LIVE, Role.HELP

INDICATOR_COLUMNS: Final = (
    Column("no", 4.5, _I),
    Column("name", 25, _I),
    Column("unit", 7, _I),
    Column("last_year", 8.5, _I, numeric=True),
    Column("last", 8.5, _I, numeric=True),
    Column("accepted", 8.5, _I, numeric=True),
    Column("prefill", 9, _I, numeric=True),
    Column("value", 11, _T, 3, numeric=True),
    Column("confirm", 7.5, _T, 5),
    Column("year_estimate", 8.5, _T, 7, numeric=True),
    Column("outlook", 8.5, _T, 11),
    Column("target", 9, _I),
    Column("planned", 8.5, _I, numeric=True),
    Column("gap", 8.5, _L, numeric=True),
    Column("data_period", 11, _T, 13),
    Column("as_of", 9.5, _T, 17),
    Column("nature", 7.5, _T, 19),
    Column("supplied_by", 9.5, _T, 23),
    Column("note", 21, _T, 29),
    Column("check", 21, _L),
    Column("effective", 9, _H, numeric=True),
    Column("part", 9, _H, numeric=True),
    Column("weight", 9, _H, numeric=True),
)
TASK_COLUMNS: Final = (
    Column("no", 5, _I),
    Column("source", 17, _I),
    Column("title", 30, _I),
    Column("measure", 26, _I),
    Column("deadline", 12, _I),
    Column("state", 10, _T, 3),
    Column("progress", 46, _T, 5),
    Column("problem", 34, _T, 7),
    Column("part", 9, _H, numeric=True),
    Column("weight", 9, _H, numeric=True),
)
SIGN_COLUMNS: Final = (
    Column("label", 34, _I),
    Column("text", 46, _T, 3),
    Column("date", 15, _T, 5),
    Column("part", 9, _H, numeric=True),
    Column("weight", 9, _H, numeric=True),
)
COLUMNS: Final[Mapping[str, tuple[Column, ...]]] = {
    INDICATORS: INDICATOR_COLUMNS,
    TASKS: TASK_COLUMNS,
    SIGN: SIGN_COLUMNS,
}
#: Lines left for names of evidence; more are added when there are more.
EVIDENCE_LINES: Final = 4


def headings() -> dict[str, str]:
    """The headings by column code, in the language in use."""
    return {
        "no": pgettext("form", "No."),
        "name": pgettext("form", "Indicator"),
        "unit": pgettext("form", "Unit of measure"),
        "last_year": pgettext("form", "Same period last year"),
        "last": pgettext("form", "Last period"),
        "accepted": pgettext("form", "Accepted this year"),
        "prefill": pgettext("form", "Figure handed down"),
        "value": pgettext("form", "This period"),
        "confirm": pgettext("form", "Confirmation"),
        "year_estimate": pgettext("form", "Full-year estimate"),
        "outlook": pgettext("form", "Will it be met"),
        "target": pgettext("form", "Target"),
        "planned": pgettext("form", "Planned value"),
        "gap": pgettext("form", "Gap to planned"),
        "data_period": pgettext("form", "Data period"),
        "as_of": pgettext("form", "Data as of"),
        "nature": pgettext("form", "Nature"),
        "supplied_by": pgettext("form", "Supplied by"),
        "note": pgettext("form", "Explanation"),
        "check": pgettext("form", "Check"),
        "source": pgettext("form", "Source in the plan"),
        "title": pgettext("form", "Task or project"),
        "measure": pgettext("form", "Measure of the year"),
        "deadline": pgettext("form", "Deadline"),
        "state": pgettext("form", "State"),
        "progress": pgettext("form", "Progress in this period"),
        "problem": pgettext("form", "Problems and next steps"),
        "label": pgettext("form", "Subject"),
        "text": pgettext("form", "To be filled in"),
        "date": pgettext("form", "Date"),
    }


def sheet_names() -> dict[str, str]:
    """The names of the visible sheets by code."""
    return {
        COVER: pgettext("form", "Cover"),
        INDICATORS: pgettext("form", "Indicators"),
        TASKS: pgettext("form", "Tasks"),
        SIGN: pgettext("form", "Explanation and approval"),
    }


#: What each heading means when the row of codes is gone: the Chinese that is written, and English.
READ_HEADINGS: Final[Mapping[str, str]] = {
    "指标": "name", "计量单位": "unit", "本期": "value", "核对": "confirm", "全年预计": "year_estimate",
    "能否完成": "outlook", "数据所属期": "data_period", "数据截至": "as_of", "数据性质": "nature",
    "提供人": "supplied_by",
    "情况说明": "note", "目标": "target", "应达": "planned", "上年同期": "last_year", "上期": "last",
    "本年已审核": "accepted", "市下发数": "prefill", "重点任务": "title", "状态": "state", "本期进展": "progress",
    "存在问题及下一步措施": "problem", "规划出处": "source", "年度举措": "measure", "完成时限": "deadline",
    "indicator": "name", "unitofmeasure": "unit", "thisperiod": "value", "confirmation": "confirm",
    "full-yearestimate": "year_estimate", "willitbemet": "outlook", "dataperiod": "data_period", "dataasof": "as_of",
    "nature": "nature", "suppliedby": "supplied_by", "explanation": "note", "target": "target",
    "plannedvalue": "planned", "sameperiodlastyear": "last_year", "lastperiod": "last",
    "acceptedthisyear": "accepted", "figurehandeddown": "prefill", "taskorproject": "title", "state": "state",
    "progressinthisperiod": "progress", "problemsandnextsteps": "problem", "sourceintheplan": "source",
    "measureoftheyear": "measure", "deadline": "deadline",
}  # fmt: skip


def columns_of(sheet: str, form: Form) -> tuple[Column, ...]:
    """The columns of a sheet, those left out in which nothing would stand on any row of this form."""
    left_out: set[str] = set()
    if not any(row.supply is Supply.CONFIRM for row in form.rows):
        left_out.add("confirm")
    # A column in which nothing would stand only takes room from the others.
    for code in ("prefill", "last_year", "last", "accepted"):
        if all(getattr(row, code) is None for row in form.rows):
            left_out.add(code)
    if all(row.target is None for row in form.rows):
        left_out |= {"target", "planned", "gap"}
    return tuple(column for column in COLUMNS[sheet] if column.code not in left_out)


@dataclass(frozen=True, slots=True)
class Line:
    """One keyed row of a sheet and the columns in which the unit may write there."""

    key: str
    inputs: tuple[str, ...]


_VALUE_INPUTS = ("value", "year_estimate", "outlook", "data_period", "as_of", "nature", "supplied_by", "note")
_TASK_INPUTS = ("state", "progress", "problem")


def _indicator_inputs(row: FormRow) -> tuple[str, ...]:
    if not row.fillable:
        return ()
    return (*_VALUE_INPUTS, "confirm") if row.supply is Supply.CONFIRM else _VALUE_INPUTS


def lines_of(sheet: str, form: Form, answers: Answers | None = None) -> tuple[Line, ...]:
    """The keyed rows of a sheet in their order."""
    match sheet:
        case "indicators":
            return tuple(Line(row.key, _indicator_inputs(row)) for row in form.rows)
        case "tasks":
            return tuple(Line(task.key, _TASK_INPUTS) for task in form.tasks)
    evidence = max(EVIDENCE_LINES, len(answers.evidence) + 1 if answers else 0)
    return (
        *(Line(f"reply.{key}", ("text",)) for key in questions_by_row(form)),
        Line("explanation", ("text",)),
        *(Line(f"evidence.{number}", ("text",)) for number in range(1, evidence + 1)),
        *(Line(f"step.{number}", ("text", "date")) for number in range(1, len(form.steps) + 1)),
        Line("filled_by", ("text", "date")),
        Line("phone", ("text",)),
    )


def questions_by_row(form: Form) -> dict[str, str]:
    """The questions of a returned form, those on one row in one text."""
    questions: dict[str, str] = {}
    for question in form.questions:
        questions[question.row] = "\n".join(filter(None, (questions.get(question.row, ""), question.text)))
    return questions


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
    return {key: content for key, content in pairs if content not in (None, "")}


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
            yield (row.key, "target"), target_text(row)
            yield (row.key, "planned"), row.target.planned
        if row.fillable:
            yield from _answer_cells(form, row, answers.values.get(row.key))


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
        yield (task.key, "title"), task.title
        yield (task.key, "measure"), task.measure
        yield (task.key, "deadline"), task.deadline
        yield (task.key, "state"), label(told.state) if told.state else None
        yield (task.key, "progress"), told.progress
        yield (task.key, "problem"), told.problem


def _sign_cells(form: Form, answers: Answers) -> Iterator[tuple[tuple[str, str], Content]]:
    for key, text in questions_by_row(form).items():
        row = form.row(key)
        task = next((task for task in form.tasks if task.key == key), None)
        name = row.name if row else task.title if task else ""
        asked = _("Question on {name}: {question}").format(name=name, question=text) if name else text
        yield (f"reply.{key}", "label"), asked
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


def target_text(row: FormRow) -> str:
    """The target beside a row: 全市≥150, 待定 when pending, nothing when it is words.

    Issued content like a name, not wording of ipdesk: it is compared on receipt, so it is the same in any language.
    """
    target = row.target
    if target is None or target.kind is TargetKind.JUDGED:
        return ""
    scope = "全市" if target.whole_plan else ""
    if target.quantity is None:
        return f"{scope}待定"
    decimals = max(row.decimals, -int(target.quantity.as_tuple().exponent), 0)
    return f"{scope}{_SIGNS[target.comparator]}{number_text(target.quantity, decimals)}"
