"""The words that stand in cells of the form, and what they mean when they come back.

What is written goes through gettext; what is read goes by the tables below, which never change for a reading version:
a file means the same on every PC, whatever language ipdesk speaks there. `tests/exchange/test_words.py` keeps the two
together.
"""

from collections.abc import Mapping
from typing import Final

from ipdesk.domain.form import TaskState
from ipdesk.domain.period import Period, PeriodKind, parse
from ipdesk.domain.value import Nature, Outlook
from ipdesk.text.i18n import N_, _, pgettext

CORRECT: Final = N_("Correct")
DISPUTED: Final = N_("Disputed")
NOT_AVAILABLE: Final = N_("Not available")
ESTIMATED: Final = N_("Estimated")

#: msgids in the order of the drop-down lists.
OUTLOOKS: Final[Mapping[Outlook, str]] = {
    Outlook.ON_COURSE: N_("Yes"),
    Outlook.AT_RISK: N_("At risk"),
    Outlook.OFF_COURSE: N_("No"),
}
NATURES: Final[Mapping[Nature, str]] = {
    Nature.FINAL: N_("Final"),
    Nature.FLASH: N_("Flash"),
    Nature.PRELIMINARY: N_("Preliminary"),
    Nature.EXPECTED: N_("Expected"),
}
STATES: Final[Mapping[TaskState, str]] = {
    TaskState.DONE: N_("Done"),
    TaskState.ON_COURSE: N_("On course"),
    TaskState.LAGGING: N_("Lagging"),
    TaskState.NOT_BEGUN: N_("Not begun"),
    TaskState.STANDING: N_("Standing task"),
}


def outlook_word(outlook: Outlook) -> str:
    """能, 有风险, 不能."""
    return pgettext("outlook", OUTLOOKS[outlook])


def nature_word(nature: Nature) -> str:
    """最终, 快报, 初步, 预计."""
    return pgettext("nature", NATURES[nature])


def state_word(state: TaskState) -> str:
    """已完成, 正常推进 and so on."""
    return pgettext("task state", STATES[state])


def contexts() -> None:
    """Name the texts above with their contexts once, so that the catalogue tool finds them."""
    pgettext("outlook", "Yes")
    pgettext("outlook", "At risk")
    pgettext("outlook", "No")
    pgettext("nature", "Final")
    pgettext("nature", "Flash")
    pgettext("nature", "Preliminary")
    pgettext("nature", "Expected")
    pgettext("task state", "Done")
    pgettext("task state", "On course")
    pgettext("task state", "Lagging")
    pgettext("task state", "Not begun")
    pgettext("task state", "Standing task")


# -- what a word means when it is read; keys are compared without blanks and without regard to case ---------------

READ_CONFIRM: Final[Mapping[str, bool]] = {
    **dict.fromkeys(("无误", "无异议", "核对无误", "正确", "一致", "是", "√", "correct"), True),
    **dict.fromkeys(("有异议", "异议", "有误", "不一致", "否", "×", "disputed"), False),
}
READ_OUTLOOK: Final[Mapping[str, Outlook]] = {
    **dict.fromkeys(("能", "能完成", "可完成", "是", "yes"), Outlook.ON_COURSE),
    **dict.fromkeys(("有风险", "存在风险", "atrisk"), Outlook.AT_RISK),
    **dict.fromkeys(("不能", "不能完成", "难以完成", "否", "no"), Outlook.OFF_COURSE),
}
READ_NATURE: Final[Mapping[str, Nature]] = {
    **dict.fromkeys(("最终", "最终数", "终值", "final"), Nature.FINAL),
    **dict.fromkeys(("快报", "快报数", "flash"), Nature.FLASH),
    **dict.fromkeys(("初步", "初步数", "preliminary"), Nature.PRELIMINARY),
    **dict.fromkeys(("预计", "预计数", "expected"), Nature.EXPECTED),
}
READ_ESTIMATED: Final = frozenset({"估算", "估计", "estimated"})
READ_STATE: Final[Mapping[str, TaskState]] = {
    **dict.fromkeys(("已完成", "完成", "done"), TaskState.DONE),
    **dict.fromkeys(("正常推进", "正常", "推进中", "oncourse"), TaskState.ON_COURSE),
    **dict.fromkeys(("滞后", "lagging"), TaskState.LAGGING),
    **dict.fromkeys(("未启动", "notbegun"), TaskState.NOT_BEGUN),
    **dict.fromkeys(("长期坚持", "长期", "持续推进", "standingtask"), TaskState.STANDING),
}


def folded(text: str) -> str:
    """A word as it is looked up in the tables above."""
    return "".join(text.split()).casefold()


_QUARTERS = "一二三四"


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
        "list_confirm": [_(CORRECT), _(DISPUTED)],
        "list_outlook": [outlook_word(outlook) for outlook in OUTLOOKS],
        "list_nature": [*(nature_word(nature) for nature in NATURES), _(ESTIMATED)],
        "list_state": [state_word(state) for state in STATES],
    }
