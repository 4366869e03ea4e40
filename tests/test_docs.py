"""What is not documented does not pass: commands, options, package fields, pages, keys."""

import dataclasses
import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path

import click
import pytest

from ipdesk.cli.main import root
from ipdesk.domain import (
    check,
    finding,
    form,
    indicator,
    judgement,
    light,
    measure,
    milestone,
    plan,
    rule,
    target,
    unit,
    value,
)
from ipdesk.domain.ledger import contents, package, policy, scope, standing
from ipdesk.domain.ledger.decision import Verb
from ipdesk.domain.ledger.package import Kind, parse
from ipdesk.store import migrations

ROOT = Path(__file__).resolve().parent.parent
HELP = ROOT / "resources" / "help" / "zh_CN"
PAGES = sorted(path.name for path in HELP.glob("*.md"))
FRONT = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def commands(command: click.Command, name: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Every command that a person is to know, by its full name."""
    if command.hidden:
        return
    if isinstance(command, click.Group):
        for word, below in command.commands.items():
            yield from commands(below, (*name, word))
    else:
        yield " ".join(name), command


def section(page: str, heading: str) -> str:
    """What stands under a heading of any level, up to the next of its level or above."""
    found = re.search(rf"^(#+) {re.escape(heading)}\n(.*?)(?=^#{{1,6}} |\Z)", page, re.MULTILINE | re.DOTALL)
    return found[2] if found else ""


def words_in_code(page: str) -> set[str]:
    """Every word that stands between backticks."""
    return {word for span in re.findall(r"`([^`\n]+)`", page) for word in re.split(r"[\s,、]+", span)}


@pytest.mark.parametrize(("name", "command"), list(commands(root)), ids=lambda one: one if isinstance(one, str) else "")
def test_each_command_and_option_is_in_the_manual(name: str, command: click.Command) -> None:
    described = section(text(HELP / "command-line.md"), name)
    assert f"ipdesk {name}" in described
    own = {option for param in getattr(command, "own", ()) if isinstance(param, click.Option) for option in param.opts}
    assert own <= words_in_code(described) | set(described.split())
    for option in own:
        assert f"`{option}" in described, option


def test_the_manual_names_no_command_that_is_not_there() -> None:
    known = {name for name, _ in commands(root)}
    page = text(HELP / "command-line.md")
    assert set(re.findall(r"^### (.+)$", page, re.MULTILINE)) == known


def test_the_common_options_are_described_once() -> None:
    shared = section(text(HELP / "command-line.md"), "通则")
    for option in ("--data", "--today", "--by", "--json", "--lang", "--help", "--version"):
        assert option in shared


#: Each value that stands in a package, and the section of the specification that tells its fields.
VALUES: dict[type, str] = {
    contents.Submission: "submission 报送",
    contents.HandedDown: "targets 目标",
    contents.Answered: "targets 目标",
    contents.Opinion: "opinion 意见",
    contents.OpinionItem: "opinion 意见",
    milestone.Milestone: "节点",
    measure.Measure: "年度举措",
    light.LightLine: "亮灯规则",
    contents.Attachment: "attachment 附件",
    contents.Release: "release 通报",
    contents.ReleaseFigure: "release 通报",
    policy.Policy: "policy 规则",
    judgement.Thresholds: "policy 规则",
    form.Form: "template 报送模板",
    form.FormRow: "报表行",
    form.RowTarget: "报表行",
    form.TaskRow: "任务行与任务进展",
    form.TaskProgress: "任务行与任务进展",
    form.Question: "问题",
    form.Answers: "答复",
    form.Approval: "答复",
    value.Value: "数值",
    check.Check: "审核关系",
    target.Target: "目标",
    target.Baseline: "目标",
    plan.Plan: "规划",
    plan.Clause: "规划",
    plan.Lineage: "规划",
    indicator.Indicator: "规划",
    indicator.SupplyRule: "规划",
    indicator.Item: "规划",
    rule.Rule: "规划",
    target.HistoryRow: "规划",
    unit.Unit: "单位",
}
CODES: tuple[type[StrEnum], ...] = (
    Kind,
    Verb,
    standing.Status,
    value.ValueStatus,
    value.Nature,
    value.Outlook,
    form.TaskState,
    light.Colour,
    light.Level,
    light.Basis,
    check.CheckKind,
    finding.Severity,
    indicator.Entry,
    indicator.Supply,
    indicator.Aggregation,
    indicator.Direction,
    indicator.Frequency,
    target.TargetKind,
    target.Comparator,
    target.Source,
    target.Attribute,
    plan.PlanStatus,
    plan.ClauseKind,
    plan.Change,
    unit.UnitKind,
    judgement.Rating,
)


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__name__)
def test_each_field_of_a_package_is_specified(kind: type) -> None:
    described = words_in_code(section(text(HELP / "ledger-format.md"), VALUES[kind]))
    assert {field.name for field in dataclasses.fields(kind)} <= described


@pytest.mark.parametrize("codes", CODES, ids=lambda kind: kind.__name__)
def test_each_code_of_a_package_is_specified(codes: type[StrEnum]) -> None:
    assert {member.value for member in codes} <= words_in_code(text(HELP / "ledger-format.md"))


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_has_its_section(kind: Kind) -> None:
    headings = re.findall(r"^### (\w+)", text(HELP / "ledger-format.md"), re.MULTILINE)
    assert kind.value in headings


def test_the_header_and_the_slot_are_specified() -> None:
    header = {field.name for field in dataclasses.fields(package.Package)} - {"id", "data"}
    assert header <= words_in_code(text(HELP / "ledger-format.md"))


def test_the_examples_of_the_specification_are_packages_with_the_ids_given() -> None:
    page = text(HELP / "ledger-format.md")
    found = re.findall(r"```json\n(.+)\n```\n\n编号：`(\w+)`，短号 `(\w+)`", page)
    assert len(found) == 2
    for line, package_id, short in found:
        parsed = parse(line.encode())
        assert (parsed.id, scope.short(parsed.id)) == (package_id, short)
        assert parsed.known


def test_the_schema_is_the_last_one_of_the_history() -> None:
    history = section(text(HELP / "ledger-format.md"), "十一、版本沿革")
    assert re.findall(r"^\| (\d+) \|", history, re.MULTILINE)[-1] == str(package.SCHEMA)


def test_each_table_and_column_of_the_data_file_is_described(tmp_path: Path) -> None:
    from ipdesk.store.database import create

    database = create(tmp_path / "a.ipdesk")
    known = words_in_code(text(HELP / "data-file.md"))
    try:
        for table in database.tables.table_names():
            assert table in known
            if not table.startswith("_"):
                assert {column.name for column in database.tables[table].columns} <= known, table
    finally:
        database.close()
    history = section(text(HELP / "data-file.md"), "版本沿革")
    assert re.findall(r"^\| (\d+) \|", history, re.MULTILINE)[-1] == str(migrations.SCHEMA)
    assert hex(migrations.APPLICATION_ID) in known


def test_each_page_is_linked_in_the_index_and_leads_back() -> None:
    index = text(HELP / "index.md")
    for page in PAGES:
        if page != "index.md":
            assert f"]({page})" in index, page


@pytest.mark.parametrize("page", [*(HELP / page for page in PAGES), ROOT / "README.md"], ids=lambda page: page.name)
def test_each_link_leads_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", text(page)):
        file, _hash, heading = link.partition("#")
        if file.startswith("http"):
            continue
        target_page = (page.parent / file).resolve() if file else page
        assert target_page.exists(), link
        if heading:
            headings = re.findall(r"^#+ (.+)$", text(target_page), re.MULTILINE)
            assert heading in {re.sub(r"[^\w\- ]", "", one).replace(" ", "-").lower() for one in headings}, link


def test_the_readme_names_both_commands_in_the_first_screen() -> None:
    first_screen = "\n".join(text(ROOT / "README.md").splitlines()[:25])
    for command in ("./run", "./test", "run.cmd", "test.cmd"):
        assert command in first_screen


@pytest.mark.parametrize("name", [*FRONT, *PAGES])
def test_no_page_knows_a_machine(name: str) -> None:
    page = text(ROOT / name if name in FRONT else HELP / name)
    assert not re.search(r"(?<![\w.])/(?:home|work|tmp|root|Users)/|[A-Z]:\\", page)


def test_each_key_of_the_window_is_in_the_manual() -> None:
    from ipdesk.ui.dialogs.keys import KEYS

    page = words_in_code(text(HELP / "shortcuts.md"))
    for _title, keys in KEYS:
        for key, _what in keys:
            assert {word for word in re.split(r"[\s,…]+", key) if word} <= page, key


def test_the_json_of_a_verdict_is_described() -> None:
    """Every field that `evaluate --json` writes, but for the names that speak for themselves."""
    described = words_in_code(section(text(HELP / "command-line.md"), "输出的 JSON"))
    source = text(ROOT / "ipdesk" / "cli" / "figures.py").split("def verdict_document")[1].split("\ndef ")[0]
    written = set(re.findall(r'^ +"(\w+)":', source, re.MULTILINE))
    assert {
        "method",
        "inputs",
        "thresholds",
        "coverage",
        "elapsed",
        "completion",
        "planned",
        "gap",
        "rating",
    } <= written
    assert written - {"clause_label", "table", "period", "indicator"} <= described
