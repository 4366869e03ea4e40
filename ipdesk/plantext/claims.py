"""Promises in running text: one clause after another, each figure with what it measures, by when, how firmly."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from ipdesk.domain.target import Comparator, TargetKind
from ipdesk.plantext import comparators, designations, horizons, kinds, measures, moods, names
from ipdesk.plantext.designations import Mention
from ipdesk.plantext.horizons import Frame, Tense, When
from ipdesk.plantext.moods import Mood
from ipdesk.plantext.pieces import Piece, pieces


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
class _State:
    """What earlier clauses of the sentence leave to the later ones."""

    when: When | None = None
    yearly: bool = False
    back: bool = False
    forward: bool = False
    topic: str = ""
    carried: bool = False  # the time stands in an earlier sentence or heading


_CLAUSE: Final = re.compile(r"[^，；：]+[，；：]?")
_SENTENCE: Final = re.compile(r"[^。！？]+[。！？]?")
_FULL: Final = re.compile(r"全覆盖|全面覆盖|应保尽保|应收尽收")
_MAKES: Final = re.compile(rf"(?:{names.KEPT_VERB}|建成|建设|打造|培育|创建|完成|实施|引进|培养|举办|组建|建立|设立|布局|开通|形成|发展|认定|制定|推出|设置|配备|争创|遴选|选树|评选|支持|组织|开展|选拔)")
_STRONG: Final = re.compile(r"力争|争取|确保|目标")


def read(text: str, setting: Setting) -> Reading:
    """All promises of a paragraph's reading text."""
    reading = Reading()
    found = designations.mentions(text, lost_points=setting.lost_points)
    whens = horizons.read(text, setting.frame)
    carried = setting.heading
    for m in _SENTENCE.finditer(text):
        inside = [x for x in found if m.start() <= x.number.start < m.end()]
        times = [w for w in whens if m.start() <= w.start < m.end()]
        if inside or _FULL.search(m[0]):
            _sentence(text, m.start(), m.end(), inside, times, carried, setting, reading)
        told = [w for w in times if w.tense is not Tense.NONE and not w.based]
        if told and m.start() == 0 and told[-1].tense is Tense.FUTURE and told[-1].horizon:
            carried = told[-1]
        elif told and told[-1].tense is Tense.PAST:
            carried = setting.heading
    for x in found:
        place = (x.number.start, x.number.end)
        if x.role and x.role not in {designations.BARE, designations.SMALL}:
            reading.left.setdefault(place, x.role)
        reading.left.setdefault(place, "other")
    used = {place for claim in reading.claims for place in claim.used}
    for place in used:
        reading.left.pop(place, None)
    return reading


def _sentence(
    text: str, start: int, end: int, inside: list[Mention], times: list[When], carried: When | None, setting: Setting, reading: Reading
) -> None:
    words = text[start:end]
    ahead = any(w.tense is Tense.FUTURE and w.horizon for w in times)
    reason = ""
    if setting.mood is Mood.NOTE or moods.defines(words):
        reason = "definition"
    elif setting.mood is Mood.RULE or (moods.rules(words) and not (ahead and setting.plan)):
        reason = "condition"
    elif setting.mood is Mood.PAST and not (ahead and _STRONG.search(words)):
        reason = "past"
    if reason:
        for x in inside:
            if not x.role or x.role in {designations.BARE, designations.SMALL}:
                reading.left[x.number.start, x.number.end] = reason
        return
    state = _State(when=carried, carried=carried is not None)
    for m in _CLAUSE.finditer(words):
        a, b = start + m.start(), start + m.end()
        own = [x for x in inside if a <= x.number.start < b]
        _clause(text, a, b, own, [w for w in times if a <= w.start < b], state, setting, reading)


def _clause(
    text: str, a: int, b: int, own: list[Mention], times: list[When], state: _State, setting: Setting, reading: Reading
) -> None:
    words = text[a:b]
    if any(w.yearly for w in times):
        state.yearly = True
    for w in times:
        if w.based or w.yearly:
            continue
        if w.tense is not Tense.NONE or w.horizon:
            state.when, state.carried, state.yearly = w, False, any(x.yearly and x.start > w.start for x in times)
            state.back = state.forward = False
    if moods.looks_forward(words):
        state.forward, state.back = True, False
    elif moods.looks_back(words):
        state.back = True
    quantities = [x for x in own if not x.role or x.role in {designations.BARE, designations.SMALL}]
    tense = _tense(state, setting)
    full = _FULL.search(words)
    if tense is not Tense.FUTURE:
        code = "past" if tense is Tense.PAST else "no_promise"
        for x in quantities:
            reading.left[x.number.start, x.number.end] = code
        return
    if full and _coverage(text, a, b, a + full.start(), quantities, state, setting, reading):
        return
    for piece in pieces(text, a, b, quantities):
        _claim(text, a, b, piece, state, setting, reading, times)


def _tense(state: _State, setting: Setting) -> Tense:
    when = state.when
    if when is not None and when.tense is Tense.PAST:
        return Tense.FUTURE if state.forward and setting.plan and when.horizon is None else Tense.PAST
    ahead = when is not None and when.tense is Tense.FUTURE
    if ahead and not (state.back and state.carried):
        return Tense.FUTURE
    if state.back:
        return Tense.PAST
    if setting.plan and setting.mood in {Mood.GOAL, Mood.TASK, Mood.OTHER}:
        return Tense.FUTURE
    return Tense.NONE


def _coverage(
    text: str, a: int, b: int, at: int, quantities: list[Mention], state: _State, setting: Setting, reading: Reading
) -> bool:
    """全覆盖 of something that can be counted: a promise of 100 %."""
    before = text[a:at]
    told = state.when is not None and state.when.tense is Tense.FUTURE
    shares = [x for x in quantities if x.unit == "%"]
    if shares or not (told or quantities):
        return False
    name = names.subject(before + text[at : at + 3]) if before else state.topic
    name = re.sub(r"(?:实现|达到|基本|力争)?(?:全覆盖|全面覆盖)$", "", name)
    name = names.subject(name) if name else ""
    if not name or "；" in name:
        name = state.topic or names.thing(text[at + 3 : b])
    used = tuple((x.number.start, x.number.end) for x in quantities)
    horizon, first = _years(state, setting)
    reasons = ("coverage", *_when_reasons(state))
    sure = Decimal("0.75") + (Decimal("0.1") if told and not state.carried else 0)
    reading.claims.append(
        Claim(f"{name}全覆盖", TargetKind.COVERAGE, Comparator.AT_LEAST, Decimal(100), "%", (a, b), None, used, horizon, first, sure, reasons)
    )
    return True


def _years(state: _State, setting: Setting) -> tuple[int | None, int | None]:
    years = setting.frame.years
    when = state.when
    horizon = when.horizon if when is not None and when.horizon else (years[1] if years else None)
    first = when.first if when is not None and when.first else (years[0] if years else None)
    if first is not None and horizon is not None and first > horizon:
        first = horizon
    return horizon, first


def _when_reasons(state: _State) -> Iterator[str]:
    if state.when is None:
        yield "horizon_of_plan"
    elif state.carried:
        yield "horizon_carried"
    else:
        yield "horizon_told"
    if state.forward:
        yield "modality"


def _claim(
    text: str, a: int, b: int, piece: Piece, state: _State, setting: Setting, reading: Reading, times: list[When]
) -> None:
    x = piece.mention
    place = (x.number.start, x.number.end)
    unit = x.unit
    before, after = piece.before, piece.after
    compared = comparators.read(text, x.number.start, x.end, ranged=x.number.upper is not None)
    change = names.change_of(before)
    bare_ok = compared.said or re.search(r"[为至到达≥≤><]$", text[:x.number.start])
    if x.role == designations.BARE and not bare_ok:
        reading.left[place] = "bare"
        return
    if moods.is_procedure(text[a:b]) and not measures.is_share(unit):
        reading.left[place] = "condition"
        return
    verb_only = names.is_verb_only(before)
    name, verb = _name(before, after, unit, verb_only=verb_only, state=state)
    told = state.when is not None and state.when.tense is Tense.FUTURE
    strong = told or state.forward or state.yearly or compared.said
    if names.is_context(piece.lead) and not compared.said and verb_only and not verb:
        reading.left[place] = "setting"
        return
    if not strong and not (_MAKES.search(before) or re.search(r"每个|各(?!类|级|项|种|地|有)", before)):
        reading.left[place] = "no_promise"
        return
    if not setting.plan and not (told or (state.forward and _STRONG.search(text[a:b]))):
        reading.left[place] = "no_promise"
        return
    if re.search(r"(?:总投资|概算|预算|估算投资|安排资金|中央预算内投资)(?:约|达|为)?$", before):
        reading.left[place] = "budget"
        return
    horizon, first = _years(state, setting)
    kind = kinds.of_text(
        name=name, unit=unit, comparator=compared.comparator, words=text[a : x.number.start], verb=verb, change=change,
        yearly=state.yearly and (any(w.yearly for w in times) or not told), spans=bool(state.when and state.when.spans and told), quantity=x.number.value,
    )  # fmt: skip
    reasons = list(_when_reasons(state))
    sure = Decimal("0.5")
    if told:
        sure += Decimal("0.25") if not state.carried else Decimal("0.15")
    if state.forward:
        sure += Decimal("0.05")
    if compared.said:
        sure += Decimal("0.15")
        reasons.append("comparison_told")
    if state.yearly:
        sure += Decimal("0.05")
    if setting.mood in {Mood.GOAL, Mood.TASK}:
        sure += Decimal("0.05")
        reasons.append("section_of_aims" if setting.mood is Mood.GOAL else "section_of_tasks")
    if _MAKES.search(before) or verb:
        sure += Decimal("0.1")
    if x.role == designations.SMALL:
        sure -= Decimal("0.1")
        reasons.append("small_number_word")
    if x.role == designations.BARE:
        sure -= Decimal("0.1")
        reasons.append("no_unit")
    if not name:
        sure -= Decimal("0.15")
        reasons.append("name_unclear")
    if x.number.repaired:
        sure -= Decimal("0.1")
        reasons.append("decimal_point_restored")
    if setting.frame.last and horizon and horizon > setting.frame.last:
        reasons.append("beyond_plan")
    state.topic = name or state.topic
    reading.claims.append(
        Claim(
            name=name or state.topic, kind=kind, comparator=compared.comparator, quantity=x.number.value, unit=unit, place=(a, b), number=place,
            used=(place, *piece.used), horizon=horizon, first=first, confidence=min(sure, Decimal("0.99")), reasons=tuple(reasons),
            upper=x.number.upper, baseline=piece.baseline, baseline_year=_baseline_year(piece, times),
        )  # fmt: skip
    )


def _baseline_year(piece: Piece, times: list[When]) -> int | None:
    if piece.baseline is None:
        return None
    return next((w.horizon for w in times if w.tense is Tense.PAST and w.horizon), None)


def _name(before: str, after: str, unit: str, *, verb_only: bool, state: _State) -> tuple[str, str]:
    """The name of what is measured and the verb that adds it."""
    verb = names.verb_of(before)
    follows = names.thing(after)
    if verb_only and follows:
        if unit in {"%", "‰"} and not verb:
            return follows + ("" if re.search(r"(?:率|比例|占比)$", follows) else "的比例"), ""
        return (verb + follows if verb else follows), verb or before[-4:]
    name = names.subject(before)
    if name in names.VAGUE and state.topic and name not in state.topic:
        return state.topic + name, verb
    if verb_only and not name:
        return state.topic, verb
    return name, verb
