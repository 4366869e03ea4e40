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
    # findings of packs.lint: ids and references
    "pack_bad_id": N_("An id has small Latin letters, digits and single hyphens only."),
    "pack_duplicate_id": N_("This id stands {count} times; each line needs its own."),
    "pack_broken_reference": N_("{field} names “{reference}”, which is not there."),
    "pack_no_title": N_("The clause has no title."),
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
    "pack_target_behind_baseline": N_("The target {value} is not better than the baseline {baseline}."),
    # units
    "pack_unit_parent": N_("The unit lies in itself by way of its parents."),
    "pack_unit_without_parent": N_("Only the plan's own unit may be without a parent."),
    "pack_zone_nowhere": N_("A zone must name the areas that it lies in, or it would be counted twice."),
    "pack_population": N_("The population “{population}” needs plain digits in 万人 and a note of its year and scope."),
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
}
