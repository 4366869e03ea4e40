"""Packages from bytes: what is one, what is not, and that hostile bytes raise nothing but ValueError."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain.form import Question
from ipdesk.domain.ledger.canonical import canonical_bytes
from ipdesk.domain.ledger.decision import Decision, Verb, read_decision
from ipdesk.domain.ledger.fold import fold
from ipdesk.domain.ledger.package import SCHEMA, Kind, LedgerKey, Slot, make, parse, slot_of
from tests.builders import LEDGER, UNIT, decision, policy, slot, submission, template

ID, ID2 = "a" * 64, "b" * 64


def header(**changes: Any) -> dict[str, Any]:
    content = {"unit": UNIT, "period": "2026-Q3", "form": "main", "template": ID, "answers": {}}
    given = {
        "schema": 1,
        "kind": "submission",
        "ledger": LEDGER.content(),
        "maker": UNIT,
        "audience": UNIT,
        "content": content,
    }
    return {**given, **changes}


def decided(**changes: Any) -> dict[str, Any]:
    content = {"verb": "accept", "slot": {"kind": "submission", "unit": UNIT}, "names": [ID], **changes}
    return header(kind="decision", content={key: value for key, value in content.items() if value is not ...})


def test_equal_arguments_make_equal_packages() -> None:
    one, two = submission(37, [ID2, ID, ID]), submission(37, [ID, ID2])
    assert one == two
    assert one.data == two.data
    assert one.parents == (ID, ID2)
    assert hash(one) == hash(two)


def test_what_is_empty_is_absent() -> None:
    held = json.loads(make(Kind.PLAN, LEDGER, maker="m", audience="children", content={}).data)
    assert set(held) == {"schema", "kind", "ledger", "maker", "audience", "content"}


def test_real_and_training_are_different_ledgers() -> None:
    training = LedgerKey(LEDGER.plan, LEDGER.issuer, training=True)
    assert submission(37).id != submission(37, ledger=training).id
    assert parse(submission(37, ledger=training).data).ledger == training


WRONG = {
    "list": [1], "object": {"a": 1}, "number": 1, "text": "x", "true": True, "nothing": ..., "texts": ["x"],
}  # fmt: skip


@pytest.mark.parametrize(
    "key", ["schema", "kind", "ledger", "maker", "officer", "audience", "parents", "reason", "date", "content"]
)
@pytest.mark.parametrize("wrong", list(WRONG))
def test_a_field_of_the_wrong_type(key: str, wrong: str) -> None:
    held = header(**{key: WRONG[wrong]})
    right = {"kind": ["text"], "maker": ["text"], "audience": ["text"], "officer": ["text", "nothing"],
    "schema": ["number"],
             "reason": ["text", "nothing"], "date": ["text", "nothing"], "parents": ["nothing"]}  # fmt: skip
    data = canonical_bytes({name: value for name, value in held.items() if value is not ...})
    if wrong in right.get(key, []):
        assert parse(data).data == data
    else:
        with pytest.raises(ValueError):  # noqa: PT011
            parse(data)


@pytest.mark.parametrize(
    "held",
    [
        header(schema=0), header(schema=-1), header(schema=True), header(parents=[]), header(parents=ID),
        header(parents={ID: 1}),
        header(parents=[ID2, ID]), header(parents=[ID, ID]), header(parents=["x"]), header(parents=[ID.upper()]),
        header(officer=""),
        header(reason=""), header(received="today"), header(ledger={"plan": "p", "issuer": "i"}),
        header(ledger={"plan": "p", "issuer": "i", "realm": "both"}),
        header(ledger={"plan": "p", "issuer": "i", "realm": ["real"]}),
        header(ledger={"plan": "p", "issuer": "i", "realm": "real", "more": 1}),
        header(ledger={"plan": 1, "issuer": "i", "realm": "real"}),
        header(content={}), header(content={"unit": 1, "period": "2026-Q3", "form": "main"}),
        header(content={"unit": UNIT}),
        header(kind="targets", content={}), header(kind="release", content={"period": []}),
        header(kind="assessment", content={"subject": "x"}),
        decided(verb=...), decided(verb=1), decided(slot=...), decided(slot="x"), decided(slot=[]), decided(slot={}),
        decided(slot={"kind": 1}),
        decided(slot={"kind": "submission", "unit": 1}), decided(slot={"kind": "submission", "unit": ""}),
        decided(slot={"kind": "submission", "more": "x"}), decided(names=ID), decided(names=[1]),
        decided(names={ID: 1}), decided(names=...),
        decided(names=[ID2, ID]), decided(names=[ID, ID]), decided(others=[[]]), decided(others=[]),
        decided(others="x"),
        decided(questions={}), decided(questions=[1]), decided(questions=[{}]), decided(questions=[{"row": "r"}]),
        decided(questions=[{"row": "r", "text": 1}]), decided(questions=[{"row": "r", "text": "t", "more": "x"}]),
        decided(adjustment=[]), decided(adjustment={"item": 1}), decided(adjustment={}), decided(more=1),
    ],
    ids=lambda held: json.dumps(held, ensure_ascii=False)[-60:],
)  # fmt: skip
def test_no_package(held: dict[str, Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        parse(canonical_bytes(held))


@pytest.mark.parametrize("data", [b"[]", b'"x"', b"1", b"{}", b"true", b"", b"\xff"])
def test_bytes_that_are_no_object(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        parse(data)


@pytest.mark.parametrize(
    "held",
    [
        header(schema=SCHEMA + 1),
        header(schema=SCHEMA + 1, more={"x": [1]}, content={"unit": 7}),
        header(schema=SCHEMA + 1, ledger={**LEDGER.content(), "region": "x"}),
        header(kind="handshake"),
        header(kind="handshake", content={}),
    ],
)
def test_a_later_program_s_package_is_kept_and_not_folded(held: dict[str, Any]) -> None:
    package = parse(canonical_bytes(held))
    assert not package.known
    state = fold([package, submission(37)])
    assert state.unfolded == (package.id,)
    assert state.packages[package.id].data == package.data
    assert len(state.slots) == 1


def test_a_field_that_this_schema_lacks_is_refused_not_lost() -> None:
    with pytest.raises(ValueError, match="received"):
        parse(canonical_bytes(header(received="today")))


@pytest.mark.parametrize(
    ("package", "place"),
    [
        (submission(37), Slot("submission", UNIT, "2026-Q3", "main")),
        (template(), Slot("template", UNIT, "2026-Q3", "main")),
        (policy(), Slot("policy")),
        (decision(Verb.ACCEPT, ID), slot()),
        (decision(Verb.SETTLE, ID, on=Slot("plan")), Slot("plan")),
        (make(Kind.ATTACHMENT, LEDGER, maker="m", audience="a", content={"hash": ID}), None),
    ],
)
def test_the_slot_of_a_package(package: Any, place: Slot | None) -> None:
    assert slot_of(package) == place


def test_a_decision_reads_back_as_it_was_said() -> None:
    said = decision(
        Verb.RETURN, ID2, ID, others=[ID2], questions=(Question("stations", "为何下降？"),
        Question("t1", "何时？", "progress")),
        adjustment=(("item", "stations"), ("quantity", "3")),
    )  # fmt: skip
    assert read_decision(said) == Decision(
        "return", slot(), (ID, ID2), (ID2,), (Question("stations", "为何下降？"), Question("t1", "何时？", "progress")),
        (("item", "stations"), ("quantity", "3")),
    )  # fmt: skip


@pytest.mark.parametrize("names", [(), (ID, ID2)])
def test_accept_pins_exactly_one(names: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="one"):
        decision(Verb.ACCEPT, *names)


def test_a_name_given_twice_is_one() -> None:
    assert decision(Verb.RETURN, ID, ID) == decision(Verb.RETURN, ID)


LEAF = (
    st.none()
    | st.booleans()
    | st.integers(-2, 2)
    | st.sampled_from(["", "x", ID, ID2, "submission", "accept", "real", UNIT])
)
KEYS = st.sampled_from(
    [
        "unit",
        "period",
        "form",
        "kind",
        "verb",
        "slot",
        "names",
        "others",
        "questions",
        "adjustment",
        "row",
        "text",
        "plan",
        "realm",
    ]
)
WILD = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=8
)
BASES = (
    header(), header(parents=[ID]), header(kind="policy", content={}),
    header(kind="release", content={"period": "2026-Q3"}), decided(),
    decided(questions=[{"row": "r", "text": "t"}]), decided(others=[ID2], adjustment={"item": "x"}),
)  # fmt: skip


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for key, member in members for place in places(member, (*at, key)))]


@st.composite
def mangled(draw: st.DrawFn) -> bytes:
    """Canonical JSON of a right header in which up to three places hold something else."""
    held = json.loads(json.dumps(draw(st.sampled_from(BASES))))
    for _ in range(draw(st.integers(1, 3))):
        *way, last = draw(st.sampled_from([place for place in places(held) if place]))
        holder = held
        for step in way:
            holder = holder[step]
        holder[last] = draw(WILD)
    return json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@given(mangled())
def test_hostile_packages_are_refused_or_folded(data: bytes) -> None:
    try:
        package = parse(data)
    except ValueError:
        return
    state = fold([package, submission(37)])
    assert package.id in state.packages
    assert fold([parse(package.data)]).packages == {package.id: package}
