"""Upkeep: what can be proved of a data file, and copies of it."""

from pathlib import Path

import pytest

from ipdesk.domain.errors import EnvironmentTrouble
from ipdesk.services import maintain, workspace
from ipdesk.services.workspace import Workspace
from tests.builders import submission
from tests.services.office import CITY, FUTIAN, LUOHU, TODAY, fixed, put, taken


def faults(place: Workspace) -> list[str]:
    return [finding.code for finding in maintain.verify(place)]


def run(place: Workspace, *statements: str) -> None:
    for statement in statements:
        place.database.connection.execute(statement)


def test_a_sound_file_has_no_faults(city: Workspace, prepared: Path) -> None:
    taken(city, prepared / "by-hand.xlsx")
    taken(city, prepared / "by-hand.xlsx")

    assert maintain.verify(city) == ()


@pytest.mark.parametrize(
    ("statements", "faults_found"),
    [
        (
            ("DROP TRIGGER package_refuses_update",
             "UPDATE package SET body = CAST(replace(CAST(body AS TEXT), '820', '920') AS BLOB) "
             "WHERE kind = 'submission'"),
            {"verify_package", "verify_state"},
        ),
        (("DROP TRIGGER package_refuses_update", "UPDATE package SET body = x'00' WHERE kind = 'policy'"),
         {"verify_package"}),
        (("DROP TRIGGER package_refuses_delete", "DELETE FROM package WHERE kind = 'submission'"), {"verify_state"}),
        (("UPDATE slot_state SET state = replace(state, 'heads', 'h') WHERE slot LIKE 'submission%'",),
         {"verify_state"}),
        (("DELETE FROM slot_state WHERE slot LIKE 'submission%'",), {"verify_state"}),
        (("UPDATE original SET body = x'00'",), {"verify_original"}),
    ],
    ids=["a figure", "rubbish", "a row taken away", "a state", "a state taken away", "an original"],
)  # fmt: skip
def test_tampering_is_found(
    city: Workspace, prepared: Path, statements: tuple[str, ...], faults_found: set[str]
) -> None:
    taken(city, prepared / "by-hand.xlsx")

    run(city, *statements)

    assert set(faults(city)) >= faults_found


def test_a_workbook_is_verified_on_its_own_and_against_the_workspace(
    city: Workspace, prepared: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes((prepared / "fixed.xlsx").read_bytes()[:3000])

    assert maintain.verify(None, [prepared / "fixed.xlsx"]) == ()
    assert [finding.code for finding in maintain.verify(city, [prepared / "fixed.xlsx"])] == ["verify_unknown_package"]
    assert [finding.severity for finding in maintain.verify(None, [broken])] == ["must_fix"]


def test_digests_are_the_same_where_the_same_is_held(city: Workspace, futian: Workspace) -> None:
    def digest(place: Workspace, scope: str) -> str:
        return next(one.digest for one in maintain.digests(place) if one.scope == scope)

    names = [(one.scope, one.name) for one in maintain.digests(city)]
    assert names[:3] == [("children", "各单位共有"), (CITY, "深圳市"), (FUTIAN, "福田区")]
    assert digest(city, "children") == digest(futian, "children")
    assert digest(city, FUTIAN) == digest(futian, FUTIAN)

    fixed(futian, FUTIAN)
    assert digest(city, FUTIAN) != digest(futian, FUTIAN)
    put(city, *(package for package in futian.state.packages.values() if package.kind == "submission"))
    assert digest(city, FUTIAN) == digest(futian, FUTIAN)


def test_a_backup_is_the_whole_workspace(city: Workspace, tmp_path: Path) -> None:
    fixed(city, LUOHU)

    path = maintain.backup(city, tmp_path, today=TODAY)

    assert path.name == "city_2026-10-09.ipdesk"
    with workspace.open_workspace(path) as copy:
        assert copy.state == city.state
        assert maintain.verify(copy) == ()


def test_no_backup_replaces_a_file(city: Workspace, tmp_path: Path) -> None:
    first = maintain.backup(city, tmp_path, today=TODAY)
    put(city, submission(37))
    second = maintain.backup(city, tmp_path, today=TODAY)

    assert second.name == "city_2026-10-09_2.ipdesk"
    for there in (first, city.path):
        with pytest.raises(EnvironmentTrouble) as trouble:
            maintain.backup(city, there, today=TODAY)
        assert trouble.value.code == "file_exists"


def test_the_self_test_names_what_it_found() -> None:
    found = maintain.self_test()

    assert "pack sz-155" in found
    assert "python_calamine" in found
