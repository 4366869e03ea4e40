"""The hostile list: each file is read or refused with its own finding, and each refusal is a whole sentence."""

import re

import pytest

from ipdesk.exchange.intake import take_in
from ipdesk.text.messages import sentence
from tools.hostile import READ, Case, cases

CASES = [case for case in cases() if not case.heavy]


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_each_hostile_file_gets_its_verdict(case: Case) -> None:
    book = take_in(case.build(), case.name)
    assert (book.refusal.code if book.refusal else READ) == case.expected
    if book.refusal is not None:
        said = sentence(book.refusal)
        assert said
        assert not re.search(r"[{}]", said)
        assert book.sheets == ()
