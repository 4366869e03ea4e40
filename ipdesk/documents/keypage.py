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

_HEIGHT = 14.0  # mm: large characters are read off without a slip
_WIDTH = 46.0
_SIZE = 20.0


def recovery_page(
    unit: str, plan: str, kid: str, code: str, *, by: str, today: date, training: bool = False
) -> Document:
    """`code` as `recoverycode.written` gives it; its groups stand in numbered cells, to be typed one by one."""
    blocks: list[Block] = [
        Title(_("Recovery code of the office's key")),
        Scope(unit),
        Spacer(4),
        _groups("code", code.split("-"), numbered=True),
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
                "If the page is lost, nothing stops: print it again from any PC that holds the data file. If a stranger "
                "may have seen it, make a new key (ipdesk trust renew) and tell the other units its fingerprint."
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
        _groups("fingerprint", fingerprint(kid).split("-"), numbered=False),
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


def _groups(name: str, groups: list[str], *, numbered: bool) -> Table:
    """Groups of characters in large cells, three or four in a line."""
    across = 3 if len(groups) % 3 == 0 else 4
    width = _WIDTH if across == 3 else 36.0
    rows = []
    for start in range(0, len(groups), across):
        line = groups[start : start + across]
        cells = tuple(
            Cell(text, strong=True, under=str(start + place) if numbered else "") for place, text in enumerate(line, 1)
        )
        rows.append(Row(cells, height=_HEIGHT))
    return Table(name, tuple(Column("", width) for _place in range(across)), tuple(rows), size=_SIZE)
