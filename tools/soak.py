"""Play schedules of the ledger through real files until something is wrong: `python tools/soak.py [--count N]`.

Each schedule is a number: a city and a district with two PCs each, another district with a spreadsheet alone; they
issue, fill, fix, send, copy, lose, mend, return, accept, settle, reopen, release, and exchange bundles, all by
workbooks and zips. At the end everything reaches everybody and the laws are asked: one digest a scope, nothing fixed
lost, no accepted value changed without a decision. A failing number is printed; it plays the same schedule again.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from contextlib import nullcontext
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ipdesk.text import i18n  # noqa: E402 - the tree itself is not installed
from tests.services import fileschedules  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="how many schedules")
    parser.add_argument("--first", type=int, default=0, help="the number of the first one")
    parser.add_argument("--steps", type=int, default=fileschedules.STEPS, help="steps of each, before the exchange")
    parser.add_argument("--confined", action="store_true", help="read each file in a child process, as ipdesk does")
    chosen = parser.parse_args()
    i18n.use_language("zh_CN")
    did: Counter[str] = Counter()
    failed: dict[int, list[str]] = {}
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch, nullcontext() if chosen.confined else fileschedules.read_here():
        prepared = Path(scratch, "prepared")
        prepared.mkdir()
        fileschedules.prepare(prepared)
        for seed in range(chosen.first, chosen.first + chosen.count):
            folder = Path(scratch, str(seed))
            world = fileschedules.play(prepared, folder, seed, chosen.steps)
            found = fileschedules.laws(world)
            did.update(world.did)
            did.update(files=world.number, packages=len(world.made))
            fileschedules.close(world)
            shutil.rmtree(folder)
            if found:
                failed[seed] = found
                print(f"schedule {seed}: {'; '.join(found)}", flush=True)
    print(f"{chosen.count} schedules, {len(failed)} wrong, {time.monotonic() - began:.0f} s")
    print(", ".join(f"{number} {what}" for what, number in did.most_common()))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
