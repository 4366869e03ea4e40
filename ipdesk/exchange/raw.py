"""A workbook as plain data: what the child process hands over, before anyone asks what it means."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, Final, NamedTuple, TypeAlias

from ipdesk.domain.finding import Finding, Severity, Where


class RawCell(NamedTuple):
    """One cell with content; `row` and `column` count from 1.

    `kind`: n number, s text, b truth value, d date or time (ISO), e error. `text` is the content as text, exact for
    numbers. `formula` is the formula's text where the content is computed; `valueless` marks a formula whose result
    the file does not hold. `percent`: shown in a %-format.

    A named tuple, not a dataclass: there are thousands in a workbook, and they are made twice as fast.
    """

    row: int
    column: int
    kind: str
    text: str
    formula: str = ""
    valueless: bool = False
    percent: bool = False

    @property
    def address(self) -> str:
        """As people write it, H7."""
        return f"{column_letters(self.column)}{self.row}"


@lru_cache(maxsize=512)
def column_letters(column: int) -> str:
    """H for 8."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


#: A sheet as its reader gives it, row by row from A1: a text, a number, a truth value, `[kind, text]` for a date or for
#: a number whose digits are known exactly, "" or None for nothing. Rows may be ragged.
Rows: TypeAlias = Sequence[Sequence[Any]]
#: What values do not tell, by cell: (row, column, error text or "", formula, valueless, percent).
Facts: TypeAlias = Sequence[tuple[int, int, str, str, bool, bool]]


def as_given(rows: Rows, facts: Facts) -> tuple[Rows, Facts]:
    """For a reader that has made both: with `partial`, the content of a sheet."""
    return rows, facts


class RawSheet:
    """One sheet; `state` is visible, hidden or veryHidden. Equal when all that can be seen of them is.

    Cells are made when first asked for, since most sheets of a file need none, and again after `forget`.
    """

    __slots__ = ("_cells", "_content", "_grid", "hidden_rows", "marked", "name", "state")

    def __init__(
        self,
        name: str,
        state: str,
        cells: Iterable[RawCell] | Callable[[], tuple[Rows, Facts]],
        hidden_rows: frozenset[int] = frozenset(),
        *,
        marked: bool = True,
    ) -> None:
        """`marked` is False only where no text of the sheet can be one of our identity marks."""
        self.name = name
        self.state = state
        self.hidden_rows = hidden_rows
        self.marked = marked
        self._content = cells if callable(cells) else None
        self._cells: tuple[RawCell, ...] | None = None if callable(cells) else tuple(cells)
        self._grid: dict[tuple[int, int], RawCell] | None = None

    @property
    def cells(self) -> tuple[RawCell, ...]:
        """The cells with content, row by row."""
        if self._cells is None:
            self._cells = tuple(self.grid().values())
        return self._cells

    def content(self) -> tuple[Rows, Facts]:
        """Rows and facts, as the reader gave them."""
        if self._content is not None:
            return self._content()
        return _content(self.cells)

    def grid(self) -> Mapping[tuple[int, int], RawCell]:
        """The cells by (row, column), row by row where a reader gave them so."""
        if self._grid is None:
            if self._content is not None:
                self._grid = _grid(*self._content())
            else:
                self._grid = {(cell.row, cell.column): cell for cell in self._cells or ()}
        return self._grid

    def forget(self) -> None:
        """Drop the cells where they can be made again: a remembered book keeps what was made of it, not all of them."""
        if self._content is not None:
            self._cells = self._grid = None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RawSheet):
            return NotImplemented
        mine, theirs = (self.name, self.state, self.hidden_rows), (other.name, other.state, other.hidden_rows)
        return mine == theirs and self.cells == other.cells

    __hash__ = None  # type: ignore[assignment]  # nobody keeps sheets in sets

    def __repr__(self) -> str:
        return f"RawSheet({self.name!r}, {self.state!r}, {len(self.cells)} cells)"


@dataclass(frozen=True, slots=True)
class RawBook:
    """A workbook that was read, or the findings that kept it from being read.

    `kind` as in `kind.Kind`. `refusal` is the finding for which nothing was taken; then there are no sheets.
    `custom` are the custom properties, `core` the core ones, `notes` lesser findings (macros, outside links).
    `sha256` names the file's bytes, `data` are those bytes where the file was within the limits and could be read.
    `derived` remembers what was made of the book (`identity.identify`).
    """

    name: str
    kind: str
    sha256: str
    sheets: tuple[RawSheet, ...] = ()
    custom: Mapping[str, str] = field(default_factory=dict)
    core: Mapping[str, str] = field(default_factory=dict)
    refusal: Finding | None = None
    notes: tuple[Finding, ...] = ()
    data: bytes = field(default=b"", repr=False, compare=False)
    derived: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)


def refused(code: str, name: str, **params: str) -> Finding:
    """The finding for a file that is not taken."""
    return Finding(code, Severity.MUST_FIX, Where(file=name), params)


# -- values to cells ---------------------------------------------------------------------------------------------

_HUGE: Final = 1e40


def number_text(number: float) -> str:
    """A number as text, digit for digit and without an exponent: 37, 0.1, 370102199001011260."""
    text = repr(number)
    if text.endswith(".0"):
        return text[:-2] if text != "-0.0" else "0"
    if "e" not in text:
        return text
    if abs(number) < _HUGE:
        return format(Decimal(text).normalize(), "f")
    return str(Decimal(text))


_new: Final = tuple.__new__  # the constructor of a named tuple takes twice as long


def _grid(rows: Rows, facts: Facts) -> dict[tuple[int, int], RawCell]:
    """The cells of rows and facts, in reading order."""
    grid: dict[tuple[int, int], RawCell] = {}
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            kind = type(value)
            if kind is str:
                if value:
                    grid[number, column] = _new(RawCell, (number, column, "s", value, "", False, False))
            elif kind is float or kind is int:
                text = number_text(value)
                if text[-1] in "nf":  # no number at all, or an infinite one
                    grid[number, column] = RawCell(number, column, "e", "#NUM!")
                else:
                    grid[number, column] = _new(RawCell, (number, column, "n", text, "", False, False))
            elif kind is bool:
                grid[number, column] = RawCell(number, column, "b", "TRUE" if value else "FALSE")
            elif value is not None:
                grid[number, column] = RawCell(number, column, str(value[0]), str(value[1]))
    return _with_facts(grid, facts) if facts else grid


def _with_facts(grid: dict[tuple[int, int], RawCell], facts: Facts) -> dict[tuple[int, int], RawCell]:
    known = len(grid)
    for row, column, error, formula, valueless, percent in facts:
        cell = grid.get((row, column))
        if cell is None:
            if not (error or valueless):
                continue  # a format or an empty result says nothing where nothing stands
            cell = RawCell(row, column, "s", "")
        kind, text = ("e", error) if error else (cell.kind, cell.text)
        grid[row, column] = _new(RawCell, (row, column, kind, text, formula, valueless, percent))
    return grid if len(grid) == known else {place: grid[place] for place in sorted(grid)}


def _content(cells: Iterable[RawCell]) -> tuple[Rows, Facts]:
    """The reverse of `_grid`, for sheets that were made of cells."""
    rows: list[list[Any]] = []
    facts: list[tuple[int, int, str, str, bool, bool]] = []
    for cell in cells:
        rows.extend([] for _ in range(cell.row - len(rows)))
        row = rows[cell.row - 1]
        row.extend("" for _ in range(cell.column - len(row)))
        error = cell.text if cell.kind == "e" else ""
        if not error:
            row[cell.column - 1] = cell.text if cell.kind == "s" else [cell.kind, cell.text]
        if error or cell.formula or cell.valueless or cell.percent:
            facts.append((cell.row, cell.column, error, cell.formula, cell.valueless, cell.percent))
    return rows, facts


# -- the pipe ----------------------------------------------------------------------------------------------------

#: Without any of these bytes no text of a sheet is a row mark, a token or a column mark (`marks.py`). Before each its
#: rarest letter, which is found far quicker.
_MARKS: Final = ((b"^", b"^"), (b"|", b"IPD1|"), (b"#", b'"#'))


def to_wire(book: RawBook) -> bytes:
    """The book for the pipe from the child: a line of JSON that tells what it is, then a line for each sheet."""
    head = {
        "kind": book.kind,
        "sheets": [[sheet.name, sheet.state, sorted(sheet.hidden_rows)] for sheet in book.sheets],
        "custom": dict(book.custom),
        "core": dict(book.core),
        "refusal": _finding_to_plain(book.refusal) if book.refusal else None,
        "notes": [_finding_to_plain(note) for note in book.notes],
    }
    lines = [head, *(sheet.content() for sheet in book.sheets)]
    return b"\n".join(_encode(line).encode("utf-8", "surrogatepass") for line in lines)


_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def from_wire(wire: bytes, name: str, sha256: str, data: bytes = b"") -> RawBook:
    """The book of those bytes; ValueError, TypeError, KeyError or IndexError when they are not such bytes."""
    first, *lines = wire.split(b"\n")
    head = json.loads(first)
    if len(lines) != len(head["sheets"]):
        raise ValueError("sheets are missing")
    return RawBook(
        name=name,
        kind=str(head["kind"]),
        sha256=sha256,
        sheets=tuple(_sheet_from_wire(told, line) for told, line in zip(head["sheets"], lines, strict=True)),
        custom={str(key): str(value) for key, value in head["custom"].items()},
        core={str(key): str(value) for key, value in head["core"].items()},
        refusal=_finding_from_plain(head["refusal"], name) if head["refusal"] else None,
        notes=tuple(_finding_from_plain(note, name) for note in head["notes"]),
        data=data,
    )


def _sheet_from_wire(told: Sequence[Any], line: bytes) -> RawSheet:
    name, state, hidden = told
    return RawSheet(
        str(name),
        str(state),
        partial(_parsed, line),
        frozenset(int(row) for row in hidden),
        marked=any(letter in line and mark in line for letter, mark in _MARKS),
    )


def _parsed(line: bytes) -> tuple[Rows, Facts]:
    rows, facts = json.loads(line)
    return rows, [(int(f[0]), int(f[1]), str(f[2]), str(f[3]), bool(f[4]), bool(f[5])) for f in facts]


def _finding_to_plain(finding: Finding) -> dict[str, Any]:
    return {"code": finding.code, "severity": finding.severity.value, "params": dict(finding.params)}


def _finding_from_plain(plain: Mapping[str, Any], name: str) -> Finding:
    params = {str(key): str(value) for key, value in plain["params"].items()}
    return Finding(str(plain["code"]), Severity(plain["severity"]), Where(file=name), params)
