"""Word documents: the body in its order with headings, automatic numbers, tables, text boxes and footnotes.

The parts of the file are read as XML, nothing else of it: no picture, no macro, no link. Names are compared without
their namespace, so documents of the strict standard are read as well.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from ipdesk.plantext.building import Entry
from ipdesk.plantext.document import Document, Origin
from ipdesk.plantext.filekind import Unreadable
from ipdesk.plantext.gathering import Gathering
from ipdesk.plantext.wordnumbers import Numbering, child, named, value

_CONTENTS: Final = re.compile(r"(?:toc|目录)\s?\d", re.IGNORECASE)
_HEADING: Final = re.compile(r"(?:heading|标题)\s?(\d)", re.IGNORECASE)


def read_word(data: bytes) -> Document:
    """The document of a .docx file. Unreadable `text_damaged` when its parts cannot be read."""
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _Parts(archive)
            body = child(parts.xml(parts.main), "body")
            if body is None:
                raise Unreadable("text_damaged", part=parts.main)
            reader = _Reader(parts)
            reader.flow(body)
            reader.footnotes()
            return reader.gathered.document()
    except (zipfile.BadZipFile, KeyError, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as trouble:
        raise Unreadable("text_damaged", part="docx") from trouble
    except etree.XMLSyntaxError as trouble:
        raise Unreadable("text_damaged", part="xml") from trouble
    except Exception as trouble:
        if type(trouble).__module__ == "zlib":
            raise Unreadable("text_truncated") from trouble
        raise


class _Parts:
    """The parts of the file by their role."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = {name.lstrip("/"): name for name in archive.namelist()}
        self.main = self._main()
        self.folder = self.main.rpartition("/")[0]

    def _main(self) -> str:
        if "_rels/.rels" in self.names:
            for link in self.xml("_rels/.rels"):
                if link.get("Type", "").endswith("/officeDocument"):
                    return str(link.get("Target", "")).lstrip("/")
        return "word/document.xml"

    def xml(self, name: str) -> Any:
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
        return etree.fromstring(self.archive.read(self.names[name]), parser)

    def beside(self, name: str) -> Any | None:
        """A part beside the main one, such as styles.xml; None when the document has none."""
        place = f"{self.folder}/{name}" if self.folder else name
        return self.xml(place) if place in self.names else None


class _Styles:
    """Heading level, automatic number and contents lines by style, inherited ones included."""

    def __init__(self, root: Any | None) -> None:
        self.styles: dict[str, Any] = {}
        for style in root if root is not None else ():
            if named(style) == "style":
                self.styles[value(style, "styleId")] = style

    def chain(self, identity: str) -> Iterator[Any]:
        seen: set[str] = set()
        while identity in self.styles and identity not in seen:
            seen.add(identity)
            style = self.styles[identity]
            yield style
            based = child(style, "basedOn")
            identity = value(based) if based is not None else ""

    def heading(self, identity: str) -> int:
        for style in self.chain(identity):
            name = child(style, "name")
            found = _HEADING.match(value(name)) if name is not None else None
            if found is not None:
                return int(found.group(1))
            level = child(child(style, "pPr"), "outlineLvl")
            if level is not None and value(level).isdecimal() and int(value(level)) < 9:
                return int(value(level)) + 1
        return 0

    def is_contents(self, identity: str) -> bool:
        names = [child(style, "name") for style in self.chain(identity)]
        return any(name is not None and _CONTENTS.match(value(name)) for name in names)

    def number(self, identity: str) -> Any | None:
        for style in self.chain(identity):
            found = child(child(style, "pPr"), "numPr")
            if found is not None:
                return found
        return None


class _Reader:
    def __init__(self, parts: _Parts) -> None:
        self.parts = parts
        self.gathered = Gathering(Origin.WORD)
        self.styles = _Styles(parts.beside("styles.xml"))
        self.numbering = Numbering(parts.beside("numbering.xml"))
        self.noted: list[tuple[str, str]] = []

    def flow(self, parent: Any) -> None:
        """Paragraphs and tables, those inside content controls and tracked insertions too."""
        for element in parent:
            match named(element):
                case "p":
                    self._paragraph(element)
                case "tbl":
                    self.gathered.table(list(self._entries(element)))
                case "sdt" | "sdtContent" | "customXml" | "ins" | "smartTag" | "moveTo":
                    self.flow(element)
                case _:
                    pass

    def _paragraph(self, element: Any) -> None:
        style, heading = self._style(element)
        words = self._number(element, style) + _words(element, self.noted)
        if style and self.styles.is_contents(style):
            self.gathered.artefact(words)
        else:
            self.gathered.line(words, heading)
        for box in _text_boxes(element):
            self._box(box)

    def _style(self, element: Any) -> tuple[str, int]:
        properties = child(element, "pPr")
        style = child(properties, "pStyle")
        identity = value(style) if style is not None else ""
        level = child(properties, "outlineLvl")
        if level is not None and value(level).isdecimal():
            return identity, int(value(level)) + 1 if int(value(level)) < 9 else 0
        return identity, self.styles.heading(identity)

    def _number(self, element: Any, style: str) -> str:
        own = child(child(element, "pPr"), "numPr")
        if own is not None:
            return self.numbering.next(own, style)
        inherited = self.styles.number(style) if style else None
        return self.numbering.next(inherited, style) if inherited is not None else ""

    def _box(self, box: Any) -> None:
        """A text box: a frame around its paragraphs; tables in it stand for themselves."""
        paragraphs: list[str] = []
        for element in box:
            if named(element) == "p":
                style, _ = self._style(element)
                paragraphs.append(self._number(element, style) + _words(element, self.noted))
            elif named(element) == "tbl":
                self.gathered.box(paragraphs)
                paragraphs = []
                self.gathered.table(list(self._entries(element)))
        self.gathered.box(paragraphs)

    def _entries(self, table: Any) -> Iterator[Entry]:
        """The cells; one that is merged downwards stands once."""
        rows = list(_through(table, "tr"))
        heads: dict[int, list[Any]] = {}  # column → [row, column, paragraphs, rows, columns] of the merge that runs
        found: list[list[Any]] = []
        for number, row in enumerate(rows):
            before = child(child(row, "trPr"), "gridBefore")
            column = int(value(before)) if before is not None and value(before).isdecimal() else 0
            for cell in _through(row, "tc"):
                properties = child(cell, "tcPr")
                span = child(properties, "gridSpan")
                width = int(value(span)) if span is not None and value(span).isdecimal() else 1
                merge = child(properties, "vMerge")
                if merge is not None and value(merge) != "restart" and column in heads:
                    heads[column][3] += 1
                else:
                    heads.pop(column, None)
                    entry = [number, column, tuple(self._cell(cell)), 1, width]
                    found.append(entry)
                    if merge is not None:
                        heads[column] = entry
                column += width
        for row_number, place, paragraphs, height, width in found:
            yield Entry(row_number, place, paragraphs, height, width)

    def _cell(self, cell: Any) -> Iterator[str]:
        for element in cell:
            match named(element):
                case "p":
                    style, _ = self._style(element)
                    yield self._number(element, style) + _words(element, self.noted)
                    for box in _text_boxes(element):
                        yield from self._cell(box)
                case "tbl":
                    for row in _through(element, "tr"):
                        yield " ".join(words for inner in _through(row, "tc") for words in self._cell(inner))
                case "sdt" | "sdtContent" | "customXml" | "ins":
                    yield from self._cell(element)
                case _:
                    pass

    def footnotes(self) -> None:
        """The notes that the text refers to, behind it."""
        for part, tag in (("footnotes.xml", "footnote"), ("endnotes.xml", "endnote")):
            root = self.parts.beside(part) if any(kind == tag for kind, _ in self.noted) else None
            notes = {value(note, "id"): note for note in root if named(note) == tag} if root is not None else {}
            for kind, identity in list(self.noted):
                if kind == tag and identity in notes:
                    self.flow(notes[identity])


def _through(parent: Any, tag: str) -> Iterator[Any]:
    """Children of a tag, also inside content controls and insertions."""
    for element in parent:
        if named(element) == tag:
            yield element
        elif named(element) in {"sdt", "sdtContent", "customXml", "ins", "moveTo"}:
            yield from _through(element, tag)


def _words(element: Any, noted: list[tuple[str, str]]) -> str:
    """The text of a paragraph as it is shown: without deletions, fields' instructions and text boxes."""
    words: list[str] = []
    for inner in element:
        match named(inner):
            case "t":
                words.append(inner.text or "")
            case "tab" | "ptab":
                words.append("\t")
            case "br" | "cr":
                words.append("\n")
            case "noBreakHyphen":
                words.append("-")
            case "sym":
                code = value(inner, "char")
                words.append(chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{2,4}", code) else "")
            case "footnoteReference" | "endnoteReference" as tag:
                noted.append((tag.removesuffix("Reference"), value(inner, "id")))
            case "del" | "moveFrom" | "delText" | "instrText" | "pPr" | "rPr" | "drawing" | "pict" | "object":
                pass
            case "AlternateContent" | "Choice" | "Fallback":
                pass
            case _:
                words.append(_words(inner, noted))
    return "".join(words)


def _text_boxes(element: Any) -> Iterator[Any]:
    """The contents of text boxes anchored in a paragraph; the second picture of each for old programs is left out."""
    for inner in element:
        tag = named(inner)
        if tag == "txbxContent":
            yield inner
        elif tag not in {"Fallback", "del", "moveFrom"}:
            yield from _text_boxes(inner)
