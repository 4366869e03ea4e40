"""One run of the command line: what was said in the options that every command knows, and how it answers."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipdesk import paths
from ipdesk.cli import jsontext
from ipdesk.text.i18n import _

if TYPE_CHECKING:
    from ipdesk.services.workspace import Workspace

#: Exit codes of the contract (design, part 7).
DONE, LEFT, WRONG_USE, ENVIRONMENT = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command found: `document` for `--json`, `text` for a person. `left` says that findings or questions
    are left, so the run ends with 1.
    """

    document: Any
    text: str
    left: bool = False

    @property
    def code(self) -> int:
        return LEFT if self.left else DONE


@dataclass(slots=True)
class Run:
    """The options that every command knows, filled while the words are parsed."""

    data: Path | None = None
    day: date | None = None
    officer: str = ""
    plan_id: str = ""
    json: bool = False

    @property
    def today(self) -> date:
        """The day that the run counts from: `--today`, else the PC's."""
        return self.day or date.today()

    @contextmanager
    def workspace(self) -> Iterator["Workspace"]:
        """The workspace of `--data`, else the one last made or opened at this PC; on the plan of `--plan`."""
        from ipdesk.services.workspace import open_workspace

        with open_workspace(self.data or default_data(), self.plan_id) as workspace:
            yield workspace

    def by(self, workspace: "Workspace") -> str:
        """Who acts: `--by`, else the officer that the workspace knows."""
        from ipdesk.services import settings

        return self.officer or settings.get(workspace, "officer")

    def say(self, line: str) -> None:
        """A line while work goes on. With `--json` it goes where it does not disturb the document."""
        click.echo(line, err=self.json)

    def show(self, answer: Answer) -> None:
        """The answer, once and whole."""
        click.echo(jsontext.dumps(answer.document) if self.json else answer.text)


def default_data() -> Path:
    """The data file last made by `ipdesk init` or opened in the window. UsageError while there is none."""
    data = last_used()
    if data is None:
        raise click.UsageError(
            _("Which data file? Give --data FILE; a new one is made by: ipdesk init FILE --unit CODE --plan PLAN"),
        )
    return data


def last_used() -> Path | None:
    """The data file that this PC used last, None while there is none. The window keeps it in the same place."""
    try:
        name = _note().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return Path(name) if name else None


def remember(data: Path) -> None:
    """Make `data` what the next run takes when it says no `--data`; where that can't be written, it will be asked."""
    with suppress(OSError):
        _note().parent.mkdir(parents=True, exist_ok=True)
        _note().write_text(f"{data.resolve()}\n", encoding="utf-8")


def _note() -> Path:
    return paths.user_data_dir() / "last-file.txt"


def prepare_streams(*, json: bool) -> None:
    """Let standard output take Chinese wherever it leads, so that no answer is lost to an encoding.

    JSON is UTF-8 by its definition. For people the terminal's encoding is kept when it knows Chinese (GB 18030 on
    Windows), signs beyond it are replaced; an ASCII or Latin locale gets UTF-8, which its terminal mostly shows.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if (json and stream is sys.stdout) or not _knows_chinese(stream.encoding):
            reconfigure(encoding="utf-8", errors="backslashreplace")
        else:
            reconfigure(errors="replace")


def _knows_chinese(encoding: str | None) -> bool:
    try:
        "区级报送".encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
