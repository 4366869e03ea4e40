"""报出登记: which figure was told to whom, on what occasion; what became of it when the figure changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ipdesk.domain.figurechange import FigureKey


class Occasion(StrEnum):
    """On what occasion a figure was told."""

    MEETING = "meeting"
    TELEPHONE = "telephone"
    MATERIAL = "material"  # 材料: in somebody else's paper
    REPORT = "report"  # an own report, printed or sent as a file
    RELEASE = "release"  # 通报
    OTHER = "other"


class Choice(StrEnum):
    """What is done about a figure that was told and then corrected."""

    BACK = "back"  # 更正前期: the earlier figure is corrected, and who has it is told
    FORWARD = "forward"  # 差额计入本期: the earlier figure stays as told, the difference is entered later, with a note


class EventKind(StrEnum):
    """What happened to an entry afterwards."""

    TOLD = "told"  # the recipient was told the figure of the event
    CHOICE = "choice"  # `text` begins with the choice
    RECIPIENT = "recipient"  # who it was, said later


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure told once. `moment` is the state of the ledger here that it was taken from, `basis` the packages.

    `caveat` is what was against quoting it when it was told; empty when nothing was.
    """

    number: int
    at: str
    by: str
    recipient: str
    occasion: Occasion
    key: FigureKey
    name: str
    quantity: Decimal | None
    measure: str
    decimals: int
    code: str
    moment: int
    basis: tuple[str, ...] = ()
    note: str = ""
    caveat: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to an entry. `quantity` is the figure that was told, for TOLD."""

    entry: int
    at: str
    by: str
    kind: EventKind
    text: str = ""
    quantity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as it stands: who has which figure, what the figure is now, and whether he knows.

    `last` is the figure that the recipient was told last. `choice` is the latest one on it, None while nobody chose.
    """

    entry: Entry
    recipient: str
    now: Decimal | None
    last: Decimal | None
    told_at: str = ""
    choice: Choice | None = None
    choice_text: str = ""

    @property
    def due(self) -> bool:
        """Whether the recipient must be told: he has another figure than the one that stands."""
        return self.last != self.now


def told(entry: Entry, events: Sequence[Event], now: Decimal | None) -> Told:
    """The entry with what happened to it, in the order in which it was written; `now` is the figure that stands."""
    recipient, last, told_at = entry.recipient, entry.quantity, ""
    choice: Choice | None = None
    text = ""
    for event in events:
        if event.entry != entry.number:
            continue
        match event.kind:
            case EventKind.TOLD:
                last, told_at = event.quantity, event.at
            case EventKind.RECIPIENT:
                recipient = event.text
            case EventKind.CHOICE:
                word, _colon, text = event.text.partition(":")
                choice = Choice(word)
    return Told(entry, recipient, now, last, told_at, choice, text)
