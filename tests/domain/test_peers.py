"""The median of the units and the place of one among them, in words."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain.peers import Among, PeerPlace, among

FIGURES = st.decimals(-1000, 1000, places=2)


def figures(*texts: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(text) for text in texts)


def test_by_hand() -> None:
    assert among(Decimal(34), figures("12", "20", "40", "51")) == Among(Decimal(34), 5, PeerPlace.AMID)
    assert among(Decimal(60), figures("12", "20", "40")) == Among(Decimal(30), 4, PeerPlace.HIGHEST)
    assert among(Decimal(21), figures("12", "20", "40")) == Among(Decimal("20.5"), 4, PeerPlace.ABOVE)
    assert among(Decimal(19), figures("12", "20", "40")) == Among(Decimal("19.5"), 4, PeerPlace.BELOW)
    assert among(Decimal(1), figures("12", "20")) == Among(Decimal(12), 3, PeerPlace.LOWEST)


def test_of_too_few_nothing_is_said() -> None:
    assert among(Decimal(1), figures("12")) is None
    assert among(None, figures("12", "13", "14")) is None


@given(FIGURES, st.lists(FIGURES, min_size=2, max_size=12))
def test_half_lie_on_either_side_of_the_median(own: Decimal, others: list[Decimal]) -> None:
    found = among(own, others)
    assert found is not None
    everybody = [own, *others]
    assert 2 * sum(one <= found.median for one in everybody) >= len(everybody)
    assert 2 * sum(one >= found.median for one in everybody) >= len(everybody)
    above = found.place in (PeerPlace.ABOVE, PeerPlace.HIGHEST)
    assert (own > found.median) is above
