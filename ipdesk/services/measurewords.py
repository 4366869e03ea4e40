"""A measure in words: its columns, its units, its deadline; the same in preview, list, workbook and page."""

from collections.abc import Mapping
from decimal import Decimal

from ipdesk.domain.measure import Measure
from ipdesk.domain.plan import Plan
from ipdesk.domain.quantity import canonical
from ipdesk.text import formats
from ipdesk.text.i18n import _, pgettext


def column_names() -> Mapping[str, str]:
    """The headings of a 分工方案 by column, in the order in which they are written."""
    return {
        "id": pgettext("measure", "Number"),
        "source": pgettext("measure", "Source in the plan"),
        "task": pgettext("measure", "Task"),
        "title": pgettext("measure", "Measure"),
        "goal": pgettext("measure", "Goal of the year"),
        "quantity": pgettext("measure", "Quantity"),
        "unit": pgettext("measure", "Unit of measure"),
        "lead": pgettext("measure", "Lead unit"),
        "support": pgettext("measure", "Supporting units"),
        "person": pgettext("measure", "Person and telephone"),
        "deadline": pgettext("measure", "Deadline"),
        "note": pgettext("measure", "Remark"),
    }


def field_text(measure: Measure, name: str) -> str:
    """A field as it stands in a cell."""
    if name in ("lead", "support"):
        return str(getattr(measure, f"{name}_text"))
    member = getattr(measure, name)
    return canonical(member) if isinstance(member, Decimal) else str(member or "")


def measure_name(measure: Measure) -> str:
    """The measure in one line."""
    return " ".join(measure.title.split())


def task_name(plan: Plan, measure: Measure) -> str:
    """The task that a measure stands under: number and title of the plan's, else as the 分工方案 words it."""
    clause = next((one for one in plan.outline if one.id == measure.clause), None)
    return f"{clause.label}{clause.title}" if clause else measure.task


def goal_words(measure: Measure) -> str:
    """The goal of the year: its words, or the number."""
    if measure.goal or measure.quantity is None:
        return measure.goal
    return _("{number} {unit}").format(number=formats.number(measure.quantity), unit=measure.unit).strip()
