"""What a printed document is made of. Plain values: services and documents build them, `pages` breaks them into pages.

Lengths that a caller gives are millimetres, type sizes are points.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from ipdesk.domain.judgement import Judgement, Rating


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"  # figures: one line, shrunk rather than broken


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph; `strong` is set in bold 黑体."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Title:
    """The document's title, 2号 小标宋, centred; long ones in lines of about equal length."""

    text: str


@dataclass(frozen=True, slots=True)
class Scope:
    """The line under the title: unit, period, data as of. 小四 楷体, centred."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """一、 in 3号 黑体 (level 1) or （一） in 3号 楷体 (level 2); never the last thing on a page."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Body text, 3号 仿宋, justified, first line two characters in. Two lines at least stay together.

    `small` sets it in 五号, for what belongs to a table.
    """

    runs: tuple[Run, ...]
    indent: bool = True
    small: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Note:
    """Small text under a table: scope, thresholds, sources. 小五."""

    text: str


@dataclass(frozen=True, slots=True)
class GaugeItem:
    """One gauge of a grid."""

    name: str
    decimals: int
    judgement: Judgement
    draft: bool = False


@dataclass(frozen=True, slots=True)
class GaugeGrid:
    """Gauges in the given order, `per_row` to a row; a row is kept whole.

    `legend` says how to read them, in the free places of the last row; it is left out where none or one is free.
    `keep`: the last row stays with the next block, unless that would part the rows.
    """

    gauges: tuple[GaugeItem, ...]
    per_row: int = 4
    legend: tuple[str, ...] = ()
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in mm. `head` may hold line ends; columns that share a `group` stand under one common head."""

    head: str
    width: float
    align: Align = Align.CENTRE
    group: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """`trace` is the code by which the figure is found again; `mark` draws the shape of a rating before its word.

    `under` is a small second line: a year, a code. `aside` is a small remark set where the row has room for it without
    growing, else left out.
    """

    text: str
    trace: str = ""
    mark: Rating | None = None
    strong: bool = False
    align: Align | None = None  # else the column's
    under: str = ""
    aside: str = ""

    @property
    def whole(self) -> str:
        """Text and second line."""
        return f"{self.text}\n{self.under}" if self.under else self.text


class RowKind(StrEnum):
    DATA = "data"
    GROUP = "group"  # one cell over the whole width; stays with the next row
    TOTAL = "total"
    QUIET = "quiet"  # on grey: nothing is to be filled here


@dataclass(frozen=True, slots=True)
class Row:
    """As many cells as the table has columns; one for a group row. Kept whole unless it is taller than a page.

    `height` in mm is the least height, for cells to be filled by hand.
    """

    cells: tuple[Cell, ...]
    kind: RowKind = RowKind.DATA
    height: float = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table. The widths of its columns may not add up to more than the text area. Heads are repeated on each page.

    `id` names the table for codes and sheets, `caption` stands above it, `notes` under it.
    """

    id: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    notes: tuple[str, ...] = ()
    size: float = 9

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            wanted = 1 if row.kind is RowKind.GROUP else len(self.columns)
            if len(row.cells) != wanted:
                raise ValueError(f"table {self.id}: row {number} has {len(row.cells)} cells, not {wanted}")


@dataclass(frozen=True, slots=True)
class Fields:
    """Label and value pairs spread over one line, over more where they do not fit."""

    pairs: tuple[tuple[str, str], ...]
    size: float = 10.5


@dataclass(frozen=True, slots=True)
class Signatures:
    """A line to be signed: each label with a blank, or with the name that is known. `sealed` leaves room for a seal."""

    pairs: tuple[tuple[str, str], ...]
    size: float = 10.5


@dataclass(frozen=True, slots=True)
class Spacer:
    """Empty height in mm; dropped at a page's top."""

    height: float


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a new page."""


Block = Title | Scope | Heading | Paragraph | Note | GaugeGrid | Table | Fields | Signatures | Spacer | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """A document to print. `head` runs along the top of every page (the plan and its state), `code` is the check code
    at every foot. A training document carries its mark across each page.
    """

    title: str
    blocks: tuple[Block, ...]
    head: str = ""
    draft_mark: str = ""  # 征求意见稿
    code: str = ""
    training: bool = False
    landscape: bool = False
    subject: str = field(default="")

    def tables(self) -> Iterator[Table]:
        return (block for block in self.blocks if isinstance(block, Table))
