"""Names of all that a person chooses from or is told: ratings with their shapes, states, kinds.

One table for each kind of thing, since two kinds may share a code. The words are those of the plan offices.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from ipdesk.domain.breakdown import Place
from ipdesk.domain.decomposition import Method
from ipdesk.domain.figurechange import What
from ipdesk.domain.finding import Severity
from ipdesk.domain.form import TaskState
from ipdesk.domain.gather import GivenState, How
from ipdesk.domain.growth import GrowthLevel
from ipdesk.domain.indicator import Aggregation, Direction, Entry, Frequency, Supply
from ipdesk.domain.judgement import EarlyRule, Rating, Reason
from ipdesk.domain.ledger.assessment import About, Cause, CycleKind, Role, Word
from ipdesk.domain.ledger.signature import TrustState
from ipdesk.domain.light import Basis, Colour, Level
from ipdesk.domain.milestonepath import Path, Season
from ipdesk.domain.peers import PeerPlace
from ipdesk.domain.period import PeriodKind
from ipdesk.domain.plan import Change, ClauseKind, PlanStatus
from ipdesk.domain.ranking import Unplaced
from ipdesk.domain.reduction import ReductionPath
from ipdesk.domain.reissue import Why
from ipdesk.domain.required import RateKind, RateState
from ipdesk.domain.rollup import AdjustmentKind
from ipdesk.domain.summability import Rule
from ipdesk.domain.target import Attribute, Comparator, Source, TargetKind
from ipdesk.domain.unit import UnitKind
from ipdesk.domain.value import Nature, Outlook, ValueStatus
from ipdesk.domain.workday import DayKind
from ipdesk.text.i18n import N_, _

_SHAPES: Final[Mapping[Rating, str]] = {
    Rating.DONE: "●",
    Rating.MET: "▲",
    Rating.NEARLY: "◆",
    Rating.LAGGING: "▼",
    Rating.FAR_BEHIND: "■",
    Rating.NOT_COMPARABLE: "○",
    Rating.STALE: "◌",
    Rating.TOO_EARLY: "◇",
}

_NAMES: Final[Mapping[type[StrEnum], Mapping[Any, str]]] = {
    Rating: {
        Rating.DONE: N_("completed"),
        Rating.MET: N_("on pace"),
        Rating.NEARLY: N_("nearly on pace"),
        Rating.LAGGING: N_("lagging"),
        Rating.FAR_BEHIND: N_("far behind"),
        Rating.NOT_COMPARABLE: N_("not comparable"),
        Rating.STALE: N_("awaiting update"),
        Rating.TOO_EARLY: N_("too early to tell"),
    },
    Reason: {
        Reason.NO_DATA: N_("no data yet"),
        Reason.NO_BASELINE: N_("the plan gives no baseline"),
        Reason.PENDING: N_("target still open"),
        Reason.WORDS: N_("target in words, judged by a person"),
        Reason.STALE: N_("newest data too old"),
        Reason.NOT_DUE: N_("not yet due"),
        Reason.TOO_EARLY: N_("too early, no conclusion is drawn"),
    },
    EarlyRule: {
        EarlyRule.FIRST_MONTHS: N_("first months"),
        EarlyRule.SMALL_COUNT: N_("small count"),
        EarlyRule.COVERAGE: N_("few units in the total"),
    },
    CycleKind: {
        CycleKind.ANNUAL: N_("annual monitoring"),
        CycleKind.MIDTERM: N_("mid-term evaluation"),
        CycleKind.FINAL: N_("final evaluation"),
    },
    Role: {
        Role.SELF: N_("self-assessment"),
        Role.THIRD: N_("third party"),
    },
    About: {
        About.TARGET: N_("target"),
        About.TASK: N_("task of the plan"),
        About.UNIT: N_("unit"),
    },
    Word: {
        Word.AHEAD: N_("reached ahead of time"),
        Word.FASTER: N_("faster than expected"),
        Word.EXPECTED: N_("as expected"),
        Word.BROADLY: N_("broadly as expected"),
        Word.BEHIND: N_("behind"),
        Word.HARD: N_("hard to reach"),
    },
    Cause: {
        Cause.EXTERNAL: N_("circumstances changed"),
        Cause.TARGET: N_("target not set realistically"),
        Cause.DATA: N_("data or definition changed"),
        Cause.WORK: N_("work not done in full"),
    },
    Unplaced: {
        Unplaced.MISSING: N_("no figure, no place"),
        Unplaced.SMALL_COUNT: N_("too few things to be ranked"),
    },
    RateState: {
        RateState.NEEDED: N_("still needed"),
        RateState.REACHED: N_("reached"),
        RateState.KEEP: N_("to be kept"),
        RateState.ROOM: N_("may still come"),
        RateState.OVER: N_("time over"),
    },
    RateKind: {
        RateKind.AMOUNT: N_("amount a year"),
        RateKind.PERCENT: N_("per cent a year"),
    },
    PeerPlace: {
        PeerPlace.HIGHEST: N_("the highest"),
        PeerPlace.ABOVE: N_("above the median"),
        PeerPlace.AMID: N_("at the median"),
        PeerPlace.BELOW: N_("below the median"),
        PeerPlace.LOWEST: N_("the lowest"),
    },
    DayKind: {
        DayKind.OFF: N_("day off"),
        DayKind.WORKED: N_("worked instead"),
    },
    Supply: {
        Supply.UNIT: N_("filled in by the unit"),
        Supply.CONFIRM: N_("handed down, unit confirms"),
        Supply.DEPARTMENT: N_("supplied by a department"),
        Supply.CITY: N_("worked out by the parent"),
        Supply.NONE: N_("not applicable"),
    },
    Severity: {
        Severity.MUST_FIX: N_("must be mended"),
        Severity.MUST_EXPLAIN: N_("must be explained"),
        Severity.NOTE: N_("for information"),
    },
    What: {
        What.ITEM: N_("item"),
        What.TOTAL: N_("total"),
        What.TARGET: N_("target"),
    },
    Why: {
        Why.HANDED_DOWN: N_("another figure is handed down"),
        Why.NEW_ROW: N_("the row is new"),
        Why.NOW_TYPED: N_("no figure is handed down any more"),
    },
    Nature: {
        Nature.PRELIMINARY: N_("preliminary figure"),
        Nature.FLASH: N_("flash figure"),
        Nature.EXPECTED: N_("expected figure"),
        Nature.FINAL: N_("final figure"),
    },
    ValueStatus: {
        ValueStatus.GIVEN: N_("reported"),
        ValueStatus.ESTIMATED: N_("estimated figure"),
        ValueStatus.ZERO: N_("zero report"),
        ValueStatus.MISSING: N_("reported missing"),
        ValueStatus.CONFIRMED: N_("confirmed"),
        ValueStatus.DISPUTED: N_("objected to"),
        ValueStatus.UNREAD: N_("not readable"),
        ValueStatus.NOT_ASKED: N_("not asked"),
    },
    TaskState: {
        TaskState.DONE: N_("completed"),
        TaskState.ON_COURSE: N_("proceeding as planned"),
        TaskState.LAGGING: N_("lagging"),
        TaskState.NOT_BEGUN: N_("not begun"),
        TaskState.STANDING: N_("standing task"),
    },
    Colour: {
        Colour.GREEN: N_("green"),
        Colour.BLUE: N_("blue"),
        Colour.YELLOW: N_("yellow"),
        Colour.ORANGE: N_("orange"),
        Colour.RED: N_("red"),
        Colour.BLACK: N_("black"),
        Colour.GREY: N_("grey"),
    },
    Level: {
        Level.GOOD: N_("good"),
        Level.WATCH: N_("to be watched"),
        Level.BAD: N_("bad"),
        Level.NONE: N_("not judged"),
    },
    Basis: {
        Basis.GAP: N_("completion less time gone (points)"),
        Basis.PLANNED: N_("completion in per cent of time gone"),
        Basis.OVERDUE: N_("days after the deadline"),
        Basis.MADE_UP: N_("days late when made up"),
        Basis.NOT_BEGUN: N_("months without a beginning"),
        Basis.ORDERS: N_("times supervised"),
        Basis.STATE: N_("the unit's own state"),
        Basis.SILENT: N_("no progress told"),
        Basis.REST: N_("everything else"),
    },
    Outlook: {
        Outlook.ON_COURSE: N_("will be met"),
        Outlook.AT_RISK: N_("at risk"),
        Outlook.OFF_COURSE: N_("will not be met"),
    },
    PlanStatus: {
        PlanStatus.DRAFT: N_("draft for comment"),
        PlanStatus.IN_FORCE: N_("in force"),
        PlanStatus.CLOSED: N_("plan ended"),
    },
    TargetKind: {
        TargetKind.LEVEL: N_("state to be reached"),
        TargetKind.CUMULATIVE: N_("cumulative over the plan"),
        TargetKind.ANNUAL: N_("yearly flow"),
        TargetKind.GROWTH: N_("average yearly growth"),
        TargetKind.COVERAGE: N_("coverage"),
        TargetKind.MAINTAIN: N_("to be maintained"),
        TargetKind.CEILING: N_("ceiling"),
        TargetKind.REDUCTION: N_("cumulative reduction"),
        TargetKind.JUDGED: N_("judged in words"),
    },
    Comparator: {
        Comparator.AT_LEAST: N_("at least"),
        Comparator.MORE: N_("more than"),
        Comparator.EQUAL: N_("exactly"),
        Comparator.LESS: N_("less than"),
        Comparator.AT_MOST: N_("at most"),
        Comparator.RANGE: N_("between"),
    },
    Attribute: {
        Attribute.BINDING: N_("binding"),
        Attribute.EXPECTED: N_("anticipatory"),
        Attribute.UNSTATED: N_("not stated"),
    },
    Source: {
        Source.TABLE: N_("table of the plan"),
        Source.TEXT: N_("text of the plan"),
        Source.BOX: N_("project box of the plan"),
        Source.HISTORY: N_("table on the previous period"),
    },
    ClauseKind: {
        ClauseKind.CHAPTER: N_("chapter"),
        ClauseKind.SECTION: N_("section of a chapter"),
        ClauseKind.TASK: N_("task of the plan"),
        ClauseKind.BOX: N_("project box"),
        ClauseKind.TABLE: N_("table in the text"),
        ClauseKind.ITEM: N_("item of a list"),
        ClauseKind.PRINCIPLE: N_("principle"),
        ClauseKind.SAFEGUARD: N_("safeguard"),
    },
    UnitKind: {
        UnitKind.NATION: N_("nation"),
        UnitKind.PROVINCE: N_("province"),
        UnitKind.CITY: N_("city"),
        UnitKind.DISTRICT: N_("district"),
        UnitKind.ZONE: N_("functional zone"),
        UnitKind.DEPARTMENT: N_("department"),
        UnitKind.SECTION: N_("section or street"),
    },
    PeriodKind: {
        PeriodKind.MONTH: N_("monthly report"),
        PeriodKind.QUARTER: N_("quarterly report"),
        PeriodKind.HALF: N_("half-year report"),
        PeriodKind.YEAR: N_("yearly report"),
        PeriodKind.ESTIMATE: N_("full-year estimate"),
        PeriodKind.FLASH: N_("full-year flash figures"),
        PeriodKind.FINAL: N_("final full-year figures"),
    },
    Frequency: {
        Frequency.MONTH: N_("monthly"),
        Frequency.QUARTER: N_("quarterly"),
        Frequency.HALF: N_("half-yearly"),
        Frequency.YEAR: N_("yearly"),
    },
    Entry: {
        Entry.STATE: N_("as at the period's end"),
        Entry.INCREMENT: N_("of this period"),
        Entry.RUNNING: N_("running total of the year"),
    },
    Aggregation: {
        Aggregation.SUM: N_("sum of the units"),
        Aggregation.RATIO: N_("ratio of sums"),
        Aggregation.OWN: N_("measured for itself"),
        Aggregation.DISTINCT: N_("sum without doubles"),
    },
    Direction: {
        Direction.HIGHER: N_("higher is better"),
        Direction.LOWER: N_("lower is better"),
    },
    AdjustmentKind: {
        AdjustmentKind.UNPLACED: N_("not placed"),
        AdjustmentKind.DOUBLES: N_("doubles taken off"),
        AdjustmentKind.HELD: N_("earlier figure kept as reported"),
        AdjustmentKind.DIFFERENCE: N_("earlier difference entered here"),
    },
    Place: {
        Place.AREA: N_("in the sum"),
        Place.INSIDE: N_("inside an area, not added"),
        Place.ADJUSTED: N_("adjusted"),
        Place.DEPARTMENT: N_("of a department, apart"),
        Place.OWN: N_("own measurement, apart"),
    },
    GrowthLevel: {
        GrowthLevel.ACHIEVED: N_("target reached"),
        GrowthLevel.SUBSTANTIAL: N_("substantial progress"),
        GrowthLevel.MODERATE: N_("moderate progress"),
        GrowthLevel.LIMITED: N_("limited progress"),
        GrowthLevel.DETERIORATION: N_("deterioration"),
    },
    TrustState: {
        TrustState.TRUSTED: N_("trusted"),
        TrustState.FIRST: N_("seen first"),
        TrustState.CHANGED: N_("another key"),
        TrustState.NONE: N_("not signed"),
        TrustState.BAD: N_("does not fit"),
        TrustState.UNCHECKED: N_("cannot be checked"),
    },
    How: {
        How.SUM: N_("the figures added"),
        How.LEAD: N_("one figure leads"),
        How.TEXT: N_("the texts one after the other"),
    },
    GivenState: {
        GivenState.GIVEN: N_("given"),
        GivenState.MISSING: N_("says that there is none to give"),
        GivenState.UNREAD: N_("not readable"),
    },
    Change: {
        Change.SAME: N_("measured in the same way"),
        Change.RENAMED: N_("under another name"),
        Change.DEFINITION: N_("by another definition"),
        Change.KIND: N_("another kind of target"),
        Change.UNIT: N_("in another unit of measure"),
        Change.SCOPE: N_("over another scope"),
    },
    Method: {
        Method.EQUAL: N_("in equal parts"),
        Method.BASE: N_("what each has, and equal growth"),
        Method.SHARE: N_("by share of what each has"),
        Method.POPULATION: N_("by population"),
        Method.HAND: N_("by hand"),
    },
    Rule: {
        Rule.SUM: N_("adds up"),
        Rule.RATIO: N_("by numerators and denominators"),
        Rule.SAME: N_("the same for each"),
        Rule.APART: N_("not split"),
        Rule.OPEN: N_("value still open"),
    },
    Path: {
        Path.LINE: N_("straight year by year"),
        Path.FLAT: N_("each year the same"),
        Path.HAND: N_("years by hand"),
    },
    Season: {
        Season.NONE: N_("no quarters"),
        Season.EQUAL: N_("equal quarters"),
        Season.LAST_YEAR: N_("as last year"),
        Season.HAND: N_("shares by hand"),
    },
    ReductionPath: {
        ReductionPath.COMPOUND: N_("compound path"),
        ReductionPath.SIMPLE: N_("straight path"),
    },
}

#: How a judgement was made (`Judgement.method`), as printed under a table.
_METHODS: Final[Mapping[str, str]] = {
    "level": N_("(actual − baseline) ÷ (target − baseline), against the time gone"),
    "cumulative": N_("sum since the start ÷ target, against the time gone"),
    "annual": N_("running total ÷ the year's target, against the months gone"),
    "growth": N_("geometric mean of yearly growth, against the target"),
    "ceiling": N_("kept or broken in each year"),
    "maintain": N_("actual against target; to be kept, so without completion"),
    "reduction": N_("reduction so far ÷ target, against the path due"),
    "coverage": N_("share of what is covered"),
    "direct": N_("actual against target only; without baseline no pace can be said"),
    "none": N_("not reckoned"),
}


def label(member: StrEnum) -> str:
    """The name of a member, in the language in use; KeyError for an enum that has no names for people."""
    return _(_NAMES[type(member)][member])


def labels(kind: type[StrEnum]) -> dict[str, str]:
    """All names of a kind by code, in its order: for choosers and dropdowns."""
    return {member.value: label(member) for member in kind}


def rating_shape(rating: Rating) -> str:
    """The shape that carries a rating on black-and-white paper."""
    return _SHAPES[rating]


def rating_text(rating: Rating) -> str:
    """Shape and word: ▲ 达到."""
    return f"{_SHAPES[rating]} {label(rating)}"


def method_text(method: str) -> str:
    """How a judgement was made, in words; KeyError for a method that `pace` does not have."""
    return _(_METHODS[method])
