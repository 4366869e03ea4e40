"""File names as an office gives them. Nothing is read from a name: it is for people."""

import re
import unicodedata
from typing import Final

from ipdesk.domain.form import Form
from ipdesk.exchange.words import period_words

_FORBIDDEN: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_RESERVED: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")


def safe(name: str) -> str:
    """A name that Windows, Linux and a mail program accept, at most 120 characters."""
    name = unicodedata.normalize("NFC", _FORBIDDEN.sub("", name)).strip(" .")[:120].strip(" .")
    return f"_{name}" if _RESERVED.match(name) or not name else name


def office_name(form: Form, draft: str, ending: str = ".xlsx", *, plan: str = "", training: bool = False) -> str:
    """`2026年三季度_01福田区_知识产权规划进展报送表_首报.xlsx`; `draft` is the 稿次: 模板, 首报, 修改稿2.

    `plan` is the plan's short title, given only where forms of two plans would have one name.
    """
    title = f"{form.title}（{plan}）" if plan else form.title
    parts = [period_words(form.period), f"{form.unit_order:02d}{form.unit_short}", title, draft]
    if training:
        parts.insert(0, "培训")
    return safe("_".join(parts)) + ending
