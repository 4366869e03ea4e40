"""At the door: what may come in from whom."""

from collections.abc import Callable
from typing import Any

import pytest

from ipdesk.domain.form import Answers
from ipdesk.domain.ledger.canonical import canonical_bytes
from ipdesk.domain.ledger.codec import encode
from ipdesk.domain.ledger.contents import Submission
from ipdesk.domain.ledger.decision import Decision, Verb, decide
from ipdesk.domain.ledger.package import CHILDREN, Kind, LedgerKey, Package, make
from ipdesk.services import door
from ipdesk.services.workspace import Workspace
from tests.builders import LEDGER, decision, form, handed_down, policy, slot, submission, template
from tests.services.office import CITY, FUTIAN, LUOHU

OTHER_PLAN, OTHER_CITY = LedgerKey("sz-ipservice", CITY), LedgerKey("sz-155", "440100")
TRAINING = LedgerKey("sz-155", CITY, training=True)


def from_unit(kind: Kind, content: object, *, maker: str = FUTIAN, audience: str = FUTIAN) -> Package:
    return make(kind, LEDGER, maker=maker, audience=audience, content=content)  # type: ignore[arg-type]


def said_by_unit(verb: Verb, *names: str, about: str = FUTIAN) -> Package:
    """A decision of 福田区 on somebody's slot."""
    return decide(
        Decision(verb, slot(unit=about), names), LEDGER, maker=FUTIAN, officer="李敏", audience=FUTIAN, parents=(),
        reason="", date="2026-10-09",
    )  # fmt: skip


def judged(place: Workspace, package: Package | bytes, *, sender: str = FUTIAN, own_office: bool = False) -> str:
    """`new`, `held`, or the code of the reason against a package."""
    body = package if isinstance(package, bytes) else package.data
    entry = door.admit(place, [body], sender=sender, own_office=own_office)
    return "new" if entry.new else "held" if entry.held else entry.findings[0].code


@pytest.mark.parametrize(
    ("package", "verdict"),
    [
        (submission(37), "new"),
        (said_by_unit(Verb.WITHDRAW, "a" * 64), "new"),
        (submission(37, ledger=OTHER_PLAN), "other_plan"),
        (submission(37, ledger=OTHER_CITY), "other_issuer"),
        (submission(37, ledger=TRAINING), "training_file"),
        (submission(37, unit=LUOHU), "wrong_maker"),  # another unit's report in this unit's file
        (decision(Verb.ACCEPT, "a" * 64), "made_here_unknown"),  # said to be the city's own, but it never made it
        (template(form()), "made_here_unknown"),
        (policy(), "made_here_unknown"),
        (said_by_unit(Verb.ACCEPT, "a" * 64), "wrong_maker"),  # nobody accepts his own report
        (said_by_unit(Verb.WAIVE), "wrong_maker"),
        (said_by_unit(Verb.WITHDRAW, "a" * 64, about=LUOHU), "wrong_maker"),  # nor decides on another's
        (from_unit(Kind.SUBMISSION, encode(Submission(LUOHU, "2026-Q3", "main", "", Answers()))), "wrong_maker"),
        (from_unit(Kind.RELEASE, {"period": "2026-Q3", "figures": []}), "wrong_maker"),
        (from_unit(Kind.TARGETS, handed_down().content), "wrong_maker"),
        # for all children to see: what one unit says would go to every other
        (from_unit(Kind.SUBMISSION, submission(37).content, audience=CHILDREN), "wrong_maker"),
        (from_unit(Kind.SUBMISSION, {**submission(37).content, "answers": {"values": 3}}), "package_damaged"),
        (b"{not canonical", "package_damaged"),
    ],
)  # fmt: skip
def test_what_a_unit_may_send_to_its_parent(city: Workspace, package: Package | bytes, verdict: str) -> None:
    assert judged(city, package) == verdict


@pytest.mark.parametrize(
    ("package", "verdict"),
    [
        (template(form()), "new"),
        (decision(Verb.ACCEPT, "a" * 64), "new"),
        (policy(), "new"),
        (template(form(unit=LUOHU)), "not_for_us"),
        (submission(37, unit=LUOHU), "not_for_us"),
        (submission(37), "made_here_unknown"),  # fixed at our desk, it says, but not at this one
        (submission(37, made_by="sheet"), "new"),  # what the parent read from our workbook
        (submission(37, made_by="edited"), "new"),
        (said_by_unit(Verb.WITHDRAW, "a" * 64), "made_here_unknown"),
        (make(Kind.DECISION, LEDGER, maker=LUOHU, audience=FUTIAN,
              content=decision(Verb.ACCEPT, "a" * 64).content), "wrong_maker"),
    ],
)  # fmt: skip
def test_what_a_parent_may_send_to_a_unit(futian: Workspace, package: Package, verdict: str) -> None:
    assert judged(futian, package, sender="") == verdict


def test_a_bundle_of_the_own_office_may_hold_what_was_made_on_another_pc(city: Workspace, futian: Workspace) -> None:
    assert judged(futian, submission(37), sender="", own_office=True) == "new"
    assert judged(city, decision(Verb.ACCEPT, "a" * 64), sender="", own_office=True) == "new"
    assert judged(city, submission(37, unit=LUOHU), sender="", own_office=True) == "new"
    assert judged(futian, submission(37, ledger=OTHER_PLAN), sender="", own_office=True) == "other_plan"


def test_what_is_held_is_said_to_be_held_and_twice_the_same_is_once(city: Workspace) -> None:
    known = next(iter(city.state.packages.values()))
    one = submission(37)

    entry = door.admit(city, [known.data, one.data, one.data], sender=FUTIAN)

    assert (entry.held, entry.new, entry.findings) == ((known,), (one,), ())


class _Counted:
    """A package that counts how often its id is asked for."""

    asked = 0

    def __init__(self, package: Package) -> None:
        self._package = package

    def __getattr__(self, name: str) -> Any:
        _Counted.asked += name == "id"
        return getattr(self._package, name)


def test_many_packages_are_not_compared_with_each_other(city: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = [submission(number).data for number in range(150)]
    parse = door.parse
    monkeypatch.setattr(door, "parse", lambda body: _Counted(parse(body)))

    entry = door.admit(city, bodies, sender=FUTIAN)

    assert len(entry.new) == len(bodies)
    assert _Counted.asked <= 4 * len(bodies)


def test_what_a_newer_program_made_is_kept(city: Workspace) -> None:
    newer = canonical_bytes(
        {"schema": 99, "kind": "vote", "ledger": LEDGER.content(), "maker": FUTIAN, "audience": FUTIAN, "content": {}}
    )

    assert judged(city, newer) == "new"


def test_a_workspace_of_another_training_state_takes_nothing(opened: Callable[..., Workspace]) -> None:
    city = opened("city")
    city.ledger = TRAINING

    assert judged(city, submission(37)) == "real_file"


def test_a_template_read_by_rules_of_a_newer_program_waits_for_the_update(futian: Workspace) -> None:
    """No cell of it could be read here: taken in, it would only fail later."""
    later = template(form(reading="99"), ledger=futian.ledger)

    entry = door.admit(futian, [later.data], sender="")

    assert entry.new == ()
    assert [finding.code for finding in entry.findings] == ["update_needed"]
