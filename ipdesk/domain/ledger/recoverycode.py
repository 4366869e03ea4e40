"""The recovery code: an office's secret as nine groups of four characters, to be kept on paper and typed in again.

Each group ends in a check character over its other three and its place, so a slip of the pen is told with its group.
128 bits of secret and 7 bits over the whole make 27 characters; with the nine checks 36.
"""

import re
from hashlib import sha256
from typing import Final

ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
SECRET_BYTES: Final = 16
GROUPS: Final = 9
#: What people write for characters that the alphabet lacks.
_MISREAD: Final = str.maketrans("018", "OIB")


class MiswrittenCode(ValueError):
    """A code that is none. `group` is the first wrong group from 1, 0 when it is not one group's fault."""

    def __init__(self, group: int = 0) -> None:
        super().__init__(f"group {group}" if group else "the code as a whole")
        self.group = group


def written(secret: bytes) -> str:
    """The code of a secret of 16 bytes, `ABCD-EFGH-…`."""
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"a secret has {SECRET_BYTES} bytes")
    number = int.from_bytes(secret, "big") << 7 | _whole_check(secret)
    digits = [number >> (5 * place) & 31 for place in reversed(range(27))]
    groups = [digits[start : start + 3] for start in range(0, 27, 3)]
    return "-".join(
        "".join(ALPHABET[digit] for digit in (*group, _group_check(group, place))) for place, group in enumerate(groups)
    )


def secret_of(text: str) -> bytes:
    """The secret that a code stands for; blanks, dashes and lower case do not matter. Raises MiswrittenCode."""
    bare = re.sub(r"[\s\-–—－·.]+", "", text).upper().translate(_MISREAD)
    if len(bare) != 4 * GROUPS or not set(bare) <= set(ALPHABET):
        odd = next((place for place, letter in enumerate(bare) if letter not in ALPHABET), None)
        raise MiswrittenCode(0 if odd is None or len(bare) != 4 * GROUPS else odd // 4 + 1)
    number = 0
    for place in range(GROUPS):
        *group, check = (ALPHABET.index(letter) for letter in bare[4 * place : 4 * place + 4])
        if _group_check(group, place) != check:
            raise MiswrittenCode(place + 1)
        for digit in group:
            number = number << 5 | digit
    secret = (number >> 7).to_bytes(SECRET_BYTES, "big")
    if number & 127 != _whole_check(secret):
        raise MiswrittenCode
    return secret


def training_secret(plan: str, unit: str) -> bytes:
    """The well-known secret of a unit's training workspace: training proves nothing, and is the same on every PC."""
    return sha256(f"ipdesk training key/1\n{plan}\n{unit}\n".encode()).digest()[:SECRET_BYTES]


def key_seed(secret: bytes) -> bytes:
    """The 32 bytes of an Ed25519 private key that grow from a secret."""
    return sha256(b"ipdesk office key/1\n" + secret).digest()


def _group_check(group: list[int], place: int) -> int:
    """A check in the field of 32 elements: it finds each wrong character, each swap of two, and most swapped groups."""
    check = place
    for digit in group:
        check = _doubled(check ^ digit)
    return check


def _doubled(element: int) -> int:
    """Times x, modulo x^5 + x^2 + 1."""
    element <<= 1
    return element ^ 37 if element & 32 else element


def _whole_check(secret: bytes) -> int:
    return sha256(b"ipdesk recovery code/1\n" + secret).digest()[0] & 127
