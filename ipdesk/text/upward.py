"""Words for what goes to the unit above: a row of the form beside our consolidation, a basis that changed."""

from typing import TYPE_CHECKING

from ipdesk.text import formats
from ipdesk.text.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
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
    elif one.behind:
        said = _("taken over, changed since")
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


def strip_text(found: "Any") -> str:
    """What the form for the unit above has to do with our consolidation, in a sentence (of an `Upward`)."""
    behind = sum(one.behind for one in found.rows)
    blank = len(found.open) - behind
    taken = sum(one.taken for one in found.rows)
    plans = "、".join(found.plans)
    said = []
    if behind:
        said.append(
            ngettext(
                "The basis of {count} figure that was taken over has changed",
                "The basis of {count} figures that were taken over has changed",
                behind,
            ).format(count=behind)
        )
    if blank:
        said.append(
            ngettext(
                "{count} row may be taken over from our consolidation ({plans})",
                "{count} rows may be taken over from our consolidation ({plans})",
                blank,
            ).format(count=blank, plans=plans)
        )
    if taken and not said:
        said.append(
            ngettext(
                "{count} row is taken over from our consolidation ({plans})",
                "{count} rows are taken over from our consolidation ({plans})",
                taken,
            ).format(count=taken, plans=plans)
        )
    if not said:
        return _("Our consolidation ({plans}) has no figure for this form yet").format(plans=plans)
    return _("; ").join(said)


def offers_text(offers: "Sequence[Any]") -> str:
    """What other plans have for the form, in a sentence (of `Elsewhere`s); empty where they have nothing."""
    if not offers:
        return ""
    names = _(", ").join(dict.fromkeys(one.name for one in offers))
    plans = "、".join(dict.fromkeys(one.plan_short for one in offers))
    return ngettext(
        "{count} item was given under {plans} already: {names}",
        "{count} items were given under {plans} already: {names}",
        len(offers),
    ).format(count=len(offers), plans=plans, names=names)
