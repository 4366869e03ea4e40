"""A document compiles to the same targets whatever format it comes in."""

import subprocess
from decimal import Decimal
from pathlib import Path

import pytest

from ipdesk.domain.target import TargetKind
from ipdesk.plantext.compiler import compile_document
from ipdesk.plantext.document import Document
from ipdesk.plantext.reading import read_document
from tests.plantext import papers

Found = list[tuple[str, TargetKind, str, Decimal | None, Decimal | None, str, int | None, int | None]]


def compiled(data: bytes, name: str) -> Found:
    document = read_document(data, name)
    assert isinstance(document, Document)
    return sorted(
        (one.name, one.kind, one.comparator.value, one.quantity, one.baseline, one.unit, one.start, one.horizon)
        for one in compile_document(document).targets
    )


TARGETS = compiled(papers.as_tabbed_text().encode(), "plan.txt")


def test_the_text_has_targets_of_every_sort() -> None:
    assert len(TARGETS) == 7
    assert {(one[0], one[3], one[5], one[7]) for one in TARGETS} >= {
        ("馆藏档案数字化率", Decimal(85), "%", 2030),
        ("接收进馆电子档案", Decimal(40), "万件", 2030),
        ("公众查阅满意度", Decimal(95), "%", 2030),
        ("数字档案馆", Decimal(12), "家", 2030),
    }


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (papers.as_docx(), "plan.docx"),
        (papers.as_pdf(3), "plan.pdf"),
        (papers.as_html(), "plan.html"),
    ],
)
def test_the_same_targets_from_every_format(data: bytes, name: str) -> None:
    assert compiled(data, name) == TARGETS


@pytest.mark.office
def test_what_an_office_program_makes_of_the_text(tmp_path: Path) -> None:
    """Two steps, as an office would: the text into Word, and printed to pdf from there."""
    source = tmp_path / "plan.docx"
    source.write_bytes(papers.as_docx())
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to"]
    for made in ("odt", "pdf"):
        subprocess.run([*command, made, "--outdir", str(tmp_path), str(source)], check=True, timeout=120)
        source = tmp_path / f"plan.{made}"
    # A short text has too few lines for its edge to show: a sentence broken there has its figure all the same.
    figures = {(one[3], one[5], one[7]) for one in compiled(source.read_bytes(), "plan.pdf")}
    assert figures == {(one[3], one[5], one[7]) for one in TARGETS}
