"""What may be typed where a day, a period, a file or an approval is asked for; each refuses in one sentence."""

import glob
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import click

from ipdesk.domain import period as periods
from ipdesk.domain.form import Approval
from ipdesk.domain.period import Period
from ipdesk.domain.quantity import canonical
from ipdesk.text.i18n import _


def day(text: str) -> date:
    """A day written 2026-10-08."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(_("“{text}” is no day; write it like 2026-10-08.").format(text=text)) from None


def period(text: str) -> Period:
    """A report period: 2026, 2026-H1, 2026-Q3, 2026-M07, or one of the forms of a year's end."""
    try:
        return periods.parse(text.upper() if not text.endswith(("est", "flash", "final")) else text)
    except ValueError:
        said = _("“{text}” is no report period; write 2026, 2026-H1, 2026-Q3 or 2026-M07.")
        raise click.BadParameter(said.format(text=text)) from None


def figure(text: str) -> Decimal:
    """A plain decimal figure such as 12, -3.5 or 1,200."""
    try:
        return Decimal(canonical(Decimal(text.replace(",", "").replace("，", "").replace("−", "-").strip())))
    except (ValueError, InvalidOperation):
        raise click.BadParameter(_("“{text}” is no figure.").format(text=text)) from None


def existing(text: str) -> Path:
    """A file or folder that is there."""
    path = Path(text).expanduser()
    if not path.exists():
        raise click.BadParameter(_("there is no file or folder “{text}”.").format(text=text))
    return path


def target(text: str) -> Path:
    """A file or folder to be written; what is there is written anew, the folder above it must exist or be made."""
    return Path(text).expanduser()


def one_of(words: Mapping[str, str]) -> Callable[[str], str]:
    """One of a few words, said in full when another is typed. `words` are keyed by what may be typed."""

    def chosen(text: str) -> str:
        if text in words:
            return text
        raise click.BadParameter(
            _("“{text}” is none of {words}.").format(text=text, words=" / ".join(words)),
        )

    return chosen


def approval(text: str) -> Approval:
    """An approval as it is typed: 科室审核=张三@2026-10-08, the day may be left out."""
    step, equals, rest = text.partition("=")
    name, _at, when = rest.partition("@")
    if not (equals and step.strip() and name.strip()):
        said = _("“{text}” names no approval; write STEP=NAME@DAY, as in 科室审核=张三@2026-10-08.")
        raise click.BadParameter(said.format(text=text))
    return Approval(step.strip(), name.strip(), when.strip())


def pair(text: str) -> tuple[str, str]:
    """Something and what is said of it, NAME=TEXT; the text may be empty."""
    name, equals, said = text.partition("=")
    if not (equals and name.strip()):
        raise click.BadParameter(_("“{text}” does not say what of; write NAME=TEXT.").format(text=text))
    return name.strip(), said.strip()


def reply(text: str) -> tuple[str, str]:
    """The reply to a question as it is typed: ITEM=TEXT."""
    item, equals, said = text.partition("=")
    if not (equals and item.strip() and said.strip()):
        raise click.BadParameter(_("“{text}” is no reply; write ITEM=TEXT.").format(text=text))
    return item.strip(), said.strip()


def revision(text: str) -> tuple[str, str, str]:
    """A revision of the last period as it is typed: ITEM=FIGURE@REASON; a figure alone takes it back when empty."""
    item, equals, rest = text.partition("=")
    figure, _at, reason = rest.partition("@")
    if not (equals and item.strip()):
        raise click.BadParameter(_("“{text}” is no revision; write ITEM=FIGURE@REASON.").format(text=text))
    return item.strip(), figure.strip(), reason.strip()


def expanded(paths: Iterable[str]) -> tuple[Path, ...]:
    """The files meant by what was typed; a pattern that the shell left as it is (on Windows) is read here."""
    found: list[Path] = []
    for text in paths:
        matches = sorted(glob.glob(text)) if not Path(text).exists() else []
        found += [Path(match) for match in matches] if matches else [existing(text)]
    return tuple(found)
