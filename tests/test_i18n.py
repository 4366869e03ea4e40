"""The seam to gettext, and that the Chinese catalogue is whole and fresh."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ipdesk.text import i18n

ROOT = Path(__file__).resolve().parent.parent


def test_catalogues_are_whole_and_compiled() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "messages.py"), "check"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_chinese_is_the_default_whatever_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", None)
    for name in ("LANG", "LANGUAGE", "LC_ALL"):
        monkeypatch.setenv(name, "fr_FR.UTF-8")
    assert i18n.language() == "zh_CN"


@pytest.mark.parametrize(("wished", "spoken"), [("en", "en"), ("zh_CN", "zh_CN"), ("tlh", "zh_CN"), ("", "zh_CN")])
def test_the_environment_may_choose(monkeypatch: pytest.MonkeyPatch, wished: str, spoken: str) -> None:
    monkeypatch.setattr(i18n, "_language", None)
    monkeypatch.setenv("IPDESK_LANG", wished)
    assert i18n.language() == spoken


def test_an_unknown_language_is_refused_and_changes_nothing() -> None:
    with pytest.raises(ValueError, match="tlh"):
        i18n.use_language("tlh")
    assert i18n.language() == "zh_CN"


def test_english_says_what_the_code_says() -> None:
    i18n.use_language("en")
    assert i18n._("no such text {n}") == "no such text {n}"
    assert i18n.N_("kept") == "kept"
    assert [i18n.ngettext("{n} file", "{n} files", n) for n in (1, 2)] == ["{n} file", "{n} files"]
    assert i18n.pgettext("menu", "Open") == "Open"


def test_another_language_for_a_moment_and_for_one_thread_alone() -> None:
    with i18n.speaking("en"):
        assert i18n.language() == "en"
        with ThreadPoolExecutor(1) as other:
            assert other.submit(i18n.language).result() == "zh_CN"
        with i18n.speaking("zh_CN"):
            assert i18n.language() == "zh_CN"
        assert i18n.language() == "en"
    assert i18n.language() == "zh_CN"
    with pytest.raises(ValueError, match="no such language"), i18n.speaking("fr"):
        pass
