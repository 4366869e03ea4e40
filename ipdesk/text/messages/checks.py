"""Sentences for the checks on a form. They stand under the row, so they do not name it again.

Parameters of every check: `value` as answered, `unit_of_measure`. Others as each sentence names them. A `cause_…` is
said after the sentence of its finding, with the same parameters and `repaired` for `repair_name` in `repair_unit`.
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
    "check_jump_up": N_("{ratio:times} times the last figure ({last:number}): check it, or explain why."),
    "check_jump_down": N_("Fallen to {share:percent} of the last figure ({last:number}): check it, or explain why."),
    "check_jump_zero": N_("Zero, after {last:number} last time: check it, or explain why."),
    "check_jump_sign": N_("The sign has changed since the last figure ({last:number}): check it, or explain why."),
    "check_not_above_row": N_(
        "{value:number} is above “{other_name}” ({other:number}), of which it is a part. Check both figures."
    ),
    "check_reason_missing": N_("Reported missing: give the reason in the remark."),
    "check_reason_disputed": N_("You object to the figure handed down: give the reason in the remark."),
    "check_explained": N_("Explained: {explanation}"),
    "check_untitled": N_("Say what the work is called, or take its progress away."),
    "check_text_too_long": N_("{count} characters; the form has room for {limit}. Say it shorter."),
    "check_rule": N_("{message:filled}"),
    "check_rule_plain": N_("Does not agree: {rule:rule}. Check the figures."),
    "check_rule_absent": N_("“{absent}” is not filled in, and this rule needs it: {rule:rule}."),
    "check_rule_unread": N_(
        "A rule of a newer ipdesk stands on this row; this version cannot check it ({rule}). Whoever issued the form "
        "will check it on receipt."
    ),
    # likely causes
    "cause_sign": N_("Is the minus sign there by mistake? Then it is {repaired:number} {repair_unit}."),
    "cause_unit": N_("Was it entered in {likely_unit}? Then it is {repaired:number} {repair_unit}."),
    "cause_fraction": N_("Was it entered as a fraction? Then it is {repaired:number}%."),
    "cause_digits_more": N_("Is there a digit too many, or the point misplaced? Then it is {repaired:number}."),
    "cause_digits_less": N_("Is a digit missing, or the point misplaced? Then it is {repaired:number}."),
    "cause_swapped": N_("Were two digits swapped? Then it is {repaired:number}."),
    "cause_copied_last_year": N_("It is the very figure of the same period last year: was that one copied?"),
    "cause_copied_last": N_("It is the very figure of the last period: was that one copied?"),
    "cause_period_for_total": N_(
        "Is it the figure of this period alone? Then the running total of the year is {repaired:number}."
    ),
    "cause_total_for_period": N_("Is it the running total of the year? Then this period is {repaired:number}."),
    "cause_rows_swapped": N_(
        "Did it change places with “{other_name}”? Then {repaired:number} belongs here; mend both rows."
    ),
    "cause_other_row": N_("It looks like a figure of “{other_name}”: does it stand in the wrong row?"),
    "cause_part_blank": N_("“{part_name}” is not filled in: with {repaired:number} there, all agrees."),
    "cause_part_swapped": N_(
        "Were two digits swapped in “{part_name}” ({part_value:number})? With {repaired:number} there, all agrees."
    ),
    "cause_part_scale": N_(
        "Is “{part_name}” ({part_value:number}) in another unit, or its point misplaced? With {repaired:number} there, "
        "all agrees."
    ),
    "cause_part_sign": N_(
        "Has “{part_name}” ({part_value:number}) the wrong sign? With {repaired:number} there, all agrees."
    ),
    "cause_part_left_out": N_("Was “{part_name}” left out of the sum? Then the sum is {repaired:number}."),
    "cause_part_twice": N_("Was “{part_name}” counted twice in the sum? Then the sum is {repaired:number}."),
    # rules that make no sense
    "rule_twice": N_("Two rules have the key {id}. Give one of them another."),
    "rule_unknown_row": N_("The plan has no item “{item}”. Write the key of an item, or of a calculated indicator."),
    "rule_no_cell": N_(
        "The rule names no figure of this period, so nobody who fills in the form could break or mend it."
    ),
    "rule_units": N_(
        "Figures in {unit} and in {other} are held against each other or added. Multiply one of them, as in "
        "[a] * 10000."
    ),
    "rule_never_broken": N_("No figures break the rule: as it stands it checks nothing."),
    "rule_never_holds": N_("No figures satisfy the rule: it would speak up on every form."),
    "rule_division": N_("The rule divides by zero."),
    "rule_division_maybe": N_(
        "The rule divides by a figure that may be zero; then it says nothing. If that is meant, begin it with "
        "“if [divisor] > 0 then”."
    ),
    "rule_contradiction": N_("No figures satisfy this rule and the rule {other}: one of them is always broken."),
    "rule_message_long": N_("The message has {count} characters, more than the {limit} that a cell has room for."),
    "rule_placeholder": N_(
        "The message has the placeholder “{found}”, which names no figure. There are 左, 右, 差, 行名, 单位, and what "
        "may stand in brackets in a rule."
    ),
    "rule_no_sides": N_(
        "The message has the placeholder “{found}”, but the rule has more than one comparison, so no side to show."
    ),
    "rule_bad_key": N_("“{id}” is no key of a rule: use small letters, digits and hyphens, as in stations-not-fewer."),
    "rule_not_there": N_("There is no rule {id}. “ipdesk rules list” names those that there are."),
    "rule_item_unknown": N_("The plan has no item “{item}”. Write its key or its full name, or * for every row."),
    # rules that cannot be read
    "rule_unfinished": N_("The rule ends too early: after the last sign a figure or a condition is missing."),
    "rule_sign": N_("Character {at} of the rule, “{found}”, has no meaning there. Rows and columns stand in [ ]."),
    "rule_unexpected": N_("At character {at} the rule has “{found}”, where something else must stand."),
    "rule_bracket": N_("The bracket at character {at} of the rule is not closed: write [row] or [column]."),
    "rule_term": N_(
        "Character {at} of the rule: [{found}] names no row and no column. Columns are 本期, 上期, 上年同期, 累计, "
        "预填, 目标, 应达; a column of another row is written [row.上期]."
    ),
    "rule_policy": N_(
        "Character {at} of the rule: after | stands 0 (a blank counts as zero) or ! (a blank is a fault), "
        "not “{found}”."
    ),
    "rule_number": N_("The number at character {at} of the rule ({found}…) has too many digits."),
    "rule_not_a_condition": N_(
        "At character {at} of the rule stands a figure, where a condition must stand, as in [a] <= [b]."
    ),
    "rule_not_a_figure": N_("At character {at} of the rule stands a condition, where a figure must stand."),
    "rule_chain": N_("At character {at} of the rule a second comparison follows: join the two by “and”."),
    "rule_too_long": N_("The rule has {count} characters, more than {limit}. Make two rules of it."),
    "rule_too_deep": N_("At character {at} the rule is nested deeper than {limit}. Make two rules of it."),
    "rule_too_many_terms": N_("The rule names more than {limit} figures. Make two rules of it."),
}
