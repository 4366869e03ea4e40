"""`ipdesk rules …` on a city of its own."""

import pytest

from tests.cli.said import Run, document


def test_listed_changed_and_back(run: Run) -> None:
    shipped = document(run("rules", "list", "--json"))
    assert {one["origin"] for one in shipped} == {"plan"}
    assert shipped == document(run("rules", "list", "sz-155", "--json"))
    assert run("rules", "lint").stdout.strip() == "审核关系没有毛病。"

    run("rules", "set", "cases-per-body", "[本期]<=[知识产权调解组织数量]×50", "--item", "知识产权纠纷调解案件数",
        "--severity", "note", "--message", "{左}")  # fmt: skip
    run("rules", "drop", "stations-not-fewer")
    now = {one["id"]: one for one in document(run("rules", "list", "--json"))}
    assert now["stations-not-fewer"]["origin"] == "off"
    assert now["cases-per-body"]["words"] == "本期≤“知识产权调解组织数量”×50"
    assert "各本年累计数" in run("rules", "list").stdout


def test_tried_with_and_without_a_period(run: Run) -> None:
    tried = run("rules", "try", "若[本期]>0则[知识产权调解组织数量]>0", "--item", "mediation-cases")
    assert "如果本期＞0，则“知识产权调解组织数量”＞0" in tried.stdout
    run("issue", "--period", "2026-Q3", "--to", "out")
    asked = document(run("rules", "try", "[ip-volunteers|0] > 5", "--item", "ip-volunteers", "--period", "2026-Q3",
                         "--json", code=1))  # fmt: skip
    assert {one["outcome"] for one in asked["rows"]} == {"broken"}
    faulty = run("rules", "try", "[本期] >= [本期]")
    assert "永远成立" in faulty.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("try", "[本期] <"), "末尾缺一个数或一个条件"),
        (("try", "[本期] <= <"), "第9个字"),
        (("set", "x", "[a] = 1", "--item", "zz"), "填报项“zz”"),
        (("drop", "nothing"), "没有审核关系nothing"),
        (("set", "x", "[本期] > 1", "--item", "*", "--severity", "grave"), "grave"),
    ],
)
def test_wrong_use_is_one_sentence(run: Run, words: tuple[str, ...], sentence: str) -> None:
    result = run("rules", *words, code=2)
    assert sentence in result.stdout + result.stderr
