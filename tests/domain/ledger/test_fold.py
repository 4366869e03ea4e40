"""Slots: heads, what is current, what is in force; and that the fold is a function of the set."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain.ledger.decision import Verb
from ipdesk.domain.ledger.fold import SlotState, extend, fold, materialised, slot_after
from ipdesk.domain.ledger.package import Kind, LedgerKey, Package, Slot, make
from ipdesk.domain.ledger.scope import state_digest
from ipdesk.domain.ledger.standing import Status
from tests.builders import CITY, LEDGER, decision, form, handed_down, policy, slot, submission, target, template

A = submission(37)
B = submission(38)
A2 = submission(39, [A.id])
A3 = submission(40, [A2.id])
JOIN = submission(41, [A2.id, B.id])
ACCEPT_A = decision(Verb.ACCEPT, A.id)
NAMES = {A.id: "A", B.id: "B", A2.id: "A2", A3.id: "A3", JOIN.id: "JOIN"}


def state_of(*packages: Package, on: Slot | None = None) -> SlotState:
    return fold(packages).slot(LEDGER, on or slot())


def told(state: SlotState) -> str:
    heads = " ".join(sorted(NAMES[head] for head in state.heads))
    return f"{heads or '-'} | {NAMES.get(state.in_force, '-')}{' | open' if state.open else ''}"


def test_nothing_there() -> None:
    empty = fold([]).slot(LEDGER, slot())
    assert (empty.heads, empty.current, empty.in_force, empty.open) == ((), "", "", False)


@pytest.mark.parametrize(
    ("packages", "expected"),
    [
        ([A], "A | -"),
        ([A, A2], "A2 | -"),
        ([A2], "A2 | -"),  # its parent is missing
        ([A, A3], "A A3 | - | open"),  # what lies between is missing
        ([A, A2, A3], "A3 | -"),
        ([A, B], "A B | - | open"),
        ([A, B, A2], "A2 B | - | open"),
        ([A, B, A2, JOIN], "JOIN | -"),
        ([A, ACCEPT_A], "A | A"),
        ([ACCEPT_A], "- | -"),  # the decision came before what it names
        ([A, A2, ACCEPT_A], "A2 | A"),
        ([A, B, ACCEPT_A], "A B | A | open"),
        ([A, A2, decision(Verb.RETURN, A.id)], "A2 | -"),
        ([A, decision(Verb.RETURN, A.id)], "A | -"),
        ([A, decision(Verb.WITHDRAW, A.id)], "- | -"),
        ([A, A2, decision(Verb.WITHDRAW, A2.id)], "A | -"),  # what it corrected stands again
        ([A, A2, A3, decision(Verb.WITHDRAW, A2.id)], "A3 | -"),
        ([A, A2, A3, decision(Verb.WITHDRAW, A2.id, A3.id)], "A | -"),
        ([A, B, decision(Verb.SUPERSEDE, B.id, others=[A.id])], "B | -"),
        ([A, A2, decision(Verb.SUPERSEDE, A.id, others=[A2.id])], "A | -"),
        (
            [A, B, A2, decision(Verb.SUPERSEDE, B.id, others=[A.id])],
            "A2 B | - | open",
        ),  # corrected by one who did not see
        ([A, B, decision(Verb.SETTLE, A.id, others=[B.id])], "A | -"),
        ([A, B, ACCEPT_A, decision(Verb.SUPERSEDE, B.id, others=[A.id], parents=[ACCEPT_A.id])], "B | A"),
        ([A, A2, ACCEPT_A, decision(Verb.ACCEPT, A2.id, parents=[ACCEPT_A.id])], "A2 | A2"),
        ([A, ACCEPT_A, decision(Verb.ACCEPT, A.id, officer="陈刚")], "A | A"),
        ([A, A2, ACCEPT_A, decision(Verb.ACCEPT, A2.id)], "A2 | - | open"),
        ([A, ACCEPT_A, decision("acknowledge", A.id, parents=[ACCEPT_A.id])], "A | A"),
    ],
)
def test_slots(packages: list[Package], expected: str) -> None:
    assert told(state_of(*packages)) == expected
    assert told(state_of(*reversed(packages), *packages)) == expected


def test_a_reinstated_version_is_followed_by_its_correction() -> None:
    aside = decision(Verb.SUPERSEDE, B.id, others=[A.id])
    again = decision(Verb.SETTLE, A.id, others=[B.id], parents=[aside.id])
    assert told(state_of(A, B, aside, again)) == "A | -"
    assert state_of(A, B, aside, again).status(A.id) is Status.REINSTATED
    assert told(state_of(A, B, aside, again, A2)) == "A2 | -"


def test_two_that_each_supersede_the_other_stay_visible() -> None:
    one, other = decision(Verb.SUPERSEDE, A.id, others=[B.id]), decision(Verb.SUPERSEDE, B.id, others=[A.id])
    state = state_of(A, B, one, other)
    assert told(state) == "A B | - | open"
    assert state.decision_heads == tuple(sorted([one.id, other.id]))
    settled = decision(Verb.SETTLE, A.id, others=[B.id], parents=state.decision_heads)
    assert told(state_of(A, B, one, other, settled)) == "A | -"


def test_withdrawn_while_it_was_accepted_stays_visible_until_settled() -> None:
    accept, withdraw = decision(Verb.ACCEPT, A.id), decision(Verb.WITHDRAW, A.id)
    state = state_of(A, accept, withdraw)
    assert told(state) == "A | - | open"
    settled = decision(Verb.SETTLE, A.id, parents=state.decision_heads)
    assert told(state_of(A, accept, withdraw, settled)) == "A | A"


def test_an_open_slot_has_no_current_version() -> None:
    assert state_of(A).current == A.id
    assert state_of(A, B).current == ""
    assert state_of(A, A2, ACCEPT_A, decision(Verb.ACCEPT, A2.id)).current == ""


@pytest.mark.parametrize("kind", [Kind.POLICY, Kind.PLAN, Kind.TARGETS, Kind.TEMPLATE])
def test_in_force_of_what_the_parent_lays_down(kind: Kind) -> None:
    def version(name: str, *parents: Package) -> Package:
        over = [parent.id for parent in parents]
        match kind:
            case Kind.POLICY:
                return policy(tuple(over), contact=name)
            case Kind.PLAN:
                return make(kind, LEDGER, maker=CITY, audience="children", content={"id": name}, parents=over)
            case Kind.TARGETS:
                return handed_down(target(name), parents=over)
        return template(form(contact=name), over)

    places = {Kind.POLICY: Slot("policy"), Kind.PLAN: Slot("plan"), Kind.TARGETS: Slot("targets", A.maker)}
    on = places.get(kind, slot(kind))
    root = version("root")
    left, right = version("left", root), version("right", root)
    both = version("both", left, right)
    assert state_of(root, on=on).in_force == root.id
    assert state_of(root, left, on=on).in_force == left.id
    opened = state_of(root, left, right, on=on)
    assert opened.open
    assert opened.in_force == root.id
    assert state_of(root, left, right, both, on=on).in_force == both.id
    assert state_of(left, right, on=on).in_force == ""  # nothing that both build on is here
    assert state_of(root, left, decision(Verb.WITHDRAW, left.id, on=on), on=on).in_force == root.id
    settled = decision(Verb.SETTLE, left.id, others=[right.id], on=on)
    assert state_of(root, left, right, settled, on=on).in_force == left.id
    # Two new ones over two old ones, of which one was withdrawn: the other is what is left of what both build on.
    crossed = [version("x", left, right), version("y", left, right)]
    assert state_of(root, left, right, *crossed, on=on).in_force == root.id
    withdrawn = decision(Verb.WITHDRAW, right.id, on=on)
    assert state_of(root, left, right, *crossed, withdrawn, on=on).in_force == left.id


def test_accepting_something_of_another_slot_puts_nothing_in_force() -> None:
    foreign = submission(5, period="2026-Q2")
    assert state_of(A, foreign, decision(Verb.ACCEPT, foreign.id)).in_force == ""


def test_ledgers_do_not_touch_each_other() -> None:
    training = LedgerKey(LEDGER.plan, LEDGER.issuer, training=True)
    state = fold([A, submission(50, ledger=training), ACCEPT_A])
    assert state.slot(LEDGER, slot()).heads == (A.id,)
    assert state.slot(training, slot()).in_force == ""
    assert [one.heads for one in state.slots_of(LEDGER, Kind.SUBMISSION)] == [(A.id,)]


def test_attachments_lie_in_no_slot_and_are_kept() -> None:
    attachment = make(Kind.ATTACHMENT, LEDGER, maker=A.maker, audience=A.maker, content={"hash": "ab", "of": A.id})
    state = fold([attachment])
    assert attachment.id in state.packages
    assert (state.slots, state.unfolded) == ({}, ())


def test_the_stored_state_tells_all() -> None:
    accept = decision(Verb.ACCEPT, A.id)
    adjust = decision(Verb.ADJUST, A.id, adjustment=(("item", "stations"), ("quantity", "2")), parents=[accept.id])
    assert materialised(state_of(A, accept, adjust)) == {
        "heads": [A.id], "decision_heads": [adjust.id],
        "in_force": A.id, "accepted": A.id, "status": {A.id: "accepted"},
        "by": {A.id: accept.id}, "waived": "", "closed": "", "adjustments": [adjust.id], "disputed": [],
    }  # fmt: skip


def test_every_order_of_arrival() -> None:
    packages = [A, B, A2, ACCEPT_A, decision(Verb.ACCEPT, B.id), decision(Verb.RETURN, A2.id, parents=[ACCEPT_A.id])]
    whole = fold(packages)
    for order in permutations(packages):
        assert fold(order) == whole


def test_ten_thousand_packages_in_a_row() -> None:
    row = [submission(0)]
    for number in range(1, 5000):
        row.append(submission(number, [row[-1].id]))
    decisions = [decision(Verb.ACCEPT, row[0].id)]
    for number in range(1, 5000):
        verb = (Verb.ACCEPT, Verb.RETURN, Verb.SUPERSEDE, Verb.REOPEN)[number % 4]
        others = [row[number].id] if verb is Verb.SUPERSEDE else []
        decisions.append(decision(verb, row[number - 1].id, others=others, parents=[decisions[-1].id]))
    state = state_of(*row, *decisions)
    assert state.heads == (row[-1].id,)
    assert not state.open
    assert len(state.standing.status) == 3749
    assert state.standing.accepted == row[4995].id


def test_many_heads() -> None:
    assert len(state_of(*(submission(number) for number in range(2000))).heads) == 2000


def test_many_that_decide_at_once() -> None:
    versions = [submission(number) for number in range(300)]
    decisions = [decision(verb, one.id) for one in versions for verb in (Verb.ACCEPT, Verb.RETURN)]
    state = state_of(*versions, *decisions)
    assert state.in_force == ""
    assert len(state.standing.disputed) == 600
    settled = decision(
        Verb.SETTLE, versions[0].id, others=[one.id for one in versions[1:]], parents=state.decision_heads
    )
    assert told_one(state_of(*versions, *decisions, settled)) == (versions[0].id, versions[0].id, False)


def told_one(state: SlotState) -> tuple[str, str, bool]:
    return (state.current, state.in_force, state.open)


# Laws

VERSIONS = [A, B, A2, A3, JOIN, template(), policy(), submission(1, unit="440305")]
FIRST = [decision(verb, name.id) for verb in (Verb.ACCEPT, Verb.RETURN, Verb.WITHDRAW) for name in (A, B, A2)]
THEN = [
    decision(verb, kept.id, others=[other.id], parents=[before.id])
    for verb in (Verb.SETTLE, Verb.SUPERSEDE)
    for kept, other in ((A, B), (B, A2))
    for before in FIRST[::2]
]
ALL = [*VERSIONS, *FIRST, *THEN, decision(Verb.ADJUST, A.id), decision(Verb.WAIVE), decision(Verb.REOPEN)]
SOME = st.lists(st.sampled_from(ALL), max_size=14)


@given(SOME, st.randoms(use_true_random=False))
def test_order_free_and_idempotent(packages: list[Package], chance: object) -> None:
    shuffled = [*packages, *packages[:3]]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = fold(packages), fold(shuffled)
    assert one == other
    assert state_digest(one) == state_digest(other)
    assert extend(one, packages) is one


@given(st.lists(SOME, max_size=5))
def test_extending_is_folding(parts: list[list[Package]]) -> None:
    state = fold([])
    for part in parts:
        state = extend(state, part)
    whole = fold(package for part in parts for package in part)
    assert state == whole
    assert state_digest(state) == state_digest(whole)


@given(SOME, SOME)
def test_one_slot_after_packages_is_what_all_of_them_make_of_it(before: list[Package], new: list[Package]) -> None:
    state = fold(before)
    for key, held in extend(state, new).slots.items():
        assert slot_after(state, new, *key) == held


@given(SOME)
def test_every_version_is_a_head_or_under_one_or_was_set_aside(packages: list[Package]) -> None:
    state = fold(packages)
    for place in state.slots_of(LEDGER, Kind.SUBMISSION):
        under, waiting = set(place.heads), list(place.heads)
        while waiting:
            for parent in state.packages[waiting.pop()].parents:
                if parent in state.packages and parent not in under:
                    under.add(parent)
                    waiting.append(parent)
        for name in state.members[LEDGER, place.slot]:
            if state.packages[name].kind == Kind.SUBMISSION and name not in under:
                assert place.status(name) in (Status.SUPERSEDED, Status.WITHDRAWN)
        assert place.in_force in ("", place.standing.accepted)
