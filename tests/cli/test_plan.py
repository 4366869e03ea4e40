"""`ipdesk plan …`: wherever a plan lies, to Excel and back, checked, compared, taken up; the manual's counts."""

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from ipdesk.cli.main import root
from ipdesk.cli.plan import counts_table
from ipdesk.paths import resource_dir
from ipdesk.services import plans
from tests.cli.said import document

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def go(*words: str, code: int = 0) -> Result:
        result = CliRunner().invoke(root, ["plan", *words])
        assert result.exit_code == code, f"{words}: {result.stdout}{result.stderr}"
        assert "Traceback" not in result.output
        return result

    return go


def corrected(run: Run, file: str, *changes: tuple[str, str, object]) -> None:
    """Export sz-155 and change cells as an officer would."""
    run("export", "sz-155", "--to", file)
    book = openpyxl.load_workbook(file)
    for sheet, cell, value in changes:
        book[sheet][cell] = value
    book.save(file)


def test_out_to_excel_back_to_a_folder_and_the_same(run: Run) -> None:
    run("export", "sz-155", "--to", "规划.xlsx")
    assert document(run("import", "规划.xlsx", "--to", "sz-155", "--json")) == {
        "plan": "sz-155",
        "folder": "sz-155",
        "findings": [],
    }
    shipped = resource_dir() / "packs" / "sz-155"
    made = {path.name: path.read_bytes() for path in Path("sz-155").iterdir()}
    assert made == {path.name: path.read_bytes() for path in shipped.iterdir()}


@pytest.mark.parametrize("command", ["show", "outline", "targets", "lint"])
def test_a_file_will_do_wherever_a_plan_is_named(run: Run, command: str) -> None:
    run("export", "sz-155", "--to", "规划.xlsx")
    by_id, by_file = (run(command, name).stdout for name in ("sz-155", "规划.xlsx"))
    assert by_file.replace("规划.xlsx：", "sz-155：") == by_id


def test_what_an_officer_corrected_is_compared_and_taken_up(run: Run, tmp_path: Path) -> None:
    corrected(run, "印发稿.xlsx", ("规划", "I3", "实施中"), ("规划", "J3", 2), ("目标", "F3", 160))
    shown = document(run("compare", "sz-155", "印发稿.xlsx", "--json"))
    changed = {(row["table"], row["field"]): (row["before"], row["after"]) for row in shown["differences"]}
    assert changed == {
        ("pack", "status"): ("draft", "in_force"),
        ("pack", "version"): (1, 2),
        ("targets", "quantity"): (150, 160),
    }
    said = run("compare", "sz-155", "印发稿.xlsx").stdout
    assert "目标值" in said
    assert "160" in said
    assert "完全相同" in run("compare", "sz-155", "sz-155").stdout

    data = str(tmp_path / "city.ipdesk")
    made = CliRunner().invoke(
        root, ["init", data, "--unit", "440300", "--plan", "sz-155", "--training", "--by", "陈建"]
    )
    assert made.exit_code == 0, made.output
    assert document(run("adopt", "印发稿.xlsx", "--data", data, "--json"))["version"] == 2
    assert "没有改动" in run("adopt", "印发稿.xlsx", "--data", data, code=1).stderr
    corrected(run, "又改.xlsx", ("规划", "J3", 1), ("目标", "F3", 155))
    assert "版本号 1 不高于" in run("adopt", "又改.xlsx", "--data", data, code=1).stderr


def test_a_data_file_for_a_plan_of_ones_own(run: Run, tmp_path: Path) -> None:
    corrected(run, "本市.xlsx", ("规划", "A3", "sz-own"), ("规划", "B3", "本市行动计划"))
    data = str(tmp_path / "city.ipdesk")
    made = CliRunner().invoke(root, ["init", data, "--unit", "福田区", "--plan", "本市.xlsx", "--json"])
    assert made.exit_code == 0, made.output
    assert document(made)["plan"] == "sz-own"


def test_faults_are_listed_with_sheet_and_cell_and_nothing_is_written(run: Run) -> None:
    corrected(
        run,
        "错.xlsx",
        ("目标", "F3", "150件"),
        ("目标", "E4", "不少于"),
        ("目标", "K5", "t99"),
        ("单位", "E4", 1.5),
    )
    result = run("import", "错.xlsx", "--to", "to", code=1)
    for place in ("“目标”F3", "“目标”E4", "“单位”E4"):
        assert place in result.stdout
    assert "未写出任何文件" in result.stdout
    assert not Path("to").exists()
    found = document(run("lint", "错.xlsx", "--json", code=1))["findings"]
    assert [(one["where"]["sheet"], one["where"]["cell"]) for one in found] == [
        ("目标", "F3"),
        ("目标", "E4"),
        ("单位", "E4"),
    ]
    assert "错.xlsx" in run("show", "错.xlsx", code=1).stderr


def test_several_plans_are_also_held_against_each_other(run: Run) -> None:
    corrected(run, "另.xlsx", ("规划", "A3", "sz-other"), ("填报项", "D3", 3))
    shown = document(run("lint", "sz-155", "另.xlsx", "--json", code=1))
    assert [one["plan"] for one in shown["plans"]] == ["sz-155", "另.xlsx"]
    assert [(one["code"], one["params"]["field"]) for one in shown["together"]] == [("pack_item_differs", "decimals")]
    assert "各规划共用的内容" in run("lint", "--all").stdout
    assert run("lint", code=2).stderr


@pytest.mark.parametrize(
    ("name", "content", "code", "said"),
    [
        ("空.xlsx", b"", 2, "不是 Excel 工作簿"),
        ("假.xlsx", b"%PDF-1.7 ...", 2, "不是 Excel 工作簿"),
        ("旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), 2, "旧格式"),
        ("断.xlsx", b"PK\x03\x04" + bytes(100), 3, "已损坏"),
    ],
)
def test_a_file_that_is_none_gets_one_sentence(run: Run, name: str, content: bytes, code: int, said: str) -> None:
    Path(name).write_bytes(content)
    for words in (("show", name), ("lint", name), ("import", name, "--to", "to")):
        result = run(*words, code=code)
        assert said in result.stderr
        assert len(result.stderr.splitlines()) == 1
    assert not Path("to").exists()


def test_a_plan_that_is_not_there(run: Run) -> None:
    assert "没有规划“没有.xlsx”" in run("show", "没有.xlsx", code=2).stderr


def test_the_counts_of_the_manual_are_those_of_the_packs(run: Run) -> None:
    """The table under 程序自带的规划; when a pack changes, put in what this test says."""
    packs = document(run("list", "--counts", "--json"))
    assert [one["id"] for one in packs] == [line.id for line in plans.list_packs()]
    heads, rows = counts_table([plans.counts(plans.pack(one["id"])) for one in packs])
    wanted = [
        f"| {' | '.join(heads)} |",
        "|---|" + "---:|" * (len(heads) - 1),
        *(f"| {' | '.join((f'`{row[0]}`', *row[1:]))} |" for row in rows),
    ]
    page = (resource_dir() / "help" / "zh_CN" / "pack-format.md").read_text(encoding="utf-8")
    table = re.search(r"<!-- ipdesk plan list --counts -->\n\n((?:\|.*\n)+)", page)
    assert table is not None
    assert table[1].splitlines() == wanted
    for row in rows:
        assert row[0] in run("list", "--counts").stdout


def test_several_plans_in_one_file(run: Run) -> None:
    made = CliRunner().invoke(root, ["init", "市.ipdesk", "--unit", "440300", "--plan", "sz-155", "--json"])
    assert made.exit_code == 0, made.output

    assert document(run("adopt", "sz-ipservice", "--json"))["plan"] == "sz-ipservice"
    assert [(one["ledger"]["plan"], one["issuer"], one["current"]) for one in document(run("mine", "--json"))] == [
        ("sz-155", True, True),
        ("sz-ipservice", True, False),
    ]
    assert "发布单位" in run("mine").output
    run("use", "sz-ipservice")
    run("use", "gd-145", code=2)
    run("adopt", "sz-ipservice", code=1)  # the very same version
    run("adopt", "zj-145", code=2)  # Shenzhen is no unit of it

    for words, expected in (([], "sz-ipservice"), (["--plan", "sz-155"], "sz-155")):
        issued = CliRunner().invoke(
            root, ["issue", "--period", "2026-Q3", "--to", expected, "--today", "2026-10-01",
                   "--json", *words],
        )  # fmt: skip
        assert issued.exit_code == 0, issued.output
    with_both = CliRunner().invoke(root, ["digest", "--json"])
    assert {one["plan"] for one in document(with_both)} == {"sz-155", "sz-ipservice"}
    first = CliRunner().invoke(root, ["digest", "--json", "--plan", "sz-155"])
    assert {one["plan"] for one in document(first)} == {"sz-155"}
    assert any(one["scope"] == "440304" for one in document(first))
