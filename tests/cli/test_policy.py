"""`ipdesk policy …` on a city of its own."""

from pathlib import Path

from tests.cli.said import Run, document


def test_shown_set_and_shown_again(run: Run) -> None:
    before = document(run("policy", "show", "--json"))
    assert (before["deadline_days"], before["two_key"]) == (10, False)
    run("policy", "set", "--steps", "科室审核，分管领导审签，局长审签", "--deadline-days", "15", "--count", "workdays",
        "--contact", "规划科 0755-00000000", "--nearly", "-5", "--lagging", "-20", "--two-key", "on")  # fmt: skip
    now = document(run("policy", "show", "--json"))
    assert now["steps"] == ["科室审核", "分管领导审签", "局长审签"]
    assert (now["thresholds"]["nearly"], now["thresholds"]["lagging"]) == (-5, -20)
    assert (now["deadline_days"], now["deadline_in_workdays"], now["two_key"]) == (15, True, True)
    said = run("policy", "show").stdout
    assert "科室审核 → 分管领导审签 → 局长审签" in said
    assert "报告期结束后15个工作日内" in said
    assert "本来就是这样" in run("policy", "set", "--two-key", "on").stdout
    assert document(run("policy", "set", "--steps", "", "--json"))["steps"] == []


def test_when_it_is_too_early_to_tell(run: Run) -> None:
    assert "应有与已有都不足 5；头 3 个月；合计计入的单位不足 90%" in run("policy", "show").stdout
    run("policy", "set", "--small-count", "0", "--first-months", "6", "--coverage", "80", "--grace-months", "2")
    limits = document(run("policy", "show", "--json"))["thresholds"]
    assert {name: limits[name] for name in ("small_count", "first_months", "coverage", "grace_months")} == {
        "small_count": 0, "first_months": 6, "coverage": 80, "grace_months": 2,
    }  # fmt: skip
    said = run("policy", "show").stdout
    assert "都不足" not in said
    assert "再加 2 个月" in said
    for wrong in (("--small-count", "-1"), ("--coverage", "101"), ("--first-months", "61")):
        assert "没有改动" in run("policy", "set", *wrong, code=2).stderr


def test_days_of_a_year(run: Run) -> None:
    said = run("policy", "days", "2026").stdout
    assert "10月10日（周六）" in said
    assert "调休上班" in said
    assert "只认周末" in run("policy", "days", "2028").stdout
    Path("放假.csv").write_text("日期,安排\n2028-01-03,放假\n", encoding="utf-8")
    run("policy", "set", "--days", "放假.csv")
    assert document(run("policy", "days", "2028", "--to", "out.csv", "--json"))["days"] == [
        {"day": "2028-01-03", "kind": "off", "own": True}
    ]
    run("policy", "set", "--announced", "2028")
    assert document(run("policy", "days", "2028", "--json"))["days"] == []


def test_wrong_words(run: Run) -> None:
    run("policy", "set", code=2)
    run("policy", "set", "--deadline-days", "999", code=2)
    run("policy", "set", "--two-key", "maybe", code=2)
    run("policy", "set", "--nearly", "viel", code=2)
    run("policy", "set", "--days", "none.csv", code=2)
