"""A workspace: one unit's data file, open. All change goes through `operation`.

An operation is one transaction: packages, receipts, drafts and settings written together or not at all. It begins by
taking in what another window added meanwhile, so parents are always the heads that are really there.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from ipdesk.domain.errors import EnvironmentTrouble, NotFound, Refused
from ipdesk.domain.ledger.fold import State, extend, fold
from ipdesk.domain.ledger.package import CHILDREN, Kind, LedgerKey, Package, Slot, make, slot_of
from ipdesk.domain.ledger.policy import Policy, policy_package, read_policy
from ipdesk.domain.plan import Plan
from ipdesk.domain.plancontent import content as plan_content
from ipdesk.domain.plancontent import plan_from_content
from ipdesk.domain.unit import Unit, UnitKind
from ipdesk.packs.read import builtin_packs, load_builtin
from ipdesk.services import officekey
from ipdesk.services.planfile import sound_plan
from ipdesk.store import desk, packages
from ipdesk.store.database import Database, open_database
from ipdesk.store.database import create as create_database

#: The setting `purpose` of a workspace that is for reading only.
EVALUATOR = "evaluator"

Value = TypeVar("Value")
Arguments = ParamSpec("Arguments")


class Touched(StrEnum):
    """Which kinds of things an operation changed: what a screen asks before it reloads."""

    PACKAGES = "packages"
    DRAFTS = "drafts"
    RECEIPTS = "receipts"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Changes:
    """What an operation touched: ids of new packages, codes of slots, kinds of things."""

    packages: tuple[str, ...] = ()
    slots: frozenset[str] = frozenset()
    kinds: frozenset[Touched] = frozenset()


@dataclass(frozen=True, slots=True)
class Done(Generic[Value]):
    """An operation's result and what it touched."""

    value: Value
    changes: Changes


@dataclass(slots=True)
class Operation:
    """The open transaction of one operation. `received` when it takes in what others made."""

    database: Database
    packages: list[Package] = field(default_factory=list)
    slots: set[str] = field(default_factory=set)
    kinds: set[Touched] = field(default_factory=set)
    received: bool = False

    def add(self, *new: Package) -> None:
        """Puts packages into the ledger with this operation."""
        self.packages.extend(new)

    def touch(self, kind: Touched, slot: str = "") -> None:
        """Says that something else was written; `slot` where it belongs to one."""
        self.kinds.add(kind)
        if slot:
            self.slots.add(slot)


class Workspace:
    """One open data file. Not for two threads: a job opens its own.

    `plan` and `policy` are those in force in the ledger; before the first template a district has the plan of the
    pack and its units. `state` is the folded ledger.
    """

    def __init__(self, database: Database, plan: Plan | None = None) -> None:
        """`plan` is for the moment before the first package: a plan that no pack of ipdesk holds."""
        self.database = database
        self.path = database.path
        self.state = State()
        self.derived: dict[Hashable, Any] = {}  # what `of_state` remembers; emptied with every new state
        self.changes = Changes()  # of the last finished operation
        self._sequence = 0
        self._unit_code = desk.setting(database, "unit")
        plan_id = desk.setting(database, "plan")
        if not self._unit_code or not plan_id:
            raise EnvironmentTrouble("database_damaged", path=str(database.path), why="no unit")
        self.training = desk.setting(database, "training") == "1"
        self.ledger = LedgerKey(plan_id, desk.setting(database, "issuer"), self.training)
        self._given = plan
        self.plan: Plan
        self.policy: Policy
        if not self.refresh():
            self._stand_on(self.state)

    def __enter__(self) -> "Workspace":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.database.close()

    @property
    def unit(self) -> Unit:
        return self.unit_of(self._unit_code)

    @property
    def read_only(self) -> bool:
        """Whether this is an evaluator's copy: it takes in what it is given, and makes nothing."""
        return desk.setting(self.database, "purpose") == EVALUATOR

    @property
    def is_issuer(self) -> bool:
        """Whether this unit issues the ledger: it has children, reviews, consolidates."""
        return self._unit_code == self.ledger.issuer

    def unit_of(self, code: str) -> Unit:
        """The unit of a code under the policy in force; NotFound when there is none."""
        for unit in self.policy.units:
            if unit.code == code:
                return unit
        raise NotFound("unit_unknown", unit=code)

    def refresh(self) -> bool:
        """Takes in packages that another window or process added; whether there were any."""
        fresh, sequence = packages.load(self.database, self._sequence)
        if not fresh:
            return False
        self._sequence = sequence
        self._stand_on(extend(self.state, fresh))
        return True

    @contextmanager
    def operation(self) -> Iterator[Operation]:
        """One change of data: all of it or nothing. `changes` tells afterwards what was touched.

        Refused `read_only_copy` for something made by an evaluator, whose workspace is for reading.
        """
        with self.database.transaction():
            self.refresh()
            under_way = Operation(self.database)
            yield under_way
            if self.read_only and under_way.packages and not under_way.received:
                raise Refused("read_only_copy", unit=self.unit.short)
            fresh = packages.add(self.database, under_way.packages)
            new = [package for package in under_way.packages if package.id in fresh]
            state = extend(self.state, new)
            places = {(package.ledger, slot) for package in new if package.known and (slot := slot_of(package))}
            packages.store_state(self.database, state, places)
        self.refresh()
        if fresh:
            under_way.kinds.add(Touched.PACKAGES)
        slots = frozenset(under_way.slots | {slot.code for _, slot in places})
        self.changes = Changes(tuple(fresh), slots, frozenset(under_way.kinds))

    @contextmanager
    def rehearsal(self) -> Iterator[Callable[[Iterable[Package]], None]]:
        """What packages would make of the state, until the end of the block. Nothing is written.

        Gives the function that takes packages in.
        """
        real = self.state
        try:
            yield lambda packages: self._stand_on(extend(self.state, packages))
        finally:
            self._stand_on(real)

    @property
    def moment(self) -> int:
        """How many entries the ledger here has had: a point of its history that `as_of` goes back to."""
        return self._sequence

    @contextmanager
    def as_of(self, moment: int) -> Iterator[None]:
        """The ledger as it stood here at an earlier moment, until the end of the block. For reading only."""
        real = self.state
        then, _ = packages.load(self.database, 0, moment)
        try:
            self._stand_on(fold(then))
            yield
        finally:
            self._stand_on(real)

    def package(self, package_id: str) -> Package:
        """A package of this ledger; NotFound when it is not on this PC."""
        package = self.state.packages.get(package_id)
        if package is None:
            raise NotFound("package_unknown", id=package_id)
        return package

    def in_force(self, slot: Slot) -> Package | None:
        """The package in force in a slot, None when there is none here."""
        return self.state.packages.get(self.state.slot(self.ledger, slot).in_force)

    def _stand_on(self, state: State) -> None:
        self.state = state
        self.derived.clear()
        taken_up, laid_down = self.in_force(Slot(Kind.PLAN)), self.in_force(Slot(Kind.POLICY))
        self.plan = _plan_of(taken_up) if taken_up else self._given or load_builtin(self.ledger.plan)
        self.policy = read_policy(laid_down) if laid_down else Policy(self.plan.units)


@lru_cache(maxsize=16)
def _plan_of(package: Package) -> Plan:
    """The plan of its package, read once: it is asked for with every change of the state."""
    return plan_from_content(package.content)


def of_state(
    compute: Callable[Concatenate[Workspace, Arguments], Value],
) -> Callable[Concatenate[Workspace, Arguments], Value]:
    """Remembers what a function makes of a workspace's state until the state changes.

    For functions of the state alone, whose results nobody alters.
    """

    @wraps(compute)
    def remembered(workspace: Workspace, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Value:
        key = (compute, args, tuple(kwargs.items()))
        if key not in workspace.derived:
            workspace.derived[key] = compute(workspace, *args, **kwargs)
        value: Value = workspace.derived[key]
        return value

    return remembered


def create(
    path: Path, *, unit: str, plan: str, training: bool = False, today: date, by: str = "", contact: str = ""
) -> Workspace:
    """A new workspace of a unit (code or short name) for a plan: one that ships, a pack folder or a workbook.

    Every workspace takes up the plan with the very same package, since it is made from the pack alone; so is the
    policy that the issuing unit lays down with it: a second PC of the office begins with the same two. A plan that
    amends one that ships follows it, so that it also follows it where only the shipped one is known. Raises NotFound
    `unit_unknown`, Refused `plan_version_not_higher`; as `planfile.sound_plan` and `store.database.create`.
    """
    loaded = sound_plan(plan)
    versions = _versions(loaded)
    member = find_unit(loaded.units, unit)
    if member.kind is UnitKind.SECTION:
        raise NotFound("unit_unknown", unit=unit)
    database = create_database(path)
    try:
        with database.transaction():
            for name, value in (
                ("unit", member.code), ("plan", loaded.id), ("issuer", loaded.region),
                ("training", "1" if training else "0"), ("officer", by),
            ):  # fmt: skip
                desk.put_setting(database, name, value)
            ledger = LedgerKey(loaded.id, loaded.region, training)
            officekey.ensure(database, ledger, member.code, today=today)
        workspace = Workspace(database, loaded)
        with workspace.operation() as operation:
            parents: tuple[str, ...] = ()
            for version in versions:
                package = plan_package(version, workspace.ledger, parents)
                parents = (package.id,)
                operation.add(package)
            if workspace.is_issuer:
                operation.add(*_first_policy(loaded, workspace.ledger, contact, today=today, by=by))
    except BaseException:
        database.close()
        path.unlink(missing_ok=True)
        raise
    return workspace


def _first_policy(plan: Plan, ledger: LedgerKey, contact: str, *, today: date, by: str) -> tuple[Package, ...]:
    """The policy as the pack has it, and over it what this office adds at once."""
    of_pack = policy_package(Policy(plan.units), ledger, officer="", parents=(), reason="", date="")
    if not contact:
        return (of_pack,)
    own = Policy(plan.units, contact=contact)
    return (
        of_pack,
        policy_package(own, ledger, officer=by, parents=(of_pack.id,), reason="", date=today.isoformat()),
    )


def open_workspace(path: Path) -> Workspace:
    """An existing workspace. EnvironmentTrouble as `store.database.open_database`."""
    database = open_database(path)
    try:
        return Workspace(database)
    except BaseException:
        database.close()
        raise


def plan_package(plan: Plan, ledger: LedgerKey, parents: Iterable[str] = ()) -> Package:
    """A pack's plan as a package: without officer and date, so that every PC makes the same one."""
    return make(Kind.PLAN, ledger, maker=ledger.issuer, audience=CHILDREN, content=plan_content(plan), parents=parents)


def _versions(plan: Plan) -> tuple[Plan, ...]:
    """The plan that ships under this id, where it is another one, and the plan itself."""
    shipped = next((load_builtin(info.id) for info in builtin_packs() if info.id == plan.id), plan)
    if shipped == plan:
        return (plan,)
    if plan.version <= shipped.version:
        params = {"version": str(plan.version), "here": str(shipped.version)}
        raise Refused("plan_version_not_higher", plan=plan.short, **params)
    return (shipped, plan)


def find_unit(units: Iterable[Unit], words: str) -> Unit:
    """The unit with that code, short name or full name; a name without its last 区/市 will do when only one fits."""
    units = tuple(units)
    for match in (
        [unit for unit in units if words in (unit.code, unit.short, unit.name)],
        [unit for unit in units if len(words) > 1 and unit.short.startswith(words)],
    ):
        if len(match) == 1:
            return match[0]
    raise NotFound("unit_unknown", unit=words)


def done(workspace: Workspace, value: Value) -> Done[Value]:
    """The result of the operation that just finished."""
    return Done(value, workspace.changes)


def stamp(today: date) -> str:
    """When something happened at this desk: the day as given, the time of day by the PC's clock."""
    return f"{today.isoformat()} {datetime.now():%H:%M:%S}"
