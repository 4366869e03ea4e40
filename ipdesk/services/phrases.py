"""常用语: what a reviewer asks again and again, kept with the workspace, with places for a cell's names and figures."""

import json
from collections.abc import Sequence
from typing import Final

from ipdesk.domain.errors import Refused, WrongUse
from ipdesk.services import settings
from ipdesk.services.beside import RowBeside
from ipdesk.services.workspace import Done, Workspace
from ipdesk.text import formats

#: What a new workspace begins with. Content that goes into letters, and so the same whatever language a screen speaks.
FIRST: Final = (
    "“{填报项}”本期{本期}，上期{上期}，变动较大，请核实并说明原因。",
    "“{填报项}”本期{本期}，低于上期{上期}，累计数一般不应减少，请核实。",
    "“{填报项}”本期未报，请补报；确无数据的请写明原因和预计补报时间。",
    "“{填报项}”请核对计量单位（{计量单位}）。",
    "“{填报项}”与应达值{应达值}差距较大，请说明原因和下一步措施。",
    "请补充“{填报项}”的佐证材料。",
    "“{填报项}”的情况说明请写具体：原因、涉及数量、后续安排。",
)
#: The places that a phrase may have, and what stands there.
PLACES: Final = ("填报项", "计量单位", "本期", "上期", "上年同期", "应达值", "目标值", "同级中位数", "单位")


def phrases(workspace: Workspace) -> tuple[str, ...]:
    """The phrases in their order; those of a new workspace until somebody changed them."""
    kept = settings.get(workspace, "phrases")
    try:
        found = json.loads(kept) if kept else FIRST
    except ValueError:
        found = FIRST
    return tuple(str(one) for one in found)


def put(workspace: Workspace, kept: Sequence[str]) -> Done[tuple[str, ...]]:
    """Keeps the list of phrases as it is given, each once. WrongUse `phrase_place` for a place that there is not."""
    cleaned = tuple(dict.fromkeys(one.strip() for one in kept if one.strip()))
    for one in cleaned:
        _check(one)
    return Done(cleaned, settings.put(workspace, "phrases", json.dumps(cleaned, ensure_ascii=False)).changes)


def add(workspace: Workspace, phrase: str) -> Done[tuple[str, ...]]:
    """One more at the end."""
    return put(workspace, (*phrases(workspace), phrase))


def drop(workspace: Workspace, number: int) -> Done[tuple[str, ...]]:
    """Without the one of that number, counted from 1. Refused `phrase_unknown`."""
    kept = phrases(workspace)
    if not 1 <= number <= len(kept):
        raise Refused("phrase_unknown", number=str(number), count=str(len(kept)))
    return put(workspace, (*kept[: number - 1], *kept[number:]))


def filled(phrase: str, beside: RowBeside | None, unit: str) -> str:
    """The phrase with the names and figures of a row in its places; without a row only the unit is known."""
    values = dict.fromkeys(PLACES, formats.NOTHING) | {"单位": unit}
    if beside is not None:
        row = beside.row
        values |= {"填报项": row.name, "计量单位": row.unit}
        for place, figure in (
            ("本期", beside.figure), ("上期", beside.last), ("上年同期", beside.last_year),
            ("应达值", beside.planned), ("目标值", beside.target),
            ("同级中位数", beside.among.median if beside.among else None),
        ):  # fmt: skip
            values[place] = formats.quantity(figure, row.unit, row.decimals)
    for place, text in values.items():
        phrase = phrase.replace(f"{{{place}}}", text)
    return phrase


def _check(phrase: str) -> None:
    rest = phrase
    for place in PLACES:
        rest = rest.replace(f"{{{place}}}", "")
    if "{" in rest or "}" in rest:
        raise WrongUse("phrase_place", phrase=phrase, places="、".join(f"{{{place}}}" for place in PLACES))
