"""Upkeep: digests, verification, backup, and a self-test that imports everything."""

import importlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import chain, count
from pathlib import Path

from ipdesk.domain.errors import EnvironmentTrouble
from ipdesk.domain.finding import Finding, Severity, Where, update_needed
from ipdesk.domain.ledger.fold import fold, materialised
from ipdesk.domain.ledger.package import CHILDREN, Package, parse
from ipdesk.domain.ledger.scope import digest, in_scope, scopes, short
from ipdesk.exchange.raw import RawBook
from ipdesk.services.workspace import Workspace
from ipdesk.store import packages, receipts
from ipdesk.store.database import copy_to, integrity
from ipdesk.text.i18n import _


@dataclass(frozen=True, slots=True)
class ScopeDigest:
    """The digest of one scope, as two offices read it to each other, and how many packages are in it."""

    scope: str
    name: str
    digest: str
    packages: int
    plan: str = ""
    plan_short: str = ""


def digests(workspace: Workspace) -> tuple[ScopeDigest, ...]:
    """One line a scope: what is for all children, then unit by unit."""
    order = {unit.code: (unit.order, unit.short) for unit in workspace.policy.units}
    found = []
    for scope in scopes(workspace.state, workspace.ledger):
        members = in_scope(workspace.state, workspace.ledger, scope)
        name = _("all units") if scope == CHILDREN else order.get(scope, (0, scope))[1]
        found.append(
            ScopeDigest(scope, name, short(digest(members)), len(members), workspace.ledger.plan, workspace.plan.short)
        )
    return tuple(sorted(found, key=lambda one: (one.scope != CHILDREN, order.get(one.scope, (999, ""))[0])))


def all_digests(workspace: Workspace) -> tuple[ScopeDigest, ...]:
    """The digests of every ledger of the data file, in the order in which the plans were taken up."""
    return tuple(one for ledger in workspace.ledgers for one in digests(workspace.of(ledger)))


def verify(workspace: Workspace | None, files: Sequence[Path] = ()) -> tuple[Finding, ...]:
    """Everything that can be proved: the file's soundness, every id, every folded state, every kept original.

    With `files`: whether each is a workbook whose packages are whole, and known here. Empty when all is well.
    """
    found: list[Finding] = []
    if workspace is not None:
        found.extend(_verify_workspace(workspace))
    found.extend(_verify_files(workspace, files))
    return tuple(found)


def backup(workspace: Workspace, to: Path, *, today: date) -> Path:
    """A consistent copy of the data file. In a folder it is named by the day, and numbered from the second on.

    Raises EnvironmentTrouble `file_exists`, `disk_full`, `folder_unwritable`: no file is ever replaced.
    """
    target = free_name(to, f"{workspace.path.stem}_{today.isoformat()}", workspace.path.suffix) if to.is_dir() else to
    if target.exists():
        raise EnvironmentTrouble("file_exists", path=str(target))
    copy_to(workspace.database, target)
    return target


def self_test() -> tuple[str, ...]:
    """Imports all that the program needs and reads the packs; the names of what was found in order.

    Run by the bundle's own check: an excluded library shows itself here.
    """
    from ipdesk.packs.read import builtin_packs, load_builtin
    from ipdesk.paint.fontset import font_files

    found = []
    for name in (
        "sqlite3", "sqlite_utils", "openpyxl", "xlsxwriter", "python_calamine", "xlrd", "defusedxml", "docx",
        "cryptography.hazmat.primitives.asymmetric.ed25519", "cryptography.hazmat.primitives.ciphers.aead",
        "PySide6.QtWidgets", "PySide6.QtPrintSupport", "pyqtgraph",
        "ipdesk.exchange.reader", "ipdesk.exchange.writer", "ipdesk.documents.summary", "ipdesk.paint.pdf",
    ):  # fmt: skip
        importlib.import_module(name)
        found.append(name)
    found.extend(f"font {family}" for family in font_files())  # the bundle ships them, elsewhere they are built
    found.extend(f"pack {load_builtin(info.id).id}" for info in builtin_packs())
    found.append(f"python {sys.version.split()[0]}")
    return tuple(found)


def free_name(folder: Path, stem: str, suffix: str) -> Path:
    """A name that no file in the folder has, numbered from the second on."""
    names = chain([stem], (f"{stem}_{number}" for number in count(2)))
    return next(path for name in names if not (path := folder / f"{name}{suffix}").exists())


def _verify_workspace(workspace: Workspace) -> Iterator[Finding]:
    here = str(workspace.path)
    for line in integrity(workspace.database):
        yield _fault("verify_integrity", here, line=line)
    if newer := len(workspace.state.unfolded):
        yield update_needed(newer)
    held: list[Package] = []
    for name, body in packages.bodies(workspace.database):
        try:
            package = parse(bytes(body))
        except (ValueError, TypeError):
            yield _fault("verify_package", here, id=short(name) if name else "")
            continue
        if package.id != name:
            yield _fault("verify_package", here, id=short(name))
        held.append(package)
    stored = packages.stored_states(workspace.database)
    folded = {
        (ledger.code, slot.code): json.dumps(materialised(state), sort_keys=True)
        for (ledger, slot), state in fold(held).slots.items()
    }
    for key in sorted(stored.keys() | folded.keys()):  # a state without packages: some were taken away
        if stored.get(key) != folded.get(key):
            yield _fault("verify_state", here, slot=key[1])
    for name, body in receipts.originals(workspace.database):
        if sha256(body).hexdigest() != name:
            yield _fault("verify_original", here, id=short(name))


def _verify_files(workspace: Workspace | None, files: Sequence[Path]) -> Iterator[Finding]:
    """What is wrong with each file; a folder stands for the files in it."""
    from ipdesk.exchange.child import open_workbooks
    from ipdesk.services.receive import files_of

    for path, book in open_workbooks(files_of(files)):
        if isinstance(book, OSError):
            yield _fault("cannot_read", path.name, path=str(path), reason=book.strerror or str(book))
        else:
            yield from _verify_file(workspace, path, book)


def _verify_file(workspace: Workspace | None, path: Path, book: RawBook) -> Iterator[Finding]:
    from ipdesk.exchange.reader import read_envelope

    if book.refusal is not None:
        yield book.refusal
        return
    envelope = read_envelope(book)
    if envelope is None:
        yield _fault("no_identity", path.name)
        return
    for body in envelope.packages:
        try:
            package = parse(body)
        except ValueError:
            yield _fault("package_damaged", path.name)
            continue
        if workspace is not None and package.id not in workspace.state.packages:
            yield Finding("verify_unknown_package", Severity.NOTE, Where(file=path.name), {"id": short(package.id)})


def _fault(code: str, file: str, **params: str) -> Finding:
    return Finding(code, Severity.MUST_FIX, Where(file=file), {"file": file, **params})
