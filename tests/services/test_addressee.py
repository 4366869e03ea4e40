"""A first start reads from the template that was dropped whose desk this is."""

from pathlib import Path

from ipdesk.services.addressee import Addressee, addressee_of


def test_a_template_says_its_plan_and_unit(prepared: Path) -> None:
    assert addressee_of(prepared / "by-hand.xlsx") == Addressee("sz-155", "440304", False)


def test_what_is_no_template_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "note.xlsx"
    path.write_text("请查收", encoding="utf-8")
    assert addressee_of(path) is None
    assert addressee_of(tmp_path / "missing.xlsx") is None
