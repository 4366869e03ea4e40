"""A plan's document as the compiler sees it: one text, and where its paragraphs and tables lie in it.

All positions are offsets into `Document.text`, end excluded. For a plain-text file that is the decoded file with every
line end written as a single line feed and no byte-order mark, nothing else changed: a position can be held against
the file. For docx, pdf and html it is the text that the reader took out, paragraphs and table rows on lines of
their own, the cells of a row parted by tabs.
"""

from dataclasses import dataclass
from enum import StrEnum


class Origin(StrEnum):
    TEXT = "txt"
    WORD = "docx"
    PDF = "pdf"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the text, `end` excluded."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph outside tables. It may run over several lines of a text with broken lines.

    `heading`: the level (1 is the highest) where the file format itself says that this is a heading, else 0.
    """

    span: Span
    heading: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, counted from 0. A merged cell stands once, with how many rows and columns it covers."""

    row: int
    column: int
    span: Span
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table, drawn or recovered from lines of text. Cells in the order of the text; empty cells may be left out.

    `caption` is the line that names it, where there is one; that line is a paragraph too.
    """

    span: Span
    cells: tuple[Cell, ...]
    caption: Span | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """`paragraphs` and `tables` in the order of the text; no paragraph lies inside a table.

    `artefacts` are pieces that a converter or the printed page left and no author wrote: bookmarks, page numbers,
    running heads, lines of a table of contents. They may lie inside a paragraph or a cell and belong to none; their
    digits are untracked. `boxes` are pieces in a frame of their own (a table of one column): their lines are
    paragraphs, and a box ends where its frame does.
    """

    text: str
    origin: Origin
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...] = ()
    artefacts: tuple[Span, ...] = ()
    boxes: tuple[Span, ...] = ()

    def words(self, span: Span) -> str:
        """The text as it stands at `span`."""
        return self.text[span.start : span.end]
