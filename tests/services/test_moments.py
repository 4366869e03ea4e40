"""Earlier moments of the ledger: what was known then, and what changed since, by which entries."""

import shutil
import tempfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipdesk.domain.errors import NotFound
from ipdesk.domain.figurechange import What
from ipdesk.domain.ledger.decision import Verb
from ipdesk.domain.ledger.fold import fold
from ipdesk.domain.ledger.package import Package
from ipdesk.domain.ledger.scope import state_digest
from ipdesk.domain.rollup import AdjustmentKind
from ipdesk.services import adjustments, changes, consolidate, moments, release, report, review, workspace
from ipdesk.services.workspace import Workspace
from tests.builders import LEDGER, decision, submission
from tests.services.office import FIGURES, FUTIAN, OFFICER, Q3, TODAY, accepted, fixed, put

_STEPS = st.lists(st.tuples(st.sampled_from(["report", "correct", "accept", "reopen", "twice"]), st.integers(1, 3)),
                  min_size=1, max_size=8)  # fmt: skip


def _packages(steps: list[tuple[str, int]]) -> list[list[Package]]:
    """A small ledger, operation by operation: reports, corrections, decisions, in any order that can occur."""
    reports: list[Package] = [submission(30)]
    made: list[list[Package]] = [[reports[0]]]
    for number, (what, which) in enumerate(steps):
        last = reports[-which % len(reports)]
        match what:
            case "report":
                reports.append(submission(100 + number))
                made.append([reports[-1]])
            case "correct":
                reports.append(submission(200 + number, [last.id]))
                made.append([reports[-1]])
            case "accept" | "reopen":
                verb = Verb.ACCEPT if what == "accept" else Verb.REOPEN
                made.append([decision(verb, last.id, officer=f"{number}")])
            case "twice":
                reports.append(submission(300 + number, [last.id]))
                made.append([reports[-1], decision(Verb.ACCEPT, reports[-1].id, officer=f"{number}"), last])
    return made


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bare") / "city.ipdesk"
    workspace.create(path, unit=LEDGER.issuer, plan=LEDGER.plan, today=TODAY, by=OFFICER).close()
    return path


@given(steps=_STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_as_of_is_the_state_rebuilt_from_the_packages_known_then(bare: Path, steps: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "city.ipdesk"
        shutil.copyfile(bare, path)
        with workspace.open_workspace(path) as city:
            known = [(city.moment, state_digest(city.state), set(city.state.packages))]
            for operation in _packages(steps):
                put(city, *operation)
                known.append((city.moment, state_digest(city.state), set(city.state.packages)))
            now, everything = state_digest(city.state), dict(city.state.packages)
            for moment, digest, names in known:
                with city.as_of(moment):
                    assert state_digest(city.state) == digest == state_digest(fold(everything[name] for name in names))
            assert state_digest(city.state) == now


def test_a_moment_by_day_by_code_by_release_and_by_paper(city: Workspace, tmp_path: Path) -> None:
    before = city.moment
    accepted(city, FUTIAN)
    report.report(city, "summary", Q3, to=tmp_path / "摘要.xlsx", today=TODAY, by=OFFICER)
    printed = city.moment
    code = next(line.code for line in consolidate.consolidate(city, Q3) if line.indicator.id == "mediation-cases")
    release.release(city, Q3, to=tmp_path, today=TODAY + timedelta(3), by=OFFICER)

    assert moments.resolve(city, "2026-10-08").number == before
    assert moments.resolve(city, "2026-10-09").number == printed
    assert moments.resolve(city, "2026-10-31").number == city.moment == printed + 1
    assert moments.resolve(city, "paper").number == printed
    assert moments.resolve(city, "release") == moments.Moment(city.moment, "2026-10-12")
    assert moments.resolve(city, str(before)).number == before
    for words in ("", "0", "999999", "昨天", code[::-1], "2026-02-30"):
        with pytest.raises(NotFound, match="moment_unknown"):
            moments.resolve(city, words)


def test_before_the_first_release_there_is_no_last_one(city: Workspace) -> None:
    for words in ("release", "paper"):
        with pytest.raises(NotFound, match="moment_unknown"):
            moments.resolve(city, words)


def test_every_figure_that_changed_with_the_entries_that_did_it(city: Workspace) -> None:
    """210 cases, then 212 by a correction, then 5 more that belong to no district."""
    first = accepted(city, FUTIAN)
    then = city.moment
    second = fixed(city, FUTIAN, {**FIGURES, "mediation-cases": "212"})
    review.accept(city, second, today=date(2026, 10, 20), by="周敏", reason="漏计2件")
    between = city.moment
    adjusted = adjustments.add(
        city, Q3, "mediation-cases", Decimal(5), AdjustmentKind.UNPLACED, today=TODAY, by=OFFICER,
        reason="市级直接受理",
    ).value  # fmt: skip

    found, causes = changes.between(city, then)
    by_kind = {(one.key.what, one.key.id): one for one in found}

    item = by_kind[What.ITEM, "mediation-cases"]
    total = by_kind[What.TOTAL, "mediation-cases"]
    assert (item.old, item.new, set(item.packages)) == (210, 212, {first, second})
    assert (total.old, total.new, set(total.packages)) == (210, 217, {first, second, adjusted})
    assert by_kind[What.TARGET, "mediation-cases-2030"].new == 217
    assert {one.id for one in causes.values()} == {first, second, adjusted}
    assert causes[second].decided == "accept 周敏 2026-10-20"
    assert (causes[adjusted].verb, causes[adjusted].reason) == ("adjust", "市级直接受理")

    part, _ = changes.between(city, then, between)
    assert {one.new for one in part if one.key.what is What.TOTAL} == {212}
    assert changes.between(city, city.moment) == ((), {})
