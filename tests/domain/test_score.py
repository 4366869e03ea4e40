from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain.quantity import round_half_up
from ipdesk.domain.score import efficacy, entropy_weights, min_max, ranks, target_ratio, weighted_score


@pytest.mark.parametrize(("figure", "score"), [(10, 60), (30, 70), (90, 100), (50, 80)])
def test_case_17_efficacy(figure, score):
    assert efficacy(D(figure), not_allowed=D(10), satisfactory=D(90)) == score


def test_efficacy_of_an_inverse_indicator_and_of_nothing():
    assert efficacy(D(5), not_allowed=D(9), satisfactory=D(1)) == 80
    assert efficacy(D(10), not_allowed=D(9), satisfactory=D(1)) == 55  # below the mark: no hidden floor
    assert efficacy(D(5), not_allowed=D(5), satisfactory=D(5)) is None


def test_case_18_entropy():
    weighed = entropy_weights([[D(10), D(30), D(90), D(50)], [D(5), D("5.2"), D("4.9"), D("5.1")]])
    assert [round_half_up(one, 6) for one in weighed.entropies] == [D("0.828534"), D("0.846289")]
    assert [round_half_up(one, 6) for one in weighed.weights] == [D("0.527301"), D("0.472699")]


def test_entropy_of_equal_columns():
    level = [D(3), D(3), D(3)]
    weighed = entropy_weights([level, [D(1), D(2), D(3)]])
    assert weighed.weights == (0, 1)
    assert entropy_weights([level]) is None
    assert entropy_weights([[D(1)]]) is None
    with pytest.raises(ValueError, match="length"):
        entropy_weights([[D(1), D(2)], [D(1)]])


def test_entropy_without_shift_takes_nought_times_its_logarithm_as_nought():
    assert entropy_weights([[D(0), D(1)], [D(0), D(1)]], shift=D(0)).weights == (D("0.5"), D("0.5"))


def test_min_max():
    assert min_max([D(10), None, D(30), D(20)]) == (0, None, 1, D("0.5"))
    assert min_max([D(10), D(30)], lower_is_better=True) == (1, 0)
    assert min_max([D(10), D(10)]) == (None, None)
    assert min_max([None]) == (None,)


@pytest.mark.parametrize(
    ("completion", "cap", "score"), [("0.5", "100", "50"), ("6.2", "120", "120"), ("-0.2", "100", "-20")]
)
def test_target_ratio(completion, cap, score):
    assert target_ratio(D(completion), cap=D(cap)) == D(score)


def test_missing_is_left_out_and_said():
    score = weighted_score({"a": D(80), "b": None, "c": D(60)}, {"a": D(2), "b": D(4), "c": D(2)})
    assert (score.score, score.weight_used) == (70, D("0.5"))
    assert weighted_score({"a": None}, {"a": D(1)}) is None


def test_ties_share_a_rank():
    assert ranks([D(9), D(7), None, D(7), D(5)]) == (1, 2, None, 2, 4)
    assert ranks([D(9), D(7), D(5)], lower_is_better=True) == (3, 2, 1)


@given(st.lists(st.one_of(st.none(), st.integers(0, 5).map(D)), max_size=12))
def test_a_rank_is_one_more_than_the_number_of_better_ones(scores):
    for score, rank in zip(scores, ranks(scores), strict=True):
        assert rank == (None if score is None else 1 + sum(one is not None and one > score for one in scores))
