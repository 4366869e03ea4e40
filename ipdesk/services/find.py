"""One search that answers the telephone: figures by unit, name and period in any order, clauses, units, codes.

Names are found by their words, their other names, and by pinyin: initials (zlzy) or syllables (zhiya).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ipdesk.domain.figurechange import FigureKey, What
from ipdesk.domain.indicator import Indicator, items_of
from ipdesk.domain.ledger.package import LedgerKey
from ipdesk.domain.period import Period
from ipdesk.domain.unit import Unit, in_order
from ipdesk.services import answer, asked, changes, figures
from ipdesk.services.answer import Answer
from ipdesk.services.evaluate import Assessed
from ipdesk.services.figureref import periods_known
from ipdesk.services.overview import current_period
from ipdesk.services.workspace import Workspace, of_state
from ipdesk.text import formats, labels, pinyin, quoting
from ipdesk.text.i18n import _

#: Answers are worked out for so many figures: more than a person looks at.
_MOST_ANSWERS = 30
#: Of each other plan.
_MOST_BESIDE = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer. `reference` is what trace takes; `page` where a screen would go; `quotable` says whether and how
    the figure may be quoted. `answer` has all of it where the hit is a figure. `ledger` is that of another plan of the
    data file, where the hit is told whole once that plan is turned to.
    """

    title: str
    subtitle: str
    value: str
    as_of: str
    quotable: str
    reference: str
    page: str
    place: str = ""  # what to show on that page, where the page alone does not say it
    answer: Answer | None = None
    ledger: LedgerKey | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A figure that may be meant: its names, and those of whose it is; `rank` where all else is equal."""

    key: FigureKey
    names: tuple[str, ...]
    whose: tuple[str, ...]
    code: str
    rank: int
    clause: str = ""
    assessed: Assessed | None = None


def find(workspace: Workspace, words: str, *, today: date, period: Period | None = None) -> tuple[Hit, ...]:
    """What fits all the words, the likeliest first: by name, short name, alias, clause, unit, code, pinyin; 时序 finds
    序时. A period among the words is the one that is asked about, else `period`, else the one that is reported now.
    """
    said = asked.understand(words, periods_known(workspace), today=today)
    wanted = tuple(_folded(word) for word in said.words)
    if not wanted:
        return ()
    at = said.period or period or current_period(workspace, today=today)
    found = sorted(_figures(workspace, wanted, at), key=lambda pair: pair[0])
    hits = [_figure_hit(workspace, one, at) for _rank, one in found[:_MOST_ANSWERS]]
    return (*hits, *_others(workspace, wanted))


def find_everywhere(workspace: Workspace, words: str, *, today: date, period: Period | None = None) -> tuple[Hit, ...]:
    """As `find`, and after it what fits under the other plans of the data file, each with the plan's short title."""
    hits = list(find(workspace, words, today=today, period=period))
    for ledger in workspace.ledgers:
        if ledger != workspace.ledger:
            view = workspace.of(ledger)
            for hit in find(view, words, today=today, period=period)[:_MOST_BESIDE]:
                subtitle = _("{plan}: {said}").format(plan=view.plan.short, said=hit.subtitle)
                hits.append(replace(hit, subtitle=subtitle, answer=None, ledger=ledger))
    return tuple(hits)


def _figures(
    workspace: Workspace, wanted: tuple[str, ...], period: Period
) -> Iterator[tuple[tuple[int, int, int], _Candidate]]:
    """Candidates with their rank: the very name, then by words, then by pinyin; the whole before a part."""
    for place, one in enumerate(_candidates(workspace, period)):
        fits = [_fits(word, one) for word in wanted]
        if all(fits):
            names = {_folded(name) for name in one.names}
            exact = "".join(wanted) in names or any(word in names for word in wanted)
            yield (0 if exact else sum(fits), one.rank, place), one


def _fits(word: str, one: _Candidate) -> int:
    """0 where a word does not fit, 1 by its characters, 2 as the pinyin that a unit's name begins with, 3 as pinyin in
    a name: ft is 福田 before it is 纠纷调解.
    """
    texts = (*one.names, *one.whose)
    if word in _folded(" ".join((*texts, one.clause, one.code))):
        return 1
    if not pinyin.is_typed(word):
        return 0
    if any(pinyin.matches(word, name, start=True) for name in one.whose):
        return 2
    return 3 if any(pinyin.matches(word, text) for text in texts) else 0


@of_state
def _candidates(workspace: Workspace, period: Period) -> tuple[_Candidate, ...]:
    """Every figure that may be asked about in a period: targets, totals beside them, what each unit was asked."""
    verdicts = answer.verdicts(workspace, period)
    known = changes.figures_in(workspace, period)
    units = {unit.code: unit for unit in workspace.policy.units}
    found: list[_Candidate] = []
    shown: set[tuple[str, str, object]] = set()
    for key, one in verdicts.items():
        whose = _whose(workspace, units[key.unit])
        names = (one.name, *_names(one.indicator))
        rank = 0 if key.unit == workspace.ledger.issuer else 1
        found.append(_Candidate(key, names, whose, one.code, rank, one.clause_label, one))
        shown.add((key.unit, one.indicator.id, one.judgement.actual))
    for key, figure in known.items():
        if key.what is What.TOTAL:
            indicator = workspace.plan.indicator(key.id)
            if (key.unit, key.id, figure.quantity) not in shown:
                whose = _whose(workspace, units[key.unit])
                found.append(_Candidate(key, _names(indicator), whose, figure.code, 1))
    found += _items(workspace, period, shown)
    return tuple(found)


def _items(workspace: Workspace, period: Period, shown: set[tuple[str, str, object]]) -> Iterator[_Candidate]:
    """What each unit was asked in the period, unless its target or total says the same."""
    known = changes.figures_in(workspace, period)
    indicators: dict[str, Indicator] = {}
    for indicator in workspace.plan.indicators:
        for name in items_of(indicator):
            indicators.setdefault(name, indicator)
    for unit in in_order(workspace.policy.units):
        for item in workspace.plan.items:
            asked_for = unit.code in figures.expected_reporters(workspace, item.id, period)
            key = FigureKey(What.ITEM, unit.code, period.code, item.id)
            figure = known.get(key)
            if not asked_for and figure is None:
                continue
            belongs = indicators.get(item.id)
            whole = belongs is not None and belongs.item == item.id
            if whole and belongs and (unit.code, belongs.id, figure.quantity if figure else None) in shown:
                continue
            names = (item.name, *(_names(belongs) if whole and belongs else ()))
            yield _Candidate(key, names, _whose(workspace, unit), figure.code if figure else "", 2)


def _names(indicator: Indicator) -> tuple[str, ...]:
    return tuple(name for name in (indicator.name, indicator.short, *indicator.aliases) if name)


def _whose(workspace: Workspace, unit: Unit) -> tuple[str, ...]:
    """What a unit is called; the issuer's figures are those of the whole too (全市)."""
    names = (unit.short, unit.name)
    return (*names, quoting.whole_text(unit.kind, unit.short)) if unit.code == workspace.ledger.issuer else names


def _others(workspace: Workspace, wanted: tuple[str, ...]) -> Iterator[Hit]:
    """Clauses of the plan and units."""
    for clause in workspace.plan.outline:
        title = f"{clause.label} {clause.title}".strip()
        if all(_in(word, title) for word in wanted):
            yield Hit(title, labels.label(clause.kind), "", "", "", "", "plan", clause.id)
    for unit in workspace.policy.units:
        if all(_in(word, f"{unit.name} {unit.short} {unit.code}") for word in wanted):
            yield Hit(unit.short, unit.name, "", "", "", "", "overview")


def _in(word: str, text: str) -> bool:
    return word in _folded(text) or (pinyin.is_typed(word) and pinyin.matches(word, text))


def _figure_hit(workspace: Workspace, one: _Candidate, period: Period) -> Hit:
    said = answer.answer(workspace, one.key)
    if one.assessed is not None:
        target = one.assessed.judgement.target
        subtitle = _("{unit}, target {target}, {clause}").format(
            unit=said.unit_short, target=formats.target_text(target), clause=one.assessed.clause_label
        )
    else:
        subtitle = said.unit_short
    return Hit(
        title=said.found.figure.name,
        subtitle=subtitle,
        value=said.value,
        as_of=formats.period_text(period),
        quotable=said.quotable_text,
        reference=said.found.reference,
        page="overview",
        answer=said,
    )


def _folded(text: str) -> str:
    return text.casefold().replace("序时", "时序").replace(" ", "")
