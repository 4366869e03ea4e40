"""The figures in a table's cell: 85, ≥85%, 〔18〕, 320（5）, 2.6:1, 待定."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ipdesk.domain.target import Comparator
from ipdesk.plantext import comparators, measures, numbers
from ipdesk.plantext.columns import PENDING


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a cell: `place` in the cell's reading text. `bracketed`: it stands in 〔〕 [] （）."""

    value: Decimal | None
    place: tuple[int, int] | None
    comparator: Comparator | None = None
    upper: Decimal | None = None
    unit: str = ""
    bracketed: bool = False
    repaired: bool = False
    falls: bool = False
    words: str = ""


_FIGURE: Final = re.compile(
    r"(?P<open>[（(\[〔【])?(?P<before>[^\d（(\[〔【、，；/]{0,8})(?P<number>\d[\d,]*(?:\.\d+|"
    r" \d{1,2}(?!\d))?(?:[-—–~～至]+\d[\d,]*(?:\.\d+)?)?)(?P<after>[^（(\[〔【\d、，；]{0,10}?)"
    r"(?P<close>[）)\]〕】])?(?=[（(\[〔【、，；/\d]|\Z|[）)\]〕】])"
)


_RATIO: Final = re.compile(r"[≥≤><]?(\d+(?:\.\d+)?)[:：]1(?![\d.])")


def figures(words: str, *, lost_points: bool = False) -> tuple[Figure, ...]:
    """The figures of a cell; one without a value for a cell that is still pending; none for an empty one."""
    if not words:
        return ()
    if PENDING.match(words):
        return (Figure(None, None, words=words),)
    ratio = _RATIO.match(words)
    if ratio:
        place = (ratio.start(1), ratio.end(1))
        return (Figure(Decimal(ratio[1]), place, comparators.of_cell(words[: place[0]]), unit=":1", words=words),)
    found = []
    for m in _FIGURE.finditer(words):
        number = next(iter(numbers.find(m["number"], lost_points=lost_points or " " in m["number"])), None)
        if number is None:
            continue
        start = m.start("number")
        before, after = m["before"] or "", m["after"] or ""
        unit = measures.read(after, 0)
        falls = bool(re.search(r"下降|降低|减少|削减", before)) or before.endswith("-")
        found.append(
            Figure(
                number.value,
                (start + number.start, start + number.end),
                comparators.of_cell(before + after),
                number.upper,
                unit.unit if unit else "",
                bool(m["open"]) or bool(m["close"]),
                number.repaired,
                falls,
                words,
            )
        )
    return tuple(found)
