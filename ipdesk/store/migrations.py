"""The schema of the data file, one named function per change, never edited once released.

`SCHEMA` is kept in SQLite's user_version so that opening an up-to-date file needs nothing but the standard library;
sqlite-utils, which applies the migrations, is imported only when there is one to apply.
"""

import json
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database as Tables
    from sqlite_utils.migrations import Migrations

#: The number of migrations; what `user_version` says of a file that has them all.
SCHEMA = 8

#: "IPD1": so that another program's SQLite file is told apart before it is touched.
APPLICATION_ID = 0x49504431

#: Facts are never rewritten: these tables refuse UPDATE and DELETE.
APPEND_ONLY = ("package", "receipt", "brought", "cell")
#: The same, since m0003.
APPEND_ONLY_KEYS = ("key_event", "signature")
#: The same, since m0004.
APPEND_ONLY_REGISTER = ("reported", "reported_event")
#: Since m0008, in the place of `cell`.
APPEND_ONLY_CELLS = ("cells",)


def migrations() -> "Migrations":
    """The migrations in order."""
    from sqlite_utils.migrations import Migrations

    released = Migrations("ipdesk")

    @released()
    def m0001_ledger_receipts_desk(db: "Tables") -> None:
        """The first schema: packages and their folded slots, receipts, originals, drafts, settings, printed codes."""
        table = db.table
        table("setting").create({"name": str, "value": str}, pk="name", not_null={"value"})
        table("package").create(
            {
                "seq": int, "id": str, "kind": str, "plan": str, "issuer": str, "training": int,
                "maker": str, "audience": str, "slot": str, "body": bytes,
            },
            pk="seq", not_null={"id", "kind", "body"},
        )  # fmt: skip
        table("package").create_index(["id"], unique=True)
        table("package").create_index(["slot"])
        table("slot_state").create({"ledger": str, "slot": str, "state": str}, pk=("ledger", "slot"))
        table("original").create({"hash": str, "size": int, "body": bytes, "purged": str}, pk="hash", not_null={"size"})
        table("receipt").create(
            {
                "seq": int, "at": str, "by": str, "name": str, "hash": str, "verdict": str,
                "unit": str, "period": str, "detail": str,
            },
            pk="seq", not_null={"at", "name", "hash", "verdict"},
        )  # fmt: skip
        table("brought").create(
            {"seq": int, "receipt": int, "package": str}, pk="seq", foreign_keys=[("receipt", "receipt", "seq")]
        )
        table("brought").create_index(["package"])
        table("cell").create(
            {
                "seq": int, "receipt": int, "package": str, "row": str, "field": str,
                "sheet": str, "cell": str, "raw": str,
            },
            pk="seq", foreign_keys=[("receipt", "receipt", "seq")],
        )  # fmt: skip
        table("cell").create_index(["package", "row"])
        table("draft").create({"slot": str, "content": str, "saved_at": str, "by": str}, pk="slot")
        table("draft_step").create(
            {"seq": int, "slot": str, "before": str, "after": str, "at": str, "by": str, "undone": int},
            pk="seq", not_null={"slot", "undone"},
        )  # fmt: skip
        table("draft_step").create_index(["slot"])
        table("sent").create(
            {
                "seq": int, "at": str, "by": str, "name": str, "path": str, "hash": str,
                "what": str, "unit": str, "period": str,
            },
            pk="seq",
        )  # fmt: skip
        table("printed").create({"code": str, "at": str, "report": str, "basis": str}, pk="code")
        for name in APPEND_ONLY:
            for verb in ("UPDATE", "DELETE"):
                db.execute(
                    f"CREATE TRIGGER {name}_refuses_{verb.lower()} BEFORE {verb} ON {name} "
                    f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
                )

    @released()
    def m0002_plan_documents(db: "Tables") -> None:
        """The text of the plan's own document, and what stands where in it."""
        table = db.table
        table("plan_document").create(
            {
                "plan": str, "version": int, "hash": str, "name": str, "at": str, "by": str, "origin": str, "text": str,
            },
            pk="plan", not_null={"version", "hash", "name", "at", "origin", "text"},
        )  # fmt: skip
        table("plan_place").create(
            {
                "seq": int, "plan": str, "what": str, "id": str, "start": int, "end": int,
                "number_start": int, "number_end": int,
            },
            pk="seq", not_null={"plan", "what", "id", "start", "end"},
        )  # fmt: skip
        table("plan_place").create_index(["plan"])

    @released()
    def m0003_keys(db: "Tables") -> None:
        """The office's own keys, what is known of other units' keys and by whom, signatures that came in."""
        table = db.table
        table("office_key").create(
            {"seq": int, "kid": str, "alg": str, "secret": bytes, "origin": str, "at": str, "by": str},
            pk="seq", not_null={"kid", "alg", "secret", "origin", "at"},
        )  # fmt: skip
        table("key_event").create(
            {
                "seq": int, "unit": str, "kid": str, "public": str, "what": str, "at": str, "by": str, "name": str,
            },
            pk="seq", not_null={"unit", "kid", "what", "at"},
        )  # fmt: skip
        table("key_event").create_index(["unit"])
        table("signature").create(
            {"seq": int, "package": str, "unit": str, "block": str, "at": str, "name": str},
            pk="seq", not_null={"package", "unit", "block", "at"},
        )  # fmt: skip
        table("signature").create_index(["package"])
        for name in APPEND_ONLY_KEYS:
            for verb in ("UPDATE", "DELETE"):
                db.execute(
                    f"CREATE TRIGGER {name}_refuses_{verb.lower()} BEFORE {verb} ON {name} "
                    f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
                )

    @released()
    def m0004_reported(db: "Tables") -> None:
        """Figures that were told: to whom, on what occasion, as of which state; and what became of them."""
        table = db.table
        table("reported").create(
            {
                "seq": int, "at": str, "by": str, "recipient": str, "occasion": str, "what": str, "unit": str,
                "period": str, "name": str, "title": str, "quantity": str, "measure": str, "decimals": int,
                "code": str, "moment": int, "basis": str, "note": str, "caveat": str,
            },
            pk="seq", not_null={"at", "occasion", "what", "unit", "period", "name", "moment", "basis"},
        )  # fmt: skip
        table("reported").create_index(["period", "unit", "name"])
        table("reported_event").create(
            {"seq": int, "entry": int, "at": str, "by": str, "what": str, "text": str, "quantity": str},
            pk="seq", not_null={"entry", "at", "what"}, foreign_keys=[("entry", "reported", "seq")],
        )  # fmt: skip
        for name in APPEND_ONLY_REGISTER:
            for verb in ("UPDATE", "DELETE"):
                db.execute(
                    f"CREATE TRIGGER {name}_refuses_{verb.lower()} BEFORE {verb} ON {name} "
                    f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
                )

    @released()
    def m0005_inside_the_office(db: "Tables") -> None:
        """Who is asked inside the unit, what was gathered for each report, and which reports were sent how."""
        _inside_the_office(db)

    for one in (m0006_decompositions, m0007_ledger_of_desk_things, m0008_cells_by_receipt):
        released()(one)

    return released


def _inside_the_office(db: "Tables") -> None:
    table = db.table
    table("provider").create({"name": str, "place": int}, pk="name", not_null={"place"})
    table("gathered").create({"package": str, "content": str}, pk="package", not_null={"content"})
    table("sending").create(
        {"seq": int, "package": str, "what": str, "day": str, "by": str, "at": str, "taken_back": str},
        pk="seq", not_null={"package", "what", "day", "at"},
    )  # fmt: skip
    table("sending").create_index(["package"])


def m0006_decompositions(db: "Tables") -> None:
    """Unfinished decompositions of targets: every step of each, one of them the current."""
    table = db.table
    table("decomposition").create(
        {"seq": int, "ledger": str, "name": str, "content": str, "at": str, "by": str, "current": int},
        pk="seq", not_null={"ledger", "name", "content", "at", "current"},
    )  # fmt: skip
    table("decomposition").create_index(["ledger", "name"])


def m0007_ledger_of_desk_things(db: "Tables") -> None:
    """Drafts, files sent, printed codes and figures told say which ledger they belong to: one file may hold several.

    What is there belongs to the one that the file held.
    """
    said = dict(db.execute("SELECT name, value FROM setting").fetchall())
    only = f"{said.get('plan', '')}/{said.get('issuer', '')}" if "plan" in said else ""
    only += "/training" if only and said.get("training") == "1" else ""
    db.execute("DROP TRIGGER reported_refuses_update")
    for name in ("draft", "draft_step", "sent", "printed", "reported"):
        db.execute(f"ALTER TABLE {name} ADD COLUMN ledger TEXT NOT NULL DEFAULT ''")
        db.execute(f"UPDATE {name} SET ledger = ?", (only,))
    db.execute(
        "CREATE TRIGGER reported_refuses_update BEFORE UPDATE ON reported "
        "BEGIN SELECT RAISE(ABORT, 'reported is append-only'); END"
    )
    db.table("draft").transform(pk=("ledger", "slot"))


def m0008_cells_by_receipt(db: "Tables") -> None:
    """The cells that a receipt read from: one row a package instead of one a cell, of which a file has hundreds."""
    table = db.table
    table("cells").create(
        {"seq": int, "receipt": int, "package": str, "places": str},
        pk="seq", not_null={"receipt", "package", "places"}, foreign_keys=[("receipt", "receipt", "seq")],
    )  # fmt: skip
    table("cells").create_index(["package"])
    before = db.execute('SELECT receipt, package, "row", field, sheet, cell, raw FROM cell ORDER BY receipt, seq')
    for receipt, cells in groupby(before, key=lambda one: one[0]):
        places: dict[str, list[list[str]]] = {}
        for _receipt, package, *place in cells:
            places.setdefault(package, []).append([text or "" for text in place])
        for package, read in places.items():
            db.execute(
                "INSERT INTO cells (receipt, package, places) VALUES (?, ?, ?)",
                (receipt, package, json.dumps(read, ensure_ascii=False, separators=(",", ":"))),
            )
    db.execute("DROP TABLE cell")
    for name in APPEND_ONLY_CELLS:
        for verb in ("UPDATE", "DELETE"):
            db.execute(
                f"CREATE TRIGGER {name}_refuses_{verb.lower()} BEFORE {verb} ON {name} "
                f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
            )
