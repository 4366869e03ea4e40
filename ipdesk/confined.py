"""A child process in which foreign files are read, and the parent's end of the pipe.

A leaf: every layer may import it, it imports only `paths`. A reader of foreign files may hang, ask for gigabytes or
abort the process: then one file is refused and a new child goes on with the next. Both ends speak length-prefixed
frames over stdin and stdout: name, bytes → an answer. No pickle: what comes back from a child that read a hostile file
is data, not code.
"""

import contextlib
import os
import queue
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from ipdesk import paths

TIMEOUT: Final = 40.0  # seconds for one file
MEMORY: Final = 1 << 30  # bytes of address space, on POSIX
_LENGTH: Final = struct.Struct(">Q")
_MAX_ANSWER: Final = 400_000_000
_PIPE: Final = 1 << 20  # a usual file and its answer go through in one piece, where the system can


#: A child that reads file after file does not give each file's memory back to the system only to ask for it again
#: (glibc; other systems pass over it). `MEMORY` limits it all the same.
_KEEP_MEMORY: Final = {"MALLOC_TRIM_THRESHOLD_": str(1 << 27), "MALLOC_MMAP_THRESHOLD_": str(1 << 25)}


class Broken(StrEnum):
    """Why a child gave no answer."""

    DIED = "died"
    SLOW = "slow"


def serve(answer: Callable[[str, bytes], bytes], requests: IO[bytes], answers: IO[bytes]) -> None:
    """Be the child: answer requests until the parent closes the pipe. `answer` must not raise."""
    limit_memory()
    while (frame := _read_frame(requests)) is not None:
        data = _read_frame(requests) or b""
        _write_frames(answers, answer(frame.decode("utf-8", "surrogatepass"), data))


def limit_memory() -> None:
    """Keep this process below MEMORY, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the limits before parsing hold alone
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _read_exactly(stream: IO[bytes], count: int) -> bytes | None:
    pieces: list[bytes] = []
    while count:
        piece = stream.read(count)
        if not piece:
            return None
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)


def _read_frame(stream: IO[bytes]) -> bytes | None:
    head = _read_exactly(stream, _LENGTH.size)
    if head is None:
        return None
    (length,) = _LENGTH.unpack(head)
    return _read_exactly(stream, length) if length <= _MAX_ANSWER else None


def _write_frames(stream: IO[bytes], *frames: bytes) -> None:
    for data in frames:
        stream.write(_LENGTH.pack(len(data)))
        stream.write(data)
    stream.flush()


def child_command(module: str, flag: str) -> list[str]:
    """How a child is started: this interpreter with a module, or the bundle's console program with a hidden flag."""
    if not paths.is_bundle():
        return [sys.executable, "-m", module]
    # A program without console may have no standard streams on Windows; its console sister has.
    own = Path(sys.executable)
    sister = own.with_name(f"ipdesk-cli{own.suffix}")
    return [str(sister if sister.exists() else own), flag]


def _environment() -> dict[str, str]:
    """The parent's environment, with the code that the parent itself runs found first."""
    root = str(Path(__file__).resolve().parents[1])
    known = os.environ.get("PYTHONPATH", "")
    return {**_KEEP_MEMORY, **os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (root, known)))}


def _talk(
    process: subprocess.Popen[bytes],
    requests: "queue.SimpleQueue[tuple[str, bytes] | None]",
    answers: "queue.SimpleQueue[bytes | None]",
) -> None:
    """Put requests to a child, one after the other; None for an answer that does not come."""
    assert process.stdin is not None
    assert process.stdout is not None
    while (request := requests.get()) is not None:
        name, data = request
        try:
            _write_frames(process.stdin, name.encode("utf-8", "surrogatepass"), data)
            answers.put(_read_frame(process.stdout))
        except (OSError, ValueError):
            answers.put(None)


class Child:
    """A child that is kept from file to file. Use as a context manager.

    `command` is asked for each start, so that a child that was ended is followed by a new one.
    """

    def __init__(self, command: Callable[[], Sequence[str]], timeout: float = TIMEOUT) -> None:
        self.timeout = timeout
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._requests: queue.SimpleQueue[tuple[str, bytes] | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, name: str, data: bytes) -> bytes | Broken:
        """The child's answer, or what became of it; a broken child must be closed by the caller."""
        process = self._process or self._start()
        self._requests.put((name, data))
        try:
            return self._answers.get(timeout=self.timeout) or Broken.DIED
        except queue.Empty:
            process.kill()
        with contextlib.suppress(queue.Empty):
            self._answers.get(timeout=10)  # the talker notices that nobody answers any more
        return Broken.SLOW

    def _start(self) -> subprocess.Popen[bytes]:
        # A thread, not select: pipes cannot be waited on by select on Windows. One for each child, with queues of its
        # own, so that nothing late is taken for an answer of the next.
        self._requests, self._answers = queue.SimpleQueue(), queue.SimpleQueue()
        self._process = subprocess.Popen(
            list(self._command()),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            pipesize=_PIPE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        talker = threading.Thread(target=_talk, args=(self._process, self._requests, self._answers), daemon=True)
        talker.start()
        return self._process

    def close(self) -> None:
        """End the child; the next request starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        self._requests.put(None)
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
