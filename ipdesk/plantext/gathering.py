"""What a reader of marked-up documents finds, in its order; text that only lies in paragraphs is read as plain lines.

A document may have been made of plain text, a paragraph a line: then its tables are lines, its paragraphs broken at the
edge of a page, its boxes cells begun with tabs. Where that shows, the lines are put together as those of a text file.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ipdesk.plantext.building import Builder, Entry, retell
from ipdesk.plantext.document import Document, Origin
from ipdesk.plantext.plaintables import Plain, read_plain

_FEW_TABS: Final = 6


@dataclass(frozen=True, slots=True)
class _Line:
    words: str
    heading: int = 0


@dataclass(slots=True)
class Gathering:
    """Collects lines, tables, boxes and artefacts; `document` gives what they make."""

    origin: Origin
    things: list[_Line | list[Entry] | tuple[str, ...] | str] = field(default_factory=list)

    def line(self, words: str, heading: int = 0) -> None:
        """A paragraph as the document has it, blank ones and tabs too; line breaks inside end lines of their own."""
        for piece in words.split("\n"):
            self.things.append(_Line(piece, heading))

    def table(self, entries: Sequence[Entry]) -> None:
        self.things.append(list(entries))

    def box(self, paragraphs: Sequence[str]) -> None:
        """Paragraphs in a frame of their own."""
        self.things.append(tuple(paragraphs))

    def artefact(self, words: str) -> None:
        """A line that is no text of the document."""
        self.things.append(words)

    def document(self) -> Document:
        builder = Builder(self.origin)
        stretch: list[_Line] = []
        for thing in [*self.things, ""]:
            if isinstance(thing, _Line):
                stretch.append(thing)
                continue
            _tell(builder, stretch)
            stretch = []
            match thing:
                case str():
                    builder.artefact(thing)
                case tuple():
                    builder.box(thing)
                case list():
                    builder.table(thing)
        return builder.document()


def _tell(builder: Builder, stretch: Sequence[_Line]) -> None:
    """Lines between tables: as the paragraphs that they are, or read as plain text where they are only that."""
    if not any(line.words.strip() for line in stretch):
        return
    plain = read_plain("\n".join(line.words.replace("\r", " ") for line in stretch))
    if _only_lines(stretch, plain):
        headings: dict[int, int] = {}
        start = 0
        for line in stretch:
            if line.heading:
                headings[start + len(line.words) - len(line.words.lstrip())] = line.heading
            start += len(line.words) + 1
        retell(builder, plain, {}, headings)
        return
    for line in stretch:
        builder.paragraph(line.words, line.heading)


def _only_lines(stretch: Sequence[_Line], plain: Plain) -> bool:
    """Whether tables, boxes or broken paragraphs show that the paragraphs are the lines of a plain text."""
    document = plain.document
    tabs = sum(line.words.startswith("\t") for line in stretch)
    tables = [table for table in document.tables if len(table.cells) >= _FEW_TABS]
    if tables or (document.boxes and tabs >= 2):
        return True
    return any("\n" in document.words(paragraph.span).strip() for paragraph in document.paragraphs)
