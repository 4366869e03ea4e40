"""What several commands say alike: findings in lines, names of rows and units, values, thresholds, states."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ipdesk.domain.finding import Finding
from ipdesk.domain.form import Form
from ipdesk.domain.judgement import Thresholds
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.text import formats, labels, messages
from ipdesk.text.i18n import N_, _
from ipdesk.text.verdictwords import early_rule, rating_rule

if TYPE_CHECKING:
    from ipdesk.services.workspace import Workspace

#: Where a unit's report of a period stands (`services.collect.UnitState`), by code.
_UNIT_STATES: Mapping[str, str] = {
    "not_issued": N_("not issued"),
    "issued": N_("waiting for the report"),
    "late": N_("overdue"),
    "received": N_("received, to be reviewed"),
    "returned": N_("returned"),
    "open": N_("several versions, to be settled"),
    "accepted": N_("accepted"),
    "accepted_newer": N_("accepted, a newer version waits"),
    "waived": N_("waived"),
}
#: The status of one version in its slot (`domain.ledger.standing.Status`), by code.
_VERSION_STATES: Mapping[str, str] = {
    "pending": N_("to be reviewed"),
    "accepted": N_("accepted"),
    "returned": N_("returned"),
    "superseded": N_("stands back"),
    "withdrawn": N_("withdrawn"),
    "reinstated": N_("to be reviewed again"),
}
#: What taking a file would do to a cell (`services.receive.CellChange.how`).
_CHANGES: Mapping[str, str] = {
    "new": N_("new"),
    "changed": N_("changed"),
    "same": N_("as before"),
    "conflict": N_("conflict"),
    "question": N_("question"),
}
#: The verdict on a received file (`services.receive.Verdict`), by code.
_VERDICTS: Mapping[str, str] = {
    "taken": N_("taken in"),
    "same": N_("held already"),
    "second": N_("another version"),
    "question": N_("to be answered"),
    "quarantined": N_("kept aside"),
    "refused": N_("not taken"),
}


def verdict_word(verdict: StrEnum) -> str:
    """The verdict on a file, in a word."""
    return _(_VERDICTS[verdict.value])


def unit_state(state: StrEnum) -> str:
    """Where a unit's report stands, in words."""
    return _(_UNIT_STATES[state.value])


def version_state(state: StrEnum) -> str:
    """Where one version stands, in words."""
    return _(_VERSION_STATES[state.value])


def change_word(how: str) -> str:
    """How a cell would change, in words."""
    return _(_CHANGES.get(how, how))


def names_of(workspace: "Workspace") -> dict[str, str]:
    """Names of units, items and indicators by code, for the places in findings."""
    plan = workspace.plan
    return {
        **{indicator.id: indicator.name for indicator in plan.indicators},
        **{item.id: item.name for item in plan.items},
        **{unit.code: unit.short for unit in workspace.policy.units},
    }


def names_in(form: Form) -> dict[str, str]:
    """Names of a form's rows and tasks by key. Its unit and period go without saying."""
    tasks = {task.key: task.title or task.label for task in form.tasks}
    return {form.unit: "", **{row.key: row.name for row in form.rows}, **tasks}


def findings_text(findings: Iterable[Finding], names: Mapping[str, str] | None = None) -> str:
    """A line for each finding: how grave it is, where, what. A repair that can be offered stands behind it."""
    return "\n".join(finding_line(finding, names) for finding in findings)


def finding_line(finding: Finding, names: Mapping[str, str] | None = None) -> str:
    """One finding in one line."""
    said = f"[{labels.label(finding.severity)}] {messages.located(finding, names)}"
    if not finding.repair:
        return said
    if finding.repair_row:
        named = (names or {}).get(finding.repair_row, finding.repair_row)
        return said + _(" (change “{name}” to {repair}?)").format(name=named, repair=finding.repair)
    return said + _(" (change to {repair}?)").format(repair=finding.repair)


def finding_document(finding: Finding, names: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A finding as JSON: the code and numbers for programs, the sentence for people."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "where": finding.where,
        "params": finding.params,
        "repair": finding.repair,
        "repair_row": finding.repair_row,
        "cause": finding.cause,
        "sentence": messages.sentence(finding, names),
    }


def value_text(value: Value | None, decimals: int | None = None) -> str:
    """A value as it stands in a list: the figure, else why there is none."""
    if value is None:
        return formats.NOTHING
    if value.quantity is None:
        return value.raw if value.status is ValueStatus.UNREAD else labels.label(value.status)
    shown = formats.number(value.quantity, decimals)
    if value.status in (ValueStatus.DISPUTED, ValueStatus.ESTIMATED):
        return f"{shown} {labels.label(value.status)}"
    return shown


def thresholds_text(thresholds: Thresholds) -> str:
    """Where the words of the ratings change; stands under every table of verdicts."""
    return "\n".join(line for line in (rating_rule(thresholds), early_rule(thresholds)) if line)
