"""The key of this office: made silently with the workspace, carried on by its recovery code or a colleague's bundle."""

import secrets
from dataclasses import dataclass
from datetime import date

from ipdesk.domain.errors import WrongUse
from ipdesk.domain.ledger import recoverycode, signature
from ipdesk.domain.ledger.package import LedgerKey
from ipdesk.domain.ledger.signature import ED25519, PublicKey, Signature
from ipdesk.services import ed25519
from ipdesk.store import keys
from ipdesk.store.database import Database
from ipdesk.store.keys import KeptKey


@dataclass(frozen=True, slots=True)
class OfficeKey:
    """The key in use. `origin` and `at` as in `store.keys`; the secret is for signing and for the recovery code."""

    secret: bytes
    public: PublicKey
    origin: str
    at: str
    by: str = ""

    def __repr__(self) -> str:
        """Without the secret, which belongs in no log."""
        return f"OfficeKey({self.public.kid})"

    def sign(self, statement: bytes) -> str:
        """The block of a signature over a statement."""
        sig = ed25519.sign(recoverycode.key_seed(self.secret), statement)
        return signature.block(Signature(ED25519, self.public.kid, sig))


def own(database: Database) -> OfficeKey | None:
    """The key in use; None in a data file that never signed anything."""
    kept = keys.office_key(database)
    if kept is None:
        return None
    return OfficeKey(kept.secret, _public(kept.secret), kept.origin, kept.at, kept.by)


def ensure(database: Database, ledger: LedgerKey, unit: str, *, today: date) -> OfficeKey:
    """The key in use, made where there is none yet; within the caller's transaction.

    A training workspace has the well-known key of its unit, so that equal training data make equal files.
    """
    known = own(database)
    if known is not None:
        return known
    if ledger.training:
        return put(database, recoverycode.training_secret(ledger.plan, unit), "training", today=today, by="")
    return put(database, secrets.token_bytes(recoverycode.SECRET_BYTES), "made", today=today, by="")


def put(database: Database, secret: bytes, origin: str, *, today: date, by: str) -> OfficeKey:
    """Puts a secret to use as this office's key, within the caller's transaction."""
    key = OfficeKey(secret, _public(secret), origin, today.isoformat(), by)
    keys.put_office_key(database, KeptKey(key.public.kid, ED25519, secret, origin, key.at, by))
    return key


def secret_of_code(code: str) -> bytes:
    """The secret of a recovery code. WrongUse `recovery_code_group` names the wrong group, `recovery_code`."""
    try:
        return recoverycode.secret_of(code)
    except recoverycode.MiswrittenCode as miswritten:
        if miswritten.group:
            raise WrongUse("recovery_code_group", group=str(miswritten.group)) from None
        raise WrongUse("recovery_code", count=str(recoverycode.GROUPS)) from None


def _public(secret: bytes) -> PublicKey:
    return ed25519.public_key(recoverycode.key_seed(secret))
