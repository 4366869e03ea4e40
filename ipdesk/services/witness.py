"""What a file's signatures said, and what is to be kept of it when the file is taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ipdesk.domain.finding import Finding
from ipdesk.domain.ledger.signature import SenderTrust
from ipdesk.store.keys import KeptSignature, KeyEvent


@dataclass(frozen=True, slots=True)
class Witness:
    """The weighed signatures of one file.

    `event` is what happens to the key with this file: first, accepted, declined, or empty; `public` its key block.
    `blocks` are the good signatures by package id. `events` and `signatures` came in a bundle of the own office.
    """

    trust: SenderTrust
    findings: tuple[Finding, ...] = ()
    event: str = ""
    public: str = ""
    blocks: Mapping[str, str] = field(default_factory=dict)
    events: tuple[KeyEvent, ...] = ()
    signatures: tuple[KeptSignature, ...] = ()
