"""Plan documents are read in a process of their own: what it cannot bear costs one sentence."""

import json
import sys
from pathlib import Path

import pytest

from ipdesk.domain.finding import Finding
from ipdesk.plantext import child
from ipdesk.plantext.child import from_plain, open_document, to_plain
from ipdesk.plantext.document import Document
from ipdesk.plantext.reading import read_document, refusal
from tests.plantext import papers


@pytest.mark.parametrize("data", [papers.as_tabbed_text().encode(), papers.as_docx(), papers.as_html()])
def test_the_pipe_carries_a_document_whole(data: bytes) -> None:
    document = read_document(data, "a")
    assert from_plain(json.loads(json.dumps(to_plain(document))), "a") == document
    finding = refusal("text_too_many_pages", "a", count="7", limit="3")
    assert from_plain(json.loads(json.dumps(to_plain(finding))), "a") == finding


def test_a_file_is_read_in_the_child(tmp_path: Path) -> None:
    path = tmp_path / "规划 一.txt"
    path.write_bytes(papers.as_docx())  # its name says nothing
    document = open_document(path)
    assert isinstance(document, Document)
    assert document == read_document(papers.as_docx(), path.name)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("import os; os.abort()", "text_reader_died"),
        ("import time; time.sleep(60)", "text_reader_slow"),
        ("import sys; sys.stdout.buffer.write(b'\\0' * 7 + b'\\2{}')", "text_reader_died"),
    ],
)
def test_a_child_that_dies_or_hangs(code: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("一、目标", encoding="utf-8")
    monkeypatch.setattr(child, "command", lambda: [sys.executable, "-c", code])
    finding = open_document(path, timeout=1.5)
    assert isinstance(finding, Finding)
    assert finding.code == told


def test_the_hidden_argument_makes_a_child_and_nothing_else_does() -> None:
    assert child.run_if_asked(["plan", child.CHILD_FLAG]) is False
