"""By the command line: what a decision changes, replies with old and new value, revisions, forms issued anew."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.cli.test_day import SIGNED, Office, city, district, document, reported, stages

__all__ = ["city", "district", "reported", "stages"]  # the fixtures of the day


def test_a_trial_of_accepting_tells_what_changes_and_decides_nothing(city: Office, reported: str) -> None:
    found = document(city("review", "accept", reported, "--dry-run", "--json"))

    assert found == document(city("review", "changes", reported, "--json"))
    stations = next(one for one in found if (one["kind"], one["id"]) == ("item", "protection-stations"))
    assert (stations["old"], stations["new"], stations["released_to"]) == (None, 37, [])
    assert "知识产权保护工作站数量" in city("review", "changes", reported).stdout
    city("review", "list", code=1)  # it waits as before


def test_the_reviewer_sees_old_and_new_value_and_reply(
    tmp_path: Path, city: Office, district: Office, reported: str
) -> None:
    questions, mended = tmp_path / "questions.csv", tmp_path / "mended.csv"
    questions.write_text("填报项,问题,栏\n知识产权保护工作站数量,是否重复计数,\n,请补附名册,\n", encoding="utf-8")
    mended.write_text("填报项,本期,情况说明\n知识产权保护工作站数量,35,核减2家\n", encoding="utf-8")
    city("review", "return", reported, "--questions", str(questions), "--to", str(tmp_path / "back"))
    district("receive", str(tmp_path / "back"))
    said = district("fill", "2026-Q3", "--values", str(mended), "--reply", "知识产权保护工作站数量=已核减",
                    "--reply", "总体=随文附上").stdout  # fmt: skip
    assert "请补附名册" in said
    district("fix", "2026-Q3", *SIGNED, "--reason", "按退回意见更正")
    district("export", "2026-Q3", "--to", str(tmp_path / "again"))
    city("receive", str(tmp_path / "again"))
    (line,) = document(city("review", "list", "--json", code=1))

    shown = document(city("review", "show", line["short_id"], "--json"))

    assert [(one["before"], one["after"], one["reply"]) for one in shown["asked"]] == [
        ("37", "35", "已核减"), ("", "", "随文附上"),
    ]  # fmt: skip
    assert shown["reason"] == "按退回意见更正"
    text = city("review", "show", line["short_id"]).stdout
    assert "37→35" in text
    assert "更正理由：按退回意见更正" in text


def test_a_revision_of_the_last_period_waits_for_the_city(
    tmp_path: Path, city: Office, district: Office, reported: str
) -> None:
    city("review", "accept", reported)
    down = tmp_path / "down.csv"
    down.write_text("单位,填报项,数值\n福田区,高价值发明专利有效量,30800\n", encoding="utf-8")
    city("issue", "--period", "2026-Q4", "--to", str(tmp_path / "q4"), "--prefill", str(down))
    district("receive", *map(str, (tmp_path / "q4").glob("*福田区*")))
    values = (tmp_path / "figures.csv").read_text(encoding="utf-8").replace("30500", "30800").replace(",212,", ",240,")
    (tmp_path / "q4.csv").write_text(
        values.replace("高价值发明专利有效量,30800", "高价值发明专利有效量,"), encoding="utf-8"
    )
    confirmed = tmp_path / "confirmed.csv"
    confirmed.write_text("填报项,核对\n高价值发明专利有效量,无误\n", encoding="utf-8")
    district("fill", "2026-Q4", "--values", str(tmp_path / "q4.csv"), code=1)
    district("fill", "2026-Q4", "--values", str(confirmed))
    district("fill", "2026-Q4", "--revise", "知识产权纠纷调解案件数=207", code=1)
    district("fill", "2026-Q4", "--revise", "知识产权纠纷调解案件数=207@重复计入5件")
    for wrong in ("知识产权纠纷调解案件数=二百", "没有这一行=1", "x"):
        district("fill", "2026-Q4", "--revise", wrong, code=2)
    district("fix", "2026-Q4", *SIGNED)
    district("export", "2026-Q4", "--to", str(tmp_path / "sent4"))
    city("receive", str(tmp_path / "sent4"))

    (line,) = document(city("review", "revisions", "--json", code=1))
    assert (line["period"], line["old"], line["new"], line["reason"]) == (
        "2026-Q3", Decimal(212), Decimal(207), "重复计入5件",
    )  # fmt: skip
    trial = document(city("review", "revise", line["short_id"], "--dry-run", "--json"))
    assert ("item", "mediation-cases", 212, 207) in [(o["kind"], o["id"], o["old"], o["new"]) for o in trial]
    city("review", "revise", line["short_id"], "--decline", code=1)
    city("review", "revise", line["short_id"], "--row", "知识产权纠纷调解案件数")
    city("review", "revisions")
    assert "207" in city("trace", "福田区/知识产权纠纷调解案件数/2026-Q3").stdout


def test_forms_issued_anew_name_who_answers_again(tmp_path: Path, city: Office, reported: str) -> None:
    city("review", "accept", reported)
    down = tmp_path / "down.csv"
    down.write_text("单位,填报项,数值\n福田区,高价值发明专利有效量,30400\n", encoding="utf-8")

    trial = document(city("issue", "--period", "2026-Q3", "--prefill", str(down), "--dry-run", "--json"))
    futian = next(one for one in trial if one["unit"] == "440304")

    assert [one["row"] for one in futian["again"]] == ["hv-patents-count"]
    assert all(not one["reported"] for one in trial if one["unit"] != "440304")
    city("issue", "--period", "2026-Q3", code=2)


@pytest.mark.parametrize("command", ["changes", "revise"])
def test_an_unknown_number_is_said(city: Office, command: str) -> None:
    assert city("review", command, "ZZZZZZZZ", code=2).stderr
