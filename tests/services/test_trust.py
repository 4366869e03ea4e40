"""Whose file is it: signatures over what goes out, weighed at the door, known and refused by persons."""

import base64
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ipdesk.domain.errors import NotFound, Refused, WrongUse
from ipdesk.domain.ledger.signature import (
    ED25519,
    PublicKey,
    Signature,
    TrustState,
    block,
    fingerprint,
    key_block,
    parse_block,
    parse_key_block,
)
from ipdesk.exchange import bundle as bundles
from ipdesk.exchange.child import open_workbook
from ipdesk.exchange.envelope import Envelope, from_meta, to_meta
from ipdesk.exchange.identity import SIGNATURE_PROPERTY
from ipdesk.exchange.reader import read_envelope
from ipdesk.exchange.writer import write_form
from ipdesk.services import (
    bundle,
    ed25519,
    figures,
    keybox,
    keyring,
    officekey,
    outgoing,
    receive,
    signing,
    trace,
    trust,
    workspace,
)
from ipdesk.services.judged import FileVerdict, Verdict
from ipdesk.services.workspace import Workspace
from ipdesk.store import keys
from tests.exchange import forms
from tests.services.office import CITY, FUTIAN, LUOHU, OFFICER, TODAY, filled_by_hand, fixed, slot, taken

DAY = date(2026, 10, 12)


# RFC 8032, section 7.1: seed, public key, message, signature.
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
        "655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
        "b00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28d"
        "c027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("seed", "public", "message", "signature"), VECTORS)
def test_the_signatures_are_ed25519(seed: str, public: str, message: str, signature: str) -> None:
    key = ed25519.public_key(bytes.fromhex(seed))
    assert key == PublicKey(ED25519, bytes.fromhex(public))
    assert ed25519.sign(bytes.fromhex(seed), bytes.fromhex(message)).hex() == signature
    assert ed25519.verify(key, bytes.fromhex(message), bytes.fromhex(signature))
    assert not ed25519.verify(key, b"another", bytes.fromhex(signature))


def test_no_byte_of_a_signature_can_be_changed_nor_its_number_be_raised() -> None:
    seed, statement = bytes(32), b"statement"
    key, sig = ed25519.public_key(seed), ed25519.sign(seed, statement)
    for place in range(64):
        assert not ed25519.verify(key, statement, sig[:place] + bytes([sig[place] ^ 1]) + sig[place + 1 :])
    order = 2**252 + 27742317777372353535851937790883648493
    raised = (int.from_bytes(sig[32:], "little") + order).to_bytes(32, "little")
    assert not ed25519.verify(key, statement, sig[:32] + raised)
    for nonsense in (b"", sig[:-1], sig + b"\0", bytes(64)):
        assert not ed25519.verify(key, statement, nonsense)
    assert not ed25519.verify(PublicKey(ED25519, b"short"), statement, sig)


# what goes out


def envelope_of(path: Path) -> Envelope:
    envelope = read_envelope(open_workbook(path))
    assert envelope is not None
    return envelope


def test_what_an_office_made_is_signed_and_nothing_else(prepared: Path, city: Workspace) -> None:
    envelope = envelope_of(prepared / f"template-{FUTIAN}.xlsx")
    made_here = {name for name, one in city.state.packages.items() if one.maker == CITY}
    assert envelope.signatures.keys() <= made_here
    assert len(envelope.signatures) == len(envelope.packages)
    assert envelope.sheet_signatures.keys() == {"indicators", "tasks"}
    assert [key.kid for text in envelope.keys if (key := parse_key_block(text))] == [kid_of(city)]
    assert {one.kid for text in envelope.signatures.values() if (one := parse_block(text))} == {kid_of(city)}


def test_the_signature_of_a_sheet_also_lies_in_a_property(prepared: Path) -> None:
    book = open_workbook(prepared / f"template-{FUTIAN}.xlsx")
    envelope = envelope_of(prepared / f"template-{FUTIAN}.xlsx")
    for sheet, text in envelope.sheet_signatures.items():
        assert book.custom[SIGNATURE_PROPERTY + sheet] == text
        assert len(text) < 255


def test_a_district_signs_its_own_packages_and_no_sheet(prepared: Path, futian: Workspace) -> None:
    envelope = envelope_of(prepared / "fixed.xlsx")
    assert set(envelope.signatures) == set(map(package_name, envelope.packages))
    assert envelope.sheet_signatures == {}
    assert keys_in(envelope) == {kid_of(futian)}


def test_a_signature_is_in_no_package(prepared: Path) -> None:
    """The id of a package is the same whoever signs it."""
    assert all(b"sig=" not in body for body in envelope_of(prepared / "fixed.xlsx").packages)


def test_equal_training_data_make_equal_files(tmp_path: Path) -> None:
    """Training keys are fixed, so the demo's files are the same on every PC."""
    made = []
    for name in "ab":
        with workspace.create(
            tmp_path / f"{name}.ipdesk", unit=FUTIAN, plan="sz-155", training=True, today=TODAY
        ) as place:
            made.append(kid_of(place))
    assert made[0] == made[1]


def test_two_offices_never_have_one_key(tmp_path: Path) -> None:
    made = set()
    for unit in (FUTIAN, LUOHU):
        for training in (False, True):
            path = tmp_path / f"{unit}{training}.ipdesk"
            with workspace.create(path, unit=unit, plan="sz-155", training=training, today=TODAY) as place:
                made.add(kid_of(place))
    assert len(made) == 4


# at the door


def test_the_first_key_is_trusted_and_recorded(city: Workspace, futian: Workspace, prepared: Path) -> None:
    verdict = taken(city, prepared / "fixed.xlsx")

    assert verdict.verdict is Verdict.TAKEN
    assert told(verdict) == (TrustState.FIRST, kid_of(futian), "")
    assert codes(verdict) == set()
    (known,) = trust.known_keys(city)
    assert (known.unit, known.kid, known.what, known.by, known.name) == (
        FUTIAN, kid_of(futian), "first", OFFICER, "fixed.xlsx",
    )  # fmt: skip


def test_the_next_file_is_trusted(city: Workspace, prepared: Path) -> None:
    taken(city, prepared / "fixed.xlsx")
    assert told(taken(city, prepared / "fixed.xlsx"))[0] is TrustState.TRUSTED
    assert len(trust.known_keys(city)) == 1


def test_the_journal_remembers_what_was_said(city: Workspace, prepared: Path) -> None:
    verdict = taken(city, prepared / "fixed.xlsx")
    assert receive.journal(city)[0].trust == verdict.trust


def test_a_trial_run_records_nothing(city: Workspace, prepared: Path) -> None:
    (verdict,) = receive.receive(city, [prepared / "fixed.xlsx"], dry_run=True, today=TODAY, by=OFFICER).value
    assert told(verdict)[0] is TrustState.FIRST
    assert trust.known_keys(city) == ()


def test_a_district_knows_its_city(futian: Workspace, city: Workspace) -> None:
    """It took the template in when it was prepared."""
    assert [(one.unit, one.kid, one.what) for one in trust.known_keys(futian)] == [(CITY, kid_of(city), "first")]


def test_what_is_filled_in_with_a_spreadsheet_is_not_signed(city: Workspace, prepared: Path) -> None:
    verdict = taken(city, prepared / "by-hand.xlsx")
    assert verdict.verdict is Verdict.TAKEN
    assert told(verdict) == (TrustState.NONE, "", "")
    assert not {code for code in codes(verdict) if code.startswith("signature")}


@pytest.fixture
def other_pc(opened: Callable[..., Workspace], prepared: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A second PC of 福田区 with a key of its own, its form taken in and fixed."""
    with workspace.create(tmp_path / "other.ipdesk", unit=FUTIAN, plan="sz-155", today=TODAY, by="李敏") as place:
        taken(place, prepared / f"template-{FUTIAN}.xlsx")
        fixed(place, FUTIAN, {**FIGURES, "firms-served": "821"})
        yield place


FIGURES = {
    "protection-stations": "34", "secret-stations": "12", "mediation-bodies": "3", "mediation-cases": "210",
    "service-points-added": "2", "firms-served": "820", "ip-volunteers": "41",
}  # fmt: skip


def sent(place: Workspace, to: Path) -> Path:
    return outgoing.export_submission(place, slot(place, FUTIAN), to, today=TODAY)


def test_another_key_is_asked_about_and_the_file_is_taken(
    city: Workspace, futian: Workspace, other_pc: Workspace, prepared: Path, tmp_path: Path
) -> None:
    taken(city, prepared / "fixed.xlsx")
    verdict = taken(city, sent(other_pc, tmp_path / "又一份.xlsx"))

    assert verdict.verdict is Verdict.SECOND  # two versions, whatever their signatures
    assert told(verdict) == (TrustState.CHANGED, kid_of(other_pc), kid_of(futian))
    assert verdict.question == "key"
    assert "signature_changed" in codes(verdict)
    assert {one.kid for one in trust.known_keys(city)} == {kid_of(futian)}  # nobody has said yes yet


@pytest.mark.parametrize(("answer", "later", "what"), [
    ("take", TrustState.TRUSTED, "accepted"), ("leave", TrustState.CHANGED, "declined"),
])  # fmt: skip
def test_the_question_is_answered_once(
    city: Workspace, other_pc: Workspace, prepared: Path, tmp_path: Path, answer: str, later: TrustState, what: str
) -> None:
    taken(city, prepared / "fixed.xlsx")
    path = sent(other_pc, tmp_path / "又一份.xlsx")
    taken(city, path)

    taken(city, path, key=answer)
    again = taken(city, path)

    assert again.verdict is Verdict.SAME
    assert told(again)[0] is later
    assert again.question == ""
    assert ("signature_declined" in codes(again)) == (answer == "leave")
    (said,) = [one for one in trust.known_keys(city) if one.kid == kid_of(other_pc)]
    assert (said.what, said.by) == (what, OFFICER)


def test_an_answered_question_stands_nowhere_any_more(
    city: Workspace, other_pc: Workspace, prepared: Path, tmp_path: Path
) -> None:
    taken(city, prepared / "fixed.xlsx")
    taken(city, sent(other_pc, tmp_path / "又一份.xlsx"))
    assert [one.question for one in receive.journal(city)] == ["key", ""]
    trust.accept(city, FUTIAN, kid_of(other_pc), today=DAY, by=OFFICER)
    assert [one.question for one in receive.journal(city)] == ["", ""]


def test_both_keys_of_an_office_are_trusted_once_accepted(
    city: Workspace, other_pc: Workspace, prepared: Path, tmp_path: Path
) -> None:
    taken(city, prepared / "fixed.xlsx")
    path = sent(other_pc, tmp_path / "又一份.xlsx")
    taken(city, path, key="take")
    assert [told(taken(city, one))[0] for one in (path, prepared / "fixed.xlsx")] == [TrustState.TRUSTED] * 2


def test_the_same_key_on_two_pcs_asks_nothing(
    city: Workspace, futian: Workspace, other_pc: Workspace, prepared: Path, tmp_path: Path
) -> None:
    code = keyring.recovery_code(futian, today=TODAY, by="李敏").value
    keyring.restore(other_pc, code.lower().replace("-", " "), today=TODAY, by="王芳")
    taken(city, prepared / "fixed.xlsx")
    verdict = taken(city, sent(other_pc, tmp_path / "又一份.xlsx"))
    assert told(verdict)[0] is TrustState.TRUSTED
    assert verdict.question == ""


def test_a_key_may_be_accepted_before_the_first_file(city: Workspace, futian: Workspace, prepared: Path) -> None:
    trust.accept(city, "福田", fingerprint(kid_of(futian)).lower(), today=TODAY, by=OFFICER)
    assert told(taken(city, prepared / "fixed.xlsx"))[0] is TrustState.TRUSTED


def test_a_key_that_is_no_longer_trusted_is_said_and_locks_nobody_out(
    city: Workspace, futian: Workspace, prepared: Path
) -> None:
    taken(city, prepared / "fixed.xlsx")
    trust.decline(city, FUTIAN, kid_of(futian), today=DAY, by=OFFICER)
    verdict = taken(city, prepared / "fixed.xlsx")
    assert verdict.verdict is Verdict.SAME
    assert codes(verdict) >= {"signature_declined"}
    trust.accept(city, FUTIAN, kid_of(futian), today=DAY, by=OFFICER)
    assert told(taken(city, prepared / "fixed.xlsx"))[0] is TrustState.TRUSTED


def test_what_cannot_be_said_of_a_key_is_refused_in_a_sentence(city: Workspace) -> None:
    for say in (trust.accept, trust.decline):
        with pytest.raises(WrongUse):
            say(city, FUTIAN, "no fingerprint", today=TODAY, by=OFFICER)
        with pytest.raises(NotFound):
            say(city, "火星", "A" * 20, today=TODAY, by=OFFICER)
    with pytest.raises(NotFound, match="key_unknown"):
        trust.decline(city, FUTIAN, "A" * 20, today=TODAY, by=OFFICER)


# tampering


Tamper = Callable[[Envelope], Envelope]


def rewritten(path: Path, to: Path, place: Workspace, tamper: Tamper) -> Path:
    """A fixed submission with another envelope round it, as one would forge it: hidden sheet whole, sums right."""
    envelope = envelope_of(path)
    template = place.state.packages[envelope.template_id]
    (submission,) = [one for one in place.state.packages.values() if one.id in envelope.heads] or [None]
    answers = figures.submission_of(submission).answers if submission else None
    write_form(to, figures.form_of(template), answers, tamper(envelope), created=TODAY, draft="首报")
    return to


@pytest.fixture
def sender(opened: Callable[..., Workspace]) -> Workspace:
    """福田区, its form fixed."""
    return opened("futian-fixed")


def without_one(envelope: Envelope) -> Envelope:
    first = min(envelope.signatures)
    return replace(envelope, signatures={n: t for n, t in envelope.signatures.items() if n != first})


def of_another(envelope: Envelope) -> Envelope:
    stranger = PublicKey(ED25519, ed25519.public_key(b"\7" * 32).public)
    sig = ed25519.sign(b"\7" * 32, b"something else")
    text = block(Signature(ED25519, stranger.kid, sig))
    return replace(envelope, signatures=dict.fromkeys(envelope.signatures, text), keys=(key_block(stranger),))


def other_key_same_name(envelope: Envelope) -> Envelope:
    """Another key under the fingerprint of the real one."""
    (name,) = keys_in(envelope)
    forged = f"alg=ed25519;kid={name};pub={base64.b64encode(ed25519.public_key(bytes(32)).public).decode()}"
    return replace(envelope, keys=(forged,))


def with_blocks(text: str) -> Tamper:
    return lambda envelope: replace(envelope, signatures=dict.fromkeys(envelope.signatures, text))


@pytest.mark.parametrize(
    ("tamper", "state"),
    [
        (lambda envelope: replace(envelope, signatures={}, keys=()), TrustState.NONE),
        (lambda envelope: replace(envelope, keys=()), TrustState.UNCHECKED),
        (other_key_same_name, TrustState.UNCHECKED),
        (of_another, TrustState.BAD),
        (with_blocks(""), TrustState.BAD),
        (with_blocks("alg=ed25519;kid=;sig="), TrustState.BAD),
        (with_blocks("\N{SNOWMAN}" * 30_000), TrustState.BAD),
        (with_blocks("alg=ed25519;kid=" + "A" * 20 + ";sig=" + "A" * 180), TrustState.UNCHECKED),
        (with_blocks('=HYPERLINK("http://example.invalid")'), TrustState.BAD),
        (with_blocks(f"alg=sm2sm3;kid={'A' * 20};sig=AAAA"), TrustState.UNCHECKED),
        (lambda envelope: replace(envelope, keys=(*["x" * 30_000] * 3, *envelope.keys)), TrustState.FIRST),
        (lambda envelope: replace(envelope, keys=("x",) * 500), TrustState.UNCHECKED),
        (lambda envelope: replace(envelope, sheet_signatures={"nonsense": "x"}), TrustState.FIRST),
    ],
)
def test_a_forged_envelope_is_said_and_taken(
    city: Workspace, sender: Workspace, prepared: Path, tmp_path: Path, tamper: Tamper, state: TrustState
) -> None:
    path = rewritten(prepared / "fixed.xlsx", tmp_path / "forged.xlsx", sender, tamper)
    verdict = taken(city, path)
    assert verdict.verdict is Verdict.TAKEN
    assert verdict.trust is not None
    assert verdict.trust.state is state
    assert len(trust.known_keys(city)) == (state is TrustState.FIRST)


def test_a_file_of_a_unit_that_used_to_sign_is_pointed_out(
    city: Workspace, sender: Workspace, prepared: Path, tmp_path: Path
) -> None:
    taken(city, prepared / "fixed.xlsx")
    path = rewritten(
        prepared / "fixed.xlsx", tmp_path / "bare.xlsx", sender, lambda one: replace(one, signatures={}, keys=())
    )
    assert "signature_missing" in codes(taken(city, path))


def test_every_byte_of_a_block_counts(prepared: Path, futian: Workspace) -> None:
    """By the real key: whatever character of a block is another one, the block is not good any more."""
    envelope = envelope_of(prepared / "fixed.xlsx")
    name, text = next(iter(envelope.signatures.items()))
    known = {key.kid: key for one in envelope.keys if (key := parse_key_block(one))}
    from ipdesk.domain.ledger.signature import package_statement, weigh

    def state(changed: str) -> TrustState:
        return weigh(
            FUTIAN, {name: package_statement(name)}, {name: changed}, known, known=tuple(known), verify=ed25519.verify
        ).state

    assert state(text) is TrustState.TRUSTED
    for place, letter in enumerate(text):
        for other in {"A", "b", "7", "=", ";", " ", "\0"} - {letter}:
            assert state(text[:place] + other + text[place + 1 :]) in (TrustState.BAD, TrustState.UNCHECKED)


def test_a_changed_target_in_a_template_is_named_at_the_district(
    city: Workspace, prepared: Path, tmp_path: Path
) -> None:
    """The packages are the city's, the visible cell is not: the comparison names it, the signature does not fit."""
    path = altered_template(prepared, tmp_path / "changed.xlsx", city)
    with workspace.create(tmp_path / "new.ipdesk", unit=FUTIAN, plan="sz-155", today=TODAY) as place:
        verdict = taken(place, path)
        assert verdict.verdict is Verdict.TAKEN
        assert verdict.trust is not None
        assert verdict.trust.state is TrustState.BAD
        named = [finding for finding in verdict.findings if finding.code == "template_altered"]
        assert [(one.where.row, one.where.column, one.where.cell != "") for one in named] == [
            ("protection-stations", "unit", True)
        ]
        assert codes(verdict) >= {"signature_bad"}


def altered_template(prepared: Path, to: Path, city: Workspace) -> Path:
    """A template whose visible unit of measure is another, everything else left as it was."""
    envelope = envelope_of(prepared / f"template-{FUTIAN}.xlsx")
    form = figures.form_of(city.state.packages[envelope.template_id])
    rows = tuple(replace(row, unit="万家") if row.key == "protection-stations" else row for row in form.rows)
    write_form(to, replace(form, rows=rows), None, envelope, created=TODAY)
    return to


def test_the_signature_of_a_sheet_of_another_form_does_not_fit(city: Workspace, prepared: Path, tmp_path: Path) -> None:
    own, others = (envelope_of(prepared / f"template-{unit}.xlsx") for unit in (FUTIAN, LUOHU))
    form = figures.form_of(city.state.packages[own.template_id])
    mixed = replace(own, sheet_signatures=others.sheet_signatures)
    write_form(tmp_path / "mixed.xlsx", form, None, mixed, created=TODAY)
    with workspace.create(tmp_path / "new.ipdesk", unit=FUTIAN, plan="sz-155", today=TODAY) as place:
        assert told(taken(place, tmp_path / "mixed.xlsx"))[0] is TrustState.BAD


def test_a_returned_form_filled_at_home_is_the_citys(futian: Workspace, prepared: Path, tmp_path: Path) -> None:
    """Somebody of the district filled the template in Excel: what was issued is as it was."""
    verdict = taken(futian, filled_by_hand(prepared / f"template-{FUTIAN}.xlsx", tmp_path / "home.xlsx"))
    assert told(verdict)[0] is TrustState.TRUSTED
    assert not codes(verdict) & {"template_altered", "signature_bad"}


def test_a_file_that_was_set_aside_makes_no_key_known(city: Workspace, sender: Workspace, tmp_path: Path) -> None:
    path = sent(sender, tmp_path / "of-futian.xlsx")
    envelope = envelope_of(path)
    template = sender.state.packages[envelope.template_id]
    form = figures.form_of(template)
    rows = tuple(replace(row, name="改过的名称") if row.key == "mediation-cases" else row for row in form.rows)
    write_form(tmp_path / "改.xlsx", replace(form, rows=rows), None, envelope, created=TODAY)
    verdict = taken(city, tmp_path / "改.xlsx")
    assert verdict.verdict is Verdict.QUARANTINED
    assert trust.known_keys(city) == ()


# the office's own key


def test_the_key_is_made_with_the_workspace_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.ipdesk"
    with workspace.create(path, unit=FUTIAN, plan="sz-155", today=TODAY) as place:
        made = officekey.own(place.database)
    with workspace.open_workspace(path) as place:
        assert made is not None
        assert signing.own_key(place, today=DAY) == made
        assert made.origin == "made"
        assert "secret" not in repr(made)
        assert made.secret.hex() not in repr(made)


def test_a_data_file_of_before_gets_its_key_when_it_first_signs(futian: Workspace) -> None:
    futian.database.connection.execute("DELETE FROM office_key")
    first = signing.own_key(futian, today=DAY)
    assert signing.own_key(futian, today=DAY) == first


def test_that_the_code_was_shown_is_recorded(futian: Workspace) -> None:
    keyring.recovery_code(futian, today=TODAY, by="李敏")
    (shown,) = [one for one in keys.events(futian.database) if one.what == "printed"]
    assert (shown.unit, shown.kid, shown.by) == (FUTIAN, kid_of(futian), "李敏")
    assert all(one.what != "printed" for one in trust.known_keys(futian))


@pytest.mark.parametrize(("code", "said"), [("", "recovery_code"), ("ABCD-EFGH", "recovery_code")])
def test_a_miswritten_code_is_said(futian: Workspace, code: str, said: str) -> None:
    before = kid_of(futian)
    with pytest.raises(WrongUse, match=said):
        keyring.restore(futian, code, today=TODAY, by="")
    assert kid_of(futian) == before


def test_a_slip_is_told_with_its_group(futian: Workspace) -> None:
    groups = keyring.recovery_code(futian, today=TODAY, by="").value.split("-")
    groups[4] = groups[4][::-1] if groups[4] != groups[4][::-1] else "AAAB"
    with pytest.raises(WrongUse) as told_of:
        keyring.restore(futian, "-".join(groups), today=TODAY, by="")
    assert (told_of.value.code, told_of.value.params) == ("recovery_code_group", {"group": "5"})


def test_restoring_the_key_in_use_changes_nothing(futian: Workspace) -> None:
    code = keyring.recovery_code(futian, today=TODAY, by="").value
    assert keyring.restore(futian, code, today=TODAY, by="").value.origin == "made"


def test_a_new_key_is_another_one(futian: Workspace) -> None:
    before = kid_of(futian)
    assert keyring.renew(futian, today=TODAY, by="李敏").value.public.kid == kid_of(futian) != before


def test_training_keys_stay_in_training(tmp_path: Path, futian: Workspace) -> None:
    with workspace.create(tmp_path / "t.ipdesk", unit=FUTIAN, plan="sz-155", training=True, today=TODAY) as place:
        code = keyring.recovery_code(place, today=TODAY, by="").value
        for change in (
            lambda: keyring.renew(place, today=TODAY, by=""), lambda: keyring.restore(place, code, today=TODAY, by=""),
        ):  # fmt: skip
            with pytest.raises(Refused, match="key_training"):
                change()
    with pytest.raises(Refused, match="key_training"):
        keyring.restore(futian, code, today=TODAY, by="")


def test_two_windows_make_one_key(futian: Workspace, opened: Callable[..., Workspace]) -> None:
    futian.database.connection.execute("DELETE FROM office_key")
    other = opened("futian", again=True)
    assert signing.own_key(other, today=TODAY) == signing.own_key(futian, today=TODAY)


@pytest.mark.parametrize("ending", [".pdf", ".docx"])
def test_the_pages_are_written(futian: Workspace, tmp_path: Path, ending: str) -> None:
    written = keyring.write_recovery(futian, tmp_path / f"恢复码{ending}", today=TODAY, by="李敏").value
    card = keyring.write_fingerprint(futian, tmp_path / f"指纹{ending}", today=TODAY)
    assert written.stat().st_size > 3000 < card.stat().st_size
    if ending == ".pdf":
        from pypdf import PdfReader

        code = keyring.recovery_code(futian, today=TODAY, by="").value
        text = "".join(page.extract_text() for page in PdfReader(written).pages)
        assert len(PdfReader(written).pages) == 1
        assert all(group in text for group in code.split("-"))
        assert fingerprint(kid_of(futian)) in text.replace("\n", "")  # pages break lines at dashes, readers too
        shown = "".join(page.extract_text() for page in PdfReader(card).pages)
        assert all(group in shown for group in fingerprint(kid_of(futian)).split("-"))
        assert not any(group in shown for group in code.split("-"))
    assert all(one.what != "report" for one in outgoing.outbox(futian))


def test_a_page_of_another_kind_is_refused_before_the_code_is_shown(futian: Workspace, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="report_ending"):
        keyring.write_recovery(futian, tmp_path / "code.txt", today=TODAY, by="")
    assert [one for one in keys.events(futian.database) if one.what == "printed"] == []


# bundles of one office


PHRASE = "科里的老口令2026"


@pytest.fixture
def second(prepared: Path, tmp_path: Path) -> Iterator[Workspace]:
    """The city's new PC: it has the plan, its own key, and nothing else."""
    with workspace.create(tmp_path / "second.ipdesk", unit=CITY, plan="sz-155", today=TODAY, by="新人") as place:
        yield place


def test_a_bundle_brings_what_is_known_of_keys(
    city: Workspace, second: Workspace, prepared: Path, tmp_path: Path
) -> None:
    taken(city, prepared / "fixed.xlsx")
    verdict = taken(second, bundle.bundle(city, tmp_path / "一.zip", today=TODAY, by=OFFICER))

    assert told(verdict) == (TrustState.FIRST, kid_of(city), "")
    assert [one for one in trust.known_keys(second) if one.unit == FUTIAN] == [
        one for one in trust.known_keys(city) if one.unit == FUTIAN
    ]
    assert told(taken(second, prepared / "fixed.xlsx"))[0] is TrustState.TRUSTED
    name = next(one for one in city.state.packages.values() if one.kind == "submission").id
    assert keys.signatures(second.database, name) == keys.signatures(city.database, name) != ()


def test_the_next_bundle_brings_no_event_twice(
    city: Workspace, second: Workspace, prepared: Path, tmp_path: Path
) -> None:
    taken(city, prepared / "fixed.xlsx")
    path = bundle.bundle(city, tmp_path / "一.zip", today=TODAY, by=OFFICER)
    taken(second, path)
    before = keys.events(second.database), keys.signatures(second.database)
    assert told(taken(second, path))[0] is TrustState.TRUSTED
    assert (keys.events(second.database), keys.signatures(second.database)) == before


def test_the_key_travels_under_a_pass_phrase(
    city: Workspace, second: Workspace, prepared: Path, tmp_path: Path
) -> None:
    path = bundle.bundle(city, tmp_path / "一.zip", phrase=PHRASE, today=TODAY, by=OFFICER)
    taken(second, path)
    with pytest.raises(Refused, match="phrase_wrong"):
        keyring.take(second, path, "又一个口令啊", today=TODAY, by="新人")

    key = keyring.take(second, path, f" {PHRASE}\n", today=TODAY, by="新人").value

    assert key.public.kid == kid_of(city) == kid_of(second)
    back = bundle.bundle(second, tmp_path / "二.zip", today=TODAY, by="新人")
    assert told(taken(city, back))[0] is TrustState.TRUSTED
    with zipfile.ZipFile(path) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert city_secret(city) not in whole
    assert base64.b64encode(city_secret(city)) not in whole


def test_equal_bundles_with_a_key_are_equal(city: Workspace, tmp_path: Path) -> None:
    made = [
        bundle.bundle(city, tmp_path / f"{name}.zip", phrase=PHRASE, today=TODAY, by=OFFICER).read_bytes()
        for name in "ab"
    ]
    assert made[0] == made[1]


def test_a_short_phrase_is_refused_before_anything_is_written(city: Workspace, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="phrase_short"):
        bundle.bundle(city, tmp_path / "一.zip", phrase=" 老口令三二一零 ", today=TODAY, by=OFFICER)
    assert not (tmp_path / "一.zip").exists()


@pytest.mark.parametrize("text", ["", "x", "ipdesk-office-key/1;kid=A;salt=;box=", "\0" * 1000, "ipdesk" * 100_000])
def test_a_damaged_box_is_said(text: str) -> None:
    with pytest.raises(Refused, match="key_box_damaged"):
        keybox.opened(text, PHRASE)
    assert keybox.kid_of(text) == ""


def test_every_change_of_a_box_is_noticed() -> None:
    text = keybox.closed(bytes(range(16)), "A" * 20, PHRASE)
    assert keybox.opened(text, PHRASE) == bytes(range(16))
    for place in (21, 40, 45, 50, 70, 80, 100, 112):
        other = text[:place] + ("B" if text[place] != "B" else "C") + text[place + 1 :]
        with pytest.raises(Refused):
            keybox.opened(other, PHRASE)


def test_a_bundle_without_a_key_is_said(city: Workspace, second: Workspace, tmp_path: Path) -> None:
    path = bundle.bundle(city, tmp_path / "一.zip", today=TODAY, by=OFFICER)
    with pytest.raises(Refused, match="key_not_there"):
        keyring.take(second, path, PHRASE, today=TODAY, by="")


def remade(path: Path, to: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(to, "w") as target:
        for name in source.namelist():
            data = change(name, source.read(name))
            if data is not None:
                target.writestr(name, data)
    return to


def told_otherwise(name: str, data: bytes) -> bytes:
    """A key of a stranger slipped in as the key of 罗湖区."""
    if name != bundles.TRUST_PART:
        return data
    said = json.loads(data)
    said["events"].append({"unit": LUOHU, "kid": "A" * 20, "what": "accepted", "at": "2026-10-01"})
    return json.dumps(said).encode()


@pytest.mark.parametrize(
    ("change", "state"),
    [
        (told_otherwise, TrustState.BAD),
        (lambda name, data: None if name == bundles.SIGNATURE_PART else data, TrustState.NONE),
        (lambda name, data: None if name == bundles.TRUST_PART else data, TrustState.UNCHECKED),
        (lambda name, data: b"\xff" * 500 if name == bundles.SIGNATURE_PART else data, TrustState.BAD),
        (lambda name, data: b"[" * 100_000 if name == bundles.TRUST_PART else data, TrustState.UNCHECKED),
        (lambda name, data: data + b" " if name == bundles.MANIFEST else data, TrustState.BAD),
    ],
)
def test_what_a_changed_bundle_says_of_keys_is_not_believed(
    city: Workspace,
    second: Workspace,
    prepared: Path,
    tmp_path: Path,
    change: Callable[[str, bytes], bytes | None],
    state: TrustState,
) -> None:
    taken(city, prepared / "fixed.xlsx")
    path = remade(bundle.bundle(city, tmp_path / "一.zip", today=TODAY, by=OFFICER), tmp_path / "二.zip", change)
    verdict = taken(second, path)
    assert verdict.verdict is Verdict.TAKEN
    assert verdict.trust is not None
    assert verdict.trust.state is state
    assert trust.known_keys(second) == ()
    assert keys.signatures(second.database) == ()


def test_a_bundle_by_a_third_key_is_asked_about(
    city: Workspace, second: Workspace, prepared: Path, tmp_path: Path
) -> None:
    taken(second, bundle.bundle(city, tmp_path / "一.zip", today=TODAY, by=OFFICER))
    with workspace.create(tmp_path / "third.ipdesk", unit=CITY, plan="sz-155", today=TODAY) as third:
        taken(third, prepared / "by-hand.xlsx")
        fixed_somewhere = bundle.bundle(third, tmp_path / "三.zip", today=TODAY, by="")
    verdict = taken(second, fixed_somewhere)
    assert told(verdict)[0] is TrustState.CHANGED
    assert verdict.question == "key"


# trace


def test_the_trace_tells_the_signature(city: Workspace, futian: Workspace, prepared: Path) -> None:
    taken(city, prepared / "fixed.xlsx")
    reference = f"{FUTIAN}/protection-stations/2026-Q3"
    accepted_there(city)
    assert signature_in(trace.trace(city, reference)) == f"可信（{fingerprint(kid_of(futian))}）"
    trust.decline(city, FUTIAN, kid_of(futian), today=DAY, by=OFFICER)
    assert "已更换" in str(signature_in(trace.trace(city, reference)))


def accepted_there(city: Workspace) -> None:
    from ipdesk.services import review

    (line,) = review.waiting(city)
    review.accept(city, line.id, today=TODAY, by=OFFICER)


def signature_in(node: trace.TraceNode) -> str | None:
    found = dict(node.facts).get("签名")
    return found or next((said for child in node.children if (said := signature_in(child))), None)


# hidden sheet


def test_signatures_and_keys_survive_the_hidden_sheet() -> None:
    envelope = replace(
        forms.envelope(), signatures={"a" * 64: "one", "b" * 64: "two"}, sheet_signatures={"indicators": "three"},
        keys=("k1", "k2"),
    )  # fmt: skip
    read, troubles = from_meta(to_meta(envelope))
    assert (read, troubles) == (envelope, ())


def test_a_flood_of_rows_is_read_in_bounds() -> None:
    rows = to_meta(forms.envelope())[:-1]
    rows += [("key", "k" * 30_000)] * 2_000 + [(f"signature.{number:064x}", "x") for number in range(5_000)]
    read, troubles = from_meta(rows)
    assert read is not None
    assert len(read.keys) <= 8
    assert troubles == ("meta_changed",)


# short words


def kid_of(place: Workspace) -> str:
    key = officekey.own(place.database)
    assert key is not None
    return key.public.kid


def city_secret(place: Workspace) -> bytes:
    key = officekey.own(place.database)
    assert key is not None
    return key.secret


def keys_in(envelope: Envelope) -> set[str]:
    return {key.kid for text in envelope.keys if (key := parse_key_block(text))}


def package_name(body: bytes) -> str:
    from ipdesk.exchange.envelope import package_id

    return package_id(body)


def told(verdict: FileVerdict) -> tuple[TrustState, str, str]:
    assert verdict.trust is not None
    return verdict.trust.state, verdict.trust.kid, verdict.trust.before


def codes(verdict: FileVerdict) -> set[str]:
    return {finding.code for finding in verdict.findings if finding.code.startswith(("signature", "template"))}
