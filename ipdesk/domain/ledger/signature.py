"""Who sent it: what is signed, how signatures and keys are written as text, what a file's signatures say together.

Signatures stand beside packages, never inside their ids, so a package is the same with, without and with another
signature. The algorithm stands in front (`alg=ed25519`), so that others can follow: one that this program lacks cannot
be checked here, which is said and is no fault of the file. Nothing here computes a signature; services do.
"""

import base64
import binascii
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final

ED25519: Final = "ed25519"
#: Office keeps texts of custom properties below 256 characters; a longer block is none.
LONGEST: Final = 255
_DOMAIN: Final = "ipdesk-signature/1"
_KID: Final = re.compile("[A-Z2-7]{20}")
_BLOCK: Final = re.compile(r"alg=([a-z0-9]{1,16});kid=([A-Z2-7]{20});sig=([A-Za-z0-9+/]{1,180}={0,2})")
_KEY_BLOCK: Final = re.compile(r"alg=([a-z0-9]{1,16});kid=([A-Z2-7]{20});pub=([A-Za-z0-9+/]{1,180}={0,2})")


class TrustState(StrEnum):
    """What the signatures of a file say of its sender."""

    TRUSTED = "trusted"  # good, by a key that this desk knows for the unit
    FIRST = "first"  # good, by the first key of the unit that was ever seen here
    CHANGED = "changed"  # good, by another key than the one that is known
    NONE = "none"  # nothing is signed: filled in with a spreadsheet, or an older program
    BAD = "bad"  # a signature does not fit, or is there for only some of the entries
    UNCHECKED = "unchecked"  # an algorithm or a key that this program does not have


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The public half of an office's key. `kid`, its fingerprint, follows from the rest."""

    alg: str
    public: bytes

    @property
    def kid(self) -> str:
        """20 characters (100 bits) of the SHA-256 over algorithm and key, base 32."""
        digest = sha256(f"{_DOMAIN}\nkey\n{self.alg}\n".encode() + self.public).digest()
        return base64.b32encode(digest).decode()[:20]


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature as it travels: algorithm, fingerprint of the key, bytes."""

    alg: str
    kid: str
    sig: bytes


@dataclass(frozen=True, slots=True)
class SenderTrust:
    """What a file's signatures say. `unit` is whose they should be, `kid` the key's fingerprint, `before` the one that
    was known. `signed` of `entries` things are signed well.
    """

    state: TrustState
    unit: str = ""
    kid: str = ""
    before: str = ""
    signed: int = 0
    entries: int = 0


#: Whether a signature over a statement is good: key, statement, signature bytes.
Verifier = Callable[[PublicKey, bytes, bytes], bool]


def package_statement(package_id: str) -> bytes:
    """What is signed for a package; its id stands for all its bytes."""
    return f"{_DOMAIN}\npackage\n{package_id}\n".encode()


def sheet_statement(token: str, digest: str) -> bytes:
    """What is signed for the issued part of a sheet: whose sheet it is (its token), and the digest of that part."""
    return f"{_DOMAIN}\nsheet\n{token}\n{digest}\n".encode()


def bundle_statement(parts: Mapping[str, bytes]) -> bytes:
    """What is signed for a bundle: the names and digests of the parts that list everything else."""
    lines = [f"{name} {sha256(data).hexdigest()}" for name, data in sorted(parts.items())]
    return "\n".join((_DOMAIN, "bundle", *lines, "")).encode()


def block(signature: Signature) -> str:
    """`alg=…;kid=…;sig=…`, at most 255 characters."""
    return f"alg={signature.alg};kid={signature.kid};sig={base64.b64encode(signature.sig).decode()}"


def parse_block(text: str) -> Signature | None:
    """The signature that a text is; None for anything that `block` would not write just so."""
    found = _BLOCK.fullmatch(text) if len(text) <= LONGEST else None
    content = _exact_bytes(found[3]) if found else None
    return Signature(found[1], found[2], content) if found and content is not None else None


def key_block(key: PublicKey) -> str:
    """`alg=…;kid=…;pub=…`: how a public key travels."""
    return f"alg={key.alg};kid={key.kid};pub={base64.b64encode(key.public).decode()}"


def parse_key_block(text: str) -> PublicKey | None:
    """The key that a text is; None when it is none, or when its fingerprint is another's."""
    found = _KEY_BLOCK.fullmatch(text) if len(text) <= LONGEST else None
    content = _exact_bytes(found[3]) if found else None
    if found is None or content is None:
        return None
    key = PublicKey(found[1], content)
    return key if key.kid == found[2] else None


def keys_of(texts: Iterable[str]) -> dict[str, PublicKey]:
    """The keys among texts, by fingerprint."""
    return {key.kid: key for key in map(parse_key_block, texts) if key is not None}


def fingerprint(kid: str) -> str:
    """A fingerprint as people read it to each other: four groups of five, `ABCDE-FGHIJ-KLMNO-PQRST`."""
    return "-".join(kid[start : start + 5] for start in range(0, len(kid), 5))


def parse_fingerprint(text: str) -> str | None:
    """The fingerprint that a person typed, whatever blanks and dashes; None when it is none.

    0, 1 and 8 are no characters of it and are read as O, I and B.
    """
    bare = re.sub(r"[\s\-–—－]+", "", text).upper().translate(str.maketrans("018", "OIB"))
    return bare if _KID.fullmatch(bare) else None


def weigh(
    unit: str,
    statements: Mapping[str, bytes],
    blocks: Mapping[str, str],
    keys: Mapping[str, PublicKey],
    *,
    known: Sequence[str],
    declined: Collection[str] = (),
    verify: Verifier,
) -> SenderTrust:
    """What the signatures over some statements say together; the worst of them decides.

    `statements` and `blocks` by name, `keys` by fingerprint. `known` are the fingerprints that this desk trusts for
    the unit, the latest last; `declined` those that a person has refused. An office signs all it sends with one key:
    where some are signed and others not, or by several keys, something was put in or taken out, and that is BAD.
    """
    kids: set[str] = set()
    states = set()
    for name, statement in statements.items():
        if name not in blocks:
            states.add(TrustState.NONE)
            continue
        signature = parse_block(blocks[name])
        key = keys.get(signature.kid) if signature else None
        if signature is None or (key is not None and key.alg != signature.alg):
            states.add(TrustState.BAD)
        elif signature.alg != ED25519 or key is None:
            states.add(TrustState.UNCHECKED)
            kids.add(signature.kid)
        elif verify(key, statement, signature.sig):
            states.add(TrustState.TRUSTED)
            kids.add(signature.kid)
        else:
            states.add(TrustState.BAD)
    signed = sum(name in blocks for name in statements)
    # A fingerprint is named only where it is the one of all: what is said of a key must be said of the right one.
    kid = next(iter(kids)) if len(kids) == 1 else ""
    before = known[-1] if known else ""
    state = _together(states, kids, known, declined)
    return SenderTrust(state, unit, kid, "" if kid in known else before, signed, len(statements))


def _together(states: set[TrustState], kids: set[str], known: Collection[str], declined: Collection[str]) -> TrustState:
    if states <= {TrustState.NONE}:
        return TrustState.NONE
    if TrustState.BAD in states or TrustState.NONE in states or len(kids) > 1:
        return TrustState.BAD
    if TrustState.UNCHECKED in states:
        return TrustState.UNCHECKED
    if kids <= set(known):
        return TrustState.TRUSTED
    return TrustState.CHANGED if known or kids & set(declined) else TrustState.FIRST


def _exact_bytes(text: str) -> bytes | None:
    """The bytes of base 64 in its one spelling: spare bits that are set would be a second text for one signature."""
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return content if base64.b64encode(content).decode() == text else None
