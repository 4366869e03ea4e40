"""All that goes out: read back before it is offered, equal for equal data, texts no formulas, formulas with values."""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ipdesk.domain.errors import EnvironmentTrouble, Refused
from ipdesk.domain.form import Question
from ipdesk.exchange import readback
from ipdesk.services import consolidate, draft, issue, outgoing, receive, release, review
from ipdesk.services.receive import Verdict
from ipdesk.services.workspace import Workspace
from tests.builders import SIGNED
from tests.services.office import FUTIAN, LUOHU, OFFICER, Q3, TODAY, accepted, answered, fixed, slot, taken

HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1", "'=1", "http://example.invalid")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OCTOBER = date(2026, 10, 1)
Kinds = Mapping[str, Callable[[Workspace, Path], Path]]


def _issued(city: Workspace, to: Path) -> Path:
    files = issue.issue(city, Q3, to=to, units={LUOHU}, today=OCTOBER, by=OFFICER).value
    assert files[0].path is not None
    return files[0].path


def _returned(city: Workspace, to: Path) -> Path:
    name = review.waiting(city, Q3)[0].id
    questions = [
        Question("mediation-cases", HOSTILE[0]),
        Question("", HOSTILE[3]),
        Question("ip-volunteers", "x", "note"),
    ]
    path = review.return_(city, name, questions, to=to, today=TODAY, by=OFFICER).value
    assert path is not None
    return path


def _exported(city: Workspace, to: Path) -> Path:
    return outgoing.export_submission(city, slot(city, LUOHU), to, today=TODAY, by=OFFICER)


def _released(city: Workspace, to: Path) -> Path:
    return release.release(city, Q3, to=to, note=HOSTILE[0], today=TODAY, by=OFFICER).value[0]


def _consolidated(city: Workspace, to: Path) -> Path:
    return consolidate.write_consolidation(city, Q3, to / "汇总.xlsx", today=TODAY, by=OFFICER)


KINDS: Kinds = {
    "issued": _issued, "returned": _returned, "exported": _exported, "released": _released,
    "consolidated": _consolidated,
}  # fmt: skip


@pytest.fixture
def hostile(city: Workspace) -> Workspace:
    """A city in which one district is accepted and another waits; every text that was typed looks like a formula."""
    accepted(city, FUTIAN)
    where = slot(city, LUOHU)
    answers = answered(city, LUOHU)
    values = {
        key: replace(value, note=HOSTILE[number % len(HOSTILE)], supplied_by=HOSTILE[-1 - number % len(HOSTILE)])
        for number, (key, value) in enumerate(answers.values.items())
    }
    evidence, words = HOSTILE[:3], HOSTILE[4]
    answers = replace(answers, values=values, explanation=words, filled_by=HOSTILE[0], phone="+86", evidence=evidence)
    draft.set_answers(city, where, answers, by=OFFICER, today=TODAY)
    draft.set_basis(city, where, "=传真", by=OFFICER, today=TODAY)
    draft.fix(city, where, today=TODAY, by=OFFICER, approvals=SIGNED)
    return city


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_becomes_a_formula_and_each_formula_has_its_value(
    kind: str, hostile: Workspace, tmp_path: Path
) -> None:
    path = KINDS[kind](hostile, tmp_path)

    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                _look_at(ElementTree.fromstring(archive.read(name)), name)
            assert b"<hyperlink" not in archive.read(name)


def _look_at(sheet: ElementTree.Element, name: str) -> None:
    for cell in sheet.iter(f"{_MAIN}c"):
        formula, value = cell.find(f"{_MAIN}f"), cell.find(f"{_MAIN}v")
        if formula is not None:
            assert not any(text.lstrip("=") == formula.text for text in HOSTILE), name
            assert value is not None, f"{name} {cell.get('r')}: a formula without its value"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "returned"])
def test_equal_data_make_equal_bytes(kind: str, hostile: Workspace, tmp_path: Path) -> None:
    first, second = (KINDS[kind](hostile, tmp_path / name) for name in ("one", "two"))
    assert first.read_bytes() == second.read_bytes()


def test_a_returned_form_of_two_equal_cities_is_one(opened: Callable[..., Workspace], tmp_path: Path) -> None:
    bytes_of = []
    for number in range(2):
        city = opened("city")
        fixed(city, FUTIAN)
        bytes_of.append(_returned(city, tmp_path / str(number)).read_bytes())
        city.close()
    assert bytes_of[0] == bytes_of[1]


# reading back


@pytest.mark.parametrize("kind", KINDS)
def test_what_would_be_read_otherwise_does_not_go_out(
    kind: str, hostile: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the writer lost: no file, no package, no line in the register, and a sentence that says so."""
    before, sent = hostile.state, outgoing.outbox(hostile)
    for module in (outgoing.readback, release, readback):
        for name in ("form_difference", "table_difference"):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, lambda *_args: "indicators mediation-cases value")

    with pytest.raises(EnvironmentTrouble) as trouble:
        KINDS[kind](hostile, tmp_path / "out")

    assert trouble.value.code == "readback_differs"
    assert hostile.state.packages.keys() == before.packages.keys()
    assert outgoing.outbox(hostile) == sent
    assert [path for path in (tmp_path / "out").rglob("*") if path.is_file()] == []


def test_when_the_disk_refuses_nothing_was_returned(
    city: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = fixed(city, FUTIAN)

    def full(*_: object) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(outgoing, "_put_bytes", full)
    with pytest.raises(EnvironmentTrouble):
        review.return_(city, name, [Question("ip-volunteers", "?")], to=tmp_path, today=TODAY, by=OFFICER)

    assert [line.id for line in review.waiting(city, Q3)] == [name]


# names


def test_forms_of_two_plans_keep_apart_in_one_folder(city: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    first = _issued(city, folder)
    again = _issued(city, folder)
    assert first == again
    first.write_bytes(_of_another_plan(first.read_bytes()))

    beside = _issued(city, folder)

    assert beside != first
    assert city.plan.short in beside.name
    assert len(list(folder.iterdir())) == 2


def _of_another_plan(data: bytes) -> bytes:
    """The workbook with another plan in its properties, which is where the name is decided by."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(buffer, "w") as changed:
        for info in archive.infolist():
            body = archive.read(info)
            if info.filename == "docProps/core.xml":
                body = body.replace(b"IPD1|sz-155|", b"IPD1|sz-ipservice|")
            changed.writestr(info, body)
    return buffer.getvalue()


def test_a_foreign_file_of_that_name_is_no_ledger(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"no zip")
    assert readback.ledger_of(path) is None
    assert readback.ledger_of(tmp_path / "none.xlsx") is None


# a withdrawal is told


def test_a_withdrawal_reaches_the_city(opened: Callable[..., Workspace], tmp_path: Path) -> None:
    city, futian = opened("city"), opened("futian")
    name = fixed(futian, FUTIAN)
    sent = outgoing.export_submission(futian, slot(futian, FUTIAN), tmp_path / "1", today=TODAY)
    taken(city, sent)
    review.withdraw(futian, name, today=TODAY, by="李敏", reason="口径有误")

    told = outgoing.export_submission(futian, slot(futian, FUTIAN), tmp_path / "2", today=TODAY)
    verdict = taken(city, told)

    assert "撤回" in told.name
    assert (verdict.verdict, "撤回" in verdict.sentence) == (Verdict.TAKEN, True)
    assert city.state.slot(city.ledger, slot(city, FUTIAN)).heads == ()
    assert receive.receive(city, [told], today=TODAY, by=OFFICER).value[0].verdict is not Verdict.TAKEN


def test_nothing_fixed_nothing_sent(futian: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        outgoing.export_submission(futian, slot(futian, FUTIAN), tmp_path, today=TODAY)
    assert refused.value.code == "nothing_fixed"
