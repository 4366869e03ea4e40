"""What services hand over to be printed: frozen, complete, computed. A document asks nobody for more.

Each figure carries the trace code by which `ipdesk trace` finds it again.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ipdesk.domain.judgement import Coverage, Judgement, Thresholds
from ipdesk.domain.period import Period


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target as it stands in a table. `name` is the indicator's, `trace` the code of its actual figure.

    `clause` is the printed label of the clause that sets it (二、（三）表2). `main`: one of the plan's main indicators,
    which get a gauge.
    """

    name: str
    decimals: int
    judgement: Judgement
    trace: str
    clause: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SummaryData:
    """The leaders' summary of a unit for a period.

    `elapsed` is the plan's share of time gone at the period's end. `coverage` counts the reporting units, `missing` are
    their short names in the office's order; both are empty for a unit without children. `main` are the plan's main
    indicators, `others` the targets of text and boxes, each in the plan's order. `made_notes` say what a reader must
    know of how totals were made: adjustments with their reason, who is carried forward.
    """

    title: str
    plan_title: str
    plan_version: int
    draft: bool
    unit: str
    period: Period
    as_of: date
    elapsed: Decimal
    main: tuple[TargetLine, ...]
    others: tuple[TargetLine, ...] = ()
    coverage: Coverage | None = None
    missing: tuple[str, ...] = ()
    thresholds: Thresholds = field(default_factory=Thresholds)
    check_code: str = ""
    training: bool = False
    prepared_by: str = ""
    made: date | None = None
    made_notes: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[TargetLine, ...]:
        return self.main + self.others
