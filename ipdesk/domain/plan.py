"""A plan and the outline of its text: chapters, numbered tasks, boxes, safeguards."""

from dataclasses import dataclass
from enum import StrEnum

from ipdesk.domain.indicator import Indicator, Item
from ipdesk.domain.rule import Rule
from ipdesk.domain.target import HistoryRow, Target
from ipdesk.domain.unit import Unit


class PlanStatus(StrEnum):
    DRAFT = "draft"  # 征求意见稿: every page says so
    IN_FORCE = "in_force"
    CLOSED = "closed"


class ClauseKind(StrEnum):
    CHAPTER = "chapter"
    SECTION = "section"
    TASK = "task"
    BOX = "box"
    TABLE = "table"
    ITEM = "item"  # run-in heading inside a task or box, list item (四重清单)
    PRINCIPLE = "principle"
    SAFEGUARD = "safeguard"


@dataclass(frozen=True, slots=True)
class Clause:
    """A place in the plan's text. `label` is its number as printed (三、 / 14. / 专栏7), `title` its short title."""

    id: str
    kind: ClauseKind
    label: str
    title: str
    parent: str | None = None


class Change(StrEnum):
    """What became of an indicator from one plan to another."""

    SAME = "same"
    RENAMED = "renamed"
    DEFINITION = "definition"  # other things are counted
    KIND = "kind"  # level, cumulative, annual …: the target is another promise under the same name
    UNIT = "unit"  # another unit of measure
    SCOPE = "scope"  # another area, or another circle of those who are counted


@dataclass(frozen=True, slots=True)
class Lineage:
    """How an indicator of this plan stands to one of another plan: read it before the two are compared.

    `plan` and `there` name the other plan and the indicator's id in it. Several changes have several lines.
    """

    indicator: str
    plan: str
    there: str
    change: Change
    note: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as a pack holds it: outline in the order of the text, targets, history, indicators, items, units,
    lineage, rules for the figures.

    `first_year` to `last_year`, both included. `version` grows with each amendment; ids outlive versions.
    """

    id: str
    title: str
    short: str
    issuer: str
    region: str  # unit code
    level: str  # "province" | "city" | "district"
    first_year: int
    last_year: int
    status: PlanStatus
    version: int
    outline: tuple[Clause, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    items: tuple[Item, ...] = ()
    targets: tuple[Target, ...] = ()
    history: tuple[HistoryRow, ...] = ()
    units: tuple[Unit, ...] = ()
    lineage: tuple[Lineage, ...] = ()
    rules: tuple[Rule, ...] = ()

    def clause(self, clause_id: str) -> Clause:
        return next(clause for clause in self.outline if clause.id == clause_id)

    def indicator(self, indicator_id: str) -> Indicator:
        return next(indicator for indicator in self.indicators if indicator.id == indicator_id)

    def item(self, item_id: str) -> Item:
        return next(item for item in self.items if item.id == item_id)

    def unit(self, code: str) -> Unit:
        return next(unit for unit in self.units if unit.code == code)
