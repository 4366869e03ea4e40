"""What stands beside a rating, in words: the gap, why it is too early, what is still needed, the rules in use."""

from decimal import Decimal
from typing import Final

from ipdesk.domain.judgement import Early, EarlyRule, Judgement, Rating, Reason, Thresholds
from ipdesk.domain.pace import gap_in_units
from ipdesk.domain.required import RateKind, RateState, RequiredRate
from ipdesk.text import formats, labels
from ipdesk.text.i18n import N_, _

#: Decimals of a rate: what is needed a quarter is seldom whole, and must not look like nothing.
_RATE_DECIMALS: Final = 2
#: What stands in the place of a rate.
_WITHOUT_RATE: Final = (RateState.REACHED, RateState.KEEP, RateState.OVER)


def gap_text(judgement: Judgement, decimals: int | None = None) -> str:
    """The gap in percentage points; of a target to be kept or not to be passed in its unit; a dash where none is."""
    if judgement.gap is not None:
        return formats.points(judgement.gap)
    if judgement.method not in ("maintain", "ceiling", "growth"):
        return formats.NOTHING
    away = gap_in_units(judgement)
    unit = judgement.target.unit
    if away is not None and unit == "%":
        return _("{figure} percentage points").format(figure=formats.number(away, decimals, sign=True))
    return formats.quantity(away, unit, decimals, sign=True)


def early_text(early: Early) -> str:
    """One rule by which it is too early: 数目小（4，少于5）."""
    said = {
        EarlyRule.FIRST_MONTHS: N_("only {found} months gone, none judged before {limit} are over"),
        EarlyRule.SMALL_COUNT: N_("small count ({found}, below {limit})"),
        EarlyRule.COVERAGE: N_("only {found}% of the units are in it, below {limit}%"),
    }[early.rule]
    found = formats.number(early.found, 0 if early.rule is EarlyRule.COVERAGE else None)
    return _(said).format(found=found, limit=formats.number(early.limit))


def caution_text(judgement: Judgement) -> str:
    """Why it is too early, and what the gap alone would say; empty where nothing speaks against the word."""
    if not judgement.early:
        return ""
    why = _("; ").join(early_text(one) for one in judgement.early)
    if judgement.rating is Rating.TOO_EARLY and judgement.by_gap is not None:
        word = labels.label(judgement.by_gap)
        return _("{why}; by the gap alone it would be {word}").format(why=why, word=word)
    return _("to be read with care: {why}").format(why=why)


def reason_and_caution(judgement: Judgement) -> str:
    """Why no rating or no pace is said, or why it should be read with care."""
    parts = []
    if judgement.reason is not None and judgement.reason is not Reason.TOO_EARLY:
        parts.append(labels.label(judgement.reason))
    if caution := caution_text(judgement):
        parts.append(caution)
    return _("; ").join(parts)


def rate_text(rate: Decimal | None, required: RequiredRate, unit: str) -> str:
    """A rate a year: 40件, 7.2%."""
    if rate is None:
        return formats.NOTHING
    shown = "%" if required.kind is RateKind.PERCENT else unit.removesuffix("/年")
    return formats.quantity(rate, shown, _RATE_DECIMALS if rate != rate.to_integral_value() else 0)


def needed_text(required: RequiredRate | None, unit: str) -> str:
    """What is still needed a year to arrive: 40件; reached, to be kept and over say so; a dash where nothing can."""
    if required is None:
        return formats.NOTHING
    if required.state in _WITHOUT_RATE:
        return labels.label(required.state)
    rate = rate_text(required.needed, required, unit)
    if required.state is RateState.ROOM:
        return _("at most {rate}").format(rate=rate)
    return _("more than {rate}").format(rate=rate) if required.more else rate


def required_sentence(required: RequiredRate | None, unit: str) -> str:
    """The required rate in a sentence; empty where nothing can be said."""
    if required is None:
        return ""
    if required.state is RateState.NEEDED:
        text = _("{needed} a year is needed for the {months} months left").format(
            needed=needed_text(required, unit), months=required.months
        )
        if required.quarterly is not None:
            text += _(" ({rate} a quarter)").format(rate=rate_text(required.quarterly, required, unit))
        if required.achieved is not None:
            text += _("; so far {rate} a year").format(rate=rate_text(required.achieved, required, unit))
        return text
    if required.state is RateState.ROOM:
        return _("{rate} a year may still come").format(rate=rate_text(required.needed, required, unit))
    return labels.label(required.state)


def rating_rule(thresholds: Thresholds) -> str:
    """The rule of the words, with the numbers in use."""
    return _(
        "Rating by gap in percentage points, unrounded: {met} from 0; {nearly_word} from {nearly} to below 0; "
        "{lagging_word} from {lagging} to below {nearly}; {far} below {lagging}. {done}: target met, and at its "
        "horizon or irreversible."
    ).format(
        met=labels.label(Rating.MET),
        nearly_word=labels.label(Rating.NEARLY),
        lagging_word=labels.label(Rating.LAGGING),
        far=labels.label(Rating.FAR_BEHIND),
        done=labels.label(Rating.DONE),
        nearly=formats.threshold_points(thresholds.nearly),
        lagging=formats.threshold_points(thresholds.lagging),
    )


def early_rule(thresholds: Thresholds) -> str:
    """When no alarm is given, with the numbers in use; empty when every such rule is off."""
    parts = []
    if thresholds.small_count:
        parts.append(_("fewer than {n} things due and done").format(n=formats.number(thresholds.small_count)))
    if thresholds.first_months:
        parts.append(_("in the first {n} months").format(n=thresholds.first_months))
    if thresholds.coverage:
        parts.append(_("less than {share}% of the units in the total").format(
            share=formats.number(thresholds.coverage)))  # fmt: skip
    found = []
    if parts:
        found.append(
            _("Instead of {lagging} or {far} it says {early}: {rules}.").format(
                lagging=labels.label(Rating.LAGGING), far=labels.label(Rating.FAR_BEHIND),
                early=labels.label(Rating.TOO_EARLY), rules=_("; ").join(parts),
            )
        )  # fmt: skip
    if thresholds.grace_months:
        found.append(
            _("{stale}: data later than the indicator's own lag and {n} months more.").format(
                stale=labels.label(Rating.STALE), n=thresholds.grace_months
            )
        )
    return "".join(found)


def ranking_basis(basis: str) -> str:
    """By what units are ranked; never by two things at once."""
    return _("share of target") if basis == "share_of_target" else _("completion from baseline")


def ranking_rule(basis: str, step: Decimal, small_count: Decimal) -> str:
    """What stands under every ranking."""
    return _(
        "Ranked by {basis}. Whoever differs by less than {step} points, or by less than one single thing, shares a "
        "place; a unit without a figure or with fewer than {n} things to reach has no place."
    ).format(basis=ranking_basis(basis), step=formats.number(step), n=formats.number(small_count))
