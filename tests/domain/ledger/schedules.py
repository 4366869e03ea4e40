"""Schedules: a few PCs that issue, fill, fix, copy, lose, repeat, mend, return, accept and settle, in any order.

A schedule is a string of bytes, three a step: who, what, how. Every string is a schedule,
so any source of bytes can make
them, and a short one is easy to read. Nothing here is a file: a PC is the state that it folded.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ipdesk.domain.form import Question
from ipdesk.domain.ledger.decision import Decision, Verb, decide
from ipdesk.domain.ledger.fold import State, extend, fold
from ipdesk.domain.ledger.package import CHILDREN, Kind, LedgerKey, Package, Slot, make

CITY = "440300"
LEDGER = LedgerKey("sz-155", CITY)
DISTRICTS = ("440304", "440305")


@dataclass(slots=True)
class Pc:
    """One PC of the city (`unit` is the city) or of a district. `seen` are states that it was in, for old drafts."""

    unit: str
    number: int
    state: State = field(default_factory=State)
    seen: list[State] = field(default_factory=list)

    def may_hold(self, package: Package) -> bool:
        return self.unit == CITY or package.audience in (CHILDREN, self.unit)


@dataclass(slots=True)
class Office:
    """All PCs, all that was ever made, and what changed an accepted value (`broken` when nothing said so)."""

    pcs: list[Pc]
    made: dict[str, Package] = field(default_factory=dict)
    files: list[tuple[Package, ...]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    steps: int = 0

    def take_in(self, pc: Pc, packages: Iterable[Package]) -> None:
        """What a PC may hold comes in; an accepted value may change only by a decision that comes with it."""
        coming = [package for package in packages if pc.may_hold(package)]
        before, after = pc.state, extend(pc.state, coming)
        decided = {place_of(package) for package in coming if package.kind == Kind.DECISION}
        versions = {package.id for package in coming}
        for (_, slot), now in after.slots.items():
            was = before.slot(LEDGER, slot)
            if now.standing != was.standing and slot not in decided:
                self.broken.append(f"{slot.code}: the standing changed without a decision")
            moved = slot.kind == Kind.SUBMISSION and now.in_force != was.in_force
            if moved and slot not in decided and now.in_force not in versions:
                self.broken.append(f"{slot.code}: another version in force without a decision")
        pc.state = after

    def fix(self, pc: Pc, package: Package) -> None:
        self.made[package.id] = package
        self.take_in(pc, [package])


def office(first: int) -> Office:
    """Two to four PCs: the city has one or two, there are one or two districts, a district may have two."""
    units = [
        (CITY, DISTRICTS[0]),
        (CITY, CITY, DISTRICTS[0]),
        (CITY, CITY, *DISTRICTS),
        (CITY, DISTRICTS[0], DISTRICTS[0]),
    ]
    return Office([Pc(unit, number) for number, unit in enumerate(units[first % 4])])


def play(schedule: bytes) -> Office:
    """All steps of a schedule; not yet the great exchange."""
    played = office(schedule[0])
    for who, what, how in steps(schedule[1:]):
        _STEPS[what % len(_STEPS)](played, played.pcs[who % len(played.pcs)], how)
        played.steps += 1
    return played


def meet(played: Office, order: bytes) -> None:
    """All that was ever made reaches every PC that may hold it, to each in another order, some of it twice."""
    packages = list(played.made.values())
    for number, pc in enumerate(played.pcs):
        turn = order[number % len(order)] % (len(packages) or 1)
        row = packages[turn:] + packages[:turn]
        row = row[::-1] if order[-1] >> number & 1 else row
        size = 1 + order[number % len(order)] % 5
        for start in range(0, len(row), size):
            played.take_in(pc, row[max(0, start - 1) : start + size])


def steps(schedule: bytes) -> Iterator[tuple[int, int, int]]:
    for start in range(0, len(schedule) - 2, 3):
        yield schedule[start], schedule[start + 1], schedule[start + 2]


def place_of(package: Package) -> Slot:
    slot = package.content["slot"]
    return Slot(slot["kind"], slot.get("unit", ""), slot.get("period", ""), slot.get("form", ""))


def of_unit(pc: Pc, how: int) -> str:
    return pc.unit if pc.unit != CITY else DISTRICTS[how % 5 == 4]


def slot(kind: Kind, unit: str) -> Slot:
    return Slot(kind, unit, "2026-Q3", "main")


def _issue(played: Office, pc: Pc, how: int) -> None:
    if pc.unit == CITY:
        place = slot(Kind.TEMPLATE, of_unit(pc, how))
        content = {"unit": place.unit, "period": place.period, "form": place.form, "note": how % 3}
        heads = pc.state.slot(LEDGER, place).heads
        played.fix(pc, make(Kind.TEMPLATE, LEDGER, maker=CITY, audience=place.unit, content=content, parents=heads))


def _snapshot(played: Office, pc: Pc, how: int) -> None:
    """A draft is begun from what is seen now; it may be fixed much later."""
    pc.seen.append(pc.state)


def _submit(played: Office, pc: Pc, how: int, parents: tuple[str, ...]) -> None:
    """Fill and fix; by the city: on behalf. Equal answers make an equal package, on every PC."""
    place = slot(Kind.SUBMISSION, of_unit(pc, how))
    content = {"unit": place.unit, "period": place.period, "form": place.form, "stations": how % 7}
    played.fix(pc, make(Kind.SUBMISSION, LEDGER, maker=pc.unit, audience=place.unit, content=content, parents=parents))


def _fix(played: Office, pc: Pc, how: int) -> None:
    _submit(played, pc, how, pc.state.slot(LEDGER, slot(Kind.SUBMISSION, of_unit(pc, how))).heads)


def _fix_old_draft(played: Office, pc: Pc, how: int) -> None:
    before = pc.seen[how % len(pc.seen)] if pc.seen else State()
    _submit(played, pc, how, before.slot(LEDGER, slot(Kind.SUBMISSION, of_unit(pc, how))).heads)


def _mend_and_resend(played: Office, pc: Pc, how: int) -> None:
    """The same workbook, mended and mailed again: it knows no parents."""
    _submit(played, pc, how, ())


def _decide(played: Office, pc: Pc, how: int) -> None:
    _say(played, pc, how, tuple(Verb)[how % len(Verb)], slot(Kind.SUBMISSION, of_unit(pc, how // 11)))


def _accept(played: Office, pc: Pc, how: int) -> None:
    _say(played, pc, how, Verb.ACCEPT if how & 1 else Verb.RETURN, slot(Kind.SUBMISSION, of_unit(pc, how // 2)))


def _correct(played: Office, pc: Pc, how: int) -> None:
    """After acceptance: a successor of what is in force, accepted at once, as when a revision is taken over."""
    place = slot(Kind.SUBMISSION, of_unit(pc, how))
    state = pc.state.slot(LEDGER, place)
    if pc.unit != CITY or not state.in_force or state.current != state.in_force:
        return
    content = {
        "unit": place.unit,
        "period": place.period,
        "form": place.form,
        "stations": how % 7,
        "made_by": "revision",
    }
    package = make(
        Kind.SUBMISSION, LEDGER, maker=CITY, audience=place.unit, content=content, parents=state.heads, reason="更正"
    )
    played.fix(pc, package)
    said = Decision(Verb.ACCEPT, place, (package.id,))
    decision = decide(
        said, LEDGER, maker=CITY, officer=f"{pc.number}", audience=place.unit, parents=state.decision_heads,
        reason="更正", date=""
    )  # fmt: skip
    played.fix(pc, decision)


def _settle(played: Office, pc: Pc, how: int) -> None:
    place = slot(Kind.TEMPLATE if how & 4 else Kind.SUBMISSION, of_unit(pc, how))
    _say(played, pc, how, Verb.SETTLE if how & 2 else Verb.SUPERSEDE, place)


def _say(played: Office, pc: Pc, how: int, verb: Verb, place: Slot) -> None:
    state = pc.state.slot(LEDGER, place)
    known = [
        name
        for name in pc.state.members.get((LEDGER, place), ())
        if verb in (Verb.WITHDRAW, Verb.REOPEN, Verb.REINSTATE) or name in state.heads
    ]
    if not known:
        return
    name = known[how // 16 % len(known)]
    others = tuple(head for head in state.heads if head != name) if verb in (Verb.SETTLE, Verb.SUPERSEDE) else ()
    said = Decision(
        verb, place, () if verb is Verb.WAIVE else (name,), others,
        (Question("stations", "?"),) if verb is Verb.RETURN else (),
        (("item", "stations"),) if verb is Verb.ADJUST else (),
    )  # fmt: skip
    officer = f"{pc.number}" if how & 8 else ""  # without it two PCs may make the very same decision
    played.fix(
        pc,
        decide(
            said, LEDGER, maker=pc.unit, officer=officer, audience=place.unit, parents=state.decision_heads,
            reason="", date=""
        ),
    )  # fmt: skip


def _write_file(played: Office, pc: Pc, how: int) -> None:
    """A file with some of what the PC holds. Whether it ever arrives is another step."""
    names = sorted(pc.state.packages)
    played.files.append(tuple(pc.state.packages[name] for number, name in enumerate(names) if how >> number % 8 & 1))


def _receive(played: Office, pc: Pc, how: int) -> None:
    """Any file that was ever written, also one that was received before."""
    if played.files:
        played.take_in(pc, played.files[how % len(played.files)])


def _copy(played: Office, pc: Pc, how: int) -> None:
    """All that another PC holds, as when two of one office exchange a bundle."""
    other = played.pcs[how % len(played.pcs)]
    played.take_in(pc, other.state.packages.values())


def _lose(played: Office, pc: Pc, how: int) -> None:
    """A file is lost; or the PC breaks and is set up from a backup. What was fixed went out as a file by then."""
    if how & 1 and played.files:
        played.files.pop(how % len(played.files))
    elif pc.seen:
        pc.state = pc.seen[how % len(pc.seen)]


_STEPS = (
    _issue, _snapshot, _fix, _fix, _fix_old_draft, _mend_and_resend, _decide, _decide, _accept, _accept, _accept,
    _accept,
    _correct, _correct, _settle, _write_file, _write_file, _receive, _receive, _copy, _copy, _copy, _lose,
)  # fmt: skip


def refolded(pc: Pc) -> State:
    """The same packages, folded at once from the other end."""
    return fold(reversed(list(pc.state.packages.values())))
