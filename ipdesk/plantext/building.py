"""Puts a document together from what a reader takes out of a file: one text, a line a paragraph and a table's row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from ipdesk.plantext.captions import captioned
from ipdesk.plantext.document import Cell, Document, Origin, Paragraph, Span, Table
from ipdesk.plantext.labels import Mark, ends_sentence, label
from ipdesk.plantext.normal import normal
from ipdesk.plantext.plaintables import Plain

_BREAKS: Final = re.compile(r"[\s\u2028\u2029]+")
_MANY_WORDS: Final = 40  # words of a cell beyond which it is text and no entry


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell to be: its paragraphs, and how many rows and columns it covers."""

    row: int
    column: int
    paragraphs: tuple[str, ...]
    rows: int = 1
    columns: int = 1


@dataclass(slots=True)
class Builder:
    """Collects in the order of the text; `document` gives what was collected."""

    origin: Origin
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    artefacts: list[Span] = field(default_factory=list)
    boxes: list[Span] = field(default_factory=list)

    def _write(self, words: str) -> Span:
        """Append a piece and say where it stands."""
        start = self.length
        self.pieces.append(words)
        self.length += len(words)
        return Span(start, self.length)

    def paragraph(self, words: str, heading: int = 0) -> None:
        """A paragraph on a line of its own; nothing when it is blank."""
        line = _BREAKS.sub(" ", words).strip()
        if line:
            self.paragraphs.append(Paragraph(self._write(line), heading))
            self._write("\n")

    def artefact(self, words: str) -> None:
        """A line that is no text of the document."""
        line = _BREAKS.sub(" ", words).strip()
        if line:
            self.artefacts.append(self._write(line))
            self._write("\n")

    def box(self, paragraphs: Sequence[str]) -> None:
        """Paragraphs in a frame of their own; a heading 专栏 inside begins another."""
        starts = [number for number, words in enumerate(paragraphs) if number == 0 or _names_box(words)]
        for start, end in pairwise([*starts, len(paragraphs)]):
            first = len(self.paragraphs)
            for words in paragraphs[start:end]:
                self.paragraph(words)
            if len(self.paragraphs) > first:
                self.boxes.append(Span(self.paragraphs[first].span.start, self.paragraphs[-1].span.end))

    def table(self, entries: Sequence[Entry]) -> None:
        """A table; one of a single column, or of hardly more than text, is a box or paragraphs."""
        filled = [entry for entry in entries if any(words.strip() for words in entry.paragraphs)]
        if not filled:
            return
        if max(entry.column for entry in filled) == min(entry.column for entry in filled) or len(filled) == 1:
            paragraphs = [words for entry in filled for words in entry.paragraphs if words.strip()]
            if _is_frame(paragraphs):
                self.box(paragraphs)
            else:
                for words in paragraphs:
                    self.paragraph(words)
            return
        cells: list[Cell] = []
        ordered = sorted(filled, key=lambda entry: (entry.row, entry.column))
        row, column = ordered[0].row, 0
        for entry in ordered:
            if entry.row != row:
                self._write("\n")
                row, column = entry.row, 0
            self._write("\t" * (entry.column - column))
            column = entry.column
            words = _BREAKS.sub(" ", " ".join(entry.paragraphs)).strip()
            cells.append(Cell(entry.row, entry.column, self._write(words), entry.rows, entry.columns))
        self._write("\n")
        self.tables.append(Table(Span(cells[0].span.start, cells[-1].span.end), tuple(cells)))

    def document(self) -> Document:
        """What was collected, tables with the captions before them."""
        text = "".join(self.pieces)
        said = tuple(self.paragraphs)
        tables = tuple(captioned(text, table, said) for table in self.tables)
        return Document(text, self.origin, said, tables, tuple(self.artefacts), tuple(self.boxes))


def _names_box(words: str) -> bool:
    mark = label(normal(words))
    return mark is not None and mark.mark is Mark.BOX and not ends_sentence(words.strip())


def _is_frame(paragraphs: Sequence[str]) -> bool:
    """Whether the text of one column is a box: it is named so, or opens with a title that more follows."""
    title = paragraphs[0].strip()
    if _names_box(title):
        return True
    return len(paragraphs) > 1 and len(title) <= _MANY_WORDS and not ends_sentence(title)


def one_line(pieces: Sequence[str]) -> str:
    """Broken lines put together: a blank only between Latin letters or digits."""
    line = ""
    for piece in (piece.strip(" \u3000\xa0\t\f\r") for piece in pieces):
        if line and piece and line[-1].isascii() and piece[0].isascii() and line[-1].isalnum() and piece[0].isalnum():
            line += " "
        line += piece
    return line


def joined(document: Document, span: Span) -> str:
    """The words at a span of plain lines, on one line and without artefacts."""
    pieces = []
    place = span.start
    for artefact in document.artefacts:
        if span.start <= artefact.start < span.end:
            pieces.append(document.text[place : artefact.start])
            place = max(place, artefact.end)
    pieces.append(document.text[place : span.end])
    return one_line("".join(pieces).split("\n"))


def retell(builder: Builder, plain: Plain, between: Mapping[int, Sequence[Entry]], headings: Mapping[int, int]) -> None:
    """Write a document of plain lines to a builder: broken lines put together, artefacts on lines of their own.

    `between`: tables that are not in the lines, by the offset where they stand. `headings`: heading levels by offset
    of the line.
    """
    document = plain.document
    done = 0

    def artefacts(end: int) -> None:
        nonlocal done
        for artefact in document.artefacts:
            if done <= artefact.start < end:
                builder.artefact(document.text[artefact.start : artefact.end])
        done = max(done, end)

    boxed = [paragraph for paragraph in document.paragraphs if _box_of(document, paragraph) is not None]
    things: list[tuple[int, int, Paragraph | Table | Span | Sequence[Entry]]] = [
        *((paragraph.span.start, 1, paragraph) for paragraph in document.paragraphs if paragraph not in boxed),
        *((box.start, 1, box) for box in document.boxes),
        *((table.span.start, 1, table) for table in document.tables),
        *((offset, 0, entries) for offset, entries in between.items()),
    ]
    for start, _, thing in sorted(things, key=lambda one: one[:2]):
        artefacts(start)
        match thing:
            case Paragraph():
                builder.paragraph(joined(document, thing.span), headings.get(thing.span.start, 0))
                artefacts(thing.span.end)
            case Table():
                builder.table([_entry(plain, cell) for cell in thing.cells])
                artefacts(thing.span.end)
            case Span():
                inside = [paragraph for paragraph in boxed if _box_of(document, paragraph) == thing]
                builder.box([joined(document, paragraph.span) for paragraph in inside])
                artefacts(thing.end)
            case _:
                builder.table(thing)
    artefacts(len(document.text) + 1)


def _box_of(document: Document, paragraph: Paragraph) -> Span | None:
    return next((box for box in document.boxes if box.start <= paragraph.span.start < box.end), None)


def _entry(plain: Plain, cell: Cell) -> Entry:
    spans = [cell.span, *filter(None, [plain.tails.get(cell.span)])]
    words = "".join(joined(plain.document, span) for span in spans)
    return Entry(cell.row, cell.column, (words,), cell.rows, cell.columns)
