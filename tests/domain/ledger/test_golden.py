"""Golden packages: what was once written is read, means the same and is written the same, for ever.

A line of this table never changes. A new form of a package gets a new file and a new line.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ipdesk.domain import plancontent
from ipdesk.domain.ledger.codec import encode
from ipdesk.domain.ledger.contents import read_form, read_release, read_submission, read_targets, template_content
from ipdesk.domain.ledger.decision import decide, read_decision
from ipdesk.domain.ledger.fold import fold
from ipdesk.domain.ledger.package import Kind, Package, make, parse
from ipdesk.domain.ledger.policy import read_policy
from tests.builders import LEDGER, slot

FOLDER = Path(__file__).resolve().parents[2] / "data" / "ledger"

IDS = {
    "plan": "7a8e260a1feb0b266e8e22c5627459b06d6dbde6943a4c2e4d47bbd2364e13a1",
    "policy": "027d20ad6c2c8e44b6d9bc9c4c53662c70632208debac891954f3e7c5d061f47",
    "targets": "48eed8a934c178d8c6c580528b8c7d536e92ab1519f10a4eb3bb5aa16f22e873",
    "opinion": "4040fa69a1f74e746edb58a10dcb8b8d213b9e1f0464609312db8d9731adfa17",
    "template": "eac5aa7602ea38def0ecb01651d8b9967deafe626a288b94fb1b2f7d4ce22f4c",
    "template-returned": "70b2e874d09251c11dd6cdd9a2401fbee7a7cb171e67f903417b3e339ba89104",
    "submission": "66a90297ac5897329febbde75cfea5f5d0f07da4cabdcfe4f6361dc66c520815",
    "submission-on-behalf": "9fc391c8d10ccbb093a3731a61567d24fc2d602f3d288d83e5425124476df469",
    "attachment": "d310035326779f95573544c113205bbd5ad953e8b607636e2077060c482e0957",
    "decision-return": "051af163681e6004a506371148c905039426eebd7e6530a3ab21ab9ead0a83e0",
    "decision-accept": "cd9c950c73e2dbbe358344a6afe88fe9a56a82d06e185b7ffa3295afa42c49f9",
    "decision-settle": "1f0750ee29436f8addf1b3d17254cf11be728b77054f8f23f2dd0f31f48778f6",
    "decision-adjust": "d9aa74dc97257c1f0a37ed0a0c4e795a9f720ccb8f85d32d19d65fe8ad23553a",
    "decision-waive": "a2023cf8bbb4cdbb643de4faf8680273f393e97e048c65698f7f095d5d66f897",
    "release": "d14aa690b38ef88c6051dbebf58380fa06901a9d57bbdaa42ac7b0c4e050f6d5",
    "assessment": "76ecb969823b6cf42ec6e81c768be7dfe3999cc366568cfb96868cfff1809960",
}

#: What a package means and how that is written again. No code writes the other kinds yet: they are kept as they are.
WRITTEN_AGAIN: dict[str, Callable[[Package], Any]] = {
    Kind.PLAN: lambda package: plancontent.content(plancontent.plan_from_content(package.content)),
    Kind.POLICY: lambda package: encode(read_policy(package)),
    Kind.TARGETS: lambda package: encode(read_targets(package)),
    Kind.TEMPLATE: lambda package: template_content(read_form(package)),
    Kind.SUBMISSION: lambda package: encode(read_submission(package)),
    Kind.RELEASE: lambda package: encode(read_release(package)),
}


def golden(name: str) -> Package:
    return parse((FOLDER / f"{name}.json").read_bytes())


def test_every_file_stands_in_the_table_and_every_kind_among_the_files() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(IDS)
    assert {golden(name).kind for name in IDS} == set(Kind)


@pytest.mark.parametrize("name", IDS)
def test_the_id_never_changes(name: str) -> None:
    assert golden(name).id == IDS[name]


@pytest.mark.parametrize("name", IDS)
def test_it_is_written_again_byte_for_byte(name: str) -> None:
    old = golden(name)
    heading = {"maker": old.maker, "officer": old.officer, "audience": old.audience}
    reason = {"parents": old.parents, "reason": old.reason, "date": old.date}
    if old.kind == Kind.DECISION:
        new = decide(read_decision(old), old.ledger, **heading, **reason)
    else:
        content = WRITTEN_AGAIN.get(old.kind, lambda package: package.content)(old)
        new = make(Kind(old.kind), old.ledger, content=content, **heading, **reason)
    assert new.data == old.data


def test_what_they_mean_in_the_fold_never_changes() -> None:
    state = fold(golden(name) for name in IDS)
    reported = state.slot(LEDGER, slot())
    assert reported.in_force == IDS["submission"]
    assert reported.standing.waived == IDS["decision-waive"]
    assert reported.standing.adjustments == {IDS["decision-adjust"]}
    assert state.slot(LEDGER, slot(Kind.TEMPLATE)).in_force == IDS["template-returned"]
