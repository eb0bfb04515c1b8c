"""Renders that are killed, run out of disk, or meet each other: no film is ever lost or broken."""

import itertools
import os
import random
import shutil
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support.private_mounts import PrivateMounts
from support.project import Project, picture_hash

# These start and kill many processes: not two such files at once.
pytestmark = pytest.mark.xdist_group("processes")

PAGE = 4096  # bytes; a tmpfs gives out its space in these

# In a scene: the process is killed when it is about to do this for the nth time.
KILLED_AT = """
import signal
import sys

SEEN: list[str] = []


def watch(event: str, _: object) -> None:
    what, count = os.environ.get("TEST_KILLED_AT", "none 0").split()
    if event == what:
        SEEN.append(event)
        if len(SEEN) == int(count):
            os.kill(os.getpid(), signal.SIGKILL)


sys.addaudithook(watch)
"""


class Rendered:
    """A project with a render of One, which `turn` makes outdated.

    Its scene has two versions; `good` are the renders of both, `duration` is what one takes.
    """

    def __init__(self, path: Path) -> None:
        path.mkdir()
        self.project = Project(path)
        self.temporary = path / "temporary"
        self.temporary.mkdir()
        first = self.project.scene("One").read_text(encoding="utf-8") + KILLED_AT
        # Not of the same length: within a second, Python sees a change by the length alone.
        second = first.replace("Does it render?", "Does it render again?")
        self.sources = itertools.cycle((first, second))
        self.good = set()
        for _ in range(2):
            self.turn()
            process = self.start()
            self.wait_for_process(process)
            began = time.monotonic()
            assert process.communicate()[1] == ""
            self.duration = time.monotonic() - began
            self.current = self.state()
            self.good.add(self.current)
        assert len(self.good) == 2

    def turn(self) -> None:
        self.project.scene("One").write_text(next(self.sources), encoding="utf-8")

    def start(self, **environment: str) -> subprocess.Popen[str]:
        return self.project.start("One", TMPDIR=str(self.temporary), **environment)

    def wait_for_process(self, make: subprocess.Popen[str]) -> int:
        """Wait until a render is at work, and return the number of its process."""
        while make.poll() is None:
            if numbers := [path.suffix[1:] for path in self.scratch()]:
                return int(numbers[0])
            time.sleep(0.002)
        raise AssertionError(make.communicate())

    def state(self) -> tuple[str, str]:
        """The film, played to its end, and the subtitles."""
        film = self.project.film("One")
        return picture_hash(film), film.with_suffix(".srt").read_text(encoding="utf-8")

    def scratch(self) -> list[Path]:
        work = self.project.path / "renders/.work/low"
        return [path for path in work.glob("*") if path.suffix not in (".lock", ".d", ".zip")]

    def check_after_kill(self) -> None:
        """Each file is the old or the new one; the next make completes them and clears up."""
        (new,) = self.good - {self.current}
        film, subtitles = self.state()
        assert film in (self.current[0], new[0])
        assert subtitles in (self.current[1], new[1])
        films = {path.name for path in (self.project.path / "renders/low").iterdir()}
        assert films == {"One.mp4", "One.srt", "One.vtt"}
        assert len(self.scratch()) <= 1
        made = self.project.make("One", TMPDIR=str(self.temporary))
        assert made.returncode == 0, made.stderr
        self.current = self.state()
        assert self.current == new
        # A folder may be left when the kill came after the last file was in place.
        files = [path for folder in self.scratch() for path in folder.rglob("*") if path.is_file()]
        assert files == [] == list(self.temporary.iterdir())


def wait_until_gone(group: int) -> None:
    """Wait for the end of all processes of a group: nothing that was killed lives on."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.01)
    raise AssertionError(f"processes of group {group} live on")


def kill_at_random_moments(path: Path, times: int, seed: int) -> None:
    """Three ways in turn, at random fractions of the time that a render takes."""
    rendered = Rendered(path)
    moments = random.Random(seed)
    ways = ["all", "python", "interrupt"] * times
    while len(ways) > 2 * times:
        rendered.turn()
        process = rendered.start()
        python = rendered.wait_for_process(process)
        time.sleep(moments.random() * rendered.duration)
        if process.poll() is not None:
            pass
        elif ways[-1] == "python":
            os.kill(python, signal.SIGKILL)
        else:
            os.killpg(process.pid, signal.SIGKILL if ways[-1] == "all" else signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        if process.returncode != 0:  # otherwise it had finished before
            ways.pop()
        assert "Traceback" not in errors and "ignored" not in errors
        assert len(errors.splitlines()) <= 3
        wait_until_gone(process.pid)
        rendered.check_after_kill()


def test_killed_at_random_moments_20_times(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as threads:  # there are two cores
        folders = tmp_path / "a", tmp_path / "b"
        list(threads.map(kill_at_random_moments, folders, (10, 10), (1, 2)))


def test_killed_between_any_two_moves_into_place(tmp_path: Path) -> None:
    rendered = Rendered(tmp_path / "project")
    for moment in ("os.rename 1", "os.rename 2", "os.rename 3", "shutil.rmtree 1"):
        rendered.turn()
        process = rendered.start(TEST_KILLED_AT=moment)
        assert process.wait() != 0, moment
        rendered.check_after_kill()


def start_and_hang(project: Project, gate: str) -> subprocess.Popen[str]:
    """Start a render of One that stands still half-way until a file `gate` is there."""
    process = project.start("-B", "One", TEST_HANG=gate)
    assert process.stdout is not None
    while "hanging" not in process.stdout.readline():
        assert process.poll() is None
    return process


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_lives_on_when_a_scene_hangs(project: Project, sent: signal.Signals) -> None:
    film = project.film("One").read_bytes()
    process = start_and_hang(project, "never")
    (scratch,) = (project.path / "renders/.work/low").glob("One.[0-9]*")
    os.kill(int(scratch.suffix[1:]), sent)  # and not make, nor the rehearsal
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    wait_until_gone(process.pid)
    assert project.film("One").read_bytes() == film
    if sent == signal.SIGKILL:
        assert scratch.exists()
        assert project.make("-B", "One").returncode == 0
    else:
        assert errors.startswith("One: stopped; earlier renders are untouched\nmake: ")
    assert not scratch.exists()


def test_make_at_once_and_from_nothing_10_times(project: Project) -> None:
    names = ("One", "Two")
    right = [picture_hash(project.film(name)) for name in names]
    subtitles = [project.film(name).with_suffix(".srt").read_bytes() for name in names]
    for _ in range(10):
        shutil.rmtree(project.path / "renders")
        both = [project.start("-j4"), project.start("-j2", "One")]
        for process in both:
            _, errors = process.communicate(timeout=120)
            assert (process.returncode, errors) == (0, "")
        assert [picture_hash(project.film(name)) for name in names] == right
        found = [project.film(name).with_suffix(".srt").read_bytes() for name in names]
        assert found == subtitles
        assert project.would_render() == set()


def test_clean_during_a_render_breaks_no_film(project: Project) -> None:
    film = project.film("One").read_bytes()
    first = start_and_hang(project, "gate1")
    # It takes the lock away, too, so that a second render does not wait for the first.
    assert project.make("clean").returncode == 0
    second = start_and_hang(project, "gate2")
    (project.path / "gate1").touch()
    _, errors = first.communicate(timeout=60)
    assert first.returncode == 2
    assert "run make again" in errors and "Traceback" not in errors
    assert not project.film("One").exists()
    (project.path / "gate2").touch()
    assert second.communicate(timeout=60)[1] == ""
    assert project.film("One").read_bytes() == film
    assert project.make("-j2").returncode == 0


def test_a_full_disk(project: Project) -> None:
    names = ("One", "Two")
    old = {name: project.film(name).read_bytes() for name in names}
    size = sum(-(-path.stat().st_size // PAGE) for path in project.path.glob("renders/**/*.*"))
    film = -(-len(old["One"]) // PAGE)
    record = project.path / "renders/.work/low/One.zip"
    room_to_work = film + -(-record.stat().st_size // PAGE) + 12
    kept = project.path / "kept"
    shutil.copytree(project.path / "renders", kept, copy_function=shutil.copy2)
    with PrivateMounts(
        f"cd {project.path}\n"
        f"mount -t tmpfs -o size={(size + room_to_work) * PAGE} tmpfs renders\n"
        "cp -a kept/. renders"
    ) as mounts:
        disk = mounts.path(project.path / "renders")
        project.prefix = mounts.prefix
        try:
            # Room for nothing, for half of the film, and for the film but not for its subtitles.
            for command, room in (("sheet", 0), ("One", 0), ("One", film // 2), ("One", film)):
                filler = disk / "filler"
                free = os.statvfs(disk).f_bavail
                filler.write_bytes(bytes((free - room) * PAGE))
                made = project.make("-B", command)
                filler.unlink()
                assert made.returncode == 2, room
                message, _ = made.stderr.splitlines()
                assert message.startswith(f"{command}: the disk of renders")
                assert "is full (No space left on device); free some space on it" in message
                assert "make RENDERS=/another/folder" in message
                for name, content in old.items():
                    assert (disk / f"low/{name}.mp4").read_bytes() == content
                assert not list(disk.glob(".work/low/One.[0-9]*"))
            assert not list(disk.glob("sheets/*"))
            made = project.make("-B", "One")
            assert made.returncode == 0, made.stderr
            assert (disk / "low/One.mp4").read_bytes() == old["One"]
        finally:
            project.prefix = []


@pytest.mark.parametrize("scene", ["One", "SoftmaxSharpening"])
def test_the_same_commit_elsewhere_gives_the_same_film(tmp_path: Path, scene: str) -> None:
    projects = []
    for folder, seed in (("here", "0"), ("some/where else", "1")):
        path = tmp_path / folder
        path.mkdir(parents=True)
        projects.append((Project(path, real_scenes=scene != "One"), seed))
    # Another folder, and other things that must not matter.
    running = [
        project.start(scene, PYTHONHASHSEED=seed, HOME=str(project.path), LC_ALL="C")
        for project, seed in projects
    ]
    for process in running:
        assert process.communicate(timeout=120)[1] == ""
        assert process.returncode == 0
    films = [project.film(scene) for project, _ in projects]
    assert picture_hash(films[0]) == picture_hash(films[1])
    first, second = (film.with_suffix(".srt").read_bytes() for film in films)
    assert first == second
