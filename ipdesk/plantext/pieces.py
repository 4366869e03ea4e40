"""A clause cut into pieces with one figure each: enumerations, 分别, from–to, figures inside names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from ipdesk.plantext import comparators, names
from ipdesk.plantext.designations import Mention


@dataclass(frozen=True, slots=True)
class Run:
    """Figures that follow one another with nothing but a join between (下降5%、7%和9%以上): what stands before the
    first and behind the last is said of all. `start`..`first_end`: the first figure with its unit, `last` likewise.
    """

    head: str
    first: tuple[int, int]
    last: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """One figure; `before` and `after` are the words that may name it, `lead` all that stands before in the clause.

    `used`: places of further figures that were read into it (the baseline, a figure inside the name).
    """

    mention: Mention
    before: str
    after: str
    lead: str
    baseline: Decimal | None = None
    used: tuple[tuple[int, int], ...] = ()
    run: Run | None = None


_JOIN: Final = r"(?:、|，|和|及|与|以及|并|或)"
_FROM: Final = re.compile(r"(?:从|由)[^，；]{0,20}$")
_TO: Final = re.compile(
    r"(?:提高|提升|增加|上升|增长|扩大|延长|下降|降低|减少|压缩|缩短|压减|缩减|调整|发展)?[^，；]{0,10}?[到至为]$"
)
_RESPECTIVELY: Final = re.compile(r"分别(?:[较比][^，；]{0,8}年?(?:底|末)?)?(?:[^\d，；]{0,12})$")


def pieces(text: str, a: int, b: int, figures: list[Mention], listed: Sequence[str] = ()) -> Iterator[Piece]:
    """The pieces of the clause `a`..`b` of the reading text, in order.

    `listed`: names that an earlier clause gave its figures one by one (A、B分别控制在…，比2020年分别下降…).
    """
    if not figures:
        return
    runs = _runs(text, a, figures)
    found = _shared(text, a, b, figures, listed)
    for piece in _one_by_one(text, a, b, figures) if found is None else found:
        yield replace(piece, run=runs.get(piece.mention.number.start))


def _runs(text: str, a: int, figures: list[Mention]) -> dict[int, Run]:
    """The run that each figure belongs to, by where the figure begins."""
    groups: list[list[Mention]] = []
    for x in figures:
        before = groups[-1][-1] if groups else None
        end = comparators.read(text, before.number.start, before.end).end if before else 0
        if before is not None and re.fullmatch(rf"(?:（[^）]*）)?{_JOIN}", text[end : x.number.start]):
            groups[-1].append(x)
        else:
            groups.append([x])
    found: dict[int, Run] = {}
    for group in groups:
        if len(group) > 1:
            first, last = group[0], group[-1]
            run = Run(text[a : first.number.start], (first.number.start, first.end), (last.number.start, last.end))
            found |= {x.number.start: run for x in group}
    return found


def _one_by_one(text: str, a: int, b: int, figures: list[Mention]) -> Iterator[Piece]:
    ends = [comparators.read(text, x.number.start, x.end, ranged=x.number.upper is not None).end for x in figures]
    before = text[a : figures[0].number.start]
    baseline: Decimal | None = None
    used: tuple[tuple[int, int], ...] = ()
    verb = before
    for i, x in enumerate(figures):
        lead = text[a : x.number.start]
        between = text[ends[i] : figures[i + 1].number.start] if i + 1 < len(figures) else text[ends[i] : b]
        last = i + 1 == len(figures)
        if not last and _FROM.search(before) and _TO.search(between):
            # 从 80% 提高到 90%: the first is where it starts from.
            baseline, used = x.number.value, ((x.number.start, x.number.end),)
            before = re.sub(r"(?:从|由)[^，；]{0,20}$", "", before) + between
            continue
        if last:
            yield Piece(x, before, between, lead, baseline, used)
            return
        after, following, inside = _split(between, names.is_verb_only(before))
        if inside:
            # 产值 100亿元 企业 5家: the first belongs to the name of the second.
            before = before + text[x.number.start : ends[i]] + following
            used = (*used, (x.number.start, x.number.end))
            continue
        yield Piece(x, before, after, lead, baseline, used)
        baseline, used = None, ()
        before = following if following and not names.is_verb_only(following) else (following or _verb(verb))
        verb = before or verb


def _verb(before: str) -> str:
    """The verb that an enumeration shares (建设A机构20家和|B机构20家 → nothing; 建设20家A和|20家B → 建设)."""
    return before if names.is_verb_only(before) else ""


def _split(between: str, open_before: bool) -> tuple[str, str, bool]:
    """The words between two figures: what belongs to the first, to the second; whether the first is no head."""
    if re.match(rf"(?:（[^）]*）)?{_JOIN}", between):
        return "", re.sub(rf"^(?:（[^）]*）)?{_JOIN}+", "", between), False
    if re.search(rf"{_JOIN}$", between):
        return re.sub(rf"{_JOIN}+$", "", between), "", False
    m = list(re.finditer(_JOIN, between))
    if m and open_before:
        cut = m[-1]
        return between[: cut.start()], between[cut.end() :], False
    if m:
        return between[: m[0].start()], between[m[0].end() :], False
    if re.match(r"[（(]", between):
        return "", re.sub(r"^[（(]", "", between), False
    if names.is_verb_only(between) or re.search(r"(?:其中|占|年均增长|增长|下降)", between):
        return "", between, False
    return "", between, not open_before or not re.match(r"[\u4e00-\u9fff]{2,}", between)


def _shared(text: str, a: int, b: int, figures: list[Mention], known: Sequence[str]) -> list[Piece] | None:
    """A、B和C分别达到x、y和z: each figure with its own name; None where it is not so."""
    if len(figures) < 2:
        return None
    head = text[a : figures[0].number.start]
    m = _RESPECTIVELY.search(head)
    if not m:
        return None
    listed = head[: m.start()]
    parts = [p for p in re.split(r"、|和|及|与|以及", names.strip_time(listed)) if p.strip("，")]
    count = len(figures)
    if len(parts) < count and len(known) == count:
        parts = [*known]
    if len(parts) < count:
        return None
    # More parts than figures: only the last joins part the names (A、B的C和D).
    while len(parts) > count:
        parts = [parts[0] + "、" + parts[1], *parts[2:]]
    link = m[0].removeprefix("分别")
    tail = _common_tail(parts)
    result = []
    for x, part in zip(figures, parts, strict=True):
        name = part if part is parts[-1] or not tail or part.endswith(tail) else part + tail
        result.append(Piece(x, name + link, "", text[a : x.number.start]))
    return result


def _common_tail(parts: list[str]) -> str:
    """What the last name shares with the earlier ones, if they are mere modifiers (金牌、银牌数量 → 数量)."""
    m = re.search(r"(?:数量|总量|比例|占比|比重|覆盖率|人数|面积|浓度|增加值|产量|排放量|排放总量)$", parts[-1])
    if m and not any(re.search(r"(?:率|量|数|额|值|比重|占比|面积|里程|浓度|寿命|收入|度)$", p) for p in parts[:-1]):
        return m[0]
    return ""
