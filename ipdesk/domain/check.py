"""Checks on a form, as data: compiled to the app's verdict, to workbook formulas and to the receiver's verdict.

This module holds what a check is; `verdict.py` evaluates one form's answers. The kinds are few and closed on
purpose: each has one evaluator, one formula and one sentence.
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


@dataclass(frozen=True, slots=True)
class Check:
    """One check on the row `row`. `id` is stable; `limit` and `other` as the kind needs them."""

    id: str
    kind: CheckKind
    row: str
    severity: Severity
    limit: Decimal | None = None
    other: str = ""
