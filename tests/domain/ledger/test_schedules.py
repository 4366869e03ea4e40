"""The law of the ledger: whatever the PCs did and in whatever order it arrived, the same set is the same state.

Each schedule ends with an exchange in which everything reaches everybody; then: one digest a scope and one state,
nothing
that was fixed is lost, and no accepted value ever changed without a package that says so.
"""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipdesk.domain.ledger.package import Kind, Package
from ipdesk.domain.ledger.scope import digest, in_scope, scopes, state_digest
from ipdesk.domain.ledger.standing import SET_ASIDE
from tests.domain.ledger.schedules import CITY, LEDGER, Office, meet, play, refolded

SCHEDULES = 10_000
STEPS = 18

counted: Counter[str] = Counter()


@settings(max_examples=SCHEDULES)
@given(schedule=st.binary(min_size=1 + 3 * STEPS, max_size=1 + 3 * STEPS), order=st.binary(min_size=4, max_size=4))
def schedules_agree(schedule: bytes, order: bytes) -> None:
    played = play(schedule)
    meet(played, order)
    assert played.broken == []
    one_digest_a_scope(played)
    nothing_is_lost(played)
    count(played)


def one_digest_a_scope(played: Office) -> None:
    cities = [pc for pc in played.pcs if pc.unit == CITY]
    assert len({state_digest(pc.state) for pc in cities}) == 1
    city = cities[0].state
    assert state_digest(refolded(cities[-1])) == state_digest(city)
    for pc in played.pcs:
        for scope in scopes(pc.state, LEDGER):
            assert digest(in_scope(pc.state, LEDGER, scope)) == digest(in_scope(city, LEDGER, scope))
        for (ledger, slot), state in pc.state.slots.items():
            assert state == city.slot(ledger, slot)


def nothing_is_lost(played: Office) -> None:
    for pc in played.pcs:
        assert set(pc.state.packages) == {package.id for package in played.made.values() if pc.may_hold(package)}
    city = next(pc.state for pc in played.pcs if pc.unit == CITY)
    for (ledger, slot), state in city.slots.items():
        versions = {name: city.packages[name] for name in city.members[ledger, slot]}
        versions = {name: package for name, package in versions.items() if package.kind != Kind.DECISION}
        covered = below(versions, state.heads)
        for name in versions:
            assert name in covered or state.status(name) in SET_ASIDE
        if slot.kind == Kind.SUBMISSION:
            assert state.in_force == "" or state.in_force in versions


def below(versions: dict[str, Package], heads: tuple[str, ...]) -> set[str]:
    covered: set[str] = set()
    waiting = list(heads)
    while waiting:
        name = waiting.pop()
        if name in versions and name not in covered:
            covered.add(name)
            waiting.extend(versions[name].parents)
    return covered


def count(played: Office) -> None:
    city = next(pc.state for pc in played.pcs if pc.unit == CITY)
    slots = [state for (_, slot), state in city.slots.items() if slot.kind == Kind.SUBMISSION]
    counted.update(
        schedules=1, steps=played.steps, packages=len(played.made),
        open=any(len(state.heads) > 1 for state in slots), contested=any(state.standing.contested for state in slots),
        accepted=any(state.in_force for state in slots),
    )  # fmt: skip
    counted[f"{len(played.pcs)} PCs"] += 1


def test_ten_thousand_schedules_agree(capsys: pytest.CaptureFixture[str]) -> None:
    counted.clear()
    schedules_agree()
    with capsys.disabled():
        print(f"\nledger law: {', '.join(f'{number} {what}' for what, number in counted.items())}")
    assert counted["schedules"] >= SCHEDULES
    # The schedules would prove little if they never came to the hard places.
    for place in ("open", "contested", "accepted"):
        assert counted[place] > SCHEDULES // 50, place
