"""A plan as the content of a `plan` package, and back.

The ledger needs it without packs: a plan that was taken up lives on in its package, whatever packs an installation has.
The rule is the one of all package content (`ledger.codec`): strings, whole numbers, lists and objects only, decimals as
canonical text, what holds its default left out, so no null. `ipdesk/packs` writes its files in the same form.
"""

from collections.abc import Mapping
from typing import Any

from ipdesk.domain.ledger.codec import decode, encode
from ipdesk.domain.plan import Plan


def content(plan: Plan) -> dict[str, Any]:
    """The whole plan as JSON-able content. ValueError for a quantity without canonical text."""
    return dict(encode(plan))


def plan_from_content(content: Mapping[str, Any]) -> Plan:
    """The plan that `content` was made from, exactly. ValueError when the content does not fit a plan."""
    try:
        return decode(Plan, content)
    except TypeError as mismatch:  # null or a list where a number or a date belongs
        raise ValueError(f"not the content of a plan: {mismatch}") from None
