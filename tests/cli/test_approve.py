"""By the command line: approval step by step, thrown back, sent."""

from pathlib import Path

import pytest

from tests.cli.test_day import FIGURES, Office, city, district, document, reported, stages

__all__ = ["city", "district", "reported", "stages"]  # the fixtures of the day


@pytest.fixture
def filled(tmp_path: Path, district: Office) -> Office:
    csv = tmp_path / "figures.csv"
    csv.write_text(FIGURES, encoding="utf-8")
    district("fill", "2026-Q3", "--values", str(csv))
    return district


def test_steps_are_entered_and_an_edit_is_said_to_throw_them_back(filled: Office) -> None:
    assert "科室审核" in filled("fix", "2026-Q3", code=1).stderr
    assert document(filled("approve", "2026-Q3", "--json", code=1))["missing"] == ["科室审核", "分管领导审签"]
    filled("approve", "2026-Q3", "--name", "张三", "--on", "2026-10-08", code=1)
    filled("approve", "2026-Q3", "--step", "分管领导审签", "--name", "赵六")
    assert "张三" in filled("approve", "2026-Q3").stdout

    said = filled("fill", "2026-Q3", "--explanation", "补充说明")
    assert "科室审核（张三）" in said.stdout
    assert "赵六" in said.stdout
    filled("fix", "2026-Q3", code=1)
    filled("fill", "2026-Q3", "--undo")
    filled("fix", "2026-Q3")


def test_wrong_words_are_one_sentence(filled: Office) -> None:
    filled("approve", "2026-Q3", "--on", "2026-10-08", code=2)
    filled("approve", "2026-Q3", "--name", "张三", "--back", code=2)
    filled("approve", "2026-Q3", "--step", "局长", "--name", "张三", code=2)
    filled("approve", "2026-Q3", "--back", code=1)
