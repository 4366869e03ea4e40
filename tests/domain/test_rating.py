from decimal import Decimal as D

import pytest

from ipdesk.domain.judgement import Rating
from ipdesk.domain.rating import by_gap, rate


@pytest.mark.parametrize(
    ("gap", "word"),
    [
        ("0.5", Rating.MET), ("0", Rating.MET), ("-0.0000001", Rating.NEARLY), ("-0.1", Rating.NEARLY),
        ("-0.1000001", Rating.LAGGING), ("-0.3", Rating.LAGGING), ("-0.3000001", Rating.FAR_BEHIND),
    ],
)  # fmt: skip
def test_each_threshold_belongs_to_the_better_word(gap, word):
    assert by_gap(D(gap)) is word


@pytest.mark.parametrize(
    ("met", "final", "irreversible", "gap", "word"),
    [
        (True, False, False, "0.2", Rating.MET),
        (True, True, False, "0.2", Rating.DONE),
        (True, False, True, "0.2", Rating.DONE),
        (False, True, False, "0", Rating.NEARLY),
        (False, False, False, None, Rating.LAGGING),
        (True, False, False, None, Rating.MET),
    ],
)
def test_met_and_horizon(met, final, irreversible, gap, word):
    number = None if gap is None else D(gap)
    assert rate(met=met, final=final, irreversible=irreversible, gap=number) is word
