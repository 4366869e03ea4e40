"""Two pages on the office's key: the recovery code for the head of section, the fingerprint for other units."""

from datetime import date

from ipdesk.domain.ledger.signature import fingerprint
from ipdesk.paint.blocks import (
    Block,
    Cell,
    Column,
    Document,
    Fields,
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
from ipdesk.text.i18n import _, pgettext

_LINE = 156.0  # mm: the text area
_WIDEST = 34.0
_HEIGHT = 14.0
_SIZE = 13.0  # pt: nine groups of four side by side, read off without a slip


def recovery_page(
    unit: str, plan: str, kid: str, code: str, *, by: str, today: date, training: bool = False
) -> Document:
    """`code` as `recoverycode.written` gives it; its groups stand side by side, each under its number."""
    blocks: list[Block] = [
        Title(_("Recovery code of the office's key")),
        Scope(unit),
        Spacer(4),
        _groups("code", code.split("-")),
        Spacer(4),
        Fields(((_("Fingerprint"), fingerprint(kid)), (_("Printed on"), formats.date_text(today)))),
        Spacer(4),
        _words(_("This code is the office's signature. Whoever has it can sign files in the office's name.")),
        _words(
            _(
                "Keep the page in a sealed envelope in the safe; give it to nobody by telephone, picture or message. "
                "ipdesk asks for it at one occasion only: when a new PC is to go on with the same key."
            )
        ),
        _words(
            _(
                "On the new PC: Settings, “Sign with this office's key”, or ipdesk trust restore CODE. The fingerprint "
                "shown there must be the one on this page. Case and dashes do not matter; each group has a check "
                "character, so a slip is told with its group."
            )
        ),
        _words(
            _(
                "If the page is lost, nothing stops: print it again from any PC that holds the data file. If a "
                "stranger may have seen it, make a new key (ipdesk trust renew) and tell the other units its "
                "fingerprint."
            )
        ),
        Spacer(8),
        Signatures(((pgettext("paper", "Handed over by"), by), (pgettext("paper", "Kept by"), ""))),
    ]
    return Document(_("Recovery code of the office's key"), tuple(blocks), head=plan, training=training)


def fingerprint_page(unit: str, plan: str, kid: str, *, today: date, training: bool = False) -> Document:
    """For the telephone, for a covering letter, for the wall."""
    blocks: list[Block] = [
        Title(_("Fingerprint of the office's key")),
        Scope(unit),
        Spacer(6),
        _groups("fingerprint", fingerprint(kid).split("-")),
        Spacer(6),
        _words(
            _(
                "Files that this office writes with ipdesk are signed. When ipdesk says at another unit that the key "
                "of this office is new or has changed, hold the fingerprint that it shows against this one."
            )
        ),
        _words(_("The fingerprint is no secret. Valid until the office tells a new one.")),
        Spacer(8),
        Signatures(((pgettext("paper", "Unit (seal)"), unit), (pgettext("paper", "Date"), formats.date_text(today)))),
    ]
    return Document(_("Fingerprint of the office's key"), tuple(blocks), head=plan, training=training)


def _words(text: str) -> Paragraph:
    return Paragraph((Run(text),), small=True)


def _groups(name: str, groups: list[str]) -> Table:
    """Groups of characters side by side, each under its number, to be typed one by one."""
    width = min(_LINE / len(groups), _WIDEST)
    columns = tuple(Column(str(number), width) for number in range(1, len(groups) + 1))
    line = Row(tuple(Cell(text, strong=True) for text in groups), height=_HEIGHT)
    return Table(name, columns, (line,), size=_SIZE)
