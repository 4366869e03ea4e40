"""A reviewer's day by command: enter, look beside, check, accept, remind, what is late, what comes later."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ipdesk.cli.main import root
from tests.cli.said import document

Run = Callable[..., Result]
PERIOD = "2026-Q3"
FUTIAN = f"福田区/{PERIOD}"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def go(*words: str, code: int = 0, by: str = "陈建", today: str = "2026-10-09") -> Result:
        result = CliRunner().invoke(root, [*words, "--data", "city.ipdesk", "--today", today, "--by", by])
        assert result.exit_code == code, f"{words}: {result.stdout}{result.stderr}"
        assert "Traceback" not in result.output
        return result

    go("init", "city.ipdesk", "--unit", "440300", "--plan", "sz-155")
    go("policy", "set", "--contact", "规划科 0755-00000000")
    go("issue", "--period", PERIOD, "--to", "out", today="2026-09-20")
    return go


def figures(run: Run) -> list[str]:
    """`--set` for every item that 福田 fills in, of a draft that has been begun."""
    begun = document(run("enter", FUTIAN, "--basis", "盖章传真", "--json", code=1))
    rows = [finding["where"]["row"] for finding in begun["findings"] if finding["code"] == "check_required"]
    assert rows
    return [word for row in rows for word in ("--set", f"{row}=12")] + ["--set", "常住人口=无误"]


def test_a_reviewer_s_day(run: Run) -> None:
    fixed = document(run("enter", FUTIAN, "--basis", "盖章传真", "--person", "周红", *figures(run), "--fix", "--json"))
    short = document(run("review", "list", "--json", code=1))[0]["short_id"]
    assert fixed["basis"] == "盖章传真"

    rows = document(run("review", "beside", short, "--json"))["rows"]
    assert {"figure", "last", "planned", "median", "place"} <= set(rows[0])
    assert "应达值" in run("review", "beside", short).stdout
    assert document(run("review", "beside", short, "--waiting", "--json"))["rows"] == []

    listed = document(run("review", "batch", "--json", code=1))
    assert [(one["ready"], one["why"]) for one in listed] == [(False, "系代录，或者定稿后又改过。")]
    run("policy", "set", "--two-key", "on")
    assert "双人复核" in run("review", "accept", short, code=1).stderr
    assert "还没有人复核" in run("review", "accept", short, code=1, by="王芳").stderr
    run("review", "check", short, "--note", "与传真一致", by="王芳")
    assert "不得再由其审核通过" in run("review", "accept", short, code=1, by="王芳").stderr
    run("review", "accept", short, by="赵明")

    told = document(run("review", "history", f"福田区/{rows[-1]['row']}/{PERIOD}", "--json"))
    assert [(one["status"], one["decided_by"], one["basis"]) for one in told["versions"]] == [
        ("accepted", "赵明", "盖章传真")
    ]
    assert "现行有效" in run("review", "history", f"福田区/{rows[-1]['row']}/{PERIOD}").stdout
    run("review", "history", "福田区/没有/2026-Q3", code=2)
    assert run("review", "differences", short, short).stdout.strip() == "两份内容相同。"


def test_who_is_late_and_who_is_free(run: Run) -> None:
    run("review", "waive", f"罗湖区/{PERIOD}", "--reason", "本期未设相关职能")
    grid = document(run("status", "--grid", "2026", "--json", today="2026-10-13"))
    cells = {one["unit_short"]: one["cells"][PERIOD] for one in grid["units"]}
    assert (cells["福田区"]["state"], cells["福田区"]["late_by"]) == ("late", 2)
    assert cells["罗湖区"]["waived"] == {"by": "陈建", "day": "2026-10-09", "reason": "本期未设相关职能"}
    said = run("status", "--grid", "2026", today="2026-10-13").stdout
    assert "逾期2个工作日" in said
    assert "罗湖区2026年三季度免报：陈建，2026-10-09，本期未设相关职能" in said
    run("status", code=2)
    run("status", "--grid", "2026", "--period", PERIOD, code=2)

    reminded = document(run("remind", "--period", PERIOD, "--json", today="2026-10-13", code=1))
    assert "罗湖区" not in [one["unit_short"] for one in reminded["units"]]
    assert "规划科 0755-00000000" in reminded["text"]
    each = run("remind", "--period", PERIOD, "--each", "--to", "催报.xlsx", today="2026-10-13", code=1).stdout
    assert each.count("已逾期2个工作日") == len(reminded["units"])
    assert Path("催报.xlsx").exists()

    run("review", "waive", f"罗湖区/{PERIOD}", "--reason", "仍须报", "--take-back")
    assert document(run("status", "--grid", "2026", "--json"))["units"][1]["cells"][PERIOD]["waived"] is None


def test_what_comes_later(run: Run) -> None:
    found = document(run("backlog", "--json", today="2026-10-09"))
    assert {one["why"] for one in found} == {"department", "lag"}
    assert not any(one["overdue"] for one in found)
    assert "已逾期" in run("backlog", "--year", "2025", today="2027-02-01", code=1).stdout


def test_phrases(run: Run) -> None:
    before = document(run("review", "phrases", "--json"))
    assert (
        run("review", "phrases", "--add", "请核对“{填报项}”。").stdout.splitlines()[-1].endswith("请核对“{填报项}”。")
    )
    run("review", "phrases", "--drop", str(len(before) + 1))
    assert document(run("review", "phrases", "--json")) == before
    run("review", "phrases", "--add", "{什么}", code=2)
