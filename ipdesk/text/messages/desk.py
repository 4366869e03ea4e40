"""Sentences for a form's way through the office: approval, what was gathered, what was sent."""

from collections.abc import Mapping
from typing import Final

from ipdesk.text.i18n import N_

SENTENCES: Final[Mapping[str, str]] = {
    "approval_missing": N_(
        "“{step}” has not been taken yet, so the form of {period:period} is not fixed. Have it approved, then enter "
        "name and day."
    ),
    "approval_step_unknown": N_("The form has no step “{step}”. Its steps are: {steps}."),
    "approval_order": N_("“{step}” comes first: the steps are taken one after the other. Nothing was entered."),
    "approval_name": N_("Who approved? Give a name."),
    "approval_nothing_left": N_("Every step of {unit}'s form of {period:period} has been taken. It can be fixed."),
    "approval_none": N_("No step of {unit}'s form of {period:period} has been taken, so none can be taken back."),
}
