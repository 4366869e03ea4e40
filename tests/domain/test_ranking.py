"""Places that noise never decides."""

from decimal import Decimal as D
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain.ranking import Contestant, Unplaced, places

STEP, SMALL = D("0.1"), D(5)


def ranked(*scores: str | None, way: str | None = None) -> list[int | None]:
    of = [Contestant(str(n), None if one is None else D(one), D(way) if way else None) for n, one in enumerate(scores)]
    return [one.place for one in places(of, step=STEP, small_count=SMALL)]


def test_ties_share_a_place_and_the_next_is_left_out() -> None:
    assert ranked("40", "30", "30", "20") == [1, 2, 2, 4]
    assert ranked("20", "30", "40", "30") == [4, 2, 1, 2]


def test_less_than_the_last_shown_digit_parts_nobody() -> None:
    assert ranked("33.34", "33.30") == [1, 1]
    assert ranked("33.4", "33.3") == [1, 2]
    assert ranked("10", "9.95", "9.9") == [1, 1, 1]  # nobody stands before one that he can't be parted from


def test_one_thing_more_or_less_parts_nobody() -> None:
    """Of twenty things one is five points."""
    assert ranked("40", "36", "30", way="20") == [1, 1, 3]
    assert ranked("40", "35", "30", way="20") == [1, 2, 3]


def test_missing_is_not_zero_and_few_things_are_not_ranked() -> None:
    assert ranked("40", None, "0") == [1, None, 2]
    of = [Contestant("a", D(50), D(40)), Contestant("b", D(0), D(4)), Contestant("c", None, D(40))]
    assert [one.without for one in places(of, step=STEP, small_count=SMALL)] == [
        None, Unplaced.SMALL_COUNT, Unplaced.MISSING,
    ]  # fmt: skip


CONTESTANTS = st.lists(
    st.builds(
        lambda score, way: (score, way),
        st.none() | st.decimals(-50, 200, places=2),
        st.none() | st.integers(1, 60).map(D),
    ),
    max_size=9,
)


@given(CONTESTANTS)
def test_whoever_stands_before_another_is_clearly_better(drawn: list[tuple[D | None, D | None]]) -> None:
    of = [Contestant(str(n), score, way) for n, (score, way) in enumerate(drawn)]
    found = places(of, step=STEP, small_count=SMALL)
    placed = [(one, place) for one, place in zip(of, found, strict=True) if place.place is not None]
    for one, here in placed:
        for other, there in placed:
            assert here.place is not None
            assert there.place is not None
            if here.place < there.place:
                noise = max([Fraction(STEP), *(Fraction(100) / Fraction(x.way) for x in (one, other) if x.way)])
                assert Fraction(one.score or 0) - Fraction(other.score or 0) >= noise
            if one.score == other.score:
                assert here.place == there.place
        # 1 + how many stand before
        assert here.place == 1 + sum(there.place < here.place for _other, there in placed if there.place)
        assert here.shared == (sum(there.place == here.place for _other, there in placed) > 1)
