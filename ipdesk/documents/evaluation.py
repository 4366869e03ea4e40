"""Annual, mid-term and final evaluation reports, in the order that such reports have (domain.md C4).

What can be said from figures is said, with counts and source codes. What a person has to write is marked as to be
written, with nothing invented: 【待撰写】.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ipdesk.documents.model import TargetLine
from ipdesk.domain.judgement import Rating, Thresholds
from ipdesk.domain.ledger.assessment import Cause, CycleKind, Word
from ipdesk.domain.period import Period
from ipdesk.domain.plan import PlanStatus
from ipdesk.domain.target import Attribute, TargetKind
from ipdesk.paint.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Note,
    Paragraph,
    Row,
    Run,
    Scope,
    Table,
    Title,
)
from ipdesk.paint.palette import ALARMING
from ipdesk.text import formats, labels, verdictwords
from ipdesk.text.i18n import _, ngettext, pgettext

#: Words that need a reason beside them.
BEHIND = (Word.BEHIND, Word.HARD)
#: Binding before anticipatory before what is not stated.
_ORDER = (Attribute.BINDING, Attribute.EXPECTED, Attribute.UNSTATED)


@dataclass(frozen=True, slots=True)
class SaidLine:
    """What somebody said of a subject. `word` None where nothing was said; `decided` what came of a proposal."""

    word: Word | None = None
    ground: str = ""
    cause: str = ""
    cause_kind: Cause | None = None
    adjustment: str = ""
    proposed: Decimal | None = None
    decided: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """A target of the evaluation: its line of figures, what is needed, and what was said of it."""

    line: TargetLine
    unit: str
    needed: str
    main: bool
    own: SaidLine
    third: tuple[SaidLine, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task of the plan, or a unit, with what was said of it."""

    label: str
    name: str
    own: SaidLine
    third: tuple[SaidLine, ...] = ()


@dataclass(frozen=True, slots=True)
class EvaluationData:
    """All that the report holds. `indicators` in the plan's order; `packages` how many the fixed set has."""

    kind: CycleKind
    title: str
    plan_title: str
    plan_version: int
    draft: bool
    unit: str
    period: Period
    cutoff: date
    digest: str
    packages: int
    elapsed: Decimal
    thresholds: Thresholds
    indicators: tuple[IndicatorLine, ...]
    tasks: tuple[TaskLine, ...]
    units: tuple[TaskLine, ...] = ()
    method: str = ""
    evaluator: str = ""
    check_code: str = ""
    training: bool = False


def evaluation(data: EvaluationData) -> Document:
    """The report as a document of A4 pages."""
    blocks: list[Block] = [Title(data.title), Scope(_scope(data))]
    for number, (heading, part) in enumerate(
        (
            (_("How the evaluation was done"), _how(data)),
            (_("Overall"), _overall(data)),
            (_("Progress of the main indicators"), _progress(data)),
            (_("Main tasks and projects"), _tasks(data)),
            (_("Problems that stand out"), _to_write(_("problems found, each with its figures"))),
            (_("Analysis of the causes"), _causes(data)),
            (_("What has changed"), _to_write(_("circumstances that have changed since the plan was made"))),
            (_("Proposals"), _proposals(data)),
            (_("Self-assessment and third party"), _differences(data)),
        )
    ):
        blocks.append(Heading(_("{number}. {heading}").format(number=_NUMBERS[number], heading=heading)))
        blocks += part
    blocks.append(Heading(_("Annexes")))
    blocks.append(_indicator_table(data, main=False))
    blocks.append(_task_table(data))
    blocks += [Note(text) for text in _notes(data)]
    return Document(
        title=data.title,
        blocks=tuple(blocks),
        head=_("{plan}, version {version}").format(plan=data.plan_title, version=data.plan_version),
        draft_mark=labels.label(PlanStatus.DRAFT) if data.draft else "",
        code=data.check_code,
        training=data.training,
    )


_NUMBERS = "一二三四五六七八九十"


def _scope(data: EvaluationData) -> str:
    return _("{unit} · {period} · figures cut off on {day}").format(
        unit=data.unit, period=formats.period_text(data.period), day=formats.date_text(data.cutoff)
    )


def _how(data: EvaluationData) -> list[Block]:
    text = _(
        "This {kind} covers {targets} indicators and {tasks} tasks of the plan. All figures come from reports accepted "
        "up to {day} ({packages} entries, digest {digest}); what was corrected later is not in them. "
    ).format(
        kind=labels.label(data.kind), targets=len(_of_region(data.indicators)), tasks=len(data.tasks),
        day=formats.date_text(data.cutoff), packages=data.packages, digest=data.digest,
    )  # fmt: skip
    if data.units:
        text += _("Also {targets} targets of {units}. ").format(
            targets=len(data.indicators) - len(_of_region(data.indicators)),
            units=_(" / ").join(one.name for one in data.units),
        )
    if data.method:
        text += _("Method: {method}. ").format(method=data.method)
    if data.evaluator:
        text += _("Third party: {name}. ").format(name=data.evaluator)
    return [_text(text), *_to_write(_("organisation, investigations, consultations"))]


def _overall(data: EvaluationData) -> list[Block]:
    time = _("By the end of {period}, {elapsed} of the plan's time has gone. ").format(
        period=formats.period_text(data.period), elapsed=formats.percent(data.elapsed, 2)
    )
    region = _of_region(data.indicators)
    return [Paragraph((Run(time), Run(_counted(region), strong=True), Run(_rated(region))))]


def _counted(lines: Sequence[IndicatorLine]) -> str:
    """Of 33 indicators 4 were reached ahead of time, 12 …; counted from the words that were said."""
    said = Counter(one.own.word for one in lines)
    parts = [_("{count} {word}").format(count=said[word], word=labels.label(word)) for word in Word if said[word]]
    if said[None]:
        parts.append(_("{count} without a word yet").format(count=said[None]))
    text = ngettext("Of {number} indicator: {parts}. ", "Of {number} indicators: {parts}. ", len(lines))
    return text.format(number=len(lines), parts=_(", ").join(parts))


def _rated(lines: Sequence[IndicatorLine]) -> str:
    rated = Counter(one.line.judgement.rating for one in lines)
    parts = [
        _("{count} {rating}").format(count=rated[rating], rating=labels.label(rating))
        for rating in Rating if rated[rating]
    ]  # fmt: skip
    return _("By the rating: {parts}.").format(parts=_(", ").join(parts))


def _progress(data: EvaluationData) -> list[Block]:
    blocks: list[Block] = [_indicator_table(data, main=True)]
    for one in _by_attribute(data.indicators):
        if one.own.word in BEHIND or one.line.judgement.rating in ALARMING:
            blocks.append(_behind(one))
    return blocks


def _behind(one: IndicatorLine) -> Paragraph:
    """One that lags: what the figures say, what was said of it, and the reason, or that it is still to be written."""
    judgement = one.line.judgement
    facts = [formats.quantity(judgement.actual, judgement.target.unit, one.line.decimals)]
    if judgement.completion is not None:
        facts.append(_("completion from baseline {share}").format(share=formats.percent(judgement.completion)))
    gap = verdictwords.gap_text(judgement, one.line.decimals)
    if gap != formats.NOTHING:
        facts.append(_("gap {gap}").format(gap=gap))
    if one.needed:
        facts.append(one.needed)
    runs = [Run(_("{name}: ").format(name=one.line.name), strong=True)]
    runs.append(Run(_("{facts} (code {code}). ").format(facts=_(", ").join(facts), code=one.line.trace)))
    if one.own.ground:
        runs.append(Run(_("Ground: {text}. ").format(text=one.own.ground.rstrip("。."))))
    if one.own.cause:
        runs.append(Run(_("Reason: {text}.").format(text=one.own.cause.rstrip("。."))))
    else:
        runs.append(Run(_placeholder(_("the reason why it lags"))))
    return Paragraph(tuple(runs))


def _tasks(data: EvaluationData) -> list[Block]:
    said = [one for one in (*data.tasks, *data.units) if one.own.word is not None]
    blocks: list[Block] = []
    for one in said:
        assert one.own.word is not None
        text = _("{word}. {ground}").format(word=labels.label(one.own.word), ground=one.own.ground)
        blocks.append(Paragraph((Run(_("{name}: ").format(name=f"{one.label}{one.name}"), strong=True), Run(text))))
    left = len(data.tasks) - sum(one in said for one in data.tasks)
    if left:
        blocks.append(_text(_("No word has been said on {count} of {all} tasks.").format(
            count=left, all=len(data.tasks))))  # fmt: skip
    return [*blocks, *_to_write(_("progress of the tasks and projects"))]


def _causes(data: EvaluationData) -> list[Block]:
    blocks: list[Block] = []
    for kind in Cause:
        names = [one.line.name for one in data.indicators if one.own.cause_kind is kind]
        if names:
            blocks.append(_text(_("{cause}: {names}.").format(cause=labels.label(kind), names=_(" / ").join(names))))
    return [*blocks, *_to_write(_("analysis of the causes"))]


def _proposals(data: EvaluationData) -> list[Block]:
    blocks: list[Block] = []
    for one in data.indicators:
        for said in (one.own, *one.third):
            if said.proposed is None and not said.adjustment:
                continue
            value = formats.quantity(said.proposed, one.line.judgement.target.unit) if said.proposed is not None else ""
            said_so = value if value not in said.adjustment else ""
            words = _(", ").join(part for part in (said.adjustment, said_so) if part)
            blocks.append(
                _text(
                    _("{name}: {now}; {who} proposes {words} ({decided}).").format(
                        name=one.line.name, now=formats.target_text(one.line.judgement.target), who=said.who,
                        words=words, decided=said.decided or _("not yet decided by whoever may"),
                    )
                )
            )  # fmt: skip
    if not blocks:
        blocks.append(_text(_("No target is proposed to be changed.")))
    return [*blocks, *_to_write(_("proposals for the time left"))]


def _differences(data: EvaluationData) -> list[Block]:
    pairs = [(one.line.name, one.own, third) for one in data.indicators for third in one.third]
    pairs += [(one.name, one.own, third) for one in (*data.tasks, *data.units) for third in one.third]
    differing = [(name, own, third) for name, own, third in pairs if own.word is not third.word]
    if not pairs:
        return [_text(_("No third party has said a word."))]
    text = _("The third party spoke on {count} subjects, on {differing} of them otherwise than the office.").format(
        count=len(pairs), differing=len(differing)
    )
    if not differing:
        return [_text(text)]
    rows = tuple(
        Row(
            (
                Cell(name, align=Align.LEFT),
                Cell(labels.label(own.word) if own.word else formats.NOTHING),
                Cell(labels.label(third.word) if third.word else formats.NOTHING, strong=True),
                Cell(third.ground, align=Align.LEFT),
            )
        )
        for name, own, third in differing
    )
    columns = (
        Column(pgettext("paper", "Subject"), 42, Align.LEFT),
        Column(pgettext("paper", "Self"), 24),
        Column(pgettext("paper", "Third party"), 24),
        Column(pgettext("paper", "Ground of the third party"), 66, Align.LEFT),
    )
    return [_text(text), Table("differences", columns, rows, size=9)]


def _indicator_table(data: EvaluationData, *, main: bool) -> Table:
    lines = [one for one in _by_attribute(data.indicators) if one.main is main]
    caption = _("Table 1. Main indicators") if main else _("Annex 1. Targets of text and boxes, and of units")
    rows = tuple(_row(number, one, with_unit=not main) for number, one in enumerate(lines, start=1))
    columns = (
        Column(pgettext("paper", "No."), 6.5),
        Column(pgettext("paper", "Indicator"), 27, Align.LEFT),
        Column(pgettext("paper", "Unit\nattribute"), 10),
        Column(pgettext("paper", "Baseline\n(year)"), 10.5),
        Column(pgettext("paper", "Target\n(year)"), 14.5),
        Column(pgettext("paper", "Actual"), 13.5, Align.RIGHT),
        Column(pgettext("paper", "Share of\ntarget %"), 11, Align.RIGHT),
        Column(pgettext("paper", "Completion\nfrom\nbaseline %"), 12.5, Align.RIGHT),
        Column(pgettext("paper", "Gap,\npoints"), 12, Align.RIGHT),
        Column(pgettext("paper", "Rating"), 17),
        Column(pgettext("paper", "Word\nsource"), 21.5),
    )
    return Table("main" if main else "others", columns, rows, caption=caption, size=8.5)


def _row(number: int, one: IndicatorLine, *, with_unit: bool) -> Row:
    line, judgement = one.line, one.line.judgement
    target, baseline = judgement.target, judgement.target.baseline
    goal = _("in words")
    if target.kind is not TargetKind.JUDGED:
        goal = formats.bound(target.comparator, target.quantity, upper=target.upper)
    alarming = judgement.rating in ALARMING
    attribute = "" if target.attribute is Attribute.UNSTATED else labels.label(target.attribute)
    return Row(
        (
            Cell(str(number)),
            Cell(f"{one.unit}：{line.name}" if with_unit and one.unit else line.name, strong=alarming),
            Cell(target.unit or formats.NOTHING, under=attribute),
            Cell(formats.number(baseline.quantity), under=f"({baseline.year})") if baseline else Cell(formats.NOTHING),
            Cell(goal, under=f"({target.horizon})"),
            Cell(formats.number(judgement.actual, line.decimals), line.trace, strong=True),
            Cell(_hundred(judgement.share_of_target), line.trace),
            Cell(_hundred(judgement.completion), line.trace),
            Cell(formats.points(judgement.gap, unit=False), line.trace, strong=alarming),
            Cell(labels.label(judgement.rating), mark=judgement.rating),
            Cell(labels.label(one.own.word) if one.own.word else formats.NOTHING, line.trace, under=line.trace),
        )
    )


def _task_table(data: EvaluationData) -> Table:
    rows = tuple(
        Row(
            (
                Cell(str(number)),
                Cell(f"{one.label}{one.name}", align=Align.LEFT),
                Cell(labels.label(one.own.word) if one.own.word else formats.NOTHING),
                Cell(" / ".join(labels.label(third.word) for third in one.third if third.word) or formats.NOTHING),
                Cell(one.own.ground, align=Align.LEFT),
            )
        )
        for number, one in enumerate((*data.tasks, *data.units), start=1)
    )
    columns = (
        Column(pgettext("paper", "No."), 8),
        Column(pgettext("paper", "Task or unit"), 62, Align.LEFT),
        Column(pgettext("paper", "Self"), 22),
        Column(pgettext("paper", "Third party"), 22),
        Column(pgettext("paper", "Ground"), 42, Align.LEFT),
    )
    return Table("tasks", columns, rows, caption=_("Annex 2. Tasks"), size=9)


def _notes(data: EvaluationData) -> Iterator[str]:
    rules = verdictwords.rating_rule(data.thresholds) + verdictwords.early_rule(data.thresholds)
    yield _("Notes: {first}").format(first=_("{number}. {note}").format(number=1, note=rules))
    yield _("{number}. {note}").format(number=2, note=_(
        "Completion is (actual − baseline) ÷ (target − baseline), of a sum total ÷ target; the share of the target is "
        "actual ÷ target and is never held against the time gone."
    ))  # fmt: skip
    yield _("{number}. {note}").format(number=3, note=_(
        "The word is a person's; the rating is reckoned. By its source code a figure is followed to file, cell and "
        "officer."
    ))  # fmt: skip


def _by_attribute(lines: Sequence[IndicatorLine]) -> list[IndicatorLine]:
    """The region's before the units', binding ones first, each group in the plan's order."""
    return sorted(lines, key=lambda one: (bool(one.unit), _ORDER.index(one.line.judgement.target.attribute)))


def _of_region(lines: Sequence[IndicatorLine]) -> list[IndicatorLine]:
    return [one for one in lines if not one.unit]


def _to_write(what: str) -> list[Block]:
    return [_text(_placeholder(what))]


def _placeholder(what: str) -> str:
    """A passage that a person has to write: marked, so that it is not sent out by mistake."""
    return _("[To be written: {what}]").format(what=what)


def _text(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def _hundred(share: Decimal | None) -> str:
    return formats.NOTHING if share is None else formats.number(share * 100, 2)
