"""The bootstrap: what it finds missing, what it says, when it sets up again. Nothing is installed here."""

import ast
import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import dev, system

ROOT = Path(dev.__file__).resolve().parent.parent
posix = pytest.mark.skipif(os.name != "posix", reason="system packages, rights and sh are of Linux")


class FakeTree:
    """A program folder whose commands are written down and answered by a table."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.commands: list[list[str]] = []
        self.answer: Callable[[list[str]], int] = lambda command: 0
        self.missing: list[str] = []
        for name in ("pyproject.toml", "requirements/run.txt", "requirements/dev.txt", "ipdesk/paint/fontset.py"):
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(name, encoding="utf-8")
        monkeypatch.setattr(dev, "ROOT", root)
        monkeypatch.setattr(dev, "VENV", root / ".venv")
        monkeypatch.setattr(dev, "PYTHON", root / ".venv" / "bin" / "python")
        monkeypatch.setattr(dev, "LOG", root / "build" / "setup.log")
        monkeypatch.setattr(dev, "logged", self.logged)
        monkeypatch.setattr(system, "missing_libraries", lambda: self.missing)

    def logged(self, command: list[str]) -> int:
        self.commands.append(command)
        status = self.answer(command)
        if "venv" in command and status == 0:
            dev.PYTHON.parent.mkdir(parents=True, exist_ok=True)
            dev.PYTHON.write_text("", encoding="utf-8")
        return status

    def did(self, word: str) -> int:
        return sum(any(word in part for part in command) for command in self.commands)


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeTree:
    return FakeTree(tmp_path / "程序 目录", monkeypatch)


def only(manager: str) -> Callable[[str], str | None]:
    return lambda name: f"/usr/bin/{name}" if name == manager else None


def test_the_first_start_sets_up_and_the_second_does_not(tree: FakeTree) -> None:
    dev.set_up("run")
    assert [tree.did(word) for word in ("venv", "run.txt", "fonts.py")] == [len(tree.commands), 1, 1]
    tree.commands.clear()
    dev.set_up("run")
    assert tree.commands == []


def test_a_developers_set_up_holds_for_a_start(tree: FakeTree) -> None:
    dev.set_up("dev")
    tree.commands.clear()
    dev.set_up("run")
    assert tree.commands == []


def test_a_set_up_that_is_asked_for_begins_with_nothing(tree: FakeTree) -> None:
    dev.set_up("dev")
    tree.commands.clear()
    assert dev.run(["--setup"]) == 0
    assert any(command[1:3] == ["-m", "venv"] for command in tree.commands)
    assert not dev.is_set_up("dev")
    assert dev.is_set_up("run")


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements/run.txt", "ipdesk/paint/fontset.py"])
def test_what_the_set_up_was_made_from_has_changed(tree: FakeTree, name: str) -> None:
    dev.set_up("run")
    (tree.root / name).write_text("changed", encoding="utf-8")
    tree.commands.clear()
    dev.set_up("run")
    assert tree.did("-m") == 1, "pip in the environment that is there, which is not made anew"
    assert tree.did("--require-hashes") == 1


@pytest.mark.parametrize("broken_at", ["venv", "--require-hashes", "fonts.py"])
def test_a_set_up_that_was_broken_off_is_begun_anew(tree: FakeTree, broken_at: str) -> None:
    def killed(command: list[str]) -> int:
        if any(part.endswith(broken_at) for part in command):
            raise KeyboardInterrupt
        return 0

    tree.answer = killed
    with pytest.raises(KeyboardInterrupt):
        dev.set_up("run")
    half_made = tree.root / ".venv" / "half-made"
    half_made.parent.mkdir(exist_ok=True)
    half_made.write_text("", encoding="utf-8")
    tree.answer = lambda command: 0
    dev.set_up("run")
    assert not half_made.exists()
    assert dev.is_set_up("run")


def test_an_update_that_was_broken_off_is_begun_anew(tree: FakeTree) -> None:
    dev.set_up("run")
    (tree.root / "requirements/run.txt").write_text("changed", encoding="utf-8")
    tree.answer = lambda command: 1 if "--require-hashes" in command else 0
    with pytest.raises(dev.Trouble):
        dev.set_up("run")
    tree.answer = lambda command: 0
    tree.commands.clear()
    dev.set_up("run")
    assert tree.did("venv") == len(tree.commands)
    assert any(command[1:3] == ["-m", "venv"] for command in tree.commands)


def test_another_python_makes_the_environment_anew(tree: FakeTree, monkeypatch: pytest.MonkeyPatch) -> None:
    dev.set_up("run")
    monkeypatch.setattr(sys, "base_prefix", "elsewhere")
    tree.commands.clear()
    dev.set_up("run")
    assert any(command[1:3] == ["-m", "venv"] for command in tree.commands)


def test_no_network_is_one_sentence_and_status_3(
    tree: FakeTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def offline(command: list[str]) -> int:
        if "--require-hashes" not in command:
            return 0
        dev.LOG.write_text("Retrying after NewConnectionError(...)\nERROR: No matching distribution\n", "utf-8")
        return 1

    tree.answer = offline
    monkeypatch.setattr(sys, "argv", ["dev.py", "run", "--setup"])
    assert dev.main() == 3
    last = capsys.readouterr().err.splitlines()[-1]
    assert "连不上软件包索引" in last
    assert "setup.log" in last


@posix
@pytest.mark.parametrize(
    ("manager", "typed"),
    [
        ("apt-get", "apt-get install libgl1 libegl1"),
        ("dnf", "dnf install -y libglvnd-glx libglvnd-egl"),
        ("yum", "yum install -y libglvnd-glx libglvnd-egl"),
        ("zypper", "zypper --non-interactive install libglvnd"),
    ],
)
def test_what_is_missing_is_named_with_the_command_to_type(
    tree: FakeTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], manager: str, typed: str
) -> None:
    tree.missing = ["libGL.so.1", "libEGL.so.1"]
    monkeypatch.setattr(system.shutil, "which", only(manager))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(sys, "argv", ["dev.py", "run"])
    assert dev.main() == 3
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert "libGL.so.1、libEGL.so.1" in said[0]
    assert f"sudo {typed} " in said[0]
    assert tree.commands == []


@posix
def test_no_package_manager_that_we_know(tree: FakeTree, monkeypatch: pytest.MonkeyPatch) -> None:
    tree.missing = ["libGL.so.1"]
    monkeypatch.setattr(system.shutil, "which", only("none"))
    with pytest.raises(dev.Trouble, match="libGL"):
        dev.set_up("run")


@posix
def test_root_gets_them_installed_and_old_lists_are_fetched_anew(
    tree: FakeTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree.missing = ["libGL.so.1"]
    monkeypatch.setattr(system.shutil, "which", only("apt-get"))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    fetched: list[bool] = []

    def apt(command: list[str]) -> int:
        if command[-1] == "update":
            fetched.append(True)
        elif "libgl1" in command:
            if not fetched:
                return 100
            tree.missing = []
        return 0

    tree.answer = apt
    dev.set_up("run")
    assert fetched == [True]
    assert dev.is_set_up("run")


@posix
def test_a_library_that_went_away_is_noticed_before_qt_aborts(tree: FakeTree, monkeypatch: pytest.MonkeyPatch) -> None:
    dev.set_up("run")
    tree.missing = ["libGL.so.1"]
    monkeypatch.setattr(system.shutil, "which", only("apt-get"))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(dev.Trouble, match="libgl1"):
        dev.set_up("run")


def test_two_starts_at_once_do_not_set_up_at_the_same_time(tree: FakeTree) -> None:
    with dev.alone(), (tree.root / ".setup.lock").open("a+b") as second:
        assert not dev.lock(second, wait=False)
    with (tree.root / ".setup.lock").open("a+b") as second:
        assert dev.lock(second, wait=False)


def test_a_folder_that_cannot_be_written(tree: FakeTree) -> None:
    (tree.root / ".setup.lock").mkdir()
    with pytest.raises(dev.Trouble, match="不能写入"):
        dev.set_up("run")


@pytest.mark.parametrize("version", [(3, 6, 8), (3, 9, 2), (3, 10, 0), (3, 13, 0)])
def test_another_python_is_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], version: tuple[int, int, int]
) -> None:
    ast.parse(Path(dev.__file__).read_text(encoding="utf-8"), feature_version=(3, 8))
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(dev.__file__)
    assert ended.value.code == 3
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert f"这里是 {version[0]}.{version[1]}" in said[0]


def test_english_if_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPDESK_LANG", "en")
    assert dev.name_missing(["libGL.so.1"], []).startswith("The system lacks libGL.so.1")


@posix
def test_without_a_display_the_demonstration_is_played_and_the_window_drawn(
    tree: FakeTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[tuple[str, ...]] = []
    monkeypatch.setattr(dev, "HAS_DISPLAY", False)
    monkeypatch.setattr(dev, "ipdesk", lambda *arguments: ran.append(arguments) or 0)
    earlier = tree.root / "out" / "demo"
    earlier.mkdir(parents=True)
    out = tree.root / "out" / "demo-2"
    assert dev.run([]) == 0
    assert [command[0] for command in ran] == ["demo", "window"]
    assert ran[0] == ("demo", "--out", str(out))
    assert {str(out / "window.png"), str(out / "city.ipdesk")} <= set(ran[1])
    assert str(out) in capsys.readouterr().out


def test_arguments_choose_tests_and_leave_the_checkers_out(tree: FakeTree, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []

    def spawned(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        ran.append(command[2:])
        return subprocess.CompletedProcess(command, 1 if command[2] == "ruff" else 0)

    monkeypatch.setattr(dev, "set_up", lambda kind: None)
    monkeypatch.setattr(dev.subprocess, "run", spawned)
    assert dev.test(["-k", "pace", "-n0"]) == 0
    assert ran == [["pytest", "-q", "-k", "pace", "-n0"]]
    ran.clear()
    assert dev.test(["--office"]) == 1, "ruff was not content"
    assert [command[0] for command in ran] == ["ruff", "ruff", "mypy", "pytest"]
    assert ran[-1] == ["pytest", "-q", "-n", "2", "--office"]


def test_requirements_are_pinned_by_hash_and_name_no_index() -> None:
    for name in ("run", "dev"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        assert "://" not in text
        pins = [line for line in text.splitlines() if line[:1].isalpha()]
        assert pins
        assert all("==" in line and line.endswith("\\") for line in pins)


def test_the_developers_pins_hold_those_of_a_start() -> None:
    run, dev_pins = (
        {
            line
            for line in (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
            if "==" in line
        }
        for name in ("run", "dev")
    )
    assert run <= dev_pins
