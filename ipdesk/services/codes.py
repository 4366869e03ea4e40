"""The short codes on paper: each stands for a figure with the packages that it was made from."""

from collections.abc import Iterable
from hashlib import sha256

from ipdesk.domain.ledger.package import LedgerKey
from ipdesk.domain.ledger.scope import short

#: Letters of a figure's code. Seven of 32 letters: 34 thousand million codes.
LENGTH = 7


def figure_code(ledger: LedgerKey, unit: str, name: str, period: str, basis: Iterable[str]) -> str:
    """The code of one figure: the same figure from the same packages has the same code on every PC."""
    parts = ("figure", *(str(part) for part in ledger.content().values()), unit, name, period, *sorted(basis))
    return short(sha256("\n".join(parts).encode()).hexdigest(), LENGTH)


def page_code(report: str, codes: Iterable[str]) -> str:
    """The check code at the foot of a page: equal figures give equal codes."""
    return short(sha256("\n".join((report, *codes)).encode()).hexdigest(), 8)
