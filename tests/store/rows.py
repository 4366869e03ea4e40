"""Rows put in by hand, where a test is about the file and not about packages."""

from typing import Any

from ipdesk.store.database import Database


def put_package(database: Database, name: str, body: bytes) -> None:
    """A row of the package table, whatever its body."""
    database.tables.table("package").insert({"id": name, "kind": "plan", "body": body})


def scalar(database: Database, sql: str) -> Any:
    """The one value that a query gives."""
    return database.connection.execute(sql).fetchone()[0]
