"""When a figure that was told is another one: who must be told, the notice for each, and what is done about the
difference: correct the earlier figure (更正前期), or leave it as told and enter the difference later (差额计入本期).
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

from ipdesk.documents.correction import NoticeData, NoticeLine, notice, notice_text
from ipdesk.domain import period as periods
from ipdesk.domain.errors import Refused, WrongUse
from ipdesk.domain.figurechange import FigureKey, What
from ipdesk.domain.indicator import Entry as EntryForm
from ipdesk.domain.indicator import Indicator, items_of
from ipdesk.domain.period import Period
from ipdesk.domain.quantity import canonical, total
from ipdesk.domain.register import Choice, Entry, Event, EventKind, Told
from ipdesk.domain.rollup import AdjustmentKind
from ipdesk.exchange.filename import safe
from ipdesk.exchange.words import period_words
from ipdesk.services import adjustments, changes, consolidate, outgoing, reported
from ipdesk.services.figureref import indicator_of
from ipdesk.services.workspace import Done, Touched, Workspace, done, stamp
from ipdesk.store import reported as store
from ipdesk.text import formats
from ipdesk.text.i18n import _
from ipdesk.text.register import occasion_text


@dataclass(frozen=True, slots=True)
class Addressee:
    """One who must be told, with the entries that are about him."""

    recipient: str
    entries: tuple[Told, ...]


def must_be_told(workspace: Workspace, *, recipient: str = "") -> tuple[Addressee, ...]:
    """Who has a figure that no longer stands, in the order in which they were first told; calls without a name last."""
    found: dict[str, list[Told]] = {}
    for one in sorted(reported.due(workspace, recipient=recipient), key=lambda one: one.entry.number):
        found.setdefault(one.recipient, []).append(one)
    names = sorted(found, key=lambda name: not name)
    return tuple(Addressee(name, tuple(found[name])) for name in names)


def notice_of(workspace: Workspace, addressee: Addressee, *, today: date, by: str) -> NoticeData:
    """The notice (更正告知) for one: each figure, old and new, with the reason."""
    return NoticeData(
        unit=workspace.unit.name,
        recipient=addressee.recipient,
        lines=tuple(_line(workspace, one) for one in addressee.entries),
        made=today,
        by=by,
        training=workspace.training,
    )


def words(workspace: Workspace, addressee: Addressee, *, today: date, by: str) -> str:
    """The notice as plain text, for a message or the telephone."""
    return notice_text(notice_of(workspace, addressee, today=today, by=by))


def write_notices(
    workspace: Workspace, to: Path, *, recipient: str = "", ending: str = ".docx", today: date, by: str
) -> Done[tuple[Path, ...]]:
    """Writes one notice for each who must be told into a folder, as .docx, .pdf or .txt.

    Raises Refused `nobody_to_tell`, WrongUse `report_ending`.
    """
    from ipdesk.services.report import write_document

    waiting = must_be_told(workspace, recipient=recipient)
    if not waiting:
        raise Refused("nobody_to_tell")
    if ending not in (".docx", ".pdf", ".txt"):
        raise WrongUse("report_ending", ending=ending)
    written = []
    for number, addressee in enumerate(waiting, start=1):
        data = notice_of(workspace, addressee, today=today, by=by)
        name = safe(f"更正告知_{number:02d}{addressee.recipient or '来电'}_{today.isoformat()}") + ending
        path = to / name
        if ending == ".txt":
            outgoing.write_atomically(path, partial(_put_text, notice_text(data)))
        else:
            write_document(notice(data), path, ending, today=today)
        outgoing.register(workspace, path, "notice", unit="", period="", today=today, by=by)
        written.append(path)
    return Done(tuple(written), workspace.changes)


def correct_back(workspace: Workspace, number: int, *, today: date, by: str, reason: str) -> Done[int]:
    """Records that the earlier figure is corrected (更正前期): who has it is told. Raises as `reported.find`, Refused
    `reason_missing`, `nothing_differs`.
    """
    entry = _differing(workspace, number, reason)
    with workspace.operation() as operation:
        _record(workspace, entry.key, Choice.BACK, reason, today=today, by=by)
        operation.touch(Touched.RECEIPTS)
    return done(workspace, number)


def carry_forward(
    workspace: Workspace, number: int, into: Period, *, today: date, by: str, reason: str
) -> Done[tuple[str, ...]]:
    """Leaves the earlier figure as it was told and enters the difference in a later period (差额计入本期), both by
    adjustments with the reason; their ids.

    What the later period already holds (a state, a running total of the same year) is noted there and not added again.
    Raises as `correct_back`, Refused `carry_totals_only`, `carry_later_only`.
    """
    entry = _differing(workspace, number, reason)
    key, period = entry.key, periods.parse(entry.key.period)
    indicator = indicator_of(workspace, key)
    if key.what is What.ITEM or key.unit != workspace.ledger.issuer or indicator is None:
        raise Refused("carry_totals_only", name=entry.name)
    if not period.sort_key < into.sort_key:
        raise Refused("carry_later_only", period=key.period, into=into.code)
    ids: list[str] = []
    for item, difference in _differences(workspace, entry, indicator, period).items():
        # Content of the ledger, and so the same whatever language a screen speaks.
        amount = canonical(difference)
        held = f"{period_words(key.period)}已报数不动，差额{amount}计入{period_words(into.code)}：{reason}"
        later = f"{period_words(key.period)}更正的差额{amount}计入本期：{reason}"
        contained = _contained(workspace, item, period, into)
        if contained:
            later += "（本期数已含，不另加）"
        for where, quantity, kind, said in (
            (period, -difference, AdjustmentKind.HELD, held),
            (into, Decimal(0) if contained else difference, AdjustmentKind.DIFFERENCE, later),
        ):
            ids.append(adjustments.add(workspace, where, item, quantity, kind, today=today, by=by, reason=said).value)
    with workspace.operation() as operation:
        _record(workspace, key, Choice.FORWARD, f"{into.code} {reason}", today=today, by=by)
        operation.touch(Touched.RECEIPTS)
    return Done(tuple(ids), replace(workspace.changes, packages=tuple(ids)))


def _put_text(text: str, part: Path) -> None:
    part.write_text(text, encoding="utf-8")


def _differing(workspace: Workspace, number: int, reason: str) -> Entry:
    entry = reported.find(workspace, number)
    if not reason.strip():
        raise Refused("reason_missing")
    if reported.now(workspace, entry.key) == entry.quantity:
        raise Refused("nothing_differs", name=entry.name)
    return entry


def _record(workspace: Workspace, key: FigureKey, choice: Choice, text: str, *, today: date, by: str) -> None:
    """The choice is about the figure, so it stands at every entry of it."""
    at = stamp(today)
    for one in store.entries(workspace.database, period=key.period, unit=key.unit, name=key.id):
        if one.key == key:
            event = Event(one.number, at, by, EventKind.CHOICE, f"{choice.value}:{text.strip()}")
            store.add_event(workspace.database, event)


def _differences(workspace: Workspace, entry: Entry, indicator: Indicator, period: Period) -> dict[str, Decimal]:
    """What each item of the total came to since, those that changed."""
    with workspace.as_of(entry.moment):
        then = _sums(workspace, indicator, period)
    now = _sums(workspace, indicator, period)
    found = {item: total((now[item], -then[item])) for item in items_of(indicator) if item in now and item in then}
    return {item: difference for item, difference in found.items() if difference}


def _sums(workspace: Workspace, indicator: Indicator, period: Period) -> dict[str, Decimal]:
    rolled = consolidate.total_of(workspace, indicator, period)
    if rolled is None:
        return {}
    amounts = [(part.item, part.quantity) for part in rolled.parts]
    amounts += [(one.item, one.quantity) for one in rolled.adjustments]
    sums: dict[str, Decimal] = {}
    for item, quantity in amounts:
        if quantity is not None:
            sums[item] = total((sums.get(item, Decimal(0)), quantity))
    return sums


def _contained(workspace: Workspace, item: str, period: Period, into: Period) -> bool:
    """Whether the later period's own figures hold the correction already."""
    match workspace.plan.item(item).entry:
        case EntryForm.STATE:
            return True
        case EntryForm.RUNNING:
            return period.year == into.year
        case EntryForm.INCREMENT:
            return False


def _line(workspace: Workspace, one: Told) -> NoticeLine:
    entry = one.entry
    return NoticeLine(
        name=entry.name,
        unit=workspace.unit_of(entry.key.unit).short,
        period=formats.period_text(periods.parse(entry.key.period)),
        old=formats.quantity(one.last, entry.measure, entry.decimals),
        new=formats.quantity(one.now, entry.measure, entry.decimals),
        told=_("{day}, {occasion}").format(day=entry.at[:10], occasion=occasion_text(entry.occasion)),
        reason=_reason(workspace, one),
        code=entry.code,
    )


def _reason(workspace: Workspace, one: Told) -> str:
    """Why the figure is another one: what the choice says, else the reasons of the entries that changed it."""
    if one.choice_text:
        return one.choice_text
    entry = one.entry
    found, causes = changes.between(workspace, entry.moment, only=periods.parse(entry.key.period))
    change = next((change for change in found if change.key == entry.key), None)
    said = [causes[name].reason for name in change.packages if causes[name].reason] if change else []
    return "；".join(dict.fromkeys(said)) or _("correction of a report")
