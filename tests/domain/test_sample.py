"""Samples: the same list from the same seed on every PC, every unit in it, never more than there is."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain.sample import draw, rank

LINES = [("440304", f"m{number}") for number in range(6)] + [("440305", f"m{number}") for number in range(3)]


def test_anybody_can_draw_it_again() -> None:
    found = draw(LINES, "2026年三季度", per_unit=2)
    by_hand = sorted(
        (sha256(f"2026年三季度|440304|m{number}".encode()).hexdigest(), f"m{number}") for number in range(6)
    )
    assert [one.subject for one in found if one.unit == "440304"] == [subject for _rank, subject in by_hand[:2]]
    assert found[0].rank == rank("2026年三季度", "440304", found[0].subject)
    assert len(found) == 4


def test_another_seed_draws_another_list() -> None:
    assert {one.subject for one in draw(LINES, "a", per_unit=3)} != {
        one.subject for one in draw(LINES, "b", per_unit=3)
    }


def test_a_total_is_parted_by_the_units_shares() -> None:
    found = draw(LINES, "s", total=6)
    assert [sum(one.unit == unit for one in found) for unit in ("440304", "440305")] == [4, 2]
    assert len(draw(LINES, "s", total=100)) == 9


@pytest.mark.parametrize(("per_unit", "total", "seed"), [(0, 0, "s"), (1, 1, "s"), (1, 0, "")])
def test_what_is_no_sample_is_refused(per_unit: int, total: int, seed: str) -> None:
    with pytest.raises(ValueError, match="seed"):
        draw(LINES, seed, per_unit=per_unit, total=total)


@given(st.lists(st.integers(1, 20), min_size=1, max_size=12), st.integers(1, 120), st.text(min_size=1, max_size=4))
def test_a_total_is_met_and_no_stratum_is_left_out_or_overdrawn(sizes: list[int], total: int, seed: str) -> None:
    lines = [(str(unit), str(number)) for unit, size in enumerate(sizes) for number in range(size)]
    found = draw(lines, seed, total=total)
    counts = [sum(one.unit == str(unit) for one in found) for unit in range(len(sizes))]
    assert sum(counts) == min(total, sum(sizes))
    assert all(count <= size for count, size in zip(counts, sizes, strict=True))
    assert total < len(sizes) or all(counts)
    assert draw([*lines, *lines[:2]], seed, total=total) == found
