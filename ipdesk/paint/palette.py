"""Colours, light and dark. Colour only says something, and never says it alone: each rating has a shape and a word."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ipdesk.domain.judgement import Rating

#: Ratings that must be found at a glance, on grey paper too: their badge is filled, the others' are not.
ALARMING: Final = frozenset({Rating.LAGGING, Rating.FAR_BEHIND})


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as #RRGGBB. `on_rating` is for text on a ground of a rating's colour."""

    ink: str
    second: str
    line: str
    ground: str
    surface: str
    accent: str
    selection: str
    on_rating: str
    ratings: Mapping[Rating, str]


LIGHT: Final = Palette(
    ink="#1B2430",
    second="#55606E",
    line="#D9DEE5",
    ground="#F5F7FA",
    surface="#FFFFFF",
    accent="#1D5FA8",
    selection="#E3EEF9",
    on_rating="#FFFFFF",
    ratings={
        Rating.DONE: "#14693C",
        Rating.MET: "#187A43",
        Rating.NEARLY: "#965800",
        Rating.LAGGING: "#C6381E",
        Rating.FAR_BEHIND: "#8E1B1B",
        Rating.NOT_COMPARABLE: "#5F6875",
        Rating.STALE: "#5F6875",
        Rating.TOO_EARLY: "#5F6875",
    },
)

DARK: Final = Palette(
    ink="#E6EAF0",
    second="#A3ADBA",
    line="#343C47",
    ground="#171B21",
    surface="#1F252D",
    accent="#6FAEF0",
    selection="#263B52",
    on_rating="#14181D",
    ratings={
        Rating.DONE: "#4CC287",
        Rating.MET: "#63CF97",
        Rating.NEARLY: "#E5A84B",
        Rating.LAGGING: "#FF8C73",
        Rating.FAR_BEHIND: "#FF6B6B",
        Rating.NOT_COMPARABLE: "#A3ADBA",
        Rating.STALE: "#A3ADBA",
        Rating.TOO_EARLY: "#A3ADBA",
    },
)

#: Paper: the light colours with lines dark enough for an office printer.
PAPER: Final = Palette(
    ink="#000000",
    second="#3C444F",
    line="#C3CAD3",
    ground="#EEF1F4",
    surface="#FFFFFF",
    accent=LIGHT.accent,
    selection=LIGHT.selection,
    on_rating="#FFFFFF",
    ratings=LIGHT.ratings,
)


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB after WCAG 2, 0 black to 1 white: what is left of a colour on grey paper."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours after WCAG 2, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
