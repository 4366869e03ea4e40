"""The words that stand in cells of the form, and what they mean when they come back.

What is written is what the screen says too; what is read goes by the tables below, which never change for a reading
version: a file means the same on every PC, whatever language ipdesk speaks there. `tests/exchange/test_words.py` keeps
the two together.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from ipdesk.domain.form import TaskState
from ipdesk.domain.period import Period, PeriodKind, parse
from ipdesk.domain.value import Nature, Outlook, ValueStatus
from ipdesk.text.labels import label
from ipdesk.text.levels import Level

#: The words by which formulas tell an answer: the same in every language, like the headings of an official form.
CORRECT: Final = "无误"
DISPUTED: Final = "有异议"
NOT_AVAILABLE: Final = "缺报"
#: Whose a target of the whole plan is. Issued content like a name: the same in every language.
WHOLE: Final[Mapping[Level, str]] = {
    Level.CITY: "全市", Level.PROVINCE: "全省", Level.NATION: "全国", Level.OTHER: "全区",
}  # fmt: skip

#: The drop-downs in their order; the words are those of `text.labels`, the same as on screen.
OUTLOOKS: Final = (Outlook.ON_COURSE, Outlook.AT_RISK, Outlook.OFF_COURSE)
NATURES: Final = (Nature.FINAL, Nature.FLASH, Nature.PRELIMINARY, Nature.EXPECTED)


# -- what a word means when it is read; keys are compared without blanks and without regard to case ---------------

READ_CONFIRM: Final[Mapping[str, bool]] = {
    **dict.fromkeys(("无误", "无异议", "核对无误", "正确", "一致", "是", "√", "correct"), True),
    **dict.fromkeys(("有异议", "异议", "有误", "不一致", "否", "×", "disputed"), False),
}
READ_OUTLOOK: Final[Mapping[str, Outlook]] = {
    **dict.fromkeys(("能", "能完成", "可完成", "是", "yes", "willbemet"), Outlook.ON_COURSE),
    **dict.fromkeys(("有风险", "存在风险", "atrisk"), Outlook.AT_RISK),
    **dict.fromkeys(("不能", "不能完成", "难以完成", "否", "no", "willnotbemet"), Outlook.OFF_COURSE),
}
READ_NATURE: Final[Mapping[str, Nature]] = {
    **dict.fromkeys(("最终", "最终数", "终值", "final", "finalfigure"), Nature.FINAL),
    **dict.fromkeys(("快报", "快报数", "flash", "flashfigure"), Nature.FLASH),
    **dict.fromkeys(("初步", "初步数", "preliminary", "preliminaryfigure"), Nature.PRELIMINARY),
    **dict.fromkeys(("预计", "预计数", "expected", "expectedfigure"), Nature.EXPECTED),
}
READ_ESTIMATED: Final = frozenset({"估计数", "估算", "估计", "估算数", "estimated", "estimatedfigure"})
READ_STATE: Final[Mapping[str, TaskState]] = {
    **dict.fromkeys(("已完成", "完成", "done", "completed"), TaskState.DONE),
    **dict.fromkeys(("正常推进", "正常", "推进中", "oncourse", "proceedingasplanned"), TaskState.ON_COURSE),
    **dict.fromkeys(("滞后", "lagging"), TaskState.LAGGING),
    **dict.fromkeys(("未启动", "notbegun"), TaskState.NOT_BEGUN),
    **dict.fromkeys(("长期坚持", "长期", "持续推进", "standingtask"), TaskState.STANDING),
}


def folded(text: str) -> str:
    """A word as it is looked up in the tables above."""
    return _folded(text) if len(text) < _SHORT else "".join(text.split()).casefold()


#: Words and names are met again in every row and every file; longer texts are not worth remembering.
_SHORT: Final = 100


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    return "".join(text.split()).casefold()


_QUARTERS = "一二三四"


@lru_cache(maxsize=512)
def period_words(code: str) -> str:
    """The period as offices write it, 2026年三季度; what is no period code is left as it is."""
    try:
        period = parse(code)
    except ValueError:
        return code
    return _period_words(period)


def _period_words(period: Period) -> str:
    year = f"{period.year}年"
    match period.kind:
        case PeriodKind.MONTH:
            return f"{year}{period.number}月"
        case PeriodKind.QUARTER:
            return f"{year}{_QUARTERS[period.number - 1]}季度"
        case PeriodKind.HALF:
            return f"{year}{'上下'[period.number - 1]}半年"
        case PeriodKind.ESTIMATE:
            return f"{year}全年预计"
        case PeriodKind.FLASH:
            return f"{year}全年快报"
        case PeriodKind.FINAL:
            return f"{year}全年终值"
    return year


def list_words() -> dict[str, list[str]]:
    """The drop-down lists, by the defined name that the workbook gives them."""
    return {
        "list_confirm": [CORRECT, DISPUTED],
        "list_outlook": [label(outlook) for outlook in OUTLOOKS],
        "list_nature": [*(label(nature) for nature in NATURES), label(ValueStatus.ESTIMATED)],
        "list_state": [label(state) for state in TaskState],
    }
