"""`ipdesk upward …` and `fill --from-plans`, as they are typed."""

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ipdesk.cli.main import root
from tests.cli.said import document
from tests.services import threelevels as levels

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return levels.prepare(tmp_path_factory.mktemp("levels"))


@pytest.fixture
def run(prepared: dict[str, Path], tmp_path: Path) -> Run:
    data = shutil.copyfile(prepared["city"], tmp_path / "city.ipdesk")

    def go(*words: str, code: int = 0) -> Result:
        result = CliRunner().invoke(root, [*words, "--data", str(data), "--today", "2026-10-09", "--by", "周敏"])
        assert result.exit_code == code, f"{words}: {result.stdout}{result.stderr}"
        assert "Traceback" not in result.output
        return result

    return go


def test_a_city_reports_upwards_by_command(run: Run, tmp_path: Path) -> None:
    shown = run("upward", "show", "2026-Q3", code=1)  # the only plan that is reported in: no --plan needed
    assert "广东省" in shown.output
    assert "16400" in shown.output.replace(",", "").replace("，", "")
    assert "缺盐田区" in shown.output
    rows = {one["row"]: one for one in document(run("upward", "show", "2026-Q3", "--json", code=1))["rows"]}
    assert (rows["pledge-amount"]["ours"], rows["pledge-amount"]["offered"]) == (Decimal("73.55"), True)
    assert rows["gi-trade"]["why"] == "not_below"
    assert rows["pledge-amount"]["ground"]["expected"] == 3

    taken = document(run("upward", "draft", "2026-Q3", "--item", "pledge-amount", "--json", code=1))
    assert list(taken["answers"]["values"]) == ["pledge-amount"]
    assert "ground_incomplete" in {one["code"] for one in taken["findings"]}
    run("upward", "draft", "2026-Q3", "--item", "没有这一项", code=2)
    run("upward", "draft", "2026-Q3", code=1)

    values = tmp_path / "省报表.csv"
    lines = ["填报项,本期,核对,情况说明"]
    for key, row in rows.items():
        if row["why"] == "handed_down":
            lines.append(f"{key},,无误,")
        elif row["why"]:
            lines.append(f"{key},3,,")
        else:
            lines.append(f"{key},{row['ours']},,盐田区尚未报送")
    values.write_text("\n".join(lines) + "\n", encoding="utf-8")
    run("fill", "2026-Q3", "--plan", "gd-145", "--values", str(values))
    run("fix", "2026-Q3", "--plan", "gd-145", "--approve", "科室审核=赵科", "--approve", "分管领导审签=钱局")
    run("export", "2026-Q3", "--plan", "gd-145", "--to", str(tmp_path / "报省"))
    assert len(list((tmp_path / "报省").glob("*.xlsx"))) == 1
    assert "都没有变" in run("upward", "check").output
    assert document(run("upward", "check", "--json")) == []
    run("upward", "show", "2026-Q3")  # all is taken over: nothing left
    traced = run("trace", "440300/pledge-amount/2026-Q3", "--plan", "gd-145").output
    assert "罗湖区" in traced


def test_a_figure_of_another_plan_is_taken_over_by_command(run: Run) -> None:
    filled = document(run("fill", "2026-Q3", "--plan", "gd-145", "--from-plans", "--json", code=1))

    assert filled["answered"] == 0  # the city gave nothing itself under its own plan
    run("upward", "show", "2026-Q3", "--plan", "zj-145", code=2)
