"""Findings: problems in data, as values. Sentences are made from them in `text`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    MUST_FIX = "must_fix"  # 必须改正
    MUST_EXPLAIN = "must_explain"  # 需说明情况
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Where:
    """The place a finding is about; empty where it does not apply."""

    unit: str = ""
    period: str = ""
    form: str = ""
    row: str = ""  # row key
    column: str = ""
    file: str = ""
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem in data. `code` is stable; `params` carry numbers (canonical text) and names for the sentence.

    `repair` is the one-cell repair offered: the quantity's canonical text, or empty. It is meant for `repair_row`, or
    for the row of `where` while that is empty. `cause` is the code of the likely cause, said after the sentence.
    """

    code: str
    severity: Severity
    where: Where = Where()
    params: Mapping[str, str] = field(default_factory=dict)
    repair: str = ""
    cause: str = ""
    repair_row: str = ""


def update_needed(count: int) -> Finding:
    """That packages of a later kind or schema are here: kept and counted, not folded."""
    return Finding("update_needed", Severity.NOTE, params={"count": str(count)})
