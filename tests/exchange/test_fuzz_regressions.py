"""What damaged and altered files brought to light (`tools/fuzz.py`), each made anew in small."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ipdesk.domain import period as periods
from ipdesk.exchange import byhand
from ipdesk.exchange.child import open_workbook
from ipdesk.exchange.layout import INDICATORS
from ipdesk.exchange.reader import read_envelope
from ipdesk.exchange.writer import write_form
from ipdesk.services import figures, issue, receive, workspace
from ipdesk.services.receive import FileVerdict, Verdict
from ipdesk.services.workspace import Workspace

TODAY = date(2026, 10, 9)


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Workspace]:
    with workspace.create(tmp_path / "city.ipdesk", unit="440300", plan="sz-155", today=TODAY, by="陈建") as place:
        yield place


@pytest.fixture
def template(city: Workspace, tmp_path: Path) -> Path:
    issued = issue.issue(city, periods.parse("2026-Q3"), to=tmp_path, units={"440303"}, today=TODAY, by="陈建").value
    assert issued[0].path is not None
    return issued[0].path


def _received(desk: Workspace, path: Path) -> FileVerdict:
    return receive.receive(desk, [path], today=TODAY, by="陈建").value[0]


@pytest.mark.parametrize(
    "instead", [{"period": "2026-Q2"}, {"period": "real"}, {"unit": "440305"}, {"form": "other"}], ids=str
)
def test_a_form_that_says_another_unit_or_period_than_its_template(
    city: Workspace, template: Path, tmp_path: Path, instead: dict[str, str]
) -> None:
    """Marks and `_meta` altered alike, with every check character right: it was taken for a period that is none."""
    envelope = read_envelope(open_workbook(template))
    assert envelope is not None
    form = figures.form_of(city.package(envelope.template_id))
    other, filled = tmp_path / "other.xlsx", tmp_path / "filled.xlsx"
    write_form(other, form, None, replace(envelope, packages=(), **instead), created=TODAY)
    byhand.fill(other, filled, {(INDICATORS, "mediation-cases", "value"): Decimal(96)})
    verdict = _received(city, filled)
    assert verdict.verdict is Verdict.QUARANTINED
    assert "与所用模板不一致" in verdict.sentence
    assert verdict.packages == ()


def test_an_entry_without_a_name_costs_one_file_and_not_the_others(
    city: Workspace, template: Path, tmp_path: Path
) -> None:
    """Asked whether it is a folder, such an entry breaks the library."""
    folder = tmp_path / "收件"
    folder.mkdir()
    for name in ("甲.zip", "乙.xlsx"):
        with zipfile.ZipFile(folder / name, "w") as archive:
            archive.writestr("说明.txt", "材料")
            archive.writestr(zipfile.ZipInfo(""), b"nothing")
    (folder / "丙.xlsx").write_bytes(template.read_bytes())

    found = {one.name: one for one in receive.receive(city, [folder], today=TODAY, by="陈建").value}

    assert {name: one.verdict for name, one in found.items()} == {
        "甲.zip": Verdict.REFUSED, "乙.xlsx": Verdict.REFUSED, "丙.xlsx": Verdict.QUARANTINED,
    }  # fmt: skip
    assert all(one.sentence for one in found.values())
