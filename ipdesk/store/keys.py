"""Keys and signatures: the office's own keys, what is known of other units' keys, and signatures as they came in.

Outside every digest. The office's secret lies here in the clear, guarded by the rights on the data file: an officer is
never locked out of his own data, and whoever may read the file may sign in the office's name.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ipdesk.store.database import Database, explained


@dataclass(frozen=True, slots=True)
class KeptKey:
    """A key of this office. `origin`: made, training, restored (by its code), bundle (from a colleague's PC)."""

    kid: str
    alg: str
    secret: bytes
    origin: str
    at: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class KeyEvent:
    """What happened to a unit's key, `what`: first (seen first, and trusted), accepted, declined, own, printed.

    `public` is the key block, empty where only the fingerprint is known; `name` the file that brought it.
    """

    unit: str
    kid: str
    what: str
    at: str
    by: str = ""
    public: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class KeptSignature:
    """A signature over a package as it came in. `block` is its text."""

    package: str
    unit: str
    block: str
    at: str
    name: str = ""


def office_key(database: Database) -> KeptKey | None:
    """The key in use, the one put last; None before the first."""
    with explained(database.path):
        row = database.connection.execute("SELECT * FROM office_key ORDER BY seq DESC LIMIT 1").fetchone()
    if row is None:
        return None
    return KeptKey(row["kid"], row["alg"], bytes(row["secret"]), row["origin"], row["at"], row["by"] or "")


def put_office_key(database: Database, key: KeptKey) -> None:
    """Puts a key to use, within the caller's transaction; those before it are kept."""
    database.tables.table("office_key").insert(
        {
            "kid": key.kid,
            "alg": key.alg,
            "secret": key.secret,
            "origin": key.origin,
            "at": key.at,
            "by": key.by,
        }
    )


def events(database: Database, unit: str = "") -> tuple[KeyEvent, ...]:
    """What happened to the keys of a unit, or of all, in order."""
    with explained(database.path):
        rows = database.connection.execute(
            "SELECT * FROM key_event WHERE ? = '' OR unit = ? ORDER BY seq", (unit, unit)
        ).fetchall()
    return tuple(
        KeyEvent(
            row["unit"], row["kid"], row["what"], row["at"], row["by"] or "", row["public"] or "", row["name"] or ""
        )
        for row in rows
    )


def add_event(database: Database, event: KeyEvent) -> None:
    """Records what happened to a key, within the caller's transaction."""
    database.tables.table("key_event").insert(
        {
            "unit": event.unit,
            "kid": event.kid,
            "public": event.public,
            "what": event.what,
            "at": event.at,
            "by": event.by,
            "name": event.name,
        }
    )


def add_signatures(database: Database, signatures: Iterable[KeptSignature]) -> None:
    """Keeps signatures that are not kept yet, within the caller's transaction."""
    for one in signatures:
        known = database.connection.execute(
            "SELECT 1 FROM signature WHERE package = ? AND block = ?", (one.package, one.block)
        ).fetchone()
        if known is None:
            database.tables.table("signature").insert(
                {"package": one.package, "unit": one.unit, "block": one.block, "at": one.at, "name": one.name}
            )


def signatures(database: Database, package: str = "") -> tuple[KeptSignature, ...]:
    """The signatures over a package, or all, as they came in."""
    with explained(database.path):
        rows = database.connection.execute(
            "SELECT * FROM signature WHERE ? = '' OR package = ? ORDER BY seq", (package, package)
        ).fetchall()
    return tuple(KeptSignature(row["package"], row["unit"], row["block"], row["at"], row["name"] or "") for row in rows)
