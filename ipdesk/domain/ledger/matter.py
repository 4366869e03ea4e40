"""What the decisions on one task or target of one unit come to: progress, orders, postponement, closing, marks.

Each decision answers a few questions (is it closed? what is the deadline?). A question is answered by its newest
decisions: those that no other decision on it builds on. Where they agree, that is it; where they contradict each other,
what all of them build on holds, and they are named as disputed until somebody decides who saw both. So the result is
a function of the set of decisions: no order, no repetition.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ipdesk.domain.ledger.decision import Verb, read_decision
from ipdesk.domain.ledger.lineage import Lineage, lineage
from ipdesk.domain.ledger.package import Kind, Package, Slot

#: Kinds of slots that hold such decisions: a task or measure, a target.
TASK, TARGET = "task", "target"

PASSED, AGAIN = "passed", "again"
OPEN, ANSWERED, WITHDRAWN = "open", "answered", "withdrawn"
PENDING, APPROVED, RETURNED = "pending", "approved", "returned"


def matter_slot(kind: str, unit: str, subject: str) -> Slot:
    """The slot of a task, measure or target (`subject`) of a unit."""
    return Slot(kind, unit, "", subject)


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision of a matter, with what its header says."""

    id: str
    verb: str
    maker: str
    officer: str
    date: str
    reason: str
    names: tuple[str, ...]
    facts: Mapping[str, str] = field(default_factory=dict)

    def fact(self, name: str) -> str:
        return self.facts.get(name, "")


@dataclass(frozen=True, slots=True)
class Order:
    """A 督办 order. `state`: open (no reply, or 继续督办), answered (to be checked), passed, withdrawn.

    `deadline` is the ISO day by which a reply is due, as the last check has it.
    """

    entry: Entry
    state: str
    deadline: str
    replies: tuple[Entry, ...] = ()
    checks: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Application:
    """An application to close. `state`: pending, approved, returned, withdrawn; `answer` is the decision on it."""

    entry: Entry
    state: str
    answer: Entry | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """All that was decided on one task or target of a unit. `entries` have what builds on something after it.

    `postponed` is the postponement in force, `closed` the decision that closed it, `progress` the last progress told
    outside forms, `marks` the issuer's status by period. `disputed` are decisions that contradict each other.
    """

    slot: Slot
    entries: tuple[Entry, ...] = ()
    orders: tuple[Order, ...] = ()
    applications: tuple[Application, ...] = ()
    postponed: Entry | None = None
    closed: Entry | None = None
    progress: Entry | None = None
    marks: Mapping[str, Entry] = field(default_factory=dict)
    disputed: tuple[str, ...] = ()

    @property
    def open_orders(self) -> tuple[Order, ...]:
        """Orders that wait for a reply."""
        return tuple(order for order in self.orders if order.state == OPEN)

    @property
    def answered_orders(self) -> tuple[Order, ...]:
        """Orders whose reply is to be checked."""
        return tuple(order for order in self.orders if order.state == ANSWERED)

    @property
    def applied(self) -> Application | None:
        """The application that waits for its check; of several the last."""
        waiting = [one for one in self.applications if one.state == PENDING]
        return waiting[-1] if waiting and self.closed is None else None

    def of(self, verb: str) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.verb == verb)


def matter_of(slot: Slot, members: Iterable[Package]) -> Matter:
    """The matter of a slot's decisions, in whatever order and however often they come."""
    packages = {package.id: package for package in members if package.kind == Kind.DECISION and package.known}
    of = lineage({name: package.parents for name, package in packages.items()})
    entries = tuple(_entry(packages[name]) for name in of.order)
    book = _Book(of, entries)
    closed = book.newest_entry("closed")
    return Matter(
        slot,
        entries,
        orders=tuple(_order(book, index) for index, entry in enumerate(entries) if entry.verb == Verb.ORDER),
        applications=tuple(_application(book, entry) for entry in entries if entry.verb == Verb.APPLY),
        postponed=book.newest_entry("deadline"),
        closed=closed if closed is not None and closed.verb == Verb.CLOSE else None,
        progress=book.newest_entry("progress"),
        marks={
            question.removeprefix("mark."): entry
            for question in sorted(book.said)
            if question.startswith("mark.") and (entry := book.newest_entry(question)) is not None
        },
        disputed=book.disputed(),
    )


def _entry(package: Package) -> Entry:
    said = read_decision(package)
    return Entry(
        package.id, said.verb, package.maker, package.officer, package.date, package.reason, said.names,
        dict(said.facts),
    )  # fmt: skip


def _answers(entry: Entry) -> Iterable[tuple[str, str]]:
    """The questions that a decision answers, and what it says to each."""
    match entry.verb:
        case Verb.PROGRESS:
            yield "progress", repr(sorted(entry.facts.items()))
        case Verb.POSTPONE:
            yield "deadline", entry.fact("deadline")
        case Verb.RATE:
            yield f"mark.{entry.fact('period')}", f"{entry.fact('light')} {entry.fact('word')}"
        case Verb.INSPECT:
            for name in entry.names:
                yield f"order.{name}", f"{entry.fact('result')} {entry.fact('deadline')}".strip()
        case Verb.CLOSE:
            yield "closed", "closed"
            for name in entry.names:
                yield f"application.{name}", APPROVED
        case Verb.RETURN:
            yield "closed", ""
            for name in entry.names:
                yield f"application.{name}", RETURNED
        case Verb.REOPEN:
            yield "closed", ""
        case Verb.WITHDRAW:
            for name in entry.names:
                yield f"order.{name}", WITHDRAWN
                yield f"application.{name}", WITHDRAWN


class _Book:
    """What was said to which question, by whom."""

    def __init__(self, of: Lineage, entries: tuple[Entry, ...]) -> None:
        self.lineage = of
        self.entries = entries
        self.said: dict[str, dict[int, str]] = {}
        makers = {entry.id: entry.maker for entry in entries}
        for index, entry in enumerate(entries):
            # Nobody withdraws what another made.
            own = [name for name in entry.names if entry.verb != Verb.WITHDRAW or makers.get(name) == entry.maker]
            for question, value in _answers(replace(entry, names=tuple(own))):
                self.said.setdefault(question, {})[index] = value

    def newest(self, question: str) -> tuple[int | None, frozenset[int]]:
        """The decision that answers a question, and those that contradict each other about it.

        Each step looks only at what all rivals build on, so it ends. Of several that agree the smallest id counts.
        """
        values = self.said.get(question, {})
        rivals: frozenset[int] = frozenset()
        seen = (1 << len(self.entries)) - 1
        while True:
            mask = sum(1 << index for index in values) & seen
            newest = self.lineage.newest(mask)
            if len({values[index] for index in newest}) <= 1:
                answer = min(newest, key=lambda index: self.entries[index].id) if newest else None
                return answer, rivals
            rivals = rivals or frozenset(newest)
            seen = self.lineage.shared(newest)

    def newest_entry(self, question: str) -> Entry | None:
        index, _rivals = self.newest(question)
        return None if index is None else self.entries[index]

    def disputed(self) -> tuple[str, ...]:
        rivals = frozenset[int]().union(*(self.newest(question)[1] for question in self.said))
        return self.lineage.names(rivals)

    def before(self, one: int, other: int) -> bool:
        """Whether `other` builds on `one`."""
        return bool(self.lineage.past[other] >> one & 1)


def _order(book: _Book, index: int) -> Order:
    entry = book.entries[index]
    named = [place for place, one in enumerate(book.entries) if entry.id in one.names]
    replies = [place for place in named if book.entries[place].verb == Verb.REPLY]
    checks = tuple(book.entries[place] for place in named if book.entries[place].verb == Verb.INSPECT)
    answer, _rivals = book.newest(f"order.{entry.id}")
    said = book.entries[answer] if answer is not None else None
    deadline = entry.fact("deadline")
    if said is not None and said.verb == Verb.WITHDRAW:
        state = WITHDRAWN
    elif said is not None and said.fact("result") == PASSED:
        state = PASSED
    else:
        deadline = (said.fact("deadline") if said else "") or deadline
        waiting = [place for place in replies if answer is None or not book.before(place, answer)]
        state = ANSWERED if waiting else OPEN
    return Order(entry, state, deadline, tuple(book.entries[place] for place in replies), checks)


def _application(book: _Book, entry: Entry) -> Application:
    answer = book.newest_entry(f"application.{entry.id}")
    if answer is None:
        return Application(entry, PENDING)
    states = {Verb.CLOSE.value: APPROVED, Verb.RETURN.value: RETURNED, Verb.WITHDRAW.value: WITHDRAWN}
    return Application(entry, states[answer.verb], answer)


def day_of(text: str) -> date | None:
    """An ISO day of a fact; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
