"""What came in: files as received, the verdict on each, and which cell of which sheet a value was read from.

Local and append-only, outside every digest; trace joins packages to them.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True, slots=True)
class CellOrigin:
    """Where a value of a package was read: file, sheet, cell, and the raw text that stood there."""

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
        database.tables.table("original").insert({"hash": file_hash, "size": len(data), "body": data})


def original(database: Database, file_hash: str) -> bytes | None:
    """The bytes of a received file, None when they are not on this PC (any more)."""
    with explained(database.path):
        row = database.connection.execute("SELECT body FROM original WHERE hash = ?", (file_hash,)).fetchone()
    return None if row is None else row["body"]


def originals(database: Database) -> Iterable[tuple[str, bytes]]:
    """Every kept file, for `verify`."""
    with explained(database.path):
        for row in database.connection.execute("SELECT hash, body FROM original WHERE body IS NOT NULL"):
            yield row["hash"], row["body"]


def add_receipt(database: Database, receipt: Receipt, cells: Iterable[CellOrigin] = ()) -> int:
    """Records a receipt, the packages that it brought (`packages` of its detail) and the origins of its cells, within
    the caller's transaction; its number.
    """
    inserted = database.tables.table("receipt").insert(
        {
            "at": receipt.at,
            "by": receipt.by,
            "name": receipt.name,
            "hash": receipt.hash,
            "verdict": receipt.verdict,
            "unit": receipt.unit,
            "period": receipt.period,
            "detail": json.dumps(receipt.detail, ensure_ascii=False, sort_keys=True),
        }
    )
    number = int(inserted.last_pk)  # type: ignore[arg-type]  # an integer key, as the schema says
    packages = receipt.detail.get("packages", ())
    database.tables.table("brought").insert_all({"receipt": number, "package": package} for package in packages)
    database.tables.table("cell").insert_all(
        {
            "receipt": number,
            "package": cell.package,
            "row": cell.row,
            "field": cell.field,
            "sheet": cell.sheet,
            "cell": cell.cell,
            "raw": cell.raw,
        }
        for cell in cells
    )
    return number


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
            "ORDER BY receipt.seq",
            (package,),
        ).fetchall()
    return tuple(_receipt(row) for row in rows)


def cells_of(database: Database, package: str, row: str = "") -> tuple[CellOrigin, ...]:
    """Where the values of a package (or of one of its rows) were read, in the order of reading."""
    with explained(database.path):
        rows = database.connection.execute(
            "SELECT cell.*, receipt.name AS file, receipt.hash, receipt.at, receipt.by FROM cell "
            "JOIN receipt ON receipt.seq = cell.receipt "
            "WHERE package = ? AND (? = '' OR row = ?) ORDER BY cell.seq",
            (package, row, row),
        ).fetchall()
    return tuple(
        CellOrigin(
            one["package"], one["row"], one["field"], one["sheet"], one["cell"], one["raw"],
            one["file"], one["hash"], one["at"], one["by"],
        )
        for one in rows
    )  # fmt: skip


def _receipt(row: Any) -> Receipt:
    return Receipt(
        row["seq"], row["at"], row["by"] or "", row["name"], row["hash"], row["verdict"],
        row["unit"] or "", row["period"] or "", json.loads(row["detail"] or "{}"),
    )  # fmt: skip
