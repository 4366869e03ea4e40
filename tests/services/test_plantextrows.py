"""Rows of the plan compiler as others get them: reasons in words, no number lost; what the manual tells of them."""

from pathlib import Path

import pytest

from ipdesk.paths import resource_dir
from ipdesk.services import plans, plantexts
from ipdesk.text.messages import compiler as words

TEXT = """某市环境“十五五”规划
二、主要目标
表1 主要指标
序号	指标	2025年	2030年	累计	属性
1	碳排放强度下降（%）	—	—	〔18〕	约束性
2	优良天数比率（%）	84.2	≥87	—	约束性
到2028年，新能源公交车占比达到80%。
"""


@pytest.mark.parametrize("code", [*words.GROUNDS, *words.ASIDE])
def test_every_reason_is_said_in_words(code: str) -> None:
    said = plantexts.reason_text(code)
    assert said
    assert code not in said or " " in said


def test_each_digit_stands_in_a_row_or_is_told_to_be_aside(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(TEXT, encoding="utf-8")
    compiled = plantexts.compile_text(file)
    rows = [*plantexts.target_rows(compiled), *plantexts.untracked_rows(compiled)]
    shown = {place for row in rows for place in range(row["start"], row["end"])}
    assert [place for place, letter in enumerate(TEXT) if letter.isdigit() and place not in shown] == []
    years = [row for row in plantexts.untracked_rows(compiled) if row["code"] == "used_as_year"]
    assert [row["text"] for row in years] == ["2030"]
    assert plantexts.target_rows(compiled)[0]["value"] == 18


def test_the_manual_tells_as_many_targets_as_the_packs_have() -> None:
    page = (resource_dir() / "help" / "zh_CN" / "compile.md").read_text("utf-8")
    for line in plans.list_packs():
        pack = plans.pack(line.id)
        count = sum(target.kind.value != "judged" and target.source.value != "history" for target in pack.targets)
        assert f"| {pack.id} | {count} |" in page
