"""The edit loop, run for real: what a save shows, what a mistake says, and that it ends clean."""

import json
import os
import re
import signal
import socket
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import av
import numpy as np
import pytest
from PIL import Image
from support.project import Project

# These start and kill many processes: not two such files at once.
pytestmark = pytest.mark.xdist_group("processes")

needs_proc = pytest.mark.skipif(not Path("/proc/net").exists(), reason="asks Linux's /proc")
PATIENCE = 60  # seconds to wait for a line, on a loaded machine


class Watch:
    """`make watch` of scene One, and the lines that it prints."""

    def __init__(self, project: Project, *arguments: str) -> None:
        self.project = project
        self.process = project.start("watch", "SCENE=One", *arguments)
        self._lines: Queue[str] = Queue()
        self.seen: list[str] = []
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line)

    def until(self, pattern: str) -> str:
        """The next line that holds the pattern; `seen` has all those up to it."""
        self.seen = []
        while True:
            try:
                self.seen.append(self._lines.get(timeout=PATIENCE).rstrip())
            except Empty:
                raise AssertionError(f"{pattern!r} did not come, only {self.seen}") from None
            if re.search(pattern, self.seen[-1]):
                return self.seen[-1]

    def end(self) -> tuple[int, str]:
        """Press Ctrl-C: exit status and stderr."""
        os.killpg(self.process.pid, signal.SIGINT)
        _, errors = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, errors

    @property
    def folder(self) -> Path:
        return self.project.path / "renders/watch/One"


Start = Callable[..., Watch]


@pytest.fixture
def start(project: Project) -> Iterator[Start]:
    """Starts watchers; afterwards they are ended, and what the test has saved is put back."""
    saved = {path: path.read_bytes() for path in (project.scene("One"), project.scene("Two"))}
    started: list[Watch] = []

    def start(*arguments: str) -> Watch:
        started.append(Watch(project, *arguments))
        return started[-1]

    yield start
    for watch in started:
        if watch.process.poll() is None:
            watch.end()
    for path, text in saved.items():
        path.write_bytes(text)


@pytest.fixture
def watch(start: Start) -> Watch:
    """A watcher that has drafted the scene once."""
    watch = start()
    watch.until(" scene ")
    return watch


def change(path: Path, old: str, new: str) -> None:
    """Save a file with something replaced in it, in one step as most editors do."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    saved = path.parents[2] / "saved"  # not watched: emptied and then filled would be two saves
    saved.write_text(text.replace(old, new), encoding="utf-8")
    saved.replace(path)


def frames(film: Path) -> list[np.ndarray]:
    with av.open(str(film)) as container:
        return [frame.to_ndarray().astype(int) for frame in container.decode(video=0)]


def test_the_draft_is_the_film(watch: Watch) -> None:
    drafted, film = frames(watch.folder / "scene.mp4"), frames(watch.project.film("One"))
    assert len(drafted) == len(film)
    for ours, theirs in zip(drafted, film, strict=True):
        assert np.abs(ours - theirs).mean() < 1  # two encodings of one picture


def test_a_change_of_one_beat_draws_that_beat(watch: Watch, tmp_path: Path) -> None:
    scene = watch.project.scene("One")
    before = frames(watch.folder / "scene.mp4")[-1]
    change(scene, "They shrink a little, not at all.", "They stay as they are.")
    watch.until(r" scene .* 1 of 3 beats drawn anew")
    kinds = [re.split(r"\s+", line)[1] for line in watch.seen]
    assert kinds == ["saved", "frame", "clip", "scene"]
    assert "manim_project/scenes/s1_one/scene.py" in watch.seen[0]
    for line, name in zip(watch.seen[1:], ("frame.png", "beat.mp4", "scene.mp4"), strict=True):
        seconds, path = re.findall(r"([0-9.]+) s  (\S+)", line)[0]
        assert (watch.project.path / path) == watch.folder / name
        assert 0 < float(seconds) < PATIENCE
    assert "beat 3: They stay as they are" in watch.seen[1]

    made = watch.project.make("frame", "SCENE=One", "BEAT=they stay")
    ours, theirs = (
        np.asarray(Image.open(path)).astype(int)
        for path in (watch.folder / "frame.png", watch.project.path / made.stdout.strip())
    )
    assert np.array_equal(ours, theirs)
    clip, film = frames(watch.folder / "beat.mp4"), frames(watch.folder / "scene.mp4")
    assert np.array_equal(clip[-1], film[-1])

    change(scene, "They stay as they are.", "They shrink a little, not at all.")
    watch.until(r" scene .*nothing had to be drawn")  # undone: it was in the cache
    assert [re.split(r"\s+", line)[1] for line in watch.seen] == kinds
    assert np.array_equal(frames(watch.folder / "beat.mp4")[-1], before)
    assert not np.array_equal(clip[-1], before)


def test_a_change_that_alters_no_picture_draws_nothing(watch: Watch) -> None:
    change(watch.project.scene("One"), '"""A scene for the tests."""', '"""A scene."""')
    watch.until(r" scene .*nothing had to be drawn")
    assert len(watch.seen) == 2


def test_two_saves_in_one_second_of_equal_length(watch: Watch) -> None:
    scene = watch.project.scene("One")
    for number in range(3):
        change(scene, "They shrink a little", "They shrank a little")
        watch.until(" frame .*They shrank a little")
        change(scene, "They shrank a little", "They shrink a little")
        watch.until(" scene ")
        assert number == 0 or "nothing had to be drawn" in watch.seen[-1]


def test_only_what_the_scene_depends_on_counts(watch: Watch) -> None:
    change(watch.project.scene("Two"), "not at all", "nearly")
    asset = watch.project.path / "assets/One.txt"
    asset.write_text(asset.read_text(encoding="utf-8"), encoding="utf-8")
    assert "assets/One.txt" in watch.until(" saved ")
    assert len(watch.seen) == 1
    watch.until(" scene ")


@pytest.mark.parametrize(
    "old, new, complaint",
    [
        ("def construct(self)", "def construct(self", "SyntaxError: "),
        ("self.wait(0.2)", "self.wait(1 / 0)", "ZeroDivisionError: division by zero"),
        ("from manim import", "from nowhere import", "ModuleNotFoundError: No module named"),
        (
            "scale(1.0)",
            "scale(0.9 if self.renderer.skip_animations else undefined)",
            "beat 3, only while it was drawn: NameError: name 'undefined'",
        ),
    ],
)
def test_a_mistake_is_told_and_mended(watch: Watch, old: str, new: str, complaint: str) -> None:
    scene = watch.project.scene("One")
    before = (watch.folder / "scene.mp4").read_bytes()
    change(scene, old, new)
    told = watch.until(" error ")
    assert complaint in told
    text = scene.read_text(encoding="utf-8")
    line = 1 + text[: text.index(new)].count("\n")
    assert f"manim_project/scenes/s1_one/scene.py:{line}" in told
    assert (watch.folder / "scene.mp4").read_bytes() == before
    change(scene, new, old)
    watch.until(" scene ")
    assert watch.process.poll() is None


def test_a_beat_before_a_mistake_is_shown_all_the_same(watch: Watch) -> None:
    scene = watch.project.scene("One")
    text = scene.read_text(encoding="utf-8")
    text = text.replace("Squares stand side by side.", "Squares stand in a row.")
    scene.write_text(text.replace("scale(1.0)", "scale(undefined)"), encoding="utf-8")
    watch.until(" clip ")
    kinds = [re.split(r"\s+", line)[1] for line in watch.seen]
    assert sorted(kinds) == ["clip", "error", "frame", "saved"]
    assert "beat 2: Squares stand in a row" in watch.seen[-1]


def test_a_module_that_was_missing_is_waited_for(watch: Watch) -> None:
    new = watch.project.path / "manim_project/mobjects/new.py"
    change(
        watch.project.scene("One"),
        "from manim import",
        "import manim_project.mobjects.new\nfrom manim import",
    )
    assert "No module named 'manim_project.mobjects.new'" in watch.until(" error ")
    new.write_text("", encoding="utf-8")
    watch.until(" scene ")


def test_a_draft_that_ends_by_itself_is_told(watch: Watch) -> None:
    for way, told in (("os._exit(3)", "with status 3"), ("os.kill(os.getpid(), 9)", "by signal 9")):
        change(watch.project.scene("One"), "self.wait(0.2)", way)
        assert f"the draft ended {told}" in watch.until(" error ")
        change(watch.project.scene("One"), way, "self.wait(0.2)")
        watch.until(" scene ")


def test_an_endless_loop_is_remarked_upon_and_ended_by_the_next_save(watch: Watch) -> None:
    change(watch.project.scene("One"), "self.wait(0.2)", "while True: pass")
    assert "still running after 10 s" in watch.until(" slow ")
    change(watch.project.scene("One"), "while True: pass", "self.wait(0.2)")
    watch.until(" scene ")


def test_a_beat_that_is_not_there_is_told_with_those_that_are(start: Start) -> None:
    watch = start("BEAT=²")
    assert "no beat is or contains '²'" in watch.until(" error ")
    watch.until("3  They shrink a little, not at all")


def test_the_beat_at_work_may_be_named(start: Start) -> None:
    for wanted, number in (("2", 2), ("SHRINK", 3)):
        watch = start(f"BEAT={wanted}")
        assert f"beat {number}: " in watch.until(" frame ")
        watch.until(" scene ")
        watch.end()


def get(address: str, name: str) -> tuple[str, bytes]:
    with urllib.request.urlopen(address + name, timeout=PATIENCE) as answer:
        return answer.headers["Content-Type"], answer.read()


def test_the_page(start: Start, project: Project) -> None:
    watch = start()
    address = re.findall(r"http://127\.0\.0\.1:\d+/", watch.until("http://"))[0]
    watch.until(" scene ")
    kind, page = get(address, "")
    assert kind.startswith("text/html")
    assert not re.search(rb"(src|href)\s*=\s*[\"']?(https?:)?//", page)
    change(project.scene("One"), "self.wait(0.2)", "self.wait(0.4)")
    watch.until(" scene ")
    with urllib.request.urlopen(address + "events", timeout=PATIENCE) as events:
        state = json.loads(events.readline().removeprefix(b"data: "))
    assert (state["name"], state["at"], state["error"]) == ("One", 2, "")
    assert [beat["title"] for beat in state["beats"]][1] == "Squares stand side by side"
    assert len(state["starts"]) == 4
    for name, file in (("clip", "beat.mp4"), ("scene", "scene.mp4"), ("frame", "frame.png")):
        assert get(address, name)[1] == (watch.folder / file).read_bytes()
    assert get(address, "beat/2") == ("video/mp4", (watch.folder / "beat.mp4").read_bytes())
    for nothing in ("beat/9", "../../pyproject.toml", "etc/passwd"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            get(address, nothing)
    change(project.scene("One"), "self.wait(0.4)", "self.wait(0.2)")
    watch.until(" scene ")


@needs_proc
def test_the_page_is_for_this_computer_alone(start: Start) -> None:
    watch = start()
    port = int(watch.until("http://").split("/")[2].split(":")[1])
    listening = [
        line.split()[1].split(":")[0]
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{table}").read_text(encoding="utf-8").splitlines()[1:]
        if int(line.split()[1].split(":")[1], 16) == port and line.split()[3] == "0A"
    ]
    assert listening == ["0100007F"]  # 127.0.0.1, and nothing else


def test_a_taken_port_does_not_matter(start: Start) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("127.0.0.1", 8089))
            taken.listen()
        except OSError:  # then somebody else has it, which is as good
            pass
        watch = start()
        assert "127.0.0.1:8089" not in watch.until("http://")
        watch.end()


@pytest.mark.parametrize("busy", [False, True])
def test_ctrl_c_ends_it_clean(start: Start, busy: bool) -> None:
    watch = start()
    watch.until("http://" if busy else " scene ")
    _, errors = watch.end()
    assert "Traceback" not in errors
    with pytest.raises(ProcessLookupError):
        os.killpg(watch.process.pid, 0)  # nobody of its group is left


def is_watcher_of(group: int, process: Path) -> bool:
    """Whether a folder of /proc is that of a watcher of One, or of a fork of it, in a group."""
    command = b"\0-m\0manim_project\0watch\0One\0"
    try:
        return (
            os.getpgid(int(process.name)) == group and command in (process / "cmdline").read_bytes()
        )
    except (ProcessLookupError, FileNotFoundError):  # it has ended meanwhile
        return False


@needs_proc
def test_a_killed_watcher_leaves_nobody_behind_and_the_next_one_works(start: Start) -> None:
    watch = start()
    watch.until("http://")
    watchers = [
        int(process.name)
        for process in Path("/proc").glob("[0-9]*")
        if is_watcher_of(watch.process.pid, process)
    ]
    os.kill(min(watchers), signal.SIGKILL)  # the first one; the fork server is its child
    watch.process.communicate(timeout=PATIENCE)  # until nobody holds the other end of its output
    again = start()
    again.until(" scene ")
    assert not list(again.folder.rglob("*.part"))


def test_a_scene_is_watched_once(watch: Watch) -> None:
    made = watch.project.make("watch", "SCENE=One")
    assert made.returncode == 2
    assert "One is being watched already" in made.stderr


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["watch"], ["no scene was given", "SCENE=NAME", "One, Two"]),
        (["watch", "SCENE=Three"], ["unknown scene 'Three'", "One, Two"]),
        (["frame", "SCENE=One"], ["no beat was given", "2  Squares stand side by side"]),
        (["frame", "SCENE=One", 'BEAT=it\'s "nothing"'], ["no beat is or contains", "nothing"]),
        (["frame", "SCENE=One", "BEAT=4"], ["no beat is or contains '4'", "3  They shrink"]),
    ],
)
def test_what_is_not_there_is_told(
    project: Project, arguments: list[str], words: list[str]
) -> None:
    made = project.make(*arguments)
    assert made.returncode == 2
    assert all(word in made.stderr for word in words)
    assert "Traceback" not in made.stderr


def test_a_frame_is_the_last_one_of_its_beat(project: Project) -> None:
    made = project.make("frame", "SCENE=One", "BEAT=side by SIDE")
    path = project.path / made.stdout.strip()
    assert path.name == "02-squares-stand-side-by-side.png"
    picture = Image.open(path)
    assert picture.size == (854, 480)
    red = np.asarray(picture)[240, 427 - round(3.5 * 1.25 * 60)]  # the first of eight squares
    assert tuple(red) == (255, 0, 0)
