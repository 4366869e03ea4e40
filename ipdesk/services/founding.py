"""The first packages of a ledger: the plan taken up, and of its issuer the policy.

Made from the pack alone, so that every PC makes the very same ones.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from ipdesk.domain.errors import Refused
from ipdesk.domain.ledger.package import CHILDREN, Kind, LedgerKey, Package, make
from ipdesk.domain.ledger.policy import Policy, policy_package
from ipdesk.domain.plan import Plan
from ipdesk.domain.plancontent import content
from ipdesk.packs.read import builtin_packs, load_builtin


def first_packages(
    versions: Sequence[Plan], ledger: LedgerKey, unit: str, contact: str = "", *, today: date, by: str
) -> tuple[Package, ...]:
    """What a file of `unit` begins with in a ledger. `contact` is what the issuing office adds at once."""
    made: list[Package] = []
    for version in versions:
        made.append(plan_package(version, ledger, [package.id for package in made[-1:]]))
    if unit == ledger.issuer:
        made.extend(_first_policy(versions[-1], ledger, contact, today=today, by=by))
    return tuple(made)


def plan_package(plan: Plan, ledger: LedgerKey, parents: Iterable[str] = ()) -> Package:
    """A pack's plan as a package: without officer and date, so that every PC makes the same one."""
    return make(Kind.PLAN, ledger, maker=ledger.issuer, audience=CHILDREN, content=content(plan), parents=parents)


def versions_of(plan: Plan) -> tuple[Plan, ...]:
    """The plan that ships under this id, where it is another one, and the plan itself.

    Raises Refused `plan_version_not_higher`.
    """
    shipped = next((load_builtin(info.id) for info in builtin_packs() if info.id == plan.id), plan)
    if shipped == plan:
        return (plan,)
    if plan.version <= shipped.version:
        params = {"version": str(plan.version), "here": str(shipped.version)}
        raise Refused("plan_version_not_higher", plan=plan.short, **params)
    return (shipped, plan)


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
