"""Set-up, with stand-ins for the system's programs: what it checks, says, and leaves behind."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from support.project import ROOT

LISTS = ("pyproject.toml", "manim_project/studio/constraints.txt")
UTILITIES = ("sh", "dirname", "find", "rm", "grep", "sed", "paste", "cat", "touch", "cp", "mkdir")

# Stands in for Python, venv and pip: OLD=1 is an old Python, NO_VENV=1 lacks ensurepip, as
# Debian's does, PIP is the exit status of `pip install`, and KEPT that of one that keeps to the
# versions of constraints.txt. It is known by its version, NUMBER.
PYTHON = """#!/bin/sh
case "$*" in
    *version_info*) exit "${OLD:-0}" ;;
    *sys.version*) sed -n 's/^NUMBER=//p' "$0" ;;
    *ensurepip*) exit "${NO_VENV:-0}" ;;
    "-m venv"*) rm -rf .venv && mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
    *--constraint*) echo "$*" >>installed; exit "${KEPT:-${PIP:-0}}" ;;
    *"pip install"*) echo "$*" >>installed; exit "${PIP:-0}" ;;
esac
exit
NUMBER=3.13
"""


class Machine:
    """A copy of the project on a machine that has only the programs in `bin`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.stamp = path / ".venv/.ready"
        self.bin = path / "bin"
        self.bin.mkdir()
        (path / "manim_project/studio").mkdir(parents=True)
        shutil.copy(ROOT / "manim_project/studio/setup.sh", path / "manim_project/studio")
        for name in LISTS:
            shutil.copy(ROOT / name, path / name)
        for name in UTILITIES:
            found = shutil.which(name)
            assert found
            (self.bin / name).symlink_to(found)

    def add_programs(self) -> None:
        for name, text in {"python3": PYTHON}.items() | dict.fromkeys(
            ("cc", "make", "pkg-config"), "#!/bin/sh\n"
        ).items():
            (self.bin / name).write_text(text, encoding="utf-8")
            (self.bin / name).chmod(0o755)

    def setup(self, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.bin / "sh"), "manim_project/studio/setup.sh"],
            cwd=self.path,
            env={"PATH": str(self.bin)} | environment,
            capture_output=True,
            encoding="utf-8",
        )

    def installations(self) -> int:
        log = self.path / "installed"
        if not log.exists():
            return 0
        return sum("--constraint" in line for line in log.read_text(encoding="utf-8").splitlines())


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_an_empty_machine_is_told_what_to_install(machine: Machine) -> None:
    done = machine.setup()
    assert done.returncode == 1
    missing = next(line for line in done.stderr.splitlines() if "missing" in line)
    for word in ("C compiler", "make", "pkg-config", "Cairo", "Pango", "Python 3.11"):
        assert word in missing
    for command in ("apt-get install", "dnf install", "pacman -S", "brew install"):
        line = next(line for line in done.stderr.splitlines() if command in line)
        assert "cairo" in line and "pango" in line
    assert not machine.stamp.exists()


@pytest.mark.parametrize(
    "environment, word",
    [({"OLD": "1"}, "Python 3.11 or newer"), ({"NO_VENV": "1"}, "venv module")],
)
def test_what_is_wrong_with_python_is_named(
    machine: Machine, environment: dict[str, str], word: str
) -> None:
    machine.add_programs()
    done = machine.setup(**environment)
    assert (done.returncode, word in done.stderr, "compiler" in done.stderr) == (1, True, False)
    assert machine.installations() == 0


def test_the_second_time_nothing_is_done(machine: Machine) -> None:
    machine.add_programs()
    assert machine.setup().returncode == 0
    assert machine.stamp.exists() and machine.installations() == 1
    again = machine.setup(OLD="1")  # not even Python is looked at
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert machine.installations() == 1


def test_an_interpreter_that_is_gone_is_replaced(machine: Machine) -> None:
    machine.add_programs()
    machine.setup()
    python = machine.path / ".venv/bin/python"
    python.unlink()
    python.symlink_to("python-of-last-year")
    assert machine.setup().returncode == 0
    assert python.exists() and machine.stamp.exists() and machine.installations() == 2


def test_an_interpreter_of_ones_own_takes_the_place_of_another(machine: Machine) -> None:
    machine.add_programs()
    machine.setup()
    chosen = machine.path / "my own python"
    chosen.write_text(PYTHON.replace("3.13", "3.12"), encoding="utf-8")
    chosen.chmod(0o755)
    for _ in range(2):
        assert machine.setup(PYTHON=str(chosen)).returncode == 0
        assert "3.12" in (machine.path / ".venv/bin/python").read_text(encoding="utf-8")
        assert machine.installations() == 2
    assert machine.setup().returncode == 0  # whoever asks for none gets the one that is there
    assert machine.installations() == 2


def test_a_wrong_choice_of_interpreter_changes_nothing(machine: Machine) -> None:
    machine.add_programs()
    machine.setup()
    for environment in ({"PYTHON": "/no/python"}, {"PYTHON": "python3", "OLD": "1"}):
        done = machine.setup(**environment)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.splitlines() == [
            f"setup: PYTHON={environment['PYTHON']} does not run, or is older than Python 3.11"
        ]
    assert machine.stamp.exists() and machine.installations() == 1


@pytest.mark.parametrize("name", LISTS)
def test_a_change_of_what_is_listed_installs_again(machine: Machine, name: str) -> None:
    machine.add_programs()
    machine.setup()
    later = machine.stamp.stat().st_mtime + 10
    os.utime(machine.path / name, (later, later))
    assert machine.setup().returncode == 0
    assert machine.installations() == 2


def test_versions_that_cannot_be_had_are_given_up(machine: Machine) -> None:
    machine.add_programs()
    done = machine.setup(KEPT="1")
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = (line for line in done.stdout.splitlines() if "constraints.txt" in line)
    assert "pyproject.toml allows" in line
    first, second = (machine.path / "installed").read_text(encoding="utf-8").splitlines()
    assert f"--constraint {LISTS[1]}" in first and "--constraint" not in second
    assert machine.stamp.exists()


def test_a_failed_installation_is_not_taken_for_a_finished_one(machine: Machine) -> None:
    machine.add_programs()
    failed = machine.setup(PIP="1")
    assert failed.returncode == 1 and "pip could not install" in failed.stderr
    assert not machine.stamp.exists()
    assert machine.setup().returncode == 0
    assert machine.stamp.exists() and machine.installations() == 2
