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
    "target_unknown": N_(
        "“{target}” is no target of the plan, or more than one has these words. List them with “ipdesk plan show”."
    ),
    "scheme_unknown": N_("There is no scheme “{name}” here. List the schemes with “ipdesk decompose list”."),
    "scheme_there": N_("A scheme “{name}” is here already. Choose another name, or go on with that one."),
    "scheme_name": N_("“{name}” is no name for a scheme: one to 40 characters, and not “in-force”."),
    "split_open": N_("The value of “{target}” is still open, so there is nothing to split up yet."),
}
