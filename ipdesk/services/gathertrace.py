"""Below a cell of the trace: who inside the office gave what for it, and how it was combined."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from ipdesk.domain.gather import Ask, Combined, Contribution, Gathering, GivenState, How, combined
from ipdesk.services import gathered
from ipdesk.services.workspace import Workspace
from ipdesk.text import formats
from ipdesk.text.i18n import _
from ipdesk.text.labels import label

Node = TypeVar("Node")


def how_text(ask: Ask) -> str:
    """How the contributions to a row are combined, in words."""
    if len(ask.providers) == 1 and ask.how is not How.TEXT:
        return _("given by one alone")
    if ask.how is How.LEAD:
        return _("the figure of {lead}").format(lead=ask.lead)
    return label(ask.how)


def given_text(part: Contribution) -> str:
    """What a provider gave, as it is shown in a list."""
    if part.state is not GivenState.GIVEN:
        return part.raw or label(part.state)
    return formats.number(part.quantity) if part.quantity is not None else part.text


def nodes(workspace: Workspace, package_id: str, row: str, make: Callable[..., Node]) -> Iterator[Node]:
    """The node of a row's gathering with one below it for each contribution; none where it was not gathered here.

    `make` makes a node of kind, title, value, facts and children.
    """
    gathering = gathered.of_report(workspace, package_id)
    ask = gathering.ask(row)
    if ask is None or not any(one.row == row for one in gathering.given):
        return
    result = combined(ask, gathering)
    below = tuple(_part(make, part, "") for part in result.parts)
    replaced = tuple(_part(make, one, _("replaced later")) for one in gathering.earlier if one.row == row)
    yield make("part", _("Gathered in the office"), _value(result), tuple(_facts(ask, result, gathering)),
               (*below, *replaced))  # fmt: skip


def _value(result: Combined) -> str:
    return formats.number(result.quantity) if result.quantity is not None else result.text


def _facts(ask: Ask, result: Combined, gathering: Gathering) -> Iterator[tuple[str, str]]:
    yield _("Combined"), how_text(ask)
    if result.waiting:
        yield _("Had not answered"), "、".join(result.waiting)
    left_out = [name for name in ask.without if gathering.of(ask.row, name) is None]
    if left_out:
        yield _("Left out by decision"), "、".join(left_out)


def _part(make: Callable[..., Node], part: Contribution, remark: str) -> Node:
    facts = [
        (_("Supplied by"), part.person),
        (_("Date"), part.day),
        (_("Explanation"), part.note),
        (_("As written"), part.raw),
        (_("Workbook"), _("{file}, sheet “{sheet}”, cell {cell}").format(
            file=part.file, sheet=part.sheet, cell=part.cell or formats.NOTHING) if part.file else _("entered here")),
        (_("Taken in by"), f"{part.by} {part.at}".strip()),
        (_("Status"), remark),
    ]  # fmt: skip
    return make("person", part.provider, given_text(part), tuple((name, text) for name, text in facts if text), ())
