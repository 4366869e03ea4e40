"""Whether the units' parts of a target can add up to it, and what is done where they cannot (domain.md D1).

Only amounts add up: a state, a cumulative or a yearly flow of an indicator that is summed. A ratio adds up through its
numerators and denominators. All else is not summable (不可相加): each unit takes the same value, or is not asked.
"""

from dataclasses import dataclass
from enum import StrEnum

from ipdesk.domain.indicator import Aggregation, Indicator
from ipdesk.domain.target import Target, TargetKind


class Rule(StrEnum):
    """How a target is split up."""

    SUM = "sum"  # parts add up to the whole
    RATIO = "ratio"  # Σ numerators ÷ Σ denominators must reach it
    SAME = "same"  # each unit takes the same value
    APART = "apart"  # units are not asked; who bears it takes it as it is
    OPEN = "open"  # the value is still open: nothing to split up yet


class Because(StrEnum):
    """Why a target is not summable."""

    NONE = ""
    PENDING = "pending"
    JUDGED = "judged"
    COVERAGE = "coverage"
    MAINTAIN = "maintain"
    CEILING = "ceiling"
    RATE = "rate"  # average growth, or a reduction in %
    OWN = "own"
    DISTINCT = "distinct"


@dataclass(frozen=True, slots=True)
class Summability:
    rule: Rule
    because: Because = Because.NONE


_BY_KIND = {
    TargetKind.JUDGED: Because.JUDGED,
    TargetKind.COVERAGE: Because.COVERAGE,
    TargetKind.MAINTAIN: Because.MAINTAIN,
    TargetKind.CEILING: Because.CEILING,
    TargetKind.GROWTH: Because.RATE,
    TargetKind.REDUCTION: Because.RATE,
}


def summability(target: Target, indicator: Indicator) -> Summability:
    """The rule by which a target of that indicator is split up, and why it is not summable where it is not."""
    if target.pending:
        return Summability(Rule.OPEN, Because.PENDING)
    if indicator.aggregation is Aggregation.OWN:
        return Summability(Rule.APART, Because.OWN)
    if because := _BY_KIND.get(target.kind):
        return Summability(Rule.SAME, because)
    if indicator.aggregation is Aggregation.DISTINCT:
        return Summability(Rule.APART, Because.DISTINCT)
    if indicator.aggregation is Aggregation.RATIO:
        return Summability(Rule.RATIO)
    return Summability(Rule.SUM)
