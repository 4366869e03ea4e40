"""The files of a pack (format version 1): which table lies in which file, and what a line of it is.

A pack is a folder of small UTF-8 files made for review in a diff: `pack.json` and one `.jsonl` file a table, one object
a line, in the order of the text. The manual's page `pack-format.md` describes every field.
"""

from dataclasses import dataclass
from typing import Final

from ipdesk.domain.indicator import Indicator, Item, Supply
from ipdesk.domain.plan import Clause, Lineage, PlanStatus
from ipdesk.domain.rule import Rule
from ipdesk.domain.target import HistoryRow, Target
from ipdesk.domain.unit import Unit

#: The newest format that this program reads and the one that it writes.
FORMAT: Final = 1
HEADER: Final = "pack.json"

#: Far above any honest pack; a larger file is not opened.
MAX_BYTES: Final = 8_000_000


@dataclass(frozen=True, slots=True)
class PackHeader:
    """`pack.json`: what a list of packs shows without reading the tables."""

    format: int
    id: str
    title: str
    short: str
    issuer: str
    region: str
    level: str
    first_year: int
    last_year: int
    status: PlanStatus
    version: int


@dataclass(frozen=True, slots=True)
class SupplyLine:
    """A line of `supplies.jsonl`: one supply rule of one indicator. Rules keep the order of the file."""

    indicator: str
    item: str
    pattern: str
    supply: Supply
    supplier: str = ""


Line = Clause | Indicator | Item | SupplyLine | Target | HistoryRow | Unit | Lineage | Rule

#: Table name, which is also the file's stem, and what one line of it holds.
TABLES: Final[dict[str, type[Line]]] = {
    "outline": Clause,
    "indicators": Indicator,
    "items": Item,
    "supplies": SupplyLine,
    "targets": Target,
    "history": HistoryRow,
    "units": Unit,
    "lineage": Lineage,
    "rules": Rule,
}

#: Tables whose file may be missing, which says the same as an empty one; it is not written while it is empty.
OPTIONAL: Final = frozenset({"lineage", "rules"})


def file_of(table: str) -> str:
    """The file in which a table lies."""
    return f"{table}.jsonl"
