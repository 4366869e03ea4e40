"""区内收数: who is asked for which rows, one sheet each, and what came of it. Every act is one step of the draft, so
that one undo takes back both the contributions and the figures that they made.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ipdesk.domain.errors import NotFound, WrongUse
from ipdesk.domain.form import Form
from ipdesk.domain.gather import (
    EXPLANATION,
    Ask,
    Combined,
    Contribution,
    Gathering,
    GivenState,
    How,
    combined,
    taken_in,
)
from ipdesk.domain.gatherfill import agrees, filled
from ipdesk.domain.ledger.package import Slot
from ipdesk.domain.quantity import canonical
from ipdesk.exchange.filename import safe
from ipdesk.exchange.gatherread import marks_of, read_sheet
from ipdesk.exchange.gathersheet import WORDS, GatherMark, GatherSheet, SheetRow, office_name, sheet_bytes
from ipdesk.exchange.intake import take_in
from ipdesk.services import draft as drafts
from ipdesk.services import earlier, outgoing
from ipdesk.services.draft import Draft
from ipdesk.services.outgoing import Prepared
from ipdesk.services.typed import read_cell
from ipdesk.services.workspace import Done, Touched, Workspace, done, stamp
from ipdesk.store import office
from ipdesk.text.i18n import _

_SEPARATOR = "|"
#: Units of measure whose figures are never added.
_NOT_ADDED = ("%", "‰", "分")


@dataclass(frozen=True, slots=True)
class GatherLine:
    """One row that is gathered, as a list shows it. `agrees`: the form says what was gathered."""

    key: str
    name: str
    unit: str
    ask: Ask
    result: Combined
    agrees: bool
    words: bool = False


# -- who is asked --------------------------------------------------------------------------------------------------


def providers(workspace: Workspace) -> tuple[str, ...]:
    """Those who are asked inside the unit, in the office's order."""
    return office.providers(workspace.database)


def put_providers(workspace: Workspace, names: Iterable[str]) -> Done[tuple[str, ...]]:
    """Keeps these names, in this order, and no others. WrongUse `gather_provider_name`."""
    kept = tuple(dict.fromkeys(_named(name) for name in names))
    with workspace.operation() as operation:
        office.put_providers(workspace.database, kept)
        operation.touch(Touched.SETTINGS)
    return done(workspace, kept)


def ask(
    workspace: Workspace,
    slot: Slot,
    rows: Sequence[str],
    names: Sequence[str],
    *,
    how: How | None = None,
    lead: str = "",
    today: date,
    by: str,
) -> Done[Draft]:
    """Asks these providers for these rows (keys or names), in the place of who was asked before; without providers the
    rows are gathered no more. Names that are new are remembered.

    Without `how`, figures are added, shares go by the lead (the first, unless named), words are joined. Raises NotFound
    `gather_row_unknown`; WrongUse `gather_provider_name`, `gather_not_added`, `gather_lead_unknown`.
    """
    asked = tuple(dict.fromkeys(_named(name) for name in names))
    order = (*providers(workspace), *(name for name in asked if name not in providers(workspace)))
    asked = tuple(name for name in order if name in asked)
    if lead and lead not in asked:
        raise WrongUse("gather_lead_unknown", provider=lead)

    def put(draft: Draft) -> Draft:
        asks = {one.row: one for one in draft.gathered.asks}
        for words in rows:
            key = row_key(draft.form, words)
            if asked:
                asks[key] = _asked(draft.form, key, asked, how, lead)
            else:
                asks.pop(key, None)
        kept = tuple(asks[key] for key in _keys(draft.form) if key in asks)
        return _with(draft, replace(draft.gathered, asks=kept))

    return _step(workspace, slot, put, order, today=today, by=by)


def leave_out(
    workspace: Workspace, slot: Slot, row: str, provider: str, *, out: bool = True, today: date, by: str
) -> Done[Draft]:
    """Waits for a provider's answer to a row no longer, or again. NotFound `gather_not_asked`."""

    def put(draft: Draft) -> Draft:
        one = _ask_of(draft, row, provider)
        rest = tuple(name for name in one.without if name != provider)
        changed = replace(one, without=(*rest, provider) if out else rest)
        asks = tuple(changed if other.row == one.row else other for other in draft.gathered.asks)
        return _with(draft, replace(draft.gathered, asks=asks))

    return drafts.step_on(workspace, slot, put, by=by, today=today)


def use(workspace: Workspace, slot: Slot, row: str, *, today: date, by: str) -> Done[Draft]:
    """Puts what was gathered for a row into the form, whatever was typed there. NotFound `gather_row_unknown`,
    WrongUse `gather_not_settled` while somebody's answer is missing or unclear.
    """

    def put(draft: Draft) -> Draft:
        key = row_key(draft.form, row)
        found = draft.gathered.ask(key)
        result = combined(found, draft.gathered) if found is not None else None
        if result is None or not result.settled:
            waiting = "、".join((*result.waiting, *result.unclear)) if result else ""
            raise WrongUse("gather_not_settled", name=row_name(draft.form, key), providers=waiting or "—")
        return _with(draft, draft.gathered, use=(key,))

    return drafts.step_on(workspace, slot, put, by=by, today=today)


def type_in(
    workspace: Workspace,
    slot: Slot,
    row: str,
    provider: str,
    text: str,
    *,
    note: str = "",
    person: str = "",
    day: str = "",
    today: date,
    by: str,
) -> Done[Draft]:
    """What a provider said by telephone or on paper, typed here; read by the workbook's rules. Empty text and note take
    his contribution back. NotFound `gather_not_asked`; WrongUse `gather_no_figure` for what is no figure for certain.
    """

    def put(draft: Draft) -> Draft:
        one = _ask_of(draft, row, provider)
        if not text.strip() and not note.strip():
            given = tuple(other for other in draft.gathered.given if (other.row, other.provider) != (one.row, provider))
            return _with(draft, replace(draft.gathered, given=given))
        fresh = Contribution(
            one.row, provider, note=note.strip(), person=person.strip(), day=day.strip() or today.isoformat(),
            at=stamp(today), by=by,
        )  # fmt: skip
        return _with(draft, taken_in(draft.gathered, (_said(draft.form, fresh, text),)))

    return drafts.step_on(workspace, slot, put, by=by, today=today)


# -- sheets out ----------------------------------------------------------------------------------------------------


def export(
    workspace: Workspace,
    slot: Slot,
    to: Path,
    *,
    only: Sequence[str] = (),
    due: str = "",
    today: date,
    by: str,
) -> tuple[Path, ...]:
    """Writes each provider's sheet into a folder. Raises WrongUse `gather_nobody_asked`, NotFound
    `gather_provider_unknown`; EnvironmentTrouble as `outgoing.write_atomically`.
    """
    draft = drafts.open_draft(workspace, slot)
    asked = tuple(dict.fromkeys(name for one in draft.gathered.asks for name in one.providers))
    asked = tuple(name for name in (*providers(workspace), *asked) if name in asked)
    if not asked:
        raise WrongUse("gather_nobody_asked", period=slot.period)
    unknown = next((name for name in only if name not in asked), "")
    if unknown:
        raise NotFound("gather_provider_unknown", provider=unknown, period=slot.period)
    files = []
    for name in dict.fromkeys(asked):
        if not only or name in only:
            sheet = _sheet(workspace, draft, name, due)
            data = sheet_bytes(sheet, created=today)
            path = to / f"{safe('_'.join(office_name(sheet)))}.xlsx"
            outgoing.read_back(path, _difference(data, sheet, draft.form))
            files.append(Prepared(path, data, "gather", slot.unit, slot.period))
    with workspace.operation() as operation:
        return outgoing.deliver(workspace, operation, files, today=today, by=by)


def mark_of(workspace: Workspace, slot: Slot, provider: str) -> GatherMark:
    """What the sheet of a provider says of itself."""
    ledger = workspace.ledger
    realm = "training" if ledger.training else "real"
    return GatherMark(ledger.plan, ledger.issuer, slot.unit, slot.period, slot.form, realm, provider)


def sheet_rows(workspace: Workspace, draft: Draft, provider: str = "") -> tuple[SheetRow, ...]:
    """The rows that a provider is asked for, or that anybody is, in the order of the form."""
    told = earlier.last_tasks(workspace, draft.slot)
    found = []
    for one in draft.gathered.asks:
        if provider and provider not in one.providers:
            continue
        row = draft.form.row(one.row)
        if row is not None:
            found.append(SheetRow(row.key, row.name, row.unit, row.last, row.note))
        elif one.row == EXPLANATION:
            found.append(SheetRow(one.row, "总体情况说明", WORDS, words=True))
        else:
            task = next(task for task in draft.form.tasks if task.key == one.row)
            last = told[one.row].progress if one.row in told else None
            name = f"{task.label} {task.title}".strip()
            found.append(SheetRow(task.key, name, WORDS, last, task.measure, words=True))
    return tuple(found)


def _sheet(workspace: Workspace, draft: Draft, provider: str, due: str) -> GatherSheet:
    return GatherSheet(
        mark_of(workspace, draft.slot, provider), draft.form.unit_short, draft.form.plan_title,
        sheet_rows(workspace, draft, provider), due, draft.answers.filled_by,
    )  # fmt: skip


def _difference(data: bytes, sheet: GatherSheet, form: Form) -> str:
    """What the importer would read otherwise than it was written; empty when all is right."""
    book = take_in(data, "readback.xlsx")
    if book.refusal is not None:
        return book.refusal.code
    found = marks_of(book)
    if [mark for _sheet, mark in found] != [sheet.mark]:
        return "identity"
    reading = read_sheet(found[0][0], sheet.mark, sheet.rows, form.reading, "", by_names=False)
    return "rows" if reading.rows or reading.doubts or reading.provider != sheet.mark.provider else ""


# -- how it stands -------------------------------------------------------------------------------------------------


def lines(draft: Draft) -> tuple[GatherLine, ...]:
    """What is gathered, row by row, in the order of the form."""
    found = []
    for one in draft.gathered.asks:
        row, result = draft.form.row(one.row), combined(one, draft.gathered)
        same = not result.settled or agrees(draft.form, draft.answers, result)
        unit = row.unit if row is not None else ""
        found.append(GatherLine(one.row, row_name(draft.form, one.row), unit, one, result, same, words=row is None))
    return tuple(found)


def missing(draft: Draft) -> dict[str, tuple[str, ...]]:
    """The providers who have not answered, with the names of the rows that they are waited for."""
    found: dict[str, tuple[str, ...]] = {}
    for line in lines(draft):
        for name in line.result.waiting:
            found[name] = (*found.get(name, ()), line.name)
    return found


def row_key(form: Form, words: str) -> str:
    """The key of a row, task or the general explanation, by key or name. NotFound `gather_row_unknown`."""
    names = {EXPLANATION: EXPLANATION, _("General explanation"): EXPLANATION, "总体情况说明": EXPLANATION}
    names |= {name: task.key for task in form.tasks for name in (task.title, task.label, task.key)}
    names |= {name: row.key for row in form.rows if row.fillable for name in (row.name, row.key)}
    if words not in names:
        raise NotFound("gather_row_unknown", row=words)
    return names[words]


def row_name(form: Form, key: str) -> str:
    """What a gathered row is called."""
    row = form.row(key)
    if row is not None:
        return row.name
    task = next((task for task in form.tasks if task.key == key), None)
    return f"{task.label} {task.title}".strip() if task is not None else _("General explanation")


def _keys(form: Form) -> tuple[str, ...]:
    return (*(row.key for row in form.rows), *(task.key for task in form.tasks), EXPLANATION)


def _asked(form: Form, key: str, names: tuple[str, ...], how: How | None, lead: str) -> Ask:
    row = form.row(key)
    chosen = How.LEAD if how is How.LEAD else How.TEXT
    if row is not None:
        addable = row.unit not in _NOT_ADDED and "/" not in row.unit
        chosen = how or (How.SUM if addable else How.LEAD)
        if chosen is How.TEXT or (chosen is How.SUM and not addable and len(names) > 1):
            raise WrongUse("gather_not_added", name=row.name, unit=row.unit)
    return Ask(key, names, chosen, (lead or names[0]) if chosen is How.LEAD else "")


def _ask_of(draft: Draft, row: str, provider: str) -> Ask:
    key = row_key(draft.form, row)
    found = draft.gathered.ask(key)
    if found is None or provider not in found.providers:
        raise NotFound("gather_not_asked", name=row_name(draft.form, key), provider=provider)
    return found


def _said(form: Form, fresh: Contribution, text: str) -> Contribution:
    if form.row(fresh.row) is None:
        return replace(fresh, text=text.strip())
    value, findings = read_cell(form, fresh.row, text)
    if findings:
        raise WrongUse("gather_no_figure", text=text.strip(), name=row_name(form, fresh.row))
    if value is None or value.quantity is None:
        return replace(fresh, state=GivenState.MISSING, raw=text.strip())
    raw = "" if text.strip() == canonical(value.quantity) else text.strip()
    return replace(fresh, quantity=value.quantity, raw=raw)


def _with(draft: Draft, gathering: Gathering, *, use: tuple[str, ...] = ()) -> Draft:
    """The draft with this gathering, and what it changes in the answers."""
    result = filled(draft.form, draft.answers, draft.gathered, gathering, use=use)
    return replace(draft, answers=result.answers, gathered=gathering)


def with_contributions(draft: Draft, fresh: Iterable[Contribution]) -> Draft:
    """The draft after these contributions were taken in."""
    return _with(draft, taken_in(draft.gathered, fresh))


def _step(
    workspace: Workspace,
    slot: Slot,
    put: Callable[[Draft], Draft],
    order: tuple[str, ...],
    *,
    today: date,
    by: str,
) -> Done[Draft]:
    if order != providers(workspace):
        put_providers(workspace, order)
    return drafts.step_on(workspace, slot, put, by=by, today=today)


def _named(name: str) -> str:
    """A provider's name. WrongUse `gather_provider_name` for one that says nothing or cannot stand on a sheet."""
    bare = " ".join(name.split())
    if not bare or _SEPARATOR in bare or len(bare) > 40:
        raise WrongUse("gather_provider_name", name=name.strip() or "—")
    return bare
