"""Sentences for versions: revisions of the period before, what a decision changes, files read back."""

from collections.abc import Mapping
from typing import Final

from ipdesk.text.i18n import N_

SENTENCES: Final[Mapping[str, str]] = {
    "revision_unread": N_("The revised figure of {last_period:period} cannot be read: “{raw}”. Enter a plain number."),
    "revision_same": N_("The revised figure of {last_period:period} is the one that is known: nothing is revised."),
    "revision_reason": N_(
        "{last_period:period} is to be revised from {last:number} to {value:number} {unit_of_measure}. Say why beside "
        "it."
    ),
    "revision_told": N_(
        "{last_period:period} is to be revised from {last:number} to {value:number} {unit_of_measure}: {reason}"
    ),
    "revision_none": N_("{unit}'s report for {period:period} revises nothing that would change, so nothing was done."),
    "revision_row_unknown": N_("This report does not revise “{row}”. List what it revises with “ipdesk review show”."),
    "revision_not_accepted": N_(
        "{unit} has no accepted report for {period:period} that could be revised. Accept that report first."
    ),
    "revision_newer_waits": N_(
        "A newer version of {unit} for {period:period} waits for review. Decide on it first, then on the revision."
    ),
    "withdrawal_taken": N_("{file}: {unit} withdraws its report for {period:period}; it no longer stands."),
    "readback_differs": N_(
        "{path} was not written: read back, it would not say what it should ({why}). This is a mistake of ipdesk; "
        "nothing was sent and nothing changed. Please report it with this sentence."
    ),
}
