"""Schedules through real files: two PCs of a city, two of a district, and a district that has only a spreadsheet.

A schedule is a number: every step that it takes follows from it. All that goes from one to another is a workbook or a
zip that was really written, and comes in through `services.receive`. Nothing here knows what should come out: at the
end all that was sent is brought everywhere, and the laws are asked (`test_file_schedules.py`, `tools/soak.py`).
"""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Final, TypeVar
from unittest.mock import patch

from ipdesk.domain.errors import IpdeskError, Refused
from ipdesk.domain.form import Question
from ipdesk.domain.ledger.fold import State
from ipdesk.domain.ledger.package import CHILDREN, Kind, LedgerKey, Package, slot_of
from ipdesk.domain.ledger.scope import digest, in_scope, scopes, state_digest
from ipdesk.domain.ledger.standing import SET_ASIDE, Status
from ipdesk.exchange import byhand, child
from ipdesk.exchange.layout import INDICATORS, SIGN
from ipdesk.exchange.raw import RawBook
from ipdesk.services import bundle, draft, figures, issue, outgoing, receive, release, review, workspace
from ipdesk.services.workspace import Workspace
from tests.builders import SIGNED
from tests.services.office import CITY, FIGURES, FUTIAN, LUOHU, OFFICER, Q3, TODAY, answered, slot

STEPS: Final = 16
#: Values that may be fixed again and again without a check that stands in the way.
CASES: Final = range(200, 230)
_ALL: Final = {"draft": "take", "layout": "take", "issued_changed": "take", "superseded": "leave", "key": "take"}


T = TypeVar("T")


@dataclass(slots=True)
class Chance:
    """What happens next, the same for the same seed on every machine."""

    seed: int
    drawn: int = 0

    def below(self, end: int) -> int:
        self.drawn += 1
        return int.from_bytes(sha256(f"{self.seed}/{self.drawn}".encode()).digest()[:8]) % end

    def choice(self, things: Sequence[T]) -> T:
        return things[self.below(len(things))]

    def often(self, percent: int) -> bool:
        return self.below(100) < percent


@dataclass(slots=True)
class World:
    """All PCs by name, the files that are under way, and what was ever fixed."""

    folder: Path
    chance: Chance
    pcs: dict[str, Workspace]
    mail: list[Path] = field(default_factory=list)
    forms: list[Path] = field(default_factory=list)  # what the spreadsheet has of its unit: templates, returned forms
    made: dict[str, Package] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    did: Counter[str] = field(default_factory=Counter)
    number: int = 0
    today: date = TODAY

    def file(self, ending: str = ".xlsx") -> Path:
        self.number += 1
        return self.folder / f"{self.number:03d}{ending}"

    def keep(self, path: Path) -> Path:
        """A file that was written under an office's name, put aside under a name of its own."""
        to = self.file()
        shutil.move(path, to)
        self.mail.append(to)
        return to

    def city(self) -> Workspace:
        return self.pcs[self.chance.choice(("city", "city-2"))]

    def district(self) -> Workspace:
        return self.pcs[self.chance.choice(("futian", "futian-2"))]

    def anybody(self) -> Workspace:
        return self.pcs[self.chance.choice(sorted(self.pcs))]

    def act(self, place: Workspace, what: Callable[[], object]) -> bool:
        """Does something on a PC; what was accepted there may change only by a decision that came with it."""
        before = place.state
        try:
            what()
        except IpdeskError:  # refused: nothing to settle, nothing to accept, already so
            assert place.state is before or before.packages.keys() <= place.state.packages.keys()
            return False
        finally:
            self._watch(place, before)
        return True

    def _watch(self, place: Workspace, before: State) -> None:
        after = place.state
        lost = before.packages.keys() - after.packages.keys()
        if lost:
            self.broken.append(f"{place.path.stem}: lost {len(lost)} packages")
        new = [package for name, package in after.packages.items() if name not in before.packages]
        self.made.update({package.id: package for package in new})
        decided = {slot_of(package) for package in new if package.kind == Kind.DECISION}
        versions = {package.id for package in new}
        for (ledger, where), now in after.slots.items():
            was = before.slot(ledger, where)
            moved = where.kind == Kind.SUBMISSION and now.in_force != was.in_force
            if moved and where not in decided and now.in_force not in versions:
                self.broken.append(f"{place.path.stem} {where.code}: another version in force without a decision")


@contextmanager
def read_here() -> Iterator[None]:
    """Workbooks are read in this process: the very same reader, without a child for each of some thousand files."""
    from ipdesk.exchange.intake import take_in
    from ipdesk.exchange.raw import from_wire, to_wire

    def book_of(path: Path) -> RawBook:
        data = path.read_bytes()
        read = take_in(data, path.name)
        return from_wire(to_wire(read), path.name, read.sha256, data)

    def many(files: list[Path], **_: object) -> Iterator[tuple[Path, RawBook | OSError]]:
        for path in files:
            yield path, book_of(path)

    with (
        patch.object(receive, "open_workbooks", many),
        patch.object(byhand, "open_workbook", book_of),
        patch.object(child, "open_workbook", book_of),
    ):
        yield


def prepare(folder: Path) -> Path:
    """A city that has issued its third quarter, its second PC, and a district with two PCs that took its form in."""
    with workspace.create(folder / "city.ipdesk", unit=CITY, plan="sz-155", today=date(2026, 7, 1), by=OFFICER) as city:
        issued = issue.issue(
            city, Q3, to=folder, prefills=_prefills(62), units={FUTIAN, LUOHU}, today=date(2026, 10, 1), by=OFFICER
        ).value
        for one in issued:
            assert one.path is not None
            one.path.rename(folder / f"template-{one.unit.code}.xlsx")
    shutil.copyfile(folder / "city.ipdesk", folder / "city-2.ipdesk")
    with workspace.create(folder / "futian.ipdesk", unit=FUTIAN, plan="sz-155", today=TODAY, by="李敏") as futian:
        receive.receive(futian, [folder / f"template-{FUTIAN}.xlsx"], today=TODAY, by="李敏")
    shutil.copyfile(folder / "futian.ipdesk", folder / "futian-2.ipdesk")
    return folder


def play(prepared: Path, folder: Path, seed: int, steps: int = STEPS) -> World:
    """All steps of a schedule and the great exchange at its end; the world is left open for the laws to be asked."""
    folder.mkdir(parents=True, exist_ok=True)
    names = ("city", "city-2", "futian", "futian-2")
    for name in names:
        shutil.copyfile(prepared / f"{name}.ipdesk", folder / f"{name}.ipdesk")
    pcs = {name: workspace.open_workspace(folder / f"{name}.ipdesk") for name in names}
    world = World(folder, Chance(seed), pcs)
    world.forms.append(prepared / f"template-{LUOHU}.xlsx")
    for place in pcs.values():
        world.made.update(place.state.packages)
    tried = 0
    while sum(world.did.values()) < steps and tried < 6 * steps:  # what cannot be done now is another step later
        tried += 1
        step = world.chance.choice(_STEPS)
        world.today += timedelta(days=world.chance.often(20))
        if step(world):
            world.did[step.__name__.strip("_")] += 1
    meet(world)
    return world


def close(world: World) -> None:
    for place in world.pcs.values():
        place.close()


# -- steps ----------------------------------------------------------------------------------------------------------


def _issue(world: World) -> bool:
    """A source revised what is handed down: the forms go out anew."""
    place, to = world.city(), world.file("-issued")
    issued: list[issue.IssuedFile] = []

    def act() -> None:
        pledge = world.chance.choice((62, 63, 64))
        issued.extend(
            issue.issue(
                place, Q3, to=to, prefills=_prefills(pledge), units={FUTIAN, LUOHU}, today=world.today, by=OFFICER
            ).value
        )

    done = world.act(place, act)
    for one in issued:
        if one.path is not None:
            path = world.keep(one.path)
            if one.unit.code == LUOHU:
                world.forms.append(path)
    return done


def _fill_and_fix(world: World) -> bool:
    """On one of the district's PCs; the other may do the same without knowing."""
    return _fixed(world, world.district(), FUTIAN)


def _on_behalf(world: World) -> bool:
    return _fixed(world, world.city(), LUOHU)


def _fixed(world: World, place: Workspace, unit: str) -> bool:
    where = slot(place, unit)
    cases = str(world.chance.choice(CASES))

    def act() -> None:
        if place.state.slot(place.ledger, where).open:
            raise Refused("slot_open", unit=unit, period=where.period)
        answers = answered(place, unit, {**FIGURES, "mediation-cases": cases})
        draft.set_answers(place, where, answers, by=OFFICER, today=world.today)
        if unit != place.unit.code:
            draft.set_basis(place, where, "传真", by=OFFICER, today=world.today)
        draft.fix(place, where, today=world.today, by=OFFICER, reason="更正", approvals=SIGNED)

    return world.act(place, act)


def _send(world: World) -> bool:
    """The district exports what it has fixed, or withdrew, on one PC."""
    place = world.district()
    return world.act(place, lambda: world.keep(_exported(world, place)))


def _exported(world: World, place: Workspace) -> Path:
    to = world.file("-sent")
    return outgoing.export_submission(place, slot(place, place.unit.code), to, today=world.today, by="李敏")


def _deliver(world: World) -> bool:
    """What is under way reaches one PC of the city in the ordinary way: the newest file, taken at once."""
    return bool(world.mail) and _take(world, world.city(), world.mail[-1], sure=world.chance.often(70))


def _by_hand(world: World) -> bool:
    """The other district fills in, or mends, with a spreadsheet and mails it; it may be the same workbook again."""
    return _hand_filled(world, world.chance.choice(world.forms))


def _edited_elsewhere(world: World) -> bool:
    """Somebody changes a cell of any workbook that is under way: also of one that was fixed in ipdesk."""
    books = [path for path in world.mail if path.suffix == ".xlsx"]
    return bool(books) and _hand_filled(world, world.chance.choice(books))


def _hand_filled(world: World, source: Path) -> bool:
    cells: dict[byhand.CellName, Decimal | str] = {
        (INDICATORS, key, "value"): Decimal(figure) for key, figure in FIGURES.items()
    }
    cells[INDICATORS, "mediation-cases", "value"] = Decimal(world.chance.choice(CASES))
    for key in ("hv-patents-count", "overseas-grants", "patent-transfers", "pledge-amount", "resident-population"):
        cells[INDICATORS, key, "confirm"] = "无误"
    cells[SIGN, "filled_by", "text"] = "王芳"
    to = world.file()
    try:
        byhand.fill(source, to, cells)
    except KeyError:  # a release, or a row that this form does not have
        return False
    world.mail.append(to)
    world.forms.append(to)
    return True


def _copy(world: World) -> bool:
    if world.mail:
        world.mail.append(Path(shutil.copyfile(world.chance.choice(world.mail), world.file())))
    return bool(world.mail)


def _lose(world: World) -> bool:
    if world.mail:
        world.mail.pop(world.chance.below(len(world.mail)))
    return True


def _receive(world: World) -> bool:
    """Any file that is under way, on any PC, also one it was not meant for, also again."""
    if not world.mail:
        return False
    return _take(world, world.anybody(), world.chance.choice(world.mail), sure=world.chance.often(50))


def _take(world: World, place: Workspace, path: Path, *, sure: bool) -> bool:
    given: Mapping[str, Mapping[str, str]] = {"*": _ALL} if sure else {}
    return world.act(place, lambda: receive.receive(place, [path], answers=given, today=world.today, by=OFFICER))


def _bundle(world: World) -> bool:
    """Two PCs of one office: what one holds comes to the other."""
    one, other = world.chance.choice((("city", "city-2"), ("futian", "futian-2"), ("city-2", "city")))
    return _bundled(world, world.pcs[one], world.pcs[other])


def _bundled(world: World, one: Workspace, other: Workspace) -> bool:
    path = world.file(".zip")
    world.act(one, lambda: bundle.bundle(one, path, today=world.today, by=OFFICER))
    return _take(world, other, path, sure=True)


def _review(world: World) -> bool:
    """The city accepts or returns one that waits, or settles what stands side by side."""
    place = world.city()
    waiting = review.waiting(place, Q3)
    if not waiting:
        return False
    line = world.chance.choice(waiting)
    if line.open:
        return world.act(
            place, lambda: review.settle(place, line.slot, line.id, today=world.today, by=OFFICER, reason="电话核实")
        )
    if world.chance.often(60):
        return world.act(place, lambda: review.accept(place, line.id, today=world.today, by=OFFICER))
    to = world.file("-returned")
    question = Question("mediation-cases", "是否多写一个0？")

    def act() -> None:
        path = review.return_(place, line.id, [question], to=to, today=world.today, by=OFFICER).value
        assert path is not None
        kept = world.keep(path)
        if line.slot.unit == LUOHU:
            world.forms.append(kept)

    return world.act(place, act)


def _reconsider(world: World) -> bool:
    """An acceptance is taken back, a version that was set aside counts again, the district withdraws its own."""
    place = world.anybody()
    known = [
        (name, state.status(name))
        for state in place.state.slots_of(place.ledger, Kind.SUBMISSION)
        for name in place.state.members[place.ledger, state.slot]
        if place.state.packages[name].kind == Kind.SUBMISSION
    ]
    if not known:
        return False
    name, status = world.chance.choice(known)
    verb = {Status.ACCEPTED: review.reopen, Status.SUPERSEDED: review.reinstate, Status.WITHDRAWN: review.reinstate}
    act = review.withdraw if not place.is_issuer else verb.get(status, review.reopen)
    return world.act(place, lambda: act(place, name, today=world.today, by=OFFICER, reason="口径有误"))


def _release(world: World) -> bool:
    place, to = world.city(), world.file("-release")

    def act() -> None:
        for path in release.release(place, Q3, to=to, today=world.today, by=OFFICER).value:
            world.keep(path)

    return world.act(place, act)


_STEPS: Final[tuple[Callable[[World], bool], ...]] = (
    _issue, _fill_and_fix, _fill_and_fix, _on_behalf, _send, _send, _by_hand, _by_hand, _edited_elsewhere, _copy, _lose,
    _receive, _receive, _deliver, _deliver, _deliver, _deliver, _bundle, _bundle, _review, _review, _review, _review,
    _reconsider, _reconsider, _release, _release,
)  # fmt: skip


# -- the great exchange -----------------------------------------------------------------------------------------------


def meet(world: World) -> None:
    """All that was ever fixed reaches every PC that may hold it: by bundles inside an office, by workbooks between."""
    city, second, futian, third = (world.pcs[name] for name in ("city", "city-2", "futian", "futian-2"))
    # A report on a form that a colleague issued is set aside until his bundle has come: so that comes first.
    _bundled(world, city, second)
    _bundled(world, second, city)
    _bundled(world, futian, third)
    _bundled(world, third, futian)
    _settled(world, futian)
    if world.act(futian, lambda: world.keep(_exported(world, futian))):
        _take(world, city, world.mail[-1], sure=True)
    _bundled(world, city, second)
    _bundled(world, second, city)
    to, paths = world.file("-last"), list[Path]()

    def act() -> None:
        issued = issue.issue(city, Q3, to=to, units={FUTIAN}, today=world.today, by=OFFICER).value
        paths.extend(one.path for one in issued if one.path)

    world.act(city, act)
    for path in paths:
        _take(world, futian, path, sure=False)
    _bundled(world, city, second)
    _bundled(world, futian, third)


def _settled(world: World, place: Workspace) -> None:
    """The district settles what its two PCs left side by side, so that it can be sent."""
    state = place.state.slot(place.ledger, slot(place, FUTIAN))
    if state.open and state.heads:
        world.act(
            place,
            lambda: review.settle(place, state.slot, state.heads[0], today=world.today, by="李敏", reason="以此为准"),
        )


# -- laws -------------------------------------------------------------------------------------------------------------


def laws(world: World) -> list[str]:
    """What is wrong at the end; nothing when all laws hold."""
    wrong = list(world.broken)
    city, second = world.pcs["city"], world.pcs["city-2"]
    if state_digest(city.state) != state_digest(second.state):
        wrong.append("the city's two PCs differ")
    ledger = city.ledger
    for name, place in world.pcs.items():
        for scope in (CHILDREN, FUTIAN) if not place.is_issuer else scopes(city.state, ledger):
            here, there = in_scope(place.state, ledger, scope), in_scope(city.state, ledger, scope)
            if digest(here) != digest(there):
                more = {one.id for one in here} ^ {one.id for one in there}
                kinds = Counter(world.made[one].kind for one in more)
                wrong.append(f"{name}: scope {scope} differs by {dict(kinds)}")
        if figures_known(place, FUTIAN) != figures_known(city, FUTIAN) and city.in_force(slot(city, FUTIAN)):
            wrong.append(f"{name}: other figures stand for {FUTIAN}")
        wrong += _lost(world, name, place, ledger)
    return wrong


def _lost(world: World, name: str, place: Workspace, ledger: LedgerKey) -> Iterator[str]:
    """What was fixed somewhere and is not here, though this PC may hold it; and versions that no head covers."""
    may = None if place.is_issuer else {CHILDREN, FUTIAN}
    missing = [
        one for one in world.made.values()
        if one.ledger == ledger and (may is None or one.audience in may) and one.id not in place.state.packages
    ]  # fmt: skip
    if missing:
        yield f"{name}: {len(missing)} packages never arrived ({missing[0].kind})"
    for state in place.state.slots_of(ledger, Kind.SUBMISSION):
        covered, waiting = set(state.heads), list(state.heads)
        while waiting:
            for parent in place.state.packages[waiting.pop()].parents:
                if parent in place.state.packages and parent not in covered:
                    covered.add(parent)
                    waiting.append(parent)
        for member in place.state.members[ledger, state.slot]:
            package = place.state.packages[member]
            if package.kind == Kind.SUBMISSION and member not in covered and state.status(member) not in SET_ASIDE:
                yield f"{name}: {state.slot.code} lost a version"


def figures_known(place: Workspace, unit: str) -> Mapping[str, Decimal | None]:
    """What stands for a unit on a PC, by item."""
    return {item: value.quantity for item, value in figures.stated_at(place, unit, Q3).items()}


def _prefills(pledge: int) -> dict[tuple[str, str], Decimal]:
    down = {
        "hv-patents-count": Decimal(14300), "overseas-grants": Decimal("0.1"), "patent-transfers": Decimal("0.29"),
        "pledge-amount": Decimal(pledge),
    }  # fmt: skip
    return {(unit, item): figure for unit in (FUTIAN, LUOHU) for item, figure in down.items()}


__all__ = ["STEPS", "World", "close", "figures_known", "laws", "play", "prepare", "read_here"]
