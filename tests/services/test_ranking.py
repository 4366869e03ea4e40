"""Ranking districts: off by default, by one basis, noise decides nothing."""

from dataclasses import replace
from decimal import Decimal

import pytest

from ipdesk.domain.errors import NotFound, Refused
from ipdesk.domain.ranking import Unplaced
from ipdesk.domain.target import Baseline
from ipdesk.services import handdown, policy, ranking
from ipdesk.services.workspace import Workspace
from tests.services.office import FIGURES, FUTIAN, LUOHU, OFFICER, Q3, TODAY, accepted


def hand_down_to_luohu(city: Workspace, quantity: str, baseline: str | None) -> None:
    own = handdown.targets_of(city, FUTIAN)[0]
    target = replace(
        own, id="protection-stations-440303", of_unit=LUOHU, quantity=Decimal(quantity),
        baseline=Baseline(Decimal(baseline), 2025) if baseline else None,
    )  # fmt: skip
    handdown.hand_down(city, {LUOHU: (target,)}, order_number="（测试）", today=TODAY, by=OFFICER)


def switch_on(city: Workspace) -> None:
    policy.change(city, lambda laid: replace(laid, ranking=True), today=TODAY, by=OFFICER)


def test_it_is_off_unless_the_office_wants_it(city: Workspace) -> None:
    with pytest.raises(Refused, match="ranking_off"):
        ranking.ranking(city, "protection-stations", Q3)


def test_districts_by_how_far_each_is_to_its_own_target(city: Workspace) -> None:
    """4/24 against 7/20; of twenty one is five points, so Luohu is clearly before."""
    hand_down_to_luohu(city, "45", "25")
    switch_on(city)
    accepted(city, FUTIAN)
    accepted(city, LUOHU, {**FIGURES, "protection-stations": "32"})

    found = ranking.ranking(city, "protection-stations", Q3)

    assert found.basis == ranking.COMPLETION
    assert {one.unit: one.place for one in found.places} == {FUTIAN: 2, LUOHU: 1}


def test_one_without_baseline_takes_all_to_the_share_of_the_target(city: Workspace) -> None:
    """34/54 against 24/40: 62.96 and 60 %, less than one of forty apart is not, so 2.96 ≥ 2.5 parts them."""
    hand_down_to_luohu(city, "40", None)
    switch_on(city)
    accepted(city, FUTIAN)
    accepted(city, LUOHU, {**FIGURES, "protection-stations": "24"})

    found = ranking.ranking(city, "protection-stations", Q3)

    assert found.basis == ranking.SHARE
    assert {one.unit: one.place for one in found.places} == {FUTIAN: 1, LUOHU: 2}


def test_missing_is_not_zero(city: Workspace) -> None:
    hand_down_to_luohu(city, "45", "25")
    switch_on(city)
    accepted(city, FUTIAN)

    found = {one.unit: one for one in ranking.ranking(city, "protection-stations", Q3).places}

    assert (found[FUTIAN].place, found[LUOHU].place, found[LUOHU].without) == (1, None, Unplaced.MISSING)


def test_an_indicator_of_one_district_alone_is_not_ranked(city: Workspace) -> None:
    switch_on(city)
    with pytest.raises(NotFound, match="ranking_unknown"):
        ranking.ranking(city, "protection-stations", Q3)
