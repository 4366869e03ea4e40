"""What came in: files as received, the verdict on each, and which cell of which sheet a value was read from.

Local and append-only, outside every digest; trace joins packages to them.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from ipdesk.store.database import Database, explained


@dataclass(frozen=True, slots=True)
class Receipt:
    """One file received once. `verdict` is a code, `detail` what the verdict rests on (JSON-able)."""

    seq: int
    at: str
    by: str
    name: str
    hash: str
    verdict: str
    unit: str
    period: str
    detail: Mapping[str, Any]


class CellOrigin(NamedTuple):
    """Where a value of a package was read: file, sheet, cell, and the raw text that stood there. A named tuple, for a
    file has hundreds.
    """

    package: str
    row: str
    field: str
    sheet: str
    cell: str
    raw: str
    file: str = ""
    hash: str = ""
    at: str = ""
    by: str = ""


def keep_original(database: Database, file_hash: str, data: bytes) -> None:
    """Keeps a file's bytes once, within the caller's transaction."""
    if database.connection.execute("SELECT 1 FROM original WHERE hash = ?", (file_hash,)).fetchone() is None:
        database.connection.execute(
            "INSERT INTO original (hash, size, body) VALUES (?, ?, ?)", (file_hash, len(data), data)
        )


def original(database: Database, file_hash: str) -> bytes | None:
    """The bytes of a received file, None when they are not on this PC (any more)."""
    with explained(database.path):
        row = database.connection.execute("SELECT body FROM original WHERE hash = ?", (file_hash,)).fetchone()
    return None if row is None else row["body"]


def keep_again(database: Database, file_hash: str, data: bytes) -> None:
    """Keeps a file's bytes also where they had been purged: a person attaches them anew."""
    keep_original(database, file_hash, data)
    database.connection.execute(
        "UPDATE original SET body = ?, purged = NULL WHERE hash = ? AND body IS NULL", (data, file_hash)
    )


def purge_original(database: Database, file_hash: str, why: str) -> None:
    """Takes a file's bytes away, within the caller's transaction; hash, size and reason stay.

    The bytes are overwritten in the data file, not only given up.
    """
    database.connection.execute("PRAGMA secure_delete = ON")
    database.connection.execute("UPDATE original SET body = NULL, purged = ? WHERE hash = ?", (why, file_hash))


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as it is known here. `here` is False when it was purged, `purged` says when, by whom and why."""

    hash: str
    size: int
    here: bool
    purged: str


def kept_file(database: Database, file_hash: str) -> KeptFile | None:
    """What is known of a file without reading its bytes; None when it never was on this PC."""
    with explained(database.path):
        row = database.connection.execute(
            "SELECT hash, size, body IS NOT NULL AS here, purged FROM original WHERE hash = ?", (file_hash,)
        ).fetchone()
    return None if row is None else KeptFile(row["hash"], row["size"], bool(row["here"]), row["purged"] or "")


def kept_hashes(database: Database, beginning: str = "") -> tuple[str, ...]:
    """The hashes of the files that lie here, sorted; with a beginning also of purged ones that have it."""
    with explained(database.path):
        rows = database.connection.execute(
            "SELECT hash FROM original WHERE (? = '' AND body IS NOT NULL) OR (? != '' AND substr(hash, 1, ?) = ?) "
            "ORDER BY hash",
            (beginning, beginning, len(beginning), beginning),
        ).fetchall()
    return tuple(row["hash"] for row in rows)


def hashes_named(database: Database, name: str) -> tuple[str, ...]:
    """The hashes of the files that came in under a name, sorted."""
    with explained(database.path):
        rows = database.connection.execute(
            "SELECT DISTINCT hash FROM receipt WHERE name = ? AND hash IN (SELECT hash FROM original) ORDER BY hash",
            (name,),
        ).fetchall()
    return tuple(row["hash"] for row in rows)


def originals(database: Database) -> Iterable[tuple[str, bytes]]:
    """Every kept file, for `verify`."""
    with explained(database.path):
        for row in database.connection.execute("SELECT hash, body FROM original WHERE body IS NOT NULL"):
            yield row["hash"], row["body"]


def add_receipt(database: Database, receipt: Receipt, cells: Iterable[CellOrigin] = ()) -> int:
    """Records a receipt, the packages that it brought (`packages` of its detail) and the origins of its cells, within
    the caller's transaction; its number.
    """
    detail = json.dumps(receipt.detail, ensure_ascii=False, sort_keys=True)
    inserted = database.connection.execute(
        'INSERT INTO receipt (at, "by", name, hash, verdict, unit, period, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        (
            receipt.at, receipt.by, receipt.name, receipt.hash, receipt.verdict, receipt.unit, receipt.period, detail,
        ),
    )  # fmt: skip
    number = inserted.lastrowid
    assert number is not None
    packages = receipt.detail.get("packages", ())
    database.connection.executemany(
        "INSERT INTO brought (receipt, package) VALUES (?, ?)", [(number, package) for package in packages]
    )
    places: dict[str, list[tuple[str, ...]]] = {}
    for cell in cells:
        places.setdefault(cell.package, []).append(cell[1:6])  # row to raw
    database.connection.executemany(
        "INSERT INTO cells (receipt, package, places) VALUES (?, ?, ?)",
        [
            (number, package, json.dumps(read, ensure_ascii=False, separators=(",", ":")))
            for package, read in places.items()
        ],
    )
    return number


def all_receipts(database: Database) -> Iterable[tuple[Receipt, tuple[CellOrigin, ...]]]:
    """Every receipt with the cells that were read, in the order in which they were recorded here."""
    with explained(database.path):
        rows = database.connection.execute("SELECT * FROM receipt ORDER BY seq").fetchall()
        cells: dict[int, list[CellOrigin]] = {}
        for one in database.connection.execute("SELECT * FROM cells ORDER BY seq"):
            read = (CellOrigin(one["package"], *place) for place in json.loads(one["places"]))
            cells.setdefault(one["receipt"], []).extend(read)
    for row in rows:
        yield _receipt(row), tuple(cells.get(row["seq"], ()))


def receipts(database: Database, limit: int = 200) -> tuple[Receipt, ...]:
    """The newest receipts first."""
    with explained(database.path):
        rows = database.connection.execute("SELECT * FROM receipt ORDER BY seq DESC LIMIT ?", (limit,)).fetchall()
    return tuple(_receipt(row) for row in rows)


def receipts_of_package(database: Database, package: str) -> tuple[Receipt, ...]:
    """The receipts that brought a package, the first first."""
    with explained(database.path):
        rows = database.connection.execute(
            "SELECT receipt.* FROM brought JOIN receipt ON receipt.seq = brought.receipt WHERE brought.package = ? "
            "ORDER BY receipt.at, receipt.seq",  # a colleague's receipts come later than they were written
            (package,),
        ).fetchall()
    return tuple(_receipt(row) for row in rows)


def cells_of(database: Database, package: str, row: str = "") -> tuple[CellOrigin, ...]:
    """Where the values of a package (or of one of its rows) were read, in the order of reading."""
    with explained(database.path):
        rows = database.connection.execute(
            "SELECT cells.places, receipt.name AS file, receipt.hash, receipt.at, receipt.by FROM cells "
            "JOIN receipt ON receipt.seq = cells.receipt WHERE cells.package = ? ORDER BY cells.seq",
            (package,),
        ).fetchall()
    return tuple(
        CellOrigin(package, of, field, sheet, cell, raw, one["file"], one["hash"], one["at"], one["by"])
        for one in rows
        for of, field, sheet, cell, raw in json.loads(one["places"])
        if not row or of == row
    )


def _receipt(row: Any) -> Receipt:
    return Receipt(
        row["seq"], row["at"], row["by"] or "", row["name"], row["hash"], row["verdict"],
        row["unit"] or "", row["period"] or "", json.loads(row["detail"] or "{}"),
    )  # fmt: skip
