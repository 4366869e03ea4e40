"""Two PCs of one office exchange all that each holds."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ipdesk.services import bundle, maintain, outgoing, workspace
from ipdesk.services.receive import Verdict
from ipdesk.services.workspace import Workspace
from ipdesk.store import receipts
from tests.services.office import FUTIAN, LUOHU, OFFICER, TODAY, accepted, fixed, slot, taken


@pytest.fixture
def other(prepared: Path, tmp_path: Path) -> Iterator[Workspace]:
    """The city's second PC."""
    with workspace.open_workspace(shutil.copyfile(prepared / "city.ipdesk", tmp_path / "second.ipdesk")) as place:
        yield place


def bundled(place: Workspace, to: Path) -> Path:
    return bundle.bundle(place, to, today=TODAY, by=OFFICER)


def test_both_hold_the_same_after_an_exchange(
    city: Workspace, other: Workspace, prepared: Path, tmp_path: Path
) -> None:
    received = taken(city, prepared / "by-hand.xlsx")
    accepted(other, LUOHU)

    there = taken(other, bundled(city, tmp_path / "一.zip"))
    back = taken(city, bundled(other, tmp_path / "二.zip"))

    assert (there.verdict, back.verdict) == (Verdict.TAKEN, Verdict.TAKEN)
    assert city.state == other.state
    assert [one.digest for one in maintain.digests(city)] == [one.digest for one in maintain.digests(other)]
    assert receipts.original(other.database, received.file_hash) == (prepared / "by-hand.xlsx").read_bytes()
    assert maintain.verify(other) == ()


def test_a_bundle_holds_no_bundle(city: Workspace, other: Workspace, prepared: Path, tmp_path: Path) -> None:
    """Else each exchange would be twice as big as the one before."""
    taken(city, prepared / "by-hand.xlsx")
    first = bundled(city, tmp_path / "一.zip")
    taken(other, first)
    taken(city, bundled(other, tmp_path / "二.zip"))

    assert bundled(city, tmp_path / "三.zip").read_bytes() == first.read_bytes()


def test_the_same_bundle_again_changes_nothing(city: Workspace, other: Workspace, tmp_path: Path) -> None:
    fixed(city, FUTIAN)
    path = bundled(city, tmp_path / "一.zip")

    assert [taken(other, path).verdict for _ in range(2)] == [Verdict.TAKEN, Verdict.SAME]
    assert outgoing.outbox(city)[0].what == "bundle"


def test_a_bundle_of_another_office_is_set_aside(city: Workspace, futian: Workspace, tmp_path: Path) -> None:
    """It would bring what is for other units' eyes; what is for this unit is taken."""
    fixed(city, LUOHU)

    taken(futian, bundled(city, tmp_path / "一.zip"))

    assert not [package for package in futian.state.packages.values() if package.audience == LUOHU]


def test_a_broken_bundle_is_said(city: Workspace, other: Workspace, tmp_path: Path) -> None:
    fixed(city, FUTIAN)
    path = bundled(city, tmp_path / "一.zip")
    path.write_bytes(path.read_bytes()[:-400])

    verdict = taken(other, path)

    assert verdict.verdict in (Verdict.QUARANTINED, Verdict.REFUSED)
    assert other.state.slot(other.ledger, slot(other, FUTIAN)).heads == ()


def test_a_second_pc_that_was_set_up_by_itself_comes_to_the_same(city: Workspace, tmp_path: Path) -> None:
    """Plan and first policy are made from the pack: no PC has versions of its own that must be settled."""
    accepted(city, FUTIAN)
    with workspace.create(
        tmp_path / "new.ipdesk", unit=city.unit.code, plan="sz-155", training=city.training, today=TODAY, by="别人"
    ) as new:
        assert taken(new, bundled(city, tmp_path / "一.zip")).verdict is Verdict.TAKEN
        assert [one.digest for one in maintain.digests(new)] == [one.digest for one in maintain.digests(city)]
        assert not any(state.open for state in new.state.slots.values())
