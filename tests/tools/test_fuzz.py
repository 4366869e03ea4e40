"""The fuzz command in small: some two hundred damaged files, the same in every run."""

from pathlib import Path

import pytest

from ipdesk.text import i18n
from tools import fuzz
from tools.fuzzing import families, minimise, seeds, trial
from tools.fuzzing.trial import Bench, Tally

FILES = 200


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    work = tmp_path_factory.mktemp("fuzz")
    i18n.use_language("zh_CN")
    seeds.prepare(work)
    return work


def test_no_damaged_file_breaks_a_rule(day: Path) -> None:
    tallies, _ = fuzz.run(day, FILES, first=7, jobs=1)
    assert [line for tally in tallies.values() for line in tally.broken] == []
    assert set(tallies) == set(families.FAMILIES)
    whole = Tally()
    for tally in tallies.values():
        whole.add(tally)
    assert whole.files > FILES * 0.9
    assert {"taken", "refused", "quarantined"} <= set(whole.verdicts)


def test_a_number_names_the_same_file_again(day: Path) -> None:
    found = seeds.seeds_of(day)
    numbered = [("bits", 3), ("cells", 5), ("packages", 2)]
    again = families.mutants(numbered, found, 1)
    assert families.mutants(numbered, found, 1) == again
    assert [one.data for one in families.mutants(numbered, found, 2)] != [one.data for one in again]


def test_finished_batches_are_not_done_again(day: Path, tmp_path: Path) -> None:
    state = tmp_path / "state.jsonl"
    first, _ = fuzz.run(day, 3, first=1, jobs=1, only="cut", state=state)
    lines = state.read_text(encoding="utf-8")
    again, _ = fuzz.run(day, 3, first=1, jobs=1, only="cut", state=state)
    assert first["cut"].files == again["cut"].files == 3
    assert state.read_text(encoding="utf-8") == lines


def test_the_bench_sees_a_wrong_figure(day: Path, tmp_path: Path) -> None:
    """A class that says it leaves figures alone and does not is found out: the oracle itself is tried."""
    seed = next(one for one in seeds.seeds_of(day) if "02罗湖区" in one.name and "交来" in one.name)
    book = trial_book(seed.data)
    mutant = trial.Mutant("lie", 1, seed, book, "waiting", kept=True)
    _, broken = trial.try_batch(Bench(day, tmp_path / "desks"), [mutant], tmp_path / "files")
    assert any(fault.startswith("WRONG") for _, fault in broken)


def trial_book(data: bytes) -> bytes:
    """The report with one of its figures raised by one."""
    from tools.fuzzing.sheets import Book

    book = Book(data)
    sheet = next(one for one in book.sheets if one.name == "指标")
    row, column = next(place for place in sorted(sheet.places) if place[1] == 6 and sheet.text(*place).isdigit())
    sheet.put(row, column, int(sheet.text(row, column)) + 1)
    return book.data()


def test_a_failing_file_is_made_small() -> None:
    seed = bytes(1000)
    failing = bytes(range(1, 201)) + bytes(800)
    small = minimise.minimise(seed, failing, lambda data: data[77] == 78, most=100)
    assert [place for place, byte in enumerate(small) if byte] == [77]
