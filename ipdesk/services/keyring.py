"""The office's key as persons handle it: its fingerprint and recovery code on paper, the same key on another PC."""

import secrets
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ipdesk.domain.errors import Refused, WrongUse
from ipdesk.domain.ledger import recoverycode
from ipdesk.domain.ledger.signature import key_block
from ipdesk.exchange.bundle import KEY_PART, read_bundle
from ipdesk.services import keybox, officekey, outgoing
from ipdesk.services.officekey import OfficeKey
from ipdesk.services.signing import own_key
from ipdesk.services.workspace import Done, Touched, Workspace, done, stamp
from ipdesk.store import keys
from ipdesk.store.keys import KeyEvent

if TYPE_CHECKING:
    from ipdesk.paint.blocks import Document


def recovery_code(workspace: Workspace, *, today: date, by: str) -> Done[str]:
    """The code by which another PC goes on with this office's key; that it was shown is recorded."""
    key = own_key(workspace, today=today)
    with workspace.operation() as operation:
        event = KeyEvent(workspace.unit.code, key.public.kid, "printed", stamp(today), by, key_block(key.public))
        keys.add_event(workspace.database, event)
        operation.touch(Touched.SETTINGS)
    return done(workspace, recoverycode.written(key.secret))


def restore(workspace: Workspace, code: str, *, today: date, by: str) -> Done[OfficeKey]:
    """Goes on with the key of a recovery code. WrongUse `recovery_code_group`, `recovery_code`; Refused
    `key_training`: a training workspace has its fixed key, and no real one gets that.
    """
    return _put(workspace, officekey.secret_of_code(code), "restored", today=today, by=by)


def renew(workspace: Workspace, *, today: date, by: str) -> Done[OfficeKey]:
    """Makes a new key, for an office whose code or data file a stranger may have seen. Other units are asked about it
    once. Refused `key_training`.
    """
    return _put(workspace, secrets.token_bytes(recoverycode.SECRET_BYTES), "made", today=today, by=by)


def take(workspace: Workspace, bundle: Path, phrase: str, *, today: date, by: str) -> Done[OfficeKey]:
    """Goes on with the key that a colleague's bundle brings. Refused `key_not_there`, `phrase_wrong`,
    `key_box_damaged`, `key_training`.
    """
    box = read_bundle(bundle).beside.get(KEY_PART)
    if box is None:
        raise Refused("key_not_there", file=bundle.name)
    return _put(workspace, keybox.opened(box.decode("utf-8", "replace"), phrase), "bundle", today=today, by=by)


def write_recovery(workspace: Workspace, to: Path, *, today: date, by: str) -> Done[Path]:
    """The recovery code on a page for the head of section, .pdf or .docx. WrongUse `report_ending`."""
    from ipdesk.documents.keypage import recovery_page

    _check_ending(to)
    key = own_key(workspace, today=today)
    shown = recovery_code(workspace, today=today, by=by)
    page = recovery_page(
        workspace.unit.name, workspace.plan.title, key.public.kid, shown.value, by=by, today=today,
        training=workspace.training,
    )  # fmt: skip
    _write(page, to, today=today)
    return Done(to, shown.changes)


def write_fingerprint(workspace: Workspace, to: Path, *, today: date) -> Path:
    """The fingerprint on a page that may be handed to other units, .pdf or .docx. WrongUse `report_ending`."""
    from ipdesk.documents.keypage import fingerprint_page

    _check_ending(to)
    key = own_key(workspace, today=today)
    page = fingerprint_page(
        workspace.unit.name, workspace.plan.title, key.public.kid, today=today, training=workspace.training
    )
    _write(page, to, today=today)
    return to


def _put(workspace: Workspace, secret: bytes, origin: str, *, today: date, by: str) -> Done[OfficeKey]:
    fixed = recoverycode.training_secret(workspace.ledger.plan, workspace.unit.code)
    if workspace.training or secret == fixed:
        raise Refused("key_training")
    with workspace.operation() as operation:
        before = officekey.own(workspace.database)
        if before is not None and before.secret == secret:
            key = before
        else:
            key = officekey.put(workspace.database, secret, origin, today=today, by=by)
            event = KeyEvent(workspace.unit.code, key.public.kid, "own", stamp(today), by, key_block(key.public))
            keys.add_event(workspace.database, event)
        operation.touch(Touched.SETTINGS)
    return done(workspace, key)


def _check_ending(to: Path) -> None:
    if to.suffix.lower() not in (".pdf", ".docx"):
        raise WrongUse("report_ending", ending=to.suffix or str(to))


def _write(page: "Document", to: Path, *, today: date) -> None:
    """The page is in no register of files sent: the code on it is for one person."""
    from ipdesk.documents.docx import write_docx
    from ipdesk.paint.fonts import ensure_application
    from ipdesk.paint.pdf import write_pdf

    ensure_application()
    if to.suffix.lower() == ".docx":
        outgoing.write_atomically(to, lambda part: write_docx(page, part, created=today))
    else:
        outgoing.write_atomically(to, lambda part: write_pdf(page, part, title=page.title, created=today))
