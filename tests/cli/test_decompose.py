"""`ipdesk decompose`: a scheme from its beginning to the proof, through the command line."""

import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ipdesk.cli.main import root
from tests.services.sheets_of_targets import answer


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Any]:
    """Runs a command on a new city; gives exit code and document."""
    data = tmp_path / "city.ipdesk"

    def call(*words: str, code: int = 0) -> Any:
        with pytest.raises(SystemExit) as ended:
            root.main([*words, "--data", str(data), "--json", "--today", "2026-03-02", "--by", "王敏"])
        said = capsys.readouterr().out
        assert ended.value.code == code, said
        return json.loads(said, parse_float=Decimal)

    with pytest.raises(SystemExit):
        root.main(["init", str(data), "--unit", "440300", "--plan", "sz-155", "--today", "2026-03-01", "--by", "王敏"])
    capsys.readouterr()
    return call


def parts(document: Any, place: int = 0) -> dict[str, Any]:
    return {cell["unit"]: cell["quantity"] for cell in document["targets"][place]["cells"]}


def test_a_scheme_from_its_beginning_to_the_proof(run: Callable[..., Any]) -> None:
    run("decompose", "start", "方案一")
    spread = run("decompose", "set", "方案一", "protection-stations-2030", "--method", "population")
    assert sum(parts(spread).values()) == 200
    assert spread["targets"][0]["difference"] == 0

    pinned = run("decompose", "pin", "方案一", "protection-stations-2030", "福田区=40", "440303=20")
    assert (parts(pinned)["440304"], parts(pinned)["440303"]) == (40, 20)
    assert sum(parts(pinned).values()) == 200
    released = run("decompose", "pin", "方案一", "protection-stations-2030", "福田区=")
    assert parts(released)["440304"] != 40

    assert run("decompose", "check", "方案一")["changed"] == []
    assert run("decompose", "undo", "方案一") == pinned
    assert run("decompose", "redo", "方案一") == released


def test_everything_that_can_be_split_at_once(run: Callable[..., Any]) -> None:
    """Ten sums and one ratio of the plan's 35 targets; the ratio has the census's people below the line."""
    document = run("decompose", "start", "方案一", "--all")
    assert len(document["targets"]) == 11
    (ratio,) = [one for one in document["targets"] if one["rule"] == "ratio"]
    assert ratio["reached"] == 150
    assert all(one["difference"] == 0 for one in document["targets"])


def test_years_quarters_and_what_stays_here(run: Callable[..., Any]) -> None:
    run("decompose", "start", "方案一")
    document = run(
        "decompose", "set", "方案一", "mediation-cases-2030", "--reserve", "1000", "--season", "hand", "--shares",
        "10,20,30,40", "--year", "福田区/2027=100", "--leave-out", "盐田区", "--base", "罗湖区=7",
    )  # fmt: skip
    target = document["targets"][0]
    futian, luohu, yantian = target["cells"][:3]
    assert (futian["quantity"], yantian["quantity"], yantian["asked"]) == (700, None, False)
    assert futian["years"] == {"2026": 50, "2027": 100, "2028": 300, "2029": 500, "2030": 700}
    assert futian["quarters"]["2028-Q2"] == 160  # 100 and three tenths of 200
    assert luohu["base"] == 7
    assert (target["reserved"], target["unplaced"]) == (1000, 0)


def test_versions_side_by_side(run: Callable[..., Any]) -> None:
    run("decompose", "start", "甲", "--all")
    run("decompose", "start", "乙", "--copy-of", "甲")
    run("decompose", "spread", "乙", "secret-stations-2030", "--method", "population")
    different = run("decompose", "compare", "甲", "乙")
    assert sum(one["difference"] for one in different) == 0
    assert {one["target"] for one in different} == {"secret-stations-2030"}
    assert len(run("decompose", "compare", "in-force", "乙")) == 11 * 11
    assert run("decompose", "drop", "甲") == ["乙"]
    assert [one["name"] for one in run("decompose", "list")] == ["乙"]


def test_the_table_of_parts_goes_out_and_comes_back(run: Callable[..., Any], tmp_path: Path) -> None:
    run("decompose", "start", "方案一", "--all")
    table = run("decompose", "export", "方案一", str(tmp_path / "分解表.xlsx"))["file"]
    assert run("decompose", "import", "方案一", table) == []
    assert run("decompose", "import", "方案一", table, "--dry-run") == []


def test_what_falls_short_ends_with_one(run: Callable[..., Any]) -> None:
    run("decompose", "start", "方案一")
    run("decompose", "set", "方案一", "secret-stations-2030", "--method", "hand")
    run("decompose", "pin", "方案一", "secret-stations-2030", "福田区=40")
    found = run("decompose", "check", "方案一", code=1)
    assert [one["code"] for one in found["targets"][0]["findings"]][:1] == ["split_below"]


@pytest.mark.parametrize(
    "words",
    [
        ("set", "方案一", "secret-stations-2030", "--shares", "1,2,3,4"),
        ("set", "方案一", "secret-stations-2030", "--year", "福田区/26=3"),
        ("pin", "方案一", "secret-stations-2030", "福田区"),
        ("set", "方案一", "no-such-target"),
        ("show", "方案九"),
        ("start", "in-force"),
    ],
)
def test_what_makes_no_sense_is_said(run: Callable[..., Any], words: tuple[str, ...]) -> None:
    run("decompose", "start", "方案一")
    assert run("decompose", *words, code=2)["error"]["sentence"]


def test_the_list_of_targets_says_how_each_is_split(run: Callable[..., Any]) -> None:
    found = {one["id"]: one for one in run("decompose", "show")}
    assert (found["satisfaction-2030"]["rule"], found["satisfaction-2030"]["because"]) == ("apart", "own")
    assert found["hv-patents-2030"]["rule"] == "ratio"
    assert found["copyright-share-2030"]["rule"] == "open"


def test_people_read_tables(run: Callable[..., Any], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    run("decompose", "start", "方案一")
    run("decompose", "set", "方案一", "secret-stations-2030")
    copy = shutil.copyfile(tmp_path / "city.ipdesk", tmp_path / "copy.ipdesk")
    for words, wanted in (
        (["list"], "方案一"),
        (["show"], "怎样分解"),
        (["show", "方案一", "--target", "秘密"], "2030"),
        (["check", "方案一"], "分解合计100个，目标≥100个"),
        (["compare", "in-force", "方案一"], "福田区"),
    ):
        with pytest.raises(SystemExit):
            root.main(["decompose", *words, "--data", str(copy), "--today", "2026-03-02"])
        assert wanted in capsys.readouterr().out


def test_asking_answering_and_handing_down(run: Callable[..., Any], tmp_path: Path) -> None:
    """A district disagrees on its plain sheet, another by telephone; one is taken over, one declined, then ordered."""
    run("decompose", "start", "方案一")
    run("decompose", "set", "方案一", "secret-stations-2030")
    sent = run("decompose", "send", "方案一", "--to", str(tmp_path / "out"), "--until", "3月20日")
    futian = next(Path(one["file"]) for one in sent if one["unit"] == "440304")
    filled = answer(
        futian, tmp_path / "福田意见.xlsx",
        {("secret-stations-2030-440304", "proposal"): 8, ("secret-stations-2030-440304", "reason"): "场地不足"},
    )  # fmt: skip
    assert run("receive", str(filled))[0]["verdict"] == "taken"
    run(
        "decompose",
        "reply",
        "--unit",
        "罗湖区",
        "--basis",
        "电话",
        "--against",
        "secret-stations-2030-440303=@人手不足",
    )
    waiting = {one["unit"]: one for one in run("decompose", "opinions", "方案一", code=1)}
    assert waiting["440304"]["points"][0]["proposed"] == 8
    assert waiting["440308"]["state"] == "waiting"
    assert run("decompose", "order", "方案一", code=1)["error"]["code"] == "opinions_open"

    run("decompose", "take", "方案一", "福田区", "secret-stations-2030")
    run("decompose", "decline", "方案一", "罗湖区", "secret-stations-2030", "全市统筹")
    run(
        "decompose",
        "order",
        "方案一",
        "--number",
        "深知发〔2026〕1号",
        "--day",
        "2026年3月30日",
        "--to",
        str(tmp_path / "o"),
    )

    bound = run("decompose", "targets", "福田区")
    assert (bound["number"], bound["targets"][0]["quantity"]) == ("深知发〔2026〕1号", 8)
    assert bound["answers"][0]["taken"] is True
    everybody = [run("decompose", "targets", one["unit"])["targets"][0]["quantity"] for one in sent]
    assert sum(everybody) == 100
    assert run("decompose", "opinions") == []


def test_of_two_answers_one_is_said_to_count(run: Callable[..., Any], tmp_path: Path) -> None:
    run("decompose", "start", "方案一")
    run("decompose", "set", "方案一", "secret-stations-2030")
    sent = run("decompose", "send", "方案一", "--to", str(tmp_path / "out"))
    sheet = next(Path(one["file"]) for one in sent if one["unit"] == "440304")
    for place, cells in enumerate((
        {("all.verdict", "unit"): "同意"},
        {("secret-stations-2030-440304", "proposal"): 8, ("secret-stations-2030-440304", "reason"): "场地不足"},
    )):  # fmt: skip
        run("receive", str(answer(sheet, tmp_path / str(place) / "意见.xlsx", cells)), code=place)
    (seen,) = [one for one in run("decompose", "opinions", "方案一", code=1) if one["unit"] == "440304"]
    assert (seen["state"], len(seen["versions"])) == ("second", 2)
    assert run("decompose", "order", "方案一", code=1)["error"]["code"] == "opinions_unsettled"
    agreeing = next(name for name in seen["versions"] if name != seen["points"][0]["opinion"])
    assert run("decompose", "settle", "福田区", "--keep", agreeing[:8])["unit"] == "440304"
    (seen,) = [one for one in run("decompose", "opinions", "方案一") if one["unit"] == "440304"]
    assert (seen["state"], seen["versions"]) == ("agree", [agreeing])
