"""How long work tells what it has done, and is asked to stop."""

from typing import Protocol


class Cancelled(Exception):
    """Raised out of `Progress.report` when the person asked to stop: what was finished until then stays."""


class Progress(Protocol):
    """Told after each step of long work; may raise `Cancelled`."""

    def report(self, done: int, total: int, note: str) -> None: ...


class NullProgress:
    """Nobody is watching."""

    def report(self, done: int, total: int, note: str) -> None: ...


NULL = NullProgress()
