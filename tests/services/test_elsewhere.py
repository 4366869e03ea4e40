"""A figure is typed once, whatever number of plans asks for it; two plans that say different things are found out."""

from decimal import Decimal
from pathlib import Path

import pytest

from ipdesk.domain.errors import Refused
from ipdesk.domain.finding import Severity
from ipdesk.domain.form import Answers
from ipdesk.domain.ground import SAME, Ground, in_effect, with_ground
from ipdesk.domain.ledger.codec import encode
from ipdesk.domain.ledger.contents import Submission
from ipdesk.domain.ledger.package import Kind, LedgerKey, Slot, make
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.services import draft, figures, issue, participation, review, takeover, trace, upward
from ipdesk.services.slotref import template_slot
from ipdesk.services.workspace import Workspace
from tests.services.office import CITY, FUTIAN, OFFICER, Q3, TODAY, answered, fixed, slot, taken

SERVICE = LedgerKey("sz-ipservice", CITY)


@pytest.fixture
def both(city: Workspace, futian: Workspace, tmp_path: Path) -> tuple[Workspace, Workspace]:
    """A district's views on two plans; `secret-stations` and `pledge-amount` are asked under both."""
    service = participation.take_up(city, "sz-ipservice", today=TODAY, by=OFFICER).value
    (file,) = issue.issue(service, Q3, to=tmp_path, units={FUTIAN}, today=TODAY, by=OFFICER).value
    assert file.path is not None
    taken(futian, file.path, plan="take")
    return futian, futian.of(SERVICE)


def put(place: Workspace, key: str, figure: str, **changes: object) -> None:
    value = Value(key, Decimal(figure), **changes)  # type: ignore[arg-type]
    draft.set_value(place, slot(place, FUTIAN), key, value, by="李敏", today=TODAY)


def codes(place: Workspace) -> dict[str, Severity]:
    found = draft.open_draft(place, slot(place, FUTIAN)).findings
    return {one.where.row: one.severity for one in found if one.code == "differs_elsewhere"}


def test_what_was_given_under_one_plan_is_offered_under_the_other(both: tuple[Workspace, Workspace]) -> None:
    first, second = both
    where = slot(first, FUTIAN)
    assert takeover.offers(second, where) == ()
    draft.set_answers(first, where, answered(first, FUTIAN), by="李敏", today=TODAY)

    offers = takeover.offers(second, where)

    assert [(one.row, one.quantity, one.plan, one.package) for one in offers] == [
        ("pledge-amount", Decimal("62.4"), "sz-155", ""),  # confirmed there, so it stands for what was handed down
        ("secret-stations", Decimal(12), "sz-155", ""),
    ]
    name = fixed(first, FUTIAN)
    assert {one.package for one in takeover.offers(second, where)} == {name}
    assert draft.open_draft(second, where).answers.values == {}  # offered, not put in

    kept = takeover.take_from_plans(second, where, today=TODAY, by="李敏").value

    assert {key: (one.quantity, one.status) for key, one in kept.answers.values.items()} == {
        "pledge-amount": (Decimal("62.4"), ValueStatus.GIVEN),
        "secret-stations": (Decimal(12), ValueStatus.GIVEN),
    }
    assert kept.answers.values["secret-stations"].supplied_by == "知识产权科"
    assert kept.grounds[0] == Ground("pledge-amount", "sz-155", CITY, SAME, Decimal("62.4"), 1, 1, packages=(name,))
    assert takeover.offers(second, where) == ()
    assert codes(second) == {}


def test_nothing_that_was_typed_is_touched_and_the_difference_is_to_be_explained(
    both: tuple[Workspace, Workspace],
) -> None:
    first, second = both
    fixed(first, FUTIAN)
    put(second, "secret-stations", "15")
    assert [one.row for one in takeover.offers(second, slot(second, FUTIAN))] == ["pledge-amount"]

    takeover.take_from_plans(second, slot(second, FUTIAN), today=TODAY, by="李敏")

    kept = draft.open_draft(second, slot(second, FUTIAN))
    assert kept.answers.values["secret-stations"].quantity == 15
    assert codes(second) == {"secret-stations": Severity.MUST_EXPLAIN}
    (finding,) = [one for one in kept.findings if one.code == "differs_elsewhere"]
    assert (finding.params["there"], finding.params["here"], finding.params["plan"]) == ("12", "15", first.plan.short)
    for key in ("hv-patent-centres", "patent-navigation", "trademark-stations", "protection-stations-added"):
        put(second, key, "3")
    with pytest.raises(Refused) as refusal:
        fixed_with_steps(second)
    assert refusal.value.code == "must_explain_left"
    put(second, "secret-stations", "15", note="含本期新增挂牌3个")
    assert codes(second) == {"secret-stations": Severity.NOTE}
    assert codes(first) == {}  # what is fixed there is not drawn into doubt by a draft here
    fixed_with_steps(second)
    put(first, "secret-stations", "13")
    assert codes(first) == {"secret-stations": Severity.MUST_EXPLAIN}


def fixed_with_steps(place: Workspace) -> str:
    from tests.services.threelevels import fix

    return fix(place, FUTIAN)


def test_figures_of_another_data_period_are_another_matter(both: tuple[Workspace, Workspace]) -> None:
    first, second = both
    put(first, "secret-stations", "9", data_period="2025")

    assert takeover.offers(second, slot(second, FUTIAN)) == ()
    put(second, "secret-stations", "12")
    assert codes(second) == {}


def test_a_report_rests_on_the_other_plans_report_and_is_marked_when_that_changes(
    both: tuple[Workspace, Workspace],
) -> None:
    first, second = both
    name = fixed(first, FUTIAN)
    takeover.take_from_plans(second, slot(second, FUTIAN), today=TODAY, by="李敏")
    for key in ("hv-patent-centres", "patent-navigation", "trademark-stations", "protection-stations-added"):
        put(second, key, "3")
    package = second.package(fixed_with_steps(second))
    assert [(one.row, one.packages) for one in figures.submission_of(package).grounds] == [
        ("pledge-amount", (name,)), ("secret-stations", (name,)),
    ]  # fmt: skip
    shown = "\n".join(trace.lines_of(trace.trace(second, f"{FUTIAN}/secret-stations/2026-Q3")))
    assert f"已在《{first.plan.short}》填报：12" in shown
    assert upward.stale(first) == ()

    put(first, "secret-stations", "13")
    fixed_with_steps(first)

    (stale,) = upward.stale(first)
    assert {one.row: (one.before, one.now) for one in stale.rows} == {
        "pledge-amount": (Decimal("62.4"), Decimal("62.4")), "secret-stations": (Decimal(12), Decimal(13)),
    }  # fmt: skip


def test_a_reviewer_sees_that_a_unit_says_two_things(city: Workspace, both: tuple[Workspace, Workspace]) -> None:
    service = city.of(SERVICE)
    figures_of_service = {
        "secret-stations": "15", "pledge-amount": "62.4", "hv-patent-centres": "5", "patent-navigation": "3",
        "trademark-stations": "8", "protection-stations-added": "4",
    }  # fmt: skip
    one = fixed(city, FUTIAN)  # entered on behalf, under both plans
    assert review.dossier(city, one).findings == ()

    two = fixed_on_behalf(service, figures_of_service)

    for place, name in ((city, one), (service, two)):
        found = [line for line in review.dossier(place, name).findings if line.code == "differs_elsewhere"]
        assert [(line.where.row, line.severity) for line in found] == [("secret-stations", Severity.MUST_EXPLAIN)]
    assert both


def fixed_on_behalf(place: Workspace, given: dict[str, str]) -> str:
    """Entered by the city, which explains the difference to nobody but itself: as a report that came by fax."""
    where = slot(place, FUTIAN)
    values = {key: Value(key, Decimal(figure)) for key, figure in given.items()}
    put_in(place, where, values)
    return place.changes.packages[0]


def put_in(place: Workspace, where: Slot, values: dict[str, Value]) -> None:
    template = place.in_force(template_slot(where))
    assert template is not None
    content = Submission(FUTIAN, Q3.code, "main", template.id, Answers(values), made_by="behalf", basis="传真")
    with place.operation() as operation:
        operation.add(
            make(Kind.SUBMISSION, place.ledger, maker=CITY, officer="周敏", audience=FUTIAN, content=encode(content))
        )


def test_a_ground_holds_as_long_as_its_figure_stands() -> None:
    one, two = (Ground(key, "sz-155", CITY, SAME, Decimal(3)) for key in ("b", "a"))
    values = {"a": Value("a", Decimal(3)), "b": Value("b", Decimal(4))}

    assert in_effect((one, two), values) == (two,)
    assert with_ground((one,), (two, Ground("b", "gd-145", CITY, "sum", Decimal(4)))) == (
        two, Ground("b", "gd-145", CITY, "sum", Decimal(4)),
    )  # fmt: skip
