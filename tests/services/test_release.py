"""The release: pinned to what was accepted, the same for every child."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from ipdesk.domain.errors import Refused
from ipdesk.domain.ledger.contents import read_release
from ipdesk.domain.ledger.package import Kind, Slot
from ipdesk.services import evaluate, release, workspace
from ipdesk.services.workspace import Workspace
from tests.services.office import CITY, FIGURES, FUTIAN, OFFICER, Q3, TODAY, accepted, fixed, taken

WHERE = Slot(Kind.RELEASE, period="2026-Q3")


def released(city: Workspace, to: Path, today: date = TODAY) -> tuple[Path, ...]:
    return release.release(city, Q3, to=to, today=today, by=OFFICER).value


def test_a_release_is_pinned_to_what_was_accepted(city: Workspace, tmp_path: Path) -> None:
    name = accepted(city, FUTIAN)

    released(city, tmp_path / "通报")
    fixed(city, FUTIAN, {**FIGURES, "mediation-cases": "999"})

    package = city.in_force(WHERE)
    assert package is not None
    figure = next(one for one in read_release(package).figures if one.target == "mediation-cases-2030")
    assert (figure.quantity, figure.basis, figure.given, figure.expected) == (210, (name,), 1, 2)
    assert read_release(package).reporting[FUTIAN] == "accepted"


def test_unchanged_figures_keep_their_release(city: Workspace, tmp_path: Path) -> None:
    accepted(city, FUTIAN)
    released(city, tmp_path / "一")
    first = city.in_force(WHERE)

    released(city, tmp_path / "二")
    assert city.in_force(WHERE) == first

    accepted(city, FUTIAN, {**FIGURES, "mediation-cases": "212"})
    released(city, tmp_path / "三")
    second = city.in_force(WHERE)
    assert first is not None
    assert second is not None
    assert second.parents == (first.id,)


def test_every_unit_that_was_asked_gets_a_file_and_equal_data_equal_bytes(city: Workspace, tmp_path: Path) -> None:
    accepted(city, FUTIAN)

    first, again = released(city, tmp_path / "一"), released(city, tmp_path / "二")

    assert [path.name.split("_")[1] for path in first] == ["01福田区", "02罗湖区", "21市中级人民法院"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]


def test_a_release_is_a_table_of_values(city: Workspace, tmp_path: Path) -> None:
    accepted(city, FUTIAN)
    path, *_ = released(city, tmp_path)

    book = openpyxl.load_workbook(path)
    visible = [cell for sheet in book if sheet.sheet_state == "visible" for row in sheet.iter_rows() for cell in row]

    assert 210 in [cell.value for cell in visible]
    assert not [cell.value for cell in visible if cell.data_type == "f"]


def test_the_child_sees_the_figures_as_they_were_released(city: Workspace, futian: Workspace, tmp_path: Path) -> None:
    accepted(city, FUTIAN)
    path, *_ = released(city, tmp_path / "通报")
    taken(futian, path)

    there = {one.judgement.target.id: one for one in evaluate.evaluate(futian, Q3, unit=CITY)}

    for one in evaluate.evaluate(city, Q3, unit=CITY):
        seen = there[one.judgement.target.id]
        assert seen.released
        for field in ("actual", "rating", "completion", "planned", "gap"):
            assert getattr(seen.judgement, field) == getattr(one.judgement, field), (seen.name, field)
        assert seen.code == one.code  # the code on the city's paper is good for the district


def test_nothing_is_released_before_anything_is_accepted(city: Workspace, tmp_path: Path) -> None:
    fixed(city, FUTIAN)

    with pytest.raises(Refused) as refusal:
        released(city, tmp_path / "通报")

    assert refusal.value.code == "nothing_accepted"
    assert city.in_force(WHERE) is None
    assert not (tmp_path / "通报").exists()


def test_a_district_releases_nothing(futian: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        released(futian, tmp_path)
    assert refusal.value.code == "not_issuer"


def test_every_table_says_that_the_plan_is_a_draft_and_the_data_are_training(city: Workspace, tmp_path: Path) -> None:
    assert "征求意见稿" in release.table_scope(city, Q3)
    assert "培训数据" not in release.table_scope(city, Q3)
    with workspace.create(tmp_path / "t.ipdesk", unit=CITY, plan="sz-155", training=True, today=TODAY) as training:
        assert "培训数据" in release.table_scope(training, Q3)
