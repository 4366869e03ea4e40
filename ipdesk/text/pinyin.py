"""Chinese names by the letters that people type: initials (zlzy), full pinyin (zhiliang), or a mixture.

A character with several readings is found by each of them. The table is a file of our own (`tools/pinyin.py`).
"""

from collections.abc import Mapping
from functools import cache, lru_cache

from ipdesk.paths import resource_dir

#: Initials of two letters, which may be typed whole.
_DOUBLE = ("zh", "ch", "sh")


@cache
def readings() -> Mapping[str, tuple[str, ...]]:
    """The syllables of each character, without tones."""
    found: dict[str, tuple[str, ...]] = {}
    for line in (resource_dir() / "pinyin.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            syllable, _space, characters = line.partition(" ")
            for character in characters:
                found[character] = (*found.get(character, ()), syllable)
    return found


def is_typed(word: str) -> bool:
    """Whether a word may be meant as pinyin: two plain letters or more."""
    return len(word) > 1 and word.isascii() and word.isalpha()


@lru_cache(maxsize=65536)
def matches(letters: str, name: str, *, start: bool = False, whole: bool = False) -> bool:
    """Whether letters are the pinyin of characters that follow one another in a name, at its `start`, or all of it.

    Each character takes its initial, the two letters of zh, ch, sh, or its syllable; the last may be begun only.
    Marks between the characters are passed over; Latin letters and digits stand for themselves.
    """
    known = readings()
    options = [
        known.get(sign) or (sign.casefold(),) for sign in name if sign in known or (sign.isascii() and sign.isalnum())
    ]
    wanted = letters.casefold().replace("ü", "v")
    places = range(1) if start or whole else range(len(options))
    return any(_from(wanted, options, place, whole=whole) for place in places)


def _from(letters: str, options: list[tuple[str, ...]], place: int, *, whole: bool) -> bool:
    if not letters:
        return not whole or place == len(options)
    if place == len(options):
        return False
    for syllable in options[place]:
        if syllable.startswith(letters) and (not whole or place == len(options) - 1):
            return True
        for taken in _ways(syllable):
            if letters.startswith(taken) and _from(letters[len(taken) :], options, place + 1, whole=whole):
                return True
    return False


def _ways(syllable: str) -> set[str]:
    """What may stand for one character that others follow."""
    ways = {syllable, syllable[:1]}
    if syllable.startswith(_DOUBLE):
        ways.add(syllable[:2])
    return ways
