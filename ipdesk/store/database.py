"""One SQLite file: create, open, refuse what is not ours, one write transaction at a time.

The journal is SQLite's rollback journal, not WAL: an officer who copies the closed or idle file to a stick copies all
of it. Writers wait for each other up to `BUSY_SECONDS`; readers never see half a transaction.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ipdesk.domain.errors import EnvironmentTrouble
from ipdesk.store.migrations import APPLICATION_ID, SCHEMA, migrations

if TYPE_CHECKING:
    from sqlite_utils import Database as Tables

BUSY_SECONDS = 10.0


class Database:
    """An open data file. Not to be shared between threads: open one per job.

    `ledger` is the code of the ledger that drafts, the register of files sent and printed codes are read and written
    for: one data file holds several.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, ledger: str = "") -> None:
        self.connection = connection
        self.path = path
        self.ledger = ledger
        self._tables: Tables | None = None

    def on(self, ledger: str) -> "Database":
        """The same open file, for another of its ledgers."""
        return Database(self.connection, self.path, ledger)

    @property
    def tables(self) -> "Tables":
        """sqlite-utils over the same connection, for writing; imported at first use."""
        if self._tables is None:
            import sqlite_utils

            self._tables = sqlite_utils.Database(self.connection)
        return self._tables

    @contextmanager
    def transaction(self) -> Iterator["Tables"]:
        """One write transaction: all of it or, on any error, nothing.

        Raises EnvironmentTrouble (`disk_full`, `workspace_busy`, `database_read_only`, `database_damaged`).
        """
        with explained(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
        try:
            with explained(self.path):
                yield self.tables
                self.connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
            raise

    def close(self) -> None:
        self.connection.close()


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """SQLite's errors that tell of the environment as EnvironmentTrouble, which has a sentence for the officer."""
    try:
        yield
    except sqlite3.Error as failure:
        trouble = _explanation(failure, path)
        if trouble is failure:
            raise
        raise trouble from failure


def create(path: Path) -> Database:
    """A new data file. EnvironmentTrouble `file_exists` when there is one: nothing is ever overwritten."""
    if path.exists():
        raise EnvironmentTrouble("file_exists", path=str(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise EnvironmentTrouble("folder_unwritable", path=str(path.parent)) from failure
    try:
        database = connect(path)
        try:
            with explained(path):
                database.connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                _migrate(database)
        except BaseException:
            database.close()  # before it is taken away: Windows keeps an open file
            raise
    except BaseException:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise
    return database


def open_database(path: Path, *, keep: bool = True) -> Database:
    """An existing data file, brought up to date; a copy of an older one is put beside it first, unless it is a copy
    itself (`keep` False).

    Raises EnvironmentTrouble: `file_missing`, `not_a_database`, `database_newer`, `database_damaged`,
    `database_read_only`, `workspace_busy`, `disk_full`.
    """
    if not path.is_file():
        raise EnvironmentTrouble("file_missing", path=str(path))
    database = connect(path)
    try:
        version = version_of(database)
        if version < SCHEMA:
            if keep:
                copy_to(database, path.with_name(f"{path.name}.before-update-{version}"))
            with explained(path):
                _migrate(database)
    except BaseException:
        database.close()
        raise
    return database


def version_of(database: Database) -> int:
    """The schema's version of an open file. EnvironmentTrouble `not_a_database`, `database_newer`."""
    with explained(database.path):
        application = database.connection.execute("PRAGMA application_id").fetchone()[0]
        version = int(database.connection.execute("PRAGMA user_version").fetchone()[0])
    if application != APPLICATION_ID:
        raise EnvironmentTrouble("not_a_database", path=str(database.path))
    if version > SCHEMA:
        raise EnvironmentTrouble("database_newer", path=str(database.path))
    return version


def copy_to(database: Database, to: Path) -> None:
    """A consistent copy of the file, whatever else is going on; atomic at its destination.

    Raises EnvironmentTrouble `disk_full`, `folder_unwritable`, or `file_exists` for a copy onto itself.
    """
    if to.exists() and to.samefile(database.path):
        raise EnvironmentTrouble("file_exists", path=str(to))
    part = to.with_name(f"{to.name}.part")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with explained(to):
            target = sqlite3.connect(part)
            try:
                database.connection.backup(target)
            finally:
                target.close()
        os.replace(part, to)
    except OSError as failure:
        raise EnvironmentTrouble("folder_unwritable", path=str(to.parent)) from failure
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def integrity(database: Database) -> tuple[str, ...]:
    """What SQLite's own check finds wrong; empty when the file is sound."""
    with explained(database.path):
        lines = [str(row[0]) for row in database.connection.execute("PRAGMA integrity_check")]
        lines += [f"foreign key: {tuple(row)}" for row in database.connection.execute("PRAGMA foreign_key_check")]
    return tuple(line for line in lines if line != "ok")


def connect(path: Path) -> Database:
    """The file as it is, whatever it is: nothing is asked of it yet."""
    with explained(path):
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA recursive_triggers = ON")  # REPLACE is a DELETE to the triggers as well
            connection.execute("PRAGMA synchronous = FULL")
        except BaseException:
            connection.close()
            raise
    return Database(connection, path)


def _migrate(database: Database) -> None:
    migrations().apply(database.tables)
    database.connection.execute(f"PRAGMA user_version = {SCHEMA}")


#: What SQLite says of the environment, by the beginning of its error's name. All else is a mistake of ours.
_TROUBLES = {
    "SQLITE_FULL": "disk_full",
    "SQLITE_IOERR": "disk_failed",
    "SQLITE_BUSY": "workspace_busy",
    "SQLITE_LOCKED": "workspace_busy",
    "SQLITE_READONLY_DBMOVED": "database_moved",  # another file was put in its place: SQLite looks before it writes
    "SQLITE_READONLY": "database_read_only",
    "SQLITE_PERM": "database_read_only",
    "SQLITE_CANTOPEN": "folder_unwritable",
    "SQLITE_NOTADB": "not_a_database",
    "SQLITE_CORRUPT": "database_damaged",
}


def _explanation(failure: sqlite3.Error, path: Path) -> Exception:
    """The trouble that an error of SQLite tells of; the error itself where the environment is not to blame."""
    name = getattr(failure, "sqlite_errorname", "") or ""
    code = next((code for prefix, code in _TROUBLES.items() if name.startswith(prefix)), "")
    return EnvironmentTrouble(code, path=str(path), why=str(failure)) if code else failure
