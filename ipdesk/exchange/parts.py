"""The own pass over a workbook's XML: counts for the gate, and what the value reader hides.

calamine shows an error cell, a formula without result and an empty cell alike, and tells no formats, hidden rows or
properties; so each sheet is scanned once with expat, which also holds the limits on cells.
"""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ipdesk.exchange import gate
from ipdesk.exchange.gate import GateError, local

_ADDRESS: Final = re.compile(r"([A-Z]{1,5})([0-9]{1,10})")
_MAX_FORMULA: Final = 255


@dataclass(slots=True)
class SheetScan:
    """What one sheet part holds. Cells by (row, column), counted from 1."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    valueless: set[tuple[int, int]] = field(default_factory=set)
    percents: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Structure:
    """The workbook as its XML tells it; `scans` by sheet name."""

    scans: Mapping[str, SheetScan]
    custom: Mapping[str, str]
    core: Mapping[str, str]
    macros: bool
    links: int


@dataclass(slots=True)
class _Budget:
    cells: int = 0
    empty: int = 0


def survey(parts: dict[str, bytes]) -> Structure:
    """Scan every XML part under the limits. Raises GateError."""
    budget = _Budget()
    percents = _percent_styles(parts.get("xl/styles.xml", b""))
    scans: dict[str, SheetScan] = {}
    sheet_parts = {name: _part_of(parts, path) for name, path in _sheets(parts).items()}
    if len(sheet_parts) > gate.MAX_SHEETS:
        raise GateError("file_too_many_sheets", count=str(len(sheet_parts)), limit=str(gate.MAX_SHEETS))
    scanned: dict[str, SheetScan] = {}
    for part in gate.xml_parts(parts):
        # Any part with cells is scanned, whatever its name: a reader might find it by a road we do not know.
        if b"sheetData" in parts[part] or b"s\0h\0e\0e\0t\0D" in parts[part] or part.startswith("xl/worksheets/sheet"):
            scanned[part] = _scan_sheet(parts[part], part, percents, budget)
        elif part.endswith("sharedstrings.xml"):
            _scan_texts(parts[part], part)
        else:
            gate.parse(gate.parser_of(part), parts[part], part)
    for name, sheet_part in sheet_parts.items():
        if sheet_part in scanned:
            scans[name] = scanned[sheet_part]
    return Structure(
        scans=scans,
        custom=_custom(parts.get("docprops/custom.xml", b"")),
        core=_core(parts.get("docprops/core.xml", b"")),
        macros="xl/vbaproject.bin" in parts,
        links=sum(1 for part in parts if part.startswith("xl/externallinks/externallink")),
    )


def _part_of(parts: Mapping[str, bytes], path: str) -> str:
    path = path.replace("\\", "/").casefold()
    return path.lstrip("/") if path.startswith("/") else posixpath.normpath(f"xl/{path}")


def _sheets(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Sheet name → target of its relation, in the workbook's order."""
    targets: dict[str, str] = {}
    named: dict[str, str] = {}

    def relation(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "sheet":
            identity = next((value for key, value in attributes.items() if local(key) == "id"), "")
            named.setdefault(attributes.get("name", ""), identity)

    for part, handler in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", sheet)):
        parser = gate.parser_of(part)
        parser.StartElementHandler = handler
        gate.parse(parser, parts.get(part, b"<none/>"), part)
    return {name: targets[identity] for name, identity in named.items() if identity in targets}


def _percent_styles(data: bytes) -> frozenset[int]:
    """The style numbers whose number format shows percent."""
    formats = {9, 10}
    percents: set[int] = set()
    inside = [False]
    count = [0]

    def start(name: str, attributes: dict[str, str]) -> None:
        match local(name):
            case "numFmt":
                code = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", attributes.get("formatCode", ""))
                if "%" in code and attributes.get("numFmtId", "").isdigit():
                    formats.add(int(attributes["numFmtId"]))
            case "cellXfs":
                inside[0] = True
            case "xf" if inside[0]:
                identity = attributes.get("numFmtId", "0")
                if identity.isdigit() and int(identity) in formats:
                    percents.add(count[0])
                count[0] += 1

    def end(name: str) -> None:
        if local(name) == "cellXfs":
            inside[0] = False

    if data:
        parser = gate.parser_of("xl/styles.xml")
        parser.StartElementHandler, parser.EndElementHandler = start, end
        gate.parse(parser, data, "xl/styles.xml")
    return frozenset(percents)


class _SheetHandler:
    """The expat handlers of one sheet part; a class because they share a dozen small states."""

    def __init__(self, part: str, percents: frozenset[int], budget: _Budget) -> None:
        self.scan = SheetScan()
        self.part = part
        self.percents = percents
        self.budget = budget
        self.row = self.column = 0
        self.kind = ""
        self.style = -1
        self.content = self.formula = self.value = False
        self.texts: list[str] | None = None
        self.error = ""
        self.formula_text = ""

    def start(self, full_name: str, attributes: dict[str, str]) -> None:
        match local(full_name):
            case "c":
                self._cell(attributes)
            case "v":
                self.content = self.value = True
                self.texts = []
            case "f":
                self.content = self.formula = True
                self.texts = []
            case "t":
                self.content = True
                self.texts = []
            case "row":
                self._row(attributes)

    def _row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self.row = int(number) if number.isascii() and number.isdigit() and len(number) < 11 else self.row + 1
        self.column = 0
        if attributes.get("hidden") in ("1", "true") and len(self.scan.hidden_rows) < gate.MAX_ROW:
            self.scan.hidden_rows.add(self.row)

    def _cell(self, attributes: dict[str, str]) -> None:
        if "r" in attributes:
            match = _ADDRESS.fullmatch(attributes["r"].strip().upper())
            if match is None:
                raise GateError("file_bad_address", address=attributes["r"][:20])
            self.column = 0
            for letter in match[1]:
                self.column = self.column * 26 + ord(letter) - 64
            self.row = int(match[2])
        else:
            self.column += 1
        self.kind = attributes.get("t", "n")
        style = attributes.get("s", "")
        self.style = int(style) if style.isascii() and style.isdigit() and len(style) < 10 else -1
        self.content = self.formula = self.value = False
        self.error = self.formula_text = ""

    def text(self, data: str) -> None:
        if self.texts is not None:
            self.texts.append(data)

    def end(self, full_name: str) -> None:
        name = local(full_name)
        if name in ("v", "f", "t") and self.texts is not None:
            text = "".join(self.texts)
            self.texts = None
            if name == "v" and self.kind == "e":
                self.error = text
            elif name == "f":
                self.formula_text = text[:_MAX_FORMULA]
            if name != "f" and len(text) > gate.MAX_TEXT:
                raise GateError("file_text_too_long", limit=str(gate.MAX_TEXT))
        elif name == "c":
            self._cell_end()

    def _cell_end(self) -> None:
        if not self.content:
            self.budget.empty += 1
            if self.budget.empty > gate.MAX_EMPTY_CELLS:
                raise GateError("file_too_many_cells", limit=str(gate.MAX_EMPTY_CELLS))
            return
        self.budget.cells += 1
        if self.budget.cells > gate.MAX_CELLS:
            raise GateError("file_too_many_cells", limit=str(gate.MAX_CELLS))
        place = (self.row, self.column)
        if not (1 <= self.row <= gate.MAX_ROW and 1 <= self.column <= gate.MAX_COLUMN):
            raise GateError("file_extent", row=str(self.row), column=str(self.column))
        if self.formula:
            self.scan.formulas[place] = self.formula_text
            if not self.value:
                self.scan.valueless.add(place)
        if self.error or self.kind == "e":
            self.scan.errors[place] = self.error
        if self.style in self.percents:
            self.scan.percents.add(place)


def _scan_sheet(data: bytes, part: str, percents: frozenset[int], budget: _Budget) -> SheetScan:
    parser = gate.parser_of(part)
    handler = _SheetHandler(part, percents, budget)
    parser.StartElementHandler, parser.EndElementHandler = handler.start, handler.end
    parser.CharacterDataHandler = handler.text
    gate.parse(parser, data, part)
    return handler.scan


def _scan_texts(data: bytes, part: str) -> None:
    """Hold the limits on shared texts."""
    one = [0]
    total = [0]

    def start(name: str, _: dict[str, str]) -> None:
        if local(name) == "si":
            one[0] = 0

    def text(piece: str) -> None:
        one[0] += len(piece)
        total[0] += len(piece)
        if one[0] > MAX_SHARED_TEXT or total[0] > gate.MAX_TEXTS:
            raise GateError("file_text_too_long", limit=str(gate.MAX_TEXT))

    parser = gate.parser_of(part)
    parser.StartElementHandler, parser.CharacterDataHandler = start, text
    gate.parse(parser, data, part)


#: Rich text carries its blanks between runs as well; twice the cell's limit leaves room for them.
MAX_SHARED_TEXT: Final = 2 * gate.MAX_TEXT


def _custom(data: bytes) -> dict[str, str]:
    """The custom properties by name, as text."""
    properties: dict[str, str] = {}
    current = [""]
    pieces: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "property":
            current[0] = attributes.get("name", "")[:255]
            pieces.clear()

    def end(name: str) -> None:
        if local(name) == "property" and current[0] and len(properties) < 200:
            properties[current[0]] = "".join(pieces).strip()[:1000]
            current[0] = ""

    def text(piece: str) -> None:
        if current[0]:
            pieces.append(piece)

    if data:
        parser = gate.parser_of("docProps/custom.xml")
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
        gate.parse(parser, data, "docProps/custom.xml")
    return properties


def _core(data: bytes) -> dict[str, str]:
    """The core properties (subject, title, creator and so on)."""
    properties: dict[str, str] = {}
    pieces: list[str] = []

    def start(_: str, __: dict[str, str]) -> None:
        pieces.clear()

    def end(name: str) -> None:
        if pieces and len(properties) < 50:
            properties[local(name)] = "".join(pieces).strip()[:1000]
        pieces.clear()

    if data:
        parser = gate.parser_of("docProps/core.xml")
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, pieces.append
        gate.parse(parser, data, "docProps/core.xml")
    return properties
