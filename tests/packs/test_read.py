"""Reading packs from folders: good ones come back whole, damaged ones say file and line."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ipdesk.domain.errors import EnvironmentTrouble, IpdeskError, NotFound
from ipdesk.domain.plan import Change, Lineage, PlanStatus
from ipdesk.packs.format import MAX_BYTES
from ipdesk.packs.read import builtin_packs, load_builtin, read_pack
from ipdesk.packs.write import write_pack
from ipdesk.paths import resource_dir
from ipdesk.text.messages.packs import SENTENCES

PLAN = load_builtin("sz-155")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(resource_dir() / "packs" / "sz-155", tmp_path / "mine"))


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    write_pack(PLAN, tmp_path / "p")
    assert read_pack(tmp_path / "p") == (PLAN, ())


def test_lineage_is_a_table_that_may_be_missing(tmp_path: Path) -> None:
    line = Lineage("hv-patents", "sz-145", "hv-patents", Change.DEFINITION, "分母改用年末人口")
    write_pack(replace(PLAN, lineage=(line,)), tmp_path / "p")
    assert read_pack(tmp_path / "p")[0].lineage == (line,)
    (tmp_path / "p" / "lineage.jsonl").unlink()
    assert read_pack(tmp_path / "p")[0].lineage == ()


def test_a_pack_written_over_another_leaves_nothing_of_it(tmp_path: Path) -> None:
    line = Lineage("hv-patents", "sz-145", "hv-patents", Change.SAME)
    write_pack(replace(PLAN, lineage=(line,)), tmp_path / "p")
    write_pack(replace(PLAN, lineage=()), tmp_path / "p")
    assert read_pack(tmp_path / "p")[0].lineage == ()


def test_an_empty_plan_is_read_again(tmp_path: Path) -> None:
    bare = replace(PLAN, outline=(), indicators=(), items=(), targets=(), history=(), lineage=(), rules=())
    write_pack(bare, tmp_path / "p")
    assert read_pack(tmp_path / "p") == (bare, ())


def test_findings_come_with_the_plan(tmp_path: Path) -> None:
    write_pack(replace(PLAN, region="999999"), tmp_path / "p")
    _plan, findings = read_pack(tmp_path / "p")
    assert "pack_broken_reference" in {finding.code for finding in findings}


def test_a_pack_touched_by_an_editor_is_read(pack: Path) -> None:
    """Notepad leaves a byte-order mark and CRLF; a blank line does no harm."""
    for file in pack.iterdir():
        text = file.read_text(encoding="utf-8").replace("\n", "\r\n")
        file.write_bytes(b"\xef\xbb\xbf" + text.encode() + b"\r\n")
    assert read_pack(pack)[0] == PLAN


def test_builtin_packs() -> None:
    (info,) = [pack for pack in builtin_packs() if pack.id == "sz-155"]
    assert (info.title, info.status, info.first_year, info.last_year) == (
        "深圳市知识产权保护和运用“十五五”规划",
        PlanStatus.DRAFT,
        2026,
        2030,
    )
    assert read_pack(info.path)[0].id == info.id == info.path.name


def test_an_unknown_builtin_names_those_there_are() -> None:
    with pytest.raises(NotFound) as raised:
        load_builtin("../sz-155")
    assert raised.value.code == "pack_unknown"
    assert "sz-155" in raised.value.params["known"]


@pytest.mark.parametrize("made", [False, True], ids=["no folder", "empty folder"])
def test_no_pack(tmp_path: Path, made: bool) -> None:
    path = tmp_path / "p"
    if made:
        path.mkdir()
    with pytest.raises(NotFound) as raised:
        read_pack(path)
    assert raised.value.code == "pack_missing"
    assert_said(raised.value)


def head(**change: object) -> Callable[[Path], None]:
    def spoil(pack: Path) -> None:
        file = pack / "pack.json"
        told = json.loads(file.read_text(encoding="utf-8")) | change
        file.write_text(json.dumps({name: value for name, value in told.items() if value is not None}), "utf-8")

    return spoil


def line(table: str, number: int, text: str) -> Callable[[Path], None]:
    def spoil(pack: Path) -> None:
        file = pack / f"{table}.jsonl"
        lines = file.read_text(encoding="utf-8").split("\n")
        lines[number - 1] = text
        file.write_text("\n".join(lines), encoding="utf-8")

    return spoil


def test_a_newer_format_asks_for_a_newer_program(pack: Path) -> None:
    head(format=2)(pack)
    with pytest.raises(EnvironmentTrouble) as raised:
        read_pack(pack)
    assert (raised.value.code, raised.value.params["format"], raised.value.params["known"]) == ("pack_newer", "2", "1")
    assert_said(raised.value)


@pytest.mark.parametrize(
    ("spoil", "file", "number"),
    [
        (head(format="1"), "pack.json", "1"),
        (head(format=True), "pack.json", "1"),
        (head(format=0), "pack.json", "1"),
        (head(format=None), "pack.json", "1"),
        (head(title=None), "pack.json", "1"),
        (head(status="soon"), "pack.json", "1"),
        (head(colour="red"), "pack.json", "1"),
        (lambda pack: (pack / "pack.json").write_bytes(b"[]"), "pack.json", "1"),
        (lambda pack: (pack / "pack.json").write_bytes(b""), "pack.json", "1"),
        (lambda pack: (pack / "targets.jsonl").unlink(), "targets.jsonl", "0"),
        (lambda pack: (pack / "targets.jsonl").write_bytes("目标".encode("gbk")), "targets.jsonl", "0"),
        (lambda pack: (pack / "targets.jsonl").write_bytes(b" " * (MAX_BYTES + 1)), "targets.jsonl", "0"),
        (line("targets", 3, '{"id": '), "targets.jsonl", "3"),
        (line("targets", 3, "[" * 100_000), "targets.jsonl", "3"),
        (line("targets", 3, "null"), "targets.jsonl", "3"),
        (line("outline", 2, '{"id": "a", "kind": "verse", "label": "", "title": "t"}'), "outline.jsonl", "2"),
        (line("outline", 2, '{"id": "a", "kind": "task", "label": "", "title": 5}'), "outline.jsonl", "2"),
        (line("outline", 2, '{"id": "a", "id": "b", "kind": "task", "label": "", "title": "t"}'), "outline.jsonl", "2"),
        (line("outline", 2, '{"id": "a", "kind": "task", "label": "", "title": "t", "x": 1}'), "outline.jsonl", "2"),
        (
            line("items", 1, '{"id": "a", "name": "n", "unit": "u", "decimals": 1.0, "entry": "state"}'),
            "items.jsonl",
            "1",
        ),
        (
            line("units", 1, '{"code": "1", "name": "n", "short": "s", "kind": "city", "order": 1, "valid_from": 5}'),
            "units.jsonl",
            "1",
        ),
        (
            line("supplies", 4, '{"indicator": "nobody", "item": "a", "pattern": "*", "supply": "unit"}'),
            "supplies.jsonl",
            "4",
        ),
    ],
)
def test_damage_is_named_by_file_and_line(pack: Path, spoil: Callable[[Path], object], file: str, number: str) -> None:
    spoil(pack)
    with pytest.raises(EnvironmentTrouble) as raised:
        read_pack(pack)
    assert (raised.value.code, raised.value.params["file"], raised.value.params["line"]) == (
        "pack_damaged",
        file,
        number,
    )
    assert_said(raised.value)


def test_a_number_where_a_decimal_belongs_is_refused(pack: Path) -> None:
    file = pack / "targets.jsonl"
    file.write_text(file.read_text(encoding="utf-8").replace('"quantity": "9.5"', '"quantity": 9.5'), "utf-8")
    with pytest.raises(EnvironmentTrouble) as raised:
        read_pack(pack)
    assert "9.5" in raised.value.params["found"]


def assert_said(error: IpdeskError) -> None:
    assert SENTENCES[error.code].format(**error.params)
