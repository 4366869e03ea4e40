"""Why the compiler took a figure for a target, and why it left another number aside: reason codes to words."""

from collections.abc import Mapping
from typing import Final

from ipdesk.text.i18n import N_, _

#: Grounds of a candidate, and what was decided without certainty.
GROUNDS: Final[Mapping[str, str]] = {
    "table_of_targets": N_("a row of a table of targets"),
    "table_of_history": N_("a row of a table on the period before"),
    "horizon_of_column": N_("the head of the column names the year"),
    "horizon_told": N_("the sentence names the time"),
    "horizon_carried": N_("the time is taken from the sentence or heading before"),
    "horizon_of_plan": N_("no time is named; the last year of the plan was taken"),
    "beyond_plan": N_("the year lies beyond the plan: an outlook"),
    "modality": N_("the sentence speaks of what is to come"),
    "comparison_told": N_("the text says how the figure is to be held"),
    "section_of_aims": N_("it stands in a section on aims"),
    "section_of_tasks": N_("it stands in a section on tasks"),
    "coverage": N_("full coverage is promised"),
    "bracketed_sum": N_("the figure stands in brackets and was read as the sum over the plan"),
    "falls_from_baseline": N_("the target lies below the baseline, so it was read as “at most”"),
    "pending": N_("no figure yet"),
    "about": N_("the text says “about”"),
    "no_unit": N_("without a unit"),
    "name_unclear": N_("what it measures is not clear from the sentence"),
    "small_number_word": N_("a small number written as a word"),
    "decimal_point_restored": N_("a decimal point that the scan has lost was put back"),
}

#: Why a number sets no target.
ASIDE: Final[Mapping[str, str]] = {
    "year": N_("a year"),
    "used_as_year": N_("the year of a column of targets: it stands in their year"),
    "date": N_("a date or time of day"),
    "period": N_("part of a time"),
    "document_number": N_("the number of a document or standard"),
    "list_number": N_("the number of a paragraph or list item"),
    "label": N_("the number of a table, box or annex"),
    "ordinal": N_("an ordinal"),
    "name": N_("part of a name"),
    "ratio": N_("a ratio or formula"),
    "contact": N_("a telephone number or code"),
    "denominator": N_("what a rate is counted on"),
    "threshold": N_("a limit that tells which things are meant"),
    "footnote": N_("the mark of a footnote"),
    "bare": N_("without a unit, and not said to be reached"),
    "small_word": N_("a small number in passing"),
    "past": N_("it tells what has been done or is so"),
    "no_promise": N_("nothing says that it is to be reached"),
    "condition": N_("a condition, grant, fine or procedure"),
    "definition": N_("a definition or note"),
    "setting": N_("it only tells the setting"),
    "budget": N_("money to be spent"),
    "project": N_("the size of a single project"),
    "baseline": N_("a baseline"),
    "repeated": N_("the same target is set elsewhere"),
    "table_figure": N_("another figure of the table"),
    "other_table": N_("in a table that sets no targets"),
    "unsure": N_("perhaps a target, but too unsure"),
    "artefact": N_("left by the page or the converter"),
    "other": N_("no target"),
}


def words(code: str) -> str:
    """What a reason code says, in the language in use; KeyError for a code that the compiler does not give."""
    return _(GROUNDS[code] if code in GROUNDS else ASIDE[code])
