"""The gate before any library: what may be opened as the workbook of a plan, and what a library would not tell of it.

The kind is told by the content, never by the name; sizes are counted while inflating, not believed; XML has no document
type. The limits lie far above any plan and far below what could hold up a PC. Cells that a merge covers, and formulas
that nobody has calculated, look empty to a reader: they are named here, so that nothing is lost in silence.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, NoReturn
from xml.parsers import expat

from ipdesk.domain.errors import EnvironmentTrouble, IpdeskError, WrongUse

MAX_PACKED: Final = 10_000_000
MAX_UNPACKED: Final = 100_000_000
MAX_ENTRIES: Final = 1_000
MAX_SHEETS: Final = 50
MAX_CELLS: Final = 400_000
MAX_ROW: Final = 20_000
MAX_COLUMN: Final = 200
_CHUNK: Final = 1 << 16
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, .et, and a workbook with a password
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    LookupError,  # an encoding that does not exist
    NotImplementedError,
    RuntimeError,
)
_ADDRESS: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")

Box = tuple[int, int, int, int]  # first row, first column, last row, last column


@dataclass(slots=True)
class SheetSurvey:
    """What a reader would not tell of a sheet."""

    merged: list[Box] = field(default_factory=list)
    hollow: set[tuple[int, int]] = field(default_factory=set)  # formulas without a calculated value

    def covered(self, row: int, column: int) -> bool:
        """Whether the cell lies under a merge, but is not its first."""
        return any(
            top <= row <= bottom and left <= column <= right and (row, column) != (top, left)
            for top, left, bottom, right in self.merged
        )


def survey(data: bytes, name: str) -> Mapping[str, SheetSurvey]:
    """The sheets of a workbook by their titles, once it is clear that it may be opened. `name` is for the sentence.

    WrongUse `pack_book_kind`, `pack_book_old`; EnvironmentTrouble `pack_book_damaged`, `pack_book_too_large`.
    """
    if data.startswith(_OLE):
        raise WrongUse("pack_book_old", path=name)
    if not data.startswith(b"PK\x03\x04"):
        raise WrongUse("pack_book_kind", path=name)
    if len(data) > MAX_PACKED:
        raise _too_large(name, f"{len(data)} B > {MAX_PACKED} B")
    try:
        return _sheets(_parts(data, name), name)
    except IpdeskError:
        raise
    except (expat.ExpatError, *_BROKEN) as trouble:
        raise EnvironmentTrouble("pack_book_damaged", path=name, found=str(trouble)[:80]) from None


def _too_large(name: str, found: str) -> EnvironmentTrouble:
    return EnvironmentTrouble("pack_book_too_large", path=name, found=found)


def _parts(data: bytes, name: str) -> dict[str, bytes]:
    """The XML parts, inflated under the limits, by lower-case name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > MAX_ENTRIES:
            raise _too_large(name, f"{len(entries)} > {MAX_ENTRIES}")
        if not any(entry.filename.lstrip("/").casefold() == "xl/workbook.xml" for entry in entries):
            raise WrongUse("pack_book_kind", path=name)
        parts: dict[str, bytes] = {}
        left = MAX_UNPACKED
        for entry in entries:
            content = io.BytesIO()
            with archive.open(entry) as part:
                while piece := part.read(_CHUNK):
                    left -= len(piece)
                    if left < 0:
                        raise _too_large(name, f"> {MAX_UNPACKED} B")
                    content.write(piece)
            lower = entry.filename.replace("\\", "/").lstrip("/").casefold()
            if lower in parts:
                raise EnvironmentTrouble("pack_book_damaged", path=name, found=lower[:80])
            if lower.endswith((".xml", ".rels")):
                parts[lower] = content.getvalue()
    return parts


def _sheets(parts: Mapping[str, bytes], name: str) -> dict[str, SheetSurvey]:
    targets: dict[str, str] = {}
    titles: list[tuple[str, str]] = []

    def relation(tag: str, given: dict[str, str]) -> None:
        if tag == "Relationship":
            targets[given.get("Id", "")] = given.get("Target", "")

    def sheet(tag: str, given: dict[str, str]) -> None:
        if tag == "sheet":
            titles.append((given.get("name", ""), given.get("id", "")))

    seen = {"xl/workbook.xml": sheet, "xl/_rels/workbook.xml.rels": relation}
    for part, content in parts.items():
        _parse(content, seen.get(part, _ignore))  # each part: none may have a document type
    if len(titles) > MAX_SHEETS:
        raise _too_large(name, f"{len(titles)} > {MAX_SHEETS}")
    counter = _Counter(name)
    return {title: counter.survey(_part_of(targets.get(place, ""), parts)) for title, place in titles}


def _part_of(target: str, parts: Mapping[str, bytes]) -> bytes:
    place = target.casefold()
    return parts.get(place.lstrip("/") if place.startswith("/") else f"xl/{place}", b"")


def _ignore(_tag: str, _given: dict[str, str]) -> None:
    return


class _Counter:
    """Looks through sheets and counts their cells, all together, against the limits."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.cells = 0

    def survey(self, content: bytes) -> SheetSurvey:
        found = SheetSurvey()
        if not content:
            return found
        at = (0, 0)
        formula = valued = filled = False

        def start(tag: str, given: dict[str, str]) -> None:
            nonlocal at, formula, valued, filled
            match tag:
                case "c":
                    self.cells += 1
                    if self.cells > MAX_CELLS:
                        raise _too_large(self.name, f"> {MAX_CELLS}")
                    at = _place(given["r"]) if "r" in given else (at[0], at[1] + 1)
                    formula = valued = False
                    filled = given.get("t") == "str"  # a formula whose result is an empty text
                case "row":
                    at = (int(given.get("r", at[0] + 1)), 0)
                case "f":
                    formula = True
                case "v" | "is":
                    valued = True
                    if at[0] > MAX_ROW or at[1] > MAX_COLUMN:
                        raise _too_large(self.name, f"{given.get('r', at)}")
                case "mergeCell":
                    first, _colon, last = given.get("ref", "").partition(":")
                    box = (*_place(first), *_place(last or first))
                    self.cells += abs(box[2] - box[0] + 1) * abs(box[3] - box[1] + 1)
                    if self.cells > MAX_CELLS:
                        raise _too_large(self.name, f"> {MAX_CELLS}")
                    found.merged.append(box)

        def end(tag: str) -> None:
            nonlocal valued
            if tag == "v":
                valued = False
            elif tag == "c" and formula and not filled:
                found.hollow.add(at)

        def text(said: str) -> None:
            nonlocal filled
            filled = filled or (valued and bool(said.strip()))

        _parse(content, start, end, text)
        return found


def _place(address: str) -> tuple[int, int]:
    """Row and column of B3, both from 1; ValueError for what is no address."""
    found = _ADDRESS.fullmatch(address.upper())
    if found is None:
        raise ValueError(address[:20])
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(found[2]), column


def _parse(
    content: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Names come without their namespace. ValueError for a document type."""
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(*_: object) -> NoReturn:
        raise ValueError("DOCTYPE")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda tag, given: start(
        tag.rpartition(" ")[2], {key.rpartition(" ")[2]: text for key, text in given.items()}
    )
    if end is not None:
        parser.EndElementHandler = lambda tag: end(tag.rpartition(" ")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    parser.Parse(content, True)
