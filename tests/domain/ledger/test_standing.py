"""Decisions on one slot: what a line of them comes to, and what several taken at once come to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain.ledger.decision import Decision, Verb
from ipdesk.domain.ledger.standing import SET_ASIDE, Standing, Status, standing_of
from tests.builders import slot

#: A step: its name, the verb, the ids it names, the ids that stand back, the steps it builds on. Names end up sorted as
#: ids would, and versions are told by capital letters.
Step = tuple[str, str, str, str, str]


def standing(*steps: Step) -> Standing:
    decisions = {name: Decision(verb, slot(), tuple(names), tuple(others)) for name, verb, names, others, _ in steps}
    return standing_of(decisions, {name: tuple(parents) for name, *_, parents in steps})


def told(found: Standing) -> str:
    """`A` in force; then the status of each version by its first two letters; `!` when contested."""
    statuses = [f"{name}:{_SHORT[value]}" for name, value in sorted(found.status.items())]
    return " ".join([found.accepted or "-", *statuses, *("!" for _ in range(found.contested))])


_SHORT = {
    Status.PENDING: "pending", Status.ACCEPTED: "ok", Status.RETURNED: "back", Status.SUPERSEDED: "old",
    Status.WITHDRAWN: "gone", Status.REINSTATED: "again",
}  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], "-"),
        ([("a", "accept", "A", "", "")], "A A:ok"),
        ([("a", "return", "A", "", "")], "- A:back"),
        ([("a", "accept", "A", "", ""), ("b", "accept", "B", "", "a")], "B A:ok B:ok"),
        ([("a", "accept", "A", "", ""), ("b", "return", "B", "", "a")], "A A:ok B:back"),
        ([("a", "accept", "A", "", ""), ("b", "reopen", "A", "", "a")], "- A:pending"),
        ([("a", "accept", "A", "", ""), ("b", "return", "A", "", "a")], "- A:back"),
        ([("a", "accept", "A", "", ""), ("b", "withdraw", "A", "", "a")], "- A:gone"),
        ([("a", "accept", "A", "", ""), ("b", "reopen", "A", "", "a"), ("c", "accept", "A", "", "b")], "A A:ok"),
        ([("a", "accept", "A", "", ""), ("b", "supersede", "B", "A", "a")], "A A:old"),  # 已通过，另有新稿待审
        (
            [("a", "accept", "A", "", ""), ("b", "supersede", "B", "A", "a"), ("c", "accept", "B", "", "b")],
            "B A:old B:ok",
        ),
        ([("a", "accept", "A", "", ""), ("b", "supersede", "B", "A", "a"), ("c", "reinstate", "A", "", "b")], "A A:ok"),
        ([("a", "supersede", "B", "A", ""), ("b", "supersede", "A", "B", "a")], "- A:again B:old"),
        ([("a", "withdraw", "A", "", ""), ("b", "settle", "A", "", "a")], "- A:again"),
        ([("a", "settle", "A", "BC", "")], "- B:old C:old"),
        ([("a", "settle", "A", "A", "")], "-"),
        ([("a", "received", "A", "", "")], "-"),
        ([("a", "acknowledge", "A", "", "")], "-"),
        ([("a", "accept", "", "", "")], "-"),
        ([("a", "accept", "AB", "", "")], "-"),  # accept pins one: this says nothing
    ],
)
def test_a_line_of_decisions(steps: list[Step], expected: str) -> None:
    assert told(standing(*steps)) == expected


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        # Alike, or about different things: nothing to settle.
        ([("a", "accept", "A", "", ""), ("b", "accept", "A", "", "")], "A A:ok"),
        ([("a", "return", "A", "", ""), ("b", "return", "A", "", "")], "- A:back"),
        ([("a", "accept", "B", "", ""), ("b", "return", "A", "", "")], "B A:back B:ok"),
        ([("o", "accept", "A", "", ""), ("a", "accept", "B", "", "o"), ("b", "return", "A", "", "o")], "B A:back B:ok"),
        ([("o", "accept", "A", "", ""), ("a", "accept", "B", "", "o"), ("b", "received", "B", "", "o")], "B A:ok B:ok"),
        ([("o", "accept", "A", "", ""), ("a", "supersede", "B", "A", "o"), ("b", "accept", "B", "", "o")],
        "B A:old B:ok"),
        ([("a", "accept", "A", "", ""), ("b", "accept", "A", "", ""), ("c", "supersede", "B", "A", "a")], "A A:old"),
        ([("o", "accept", "A", "", ""), ("a", "supersede", "B", "A", "o"), ("b", "reopen", "A", "", "o")], "- A:old"),
        ([("a", "return", "A", "", ""), ("b", "withdraw", "A", "", "")], "- A:gone"),
        ([("a", "return", "A", "", ""), ("b", "supersede", "B", "A", "")], "- A:old"),
        ([("a", "accept", "B", "", ""), ("b", "supersede", "B", "A", "")], "B A:old B:ok"),
        ([("a", "accept", "A", "", ""), ("b", "supersede", "B", "A", "")], "A A:old"),
        ([("a", "supersede", "B", "A", ""), ("b", "withdraw", "A", "", "")], "- A:old"),
        # Contradictions: what was in force stays.
        ([("a", "accept", "A", "", ""), ("b", "accept", "B", "", "")], "- A:ok B:ok !"),
        ([("o", "accept", "A", "", ""), ("a", "accept", "B", "", "o"), ("b", "accept", "C", "", "o")],
        "A A:ok B:ok C:ok !"),
        ([("a", "accept", "A", "", ""), ("b", "return", "A", "", "")], "- !"),
        ([("o", "accept", "A", "", ""), ("a", "accept", "A", "", "o"), ("b", "return", "A", "", "o")], "A A:ok !"),
        ([("o", "accept", "A", "", ""), ("a", "accept", "B", "", "o"), ("b", "withdraw", "B", "", "o")], "A A:ok !"),
        ([("a", "supersede", "A", "B", ""), ("b", "supersede", "B", "A", "")], "- !"),
        ([("a", "accept", "A", "", ""), ("b", "withdraw", "A", "", "")], "- !"),
        ([("a", "reinstate", "A", "", ""), ("b", "withdraw", "A", "", "")], "- A:pending !"),
        ([("a", "reopen", "A", "", ""), ("b", "return", "A", "", "")], "- !"),
        # One side went on: only its newest word counts against the other.
        ([("o", "return", "A", "", ""), ("a", "reopen", "A", "", "o"), ("b", "received", "A", "", "o")], "- A:pending"),
        ([("a", "accept", "A", "", ""), ("b", "accept", "B", "", ""), ("c", "reopen", "B", "", "b")],
        "A A:ok B:pending"),
        # A returns what B then supersedes: superseding it does not make it accepted.
        ([("a", "accept", "A", "", ""), ("b", "return", "A", "", ""), ("c", "supersede", "B", "A", "a")], "- A:old !"),
        # A later receipt or adjustment that saw both settles nothing.
        ([("a", "accept", "A", "", ""), ("b", "accept", "B", "", ""), ("c", "received", "A", "", "ab")],
        "- A:ok B:ok !"),
        ([("a", "accept", "A", "", ""), ("b", "accept", "B", "", ""), ("c", "adjust", "A", "", "ab")], "- A:ok B:ok !"),
        # Of two disputed, one is taken back: the other is left.
        ([("a", "accept", "A", "", ""), ("b", "accept", "B", "", ""), ("c", "return", "A", "", "ab")], "B A:back B:ok"),
        # A contradiction about a contradiction goes back to what all of them build on.
        (
            [
                ("o", "accept", "A", "", ""), ("a", "accept", "B", "", "o"), ("b", "accept", "C", "", "o"),
                ("c", "accept", "B", "", "ab"), ("d", "accept", "C", "", "ab"),
            ],
            "A A:ok B:ok C:ok !",
        ),
    ],
)  # fmt: skip
def test_decisions_taken_at_once(steps: list[Step], expected: str) -> None:
    assert told(standing(*steps)) == expected


AT_ODDS: list[Step] = [("o", "accept", "A", "", ""), ("a", "accept", "B", "", "o"), ("b", "accept", "C", "", "o")]


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (("z", "settle", "B", "C", "ab"), "B A:ok B:ok C:old"),
        (("z", "settle", "C", "B", "ab"), "C A:ok B:old C:ok"),
        (("z", "supersede", "C", "B", "ab"), "C A:ok B:old C:ok"),
        (("z", "settle", "A", "BC", "ab"), "A A:ok B:old C:old"),
        (("z", "settle", "D", "BC", "ab"), "A A:ok B:old C:old"),  # D is to be reviewed yet
        (("z", "accept", "C", "", "ab"), "C A:ok B:ok C:ok"),
        (("z", "accept", "A", "", "ab"), "A A:ok B:ok C:ok"),
        (("z", "return", "BC", "", "ab"), "A A:ok B:back C:back"),
    ],
)
def test_one_decision_settles_what_is_contested(last: Step, expected: str) -> None:
    assert standing(*AT_ODDS).disputed == ("a", "b")
    assert told(standing(*AT_ODDS, last)) == expected


def test_accepted_and_returned_at_once_is_settled_by_keeping_it() -> None:
    found = standing(("a", "accept", "A", "", ""), ("b", "return", "A", "", ""), ("z", "settle", "A", "", "ab"))
    assert told(found) == "A A:ok"
    assert found.by == {"A": "z"}


def test_what_is_disputed_does_not_hide_what_is_not() -> None:
    found = standing(*AT_ODDS, ("c", "adjust", "", "", "b"), ("d", "return", "D", "", "a"))
    assert found.contested
    assert found.adjustments == {"c"}
    assert found.status["D"] is Status.RETURNED


@pytest.mark.parametrize(
    ("steps", "waived", "closed", "adjustments", "contested"),
    [
        ([("a", "waive", "", "", "")], "a", "", "", False),
        ([("a", "waive", "", "", ""), ("b", "reopen", "", "", "a")], "", "", "", False),
        ([("a", "waive", "", "", ""), ("b", "withdraw", "a", "", "a")], "", "", "", False),
        ([("a", "waive", "", "", ""), ("b", "waive", "", "", "")], "a", "", "", False),
        ([("o", "waive", "", "", ""), ("a", "waive", "", "", "o"), ("b", "reopen", "", "", "o")], "o", "", "", True),
        ([("o", "reopen", "", "", ""), ("a", "waive", "", "", "o"), ("b", "reopen", "", "", "o")], "", "", "", True),
        (
            [("o", "waive", "", "", ""), ("a", "waive", "", "", "o"), ("b", "reopen", "", "", "o"),
            ("c", "settle", "", "", "ab")],
            "o", "", "", False,
        ),
        ([("a", "close", "", "", "")], "", "a", "", False),
        ([("a", "close", "", "", ""), ("b", "reopen", "", "", "a")], "", "", "", False),
        ([("a", "close", "", "", ""), ("b", "reopen", "a", "", "a")], "", "", "", False),
        ([("a", "adjust", "", "", ""), ("b", "adjust", "", "", "")], "", "", "ab", False),
        ([("a", "adjust", "", "", ""), ("b", "withdraw", "a", "", "a")], "", "", "", False),
        ([("a", "adjust", "", "", ""), ("b", "supersede", "c", "a", "a"), ("c", "adjust", "", "", "a")],
        "", "", "c", False),
        ([("a", "adjust", "", "", ""), ("b", "withdraw", "a", "", "a"), ("c", "reinstate", "a", "", "b")],
        "", "", "a", False),
        ([("a", "adjust", "", "", ""), ("b", "withdraw", "a", "", "a"), ("c", "adjust", "", "", "a")],
        "", "", "c", False),
    ],
)  # fmt: skip
def test_waiving_closing_adjusting(
    steps: list[Step], waived: str, closed: str, adjustments: str, contested: bool
) -> None:
    found = standing(*steps)
    assert (found.waived, found.closed, found.adjustments) == (waived, closed, frozenset(adjustments))
    assert found.contested is contested


def test_parents_that_are_not_here_are_passed_over() -> None:
    assert told(standing(("b", "accept", "B", "", "a"))) == "B B:ok"
    assert told(standing(("b", "accept", "B", "", "a"), ("a", "accept", "A", "", ""))) == "B A:ok B:ok"


def test_a_thousand_in_a_chain_and_a_thousand_at_once() -> None:
    chain = [(f"{n:04}", "accept" if n % 2 else "reopen", "A", "", "") for n in range(1000)]
    decisions = {name: Decision(verb, slot(), ("A",)) for name, verb, *_ in chain}
    line = {name: (f"{number - 1:04}",) if number else () for number, name in enumerate(decisions)}
    assert told(standing_of(decisions, line)) == "A A:ok"
    assert told(standing_of(decisions, dict.fromkeys(decisions, ()))) == "- !"


def test_a_dispute_that_goes_on_for_a_thousand_rounds() -> None:
    decisions, parents = {}, {}
    before: tuple[str, ...] = ()
    for number in range(500):
        pair = (f"{number:04}a", f"{number:04}b")
        for name, version in zip(pair, "AB", strict=True):
            decisions[name], parents[name] = Decision("accept", slot(), (version,)), before
        before = pair
    assert told(standing_of(decisions, parents)) == "- A:ok B:ok !"
    decisions["z"], parents["z"] = Decision("settle", slot(), ("A",), ("B",)), before
    assert told(standing_of(decisions, parents)) == "A A:ok B:old"


# Laws

VERB = st.sampled_from([*Verb, Verb.ACCEPT, Verb.ACCEPT, Verb.SETTLE])
SOME = st.sets(st.sampled_from("ABC"), max_size=2)


@st.composite
def histories(draw: st.DrawFn) -> list[Step]:
    """Decisions in an order of their making, each on any that were made before it."""
    steps: list[Step] = []
    for number in range(draw(st.integers(1, 9))):
        names = draw(st.sets(st.sampled_from("ABC"), min_size=1, max_size=1)) | draw(
            SOME if number % 3 == 0 else st.just(set())
        )
        earlier = [step[0] for step in steps]
        parents = draw(st.sets(st.sampled_from(earlier), max_size=2)) if earlier else set()
        steps.append(
            (
                chr(97 + number),
                draw(VERB),
                "".join(sorted(names)),
                "".join(sorted(draw(SOME))),
                "".join(sorted(parents)),
            )
        )
    return steps


def replayed(steps: list[Step]) -> tuple[str, dict[str, Status]]:
    """What a person would say who reads the decisions one after the other."""
    accepted, review, place = "", dict[str, Status](), dict[str, str]()
    gives = {"return": Status.RETURNED, "reopen": Status.PENDING, "withdraw": Status.PENDING}
    for _, verb, names, others, _ in steps:
        aside = [name for name in names if place.get(name) in SET_ASIDE]
        if verb in ("settle", "supersede"):
            place |= dict.fromkeys(names, "kept") | dict.fromkeys({*others} - {*names}, Status.SUPERSEDED)
        if verb in ("settle", "supersede", "reopen"):
            place |= dict.fromkeys(aside, Status.REINSTATED)
        if verb == "reinstate":
            place |= dict.fromkeys(names, Status.REINSTATED)
        if verb == "withdraw":
            place |= dict.fromkeys(names, Status.WITHDRAWN)
        if verb in gives:
            review |= dict.fromkeys(names, gives[verb])
            accepted = "" if accepted in names else accepted
        if verb == "accept" and len(names) == 1:
            accepted, review[names], place[names] = names, Status.ACCEPTED, "accepted"
    again = {name: place[name] for name in place if place[name] == Status.REINSTATED}
    reviewed = {name: value for name, value in review.items() if value is not Status.PENDING or name not in again}
    return accepted, {**again, **reviewed, **{name: place[name] for name in place if place[name] in SET_ASIDE}}


@given(histories())
def test_one_pc_alone_reads_like_a_diary(steps: list[Step]) -> None:
    line = [(name, verb, names, others, "".join(step[0] for step in steps[max(0, n - 1) : n]))
            for n, (name, verb, names, others, _) in enumerate(steps)]  # fmt: skip
    found = standing(*line)
    assert not found.contested
    assert (found.accepted, dict(found.status)) == replayed(line)


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_and_the_ids_do_not_matter(steps: list[Step], chance: object) -> None:
    shuffled = list(steps)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert standing(*shuffled) == standing(*steps)


@given(histories(), st.sampled_from("ABC"))
def test_one_decision_that_saw_all_settles_all(steps: list[Step], kept: str) -> None:
    heads = "".join(sorted({step[0] for step in steps} - {parent for step in steps for parent in step[4]}))
    before = standing(*steps)
    after = standing(*steps, ("z", "settle", kept, "".join(sorted({*"ABC"} - {kept})), heads))
    assert not after.contested
    assert after.status.get(kept) not in SET_ASIDE
    assert after.accepted in (before.accepted, kept)
    if not before.contested:
        assert after.accepted == before.accepted
    accepting = standing(*steps, ("z", "accept", kept, "", heads))
    assert accepting.accepted == kept
    assert accepting.status[kept] is Status.ACCEPTED


@given(histories())
def test_nothing_comes_into_force_that_no_decision_accepted(steps: list[Step]) -> None:
    found = standing(*steps)
    if found.accepted:
        assert any(verb == "accept" and names == found.accepted for _, verb, names, _, _ in steps)
        assert found.contested or found.status[found.accepted] in (Status.ACCEPTED, Status.SUPERSEDED)
    assert found.contested == bool(found.disputed)
    assert set(found.by) == set(found.status)
    assert set(found.by.values()) | set(found.disputed) <= {step[0] for step in steps}


@given(histories())
def test_a_receipt_changes_nothing(steps: list[Step]) -> None:
    heads = "".join(sorted({step[0] for step in steps} - {parent for step in steps for parent in step[4]}))
    assert standing(*steps, ("z", "received", "A", "", heads)) == standing(*steps)
