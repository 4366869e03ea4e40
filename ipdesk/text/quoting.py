"""Words on whether a figure may be quoted, and the sentence that is said on the telephone."""

from collections.abc import Mapping

from ipdesk.domain.judgement import Coverage
from ipdesk.domain.quoting import Against, Caution, Quotable, Standing
from ipdesk.domain.unit import UnitKind
from ipdesk.text.i18n import N_, _, pgettext

_AGAINST: Mapping[Against, str] = {
    Against.NO_FIGURE: N_("no figure yet"),
    Against.NOT_ACCEPTED: N_("not yet accepted"),
    Against.INCOMPLETE: N_("not complete ({coverage})"),
    Against.QUESTIONED: N_("under question"),
    Against.DOUBLES: N_("doubles not yet taken out"),
    Against.PRELIMINARY: N_("estimated or preliminary figure"),
    Against.STALE: N_("older than the period: say of which period it is"),
    Against.DEPARTMENT: N_("{department} must make it public first"),
}
_CAUTIONS: Mapping[Caution, str] = {
    Caution.DRAFT_PLAN: N_("the plan is a draft for comment: do not quote target and rating"),
    Caution.NOT_RELEASED: N_("not yet released: ask before quoting it outside"),
    Caution.RELEASED_OTHERWISE: N_("released as {released}: tell the difference when you quote it"),
    Caution.NEWER_WAITS: N_("a newer version is in review"),
    Caution.OTHER_PERIOD: N_("the data are of {data_period}"),
}


def standing_text(standing: Standing) -> str:
    """审核通过, 已报未审, …"""
    match standing:
        case Standing.ACCEPTED:
            return pgettext("standing", "accepted")
        case Standing.ESTIMATE:
            return pgettext("standing", "accepted, estimated or preliminary")
        case Standing.REVIEW:
            return pgettext("standing", "reported, not yet accepted")
        case Standing.RELEASED:
            return pgettext("standing", "as released")
        case Standing.NONE:
            return pgettext("standing", "no figure yet")


def against_text(quotable: Quotable, **words: str) -> str:
    """What is against quoting, in one line; empty when nothing is."""
    return _("; ").join(_(_AGAINST[one]).format(**words) for one in quotable.against)


def quotable_text(quotable: Quotable, **words: str) -> str:
    """可以引用 or 不宜引用, with what must be known. `words`: coverage, department, released, data_period."""
    if Against.NO_FIGURE in quotable.against:
        return _(_AGAINST[Against.NO_FIGURE])
    cautions = [_(_CAUTIONS[one]).format(**words) for one in quotable.cautions]
    head = (
        _("may be quoted")
        if quotable.yes
        else _("should not be quoted: {why}").format(why=against_text(quotable, **words))
    )
    return _("; ").join([head, *cautions])


def whole_text(kind: UnitKind, short: str) -> str:
    """全市, 全省: how the whole of an issuer is called."""
    match kind:
        case UnitKind.CITY:
            return pgettext("whole", "the city")
        case UnitKind.PROVINCE:
            return pgettext("whole", "the province")
        case UnitKind.NATION:
            return pgettext("whole", "the nation")
        case _:
            return short


def reported_text(coverage: Coverage, kind: UnitKind) -> str:
    """11个区中9个已报，另2个沿用上期数."""
    match kind:
        case UnitKind.CITY:
            said = _("{given} of {expected} districts reported")
        case UnitKind.PROVINCE:
            said = _("{given} of {expected} cities reported")
        case _:
            said = _("{given} of {expected} units reported")
    text = said.format(given=coverage.given, expected=coverage.expected)
    if coverage.carried:
        text += _(", {count} more with their last figure").format(count=coverage.carried)
    return text


def quote_sentence(when: str, whom: str, name: str, figure: str, how: list[str]) -> str:
    """截至2026年9月底，全市保护工作站数量为37家（11个区中9个已报，审核通过，来源码 ABCDEFG）。"""
    said = _("{when}, {name} of {whom}: {figure} ({how}).")
    return said.format(when=when, whom=whom, name=name, figure=figure, how=_(", ").join(one for one in how if one))


def not_for_quoting(sentence: str, why: str) -> str:
    """The sentence of a figure that should not be quoted says so itself."""
    return _("[For internal use, not to be quoted: {why}] {sentence}").format(why=why, sentence=sentence)
