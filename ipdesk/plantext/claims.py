"""Promises in running text: sentence by sentence, clause by clause, which figures are meant and in which tense."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from ipdesk.plantext import designations, horizons, moods, names, promises
from ipdesk.plantext.designations import Mention
from ipdesk.plantext.horizons import Tense, When
from ipdesk.plantext.moods import Mood
from ipdesk.plantext.pieces import Piece, pieces
from ipdesk.plantext.setting import Reading, Setting, State

_CLAUSE: Final = re.compile(r"[^，；：]+[，；：]?")
_SENTENCE: Final = re.compile(r"[^。！？]{1,1500}[。！？]?")  # bounded: a text without stops stays quick
_PART: Final = re.compile(r"[^；]+；?")
_FULL: Final = re.compile(r"全覆盖|全面覆盖|应保尽保|应收尽收")
_MOVES: Final = re.compile(
    r"(?:大幅|显著|明显|持续|稳步|不断|进一步|快速|有效|全面|"
    r"逐步|稳定|较快|平稳)(?:度)?(?:地)?(?:提升|提高|增长|扩大|"
    r"增加|改善|下降|减少|优化|增强|壮大|上升|发展)"
)
_STANDS: Final = re.compile(r"(?:力争)?(?:建成|打造|创建|创成|总数|累计)")
_STRONG: Final = re.compile(r"力争|争取|确保|目标")
_OPEN: Final = frozenset({"", designations.BARE, designations.SMALL})  # roles that may still be quantities


def read(text: str, setting: Setting) -> Reading:
    """All promises of a paragraph's reading text, and why each other number is none."""
    reading = Reading()
    found = designations.mentions(text, lost_points=setting.lost_points)
    whens = horizons.read(text, setting.frame)
    carried = setting.heading
    for m in _SENTENCE.finditer(text):
        inside = found[bisect_left(found, m.start(), key=_begin) : bisect_left(found, m.end(), key=_begin)]
        times = [*whens[bisect_left(whens, m.start(), key=_since) : bisect_left(whens, m.end(), key=_since)]]
        if inside or _FULL.search(m[0]):
            _sentence(text, m.start(), m.end(), inside, times, carried, setting, reading)
        carried = _carried(m.start(), times, carried, setting)
    for x in found:
        place = (x.number.start, x.number.end)
        reading.left.setdefault(place, x.role if x.role not in _OPEN else "other")
    for place in {place for claim in reading.claims for place in claim.used}:
        reading.left.pop(place, None)
    return reading


def _begin(mention: Mention) -> int:
    return mention.number.start


def _since(when: When) -> int:
    return when.start


def _carried(start: int, times: list[When], carried: When | None, setting: Setting) -> When | None:
    """The time that holds for the next sentence: one that opens the paragraph (到2027年，…。…) goes on."""
    told = [w for w in times if w.tense is not Tense.NONE and not w.based]
    if told and told[0].tense is Tense.FUTURE and told[0].horizon and not told[0].day and told[0].start - start <= 14:
        return told[0] if start == 0 and len({w.horizon for w in told}) == 1 else carried
    if told and told[-1].tense is Tense.PAST:
        return setting.heading
    return carried


def _sentence(
    text: str,
    start: int,
    end: int,
    inside: Sequence[Mention],
    times: list[When],
    carried: When | None,
    setting: Setting,
    reading: Reading,
) -> None:
    words = text[start:end]
    refused: list[tuple[int, int]] = []
    for m in _PART.finditer(words):
        a, b = start + m.start(), start + m.end()
        reason = _dismissed(words, m[0], [w for w in times if w.start < b], setting)
        if reason == "condition" and setting.mood is not Mood.RULE:
            a = start + m.start() + moods.rule_begins(m[0])
        if reason:
            refused.append((a, b))
            for x in (x for x in inside if x.role in _OPEN and a <= x.number.start < b):
                reading.left[x.number.start, x.number.end] = reason
    state = State(when=carried, carried=carried is not None)
    periods = [w for w in times if not w.yearly]
    for m in _CLAUSE.finditer(words):
        a, b = start + m.start(), start + m.end()
        if any(first <= a < last for first, last in refused):
            continue
        own = []
        for x in (x for x in inside if a <= x.number.start < b):
            if any(w.start <= x.number.start < w.end for w in periods):
                based = any(w.based and w.start <= x.number.start < w.end for w in periods)
                reading.left.setdefault((x.number.start, x.number.end), x.role or ("baseline" if based else "period"))
            elif x.role in _OPEN:
                own.append(x)
        _clause(text, a, b, own, [w for w in times if a <= w.start < b], state, setting, reading)


def _dismissed(words: str, part: str, times: list[When], setting: Setting) -> str:
    """Why no figure of a `part` of a sentence is a promise; nothing where it may hold one."""
    ahead = any(w.tense is Tense.FUTURE and w.horizon for w in times)
    if setting.mood is Mood.NOTE or moods.defines(words):
        return "definition"
    if setting.mood is Mood.RULE or (moods.rules(part) and not (ahead and setting.plan)):
        return "condition"
    if setting.mood is Mood.PAST and not (ahead and _STRONG.search(part)):
        return "past"
    return ""


def _clause(
    text: str, a: int, b: int, own: list[Mention], times: list[When], state: State, setting: Setting, reading: Reading
) -> None:
    words = text[a:b]
    _go_apart(text[max(0, a - 1) : a], words, state)
    outer = (state.when, state.carried)
    if state.when is None or not state.when.bare:
        state.outer = outer
    _move_on(words, a, times, state, meant=setting.plan and setting.mood in {Mood.GOAL, Mood.TASK})
    ahead = [w for w in times if w.horizon and not w.based and not w.spans and w.tense is not Tense.PAST]
    if len({w.horizon for w in ahead}) > 1 and any(w.tense is Tense.FUTURE for w in ahead):
        state.series = tuple(ahead)
    if not own and (m := _MOVES.search(words)):
        state.topic = names.subject(words[: m.start()])
    tense = _tense(state, setting)
    if tense is not Tense.FUTURE:
        for x in own:
            reading.left[x.number.start, x.number.end] = "past" if tense is Tense.PAST else "no_promise"
        return
    if moods.rules(words):
        for x in own:
            reading.left[x.number.start, x.number.end] = "condition"
        return
    full = _FULL.search(words)
    if full and promises.coverage(text, a, b, a + full.start(), own, state, setting, reading):
        return
    each = list(pieces(text, a, b, own, state.listed))
    if "分别" in words and len(each) > 1:
        state.listed = tuple(names.subject(piece.before) for piece in each)
    _each_in_its_time(text, (a, b), each, ahead, words, times, state, setting, reading)
    if re.match(r"[（(]?其中", words) and times:
        state.when, state.carried = outer  # 其中2023年完成3万套: the time is that of the part alone


def _each_in_its_time(
    text: str,
    clause: tuple[int, int],
    each: list[Piece],
    ahead: list[When],
    words: str,
    times: list[When],
    state: State,
    setting: Setting,
    reading: Reading,
) -> None:
    """Weighs the figures of a clause, each under its own time where the clause names several."""
    series = state.series if len(state.series) == len(each) and "分别" in words else ()
    for i, piece in enumerate(each):
        own = [w for w in ahead if w.start < piece.mention.number.start]
        if series:
            state.when = series[i]
        elif len(ahead) > 1 and own:
            state.when = own[-1]  # 2025年建成80个、2026年建成180个
        promises.promise(text, *clause, piece, state, setting, reading, times)


def _go_apart(before: str, words: str, state: State) -> None:
    """What a semicolon `before` a clause ends: 每年, and a bare year (2023年，…；…).

    每年 also ends where the clause tells what is to stand in the end (每年培训100人，建成基地5个).
    """
    if _STANDS.match(words):
        state.every = state.yearly = False
    if not before.endswith("；"):
        return
    state.every = False
    if state.when and state.when.bare and state.when.tense is Tense.FUTURE:
        state.when, state.carried = state.outer


def _move_on(words: str, start: int, times: list[When], state: State, *, meant: bool) -> None:
    """What a clause changes for itself and those after it: the time, the tense. `meant`: it stands in a section of
    aims or tasks.
    """
    yearly = next((w for w in times if w.yearly), None)
    if yearly is not None or not state.every:
        state.yearly = yearly is not None
        state.every = yearly is not None and words[yearly.start - start :].startswith("每")
    for w in times:
        if w.based or w.yearly:
            continue
        if w.tense is not Tense.NONE or w.horizon:
            state.when, state.carried, state.yearly = w, False, any(x.yearly and x.start > w.start for x in times)
            state.back = state.forward = False
    if moods.looks_forward(words):
        state.forward, state.back = True, False
    elif moods.looks_back(words, meant=meant):
        state.back = True


def _tense(state: State, setting: Setting) -> Tense:
    when = state.when
    if when is not None and when.tense is Tense.PAST:
        return Tense.FUTURE if state.forward and setting.plan and when.horizon is None else Tense.PAST
    ahead = when is not None and when.tense is Tense.FUTURE
    if ahead and not (state.back and state.carried):
        return Tense.FUTURE
    if state.back:
        return Tense.PAST
    return Tense.FUTURE if setting.plan else Tense.NONE
