"""What a data file that is damaged still yields, row by row, and how it goes into a sound one.

Nothing is trusted: a package counts only when its bytes agree with its id, a row that cannot be read is left out.
"""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ipdesk.domain.errors import EnvironmentTrouble
from ipdesk.domain.ledger.package import Package, parse
from ipdesk.store import receipts
from ipdesk.store.database import Database, connect, copy_to, integrity, open_database, version_of
from ipdesk.store.migrations import APPLICATION_ID, SCHEMA
from ipdesk.store.receipts import CellOrigin, Receipt

#: Tables whose rows stand for themselves: a row that is not there yet is simply added.
_ALONE = ("original", "key_event", "signature", "office_key", "sent", "printed", "gathered", "sending")
#: The register of told figures and what became of them; the second names the number of the first.
_REGISTER, _EVENTS = "reported", "reported_event"


@dataclass(frozen=True, slots=True)
class DraftLeft:
    """A draft that is still readable, by the code of its ledger and slot."""

    ledger: str
    slot: str
    content: str
    saved_at: str
    by: str


@dataclass(frozen=True, slots=True)
class Salvage:
    """What a file still yields. `sound`: nothing at all was unreadable; `unreadable`: how many packages were."""

    sound: bool
    settings: dict[str, str] = field(default_factory=dict)
    packages: tuple[Package, ...] = ()
    unreadable: int = 0
    receipts: tuple[tuple[Receipt, tuple[CellOrigin, ...]], ...] = ()
    drafts: tuple[DraftLeft, ...] = ()
    rows: dict[str, tuple[dict[str, Any], ...]] = field(default_factory=dict)


def checked_copy(source: Path, to: Path) -> Database:
    """A copy of a sound data file, brought up to date and open; the source stays as it is.

    Raises EnvironmentTrouble as `open_database`, `database_damaged` also for what SQLite's own check finds.
    """
    if not source.is_file():
        raise EnvironmentTrouble("file_missing", path=str(source))
    original = connect(source)
    try:
        version_of(original)
        for fault in integrity(original):
            raise EnvironmentTrouble("database_damaged", path=str(source), why=fault)
        copy_to(original, to)
    finally:
        original.close()
    return open_database(to, keep=False)


def salvaged(path: Path) -> Salvage:
    """What the file still yields; empty for one that is no database any more.

    Raises EnvironmentTrouble `workspace_busy` while another writes to it, `not_a_database` for a sound file of another
    program, `database_newer` for one of a newer ipdesk: those are not to be replaced.
    """
    try:
        database = connect(path)
    except EnvironmentTrouble as trouble:
        if trouble.code in ("not_a_database", "database_damaged"):
            return Salvage(sound=False)
        raise
    try:
        return _read(database)
    finally:
        database.close()


def bring(database: Database, found: Salvage) -> None:
    """Puts the rows that stand beside packages into another file where they are not yet, within the caller's
    transaction. What had been purged stays purged.
    """
    for table in _ALONE:
        known = {_content(row) for row in _rows(database, table)}
        for row in found.rows.get(table, ()):
            if _content(row) not in known:
                _insert(database, table, row)
    for row in found.rows.get("original", ()):
        if row.get("body") is None and row.get("purged"):
            receipts.purge_original(database, row["hash"], row["purged"])
    numbers = {_content(row): row["seq"] for row in _rows(database, _REGISTER)}
    told = {}
    for row in found.rows.get(_REGISTER, ()):
        number = numbers.get(_content(row))
        told[row["seq"]] = number if number is not None else _insert(database, _REGISTER, row)
    known = {_content(row) for row in _rows(database, _EVENTS)}
    for row in found.rows.get(_EVENTS, ()):
        moved = {**row, "entry": told.get(row["entry"])}
        if moved["entry"] is not None and _content(moved) not in known:
            _insert(database, _EVENTS, moved)


def open_elsewhere(path: Path) -> bool:
    """Whether some program holds the file open: on Windows it could not be replaced, on Linux the system tells.

    Where it cannot be told, SQLite itself refuses to write through a connection whose file was replaced
    (`database_moved`).
    """
    try:
        os.replace(path, path)  # a name onto itself: Windows refuses it for an open file, elsewhere nothing happens
    except PermissionError:
        return True
    except OSError:
        return False
    return sys.platform.startswith("linux") and _held_by_a_process(path)


def _held_by_a_process(path: Path) -> bool:
    wanted = path.stat()
    for folder in Path("/proc").glob("[0-9]*/fd"):
        with suppress(OSError):  # the processes of others, and such as just ended
            for link in folder.iterdir():
                with suppress(OSError):
                    if os.path.samestat(link.stat(), wanted):
                        return True
    return False


def _read(database: Database) -> Salvage:
    execute = database.connection.execute
    try:
        application = execute("PRAGMA application_id").fetchone()[0]
        version = execute("PRAGMA user_version").fetchone()[0]
        tables = {row[0] for row in execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error as failure:
        return _nothing(database, failure)
    if not tables:
        return Salvage(sound=False)
    if application != APPLICATION_ID:
        raise EnvironmentTrouble("not_a_database", path=str(database.path))
    if version > SCHEMA:
        raise EnvironmentTrouble("database_newer", path=str(database.path))
    try:
        execute("BEGIN IMMEDIATE")  # what is being written just now would be missed
    except sqlite3.Error as failure:
        _nothing(database, failure)
    packages, unreadable = _packages(database)
    told: tuple[tuple[Receipt, tuple[CellOrigin, ...]], ...] = ()
    with suppress(sqlite3.Error, EnvironmentTrouble, ValueError, KeyError, TypeError):
        told = tuple(receipts.all_receipts(database))
    try:
        sound = not integrity(database) and not unreadable
    except EnvironmentTrouble:
        sound = False
    return Salvage(
        sound=sound,
        settings={row["name"]: row["value"] for row in _rows(database, "setting")},
        packages=packages,
        unreadable=unreadable,
        receipts=told,
        drafts=tuple(
            DraftLeft(row["ledger"], row["slot"], row["content"], row["saved_at"] or "", row["by"] or "")
            for row in _rows(database, "draft")
            if "ledger" in row
        ),
        rows={table: tuple(_rows(database, table)) for table in (*_ALONE, _REGISTER, _EVENTS)},
    )


def _nothing(database: Database, failure: sqlite3.Error) -> Salvage:
    """An empty salvage for a damaged file; raises where the file is only in use."""
    if (getattr(failure, "sqlite_errorname", "") or "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        raise EnvironmentTrouble("workspace_busy", path=str(database.path)) from failure
    return Salvage(sound=False)


def _packages(database: Database) -> tuple[tuple[Package, ...], int]:
    """The whole packages in order, and how many are not."""
    found, unreadable = [], 0
    for number in _numbers(database, "package"):
        try:
            row = database.connection.execute("SELECT id, body FROM package WHERE seq = ?", (number,)).fetchone()
            package = parse(bytes(row["body"])) if row is not None else None
        except (sqlite3.Error, ValueError, TypeError):
            package = None
        if package is not None and package.id == row["id"]:
            found.append(package)
        else:
            unreadable += 1
    return tuple(found), unreadable


def _numbers(database: Database, table: str) -> Iterator[int]:
    """The numbers of a table's rows, by whichever of its trees can still be read."""
    for tree in ("", f"INDEXED BY idx_{table}_id"):
        with suppress(sqlite3.Error):
            numbers = [row[0] for row in database.connection.execute(f"SELECT rowid FROM {table} {tree}")]
            yield from sorted(numbers)
            return
    with suppress(sqlite3.Error):
        for row in database.connection.execute(f"SELECT rowid FROM {table} NOT INDEXED"):
            yield row[0]


def _rows(database: Database, table: str) -> list[dict[str, Any]]:
    """The rows of a table up to the first that cannot be read."""
    found = []
    with suppress(sqlite3.Error):
        for row in database.connection.execute(f"SELECT * FROM {table} ORDER BY rowid"):
            found.append(dict(row))
    return found


def _content(row: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    """By what two files know one row: all but its number."""
    return tuple(sorted((name, value) for name, value in row.items() if name != "seq"))


def _insert(database: Database, table: str, row: dict[str, Any]) -> int:
    """Adds a row under the next number, where no other row has its key; its number."""
    known = {one["name"] for one in database.connection.execute(f"PRAGMA table_info({table})")}
    named = {name: value for name, value in row.items() if name in known and name != "seq"}
    columns, marks = ", ".join(f'"{name}"' for name in named), ", ".join("?" for _name in named)
    done = database.connection.execute(
        f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING", tuple(named.values())
    )
    return int(done.lastrowid or 0)
