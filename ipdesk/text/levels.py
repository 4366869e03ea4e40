"""Words that follow the level of the unit that issues a form: 市下发数 or 省下发数, 全市 or 全省.

The level is told by the unit's code (GB/T 2260). Municipalities say 市; for regions, districts and the nation the
words are neutral.
"""

from enum import StrEnum

from ipdesk.text.i18n import _, pgettext

_MUNICIPALITIES = ("11", "12", "31", "50")
_REGIONS = ("15", "45", "54", "64", "65")


class Level(StrEnum):
    """How the issuing unit speaks of itself."""

    CITY = "city"
    PROVINCE = "province"
    NATION = "nation"
    OTHER = "other"


def level_of(issuer: str) -> Level:
    """The level of a unit by its code; what has no code of six digits is `OTHER`."""
    code = issuer[:6]
    if len(code) != 6 or not (code.isascii() and code.isdigit()):
        return Level.OTHER
    if code in ("000000", "100000"):
        return Level.NATION
    if code.endswith("0000"):
        if code[:2] in _MUNICIPALITIES:
            return Level.CITY
        return Level.OTHER if code[:2] in _REGIONS else Level.PROVINCE
    return Level.CITY if code.endswith("00") else Level.OTHER


def handed_down(issuer: str) -> str:
    """The heading of the figures that the issuer hands down to be confirmed."""
    match level_of(issuer):
        case Level.CITY:
            return pgettext("form", "Figure handed down")
        case Level.PROVINCE:
            return pgettext("form of a province", "Figure handed down")
    return pgettext("form of others", "Figure handed down")


def measured(issuer: str) -> str:
    """What stands in a row that the issuer works out itself."""
    match level_of(issuer):
        case Level.CITY:
            return pgettext("form", "measured by the city")
        case Level.PROVINCE:
            return pgettext("form", "measured by the province")
    return pgettext("form", "measured by the unit above")


def of_the_whole(issuer: str, bound: str) -> str:
    """A target of the whole plan beside those of single units: 全市≥150."""
    match level_of(issuer):
        case Level.CITY:
            return _("whole city {bound}").format(bound=bound)
        case Level.PROVINCE:
            return _("whole province {bound}").format(bound=bound)
        case Level.NATION:
            return _("whole nation {bound}").format(bound=bound)
    return _("whole plan {bound}").format(bound=bound)


def star_note(issuer: str) -> str:
    """What * beside a target says, for the foot of the printed form."""
    match level_of(issuer):
        case Level.CITY:
            return pgettext("paper", "* marks a target of the whole city.")
        case Level.PROVINCE:
            return pgettext("paper", "* marks a target of the whole province.")
    return pgettext("paper", "* marks a target of the whole plan.")


def gathered_inside(unit: str) -> str:
    """Where a unit gathers figures from its own sections, streets or cities (区内收数), by the unit's own level."""
    if len(unit) != 6:  # a department, a section
        return pgettext("of others", "Gathering")
    match level_of(unit):
        case Level.CITY:
            return pgettext("of a city", "Gathering")
        case Level.PROVINCE:
            return pgettext("of a province", "Gathering")
        case Level.NATION:
            return pgettext("of others", "Gathering")
    return pgettext("of a district", "Gathering")
