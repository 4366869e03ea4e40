"""A plan becomes package content and comes back the same."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain.plan import Plan, PlanStatus
from ipdesk.domain.plancontent import content, plan_from_content
from ipdesk.domain.target import Baseline, Comparator, HistoryRow, Source, Target, TargetKind

numbers = st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=4)
baselines = st.builds(Baseline, quantity=numbers)
targets = st.builds(Target, quantity=st.none() | numbers, upper=st.none() | numbers, baseline=st.none() | baselines)
history = st.builds(HistoryRow, before=st.none() | numbers, expected=st.none() | numbers, actual=st.none() | numbers)
# What is not named here, Hypothesis makes from the declared types.
plans = st.builds(Plan, targets=st.lists(targets).map(tuple), history=st.lists(history).map(tuple))

PLAN = Plan("p", "T", "t", "i", "1", "city", 2026, 2030, PlanStatus.DRAFT, 1)
PENDING = Target("a", "i", "n", TargetKind.LEVEL, Comparator.AT_LEAST, None, "%", 2030, 2026, Source.TABLE, "c")


def leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for member in value.values() for leaf in leaves(member)]
    if isinstance(value, list):
        return [leaf for member in value for leaf in leaves(member)]
    return [value]


@given(plans)
def test_every_plan_comes_back_the_same(plan: Plan) -> None:
    told = content(plan)
    assert all(type(leaf) in (str, int, bool) for leaf in leaves(told))
    assert plan_from_content(json.loads(json.dumps(told))) == plan


def test_what_holds_its_default_is_absent() -> None:
    told = content(replace(PLAN, targets=(PENDING,)))
    assert "outline" not in told
    assert sorted(told["targets"][0]) == sorted(
        ["id", "indicator", "name", "kind", "comparator", "unit", "horizon", "start", "source", "clause"]
    )


def test_a_pending_target_comes_back_pending() -> None:
    plan = replace(PLAN, targets=(PENDING,))
    assert plan_from_content(content(plan)).targets[0].pending


def test_decimals_are_canonical_text() -> None:
    plan = replace(PLAN, targets=(replace(PENDING, quantity=Decimal("9.50")),))
    assert content(plan)["targets"][0]["quantity"] == "9.5"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": "1"}, "int"),
        ({"version": True}, "int"),
        ({"status": "finished"}, "finished"),
        ({"colour": "red"}, "colour"),
        ({"outline": {}}, "list"),
        ({"targets": [{"id": "a"}]}, "missing"),
        ({"targets": [content(replace(PLAN, targets=(PENDING,)))["targets"][0] | {"quantity": 9.5}]}, "9.5"),
        ({"targets": [content(replace(PLAN, targets=(PENDING,)))["targets"][0] | {"quantity": "9.50"}]}, "canonical"),
        ({"title": None}, "str"),
        ({"units": [None]}, "object"),
    ],
)
def test_content_that_is_no_plan_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        plan_from_content(content(PLAN) | change)


@pytest.mark.parametrize("name", ["id", "title", "status", "first_year"])
def test_a_plan_needs_its_head(name: str) -> None:
    told = content(PLAN)
    del told[name]
    with pytest.raises(ValueError, match=name):
        plan_from_content(told)
