"""Golden cases of roll-up by the command line: ratios over sums, what a denominator covers, adjustments, moments."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ipdesk.cli.main import root
from tests.cli.said import document

Office = Callable[..., Result]
#: What the form of a district asks beside the figures of a test.
REST = {
    "商业秘密保护工作站数量": "6", "知识产权调解组织数量": "4", "知识产权纠纷调解案件数": "212",
    "知识产权保护工作站数量": "37", "海外发明专利授权量": "0.12", "专利权转让许可次数": "0.35",
    "知识产权质押融资登记金额": "103.4", "知识产权公共服务网点新增数量": "3", "知识产权公共服务企业数量": "850",
    "知识产权志愿者人数": "10",
}  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Office:
    def run(*words: str, code: int = 0, today: str = "2026-10-09") -> Result:
        result = CliRunner().invoke(root, [*words, "--data", str(tmp_path / "city.ipdesk"), "--today", today])
        assert result.exit_code == code, f"{words}: {result.stdout}{result.stderr}"
        return result

    return run


def begun(office: Office, folder: Path, plan: str, city: str, handed_down: Mapping[str, Mapping[str, str]]) -> None:
    """A city that has issued its third quarter to these districts, with what it hands down to each."""
    office("init", str(folder / "city.ipdesk"), "--unit", city, "--plan", plan, "--training", "--by", "王五")
    prefill = folder / "核对.csv"
    lines = [f"{unit},{item},{figure}" for unit, items in handed_down.items() for item, figure in items.items()]
    prefill.write_text("\n".join(["单位,填报项,数值", *lines]), encoding="utf-8")
    named = [word for unit in handed_down for word in ("--unit", unit)]
    office("issue", "--period", "2026-Q3", "--to", str(folder / "out"), "--prefill", str(prefill), *named)


def reported(office: Office, folder: Path, unit: str, confirmed: tuple[str, ...], figures: Mapping[str, str]) -> None:
    """Entered on behalf of a unit, and accepted."""
    csv = folder / f"{unit}.csv"
    lines = [*(f"{item},,无误" for item in confirmed), *(f"{item},{figure}," for item, figure in figures.items())]
    csv.write_text("\n".join(["填报项,本期,核对", *lines]), encoding="utf-8")
    office("fill", f"{unit}/2026-Q3", "--values", str(csv), "--basis", "传真")
    made = document(office("fix", f"{unit}/2026-Q3", "--json"))
    office("review", "accept", made["id"])


def total(office: Office, indicator: str, *words: str) -> Any:
    found = document(office("consolidate", "--period", "2026-Q3", "--indicator", indicator, *words, "--json"))
    (line,) = found["indicators"]
    return line


def test_case_13_the_city_is_sum_over_sum_and_not_the_mean(office: Office, tmp_path: Path) -> None:
    """30000/155.3225 = 193.15, 52000/179.5826 = 289.56, 900/21.4225 = 42.01; together 232.65, the mean is 174.91."""
    patents = {"福田区": "30000", "南山区": "52000", "盐田区": "900"}
    begun(office, tmp_path, "sz-155", "440300", {unit: {"hv-patents-count": one} for unit, one in patents.items()})
    for unit in patents:
        reported(office, tmp_path, unit, ("常住人口", "高价值发明专利有效量"), REST)

    line = total(office, "hv-patents")

    assert (line["numerator"], line["denominator"]) == (Decimal(82900), Decimal("356.3276"))
    assert round(line["value"], 2) == Decimal("232.65")
    assert [round(one["value"], 2) for one in line["lines"]] == [
        Decimal("193.15"), Decimal("42.01"), Decimal("289.56"),
    ]  # fmt: skip
    assert (line["coverage"]["given"], line["coverage"]["expected"]) == (3, 3)
    shown = office("consolidate", "--period", "2026-Q3", "--indicator", "高价值发明专利拥有量").stdout
    for figure in ("232.65", "193.15", "289.56", "42.01", "82,900", "356.3276"):
        assert figure in shown


@pytest.mark.parametrize(("population", "rate"), [("112.4126", "80.06"), ("140.66", "63.98")])
def test_case_14_the_scope_of_the_denominator_decides(
    office: Office, tmp_path: Path, population: str, rate: str
) -> None:
    """9,000 patents of 香洲区 by the census of its own towns, or with 横琴, 高新区 and 鹤洲."""
    down = {"hv-patents-count": "9000", "resident-population": population}
    begun(office, tmp_path, "zh-145", "440400", {"香洲区": down})
    rest = {"pledge-amount": "3.2", "pledge-projects": "8", "gi-mark-users": "4", "gi-mark-eligible": "5"}
    reported(office, tmp_path, "香洲区", ("resident-population", "hv-patents-count"), rest)

    assert round(total(office, "hv-patents")["value"], 2) == Decimal(rate)


@pytest.fixture
def two(office: Office, tmp_path: Path) -> Office:
    """福田 (212 cases) and 盐田, of which only 福田 has reported."""
    patents = {"福田区": "30000", "盐田区": "900"}
    begun(office, tmp_path, "sz-155", "440300", {unit: {"hv-patents-count": one} for unit, one in patents.items()})
    reported(office, tmp_path, "福田区", ("常住人口", "高价值发明专利有效量"), REST)
    return office


def test_an_adjustment_is_entered_listed_and_taken_back(two: Office) -> None:
    words = ("--period", "2026-Q3", "--item", "知识产权纠纷调解案件数", "--reason", "市级直接受理")
    made = document(two("adjust", "add", *words, "--quantity", "5", "--json"))
    line = total(two, "mediation-cases")
    assert (line["value"], line["unadjusted"]) == (217, 212)
    assert [(one["kind"], one["reason"]) for one in line["adjustments"]] == [("unplaced", "市级直接受理")]
    shown = two("consolidate", "--period", "2026-Q3", "--indicator", "mediation-cases").stdout
    assert "未分配" in shown
    assert "调整前合计" in shown
    assert "1/2" in shown

    assert "市级直接受理" in two("adjust", "list").stdout
    two("adjust", "withdraw", made["short_id"], "--reason", "重复计入")
    (kept,) = document(two("adjust", "list", "--period", "2026-Q3", "--json"))
    assert kept["in_effect"] is False
    assert total(two, "mediation-cases")["value"] == 212


def test_what_cannot_be_adjusted_is_said_in_one_sentence(two: Office) -> None:
    words = ("adjust", "add", "--period", "2026-Q3", "--reason", "重复")
    assert "负数" in two(*words, "--item", "mediation-cases", "--quantity", "5", "--kind", "doubles", code=1).stderr
    assert "没有的项" in two(*words, "--item", "没有的项", "--quantity", "5", code=2).stderr
    assert "约五" in two(*words, "--item", "mediation-cases", "--quantity", "约五", code=2).stderr


def test_figures_as_of_a_day_and_what_changed_since(two: Office, tmp_path: Path) -> None:
    two("adjust", "add", "--period", "2026-Q3", "--item", "mediation-cases", "--quantity", "5",
        "--reason", "市级直接受理", today="2026-10-20")  # fmt: skip

    assert total(two, "mediation-cases", "--as-of", "2026-10-19")["value"] == 212
    assert total(two, "mediation-cases", "--as-of", "2026-10-20")["value"] == 217
    before = document(two("evaluate", "--period", "2026-Q3", "--as-of", "2026-10-19", "--json"))
    verdict = next(one for one in before["verdicts"] if one["target"] == "mediation-cases-2030")
    assert (verdict["actual"], before["as_of"]["day"]) == (212, "2026-10-09")
    two("consolidate", "--period", "2026-Q3", "--as-of", "2026-10-19", "--to", str(tmp_path / "当时.xlsx"))

    found = document(two("changes", "--since", "2026-10-19", "--json"))
    assert {(one["kind"], one["old"], one["new"]) for one in found["changes"]} == {
        ("total", 212, 217), ("target", 212, 217),
    }  # fmt: skip
    (cause,) = found["packages"]
    assert (cause["verb"], cause["reason"], cause["officer"]) == ("adjust", "市级直接受理", "王五")
    said = two("changes", "--since", "2026-10-19").stdout
    assert "市级直接受理" in said
    assert "212" in said
    assert "昨天" in two("changes", "--since", "昨天", code=2).stderr


def test_who_was_told_what_and_who_must_be_told(two: Office, tmp_path: Path) -> None:
    """212 was told; an adjustment makes it 217; whoever has 212 is listed, gets a notice, and is ticked off."""
    (number,) = document(
        two(
            "reported",
            "add",
            "440300/mediation-cases-2030/2026-Q3",
            "--to",
            "市政府办",
            "--occasion",
            "meeting",
            "--json",
        )
    )["entries"]
    two("reported", "due")
    two("adjust", "add", "--period", "2026-Q3", "--item", "mediation-cases", "--quantity", "5", "--reason", "市级受理")

    (waiting,) = document(two("reported", "due", "--json", code=1))
    assert (waiting["recipient"], waiting["entries"][0]["last_told"], waiting["entries"][0]["now"]) == (
        "市政府办", 212, 217,
    )  # fmt: skip
    assert "原数212件，现更正为217件" in waiting["notice"]
    assert "市级受理" in waiting["notice"]
    (file,) = document(two("reported", "notice", "--to", str(tmp_path / "告知"), "--json"))["files"]
    assert Path(file).suffix == ".docx"
    assert Path(file).exists()
    two("reported", "back", str(number), "--reason", "市级受理漏计")
    two("reported", "tell", str(number), "--note", "已电话告知")
    two("reported", "name", str(number), "--to", "市政府办 李主任")
    two("reported", "due")
    (line,) = document(two("reported", "list", "--period", "2026-Q3", "--whom", "李主任", "--json"))
    assert (line["choice"], line["due"], line["last_told"]) == ("back", False, 217)
    assert "已告知" in two("reported", "list").stdout
    assert "99" in two("reported", "tell", "99", code=2).stderr


def test_a_report_is_entered_when_asked_and_its_difference_carried_on(two: Office, tmp_path: Path) -> None:
    two("report", "summary", "--period", "2026-Q3", "--to", str(tmp_path / "a.xlsx"))
    assert document(two("reported", "list", "--json")) == []
    two("report", "summary", "--period", "2026-Q3", "--to", str(tmp_path / "a.xlsx"), "--told-to", "分管领导",
        "--occasion", "meeting")  # fmt: skip
    lines = document(two("reported", "list", "--json"))
    (one,) = [line for line in lines if line["id"] == "mediation-cases-2030"]
    assert (one["recipient"], one["occasion"], one["quantity"]) == ("分管领导", "meeting", 212)

    two("adjust", "add", "--period", "2026-Q3", "--item", "mediation-cases", "--quantity", "5", "--reason", "市级受理")
    two("reported", "carry", str(one["number"]), "--into", "2026-Q4", "--reason", "已上会")
    assert total(two, "mediation-cases")["value"] == 212


def test_one_question_on_the_telephone(two: Office) -> None:
    found = document(two("find", "福田", "调解案件", "三季度", "--json"))
    figure = found[0]["figure"]
    assert (figure["quantity"], figure["unit_of_measure"], figure["status"]) == (212, "件", "accepted")
    assert (figure["may_be_quoted"], figure["against"], figure["plan_status"]) == (True, [], "draft")
    assert figure["sentence"].startswith("2026年1—9月，福田区知识产权纠纷调解案件数为212件（审核通过，来源码 ")
    typed = document(two("find", "sjd", "ft", "jftjaj", "--json"))
    assert typed[0]["reference"] == found[0]["reference"]

    whole = document(two("find", "全市", "纠纷调解案件", "--json"))[0]["figure"]
    assert (whole["may_be_quoted"], whole["against"]) == (False, ["incomplete"])
    assert (whole["coverage"]["given"], whole["coverage"]["expected"]) == (1, 2)
    shown = two("find", "全市", "纠纷调解案件").stdout
    assert "不宜引用：未报齐（1/2）" in shown
    assert "口径" in shown

    said = document(two("find", "福田", "jftjaj", "--quote", "--to", "市政府办", "--json"))
    (entry,) = document(two("reported", "list", "--json"))
    assert (entry["number"], entry["occasion"], entry["recipient"]) == (said["entry"], "telephone", "市政府办")
    assert entry["note"] == said["sentence"]
    assert "市政府办" in two("find", "福田", "jftjaj").stdout
    assert "没有数" in two("find", "盐田", "jftjaj", "--quote", code=1).stderr


def test_where_a_cell_was_used_and_codes_in_files(two: Office, tmp_path: Path) -> None:
    two("consolidate", "--period", "2026-Q3", "--to", str(tmp_path / "汇总.xlsx"))
    code = total(two, "mediation-cases")["code"]
    used = two("trace", "福田区/知识产权纠纷调解案件数/2026-Q3", "--uses").stdout
    assert "汇总.xlsx" in used
    assert "深圳市：知识产权纠纷调解案件数，2026年三季度" in used
    two("adjust", "add", "--period", "2026-Q3", "--item", "mediation-cases", "--quantity", "5", "--reason", "市级受理")
    typed = two("trace", code).stdout
    assert "212件" in typed
    assert "217件" in typed


def test_a_years_end_is_a_table(two: Office, tmp_path: Path) -> None:
    found = document(two("year-end", "2026", "--to", str(tmp_path / "年末.xlsx"), "--json"))
    assert (found["year"], found["regular"]) == (2026, "2026-Q4")
    assert (tmp_path / "年末.xlsx").exists()
    assert "终值−预计" in two("year-end", "2026").stdout
