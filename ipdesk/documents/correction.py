"""更正告知: figures that were told and are other ones now, for one who has the old ones. On paper and as plain text."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ipdesk.paint.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Paragraph,
    Row,
    Run,
    Scope,
    Signatures,
    Spacer,
    Table,
    Title,
)
from ipdesk.text import formats
from ipdesk.text.i18n import _, ngettext, pgettext


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One figure; `old` and `new` as they are shown, `told` when and on what occasion."""

    name: str
    unit: str
    period: str
    old: str
    new: str
    told: str
    reason: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class NoticeData:
    """A notice for one recipient (empty when nobody asked for his name)."""

    unit: str
    recipient: str
    lines: tuple[NoticeLine, ...]
    made: date
    by: str
    training: bool = False


def notice(data: NoticeData) -> Document:
    """The notice as a page."""
    blocks: list[Block] = [
        Title(_("Notice of correction")),
        Scope(_("{unit}, {day}").format(unit=data.unit, day=formats.date_text(data.made))),
        Paragraph((Run(_("To {recipient}:").format(recipient=data.recipient or _("the caller"))),), indent=False),
        Paragraph((Run(_opening(data)),)),
        _table(data),
        Spacer(4),
        Paragraph((Run(_closing()),)),
        Spacer(8),
        Signatures(
            (
                (pgettext("paper", "Unit (seal)"), data.unit),
                (pgettext("paper", "Officer"), data.by),
                (pgettext("paper", "Date"), formats.date_text(data.made)),
            )
        ),
    ]
    return Document(_("Notice of correction"), tuple(blocks), head=data.unit, training=data.training)


def notice_text(data: NoticeData) -> str:
    """The notice as plain text, one line a figure."""
    return "\n".join(_text_lines(data)) + "\n"


def _text_lines(data: NoticeData) -> Iterator[str]:
    if data.training:
        yield _("(training data)")
    yield _("Notice of correction")
    yield ""
    yield _("To {recipient}:").format(recipient=data.recipient or _("the caller"))
    yield _opening(data)
    for number, line in enumerate(data.lines, start=1):
        said = _("{number}. {unit}, {period}, {name}: {old} before, now {new} (told {told}). Reason: {reason}.")
        yield said.format(
            number=number, unit=line.unit, period=line.period, name=line.name, old=line.old, new=line.new,
            told=line.told, reason=line.reason.rstrip("。."),
        )  # fmt: skip
    yield _closing()
    yield ""
    yield _("{unit}, {by}, {day}").format(unit=data.unit, by=data.by, day=formats.date_text(data.made))


def _opening(data: NoticeData) -> str:
    return ngettext(
        "The following figure, which we gave you, is corrected:",
        "The following {count} figures, which we gave you, are corrected:",
        len(data.lines),
    ).format(count=len(data.lines))


def _closing() -> str:
    return _("Please use the corrected figures, and pass them on to whoever had the earlier ones from you.")


def _table(data: NoticeData) -> Table:
    columns = (
        Column(pgettext("column", "No."), 9), Column(pgettext("column", "Figure"), 40, Align.LEFT),
        Column(pgettext("column", "Period"), 22), Column(pgettext("column", "Before"), 19, Align.RIGHT),
        Column(pgettext("column", "Corrected"), 19, Align.RIGHT), Column(pgettext("column", "Told"), 19),
        Column(pgettext("column", "Reason"), 28, Align.LEFT),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                Cell(str(number)), Cell(f"{line.unit}　{line.name}"), Cell(line.period), Cell(line.old),
                Cell(line.new, trace=line.code, strong=True), Cell(line.told), Cell(line.reason),
            )
        )
        for number, line in enumerate(data.lines, start=1)
    )  # fmt: skip
    return Table("correction", columns, rows)
