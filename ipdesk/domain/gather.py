"""区内收数: what the sections, streets and other offices inside a unit gave for the rows of its form, and how several
contributions to one row become one figure or one text. A desk thing: it is not sent upward.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from ipdesk.domain.quantity import total

#: The key under which the general explanation of the period is asked for, beside rows and tasks of the form.
EXPLANATION = "explanation"


class How(StrEnum):
    """How the contributions to a row are combined."""

    SUM = "sum"  # the figures are added
    LEAD = "lead"  # the lead provider's counts, the others are listed
    TEXT = "text"  # the texts one after the other, each with its provider


class GivenState(StrEnum):
    GIVEN = "given"
    MISSING = "missing"  # the provider says that there is none to give
    UNREAD = "unread"  # the cell is no figure for certain; `raw` has its text


@dataclass(frozen=True, slots=True)
class Ask:
    """One row that is gathered: from whom, in the office's order, and how it is combined.

    `lead` names the provider whose figure counts, for LEAD. `without` are providers whose answer is not waited for any
    longer, by a person's decision.
    """

    row: str
    providers: tuple[str, ...]
    how: How = How.SUM
    lead: str = ""
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one provider gave for one row. `person` and `day` as written on the sheet; `at` and `by`: taken in when, by
    whom; `file`, `hash`, `sheet`, `cell` where it stands, all empty for one that was typed here.
    """

    row: str
    provider: str
    quantity: Decimal | None = None
    text: str = ""
    note: str = ""
    person: str = ""
    day: str = ""
    state: GivenState = GivenState.GIVEN
    raw: str = ""
    at: str = ""
    by: str = ""
    file: str = ""
    hash: str = ""
    sheet: str = ""
    cell: str = ""

    @property
    def says(self) -> tuple[object, ...]:
        """What it says, without where and when it came from."""
        return (self.quantity, self.text, self.note, self.person, self.day, self.state, self.raw)


@dataclass(frozen=True, slots=True)
class Gathering:
    """A form's gathering. `given` holds one contribution a row and provider, `earlier` those that it replaced."""

    asks: tuple[Ask, ...] = ()
    given: tuple[Contribution, ...] = ()
    earlier: tuple[Contribution, ...] = ()

    def ask(self, row: str) -> Ask | None:
        return next((ask for ask in self.asks if ask.row == row), None)

    def of(self, row: str, provider: str) -> Contribution | None:
        return next((one for one in self.given if (one.row, one.provider) == (row, provider)), None)


@dataclass(frozen=True, slots=True)
class Combined:
    """What a row's contributions come to. `parts` in the order of the providers; `waiting` have not answered and are
    waited for; `unclear` gave no figure that could be read, or none at all. `settled`: it may stand in the form.
    """

    row: str
    how: How
    parts: tuple[Contribution, ...]
    waiting: tuple[str, ...]
    unclear: tuple[str, ...]
    settled: bool
    quantity: Decimal | None = None
    text: str = ""
    note: str = ""

    @property
    def providers(self) -> tuple[str, ...]:
        """Who stands for it."""
        return tuple(part.provider for part in self.parts)


def combined(ask: Ask, gathering: Gathering) -> Combined:
    """The contributions to a row, combined as it is asked. A sum is settled only when all have answered with a figure,
    or are not waited for; a lead figure when the lead has.
    """
    found = {provider: gathering.of(ask.row, provider) for provider in ask.providers}
    waiting = tuple(name for name, given in found.items() if given is None and name not in ask.without)
    parts = [given for given in found.values() if given is not None]
    if ask.how is How.LEAD:
        parts.sort(key=lambda part: part.provider != ask.lead)
        counted = [part for part in parts if part.provider == ask.lead]
        left = () if counted else waiting
    else:
        counted = [part for part in parts if part.provider not in ask.without or part.state is GivenState.GIVEN]
        left = waiting
    unclear = tuple(part.provider for part in counted if not _clear(part))
    clear = [part for part in counted if _clear(part)]
    return Combined(
        row=ask.row,
        how=ask.how,
        parts=tuple(part for part in parts if part in counted or ask.how is How.LEAD),
        waiting=waiting,
        unclear=unclear,
        settled=bool(clear) and not left and not unclear,
        quantity=total([part.quantity for part in clear if part.quantity is not None])
        if any(part.quantity is not None for part in clear)
        else None,
        text=_joined((part.provider, part.text) for part in clear),
        note=_joined((part.provider, part.note) for part in clear),
    )


def taken_in(gathering: Gathering, fresh: Iterable[Contribution]) -> Gathering:
    """The gathering with these contributions; one of the same provider to the same row takes the place of the one
    before, which is kept. One that says the same changes nothing.
    """
    given = {(one.row, one.provider): one for one in gathering.given}
    earlier = list(gathering.earlier)
    for one in fresh:
        before = given.get((one.row, one.provider))
        if before is not None and before.says == one.says:
            continue
        if before is not None:
            earlier.append(before)
        given[one.row, one.provider] = one
    return replace(gathering, given=tuple(given.values()), earlier=tuple(earlier))


def _clear(part: Contribution) -> bool:
    return part.state is GivenState.GIVEN


def _joined(parts: Iterable[tuple[str, str]]) -> str:
    """Texts one after the other, each with its provider; one alone needs none."""
    said = [(provider, text.strip()) for provider, text in parts if text.strip()]
    if len(said) == 1:
        return said[0][1]
    return "\n".join(f"{provider}：{text}" for provider, text in said)
