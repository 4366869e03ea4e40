"""Reports: the file that was asked for, and the memory of what was printed."""

from pathlib import Path

import pytest

from ipdesk.domain.errors import WrongUse
from ipdesk.domain.ledger.scope import short
from ipdesk.services import evaluate, outgoing, report
from ipdesk.services.workspace import Workspace
from ipdesk.store import desk
from tests.services.office import FUTIAN, OFFICER, Q3, TODAY, accepted, fixed, slot


@pytest.mark.parametrize(("name", "begins"), [("汇总.pdf", b"%PDF"), ("汇总.docx", b"PK"), ("汇总.xlsx", b"PK")])
def test_a_summary_in_every_format(city: Workspace, tmp_path: Path, name: str, begins: bytes) -> None:
    accepted(city, FUTIAN)

    path = report.report(city, report.SUMMARY, Q3, to=tmp_path / name, today=TODAY, by=OFFICER).value

    assert path.read_bytes().startswith(begins)
    assert (outgoing.outbox(city)[0].name, outgoing.outbox(city)[0].what) == (name, "report")


def test_every_code_on_the_summary_is_remembered(city: Workspace, tmp_path: Path) -> None:
    name = accepted(city, FUTIAN)
    report.report(city, report.SUMMARY, Q3, to=tmp_path / "汇总.xlsx", today=TODAY, by=OFFICER)

    for one in evaluate.evaluate(city, Q3, unit=city.unit.code):
        printed = desk.printed(city.database, one.code)
        assert printed is not None
        assert (printed["name"], printed["basis"]) == (one.judgement.target.id, list(one.basis))
    cases = next(one for one in evaluate.evaluate(city, Q3) if one.judgement.target.id == "mediation-cases-2030")
    assert desk.printed(city.database, cases.code)["basis"] == [name]  # type: ignore[index]


def test_the_summary_says_who_is_in_it(city: Workspace) -> None:
    accepted(city, FUTIAN)

    data = report.summary_data(city, Q3, today=TODAY, by=OFFICER)

    assert (len(data.main), data.missing, data.draft, data.training) == (6, ("罗湖区",), True, False)
    assert len(data.main) + len(data.others) == len(city.plan.targets)


def test_a_districts_summary_is_about_its_own_targets(futian: Workspace) -> None:
    data = report.summary_data(futian, Q3, today=TODAY, by="李敏")

    assert [line.name for line in data.main] == ["知识产权保护工作站"]
    assert (data.others, data.coverage) == ((), None)


def test_the_check_code_follows_the_figures(city: Workspace) -> None:
    def code() -> str:
        return report.summary_data(city, Q3, today=TODAY, by=OFFICER).check_code

    before = code()
    accepted(city, FUTIAN)

    assert code() != before
    assert code() == code()


def test_a_form_is_printed_as_draft_and_then_as_fixed(
    futian: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ipdesk.documents import formsheet

    codes: list[str] = []
    made = formsheet.form_sheet
    monkeypatch.setattr(
        formsheet, "form_sheet", lambda *args, **named: codes.append(named["check_code"]) or made(*args, **named)
    )
    where = slot(futian, FUTIAN)

    report.form_document(futian, where, today=TODAY)
    name = fixed(futian, FUTIAN)
    report.form_document(futian, where, today=TODAY)
    report.report(futian, report.FORM, where, to=tmp_path / "报送表.pdf", today=TODAY, by="李敏")

    assert codes == ["草稿", short(name), short(name)]
    assert outgoing.outbox(futian)[0].name == "报送表.pdf"


def test_a_form_as_a_workbook_is_the_report_that_is_sent(futian: Workspace, tmp_path: Path) -> None:
    fixed(futian, FUTIAN)
    where = slot(futian, FUTIAN)

    one = report.report(futian, report.FORM, where, to=tmp_path / "一.xlsx", today=TODAY, by="李敏").value
    two = outgoing.export_submission(futian, where, tmp_path / "二.xlsx", today=TODAY, by="李敏")

    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize(
    ("kind", "name", "code"), [("summary", "汇总.txt", "report_ending"), ("年报", "a.pdf", "report_kind")]
)
def test_what_cannot_be_written_is_said(city: Workspace, tmp_path: Path, kind: str, name: str, code: str) -> None:
    with pytest.raises(WrongUse) as wrong:
        report.report(city, kind, Q3, to=tmp_path / name, today=TODAY, by=OFFICER)

    assert wrong.value.code == code
    assert not (tmp_path / name).exists()
