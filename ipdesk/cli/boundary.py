"""The edge of the program: whatever goes wrong inside leaves it as one sentence and an exit code, never as a traceback.

0 done · 1 findings or questions left, or a rule of the ledger forbids it · 2 wrong use · 3 environment, stopped by the
person, or a mistake of ours (with a report in a file).
"""

import contextlib
import errno
import os
import platform
import sys
import traceback
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from ipdesk import __version__, paths
from ipdesk.cli.grammar import usage_sentence
from ipdesk.cli.run import DONE, ENVIRONMENT, LEFT, WRONG_USE, Answer, Run, prepare_streams
from ipdesk.domain.errors import EnvironmentTrouble, IpdeskError, Refused
from ipdesk.text import i18n
from ipdesk.text.i18n import _

#: What the system says of a file, as the code of a sentence in `text.messages`.
_OS_CODES = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.EROFS: "no_permission",
    errno.EBUSY: "file_open_elsewhere",
    errno.ENOENT: "file_not_found",
    errno.ENOTDIR: "file_not_found",
}
#: ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows, which Python reports as a missing right.
_OPEN_ELSEWHERE = (32, 33)


def run_command_line(root: click.Command, words: Sequence[str]) -> int:
    """Do what the words say and return the exit code. Raises nothing."""
    run = Run()
    as_json = _spoken_early(words)
    try:
        prepare_streams(json=as_json)
        with root.make_context("ipdesk", list(words), obj=run) as context:
            answer = root.invoke(context)
        if not isinstance(answer, Answer):
            return DONE
        run.show(answer)
        sys.stdout.flush()
        return answer.code
    except click.exceptions.Exit as done:
        return done.exit_code
    except BrokenPipeError:
        _abandon_output()  # the reader (head, less) has what it wanted
        return DONE
    except (KeyboardInterrupt, click.Abort):
        return _failed(
            as_json, ENVIRONMENT, "stopped", _("Stopped. What was finished stays, what was begun has been taken back.")
        )
    except IpdeskError as trouble:
        return _failed(as_json, _exit_code(trouble), trouble.code, _sentence(trouble))
    except click.UsageError as wrong:
        hint = _("Help: {command} --help").format(command=wrong.ctx.command_path if wrong.ctx else "ipdesk")
        return _failed(as_json, WRONG_USE, "wrong_use", usage_sentence(wrong), hint)
    except OSError as trouble:
        return _failed(as_json, ENVIRONMENT, "os", os_sentence(trouble))
    except Exception as mistake:
        if library := _missing_library(mistake):
            return _failed(as_json, ENVIRONMENT, "library_missing", _library_sentence(library))
        return _failed(as_json, ENVIRONMENT, "crash", _crash_sentence(mistake, words))


def _spoken_early(words: Sequence[str]) -> bool:
    """Take up `--lang` before anything is said; whether `--json` was asked for, since wrong use is answered so too."""
    language = ""
    for place, word in enumerate(words):
        if word == "--lang" and place + 1 < len(words):
            language = words[place + 1]
        elif word.startswith("--lang="):
            language = word.removeprefix("--lang=")
    if language in i18n.LANGUAGES:
        i18n.use_language(language)
    return "--json" in words


def _exit_code(trouble: IpdeskError) -> int:
    match trouble:
        case Refused():
            return LEFT
        case EnvironmentTrouble():
            return ENVIRONMENT
    return WRONG_USE


def _sentence(trouble: IpdeskError) -> str:
    from ipdesk.text.messages import error_sentence

    return error_sentence(trouble)


def os_sentence(trouble: OSError) -> str:
    """What the system says of a file, in a sentence: which file, why, what to do."""
    from ipdesk.text.messages import fill

    path = str(trouble.filename) if trouble.filename else _("the output")
    if getattr(trouble, "winerror", None) in _OPEN_ELSEWHERE:
        return fill("file_open_elsewhere", {"path": path})
    code = _OS_CODES.get(trouble.errno or 0, "cannot_write")
    return fill(code, {"path": path, "reason": trouble.strerror or str(trouble)})


def _missing_library(mistake: Exception) -> str:
    """The system library that Qt could not load (`libEGL.so.1: cannot open shared object file`), empty for the rest."""
    name, _colon, why = str(mistake).partition(":")
    return name if isinstance(mistake, ImportError) and ".so" in name and "shared object" in why else ""


def _library_sentence(library: str) -> str:
    said = _("The system library {name} is missing. Set ipdesk up once more with: {command}")
    return said.format(name=library, command="./run --setup")


def _failed(as_json: bool, code: int, name: str, sentence: str, hint: str = "") -> int:
    """One sentence to standard error; with `--json` also the one document that standard output is promised."""
    with contextlib.suppress(OSError, ValueError):
        if as_json:
            click.echo(_error_document(name, sentence))
            sys.stdout.flush()
    with contextlib.suppress(OSError, ValueError):
        click.echo(sentence, err=True)
        if hint:
            click.echo(hint, err=True)
        sys.stderr.flush()
    if _stuck(sys.stdout):
        _abandon_output()
    return code


def _error_document(name: str, sentence: str) -> str:
    from ipdesk.cli import jsontext

    return jsontext.dumps({"error": {"code": name, "sentence": sentence}})


def _stuck(stream: object) -> bool:
    """Whether what is still held back cannot be written: the interpreter would complain of it on leaving."""
    try:
        stream.flush()  # type: ignore[attr-defined]
    except (OSError, ValueError, AttributeError):
        return True
    return False


def _abandon_output() -> None:
    """Lead standard output nowhere, so that leaving the interpreter does not fail on it once more."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _crash_sentence(mistake: Exception, words: Sequence[str]) -> str:
    report = _crash_report(mistake, words)
    if report is None:
        said = _("ipdesk made a mistake ({mistake}); the data are as before. A report could not be written.")
        return said.format(mistake=type(mistake).__name__)
    said = _("ipdesk made a mistake; the data are as before. Please send this report to who looks after ipdesk: {file}")
    return said.format(file=report)


def _crash_report(mistake: Exception, words: Sequence[str]) -> Path | None:
    """Version, words and traceback in a file of the officer's folder, no figures. None when it can't be written."""
    moment = datetime.now()
    report = paths.user_data_dir() / "crash" / f"crash-{moment:%Y%m%d-%H%M%S-%f}.txt"
    lines = [
        f"ipdesk {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"{moment:%Y-%m-%d %H:%M:%S}",
        "ipdesk " + " ".join(words),
        "",
        *traceback.format_exception(mistake),
    ]
    try:
        report.parent.mkdir(parents=True, exist_ok=True)
        report.write_text("\n".join(lines), encoding="utf-8", errors="backslashreplace")
    except OSError:
        return None
    return report
