"""In a locale without our signs: what is printed, and which files are read and written as what."""

import ast
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from support.project import ROOT, Project, clean_environment

ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
UTF8 = {"PYTHONUTF8": "1"}
AUDIT = ("audit", "SoftmaxSharpening")


def command(*arguments: str) -> list[bytes]:
    """As bytes: the locale that the tests run in may have no sign for it either."""
    return [part.encode() for part in (sys.executable, "-m", "manim_project", *arguments)]


def piped(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """A command whose output goes to a pipe, as to a file."""
    environment = clean_environment() | environment
    return subprocess.run(command(*arguments), cwd=ROOT, env=environment, capture_output=True)


def on_a_terminal(environment: dict[str, str], *arguments: str) -> tuple[int, bytes]:
    """The exit status of a command that runs in a wide terminal, and what is shown there."""
    ours, theirs = pty.openpty()
    environment = clean_environment() | {"COLUMNS": "250", "TERM": "dumb"} | environment
    process = subprocess.Popen(
        command(*arguments), cwd=ROOT, env=environment, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    shown = b"".join(iter(lambda: read(ours), b""))
    os.close(ours)
    return process.wait(), shown


def read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so when nobody is left at the other end
        return b""


@pytest.fixture(scope="module")
def audited() -> str:
    """The audit of one scene, printed where all signs are at hand."""
    return piped(UTF8, *AUDIT).stdout.decode()


def test_files_and_pipes_are_utf_8_whatever_the_locale(audited: str) -> None:
    done = piped(ASCII | {"PYTHONIOENCODING": "ascii"}, *AUDIT)
    assert done.returncode == 0, done.stderr
    assert "−" in audited and "│" in audited
    assert done.stdout.decode() == audited


def test_a_terminal_without_a_sign_shows_one_like_it(audited: str) -> None:
    status, shown = on_a_terminal(ASCII, *AUDIT)
    text = shown.decode("ascii")
    assert status == 0, text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len({len(row) for row in rows}) == 1  # the columns are straight
    assert len(rows) >= audited.count("\n│") > 0
    assert "| -" in text and "| −" not in text and "│ −" in audited


@pytest.mark.parametrize("environment", [ASCII, UTF8], ids=["ascii", "utf-8"])
def test_an_argument_is_told_as_it_was_given(environment: dict[str, str]) -> None:
    for status, told in (
        on_a_terminal(environment, "sheet", "−"),
        (2, piped(environment, "sheet", "−").stderr),
    ):
        assert status == 2 and "'−'" in told.decode()


def test_a_beat_is_found_by_any_of_its_signs(project: Project) -> None:
    scene = project.scene("One")
    source = scene.read_text(encoding="utf-8")
    scene.write_text(source.replace("They shrink", "They shrink ≈"), encoding="utf-8")
    found = project.make("frame", "SCENE=One", "BEAT=shrink ≈", **ASCII)
    assert found.returncode == 0, found.stderr
    wrong = project.make("frame", "SCENE=One", "BEAT=²", **ASCII)
    assert "contains '²'" in wrong.stderr


def test_a_folder_whose_name_is_not_ascii_is_rendered_to_and_watched(project: Project) -> None:
    renders = os.fsdecode("Gemälde".encode())
    rendered = project.make("One", **ASCII, RENDERS=renders)
    assert rendered.returncode == 0, rendered.stderr
    assert "Nothing to be done" in project.make("One", **ASCII, RENDERS=renders).stdout
    watching = project.start("watch", "SCENE=One", **ASCII, RENDERS=renders)
    assert watching.stdout
    told = next(line for line in watching.stdout if re.search(" (scene|error|slow) ", line))
    os.killpg(watching.pid, signal.SIGINT)
    watching.communicate(timeout=60)
    assert " scene " in told


def without_encoding(source: str) -> Iterator[int]:
    """The lines on which a text file, or a process, is read or written as the locale would."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and is_text(node):
            names = {keyword.arg for keyword in node.keywords}
            yield from [node.lineno] if "encoding" not in names else []


def is_text(call: ast.Call) -> bool:
    """Whether a call reads or writes text, by its name and mode: types are not known here."""
    name = ast.unparse(call.func).rpartition(".")[2]
    arguments = [ast.unparse(argument) for argument in (*call.args, *call.keywords)]
    if name == "open" and isinstance(call.func, ast.Attribute):  # a path's, or another thing's
        return bool(arguments) and arguments[0] in ("'r'", "'w'", "'a'", "'x'")
    if name in ("open", "fdopen"):
        return not any(mode in arguments for mode in ("'rb'", "'wb'", "'ab'", "'xb'"))
    return name in ("read_text", "write_text") or "text=True" in arguments


def test_every_text_file_and_process_has_its_encoding() -> None:
    paths = [*(ROOT / "manim_project").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in paths
        for line in without_encoding(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "path.read_text()",
        "path.write_text('a')",
        "open(path)",
        "path.open('w')",
        "run(a, text=True)",
    ],
)
def test_a_missing_encoding_is_noticed(line: str) -> None:
    assert list(without_encoding(line)) == [1]
