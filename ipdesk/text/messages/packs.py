"""Sentences for packs: what `packs.read` raises and what `packs.lint` finds.

Every parameter named here is given by the finding or the error of that code. A finding's place is the pack's file and
the id of the line that is meant; the sentence does not repeat it.
"""

from collections.abc import Mapping
from typing import Final

from ipdesk.text.i18n import N_

SENTENCES: Final[Mapping[str, str]] = {
    # errors of packs.read
    "pack_missing": N_(
        "There is no plan pack at {path}: a pack is a folder with the file pack.json. Choose that folder."
    ),
    "pack_unknown": N_("ipdesk brings no plan pack “{id}”. It has: {known}."),
    "pack_newer": N_(
        "The plan pack {pack} is of format {format}, this ipdesk reads up to format {known}. Install the newer ipdesk."
    ),
    "pack_damaged": N_(
        "The plan pack {pack} cannot be read: {file}, line {line} ({found}). "
        "Nothing was taken; fetch the pack again or mend that line."
    ),
    "pack_not_written": N_(
        "The workbook {path} could not be written ({reason}). Close it in other programs or choose another place."
    ),
    # errors of packs.readbook and packs.gate
    "pack_book_kind": N_(
        "{path} is no Excel workbook (.xlsx). Open it in Excel or WPS, save it as .xlsx and choose that file."
    ),
    "pack_book_old": N_(
        "{path} is an old Excel or WPS file (.xls, .et), or has a password. Save it as .xlsx without a password and "
        "choose that file."
    ),
    "pack_book_damaged": N_(
        "The workbook {path} is damaged ({found}). Nothing was taken; open it in Excel or WPS, save it anew and try "
        "again."
    ),
    "pack_book_too_large": N_(
        "The workbook {path} is far larger than a plan can be ({found}), so it was not opened. Copy the sheets of the "
        "plan into a new workbook and choose that one."
    ),
    "pack_book_no_plan": N_(
        "{path} holds no plan: it has none of the sheets of a plan pack. Begin with a workbook of `ipdesk plan export`."
    ),
    # errors where a plan is asked for
    "plan_not_read": N_("{plan} has {count} faults that must be mended first. See them with: ipdesk plan lint {plan}"),
    "plan_not_there": N_(
        "There is no plan “{plan}”: neither a plan pack that ipdesk brings ({known}), nor a pack folder, nor a "
        "workbook."
    ),
    "folder_taken": N_("{path} holds other files. Choose an empty folder, or one that does not exist yet."),
    "plan_of_another_id": N_("This is the plan {here}, not {plan}: another plan is no amendment of it."),
    "plan_version_not_higher": N_(
        "{plan} was changed, but its version {version} is not above version {here}, which is in use. "
        "Raise the version number of the amended plan."
    ),
    # findings of packs.readbook: sheets and columns
    "pack_book_no_sheet": N_("The sheet “{name}” is missing; put it back from a fresh export, if need be empty."),
    "pack_book_sheet_twice": N_("Holds the same table as the sheet “{other}”; keep only one of the two."),
    "pack_book_other_sheet": N_("This sheet is no part of the plan and was not read."),
    "pack_book_no_heading": N_("No headings were found in the first rows; take them over from a fresh export."),
    "pack_book_no_column": N_("The column “{column}” is missing; put it back with its heading."),
    "pack_book_column_left_out": N_("There is no column “{column}”; it was taken as empty."),
    "pack_book_column_twice": N_("More than one column is “{column}”; keep only one of them."),
    "pack_book_other_column": N_("The column “{column}” is no part of the plan and was not read."),
    "pack_book_no_line": N_("The plan itself (key, title, years …) is missing below the headings."),
    "pack_book_two_plans": N_("A workbook holds one plan; this row is one too many."),
    "pack_book_no_such_indicator": N_("The indicator “{reference}” is not on the sheet of indicators."),
    # findings of packs.readbook: cells
    "pack_book_blank": N_("“{column}” must be filled in, or the whole row be deleted."),
    "pack_book_merged": N_("The cell is merged with another one; unmerge them and fill in each."),
    "pack_book_not_calculated": N_("The formula was never calculated; write its result instead."),
    "pack_book_error": N_("The cell shows the error {found}; write the value instead."),
    "pack_book_became_date": N_("The text became a date ({found}); format the cell as text and write it again."),
    "pack_book_no_text": N_("“{found}” is neither text nor number; format the cell as text and write it again."),
    "pack_book_shown_otherwise": N_(
        "The cell holds {found}, but shows it in percent or in another scale; format it as text and write the number "
        "as the plan has it."
    ),
    "pack_book_not_a_number": N_(
        "“{found}” is not a plain number; write digits only, the unit of measure has a column of its own."
    ),
    "pack_book_not_whole": N_("“{found}” is not a whole number."),
    "pack_book_not_a_date": N_("“{found}” is not a date; write it like 2026-10-09."),
    "pack_book_not_a_word": N_("“{found}” is none of the words for this column: {choices}."),
    # findings of packs.lint: ids and references
    "pack_bad_id": N_("An id has small Latin letters, digits and single hyphens only."),
    "pack_duplicate_id": N_("This id stands {count} times; each line needs its own."),
    "pack_broken_reference": N_("{field} names “{reference}”, which is not there."),
    "pack_no_title": N_("The clause has no title."),
    "pack_no_name": N_("A name is missing ({field})."),
    "pack_bad_level": N_("The level “{level}” is none of province, city, district."),
    "pack_out_of_bounds": N_("{value} is not possible for {field}."),
    "pack_odd_text": N_(
        "The text “{text}” ({field}) has blanks around it or signs that cannot be printed, or is too long."
    ),
    "pack_odd_list": N_("A member of the list ({field}) is empty or holds a semicolon or a line feed."),
    "pack_outline_order": N_("Stands before “{parent}”, in which it lies; keep the order of the text."),
    "pack_years": N_("The years {first} to {last} are not possible here."),
    # indicators, items, supplies
    "pack_no_measure": N_("The unit of measure is missing."),
    "pack_unit_differs": N_("Unit “{unit}” does not belong with “{expected}”, the indicator's unit."),
    "pack_ratio_without_parts": N_("A rate needs both numerator and denominator."),
    "pack_nothing_to_fill": N_("Has a target, but no item from which its figure could come."),
    "pack_derived_key_taken": N_("An item may not have the id of a calculated indicator."),
    "pack_bad_factor": N_("The factor “{factor}” is not a positive number in plain writing."),
    "pack_item_without_supply": N_("Nobody supplies the item “{item}”."),
    "pack_item_unused": N_("No indicator uses this item."),
    "pack_supply_never_used": N_("The rule for “{item}” and “{pattern}” is never reached: an earlier one applies."),
    "pack_no_supplier": N_("The rule for “{item}” and “{pattern}” does not say which unit supplies it."),
    # targets
    "pack_target_without_clause": N_("The target does not say which clause sets it."),
    "pack_comparator_against_direction": N_(
        "The comparator {comparator} goes against the direction or kind of the target."
    ),
    "pack_outside_plan": N_("The year {year} lies outside the plan ({first} to {last})."),
    "pack_start_after_horizon": N_("Counting begins in {start}, after the target year {horizon}."),
    "pack_range_one_end": N_("A range needs both ends, any other comparator only one."),
    "pack_range_upside_down": N_("The upper end {upper} is not above the lower end {lower}."),
    "pack_share_above_100": N_("{value}{unit} is above 100%, which a share cannot be."),
    "pack_negative_target": N_("The target {value}{unit} is negative."),
    "pack_baseline_late": N_("The baseline year {year} is not before the target year {horizon}."),
    "pack_baseline_without_origin": N_("The baseline does not say which table or passage gives it."),
    "pack_baseline_of_cumulative": N_(
        "A total that is counted from {start} on needs no baseline ({value}); say in the ground why it has one."
    ),
    "pack_name_against_unit": N_("The name “{name}” does not go with the unit “{unit}”."),
    "pack_targets_disagree": N_("Says {value}, but “{other}” says {first} of the same thing for the same year."),
    "pack_target_behind_baseline": N_("The target {value} is not better than the baseline {baseline}."),
    # units
    "pack_unit_parent": N_("The unit lies in itself by way of its parents."),
    "pack_unit_without_parent": N_("Only the plan's own unit may be without a parent."),
    "pack_zone_nowhere": N_("A zone must name the areas that it lies in, or it would be counted twice."),
    "pack_population": N_("The population “{population}” needs plain digits in 万人 and a note of its year and scope."),
    "pack_unit_never_valid": N_("The last day lies before the first one."),
    "pack_unit_order_twice": N_("These units share the place {order} in the order of units."),
    # lineage
    "pack_lineage_twice": N_("What is said of “{there}” in the plan {plan} stands here twice."),
    "pack_lineage_to_itself": N_("The line names this plan itself; it is for other plans."),
    "pack_lineage_bad_id": N_(
        "“{name}” cannot be the id of a plan or indicator: small Latin letters, digits and single hyphens only."
    ),
    "pack_lineage_without_note": N_(
        "Something changed against “{there}” in the plan {plan}, but the note does not say what."
    ),
    # several plans together
    "pack_item_differs": N_(
        "Plan {plan} has “{here}” ({field}), plan {other} has “{there}”: an item is typed once for all plans and must "
        "agree."
    ),
    "pack_lineage_nowhere": N_("Plan {plan} points to “{there}”, which is no indicator of plan {other}."),
}
