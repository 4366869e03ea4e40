"""One figure of a clause weighed: is it promised, under which name, by when, and how sure is that."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ipdesk.domain.target import Comparator, TargetKind
from ipdesk.plantext import comparators, designations, kinds, measures, moods, names
from ipdesk.plantext.comparators import Comparison
from ipdesk.plantext.designations import Mention
from ipdesk.plantext.horizons import Tense, When
from ipdesk.plantext.moods import Mood
from ipdesk.plantext.numbers import Written
from ipdesk.plantext.pieces import Piece
from ipdesk.plantext.setting import Claim, Reading, Setting, State

_MAKES: Final = re.compile(
    rf"(?:{names.KEPT_VERB}|建成|建设|打造|培育|创建|完成|实施|"
    rf"引进|培养|举办|承办|组建|建立|设立|布局|开通|形成|发展|"
    rf"认定|制定|制修订|推出|设置|配备|争创|创成|遴选|选树|评选|"
    rf"组织|开展|选拔|扶持|壮大|"
    r"推动|支持|引导|带动|扩大|获得|获评|达成|设有|拥有|配置|布设|覆盖|建档|编制|聘任|签订)"
)
_RATE_NAME: Final = re.compile(
    r"每[百千万十]*(?:人|户|名|位|个|所|平方)|人均|户均|(?:率|比重|占比|比例|指数|浓度|寿命|年限|面积|系数|满意度)$"
)
_PER_UNIT: Final = re.compile(r"每个|每[\u4e00-\u9fff]{1,4}(?:至少|不少于)|各(?!类|级|项|种|地|有|界|方|行|部)")
_BUDGET: Final = re.compile(
    r"(?:总投资|(?<!产)(?<!完成)投资|概算|预算|估算投资|(?:专项|"
    r"所需|财政|补助|投入|安排)资金|造价)(?:额)?(?:约|达|为|"
    r"共|共计|总计)*$"
)
_DRAWN: Final = re.compile(r"(?:带动|撬动|吸引|引导|拉动)[^，；]{0,14}$")
_OPERATING: Final = re.compile(r"(?:温度|湿度|温湿度|室温|水温|照度|含氧量|气压|电压)[^，；]{0,8}$")
_NORM: Final = re.compile(r"原则上|每[百千]?户[^，；]{0,8}面积|标准(?:为|是)[^，；]{0,6}$")
_PROJECT: Final = re.compile(
    r"(?:占地|占地面积|占用[\u4e00-\u9fff]{0,6}|建筑面积|建筑总面积|全长|总长|单[座个体台套机](?:容积|规模|面积|容量|装机|投资)|总长度|"
    r"总工期|工期|总库容|设计[\u4e00-\u9fff]{0,6}|规划(?!建设|"
    r"布局|新|改)[\u4e00-\u9fff]{0,4}|用地|用地面积)(?:约|达|"
    r"为|共)*$"
)
_DAILY: Final = re.compile(r"每天|每周|每学期|每次|每堂|每门")
_FEW_THINGS: Final = re.compile(r"领导小组|专班|工作组|部门|成员单位|参加|组成")
_UNCOUNTED: Final = re.compile(r"全链条|一体化|全方位|全流程|全周期|全过程|全要素|全社会|对[^，]{2,20}$")


def coverage(
    text: str, a: int, b: int, at: int, figures: list[Mention], state: State, setting: Setting, reading: Reading
) -> bool:
    """全覆盖 of something that can be counted: a promise of all of it. False where it is none."""
    if any(x.unit == "%" for x in figures):
        return False
    before = text[a:at]
    told = state.when is not None and state.when.tense is Tense.FUTURE
    if not (told or figures) and text[at] == "应":
        return False  # 应收尽收 without a time is a way of working
    if not figures and text[at + 3 : at + 4] in {"的", "、"}:
        return False  # 品种全覆盖、线上线下结合的平台: it only describes
    if not (told or figures) and (_UNCOUNTED.search(before) or re.search(r"(?:初步|逐步|基本)(?:实现)?", before)):
        return False
    name = (
        names.subject(re.sub(r"(?:实现|达到|基本|力争|推进|推动)+$", "", before))
        or names.thing(text[at + 3 : b])
        or state.topic
    )
    if len(name) < 2:
        return False
    horizon, first = _years(state, setting)
    reasons = ("coverage", *_when_reasons(state))
    sure = (
        Decimal("0.62")
        + (Decimal("0.15") if told else 0)
        + (Decimal("0.1") if figures else 0)
        - (Decimal("0.1") if setting.strict else 0)
    )
    # 30户以上自然村全覆盖: the figure only tells which things are meant.
    counted = [x for x in figures if x.number.start < at and not re.match(r"(?:及)?以[上下]", text[x.end : x.end + 3])]
    for i, x in enumerate(counted):
        # 20个集群实现全覆盖: what is counted is covered, all of it.
        place = (x.number.start, x.number.end)
        until = counted[i + 1].number.start if i + 1 < len(counted) else at
        label = re.sub(r"(?:实现|达到|基本)+$", "", names.thing(text[x.end : until])) or name
        tail = re.search(r"实现(.{2,12})$", text[counted[-1].end : at]) if i + 1 < len(counted) else None
        reading.claims.append(
            Claim(
                label + (tail[1] if tail else "") + "全覆盖",
                TargetKind.COVERAGE,
                Comparator.AT_LEAST,
                x.number.value,
                x.unit,
                (a, b),
                place,
                (place,),
                horizon,
                first,
                sure,
                reasons,
            )
        )
    if not counted:
        claim = Claim(
            f"{name}全覆盖",
            TargetKind.COVERAGE,
            Comparator.AT_LEAST,
            Decimal(100),
            "%",
            (a, b),
            None,
            (),
            horizon,
            first,
            sure,
            reasons,
        )
        reading.claims.append(claim)
    state.claimed = True
    return True


def promise(
    text: str, a: int, b: int, piece: Piece, state: State, setting: Setting, reading: Reading, times: list[When]
) -> None:
    """Take the figure of `piece` into the claims of `reading`, or leave it with a reason."""
    x = piece.mention
    place = (x.number.start, x.number.end)
    compared = comparators.read(text, x.number.start, x.end, ranged=x.number.upper is not None)
    if piece.run is not None and x.number.upper is None:
        compared = comparators.of_run(text, (x.number.start, x.end), piece.run.first, piece.run.last)
    verb_only = names.is_verb_only(piece.before)
    reason = _refused(text[a:b], text, piece, compared, state, setting, verb_only=verb_only)
    if reason:
        reading.left[place] = reason
        return
    name, verb = _name(piece.before, piece.after, x.unit, verb_only=verb_only, topic=state.topic)
    if name.count("、") >= 2 and (m := re.match(r"[^。；\d]*?的([\u4e00-\u9fff]{2,8})[。；]", text[b:])) and verb_only:
        name = m[1]  # 1000名基础实、意识强、潜力大，…的专业人才: the noun comes last
    told = state.when is not None and state.when.tense is Tense.FUTURE
    horizon, first = _years(state, setting)
    kind = kinds.of_text(
        name=name,
        unit=x.unit,
        comparator=compared.comparator,
        words=piece.run.head if piece.run is not None else text[a : x.number.start],
        verb=verb,
        change=names.change_of(piece.run.head if piece.run is not None else piece.before),
        yearly=state.yearly and (any(w.yearly for w in times) or not told),
        spans=bool(state.when and state.when.spans and told) or _of_one_year(setting),
        quantity=x.number.value,
        told=told,
    )
    sure, reasons = _weighed(text, a, piece, compared, state, setting, name=name, verb=verb, told=told)
    if setting.frame.last and horizon and horizon > setting.frame.last:
        reasons.append("beyond_plan")
    state.topic = name or state.topic
    state.claimed = True
    for label in _each(piece.before, name or state.topic):
        reading.claims.append(
            Claim(
                name=label,
                kind=kind,
                comparator=compared.comparator,
                quantity=x.number.value,
                unit=x.unit,
                place=(a, b),
                number=place,
                used=(place, *piece.used),
                horizon=horizon,
                first=first,
                confidence=sure,
                reasons=tuple(reasons),
                upper=x.number.upper,
                baseline=piece.baseline,
                baseline_year=_baseline_year(piece, times),
            )
        )


def _refused(
    clause: str, text: str, piece: Piece, compared: Comparison, state: State, setting: Setting, *, verb_only: bool
) -> str:
    """Why a figure is no promise at all; nothing where it may be one."""
    x = piece.mention
    told = state.when is not None and state.when.tense is Tense.FUTURE
    if x.role == designations.BARE and not (
        compared.said or text[max(0, x.number.start - 1) : x.number.start] in set("为至到达≥≤><")
    ):
        return "bare"
    if moods.follows_standard(clause) or (moods.is_procedure(clause) and not measures.is_share(x.unit)):
        return "condition"
    if names.is_context(piece.lead) and not compared.said and verb_only and not names.verb_of(piece.before):
        return "setting"
    if _FEW_THINGS.match(piece.after) or (piece.baseline is None and re.search(r"由[^，；。]{0,30}$", piece.lead)):
        return "setting"
    if x.role == designations.SMALL and not (
        compared.said
        or _MAKES.search(piece.before[-12:])
        or _PER_UNIT.search(piece.before)
        or ((told or re.search(r"等$", piece.before)) and _MAKES.match(names.strip_time(piece.lead)))
    ):
        return "small_word"
    if not setting.plan and not (
        (told and not state.carried and not (state.when and state.when.day))
        or (state.forward and re.search(r"力争|争取|确保|目标", clause))
    ):
        return "no_promise"
    if setting.strict and not compared.said and not told:
        return "no_promise"
    return _single(text, piece, compared, state, told=told)


def _single(text: str, piece: Piece, compared: Comparison, state: State, *, told: bool) -> str:
    """Why a figure only tells what one thing costs, takes up or has to keep to; nothing where it may be a promise."""
    x = piece.mention
    if _BUDGET.search(piece.before) and (compared.about or not compared.said) and not _DRAWN.search(piece.before):
        return "budget"
    if (
        "元" in x.unit
        and re.search(r"(?<!社会资本)投入(?:资金)?(?:约|近)?$", piece.before)
        and not _DRAWN.search(piece.before)
    ):
        return "budget"
    if re.search(r"（(?:总)?(?:面积|长度?|容量|投资|规模)(?:约)?$", piece.before) and not compared.said:
        return "project"
    if _PROJECT.search(piece.before) and not told and not compared.said:
        state.project = "地" in piece.before[-6:]
        return "project"
    if state.project and not told and not compared.said and not state.yearly:
        return "project"
    if not told and (
        _OPERATING.search(piece.before)
        or _NORM.search(text[max(0, x.number.start - 24) : x.number.start])
        or re.search(r"/[百千]户$", x.unit)
    ):
        return "condition"
    return ""


def _weighed(  # noqa: PLR0912 - a table of grounds
    text: str,
    a: int,
    piece: Piece,
    compared: Comparison,
    state: State,
    setting: Setting,
    *,
    name: str,
    verb: str,
    told: bool,
) -> tuple[Decimal, list[str]]:
    """How sure the promise is, from 0 to 1, and the grounds; the weights were set by measuring on many plans."""
    x = piece.mention
    grounds: list[tuple[str, str]] = []
    if told:
        grounds.append(("0.20" if state.carried else "0.28", ""))
    if state.forward:
        grounds.append(("0.05", ""))
    if compared.said:
        grounds.append(("0.15", "comparison_told"))
    if state.yearly:
        grounds.append(("0.06", ""))
    if setting.mood is Mood.GOAL:
        grounds.append(("0.12", "section_of_aims"))
    elif setting.mood is Mood.TASK:
        grounds.append(("0.04", "section_of_tasks"))
    if _MAKES.search(piece.lead) or verb:
        grounds.append(("0.09", ""))
    if _RATE_NAME.search(name) or _PER_UNIT.search(piece.before):
        grounds.append(("0.08", ""))
    if names.change_of(piece.before) or x.number.written is Written.MULTIPLE:
        grounds.append(("0.08", ""))
    if compared.end >= len(text) or text[compared.end] in "，。；、":
        grounds.append(("0.06", ""))  # the clause ends with the figure: it is what the clause is about
    if state.claimed:
        grounds.append(("0.06", ""))
    if x.role == designations.SMALL:
        grounds.append(("-0.08", "small_number_word"))
    if x.role == designations.BARE:
        grounds.append(("-0.08", "no_unit"))
    if not name:
        grounds.append(("-0.15", "name_unclear"))
    if _DAILY.search(piece.lead):
        grounds.append(("-0.25", ""))
    if re.search(r"(?:^|[，；：、])为[^，；]{0,6}$", piece.lead) and x.measure is not None and x.measure.counts:
        grounds.append(("0.12", ""))  # 为5000名老人提供…: whom it is done for
    if x.number.repaired:
        grounds.append(("-0.08", "decimal_point_restored"))
    if compared.about:
        grounds.append(("-0.02", "about"))
    sure = Decimal("0.5") + sum((Decimal(weight) for weight, _ in grounds), Decimal(0))
    reasons = [*_when_reasons(state), *(reason for _, reason in grounds if reason)]
    return max(Decimal("0.05"), min(sure, Decimal("0.99"))), reasons


def _of_one_year(setting: Setting) -> bool:
    """Whether the plan is one for a year: what it counts, it counts over that year."""
    years = setting.frame.years
    return years is not None and years[0] == years[1]


def _years(state: State, setting: Setting) -> tuple[int | None, int | None]:
    years = setting.frame.years
    when = state.when
    horizon = when.horizon if when is not None and when.horizon else (years[1] if years else None)
    first = when.first if when is not None and when.first else (years[0] if years else None)
    if first is not None and horizon is not None and first > horizon:
        first = horizon
    return horizon, first


def _when_reasons(state: State) -> Iterator[str]:
    if state.when is None:
        yield "horizon_of_plan"
    elif state.carried:
        yield "horizon_carried"
    else:
        yield "horizon_told"
    if state.forward:
        yield "modality"


def _each(before: str, name: str) -> list[str]:
    """在A、B、C领域各培养1000名: the figure holds for each of the list, so each is a promise of its own."""
    m = re.search(
        r"(?:在|对|向|面向|于)?([^，；：在]{2,60}?)(?:等)?(?:领域|"
        r"方面|行业|产业|地区|片区|学科|门类)各(?!类|级|项|种|地)[^，、]{0,8}$",
        before,
    )
    parts = [p for p in re.split(r"、|和|及|与", m[1]) if p] if m else []
    if len(parts) < 2:
        return [name]
    thing = re.sub(r"^.*各", "", name)
    return [f"{thing}（{part}）" for part in parts]


def _baseline_year(piece: Piece, times: list[When]) -> int | None:
    if piece.baseline is None:
        return None
    return next((w.horizon for w in times if w.tense is Tense.PAST and w.horizon), None)


def _name(before: str, after: str, unit: str, *, verb_only: bool, topic: str) -> tuple[str, str]:
    """The name of what is measured and the verb that adds it."""
    verb = names.verb_of(before)
    follows = names.thing(after)
    if re.search(r"等$", before) and follows:
        made = _MAKES.match(names.strip_time(before))
        return follows, verb or (
            made[0] if made else ""
        )  # 完成A、B、C等五个集群: the list is summed up behind the figure
    if verb_only and follows:
        if unit in {"%", "‰"} and not verb:
            return follows + ("" if re.search(r"(?:率|比例|占比)$", follows) else "的比例"), ""
        return (verb + follows if verb else follows), verb or before[-4:]
    name = names.subject(before)
    if name in names.VAGUE and topic and name not in topic:
        return topic + name, verb
    if verb_only and not name:
        return topic, verb
    return name, verb
