"""The whole day, played through the command line as a person would start it, twice."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from pypdf import PdfReader

from ipdesk.services.codes import LENGTH


@dataclass(frozen=True)
class Played:
    out: Path
    story: str


def _play(out: Path, seed: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "IPDESK_HOME": str(out.parent / f"home-{seed}")}
    return subprocess.Popen(
        [sys.executable, "-m", "ipdesk", "demo", "--out", str(out)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Played, Played]:
    """Two runs in two processes with different hash seeds, side by side."""
    folder = tmp_path_factory.mktemp("demo")
    runs = [(folder / name, _play(folder / name, seed)) for name, seed in (("one", "1"), ("two", "2"))]
    played = []
    for out, run in runs:
        story, trouble = run.communicate(timeout=300)
        assert run.returncode == 0, trouble
        played.append(Played(out, story))
    return played[0], played[1]


def _ipdesk(data: Path, *words: str) -> str:
    environment = {**os.environ, "IPDESK_HOME": str(data.parent / "home")}
    run = subprocess.run(
        [sys.executable, "-m", "ipdesk", *words, "--data", str(data), "--today", "2026-10-14"],
        env=environment, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert run.returncode in (0, 1), run.stderr
    return run.stdout


def test_two_runs_write_the_same_workbooks_and_papers(twice: tuple[Played, Played]) -> None:
    one, two = twice
    names = sorted(path.relative_to(one.out) for path in one.out.rglob("*") if path.suffix in (".xlsx", ".pdf"))
    assert len(names) > 40
    assert names == sorted(path.relative_to(two.out) for path in two.out.rglob("*") if path.suffix in (".xlsx", ".pdf"))
    different = [name for name in names if (one.out / name).read_bytes() != (two.out / name).read_bytes()]
    assert different == []


def test_the_story_has_every_turn_of_the_day(twice: tuple[Played, Played]) -> None:
    story = twice[0].story
    for turn in (
        "与已收到的内容完全相同", "又报一稿", "以改后的一稿为准", "退回修改", "修改稿", "迟交", "代录",
        "各区 9/11", "各区 11/11", "文件不完整", "这是图片", "通报发给 14 个单位", "部门 3/3",
        "保护工作站分解到 11 个区", "任务分工方案，下达 13 个单位", "督办单 2026-1", "记入报出登记",
    ):  # fmt: skip
        assert turn in story, turn


def test_both_sides_of_every_scope_have_one_digest(twice: tuple[Played, Played]) -> None:
    played = twice[0]
    assert "≠" not in played.story
    here = json.loads(_ipdesk(played.out / "city.ipdesk", "digest", "--json"))
    city = {line["scope"]: line["digest"] for line in here}
    districts = sorted((played.out / "区里的工作区").glob("*.ipdesk"))
    assert len(districts) == 4
    for district in districts:
        own = json.loads(_ipdesk(district, "digest", "--json"))
        assert len(own) == 2  # what is for all units, and its own scope
        assert {line["scope"]: line["digest"] for line in own} == {line["scope"]: city[line["scope"]] for line in own}


def test_the_first_figure_on_paper_leads_to_cell_and_persons(twice: tuple[Played, Played]) -> None:
    played = twice[0]
    words = PdfReader(played.out / "汇总.pdf").pages[1].extract_text().split()
    in_table = words[words.index("来源码") :]  # the page's own check code stands before
    code = next(word for word in in_table if len(word) == LENGTH and word.isascii() and word.isupper())
    way = _ipdesk(played.out / "city.ipdesk", "trace", code)
    assert way.startswith("每万人口高价值发明专利拥有量  121.00件")
    for step in (
        "福田区：高价值发明专利有效量  14,300件",
        "培训_2026年三季度_01福田区_知识产权规划进展报送表_首报.xlsx",
        "工作表“指标”",
        "填报人：李敏",
        "提供人：区市场监管局知识产权科",
    ):
        assert step in way, step


def test_the_days_tasks_orders_and_register_are_there(twice: tuple[Played, Played]) -> None:
    city = twice[0].out / "city.ipdesk"
    tasks = _ipdesk(city, "task", "list", "--year", "2026")
    assert "推动高校院所存量专利盘活" in tasks
    assert "2026-1" in _ipdesk(city, "supervise", "list")
    told = json.loads(_ipdesk(city, "reported", "list", "--json"))
    assert "市政府办" in json.dumps(told, ensure_ascii=False)


def test_what_the_day_left_is_sound(twice: tuple[Played, Played]) -> None:
    city = twice[0].out / "city.ipdesk"
    assert json.loads(_ipdesk(city, "verify", "--json"))["findings"] == []


def test_the_golden_total_of_the_day(twice: tuple[Played, Played]) -> None:
    """Hand-computed from the invented figures: Σ patents ÷ Σ population, and sums over the eleven."""
    said = json.loads(_ipdesk(twice[0].out / "city.ipdesk", "evaluate", "--period", "2026-Q3", "--json"))
    found = {line["target"]: line for line in said["verdicts"] if line["unit_code"] == "440300"}
    assert found["protection-stations-2030"]["actual"] == 185
    assert found["mediation-cases-2030"]["actual"] == 1269  # with the corrected 52, not 520
    assert found["firms-served-2030"]["actual"] == 5150  # with the mended 540, not 504
    assert round(found["hv-patents-2030"]["actual"], 6) == round(212470 / 1756.0061, 6)
    assert found["hv-patents-2030"]["rating"] == "nearly"
