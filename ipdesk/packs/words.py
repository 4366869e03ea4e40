"""What the sheets, columns and codes of a pack are called in its workbook."""

import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from functools import cache
from typing import Final

from ipdesk.domain.finding import Severity
from ipdesk.domain.indicator import Aggregation, Direction, Entry, Frequency, Supply
from ipdesk.domain.plan import Change, ClauseKind, PlanStatus
from ipdesk.domain.target import Attribute, Comparator, Source, TargetKind
from ipdesk.domain.unit import UnitKind
from ipdesk.text.i18n import LANGUAGES, pgettext, speaking
from ipdesk.text.labels import label
from ipdesk.text.levels import Level, level_of

#: The columns that hold a code, with the codes that may stand there.
CODED: Final[dict[tuple[str, str], type[StrEnum]]] = {
    ("pack", "level"): UnitKind,
    ("pack", "status"): PlanStatus,
    ("outline", "kind"): ClauseKind,
    ("indicators", "direction"): Direction,
    ("indicators", "frequency"): Frequency,
    ("indicators", "aggregation"): Aggregation,
    ("items", "entry"): Entry,
    ("supplies", "supply"): Supply,
    ("targets", "kind"): TargetKind,
    ("targets", "comparator"): Comparator,
    ("targets", "source"): Source,
    ("targets", "attribute"): Attribute,
    ("history", "kind"): TargetKind,
    ("units", "kind"): UnitKind,
    ("lineage", "change"): Change,
    ("rules", "severity"): Severity,
}

#: The columns that hold either a code of a list, or a unit's code, or `EVERY`.
MIXED: Final[dict[tuple[str, str], type[StrEnum]]] = {("supplies", "pattern"): UnitKind}
EVERY: Final = "*"


def sheet_names() -> dict[str, str]:
    """Table name to sheet name, in the order of the sheets; `codes` is the sheet of words and codes."""
    return {
        "pack": pgettext("pack sheet", "Plan"),
        "outline": pgettext("pack sheet", "Outline"),
        "targets": pgettext("pack sheet", "Targets"),
        "history": pgettext("pack sheet", "Previous period"),
        "indicators": pgettext("pack sheet", "Indicators"),
        "items": pgettext("pack sheet", "Items"),
        "supplies": pgettext("pack sheet", "Who supplies"),
        "units": pgettext("pack sheet", "Units"),
        "lineage": pgettext("pack sheet", "In other plans"),
        "rules": pgettext("pack sheet", "Rules for figures"),
        "codes": pgettext("pack sheet", "Words and codes"),
    }


def heading(table: str, field: str) -> str:
    """The heading of a column; ValueError for a field that no table has."""
    named = _own_headings().get((table, field)) or _headings().get(field)
    if named is None:
        raise ValueError(f"no heading for {table}.{field}")
    return named


def code_headings() -> tuple[str, str, str, str]:
    """The headings of the sheet of words and codes."""
    return (
        pgettext("pack column", "sheet"),
        pgettext("pack column", "column"),
        pgettext("pack column", "word"),
        pgettext("pack column", "code"),
    )


def _own_headings() -> dict[tuple[str, str], str]:
    """Where the same field is called differently from table to table."""
    return {
        ("indicators", "source"): pgettext("pack column", "data source"),
        ("targets", "source"): pgettext("pack column", "stands in"),
        ("targets", "unit"): pgettext("pack column", "unit as printed"),
        ("history", "unit"): pgettext("pack column", "unit as printed"),
        ("supplies", "indicator"): pgettext("pack column", "key: indicator"),
        ("units", "name"): pgettext("pack column", "full name"),
        ("outline", "parent"): pgettext("pack column", "lies in"),
        ("units", "order"): pgettext("pack column", "place in order"),
        ("lineage", "indicator"): pgettext("pack column", "key: indicator"),
        ("rules", "item"): pgettext("pack column", "stands on the item"),
    }


def _headings() -> dict[str, str]:
    return {
        "id": pgettext("pack column", "key"),
        "code": pgettext("pack column", "key: unit code"),
        "format": pgettext("pack column", "pack format"),
        "title": pgettext("pack column", "title"),
        "short": pgettext("pack column", "short name"),
        "issuer": pgettext("pack column", "issued by"),
        "region": pgettext("pack column", "region"),
        "level": pgettext("pack column", "level of government"),
        "first_year": pgettext("pack column", "first year"),
        "last_year": pgettext("pack column", "last year"),
        "status": pgettext("pack column", "status"),
        "version": pgettext("pack column", "version"),
        "kind": pgettext("pack column", "kind"),
        "label": pgettext("pack column", "number as printed"),
        "parent": pgettext("pack column", "parent unit"),
        "name": pgettext("pack column", "name"),
        "unit": pgettext("pack column", "unit of measure"),
        "decimals": pgettext("pack column", "decimals"),
        "direction": pgettext("pack column", "better when"),
        "frequency": pgettext("pack column", "frequency"),
        "aggregation": pgettext("pack column", "aggregation"),
        "definition": pgettext("pack column", "definition"),
        "lag_months": pgettext("pack column", "lag in months"),
        "item": pgettext("pack column", "item"),
        "numerator": pgettext("pack column", "numerator"),
        "denominator": pgettext("pack column", "denominator"),
        "factor": pgettext("pack column", "factor"),
        "aliases": pgettext("pack column", "other names"),
        "entry": pgettext("pack column", "how entered"),
        "note": pgettext("pack column", "note"),
        "indicator": pgettext("pack column", "indicator"),
        "pattern": pgettext("pack column", "for which units"),
        "supply": pgettext("pack column", "who supplies"),
        "supplier": pgettext("pack column", "supplying unit"),
        "comparator": pgettext("pack column", "comparator"),
        "quantity": pgettext("pack column", "target value"),
        "upper": pgettext("pack column", "upper end"),
        "horizon": pgettext("pack column", "target year"),
        "start": pgettext("pack column", "counted from year"),
        "clause": pgettext("pack column", "clause"),
        "attribute": pgettext("pack column", "attribute"),
        "baseline.quantity": pgettext("pack column", "baseline value"),
        "baseline.year": pgettext("pack column", "baseline year"),
        "baseline.origin": pgettext("pack column", "where the baseline comes from"),
        "of_unit": pgettext("pack column", "target of unit"),
        "ground": pgettext("pack column", "how it was read, and the alternative"),
        "before": pgettext("pack column", "period before"),
        "expected": pgettext("pack column", "expected"),
        "actual": pgettext("pack column", "achieved"),
        "order": pgettext("pack column", "order"),
        "inside": pgettext("pack column", "lies inside the areas"),
        "population": pgettext("pack column", "resident population, 10,000"),
        "population_note": pgettext("pack column", "year and scope of the population"),
        "valid_from": pgettext("pack column", "valid from"),
        "valid_to": pgettext("pack column", "valid to"),
        "plan": pgettext("pack column", "the other plan"),
        "there": pgettext("pack column", "indicator there"),
        "change": pgettext("pack column", "what changed"),
        "expression": pgettext("pack column", "must hold"),
        "severity": pgettext("pack column", "severity"),
        "message": pgettext("pack column", "message"),
    }


def plain(text: str) -> str:
    """A name as it is compared: width, letter case and blanks do not count."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@cache
def known_sheets() -> Mapping[str, str]:
    """The table of a sheet by its plain name, in every language that ipdesk writes, and by the table's own name."""
    known: dict[str, str] = {}
    for language in LANGUAGES:
        with speaking(language):
            known |= {plain(name): table for table, name in sheet_names().items()}
    return {table: table for table in sheet_names()} | known


@cache
def known_headings(table: str, names: tuple[str, ...]) -> Mapping[str, str]:
    """The field of a column by its plain heading, in every language that ipdesk writes."""
    known: dict[str, str] = {}
    for language in LANGUAGES:
        with speaking(language):
            known |= {plain(heading(table, name)): name for name in names}
    return known


@cache
def known_words(codes: type[StrEnum]) -> Mapping[str, str]:
    """The code by its plain word: those of the workbook, those that ipdesk shows elsewhere, the code itself."""
    known: dict[str, str] = {plain(code.value): code.value for code in codes}
    for language in LANGUAGES:
        with speaking(language):
            known |= {plain(words()[codes, code.value]): code.value for code in codes}
            if codes is Supply:
                known |= {plain(word): code.value for level in Level for code, word in _supplies(level)}
    for language in LANGUAGES:
        with speaking(language):
            for code in codes:
                with suppress(KeyError):  # not every code is shown outside packs
                    known.setdefault(plain(label(code)), code.value)
    return known


@cache
def known_every() -> frozenset[str]:
    """What may stand for `EVERY`, plain."""
    known = {EVERY}
    for language in LANGUAGES:
        with speaking(language):
            known.add(plain(every()))
    return frozenset(known)


def every() -> str:
    """How the workbook says that a rule is for every unit."""
    return pgettext("pack word", "all units")


def words(issuer: str = "") -> dict[tuple[type[StrEnum], str], str]:
    """Every code of `CODED` in words, by code list and code; within one list no word stands twice. `issuer` is the
    code of the unit whose plan it is: who supplies is said in the words of its level.
    """
    # The list belongs into the key: codes are strings, and "table" is both a clause and a source.
    pairs = (*_pairs(), *_supplies(level_of(issuer) if issuer else Level.CITY))
    return {(type(code), code.value): word for code, word in pairs}


def _supplies(level: Level) -> tuple[tuple[StrEnum, str], ...]:
    """Who supplies: between a city and its districts, a province and its cities, others and whoever is below them."""
    match level:
        case Level.CITY:
            return (
                (Supply.UNIT, pgettext("pack word", "filled by the unit")),
                (Supply.CONFIRM, pgettext("pack word", "handed down, checked by the unit")),
                (Supply.CITY, pgettext("pack word", "computed above")),
            )
        case Level.PROVINCE:
            return (
                (Supply.UNIT, pgettext("pack word of a province", "filled by the unit")),
                (Supply.CONFIRM, pgettext("pack word of a province", "handed down, checked by the unit")),
                (Supply.CITY, pgettext("pack word of a province", "computed above")),
            )
    return (
        (Supply.UNIT, pgettext("pack word of others", "filled by the unit")),
        (Supply.CONFIRM, pgettext("pack word of others", "handed down, checked by the unit")),
        (Supply.CITY, pgettext("pack word of others", "computed above")),
    )


def _pairs() -> tuple[tuple[StrEnum, str], ...]:
    return (
        (PlanStatus.DRAFT, pgettext("pack word", "draft for comment")),
        (PlanStatus.IN_FORCE, pgettext("pack word", "in force")),
        (PlanStatus.CLOSED, pgettext("pack word", "closed")),
        (ClauseKind.CHAPTER, pgettext("pack word", "chapter")),
        (ClauseKind.SECTION, pgettext("pack word", "section")),
        (ClauseKind.TASK, pgettext("pack word", "task")),
        (ClauseKind.BOX, pgettext("pack word", "box")),
        (ClauseKind.TABLE, pgettext("pack word", "table")),
        (ClauseKind.ITEM, pgettext("pack word", "item inside a task or box")),
        (ClauseKind.PRINCIPLE, pgettext("pack word", "principle")),
        (ClauseKind.SAFEGUARD, pgettext("pack word", "safeguard")),
        (Direction.HIGHER, pgettext("pack word", "higher")),
        (Direction.LOWER, pgettext("pack word", "lower")),
        (Frequency.MONTH, pgettext("pack word", "month")),
        (Frequency.QUARTER, pgettext("pack word", "quarter")),
        (Frequency.HALF, pgettext("pack word", "half-year")),
        (Frequency.YEAR, pgettext("pack word", "year")),
        (Aggregation.SUM, pgettext("pack word", "sum of the units")),
        (Aggregation.RATIO, pgettext("pack word", "sum over sum")),
        (Aggregation.OWN, pgettext("pack word", "the unit's own figure")),
        (Aggregation.DISTINCT, pgettext("pack word", "sum without doubles")),
        (Entry.STATE, pgettext("pack word", "state at the end of the period")),
        (Entry.INCREMENT, pgettext("pack word", "increase in the period")),
        (Entry.RUNNING, pgettext("pack word", "running total of the year")),
        (Supply.DEPARTMENT, pgettext("pack word", "supplied by a department")),
        (Supply.NONE, pgettext("pack word", "not applicable")),
        (TargetKind.LEVEL, pgettext("pack word", "level")),
        (TargetKind.CUMULATIVE, pgettext("pack word", "cumulative over the plan")),
        (TargetKind.ANNUAL, pgettext("pack word", "flow of a year")),
        (TargetKind.GROWTH, pgettext("pack word", "average annual growth")),
        (TargetKind.COVERAGE, pgettext("pack word", "full coverage")),
        (TargetKind.MAINTAIN, pgettext("pack word", "maintain")),
        (TargetKind.CEILING, pgettext("pack word", "ceiling")),
        (TargetKind.REDUCTION, pgettext("pack word", "cumulative reduction")),
        (TargetKind.JUDGED, pgettext("pack word", "judged in words")),
        (Comparator.AT_LEAST, "≥"),
        (Comparator.MORE, ">"),
        (Comparator.EQUAL, "="),
        (Comparator.LESS, "<"),
        (Comparator.AT_MOST, "≤"),
        (Comparator.RANGE, pgettext("pack word", "range")),
        (Attribute.BINDING, pgettext("pack word", "binding")),
        (Attribute.EXPECTED, pgettext("pack word", "anticipated")),
        (Attribute.UNSTATED, pgettext("pack word", "not stated")),
        (Source.TABLE, pgettext("pack word", "table")),
        (Source.TEXT, pgettext("pack word", "running text")),
        (Source.BOX, pgettext("pack word", "box")),
        (Source.HISTORY, pgettext("pack word", "table on the previous period")),
        (UnitKind.NATION, pgettext("pack word", "nation")),
        (UnitKind.PROVINCE, pgettext("pack word", "province")),
        (UnitKind.CITY, pgettext("pack word", "city")),
        (UnitKind.DISTRICT, pgettext("pack word", "district")),
        (UnitKind.ZONE, pgettext("pack word", "zone inside districts")),
        (UnitKind.DEPARTMENT, pgettext("pack word", "department")),
        (UnitKind.SECTION, pgettext("pack word", "section or street")),
        (Severity.MUST_FIX, pgettext("pack word", "must be corrected")),
        (Severity.MUST_EXPLAIN, pgettext("pack word", "must be explained")),
        (Severity.NOTE, pgettext("pack word", "for attention")),
        (Change.SAME, pgettext("pack word", "the same")),
        (Change.RENAMED, pgettext("pack word", "renamed")),
        (Change.DEFINITION, pgettext("pack word", "another definition")),
        (Change.KIND, pgettext("pack word", "another kind of target")),
        (Change.UNIT, pgettext("pack word", "another unit of measure")),
        (Change.SCOPE, pgettext("pack word", "another scope")),
    )
