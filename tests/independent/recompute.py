"""Recomputes the totals and ratings of a period from an exported bundle and holds them against what was printed.

Written from the published formats alone (ledger-format.md, figures.md); imports nothing of the program.

    python tests/independent/recompute.py BUNDLE.zip CONSOLIDATION.json EVALUATION.json --period 2026-Q3

CONSOLIDATION and EVALUATION are what `consolidate --json` and `evaluate --json` print. One line for each figure;
ends with 0 when all agree and with 1, the differences last, when one does not.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.independent import ledger, totals, verdicts

TOTAL = ("method", "value", "unadjusted", "numerator", "denominator", "data_period", "doubles_open")
COVERAGE = ("given", "expected", "carried", "missing")
VERDICT = (
    "method", "actual", "data_period", "elapsed", "completion", "planned", "gap", "gap_in_units", "share_of_target",
    "met", "rating", "reason", "by_gap",
)  # fmt: skip


@dataclass
class Comparison:
    """What agreed and what did not, each with its name."""

    agreed: int = 0
    differences: list[str] = field(default_factory=list)

    def hold(self, name: str, printed: object, recomputed: object) -> None:
        if isinstance(recomputed, Fraction):
            recomputed = totals.shown(recomputed)
        if isinstance(recomputed, tuple):
            recomputed = list(recomputed)
        number = isinstance(printed, int | Decimal) and not isinstance(printed, bool)
        same = (number == isinstance(recomputed, int | Decimal) or not number) and printed == recomputed
        if same:
            self.agreed += 1
            print(f"=  {name}: {recomputed}")
        else:
            self.differences.append(f"!  {name}: printed {printed}, recomputed {recomputed}")


def compare_totals(book: totals.Book, period: str, printed: Mapping[str, Any], result: Comparison) -> int:
    said = {one["indicator"]: one for one in printed["indicators"]}
    ours = {name: total for name in book.indicators if (total := book.total(name, period)) is not None}
    targeted = {one["indicator"] for one in book.plan["targets"]}
    result.hold("totals / which indicators", sorted(said), sorted(targeted & ours.keys()))
    for name in sorted(said.keys() & ours.keys()):
        total, one = ours[name], said[name]
        for key in TOTAL:
            result.hold(f"total {name} / {key}", one[key], getattr(total, key))
        for key in COVERAGE:
            result.hold(f"total {name} / coverage {key}", one["coverage"][key], getattr(total, key))
        first = int(book.plan["first_year"])
        result.hold(f"total {name} / plan_total", one["plan_total"], book.plan_total(name, period, first))
    return len(said.keys() & ours.keys())


def compare_verdicts(book: totals.Book, period: str, printed: Mapping[str, Any], result: Comparison) -> int:
    said = {(one["unit_code"], one["target"]): one for one in printed["verdicts"]}
    ours = verdicts.cases(book, period)
    result.hold("verdicts / which targets", sorted(said), sorted(ours))
    for unit, target in sorted(said.keys() & ours.keys()):
        case, one, name = ours[unit, target], said[unit, target], f"verdict {unit} {target}"
        found = verdicts.verdict(case)
        for key in VERDICT:
            result.hold(f"{name} / {key}", one[key], getattr(found, key))
        for key in ("comparator", "horizon"):
            result.hold(f"{name} / {key}", one[key], case.target[key])
        result.hold(f"{name} / value", one["value"], case.goal)
        result.hold(f"{name} / baseline", one["baseline"], case.baseline)
        for key, limit in case.thresholds.items():
            result.hold(f"{name} / threshold {key}", one["thresholds"][key], limit)
        early = [(rule["rule"], rule["found"], rule["limit"]) for rule in one["early"]]
        recomputed = [(rule, totals.shown(seen), totals.shown(limit)) for rule, seen, limit in found.early]
        result.hold(f"{name} / early", early, recomputed)
        coverage = {key: getattr(case.total, key) for key in COVERAGE} if case.total else None
        if coverage:
            coverage["missing"] = list(coverage["missing"])
        result.hold(f"{name} / coverage", one["coverage"], coverage)
    return len(said.keys() & ours.keys())


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("consolidation", type=Path)
    parser.add_argument("evaluation", type=Path)
    parser.add_argument("--period", required=True)
    given = parser.parse_args(words)
    consolidation, evaluation = (
        json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        for path in (given.consolidation, given.evaluation)
    )
    try:
        book = totals.Book(ledger.read(given.bundle, evaluation["plan"]))
    except ValueError as error:
        print(f"!  {error}")
        return 1
    result = Comparison()
    for name, printed in (("consolidation", consolidation), ("evaluation", evaluation)):
        result.hold(f"{name} / period", printed["period"], given.period)
    result.hold("plan / version", evaluation["plan_version"], book.plan["version"])
    count = compare_totals(book, given.period, consolidation, result)
    judged = compare_verdicts(book, given.period, evaluation, result)
    print(*result.differences, sep="\n" if result.differences else "")
    print(f"{count} totals, {judged} verdicts: {result.agreed} figures agree, {len(result.differences)} differ")
    return 1 if result.differences else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    raise SystemExit(main())
