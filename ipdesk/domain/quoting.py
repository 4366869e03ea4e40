"""Whether a figure may be quoted (可以引用, 不宜引用), and what speaks against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """How far a figure has come."""

    ACCEPTED = "accepted"
    ESTIMATE = "estimate"  # accepted, but an estimated, preliminary or flash figure
    REVIEW = "review"  # reported, not yet accepted
    RELEASED = "released"  # as the parent released it
    NONE = "none"


class Against(StrEnum):
    """Why a figure should not be quoted."""

    NO_FIGURE = "no_figure"
    NOT_ACCEPTED = "not_accepted"
    INCOMPLETE = "incomplete"  # units are missing, or in it with an earlier figure
    QUESTIONED = "questioned"  # returned with questions, or several versions
    DOUBLES = "doubles"  # 去重 not done yet
    PRELIMINARY = "preliminary"
    STALE = "stale"  # older than the period by more than its lag
    DEPARTMENT = "department"  # the department that supplies it must make it public first


class Caution(StrEnum):
    """What must be said, or not be said, with a figure that may be quoted."""

    DRAFT_PLAN = "draft_plan"  # target and rating are of a draft: not to be quoted
    NOT_RELEASED = "not_released"  # not yet in a release: ask before it goes outside
    RELEASED_OTHERWISE = "released_otherwise"  # the release says another figure
    NEWER_WAITS = "newer_waits"  # a newer version is in review
    OTHER_PERIOD = "other_period"  # the data are of another period than the report


@dataclass(frozen=True, slots=True)
class Quotable:
    """The verdict: it may be quoted when nothing is against it."""

    against: Sequence[Against] = ()
    cautions: Sequence[Caution] = ()

    @property
    def yes(self) -> bool:
        return not self.against
