"""A backup put in the place of a data file that is damaged or lost.

The backup is copied and proved first; what the present file still yields beyond it goes along, so nothing that was
fixed is lost. The present file is kept beside under a dated name before the copy takes its place in one step: whenever
that is broken off, the old or the new file is there, whole.
"""

import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from ipdesk.domain.errors import EnvironmentTrouble, IpdeskError, NotFound, Refused
from ipdesk.domain.finding import Severity
from ipdesk.domain.ledger.package import LedgerKey, Slot
from ipdesk.services import ledgers, maintain, packing
from ipdesk.services.luggage import DraftBrought, Luggage
from ipdesk.services.workspace import Touched, Workspace
from ipdesk.store import drafts, salvage
from ipdesk.store.salvage import DraftLeft, Salvage

#: What is wrong with a backup, by what is wrong with any data file.
_OF_A_BACKUP = {
    "file_missing": "backup_missing",
    "not_a_database": "backup_not_ours",
    "database_damaged": "backup_damaged",
    "database_newer": "backup_newer",
}


@dataclass(frozen=True, slots=True)
class DraftNamed:
    """A draft by unit (short name) and period."""

    unit: str
    period: str


@dataclass(frozen=True, slots=True)
class Restored:
    """What the backup holds, what came along from the present file, and where that was kept.

    `present` is `missing`, `sound`, `damaged` (some of it is readable) or `unreadable`. `last` is the newest stated
    day of a package. `drafts_differ` stand in the kept file as the officer left them, here as in the backup.
    """

    path: Path
    backup: Path
    unit: str
    training: bool
    plans: tuple[str, ...]
    packages: int
    last: str
    present: str
    taken: int
    receipts: int
    unreadable: int
    drafts: tuple[DraftNamed, ...]
    drafts_differ: tuple[DraftNamed, ...]
    kept: Path | None
    dry_run: bool


def restore(path: Path, backup: Path, *, today: date, dry_run: bool = False, open_here: bool = False) -> Restored:
    """Puts a backup in the place of the data file `path`, with what that still yields beyond it.

    `open_here`: a dry run asked by the window that has the file open itself and will close it before the act.

    Raises NotFound `backup_missing`; EnvironmentTrouble `backup_not_ours`, `backup_damaged`, `backup_newer`,
    `database_newer`, `not_a_database`, `workspace_busy`, `restore_open_elsewhere`, `disk_full`, `folder_unwritable`;
    Refused `backup_other_unit`, `backup_is_the_file`.
    """
    there = path.is_file()
    if there and backup.is_file() and backup.samefile(path):
        raise Refused("backup_is_the_file", path=str(path))
    if not (dry_run and open_here):
        _refuse_open(path)
    with _place(path, dry_run=dry_run) as part:
        with _proved(backup, part) as restored:
            held = _Held.of(restored)
            present = salvage.salvaged(path) if there else None
            if present is not None and present.settings:
                _refuse_other_unit(restored, present, backup)
            found = present or Salvage(sound=True)
            before = {one.ledger + one.slot: one for one in _drafts(restored)}
            receipts = _take_along(restored, found, path.name)
            taken = len(restored.state.packages) - held.packages
            fresh = [one for one in found.drafts if one.ledger + one.slot not in before]
            differing = [one for one in found.drafts if one.content != before.get(one.ledger + one.slot, one).content]
            named = _named(restored, fresh), _named(restored, differing)
            unit, training = restored.unit.short, restored.training
        kept = None if dry_run else _swapped(path, part, today)
    return Restored(
        path, backup, unit, training, held.plans, held.packages, held.last, _how(present), taken, receipts,
        found.unreadable, *named, kept, dry_run,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Held:
    plans: tuple[str, ...]
    packages: int
    last: str

    @classmethod
    def of(cls, workspace: Workspace) -> "_Held":
        packages = workspace.state.packages
        return cls(
            tuple(workspace.of(ledger).plan.short for ledger in workspace.ledgers),
            len(packages),
            max((package.date for package in packages.values() if _is_day(package.date)), default=""),
        )


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


@contextmanager
def _place(path: Path, *, dry_run: bool) -> Iterator[Path]:
    """Where the restored file is put together: beside the data file, or nowhere near it when nothing is written."""
    if dry_run:
        with TemporaryDirectory() as folder:
            yield Path(folder) / path.name
        return
    part = path.with_name(f"{path.name}.restore")
    _away(part)  # of one that was broken off
    try:
        yield part
    finally:
        _away(part)


def _away(part: Path) -> None:
    for one in (part, _journal(part)):
        with suppress(OSError):
            one.unlink(missing_ok=True)


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


@contextmanager
def _proved(backup: Path, part: Path) -> Iterator[Workspace]:
    """The copy of a backup as an open workspace, once everything in it has been proved."""
    try:
        database = salvage.checked_copy(backup, part)
    except EnvironmentTrouble as trouble:
        raise _of_backup(trouble, backup) from trouble
    with closing(database):
        try:
            workspace = Workspace(database)
            faults = [one for one in maintain.verify(workspace) if one.severity is Severity.MUST_FIX]
        except EnvironmentTrouble as trouble:
            raise _of_backup(trouble, backup) from trouble
        if faults:
            raise EnvironmentTrouble("backup_damaged", path=str(backup), why=_why(faults[0].params))
        yield workspace


def _why(params: object) -> str:
    said = params if isinstance(params, dict) else {}
    return " ".join(str(value) for name, value in said.items() if name != "file")


def _of_backup(trouble: EnvironmentTrouble, backup: Path) -> IpdeskError:
    code = _OF_A_BACKUP.get(trouble.code)
    if code is None:
        return trouble
    kind = NotFound if code == "backup_missing" else EnvironmentTrouble
    return kind(code, path=str(backup), why=trouble.params.get("why", ""))


def _refuse_open(path: Path) -> None:
    if path.is_file() and salvage.open_elsewhere(path):
        raise EnvironmentTrouble("restore_open_elsewhere", path=str(path))


def _refuse_other_unit(restored: Workspace, present: Salvage, backup: Path) -> None:
    """Another unit's file, or training in the place of real work, is never what was meant."""
    here = present.settings.get("unit", restored.unit.code), present.settings.get("training") == "1"
    if here != (restored.unit.code, restored.training):
        raise Refused("backup_other_unit", path=str(backup), unit=restored.unit.short)


def _take_along(restored: Workspace, found: Salvage, name: str) -> int:
    """Takes what the present file has beyond the backup; how many receipts there were. `name` is that file's."""
    database = restored.database
    with restored.operation() as operation:
        operation.received = True  # these were admitted or made at this very desk
        before = packing.receipt_keys(restored)
        for ledger in _ledgers(found):
            ledgers.put(database, ledger)
        operation.add(*found.packages)
        salvage.bring(database, found)
        luggage = Luggage(
            receipts=found.receipts,
            drafts=tuple(DraftBrought(one.slot, one.content, one.saved_at, one.by, one.ledger) for one in found.drafts),
        )
        packing.unpack(restored, operation, luggage, via=name)
        operation.touch(Touched.RECEIPTS)
    return len(packing.receipt_keys(restored) - before)


def _ledgers(found: Salvage) -> Iterator[LedgerKey]:
    """The ledgers that the present file took part in and still holds packages of."""
    held = {package.ledger for package in found.packages}
    lines = [line.partition("/") for line in found.settings.get("ledgers", "").splitlines()]
    for plan, _slash, issuer in lines:
        ledger = LedgerKey(plan, issuer, found.settings.get("training") == "1")
        if ledger in held:
            yield ledger


def _drafts(restored: Workspace) -> Iterator[DraftLeft]:
    for ledger in restored.ledgers:
        for slot, content, saved_at, by in drafts.all_drafts(restored.database.on(ledger.code)):
            yield DraftLeft(ledger.code, slot, content, saved_at, by)


def _named(restored: Workspace, some: Iterable[DraftLeft]) -> tuple[DraftNamed, ...]:
    shorts = {unit.code: unit.short for unit in restored.policy.units}
    slots = [Slot(*one.slot.split("/")) for one in some if one.slot.count("/") <= 3]
    return tuple(DraftNamed(shorts.get(slot.unit, slot.unit), slot.period) for slot in slots)


def _how(present: Salvage | None) -> str:
    if present is None:
        return "missing"
    if present.sound:
        return "sound"
    return "damaged" if present.settings or present.packages else "unreadable"


def _swapped(path: Path, part: Path, today: date) -> Path | None:
    """Keeps the present file beside and puts the restored one in its place; where it is kept."""
    kept = None
    try:
        _refuse_open(path)
        if path.exists():
            name = maintain.free_name(path.parent, f"{path.stem}.before-restore-{today.isoformat()}", path.suffix)
            kept = _kept(path, name)
        os.replace(part, path)
    except PermissionError as failure:
        raise EnvironmentTrouble("restore_open_elsewhere", path=str(path)) from failure
    except OSError as failure:
        code = "disk_full" if failure.errno in (errno.ENOSPC, errno.EDQUOT) else "folder_unwritable"
        raise EnvironmentTrouble(code, path=str(path.parent)) from failure
    return kept


def _kept(path: Path, name: Path) -> Path:
    """A copy of the present file, byte by byte, damaged as it may be; with the journal of what was broken off in it.

    That journal must not be found beside the restored file: SQLite would play it back into it.
    """
    half = name.with_name(f"{name.name}.part")
    try:
        shutil.copyfile(path, half)
        journal = _journal(path)
        if journal.exists():
            shutil.copyfile(journal, _journal(name))
            journal.unlink()
        os.replace(half, name)
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)
    return name
