"""Whether an actual meets its target: compared unrounded, as the comparator says (domain.md E2)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from ipdesk.domain.target import Baseline, Comparator, Target, TargetKind, meets, restated
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


def test_a_target_restated_in_the_unit_that_is_filled_in() -> None:
    one = replace(
        AT_150, unit="万件", quantity=Decimal(30), upper=Decimal("32.5"), baseline=Baseline(Decimal(20), 2020)
    )
    said = restated(one, "件")
    assert (said.unit, said.quantity, said.upper) == ("件", Decimal(300_000), Decimal(325_000))
    assert said.baseline is not None
    assert said.baseline.quantity == Decimal(200_000)
    assert restated(said, "万件") == one


def test_a_target_in_a_unit_of_another_family_stays_as_it_is() -> None:
    one = replace(AT_150, unit="%", quantity=Decimal(15))
    assert restated(one, "亿元") is one
