"""What goes out is signed: every package that this office made, the issued part of each sheet, a bundle as a whole."""

import json
from collections.abc import Container, Mapping
from dataclasses import replace
from datetime import date

from ipdesk.domain.form import Form
from ipdesk.domain.ledger.codec import encode
from ipdesk.domain.ledger.signature import bundle_statement, key_block, package_statement, sheet_statement
from ipdesk.exchange.bundle import KEY_PART, MANIFEST, SIGNATURE_PART, TRUST_PART
from ipdesk.exchange.envelope import Envelope, package_id
from ipdesk.exchange.issued import issued_digest
from ipdesk.exchange.layout import INDICATORS, TASKS, cells_of
from ipdesk.services import keybox, officekey
from ipdesk.services.officekey import OfficeKey
from ipdesk.services.workspace import Workspace
from ipdesk.store import keys

#: The sheets whose issued part is signed: those that hold what was handed down. The rest is wording.
SIGNED_SHEETS = (INDICATORS, TASKS)
TRUST_FORMAT = "ipdesk-trust/1"


def own_key(workspace: Workspace, *, today: date) -> OfficeKey:
    """The key of this office; a data file from before there were keys gets its one now."""
    known = officekey.own(workspace.database)
    if known is not None:
        return known
    with workspace.operation():
        return officekey.ensure(workspace.database, workspace.ledger, workspace.unit.code, today=today)


def signed(workspace: Workspace, envelope: Envelope, form: Form | None = None, *, today: date) -> Envelope:
    """The envelope with the signatures of this office over what it made, and over the issued sheets of its `form`."""
    key = own_key(workspace, today=today)
    ids = [package_id(body) for body in envelope.packages]
    made_here = {name for name in ids if workspace.state.packages[name].maker == workspace.unit.code}
    sheets = sheet_statements(envelope, form) if form is not None and workspace.is_issuer else {}
    return replace(
        envelope,
        signatures={name: key.sign(package_statement(name)) for name in sorted(made_here)},
        sheet_signatures={sheet: key.sign(statement) for sheet, statement in sheets.items()},
        keys=(key_block(key.public),),
    )


def sheet_statements(envelope: Envelope, form: Form) -> dict[str, bytes]:
    """What is signed for the issued part of each sheet of a form, by sheet code."""
    found = {}
    for sheet in SIGNED_SHEETS if form.tasks else (INDICATORS,):
        digest = issued_digest(sheet, form, cells_of(sheet, form, None))
        found[sheet] = sheet_statement(envelope.token(sheet).text(), digest)
    return found


def beside_bundle(
    workspace: Workspace, manifest: bytes, *, phrase: str | None, today: date, only: Container[str] | None = None
) -> Mapping[str, bytes]:
    """What lies beside a bundle's manifest: keys and signatures known here, the signature over all, and with a pass
    phrase the office's own key under it. WrongUse `phrase_short`.

    With `only`, what officers said of keys stays here, and of the signatures those over these packages go along.
    """
    key = own_key(workspace, today=today)
    known = {
        "format": TRUST_FORMAT,
        "key": key_block(key.public),
        "events": [encode(event) for event in keys.events(workspace.database) if only is None],
        "signatures": [
            encode(one) for one in keys.signatures(workspace.database) if only is None or one.package in only
        ],
    }
    text = json.dumps(known, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    covered = {MANIFEST: manifest, TRUST_PART: text.encode()}
    parts = {TRUST_PART: covered[TRUST_PART], SIGNATURE_PART: f"{key.sign(bundle_statement(covered))}\n".encode()}
    if phrase is not None:
        parts[KEY_PART] = keybox.closed(key.secret, key.public.kid, phrase).encode()
    return parts
