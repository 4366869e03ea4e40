"""What is signed, how it is written, and what a file's signatures say together."""

import hashlib
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain.ledger.signature import (
    ED25519,
    LONGEST,
    PublicKey,
    SenderTrust,
    Signature,
    TrustState,
    block,
    bundle_statement,
    fingerprint,
    key_block,
    keys_of,
    package_statement,
    parse_block,
    parse_fingerprint,
    parse_key_block,
    sheet_statement,
    weigh,
)

UNIT = "440304"
OURS, OTHERS = PublicKey(ED25519, bytes(32)), PublicKey(ED25519, bytes(31) + b"\1")
KEYS = {key.kid: key for key in (OURS, OTHERS)}
STATEMENTS = {"a": package_statement("a" * 64), "b": package_statement("b" * 64)}


def mac(key: PublicKey, statement: bytes) -> bytes:
    """Stands for a signature where only the weighing is looked at."""
    return hashlib.sha512(key.public + statement).digest()


def verify(key: PublicKey, statement: bytes, sig: bytes) -> bool:
    return mac(key, statement) == sig


def by(key: PublicKey, *names: str) -> dict[str, str]:
    return {name: block(Signature(ED25519, key.kid, mac(key, STATEMENTS[name]))) for name in names}


def weighed(
    blocks: Mapping[str, str],
    *,
    known: tuple[str, ...] = (),
    declined: frozenset[str] = frozenset(),
    keys: Mapping[str, PublicKey] = KEYS,
) -> SenderTrust:
    return weigh(UNIT, STATEMENTS, blocks, keys, known=known, declined=declined, verify=verify)


# text


@given(st.binary(min_size=1, max_size=100), st.binary(min_size=1, max_size=64))
def test_blocks_come_back(sig: bytes, public: bytes) -> None:
    key = PublicKey(ED25519, public)
    signature = Signature(ED25519, key.kid, sig)
    assert parse_block(block(signature)) == signature
    assert parse_key_block(key_block(key)) == key
    assert keys_of([key_block(key), "no key"]) == {key.kid: key}


def test_a_block_fits_into_a_property() -> None:
    assert len(block(Signature(ED25519, OURS.kid, bytes(64)))) <= 250
    assert len(key_block(OURS)) <= 250


GOOD = block(Signature(ED25519, OURS.kid, bytes(range(64))))


@pytest.mark.parametrize(
    "text",
    [
        "", "x", GOOD[:-1], GOOD + " ", GOOD.replace("alg=", "alg= "), GOOD.upper(), "sig=;kid=;alg=",
        GOOD + ";" + GOOD, GOOD + "=" * 300, "alg=ed25519;kid=" + OURS.kid + ";sig=" + "A" * 5_000_000,
        GOOD.replace("sig=A", "sig=\x00"), "\ud800", "\N{FULLWIDTH LATIN SMALL LETTER A}" + GOOD[1:],
        # the same 64 bytes in another spelling: bits that base 64 does not use are set
        GOOD[:-3] + chr(ord(GOOD[-3]) + 1) + "==",
    ],
    ids=lambda text: ascii(text)[:24],
)  # fmt: skip
def test_what_is_no_block_is_none(text: str) -> None:
    assert parse_block(text) is None
    assert parse_key_block(text) is None


def test_a_key_under_a_false_fingerprint_is_none() -> None:
    assert parse_key_block(key_block(OURS).replace(OURS.kid, OTHERS.kid)) is None


def test_fingerprints_are_typed_as_people_type() -> None:
    said = fingerprint(OURS.kid)
    assert [len(group) for group in said.split("-")] == [5, 5, 5, 5]
    for typed in (said, said.lower(), said.replace("-", " "), f" {said.replace('-', '－')} ", OURS.kid):
        assert parse_fingerprint(typed) == OURS.kid
    assert parse_fingerprint(said.replace("O", "0").replace("I", "1").replace("B", "8")) == OURS.kid
    for wrong in ("", said[:-1], said + "A", "９" * 20):
        assert parse_fingerprint(wrong) is None


def test_statements_of_different_things_differ() -> None:
    """A signature over one is none over another, whatever stands in the fields."""
    found = {
        package_statement("a" * 64), sheet_statement("IPD1|x", "a" * 64), sheet_statement("", "IPD1|x\n" + "a" * 64),
        bundle_statement({"a": b""}), bundle_statement({"a": b"1"}), bundle_statement({"a": b"", "b": b""}),
    }  # fmt: skip
    assert len(found) == 6
    assert all(len(statement) < LONGEST * 2 for statement in found)


# what they say together


@pytest.mark.parametrize(
    ("blocks", "known", "state"),
    [
        ({}, (), TrustState.NONE),
        ({}, (OURS.kid,), TrustState.NONE),
        (by(OURS, "a", "b"), (), TrustState.FIRST),
        (by(OURS, "a", "b"), (OURS.kid,), TrustState.TRUSTED),
        (by(OURS, "a", "b"), (OTHERS.kid, OURS.kid), TrustState.TRUSTED),
        (by(OTHERS, "a", "b"), (OURS.kid,), TrustState.CHANGED),
        (by(OURS, "a"), (OURS.kid,), TrustState.BAD),  # something was put in, or a signature taken out
        ({**by(OURS, "a"), **by(OTHERS, "b")}, (OURS.kid, OTHERS.kid), TrustState.BAD),  # an office has one key
        ({"a": by(OURS, "b")["b"], "b": by(OURS, "b")["b"]}, (OURS.kid,), TrustState.BAD),  # of another package
        ({**by(OURS, "a"), "b": "nonsense"}, (OURS.kid,), TrustState.BAD),
        (dict.fromkeys(STATEMENTS, f"alg=sm2sm3;kid={'A' * 20};sig=AAAA"), (OURS.kid,), TrustState.UNCHECKED),
        (dict.fromkeys(STATEMENTS, f"alg=sm2sm3;kid={OURS.kid};sig=AAAA"), (OURS.kid,), TrustState.BAD),
        ({**by(OURS, "a"), "b": f"alg=sm2sm3;kid={'A' * 20};sig=AAAA"}, (OURS.kid,), TrustState.BAD),  # two keys
    ],
)
def test_the_worst_decides(blocks: Mapping[str, str], known: tuple[str, ...], state: TrustState) -> None:
    found = weighed(blocks, known=known)
    assert found.state is state
    assert (found.signed, found.entries) == (len(blocks), 2)


def test_a_key_that_nobody_has_cannot_be_checked() -> None:
    assert weighed(by(OURS, "a", "b"), keys={}).state is TrustState.UNCHECKED


def test_a_refused_key_is_never_the_first() -> None:
    assert weighed(by(OURS, "a", "b"), declined=frozenset({OURS.kid})).state is TrustState.CHANGED


def test_a_change_names_both_keys() -> None:
    found = weighed(by(OTHERS, "a", "b"), known=("A" * 20, OURS.kid))
    assert (found.kid, found.before) == (OTHERS.kid, OURS.kid)
    assert weighed(by(OURS, "a", "b"), known=(OURS.kid,)).before == ""


@given(st.data())
def test_no_single_character_of_a_block_can_be_changed(data: st.DataObject) -> None:
    blocks = by(OURS, "a", "b")
    place = data.draw(st.integers(0, len(blocks["a"]) - 1))
    letter = data.draw(st.characters(codec="utf-8").filter(lambda one: one != blocks["a"][place]))
    blocks["a"] = blocks["a"][:place] + letter + blocks["a"][place + 1 :]
    found = weighed(blocks, known=(OURS.kid,))
    assert found.state in (TrustState.BAD, TrustState.UNCHECKED)
