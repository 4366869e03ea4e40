"""A reported value: quantity, what it is about, as of when, and who stands for it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Nature(StrEnum):
    PRELIMINARY = "preliminary"  # 初步
    FLASH = "flash"  # 快报
    EXPECTED = "expected"  # 预计
    FINAL = "final"  # 最终


class ValueStatus(StrEnum):
    GIVEN = "given"
    ESTIMATED = "estimated"
    ZERO = "zero"  # 零报告: zero on purpose
    MISSING = "missing"  # missing with a reason
    CONFIRMED = "confirmed"  # 核对无误
    DISPUTED = "disputed"  # 有异议: quantity is the unit's own, note its reason
    UNREAD = "unread"  # the cell could not be understood; `raw` has its text
    NOT_ASKED = "not_asked"  # an older template lacks it: not blank


class Outlook(StrEnum):
    """能否完成 by the end of the year."""

    ON_COURSE = "yes"
    AT_RISK = "risk"
    OFF_COURSE = "no"


@dataclass(frozen=True, slots=True)
class Value:
    """One cell's answer. `data_period` is the period that the figure is about, not the one it is reported in
    (shares come a year late); `as_of` the cut-off date as written. Blank is no Value at all (未报).
    """

    item: str
    quantity: Decimal | None
    status: ValueStatus = ValueStatus.GIVEN
    data_period: str = ""
    as_of: str = ""
    nature: Nature | None = None
    supplied_by: str = ""  # unit, section or person that supplied it
    filled_by: str = ""
    note: str = ""  # 情况说明 or reason
    raw: str = ""  # the cell's original text where it was changed in reading
    year_estimate: Decimal | None = None  # 全年预计
    outlook: Outlook | None = None
    expected: str = ""  # 预计补报: the day by which a missing figure will be supplied, as 2027-03-31
