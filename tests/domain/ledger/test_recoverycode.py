"""The recovery code: typed by people, from paper, years later."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain.ledger.recoverycode import (
    ALPHABET,
    GROUPS,
    MiswrittenCode,
    key_seed,
    secret_of,
    training_secret,
    written,
)

SECRET = bytes(range(16))
CODE = "AAAA-QEAM-YEA6-UDAF-OCAS-JBI3-FQYH-DIO4-B4QY"  # never changes: it lies in safes


def test_the_code_of_a_secret_never_changes() -> None:
    assert written(SECRET) == CODE
    assert key_seed(SECRET).hex() == "e195ea1a7b7d81a0ab6ecd77173a796adeb6830c1ba7799d189a4e6a8288c812"


@given(st.binary(min_size=16, max_size=16))
def test_codes_come_back(secret: bytes) -> None:
    code = written(secret)
    assert [len(group) for group in code.split("-")] == [4] * GROUPS
    for typed in (code, code.lower(), code.replace("-", ""), code.replace("-", " \n"), code.replace("-", "－")):
        assert secret_of(typed) == secret
    assert secret_of(code.replace("O", "0").replace("I", "1").replace("B", "8")) == secret


@given(st.binary(min_size=16, max_size=16), st.data())
def test_every_slip_in_one_group_is_told_with_its_group(secret: bytes, data: st.DataObject) -> None:
    """One wrong character, or two neighbours swapped."""
    groups = written(secret).split("-")
    place = data.draw(st.integers(0, GROUPS - 1))
    letters = list(groups[place])
    at = data.draw(st.integers(0, 3))
    if at < 2 and letters[at] != letters[at + 1] and data.draw(st.booleans()):
        letters[at], letters[at + 1] = letters[at + 1], letters[at]
    else:
        letters[at] = data.draw(st.sampled_from(ALPHABET).filter(lambda one: one != letters[at]))
    groups[place] = "".join(letters)
    with pytest.raises(MiswrittenCode) as told:
        secret_of("-".join(groups))
    assert told.value.group == place + 1


@given(st.binary(min_size=16, max_size=16), st.data())
def test_two_groups_in_the_wrong_order_are_told(secret: bytes, data: st.DataObject) -> None:
    groups = written(secret).split("-")
    one, other = data.draw(st.lists(st.integers(0, GROUPS - 1), min_size=2, max_size=2, unique=True))
    groups[one], groups[other] = groups[other], groups[one]
    with pytest.raises(MiswrittenCode):
        secret_of("-".join(groups))


@pytest.mark.parametrize("text", ["", "ABCD", CODE[:-1], f"{CODE}A", CODE.replace("A", "9"), "恢复码" * 12])
def test_what_is_no_code_is_told(text: str) -> None:
    with pytest.raises(MiswrittenCode):
        secret_of(text)


def test_only_a_whole_secret_has_a_code() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        written(b"short")


def test_training_keys_are_fixed_and_differ_by_unit() -> None:
    assert training_secret("sz-155", "440304").hex() == "0ed021daefc442e08a57fc2df00f8c7d"
    assert training_secret("sz-155", "440304") != training_secret("sz-155", "440303")
