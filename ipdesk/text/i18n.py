"""The one module that knows gettext.

Code is written with English msgids and asks here at the moment of use, so the language may change while ipdesk runs.
Chinese is the default whatever the system's locale says: offices run ipdesk on PCs set up in any way.
`N_` marks a constant that is translated later by `_`.
"""

import gettext as _gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from ipdesk import paths

DOMAIN: Final = "ipdesk"
LANGUAGES: Final = ("zh_CN", "en")
DEFAULT: Final = "zh_CN"

_loaded: dict[str, _gettext.NullTranslations] = {}
_language: str | None = None
_spoken: ContextVar[str] = ContextVar("_spoken", default="")


def language() -> str:
    """The language in use: the last one given to `use_language`, else `IPDESK_LANG`, else Chinese."""
    if spoken := _spoken.get():
        return spoken
    if _language is not None:
        return _language
    wished = os.environ.get("IPDESK_LANG", DEFAULT)
    return wished if wished in LANGUAGES else DEFAULT


def use_language(code: str) -> None:
    """Speak `code` from now on. ValueError for a language that ipdesk does not have."""
    global _language  # noqa: PLW0603 - the language is the state of the program, not of one caller
    if code not in LANGUAGES:
        raise ValueError(f"no such language: {code!r}; there are {', '.join(LANGUAGES)}")
    _language = code


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak `code` until the end of the block, in this thread alone: for words that were written in any language.

    ValueError for a language that ipdesk does not have.
    """
    if code not in LANGUAGES:
        raise ValueError(f"no such language: {code!r}; there are {', '.join(LANGUAGES)}")
    before = _spoken.set(code)
    try:
        yield
    finally:
        _spoken.reset(before)


def _catalogue() -> _gettext.NullTranslations:
    code = language()
    if code not in _loaded:
        # English is what the code says. A missing Chinese catalogue leaves English too: a program that speaks
        # the other language still saves the day's work; tests/test_i18n.py keeps it from being shipped.
        _loaded[code] = (
            _gettext.NullTranslations()
            if code == "en"
            else _gettext.translation(DOMAIN, paths.i18n_dir(), languages=[code], fallback=True)
        )
    return _loaded[code]


def _(message: str) -> str:
    """`message` in the language in use."""
    return _catalogue().gettext(message)


def N_(message: str) -> str:
    """Mark `message` for translation and leave it as it is."""
    return message


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form for `n` things; put `n` in by a named placeholder."""
    return _catalogue().ngettext(singular, plural, n)


def pgettext(context: str, message: str) -> str:
    """`message` where one English word has several Chinese ones; `context` tells which is meant."""
    return _catalogue().pgettext(context, message)
