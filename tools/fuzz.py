"""Thousands of damaged, altered and hostile files through the real importer: `python -m tools.fuzz --files 20000`.

Seeds are the files of the demo's day and of its desks (`fuzzing/seeds.py`): templates, reports, returned forms,
releases, csv, xls and ods, bundles, plan packs, plan documents. Each mutant goes through `services.receive`, first as a
dry run, then for good, into copies of four desks; the reading runs in the real confined child. What must hold
(`fuzzing/trial.py`):

- a verdict with a sentence, in Chinese and in English, without a hole in it; no traceback, no dead program, no hang
- a file is taken whole or not at all: what the dry run said is done, what is not taken writes no package
- what was accepted stays accepted; `verify` finds nothing
- where no figure was touched, the figures taken are those of the seed, and none is lost without a word

Mutant N of a class is the same in every run of a `--seed`: `--only CLASS:N` makes it again, `--keep DIR` keeps those
that broke a rule with what is left of them when all is put back that did not matter. `--state FILE` remembers finished
batches: the same command goes on where it was stopped. One table at the end; exit code 1 when a rule was broken.
"""

import argparse
import json
import multiprocessing
import os
import resource
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ipdesk.services.judged import Verdict
from ipdesk.text import i18n
from tools.fuzzing import families, minimise, seeds, trial
from tools.fuzzing.families import FAMILIES
from tools.fuzzing.trial import Bench, Mutant, Tally

BATCH = 50
#: After so many batches the desks are verified and laid out anew.
RENEW = 8


class Worker:
    """One process: its desks, and how many batches they have seen."""

    def __init__(self, work: Path, first: int, keep: Path | None) -> None:
        i18n.use_language("zh_CN")
        self.work, self.first, self.keep = work, first, keep
        self.seeds = seeds.seeds_of(work)
        self.own = work / f"worker-{os.getpid()}"
        self.bench = Bench(work, self.own / "desks")
        self._batches = 0

    def do(self, name: str, numbers: Sequence[int]) -> Tally:
        """One batch of one class."""
        self._batches += 1
        i18n.use_language(i18n.LANGUAGES[self._batches % 2])
        mutants = families.mutants([(name, number) for number in numbers], self.seeds, self.first)
        tally, broken = trial.try_batch(self.bench, mutants, self.own / "files")
        for mutant, fault in broken:
            tally.broken.append(f"{mutant.name} ({mutant.seed.name} → {mutant.to}): {self._alone(mutant, fault)}")
        if self._batches % RENEW == 0 or broken:
            tally.broken += [f"{name}-{numbers[0]}…: {fault}" for fault in self.bench.verified()]
            self.bench.renew()
        return tally

    def _alone(self, mutant: Mutant, fault: str) -> str:
        """The fault, marked when it does not come back on fresh desks; the file is kept, and its smallest kin."""
        if self.keep is None:
            return fault

        def fails(data: bytes) -> bool:
            self.bench.renew()
            one = Mutant(mutant.family, mutant.number, mutant.seed, data, mutant.to, mutant.kept)
            _, broken = trial.try_batch(self.bench, [one], self.own / "files")
            return any(_kind(found) == _kind(fault) for _, found in broken)

        self.keep.mkdir(parents=True, exist_ok=True)
        (self.keep / f"{mutant.name}_{mutant.seed.name}").write_bytes(mutant.data)
        if not fails(mutant.data):
            return f"(not alone) {fault}"
        small = minimise.minimise(mutant.seed.data, mutant.data, fails, most=60)
        (self.keep / f"{mutant.name}_small_{mutant.seed.name}").write_bytes(small)
        return fault


def _kind(fault: str) -> str:
    """The first word of a broken rule, the last line of a traceback: what makes two faults the same."""
    return fault.strip().splitlines()[-1][:40] if "Traceback" in fault else fault.partition(":")[0][:12]


_worker: Worker | None = None


def _begin(work: Path, first: int, keep: Path | None) -> None:
    global _worker  # noqa: PLW0603 - a pool's processes are begun by a function without result
    _worker = Worker(work, first, keep)


def _batch(task: tuple[str, list[int]]) -> tuple[str, int, Tally, int, int]:
    assert _worker is not None
    tally = _worker.do(*task)
    peaks = [resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return task[0], task[1][0], tally, peaks[0], peaks[1]


def plan(files: int, only: str) -> Iterator[tuple[str, list[int]]]:
    """Batches of the classes in turn, each class by its share."""
    wanted, _, number = only.partition(":")
    if number:
        yield wanted, [int(number)]
        return
    names = [wanted] if wanted else list(FAMILIES)
    whole = sum(FAMILIES[name].share for name in names)
    counts = {name: max(1, files * FAMILIES[name].share // whole) for name in names}
    batches = [
        ((start + 1) / count, name, list(range(start, min(start + BATCH, count))))
        for name, count in counts.items()
        for start in range(0, count, BATCH)
    ]
    for _, name, numbers in sorted(batches):  # classes of small share are spread over the run as well
        yield name, numbers


def run(
    work: Path,
    files: int,
    *,
    first: int,
    jobs: int,
    only: str = "",
    keep: Path | None = None,
    state: Path | None = None,
) -> tuple[dict[str, Tally], tuple[int, int]]:
    """The tallies by class, and the peak memory in MiB of the desk's process and of the reader's."""
    tallies: dict[str, Tally] = {}
    done = _remembered(state, tallies)
    tasks = [task for task in plan(files, only) if (task[0], task[1][0]) not in done]
    own = child = 0
    for name, start, tally, peak, peak_child in _results(work, first, jobs, keep, tasks):
        tallies.setdefault(name, Tally()).add(tally)
        own, child = max(own, peak), max(child, peak_child)
        if state is not None:
            with state.open("a", encoding="utf-8") as file:
                file.write(json.dumps(_line(name, start, tally), ensure_ascii=False) + "\n")
    return tallies, (own, child)


def _results(
    work: Path, first: int, jobs: int, keep: Path | None, tasks: Sequence[tuple[str, list[int]]]
) -> Iterator[tuple[str, int, Tally, int, int]]:
    if jobs == 1:
        _begin(work, first, keep)
        yield from map(_batch, tasks)
        return
    with multiprocessing.get_context("spawn").Pool(jobs, _begin, (work, first, keep)) as pool:
        yield from pool.imap_unordered(_batch, tasks)


def _line(name: str, start: int, tally: Tally) -> dict[str, object]:
    return {
        "class": name, "start": start, "files": tally.files, "verdicts": dict(tally.verdicts),
        "seconds": tally.seconds, "slowest": tally.slowest, "broken": tally.broken,
    }  # fmt: skip


def _remembered(state: Path | None, tallies: dict[str, Tally]) -> set[tuple[str, int]]:
    done: set[tuple[str, int]] = set()
    if state is None or not state.exists():
        return done
    for text in state.read_text(encoding="utf-8").splitlines():
        line = json.loads(text)
        done.add((line["class"], line["start"]))
        tallies.setdefault(line["class"], Tally()).add(
            Tally(line["files"], Counter(line["verdicts"]), line["seconds"], line["slowest"], line["broken"])
        )
    return done


def report(tallies: Mapping[str, Tally], peaks: tuple[int, int]) -> Iterator[str]:
    """The table, and below it what was broken."""
    said = [verdict.value for verdict in Verdict]
    heads = ("class", "files", *said, "s a file", "slowest s", "broken")
    yield heads[0].ljust(11) + "".join(head.rjust(12) for head in heads[1:])
    whole = Tally()
    for tally in tallies.values():
        whole.add(tally)
    for name, tally in (*tallies.items(), ("all", whole)):
        counts = [str(tally.verdicts[word]) for word in said]
        mean = f"{tally.seconds / max(tally.files, 1):.3f}"
        cells = (str(tally.files), *counts, mean, f"{tally.slowest:.2f}", str(len(tally.broken)))
        yield name.ljust(11) + "".join(cell.rjust(12) for cell in cells)
    yield f"peak memory: desk {peaks[0]} MiB, reader {peaks[1]} MiB"
    yield from whole.broken[:200]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="CLASS, or CLASS:NUMBER")
    parser.add_argument("--keep", type=Path, help="where mutants that broke a rule are kept")
    parser.add_argument("--state", type=Path, help="where finished batches are remembered, to go on later")
    parser.add_argument("--demo", type=Path, help="a day that `ipdesk demo` played, instead of playing it again")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as scratch:
        i18n.use_language("zh_CN")
        seeds.prepare(Path(scratch), chosen.demo)
        tallies, peaks = run(
            Path(scratch), chosen.files, first=chosen.seed, jobs=chosen.jobs, only=chosen.only, keep=chosen.keep,
            state=chosen.state,
        )  # fmt: skip
    for line in report(tallies, peaks):
        print(line)
    return 1 if any(tally.broken for tally in tallies.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
