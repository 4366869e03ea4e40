"""Words for what goes to the unit above: a row of the form beside our consolidation, a basis that changed."""

from typing import TYPE_CHECKING

from ipdesk.text import formats
from ipdesk.text.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

#: Why a row cannot be taken over, by `UpwardRow.why`.
_WHY: "Mapping[str, str]" = {
    "not_below": N_("no plan of ours asks for it: fill it in"),
    "otherwise": N_("“{plan}” asks for it in another measure or another way: fill it in"),
    "nothing": N_("nothing is accepted yet under “{plan}”"),
    "differs": N_("{plan} come to different figures: choose one of them"),
    "handed_down": N_("handed down to be confirmed: hold it against ours"),
}


def state_text(one: "Any") -> str:
    """How a row of the upper form stands (an `UpwardRow`)."""
    if one.why:
        return _(_WHY[one.why]).format(plan=one.plan_short)
    missing = one.ground.missing if one.ground else ()
    without = _("without {units}").format(units="、".join(missing)) if missing else ""
    if one.taken:
        said = _("taken over")
    elif one.now is None:
        said = _("may be taken over")
    else:
        said = _("another figure stands in the form")
    return _(", ").join(word for word in (said, without) if word)


def stale_text(one: "Any") -> str:
    """What changed below a figure that was reported (a `StaleRow`)."""
    if one.now is None:
        return _("{name}: {before} was reported; nothing is accepted for it any more.").format(
            name=one.name, before=formats.number(one.before)
        )
    if not one.figure_changed:
        return _("{name}: still {before}, from other reports.").format(name=one.name, before=formats.number(one.before))
    return _("{name}: {before} was reported, now it is {now}.").format(
        name=one.name, before=formats.number(one.before), now=formats.number(one.now)
    )
