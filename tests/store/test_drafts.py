"""Undo and redo against the plainest model there is: a list of texts and a place in it."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ipdesk.store import drafts
from ipdesk.store.database import Database, create, open_database
from tests.store.rows import scalar

SLOT, OTHER = "submission/440304/2026-Q3/main", "submission/440304/2026-Q4/main"


class DraftSteps(RuleBasedStateMachine):
    """`kept` are the texts that undo and redo move over, `place` the one that the draft says."""

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "t.ipdesk"
        self.database = create(self.path)
        self.kept: list[str] = []
        self.place = -1

    @rule(text=st.sampled_from("abcdef"))
    def save(self, text: str) -> None:
        with self.database.transaction():
            drafts.save_draft(self.database, SLOT, text, at="2026-10-09", by="李敏")
        if self.place < 0 or self.kept[self.place] != text:
            self.kept = [*self.kept[: self.place + 1], text]
            self.place += 1

    @rule()
    def undo(self) -> None:
        with self.database.transaction():
            text = drafts.step_back(self.database, SLOT, at="2026-10-09")
        if self.place > 0:
            self.place -= 1
            assert text == self.kept[self.place]
        else:
            assert text is None

    @rule()
    def redo(self) -> None:
        with self.database.transaction():
            text = drafts.step_forward(self.database, SLOT, at="2026-10-09")
        if self.place < len(self.kept) - 1:
            self.place += 1
            assert text == self.kept[self.place]
        else:
            assert text is None

    @rule()
    def reopen(self) -> None:
        self.database.close()
        self.database = open_database(self.path)

    @rule()
    def fix(self) -> None:
        with self.database.transaction():
            drafts.drop_draft(self.database, SLOT)
        self.kept, self.place = [], -1

    @invariant()
    def the_draft_says_the_text_at_the_place(self) -> None:
        kept = drafts.load_draft(self.database, SLOT)
        assert (kept[0] if kept else None) == (self.kept[self.place] if self.kept else None)

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.close()
            self.folder.cleanup()


TestDraftSteps = DraftSteps.TestCase
TestDraftSteps.settings = settings(max_examples=12, stateful_step_count=30)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return create(tmp_path / "t.ipdesk")


def save(database: Database, text: str, slot: str = SLOT) -> None:
    with database.transaction():
        drafts.save_draft(database, slot, text, at="2026-10-09 10:00:00", by="李敏")


def test_a_draft_says_when_and_by_whom_it_was_saved(database: Database) -> None:
    save(database, "37")

    assert drafts.load_draft(database, SLOT) == ("37", "2026-10-09 10:00:00", "李敏")
    assert drafts.load_draft(database, OTHER) is None


def test_drafts_of_two_slots_do_not_touch_each_other(database: Database) -> None:
    for text in ("a", "b"):
        save(database, text)
        save(database, text.upper(), OTHER)

    with database.transaction():
        assert drafts.step_back(database, OTHER, at="") == "A"
        drafts.drop_draft(database, OTHER)

    assert drafts.load_draft(database, SLOT) == ("b", "2026-10-09 10:00:00", "李敏")
    with database.transaction():
        assert drafts.step_back(database, SLOT, at="") == "a"


def test_older_steps_than_those_kept_are_forgotten(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "KEPT_STEPS", 3)
    for number in range(10):
        save(database, str(number))

    back = []
    with database.transaction():
        while (text := drafts.step_back(database, SLOT, at="")) is not None:
            back.append(text)

    assert back == ["8", "7", "6"]
    assert scalar(database, "SELECT count(*) FROM draft_step") == 3
