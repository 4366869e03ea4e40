"""Checks on a form, as data: compiled to the app's verdict, to workbook formulas and to the receiver's verdict.

This module holds what a check is; `verdict.py` evaluates one form's answers. Every kind that holds figures against
figures is a condition of the rule language (`rule.condition_of`), with sentences of its own; `RULE` is any condition.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ipdesk.domain.finding import Severity


class CheckKind(StrEnum):
    REQUIRED = "required"  # a row to be filled must have an answer (or a reason in its note)
    NOT_NEGATIVE = "not_negative"
    DECIMALS = "decimals"  # no more decimals than `limit`
    AT_MOST = "at_most"  # not above `limit` (100 for a share in %)
    NOT_BELOW_LAST = "not_below_last"  # a running total does not fall within the year (against FormRow.accepted)
    JUMP = "jump"  # more than `limit` times, or less than 1/`limit` of, the last value (against FormRow.last)
    NOT_ABOVE_ROW = "not_above_row"  # the part `row` is not above the whole `other`
    REASON = "reason"  # 有异议 and 缺报 need a reason in the note
    RULE = "rule"  # the condition `expression` holds; `message` says what is wrong when it does not


@dataclass(frozen=True, slots=True)
class Check:
    """One check on the row `row`. `id` is stable; `limit`, `other`, `expression` and `message` as the kind needs them.

    `floor` belongs to `JUMP`: a change of at most so much is too small to tell anything.
    """

    id: str
    kind: CheckKind
    row: str
    severity: Severity
    limit: Decimal | None = None
    other: str = ""
    floor: Decimal | None = None
    expression: str = ""
    message: str = ""
