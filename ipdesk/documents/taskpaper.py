"""重点任务台账 and 按任务汇编 on paper: a landscape table under its tasks; all units' words, task by task."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ipdesk.paint.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Note,
    Paragraph,
    Row,
    RowKind,
    Run,
    Scope,
    Table,
    Title,
)
from ipdesk.text.i18n import _, pgettext


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A line of the ledger in words. `alarming` sets its status in bold, so that it is found on grey paper too."""

    task: str
    measure: str
    unit: str
    role: str
    person: str
    deadline: str
    goal: str
    progress: str
    as_of: str
    completion: str
    says_itself: str
    status: str
    problem: str = ""
    cause: str = ""
    next: str = ""
    coordinate: str = ""
    evidence: str = ""
    note: str = ""
    source: str = ""
    number: str = ""
    alarming: bool = False


@dataclass(frozen=True, slots=True)
class TaskPaper:
    """What both papers say around the lines: whose, as of when, how many, by which rule."""

    title: str
    head: str
    scope: str
    summary: str
    rows: tuple[TaskRow, ...]
    notes: tuple[str, ...]
    draft_mark: str = ""
    training: bool = False
    code: str = ""


def ledger(paper: TaskPaper) -> Document:
    """台账, landscape: a group of rows for each task."""
    table = Table("ledger", _columns(), tuple(_rows(paper.rows)), notes=paper.notes, size=8.5)
    blocks: tuple[Block, ...] = (
        Title(paper.title),
        Scope(paper.scope),
        Paragraph((Run(paper.summary),), small=True),
        table,
    )
    return Document(
        paper.title, blocks, head=paper.head, draft_mark=paper.draft_mark, code=paper.code, training=paper.training,
        landscape=True,
    )  # fmt: skip


def compilation(paper: TaskPaper) -> Document:
    """按任务汇编: each task, each measure, what every unit says in the office's order, then who says nothing."""
    blocks: list[Block] = [Title(paper.title), Scope(paper.scope)]
    task = ""
    for (about, measure), lines in groupby(paper.rows, key=lambda row: (row.task, row.measure)):
        rows = tuple(lines)
        if about != task:
            task = about
            blocks.append(Heading(task))
        if measure:
            blocks.append(Heading(measure, 2))
        blocks += [_said(row) for row in rows if row.progress]
        silent = _("、").join(row.unit for row in rows if not row.progress)
        if silent:
            blocks.append(Paragraph((Run(_("No progress told: {units}.").format(units=silent)),)))
    blocks += [Note(note) for note in paper.notes]
    return Document(
        paper.title, tuple(blocks), head=paper.head, draft_mark=paper.draft_mark, code=paper.code,
        training=paper.training,
    )  # fmt: skip


def _said(row: TaskRow) -> Paragraph:
    parts = [row.progress]
    for name, text in (
        (_("Problems"), row.problem), (_("Causes"), row.cause), (_("Next steps"), row.next),
        (_("To be coordinated"), row.coordinate),
    ):  # fmt: skip
        if text:
            parts.append(_("{name}: {text}").format(name=name, text=text))
    who = _("{unit} ({status}): ").format(unit=row.unit, status=row.status)
    return Paragraph((Run(who, strong=True), Run(" ".join(" ".join(part.split()) for part in parts))))


def _columns() -> tuple[Column, ...]:
    return (
        Column(pgettext("paper", "No."), 8),
        Column(pgettext("task", "Measure"), 37, Align.LEFT),
        Column(pgettext("task", "Unit\npart"), 23),
        Column(pgettext("task", "Deadline"), 18),
        Column(pgettext("task", "Goal of\nthe year"), 21, Align.LEFT),
        Column(pgettext("task", "Progress"), 45, Align.LEFT),
        Column(pgettext("task", "Problems and\nnext steps"), 27, Align.LEFT),
        Column(pgettext("task", "Com-\npleted"), 13),
        Column(pgettext("task", "Says\nitself"), 13),
        Column(pgettext("task", "Status"), 20),
    )


def _rows(rows: Sequence[TaskRow]) -> Iterator[Row]:
    task = None
    for number, row in enumerate(rows, start=1):
        if row.task != task:
            task = row.task
            yield Row((Cell(row.task, align=Align.LEFT),), RowKind.GROUP)
        problems = "；".join(text for text in (row.problem, row.cause, row.next, row.coordinate) if text)
        yield Row(
            (
                Cell(str(number)),
                Cell(row.measure or row.task),
                Cell(row.unit, under=row.role),
                Cell(row.deadline),
                Cell(row.goal),
                Cell(row.progress, under=row.as_of),
                Cell(problems),
                Cell(row.completion),
                Cell(row.says_itself),
                Cell(row.status, strong=row.alarming),
            )
        )
