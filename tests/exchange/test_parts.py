"""Marks, envelope, words, names of files, bundles and tables."""

import io
import re
import zipfile
from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain.form import TaskState
from ipdesk.domain.value import Nature, Outlook, ValueStatus
from ipdesk.exchange import checknumber, child, layout, words
from ipdesk.exchange.bundle import bundle_bytes, read_bundle, write_bundle
from ipdesk.exchange.child import WorkbookReader
from ipdesk.exchange.envelope import EnvelopeKind, from_meta, package_id, to_meta
from ipdesk.exchange.filename import office_name, safe
from ipdesk.exchange.identity import identify
from ipdesk.exchange.intake import take_in
from ipdesk.exchange.layout import READ_HEADINGS, headings
from ipdesk.exchange.marks import Token, parse_column_mark, parse_row_mark, parse_token, row_mark
from ipdesk.exchange.raw import RawSheet, from_wire, to_wire
from ipdesk.exchange.sheetscan import any_longer
from ipdesk.exchange.tables import Sheet, TableColumn, write_consolidation, write_release
from ipdesk.exchange.writer import form_bytes
from ipdesk.text import i18n
from ipdesk.text.labels import label
from ipdesk.text.messages import SENTENCES
from tests.exchange import forms


def test_a_token_survives_and_a_touched_one_does_not() -> None:
    token = Token("sz-155", "440300", "440304", "2026-Q3", "main", 1, "real", "abcdef12", "indicators")
    assert parse_token(token.text()) == token
    assert parse_token(token.text().replace("440304", "440305")) is None
    assert parse_token("IPD1|a|b") is None
    with pytest.raises(ValueError, match="holds"):
        Token("a|b", "", "", "", "", 1, "", "", "").text()


def test_a_row_mark_belongs_to_its_sheet_and_cannot_be_autofilled() -> None:
    mark = row_mark("indicators", "stations1")
    assert parse_row_mark("indicators", mark) == "stations1"
    assert parse_row_mark("tasks", mark) is None
    assert parse_row_mark("indicators", mark.replace("stations1", "stations2")) is None
    assert not set(mark) & set("~*?")  # wildcards of MATCH
    assert (parse_column_mark("#value"), parse_column_mark("#DIV/0!"), parse_column_mark("value")) == (
        "value",
        None,
        None,
    )


def test_an_envelope_comes_back_from_its_rows_with_large_packages() -> None:
    envelope = forms.envelope(packages=(b"x" * 100_000, "文".encode() * 9), issued={"tasks": "ab"})
    rows = to_meta(envelope)
    assert max(len(value) for _, value in rows) < 32_767
    assert from_meta(rows) == (envelope, ())


def test_a_changed_meta_sheet_is_told_and_a_broken_package_left_out() -> None:
    rows = to_meta(forms.envelope())
    assert from_meta([(k, "440305" if k == "unit" else v) for k, v in rows])[1] == ("meta_changed",)
    broken, troubles = from_meta([(k, "AAAA" if k == "piece" else v) for k, v in rows])
    assert broken is not None
    assert (broken.packages, troubles) == ((), ("meta_changed", "meta_package"))
    assert from_meta([("a", "b")]) == (None, ("meta_unknown",))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_word_that_is_written_is_read(language: str) -> None:
    i18n.use_language(language)
    assert {words.READ_OUTLOOK[words.folded(label(outlook))] for outlook in Outlook} == set(Outlook)
    assert {words.READ_NATURE[words.folded(label(nature))] for nature in Nature} == set(Nature)
    assert {words.READ_STATE[words.folded(label(state))] for state in TaskState} == set(TaskState)
    assert words.folded(label(ValueStatus.ESTIMATED)) in words.READ_ESTIMATED
    assert words.READ_CONFIRM[words.CORRECT]
    assert not words.READ_CONFIRM[words.DISPUTED]
    known = {code: heading for code, heading in headings().items() if code in READ_HEADINGS.values()}
    assert {READ_HEADINGS[words.folded(heading)] for heading in known.values()} == known.keys()


def test_a_form_written_in_english_is_read_by_a_chinese_office() -> None:
    i18n.use_language("en")
    data, _ = form_bytes(forms.form(), forms.answers(), forms.envelope(), created=forms.CREATED)
    i18n.use_language("zh_CN")
    from ipdesk.exchange.reader import read_answers

    reading = read_answers(take_in(data, "a.xlsx"), forms.form())
    assert reading.answers == forms.answers()
    assert reading.issued_changes == ()


def test_an_office_gives_such_names() -> None:
    assert office_name(forms.form(), "首报") == "2026年三季度_01福田区_知识产权规划进展报送表_首报.xlsx"
    assert safe('a/b\\c:d*e?"<>|.') == "abcde"
    assert safe("con") == "_con"
    assert safe("") == "_"


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (None, 0),
        ("", 0),
        ("无误", 2),
        ("𠮷", 2),
        (D(0), 0),
        (D("37"), 37),
        (D("-37.5"), 500_044),
        (D("9973.000001"), 1),
    ],
)
def test_the_size_of_a_cell(content: D | str | None, size: int) -> None:
    assert checknumber.size(content) == size


def test_the_check_number_tells_swapped_figures() -> None:
    form = forms.form()
    cells = layout.cells_of("indicators", form, forms.answers())
    swapped = dict(cells)
    swapped["stations", "value"], swapped["secret", "value"] = cells["secret", "value"], cells["stations", "value"]
    assert checknumber.check_number("indicators", form, cells) != checknumber.check_number("indicators", form, swapped)


def test_a_bundle_is_the_same_whatever_the_order_and_comes_back(tmp_path: Path) -> None:
    packages, files = (b'{"a":1}', b'{"b":2}'), {"来件.xlsx": b"one", "信.pdf": b"two"}
    write_bundle(tmp_path / "b.zip", packages, files)
    other = bundle_bytes(packages[::-1] * 2, dict(reversed(files.items())))
    assert (tmp_path / "b.zip").read_bytes() == other
    bundle = read_bundle(tmp_path / "b.zip")
    assert set(bundle.packages) == set(packages)
    assert bundle.files is not None
    assert bundle.names is not None
    assert {bundle.names[identity]: data for identity, data in bundle.files.items()} == files
    assert bundle.findings == ()


def test_a_bundle_takes_only_what_its_name_says(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("../../etc/passwd", b"x")
        archive.writestr(f"packages/{'0' * 64}.json", b"{}")
        archive.writestr(f"packages/{package_id(b'{}')}.json", b"{}")
        archive.writestr("ipdesk-bundle.json", b"[1]")
    bundle = read_bundle(tmp_path / "b.zip")
    assert bundle.packages == (b"{}",)
    assert [finding.code for finding in bundle.findings] == ["file_bundle_part"] * 2
    (tmp_path / "c.zip").write_bytes((tmp_path / "b.zip").read_bytes()[:100])
    assert [finding.code for finding in read_bundle(tmp_path / "c.zip").findings] == ["file_truncated"]


TABLE = Sheet(
    "知识产权规划指标汇总表",
    (TableColumn("单位"), TableColumn("工作站数量", 0), TableColumn("金额（亿元）", 2)),
    (("福田区", D(37), D("103.40")), ("=1+1", None, D("95"))),
    scope="2026年三季度",
    notes=("汇总范围：2/11。",),
)


def test_a_net_table_hides_nothing(tmp_path: Path) -> None:
    write_consolidation(tmp_path / "a.xlsx", [TABLE, TABLE], created=date(2026, 10, 1))
    data = (tmp_path / "a.xlsx").read_bytes()
    book = take_in(data, "a.xlsx")
    assert [sheet.state for sheet in book.sheets] == ["visible", "visible"]
    assert (book.custom, identify(book).envelope) == ({}, None)
    assert not any(cell.formula for sheet in book.sheets for cell in sheet.cells)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = "".join(archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets"))
        assert not re.search(r'hidden="1"|<f>|veryHidden', xml)


def test_a_release_carries_its_package(tmp_path: Path) -> None:
    write_release(
        tmp_path / "r.xlsx", [TABLE], created=date(2026, 10, 1), envelope=forms.envelope(kind=EnvelopeKind.RELEASE)
    )
    envelope = identify(take_in((tmp_path / "r.xlsx").read_bytes(), "r.xlsx")).envelope
    assert envelope is not None
    assert (envelope.kind, envelope.packages) == (EnvelopeKind.RELEASE, (b'{"a":"1"}',))


@given(st.lists(st.integers(0, 40), max_size=8), st.integers(0, 30), st.booleans())
def test_what_stands_long_without_an_end(lengths: list[int], limit: int, closed: bool) -> None:
    """The same as measuring every piece, which takes a copy of each."""
    data = b"</v>".join(b"x" * length for length in lengths) + (b"</v>" if closed else b"")

    assert any_longer(data, b"</v>", limit) == any(len(piece) > limit for piece in data.split(b"</v>"))


def test_a_sheet_that_forgot_its_cells_makes_them_again() -> None:
    book = take_in(form_bytes(forms.form(), forms.answers(), forms.envelope(), created=forms.CREATED)[0], "a.xlsx")
    (sheet,) = (sheet for sheet in book.sheets if sheet.name == "指标")
    before, made = sheet.cells, RawSheet("一", "visible", sheet.cells)

    sheet.forget()
    made.forget()

    assert sheet.cells == before
    assert made.cells == before  # made of cells, it has nothing to make them from


def test_the_pipe_carries_a_book_whole() -> None:
    data, _ = form_bytes(forms.form(), forms.answers(), forms.envelope(), created=forms.CREATED)
    book = take_in(data, "a.xlsx")
    assert from_wire(to_wire(book), book.name, book.sha256) == book


@pytest.mark.parametrize(
    ("code", "told"),
    [("import os; os.abort()", "file_reader_died"), ("import time; time.sleep(60)", "file_reader_slow")],
)
def test_a_child_that_dies_or_hangs_is_one_refused_file(code: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    data, _ = form_bytes(forms.form(), None, forms.envelope(), created=forms.CREATED)
    good = child.command()
    with WorkbookReader(timeout=2) as reader:
        monkeypatch.setattr(child, "command", lambda: [sys.executable, "-c", code])
        refusal = reader.read(data, "a.xlsx").refusal
        assert refusal is not None
        assert refusal.code == told
    with WorkbookReader() as reader:
        monkeypatch.setattr(child, "command", lambda: good)
        assert reader.read(data, "b.xlsx").refusal is None


def test_the_hidden_argument_makes_a_child_and_nothing_else_does() -> None:
    assert child.run_if_asked(["demo", child.CHILD_FLAG]) is False


def test_every_code_that_exchange_says_has_a_sentence() -> None:
    folder = Path(layout.__file__).parent
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    codes = set(re.findall(r'"((?:file|meta|read|number|issued)_[a-z_0-9]+)"', source))
    parameters = {"meta_unit", "read_answers", "read_envelope"}
    assert codes - parameters <= SENTENCES.keys()
    assert {
        code for code in SENTENCES if re.match(r"(file_(?!open|not_found|exists)|meta|read|number)_", code)
    } >= set()
