"""What a bundle brings beside packages: receipts of a colleague's PC, and for a new PC drafts and settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ipdesk.store.receipts import CellOrigin, Receipt


@dataclass(frozen=True, slots=True)
class DraftBrought:
    """A draft as it stood on the other PC; its steps stay there. `ledger` is a code, empty for the bundle's own."""

    slot: str
    content: str
    saved_at: str
    by: str
    ledger: str = ""


@dataclass(frozen=True, slots=True)
class Announced:
    """What files before would have brought beside packages when nothing is written: hashes of originals, receipts by
    `packing.receipt_key`.
    """

    files: frozenset[str] = frozenset()
    receipts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Luggage:
    """`receipts` with the cells that were read, `purged` the reasons by hash of files that were taken away there.

    `office` is what `officedesk` packed.
    """

    receipts: tuple[tuple[Receipt, tuple[CellOrigin, ...]], ...] = ()
    purged: Mapping[str, str] = field(default_factory=dict)
    drafts: tuple[DraftBrought, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    office: Mapping[str, Any] = field(default_factory=dict)
