"""Values to package content and back, whatever they hold; what does not fit is refused by ValueError alone."""

import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain.check import Check
from ipdesk.domain.form import Answers, Form, FormRow
from ipdesk.domain.ledger.canonical import canonical_bytes
from ipdesk.domain.ledger.codec import decode, encode
from ipdesk.domain.ledger.contents import HandedDown, Opinion, Release, Submission, read_form, template_content
from ipdesk.domain.ledger.package import Kind, make
from ipdesk.domain.ledger.policy import Policy
from ipdesk.domain.quantity import MAX_DIGITS
from ipdesk.domain.target import Target
from tests.builders import LEDGER, form, row, target

KINDS = (Form, Answers, Policy, Submission, Release, HandedDown, Opinion)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=4)
QUANTITY = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)


@cache
def anything(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a declared type, every field filled."""
    arguments = get_args(hint)
    if types.NoneType in arguments:
        return st.none() | anything(next(argument for argument in arguments if argument is not types.NoneType))
    if get_origin(hint) is tuple:
        return st.lists(anything(arguments[0]), max_size=2).map(tuple)
    if get_origin(hint) is Mapping:
        return st.dictionaries(TEXT, anything(arguments[1]), max_size=2)
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        return st.builds(hint, **{field.name: anything(hints[field.name]) for field in fields(hint)})  # type: ignore[arg-type]
    if issubclass(hint, Enum):
        return st.sampled_from(hint)
    simple = {str: TEXT, bool: st.booleans(), int: st.integers(-(2**40), 2**40), Decimal: QUANTITY, date: st.dates()}
    return simple[hint]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_round_trip_through_bytes(kind: type, data: st.DataObject) -> None:
    value = data.draw(anything(kind))
    spelled = canonical_bytes(encode(value))
    assert decode(kind, json.loads(spelled)) == value
    assert canonical_bytes(encode(decode(kind, json.loads(spelled)))) == spelled


@given(anything(Form))
def test_a_form_through_its_template_package(value: Form) -> None:
    package = make(Kind.TEMPLATE, LEDGER, maker="m", audience="a", content=template_content(value))
    assert read_form(package) == value


def test_a_default_is_left_out_and_none_of_a_required_field_too() -> None:
    assert encode(Answers()) == {}
    assert "quantity" not in encode(target(quantity=None))
    assert decode(Target, encode(target(quantity=None))).quantity is None
    assert decode(Form, encode(form(deadline=None))) == form(deadline=None)


def test_equal_values_have_equal_content() -> None:
    one, two = row(factor=Decimal("100.00"), last=Decimal("-0")), row(factor=Decimal("1E+2"), last=Decimal("0.0"))
    assert one == two
    assert encode(one) == encode(two)
    assert encode(one)["factor"] == "100"
    assert encode(row(factor=Decimal("1.0"))) == encode(row())


def test_no_field_of_the_format_has_a_default_that_is_not_neutral() -> None:
    """Absent means default: a default that a later program changed would change what old packages say."""
    told = {
        f"{kind.__name__}.{field.name}": field.default
        for kind in _all_kinds()
        for field in fields(kind)
        if field.default is not MISSING and field.default not in ("", None, (), 0, False)
    }
    assert told == {
        "FormRow.factor": Decimal(1), "Policy.added_tasks": 3,
        "Policy.deadline_days": 10, "Policy.steps": ("科室审核", "分管领导审签"),
        "HandedDown.stage": "order", "Opinion.made_by": "form",
        "Submission.made_by": "form", "Target.attribute": "unstated", "Thresholds.lagging": Decimal(-30),
        "Thresholds.nearly": Decimal(-10), "Thresholds.small_count": Decimal(5), "Thresholds.first_months": 3,
        "Thresholds.coverage": Decimal(90), "Value.status": "given",
    }  # fmt: skip


def _all_kinds() -> set[Any]:
    found: set[Any] = set()
    waiting: list[Any] = list(KINDS)
    while waiting:
        hint = waiting.pop()
        waiting.extend(get_args(hint))
        if is_dataclass(hint) and hint not in found:
            found.add(hint)
            waiting.extend(get_type_hints(hint).values())
    return found


ROW = encode(row())


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (FormRow, {**ROW, "more": 1}), (FormRow, {**ROW, "key": 1}), (FormRow, {**ROW, "level": True}),
        (FormRow, {**ROW, "level": "1"}),
        (FormRow, {**ROW, "factor": 100}), (FormRow, {**ROW, "factor": "100.0"}), (FormRow, {**ROW, "factor": "1e2"}),
        (FormRow, {**ROW, "factor": "NaN"}), (FormRow, {**ROW, "factor": [0, [1], 0]}),
        (FormRow, {**ROW, "factor": True}),
        (FormRow, {**ROW, "factor": "１"}), (FormRow, {**ROW, "factor": "9" * (MAX_DIGITS + 1)}),
        (FormRow, {**ROW, "entry": "daily"}),
        (FormRow, {**ROW, "entry": []}), (FormRow, {**ROW, "entry": {}}), (FormRow, {**ROW, "target": "x"}),
        (FormRow, {**ROW, "target": None}),
        (FormRow, {key: value for key, value in ROW.items() if key != "name"}), (FormRow, []), (FormRow, "x"),
        (FormRow, None),
        (Form, {**encode(form()), "deadline": "20261010"}), (Form, {**encode(form()), "deadline": 5}),
        (Form, {**encode(form()), "rows": "x"}),
        (Form, {**encode(form()), "deadline": "2026-W41-6"}), (Form, {**encode(form()), "rows": {"a": 1}}),
        (Form, {**encode(form()), "draft_plan": 1}), (Form, {**encode(form()), "steps": [1]}),
        (Answers, {"values": []}), (Answers, {"values": {"a": "x"}}), (Answers, {"replies": {"a": 1}}),
        (Answers, {1: "x", "b": 1}),
    ],
)  # fmt: skip
def test_content_that_does_not_fit(kind: type, content: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        decode(kind, content)


WILD = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "x", "1", "1.0", "2026-01-01", "unit"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["key", "values", "row"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(kind=st.sampled_from((Form, Answers, Policy, HandedDown)), data=st.data())
def test_wrong_content_is_refused_or_read(kind: type, data: st.DataObject) -> None:
    right = {
        Form: form(),
        Answers: Answers(filled_by="x"),
        Policy: Policy(()),
        HandedDown: HandedDown("u", (target(),)),
    }
    content = encode(right[kind])
    content[data.draw(st.sampled_from([field.name for field in fields(kind)]))] = data.draw(WILD)
    try:
        value = decode(kind, content)
    except ValueError:
        return
    assert decode(kind, encode(value)) == value


def test_a_template_that_names_its_form_twice_is_refused() -> None:
    content = {**template_content(form()), "id": "other"}
    with pytest.raises(ValueError, match="id"):
        read_form(make(Kind.TEMPLATE, LEDGER, maker="m", audience="a", content=content))


def test_a_value_that_has_no_canonical_text_is_not_written() -> None:
    with pytest.raises(ValueError, match="finite"):
        encode(replace(target(), quantity=Decimal("NaN")))


def test_a_check_that_comes_again_is_the_same_one_and_no_other() -> None:
    content = {"id": "a.required", "kind": "required", "row": "a", "severity": "must_fix"}

    assert decode(Check, dict(content)) is decode(Check, dict(content))
    assert decode(Check, content | {"row": "b"}).row == "b"
    for wrong in (
        content | {"row": 1},
        content | {"row": True},
        content | {"other": ["b"]},
        content | {"colour": "red"},
    ):
        with pytest.raises(ValueError, match=r"str was expected|has no colour"):
            decode(Check, wrong)


def test_a_field_added_with_a_default_changes_no_content() -> None:
    @dataclass(frozen=True)
    class Before:
        name: str

    @dataclass(frozen=True)
    class After:
        name: str
        hint: str = ""

    assert encode(Before("a")) == encode(After("a"))
