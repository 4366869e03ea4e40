"""A workspace: one unit's data file, open on one of its ledgers. All change goes through `operation`.

A file holds every ledger that its unit takes part in. A workspace is the view on one of them; `of` gives another view
on the same open file. What has happened is one state for all views, so none of them is ever behind another.

An operation is one transaction: packages, receipts, drafts and settings written together or not at all. It begins by
taking in what another window added meanwhile, so parents are always the heads that are really there.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from ipdesk.domain.errors import EnvironmentTrouble, NotFound, Refused
from ipdesk.domain.ledger.assessment import Role
from ipdesk.domain.ledger.fold import State, extend, fold
from ipdesk.domain.ledger.package import Kind, LedgerKey, Package, Slot, slot_of
from ipdesk.domain.ledger.policy import Policy, read_policy
from ipdesk.domain.plan import Plan
from ipdesk.domain.plancontent import plan_from_content
from ipdesk.domain.unit import Unit, UnitKind
from ipdesk.packs.read import load_builtin
from ipdesk.services import ledgers, officekey
from ipdesk.services.founding import first_packages, versions_of
from ipdesk.services.operation import Changes, Done, Operation, Touched
from ipdesk.services.planfile import sound_plan
from ipdesk.store import desk, packages
from ipdesk.store.database import Database, open_database
from ipdesk.store.database import create as create_database

__all__ = [
    "EVALUATOR", "Changes", "Done", "Operation", "Touched", "Workspace", "create", "done", "find_unit", "ledger_named",
    "of_state", "open_workspace", "stamp",
]  # fmt: skip

#: The setting `purpose` of a workspace that is for reading only.
EVALUATOR = "evaluator"

Value = TypeVar("Value")
Arguments = ParamSpec("Arguments")


@dataclass(slots=True)
class _Book:
    """What the views on one open file share: the folded packages up to a place in the file, and the views."""

    state: State = field(default_factory=State)
    sequence: int = 0
    views: dict[LedgerKey, "Workspace"] = field(default_factory=dict)


class Workspace:
    """One open data file, seen on one ledger. Not for two threads: a job opens its own.

    `plan` and `policy` are those in force in the ledger; before the first template a district has the plan of the
    pack and its units. `state` is everything that has happened, folded, of all ledgers of the file.
    """

    def __init__(
        self,
        database: Database,
        plan: Plan | None = None,
        *,
        ledger: LedgerKey | None = None,
        beside: "Workspace | None" = None,
    ) -> None:
        """`plan` is for the moment before the first package: a plan that no pack of ipdesk holds. `ledger` is the
        current one where none is said; `beside` is a view on the same open file.
        """
        self.path = database.path
        self.changes = Changes()  # of the last finished operation
        self._unit_code = desk.setting(database, "unit")
        if not self._unit_code:
            raise EnvironmentTrouble("database_damaged", path=str(database.path), why="no unit")
        self.ledger = ledger or ledgers.current(database)
        self.training = self.ledger.training
        self.database = database.on(self.ledger.code)
        self._given = plan
        self._book: _Book = beside._book if beside else _Book()
        self._seen: State | None = None
        self._derived: dict[Hashable, Any] = {}
        self._plan: Plan
        self._policy: Policy
        if beside is None:
            self.refresh()
        self._look()
        self._book.views[self.ledger] = self

    def __enter__(self) -> "Workspace":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file, for every view on it."""
        self.database.close()

    @property
    def state(self) -> State:
        return self._book.state

    @property
    def plan(self) -> Plan:
        self._look()
        return self._plan

    @property
    def policy(self) -> Policy:
        self._look()
        return self._policy

    @property
    def derived(self) -> dict[Hashable, Any]:
        """What `of_state` remembers; emptied with every new state."""
        self._look()
        return self._derived

    @property
    def ledgers(self) -> tuple[LedgerKey, ...]:
        """The ledgers that this unit takes part in, in the order in which they were taken up."""
        return ledgers.taken_part_in(self.database)

    def of(self, ledger: LedgerKey) -> "Workspace":
        """The view on another ledger of the same open file. NotFound `plan_not_taken_up`."""
        view = self._book.views.get(ledger)
        if view is not None:
            return view
        if ledger not in self.ledgers:
            raise NotFound("plan_not_taken_up", plan=ledger.plan, here=self.plan.short)
        return Workspace(self.database, ledger=ledger, beside=self)

    @property
    def open_views(self) -> Mapping[LedgerKey, "Workspace"]:
        """The views on this open file, by ledger: also on one that is about to be taken up."""
        return self._book.views

    def forget_strangers(self) -> None:
        """Drops the views on ledgers that were not taken up after all."""
        known = (self.ledger, *self.ledgers)
        for ledger in [one for one in self._book.views if one not in known]:
            del self._book.views[ledger]

    @property
    def unit(self) -> Unit:
        return self.unit_of(self._unit_code)

    @property
    def read_only(self) -> bool:
        """Whether this is an evaluator's copy: it takes in what it is given, and makes assessments alone."""
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
        fresh, sequence = packages.load(self.database, self._book.sequence)
        if not fresh:
            return False
        self._book.sequence = sequence
        self._stand_on(extend(self.state, fresh))
        return True

    @contextmanager
    def operation(self) -> Iterator[Operation]:
        """One change of data: all of it or nothing. `changes` tells afterwards what was touched.

        Refused `read_only_copy` for anything but his own assessments made by an evaluator, whose workspace is for
        reading.
        """
        with self.database.transaction():
            self.refresh()
            under_way = Operation(self.database)
            yield under_way
            if not (under_way.received or all(map(_by_evaluator, under_way.packages))) and self.read_only:
                raise Refused("read_only_copy", unit=self.unit.short)
            fresh = dict.fromkeys(packages.add(self.database, under_way.packages))
            new = [package for package in under_way.packages if package.id in fresh]
            state = extend(self.state, new)
            places = {(package.ledger, slot) for package in new if package.known and (slot := slot_of(package))}
            packages.store_state(self.database, state, places)
            sequence = packages.newest(self.database)
        if fresh:
            # Nobody else could write meanwhile: what was just written need not be read back.
            self._book.sequence = sequence
            self._stand_on(state)
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
        return self._book.sequence

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

    @contextmanager
    def holding(self, names: Iterable[str]) -> Iterator[None]:
        """The ledger as if it held these packages alone, until the end of the block. For reading only."""
        real = self.state
        held = [real.packages[name] for name in names if name in real.packages]
        try:
            self._stand_on(fold(held))
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
        self._book.state = state
        self._look()

    def _look(self) -> None:
        """Takes up what another state says, of which some view may have taken notice before this one."""
        if self._seen is self.state:
            return
        self._seen = self.state
        self._derived.clear()
        taken_up, laid_down = self.in_force(Slot(Kind.PLAN)), self.in_force(Slot(Kind.POLICY))
        self._plan = _plan_of(taken_up) if taken_up else self._given or load_builtin(self.ledger.plan)
        self._policy = _policy_of(laid_down) if laid_down else Policy(self._plan.units)


@lru_cache(maxsize=16)
def _plan_of(package: Package) -> Plan:
    """The plan of its package, read once: it is asked for with every change of the state."""
    return plan_from_content(package.content)


@lru_cache(maxsize=16)
def _policy_of(package: Package) -> Policy:
    """The policy of its package, read once as well."""
    return read_policy(package)


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
    versions = versions_of(loaded)
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
            operation.add(*first_packages(versions, ledger, member.code, contact, today=today, by=by))
    except BaseException:
        database.close()
        path.unlink(missing_ok=True)
        raise
    return workspace


def open_workspace(path: Path, plan: str = "") -> Workspace:
    """An existing workspace, on the ledger of a plan (its id), else on the current one.

    NotFound `plan_not_taken_up`; EnvironmentTrouble as `store.database.open_database`.
    """
    database = open_database(path)
    try:
        workspace = Workspace(database)
        return workspace.of(ledger_named(workspace, plan)) if plan else workspace
    except BaseException:
        database.close()
        raise


def _by_evaluator(package: Package) -> bool:
    """Whether an evaluator may make it: his own word in a cycle, and nothing else."""
    content = package.content
    return package.kind == Kind.ASSESSMENT and content.get("role") == Role.THIRD and "terms" not in content


def ledger_named(workspace: Workspace, words: str) -> LedgerKey:
    """The ledger of the file whose plan has that id or short title. NotFound `plan_not_taken_up`."""
    for ledger in workspace.ledgers:
        if words == ledger.plan or words == workspace.of(ledger).plan.short:
            return ledger
    raise NotFound("plan_not_taken_up", plan=words, here="、".join(one.plan for one in workspace.ledgers))


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
