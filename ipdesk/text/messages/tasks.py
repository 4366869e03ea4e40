"""Sentences for measures, the task ledger, supervision and closing."""

from collections.abc import Mapping
from typing import Final

from ipdesk.text.i18n import N_

SENTENCES: Final[Mapping[str, str]] = {
    "no_measures": N_("There are no measures yet. Import the division of work first: ipdesk task import FILE."),
    "measures_no_sheet": N_(
        "{file} has no sheet with measures: a heading row needs a task or measure column, and a column of units or "
        "deadlines. Look whether it is the right file."
    ),
    "measures_bad_year": N_("The plan runs from {first} to {last}; {year} lies outside. Say the right year."),
    "measures_unknown_columns": N_("These columns mean nothing here and were passed over: {columns}."),
    "measures_task_above": N_("The cell is empty; the measure was put under the task of {above}: {task}."),
    "measures_deadline_words": N_("“{deadline}” names no certain day: it is kept in words and never falls overdue."),
    "measures_every_area": N_("“{name}” was read as all {count} areas."),
}
