"""Scopes and their digests: who may hold what, and whether two PCs hold the same.

A package is for one unit and its parent, or for all children. Two PCs compare the scopes that both may hold in full.
"""

from collections.abc import Iterable
from hashlib import sha256

from ipdesk.domain.ledger.canonical import canonical_bytes
from ipdesk.domain.ledger.fold import State, materialised
from ipdesk.domain.ledger.package import CHILDREN, LedgerKey, Package

#: RFC 4648 base 32 without the letters that are misread by telephone is not needed: digests are compared, not dialled.
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def scopes(state: State, ledger: LedgerKey) -> tuple[str, ...]:
    """The scopes that hold anything: `children` first, then unit codes."""
    found = {package.audience for package in state.packages.values() if package.ledger == ledger}
    return tuple(sorted(found, key=lambda scope: (scope != CHILDREN, scope)))


def in_scope(state: State, ledger: LedgerKey, scope: str) -> tuple[Package, ...]:
    """The packages of one scope, by id."""
    return tuple(
        state.packages[name]
        for name in sorted(state.packages)
        if state.packages[name].ledger == ledger and state.packages[name].audience == scope
    )


def digest(packages: Iterable[Package]) -> str:
    """The digest of a set of packages: SHA-256 over their sorted ids, hexadecimal."""
    names = sorted({package.id for package in packages})
    return sha256("\n".join(names).encode()).hexdigest()


def state_digest(state: State) -> str:
    """The digest of everything that the fold derives: equal for equal sets, whatever their history."""
    folded = [
        [ledger.content(), [slot.kind, slot.unit, slot.period, slot.form], materialised(state.slots[ledger, slot])]
        for ledger, slot in sorted(state.slots)
    ]
    return sha256(canonical_bytes({"slots": folded, "unfolded": list(state.unfolded)})).hexdigest()


def short(hexadecimal: str, length: int = 8) -> str:
    """A digest or id as people read it to each other: base 32, `length` characters."""
    number = int(hexadecimal, 16)
    bits = len(hexadecimal) * 4
    return "".join(_ALPHABET[(number >> (bits - 5 * (place + 1))) & 31] for place in range(length))
