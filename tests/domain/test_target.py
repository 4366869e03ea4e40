"""Whether an actual meets its target: compared unrounded, as the comparator says (domain.md E2)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from ipdesk.domain.target import Comparator, Target, TargetKind, meets
from tests.builders import target

AT_150 = replace(target(), kind=TargetKind.LEVEL, quantity=Decimal(150))


@pytest.mark.parametrize(
    ("comparator", "below", "on", "above"),
    [
        (Comparator.AT_LEAST, False, True, True),
        (Comparator.MORE, False, False, True),
        (Comparator.EQUAL, False, True, False),
        (Comparator.LESS, True, False, False),
        (Comparator.AT_MOST, True, True, False),
        (Comparator.RANGE, False, True, True),
    ],
)
def test_below_on_and_above_the_line(comparator: Comparator, below: bool, on: bool, above: bool) -> None:
    one = replace(AT_150, comparator=comparator)
    assert [meets(Decimal(figure), one) for figure in ("149.999", "150", "150.001")] == [below, on, above]


def test_what_is_shown_as_22_is_not_more_than_22() -> None:
    strict = replace(AT_150, comparator=Comparator.MORE, quantity=Decimal(22))
    assert not meets(Decimal("21.96"), strict)


def test_a_pending_target_cannot_be_met() -> None:
    pending: Target = replace(AT_150, quantity=None)
    assert pending.pending
    with pytest.raises(ValueError, match="no quantity"):
        meets(Decimal(1), pending)
