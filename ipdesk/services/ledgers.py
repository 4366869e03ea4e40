"""The ledgers that a data file's unit takes part in, as issuer or as child, and the one that is current.

Kept in the settings: `plan` and `issuer` name the current one, `ledgers` all of them, once there are several. Training
is a matter of the whole file: it never holds both.
"""

from ipdesk.domain.errors import EnvironmentTrouble
from ipdesk.domain.ledger.package import LedgerKey
from ipdesk.store import desk
from ipdesk.store.database import Database

#: The settings that say which ledgers there are. Between PCs a bundle's manifest says it.
NAMES = ("plan", "issuer", "training", "ledgers")


def current(database: Database) -> LedgerKey:
    """The ledger that is opened when none is named. EnvironmentTrouble `database_damaged` where there is none."""
    plan = desk.setting(database, "plan")
    if not plan:
        raise EnvironmentTrouble("database_damaged", path=str(database.path), why="no plan")
    return LedgerKey(plan, desk.setting(database, "issuer"), desk.setting(database, "training") == "1")


def taken_part_in(database: Database) -> tuple[LedgerKey, ...]:
    """All ledgers of the file, in the order in which they were taken up."""
    now = current(database)
    said = (line.partition("/") for line in desk.setting(database, "ledgers").splitlines())
    found = dict.fromkeys(LedgerKey(plan, issuer, now.training) for plan, _, issuer in said if plan and issuer)
    return tuple(found if now in found else {now: None, **found})


def put(database: Database, ledger: LedgerKey) -> None:
    """Takes part in one more ledger, within the caller's transaction."""
    known = taken_part_in(database)
    if ledger not in known:
        lines = (f"{one.plan}/{one.issuer}" for one in (*known, ledger))
        desk.put_setting(database, "ledgers", "\n".join(lines))


def turn_to(database: Database, ledger: LedgerKey) -> None:
    """Makes a ledger the current one, within the caller's transaction."""
    put(database, ledger)
    desk.put_setting(database, "plan", ledger.plan)
    desk.put_setting(database, "issuer", ledger.issuer)
