"""One change of data on its way: what an operation writes, what it touched, what it returns."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from ipdesk.domain.ledger.package import Package
from ipdesk.store.database import Database

Value = TypeVar("Value")


class Touched(StrEnum):
    """Which kinds of things an operation changed: what a screen asks before it reloads."""

    PACKAGES = "packages"
    DRAFTS = "drafts"
    RECEIPTS = "receipts"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Changes:
    """What an operation touched: ids of new packages, codes of slots, kinds of things."""

    packages: tuple[str, ...] = ()
    slots: frozenset[str] = frozenset()
    kinds: frozenset[Touched] = frozenset()


@dataclass(frozen=True, slots=True)
class Done(Generic[Value]):
    """An operation's result and what it touched."""

    value: Value
    changes: Changes


@dataclass(slots=True)
class Operation:
    """The open transaction of one operation. `received` when it takes in what others made."""

    database: Database
    packages: list[Package] = field(default_factory=list)
    slots: set[str] = field(default_factory=set)
    kinds: set[Touched] = field(default_factory=set)
    received: bool = False

    def add(self, *new: Package) -> None:
        """Puts packages into the ledger with this operation."""
        self.packages.extend(new)

    def touch(self, kind: Touched, slot: str = "") -> None:
        """Says that something else was written; `slot` where it belongs to one."""
        self.kinds.add(kind)
        if slot:
            self.slots.add(slot)
