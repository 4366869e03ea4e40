"""The one way by which a text gets into a file that leaves the office."""

import unicodedata
from typing import Final

MAX_CELL: Final = 32_767


def clean(text: str) -> str:
    """A text that any spreadsheet can hold: no control characters but tab and line feed, at most 32,767 characters.

    Written as text it never becomes a formula, whatever it begins with; nobody escapes it, so it comes back the same.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(
        c for c in text if c in "\t\n" or (unicodedata.category(c) not in ("Cc", "Cs") and c not in "\ufffe\uffff")
    )
    units = kept.encode("utf-16-le")
    return kept if len(units) <= 2 * MAX_CELL else units[: 2 * (MAX_CELL - 1)].decode("utf-16-le", "ignore") + "…"


def width(text: str) -> float:
    """How wide a text is in digits of the body face; a Chinese character is two and a bit (excel.md 7.2)."""
    widest = 0.0
    for line in text.split("\n"):
        widest = max(widest, sum(2.1 if unicodedata.east_asian_width(c) in "WFA" else 1.05 for c in line))
    return widest


def lines(text: str, columns: float) -> int:
    """How many lines a text takes in a column so wide, wrapped."""
    room = max(columns - 0.8, 2.1)
    return sum(max(1, -int(-width(line) // room)) for line in text.split("\n"))
