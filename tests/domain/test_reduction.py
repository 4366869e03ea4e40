from decimal import Decimal as D
from fractions import Fraction

import pytest

from ipdesk.domain.quantity import round_half_up
from ipdesk.domain.reduction import ReductionPath, on_compound_path, reduction_planned, reduction_so_far


def test_case_11():
    assert round_half_up(reduction_planned(D(17), Fraction(2, 5)), 3) == D("7.182")
    assert reduction_planned(D(17), Fraction(2, 5), ReductionPath.SIMPLE) == D("6.8")


@pytest.mark.parametrize("path", ReductionPath)
def test_both_paths_end_at_the_target(path):
    assert reduction_planned(D(17), Fraction(1), path) == 17


def test_a_whole_reduction_has_only_the_simple_path():
    assert reduction_planned(D(100), Fraction(1, 4)) == 25


def test_yearly_reductions_compound():
    assert reduction_so_far([D(10), D(10)]) == 19
    assert on_compound_path(D(10), D(19), Fraction(1, 2))
    assert not on_compound_path(D("10.1"), D(19), Fraction(1, 2))
