"""Sentences for the checks on a form. They stand under the row, so they do not name it again.

Parameters of every check: `value` as answered, `unit_of_measure`. Others as each sentence names them.
"""

from collections.abc import Mapping
from typing import Final

from ipdesk.text.i18n import N_

SENTENCES: Final[Mapping[str, str]] = {
    "check_required": N_("Not filled in yet. If there is nothing to report, choose zero or missing, and say why."),
    "check_required_confirm": N_(
        "Handed down as {prefill:number} {unit_of_measure} and not confirmed yet. Confirm it, or object and say why."
    ),
    "check_required_own_figure": N_("You object to the figure handed down: enter your own figure as well."),
    "check_required_no_prefill": N_(
        "Confirmed, but no figure was handed down for this row. Enter the figure, or report it missing and say why."
    ),
    "check_unread": N_("“{raw}” could not be read as a figure. Enter a plain number in {unit_of_measure}."),
    "check_not_negative": N_("{value:number} is below zero, which this figure cannot be. Check the sign."),
    "check_decimals": N_("{value:number} has more than {limit} decimals. Round it?"),
    "check_decimals_count": N_(
        "{value:number} is not a whole number, and things are counted here. Check the figure and its unit."
    ),
    "check_at_most": N_(
        "{value:number} {unit_of_measure} is above {limit:number} {unit_of_measure}, more than there can be. "
        "Check the figure."
    ),
    "check_not_below_last": N_(
        "Running total of the year: {value:number} is less than the {accepted:number} accepted before. It cannot fall; "
        "check both, or have the earlier one corrected."
    ),
    "check_not_below_last_increment": N_(
        "Running total of the year: {value:number} is less than the {accepted:number} accepted before. Is it the "
        "figure of this period alone? Then the running total is {repaired:number}."
    ),
    "check_jump_up": N_("{ratio:times} times the last figure ({last:number}): check it, or explain why."),
    "check_jump_down": N_("Fallen to {share:percent} of the last figure ({last:number}): check it, or explain why."),
    "check_jump_zero": N_("Zero, after {last:number} last time: check it, or explain why."),
    "check_jump_sign": N_("The sign has changed since the last figure ({last:number}): check it, or explain why."),
    "check_jump_scale": N_(
        "{ratio:times} times the last figure ({last:number} {unit_of_measure}): was it entered in {likely_unit}? "
        "Then it is {repaired:number} {unit_of_measure}."
    ),
    "check_jump_fraction": N_(
        "The last figure was {last:number}%: was it entered as a fraction? Then it is {repaired:number}%."
    ),
    "check_not_above_row": N_(
        "{value:number} is above “{other_name}” ({other:number}), of which it is a part. Check both figures."
    ),
    "check_reason_missing": N_("Reported missing: give the reason in the remark."),
    "check_reason_disputed": N_("You object to the figure handed down: give the reason in the remark."),
    "check_explained": N_("Explained: {explanation}"),
}
