"""`ipdesk task …` and `ipdesk supervise …`: a year's measures through the command line."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ipdesk.cli.main import root
from tests.services.measurebooks import book

Run = Callable[..., Result]


def runner(data: str, by: str) -> Run:
    def go(*words: str, code: int = 0, today: str = "2026-02-01") -> Result:
        result = CliRunner().invoke(root, [*words, "--data", data, "--today", today, "--by", by])
        assert result.exit_code == code, f"{words}: {result.stdout}{result.stderr}"
        assert "Traceback" not in result.output
        return result

    return go


def document(result: Result) -> Any:
    return json.loads(result.stdout, parse_float=Decimal)


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    go = runner("city.ipdesk", "陈建")
    go("init", "city.ipdesk", "--unit", "440300", "--plan", "sz-155")
    book(tmp_path / "分工方案.xlsx")
    answers = {"lead.分工方案!C7": "above", "unit.市委金融办": "words"}
    (tmp_path / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
    return go


def test_a_division_of_work_is_shown_asked_kept_and_handed_down(city: Run) -> None:
    asked = city("task", "import", "分工方案.xlsx", code=1)
    assert "“市委金融办”是哪个单位" in asked.stdout
    assert "还没有保存" in asked.stdout
    assert document(city("task", "list", "--json")) == []
    city("task", "import", "分工方案.xlsx", "--answers", "answers.json", "--dry-run")
    assert document(city("task", "list", "--json")) == []
    kept = city("task", "import", "分工方案.xlsx", "--answers", "answers.json")
    assert "新增 4 项" in kept.stdout
    listed = document(city("task", "list", "--unit", "福田区", "--json"))
    assert [one["id"] for one in listed] == ["2026-t15-1", "2026-t15-2", "2026-t15-3", "2026-t16-1"]
    assert "持续推进" in city("task", "list", "--year", "2026").stdout
    city("task", "export", "--to", "again.xlsx")
    again = document(city("task", "import", "again.xlsx", "--json"))
    assert {line["how"] for line in again["lines"]} == {"same", "heading"}
    trial = document(city("task", "hand-down", "--dry-run", "--json"))
    assert document(city("task", "hand-down", "--json")) == trial
    assert "没有变化" in city("task", "hand-down").stdout


def test_answers_that_are_no_answers_are_told(city: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('["a"]', encoding="utf-8")
    told = city("task", "import", "分工方案.xlsx", "--answers", "bad.json", code=2)
    assert "应为一个对象" in told.stderr
