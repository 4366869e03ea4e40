"""抽查: which tasks are to be looked at on site, drawn by a seed that is told; what was found is kept with the task."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from ipdesk.domain.errors import Refused, WrongUse
from ipdesk.domain.form import TaskState
from ipdesk.domain.sample import draw
from ipdesk.services import tasks
from ipdesk.services.tasks import TaskLine
from ipdesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Sampled:
    """A line that was drawn, with its number; `result` of the check under this seed, empty while none is kept."""

    line: TaskLine
    rank: str
    result: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample: from how many lines of each unit how many were drawn."""

    seed: str
    drawn: tuple[Sampled, ...]
    strata: tuple[tuple[str, int, int], ...]  # unit's short name, lines, drawn


def sample(
    workspace: Workspace, seed: str, *, per_unit: int = 0, total: int = 0, only_done: bool = False, today: date
) -> Sample:
    """Draws from the measures of all units but the issuer (`only_done`: those said to be done). The same seed and
    lines draw the same list on every PC. Refused `not_issuer`, `nothing_to_sample`; WrongUse `sample_size`.
    """
    if not workspace.is_issuer:
        raise Refused("not_issuer", unit=workspace.unit.short)
    lines = {
        (line.unit.code, line.slot.form): line
        for line in sorted(tasks.ledger(workspace, today=today), key=lambda line: (line.unit.order, line.slot.form))
        if line.measure is not None and line.unit.code != workspace.unit.code
        and (not only_done or line.situation.state is TaskState.DONE)
    }  # fmt: skip
    if not lines:
        raise Refused("nothing_to_sample")
    try:
        found = draw(lines, seed, per_unit=per_unit, total=total)
    except ValueError:
        raise WrongUse("sample_size") from None
    names = {line.unit.code: line.unit.short for line in lines.values()}
    sizes = Counter(unit for unit, _subject in lines)
    counts = Counter(one.unit for one in found)
    return Sample(
        seed,
        tuple(_sampled(lines[one.unit, one.subject], one.rank, seed) for one in found),
        tuple((name, sizes[unit], counts[unit]) for unit, name in names.items()),
    )


def _sampled(line: TaskLine, rank: str, seed: str) -> Sampled:
    checks = [entry for entry in line.matter.of("sample") if entry.fact("seed") == seed]
    if not checks:
        return Sampled(line, rank)
    return Sampled(line, rank, checks[-1].fact("result"), checks[-1].fact("text"))
