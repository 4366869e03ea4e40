"""What surrounds a promise in running text, and the promise itself, in positions of a reading text."""

from dataclasses import dataclass, field
from decimal import Decimal

from ipdesk.domain.target import Comparator, TargetKind
from ipdesk.plantext.horizons import Frame, When
from ipdesk.plantext.moods import Mood


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds a paragraph: the document's years, the mood of its section, the time its heading sets.

    `plan`: the document is one that sets tasks; else only plain promises with a year count.
    """

    frame: Frame
    mood: Mood
    plan: bool
    heading: When | None = None
    lost_points: bool = False
    title: str = ""
    strict: bool = False  # a chapter on how the plan is carried out: figures without comparison promise nothing


@dataclass(frozen=True, slots=True)
class Claim:
    """A promise; all places are positions in the reading text, `end` excluded."""

    name: str
    kind: TargetKind
    comparator: Comparator
    quantity: Decimal
    unit: str
    place: tuple[int, int]
    number: tuple[int, int] | None
    used: tuple[tuple[int, int], ...]
    horizon: int | None
    first: int | None
    confidence: Decimal
    reasons: tuple[str, ...]
    upper: Decimal | None = None
    baseline: Decimal | None = None
    baseline_year: int | None = None


@dataclass(slots=True)
class Reading:
    """`left`: why a number that is in no claim was left aside, by its place."""

    claims: list[Claim] = field(default_factory=list)
    left: dict[tuple[int, int], str] = field(default_factory=dict)


@dataclass(slots=True)
class State:
    """What earlier clauses of the sentence leave to the later ones."""

    when: When | None = None
    yearly: bool = False
    every: bool = False  # 每年, which holds on, unlike 年均
    back: bool = False
    forward: bool = False
    topic: str = ""
    carried: bool = False  # the time stands in an earlier sentence or heading
    outer: tuple[When | None, bool] = (None, False)  # the time and `carried` before a bare year took over
    series: tuple[When, ...] = ()  # 到2023年、2025年: one time for each figure of a list
    listed: tuple[str, ...] = ()  # names that an earlier clause gave its figures one by one
    project: bool = False  # an earlier clause tells what one project costs or takes up
    claimed: bool = False  # an earlier clause of the sentence promises something
