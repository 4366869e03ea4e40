"""A returned workbook and its form to answers: a pure function of the file's content and the form's reading rules.

Two steps: `child.open_workbook` gives plain data, `read_answers` says what they mean. Rows go by key, columns by code;
what is not certain is a finding, and the cell is taken as unread with its text kept, never guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.form import Answers, Form
from ipdesk.exchange import checknumber
from ipdesk.exchange.envelope import Envelope
from ipdesk.exchange.identity import Grid, identify
from ipdesk.exchange.issued import compared, digest_of_texts, raw_content
from ipdesk.exchange.layout import (
    DATA_SHEETS,
    INDICATORS,
    SIGN,
    Cells,
    cells_of,
    columns_of,
    lines_of,
    sheet_names,
)
from ipdesk.exchange.match import LEAVE, Decided, Matched, columns_missing, match_rows, with_headings
from ipdesk.exchange.meaning import CellRef, Taken, answers_of
from ipdesk.exchange.numbers import READING_RULES
from ipdesk.exchange.raw import RawBook, RawCell, column_letters

__all__ = ["CellRef", "Confidence", "Reading", "read_answers", "read_envelope"]


class Confidence(StrEnum):
    """How sure it is that each figure stands in its row."""

    CERTAIN = "certain"  # all marks in place
    HEALED = "healed"  # moved, sorted, renamed; found again by marks
    BY_NAME = "by_name"  # no identity left: matched by unique names, a person must say yes
    NONE = "none"  # nothing to be matched


@dataclass(frozen=True, slots=True)
class Reading:
    """What a workbook says on a form. `answers` is None where nothing could be matched.

    `cells` by (row key, column code) for the trace. `check_numbers` are recomputed, by sheet code; a finding tells
    where the sheet shows another. `sure` says of each row, by (sheet code, row key), how sure its place is: certain,
    by_name, or none where it has to be asked. `issued_changes` are the issued cells that are not as issued.
    `issued_whole` by sheet code: whether the issued part fits the digest that travelled with it.
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
    sure: Mapping[tuple[str, str], Confidence] = field(default_factory=dict)


def read_envelope(book: RawBook) -> Envelope | None:
    """Who the workbook says it is; None for a file without identity."""
    return identify(book).envelope


def looks_like_form(book: RawBook) -> bool:
    """Whether a workbook without marks has a sheet with the headings of a form."""
    return any(_grids((), book, code) for code in DATA_SHEETS)


def read_answers(book: RawBook, form: Form, decided: Decided | None = None) -> Reading:
    """The answers that a workbook gives on a form; `decided` what a person said to questions of the reading before.

    Remembered with the book: preview, taking and the look at the issued cells ask the same. Raises KeyError for a
    reading version this program lacks.
    """
    given = dict(decided or {})
    known: tuple[Form, Decided, Reading] | None = book.derived.get("answers")
    if known is None or known[0] != form or known[1] != given:
        known = book.derived["answers"] = form, given, _without_answered(_read_answers(book, form, given), given)
        for grid in identify(book).grids:
            grid.sheet.forget()
    return known[2]


def _without_answered(reading: Reading, given: Decided) -> Reading:
    """What a person chose to leave out is a note, no question any more."""
    left = {question for question, answer in given.items() if answer == LEAVE}
    if not left:
        return reading
    findings = tuple(
        replace(one, severity=Severity.NOTE) if one.params.get("question", "") in left else one
        for one in reading.findings
    )
    return replace(reading, findings=findings)


def _read_answers(book: RawBook, form: Form, decided: Decided) -> Reading:
    rules = READING_RULES[form.reading]
    identity = identify(book)
    findings = [*book.notes, *identity.findings]
    if book.refusal is not None:
        return Reading(book.kind, None, None, findings=(book.refusal,))
    taken = Taken(book.name, form, rules)
    healed = by_name = False
    issued_changes: list[Finding] = []
    whole: dict[str, bool] = {}
    numbers: dict[str, str] = {}
    sure: dict[tuple[str, str], Confidence] = {}
    for code in DATA_SHEETS:
        grids = _grids(identity.grids, book, code)
        issued = cells_of(code, form, None)
        if not grids:
            if any(line.inputs for line in lines_of(code, form)):
                where = Where(form.unit, form.period, form.id, file=book.name)
                params = {"sheet": sheet_names()[code], "question": f"sheet.{code}", "choices": LEAVE}
                findings.append(Finding("read_sheet_missing", Severity.MUST_FIX, where, params))
            continue
        if len(grids) > 1:
            where = Where(form.unit, form.period, form.id, file=book.name, sheet=grids[1].sheet.name)
            findings.append(Finding("read_sheet_twice", Severity.NOTE, where, {"first": grids[0].sheet.name}))
        for grid in grids:
            by_name = by_name or not grid.key_column
            matched = match_rows(grid, form, issued, book.name, decided)
            findings += [*columns_missing(grid, form, book.name), *matched.findings]
            if grid.token is None and not grid.key_column and identity.envelope is not None:
                where = Where(form.unit, form.period, form.id, file=book.name, sheet=grid.sheet.name)
                params = {"question": f"sheet.{code}.names", "choices": LEAVE}
                findings.append(Finding("read_sheet_by_names", Severity.MUST_FIX, where, params))
            sure |= {(code, key): Confidence.CERTAIN for key in matched.rows}
            sure |= {(code, key): Confidence.BY_NAME for key in matched.by_name}
            sure |= {(code, key): Confidence.NONE for key in matched.asked}
            healed = healed or matched.healed or len(grids) > 1
            _take(taken, grid, matched, decided)
            issued_texts, changed = compared(grid, form, issued, matched.rows, book.name)
            issued_changes += changed
            expected = identity.envelope.issued.get(code) if identity.envelope else None
            if expected is not None:
                whole[code] = whole.get(code, True) and digest_of_texts(code, issued_texts) == expected
            numbers[code] = _check_number(taken, grid, matched, form)
    if not taken.cells and not numbers:
        return Reading(book.kind, identity.envelope, None, findings=tuple(findings),
                       packages=_packages(identity.envelope))  # fmt: skip
    if identity.envelope is None:
        findings.append(Finding("read_no_identity", Severity.MUST_FIX, Where(file=book.name)))
    answers = answers_of(taken)
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
        sure=sure,
    )


def _packages(envelope: Envelope | None) -> tuple[bytes, ...]:
    return envelope.packages if envelope else ()


def _grids(grids: tuple[Grid, ...], book: RawBook, code: str) -> list[Grid]:
    """The copies of a data sheet; where none has a mark, sheets without any whose headings tell."""
    found: list[Grid] = []
    for grid in grids:
        if grid.code == code:
            usable = grid if grid.columns else with_headings(grid)
            found += [usable] if usable else []
    if not found and code != SIGN:
        marked = {id(grid.sheet) for grid in grids}
        for sheet in book.sheets:
            if id(sheet) in marked or sheet.state != "visible":
                continue
            bare = with_headings(Grid(code, sheet, None, 0, {}, 0))
            wanted = "value" if code == INDICATORS else "progress"
            found += [bare] if bare and wanted in bare.columns else []
    return found


def _take(taken: Taken, grid: Grid, matched: Matched, decided: Decided) -> None:
    """Take the input cells of a sheet; a second place that says something else makes a clash."""
    cells = grid.sheet.grid()
    evidence = [(key, ("text",)) for key in matched.rows if key.startswith("evidence.")]
    lines = dict([*((line.key, line.inputs) for line in lines_of(grid.code, taken.form)), *evidence])
    places = {
        inputs: [(code, column, column_letters(column)) for code in inputs if (column := grid.columns.get(code, 0))]
        for inputs in set(lines.values())
    }
    for key, rows in matched.rows.items():
        for number, row in enumerate(rows):
            if number == 1:
                where = Where(file=taken.file, sheet=grid.sheet.name, row=key, cell=f"A{row}")
                taken.findings.append(Finding("read_row_twice", Severity.NOTE, where, {"first": str(rows[0])}))
            if row in grid.sheet.hidden_rows and any((row, column) in cells for _, column, _ in places[lines[key]]):
                where = Where(file=taken.file, sheet=grid.sheet.name, row=key, cell=f"A{row}")
                taken.findings.append(Finding("read_row_hidden", Severity.NOTE, where))
            for code, column, letters in places[lines[key]]:
                cell = cells.get((row, column))
                if cell is not None and (cell.text or cell.formula):
                    at = CellRef(grid.sheet.name, f"{letters}{row}", cell.text or f"={cell.formula}")
                    _take_cell(taken, (key, code), at, cell, decided)
    _look_at_grey(taken, grid, matched)


def _take_cell(taken: Taken, place: tuple[str, str], at: CellRef, cell: RawCell, decided: Decided) -> None:
    before = taken.contents.setdefault(place, cell)
    if before is cell:
        taken.cells[place] = at
        if cell.formula:
            _say_formula(taken, place, cell)
    elif raw_content(before) != raw_content(cell):
        _clash(taken, place, at, (before, cell), decided)


def _say_formula(taken: Taken, place: tuple[str, str], cell: RawCell) -> None:
    key, code = place
    if "DISPIMG(" in cell.formula and code != "value":
        taken.say("read_picture", Severity.MUST_FIX, key, code)
    elif not cell.valueless:
        taken.say("read_formula", Severity.NOTE, key, code, formula=cell.formula[:80])


def _clash(taken: Taken, place: tuple[str, str], at: CellRef, cells: tuple[RawCell, RawCell], decided: Decided) -> None:
    """Two copies of a cell that say different things: asked, and taken as both until it is answered."""
    (key, code), (before, cell) = place, cells
    question = f"cell.{key}.{code}"
    if decided.get(question) in ("first", "second"):
        if decided[question] == "second":
            taken.contents[place] = cell
            taken.cells[place] = at
        return
    first = taken.cells[place]
    both = f"{before.text.strip()} / {cell.text.strip()}"
    taken.clashes[place] = both
    taken.say(
        "read_clash", Severity.MUST_FIX, key, code,
        first=before.text.strip(), second=cell.text.strip(), other=f"{at.sheet}!{at.cell}",
        question=question, choices="first|second",
    )  # fmt: skip
    taken.cells[place] = CellRef(first.sheet, first.cell, both)


def _look_at_grey(taken: Taken, grid: Grid, matched: Matched) -> None:
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


def _check_number(taken: Taken, grid: Grid, matched: Matched, form: Form) -> str:
    """Recompute the sheet's number and hold it against the one that the sheet shows."""
    cells = grid.sheet.grid()
    places = [
        (column.code, grid.columns[column.code])
        for column in columns_of(grid.code, form)
        if column.factor and column.code in grid.columns
    ]
    contents: Cells = {
        (key, code): cell.text if cell.kind == "s" else raw_content(cell)
        for key, rows in matched.rows.items()
        for code, column in places
        if (cell := cells.get((rows[0], column))) is not None and cell.text
    }
    number = checknumber.check_number(grid.code, form, contents)
    shown = next(
        (cell for cell in cells.values() if cell.formula and "SUMPRODUCT(" in cell.formula and not cell.valueless), None
    )
    unsure = {finding.code for finding in matched.findings} & {"read_row_mark_broken", "read_row_unknown"}
    if shown is None or shown.kind != "s" or unsure or shown.text.strip()[-4:] == number:
        return number
    if not any(isinstance(text, str) and max(text, default="") > "\uffff" for text in contents.values()):
        where = Where(form.unit, form.period, form.id, file=taken.file, sheet=grid.sheet.name, cell=shown.address)
        params = {"shown": shown.text.strip()[-4:], "number": number}
        taken.findings.append(Finding("read_check_number", Severity.NOTE, where, params))
    return number
