"""A city and a district through a whole period by the command line alone, each with its own data file."""

import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ipdesk.cli.main import root
from tests.cli.said import document

FIGURES = """填报项,本期,核对,情况说明,全年预计,能否完成,提供人,数据截至
常住人口,,无误,,,,,
高价值发明专利有效量,30500,,,,,,
商业秘密保护工作站数量,6,,,,,保护科,2026-09-30
知识产权调解组织数量,4,,,,,,
知识产权纠纷调解案件数,212,,,,,,
知识产权保护工作站数量,37,,新增2家,40,能,保护科,
海外发明专利授权量,0.12,,,,,,
专利权转让许可次数,0.35,,,,,,
知识产权质押融资登记金额,"1,034,000万元",,,,,,
知识产权公共服务网点新增数量,3,,,,,,
知识产权公共服务企业数量,850,,,,,,
知识产权志愿者人数,0,,,,,,
"""

#: Steps that were taken on paper.
SIGNED = ("--approve", "科室审核=张三@2026-10-08", "--approve", "分管领导审签=赵六")

Office = Callable[..., Result]


def office(folder: Path, data: str) -> Office:
    """The command line of one office; a folder of its own, one day, training data."""

    def run(*words: str, code: int = 0) -> Result:
        given = [*words, "--data", str(folder / data), "--today", "2026-10-09"]
        result = CliRunner().invoke(root, given)
        assert result.exit_code == code, f"{words}: {result.stdout}{result.stderr}"
        return result

    return run


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The day up to two points, made once and copied by the tests: `issued` and `reported`."""
    folder = tmp_path_factory.mktemp("stages")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPDESK_HOME", str(tmp_path_factory.mktemp("stages-home")))
        issued = folder / "issued"
        _issue(issued)
        shutil.copytree(issued, folder / "reported")
        _report(folder / "reported")
    return folder


def _issue(folder: Path) -> None:
    """City and district have their data files, the form of 福田区 is issued and taken in."""
    folder.mkdir()
    prefill = folder / "核对.csv"
    prefill.write_text("单位,填报项,数值\n福田区,高价值发明专利有效量,30500\n", encoding="utf-8")
    city, district = office(folder, "city.ipdesk"), office(folder, "district.ipdesk")
    city("init", str(folder / "city.ipdesk"), "--unit", "440300", "--plan", "sz-155", "--training", "--by", "王五")
    city("issue", "--period", "2026-Q3", "--to", str(folder / "out"), "--prefill", str(prefill))
    district(
        "init", str(folder / "district.ipdesk"), "--unit", "福田区", "--plan", "sz-155", "--training", "--by", "李四"
    )
    (template,) = (folder / "out").glob("*福田区*")
    district("receive", str(template))


def _report(folder: Path) -> None:
    """福田区 has filled, fixed and sent its report, the city has received it."""
    csv = folder / "figures.csv"
    csv.write_text(FIGURES, encoding="utf-8")
    city, district = office(folder, "city.ipdesk"), office(folder, "district.ipdesk")
    district("fill", "2026-Q3", "--values", str(csv), "--explanation", "均已核验")
    district("fix", "2026-Q3", *SIGNED)
    district("export", "2026-Q3", "--to", str(folder / "sent"))
    city("receive", str(folder / "sent"))


@pytest.fixture
def city(tmp_path: Path, stages: Path) -> Office:
    shutil.copytree(stages / "issued", tmp_path, dirs_exist_ok=True)
    return office(tmp_path, "city.ipdesk")


@pytest.fixture
def district(tmp_path: Path, city: Office) -> Office:
    return office(tmp_path, "district.ipdesk")


@pytest.fixture
def reported(tmp_path: Path, stages: Path, city: Office) -> str:
    """The city has the report of 福田区; its short number."""
    shutil.copytree(stages / "reported", tmp_path, dirs_exist_ok=True)
    (line,) = document(city("review", "list", "--json", code=1))
    return str(line["short_id"])


def test_an_empty_form_has_findings_left(district: Office) -> None:
    draft = document(district("fill", "2026-Q3", "--json", code=1))
    assert draft["answered"] == 0
    assert {finding["severity"] for finding in draft["findings"]} == {"must_fix"}
    assert all(finding["sentence"] and "…" not in finding["sentence"] for finding in draft["findings"])


def test_a_form_with_findings_is_not_fixed_and_that_is_said(district: Office) -> None:
    refused = district("fix", "2026-Q3", code=1)
    assert len(refused.stderr.strip().splitlines()) == 1


def test_a_step_is_taken_back_and_done_again(tmp_path: Path, district: Office) -> None:
    csv = tmp_path / "figures.csv"
    csv.write_text("填报项,本期\n知识产权保护工作站数量,37\n", encoding="utf-8")
    district("fill", "2026-Q3", "--values", str(csv), code=1)
    assert document(district("fill", "2026-Q3", "--undo", "--json", code=1))["answers"]["values"] == {}
    again = document(district("fill", "2026-Q3", "--redo", "--json", code=1))
    assert again["answers"]["values"]["protection-stations"]["quantity"] == 37


def test_a_wrong_line_fills_nothing(tmp_path: Path, district: Office) -> None:
    csv = tmp_path / "figures.csv"
    csv.write_text("填报项,本期\n知识产权保护工作站数量,37\n没有这一项,1\n", encoding="utf-8")
    wrong = district("fill", "2026-Q3", "--values", str(csv), code=2)
    assert "3" in wrong.stderr
    assert document(district("fill", "2026-Q3", "--json", code=1))["answered"] == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_as_office_programs_save_it(tmp_path: Path, district: Office, encoding: str) -> None:
    csv = tmp_path / "figures.csv"
    csv.write_text("填报项,本期\n知识产权保护工作站数量,37\n", encoding=encoding)
    draft = document(district("fill", "2026-Q3", "--values", str(csv), "--json", code=1))
    assert draft["answered"] == 1


@pytest.mark.parametrize("line", ["没有这一项,1,", "知识产权保护工作站数量,37,约四十"])
def test_a_wrong_line_is_named(tmp_path: Path, district: Office, line: str) -> None:
    csv = tmp_path / "figures.csv"
    csv.write_text(f"填报项,本期,全年预计\n{line}\n", encoding="utf-8")
    assert "figures.csv" in district("fill", "2026-Q3", "--values", str(csv), code=2).stderr


def test_a_file_that_is_no_csv_is_said_to_be_none(tmp_path: Path, district: Office) -> None:
    csv = tmp_path / "figures.csv"
    csv.write_bytes(b"PK\x03\x04\xff\xfe\x00\x80")
    assert len(district("fill", "2026-Q3", "--values", str(csv), code=2).stderr.strip().splitlines()) <= 2


def test_a_reply_to_an_unknown_item_is_wrong_use(district: Office) -> None:
    assert "没有这一项" in district("fill", "2026-Q3", "--reply", "没有这一项=好", code=2).stderr


def test_the_same_files_again_change_nothing(tmp_path: Path, city: Office, reported: str) -> None:
    verdicts = document(city("receive", str(tmp_path / "sent"), "--json"))
    assert [one["verdict"] for one in verdicts] == ["same"]


def test_a_trial_takes_nothing(tmp_path: Path, city: Office, district: Office) -> None:
    csv = tmp_path / "figures.csv"
    csv.write_text(FIGURES, encoding="utf-8")
    district("fill", "2026-Q3", "--values", str(csv))
    district("fix", "2026-Q3", *SIGNED)
    district("export", "2026-Q3", "--to", str(tmp_path / "sent"))
    (verdict,) = document(city("receive", str(tmp_path / "sent"), "--dry-run", "--json"))
    changed = {change["row"]: change["after"] for change in verdict["changes"]}
    assert changed["pledge-amount"] == "103.4"
    city("review", "list", code=0)


def test_one_bad_file_hinders_no_other(tmp_path: Path, city: Office, reported: str) -> None:
    (tmp_path / "sent" / "坏.xlsx").write_bytes(b"PK\x03\x04 cut off")
    verdicts = document(city("receive", str(tmp_path / "sent"), "--json", code=1))
    assert sorted(one["verdict"] for one in verdicts) == ["refused", "same"]
    assert all(one["sentence"] for one in verdicts)


def test_answers_have_to_be_json(tmp_path: Path, city: Office) -> None:
    answers = tmp_path / "answers.json"
    for text in ("no json", "[]", '{"a": "b"}', '{"a": {"b": 1}}'):
        answers.write_text(text, encoding="utf-8")
        city("receive", str(tmp_path), "--answers", str(answers), code=2)


def test_return_reply_accept_and_what_comes_of_it(
    tmp_path: Path, city: Office, district: Office, reported: str
) -> None:
    questions, mended = tmp_path / "questions.csv", tmp_path / "mended.csv"
    questions.write_text("填报项,问题\n知识产权保护工作站数量,请核实是否重复计数\n", encoding="utf-8")
    mended.write_text("填报项,本期,情况说明\n知识产权保护工作站数量,35,核减2家\n", encoding="utf-8")
    city("review", "return", reported, "--questions", str(questions), "--to", str(tmp_path / "back"))
    assert "已退回" in city("status", "--period", "2026-Q3").stdout
    district("fill", "2026-Q3", "--values", str(mended), "--reply", "知识产权保护工作站数量=已核减")
    district("fix", "2026-Q3", *SIGNED, "--reason", "按退回意见更正")
    district("export", "2026-Q3", "--to", str(tmp_path / "again"))
    city("receive", str(tmp_path / "again"))
    (line,) = document(city("review", "list", "--json", code=1))
    assert line["short_id"] != reported
    city("review", "accept", line["short_id"])
    city("review", "list")

    found = document(city("evaluate", "--period", "2026-Q3", "--json"))
    verdicts = {one["target"]: one for one in found["verdicts"]}
    pledge = verdicts["pledge-amount-2030"]
    assert (pledge["actual"], pledge["planned"], pledge["method"]) == (Decimal("103.4"), 375, "cumulative")
    assert pledge["completion"] == Decimal("103.4") / 2500
    assert pledge["gap"] == Decimal("103.4") / 2500 - Decimal("0.15")
    # One of eleven units is in the total: by the gap it lags, but no alarm is given.
    assert (pledge["rating"], pledge["by_gap"], pledge["early"][0]["rule"]) == ("too_early", "lagging", "coverage")
    assert (pledge["thresholds"]["nearly"], pledge["thresholds"]["lagging"]) == (-10, -30)
    assert pledge["coverage"]["given"] == 1
    assert pledge["coverage"]["expected"] == 11

    totals = document(city("consolidate", "--period", "2026-Q3", "--to", str(tmp_path / "totals.xlsx"), "--json"))
    stations = next(one for one in totals["indicators"] if one["indicator"] == "protection-stations")
    assert stations["value"] == 35
    assert (tmp_path / "totals.xlsx").stat().st_size > 0

    trail = city("trace", "福田区/知识产权保护工作站数量/2026-Q3").stdout
    assert "F17" in trail
    assert "李四" in trail
    assert "35家" in city("find", "保护工作站").stdout
    assert stations["code"] in city("consolidate", "--period", "2026-Q3").stdout

    city("release", "--period", "2026-Q3", "--to", str(tmp_path / "release"))
    (mine,) = (tmp_path / "release").glob("*福田区*")
    district("receive", str(mine))
    ours = {one["scope"]: one["digest"] for one in document(district("digest", "--json"))}
    theirs = {one["scope"]: one["digest"] for one in document(city("digest", "--json"))}
    assert ours == {scope: theirs[scope] for scope in ("children", "440304")}


def test_entered_on_behalf_needs_its_basis(tmp_path: Path, city: Office, district: Office) -> None:
    csv = tmp_path / "figures.csv"
    csv.write_text(FIGURES, encoding="utf-8")
    city("fill", "罗湖区/2026-Q3", "--values", str(csv))
    city("fix", "罗湖区/2026-Q3", code=1)
    city("fill", "罗湖区/2026-Q3", "--basis", "10月9日传真")
    city("fix", "罗湖区/2026-Q3")
    (line,) = document(city("review", "list", "--json", code=1))
    assert document(city("review", "show", line["id"], "--json"))["basis"] == "10月9日传真"


def test_reopen_withdraw_and_waive_need_a_reason(city: Office, reported: str) -> None:
    city("review", "accept", reported)
    city("review", "reopen", reported, code=2)
    city("review", "reopen", reported, "--reason", "口径有误")
    city("review", "waive", "罗湖区/2026-Q3", "--reason", "机构调整")
    states = {one["unit"]: one["state"] for one in document(city("status", "--period", "2026-Q3", "--json"))["units"]}
    assert states["440304"] == "received"
    assert states["440303"] == "waived"


def test_a_district_does_not_review(district: Office) -> None:
    assert "福田区" in district("issue", "--period", "2026-Q3", "--to", "x", code=1).stderr


def test_upkeep(tmp_path: Path, city: Office, reported: str) -> None:
    city("verify")
    city("verify", *map(str, (tmp_path / "sent").iterdir()))
    city("backup", "--to", str(tmp_path / "copy.ipdesk"))
    copy = office(tmp_path, "copy.ipdesk")
    assert document(copy("digest", "--json")) == document(city("digest", "--json"))
    city("bundle", "--to", str(tmp_path / "bundle.zip"))
    assert (tmp_path / "bundle.zip").stat().st_size > 0


def test_a_backup_is_restored(tmp_path: Path, city: Office, reported: str) -> None:
    backup, data = tmp_path / "copy.ipdesk", tmp_path / "city.ipdesk"
    city("backup", "--to", str(backup))
    city("review", "accept", reported)
    digests, before = document(city("digest", "--json")), data.read_bytes()

    assert "数据包 1 个" in city("restore", str(backup), "--dry-run").stdout
    assert data.read_bytes() == before
    done = document(city("restore", str(backup), "--json"))
    assert (done["present"], done["taken"]) == ("sound", 1)
    assert Path(done["kept"]).read_bytes() == before
    assert document(city("digest", "--json")) == digests

    data.write_bytes(b"")
    city("digest", code=3)
    assert "已无法读取" in city("restore", str(backup)).stdout
    city("verify")
    assert "没有备份" in city("restore", str(tmp_path / "none.ipdesk"), code=2).stderr
    assert "请改用更早的备份" in _broken(city, backup).stderr


def _broken(city: Office, backup: Path) -> Result:
    backup.write_bytes(backup.read_bytes()[:40960])
    return city("restore", str(backup), code=3)


@pytest.mark.parametrize("ending", [".pdf", ".docx", ".xlsx"])
def test_paper(tmp_path: Path, city: Office, district: Office, reported: str, ending: str) -> None:
    city("review", "accept", reported)
    for office_run, words in (
        (city, ["report", "summary"]),
        (city, ["report", "form", "--unit", "福田区"]),
        (district, ["report", "form"]),
    ):
        file = tmp_path / f"paper{ending}"
        office_run(*words, "--period", "2026-Q3", "--to", str(file))
        assert file.stat().st_size > 1000
        file.unlink()


def test_the_data_file_made_last_is_taken_when_none_is_named(tmp_path: Path) -> None:
    made = CliRunner().invoke(
        root, ["init", str(tmp_path / "a.ipdesk"), "--unit", "福田区", "--plan", "sz-155", "--json"]
    )
    assert json.loads(made.stdout)["unit"] == "440304"
    plain = CliRunner().invoke(root, ["digest", "--json"])
    assert [one["scope"] for one in json.loads(plain.stdout)] == ["children"]


def test_an_existing_file_is_never_overwritten(tmp_path: Path, city: Office) -> None:
    before = (tmp_path / "city.ipdesk").read_bytes()
    city("init", str(tmp_path / "city.ipdesk"), "--unit", "440300", "--plan", "sz-155", code=3)
    assert (tmp_path / "city.ipdesk").read_bytes() == before
