"""A plan from wherever it lies: brought along by ipdesk, in a pack folder, or in a workbook that an officer filled."""

from pathlib import Path

from ipdesk.domain.errors import NotFound, Refused
from ipdesk.domain.finding import Finding, Severity
from ipdesk.domain.plan import Plan
from ipdesk.packs.format import HEADER
from ipdesk.packs.read import builtin_packs, read_pack


def open_plan(reference: str) -> tuple[Plan | None, tuple[Finding, ...]]:
    """The plan that a person means, and what is wrong with it; no plan where a workbook could not be read in full.

    `reference` is the id of a plan that ipdesk brings along, or the path of a pack folder or of a workbook; an id goes
    before a path of the same name. NotFound `plan_not_there`; else as `packs.read` and `packs.readbook` raise.
    """
    known = {info.id: info.path for info in builtin_packs()}
    path = Path(reference).expanduser()
    if reference in known:
        return read_pack(known[reference])
    if path.is_dir():
        return read_pack(path)
    if path.name == HEADER and path.is_file():
        return read_pack(path.parent)
    if path.is_file():
        from ipdesk.packs.readbook import read_pack_workbook

        return read_pack_workbook(path)
    raise NotFound("plan_not_there", plan=reference, known="、".join(known))


def readable_plan(reference: str) -> Plan:
    """The plan, to be looked at. Raises as `open_plan`; Refused `plan_not_read` where cells could not be read."""
    plan, findings = open_plan(reference)
    if plan is None:
        raise _not_read(reference, findings)
    return plan


def sound_plan(reference: str) -> Plan:
    """The plan, to be judged by. Raises as `readable_plan`, and also when anything in it must be mended."""
    plan, findings = open_plan(reference)
    if plan is None or blocking(findings):
        raise _not_read(reference, findings)
    return plan


def blocking(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings with which a plan cannot be taken up."""
    return tuple(one for one in findings if one.severity is Severity.MUST_FIX)


def _not_read(reference: str, findings: tuple[Finding, ...]) -> Refused:
    return Refused("plan_not_read", plan=reference, count=str(len(blocking(findings))))
