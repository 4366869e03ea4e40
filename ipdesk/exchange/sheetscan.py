"""One look at a sheet's XML before any library: the limits on cells, and what a value reader hides.

calamine shows an error cell, a formula without result and an empty cell alike, and tells no formats and hidden rows.
Nearly all sheets are spelt the same way (attributes r, s, t in this order, no prefixes, no comments); these are looked
over by regular expressions on bytes, ten times as fast as a parser that calls Python for each element. Whether a sheet
is spelt so is itself established: when all starts of cells that the strict pattern knows, and that are within the
limits, are taken out, nothing may be left that begins a cell. Any other sheet goes through expat, element by element.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import Final

from ipdesk.exchange import gate
from ipdesk.exchange.gate import GateError, local

_ADDRESS: Final = re.compile(r"([A-Z]{1,5})([0-9]{1,10})")
_MAX_FORMULA: Final = 120
_LONG_ENOUGH: Final = 6 * _MAX_FORMULA  # bytes that hold so many characters, however they are spelt
#: What regular expressions look over at most: in larger parts texts are measured while parsing.
_PLAIN_PART: Final = 64_000_000

Place = tuple[int, int]  # row, column; counted from 1


@dataclass(slots=True)
class SheetScan:
    """What one sheet part holds. `covered` are cells that a merge hides; `long` says that texts are to be measured."""

    errors: dict[Place, str] = field(default_factory=dict)
    formulas: dict[Place, str] = field(default_factory=dict)
    valueless: set[Place] = field(default_factory=set)
    percents: set[Place] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    covered: set[Place] = field(default_factory=set)
    long: bool = field(default=True, compare=False)


@dataclass(slots=True)
class Budget:
    """How many cells a workbook may still have."""

    cells: int = 0
    empty: int = 0

    def take(self) -> None:
        """One cell with content."""
        self.cells += 1
        if self.cells > gate.MAX_CELLS:
            raise GateError("file_too_many_cells", limit=str(gate.MAX_CELLS))

    def take_empty(self) -> None:
        """One cell that has a format only."""
        self.empty += 1
        if self.empty > gate.MAX_EMPTY_CELLS:
            raise GateError("file_too_many_cells", limit=str(gate.MAX_EMPTY_CELLS))


def holds_cells(data: bytes, part: str) -> bool:
    """Whether a part could be taken for a sheet, whatever its name: a reader may find it by a road we do not know."""
    if part.startswith("xl/worksheets/sheet") or b"sheetData" in data:
        return True
    return b"\0" in data and b"s\0h\0e\0e\0t\0D" in data


def scan_sheet(data: bytes, part: str, percents: frozenset[int], budget: Budget) -> SheetScan:
    """What a sheet part holds. `percents` are the style numbers that show percent. Raises GateError."""
    return _plain(data, percents, budget) or _parsed(data, part, percents, budget)


def column_number(letters: str) -> int:
    """8 for H."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


# -- sheets as nearly every program spells them --------------------------------------------------------------------

_CONTROLS: Final = bytes(code for code in range(32) if code not in b"\t\n\r")
_DECLARED: Final = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^>]{0,60}?encoding=[\"']([A-Za-z0-9._-]+)[\"']")
#: Whatever might begin a cell for any reader, with or without prefix: two patterns, for what begins with a known letter
#: is found far quicker than what begins with one of two.
_ANY_CELL: Final = (re.compile(rb"<c[\s/>]"), re.compile(rb":c[\s/>]"))
#: A cell within the limits, columns A to IV (256) and rows 1 to 20000; or an empty one that has a format, anywhere.
_CELL: Final = re.compile(
    rb'<c r="(?:[A-Z]|[A-H][A-Z]|I[A-V])(?:[1-9][0-9]{0,3}+|1[0-9]{4}|20000)"'
    rb'(?: s="[0-9]{1,6}+")?+(?: t="[a-zA-Z]{1,9}+")?+/?+>|<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]{1,6}")?/>'
)
_EMPTY_CELL: Final = re.compile(rb"<c [^<>]*/>")
assert (gate.MAX_COLUMN, gate.MAX_ROW) == (256, 20_000), "the pattern above holds these limits"
_ERROR: Final = re.compile(rb'<c r="([A-Z]+)([0-9]+)"(?: s="[0-9]+")? t="e">(.*?)</c>', re.DOTALL)
#: A formula: address, the cell's other attributes, text (of a formula without or with attributes), and whether a
#: result stands behind it.
_FORMULA: Final = re.compile(
    rb'<c r="([A-Z]++)([0-9]++)"([^<]*+)<f(?:>([^<]*+)</f>|/>|\s[^>]*/>|\s[^>]*[^/>]>([^<]*+)</f>)\s*+'
    rb"(<v(?:\s[^>]*)?>[^<])?"
)
_ANY_FORMULA: Final = re.compile(rb"<f[\s/>]")
_VALUE: Final = re.compile(rb"<v(?:\s[^>]*)?>([^<]*)</v>")
_ROW: Final = re.compile(rb"<row [^>]*hidden=[^>]*>")
_ROW_NUMBER: Final = re.compile(rb'\sr="([0-9]{1,7})"')
_ROW_HIDDEN: Final = re.compile(rb'\shidden="(?:1|true)"')
_MERGED: Final = re.compile(rb'<mergeCell ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_MAX_COVERED: Final = 20_000
_MANY: Final = 20_000  # cells from which on it matters how many of them are empty


def _plain(data: bytes, percents: frozenset[int], budget: Budget) -> SheetScan | None:
    """The scan of a sheet that is spelt as usual, None for any other."""
    if not is_plain(data):
        return None
    rest, count = _CELL.subn(b"", data)
    if any(beginning.search(rest) for beginning in _ANY_CELL):
        return None
    empty = len(_EMPTY_CELL.findall(data)) if count > _MANY else 0
    if budget.cells + count - empty > gate.MAX_CELLS or budget.empty + empty > gate.MAX_EMPTY_CELLS:
        raise GateError("file_too_many_cells", limit=str(gate.MAX_CELLS))
    scan = SheetScan(long=len(data) > gate.MAX_TEXT and _may_hold_long(data))
    if b' hidden="' in data and not _hidden_rows(data, scan):
        return None
    if b't="e"' in data:
        for match in _ERROR.finditer(data):
            value = _VALUE.search(match[3])
            scan.errors[_place(match)] = value[1].decode("utf-8", "replace") if value else ""
        if len(scan.errors) != data.count(b't="e"'):
            return None
    if b"<f" in data and not _formulas(data, scan):
        return None
    if percents:
        styles = b"|".join(str(style).encode() for style in sorted(percents))
        for match in re.finditer(rb'<c r="([A-Z]+)([0-9]+)" s="(?:' + styles + rb')"(?:[^>]*[^>/])?>', data):
            scan.percents.add(_place(match))
    if b"<mergeCell" in data:
        for match in _MERGED.finditer(data):
            cover(
                scan,
                (int(match[2]), column_number(match[1].decode())),
                (int(match[4]), column_number(match[3].decode())),
            )
    budget.cells += count - empty
    budget.empty += empty
    return scan


def _may_hold_long(data: bytes) -> bool:
    """Whether a text may be longer than a cell holds; what it says in the sheet itself is measured when it is read."""
    return b"inlineStr" in data or any_longer(data[: data.rfind(b"</v>") + 1], b"</v>", gate.MAX_TEXT)


def any_longer(data: bytes, end: bytes, limit: int) -> bool:
    """Whether more than `limit` bytes stand anywhere without that end between them."""
    start = 0
    while len(data) - start > limit:
        last = data.rfind(end, start, start + limit + len(end))
        if last < 0:
            return True
        start = last + len(end)
    return False


def is_plain(data: bytes) -> bool:
    """Whether a part may be looked over as bytes: as if UTF-8, no document type, comment or CDATA, not too large."""
    marked = b"!" in data and b"<!" in data  # one letter is found quickest, and most parts have none
    if len(data) > _PLAIN_PART or marked or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False
    declared = _DECLARED.match(data)
    if declared is not None and declared[1].upper() not in (b"UTF-8", b"US-ASCII"):
        return False
    return len(data.translate(None, _CONTROLS)) == len(data)


def _place(match: re.Match[bytes]) -> Place:
    return int(match[2]), _column(match[1])


@lru_cache(maxsize=1024)
def _column(letters: bytes) -> int:
    return column_number(letters.decode())


def _hidden_rows(data: bytes, scan: SheetScan) -> bool:
    for match in _ROW.finditer(data):
        number = _ROW_NUMBER.search(match[0])
        if number is None:
            return False
        if _ROW_HIDDEN.search(match[0]):
            scan.hidden_rows.add(int(number[1]))
    return True


def _formulas(data: bytes, scan: SheetScan) -> bool:
    found = _FORMULA.findall(data)
    for letters, row, attributes, bare, text, value in found:
        place = (int(row), _column(letters))
        scan.formulas[place] = _beginning((bare or text)[:_LONG_ENOUGH])
        if not value and b't="str"' not in attributes:  # an empty text is a result, an empty number is none
            scan.valueless.add(place)
    return len(scan.formulas) == len(_ANY_FORMULA.findall(data))


_ENTITIES: Final = (("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&apos;", "'"), ("&amp;", "&"))


@lru_cache(maxsize=4096)  # the same rows of the same form come from every district
def _beginning(text: bytes) -> str:
    """The beginning of a formula, as far as it is kept."""
    told = text.decode("utf-8", "ignore")  # cut within a character
    if "&#" in told:
        told = unescape(told)
    elif "&" in told:
        for entity, character in _ENTITIES:
            told = told.replace(entity, character)
    return told[:_MAX_FORMULA]


def cover(scan: SheetScan, first: Place, last: Place) -> None:
    """Remember what a merge hides, as far as cells can lie there."""
    columns = range(first[1], min(last[1], gate.MAX_COLUMN) + 1)
    for row in range(first[0], min(last[0], gate.MAX_ROW) + 1):
        if len(scan.covered) > _MAX_COVERED:
            return
        scan.covered.update((row, column) for column in columns if (row, column) != first)


# -- all others --------------------------------------------------------------------------------------------------


class _Handler:
    """The expat handlers of one sheet part; a class because they share a dozen small states."""

    def __init__(self, percents: frozenset[int], budget: Budget) -> None:
        self.scan = SheetScan()
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
                self.content = True
                self.texts = []
            case "f":
                self.content = self.formula = True
                self.texts = []
            case "t":
                self.content = True
                self.texts = []
            case "row":
                self._row(attributes)
            case "mergeCell":
                ends = [_ADDRESS.fullmatch(end) for end in attributes.get("ref", "").upper().split(":")]
                if len(ends) == 2 and ends[0] and ends[1]:
                    first, last = ((int(end[2]), column_number(end[1])) for end in ends if end)
                    cover(self.scan, first, last)

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
            self.column = column_number(match[1])
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
            if name == "v":
                self.value = bool(text) or self.kind == "str"
                self.error = text if self.kind == "e" else ""
            elif name == "f":
                self.formula_text = text[:_MAX_FORMULA]
            if name != "f" and len(text) > gate.MAX_TEXT:
                raise GateError("file_text_too_long", limit=str(gate.MAX_TEXT))
        elif name == "c":
            self._cell_end()

    def _cell_end(self) -> None:
        if not self.content:
            self.budget.take_empty()
            return
        self.budget.take()
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


def _parsed(data: bytes, part: str, percents: frozenset[int], budget: Budget) -> SheetScan:
    parser = gate.parser_of(part)
    handler = _Handler(percents, budget)
    parser.StartElementHandler, parser.EndElementHandler = handler.start, handler.end
    parser.CharacterDataHandler = handler.text
    gate.parse(parser, data, part)
    return handler.scan
