"""A returned workbook and its form to answers: a pure function of the file's content and the form's reading rules.

Two steps: `child.open_workbook` gives plain data, `read_answers` says what they mean. Rows go by key, columns by code;
what is not certain is a finding, and the cell is taken as unread with its text kept, never guessed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.form import Answers, Approval, Form, FormRow, TaskProgress
from ipdesk.domain.indicator import Supply
from ipdesk.domain.value import Nature, Value, ValueStatus
from ipdesk.exchange import checknumber, words
from ipdesk.exchange.envelope import Envelope
from ipdesk.exchange.identity import Grid, identify
from ipdesk.exchange.issued import changes, issued_columns, issued_digest, raw_content
from ipdesk.exchange.layout import (
    DATA_SHEETS,
    INDICATORS,
    SIGN,
    Cells,
    cells_of,
    columns_of,
    default_data_period,
    lines_of,
)
from ipdesk.exchange.match import Matched, match_rows, with_headings
from ipdesk.exchange.numbers import READING_RULES, NumberReading, ReadingRules, State
from ipdesk.exchange.raw import RawBook, RawCell

T = TypeVar("T")


class Confidence(StrEnum):
    """How sure it is that each figure stands in its row."""

    CERTAIN = "certain"  # all marks in place
    HEALED = "healed"  # moved, sorted, renamed; found again by marks
    BY_NAME = "by_name"  # no identity left: matched by unique names, a person must say yes
    NONE = "none"  # nothing to be matched


@dataclass(frozen=True, slots=True)
class CellRef:
    """Where an answer stood: sheet, cell as people write it, its text."""

    sheet: str
    cell: str
    raw: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a workbook says on a form. `answers` is None where nothing could be matched.

    `cells` by (row key, column code) for the trace. `check_numbers` are recomputed, by sheet code; a finding tells
    where the sheet shows another. `issued_changes` are the issued cells that are not as issued. `issued_whole` by sheet
    code: whether the issued part fits the digest that travelled with it.
    """

    kind: str
    envelope: Envelope | None
    answers: Answers | None
    cells: Mapping[tuple[str, str], CellRef] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    issued_changes: tuple[Finding, ...] = ()
    issued_whole: Mapping[str, bool] = field(default_factory=dict)
    check_numbers: Mapping[str, str] = field(default_factory=dict)
    packages: tuple[bytes, ...] = ()
    confidence: Confidence = Confidence.NONE


def read_envelope(book: RawBook) -> Envelope | None:
    """Who the workbook says it is; None for a file without identity."""
    return identify(book).envelope


@dataclass(slots=True)
class _Taken:
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
        if (key, column) in self.clashes:
            return self.clashes[key, column]
        cell = self.contents.get((key, column))
        if cell is None:
            return ""
        if cell.kind == "d" and cell.text.endswith("T00:00:00"):
            return cell.text[:10]
        return cell.text.replace("\r\n", "\n").replace("\r", "\n").strip()


def read_answers(book: RawBook, form: Form) -> Reading:
    """The answers that a workbook gives on a form. Raises KeyError for a reading version this program lacks."""
    rules = READING_RULES[form.reading]
    identity = identify(book)
    findings = [*book.notes, *identity.findings]
    if book.refusal is not None:
        return Reading(book.kind, None, None, findings=(book.refusal,))
    taken = _Taken(book.name, form, rules)
    healed = by_name = False
    issued_changes: list[Finding] = []
    whole: dict[str, bool] = {}
    numbers: dict[str, str] = {}
    for code in DATA_SHEETS:
        grids = _grids(identity.grids, book, code, known=identity.envelope is not None)
        issued = cells_of(code, form, None)
        if not grids:
            if any(line.inputs for line in lines_of(code, form)):
                where = Where(form.unit, form.period, form.id, file=book.name)
                findings.append(Finding("read_sheet_missing", Severity.MUST_FIX, where, {"sheet": code}))
            continue
        if len(grids) > 1:
            where = Where(form.unit, form.period, form.id, file=book.name, sheet=grids[1].sheet.name)
            findings.append(Finding("read_sheet_twice", Severity.NOTE, where, {"first": grids[0].sheet.name}))
        for grid in grids:
            by_name = by_name or not grid.key_column
            matched = match_rows(grid, form, issued, book.name)
            findings += matched.findings
            healed = healed or matched.healed or len(grids) > 1
            _take(taken, grid, matched)
            issued_changes += changes(grid, form, issued, matched.rows, book.name)
            _hold_against_digest(grid, form, matched, identity.envelope, whole)
            numbers[code] = _check_number(taken, grid, matched, form)
    if not taken.cells and not numbers:
        return Reading(book.kind, identity.envelope, None, findings=tuple(findings),
                       packages=_packages(identity.envelope))  # fmt: skip
    if identity.envelope is None:
        findings.append(Finding("read_no_identity", Severity.MUST_FIX, Where(file=book.name)))
    answers = _answers(taken)
    confidence = Confidence.HEALED if healed else Confidence.CERTAIN
    if by_name or identity.envelope is None:
        confidence = Confidence.BY_NAME
    return Reading(
        kind=book.kind,
        envelope=identity.envelope,
        answers=answers,
        cells=taken.cells,
        findings=tuple(findings + taken.findings),
        issued_changes=tuple(issued_changes),
        issued_whole=whole,
        check_numbers=numbers,
        packages=_packages(identity.envelope),
        confidence=confidence,
    )


def _packages(envelope: Envelope | None) -> tuple[bytes, ...]:
    return envelope.packages if envelope else ()


def _grids(grids: tuple[Grid, ...], book: RawBook, code: str, *, known: bool) -> list[Grid]:
    """The copies of a data sheet; without any mark in the whole file, sheets whose headings tell."""
    found: list[Grid] = []
    for grid in grids:
        if grid.code == code:
            usable = grid if grid.columns else with_headings(grid)
            found += [usable] if usable else []
    if not found and not known and code != SIGN:
        for sheet in book.sheets:
            bare = with_headings(Grid(code, sheet, None, 0, {}, 0))
            wanted = "value" if code == INDICATORS else "progress"
            found += [bare] if bare and wanted in bare.columns else []
    return found


def _take(taken: _Taken, grid: Grid, matched: Matched) -> None:
    """Take the input cells of a sheet; a second place that says something else makes a clash."""
    cells = grid.sheet.grid()
    evidence = [(key, ("text",)) for key in matched.rows if key.startswith("evidence.")]
    lines = dict([*((line.key, line.inputs) for line in lines_of(grid.code, taken.form)), *evidence])
    for key, rows in matched.rows.items():
        for number, row in enumerate(rows):
            if number == 1:
                where = Where(file=taken.file, sheet=grid.sheet.name, row=key, cell=f"A{row}")
                taken.findings.append(Finding("read_row_twice", Severity.NOTE, where, {"first": str(rows[0])}))
            if row in grid.sheet.hidden_rows and any((row, grid.columns.get(c, 0)) in cells for c in lines[key]):
                where = Where(file=taken.file, sheet=grid.sheet.name, row=key, cell=f"A{row}")
                taken.findings.append(Finding("read_row_hidden", Severity.NOTE, where))
            for code in lines[key]:
                cell = cells.get((row, grid.columns.get(code, 0)))
                if cell is not None and (cell.text or cell.formula):
                    _take_cell(taken, key, code, grid, cell)
    _look_at_grey(taken, grid, matched)


def _take_cell(taken: _Taken, key: str, code: str, grid: Grid, cell: RawCell) -> None:
    before = taken.contents.get((key, code))
    if before is None:
        taken.contents[key, code] = cell
        taken.cells[key, code] = CellRef(grid.sheet.name, cell.address, cell.text or f"={cell.formula}")
        if cell.formula and not cell.valueless:
            taken.say("read_formula", Severity.NOTE, key, code, formula=cell.formula[:80])
    elif raw_content(before) != raw_content(cell):
        first = taken.cells[key, code]
        both = f"{before.text.strip()} / {cell.text.strip()}"
        taken.clashes[key, code] = both
        taken.say(
            "read_clash", Severity.MUST_FIX, key, code,
            first=before.text.strip(), second=cell.text.strip(), other=f"{grid.sheet.name}!{cell.address}",
        )  # fmt: skip
        taken.cells[key, code] = CellRef(first.sheet, first.cell, both)


def _look_at_grey(taken: _Taken, grid: Grid, matched: Matched) -> None:
    """Figures typed over rows that are not asked here, or over formulas: told, not taken."""
    column = grid.columns.get("value")
    if grid.code != INDICATORS or column is None:
        return
    cells = grid.sheet.grid()
    for row in taken.form.rows:
        for place in matched.rows.get(row.key, ()) if not row.fillable else ():
            cell = cells.get((place, column))
            if cell is None or cell.formula or cell.kind not in ("n", "s") or cell.text.strip() in ("", "—"):
                continue
            where = Where(taken.form.unit, taken.form.period, taken.form.id, row.key, "value", taken.file,
                          grid.sheet.name, cell.address)  # fmt: skip
            params = {"name": row.name, "text": cell.text[:60]}
            taken.findings.append(Finding("read_not_asked", Severity.NOTE, where, params))


def _hold_against_digest(
    grid: Grid, form: Form, matched: Matched, envelope: Envelope | None, whole: dict[str, bool]
) -> None:
    expected = envelope.issued.get(grid.code) if envelope else None
    if expected is None:
        return
    cells = grid.sheet.grid()
    columns = issued_columns(grid.code, form)
    contents: Cells = {
        (key, code): raw_content(cells.get((row, grid.columns.get(code, 0))))
        for key, rows in matched.rows.items()
        for row in rows[:1]
        for code in columns
    }
    whole[grid.code] = whole.get(grid.code, True) and issued_digest(grid.code, contents, columns) == expected


def _check_number(taken: _Taken, grid: Grid, matched: Matched, form: Form) -> str:
    """Recompute the sheet's number and hold it against the one that the sheet shows."""
    cells = grid.sheet.grid()
    present = [column.code for column in columns_of(grid.code, form)]
    contents: Cells = {}
    for key, rows in matched.rows.items():
        for code in present:
            if checknumber.factor(grid.code, code):
                contents[key, code] = raw_content(cells.get((rows[0], grid.columns.get(code, 0))))
    number = checknumber.check_number(grid.code, form, contents)
    shown = next((cell for cell in grid.sheet.cells if "SUMPRODUCT(" in cell.formula and not cell.valueless), None)
    astral = any(isinstance(text, str) and any(c > "\uffff" for c in text) for text in contents.values())
    if shown is not None and not astral and shown.text.strip()[-4:] != number:
        where = Where(form.unit, form.period, form.id, file=taken.file, sheet=grid.sheet.name, cell=shown.address)
        params = {"shown": shown.text.strip()[-4:], "number": number}
        taken.findings.append(Finding("read_check_number", Severity.NOTE, where, params))
    return number


# -- what the cells mean -----------------------------------------------------------------------------------------


def _answers(taken: _Taken) -> Answers:
    form = taken.form
    values = {row.key: value for row in form.rows if row.fillable and (value := _value(taken, row)) is not None}
    tasks = {task.key: told for task in form.tasks if (told := _task(taken, task.key)) != TaskProgress()}
    questions = dict.fromkeys(question.row for question in form.questions)
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
    )


def _task(taken: _Taken, key: str) -> TaskProgress:
    state = _choice(taken, key, "state", words.READ_STATE.get)
    return TaskProgress(state, taken.text(key, "progress"), taken.text(key, "problem"))


def _choice(taken: _Taken, key: str, column: str, known: Callable[[str], T | None]) -> T | None:
    """The choice that a cell names; a finding for a word that is none."""
    text = taken.text(key, column)
    if not text:
        return None
    choice = known(words.folded(text))
    if choice is None:
        taken.say("read_choice", Severity.MUST_FIX, key, column, text=text[:60])
    return choice


def _number(taken: _Taken, row: FormRow, column: str) -> tuple[NumberReading, str]:
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


def _value(taken: _Taken, row: FormRow) -> Value | None:
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
    taken: _Taken, row: FormRow, reading: NumberReading, text: str, agreed: bool | None, *, unsure: bool
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


def _natures(taken: _Taken, key: str) -> tuple[Nature | None, bool]:
    """性质: one word, and 估算 perhaps beside it."""
    nature: Nature | None = None
    estimated = False
    for word in taken.text(key, "nature").replace(",", "、").replace("，", "、").split("、"):
        if not word.strip():
            continue
        if words.folded(word) in words.READ_ESTIMATED:
            estimated = True
        elif (known := words.READ_NATURE.get(words.folded(word))) is not None:
            nature = known
        else:
            taken.say("read_choice", Severity.MUST_FIX, key, "nature", text=word[:60])
    return nature, estimated
