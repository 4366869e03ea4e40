"""A source revises what was handed down to all: forms go out anew, and it is plain who answers again."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl

from ipdesk.domain.ledger.package import Kind
from ipdesk.domain.reissue import Why
from ipdesk.exchange import byhand
from ipdesk.exchange.layout import INDICATORS
from ipdesk.services import draft, figures, issue, outgoing, receive, review
from ipdesk.services.collect import status
from ipdesk.services.issue import IssuedFile
from ipdesk.services.workspace import Workspace
from tests.services.office import FUTIAN, LUOHU, OFFICER, Q3, TODAY, accepted, fixed, slot, taken

REVISED = {(unit, "pledge-amount"): Decimal("61.5") for unit in (FUTIAN, LUOHU)}


def reissued(city: Workspace, to: Path | None = None, *, dry_run: bool = False) -> dict[str, IssuedFile]:
    done = issue.issue(
        city, Q3, to=to, prefills=REVISED, units={FUTIAN, LUOHU}, dry_run=dry_run, today=TODAY, by=OFFICER
    ).value
    return {one.unit.code: one for one in done}


def test_who_confirmed_the_old_figure_answers_again_who_has_not_reported_just_answers(city: Workspace) -> None:
    name = accepted(city, FUTIAN)

    found = reissued(city)

    assert [(one.row, one.why, one.before, one.after) for one in found[FUTIAN].again] == [
        ("pledge-amount", Why.HANDED_DOWN, Decimal("62.4"), Decimal("61.5"))
    ]
    assert (found[LUOHU].reported, found[LUOHU].again) == (False, ())
    assert city.state.slot(city.ledger, slot(city, FUTIAN)).in_force == name
    assert figures.stated_at(city, FUTIAN, Q3)["pledge-amount"].quantity == Decimal("62.4")
    lines = {line.unit.code: line.again for line in status(city, Q3, today=TODAY).lines}
    assert (len(lines[FUTIAN]), lines[LUOHU]) == (1, ())
    assert len(review.dossier(city, name).again) == 1


def test_looking_first_issues_nothing(city: Workspace, tmp_path: Path) -> None:
    accepted(city, FUTIAN)
    state = city.state

    found = reissued(city, tmp_path / "out", dry_run=True)

    assert (found[FUTIAN].is_new, len(found[FUTIAN].again)) == (True, 1)
    assert city.state is state
    assert not (tmp_path / "out").exists()


def test_the_unit_gets_its_own_answers_back_open_on_what_is_asked_again(city: Workspace, tmp_path: Path) -> None:
    taken_in = accepted(city, FUTIAN)
    path = reissued(city, tmp_path / "out")[FUTIAN].path
    assert path is not None

    sheet = openpyxl.load_workbook(path).active
    (marked,) = [cell for line in sheet.iter_rows() for cell in line if cell.comment]
    assert marked.comment.text == "下发数由62.4改为61.5，请重新核对。"
    byhand.fill(path, tmp_path / "again.xlsx", {(INDICATORS, "pledge-amount", "confirm"): "无误"})
    verdict = taken(city, tmp_path / "again.xlsx")

    package = city.package(verdict.packages[-1])
    assert package.parents == (taken_in,)
    submission = figures.submission_of(package)
    assert submission.answers.values["mediation-cases"].quantity == Decimal(210)
    assert submission.answers.values["pledge-amount"].quantity == Decimal("61.5")
    assert review.dossier(city, package.id).again == ()


def test_with_ipdesk_the_form_waits_again_and_only_that_row_is_open(
    opened: Callable[..., Workspace], tmp_path: Path
) -> None:
    city, futian = opened("city"), opened("futian-fixed")
    taken(city, outgoing.export_submission(futian, slot(futian, FUTIAN), tmp_path / "1", today=TODAY))
    path = reissued(city, tmp_path / "2")[FUTIAN].path
    assert path is not None
    receive.receive(futian, [path], today=TODAY, by="李敏")

    (mine,) = draft.my_slots(futian)
    opened_draft = draft.open_draft(futian, mine.slot)

    assert (mine.state, mine.waits, mine.answered, mine.fillable) == ("again", True, mine.fillable - 1, mine.fillable)
    assert "pledge-amount" not in opened_draft.answers.values


def test_an_objection_with_the_figure_that_is_now_handed_down_stands(city: Workspace) -> None:
    fixed(city, FUTIAN)
    issue.issue(city, Q3, to=None, prefills={(FUTIAN, "pledge-amount"): Decimal("62.4")}, units={FUTIAN},
                today=TODAY, by=OFFICER)  # fmt: skip
    templates = [one for one in city.state.packages.values() if one.kind == Kind.TEMPLATE and one.audience == FUTIAN]
    assert len(templates) == 1  # nothing changed, so nothing was issued
