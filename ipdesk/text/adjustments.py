"""Words for what adjusts a period's totals."""

from ipdesk.domain.rollup import AdjustmentKind
from ipdesk.text import labels
from ipdesk.text.i18n import _


def adjustment_kind(kind: str) -> str:
    """The name of an adjustment's kind; `carry` is the one that is no quantity."""
    return _("carried forward") if kind == "carry" else labels.label(AdjustmentKind(kind))
