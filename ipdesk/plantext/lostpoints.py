"""Figures of a scan that lost their decimal points: `35 1` is one figure or two.

So many are made of the pieces as the table has columns of figures, and of the ways to do that the one is taken whose
figures lie closest together: what is expected and what was there before are of one order.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from ipdesk.plantext.document import Span
from ipdesk.plantext.tablegrid import Piece, over


def figures(pieces: Sequence[Piece], count: int) -> list[Span]:
    """The pieces as `count` figures, lost decimal points between two pieces where there are too many."""
    if len(pieces) <= count:
        return [piece.span for piece in pieces]
    best: tuple[Decimal, list[Span]] | None = None
    for firsts in combinations(range(len(pieces)), count):
        if firsts[0] != 0:
            continue
        ends = [*firsts[1:], len(pieces)]
        groups = [pieces[first:end] for first, end in zip(firsts, ends, strict=True)]
        if not all(_one_figure(group) for group in groups):
            continue
        spans = [over(group[0], group[-1]) for group in groups]
        distance = _distance(groups)
        if best is None or distance < best[0]:
            best = distance, spans
    if best is not None:
        return best[1]
    spans = [piece.span for piece in pieces]
    return [*spans[: count - 1], Span(spans[count - 1].start, spans[-1].end)]


def _one_figure(group: Sequence[Piece]) -> bool:
    if len(group) == 1:
        return not re.fullmatch(r"0\d.*", group[0].words)
    if len(group) > 2:
        return False
    whole, fraction = (piece.words for piece in group)
    return bool(re.fullmatch(r"[^\d]{0,3}\d{1,6}", whole) and re.fullmatch(r"\d{1,4}[%）)]?", fraction))


def _distance(groups: Sequence[Sequence[Piece]]) -> Decimal:
    """How far the figures lie apart: the sum over neighbours of the logarithm of their ratio."""
    values = []
    for group in groups:
        digits = ".".join(re.sub(r"[^\d.]", "", piece.words) for piece in group)
        values.append(Decimal(digits) if re.fullmatch(r"\d+(?:\.\d+)?", digits) else Decimal(0))
    far = Decimal(0)
    for one, other in pairwise(values):
        far += abs((one / other).log10()) if one and other else Decimal(3)
    return far
