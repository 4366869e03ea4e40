"""Evaluation cycles and what is said in them: an `assessment` package is a word on one subject, or the cycle itself.

A cycle stands on a fixed set of packages: what is corrected later changes none of its figures. The words are those of
mid-term evaluation reports (domain.md C4), strongest first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256

from ipdesk.domain.judgement import Judgement, Rating, Thresholds
from ipdesk.domain.ledger.codec import decode, encode
from ipdesk.domain.ledger.package import CHILDREN, Kind, LedgerKey, Package, make
from ipdesk.domain.ledger.spelling import is_id
from ipdesk.domain.target import TargetKind

#: The subject of the package that opens a cycle.
WHOLE = "*"


class CycleKind(StrEnum):
    ANNUAL = "annual"  # 年度监测
    MIDTERM = "midterm"  # 中期评估
    FINAL = "final"  # 总结评估


class Role(StrEnum):
    """Who speaks: the office about its own plan, or a third party that it appointed."""

    SELF = "self"
    THIRD = "third"


class About(StrEnum):
    TARGET = "target"
    TASK = "task"
    UNIT = "unit"


class Word(StrEnum):
    AHEAD = "ahead"  # 提前实现
    FASTER = "faster"  # 进展快于预期
    EXPECTED = "expected"  # 符合预期
    BROADLY = "broadly"  # 基本符合预期
    BEHIND = "behind"  # 滞后
    HARD = "hard"  # 难以完成


class Cause(StrEnum):
    """Kinds of causes that evaluation reports tell apart."""

    EXTERNAL = "external"  # external change
    TARGET = "target"  # target set too high or too low
    DATA = "data"  # data or definition changed
    WORK = "work"  # the work itself


@dataclass(frozen=True, slots=True)
class CycleTerms:
    """What a cycle stands on. `packages` are the ids that its figures are made from, `digest` the hash of their list.

    Empty `units` mean the region alone, empty `targets` and `tasks` all of the plan. `cutoff` is the day on which the
    set was fixed; `evaluator` the third party appointed, empty for none.
    """

    title: str
    cutoff: str
    packages: tuple[str, ...]
    digest: str
    units: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    thresholds: Thresholds = field(default_factory=Thresholds)
    plan_version: int = 0
    method: str = ""
    evaluator: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """A word on a subject in a cycle. `subject` is a target's id (before it the unit's code and a stroke, where it is a
    unit's own), a clause's or a unit's; `cycle` a period's code, `round` the kind of cycle.

    `suggested` is the word that the rating would give, `basis` the code of the figure. `proposed` is the target's
    quantity after the `adjustment` that is proposed; it changes nothing until the issuer approves it.
    """

    subject: str
    cycle: str
    word: str
    ground: str
    method: str = ""
    adjustment: str = ""
    round: str = ""
    role: str = ""
    about: str = ""
    cause: str = ""
    cause_kind: str = ""
    proposed: Decimal | None = None
    suggested: str = ""
    basis: str = ""
    evaluator: str = ""
    terms: CycleTerms | None = None


def assessment_package(
    assessment: Assessment, ledger: LedgerKey, *, maker: str, officer: str, parents: Iterable[str], reason: str,
    date: str,
) -> Package:  # fmt: skip
    return make(
        Kind.ASSESSMENT, ledger, maker=maker, officer=officer, audience=CHILDREN, content=encode(assessment),
        parents=parents, reason=reason, date=date,
    )  # fmt: skip


def read_assessment(package: Package) -> Assessment:
    """ValueError when the fixed set names anything but packages, or its digest is not its own."""
    found = decode(Assessment, package.content)
    terms = found.terms
    if terms is not None and not (all(map(is_id, terms.packages)) and terms.digest == digest_of(terms.packages)):
        raise ValueError("a cycle that does not stand on what it names")
    return found


def digest_of(packages: Iterable[str]) -> str:
    """The hash of a set of packages, as scopes have theirs."""
    return sha256("\n".join(sorted(set(packages))).encode()).hexdigest()


#: Methods whose target can be reached before its time.
_REACHED_EARLY = (TargetKind.LEVEL, TargetKind.CUMULATIVE, TargetKind.COVERAGE, TargetKind.REDUCTION)
_WORDS = {
    Rating.DONE: Word.EXPECTED,
    Rating.MET: Word.EXPECTED,
    Rating.NEARLY: Word.BROADLY,
    Rating.LAGGING: Word.BEHIND,
    Rating.FAR_BEHIND: Word.HARD,
}


def suggested_word(judgement: Judgement) -> Word | None:
    """The word that the rating suggests; a person decides. None where no rating is given.

    Reached before its time is 提前实现; ahead of the line by as much as 基本达到 may be behind it is 快于预期.
    """
    word = _WORDS.get(judgement.rating)
    if word is not Word.EXPECTED:
        return word
    months, of_months = int(judgement.inputs.get("months", 0)), int(judgement.inputs.get("of_months", 0))
    early = months < of_months and "annual_target" not in judgement.inputs and judgement.method != "maintain"
    if judgement.met and early and judgement.target.kind in _REACHED_EARLY:
        return Word.AHEAD
    if judgement.gap is not None and judgement.gap * 100 >= -judgement.thresholds.nearly:
        return Word.FASTER
    return Word.EXPECTED
