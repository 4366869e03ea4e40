"""Plan documents are read in a confined child (`ipdesk.confined`), as workbooks are.

The child answers a file's bytes with the document, or the finding why there is none, as JSON.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from ipdesk import confined
from ipdesk.domain.finding import Finding
from ipdesk.plantext.document import Cell, Document, Origin, Paragraph, Span, Table
from ipdesk.plantext.reading import MAX_FILE, read_document, refusal

CHILD_FLAG: Final = "--read-plan-child"
TIMEOUT: Final = 120.0  # seconds; a pdf of some hundred pages needs half a minute on a slow PC


def run_if_asked(arguments: Sequence[str]) -> bool:
    """Serve as the child when the arguments (without the program) ask for it; True when it was one."""
    if list(arguments[:1]) != [CHILD_FLAG]:
        return False
    confined.serve(_answer, sys.stdin.buffer, sys.stdout.buffer)
    return True


def command() -> list[str]:
    """How the child is started."""
    return confined.child_command("ipdesk.plantext.child", CHILD_FLAG)


def open_document(path: Path, *, timeout: float = TIMEOUT) -> Document | Finding:
    """The document of a file, read in a child. OSError when the file itself cannot be read."""
    with path.open("rb") as file:
        data = file.read(MAX_FILE + 1)  # one more than the limit: a film is refused, not loaded
    if len(data) > MAX_FILE:
        return refusal("text_too_big", path.name, limit=str(MAX_FILE // 1_000_000))
    with confined.Child(command, timeout) as child:
        answer = child.ask(path.name, data)
        if not isinstance(answer, confined.Broken):
            try:
                return from_plain(json.loads(answer), path.name)
            except (ValueError, TypeError, KeyError, IndexError):
                answer = confined.Broken.DIED
    params = {"seconds": str(int(timeout))} if answer is confined.Broken.SLOW else {}
    return refusal(f"text_reader_{answer.value}", path.name, **params)


def _answer(name: str, data: bytes) -> bytes:
    try:
        told = read_document(data, name)
    except MemoryError:
        told = refusal("text_reader_memory", name)
    except Exception:  # whatever a damaged file brought about is one sentence
        told = refusal("text_reader_died", name)
    return json.dumps(to_plain(told), ensure_ascii=False).encode("utf-8", "surrogatepass")


def to_plain(told: Document | Finding) -> dict[str, Any]:
    """The document or finding as JSON values."""
    if isinstance(told, Finding):
        return {"code": told.code, "params": dict(told.params)}
    return {
        "text": told.text,
        "origin": told.origin.value,
        "paragraphs": [[one.span.start, one.span.end, one.heading] for one in told.paragraphs],
        "tables": [
            {
                "span": _span_out(table.span),
                "caption": _span_out(table.caption) if table.caption is not None else None,
                "cells": [
                    [cell.row, cell.column, cell.span.start, cell.span.end, cell.rows, cell.columns]
                    for cell in table.cells
                ],
            }
            for table in told.tables
        ],
        "artefacts": [_span_out(span) for span in told.artefacts],
        "boxes": [_span_out(span) for span in told.boxes],
    }


def from_plain(plain: dict[str, Any], name: str) -> Document | Finding:
    """The reverse of `to_plain`. ValueError, TypeError, KeyError or IndexError for what is none."""
    if "code" in plain:
        return refusal(str(plain["code"]), name, **{str(key): str(text) for key, text in plain["params"].items()})
    return Document(
        str(plain["text"]),
        Origin(plain["origin"]),
        tuple(Paragraph(Span(int(start), int(end)), int(heading)) for start, end, heading in plain["paragraphs"]),
        tuple(
            Table(
                _span_in(table["span"]),
                tuple(
                    Cell(int(row), int(column), Span(int(start), int(end)), int(rows), int(columns))
                    for row, column, start, end, rows, columns in table["cells"]
                ),
                _span_in(table["caption"]) if table["caption"] is not None else None,
            )
            for table in plain["tables"]
        ),
        tuple(_span_in(span) for span in plain["artefacts"]),
        tuple(_span_in(span) for span in plain["boxes"]),
    )


def _span_out(span: Span) -> list[int]:
    return [span.start, span.end]


def _span_in(plain: list[int]) -> Span:
    start, end = plain
    return Span(int(start), int(end))


if __name__ == "__main__":
    confined.serve(_answer, sys.stdin.buffer, sys.stdout.buffer)
