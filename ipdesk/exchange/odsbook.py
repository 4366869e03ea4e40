"""The sheets of an .ods: one own pass over its content, which tells values, formulas, formats and hidden rows at once.

A cell and a row can be repeated a million times by one number, so every repetition is held against the limits before
anything is made of it. Numbers are taken digit for digit as the file has them.
"""

from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from ipdesk.exchange import gate
from ipdesk.exchange.gate import GateError, local
from ipdesk.exchange.raw import RawSheet, as_given
from ipdesk.exchange.sheetscan import Budget

_CONTENT: Final = "content.xml"
_MAX_REPEATED: Final = 10_000_000


def book_of(parts: gate.Parts) -> tuple[tuple[RawSheet, ...], dict[str, str]]:
    """Every sheet, and the properties that a person or a program added. Raises GateError."""
    if b"encryption-data" in parts.get("meta-inf/manifest.xml", b""):
        raise GateError("file_encrypted")
    handler = _Content(Budget())
    parser = gate.parser_of(_CONTENT)
    parser.StartElementHandler, parser.EndElementHandler = handler.start, handler.end
    parser.CharacterDataHandler = handler.text
    gate.parse(parser, parts.get(_CONTENT, b""), _CONTENT)
    return tuple(table.sheet(handler.hidden_styles) for table in handler.tables), _properties(parts)


def _properties(parts: gate.Parts) -> dict[str, str]:
    """The user-defined properties of the document, by name."""
    found: dict[str, str] = {}
    current = [""]

    def start(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "user-defined" and len(found) < 200:
            current[0] = _of(attributes, "name")[:255]

    def text(piece: str) -> None:
        if current[0]:
            found[current[0]] = (found.get(current[0], "") + piece)[:1000]

    def end(_: str) -> None:
        current[0] = ""

    if data := parts.get("meta.xml"):
        parser = gate.parser_of("meta.xml")
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
        gate.parse(parser, data, "meta.xml")
    return found


def _of(attributes: dict[str, str], name: str) -> str:
    """An attribute by its local name."""
    return next((value for key, value in attributes.items() if local(key) == name), "")


def _times(attributes: dict[str, str], name: str) -> int:
    told = _of(attributes, name)
    return max(1, min(int(told), _MAX_REPEATED)) if told.isascii() and told.isdigit() and len(told) < 9 else 1


@dataclass(slots=True)
class _Table:
    """A table while it is read; `height` counts all rows, `rows` end at the last with content."""

    name: str
    style: str
    rows: list[list[Any]] = field(default_factory=list)
    facts: list[tuple[int, int, str, str, bool, bool]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    height: int = 0

    def sheet(self, hidden_styles: set[str]) -> RawSheet:
        state = "hidden" if self.style in hidden_styles else "visible"
        return RawSheet(self.name, state, partial(as_given, self.rows, self.facts), frozenset(self.hidden))


class _Content:
    """The expat handlers of content.xml; a class because they share many small states."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.tables: list[_Table] = []
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.depth = 0  # of tables: one may stand inside a cell
        self.row: list[Any] = []
        self.width = 0  # of the row, empty cells counted
        self.row_times = 1
        self.row_hidden = False
        self.row_facts: list[tuple[int, str, str, bool, bool]] = []
        self.cell: dict[str, str] | None = None
        self.covered = False
        self.paragraphs: list[str] = []
        self.inside = self.aside = 0  # in a paragraph; in a note of the cell

    def start(self, full_name: str, attributes: dict[str, str]) -> None:
        match local(full_name):
            case "style":
                self.style = _of(attributes, "name")
            case "table-properties" if _of(attributes, "display") == "false":
                self.hidden_styles.add(self.style)
            case "table":
                self._table(attributes)
            case "table-row" if self.depth == 1:
                self.row, self.width, self.row_facts = [], 0, []
                self.row_times = _times(attributes, "number-rows-repeated")
                self.row_hidden = _of(attributes, "visibility") in ("collapse", "filter")
            case "table-cell" | "covered-table-cell" if self.depth == 1:
                self.cell = attributes
                self.covered = local(full_name) == "covered-table-cell"
                self.paragraphs = []
            case "annotation":
                self.aside += 1
            case "p" if self.cell is not None and not self.aside and self.depth == 1:
                self.paragraphs.append("")
                self.inside += 1
            case "s" if self.inside:
                self.text(" " * min(_times(attributes, "c"), gate.MAX_TEXT))
            case "tab" if self.inside:
                self.text("\t")
            case "line-break" if self.inside:
                self.text("\n")

    def _table(self, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth == 1:
            self.tables.append(_Table(_of(attributes, "name"), _of(attributes, "style-name")))
            if len(self.tables) > gate.MAX_SHEETS:
                raise GateError("file_too_many_sheets", count=str(len(self.tables)), limit=str(gate.MAX_SHEETS))

    def text(self, data: str) -> None:
        if self.inside and not self.aside:
            if len(self.paragraphs[-1]) > gate.MAX_TEXT:
                raise GateError("file_text_too_long", limit=str(gate.MAX_TEXT))
            self.paragraphs[-1] += data

    def end(self, full_name: str) -> None:
        match local(full_name):
            case "table":
                self.depth -= 1
            case "annotation":
                self.aside -= 1
            case "p" if self.inside and not self.aside:
                self.inside -= 1
            case "table-cell" | "covered-table-cell" if self.depth == 1 and self.cell is not None:
                self._cell(self.cell)
                self.cell = None
            case "table-row" if self.depth == 1:
                self._row()

    def _cell(self, attributes: dict[str, str]) -> None:
        times = _times(attributes, "number-columns-repeated")
        text = "\n".join(self.paragraphs)
        kind = _of(attributes, "value-type")
        value: Any = text
        match kind:
            case "float" | "percentage" | "currency":
                value = ["n", _of(attributes, "value")]
            case "boolean":
                value = _of(attributes, "boolean-value") == "true"
            case "date":
                value = ["d", _of(attributes, "date-value")]
            case "time":
                value = ["d", _of(attributes, "time-value")]
        formula = _of(attributes, "formula")
        error = text if text.startswith("#") and self._is_error(attributes) else ""
        if self.covered:
            value = formula = error = ""  # a merge hides it
        if value == "" and not formula:
            self.width += times
            return
        if self.width + times > gate.MAX_COLUMN:
            raise GateError("file_extent", row=str(self.tables[-1].height + 1), column=str(self.width + times))
        self.row.extend("" for _ in range(self.width - len(self.row)))
        for _ in range(times):
            self.width += 1
            self.row.append("" if error else value)
            if formula or error or kind == "percentage":
                shown = formula.partition(":=")[2][:255] or formula[:255]
                unknown = not kind and not self.paragraphs
                self.row_facts.append((self.width, error, shown, unknown, kind == "percentage"))

    @staticmethod
    def _is_error(attributes: dict[str, str]) -> bool:
        return any(local(key) == "value-type" and value == "error" for key, value in attributes.items()) or bool(
            _of(attributes, "formula")
        )

    def _row(self) -> None:
        table = self.tables[-1]
        if self.row or self.row_facts:
            if table.height + self.row_times > gate.MAX_ROW:
                raise GateError("file_extent", row=str(table.height + self.row_times), column=str(len(self.row)))
            for _ in range(sum(value != "" for value in self.row) * self.row_times):
                self.budget.take()
            table.rows.extend([] for _ in range(table.height - len(table.rows)))
            for _ in range(self.row_times):
                number = len(table.rows) + 1
                table.rows.append(list(self.row))
                table.facts += [(number, column, *rest) for column, *rest in self.row_facts]  # type: ignore[misc]
        if self.row_hidden:
            table.hidden.update(range(table.height + 1, min(table.height + self.row_times, gate.MAX_ROW) + 1))
        table.height += self.row_times
