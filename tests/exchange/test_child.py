"""The parent's end: what is no file, what is too large, what is read once, what a broken child costs."""

import errno
import os
import sys
from pathlib import Path

import pytest

from ipdesk.exchange import child
from ipdesk.exchange.child import WorkbookReader, open_workbook, open_workbooks
from ipdesk.exchange.intake import take_in
from ipdesk.exchange.kind import Kind
from ipdesk.exchange.raw import RawBook, from_wire, to_wire
from ipdesk.exchange.writer import form_bytes
from tests.exchange import forms


@pytest.fixture(scope="module")
def form() -> bytes:
    return form_bytes(forms.form(), forms.answers(), forms.envelope(unit="440399"), created=forms.CREATED)[0]


def opened(*paths: Path) -> dict[str, RawBook | OSError]:
    return {path.name: book for path, book in open_workbooks(paths)}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes among its files")
def test_what_is_no_file_is_told_at_once_and_the_rest_is_read(tmp_path: Path, form: bytes) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "good.xlsx").write_bytes(form)
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "good.xlsx")
    (tmp_path / "gone.xlsx").symlink_to(tmp_path / "nowhere")
    (tmp_path / "circle.xlsx").symlink_to(tmp_path / "circle.xlsx")
    (tmp_path / "device.xlsx").symlink_to("/dev/zero")
    found = opened(*sorted(tmp_path.iterdir()))
    told = {name: book.errno for name, book in found.items() if isinstance(book, OSError)}
    assert told == {
        "circle.xlsx": errno.ELOOP, "device.xlsx": errno.EINVAL, "folder.xlsx": errno.EINVAL,
        "gone.xlsx": errno.ENOENT, "pipe.xlsx": errno.EINVAL,
    }  # fmt: skip
    for name in ("good.xlsx", "link.xlsx"):
        book = found[name]
        assert isinstance(book, RawBook)
        assert book.refusal is None


def test_a_film_is_refused_without_being_read(tmp_path: Path) -> None:
    with (tmp_path / "film.xlsx").open("wb") as file:
        file.truncate(3_000_000_000)  # sparse: no room is taken
    book = open_workbook(tmp_path / "film.xlsx")
    assert book.refusal is not None
    assert (book.refusal.code, book.data, book.sha256) == ("file_too_big", b"", "")


def test_a_large_bundle_is_known_by_its_beginning(tmp_path: Path) -> None:
    with (tmp_path / "b.zip").open("wb") as file:
        file.write(b"PK\x03\x04" + bytes(26) + b"ipdesk-bundle.json")
        file.truncate(30_000_000)
    book = open_workbook(tmp_path / "b.zip")
    assert (book.kind, book.data, len(book.sha256)) == (Kind.BUNDLE, b"", 64)


def test_a_file_is_read_once_for_its_preview_and_its_taking(tmp_path: Path, form: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(form)
    first, second, third = (opened(path)["a.xlsx"] for _ in range(3))
    assert first is second
    assert third == first
    assert third is not first  # given out once
    path.write_bytes(form[:-40])
    changed = opened(path)["a.xlsx"]
    assert isinstance(changed, RawBook)
    assert changed.refusal is not None


@pytest.mark.parametrize("code", ["import os; os.abort()", "print('x' * 100)", "import sys; sys.exit(0)"])
def test_a_child_that_breaks_costs_one_file_and_the_original_is_kept(
    code: str, form: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = child.command()
    with WorkbookReader(timeout=10) as reader:
        monkeypatch.setattr(child, "command", lambda: [sys.executable, "-c", code])
        book = reader.read(form, "a.xlsx")
        assert book.refusal is not None
        assert (book.refusal.code, book.data) == ("file_reader_died", form)
        monkeypatch.setattr(child, "command", lambda: good)
        assert reader.read(form, "b.xlsx").refusal is None


def test_only_sheets_with_marks_are_looked_at(form: bytes) -> None:
    book = from_wire(to_wire(take_in(form, "a.xlsx")), "a.xlsx", "")
    assert [sheet.marked for sheet in book.sheets] == [True, True, True, True, False, False]


@pytest.mark.parametrize("wire", [b"", b"{}", b"[]", b"null\n", b'{"kind":1,"sheets":[[1]],"custom":{}}\n[]', b"\xff"])
def test_what_is_no_answer_is_not_taken_for_one(wire: bytes) -> None:
    with pytest.raises((ValueError, TypeError, KeyError, IndexError, AttributeError)):
        from_wire(wire, "a.xlsx", "")


def test_a_form_cut_off_anywhere_is_refused(form: bytes) -> None:
    for part in range(50):
        book = take_in(form[: len(form) * part // 50], "a.xlsx")
        assert book.refusal is not None, part
        assert book.refusal.code in ("file_empty", "file_truncated"), part
