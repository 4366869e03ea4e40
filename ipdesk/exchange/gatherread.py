"""A returned gathering sheet to what its provider gave: rows by key, else by name; what is not certain is told.

Reads what the child hands over (`child.open_workbooks`) by the reading rules of the form; there is no second reader.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.gather import GivenState
from ipdesk.exchange.gathersheet import (
    COLUMNS,
    DAY,
    INPUTS,
    PERIOD,
    PERSON,
    PHONE,
    PROVIDER,
    SHEET,
    GatherMark,
    SheetRow,
    parse_mark,
)
from ipdesk.exchange.marks import parse_row_mark
from ipdesk.exchange.numbers import READING_RULES, ReadingRules, State, read_period_1
from ipdesk.exchange.raw import RawBook, RawCell, RawSheet
from ipdesk.exchange.words import folded

Grid = Mapping[tuple[int, int], RawCell]
_HEADINGS: Final = {folded(words): code for code, (words, _width) in COLUMNS.items()}
#: Without these a table is no gathering sheet.
_NEEDED: Final = ("name", "value")
_TOKEN_COLUMNS: Final = 12


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row as it was given; `quantity` for figures, `text` for rows in words."""

    key: str
    state: GivenState
    quantity: Decimal | None = None
    text: str = ""
    note: str = ""
    person: str = ""
    day: str = ""
    raw: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class GatherReading:
    """One sheet. `mark` is its token, None where it is lost; `provider` and `period` as the sheet shows them. `doubts`
    are findings for which a person has to say whether the rows' names hold.
    """

    sheet: str
    mark: GatherMark | None
    provider: str
    period: str
    rows: tuple[ReadRow, ...] = ()
    doubts: tuple[Finding, ...] = ()
    findings: tuple[Finding, ...] = ()


def marks_of(book: RawBook) -> tuple[tuple[RawSheet, GatherMark | None], ...]:
    """The gathering sheets of a workbook: those with a token; where none has one, visible ones that look like one."""
    marked = [(sheet, mark) for sheet in book.sheets if (mark := _mark_of(sheet)) is not None]
    if marked:
        return tuple(marked)
    return tuple((sheet, None) for sheet in book.sheets if sheet.state == "visible" and _columns(sheet.grid())[0])


def read_sheet(
    sheet: RawSheet, mark: GatherMark | None, asked: Sequence[SheetRow], reading: str, file: str, *, by_names: bool
) -> GatherReading:
    """What the sheet says to the rows that were asked. `by_names`: a person said that the names hold, not the keys."""
    cells = sheet.grid()
    head, columns = _columns(cells)
    provider, period = _shown(cells, PROVIDER), _shown(cells, PERIOD)
    found = GatherReading(sheet.name, mark, provider, read_period_1(_cell(period))[0])
    if not head:
        where = Where(file=file, sheet=sheet.name)
        return replace(found, doubts=(Finding("gather_no_heading", Severity.MUST_FIX, where),))
    reader = _Reader(sheet, columns, asked, READING_RULES[reading], file)
    reader.person, reader.day = _after(cells, PERSON), _after(cells, DAY)
    places: dict[str, list[int]] = {}
    foot = max((row for row, _ in cells), default=head)
    for number in range(head + 1, foot + 1):
        key = reader.key_of(number, by_names=by_names)
        if key is not None:
            places.setdefault(key, []).append(number)
    rows = tuple(read for key, where in places.items() if (read := reader.row(key, where)) is not None)
    doubts = () if by_names else tuple(reader.doubts)
    return replace(found, rows=rows, doubts=doubts, findings=tuple(reader.findings))


@dataclass(slots=True)
class _Reader:
    sheet: RawSheet
    columns: Mapping[str, int]
    asked: Sequence[SheetRow]
    rules: ReadingRules
    file: str
    person: str = ""
    day: str = ""
    doubts: list[Finding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def _say(self, code: str, row: int, key: str = "", column: str = "name", **params: str) -> Finding:
        cell = self._cell(row, column)
        address = cell.address if cell is not None else ""
        return Finding(code, Severity.MUST_FIX, Where(row=key, file=self.file, sheet=self.sheet.name, cell=address),
                       {"name": self._text(row, "name")[:60], **params})  # fmt: skip

    def _cell(self, row: int, code: str) -> RawCell | None:
        return self.sheet.grid().get((row, self.columns.get(code, 0)))

    def _text(self, row: int, code: str) -> str:
        return _words(self._cell(row, code))

    def key_of(self, row: int, *, by_names: bool) -> str | None:
        """Which row of the form stands here: by its key, where the name does not say another; else by its name."""
        marked = self._marked(row)
        named = self._named(row)
        if by_names:
            return named
        if marked is not None and named is not None and named != marked:
            self.doubts.append(self._say("gather_name_other", row, marked))
            return None
        if marked is not None:
            return marked
        if not self._typed(row):
            return None
        if named is not None:
            self.doubts.append(self._say("gather_row_by_name", row, named))
            return named
        if self._text(row, "name"):
            self.findings.append(replace(self._say("gather_row_added", row), severity=Severity.NOTE))
        return None

    def _marked(self, row: int) -> str | None:
        cells = self.sheet.grid()
        keys = (parse_row_mark(SHEET, cell.text) for column in range(1, _TOKEN_COLUMNS)
                if (cell := cells.get((row, column))) is not None and "^" in cell.text)  # fmt: skip
        return next((key for key in keys if key is not None), None)

    def _named(self, row: int) -> str | None:
        """The only row asked for that bears this name, with this unit of measure where it is shown."""
        name, unit = folded(self._text(row, "name")), folded(self._text(row, "unit"))
        if not name:
            return None
        found = [one.key for one in self.asked if folded(one.name) == name and (not unit or folded(one.unit) == unit)]
        return found[0] if len(found) == 1 else None

    def _typed(self, row: int) -> bool:
        return any(self._text(row, code) for code in INPUTS) or self._answered(row)

    def _answered(self, row: int) -> bool:
        cell = self._cell(row, "value")
        return bool(self._text(row, "value") or self._text(row, "note") or (cell is not None and cell.formula))

    def row(self, key: str, places: Sequence[int]) -> ReadRow | None:
        """What stands in a row; None where nothing does. A second place that says something else makes it unread."""
        asked = next((one for one in self.asked if one.key == key), None)
        filled = [place for place in places if self._answered(place)]
        if asked is None:
            if filled:
                self.findings.append(replace(self._say("gather_row_not_asked", filled[0], key), severity=Severity.NOTE))
            return None
        if not filled:
            return None
        first = self._read(asked, filled[0])
        for place in filled[1:]:
            again = self._read(asked, place)
            if replace(again, cell="") != replace(first, cell=""):
                raw = f"{self._text(filled[0], 'value')} / {self._text(place, 'value')}"
                self.findings.append(self._say("gather_row_twice", place, key, "value", text=raw))
                return replace(first, state=GivenState.UNREAD, quantity=None, raw=raw)
        return first

    def _read(self, asked: SheetRow, place: int) -> ReadRow:
        cell = self._cell(place, "value")
        note = self._text(place, "note")
        person, day = self._text(place, "person") or self.person, self._text(place, "day") or self.day
        address = cell.address if cell is not None else ""
        base = ReadRow(asked.key, GivenState.GIVEN, note=note, person=person, day=day, cell=address)
        if asked.words:
            text = _words(cell)
            return replace(base, text=text, state=GivenState.GIVEN if text else GivenState.MISSING)
        if cell is not None and cell.valueless:
            self.findings.append(self._say("read_formula_no_value", place, asked.key, "value"))
            return replace(base, state=GivenState.UNREAD, raw=f"={cell.formula}"[:80])
        reading = self.rules.number(cell, asked.unit)
        raw = _words(cell)
        match reading.state:
            case State.BLANK | State.NOT_AVAILABLE:
                return replace(base, state=GivenState.MISSING, raw=raw)
            case State.ERROR:
                params = {"text": raw, "unit": asked.unit, "about": reading.about}
                self.findings.append(self._say(reading.note, place, asked.key, "value", **params))
                return replace(base, state=GivenState.UNREAD, raw=raw)
            case State.WARN:
                params = {"text": raw, "unit": asked.unit, "about": reading.about, "quantity": str(reading.quantity)}
                said = self._say(reading.note, place, asked.key, "value", **params)
                self.findings.append(replace(said, severity=Severity.NOTE))
                return replace(base, quantity=reading.quantity, raw=raw)
        return replace(base, quantity=reading.quantity)


def _mark_of(sheet: RawSheet) -> GatherMark | None:
    """The token in A1; or, where columns or rows were put before it, in the first cells of the sheet."""
    for cell in sheet.cells[:200]:
        if cell.kind == "s" and cell.column <= _TOKEN_COLUMNS and (mark := parse_mark(cell.text)) is not None:
            return mark
    return None


def _columns(cells: Grid) -> tuple[int, dict[str, int]]:
    """The row of the headings and the columns by code; 0 and nothing where there are none."""
    rows: dict[int, dict[str, int]] = {}
    for (row, column), cell in cells.items():
        code = _HEADINGS.get(folded(cell.text)) if cell.kind == "s" else None
        if code is not None:
            rows.setdefault(row, {}).setdefault(code, column)
    for row in sorted(rows):
        if all(code in rows[row] for code in _NEEDED):
            return row, rows[row]
    return 0, {}


def _shown(cells: Grid, label: str) -> str:
    """What stands behind a label and a colon in one of the lines above the table."""
    for cell in _texts(cells):
        for part in cell.text.replace(":", "：").split("　"):
            name, colon, said = part.strip().partition("：")
            if colon and folded(name) == label:
                return said.strip()
    return ""


def _after(cells: Grid, label: str) -> str:
    """What stands in the next cells to the right of a label, or behind it in the same cell; never the next label."""
    for (row, column), cell in cells.items():
        name, _colon, said = cell.text.replace(":", "：").partition("：")
        if cell.kind == "s" and folded(name) == label:
            beside = next((text for step in (1, 2) if (text := _words(cells.get((row, column + step))))), "")
            label_again = folded(beside.replace(":", "：").partition("：")[0]) in (PERSON, PHONE, DAY)
            return said.strip() or ("" if label_again else beside)
    return ""


def _texts(cells: Grid) -> Iterator[RawCell]:
    return (cell for cell in cells.values() if cell.kind == "s")


def _cell(text: str) -> RawCell | None:
    return RawCell(1, 1, "s", text) if text else None


def _words(cell: RawCell | None) -> str:
    """A cell as text, without outer blanks; a day without its midnight."""
    if cell is None:
        return ""
    if cell.kind == "d" and cell.text.endswith("T00:00:00"):
        return cell.text[:10]
    return cell.text.replace("\r\n", "\n").replace("\r", "\n").strip()
