"""The document that a plan was printed in, as it lies on this PC: its text, and what stands where in it.

A desk thing: it may be replaced, it is in no package and no digest. The file itself lies in `original` under its hash.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ipdesk.store.database import Database, explained


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """`text` is what was read out of the file; `origin` its kind (txt, docx, pdf, html); `version` the plan's version
    that it was linked with.
    """

    plan: str
    version: int
    hash: str
    name: str
    at: str
    by: str
    origin: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where something of the plan stands in the text, ends excluded. `what` is `target`, `history` or `clause`.

    `number_start` and `number_end` are those of the figure, None where it has none.
    """

    what: str
    id: str
    start: int
    end: int
    number_start: int | None = None
    number_end: int | None = None


def put(database: Database, document: KeptDocument, places: Iterable[Place]) -> None:
    """Keeps a plan's document in place of the one before, within the caller's transaction."""
    tables = database.tables
    database.connection.execute("DELETE FROM plan_place WHERE plan = ?", (document.plan,))
    tables.table("plan_document").insert(
        {
            "plan": document.plan,
            "version": document.version,
            "hash": document.hash,
            "name": document.name,
            "at": document.at,
            "by": document.by,
            "origin": document.origin,
            "text": document.text,
        },
        replace=True,
    )
    tables.table("plan_place").insert_all(
        {
            "plan": document.plan,
            "what": place.what,
            "id": place.id,
            "start": place.start,
            "end": place.end,
            "number_start": place.number_start,
            "number_end": place.number_end,
        }
        for place in places
    )


def get(database: Database, plan: str) -> tuple[KeptDocument, tuple[Place, ...]] | None:
    """The document of a plan with its places in the order in which they were put; None while there is none."""
    with explained(database.path):
        row = database.connection.execute("SELECT * FROM plan_document WHERE plan = ?", (plan,)).fetchone()
        places = database.connection.execute("SELECT * FROM plan_place WHERE plan = ? ORDER BY seq", (plan,)).fetchall()
    return None if row is None else (_document(row), tuple(_place(place) for place in places))


def _document(row: Any) -> KeptDocument:
    return KeptDocument(
        row["plan"], row["version"], row["hash"], row["name"], row["at"], row["by"] or "", row["origin"], row["text"]
    )


def _place(row: Any) -> Place:
    return Place(row["what"], row["id"], row["start"], row["end"], row["number_start"], row["number_end"])
