"""The register of figures that were told (报出登记): who was told what, when, on what occasion, as of which state.

Nothing is entered in silence: a person says so, by a command, a key, or yes to the question after a report was written.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from ipdesk.domain import period as periods
from ipdesk.domain.errors import NotFound, Refused
from ipdesk.domain.figurechange import FigureKey, What
from ipdesk.domain.period import Period
from ipdesk.domain.register import Entry, Event, EventKind, Occasion, Told, told
from ipdesk.services import changes, evaluate
from ipdesk.services.figureref import Found, resolve
from ipdesk.services.workspace import Done, Operation, Touched, Workspace, done, stamp
from ipdesk.store import reported as store
from ipdesk.text.i18n import _


def enter(
    workspace: Workspace, references: Sequence[str], *, recipient: str, occasion: Occasion, note: str = "",
    caveat: str = "", today: date, by: str,
) -> Done[tuple[int, ...]]:  # fmt: skip
    """Enters figures (codes or UNIT/NAME/PERIOD) as told to somebody; the numbers of the entries.

    A code of a printed page is entered with the figure that stood on it. NotFound `trace_unknown`, Refused
    `no_figure_yet`.
    """
    found = [resolve(workspace, reference) for reference in references]
    for one in found:
        if one.figure.quantity is None:
            raise Refused("no_figure_yet", name=one.figure.name)
    with workspace.operation() as operation:
        numbers = put(
            workspace, operation, found, recipient=recipient, occasion=occasion, note=note, caveat=caveat,
            today=today, by=by,
        )  # fmt: skip
    return done(workspace, numbers)


def enter_report(
    workspace: Workspace, period: Period, *, recipient: str, occasion: Occasion = Occasion.REPORT, note: str = "",
    today: date, by: str,
) -> Done[tuple[int, ...]]:  # fmt: skip
    """Enters every figure of a period's summary as told: what was printed or handed over as a file."""
    own = evaluate.evaluate(workspace, period, unit=workspace.unit.code)
    shown = own or evaluate.evaluate(workspace, period, unit=workspace.ledger.issuer)
    with workspace.operation() as operation:
        numbers = put(
            workspace, operation, on_paper(workspace, period, shown), recipient=recipient, occasion=occasion,
            note=note, today=today, by=by,
        )  # fmt: skip
    return done(workspace, numbers)


def on_paper(workspace: Workspace, period: Period, shown: Iterable[evaluate.Assessed]) -> list[Found]:
    """The figures that verdicts carry to paper or into a file; a target without a figure tells none."""
    known = changes.figures_in(workspace, period)
    names = {(one.unit_code, one.judgement.target.id) for one in shown}
    return [
        Found(key, figure, workspace.moment)
        for key, figure in known.items()
        if key.what is What.TARGET and (key.unit, key.id) in names and figure.quantity is not None
    ]


def put(
    workspace: Workspace, operation: Operation, found: Iterable[Found], *, recipient: str, occasion: Occasion,
    note: str = "", caveat: str = "", today: date, by: str,
) -> tuple[int, ...]:  # fmt: skip
    """Writes entries within an operation; their numbers."""
    at = stamp(today)
    numbers = []
    for one in found:
        figure = one.figure
        entry = Entry(
            0, at, by, recipient.strip(), occasion, one.key, figure.name, figure.quantity, figure.unit_of_measure,
            figure.decimals, figure.code, one.moment, figure.basis, note.strip(), caveat,
        )  # fmt: skip
        numbers.append(store.add_entry(workspace.database, entry))
    operation.touch(Touched.RECEIPTS)
    return tuple(numbers)


def listed(workspace: Workspace, *, period: Period | None = None, recipient: str = "") -> tuple[Told, ...]:
    """The register, newest first, each entry with the figure that stands now."""
    entries = store.entries(workspace.database, period=period.code if period else "")
    found = [one for one in _as_they_stand(workspace, entries) if recipient in one.recipient]
    return tuple(reversed(found))


def told_of(workspace: Workspace, keys: Iterable[FigureKey]) -> tuple[Told, ...]:
    """Who was told any of some figures, newest first."""
    wanted = set(keys)
    entries = [
        entry
        for place in sorted({(key.period, key.unit) for key in wanted})
        for entry in store.entries(workspace.database, period=place[0], unit=place[1])
        if entry.key in wanted
    ]
    return tuple(sorted(_as_they_stand(workspace, entries), key=lambda one: one.entry.number, reverse=True))


def due(workspace: Workspace, *, recipient: str = "") -> tuple[Told, ...]:
    """Who must be told: entries whose figure is another one by now, unless the difference goes into a later period.

    Several entries of one recipient on one figure are one: the latest.
    """
    latest: dict[tuple[str, FigureKey], Told] = {}
    for one in reversed(listed(workspace, recipient=recipient)):
        latest[one.recipient or str(one.entry.number), one.entry.key] = one
    return tuple(one for one in latest.values() if one.due)


def tell(
    workspace: Workspace, numbers: Sequence[int], *, note: str = "", today: date, by: str
) -> Done[tuple[int, ...]]:
    """Ticks that the recipients of entries now know the figure that stands. NotFound `reported_unknown`."""
    with workspace.operation() as operation:
        for number in numbers:
            entry = find(workspace, number)
            event = Event(number, stamp(today), by, EventKind.TOLD, note.strip(), now(workspace, entry.key))
            store.add_event(workspace.database, event)
        operation.touch(Touched.RECEIPTS)
    return done(workspace, tuple(numbers))


def name_recipient(workspace: Workspace, number: int, recipient: str, *, today: date, by: str) -> Done[int]:
    """Says later who it was (a call is entered before anybody asks for the name). NotFound `reported_unknown`."""
    with workspace.operation() as operation:
        find(workspace, number)
        store.add_event(workspace.database, Event(number, stamp(today), by, EventKind.RECIPIENT, recipient.strip()))
        operation.touch(Touched.RECEIPTS)
    return done(workspace, number)


def find(workspace: Workspace, number: int) -> Entry:
    """The entry of a number. NotFound `reported_unknown`."""
    entry = next((one for one in store.entries(workspace.database) if one.number == number), None)
    if entry is None:
        raise NotFound("reported_unknown", number=str(number))
    return entry


def now(workspace: Workspace, key: FigureKey) -> Decimal | None:
    """The figure as it stands."""
    figure = changes.figures_in(workspace, periods.parse(key.period)).get(key)
    return figure.quantity if figure else None


def everybody() -> str:
    """The recipient of a release."""
    return _("all units (release)")


def _as_they_stand(workspace: Workspace, entries: Iterable[Entry]) -> list[Told]:
    happened = store.events(workspace.database)
    return [told(entry, happened, now(workspace, entry.key)) for entry in entries]
