"""Rows of a sheet found again: by key, else by a name that is unique, else asked about; never by place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.form import Form
from ipdesk.exchange.identity import Grid, first_of
from ipdesk.exchange.issued import content_text, issued_columns, raw_content
from ipdesk.exchange.layout import READ_HEADINGS, SIGN, TASKS, Cells, columns_of, headings, lines_of
from ipdesk.exchange.marks import parse_row_mark
from ipdesk.exchange.raw import RawCell
from ipdesk.exchange.words import folded


@dataclass(frozen=True, slots=True)
class Matched:
    """The rows of a grid by key. `rows` may name several sheet rows for a key that stands twice.

    `by_name` are the keys that a name gave, `asked` those of which it is not sure where they stand.
    """

    rows: Mapping[str, tuple[int, ...]]
    columns: Mapping[str, int]
    healed: bool
    findings: tuple[Finding, ...]
    by_name: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()


#: What a person decided, by the id of the question; the ids stand in the findings that ask.
Decided = Mapping[str, str]
#: The answers that any question of the build takes: what is unsure is left out.
LEAVE: Final = "leave"
#: A row that somebody added is taken as other work, in the next line that the form has for it.
ADD: Final = "add"
BY_NAME: Final = "name"
BY_MARK: Final = "mark"


def with_headings(grid: Grid) -> Grid | None:
    """A grid whose codes are gone, by its headings; None where these do not tell either."""
    rows: dict[int, dict[str, int]] = {}
    for cell in grid.sheet.cells:
        code = READ_HEADINGS.get(folded(cell.text)) if cell.kind == "s" and cell.row <= 200 else None
        if code:
            rows.setdefault(cell.row, {}).setdefault(code, cell.column)
    found = next(((row, codes) for row, codes in sorted(rows.items()) if len(codes) >= 4), None)
    return Grid(grid.code, grid.sheet, grid.token, *found, grid.key_column) if found else None


def match_rows(grid: Grid, form: Form, issued: Cells, file: str, decided: Decided | None = None) -> Matched:
    """Find the form's rows in a grid. `issued` are the sheet's issued cells, for the match by name."""
    search = _Search(grid, form, issued, file, decided or {})
    search.by_marks()
    search.by_names()
    asked = search.ask_contested()
    gone = [key for key in search.wanted if key not in search.rows and key not in asked and key not in search.spare]
    moved = _moved(grid, form, [search.rows[key][0] for key in search.wanted if key in search.rows], file)
    return Matched(
        search.rows,
        grid.columns,
        bool(search.named or moved),
        (*search.said, *_missing(grid, issued, gone, file), *moved),
        frozenset(search.named),
        frozenset((*asked, *gone)),
    )


class _Search:
    """The rows of one sheet on their way to their keys."""

    def __init__(self, grid: Grid, form: Form, issued: Cells, file: str, given: Decided) -> None:
        self._grid, self._issued, self._file, self._given = grid, issued, file, given
        self.wanted = dict.fromkeys(line.key for line in lines_of(grid.code, form))
        #: Lines for other work: nobody misses one that is gone.
        self.spare = [task.key for task in form.tasks if task.added] if grid.code == TASKS else []
        self._cells = grid.sheet.grid()
        self._inputs = _input_columns(grid, form)
        self._names = _Names(grid, form, issued, self._cells)
        self._trust = given.get(f"names.{grid.code}", "")
        self.rows: dict[str, tuple[int, ...]] = {}
        self.named: set[str] = set()
        self.said: list[Finding] = []
        self._unnamed: list[int] = []
        self._contested: dict[int, str] = {}
        self._shifted: set[str] = set()
        # Every row ends with the same hidden helps of the formulas, the last of them a plain number.
        weight = grid.columns.get("weight", 0)
        self._end = weight if weight and weight == max(grid.columns.values()) else 0
        self._ended = -1  # how many rows end so; counted when it is asked

    def _say(self, code: str, row: int, severity: Severity = Severity.MUST_FIX, key: str = "", **more: str) -> None:
        where = Where(file=self._file, sheet=self._grid.sheet.name, row=key, cell=f"A{row}")
        self.said.append(Finding(code, severity, where, {"name": _name(self._grid, self._cells, row), **more}))

    def by_marks(self) -> None:
        """Rows by the marks in the key column; what is left has none, or one that cannot be."""
        grid = self._grid
        for row in sorted({row for row, _ in self._cells if row > grid.code_row}):
            text = first_of(self._cells, row, grid.key_column) if grid.key_column else ""
            key = parse_row_mark(grid.code, text) if text else None
            if key is not None and (key in self.wanted or key.startswith("evidence.")):
                self._marked(row, key)
            elif key is not None and _typed(self._cells, row, self._inputs):
                self._say("read_row_unknown", row, question=self._question(row), choices=LEAVE)
            elif key is None and "^" in text:
                self._broken(row, text)
            elif key is None:
                self._unnamed.append(row)

    def _question(self, row: int) -> str:
        return f"row.{self._grid.code}.{row}"

    def _marked(self, row: int, key: str) -> None:
        if self._end and self._is_shifted(row):
            self._shifted.add(key)
            self._say("read_row_shifted", row, key=key, question=self._question(row), choices=LEAVE)
        elif self._trust != BY_MARK and self._names.say_another(key, row):
            self._contested[row] = key
        else:
            self.rows[key] = (*self.rows.get(key, ()), row)

    def _is_shifted(self, row: int) -> bool:
        """Whether the cells of a row were pushed to the left or right: what stands last in a row is gone from one that
        has formulas and stands in others, or has moved one further.
        """
        cells, last = self._cells, self._end
        end = cells.get((row, last))
        if end is not None:
            return bool(end.formula) and (row, last + 1) in cells
        if self._ended < 0:
            self._ended = sum(1 for _, column in cells if column == last)
        # More than two: those of the row of codes and of a single row tell nothing.
        return self._ended > 2 and any(cell.formula for (place, _), cell in cells.items() if place == row)

    def _broken(self, row: int, text: str) -> None:
        chosen = self._given.get(self._question(row), "")
        if chosen in self.wanted:
            self.rows[chosen] = (*self.rows.get(chosen, ()), row)
        else:
            self._say("read_row_mark_broken", row, mark=text[:40], question=self._question(row), choices="key")

    def by_names(self) -> None:
        """Rows without a mark, and those whose names a person trusts, by names that are there once."""
        if self._trust == BY_NAME:
            self._unnamed += self._contested
            self._contested = {}
        free = [key for key in self.wanted if key not in self.rows]
        taken: dict[str, list[int]] = {}
        for row in self._unnamed:
            key = self._names.key_of(row, free)
            if key is not None:
                taken.setdefault(key, []).append(row)
            elif _looks_added(self._grid, self._cells, row, self._inputs):
                self._beside_form(row)
        for key, found in taken.items():
            if len(found) == 1:
                self.rows[key] = (found[0],)
                self.named.add(key)
                self._say("read_row_by_name", found[0], Severity.NOTE, key)

    def _beside_form(self, row: int) -> None:
        """A row that the form has not: with a line left for other work it may be taken there."""
        question = self._question(row)
        left = next((key for key in self.spare if not self._used(key)), None)
        if left is not None and self._given.get(question) == ADD:
            self.rows[left] = (row,)
            self.named.add(left)
        elif left is not None:
            self._say("read_row_added_here", row, question=question, choices=f"{ADD}|{LEAVE}")
        else:
            self._say("read_row_added", row, question=question, choices=LEAVE)

    def _used(self, key: str) -> bool:
        """Whether something stands in a line for other work."""
        named = self._grid.columns.get("title", 0)
        return any(_typed(self._cells, row, (named, *self._inputs)) for row in self.rows.get(key, ()))

    def ask_contested(self) -> frozenset[str]:
        """Asks which holds where mark and name disagree; returns the keys that are not sure."""
        asked: dict[str, int] = {}
        for row, mark in self._contested.items():
            for key in (mark, *self._names.keys_of(row)):
                if key not in self.rows:
                    asked.setdefault(key, row)
        for key, row in asked.items():
            mark = self._contested[row]
            marked = str(self._issued.get((mark, "name")) or self._issued.get((mark, "title")) or mark)
            question = f"names.{self._grid.code}"
            self._say("read_row_name_other", row, key=key, marked=marked, question=question,
                      choices=f"{BY_NAME}|{BY_MARK}")  # fmt: skip
        return frozenset((*asked, *(self._shifted - self.rows.keys())))


def columns_missing(grid: Grid, form: Form, file: str) -> tuple[Finding, ...]:
    """A question for each column in which something was to be filled in and which the sheet has no longer."""
    wanted = _input_codes(grid, form)
    where = Where(form.unit, form.period, form.id, file=file, sheet=grid.sheet.name)
    return tuple(
        Finding("read_column_missing", Severity.MUST_FIX, where,
                {"column": headings(form.issuer)[column.code], "question": f"column.{grid.code}.{column.code}",
                 "choices": LEAVE})
        for column in columns_of(grid.code, form)
        if column.code in wanted and column.code not in grid.columns
    )  # fmt: skip


class _Names:
    """Who a row says it is by what is seen: name and unit, then all that was issued on it."""

    def __init__(self, grid: Grid, form: Form, issued: Cells, cells: Mapping[tuple[int, int], RawCell]) -> None:
        self._grid, self._issued, self._cells = grid, issued, cells
        self._codes = [code for code in issued_columns(grid.code, form) if code in grid.columns]
        self._own = {
            line.key: tuple([folded(str(issued.get((line.key, code), ""))) for code in _NAMING[grid.code]])
            for line in lines_of(grid.code, form)
        }
        self._keys: dict[tuple[str, ...], list[str]] = {}
        for key, name in self._own.items():
            if name[0]:
                self._keys.setdefault(name, []).append(key)
        # Labels of the last sheet are wording, perhaps in another language: they contradict nobody.
        self._speaks = grid.code != SIGN and all(code in grid.columns for code in _NAMING[grid.code])

    def keys_of(self, row: int) -> list[str]:
        """The keys that the name of a row may stand for."""
        return self._keys.get(_name_key(self._grid, self._cells, row), [])

    def say_another(self, key: str, row: int) -> bool:
        """Whether a row with this mark bears the name of another row of the form."""
        keys = self.keys_of(row) if self._speaks else []
        return bool(keys) and key not in keys

    def key_of(self, row: int, free: list[str]) -> str | None:
        """The one key that the row can be: its name is there once, or all that was issued on it is."""
        keys = self.keys_of(row)
        if len(keys) > 1:
            keys = [key for key in keys if self._as_issued(key, row)]
        return keys[0] if len(keys) == 1 and keys[0] in free else None

    def _as_issued(self, key: str, row: int) -> bool:
        return all(
            content_text(raw_content(self._cells.get((row, self._grid.columns[code]))))
            == content_text(self._issued.get((key, code)))
            for code in self._codes
        )


def _missing(grid: Grid, issued: Cells, keys: list[str], file: str) -> list[Finding]:
    """A question for each row of the form that is not in the sheet."""
    found: list[Finding] = []
    for key in keys:
        if not key.startswith("evidence."):  # a line for a name may go
            at = Where(file=file, sheet=grid.sheet.name, row=key)
            title = issued.get((key, "name")) or issued.get((key, "title")) or issued.get((key, "label"))
            found.append(Finding("read_row_missing", Severity.MUST_FIX, at, {"name": str(title or key)}))
    return found


def _moved(grid: Grid, form: Form, order: list[int], file: str) -> tuple[Finding, ...]:
    """Notes for rows and columns that do not stand where they were written."""
    where = Where(file=file, sheet=grid.sheet.name)
    notes: list[Finding] = []
    if order != sorted(order):
        notes.append(Finding("read_sorted", Severity.NOTE, where))
    places = [grid.columns[column.code] for column in columns_of(grid.code, form) if column.code in grid.columns]
    if places and (places != sorted(places) or places[-1] - places[0] != len(places) - 1):
        notes.append(Finding("read_columns_moved", Severity.NOTE, where))
    return tuple(notes)


def _input_codes(grid: Grid, form: Form) -> frozenset[str]:
    """The columns in which something may be filled in on any row; most rows have the same."""
    return frozenset().union(*{line.inputs for line in lines_of(grid.code, form)})


def _input_columns(grid: Grid, form: Form) -> tuple[int, ...]:
    """Where a filled cell tells that somebody worked on the row. A title does not: most rows have an issued one."""
    codes = _input_codes(grid, form).difference(issued_columns(grid.code, form))
    return tuple(place for code, place in grid.columns.items() if code in codes)


def _typed(cells: Mapping[tuple[int, int], RawCell], row: int, inputs: tuple[int, ...]) -> bool:
    return any(first_of(cells, row, column) for column in inputs)


def _looks_added(grid: Grid, cells: Mapping[tuple[int, int], RawCell], row: int, inputs: tuple[int, ...]) -> bool:
    """Whether a row without key is one that a person added: something typed, and a name or two cells.

    Lines under the table (notes, the check number) have neither.
    """
    typed = sum(1 for column in inputs if first_of(cells, row, column))
    label = grid.columns.get("name") or grid.columns.get("title")
    return typed > 0 and (typed > 1 or bool(label and first_of(cells, row, label)))


def _name(grid: Grid, cells: Mapping[tuple[int, int], RawCell], row: int) -> str:
    column = next((grid.columns[code] for code in ("name", "title", "label") if code in grid.columns), 2)
    return first_of(cells, row, column)[:60]


_NAMING = {"indicators": ("name", "unit"), "tasks": ("title", "source"), "sign": ("label",)}


def _name_key(grid: Grid, cells: Mapping[tuple[int, int], RawCell], row: int) -> tuple[str, ...]:
    return tuple([folded(first_of(cells, row, grid.columns.get(code, 0))) for code in _NAMING[grid.code]])
