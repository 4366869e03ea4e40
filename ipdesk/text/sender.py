"""What the signatures of a file say of its sender, in a few words: 签名：可信（ABCDE-…）."""

from collections.abc import Mapping
from typing import Final

from ipdesk.domain.ledger.signature import SenderTrust, TrustState, fingerprint
from ipdesk.text import labels
from ipdesk.text.i18n import N_, _


def trust_word(trust: SenderTrust | None) -> str:
    """The state in a word; empty for a file that is nobody's."""
    return labels.label(trust.state) if trust is not None else ""


def trust_text(trust: SenderTrust) -> str:
    """The state, with the fingerprint where there is a key, and why where there is no signature."""
    word = labels.label(trust.state)
    if trust.state is TrustState.NONE and not trust.entries:
        return _("{state} (filled in with a spreadsheet)").format(state=word)
    if not trust.kid:
        return word
    if trust.state is TrustState.CHANGED and trust.before:
        return _("{state} (now {kid}, before {before})").format(
            state=word, kid=fingerprint(trust.kid), before=fingerprint(trust.before)
        )
    return _("{state} ({kid})").format(state=word, kid=fingerprint(trust.kid))


_KEYS: Final[Mapping[str, str]] = {
    "first": N_("trusted at first sight"),
    "accepted": N_("accepted by a person"),
    "declined": N_("refused by a person"),
    "own": N_("key of this office"),
}


def key_word(what: str) -> str:
    """What was said of a key last (`services.trust.KnownKey.what`)."""
    return _(_KEYS[what])
