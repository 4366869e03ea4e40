"""What template, submission, targets, release and attachment packages hold, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ipdesk.domain.form import Answers, Form
from ipdesk.domain.ledger.codec import decode, encode
from ipdesk.domain.ledger.package import Package
from ipdesk.domain.ledger.spelling import is_id
from ipdesk.domain.target import Target


@dataclass(frozen=True, slots=True)
class Submission:
    """A full snapshot of a unit's answers on a form. `template` is the id of the template package it answers.

    `made_by` says how: `form` (in ipdesk), `sheet` (read from a hand-filled workbook), `behalf` (代录, with `basis`),
    `edited` (a workbook fixed in ipdesk and changed elsewhere; its parent is the embedded package), `revision` (the
    parent took over what the later report `source` revises, with `basis`).
    """

    unit: str
    period: str
    form: str
    template: str
    answers: Answers
    made_by: str = "form"
    basis: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class HandedDown:
    """The targets of one unit, and the wording of the order that handed them down."""

    unit: str
    targets: tuple[Target, ...]
    order_number: str = ""
    order_date: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseFigure:
    """One figure of a release. `basis` names the submissions it is made from."""

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

    `row` is the key of the row that it is evidence of, empty for the report as a whole. The file is never in here.
    """

    about: str
    hash: str
    name: str
    size: int
    note: str = ""
    row: str = ""


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
    return decode(HandedDown, package.content)


def read_release(package: Package) -> Release:
    return decode(Release, package.content)


def read_attachment(package: Package) -> Attachment:
    """ValueError when `about` or `hash` is no SHA-256, or the size negative."""
    attachment = decode(Attachment, package.content)
    if not (is_id(attachment.about) and is_id(attachment.hash)) or attachment.size < 0:
        raise ValueError("an attachment that names no file")
    return attachment
