"""`ipdesk trust …` and what `receive` says of signatures, as a person and as a program sees it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ipdesk.cli.main import root

Office = Callable[..., Result]
CITY, FUTIAN = "440300", "福田区"


def office(folder: Path, data: str) -> Office:
    """The command line of one PC, with a data file and a day of its own."""

    def run(*words: str, code: int = 0, typed: str | None = None) -> Result:
        given = [*words, "--data", str(folder / data), "--today", "2026-10-09", "--by", "李敏"]
        result = CliRunner().invoke(root, given, input=typed)
        assert result.exit_code == code, f"{words}: {result.stdout}{result.stderr}"
        return result

    return run


def document(result: Result) -> Any:
    return json.loads(result.stdout)


@pytest.fixture
def city(tmp_path: Path) -> Office:
    run = office(tmp_path, "city.ipdesk")
    run("init", str(tmp_path / "city.ipdesk"), "--unit", CITY, "--plan", "sz-155")
    run("issue", "--period", "2026-Q3", "--to", str(tmp_path / "out"))
    return run


@pytest.fixture
def district(tmp_path: Path) -> Office:
    run = office(tmp_path, "district.ipdesk")
    run("init", str(tmp_path / "district.ipdesk"), "--unit", FUTIAN, "--plan", "sz-155")
    return run


def template(folder: Path) -> str:
    return str(next((folder / "out").glob("*福田区*")))


def own(office: Office) -> str:
    return str(document(office("trust", "list", "--json"))["own"]["fingerprint"])


def test_receive_says_whose_file_it_is(city: Office, district: Office, tmp_path: Path) -> None:
    city_key = own(city)
    assert f"签名：首次（{city_key}）" in district("receive", template(tmp_path)).stdout
    (again,) = document(district("receive", template(tmp_path), "--json"))
    assert again["signature"] | {"signed": 0, "entries": 0} == {
        "state": "trusted", "unit": CITY, "unit_short": "深圳市", "fingerprint": city_key, "before": "", "signed": 0,
        "entries": 0, "sentence": f"可信（{city_key}）",
    }  # fmt: skip
    assert 0 < again["signature"]["signed"] == again["signature"]["entries"]


def test_a_file_of_nobody_has_no_signature(city: Office, tmp_path: Path) -> None:
    (tmp_path / "notes.xlsx").write_bytes(b"PK\x03\x04 broken")
    (verdict,) = document(city("receive", str(tmp_path / "notes.xlsx"), "--json", code=1))
    assert verdict["signature"] is None


def test_the_list_tells_who_said_what(city: Office, district: Office, tmp_path: Path) -> None:
    city_key = own(city)
    district("receive", template(tmp_path))
    district("trust", "decline", "深圳市", city_key)
    (known,) = document(district("trust", "list", "--json"))["known"]
    assert (known["unit"], known["fingerprint"], known["state"], known["by"]) == (CITY, city_key, "declined", "李敏")
    assert "不认可" in district("trust", "list").stdout
    assert "signature_declined" in district("receive", template(tmp_path), "--json", code=1).stdout
    district("trust", "accept", CITY, city_key.replace("-", " ").lower())
    district("receive", template(tmp_path))


def test_the_key_goes_on_with_the_code(city: Office, district: Office, tmp_path: Path) -> None:
    code = document(district("trust", "recovery", "--json"))["code"]
    new = office(tmp_path, "new.ipdesk")
    new("init", str(tmp_path / "new.ipdesk"), "--unit", FUTIAN, "--plan", "sz-155")
    assert own(new) != own(district)
    new("trust", "restore", *code.split("-"))
    assert own(new) == own(district)
    wrong = code[:5] + ("A" if code[5] != "A" else "B") + code[6:]
    assert "第2组" in new("trust", "restore", wrong, code=2).stderr
    new("trust", "renew")
    assert own(new) != own(district)


def test_the_key_goes_in_a_bundle(city: Office, tmp_path: Path) -> None:
    phrase = tmp_path / "口令.txt"
    phrase.write_text("科里的老口令2026\n", encoding="utf-8-sig")
    packed = str(tmp_path / "交换.zip")
    city("bundle", "--to", packed, "--with-key", "--phrase-file", str(phrase))
    new = office(tmp_path, "new.ipdesk")
    new("init", str(tmp_path / "new.ipdesk"), "--unit", CITY, "--plan", "sz-155")
    assert "签名：首次" in new("receive", packed).stdout
    assert "口令" in new("trust", "take", packed, code=1, typed="不是这个口令\n").stderr
    new("trust", "take", packed, typed="科里的老口令2026\n")
    assert own(new) == own(city)
    assert "签名：可信" in new("receive", packed).stdout


def test_a_phrase_is_typed_twice_and_not_shown(city: Office, tmp_path: Path) -> None:
    result = city("bundle", "--to", str(tmp_path / "a.zip"), "--with-key", typed="科里的老口令2026\n科里的老口令2026\n")
    assert "科里的老口令2026" not in result.stdout + result.stderr


@pytest.mark.parametrize("command", ["fingerprint", "recovery"])
def test_pages_are_written(district: Office, tmp_path: Path, command: str) -> None:
    page = tmp_path / "一页.pdf"
    said = document(district("trust", command, "--to", str(page), "--json"))
    assert page.read_bytes().startswith(b"%PDF")
    assert said["fingerprint"] == own(district)
    assert "code" not in said  # on the page alone
    district("trust", command, "--to", str(tmp_path / "一页.txt"), code=2)


@pytest.mark.parametrize(
    "words",
    [
        ("accept", "福田区", "abc"), ("accept", "火星", "A" * 20), ("decline", "福田区", "A" * 20),
        ("restore", "abc"), ("take", "nowhere.zip"), ("nonsense",),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_said(district: Office, words: tuple[str, ...]) -> None:
    result = district("trust", *words, code=2)
    assert result.stderr.strip()
    assert "Traceback" not in result.stderr
