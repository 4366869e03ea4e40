"""Signatures in the window: whose file it is, the question about a key, the office's own key."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from ipdesk.domain.ledger.signature import SenderTrust, TrustState, fingerprint
from ipdesk.services import keyring, receive, signing, trust, workspace
from ipdesk.services.judged import FileVerdict, Verdict
from ipdesk.services.workspace import Workspace
from ipdesk.ui.dialogs.trust import BundleKeyDialog, KnownKeysDialog, OfficeKeyDialog
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.trust_card import TrustCard
from ipdesk.ui.widgets.verdict_view import VerdictView
from tests.ui.windowday import DISTRICT, TODAY, Day

CITY, A, B = "440300", "A" * 20, "B" * 20


@pytest.fixture
def place(district: Path) -> Iterator[Workspace]:
    with workspace.open_workspace(district) as opened:
        yield opened


@pytest.fixture
def session(place: Workspace, look: None) -> Session:
    return Session(place, today=TODAY, by="李敏")


def words(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel))


def verdict(state: TrustState, question: str = "") -> FileVerdict:
    sender = SenderTrust(state, DISTRICT, A, B, 2, 2)
    return FileVerdict("一.xlsx", Path("一.xlsx"), Verdict.TAKEN, "一.xlsx：收到。", question=question, trust=sender)


def test_a_verdict_says_whose_file_it_is(look: None) -> None:
    view = VerdictView()
    view.show_verdict(verdict(TrustState.TRUSTED))
    assert f"签名：可信（{fingerprint(A)}）" in words(view)
    view.show_verdict(FileVerdict("二.xlsx", Path("二.xlsx"), Verdict.REFUSED, "二.xlsx：打不开。"))
    assert view.signature.isHidden()


@pytest.mark.parametrize(("name", "answer"), [("take", "take"), ("leave", "leave")])
def test_the_question_about_a_key_is_answered_where_it_is_asked(look: None, name: str, answer: str) -> None:
    view = VerdictView()
    told: list[object] = []
    view.answered.connect(lambda one, answers: told.append((one, answers)))
    asked = verdict(TrustState.CHANGED, "key")
    view.show_verdict(asked)
    button = getattr(view, name)
    assert not button.isHidden()
    assert "对方的" in button.text()
    button.click()
    assert told == [(asked, {"key": answer})]


def test_the_card_shows_the_fingerprint_and_prints_it(session: Session, tmp_path: Path, font_families: object) -> None:
    card = TrustCard(session)
    card.load()
    own = signing.own_key(session.workspace, today=TODAY)
    assert card.kid.text() == fingerprint(own.public.kid)
    assert not any(one.isHidden() for one in (card.recovery, card.restore, card.bundle))
    card.print_fingerprint(tmp_path / "指纹.pdf")
    card.print_recovery(tmp_path / "恢复码.docx")
    card.write_bundle(tmp_path / "交换.zip", "科里的老口令2026")
    assert {path.suffix for path in tmp_path.iterdir()} >= {".pdf", ".docx", ".zip"}


def test_a_training_key_is_not_handed_on(look: None, tmp_path: Path) -> None:
    with workspace.create(tmp_path / "t.ipdesk", unit=DISTRICT, plan="sz-155", training=True, today=TODAY) as training:
        card = TrustCard(Session(training, today=TODAY))
        card.load()
        assert all(one.isHidden() for one in (card.recovery, card.restore, card.bundle))


def test_a_slip_in_the_code_is_said_in_the_dialog(session: Session) -> None:
    before = signing.own_key(session.workspace, today=TODAY)
    code = keyring.recovery_code(session.workspace, today=TODAY, by="").value
    dialog = OfficeKeyDialog(None, session)
    assert not dialog.ok.isEnabled()
    dialog.code.setText(code[:-1] + ("A" if code[-1] != "A" else "B"))
    dialog.ok.click()
    assert "第9组" in dialog.trouble.text()
    assert signing.own_key(session.workspace, today=TODAY) == before


def test_the_key_goes_on_with_the_code(session: Session, day: Day) -> None:
    with workspace.open_workspace(day.city) as city:
        code = keyring.recovery_code(city, today=TODAY, by="").value
        wanted = signing.own_key(city, today=TODAY).public
    dialog = OfficeKeyDialog(None, session)
    dialog.code.setText(code)
    dialog.ok.click()
    assert dialog.result() == OfficeKeyDialog.DialogCode.Accepted
    assert signing.own_key(session.workspace, today=TODAY).public == wanted


def test_a_phrase_must_be_typed_twice(look: None) -> None:
    dialog = BundleKeyDialog(None)
    for phrase, again, good in (
        ("短", "短", False),
        ("科里的老口令2026", "别的", False),
        ("12345678", "12345678", True),
    ):
        dialog.phrase.setText(phrase)
        dialog.again.setText(again)
        assert dialog.ok.isEnabled() is good


def test_a_key_is_refused_and_accepted_again(session: Session) -> None:
    dialog = KnownKeysDialog(None, session)
    (known,) = dialog.model.things()
    assert (known.unit, known.what) == (CITY, "first")
    dialog.refuse.click()
    assert [one.what for one in trust.known_keys(session.workspace)] == ["declined"]
    assert not dialog.refuse.isEnabled()
    dialog.take.click()
    assert [(one.what, one.by) for one in trust.known_keys(session.workspace)] == [("accepted", "李敏")]


def test_what_was_received_before_signatures_shows_a_dash(session: Session) -> None:
    """A receipt of an older program says nothing of the sender."""
    (latest, *_) = receive.journal(session.workspace)
    assert latest.trust is not None
    view = VerdictView()
    view.show_verdict(FileVerdict("旧.xlsx", Path("旧.xlsx"), Verdict.TAKEN, "旧.xlsx：收到。"))
    assert view.signature.isHidden()
