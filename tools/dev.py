"""Set ipdesk up and start it, or test it: what `./run` and `./test` call. Standard library only.

    python tools/dev.py run [ARGUMENTS OF ipdesk]
    python tools/dev.py run --setup               set up once more, from nothing, and do not start
    python tools/dev.py test [--office] [ARGUMENTS OF pytest]

The first start makes `.venv` from the pinned requirements and builds the Chinese fonts; a stamp in it makes the later
starts quick. Whatever is missing and may not be installed is named in one sentence with the command to type, and the
end is 3. A set-up that was broken off leaves no stamp, so the next start begins it anew.
"""

import sys

# Before anything else, and in words that any Python 3 understands: an old one shall say so, not show a traceback.
if not (3, 11) <= sys.version_info[:2] <= (3, 12):
    sys.stderr.write(
        "ipdesk 需要 Python 3.11 或 3.12，这里是 %d.%d：请安装（Debian、Ubuntu：sudo apt-get install python3.11 "
        "python3.11-venv）后重试。 / ipdesk needs Python 3.11 or 3.12.\n" % sys.version_info[:2]
    )
    raise SystemExit(3)

import contextlib
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NoReturn

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools import system
from tools.system import HAS_DISPLAY

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOG = ROOT / "build" / "setup.log"


class Trouble(Exception):
    """One sentence for the person who started us; the process ends with 3."""


def words(chinese: str, english: str) -> str:
    """Chinese, as everywhere in ipdesk, unless the environment asks for English."""
    return english if os.environ.get("IPDESK_LANG") == "en" else chinese


def say(chinese: str, english: str) -> None:
    """Tell on stderr what is being done; stdout belongs to ipdesk."""
    print(words(chinese, english), file=sys.stderr, flush=True)


# ---- what the system has to bring ----------------------------------------------------------------------------------


def provide_system_packages() -> None:
    """Install what the system lacks if we may; otherwise say in one sentence what it is and what to type."""
    missing, command = system.missing_packages(make_environment=not environment_finished())
    if not missing:
        return
    lead = system.right_to_install() if command[:1] == ["apt-get"] else None
    if lead is None:
        raise Trouble(name_missing(missing, command))
    say("正在安装系统组件：" + " ".join(command[4:]), "Installing system packages: " + " ".join(command[4:]))
    environment = [*lead, "env", "DEBIAN_FRONTEND=noninteractive"]
    # A fresh system has no package lists, an old one stale lists: the first failure is answered by fetching them.
    if logged([*environment, *command]) != 0:
        logged([*environment, "apt-get", "update"])
        if logged([*environment, *command]) != 0:
            raise Trouble(name_missing(missing, command))
    missing, command = system.missing_packages(make_environment=not environment_finished())
    if missing:
        raise Trouble(name_missing(missing, command))


def name_missing(missing: list[str], command: list[str]) -> str:
    """The sentence for what is missing."""
    if not command:
        return words(
            f"缺少系统组件 {'、'.join(missing)}，本机没有认识的软件包管理器：请系统管理员装好后重试。",
            f"The system lacks {', '.join(missing)} and no known package manager is here: have them installed.",
        )
    typed = ["apt-get", "install", *command[4:]] if command[0] == "apt-get" else command
    line = ("" if os.geteuid() == 0 else "sudo ") + " ".join(typed)
    return words(
        f"缺少系统组件 {'、'.join(missing)}：请输入 {line} 安装后重试（软件包列表过期时先输入 apt-get update）。",
        f"The system lacks {', '.join(missing)}: type {line} and start again (apt-get update first if lists are old).",
    )


# ---- what we bring ourselves ---------------------------------------------------------------------------------------


def logged(command: list[str]) -> int:
    """Run a command with its output in the log, where `last_words` finds it; returns its status."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.open("a", encoding="utf-8") as log:
        log.write("\n$ " + " ".join(command) + "\n")
        log.flush()
        return subprocess.run(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, check=False
        ).returncode


def last_words() -> str:
    """The last line of the log that says something."""
    lines = [line.strip() for line in LOG.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    return lines[-1][:200] if lines else ""


def stamp_text(kind: str) -> str:
    """What a finished set-up of this kind (`run` or `dev`) was made from."""
    digest = hashlib.sha256()
    for name in ("pyproject.toml", f"requirements/{kind}.txt", "ipdesk/paint/fontset.py"):
        digest.update((ROOT / name).read_bytes())
    return f"{base_python()}\n{digest.hexdigest()}\n{sys.version_info[:3]}\n"


def base_python() -> str:
    """The Python that the virtual environment hangs on: when it is another, the environment is made anew."""
    return "%d.%d %s" % (*sys.version_info[:2], sys.base_prefix)


def stamp_file(kind: str) -> Path:
    """Where the stamp of a kind lies."""
    return VENV / f"ipdesk-{kind}.stamp"


def read_stamp(kind: str) -> str:
    """The stamp as it is; empty if there is none."""
    try:
        return stamp_file(kind).read_text(encoding="utf-8")
    except OSError:
        return ""


def environment_finished() -> bool:
    """Whether a set-up has ever come to its end here: what an unfinished one left is made anew."""
    return bool(read_stamp("run") or read_stamp("dev"))


def is_set_up(kind: str) -> bool:
    """Whether a start may go ahead at once. The libraries are looked at each time: Qt would abort without them."""
    return read_stamp(kind) == stamp_text(kind) and PYTHON.exists() and not system.missing_libraries()


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Two starts at once: the second waits for the first one's set-up."""
    path = ROOT / ".setup.lock"
    try:
        handle = path.open("a+b")
    except OSError as error:
        raise Trouble(
            words(
                f"不能写入程序文件夹 {ROOT}（{error.strerror}）：请把它复制到自己可写的位置后再启动。",
                f"The folder {ROOT} cannot be written ({error.strerror}): copy it to a place of your own.",
            )
        ) from error
    with handle:
        if not lock(handle, wait=False):
            say("另一个窗口正在安装，请稍候……", "Another start is setting up, waiting …")
            lock(handle, wait=True)
        yield


def lock(handle: IO[bytes], *, wait: bool) -> bool:
    """Take the lock; it falls when the process ends, however it ends."""
    if sys.platform == "win32":
        import msvcrt

        handle.seek(0)
        while True:  # LK_LOCK itself gives up after ten seconds
            try:
                msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
                return True
            except OSError:
                if not wait:
                    return False
    else:
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            return True
        except BlockingIOError:
            return False


def set_up(kind: str) -> None:
    """System packages, virtual environment, pinned requirements, fonts, stamp."""
    if is_set_up(kind):
        return
    with alone():
        if is_set_up(kind):
            return
        LOG.parent.mkdir(exist_ok=True)
        LOG.write_text("", encoding="utf-8")
        provide_system_packages()
        if is_set_up(kind):
            return
        finished = read_stamp("run") or read_stamp("dev")
        for old in ("run", "dev"):
            if old == kind or read_stamp(old) != stamp_text(old):
                stamp_file(old).unlink(missing_ok=True)
        if not (finished.startswith(base_python() + "\n") and PYTHON.exists()):
            make_environment()
        install(kind)
        say("正在生成中文字体（仅首次，约半分钟）……", "Building the Chinese fonts (once, about half a minute) …")
        if logged([str(PYTHON), str(ROOT / "tools" / "fonts.py")]) != 0:
            raise Trouble(
                words(f"中文字体没有生成：{last_words()}（详见 {LOG}）", f"No fonts: {last_words()} (see {LOG})")
            )
        for made in {kind, "run"}:  # the developer's requirements hold the others, with the same versions
            stamp_file(made).write_text(stamp_text(made), encoding="utf-8")
        say("安装完成。", "Set-up done.")


def make_environment() -> None:
    """An empty `.venv`; one that was left half-made goes first."""
    say("首次启动：正在建立运行环境 .venv ……", "First start: making the environment .venv …")
    shutil.rmtree(VENV, ignore_errors=True)
    if logged([sys.executable, "-m", "venv", str(VENV)]) != 0:
        raise Trouble(
            words(f"运行环境没有建成：{last_words()}（详见 {LOG}）", f"No environment: {last_words()} (see {LOG})")
        )


def install(kind: str) -> None:
    """The pinned requirements, every file checked against its hash, nothing compiled."""
    say(
        "正在下载并安装依赖（仅首次，约 200 MB）……" if kind == "run" else "正在下载并安装依赖和检查工具……",
        "Downloading and installing the requirements …",
    )
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--retries", "2"]
    command += ["--only-binary", ":all:", "--require-hashes", "-r", f"requirements/{kind}.txt"]
    if logged(command) == 0:
        return
    text = LOG.read_text(encoding="utf-8", errors="replace")
    if any(sign in text for sign in ("NewConnectionError", "NameResolutionError", "ProxyError", "Timeout", "SSLError")):
        raise Trouble(
            words(
                f"下载依赖时连不上软件包索引：请接通网络，或用 pip config 指定单位的镜像后重试（详见 {LOG}）。",
                f"The package index cannot be reached: connect, or name a mirror by pip config, and retry (see {LOG}).",
            )
        )
    raise Trouble(words(f"依赖没有装成：{last_words()}（详见 {LOG}）", f"Not installed: {last_words()} (see {LOG})"))


# ---- the commands --------------------------------------------------------------------------------------------------


def environment() -> dict[str, str]:
    """What the started processes see: our tree first, and without a screen Qt's own off-screen one."""
    result = dict(os.environ)
    result["PYTHONPATH"] = os.pathsep.join([str(ROOT), *filter(None, [result.get("PYTHONPATH")])])
    if not HAS_DISPLAY:
        result.setdefault("QT_QPA_PLATFORM", "offscreen")
    return result


def ipdesk(*arguments: str) -> int:
    """Run ipdesk and wait for it."""
    return subprocess.run([str(PYTHON), str(ROOT / "main.py"), *arguments], env=environment(), check=False).returncode


def become_ipdesk(arguments: list[str]) -> NoReturn:
    """Be ipdesk from here on, with its status as ours."""
    command = [str(PYTHON), str(ROOT / "main.py"), *arguments]
    if os.name == "posix":
        sys.stdout.flush()
        os.execve(command[0], command, environment())
    raise SystemExit(subprocess.run(command, env=environment(), check=False).returncode)


def demo_folder() -> Path:
    """A new folder for the demonstration: what somebody went on with in an earlier one is his."""
    base = ROOT / "out" / "demo" if os.access(ROOT, os.W_OK) else Path.home() / "ipdesk-demo"
    number = 1
    while (out := base if number == 1 else base.with_name(f"{base.name}-{number}")).exists():
        number += 1
    return out


def run(arguments: list[str]) -> int:
    """Start ipdesk; where nobody can see a window, play the demonstration and draw the window to a picture."""
    if arguments == ["--setup"]:
        with alone():
            for kind in ("run", "dev"):
                stamp_file(kind).unlink(missing_ok=True)
    set_up("run")
    if arguments == ["--setup"]:
        return 0
    if arguments or HAS_DISPLAY:
        become_ipdesk(arguments)
    out = demo_folder()
    say(
        "本机没有显示器：演示全流程，并把窗口画成图片。",
        "No display: playing the demonstration and drawing the window.",
    )
    status = ipdesk("demo", "--out", str(out))
    if status == 0:
        picture = out / "window.png"
        status = ipdesk("window", "--picture", str(picture), "--data", str(out / "city.ipdesk"))
        if status == 0:
            print(words(f"文件都在 {out}，窗口的样子见 {picture}", f"All files lie in {out}; the window: {picture}"))
    return status


def test(arguments: list[str]) -> int:
    """Every check; with arguments for pytest only the tests that they choose. 0 if all passed."""
    set_up("dev")
    python, env = str(PYTHON), {**environment(), "QT_QPA_PLATFORM": "offscreen"}
    checks = {
        "ruff check": ["ruff", "check", "--quiet"],
        "ruff format": ["ruff", "format", "--check", "--quiet"],
        "mypy": ["mypy"],
    }
    if [argument for argument in arguments if argument != "--office"]:
        checks = {}
    failed = []
    for name, command in checks.items():
        say(f"== {name}", f"== {name}")
        if subprocess.run([python, "-m", *command], cwd=ROOT, env=env, check=False).returncode != 0:
            failed.append(name)
    say("== pytest", "== pytest")  # with the import contracts and the catalogues among its tests
    parallel = [] if any(argument.startswith("-n") for argument in arguments) else ["-n", "2"]
    pytest = subprocess.run([python, "-m", "pytest", "-q", *parallel, *arguments], cwd=ROOT, env=env, check=False)
    if failed:
        say(f"没有通过：{'、'.join(failed)}", f"Failed: {', '.join(failed)}")
    return pytest.returncode or (1 if failed else 0)


def main() -> int:
    """Dispatch; see the module's text."""
    command, arguments = (sys.argv[1] if len(sys.argv) > 1 else "run"), sys.argv[2:]
    try:
        if command == "run":
            return run(arguments)
        if command == "test":
            return test(arguments)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        say("已中断。", "Interrupted.")
        return 130
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
