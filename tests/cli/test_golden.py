"""The worked cases of the arithmetic by the command line: a city that fills in, accepts and evaluates its own figures.

Expected values are those of the cases (level, falling level, to nought, far over, fallen, kept, sum, growth, reduction,
elapsed time), each with what is still needed, worked out by hand.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal as D
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ipdesk.cli.main import root
from ipdesk.domain.indicator import Aggregation, Direction, Entry, Frequency, Indicator, Item, Supply, SupplyRule
from ipdesk.domain.plan import Plan
from ipdesk.domain.target import Baseline, Comparator, Source, Target, TargetKind
from ipdesk.packs.read import load_builtin
from ipdesk.packs.write import write_pack

LEVEL = TargetKind.LEVEL
#: Name, kind, comparator, goal, baseline, unit, entry.
TARGETS = (
    ("c1", LEVEL, Comparator.AT_LEAST, "22", "16", "件", Entry.STATE),
    ("c2", LEVEL, Comparator.AT_LEAST, "22", "16", "件", Entry.STATE),
    ("c3", LEVEL, Comparator.LESS, "27", "28", "分", Entry.STATE),
    ("c4", LEVEL, Comparator.AT_MOST, "0", "3", "家", Entry.STATE),
    ("c5", LEVEL, Comparator.AT_LEAST, "3200", "2180", "亿元", Entry.STATE),
    ("c6", LEVEL, Comparator.AT_LEAST, "14.6", "13.38", "%", Entry.STATE),
    ("c7", LEVEL, Comparator.AT_LEAST, "83.9", "82.81", "分", Entry.STATE),
    ("c8", TargetKind.MAINTAIN, Comparator.AT_LEAST, "95", "95", "%", Entry.STATE),
    ("c9", TargetKind.CUMULATIVE, Comparator.AT_LEAST, "20000", None, "亿元", Entry.RUNNING),
    ("c10", TargetKind.GROWTH, Comparator.MORE, "7", None, "%", Entry.STATE),
    ("c11", TargetKind.REDUCTION, Comparator.AT_LEAST, "17", None, "%", Entry.STATE),
)
FIGURES = {
    "2026": "c6,13.60 c7,82.50 c9,4100",
    "2027": "c1,18 c2,18.4 c3,27.4 c4,2 c8,94.8 c9,4200 c11,6.8",
    "2028": "c5,8539.9 c10,7.0912",
}


def golden() -> Plan:
    of = load_builtin("sz-155")
    clause = of.targets[0].clause
    indicators, items, targets = [], [], []
    for key, kind, comparator, goal, baseline, unit, entry in TARGETS:
        name = f"算例{key[1:]}"
        items.append(Item(key, name, unit, 4, entry))
        indicators.append(
            Indicator(
                key, name, unit, 4, Direction.LOWER if comparator in (Comparator.LESS, Comparator.AT_MOST) else
                Direction.HIGHER, Frequency.YEAR, Aggregation.OWN, item=key, definition="算例", source="算例",
                supplies=(SupplyRule(key, "city", Supply.UNIT),),
            )
        )  # fmt: skip
        targets.append(
            Target(
                f"{key}-2030", key, name, kind, comparator, D(goal), unit, 2030, 2026, Source.TEXT, clause,
                baseline=Baseline(D(baseline), 2025, "算例") if baseline else None, ground="算例",
            )
        )  # fmt: skip
    return replace(
        of, id="golden", title="算例规划", short="算例", indicators=tuple(indicators), items=tuple(items),
        targets=tuple(targets), history=(), lineage=(), rules=(),
    )  # fmt: skip


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, Any]]:
    folder = tmp_path_factory.mktemp("golden")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPDESK_HOME", str(folder / "home"))
        write_pack(golden(), folder / "pack")
        data = folder / "city.ipdesk"

        def run(*words: str) -> Result:
            result = CliRunner().invoke(root, [*words, "--data", str(data), "--today", "2029-01-20", "--by", "陈建"])
            assert result.exit_code == 0, f"{words}: {result.stdout}{result.stderr}"
            return result

        run("init", str(data), "--unit", "440300", "--plan", str(folder / "pack"))
        run("policy", "set", "--steps", "")
        for period, figures in FIGURES.items():
            run("issue", "--period", period, "--to", str(folder / period))
            csv = folder / f"{period}.csv"
            missing = [key for key, *_rest in TARGETS if f"{key}," not in f"{figures} "]
            lines = [*(f"{one},算例" for one in figures.split()), *(f"{key},,本期不报" for key in missing)]
            csv.write_text("填报项,本期,情况说明\n" + "\n".join(lines) + "\n", encoding="utf-8")
            CliRunner().invoke(root, ["fill", period, "--values", str(csv), "--data", str(data), "--by", "陈建"])
            fixed = json.loads(run("fix", period, "--json").stdout)
            run("review", "accept", fixed["id"] if "id" in fixed else fixed["package"])
        found = {
            period: json.loads(run("evaluate", "--period", period, "--unit", "440300", "--json").stdout,
                               parse_float=D)["verdicts"]
            for period in FIGURES
        }  # fmt: skip

    def of(name: str) -> dict[str, Any]:
        key, period = name.split("@")
        return next(one for one in found[period] if one["target"] == f"{key}-2030")

    return of


def shown(figure: D | int | None, places: int = 2) -> str | None:
    return None if figure is None else str(round(D(figure), places))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # completion, planned, gap in points, rating, achieved, needed a year
        ("c1@2027", ("33.33", "18.40", "-6.67", "nearly", "1.00", "1.33")),
        ("c2@2027", ("40.00", "18.40", "0.00", "met", "1.20", "1.20")),
        ("c3@2027", ("60.00", "27.60", "20.00", "met", "-0.30", "-0.13")),
        ("c4@2027", ("33.33", "1.80", "-6.67", "nearly", "-0.50", "-0.67")),
        ("c5@2028", ("623.52", "2792.00", "563.52", "met", "2119.97", None)),
        ("c6@2026", ("18.03", "13.62", "-1.97", "nearly", "0.22", "0.25")),
        ("c7@2026", ("-28.44", "83.03", "-48.44", "far_behind", "-0.31", "0.35")),
        ("c8@2027", (None, "95.00", None, "lagging", None, None)),
        ("c9@2027", ("41.50", "8000.00", "1.50", "met", "4150.00", "3900.00")),
        ("c10@2028", (None, "7.00", None, "met", "7.09", "6.86")),
        ("c11@2027", ("40.00", "7.18", "-2.25", "nearly", "3.46", "3.79")),
    ],
)
def test_a_worked_case(verdicts: Callable[[str], dict[str, Any]], name: str, expected: tuple[str | None, ...]) -> None:
    one = verdicts(name)
    rate = one["required"] or {}
    percent = [None if one[key] is None else one[key] * 100 for key in ("completion", "gap")]
    assert (
        shown(percent[0]), shown(one["planned"]), shown(percent[1]), one["rating"], shown(rate.get("achieved")),
        shown(rate.get("needed")),
    ) == expected  # fmt: skip


def test_what_goes_beside_the_numbers(verdicts: Callable[[str], dict[str, Any]]) -> None:
    assert shown(verdicts("c5@2028")["share_of_target"] * 100) == "266.87"  # A/T is another figure
    assert verdicts("c4@2027")["share_of_target"] is None
    assert verdicts("c8@2027")["gap_in_units"] == D("-0.2")
    assert verdicts("c2@2027")["gap"] == 0
    assert [one["rule"] for one in verdicts("c4@2027")["early"]] == ["small_count"]
    assert {verdicts(name)["elapsed"] for name in ("c6@2026", "c1@2027", "c5@2028")} == {D("0.2"), D("0.4"), D("0.6")}


def test_a_verdict_can_be_reckoned_again_from_what_it_carries(verdicts: Callable[[str], dict[str, Any]]) -> None:
    """By hand from the inputs alone: (18 − 16) ÷ (22 − 16) − 24/60, and the word by the thresholds."""
    one = verdicts("c1@2027")
    given = {key: D(text) for key, text in one["inputs"].items()}
    completion = (given["actual"] - given["baseline"]) / (given["target"] - given["baseline"])
    gap = completion - given["months"] / given["of_months"]
    assert round(gap, 12) == round(one["gap"], 12)
    assert one["thresholds"]["nearly"] <= gap * 100 < 0
    left = (given["target"] - given["actual"]) / (given["of_months"] - given["months"]) * 12
    assert round(left, 12) == round(one["required"]["needed"], 12)
    assert one["coverage"]["given"] == one["coverage"]["expected"] == 1
    assert (one["method"], one["milestone"], one["table"]) == ("level", None, False)
