"""The independent script agrees with the program on every total and verdict, and is no rubber stamp."""

import hashlib
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from tests.services import test_year
from tests.services.test_year import Year

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_name("recompute.py")
YEAR = ("2026-Q3", "2026-est", "2026-final", "2027-Q1")
year = test_year.year


@dataclass(frozen=True)
class Printed:
    """What the program put out: a bundle, and by period the totals and the verdicts."""

    folder: Path

    @property
    def bundle(self) -> Path:
        return self.folder / "bundle.zip"

    def totals(self, period: str) -> Path:
        return self.folder / f"totals-{period}.json"

    def verdicts(self, period: str) -> Path:
        return self.folder / f"verdicts-{period}.json"

    def recomputed(self, period: str) -> subprocess.CompletedProcess[str]:
        return recompute(self.bundle, self.totals(period), self.verdicts(period), period)


def recompute(bundle: Path, totals: Path, verdicts: Path, period: str) -> subprocess.CompletedProcess[str]:
    """The script in a process of its own that cannot see the program's packages (-S -E: standard library alone)."""
    return subprocess.run(
        [sys.executable, "-S", "-E", str(SCRIPT), str(bundle), str(totals), str(verdicts), "--period", period],
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False, cwd=bundle.parent,
    )  # fmt: skip


def put_out(data: Path, folder: Path, periods: tuple[str, ...], today: str) -> Printed:
    """A bundle and the printed JSON of periods, by the command line."""
    folder.mkdir()
    printed = Printed(folder)
    _ipdesk(data, "bundle", "--to", str(printed.bundle), "--today", today)
    for period in periods:
        for command, path in (("consolidate", printed.totals(period)), ("evaluate", printed.verdicts(period))):
            said = _ipdesk(data, command, "--period", period, "--json", "--today", today)
            path.write_text(said, encoding="utf-8", newline="\n")
    return printed


def _ipdesk(data: Path, *words: str) -> str:
    environment = {**os.environ, "IPDESK_HOME": str(data.parent / "home")}
    run = subprocess.run(
        [sys.executable, "-m", "ipdesk", *words, "--data", str(data), "--plan", "sz-155"],
        env=environment, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False, cwd=ROOT,
    )  # fmt: skip
    assert run.returncode in (0, 1), run.stderr
    return run.stdout


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """The demonstration: a city, eleven districts and three departments, a quarter."""
    folder = tmp_path_factory.mktemp("demo")
    environment = {**os.environ, "IPDESK_HOME": str(folder / "home")}
    subprocess.run(
        [sys.executable, "-m", "ipdesk", "demo", "--out", str(folder / "out")],
        env=environment, capture_output=True, timeout=300, check=True, cwd=ROOT,
    )  # fmt: skip
    return put_out(folder / "out" / "city.ipdesk", folder / "printed", ("2026-Q3",), "2026-10-14")


def _agrees(run: subprocess.CompletedProcess[str], summary: str) -> None:
    assert (run.returncode, run.stderr) == (0, ""), run.stdout
    assert run.stdout.splitlines()[-1].startswith(summary)
    assert run.stdout.splitlines()[-1].endswith(" 0 differ")


def test_the_demonstration_is_recomputed(demo: Printed) -> None:
    run = demo.recomputed("2026-Q3")
    _agrees(run, "31 totals, 46 verdicts: 1527 figures agree")
    # Σ 212470 件 ÷ Σ 1756.0061 万人
    assert "=  total hv-patents / value: 120.9961628265414339961575304\n" in run.stdout


def test_a_year_with_its_closing_forms_is_recomputed(year: Year) -> None:
    """Four quarters, 全年预计, 快报 and 终值, and the next year's first quarter, after a correction."""
    test_year._targets_are_argued_about_and_handed_down(year)
    test_year._three_quarters(year)
    year.accept(year.futian.report("2026-Q3", {**test_year.FIGURES, test_year.CASES: "230"}, test_year.CORRECTED),
                test_year.CORRECTED, reason="漏录20件")  # fmt: skip
    test_year._the_years_end(year)
    year.city.place.close()
    printed = put_out(year.folder / "市.ipdesk", year.folder / "printed", YEAR, str(date(2027, 4, 12)))
    for period in YEAR:
        _agrees(printed.recomputed(period), "12 totals, 37 verdicts: 1074 figures agree")
    # 503 of 2026 by its final form, and 80.
    assert "=  total mediation-cases / plan_total: 583\n" in printed.recomputed("2027-Q1").stdout


def _differences(run: subprocess.CompletedProcess[str]) -> list[str]:
    assert (run.returncode, run.stderr) == (1, "")
    return [line[3:] for line in run.stdout.splitlines() if line.startswith("!")]


@pytest.mark.parametrize(
    ("target", "before", "after", "named"),
    [
        ("hv-patents-2030", '"rating": "nearly"', '"rating": "met"', "rating: printed met, recomputed nearly"),
        ("mediation-cases-2030", '"nearly": -10', '"nearly": -5', "threshold nearly: printed -5, recomputed -10"),
        ("overseas-grants-2030", '"actual": 1.304', '"actual": 1.3040001',
         "actual: printed 1.3040001, recomputed 1.304"),
    ],
)  # fmt: skip
def test_a_changed_word_threshold_or_figure_is_named(
    demo: Printed, tmp_path: Path, target: str, before: str, after: str, named: str
) -> None:
    head, mark, rest = demo.verdicts("2026-Q3").read_text(encoding="utf-8").partition(f'"target": "{target}"')
    assert before in rest
    changed = tmp_path / "verdicts.json"
    changed.write_text(head + mark + rest.replace(before, after, 1), encoding="utf-8")
    run = recompute(demo.bundle, demo.totals("2026-Q3"), changed, "2026-Q3")
    assert _differences(run) == [f"verdict 440300 {target} / {named}"]


def test_another_accepted_figure_is_named_wherever_it_counts(demo: Printed, tmp_path: Path) -> None:
    """福田 had 211 cases accepted instead of 210, in packages whose ids are right."""
    forged = tmp_path / "bundle.zip"
    old, new = '"item":"mediation-cases","nature":"final","outlook":"yes","quantity":"210"', '"quantity":"211"'
    _forge(demo.bundle, forged, lambda text: text.replace(old, old.replace('"quantity":"210"', new)))
    run = recompute(forged, demo.totals("2026-Q3"), demo.verdicts("2026-Q3"), "2026-Q3")
    named = _differences(run)
    assert "total mediation-cases / value: printed 1269, recomputed 1270" in named
    assert "verdict 440300 mediation-cases-2030 / gap_in_units: printed 69, recomputed 70" in named
    assert {line.split(" / ")[0] for line in named} == {
        "total mediation-cases", "verdict 440300 mediation-cases-2030",
    }  # fmt: skip


def test_a_package_that_is_not_what_its_id_says_is_named(demo: Printed, tmp_path: Path) -> None:
    broken = tmp_path / "bundle.zip"
    with zipfile.ZipFile(demo.bundle) as source, zipfile.ZipFile(broken, "w") as target:
        names = source.namelist()
        victim = next(name for name in names if name.startswith("packages/") and b'"submission"' in source.read(name))
        for name in names:
            raw = source.read(name)
            target.writestr(name, raw.replace(b'"officer"', b'"offices"') if name == victim else raw)
    run = recompute(broken, demo.totals("2026-Q3"), demo.verdicts("2026-Q3"), "2026-Q3")
    assert run.returncode == 1
    assert Path(victim).stem in run.stdout


def _forge(source: Path, target: Path, change: Callable[[str], str]) -> None:
    """A bundle with changed packages, every id made right again and carried through all that names it."""
    with zipfile.ZipFile(source) as archive:
        texts = {Path(name).stem: archive.read(name).decode() for name in archive.namelist() if "packages/" in name}
    changed = {name: change(text) for name, text in texts.items()}
    assert changed != texts
    renamed = _ids(changed)
    while any(old != new for old, new in renamed.items()):
        changed = {renamed[name]: _renamed(text, renamed) for name, text in changed.items()}
        renamed = _ids(changed)
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in changed.items():
            archive.writestr(f"packages/{name}.json", text)


def _ids(texts: dict[str, str]) -> dict[str, str]:
    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}


def _renamed(text: str, renamed: dict[str, str]) -> str:
    for old, new in renamed.items():
        if old != new:
            text = text.replace(old, new)
    return text
