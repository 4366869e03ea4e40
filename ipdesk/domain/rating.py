"""The words of an assessment (domain.md E4): from gap, met and horizon to a rating.

Thresholds are data that the user may change; they are printed under every table.
"""

from decimal import Decimal, localcontext
from typing import Final

from ipdesk.domain.judgement import Rating, Thresholds
from ipdesk.domain.quantity import ARITHMETIC

#: Where the words change unless the user says otherwise.
DEFAULT_THRESHOLDS: Final = Thresholds()
#: A figure such as 400 ÷ 3 is kept at 28 digits, so its gap is off in the last ones: so much below a line is on it, at
#: 20 decimals, far finer than any figure and far coarser than that.
SLACK: Final = Decimal("5E-21")


def by_gap(gap: Decimal, thresholds: Thresholds = DEFAULT_THRESHOLDS) -> Rating:
    """The word for a gap given as a fraction (−0.0667 is −6.67 points); on the line is on the line.

    ≥ 0 达到; from `nearly` (included) 基本达到; from `lagging` (included) 滞后; below 严重滞后.
    """
    with localcontext(ARITHMETIC):
        points = (gap + SLACK) * 100
    if points >= 0:
        return Rating.MET
    if points >= thresholds.nearly:
        return Rating.NEARLY
    return Rating.LAGGING if points >= thresholds.lagging else Rating.FAR_BEHIND


def rate(
    *, met: bool, final: bool, irreversible: bool, gap: Decimal | None, thresholds: Thresholds = DEFAULT_THRESHOLDS
) -> Rating:
    """The word for a target that can be compared.

    已完成 needs the target met and either the horizon reached (`final`) or a figure that cannot fall back
    (`irreversible`: a sum of flows). Where no gap can be said (maintain, ceiling, growth) kept is 达到 and not kept is
    滞后. At the horizon the comparator decides: 22 against > 22 is on the line and yet not met, so 基本达到.
    """
    if met and (final or irreversible):
        return Rating.DONE
    if gap is None:
        return Rating.MET if met else Rating.LAGGING
    word = by_gap(gap, thresholds)
    return Rating.NEARLY if final and word is Rating.MET else word
