"""Digests of scopes and of the folded state."""

import pytest

from ipdesk.domain.ledger.decision import Verb
from ipdesk.domain.ledger.fold import fold
from ipdesk.domain.ledger.package import LedgerKey, Slot
from ipdesk.domain.ledger.scope import digest, in_scope, scopes, short, state_digest
from tests.builders import LEDGER, decision, policy, submission, template

A = submission(37)
OTHER = submission(5, unit="440305")


def test_scopes_begin_with_what_is_for_all_children() -> None:
    state = fold([OTHER, A, policy(), submission(1, unit="000000", ledger=LedgerKey("other", "440300"))])
    assert scopes(state, LEDGER) == ("children", "440304", "440305")
    assert in_scope(state, LEDGER, "440304") == (A,)


def test_the_digest_is_of_the_set() -> None:
    assert digest([A, OTHER]) == digest([OTHER, A, A])
    assert len({digest([]), digest([A]), digest([OTHER]), digest([A, OTHER])}) == 4


def test_the_state_s_digest_tells_states_apart() -> None:
    base = [A, template()]
    states = [[], base, [*base, OTHER], [*base, decision(Verb.ACCEPT, A.id)], [*base, decision(Verb.RETURN, A.id)]]
    assert len({state_digest(fold(packages)) for packages in states}) == len(states)


def test_slots_whose_codes_run_into_each_other_are_two() -> None:
    one, other = (decision(Verb.RETURN, A.id, on=Slot("submission", *place)) for place in (("a/b", "c"), ("a", "b/c")))
    assert state_digest(fold([one, other])) != state_digest(fold([one]))
    assert state_digest(fold([one, other])) != state_digest(fold([other]))


@pytest.mark.parametrize(
    ("hexadecimal", "said"), [("0" * 64, "AAAAAAAA"), ("f" * 64, "77777777"), ("08421" + "0" * 59, "BBBBAAAA")]
)
def test_short(hexadecimal: str, said: str) -> None:
    assert short(hexadecimal) == said


def test_short_is_as_long_as_asked() -> None:
    assert short(A.id, 4) == short(A.id)[:4]
