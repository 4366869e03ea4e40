"""Workbooks are read in a confined child (`ipdesk.confined`): one bad file costs one file (excel.md part 4).

The child is this interpreter with `-m ipdesk.exchange.child`; in the bundle, where there is no `-m`, it is the
bundle's own console program with the hidden argument `CHILD_FLAG`, which the entry point hands to `run_if_asked`
before anything else. It answers a file's bytes with the workbook's cells as lines of JSON.
"""

import contextlib
import errno
import gc
import hashlib
import stat
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from ipdesk import confined
from ipdesk.confined import TIMEOUT
from ipdesk.exchange import gate
from ipdesk.exchange.kind import Kind, begins_bundle
from ipdesk.exchange.raw import RawBook, from_wire, refused, to_wire
from ipdesk.text.i18n import _

CHILD_FLAG: Final = "--read-workbook-child"


def run_if_asked(arguments: Sequence[str]) -> bool:
    """Serve as the child when the arguments (without the program) ask for it; True when it was one."""
    if list(arguments[:1]) != [CHILD_FLAG]:
        return False
    gc.set_threshold(100_000, 20, 20)  # as in `_few_collections`
    confined.serve(_answer, sys.stdin.buffer, sys.stdout.buffer)
    return True


def _answer(name: str, data: bytes) -> bytes:
    from ipdesk.exchange.intake import book_of

    try:
        book = book_of(data, name)
    except MemoryError:
        book = RawBook(name, "unknown", "", refusal=refused("file_reader_memory", name))
    except Exception:  # whatever a hostile file brought about, the next file is read all the same
        book = RawBook(name, "unknown", "", refusal=refused("file_reader_died", name))
    return to_wire(book)


def command() -> list[str]:
    """How the child is started."""
    return confined.child_command("ipdesk.exchange.child", CHILD_FLAG)


def _started_by() -> list[str]:
    """Asked at each start, so that a child that was ended may be followed by one started otherwise."""
    return command()


class WorkbookReader:
    """Reads files one after the other in a child that is kept between them. Use as a context manager."""

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self._child = confined.Child(_started_by, timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, data: bytes, name: str, sha256: str = "") -> RawBook:
        """The workbook of a file's bytes (and their SHA-256, where it is known). A child that dies or overruns is a
        refusal, not an error.
        """
        sha256 = sha256 or hashlib.sha256(data).hexdigest()
        if len(data) > gate.MAX_PACKED:
            finding = refused("file_too_big", name, limit=str(gate.MAX_PACKED // 1_000_000))
            return RawBook(name, "unknown", "", refusal=finding)  # only its beginning was read
        answer = self._child.ask(name, data)
        if not isinstance(answer, confined.Broken):
            try:
                return from_wire(answer, name, sha256, data)
            except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
                answer = confined.Broken.DIED
        self.close()
        params = {"seconds": str(int(self._child.timeout))} if answer is confined.Broken.SLOW else {}
        broken = refused(f"file_reader_{answer.value}", name, **params)
        return RawBook(name, "unknown", sha256, refusal=broken, data=data)

    def close(self) -> None:
        """End the child."""
        self._child.close()


class _Remembered:
    """Books that were read lately and not asked for again: taking a file follows its preview, and it is read once.

    By content and name. A book is given out once; when it is full, nothing more is kept until some are.
    """

    MOST: Final = 100
    LARGEST: Final = 500_000  # bytes of a file

    def __init__(self) -> None:
        self._books: dict[tuple[str, str], RawBook] = {}
        self._lock = threading.Lock()

    def give(self, sha256: str, name: str) -> RawBook | None:
        with self._lock:
            return self._books.pop((sha256, name), None)

    def keep(self, book: RawBook) -> None:
        with self._lock:
            if len(self._books) < self.MOST and len(book.data) <= self.LARGEST and book.refusal is None:
                self._books[book.sha256, book.name] = book


_remembered: Final = _Remembered()


def open_workbook(path: Path, *, timeout: float = TIMEOUT) -> RawBook:
    """One file, in a child of its own. OSError when the file itself cannot be read."""
    with WorkbookReader(timeout) as reader:
        return _opened(reader, path)


def _opened(reader: WorkbookReader, path: Path) -> RawBook:
    data = _bytes_of(path)
    sha256 = hashlib.sha256(data).hexdigest()
    known = _remembered.give(sha256, path.name)
    if known is not None:
        return known
    if len(data) > gate.MAX_PACKED and begins_bundle(data):
        # The office's own packages may weigh more than any workbook; they are not read here.
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return RawBook(path.name, Kind.BUNDLE, sha256, refusal=refused("file_bundle", path.name))
    book = reader.read(data, path.name, sha256)
    _remembered.keep(book)
    return book


def _bytes_of(path: Path) -> bytes:
    """The file's bytes, one more than the limit at most: a film dropped on the window is refused, not loaded.

    OSError for what is no file: a pipe would keep everybody waiting, a device never end.
    """
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        raise OSError(errno.EINVAL, _("not a file"), str(path))
    with path.open("rb") as file:
        return file.read(min(about.st_size, gate.MAX_PACKED) + 1)


def open_workbooks(files: Iterable[Path], *, timeout: float = TIMEOUT) -> Iterator[tuple[Path, RawBook | OSError]]:
    """Many files by one child, in their order. A file that the disk does not give is its OSError."""
    with WorkbookReader(timeout) as reader, _few_collections():
        for path in files:
            try:
                book = _opened(reader, path)
            except OSError as trouble:
                yield path, trouble
                continue
            yield path, book


@contextlib.contextmanager
def _few_collections() -> Iterator[None]:
    """Python looks for circles among objects every seven hundred new ones, and a workbook makes thousands, none of
    them in a circle: a fifth of the time of reading many. Those that stay count as old afterwards, and are looked over
    with all others when Python next finds that worth while.
    """
    before = gc.get_threshold()
    gc.set_threshold(1_000_000, 20, 20)
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        gc.set_threshold(*before)


if __name__ == "__main__":
    gc.set_threshold(100_000, 20, 20)  # as in `_few_collections`
    confined.serve(_answer, sys.stdin.buffer, sys.stdout.buffer)
