"""The laws of the ledger through real workbooks and zips: many seeded schedules over four PCs and a spreadsheet.

`python tools/soak.py` plays as many more as one likes.
"""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from ipdesk.text import i18n
from tests.services import fileschedules

#: Schedules in four parts, so that two processes share them.
PARTS, A_PART = 4, 13


@pytest.fixture(scope="session")
def prepared_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    i18n.use_language("zh_CN")
    return fileschedules.prepare(tmp_path_factory.mktemp("world"))


@pytest.mark.parametrize("part", range(PARTS))
def test_schedules_through_files_end_alike(part: int, prepared_world: Path, tmp_path: Path) -> None:
    did: Counter[str] = Counter()
    wrong: dict[int, list[str]] = {}
    with fileschedules.read_here():
        for seed in range(part * A_PART, (part + 1) * A_PART):
            world = fileschedules.play(prepared_world, tmp_path / str(seed), seed)
            wrong |= {seed: found} if (found := fileschedules.laws(world)) else {}
            did.update(world.did)
            fileschedules.close(world)
            shutil.rmtree(tmp_path / str(seed))
    assert wrong == {}
    # The schedules would prove little if they never came to the hard places.
    for step in ("issue", "fill_and_fix", "by_hand", "edited_elsewhere", "bundle", "review", "deliver", "reconsider"):
        assert did[step] > 0, step


def test_a_schedule_through_the_confined_reader(prepared_world: Path, tmp_path: Path) -> None:
    world = fileschedules.play(prepared_world, tmp_path / "one", 3, steps=8)
    try:
        assert fileschedules.laws(world) == []
    finally:
        fileschedules.close(world)
