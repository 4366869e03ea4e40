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
    "policy_text_limit": N_("{limit} characters are no limit for a text. Write a number, or 0 for none."),
    "approval_fixed": N_(
        "The form of {unit} for {period:period} is fixed, there is nothing to approve any more. Print the form instead."
    ),
    "sent_later": N_("{day:date} is still to come. A report is ticked as sent on the day it was sent."),
    # filling
    "task_unknown_here": N_("The form has no task “{task}”. Write its number or title as on the form."),
    "fill_nothing_handed_down": N_(
        "No figure is handed down for “{name}”, so there is nothing to confirm or object to."
    ),
    "fill_dispute_figure": N_(
        "“{name}”: “{text}” is no figure of your own. Write the figure that you hold to be right."
    ),
    "fill_zero_handed_down": N_(
        "A figure is handed down for “{name}”: object to it with 0 and the reason, rather than report zero."
    ),
    "fill_no_last_note": N_("Nothing was explained for “{name}” in the period before."),
    "task_text_too_long": N_(
        "“{name}” takes {count} characters, the form has room for {limit}. Say it shorter, then go on."
    ),
    # gathering inside the unit
    "gather_provider_name": N_("“{name}” cannot be a provider's name: write a name of at most 40 characters."),
    "gather_row_unknown": N_("The form has no row “{row}” that could be gathered. Look at the form for its rows."),
    "gather_lead_unknown": N_("“{provider}” is not asked for it, so his figure cannot be the lead. Name one who is."),
    "gather_not_added": N_("Figures of “{name}” ({unit}) are never added. Choose whose figure leads."),
    "gather_not_asked": N_("“{provider}” is not asked for “{name}”. Ask first, then enter what was given."),
    "gather_not_settled": N_("“{name}” cannot be put in yet; awaited or unclear: {providers}."),
    "gather_no_figure": N_("“{text}” is no figure for “{name}”. Nothing was entered."),
    "gather_nobody_asked": N_("Nobody is asked for anything of {period:period} yet. Choose rows and providers first."),
    "gather_provider_unknown": N_("“{provider}” is not asked for anything of {period:period}. Nothing was taken."),
    # returned sheets
    "gather_taken": N_("{file}: {count} answers of {provider} were taken in."),
    "gather_replaced": N_(
        "{file}: {count} answers of {provider} were taken in, {replaced} of them in the place of earlier ones, which "
        "are kept."
    ),
    "gather_taken_unread": N_(
        "{file}: {count} answers of {provider} were taken in; {unread} cannot be read for certain and need asking."
    ),
    "gather_same": N_("{file}: {provider} says the same as before. Nothing changed."),
    "gather_superseded": N_(
        "{file} is an earlier sheet of {provider} that a newer one replaced. It was not taken again; ask which one "
        "holds."
    ),
    "gather_empty": N_("{file}: {provider} has filled in nothing. Nothing was taken."),
    "gather_other_form": N_("{file} belongs to the form of another unit or plan. Nothing was taken."),
    "gather_other_period": N_("{file} is about {there}, this form is about {period:period}. Nothing was taken."),
    "gather_is_form": N_("{file} is a whole form, no gathering sheet. Take it in on the page Exchange."),
    "gather_here": N_(
        "{file} is a gathering sheet from inside the unit. It is kept aside; take it in on the page of the form, part "
        "Gathering."
    ),
    "gather_no_sheet": N_("{file} is no gathering sheet of this form: its headings are not there. Nothing was taken."),
    "gather_whose": N_("{file} has lost its marks; it names “{provider}”. Say whose it is: it is then read by names."),
    "gather_names": N_("{file}: {first} Say that the names hold, or have the sheet mended. Nothing was taken."),
    # in a returned sheet
    "gather_no_heading": N_("The headings of the sheet are not there."),
    "gather_name_other": N_("The row “{name}” bears the hidden key of another row: it was sorted or pasted over."),
    "gather_row_by_name": N_("The row “{name}” has lost its key and was found by its name."),
    "gather_row_added": N_("The row “{name}” was added and is not asked for. It was not taken."),
    "gather_row_not_asked": N_("“{name}” is not asked of him. It was not taken."),
    "gather_row_twice": N_("“{name}” stands there twice with different answers ({text}). Ask which one holds."),
    "gather_blank_now": N_("“{name}” is blank this time; what was given before stays."),
    # several plans, and the unit above
    "differs_elsewhere": N_(
        "“{plan}” has {there:number} for the same item and period, here it is {here:number}: check it, or explain why."
    ),
    "ground_incomplete": N_(
        "The figure is consolidated from {given} of {expected} units, without {units}: complete it, or explain."
    ),
    "plan_taken_up": N_("{plan} is in this data file already."),
    "plan_not_taken_up": N_(
        "This unit does not take part in the plan “{plan}” here; it does in: {here}. Add it first "
        "(ipdesk plan adopt PLAN)."
    ),
}
