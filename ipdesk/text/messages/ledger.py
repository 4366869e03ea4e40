"""Sentences for packages, slots and decisions: what came in, what the desk and the review may do."""

from collections.abc import Mapping
from typing import Final

from ipdesk.text.i18n import N_

SENTENCES: Final[Mapping[str, str]] = {
    # what came in a file
    "cannot_read": N_("{path} cannot be opened for reading ({reason}). Check the file and its rights, then try again."),
    "training_file": N_(
        "{file} belongs to a training workspace and does not mix with real reports. It is kept aside; open it"
        " in a training workspace."
    ),
    "real_file": N_(
        "{file} is a real report and does not belong in a training workspace. It is kept aside; open it in "
        "the real workspace."
    ),
    "other_plan": N_(
        "{file} belongs to another plan ({there}), in which this unit does not take part here ({here}). It is kept "
        "aside; if it should, add the plan first: ipdesk plan adopt {there}"
    ),
    "plan_offered": N_(
        "{file} comes from the unit above under the plan “{there}”, which is not in this data file yet. Add the plan "
        "and take the file in?"
    ),
    "other_issuer": N_(
        "{file} was issued by another unit ({there}), so it does not belong to this ledger. It is kept aside;"
        " ask the sender."
    ),
    "unit_unknown": N_("There is no unit “{unit}” here. Look at the list of units, or write the code."),
    "not_for_us": N_(
        "{file} is meant for {unit}, not for {here}. It is kept aside; pass it on, or ask the sender for the "
        "right file."
    ),
    "made_here_unknown": N_(
        "{file} holds something said to be made by {unit}, but this workspace never made it. That part was "
        "set aside; ask the sender where it comes from."
    ),
    "wrong_maker": N_("{file} holds something that {unit:name} may not make. That part was set aside; ask the sender."),
    "package_damaged": N_("A part of {file} is damaged and was set aside. Ask the sender to export the file again."),
    "no_identity": N_(
        "{file} is a workbook, but not one that was issued or filled in for this plan: it carries no marks. "
        "It is kept aside; use the template that was issued."
    ),
    "whose_form": N_(
        "{file} is a form that has lost all its marks. Say whose it is and for which period: it is then matched by "
        "names and entered on behalf of that unit."
    ),
    "not_a_report": N_("{file} is no report: it is a table for reading. It is kept aside; send the filled-in form."),
    "template_unknown": N_(
        "{file} was made from a template that is not on this PC. It is kept aside; if a colleague issued it, "
        "take in his bundle first."
    ),
    "template_other": N_(
        "{file} says that it is the form of {unit}, {period:period}, but the template that it was made from is that of "
        "{there:name}, {other_period:period}. It is kept aside; ask the sender for the form as it was issued."
    ),
    "issued_changed": N_(
        "{file}: {count} issued cells were changed, first {place}. {first} It was not taken; ask {unit} to "
        "send it again on the issued template, or take it with an answer."
    ),
    "layout_unsure": N_(
        "{file}: it is not sure which figure belongs to which row. {first} It was not taken; look at it and "
        "answer, or ask {unit} to send it again."
    ),
    "form_empty": N_(
        "{file} came back empty: not a single cell is filled in. It is kept aside; {unit} may have sent the "
        "blank template."
    ),
    "superseded_again": N_(
        "{file} is a version that was set aside before. It was not taken again; reinstate it if it is to "
        "count after all."
    ),
    "received_before": N_("{file} was received before: the content is the very same. Nothing changed."),
    "taken_before": N_("Everything in {file} is here already. Nothing changed."),
    "second_version": N_(
        "{file}: {unit} sent another version for {period:period}, with {different} rows different from the "
        "first. Both are kept; choose the one that counts."
    ),
    "newer_after_acceptance": N_(
        "{file}: {unit} sent a newer version for {period:period} after acceptance. The accepted one stays in "
        "force until the new one is reviewed."
    ),
    "edited_after_fix": N_(
        "{file}: fixed in ipdesk and then changed in {different} rows. Both are kept, the visible figures "
        "count as the newer version."
    ),
    "successor_taken": N_(
        "{file}: {unit}'s corrected version for {period:period} was received, {different} rows differ from "
        "the one before."
    ),
    "report_taken": N_("{file}: {unit}'s report for {period:period} was received, the checks found nothing."),
    "report_taken_findings": N_(
        "{file}: {unit}'s report for {period:period} was received; {must_fix} to be corrected, {must_explain}"
        " to be explained."
    ),
    "template_taken": N_("{file}: the form for {period:period} was received. Fill it in here, or in Excel or WPS."),
    "release_taken": N_("{file}: the release for {period:period} was received."),
    "packages_taken": N_("{file}: {count} new entries were received."),
    "bundle_taken": N_("{file}: {count} new entries from a colleague's PC were received."),
    "draft_read": N_("{file}: what was filled in there is now the draft for {period:period}. Look it over and fix it."),
    "draft_differs": N_(
        "{file}: it says something else than the draft that is here for {period:period}. It was not read in; "
        "answer which is to count."
    ),
    # the desk
    "slot_unclear": N_(
        "“{reference}” names no form. Write unit and period, such as 福田区/2026-Q3, or the period alone for "
        "your own unit."
    ),
    "template_missing": N_(
        "There is no form for {unit:name} and {period:period} here yet. Take in the template that was sent, "
        "or issue it."
    ),
    "row_not_fillable": N_("“{row}” is no row that is filled in here. Look at the form for the rows that are."),
    "csv_line": N_("{file}, line {line} cannot be read: {text}. Nothing was taken; correct the line and do it again."),
    "prefill_line": N_(
        "{file}, line {line} cannot be read: {text}. Nothing was issued; each line needs unit, item, figure."
    ),
    "must_fix_left": N_("{count} things must be corrected first, beginning with “{name}”. Nothing was changed."),
    "must_explain_left": N_(
        "{count} things need an explanation first, beginning with “{name}”. Write it in the remark of the row."
    ),
    "basis_missing": N_(
        "An entry on behalf of {unit} needs its basis (fax, call, stamped scan). Add it and do it again."
    ),
    "nothing_changed": N_(
        "The draft for {unit} and {period:period} says the same as what was fixed before. Nothing was fixed again."
    ),
    "nothing_fixed": N_(
        "Nothing has been fixed for {unit} and {period:period} yet. Fix the draft first, then export it."
    ),
    # review
    "not_issuer": N_("{unit} does not issue or review under this plan. Do this in the workspace of the unit above."),
    "submission_unknown": N_("There is no report “{id}” here. List what waits with “ipdesk review list”."),
    "submission_ambiguous": N_("“{id}” fits {count} reports. Write more letters of the number."),
    "package_unknown": N_("“{id}” is not on this PC."),
    "slot_open": N_("{unit} has several versions for {period:period}. Choose first which one counts."),
    "slot_not_open": N_("{unit} has only one version for {period:period}; there is nothing to choose."),
    "not_head": N_("A newer version of {unit} for {period:period} is here, this one no longer stands."),
    "already_accepted": N_(
        "{unit}'s report for {period:period} is accepted already. Reopen it first if it must change."
    ),
    "not_accepted": N_("{unit}'s report for {period:period} is not accepted, so there is nothing to reopen."),
    "not_set_aside": N_("{unit}'s version for {period:period} was not set aside, so there is nothing to reinstate."),
    "update_needed": N_(
        "{count} entries here were written by a newer ipdesk. They are kept and counted but not used; "
        "update ipdesk on this PC."
    ),
    "question_missing": N_("Say what {unit} is to correct: at least one question, or a reason."),
    "row_unknown": N_("The form has no row “{row}”. Nothing was returned; correct the list of questions."),
    "not_own": N_("This report was not made here, so it cannot be withdrawn here."),
    "reason_missing": N_("This needs a reason, since it changes what was said before. Add one and do it again."),
    # what the office lays down
    "policy_deadline": N_("A form cannot be due {days} days after its period. Write 0 to {most}."),
    "policy_steps": N_("The steps of approval ({steps}) need names that differ. Nothing was changed."),
    "policy_thresholds": N_(
        "The thresholds {nearly} and {lagging} do not go together: the first is 0 or below, the second lies below it."
    ),
    "policy_day_twice": N_("{day:date} is listed as a day off and as worked. Nothing was changed; correct the list."),
    # adjustments, moments
    "item_unknown": N_("There is no item “{item}” in this plan. Write its key or its full name."),
    "indicator_unknown": N_("Nobody was asked for “{indicator}” in this period, or there is no such indicator."),
    "doubles_added": N_("Doubles are taken off, so their quantity is below zero; {quantity:number} would be added."),
    "adjustment_unknown": N_("There is no adjustment “{id}” here. See the numbers with “ipdesk adjust list”."),
    "adjustment_ambiguous": N_("“{id}” fits {count} adjustments. Write more letters of the number."),
    "adjustment_withdrawn": N_("Adjustment {id} was taken back already. Nothing was changed."),
    "moment_unknown": N_(
        "“{moment}” is no moment of this ledger. Write a day such as 2026-10-12, a code from paper, “release” for the "
        "last release, “paper” for what was printed last, or a number of entries."
    ),
    # the register of figures that were told
    "no_figure_yet": N_("{name} has no figure yet, so none can have been told."),
    "reported_unknown": N_("There is no entry {number} in the register. See the numbers with “ipdesk reported list”."),
    "nobody_to_tell": N_("Nobody has a figure that no longer stands; there is no notice to write."),
    "nothing_differs": N_("{name} is as it was told; there is no difference to decide on."),
    "carry_totals_only": N_(
        "{name} is not a total of this unit: its difference cannot be entered in a later period here. Correct it back."
    ),
    "carry_later_only": N_("{into:period} does not come after {period:period}. Name a later period."),
    # figures, reports, upkeep
    "demo_folder": N_("{path} holds other files. Nothing was written; name a new or empty folder."),
    "nothing_accepted": N_("Nothing has been accepted for {period:period} yet, so there is nothing to release."),
    "document_not_read": N_("{name} was not taken as the plan's document. {why}"),
    "plan_elsewhere": N_("Here {here} is kept, not {plan}. Do this in the workspace of that plan."),
    "plan_unchanged": N_("{plan} is in force already in just this version."),
    "report_kind": N_(
        "There is no report “{kind}” for this. Known are summary (of a period) and form (of a unit's form)."
    ),
    "report_ending": N_("“{ending}” is no kind of file that can be written here. Use .pdf, .docx or .xlsx."),
    "trace_unknown": N_(
        "“{reference}” is not known here. Write the code from the paper, or unit/item/period such as "
        "福田区/protection-stations/2026-Q3."
    ),
    "verify_integrity": N_("{file}: SQLite finds a fault ({line}). Make a copy, then restore the latest backup."),
    "verify_package": N_(
        "{file}: entry {id} does not agree with its number. Restore the latest backup and take in the files again."
    ),
    "verify_state": N_(
        "{file}: the stored summary of {slot} is not what the entries come to. No figure rests on it and "
        "nothing is lost; it is written anew with the next entry there."
    ),
    "verify_original": N_("{file}: a kept file ({id}) is no longer as it was received. Ask the sender for it again."),
    "verify_unknown_package": N_(
        "{file} holds an entry ({id}) that this workspace does not have. Take the file in to have it."
    ),
}
