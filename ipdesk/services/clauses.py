"""Where in a plan's text something stands, as people cite it."""

import unicodedata

from ipdesk.domain.plan import Clause, ClauseKind, Plan

_MARKS = ("、", ".", "）", "：")


def clause_path(plan: Plan, clause_id: str) -> str:
    """The labels from the chapter down to the clause, `三、4.专栏3`; the title where a clause has no label.

    Empty for a clause that the outline lacks.
    """
    by_id = {clause.id: clause for clause in plan.outline}
    labels: list[str] = []
    clause = by_id.get(clause_id)
    while clause is not None:
        labels.append(clause.label or clause.title)
        clause = by_id.get(clause.parent) if clause.parent else None
    path = ""
    for label in reversed(labels):
        # 三、4.专栏3: a number's own mark parts it from what follows, words need a blank.
        path += label if not path or path.endswith(_MARKS) else f" {label}"
    return path


def tasks_named(plan: Plan, text: str) -> list[Clause]:
    """The tasks that a text names: by id, number, title, or number and title; else boxes and items named so."""
    wanted = _bare(text)
    if not wanted:
        return []
    tasks = [one for one in plan.outline if one.kind is ClauseKind.TASK]
    others = [one for one in plan.outline if one.kind in (ClauseKind.BOX, ClauseKind.ITEM, ClauseKind.SAFEGUARD)]
    for group in (tasks, others):
        exact = [one for one in group if one.title and wanted == _bare(one.title)]
        exact = exact or [one for one in group if wanted in (one.id, _bare(one.label), _bare(one.label + one.title))]
        if exact:
            return exact
    return []


def _bare(text: str) -> str:
    narrow = unicodedata.normalize("NFKC", "".join(text.split())).casefold()
    return "".join(sign for sign in narrow if sign not in ".、。:()")
