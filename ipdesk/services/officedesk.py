"""What goes on inside the office, on its way to a new PC: providers, what was gathered, which reports were sent."""

from typing import Any

from ipdesk.store import office
from ipdesk.store.database import Database
from ipdesk.store.office import Sending


def packed(database: Database) -> dict[str, Any]:
    """All of it, for a bundle."""
    return {
        "providers": list(office.providers(database)),
        "gathered": office.all_gathered(database),
        "sent": [[one.package, one.what, one.day, one.by, one.at] for one in office.all_sendings(database)],
    }


def unpack(database: Database, told: object) -> bool:
    """Writes what is not here yet, within the caller's transaction; what cannot be read is left. Whether any came."""
    if not isinstance(told, dict):
        return False
    names = [name for name in _list(told.get("providers")) if isinstance(name, str)]
    known = office.providers(database)
    fresh = [name for name in names if name not in known]
    if fresh:
        office.put_providers(database, (*known, *fresh))
    gathered = told.get("gathered")
    gathered = gathered if isinstance(gathered, dict) else {}
    here = office.all_gathered(database)
    for package, content in gathered.items():
        if isinstance(package, str) and isinstance(content, str) and package not in here:
            office.put_gathered(database, package, content)
    ticked = {(one.package, one.what) for one in office.all_sendings(database)}
    for line in _list(told.get("sent")):
        if isinstance(line, list) and len(line) == 5 and all(isinstance(part, str) for part in line):
            sending = Sending(*line)
            if (sending.package, sending.what) not in ticked:
                office.add_sending(database, sending)
    return bool(names or gathered)


def _list(member: object) -> list[Any]:
    return member if isinstance(member, list) else []
