"""送审稿: the form as it goes round in the office for approval, marked as not yet approved, with its 审签单.

What is signed is this paper; that a step was taken is entered in ipdesk, and an edit after it takes it back.
"""

from collections.abc import Sequence
from dataclasses import replace

from ipdesk.domain.finding import Finding, Severity
from ipdesk.domain.form import Answers, Form
from ipdesk.domain.period import parse
from ipdesk.paint.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Fields,
    Note,
    PageBreak,
    Row,
    Scope,
    Spacer,
    Table,
    Title,
)
from ipdesk.text import formats
from ipdesk.text.i18n import pgettext

_STEP = 26.0  # mm: room for an opinion by hand


def for_approval(
    sheet: Document,
    form: Form,
    answers: Answers,
    *,
    findings: Sequence[Finding] = (),
    answered: tuple[int, int] = (0, 0),
    check_number: str = "",
) -> Document:
    """The form's sheet with its draft mark on every page, and the signature slip as the last page.

    `answered`: how many rows are answered, of how many. `check_number` is the form's, so that slip and form are held
    together.
    """
    mark = pgettext("paper", "for approval")
    marked = [
        Title(pgettext("paper", "{title} (for approval)").format(title=block.text))
        if isinstance(block, Title)
        else block
        for block in sheet.blocks
    ]
    warning = Note(pgettext("paper", "Not yet approved: this paper is no report."))
    head = next((place for place, block in enumerate(marked) if not isinstance(block, Title | Scope | Spacer)), 0)
    blocks: list[Block] = [*marked[:head], warning, *marked[head:], PageBreak()]
    blocks += _slip(form, answers, findings, answered, check_number)
    return replace(
        sheet,
        title=pgettext("paper", "{title} (for approval)").format(title=sheet.title),
        blocks=tuple(blocks),
        draft_mark="　".join(part for part in (sheet.draft_mark, mark) if part),
    )


def _slip(
    form: Form, answers: Answers, findings: Sequence[Finding], answered: tuple[int, int], check_number: str
) -> list[Block]:
    open_ones = sum(finding.severity is not Severity.NOTE for finding in findings)
    explained = sum(finding.code == "check_explained" for finding in findings)
    pairs = [
        (pgettext("paper", "Reporting unit"), form.unit_name),
        (pgettext("paper", "Reported to"), form.issuer_name),
        (pgettext("paper", "Form"), form.title),
        (pgettext("paper", "Filled"), f"{answered[0]}/{answered[1]}"),
        (pgettext("paper", "Findings left"), str(open_ones)),
        (pgettext("paper", "Explained"), str(explained)),
    ]
    if form.deadline is not None:
        pairs.append((pgettext("paper", "Due by"), formats.date_text(form.deadline)))
    if check_number:
        pairs.append((pgettext("paper", "Check number"), check_number))
    columns = (
        Column(pgettext("paper", "Step"), 42),
        Column(pgettext("paper", "Opinion"), 90, Align.LEFT),
        Column(pgettext("paper", "Signature"), 36),
        Column(pgettext("paper", "Signed on"), 27),
        Column(pgettext("paper", "Entered in ipdesk"), 30),
    )
    given = {one.step: one for one in answers.approvals}
    rows = [Row((Cell(pgettext("paper", "Filled in by")), Cell(""), Cell(answers.filled_by), Cell(""), Cell("")),
                height=_STEP / 2)]  # fmt: skip
    for step in form.steps:
        approval = given.get(step)
        entered = Cell(approval.name, under=approval.date) if approval is not None else Cell("")
        rows.append(Row((Cell(step), Cell(""), Cell(""), Cell(""), entered), height=_STEP))
    notes = (pgettext("paper", "Whatever is changed after a signature has to be signed anew."),)
    return [
        Title(pgettext("paper", "Approval slip")),
        Scope(formats.period_text(parse(form.period))),
        Fields(tuple(pairs)),
        Spacer(3),
        Table("approval", columns, tuple(rows), notes=notes),
    ]
