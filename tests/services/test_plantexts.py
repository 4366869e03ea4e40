"""Plan documents through services and the command line: rows of the contract, draft pack, links, scores."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ipdesk.cli.main import root
from ipdesk.domain.errors import EnvironmentTrouble
from ipdesk.domain.finding import Severity
from ipdesk.packs.readbook import read_pack_workbook
from ipdesk.plantext import child
from ipdesk.plantext.reading import read_document
from ipdesk.services import plans, plantexts
from tests.plantext import papers

CONTRACT = {"id", "name", "value", "unit", "comparator", "horizon", "period_start", "kind", "source", "clause",
            "attribute", "start", "end", "quote", "confidence", "reason"}  # fmt: skip


@pytest.fixture(autouse=True)
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process: a child for each of these would cost a second; test_child has its own tests."""
    monkeypatch.setattr(plantexts, "open_document", lambda path: read_document(path.read_bytes(), path.name))
    assert child.TIMEOUT > 0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "规划.txt"
    path.write_text(papers.as_tabbed_text(), encoding="utf-8")
    return path


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(root, [str(word) for word in words])


def document(*words: str | Path) -> dict[str, Any]:
    result = run(*words, "--json")
    answer: dict[str, Any] = json.loads(result.stdout, parse_float=Decimal)
    return answer


def test_compile_gives_the_contracts_rows(file: Path) -> None:
    answer = document("plan", "compile", file)
    text = file.read_text(encoding="utf-8")
    assert {"targets", "untracked", "history", "outline"} <= answer.keys()
    assert len(answer["targets"]) >= 6
    for row in answer["targets"]:
        assert row.keys() >= CONTRACT
        assert row["quote"] == text[row["start"] : row["end"]]
        assert row["start"] <= row.get("value_start", row["start"]) < row.get("value_end", row["end"]) <= row["end"]
    for row in answer["untracked"]:
        assert row["text"] == text[row["start"] : row["end"]]
        assert row["reason"]
        assert "代码" not in row["reason"]
    values = {(row["value"], row["unit"]) for row in answer["targets"]}
    assert {(85, "%"), (Decimal("3.2"), "万卷"), (12, "家")} <= values


def test_compile_as_a_text_for_people(file: Path) -> None:
    result = run("plan", "compile", file)
    assert result.exit_code == 0
    assert "馆藏档案数字化率" in result.stdout
    assert "候选目标" in result.stdout


def test_a_draft_pack_to_work_through(file: Path, tmp_path: Path) -> None:
    book = tmp_path / "草稿.xlsx"
    assert run("plan", "compile", file, "--to", book).exit_code == 0
    draft, _ = read_pack_workbook(book)
    assert draft is not None
    assert draft == plantexts.draft_plan(plantexts.compile_text(file))
    assert draft.title == papers.TITLE
    assert (draft.first_year, draft.last_year) == (2026, 2030)
    assert all("原文第" in target.ground for target in draft.targets)
    blocking = {one.code for one in plans.lint(str(book)) if one.severity is Severity.MUST_FIX}
    assert blocking == {"pack_broken_reference", "pack_no_name"}  # the region and the issuer: the officer knows them


def test_link_and_score_against_a_plan(file: Path, tmp_path: Path) -> None:
    book = tmp_path / "草稿.xlsx"
    run("plan", "compile", file, "--to", book)
    answer = document("plan", "link", book, "--text", file)
    assert answer["missing"] == []
    assert all(row["found"] == "candidate" and row["clause_agrees"] for row in answer["links"])
    text = file.read_text(encoding="utf-8")
    assert all(
        text[row["value_start"] : row["value_end"]] == row["value_text"]
        for row in answer["links"]
        if "value_start" in row
    )
    scored = document("plan", "compile", file, "--against", book)["score"]
    assert (scored["recall"], scored["precision"], scored["missing"], scored["extra"]) == (1, 1, [], [])
    assert "查全率" in run("plan", "compile", file, "--against", book).stdout


def test_what_is_not_found_ends_with_one(file: Path) -> None:
    result = run("plan", "link", "sz-155", "--text", file)
    assert result.exit_code == 1
    assert "没有找到" in result.stdout


@pytest.mark.parametrize(
    ("content", "code", "exit_code"),
    [
        ("床前明月光，疑是地上霜。", "text_no_plan", 1),
        ("2026年3月5日，会议在市政府召开，共12人参加。", "text_no_targets", 0),
        ("", "text_empty", 1),
    ],
)
def test_what_is_no_plan(content: str, code: str, exit_code: int, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_text(content, encoding="utf-8")
    result = run("plan", "compile", path, "--json")
    answer = json.loads(result.stdout)
    assert result.exit_code == exit_code
    assert answer["targets"] == []
    assert [one["code"] for one in answer["findings"]] == [code]
    assert run("plan", "compile", path).stdout.count("。") >= 1


def test_a_folder_and_a_file_that_is_gone(tmp_path: Path) -> None:
    assert plantexts.compile_text(tmp_path).findings[0].code == "text_folder"
    with pytest.raises(EnvironmentTrouble, match="file_not_found"):
        plantexts.compile_text(tmp_path / "x.txt")
