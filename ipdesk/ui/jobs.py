"""Long work beside the window: one thread, a connection of its own for each job, progress and cancel.

A job commits once at its end, so a cancelled one has changed nothing.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from ipdesk.domain.errors import IpdeskError
from ipdesk.services.progress import Cancelled
from ipdesk.services.workspace import Workspace, open_workspace
from ipdesk.text import messages

#: Reports that come faster than this are not passed on: the window has to paint too.
_LEAST_SECONDS = 0.05


class Job(QObject):
    """One piece of work. Exactly one of `finished`, `failed`, `cancelled`, `crashed` comes, in the window's thread."""

    progressed = Signal(int, int, str)
    finished = Signal(object)
    failed = Signal(str)
    cancelled = Signal()
    crashed = Signal(object)

    def __init__(self, place: Path | Workspace, work: Callable[[Workspace, "Job"], Any]) -> None:
        """`place` is the data file, or a workspace: then the work has the same plan, on a connection of its own."""
        super().__init__()
        self._path = place if isinstance(place, Path) else place.path
        self._plan = "" if isinstance(place, Path) else place.ledger.plan
        self._work = work
        self._stop = threading.Event()
        self._last = 0.0

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._stop.set()

    def report(self, done: int, total: int, note: str) -> None:
        """What `services.progress.Progress` asks for. Raises Cancelled when the person asked to stop."""
        if self._stop.is_set():
            raise Cancelled
        now = monotonic()
        if now - self._last >= _LEAST_SECONDS or done >= total:
            self._last = now
            self.progressed.emit(done, total, note)

    def work(self) -> None:
        """Runs in the worker's thread."""
        try:
            with open_workspace(self._path, self._plan) as workspace:
                value = self._work(workspace, self)
        except Cancelled:
            self.cancelled.emit()
        except IpdeskError as error:
            self.failed.emit(messages.error_sentence(error))
        except Exception as error:
            self.crashed.emit(error)
        else:
            self.finished.emit(value)


class _Runnable(QRunnable):
    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job

    def run(self) -> None:
        self._job.work()


class Runner(QObject):
    """Runs jobs one after the other and keeps each alive until it has ended."""

    started = Signal(object)  # Job
    ended = Signal(object)  # Job

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._running: list[Job] = []

    @property
    def busy(self) -> bool:
        return bool(self._running)

    def start(self, job: Job) -> None:
        self._running.append(job)
        for signal in (job.finished, job.failed, job.crashed):
            signal.connect(lambda _value, job=job: self._end(job))
        job.cancelled.connect(lambda job=job: self._end(job))
        job.crashed.connect(_raise)
        self.started.emit(job)
        self._pool.start(_Runnable(job))

    def stop(self) -> None:
        """Ask all to stop and wait until none runs: the window closes."""
        for job in self._running:
            job.cancel()
        self._pool.waitForDone()

    def _end(self, job: Job) -> None:
        if job in self._running:
            self._running.remove(job)
        self.ended.emit(job)


def _raise(error: Exception) -> None:
    raise error
