"""What plans share: an item is one thing for all of them, a lineage leads somewhere."""

from dataclasses import replace
from typing import Any

import pytest

from ipdesk.domain.indicator import Entry
from ipdesk.domain.plan import Change, Lineage, Plan
from ipdesk.packs.lint_together import lint_together
from ipdesk.packs.read import builtin_packs, load_builtin
from ipdesk.text.messages import located
from tests.packs.test_lint import CLEAN

OTHER = replace(CLEAN, id="p-0", lineage=())
SAME = replace(CLEAN, lineage=(Lineage("rate", "p-0", "rate", Change.SAME),))


def item(**changes: Any) -> Plan:
    first, *rest = OTHER.items
    return replace(OTHER, items=(replace(first, **changes), *rest))


def test_plans_that_agree() -> None:
    assert lint_together([SAME, OTHER]) == ()
    assert lint_together([SAME, item(name="另一名称", note="另有说明")]) == ()  # words may differ from plan to plan


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"unit": "万件"}, "unit"), ({"decimals": 2}, "decimals"), ({"entry": Entry.RUNNING}, "entry")],
)
def test_an_item_that_differs(changes: dict[str, Any], field: str) -> None:
    (finding,) = lint_together([SAME, item(**changes)])
    assert (finding.code, finding.where.row, finding.params["field"]) == ("pack_item_differs", "part", field)
    assert (finding.params["plan"], finding.params["other"]) == ("p-0", "p-1")
    assert "…" not in located(finding)


def test_a_lineage_that_leads_nowhere() -> None:
    plan = replace(
        CLEAN, lineage=(Lineage("rate", "p-0", "gone", Change.SAME), Lineage("rate", "p-9", "x", Change.SAME))
    )
    (finding,) = lint_together([plan, OTHER])  # p-9 is not among them: nothing can be said of it
    assert (finding.code, finding.where.row, finding.params["there"]) == ("pack_lineage_nowhere", "rate", "gone")
    assert "…" not in located(finding)


def test_the_shipped_plans_agree() -> None:
    assert lint_together([load_builtin(info.id) for info in builtin_packs()]) == ()
