"""Sentences for decomposing targets: whether parts meet the whole, consultations, opinions, orders."""

from collections.abc import Mapping
from typing import Final

from ipdesk.text.i18n import N_

SENTENCES: Final[Mapping[str, str]] = {
    "split_pins_exceed": N_(
        "The pinned parts alone are more than {whole:number} {measure}, so nothing is left for the other units. Lower "
        "or release a pinned part."
    ),
    "split_floors_exceed": N_(
        "What the units have already is more than {whole:number} {measure}, so there is no growth to spread. Choose "
        "another method, or check the base figures."
    ),
    "split_no_weight": N_(
        "No unit has a figure to go by, so nothing was spread. Type base figures, or choose another method."
    ),
    "split_nothing_to_go_by": N_(
        "{units:name}: the figure that the method goes by is missing, so no part is given. Type it, or set the part by "
        "hand."
    ),
    "split_share_above": N_("{units:name}: a share cannot be more than 100%. Lower a pinned part elsewhere."),
    "split_above": N_(
        "The parts come to {reached:number} {measure}, {difference:number} {measure} above the target of "
        "{whole:number}."
    ),
    "split_below": N_(
        "The parts come to {reached:number} {measure}, {difference:number} {measure} below the target of "
        "{whole:number}."
    ),
    "split_above_ratio": N_(
        "Sum of numerators by sum of denominators: {reached:number} {measure}, above the target of {whole:number}."
    ),
    "split_below_ratio": N_(
        "Sum of numerators by sum of denominators: {reached:number} {measure}, below the target of {whole:number}."
    ),
    "split_weaker": N_("{units:name}: the value set by hand falls short of {whole:number} {measure}."),
    "split_less_than_now": N_("{units:name}: the part is less than what is there already."),
    "split_without_way": N_(
        "{units:name}: without a figure for the year before the plan the years in between cannot be said. Type the "
        "base figure, or set years by hand."
    ),
    "split_without_any_way": N_(
        "Without figures for the year before the plan the years in between cannot be said. Type base figures, or set "
        "years by hand."
    ),
    "split_gone": N_("{units:name}: no longer a unit here; the pinned part is kept, but not counted."),
    "split_pending": N_("The target's value is still open: there is nothing to split up yet."),
    "split_not_summable_judged": N_("Not summable: judged in words. Each unit takes the same words."),
    "split_not_summable_coverage": N_("Not summable: coverage. Each unit takes the same value."),
    "split_not_summable_maintain": N_("Not summable: to be maintained. Each unit takes the same value."),
    "split_not_summable_ceiling": N_("Not summable: a ceiling. Each unit takes the same value."),
    "split_not_summable_rate": N_("Not summable: a rate of change. Each unit takes the same value."),
    "split_not_summable_own": N_(
        "Not summable: the figure exists for the whole only. Units are not asked; who supplies it takes it as it is."
    ),
    "split_not_summable_distinct": N_(
        "Not summable: what several units have is counted once. Units are not asked; a part can be set by hand."
    ),
    "split_target_unknown": N_(
        "“{target}” is no target of the plan, or more than one has these words. Give more of its name, or its number."
    ),
    "scheme_unknown": N_("There is no scheme “{name}” here. Choose one of the list."),
    "scheme_there": N_("A scheme “{name}” is here already. Choose another name, or go on with that one."),
    "scheme_name": N_("“{name}” is no name for a scheme: one to 40 characters, and not “in-force”."),
    "split_open": N_("The value of “{target}” is still open, so there is nothing to split up yet."),
    "scheme_empty": N_("The scheme “{name}” gives no unit a part yet. Take up a target first."),
    "scheme_changed": N_(
        "Since the scheme “{name}” was last looked at, {count} parts have changed with the plan, the units or the "
        "figures. Look at them first."
    ),
    "scheme_must_fix": N_("“{target}” must be mended before this scheme goes out ({count} in all). Mend it first."),
    "scheme_must_explain": N_(
        "“{target}” must be explained before it is handed down ({count} in all). Give the reason."
    ),
    "opinions_open": N_(
        "{count} points of opinions from {units} are not dealt with yet. Take each over or decline it with words first."
    ),
    "opinions_unsettled": N_("{units} answered in several versions. Settle first which one counts."),
    "opinion_not_open": N_("{unit} has no second answer; there is nothing to choose."),
    "opinion_version_unknown": N_("“{id}” is none of the answers of {unit} that stand side by side."),
    "no_opinion_draft": N_("{unit} keeps no unfinished opinion on the targets it is asked about."),
    "opinion_point_unknown": N_("{unit} has no opinion on “{target}” that waits."),
    "opinion_without_value": N_(
        "{unit} proposes no value that could be taken over. Decline it with words, or pin a part."
    ),
    "target_not_in_scheme": N_("“{target}” is not split in the scheme “{name}”. Take it up first."),
    "decline_without_words": N_("Say why the proposal is not taken over: the words go to the unit with the order."),
    "no_consultation": N_("{unit} is not being asked about any targets now."),
    "no_opinion": N_("{unit} has given no opinion yet. Give one first."),
    "nothing_changed_opinion": N_("{unit} has given this very opinion already."),
    "opinion_target_unknown": N_("“{target}” is none of the targets that are asked about."),
    "opinion_reason_missing": N_("Say why “{target}” is not agreed to."),
    "opinion_no_consultation": N_(
        "{file}: answers a consultation that was not sent from here. Ask {unit} to answer the sheet "
        "that it was sent last."
    ),
    "opinion_no_sheet": N_(
        "{file}: the sheet of targets is not in it, or its marks are gone. Ask {unit} to fill in the sheet "
        "as it was sent."
    ),
    "opinion_empty": N_("{file}: {unit} has filled nothing in: silence is no consent. Ask for an answer."),
    "opinion_unclear": N_(
        "{file}: the word for {targets} is neither 同意 nor 不同意. Ask {unit}, or enter its opinion on its behalf."
    ),
    "opinion_rows_moved": N_(
        "{file}: the rows of {targets} are gone or no longer as they were sent, as after sorting a part of the "
        "columns, so it is not certain what is answered to which target. Ask {unit} to fill in the sheet as it was "
        "sent, or enter its opinion on its behalf."
    ),
    "opinion_incomplete": N_(
        "{file}: {unit} says nothing of {targets} ({count} in all) and nothing of the whole. Ask for the rest, or "
        "enter its opinion on its behalf."
    ),
    "opinion_value_unread": N_("The value proposed for “{target}” is no number: “{text}”. It is kept with the reason."),
    "opinion_no_reason": N_("No reason is given why “{target}” is not agreed to."),
    "opinion_agrees": N_("{file}: {unit} agrees to the targets."),
    "opinion_disagrees": N_("{file}: {unit} does not agree to {count} targets."),
    "opinion_second": N_("{file}: taken; two opinions of {unit} now stand side by side."),
    "consult_taken": N_("{file}: targets on which {unit} is asked its opinion."),
    "order_taken": N_("{file}: targets handed down to {unit}."),
    "matrix_refused": N_("{file} cannot be read: {why}"),
    "matrix_no_table": N_(
        "{file}: no table of parts is in it. It needs a heading row with 编号 and the short names of units; export one "
        "and change its figures."
    ),
    "matrix_target": N_("{file}: “{target}” is not split in the scheme “{name}”. Take it up first; nothing was taken."),
    "matrix_figure": N_("{file}, {place}: “{text}” is no part. Write a plain figure; nothing was taken."),
    "season_shares": N_("Four shares that are not below zero and add up to 100 make a profile; nothing was changed."),
}
