"""Packages as rows: append-only bodies, and the folded state of their slots beside them."""

import json
from collections.abc import Iterable

from ipdesk.domain.errors import EnvironmentTrouble
from ipdesk.domain.ledger.fold import State, materialised
from ipdesk.domain.ledger.package import LedgerKey, Package, Slot, parse, slot_of
from ipdesk.store.database import Database, explained


def load(database: Database, after: int = 0, upto: int | None = None) -> tuple[tuple[Package, ...], int]:
    """The packages added after a sequence number (and up to another, included), and the newest number among them.

    Raises EnvironmentTrouble `database_damaged` for a body that is not the package that its id names.
    """
    with explained(database.path):
        rows = database.connection.execute(
            "SELECT seq, id, body FROM package WHERE seq > ? AND (? IS NULL OR seq <= ?) ORDER BY seq",
            (after, upto, upto),
        ).fetchall()
    return tuple(_whole(database, row["id"], row["body"]) for row in rows), rows[-1]["seq"] if rows else after


def _whole(database: Database, name: str, body: bytes) -> Package:
    try:
        package = parse(bytes(body))
    except (ValueError, TypeError):
        package = None
    if package is None or package.id != name:
        raise EnvironmentTrouble("database_damaged", path=str(database.path), why=f"package {name[:12]}")
    return package


def arrivals(database: Database) -> tuple[tuple[int, str, str], ...]:
    """Number and id of every entry in the order of the ledger here, with the time of the first receipt that brought it
    (empty for what was made here).
    """
    with explained(database.path):
        rows = database.connection.execute(
            "SELECT package.seq, package.id, min(receipt.at) AS at FROM package "
            "LEFT JOIN brought ON brought.package = package.id LEFT JOIN receipt ON receipt.seq = brought.receipt "
            "GROUP BY package.seq ORDER BY package.seq"
        ).fetchall()
    return tuple((row["seq"], row["id"], row["at"] or "") for row in rows)


def bodies(database: Database) -> Iterable[tuple[str, bytes]]:
    """Ids as stored with bodies as stored, for `verify`: nothing is parsed or trusted."""
    with explained(database.path):
        for row in database.connection.execute("SELECT id, body FROM package ORDER BY seq"):
            yield row["id"], row["body"]


def add(database: Database, packages: Iterable[Package]) -> tuple[str, ...]:
    """Stores what is not there yet, within the caller's transaction; the ids that were new."""
    fresh = []
    for package in packages:
        if database.connection.execute("SELECT 1 FROM package WHERE id = ?", (package.id,)).fetchone() is None:
            slot = slot_of(package) if package.known else None
            database.connection.execute(
                "INSERT INTO package (id, kind, plan, issuer, training, maker, audience, slot, body) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    package.id, package.kind, package.ledger.plan, package.ledger.issuer,
                    int(package.ledger.training), package.maker, package.audience, slot.code if slot else None,
                    package.data,
                ),
            )  # fmt: skip
            fresh.append(package.id)
    return tuple(fresh)


def newest(database: Database) -> int:
    """The sequence number of the newest package, 0 where there is none."""
    return int(database.connection.execute("SELECT COALESCE(MAX(seq), 0) FROM package").fetchone()[0])


def store_state(database: Database, state: State, touched: Iterable[tuple[LedgerKey, Slot]]) -> None:
    """Writes the folded state of the touched slots, within the caller's transaction."""
    for ledger, slot in touched:
        database.connection.execute(
            "INSERT INTO slot_state (ledger, slot, state) VALUES (?, ?, ?) "
            "ON CONFLICT (ledger, slot) DO UPDATE SET state = excluded.state",
            (ledger.code, slot.code, json.dumps(materialised(state.slots[ledger, slot]), sort_keys=True)),
        )


def stored_states(database: Database) -> dict[tuple[str, str], str]:
    """The folded states as stored, by ledger code and slot code."""
    with explained(database.path):
        rows = database.connection.execute("SELECT ledger, slot, state FROM slot_state").fetchall()
    return {(row["ledger"], row["slot"]): row["state"] for row in rows}
