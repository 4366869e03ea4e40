"""Where does a task's status come from? From the light down to rule, forms, decisions, files and persons."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeVar

from ipdesk.domain.errors import NotFound
from ipdesk.domain.ledger.matter import TARGET, TASK, matter_slot
from ipdesk.domain.ledger.package import Package
from ipdesk.domain.ledger.scope import short
from ipdesk.services import handdown, tasks, taskwords
from ipdesk.services.measures import all_measures
from ipdesk.services.tasks import TaskLine, Told
from ipdesk.services.workspace import Workspace
from ipdesk.store import receipts
from ipdesk.text import formats, lightwords
from ipdesk.text.i18n import _
from ipdesk.text.labels import label

Node = TypeVar("Node")
Make = Callable[..., Node]

#: What a reference to a task or a supervised target begins with: `task:440304/2026-t15-1@2026-10-09`.
PREFIXES = (f"{TASK}:", f"{TARGET}:")


def reference_to(line: TaskLine, today: date) -> str:
    """The reference by which `trace` finds a line as of a day."""
    return f"{line.slot.kind}:{line.slot.unit}/{line.slot.form}@{today.isoformat()}"


def trace_task(workspace: Workspace, reference: str, make: "Make[Node]") -> Node:
    """The whole way of a task's status; `make` makes a node. NotFound `trace_unknown`."""
    kind, _colon, place = reference.partition(":")
    place, _at, day = place.partition("@")
    unit, _slash, subject = place.partition("/")
    try:
        today = date.fromisoformat(day)
    except ValueError:
        raise NotFound("trace_unknown", reference=reference) from None
    measure = next((one for one in all_measures(workspace) if one.id == subject), None)
    lines = tasks.ledger(workspace, units=(unit,), year=measure.year if measure else 0, today=today)
    line = next((one for one in lines if one.slot == matter_slot(kind, unit, subject)), None)
    if line is None:
        raise NotFound("trace_unknown", reference=reference)
    facts = [
        (_("Unit"), line.unit.short),
        (_("Task"), line.task),
        (_("Deadline"), taskwords.deadline_words(line)),
        (_("Says itself"), taskwords.self_word(line)),
    ]
    children = (
        *_rule(line, make),
        *_measure(workspace, line, make),
        *(_told(workspace, one, make) for one in reversed(line.told)),
        *_decided(workspace, line, make),
    )
    shown = tuple((name, value) for name, value in facts if value)
    return make("figure", taskwords.title_words(line), taskwords.city_word(line), shown, children)


def _rule(line: TaskLine, make: "Make[Node]") -> Iterator[Node]:
    if line.lit.line is None:
        return
    parts = []
    if line.lit.value is not None:
        parts.append(make("part", label(line.lit.line.basis), formats.number(line.lit.value, 2), (), ()))
    if line.completion is not None and line.measure is not None:
        done = formats.quantity(line.quantity, line.measure.unit)
        whole = formats.quantity(line.measure.quantity, line.measure.unit)
        parts.append(make("part", _("completed: {done} of {whole}").format(done=done, whole=whole),
                          formats.percent(line.completion, 1), (), ()))  # fmt: skip
    if line.situation.elapsed is not None:
        elapsed = formats.percent(line.situation.elapsed, 1)
        parts.append(make("part", _("time gone of the measure"), elapsed, (), ()))
    sentence = lightwords.condition(line.lit.line)
    yield make("formula", _("light by the rule"), lightwords.light_text(line.lit.line), ((_("Rule"), sentence),),
               tuple(parts))  # fmt: skip


def _measure(workspace: Workspace, line: TaskLine, make: "Make[Node]") -> Iterator[Node]:
    owner = workspace.ledger.issuer if workspace.is_issuer else line.unit.code
    package = handdown.order_package(workspace, owner) if line.measure else None
    if package is None:
        return
    facts = [(_("From"), package.reason), *_header(package)]
    yield make("package", _("division of work"), short(package.id), tuple(fact for fact in facts if fact[1]), ())


def _told(workspace: Workspace, told: Told, make: "Make[Node]") -> Node:
    package = workspace.state.packages.get(told.package)
    facts = [(_("Text"), told.text), (_("Problems"), told.problem), *(_header(package) if package else ())]
    title = _("told as of {day}").format(day=formats.date_text(told.day))
    state = label(told.state) if told.state is not None else ""
    return make("package", title, state, tuple(fact for fact in facts if fact[1]),
                tuple(_files(workspace, told.package, make)))  # fmt: skip


def _decided(workspace: Workspace, line: TaskLine, make: "Make[Node]") -> Iterator[Node]:
    for entry in reversed(line.matter.entries):
        if entry.verb == "progress":
            continue
        package = workspace.state.packages[entry.id]
        facts = [(_("Text"), taskwords.entry_text(entry)), *_header(package)]
        yield make("package", taskwords.entry_words(entry), entry.date, tuple(fact for fact in facts if fact[1]),
                   tuple(_files(workspace, entry.id, make)))  # fmt: skip


def _files(workspace: Workspace, package: str, make: "Make[Node]") -> Iterator[Node]:
    for receipt in receipts.receipts_of_package(workspace.database, package):
        facts = ((_("Received"), receipt.at), (_("By"), receipt.by))
        yield make("file", receipt.name, "", tuple(fact for fact in facts if fact[1]), ())


def _header(package: Package) -> Iterator[tuple[str, str]]:
    yield _("Made by"), f"{package.maker} {package.officer}".strip()
    yield _("Date"), package.date
    yield _("Package"), short(package.id)
