"""Where in a plan's text something stands, as people cite it."""

from ipdesk.domain.plan import Plan

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
