"""A city and a district, made once and copied for each test."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ipdesk.domain.target import Attribute, Baseline, Source
from ipdesk.services import handdown, issue, outgoing, receive, workspace
from ipdesk.services.workspace import Workspace
from ipdesk.text import i18n
from tests import builders
from tests.services.office import (
    CITY,
    COURT,
    FUTIAN,
    HANDED_DOWN,
    LUOHU,
    OFFICER,
    Q3,
    TODAY,
    filled_by_hand,
    fixed,
    slot,
)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`city.ipdesk`, `futian.ipdesk` with the form taken in, `template-*.xlsx`, `by-hand.xlsx`, `fixed.xlsx`."""
    i18n.use_language("zh_CN")
    folder = tmp_path_factory.mktemp("prepared")
    with workspace.create(
        folder / "city.ipdesk", unit=CITY, plan="sz-155", today=date(2026, 7, 1), by=OFFICER, contact="规划科"
    ) as city:
        stations = builders.target(
            "protection-stations-440304", indicator="protection-stations", quantity=Decimal(54), of_unit=FUTIAN,
            attribute=Attribute.EXPECTED, source=Source.TEXT, baseline=Baseline(Decimal(30), 2025),
        )  # fmt: skip
        handdown.hand_down(city, {FUTIAN: (stations,)}, order_number="（测试）", today=date(2026, 7, 1), by=OFFICER)
        prefills = {(unit, item): figure for unit in (FUTIAN, LUOHU) for item, figure in HANDED_DOWN.items()}
        files = issue.issue(
            city, Q3, to=folder, prefills=prefills, units={CITY, FUTIAN, LUOHU, COURT},
            today=date(2026, 10, 1), by=OFFICER,
        ).value  # fmt: skip
        for one in files:
            if one.path:
                one.path.rename(folder / f"template-{one.unit.code}.xlsx")
    filled_by_hand(folder / f"template-{FUTIAN}.xlsx", folder / "by-hand.xlsx")
    with workspace.create(folder / "futian.ipdesk", unit=FUTIAN, plan="sz-155", today=TODAY, by="李敏") as futian:
        receive.receive(futian, [folder / f"template-{FUTIAN}.xlsx"], today=TODAY, by="李敏")
        shutil.copyfile(folder / "futian.ipdesk", folder / "futian-fixed.ipdesk")
    with workspace.open_workspace(folder / "futian-fixed.ipdesk") as futian:
        fixed(futian, FUTIAN)
        outgoing.export_submission(futian, slot(futian, FUTIAN), folder / "fixed.xlsx", today=TODAY)
    return folder


@pytest.fixture
def opened(prepared: Path, tmp_path: Path) -> Iterator[Callable[..., Workspace]]:
    """`opened("city")` opens a copy of what was prepared; `again=True` another window on the same copy."""
    places: list[Workspace] = []

    def open_copy(name: str, *, again: bool = False) -> Workspace:
        path = tmp_path / f"{name}.ipdesk"
        if not again:
            shutil.copyfile(prepared / f"{name}.ipdesk", path)
        places.append(workspace.open_workspace(path))
        return places[-1]

    yield open_copy
    for place in places:
        place.close()


@pytest.fixture
def city(opened: Callable[..., Workspace]) -> Workspace:
    """The city, its third quarter issued, nothing received."""
    return opened("city")


@pytest.fixture
def futian(opened: Callable[..., Workspace]) -> Workspace:
    """A district that has taken in its form."""
    return opened("futian")
