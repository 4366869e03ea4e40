"""The child process in which foreign files are read, and the parent's end of the pipe.

A reader may hang, ask for gigabytes or abort the process (excel.md part 4): then one file is refused and a new child
goes on with the next. The child is this interpreter with `-m ipdesk.exchange.child`; in the bundle, where there is no
`-m`, it is the bundle's own console program with the hidden argument `CHILD_FLAG`, which the entry point hands to
`run_if_asked` before anything else. Both ends speak length-prefixed frames over stdin and stdout: name, bytes → JSON.
No pickle: what comes back from a child that read a hostile file is data, not code.
"""

import contextlib
import json
import os
import queue
import struct
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from ipdesk import paths
from ipdesk.exchange import gate
from ipdesk.exchange.raw import RawBook, from_plain, refused, to_plain

CHILD_FLAG: Final = "--read-workbook-child"
TIMEOUT: Final = 40.0  # seconds for one file
MEMORY: Final = 1 << 30  # bytes of address space, on POSIX
_LENGTH: Final = struct.Struct(">Q")
_MAX_ANSWER: Final = 400_000_000


def run_if_asked(arguments: Sequence[str]) -> bool:
    """Serve as the child when the arguments (without the program) ask for it; True when it was one."""
    if list(arguments[:1]) != [CHILD_FLAG]:
        return False
    serve(sys.stdin.buffer, sys.stdout.buffer)
    return True


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer requests until the parent closes the pipe."""
    from ipdesk.exchange.intake import take_in

    _limit_memory()
    while (frame := _read_frame(requests)) is not None:
        data = _read_frame(requests) or b""
        name = frame.decode("utf-8", "surrogatepass")
        try:
            book = take_in(data, name)
        except MemoryError:
            book = RawBook(name, "unknown", "", refusal=refused("file_reader_memory", name))
        except Exception:  # whatever a hostile file brought about, the next file is read all the same
            book = RawBook(name, "unknown", "", refusal=refused("file_reader_died", name))
        _write_frame(answers, json.dumps(to_plain(book), ensure_ascii=False).encode("utf-8", "surrogatepass"))


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows: the limits of the gate hold alone
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


def _write_frame(stream: IO[bytes], data: bytes) -> None:
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def command() -> list[str]:
    """How the child is started."""
    if not paths.is_bundle():
        return [sys.executable, "-m", "ipdesk.exchange.child"]
    # A program without console may have no standard streams on Windows; its console sister has.
    own = Path(sys.executable)
    sister = own.with_name(f"ipdesk-cli{own.suffix}")
    return [str(sister if sister.exists() else own), CHILD_FLAG]


def _environment() -> dict[str, str]:
    """The parent's environment, with the code that the parent itself runs found first."""
    root = str(Path(__file__).resolve().parents[2])
    known = os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (root, known)))}


class WorkbookReader:
    """Reads files one after the other in a child that is kept between them. Use as a context manager."""

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self._timeout = timeout
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, data: bytes, name: str) -> RawBook:
        """The workbook of a file's bytes. A child that dies or overruns is a refusal, not an error."""
        import hashlib

        sha256 = hashlib.sha256(data).hexdigest()
        if len(data) > gate.MAX_PACKED:
            finding = refused("file_too_big", name, limit=str(gate.MAX_PACKED // 1_000_000))
            return RawBook(name, "unknown", sha256, refusal=finding)
        answer, code = self._ask(name, data)
        if answer is not None:
            try:
                return from_plain(json.loads(answer), name, sha256)
            except (ValueError, TypeError, KeyError, IndexError):
                code = "file_reader_died"
        self.close()
        params = {"seconds": str(int(self._timeout))} if code == "file_reader_slow" else {}
        return RawBook(name, "unknown", sha256, refusal=refused(code, name, **params))

    def _ask(self, name: str, data: bytes) -> tuple[bytes | None, str]:
        """The child's answer, or None and the code of what became of it."""
        process = self._process or self._start()
        answers: queue.Queue[bytes | None] = queue.Queue()

        def talk() -> None:
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                _write_frame(process.stdin, name.encode("utf-8", "surrogatepass"))
                _write_frame(process.stdin, data)
                answers.put(_read_frame(process.stdout))
            except (OSError, ValueError):
                answers.put(None)

        # A thread, not select: pipes cannot be waited on by select on Windows.
        talker = threading.Thread(target=talk, daemon=True)
        talker.start()
        try:
            answer = answers.get(timeout=self._timeout)
            code = "file_reader_died"
        except queue.Empty:
            answer, code = None, "file_reader_slow"
            process.kill()
        talker.join(timeout=10)
        return answer, code

    def _start(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(
            command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        return self._process

    def close(self) -> None:
        """End the child."""
        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def open_workbook(path: Path, *, timeout: float = TIMEOUT) -> RawBook:
    """One file, in a child of its own. OSError when the file itself cannot be read."""
    with WorkbookReader(timeout) as reader:
        return reader.read(_bytes_of(path), path.name)


def _bytes_of(path: Path) -> bytes:
    """The file's bytes, one more than the limit at most: a film dropped on the window is refused, not loaded."""
    with path.open("rb") as file:
        return file.read(gate.MAX_PACKED + 1)


def open_workbooks(files: Iterable[Path], *, timeout: float = TIMEOUT) -> Iterator[tuple[Path, RawBook | OSError]]:
    """Many files by one child, in their order. A file that the disk does not give is its OSError."""
    with WorkbookReader(timeout) as reader:
        for path in files:
            try:
                data = _bytes_of(path)
            except OSError as trouble:
                yield path, trouble
                continue
            yield path, reader.read(data, path.name)


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
