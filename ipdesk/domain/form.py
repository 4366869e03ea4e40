"""The form of a unit for a period, and the answers given on it.

A `Form` is what a `template` package holds, `Answers` what a `submission` holds. The window's grid, the
workbook and the city's check all work on these two values.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ipdesk.domain.check import Check
from ipdesk.domain.indicator import Entry, Supply
from ipdesk.domain.target import Comparator, TargetKind
from ipdesk.domain.value import Value


@dataclass(frozen=True, slots=True)
class RowTarget:
    """The target shown beside a row. `whole_plan` marks the plan's own target (全市目标), else it is this unit's.

    `planned` is the 应达值 at the period's end, None where no pace can be said. `milestone` is the next one that was
    handed down, due at the end of `milestone_period`; `milestone_entry` is what the row's own figure must then come to.
    """

    id: str
    kind: TargetKind
    comparator: Comparator
    quantity: Decimal | None
    horizon: int
    whole_plan: bool
    baseline: Decimal | None = None
    planned: Decimal | None = None
    milestone: Decimal | None = None
    milestone_period: str = ""
    milestone_entry: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row. `key` is stable over periods and versions (the item's id).

    `level` 1 marks a part (其中) of the row above it. A row with `numerator` is derived: its figure is
    numerator row ÷ denominator row × factor, nothing is typed. `prefill` is what the parent hands down for a
    CONFIRM row. `last`, `last_year`, `accepted`: 上期, 上年同期, 本年最近审核通过 as far as the parent knows them.
    """

    key: str
    indicator: str
    name: str
    unit: str
    decimals: int
    entry: Entry
    supply: Supply
    supplier: str = ""  # short name of who supplies, for rows not filled here
    level: int = 0
    numerator: str = ""
    denominator: str = ""
    factor: Decimal = Decimal(1)
    clause: str = ""  # printed label of the clause, 二、（三）表2
    note: str = ""  # what counts
    target: RowTarget | None = None
    prefill: Decimal | None = None
    last: Decimal | None = None
    last_year: Decimal | None = None
    accepted: Decimal | None = None
    data_period: str = ""  # the period that the figure is asked for, when it is not the report period

    @property
    def derived(self) -> bool:
        return bool(self.numerator)

    @property
    def fillable(self) -> bool:
        """Whether the unit types or confirms something here."""
        return not self.numerator and (self.supply is Supply.UNIT or self.supply is Supply.CONFIRM)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task or project whose progress is told in words. `key` is the clause id.

    An `added` one stands empty at the end of the table, for work that the plan does not name: its title is an answer.
    """

    key: str
    label: str
    title: str
    measure: str = ""  # the year's measure, where one is set
    deadline: str = ""
    added: bool = False


class TaskState(StrEnum):
    DONE = "done"  # 已完成
    ON_COURSE = "on_course"  # 正常推进
    LAGGING = "lagging"  # 滞后
    NOT_BEGUN = "not_begun"  # 未启动
    STANDING = "standing"  # 长期坚持


@dataclass(frozen=True, slots=True)
class TaskProgress:
    """What is told of a task. `title` only of an added one."""

    state: TaskState | None = None
    progress: str = ""  # 本期进展
    problem: str = ""  # 存在问题及下一步措施
    title: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question on one cell of a returned submission; the reply comes back with the next one.

    `row` is the key of a row or a task, empty for a question about the whole form. `column` is a column of the form,
    empty for the cell that the row is about: 本期 of an indicator, 本期进展 of a task.
    """

    row: str
    text: str
    column: str = ""

    @property
    def key(self) -> str:
        """What the reply goes by; questions on one cell share a reply."""
        return self.row if self.column in ("", "value", "quantity") else f"{self.row}:{self.column}"


@dataclass(frozen=True, slots=True)
class Form:
    """The form of one unit for one period. `id` names the form among several of a ledger (`main`).

    `reading` is the version of the rules by which a hand-filled copy is read; old versions stay in the program.
    `questions` are open questions when the form goes out again after a return. `revises` is the earlier period whose
    figures (`FormRow.last`) may be revised on this form, empty where none may. `text_limit`: the most characters of
    what is told of a task; 0 for as many as it takes.
    """

    id: str
    title: str
    plan: str
    plan_title: str
    draft_plan: bool
    issuer: str
    issuer_name: str
    unit: str
    unit_name: str  # full name, as on the seal
    unit_short: str
    unit_order: int
    period: str
    version: int
    reading: str
    deadline: date | None
    contact: str
    rows: tuple[FormRow, ...]
    tasks: tuple[TaskRow, ...] = ()
    checks: tuple[Check, ...] = ()
    steps: tuple[str, ...] = ()  # names of the approval steps, in order
    questions: tuple[Question, ...] = ()
    revises: str = ""
    text_limit: int = 0

    def row(self, key: str) -> FormRow | None:
        return next((row for row in self.rows if row.key == key), None)

    def name_of(self, key: str) -> str:
        """What a row or a task is called on the form; the key itself where it is on none."""
        row = self.row(key)
        task = next((task for task in self.tasks if task.key == key), None)
        return row.name if row else (f"{task.label} {task.title}".strip() if task else "") or key


@dataclass(frozen=True, slots=True)
class Approval:
    """One approval: a step, a name, a date as written."""

    step: str
    name: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """修订上期数: what the figure of the period before should have been, and why. The parent decides on it.

    `quantity` is None where the cell could not be read; `raw` then has its text.
    """

    quantity: Decimal | None
    reason: str = ""
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything a unit answered on a form. `values` and `tasks` go by row key; what was left blank is absent.

    `replies` go by `Question.key`. `revisions` by row key are figures of the period that `Form.revises` names.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    tasks: Mapping[str, TaskProgress] = field(default_factory=dict)
    explanation: str = ""  # general explanation of the period
    replies: Mapping[str, str] = field(default_factory=dict)
    approvals: tuple[Approval, ...] = ()
    evidence: tuple[str, ...] = ()
    filled_by: str = ""
    phone: str = ""
    date: str = ""  # as written on the form
    revisions: Mapping[str, Revision] = field(default_factory=dict)


def may_revise(form: Form, row: FormRow) -> bool:
    """Whether the form asks for a revision of the row's figure of the period before."""
    return bool(form.revises) and row.fillable and row.last is not None


def task_title(task: TaskRow, answers: Answers) -> str:
    """What a task is called: by the plan, or an added one by its unit; empty for one that nobody used."""
    return answers.tasks.get(task.key, TaskProgress()).title if task.added else task.title


def added_tasks(count: int) -> tuple[TaskRow, ...]:
    """Empty keyed lines for work that the plan does not name. Keys and labels are content of the form."""
    return tuple(TaskRow(f"added.{number}", f"另报{number}", "", added=True) for number in range(1, count + 1))


def unsigned(answers: Answers) -> Answers:
    """The answers without what belongs to one fixing of them: approvals, day, replies to questions."""
    return replace(answers, approvals=(), date="", replies={})
