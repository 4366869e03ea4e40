"""Nothing leaves the command line but an answer, or one sentence and an exit code."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from ipdesk.cli.main import root
from ipdesk.domain.errors import EnvironmentTrouble, NotFound, Refused, WrongUse
from ipdesk.text import messages

ROOT = Path(__file__).resolve().parents[2]


def run(*words: str) -> Result:
    return CliRunner().invoke(root, list(words))


def program(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The real program in its own process."""
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *words],
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
        cwd=ROOT,
    )


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Makes `ipdesk plan show …` fail with this exception."""
    from ipdesk.services import plans

    def fail_with(trouble: BaseException) -> None:
        def pack(_: str) -> None:
            raise trouble

        monkeypatch.setattr(plans, "pack", pack)

    return fail_with


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (NotFound("pack_unknown", id="x", known="sz-155"), 2),
        (WrongUse("unknown_period", name="x"), 2),
        (EnvironmentTrouble("disk_full", path="x"), 3),
        (Refused("pack_unknown", id="x", known=""), 1),
        (OSError(errno.ENOSPC, "No space left on device", "x.xlsx"), 3),
        (PermissionError(errno.EACCES, "Permission denied", "x.xlsx"), 3),
        (KeyboardInterrupt(), 3),
        (KeyError("our mistake"), 3),
        (RecursionError(), 3),
        (MemoryError(), 3),
    ],
)
@pytest.mark.parametrize("json_too", [False, True])
def test_every_failure_is_one_sentence_and_a_code(
    failing: Callable[[BaseException], None], trouble: BaseException, code: int, json_too: bool
) -> None:
    failing(trouble)
    result = run("plan", "show", "sz-155", *(["--json"] if json_too else []))
    assert result.exit_code == code
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.stderr
    if json_too:
        said = json.loads(result.stdout)["error"]
        assert said["sentence"] == result.stderr.strip()
    else:
        assert result.stdout == ""


def test_what_the_disk_says_names_the_file(failing: Callable[[BaseException], None]) -> None:
    failing(OSError(errno.ENOSPC, "No space left on device", "报送表.xlsx"))
    assert run("plan", "show", "sz-155").stderr.strip() == messages.fill("disk_full", {"path": "报送表.xlsx"})


def test_our_mistake_leaves_a_report_and_no_traceback_on_screen(
    failing: Callable[[BaseException], None], own_data_folder: Path
) -> None:
    failing(ZeroDivisionError("42"))
    result = run("plan", "show", "sz-155")
    (report,) = (own_data_folder / "crash").iterdir()
    assert str(report) in result.stderr
    text = report.read_text(encoding="utf-8")
    assert "ZeroDivisionError: 42" in text
    assert "ipdesk plan show sz-155" in text


def test_our_mistake_is_said_even_where_no_report_can_be_written(
    failing: Callable[[BaseException], None], own_data_folder: Path
) -> None:
    (own_data_folder / "crash").write_text("a file stands in the way", encoding="utf-8")
    failing(ZeroDivisionError())
    result = run("plan", "show", "sz-155")
    assert result.exit_code == 3
    assert "ZeroDivisionError" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["statu"], "没有 statu 这个命令，是否要用 status？"),
        (["xyzzy"], "没有 xyzzy 这个命令。"),
        (["issue"], "缺少 --period。"),
        (["issue", "--perod", "2026"], "没有 --perod 这个选项，是否要用 --period？"),
        (["status", "--period"], "选项 --period 后面要跟内容。"),
        (["status", "--period=2026-Q5"], "--period：“2026-Q5”不是报告期；请写成 2026、2026-H1、2026-Q3 或 2026-M07。"),
        (["plan", "list", "--json=1"], "选项 --json 后面不跟内容。"),
        (["plan", "list", "甲", "乙"], "多出了内容：甲 乙。"),
        (["plan", "show"], "缺少 PLAN。"),
        (["plan"], "缺少命令。"),
        (["review"], "缺少命令。"),
        (["plan", "list", "--today", "昨天"], "--today：“昨天”不是日期；请写成 2026-10-08 的样式。"),
        (["receive", "没有.xlsx"], "没有“没有.xlsx”这个文件或文件夹。"),
        (
            ["report", "digest", "--period", "2026", "--to", "x.pdf"],
            "KIND：“digest”不在可选范围内：summary / form / approval / ledger / annual / midterm / final。",
        ),
        (["fix", "2026-Q3", "--approve", "张三"], "审签记录"),
    ],
)
def test_wrong_use_is_said_in_chinese_and_ends_with_2(words: list[str], said: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_without_a_data_file_it_says_how_to_make_one() -> None:
    result = run("status", "--period", "2026-Q3")
    assert result.exit_code == 2
    assert "ipdesk init" in result.stderr


def test_wrong_use_with_json_is_one_document_too() -> None:
    result = run("status", "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["error"]["code"] == "wrong_use"


def test_help_is_chinese_without_a_word_of_the_library() -> None:
    for words in (["--help"], ["plan", "--help"], ["fill", "--help"], ["review", "return", "--help"]):
        result = run(*words)
        assert result.exit_code == 0
        assert result.stdout.startswith("用法：ipdesk")
        for english in ("Usage", "Options", "Show this message", "required", "Commands"):
            assert english not in result.stdout


def test_the_language_holds_for_help_and_errors_wherever_it_stands() -> None:
    assert run("plan", "list", "--help", "--lang", "en").stdout.startswith("Usage: ipdesk plan list")
    assert "There is no command" in run("--lang=en", "xyzzy").stderr
    assert run("plan", "list", "--lang", "klingon").exit_code == 2


def test_the_common_options_stand_before_or_after_the_command() -> None:
    after = run("plan", "list", "--json")
    between = run("plan", "--json", "list")
    before = run("--json", "plan", "list")
    assert json.loads(after.stdout) == json.loads(between.stdout) == json.loads(before.stdout)


def test_every_command_knows_the_common_options() -> None:
    def walk(command: click.Command) -> list[click.Command]:
        below = command.commands.values() if isinstance(command, click.Group) else ()
        return [command, *(deeper for one in below for deeper in walk(one))]

    for command in walk(root):
        options = {name for param in command.params if isinstance(param, click.Option) for name in param.opts}
        assert {"--data", "--today", "--by", "--json", "--lang"} <= options, command.name


def test_a_missing_system_library_is_named(failing: Callable[[BaseException], None]) -> None:
    failing(ImportError("libEGL.so.1: cannot open shared object file: No such file or directory"))
    result = run("plan", "show", "sz-155")
    assert result.exit_code == 3
    assert "libEGL.so.1" in result.stderr
    assert "./run --setup" in result.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a screen")
def test_the_window_without_a_screen_is_one_sentence() -> None:
    done = program(DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert done.returncode == 3
    assert len(done.stderr.decode().splitlines()) == 1
    assert b"Traceback" not in done.stderr


def test_version() -> None:
    assert run("--version").stdout.startswith("ipdesk 0.")


def test_the_real_program_speaks_chinese_where_the_locale_is_ascii() -> None:
    done = program(
        "plan", "list", LC_ALL="C", LANG="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"
    )
    assert done.returncode == 0, done.stderr
    assert "深圳市" in done.stdout.decode()


def test_json_is_utf_8_whatever_the_console_is() -> None:
    done = program("plan", "list", "--json", PYTHONIOENCODING="gb18030")
    assert "深圳市知识产权保护和运用“十五五”规划" in [one["title"] for one in json.loads(done.stdout.decode("utf-8"))]


def test_text_keeps_a_console_encoding_that_knows_chinese() -> None:
    done = program("plan", "list", PYTHONIOENCODING="gbk")
    assert "深圳市" in done.stdout.decode("gbk")


def test_a_reader_that_leaves_early_is_no_failure() -> None:
    with subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), "plan", "targets", "sz-155", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait() == 0
    assert said == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_under_standard_output_is_said() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, str(ROOT / "main.py"), "plan", "targets", "sz-155"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            cwd=ROOT,
        )
    assert done.returncode == 3
    assert "磁盘" in done.stderr.decode()
    assert b"Traceback" not in done.stderr
