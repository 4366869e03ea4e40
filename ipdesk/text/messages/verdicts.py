"""Sentences for judging: thresholds, ranking, evaluation cycles and what is said in them."""

from collections.abc import Mapping
from typing import Final

from ipdesk.text.i18n import N_

SENTENCES: Final[Mapping[str, str]] = {
    "ranking_off": N_(
        "Ranking is switched off in this office. If it is wanted, switch it on: ipdesk policy set --ranking on"
    ),
    "ranking_unknown": N_("“{name}” is no indicator of which several districts have a target of their own."),
    "policy_early": N_(
        "Counts and months cannot be below 0, nor the first months above {most}, and the share of units lies between 0 "
        "and 100. Nothing was changed."
    ),
}
