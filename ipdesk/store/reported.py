"""The register of figures that were told: local, append-only, outside every digest, as receipts are."""

import json
from decimal import Decimal
from typing import Any

from ipdesk.domain.figurechange import FigureKey, What
from ipdesk.domain.quantity import canonical
from ipdesk.domain.register import Entry, Event, EventKind, Occasion
from ipdesk.store.database import Database, explained


def add_entry(database: Database, entry: Entry) -> int:
    """Writes an entry within the caller's transaction; its number (that of the argument counts for nothing)."""
    key = entry.key
    inserted = database.tables.table("reported").insert(
        {
            "at": entry.at, "by": entry.by, "recipient": entry.recipient, "occasion": entry.occasion.value,
            "what": key.what.value, "unit": key.unit, "period": key.period, "name": key.id, "title": entry.name,
            "quantity": _text(entry.quantity), "measure": entry.measure, "decimals": entry.decimals,
            "code": entry.code, "moment": entry.moment, "basis": json.dumps(list(entry.basis)), "note": entry.note,
            "caveat": entry.caveat, "ledger": database.ledger,
        }
    )  # fmt: skip
    return int(inserted.last_pk)  # type: ignore[arg-type]  # an integer key, as the schema says


def add_event(database: Database, event: Event) -> None:
    """Writes what happened to an entry, within the caller's transaction."""
    database.tables.table("reported_event").insert(
        {
            "entry": event.entry, "at": event.at, "by": event.by, "what": event.kind.value, "text": event.text,
            "quantity": _text(event.quantity),
        }
    )  # fmt: skip


def entries(database: Database, *, period: str = "", unit: str = "", name: str = "") -> tuple[Entry, ...]:
    """The entries of the ledger, oldest first; those of a period, a unit, a figure where these are given."""
    with explained(database.path):
        rows = database.connection.execute(
            "SELECT * FROM reported WHERE ledger = ? AND (? = '' OR period = ?) AND (? = '' OR unit = ?) "
            "AND (? = '' OR name = ?) ORDER BY seq",
            (database.ledger, period, period, unit, unit, name, name),
        ).fetchall()
    return tuple(_entry(row) for row in rows)


def events(database: Database) -> tuple[Event, ...]:
    """All that happened to entries, in the order in which it was written."""
    with explained(database.path):
        rows = database.connection.execute("SELECT * FROM reported_event ORDER BY seq").fetchall()
    return tuple(
        Event(row["entry"], row["at"], row["by"] or "", EventKind(row["what"]), row["text"] or "", _figure(row))
        for row in rows
    )


def _entry(row: Any) -> Entry:
    return Entry(
        row["seq"], row["at"], row["by"] or "", row["recipient"] or "", Occasion(row["occasion"]),
        FigureKey(What(row["what"]), row["unit"], row["period"], row["name"]), row["title"] or "", _figure(row),
        row["measure"] or "", row["decimals"] or 0, row["code"] or "", row["moment"], tuple(json.loads(row["basis"])),
        row["note"] or "", row["caveat"] or "",
    )  # fmt: skip


def _text(quantity: Decimal | None) -> str | None:
    """Exact, as packages hold it; a quotient has more digits than a package may hold, all of them are kept."""
    if quantity is None:
        return None
    try:
        return canonical(quantity)
    except ValueError:
        return str(quantity)


def _figure(row: Any) -> Decimal | None:
    return None if row["quantity"] is None else Decimal(row["quantity"])
