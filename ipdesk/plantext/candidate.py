"""What the compiler finds in a document: target candidates, rows of the past, and every number that is neither."""

from dataclasses import dataclass
from decimal import Decimal

from ipdesk.domain.target import Attribute, Comparator, Source, TargetKind
from ipdesk.plantext.document import Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """A target that the document seems to set.

    `place` is the clause of the sentence, or the row of the table, that sets it; `number` the value itself (with its
    unit and comparator not included), None for a coverage or pending value without figures; `used` every number span
    that was read into a field (value, upper, baseline, years). `horizon` and `start` are years. `confidence` lies
    between 0 and 1. `reasons` are codes of sentences in `text/messages/compiler.py`: why it was taken for a target,
    and what was decided without certainty.
    """

    name: str
    kind: TargetKind
    comparator: Comparator
    quantity: Decimal | None
    unit: str
    source: Source
    place: Span
    number: Span | None
    clause: str = ""  # id of the section it stands in
    upper: Decimal | None = None
    horizon: int | None = None
    start: int | None = None
    attribute: Attribute = Attribute.UNSTATED
    baseline: Decimal | None = None
    baseline_year: int | None = None
    actual: Decimal | None = None  # rows of a table on the previous period
    used: tuple[Span, ...] = ()
    confidence: Decimal = Decimal(1)
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Untracked:
    """A number of the text that sets no target, where it stands and why it was left aside (a code, as above)."""

    span: Span
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Section:
    """A place of the outline: `id` is stable for the same text, `label` its number as printed, `level` from 1 down."""

    id: str
    kind: str  # a ClauseKind
    label: str
    title: str
    level: int
    span: Span  # from its heading to the next of the same or a higher level
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Compilation:
    """All that the compiler has to say of a document. Every number is in a `used` span or in `untracked`.

    `history` are the rows of tables on the period before: never targets. `years`: the plan's own years, where known.
    """

    title: str
    years: tuple[int, int] | None
    outline: tuple[Section, ...]
    targets: tuple[Candidate, ...]
    history: tuple[Candidate, ...]
    untracked: tuple[Untracked, ...]
