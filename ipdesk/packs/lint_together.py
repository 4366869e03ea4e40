"""What several plans share: an item is typed once for all of them, and an indicator's history leads somewhere."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ipdesk.domain.finding import Finding
from ipdesk.domain.plan import Plan
from ipdesk.packs.faults import fault

if TYPE_CHECKING:
    from ipdesk.domain.indicator import Item


def lint_together(plans: Sequence[Plan]) -> tuple[Finding, ...]:
    """What these plans say against each other, in their order; the params name both plans (`plan`, `other`).

    An item of two plans must agree in unit, decimals and entry; a line of lineage must point at an indicator of the
    other plan. What a plan says of one that is not among these is not looked at.
    """
    return (*_items(plans), *_lineage(plans))


def _items(plans: Sequence[Plan]) -> Iterator[Finding]:
    first: dict[str, tuple[Plan, Item]] = {}
    for plan in plans:
        for item in plan.items:
            other, known = first.setdefault(item.id, (plan, item))
            for name in ("unit", "decimals", "entry"):
                here, there = getattr(item, name), getattr(known, name)
                if here != there:
                    said = {"field": name, "here": str(here), "there": str(there)}
                    yield fault("pack_item_differs", "items", item.id, plan=plan.id, other=other.id, **said)


def _lineage(plans: Sequence[Plan]) -> Iterator[Finding]:
    indicators = {plan.id: {indicator.id for indicator in plan.indicators} for plan in plans}
    for plan in plans:
        for line in plan.lineage:
            if line.plan in indicators and line.there not in indicators[line.plan]:
                said = {"plan": plan.id, "other": line.plan, "there": line.there}
                yield fault("pack_lineage_nowhere", "lineage", line.indicator, field="there", **said)
