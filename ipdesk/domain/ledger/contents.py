"""What template, submission, targets, release and attachment packages hold, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ipdesk.domain.check import Check
from ipdesk.domain.form import Answers, Form
from ipdesk.domain.ground import Ground
from ipdesk.domain.ledger.codec import decode, encode, recurring
from ipdesk.domain.ledger.package import Package
from ipdesk.domain.ledger.spelling import is_id
from ipdesk.domain.measure import Measure
from ipdesk.domain.milestone import Milestone
from ipdesk.domain.target import Target

#: The stages of a `targets` package: a draft that the unit is asked about (征求意见), and the order (下达).
CONSULT = "consult"
ORDER = "order"

recurring(Check)


@dataclass(frozen=True, slots=True)
class Submission:
    """A full snapshot of a unit's answers on a form. `template` is the id of the template package it answers.

    `made_by` says how: `form` (in ipdesk), `sheet` (read from a hand-filled workbook), `behalf` (代录, with `basis`),
    `edited` (a workbook fixed in ipdesk and changed elsewhere; its parent is the embedded package), `revision` (the
    parent took over what the later report `source` revises, with `basis`).

    `grounds` say of figures that were not typed what they rest on: by row, in the order of their keys.
    """

    unit: str
    period: str
    form: str
    template: str
    answers: Answers
    made_by: str = "form"
    basis: str = ""
    source: str = ""
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class HandedDown:
    """The targets of one unit with their milestones, and the wording of the order that handed them down.

    Only at `stage` `order` do they bind (`orders.order_in_force`); at `consult` the unit is asked its opinion.
    `consulting` names the consultation that goes on beside an order about something else.
    `measures` are those that the unit leads or supports; of the issuing unit itself, all of them. `answers` tell the
    unit what became of its opinion.
    """

    unit: str
    targets: tuple[Target, ...]
    order_number: str = ""
    order_date: str = ""
    stage: str = ORDER
    milestones: tuple[Milestone, ...] = ()
    consulting: str = ""
    measures: tuple[Measure, ...] = ()
    answers: tuple["Answered", ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of one point of a unit's opinion: taken over or not, and why."""

    target: str
    taken: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class OpinionItem:
    """What a unit does not agree with: a target, what it proposes in the target's unit, and why."""

    target: str
    quantity: Decimal | None
    reason: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """A unit's answer to the `targets` package of that id. `verdict` is `agree` or `disagree`.

    `made_by` says how, as of a submission: `form`, `sheet` (read from the sheet that the unit filled), `behalf` (the
    parent entered it, with `basis`).
    """

    unit: str
    targets: str
    verdict: str
    items: tuple[OpinionItem, ...] = ()
    note: str = ""
    made_by: str = "form"
    basis: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseFigure:
    """One figure of a release. `basis` names the submissions and adjustments it is made from; `carried` counts the
    units that are in it with an earlier figure, `missing` names those that are not.
    """

    target: str
    unit: str
    quantity: Decimal | None
    rating: str
    completion: Decimal | None = None
    planned: Decimal | None = None
    gap: Decimal | None = None
    given: int = 0
    expected: int = 0
    data_period: str = ""
    basis: tuple[str, ...] = ()
    carried: int = 0
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """The figures of a period, pinned to what was accepted when it was made. `reporting` is status by unit code."""

    period: str
    figures: tuple[ReleaseFigure, ...]
    reporting: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """That a file belongs to a package: `about` is the package's id, `hash` the file's SHA-256, `size` in bytes.

    `row` is the key of the row that it is evidence of, empty for the report as a whole. `what` is `stamped` for the
    report itself on paper, signed and sealed. The file is never in here.
    """

    about: str
    hash: str
    name: str
    size: int
    note: str = ""
    row: str = ""
    what: str = ""


def template_content(form: Form) -> dict[str, Any]:
    """The content of a template package: the form, with its `id` under `form` as in every slot."""
    content = encode(form)
    content["form"] = content.pop("id")
    return content


def read_form(package: Package) -> Form:
    content = dict(package.content)
    if "id" in content:
        raise ValueError("a template names its form under `form`, not `id`")
    content["id"] = content.pop("form")
    return decode(Form, content)


def read_submission(package: Package) -> Submission:
    return decode(Submission, package.content)


def read_targets(package: Package) -> HandedDown:
    """ValueError when the stage is none that is known."""
    handed = decode(HandedDown, package.content)
    if handed.stage not in (CONSULT, ORDER):
        raise ValueError(f"targets at no known stage: {handed.stage}")
    return handed


def read_opinion(package: Package) -> Opinion:
    """ValueError when it names no package, or its verdict is none."""
    opinion = decode(Opinion, package.content)
    if not is_id(opinion.targets) or opinion.verdict not in ("agree", "disagree"):
        raise ValueError("an opinion on nothing, or without a verdict")
    return opinion


def read_release(package: Package) -> Release:
    return decode(Release, package.content)


def read_attachment(package: Package) -> Attachment:
    """ValueError when `about` or `hash` is no SHA-256, or the size negative."""
    attachment = decode(Attachment, package.content)
    if not (is_id(attachment.about) and is_id(attachment.hash)) or attachment.size < 0:
        raise ValueError("an attachment that names no file")
    return attachment
