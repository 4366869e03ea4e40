"""A mid-term evaluation by the command line: the office, the evaluator's copy, differences, an approval."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ipdesk.cli.main import root
from tests.cli.said import document

Run = Callable[..., Result]
CASES = "mediation-cases-2030"


def office(folder: Path, data: str, by: str) -> Run:
    def run(*words: str, code: int = 0) -> Result:
        given = [*words, "--data", str(folder / data), "--today", "2026-10-09", "--by", by]
        result = CliRunner().invoke(root, given)
        assert result.exit_code == code, f"{words}: {result.stdout}{result.stderr}"
        return result

    return run


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("IPDESK_HOME", str(tmp_path / "home"))
    run = office(tmp_path, "city.ipdesk", "陈建")
    run("init", str(tmp_path / "city.ipdesk"), "--unit", "440300", "--plan", "sz-155")
    return run


def test_a_mid_term_evaluation(city: Run, tmp_path: Path) -> None:
    assert "还没有开始过评估" in city("assess", "list").stdout
    begun = document(city("assess", "start", "midterm", "--period", "2026-Q3", "--evaluator", "某某研究院", "--json"))
    assert (begun["cycle"], begun["plan_version"], begun["missing"]) == ("midterm-2026-Q3", 1, 0)
    assert begun["short_digest"] in city("assess", "list").stdout
    city("assess", "start", "midterm", "--period", "2026-Q3", code=1)

    subjects = document(city("assess", "show", "--json"))["subjects"]
    assert subjects[0]["subject"] == "hv-patents-2030"
    assert {one["about"] for one in subjects} == {"target", "task"}

    said = city(
        "assess", "word", CASES, "behind", "--ground", "两区未设调解组织", "--cause", "机构未建",
        "--cause-kind", "work", "--propose", "7500",
    )  # fmt: skip
    assert "滞后" in said.stdout
    city("assess", "word", CASES, "behind", code=2)
    city("assess", "word", "没有", "behind", "--ground", "x", code=2)

    city("assess", "bundle", "--to", str(tmp_path / "送评.zip"))
    third = office(tmp_path, "third.ipdesk", "钱研究员")
    third("init", str(tmp_path / "third.ipdesk"), "--from", str(tmp_path / "送评.zip"))
    theirs = document(third("assess", "show", "--json"))
    assert theirs["digest"] == begun["digest"]
    third("assess", "start", "final", "--period", "2030", code=1)
    third("assess", "word", CASES, "hard", "--ground", "抽查后不合口径", "--propose", "7000")
    third("assess", "bundle", "--to", str(tmp_path / "交回.zip"))

    assert "收到评估方的 1 项评定" in city("receive", str(tmp_path / "交回.zip")).stdout
    (difference,) = document(city("assess", "diff", "--json", code=1))["differences"]
    assert (difference["self"]["word"], difference["third"][0]["word"]) == ("behind", "hard")
    number = difference["third"][0]["short_id"]
    assert number in city("assess", "diff", code=1).stdout

    city("assess", "approve", number, code=2)
    approved = document(city("assess", "approve", number, "--basis", "市政府〔2026〕12号", "--json"))
    assert approved["plan_version"] == 2
    targets = document(city("evaluate", "--period", "2026-Q3", "--json"))["verdicts"]
    assert next(one["value"] for one in targets if one["target"] == CASES) == 7000
    shown = document(city("assess", "show", "--json"))["subjects"]
    assert next(one["verdict"]["value"] for one in shown if one["subject"] == CASES) == 8000

    city("report", "midterm", "--period", "2026-Q3", "--to", str(tmp_path / "中期.docx"))
    assert (tmp_path / "中期.docx").is_file()
    city("report", "annual", "--period", "2026-Q3", "--to", str(tmp_path / "年度.docx"), code=2)

    own = difference["self"]["short_id"]
    assert "不采纳" in city("assess", "approve", own, "--decline", "--reason", "已按第三方建议调整").stdout
    city("assess", "approve", own, "--basis", "x", code=1)


def test_ranking_is_off_until_the_office_wants_it(city: Run) -> None:
    assert "没有启用排名" in city("evaluate", "--period", "2026-Q3", "--rank", "protection-stations", code=1).stderr
    city("policy", "set", "--ranking", "on")
    assert "无从排名" in city("evaluate", "--period", "2026-Q3", "--rank", "protection-stations", code=2).stderr


def test_a_trend_with_its_workbook(city: Run, tmp_path: Path) -> None:
    found = document(city("trend", "调解案件", "--period", "2026-Q3", "--to", str(tmp_path / "分析.xlsx"), "--json"))
    assert (len(found["points"]), found["points"][2]["planned"], found["points"][2]["actual"]) == (20, 1200, None)
    assert Path(found["file"]).is_file()
    assert "2026年三季度" in city("trend", "mediation-cases-2030", "--period", "2026-Q3").stdout
    assert "没有“无此目标”" in city("trend", "无此目标", "--period", "2026-Q3", code=2).stderr
