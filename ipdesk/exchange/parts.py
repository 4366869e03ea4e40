"""The own pass over a workbook's XML: its sheets and their parts, styles that show percent, properties.

What it holds against the limits and tells of each sheet is in `sheetscan.py`.
"""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Final

from ipdesk.exchange import gate
from ipdesk.exchange.gate import GateError, local
from ipdesk.exchange.sheetscan import Budget, SheetScan, any_longer, holds_cells, is_plain, scan_sheet


@dataclass(frozen=True, slots=True)
class Structure:
    """The workbook as its XML tells it; `scans` by sheet name, `readable` the parts that a value reader may see."""

    scans: Mapping[str, SheetScan]
    readable: frozenset[str]
    custom: Mapping[str, str]
    core: Mapping[str, str]
    macros: bool
    links: int


def survey(parts: gate.Parts) -> Structure:
    """Look over every XML part under the limits. Raises GateError."""
    budget = Budget()
    percents = _percent_styles(parts.get("xl/styles.xml", b""))
    sheet_parts = {name: _part_of(parts, path) for name, path in _sheets(parts).items()}
    scanned: dict[str, SheetScan] = {}
    long = False
    for part, data in parts.items():
        if part in _LOOKED_AT_ELSEWHERE or not data:
            continue
        if holds_cells(data, part):
            scanned[part] = scan_sheet(data, part, percents, budget)
        elif part.endswith("sharedstrings.xml"):
            long = long or any_longer(data, b"</si>", gate.MAX_TEXT)
            if not is_plain(data) or any_longer(data, b"</si>", MAX_SHARED_TEXT):
                _scan_texts(data, part)
        elif part.endswith((".xml", ".rels")):
            _sound(data, part)
    for scan in scanned.values() if long else ():
        scan.long = True
    return Structure(
        scans={name: scanned[part] for name, part in sheet_parts.items() if part in scanned},
        readable=frozenset({*_READ, *scanned, *(part for part in parts if part.endswith("sharedstrings.xml"))}),
        custom=_custom(parts.get("docprops/custom.xml", b"")),
        core=_core(parts.get("docprops/core.xml", b"")),
        macros="xl/vbaproject.bin" in parts,
        links=sum(1 for part in parts if part.startswith("xl/externallinks/externallink")),
    )


#: Parts that a value reader needs beside sheets and shared strings; it is shown no others.
_READ: Final = frozenset(
    {"[content_types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
     "xl/theme/theme1.xml"}
)  # fmt: skip
#: Parts that are parsed for what they say.
_LOOKED_AT_ELSEWHERE: Final = frozenset(
    {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "docprops/custom.xml", "docprops/core.xml"}
)


def _sound(data: bytes, part: str) -> None:
    """Hold a part that nobody reads against broken XML and document types. GateError."""
    gate.parse(gate.parser_of(part), data, part)


def _part_of(parts: Mapping[str, bytes], path: str) -> str:
    path = path.replace("\\", "/").casefold()
    return path.lstrip("/") if path.startswith("/") else posixpath.normpath(f"xl/{path}")


def _sheets(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Sheet name → target of its relation, in the workbook's order. GateError for too many."""
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
    if len(named) > gate.MAX_SHEETS:
        raise GateError("file_too_many_sheets", count=str(len(named)), limit=str(gate.MAX_SHEETS))
    return {name: targets[identity] for name, identity in named.items() if identity in targets}


def shows_percent(code: str) -> bool:
    """Whether a number format shows percent: a % outside quotes, brackets and escapes."""
    return "%" in code and "%" in re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code)


_FORMAT: Final = re.compile(rb'<numFmt numFmtId="([0-9]{1,6})" formatCode="([^"]*)"')
_STYLE: Final = re.compile(rb'<xf numFmtId="([0-9]{1,6})"')


def _plain_percent_styles(data: bytes) -> frozenset[int] | None:
    """The same for styles that are spelt as usual, None for others."""
    first, last = data.find(b"<cellXfs"), data.find(b"</cellXfs>")
    if not 0 <= first < last or not is_plain(data):
        return None
    formats = _FORMAT.findall(data)
    styles = _STYLE.findall(data, first, last)
    if len(formats) != data.count(b"<numFmt ") or len(styles) != data.count(b"<xf", first, last):
        return None
    percents = {
        b"9",
        b"10",
        *(number for number, code in formats if shows_percent(unescape(code.decode("utf-8", "replace")))),
    }
    return frozenset(place for place, number in enumerate(styles) if number in percents)


def _percent_styles(data: bytes) -> frozenset[int]:
    """The style numbers whose number format shows percent."""
    found = _plain_percent_styles(data)
    if found is not None:
        return found
    formats = {9, 10}
    percents: set[int] = set()
    inside = [False]
    count = [0]

    def start(name: str, attributes: dict[str, str]) -> None:
        match local(name):
            case "numFmt":
                if shows_percent(attributes.get("formatCode", "")) and attributes.get("numFmtId", "").isdigit():
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
