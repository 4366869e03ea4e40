"""The task ledger in words: what a line waits for, how far it is, what was decided on it and by whom."""

from collections.abc import Mapping
from typing import Final

from ipdesk.domain.ledger.decision import Verb
from ipdesk.domain.ledger.matter import ANSWERED, OPEN, PASSED, Entry, Order
from ipdesk.domain.light import Colour, Level
from ipdesk.domain.period import parse
from ipdesk.services.tasks import TaskLine, Wait
from ipdesk.text import formats, lightwords
from ipdesk.text.i18n import N_, _
from ipdesk.text.labels import label

_WAITS: Final[Mapping[Wait, str]] = {
    Wait.REPLY: N_("order to answer"),
    Wait.RETURNED: N_("application returned"),
    Wait.CHECK_ORDER: N_("reply to check"),
    Wait.CHECK_APPLICATION: N_("application to check"),
    Wait.LATE_REPLY: N_("reply overdue"),
    Wait.DISPUTED: N_("decisions contradict each other"),
    Wait.OVERDUE: N_("past its deadline"),
}
_ROLES: Final[Mapping[str, str]] = {"lead": N_("leads"), "support": N_("supports")}
_ORDERS: Final[Mapping[str, str]] = {
    OPEN: N_("waits for a reply"),
    ANSWERED: N_("answered, to be checked"),
    PASSED: N_("settled"),
    "withdrawn": N_("withdrawn"),
}
_APPLICATIONS: Final[Mapping[str, str]] = {
    "pending": N_("to be checked"),
    "approved": N_("closed"),
    "returned": N_("returned"),
    "withdrawn": N_("withdrawn"),
}
_VERBS: Final[Mapping[str, str]] = {
    Verb.PROGRESS: N_("progress told"),
    Verb.ORDER: N_("supervised"),
    Verb.REPLY: N_("answered"),
    Verb.INSPECT: N_("checked"),
    Verb.POSTPONE: N_("deadline put off"),
    Verb.APPLY: N_("applied to close"),
    Verb.CLOSE: N_("closed"),
    Verb.RETURN: N_("application returned"),
    Verb.REOPEN: N_("reopened"),
    Verb.WITHDRAW: N_("withdrawn"),
    Verb.RATE: N_("status set"),
    Verb.SAMPLE: N_("checked on site"),
}
_RESULTS: Final[Mapping[str, str]] = {
    "passed": N_("settled"),
    "again": N_("goes on"),
    "as_told": N_("as told"),
    "differs": N_("differs"),
    "unclear": N_("to be looked into"),
}


def wait_words(line: TaskLine) -> str:
    """What somebody here has to do about a line."""
    return _("、").join(_(_WAITS[wait]) for wait in line.waits)


def role_word(role: str) -> str:
    return _(_ROLES[role]) if role else ""


def order_state(order: Order) -> str:
    return _(_ORDERS[order.state])


def application_state(state: str) -> str:
    return _(_APPLICATIONS[state])


def result_word(result: str) -> str:
    return _(_RESULTS.get(result, result))


def self_word(line: TaskLine) -> str:
    """自评: what the unit says itself, of its newest telling; a form that is not accepted yet says so."""
    told = next((one for one in reversed(line.told) if one.state is not None), None)
    if told is None or told.state is None:
        return ""
    return _("{state} (to be reviewed)").format(state=label(told.state)) if told.pending else label(told.state)


def city_word(line: TaskLine) -> str:
    """市评: closed, else the issuer's own status, else the light by the rule; shape and word."""
    if line.matter.closed is not None:
        return _("{shape} closed").format(shape=lightwords.SHAPES[Level.GOOD])
    if line.mark is not None:
        return f"{lightwords.SHAPES[mark_level(line.mark)]} {line.mark.fact('word')}"
    return lightwords.light_text(line.lit.line)


def city_colour(line: TaskLine) -> Colour:
    """The colour that goes with `city_word`."""
    if line.matter.closed is not None:
        return Colour.GREEN
    if line.mark is not None and line.mark.fact("light") in set(Colour):
        return Colour(line.mark.fact("light"))
    return line.lit.line.colour if line.lit.line else Colour.GREY


def mark_level(mark: Entry) -> Level:
    """What a status that a person set means, by its colour."""
    return {
        "green": Level.GOOD, "blue": Level.WATCH, "yellow": Level.WATCH, "orange": Level.BAD, "red": Level.BAD,
        "black": Level.BAD,
    }.get(mark.fact("light"), Level.NONE)  # fmt: skip


def city_level(line: TaskLine) -> Level:
    if line.matter.closed is not None:
        return Level.GOOD
    return mark_level(line.mark) if line.mark is not None else line.lit.level


def completion_words(line: TaskLine) -> str:
    """35%; of a measure that several lead, what this unit has done; nothing where no quantity is set or told."""
    if line.completion is not None:
        return formats.percent(line.completion, 1)
    unit = line.measure.unit if line.measure else ""
    return "" if line.quantity is None else formats.quantity(line.quantity, unit)


def total_words(line: TaskLine) -> str:
    """27 of 30 家: what all that lead a measure have done of its quantity."""
    if line.measure is None or line.measure.quantity is None or line.total is None:
        return ""
    return _("{done} of {all}").format(
        done=formats.number(line.total), all=formats.quantity(line.measure.quantity, line.measure.unit)
    )


def deadline_words(line: TaskLine) -> str:
    """The deadline in its own spelling, with the one before where it was put off."""
    before = line.measure.deadline if line.measure else ""
    if line.matter.postponed is not None and before and before != line.deadline:
        return _("{deadline} (before: {before})").format(deadline=line.deadline, before=before)
    return line.deadline


def title_words(line: TaskLine) -> str:
    """The measure, or the task where no measure stands under it."""
    return " ".join((line.title or line.task).split())


def entry_words(entry: Entry) -> str:
    """What happened, in a few words: 督办 2026-3 要求10月31日前答复."""
    parts = [_(_VERBS.get(entry.verb, N_("something that a newer program knows")))]
    if entry.verb == Verb.ORDER and entry.fact("number"):
        parts.append(entry.fact("number"))
    if entry.fact("result"):
        parts.append(result_word(entry.fact("result")))
    if entry.fact("state"):
        parts.append(_state_word(entry.fact("state")))
    if entry.fact("word"):
        parts.append(_("{period}: {word}").format(period=_period(entry.fact("period")), word=entry.fact("word")))
    if entry.fact("deadline"):
        parts.append(_("by {deadline}").format(deadline=entry.fact("deadline")))
    if entry.fact("approver"):
        parts.append(_("approved by {name}").format(name=entry.fact("approver")))
    return "　".join(parts)


def entry_text(entry: Entry) -> str:
    """What was said with it: its text, the reason, on whose basis, the evidence."""
    parts = [entry.fact("text"), entry.reason]
    if entry.fact("basis"):
        parts.append(_("On behalf, by {basis}").format(basis=entry.fact("basis")))
    if entry.fact("evidence"):
        parts.append(_("Evidence: {names}").format(names=_("、").join(entry.fact("evidence").split("\n"))))
    return "\n".join(part for part in parts if part)


def _state_word(state: str) -> str:
    from ipdesk.domain.form import TaskState

    return label(TaskState(state)) if state in set(TaskState) else state


def _period(code: str) -> str:
    try:
        return formats.period_text(parse(code))
    except ValueError:
        return code
