"""Words for a report's evidence, the same on the command line, in the window and in traces."""

from typing import Final

from ipdesk.domain import period as periods
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _

_STATES: Final = {
    "here": N_("file kept here"),
    "away": N_("the file is not on this PC"),
    "purged": N_("taken away"),
    "named": N_("by name only"),
}


def evidence_state(state: str) -> str:
    """What is here of a piece of evidence: here, away, purged, named."""
    return _(_STATES[state])


def evidence_place(row_name: str) -> str:
    """What it is evidence of."""
    return row_name or _("the whole report")


def evidence_use(name: str, unit: str, period: str) -> str:
    """That the same file is used elsewhere; `period` is a code."""
    return _("“{name}” is also with {unit}'s report for {period}.").format(
        name=name, unit=unit, period=formats.period_text(periods.parse(period))
    )
