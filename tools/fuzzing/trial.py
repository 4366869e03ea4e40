"""One batch of mutants before a desk: what is said of each, what it left behind, and which rule was broken."""

import re
import shutil
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import FrameType

from ipdesk.domain.errors import IpdeskError
from ipdesk.domain.ledger.package import Kind
from ipdesk.services import figures, maintain, planfile, plantexts, receive
from ipdesk.services.judged import FileVerdict, Verdict
from ipdesk.services.workspace import Workspace, open_workspace
from ipdesk.text import i18n, messages
from tools.fuzzing.seeds import CITIES, DESKS, DISTRICTS, OFFICER, TODAY, WAITING, Seed

LIMIT = 90  # seconds without a word: twice the reader's own limit
_HOLE = re.compile(r"\{[a-z_]*\}|…[a-z_]+…")
_TAKEN = (Verdict.TAKEN, Verdict.SECOND)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A damaged file. `kept` when its class left every figure in its place."""

    family: str
    number: int
    seed: Seed
    data: bytes
    to: str
    kept: bool

    @property
    def name(self) -> str:
        return f"{self.family}-{self.number}"


@dataclass(slots=True)
class Tally:
    """What became of the mutants of one class."""

    files: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    slowest: float = 0.0
    broken: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        self.files += other.files
        self.verdicts += other.verdicts
        self.seconds += other.seconds
        self.slowest = max(self.slowest, other.slowest)
        self.broken += other.broken


class _Hang(Exception):
    """Nothing was said for LIMIT seconds."""


class _Watch:
    """Told after each file that was read and judged: how long each took."""

    def __init__(self) -> None:
        self.slowest = 0.0
        self._last = time.perf_counter()

    def report(self, done: int, total: int, note: str) -> None:
        del done, total, note
        now = time.perf_counter()
        self.slowest, self._last = max(self.slowest, now - self._last), now
        signal.alarm(LIMIT)


@dataclass(frozen=True, slots=True)
class _Said:
    """Whose figures a file says, and which; None for one of which nothing is taken."""

    unit: str
    period: str
    figures: Mapping[str, Decimal | None] | None


class Bench:
    """The desks of one process, laid out anew from time to time, and what the seeds themselves say there."""

    def __init__(self, work: Path, own: Path) -> None:
        self._pristine = {name: work / "desks" / f"{name}.ipdesk" for name in DESKS}
        self._own = own
        self._said: dict[str, _Said] = {}
        self._packages: dict[tuple[str, str], frozenset[str]] = {}
        self.renew()

    def renew(self) -> None:
        """The desks as they were in the beginning."""
        shutil.rmtree(self._own, ignore_errors=True)
        self._own.mkdir(parents=True)
        for path in self._pristine.values():
            shutil.copyfile(path, self._own / path.name)

    def desk(self, name: str) -> Path:
        return self._own / f"{name}.ipdesk"

    def verified(self) -> Iterator[str]:
        """What `verify` finds on the desks."""
        for name in DESKS:
            with open_workspace(self.desk(name)) as workspace:
                found = {finding.code for finding in maintain.verify(workspace)}
                # A package of a later schema is kept, not folded: that is told, and no fault.
                yield from (f"verify {name}: {code}" for code in sorted(found - {"update_needed"}))

    def of_seed(self, seed: Seed) -> "_Said":
        """What the city reads from the sound file."""
        if seed.name not in self._said:
            with self._sound(seed, WAITING) as (desk, verdict):
                self._said[seed.name] = _Said(verdict.unit, verdict.period, _figures(desk, verdict))
        return self._said[seed.name]

    def brought_by(self, seed: Seed, to: str) -> frozenset[str]:
        """The packages that the sound file brings to a desk."""
        if (seed.name, to) not in self._packages:
            with self._sound(seed, to) as (desk, _verdict):
                self._packages[seed.name, to] = frozenset(desk.state.packages)
        return self._packages[seed.name, to]

    @contextmanager
    def _sound(self, seed: Seed, to: str) -> Iterator[tuple[Workspace, FileVerdict]]:
        scratch = self._own / "scratch.ipdesk"
        shutil.copyfile(self._pristine[to], scratch)
        path = self._own / "sound" / seed.name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(seed.data)
        with open_workspace(scratch) as desk:
            yield desk, receive.receive(desk, [path], today=TODAY, by=OFFICER).value[0]


def try_batch(bench: Bench, mutants: Sequence[Mutant], folder: Path) -> tuple[Tally, list[tuple[Mutant, str]]]:
    """The mutants to their desks, in one dry run a desk and then one by one; the rules that were broken."""
    tally, broken = Tally(), []
    begun = time.perf_counter()
    for name in DESKS:
        here = [one for one in mutants if one.to == name]
        if here:
            slowest, faults = _tried(bench, name, here, folder, tally)
            tally.slowest = max(tally.slowest, slowest)
            broken += faults
    tally.files = len(mutants)
    tally.seconds = time.perf_counter() - begun
    return tally, broken


def _tried(
    bench: Bench, name: str, mutants: Sequence[Mutant], folder: Path, tally: Tally
) -> tuple[float, list[tuple[Mutant, str]]]:
    shutil.rmtree(folder, ignore_errors=True)
    paths = {}
    for one in mutants:
        paths[one] = folder / one.name / one.seed.name
        paths[one].parent.mkdir(parents=True)
        paths[one].write_bytes(one.data)
    watch, broken = _Watch(), []
    with _patience(), open_workspace(bench.desk(name)) as desk:
        try:
            before = len(desk.state.packages)
            ahead: list[Sequence[FileVerdict]] = []
            said = receive.receive(
                desk, list(paths.values()), dry_run=True, today=TODAY, by=OFFICER, progress=watch
            ).value
            ahead = [[one for one in said if paths[mutant] in (one.path, one.path.parent)] for mutant in mutants]
            if len(desk.state.packages) != before:
                broken.append((mutants[0], "a dry run wrote packages"))
        except Exception:
            return watch.slowest, [(one, traceback.format_exc(limit=-6)) for one in mutants]
        refused = [
            paths[mutant] for mutant, verdicts in zip(mutants, ahead, strict=True)
            if verdicts and all(one.verdict is Verdict.REFUSED for one in verdicts)
        ]  # fmt: skip
        for mutant, foreseen in zip(mutants, ahead, strict=True):
            if paths[mutant] in refused:
                for verdict in foreseen:
                    tally.verdicts[verdict.verdict.value] += 1
                    broken += [(mutant, fault) for fault in _unsaid(verdict)]
                continue
            begun = time.perf_counter()
            signal.alarm(LIMIT)
            try:
                faults = list(_taken(bench, desk, mutant, paths[mutant], foreseen, tally))
            except Exception:
                faults = [traceback.format_exc(limit=-6)]
            watch.slowest = max(watch.slowest, time.perf_counter() - begun)
            broken += [(mutant, fault) for fault in faults]
        try:
            before = len(desk.state.packages)
            receive.receive(desk, refused, today=TODAY, by=OFFICER, progress=watch)  # by one child
            if len(desk.state.packages) != before:
                broken.append((mutants[0], "packages written, yet refused"))
        except Exception:
            broken += [(one, traceback.format_exc(limit=-6)) for one in mutants if paths[one] in refused]
        for mutant in mutants:
            if mutant.seed.role in ("pack", "document") or mutant.number % 250 == 0:
                signal.alarm(LIMIT)
                try:
                    broken += [(mutant, fault) for fault in _as_plan(paths[mutant])]
                except Exception:
                    broken.append((mutant, "as a plan: " + traceback.format_exc(limit=-6)))
    return watch.slowest, broken


@contextmanager
def _patience() -> Iterator[None]:
    def ring(_number: int, _frame: FrameType | None) -> None:
        raise _Hang

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(LIMIT)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _taken(
    bench: Bench, desk: Workspace, mutant: Mutant, path: Path, foreseen: Sequence[FileVerdict], tally: Tally
) -> Iterator[str]:
    if not foreseen:
        yield "no verdict"
    for one in foreseen:
        tally.verdicts[one.verdict.value] += 1
        yield from _unsaid(one)
    held, accepted = frozenset(desk.state.packages), _accepted(desk)
    taken = receive.receive(desk, [path], today=TODAY, by=OFFICER).value
    # A rehearsal takes packages in. Drafts of a district, and the files and receipts that a bundle brings beside its
    # packages, are not rehearsed: the second of two that bring the same is `same` only when it is taken.
    ahead, then = ([one.verdict for one in verdicts] for verdicts in (foreseen, taken))
    if mutant.to not in DISTRICTS and mutant.seed.role != "bundle" and ahead != then:
        yield f"dry run said {[one.value for one in ahead]}, then {[one.value for one in then]}"
    new = frozenset(desk.state.packages) - held
    if new and all(one.verdict in (Verdict.REFUSED, Verdict.QUARANTINED) for one in taken):
        yield f"{len(new)} packages written, yet not taken"
    if missing := [
        one
        for verdict in taken
        if verdict.verdict in _TAKEN
        for one in verdict.packages
        if one not in desk.state.packages
    ]:
        yield f"{len(missing)} packages named as taken are not there"
    if mutant.to in CITIES and _accepted(desk) != accepted:
        yield "what is accepted has changed"
    if mutant.kept and mutant.seed.role == "workbook":
        for verdict in taken:
            yield from _wrong(bench, desk, mutant, verdict, new)


def _wrong(bench: Bench, desk: Workspace, mutant: Mutant, verdict: FileVerdict, new: frozenset[str]) -> Iterator[str]:
    """Figures taken from a file in which no figure was touched must be those of the seed, or missed aloud."""
    if mutant.to in mutant.seed.to and mutant.to in DISTRICTS and mutant.family != "packages":
        strange = new - bench.brought_by(mutant.seed, mutant.to)
        if strange:
            yield f"{len(strange)} packages that the seed does not bring"
    if mutant.to not in CITIES or verdict.verdict not in _TAKEN:
        return
    sound = bench.of_seed(mutant.seed)
    meant, read = sound.figures, _figures(desk, verdict)
    if meant is None or read is None:
        return
    if (verdict.unit, verdict.period) != (sound.unit, sound.period):
        yield f"OTHER: {sound.unit} {sound.period} was taken for {verdict.unit} {verdict.period}"
    told = {finding.where.row for finding in verdict.findings}
    for row in sorted(meant.keys() | read.keys()):
        if row in read and read[row] != meant.get(row) and read[row] is not None:
            yield f"WRONG {row}: {meant.get(row)} became {read[row]}"
        elif read.get(row) != meant.get(row) and row not in told:
            yield f"LOST {row}: {meant.get(row)} became {read.get(row)} without a word"


def _figures(desk: Workspace, verdict: FileVerdict) -> Mapping[str, Decimal | None] | None:
    for name in reversed(verdict.packages):
        package = desk.state.packages.get(name)
        if package is not None and package.known and package.kind == Kind.SUBMISSION:
            answers = figures.submission_of(package).answers
            return {key: value.quantity for key, value in answers.values.items()}
    return None


def _unsaid(verdict: FileVerdict) -> Iterator[str]:
    if not verdict.sentence.strip() or _HOLE.search(verdict.sentence.replace("{0}", "").replace("{unit}", "")):
        yield f"sentence {verdict.sentence!r}"
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            for finding in verdict.findings[:40]:
                said = messages.located(finding)
                given = "".join(finding.params.values()) + finding.where.sheet
                if not said.strip() or (_HOLE.search(said) and "{" not in given):
                    yield f"{language} {finding.code}: {said!r}"
                if finding.code not in messages.SENTENCES:
                    yield f"{finding.code} has no sentence"


def _as_plan(path: Path) -> Iterator[str]:
    """The other doors: as a plan's pack, as a plan's document, as a file to be verified."""
    asks: tuple[Callable[[], object], ...] = (
        lambda: planfile.open_plan(str(path)),
        lambda: plantexts.compile_text(path),
        lambda: maintain.verify(None, [path]),
    )
    for ask in asks:
        try:
            ask()
        except IpdeskError as error:
            if not messages.error_sentence(error).strip():
                yield f"{error.code} has no sentence"


def _accepted(desk: Workspace) -> frozenset[tuple[str, str]]:
    return frozenset(
        (slot.code, state.standing.accepted)
        for (_ledger, slot), state in desk.state.slots.items()
        if slot.kind is Kind.SUBMISSION and state.standing.accepted
    )
