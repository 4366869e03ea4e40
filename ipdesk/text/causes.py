"""One line on an entry of the ledger that changed figures."""

from ipdesk.domain import period as periods
from ipdesk.domain.figurechange import Cause
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _

_KINDS = {
    "submission": N_("report"),
    "decision": N_("decision"),
    "adjust": N_("adjustment"),
    "plan": N_("plan"),
    "policy": N_("rules of the office"),
    "targets": N_("targets handed down"),
    "release": N_("feedback release"),
}
_VERBS = {"accept": N_("accepted by"), "withdraw": N_("taken back by"), "reopen": N_("reopened by")}


def entry_kind(kind: str, verb: str = "") -> str:
    """The name of an entry's kind."""
    return _(_KINDS.get(verb if verb in _KINDS else kind, kind))


def cause_text(one: Cause) -> str:
    """Number, what, whose, of when, by whom, and why."""
    period = formats.period_text(periods.parse(one.period)) if one.period else ""
    parts = [one.short_id, entry_kind(one.kind, one.verb), one.unit_short, period, one.officer, one.date]
    verb, _space, who = one.decided.partition(" ")
    if verb in _VERBS:
        parts.append(f"{_(_VERBS[verb])} {who}".strip())
    said = "  ".join(part for part in parts if part)
    return _("{entry}: {reason}").format(entry=said, reason=one.reason) if one.reason else said
