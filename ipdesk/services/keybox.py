"""An office's secret under a pass phrase, for the bundle that takes it to a colleague's PC.

scrypt, then ChaCha20-Poly1305. Salt and nonce follow from secret and phrase, so equal data make equal bytes, and no
two different things are ever sealed under one key. The cost is fixed: a file cannot ask for more memory.
"""

import base64
import binascii
import hashlib
import hmac
import re

from ipdesk.domain.errors import Refused, WrongUse
from ipdesk.domain.ledger.recoverycode import SECRET_BYTES

_FORMAT = "ipdesk-office-key/1"
_TEXT = re.compile(rf"{_FORMAT};kid=([A-Z2-7]{{20}});salt=([A-Za-z0-9+/]{{22}}==);box=([A-Za-z0-9+/]{{43}}=)\n?")
#: A phrase shorter than this is guessed.
LEAST_LETTERS = 8


def closed(secret: bytes, kid: str, phrase: str) -> str:
    """The secret under a phrase, as one line. WrongUse `phrase_short`."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    words = _words(phrase)
    if len(phrase.strip()) < LEAST_LETTERS:
        raise WrongUse("phrase_short", count=str(LEAST_LETTERS))
    salt = hmac.digest(secret, b"ipdesk key box\n" + words, "sha256")[:16]
    box = ChaCha20Poly1305(_key(words, salt)).encrypt(bytes(12), secret, kid.encode())
    parts = (f"{name}={base64.b64encode(part).decode()}" for name, part in (("salt", salt), ("box", box)))
    return ";".join((_FORMAT, f"kid={kid}", *parts)) + "\n"


def kid_of(text: str) -> str:
    """Whose key is in the box, without opening it; empty when the text is no box."""
    found = _TEXT.fullmatch(text)
    return found[1] if found else ""


def opened(text: str, phrase: str) -> bytes:
    """The secret. Refused `key_box_damaged`, `phrase_wrong`."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    found = _TEXT.fullmatch(text)
    if found is None:
        raise Refused("key_box_damaged")
    try:
        salt, box = (base64.b64decode(part, validate=True) for part in (found[2], found[3]))
        secret = ChaCha20Poly1305(_key(_words(phrase), salt)).decrypt(bytes(12), box, found[1].encode())
    except (InvalidTag, binascii.Error):
        raise Refused("phrase_wrong") from None
    if len(secret) != SECRET_BYTES:
        raise Refused("key_box_damaged")
    return secret


def _words(phrase: str) -> bytes:
    """A phrase as it counts: outer blanks and the line end of a file do not."""
    return phrase.strip().encode("utf-8", "surrogatepass")


def _key(words: bytes, salt: bytes) -> bytes:
    return hashlib.scrypt(words, salt=salt, n=2**15, r=8, p=1, maxmem=64 * 1024 * 1024, dklen=32)
