"""Receipts, original files, and the way from a value to its cell."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from ipdesk.store import receipts
from ipdesk.store.database import Database, create, open_database
from ipdesk.store.receipts import CellOrigin, Receipt
from tests.store.rows import scalar


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = create(tmp_path / "t.ipdesk")
    yield made
    made.close()


def receipt(name: str, *packages: str, file_hash: str = "f" * 64) -> Receipt:
    detail = {"packages": list(packages), "sentence": "收到。"}
    return Receipt(0, "2026-10-09 09:00:00", "王芳", name, file_hash, "taken", "440304", "2026-Q3", detail)


def add(database: Database, one: Receipt, *cells: CellOrigin) -> int:
    with database.transaction():
        return receipts.add_receipt(database, one, cells)


def test_receipts_come_newest_first_and_keep_what_they_rest_on(database: Database) -> None:
    add(database, receipt("一.xlsx", "p1"))
    add(database, receipt("二.xlsx", "p2"))

    newest, oldest = receipts.receipts(database)

    assert (newest.seq, newest.name, newest.detail["packages"]) == (2, "二.xlsx", ["p2"])
    assert (oldest.seq, oldest.unit, oldest.period, oldest.by) == (1, "440304", "2026-Q3", "王芳")
    assert receipts.receipts(database, limit=1) == (newest,)


def test_a_package_finds_every_file_that_brought_it(database: Database) -> None:
    add(database, receipt("一.xlsx", "p1"))
    add(database, receipt("二.xlsx", "p1", "p2"))
    add(database, receipt("三.xlsx", "p10"))

    assert [one.name for one in receipts.receipts_of_package(database, "p1")] == ["一.xlsx", "二.xlsx"]


def test_a_value_finds_its_cell_with_file_and_person(database: Database) -> None:
    add(
        database,
        receipt("福田.xlsx", "p1"),
        CellOrigin("p1", "stations", "value", "指标", "I14", "３７"),
        CellOrigin("p1", "cases", "value", "指标", "I15", "210"),
    )

    assert receipts.cells_of(database, "p1", "stations") == (
        CellOrigin(
            "p1", "stations", "value", "指标", "I14", "３７", "福田.xlsx", "f" * 64, "2026-10-09 09:00:00", "王芳"
        ),
    )
    assert [cell.cell for cell in receipts.cells_of(database, "p1")] == ["I14", "I15"]


def test_an_original_is_kept_once(database: Database) -> None:
    with database.transaction():
        receipts.keep_original(database, "a" * 64, b"file")
        receipts.keep_original(database, "a" * 64, b"file")

    assert receipts.original(database, "a" * 64) == b"file"
    assert receipts.original(database, "b" * 64) is None
    assert scalar(database, "SELECT count(*) FROM original") == 1


def test_a_purged_original_leaves_its_hash(database: Database) -> None:
    with database.transaction():
        receipts.keep_original(database, "a" * 64, b"file")
        database.connection.execute("UPDATE original SET body = NULL, purged = '满三年'")

    assert receipts.original(database, "a" * 64) is None
    assert dict(receipts.originals(database)) == {}


def test_cells_of_before_are_found_after_the_update(tmp_path: Path) -> None:
    """A file of before had a row a cell; the update takes them along, those of two packages apart."""
    path = tmp_path / "台账.ipdesk"
    old = create(path)
    add(old, receipt("一.xlsx", "p1", "p2"))
    old.connection.execute("DROP TABLE cells")
    old.connection.execute(
        'CREATE TABLE cell (seq INTEGER PRIMARY KEY, receipt INTEGER, package TEXT, "row" TEXT, field TEXT, '
        "sheet TEXT, cell TEXT, raw TEXT)"
    )
    for place in (
        (1, 1, "p1", "stations", "value", "指标", "I14", "３７"),
        (2, 1, "p2", "stations", "value", "指标", "I14", "38"),
        (3, 1, "p1", "cases", "value", "指标", "I15", None),
    ):
        old.connection.execute("INSERT INTO cell VALUES (?, ?, ?, ?, ?, ?, ?, ?)", place)
    old.connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm0008_cells_by_receipt'")
    old.connection.execute("PRAGMA user_version = 7")
    old.close()

    again = open_database(path)

    assert [(one.row, one.cell, one.raw, one.file) for one in receipts.cells_of(again, "p1")] == [
        ("stations", "I14", "３７", "一.xlsx"),
        ("cases", "I15", "", "一.xlsx"),
    ]
    assert [one.raw for one in receipts.cells_of(again, "p2", "stations")] == ["38"]
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        again.connection.execute("DELETE FROM cells")
    again.close()
