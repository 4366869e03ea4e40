"""Sentences for collecting and reviewing: freed units, entries on behalf, cells, phrases, two-key."""

from collections.abc import Mapping
from typing import Final

from ipdesk.text.i18n import N_

SENTENCES: Final[Mapping[str, str]] = {
    "not_waived": N_("{unit} was not freed from its report for {period:period}, so there is nothing to take back."),
    "cell_unknown": N_(
        "“{reference}” names no cell. Write unit, item and period, such as 福田区/ip-volunteers/2026-Q3."
    ),
    "not_on_behalf": N_("{unit} fills in its own form on the page of forms; nothing is entered on behalf of oneself."),
    "phrase_place": N_("“{phrase}” has a place that there is not. There are {places}. Nothing was changed."),
    "phrase_unknown": N_("There is no phrase number {number}; there are {count}."),
    # two-key
    "two_key_nobody": N_("Two-key asks who you are. Give your name first: with --by, or on the page of settings."),
    "two_key_entered": N_(
        "{officer} filled in or entered this report, and two-key asks for another hand. Let a colleague do it."
    ),
    "two_key_checked": N_(
        "{officer} has checked {unit}'s report for {period:period} already. Now another officer accepts it."
    ),
    "two_key_unchecked": N_(
        "{unit}'s report for {period:period} has not been checked by a second officer. Let a colleague check it "
        "first, then accept it."
    ),
    "two_key_checker": N_(
        "{officer} checked {unit}'s report for {period:period}, and so may not accept it too. Let a colleague do it."
    ),
}
