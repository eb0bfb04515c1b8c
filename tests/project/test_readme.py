"""What the README says of the machine, the scenes and the commands is so."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

from support.project import clean_environment

from manim_project.reference.machine import Machine
from manim_project.reference.machine.circuits.tokens import OPCODES
from manim_project.reference.machine.loader.flatten import LOWERED

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
OWN = {"output", "halt", "result", "trap.divide", "trap.overflow"}  # instructions, not operations
FENCED = re.findall(r"^```(\w*)\n(.*?)^```$", TEXT, flags=re.S | re.M)
BLOCKS = [block for language, block in FENCED if not language]


def test_the_printed_trace_is_what_the_command_prints() -> None:
    command = next(block for block in BLOCKS if "manim_project run" in block).split()
    done = subprocess.run(
        [sys.executable, *command[1:]], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout in BLOCKS


def test_the_python_example_prints_what_its_comments_say() -> None:
    (example,) = [block for language, block in FENCED if language == "python"]
    said = [line.split("  # ")[1] for line in example.splitlines() if line.startswith("print(")]
    done = subprocess.run(
        [sys.executable, "-c", example], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.splitlines() == said


def test_the_folders_are_those_of_the_tree() -> None:
    tree = next(block for block in BLOCKS if block.startswith("Makefile "))
    folders: list[str] = []
    for line in tree.splitlines():
        indent = len(line) - len(line.lstrip())
        if indent <= 6 and (names := re.match(r" *((?:[\w.]+/ ?)+)", line)):
            folders[indent // 2 :] = [names[1].split()[0]]
            for name in names[1].split():
                path = ROOT.joinpath(*folders[: indent // 2], name)
                assert path.is_dir(), path
    listed = set(re.findall(r"[\w.]+/", tree))
    rooms = {path.parent.name + "/" for path in (ROOT / "manim_project").rglob("*.py")}
    assert {room for room in rooms if not re.match(r"s\d_", room)} <= listed


def test_the_size_of_the_machine_is_as_stated() -> None:
    size = Machine().size
    stated = re.search(r"It has (.*?)\. \*\*It was built", TEXT, flags=re.S)
    assert stated
    numbers = [int(number.replace(",", "")) for number in re.findall(r"[\d,]*\d", stated[1])]
    assert numbers == [
        sum(size.heads), size.layers, size.width, sum(size.neurons), size.vocabulary,
        size.parameters, size.nonzero_parameters,
    ]  # fmt: skip


def test_the_operations_are_as_stated() -> None:
    def row(beginning: str) -> set[str]:
        line = next(line for line in TEXT.splitlines() if line.startswith(f"| {beginning}"))
        return {*re.findall(r"[a-z][a-z0-9_]*", line)}

    names = {name.rpartition(".")[2] for name in OPCODES if name not in OWN}
    native = row("native: weights do it")
    assert {
        name for name in names if {name, re.sub("_[su]$", "", name)}.isdisjoint(native)
    } == set()
    assert {name.removeprefix("i32.") for name in LOWERED} <= row("lowered to a function")


def test_every_sample_is_named() -> None:
    for path in (ROOT / "assets" / "programs").glob("*.wat"):
        assert f"`{path.stem}`" in TEXT


def test_every_command_names_a_target_that_is_there() -> None:
    blocks = [line for block in BLOCKS for line in block.splitlines()]
    commands = {*blocks, *re.findall(r"`([^`\n]*)`", TEXT)}
    targets = [shlex.split(line) for line in commands if re.match(r"make( |$)", line)]
    assert ["make", "test"] in targets
    for target in targets:
        done = subprocess.run(
            [*target, "-n"],
            cwd=ROOT,
            env=clean_environment(),
            capture_output=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr


def test_every_path_that_is_named_exists() -> None:
    for path in re.findall(r"`((?:manim_project|assets|tests)/[\w/.]*)`", TEXT):
        assert (ROOT / path).exists(), path
    modules = {str(path) for path in (ROOT / "manim_project").rglob("*.py")}
    for path in re.findall(r"`([\w/]+/\w+\.py)`", TEXT):
        assert any(module.endswith(f"/{path}") for module in modules), path
