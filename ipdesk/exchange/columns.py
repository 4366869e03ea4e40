"""The columns of the form's sheets: their codes, which of them are issued or typed, and their headings."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from ipdesk.text import levels
from ipdesk.text.i18n import pgettext

COVER: Final = "cover"
INDICATORS: Final = "indicators"
TASKS: Final = "tasks"
SIGN: Final = "sign"
DATA_SHEETS: Final = (INDICATORS, TASKS, SIGN)
META: Final = "_meta"

Content = Decimal | str | None
Cells = dict[tuple[str, str], Content]


class Role(StrEnum):
    """What a column is for: issued by the parent, typed by the unit, live formula, hidden help for formulas."""

    ISSUED = "issued"
    INPUT = "input"
    LIVE = "live"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `width` in digits of the body face; `factor` its weight in the check number (0: not in it)."""

    code: str
    width: float
    role: Role
    factor: int = 0
    numeric: bool = False


_I, _T, _L, _H = Role.ISSUED, Role.INPUT, Role.LIVE, Role.HELP

INDICATOR_COLUMNS: Final = (
    Column("no", 4.5, _I),
    Column("name", 25, _I),
    Column("unit", 7, _I),
    Column("last_year", 8.5, _I, numeric=True),
    Column("last", 8.5, _I, numeric=True),
    Column("accepted", 8.5, _I, numeric=True),
    Column("prefill", 9, _I, numeric=True),
    Column("value", 11, _T, 3, numeric=True),
    Column("confirm", 7.5, _T, 5),
    Column("year_estimate", 8.5, _T, 7, numeric=True),
    Column("outlook", 8.5, _T, 11),
    Column("target", 9, _I),
    Column("planned", 8.5, _I, numeric=True),
    Column("gap", 8.5, _L, numeric=True),
    Column("data_period", 11, _T, 13),
    Column("as_of", 9.5, _T, 17),
    Column("nature", 7.5, _T, 19),
    Column("supplied_by", 9.5, _T, 23),
    Column("revised_last", 9, _T, 31, numeric=True),
    Column("revision_reason", 14, _T, 37),
    Column("note", 21, _T, 29),
    Column("check", 21, _L),
    Column("effective", 9, _H, numeric=True),
    Column("part", 9, _H, numeric=True),
    Column("weight", 9, _H, numeric=True),
)
TASK_COLUMNS: Final = (
    Column("no", 5, _I),
    Column("source", 17, _I),
    Column("title", 30, _I, 11),  # typed in the lines for other work alone
    Column("measure", 26, _I),
    Column("deadline", 12, _I),
    Column("state", 10, _T, 3),
    Column("progress", 46, _T, 5),
    Column("problem", 34, _T, 7),
    Column("part", 9, _H, numeric=True),
    Column("weight", 9, _H, numeric=True),
)
SIGN_COLUMNS: Final = (
    Column("label", 34, _I),
    Column("text", 46, _T, 3),
    Column("date", 15, _T, 5),
    Column("part", 9, _H, numeric=True),
    Column("weight", 9, _H, numeric=True),
)
COLUMNS: Final[Mapping[str, tuple[Column, ...]]] = {
    INDICATORS: INDICATOR_COLUMNS,
    TASKS: TASK_COLUMNS,
    SIGN: SIGN_COLUMNS,
}


def headings(issuer: str = "") -> dict[str, str]:
    """The headings by column code, in the language in use; what is handed down is named after the issuer's level."""
    return {
        "no": pgettext("form", "No."),
        "name": pgettext("form", "Indicator"),
        "unit": pgettext("form", "Unit of measure"),
        "last_year": pgettext("form", "Same period last year"),
        "last": pgettext("form", "Last period"),
        "accepted": pgettext("form", "Accepted this year"),
        "prefill": levels.handed_down(issuer),
        "value": pgettext("form", "This period"),
        "confirm": pgettext("form", "Confirmation"),
        "year_estimate": pgettext("form", "Full-year estimate"),
        "outlook": pgettext("form", "Will it be met"),
        "target": pgettext("form", "Target"),
        "planned": pgettext("form", "Planned value"),
        "gap": pgettext("form", "Gap to planned"),
        "data_period": pgettext("form", "Data period"),
        "as_of": pgettext("form", "Data as of"),
        "nature": pgettext("form", "Nature"),
        "supplied_by": pgettext("form", "Supplied by"),
        "revised_last": pgettext("form", "Last period, revised"),
        "revision_reason": pgettext("form", "Reason for the revision"),
        "note": pgettext("form", "Explanation"),
        "check": pgettext("form", "Check"),
        "source": pgettext("form", "Source in the plan"),
        "title": pgettext("form", "Task or project"),
        "measure": pgettext("form", "Measure of the year"),
        "deadline": pgettext("form", "Deadline"),
        "state": pgettext("form", "State"),
        "progress": pgettext("form", "Progress in this period"),
        "problem": pgettext("form", "Problems and next steps"),
        "label": pgettext("form", "Subject"),
        "text": pgettext("form", "To be filled in"),
        "date": pgettext("form", "Date"),
    }


def sheet_names() -> dict[str, str]:
    """The names of the visible sheets by code."""
    return {
        COVER: pgettext("form", "Cover"),
        INDICATORS: pgettext("form", "Indicators"),
        TASKS: pgettext("form", "Tasks"),
        SIGN: pgettext("form", "Explanation and approval"),
    }


#: What each heading means when the row of codes is gone: the Chinese that is written, and English.
READ_HEADINGS: Final[Mapping[str, str]] = {
    "指标": "name", "计量单位": "unit", "本期": "value", "核对": "confirm", "全年预计": "year_estimate",
    "能否完成": "outlook", "数据所属期": "data_period", "数据截至": "as_of", "数据性质": "nature",
    "提供人": "supplied_by",
    "情况说明": "note", "目标": "target", "应达": "planned", "上年同期": "last_year", "上期": "last",
    "本年已审核": "accepted", "市下发数": "prefill", "省下发数": "prefill", "下发数": "prefill",
    "修订上期数": "revised_last", "修订原因": "revision_reason", "重点任务": "title", "状态": "state",
    "本期进展": "progress", "存在问题及下一步措施": "problem", "规划出处": "source",
    "年度举措": "measure", "完成时限": "deadline",
    "indicator": "name", "unitofmeasure": "unit", "thisperiod": "value", "confirmation": "confirm",
    "full-yearestimate": "year_estimate", "willitbemet": "outlook", "dataperiod": "data_period", "dataasof": "as_of",
    "nature": "nature", "suppliedby": "supplied_by", "explanation": "note", "target": "target",
    "plannedvalue": "planned", "sameperiodlastyear": "last_year", "lastperiod": "last",
    "acceptedthisyear": "accepted", "figurehandeddown": "prefill", "taskorproject": "title", "state": "state",
    "progressinthisperiod": "progress", "problemsandnextsteps": "problem", "sourceintheplan": "source",
    "measureoftheyear": "measure", "deadline": "deadline", "lastperiod,revised": "revised_last",
    "reasonfortherevision": "revision_reason",
}  # fmt: skip
