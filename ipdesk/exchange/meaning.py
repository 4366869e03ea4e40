"""What the cells of a form mean: contents with their places to answers, each doubt said."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple, TypeVar

from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.form import Answers, Approval, Form, FormRow, Revision, TaskProgress, TaskRow, may_revise
from ipdesk.domain.indicator import Supply
from ipdesk.domain.value import Nature, Value, ValueStatus
from ipdesk.exchange import words
from ipdesk.exchange.layout import (
    default_data_period,
)
from ipdesk.exchange.numbers import NumberReading, ReadingRules, State
from ipdesk.exchange.raw import RawCell

T = TypeVar("T")


class CellRef(NamedTuple):
    """Where an answer stood: sheet, cell as people write it, its text. A named tuple as `RawCell` is."""

    sheet: str
    cell: str
    raw: str


@dataclass(slots=True)
class Taken:
    """What has been read so far."""

    file: str
    form: Form
    rules: ReadingRules
    cells: dict[tuple[str, str], CellRef] = field(default_factory=dict)
    contents: dict[tuple[str, str], RawCell] = field(default_factory=dict)
    clashes: dict[tuple[str, str], str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def say(self, code: str, severity: Severity, key: str, column: str, **params: str) -> None:
        at = self.cells.get((key, column))
        where = Where(
            self.form.unit, self.form.period, self.form.id, key, column, self.file,
            at.sheet if at else "", at.cell if at else "",
        )  # fmt: skip
        self.findings.append(Finding(code, severity, where, params))

    def text(self, key: str, column: str) -> str:
        """A cell as text, without outer blanks; what two copies of a sheet say differently, both."""
        place = (key, column)
        if place in self.clashes:
            return self.clashes[place]
        cell = self.contents.get(place)
        if cell is None:
            return ""
        if cell.formula and "DISPIMG(" in cell.formula:
            return ""  # a picture in the cell (WPS), told by the reader; the word alone is somebody's text
        if cell.kind == "d" and cell.text.endswith("T00:00:00"):
            return cell.text[:10]
        text = cell.text
        return (text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text).strip()


# -- what the cells mean -----------------------------------------------------------------------------------------


def answers_of(taken: Taken) -> Answers:
    """The answers that the taken cells give; findings are added to `taken`."""
    form = taken.form
    values = {row.key: value for row in form.rows if row.fillable and (value := _value(taken, row)) is not None}
    nothing = TaskProgress()
    tasks = {task.key: told for task in form.tasks if (told := _task(taken, task)) != nothing}
    questions = dict.fromkeys(question.key for question in form.questions)
    evidence = sorted(
        (int(key[9:]), text)
        for key, column in taken.contents
        if key.startswith("evidence.") and key[9:].isdigit() and len(key) < 15 and (text := taken.text(key, column))
    )
    approvals = tuple(
        Approval(step, name, taken.text(f"step.{number}", "date"))
        for number, step in enumerate(form.steps, 1)
        if (name := taken.text(f"step.{number}", "text"))
    )
    return Answers(
        values=values,
        tasks=tasks,
        explanation=taken.text("explanation", "text"),
        replies={key: reply for key in questions if (reply := taken.text(f"reply.{key}", "text"))},
        approvals=approvals,
        evidence=tuple(text for _, text in evidence),
        filled_by=taken.text("filled_by", "text"),
        phone=taken.text("phone", "text"),
        date=taken.text("filled_by", "date"),
        revisions={row.key: revision for row in form.rows if (revision := _revision(taken, row)) is not None},
    )


def _revision(taken: Taken, row: FormRow) -> Revision | None:
    """修订上期数 and its reason; a reason alone is kept too, so that it is asked what it is about."""
    if not may_revise(taken.form, row):
        return None
    reading, text = _number(taken, row, "revised_last")
    reason = taken.text(row.key, "revision_reason")
    if reading.quantity is None and not (reason or text):
        return None
    return Revision(reading.quantity, reason, "" if reading.state is State.OK else text)


def _task(taken: Taken, task: TaskRow) -> TaskProgress:
    key = task.key
    state = _choice(taken, key, "state", words.READ_STATE.get)
    title = taken.text(key, "title") if task.added else ""
    return TaskProgress(state, taken.text(key, "progress"), taken.text(key, "problem"), title)


def _choice(taken: Taken, key: str, column: str, known: Callable[[str], T | None]) -> T | None:
    """The choice that a cell names; a finding for a word that is none."""
    text = taken.text(key, column)
    if not text:
        return None
    choice = known(words.folded(text))
    if choice is None:
        taken.say("read_choice", Severity.MUST_FIX, key, column, text=text[:60])
    return choice


def _number(taken: Taken, row: FormRow, column: str) -> tuple[NumberReading, str]:
    """A cell as a number, and its text; what is unclear or changed is said."""
    place = (row.key, column)
    cell = taken.contents.get(place)
    text = taken.cells[place].raw.strip() if place in taken.cells else ""
    if place in taken.clashes:
        return NumberReading(None, State.ERROR, "number_unclear"), taken.clashes[place]
    if cell is not None and cell.valueless:
        taken.say("read_formula_no_value", Severity.MUST_FIX, row.key, column)
        return NumberReading(None, State.ERROR, "number_unclear"), f"={cell.formula}"
    reading = taken.rules.number(cell, row.unit)
    if reading.state in (State.ERROR, State.WARN):
        severity = Severity.MUST_FIX if reading.state is State.ERROR else Severity.NOTE
        result = format(reading.quantity, "f") if reading.quantity is not None else ""
        taken.say(
            reading.note, severity, row.key, column,
            text=text[:60], unit=row.unit, about=reading.about[:60], quantity=result,
        )  # fmt: skip
    return reading, text


def _value(taken: Taken, row: FormRow) -> Value | None:
    reading, text = _number(taken, row, "value")
    note = taken.text(row.key, "note")
    estimate, _ = _number(taken, row, "year_estimate")
    outlook = _choice(taken, row.key, "outlook", words.READ_OUTLOOK.get)
    agreed = _choice(taken, row.key, "confirm", words.READ_CONFIRM.get)
    unsure = bool(taken.text(row.key, "confirm")) and agreed is None
    nature, estimated = _natures(taken, row.key)
    period, period_state = taken.rules.period(taken.contents.get((row.key, "data_period")))
    if period_state is State.ERROR:
        taken.say("read_period", Severity.MUST_EXPLAIN, row.key, "data_period", text=period[:60])
    quantity, status, raw = _figure(taken, row, reading, text, agreed, unsure=unsure)
    if status is None:
        if not any(taken.text(row.key, column) for column in ("note", "year_estimate", "outlook")):
            return None
        status = ValueStatus.MISSING
    if estimated and status is ValueStatus.GIVEN:
        status = ValueStatus.ESTIMATED
    return Value(
        item=row.key,
        quantity=quantity,
        status=status,
        data_period=period or default_data_period(taken.form, row),
        as_of=taken.text(row.key, "as_of"),
        nature=nature,
        supplied_by=taken.text(row.key, "supplied_by"),
        note=note,
        raw=raw,
        year_estimate=estimate.quantity,
        outlook=outlook,
    )


def _figure(
    taken: Taken, row: FormRow, reading: NumberReading, text: str, agreed: bool | None, *, unsure: bool
) -> tuple[Decimal | None, ValueStatus | None, str]:
    """Quantity, status and kept text from the cells 本期 and 核对; the status is None for an empty answer."""
    quantity, blank = reading.quantity, reading.state is State.BLANK
    if unsure or reading.state is State.ERROR or (row.key, "confirm") in taken.clashes:
        confirm = taken.text(row.key, "confirm")
        return None, ValueStatus.UNREAD, "；".join(filter(None, (confirm, text)))
    raw = text if reading.state is State.WARN else ""
    if agreed is not None:
        if agreed and row.prefill is None:
            taken.say("read_nothing_to_confirm", Severity.MUST_FIX, row.key, "confirm")
            return None, ValueStatus.UNREAD, "；".join(filter(None, (taken.text(row.key, "confirm"), text)))
        if agreed and (blank or quantity == row.prefill):
            return row.prefill, ValueStatus.CONFIRMED, ""
        if agreed:
            taken.say("read_confirm_contradicts", Severity.MUST_FIX, row.key, "value", text=text[:60])
            return None, ValueStatus.UNREAD, f"{taken.text(row.key, 'confirm')}；{text}"
        return quantity, ValueStatus.DISPUTED, raw
    if blank:
        return None, None, ""
    if reading.state is State.NOT_AVAILABLE or quantity is None:
        return None, ValueStatus.MISSING, ""
    if row.supply is Supply.CONFIRM and row.prefill is not None:
        # A figure typed without a word: the same is agreement, another one is the unit's own.
        if quantity == row.prefill:
            return quantity, ValueStatus.CONFIRMED, raw
        taken.say("read_confirm_unsaid", Severity.NOTE, row.key, "value", text=text[:60])
        return quantity, ValueStatus.DISPUTED, raw
    if quantity == 0:
        return quantity, ValueStatus.ZERO, raw
    status = ValueStatus.ESTIMATED if reading.note == "number_qualifier" else ValueStatus.GIVEN
    return quantity, status, raw


def _natures(taken: Taken, key: str) -> tuple[Nature | None, bool]:
    """性质: one word, and 估算 perhaps beside it."""
    nature: Nature | None = None
    estimated = False
    told = taken.text(key, "nature")
    for word in told.replace(",", "、").replace("，", "、").split("、") if told else ():
        if not word.strip():
            continue
        if words.folded(word) in words.READ_ESTIMATED:
            estimated = True
        elif (known := words.READ_NATURE.get(words.folded(word))) is not None:
            nature = known
        else:
            taken.say("read_choice", Severity.MUST_FIX, key, "nature", text=word[:60])
    return nature, estimated
