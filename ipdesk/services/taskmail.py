"""Tasks and orders on their way: the 督办单 that a unit gets, and what comes back, by ipdesk or by hand.

The workbook carries the packages of the unit's scope, so a unit with ipdesk has the orders in its window; one without
writes into the sheet. What it wrote becomes decisions of the unit: a function of the file alone, the same on every PC.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ipdesk.domain.errors import Refused
from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.ledger.canonical import content_id
from ipdesk.domain.ledger.decision import Decision, Verb, decide
from ipdesk.domain.ledger.fold import State, fold
from ipdesk.domain.ledger.matter import TARGET, TASK, Matter, Order, day_of, matter_of, matter_slot
from ipdesk.domain.ledger.package import Kind, Package, Slot, parse, slot_of
from ipdesk.domain.unit import in_order
from ipdesk.exchange.envelope import Envelope, EnvelopeKind
from ipdesk.exchange.filename import safe
from ipdesk.exchange.raw import RawBook
from ipdesk.exchange.readback import table_difference
from ipdesk.exchange.tables import Sheet, table_bytes
from ipdesk.exchange.tasksheet import YES, WrittenLine, read_state, task_table, written_lines
from ipdesk.services import outgoing, tasks, taskwords
from ipdesk.services.formbuild import READING
from ipdesk.services.measurewords import goal_words
from ipdesk.services.release import plan_note
from ipdesk.services.signing import signed
from ipdesk.services.tasks import TaskLine
from ipdesk.services.typed import figure
from ipdesk.services.workspace import Done, Workspace, done
from ipdesk.text import formats
from ipdesk.text.i18n import _
from ipdesk.text.labels import label

#: The form that an envelope names when the sheet in it is to be written in.
SHEET = "tasks"
#: Columns of a sheet that tell of progress.
_PROGRESS = ("state", "quantity", "text", "problem", "cause", "next", "coordinate", "evidence")


def send(workspace: Workspace, to: Path, *, units: Sequence[str] = (), today: date, by: str) -> Done[tuple[Path, ...]]:
    """Writes the 督办单 of each unit that has tasks or orders (the issuer), or what this unit told and answered, for
    its parent. `to` is a folder. Refused `nothing_to_send`; EnvironmentTrouble as writing any file.
    """
    outgoing.ready(workspace, today=today)
    with workspace.operation() as operation:
        files = list(_files(workspace, to, units, today=today))
        if not files:
            raise Refused("nothing_to_send")
        paths = outgoing.deliver(workspace, operation, files, today=today, by=by)
    return done(workspace, paths)


def _files(workspace: Workspace, to: Path, units: Sequence[str], *, today: date) -> Iterator[outgoing.Prepared]:
    if not workspace.is_issuer:
        own = tuple(
            one for one in outgoing.scope_packages(workspace, workspace.unit.code) if one.maker == workspace.unit.code
        )
        if any(_is_about_tasks(one) for one in own):
            yield _file(workspace, workspace.unit.code, own, to, fill=False, today=today)
        return
    lines = tasks.ledger(workspace, today=today)
    for unit in in_order(workspace.policy.units):
        wanted = not units or unit.code in units
        if wanted and unit.code != workspace.unit.code and any(_to_be_sent(one, unit.code) for one in lines):
            yield _file(workspace, unit.code, outgoing.scope_packages(workspace, unit.code), to, fill=True, today=today)


def _to_be_sent(line: TaskLine, unit: str) -> bool:
    return line.unit.code == unit and (line.measure is not None or bool(line.matter.entries))


def _is_about_tasks(package: Package) -> bool:
    place = slot_of(package) if package.known else None
    return place is not None and package.kind == Kind.DECISION and place.kind in (TASK, TARGET)


def _file(
    workspace: Workspace, unit: str, packages: tuple[Package, ...], to: Path, *, fill: bool, today: date
) -> outgoing.Prepared:
    member = workspace.unit_of(unit)
    lines = [line for line in tasks.ledger(workspace, units=(unit,), today=today) if _to_be_sent(line, unit)]
    table = _table(workspace, unit, lines, fill=fill, today=today)
    training = "培训_" if workspace.training else ""
    what = "任务督办单" if fill else "任务进展和督办答复"
    name = safe(f"{training}{today:%Y%m%d}_{member.order:02d}{member.short}_{workspace.plan.short}_{what}") + ".xlsx"
    envelope = Envelope(
        plan=workspace.ledger.plan,
        issuer=workspace.ledger.issuer,
        unit=unit,
        period="",
        form=SHEET if fill else "",
        version=1,
        realm="training" if workspace.training else "real",
        template_id="",
        kind=EnvelopeKind.PACKAGES,
        packages=tuple(one.data for one in packages),
        digests=outgoing.scope_digests(workspace, unit),
    )
    envelope = signed(workspace, envelope, today=today)
    data = table_bytes((table,), created=today, envelope=envelope)
    outgoing.read_back(to / name, table_difference(data, (table,), envelope))
    return outgoing.Prepared(to / name, data, "tasks", unit, "")


def _table(workspace: Workspace, unit: str, lines: Sequence[TaskLine], *, fill: bool, today: date) -> Sheet:
    member = workspace.unit_of(unit)
    scope = _("{unit}, as of {day}").format(unit=member.name, day=formats.date_text(today))
    if workspace.training:
        scope += "　" + _("training data, not to be reported")
    notes = [plan_note(workspace)]
    if fill:
        notes.insert(0, _(
            "Write only into the columns from “状态” on; what stays empty says nothing. State: 已完成, 正常推进, 滞后, "
            "未启动 or 长期坚持. To apply to close write 是. Keep the numbers, and send the file back as it is."
        ))  # fmt: skip
    rows = [row for line in lines for row in _rows(line, fill=fill)]
    title = _("{plan}: tasks and supervision") if fill else _("{plan}: progress of tasks and replies")
    return task_table(title.format(plan=workspace.plan.short), scope, rows, tuple(notes), fill=fill)


def _rows(line: TaskLine, *, fill: bool) -> Iterator[dict[str, str]]:
    told = line.newest
    issued = {
        "subject": line.slot.form,
        "task": line.task,
        "title": line.title,
        "role": taskwords.role_word(line.role),
        "goal": goal_words(line.measure) if line.measure else "",
        "deadline": line.deadline,
        "last": "" if told is None else "　".join(
            part for part in (label(told.state) if told.state else "", told.text) if part
        ),
    }  # fmt: skip
    orders = line.matter.open_orders if fill else line.matter.orders
    for number, order in enumerate(orders or (None,)):
        row = dict(issued)
        if order is not None:
            row |= {"order": order.entry.fact("number"), "asked": order.entry.fact("text"), "reply_due": order.deadline}
            if not fill and order.replies:
                row["reply"] = order.replies[-1].fact("text")
        if not fill and number == 0:
            row |= _shown(line)
        yield row


def _shown(line: TaskLine) -> dict[str, str]:
    """What a unit told itself, for its parent to read."""
    found: dict[str, str] = {}
    progress = line.matter.progress
    if progress is not None:
        found = {name: progress.fact(name) for name in _PROGRESS if progress.fact(name)}
        if line.newest is not None and line.newest.state is not None:
            found["state"] = label(line.newest.state)
    if line.matter.applied is not None:
        found["apply"] = line.matter.applied.entry.fact("text")
    return found


# -- what comes back -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SheetReading:
    """What was written into a 督办单: packages of the unit, and what could not be taken."""

    packages: tuple[Package, ...]
    findings: tuple[Finding, ...]
    filled_by: str = ""


def read_sheet(workspace: Workspace, book: RawBook, envelope: Envelope) -> SheetReading:
    """The decisions that a filled-in sheet makes. What they build on are the decisions that travelled in the file, so
    that every PC makes the same packages of it.
    """
    lines, filled_by, day = written_lines(book)
    known = _carried(workspace, envelope)
    packages: list[Package] = []
    findings: list[Finding] = []
    for line in _joined(lines, findings, book.name):
        slot = _slot(known, envelope.unit, line.subject, workspace)
        matter = matter_of(slot, known.packages.values())
        for verb, names, facts in _said(line, matter, findings, book.name):
            own = Decision(verb, slot, names, facts=tuple(sorted(
                {**facts, "filled_by": filled_by, "made_by": "sheet"}.items()
            )))  # fmt: skip
            packages.append(
                decide(
                    own, workspace.ledger, maker=envelope.unit, officer=filled_by, audience=envelope.unit,
                    parents=known.slot(workspace.ledger, slot).decision_heads, reason="", date=day or _sent_on(known),
                )
            )  # fmt: skip
    return SheetReading(tuple(packages), tuple(findings), filled_by)


def _joined(lines: Sequence[WrittenLine], findings: list[Finding], file: str) -> Iterator[WrittenLine]:
    """The rows, with what several rows tell of one task joined on the first of them, in the order of the rows.

    A task with two orders has two rows. Where they tell different things in one column, neither is taken.
    """
    told: dict[str, dict[str, str]] = {}
    clashes: set[tuple[str, str]] = set()
    for line in lines:
        found = told.setdefault(line.subject, {})
        for name in (*_PROGRESS, "apply"):
            text = line.cells.get(name, "")
            if text and found.setdefault(name, text) != text:
                clashes.add((line.subject, name))
                findings.append(_finding("task_row_twice", file, line, first=found[name], text=text))
    seen: set[str] = set()
    for line in lines:
        cells = {name: text for name, text in line.cells.items() if name == "reply"}
        if line.subject not in seen:
            kept = {n: text for n, text in told[line.subject].items() if (line.subject, n) not in clashes}
            cells = kept | cells
        seen.add(line.subject)
        yield replace(line, cells=cells)


def _said(
    line: WrittenLine, matter: Matter, findings: list[Finding], file: str
) -> Iterator[tuple[Verb, tuple[str, ...], dict[str, str]]]:
    written = dict(line.cells)
    state = written.get("state", "")
    if state:
        written["state"] = read_state(state)
        if not written["state"]:
            findings.append(_finding("task_state_unread", file, line, text=state))
    if written.get("quantity"):
        try:
            written["quantity"] = format(figure(written["quantity"], "", READING), "f")
        except ValueError:
            findings.append(_finding("task_quantity_unread", file, line, text=written.pop("quantity")))
    progress = {name: written[name] for name in _PROGRESS if written.get(name)}
    if progress:
        yield Verb.PROGRESS, (), progress
    if written.get("reply"):
        order = _order(matter, line.order)
        if order is None:
            findings.append(_finding("task_order_unknown", file, line, order=line.order or "—"))
        else:
            yield Verb.REPLY, (order.entry.id,), {"text": written["reply"]}
    applied = written.get("apply", "")
    if applied.casefold() in YES or (applied and len(applied) > 1 and applied not in ("否", "不申请")):
        text = written.get("text") or (applied if applied.casefold() not in YES else "")
        if text:
            yield Verb.APPLY, (), {"text": text, "evidence": written.get("evidence", "")}
        else:
            findings.append(_finding("task_apply_empty", file, line))


def _finding(code: str, file: str, line: WrittenLine, **params: str) -> Finding:
    where = Where(file=file, row=line.subject)
    return Finding(code, Severity.MUST_EXPLAIN, where, {"row": str(line.row), **params})


def _order(matter: Matter, number: str) -> Order | None:
    """The order that a row answers: by its number; the only one where the row names none."""
    found = [one for one in matter.orders if not number or one.entry.fact("number") == number]
    return found[0] if len(found) == 1 else None


def _carried(workspace: Workspace, envelope: Envelope) -> State:
    """The state of the packages that travelled in the file, of those that are known or whole."""
    packages = []
    for body in envelope.packages:
        try:
            packages.append(workspace.state.packages.get(content_id(body)) or parse(body))
        except ValueError:
            continue
    return fold(packages)


def _sent_on(known: State) -> str:
    """The latest day that a package in the file bears: what was written into it was written no earlier."""
    days = (package.date for package in known.packages.values())
    return max((day for day in days if day_of(day) is not None), default="")


def _slot(known: State, unit: str, subject: str, workspace: Workspace) -> Slot:
    target = matter_slot(TARGET, unit, subject)
    return target if (workspace.ledger, target) in known.members else matter_slot(TASK, unit, subject)
