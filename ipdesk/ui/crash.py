"""Our own mistakes: one sentence for the person, the traceback for a file. Data are safe: nothing is half written."""

import logging
import sys
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import TracebackType

from ipdesk import paths
from ipdesk.text.i18n import _

_LOG = logging.getLogger("ipdesk")


def write_report(error: BaseException, today: date) -> Path | None:
    """Write the traceback into the officer's own folder; None where not even that can be done."""
    folder = paths.user_data_dir() / "crash"
    text = "".join(traceback.format_exception(error))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(1, 1000):
            path = folder / f"{today.isoformat()}-{number}.txt"
            if not path.exists():
                path.write_text(text, encoding="utf-8")
                return path
    except OSError:
        return None
    return None


def sentence(path: Path | None) -> str:
    """What the person reads."""
    said = _("Something went wrong inside ipdesk. The data are safe: an operation is done whole or not at all.")
    return said if path is None else said + _(" A report is in {path}.").format(path=path)


def install(tell: Callable[[str], None], today: date) -> None:
    """From now on an exception in a slot is told to the person and the window stays."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _LOG.error("unhandled", exc_info=(kind, error, trace))
        tell(sentence(write_report(error, today)))

    sys.excepthook = hook
