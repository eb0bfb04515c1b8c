"""Draft a scene, beat by beat: run it without drawing, and draw only the beats that have changed.

At the beginning of every beat the process forks; the copy stops there. At the end of the beat its
fingerprint is known: how everything looked at several moments of each animation. If a clip of that
fingerprint is in the cache, the copy goes away; if not, it goes on from where it stopped, drawing.
So the beats before are never drawn to get to one, and two beats can be drawn at once. What differs
between those moments only is not seen; `make` draws all.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from manim import Mobject, Scene
from manim.scene.scene_file_writer import SceneFileWriter
from PIL import Image

from manim_project.scenes import SceneEntry
from manim_project.stage import Beat, Stage
from manim_project.studio import drawing
from manim_project.studio.drawing.dry_run import steps, still
from manim_project.studio.drawing.encoder import Film, FilmWriter
from manim_project.studio.drawing.incremental_renderer import IncrementalRenderer
from manim_project.studio.drawing.manim_patches import patch_manim
from manim_project.studio.error_messages import explain
from manim_project.studio.media.splice import Piece, splice
from manim_project.studio.renders.beats import NoSuchBeat, is_wanted
from manim_project.studio.renders.png import save
from manim_project.studio.renders.quality import Quality

# Of each animation: most changes of its course show at one of these.
MOMENTS = (0.15, 0.37, 0.6, 0.83, 1.0)
AT_ONCE = 2  # beats drawn side by side
KEPT = 300  # clips in the cache: undoing a change finds the old ones


class Sketcher(IncrementalRenderer):
    """Draws nothing until it is told to, but takes the fingerprint of what it would draw."""

    def __init__(self) -> None:
        super().__init__(skip_animations=True)
        self._seen = hashlib.sha256()

    def fingerprint(self) -> bytes:
        """Of everything since the last call."""
        seen, self._seen = self._seen, hashlib.sha256()
        return seen.digest()

    def draw_from_here(self) -> None:
        """Stop skipping."""
        self.skip_animations = self._original_skipping_status = False

    def _note(self, mobjects: Iterable[Mobject]) -> None:
        for appearance in self._see(mobjects):
            self._seen.update(appearance.digest)

    def save_static_frame_data(self, scene: Scene, static_mobjects: Iterable[Mobject]) -> None:
        """An animation begins: note what stands still during it, and how long it takes."""
        if self.skip_animations:
            self._seen.update(f"{scene.duration} {self.camera.background_color}".encode())
            self._note(static_mobjects)
        super().save_static_frame_data(scene, static_mobjects)

    def update_frame(
        self, scene: Scene, mobjects: Iterable[Mobject] | None = None, **settings: Any
    ) -> None:
        """A moment of it: note what moves."""
        if self.skip_animations:
            self._note(mobjects or (*scene.mobjects, *scene.foreground_mobjects))
        super().update_frame(scene, mobjects, **settings)


class BeatMarks(SceneFileWriter):
    """Writes nothing; tells where a beat begins."""

    on_section: Callable[[], None] | None = None

    def next_section(self, name: str, type_: str, skip_animations: bool) -> None:
        """A beat begins."""
        super().next_section(name, type_, skip_animations)
        if self.on_section:
            self.on_section()


class Checkpoint:
    """A copy of this process, stopped until it is told where to draw to, or to go."""

    def __init__(self, pid: int, pipe: int) -> None:
        self.pid = pid
        self._pipe = pipe

    def go_on(self, path: Path | None) -> None:
        """Let it draw the beat to a file, or end."""
        os.write(self._pipe, os.fsencode(path or "") + b"\n")
        os.close(self._pipe)


def checkpoint() -> Checkpoint | Path:
    """Fork. Returns the copy; and in the copy, once it is told so, the file to draw to."""
    read, write = os.pipe()
    pid = os.fork()
    if pid:
        os.close(read)
        return Checkpoint(pid, write)
    os.close(write)
    path = os.fsdecode(os.read(read, 4096)).strip()
    os.close(read)
    if not path:
        os._exit(0)
    return Path(path)


@dataclass
class Sketch:
    """A beat as it stands in the draft; `clip` is the path of its film in the cache."""

    number: int
    title: str
    caption: str
    clip: str


class Draft:
    """One run of a scene. `report` is called with the name of what is ready, and its details.

    `wanted` is the beat at work, by number or part of its title; without it, the first one whose
    clip is not the one in `seen`. Files go to `folder`; clips are kept in its `.clips`.
    """

    def __init__(
        self,
        entry: SceneEntry,
        quality: Quality,
        folder: Path,
        wanted: str,
        seen: dict[int, str],
        report: Callable[..., None],
    ) -> None:
        self._entry, self._quality, self._folder = entry, quality, folder
        self._wanted, self._seen, self._report = wanted, seen, report
        self._clips = folder / ".clips"
        self._sketches: list[Sketch] = []
        self._at: Sketch | None = None
        self._waiting: list[tuple[Checkpoint, Sketch]] = []
        self._drawing: dict[int, Sketch] = {}
        self._drawn = 0
        self._failed = False
        self._target: Path | None = None  # set in a copy that draws

    def run(self) -> bool:
        """Run the scene, and have all that has changed drawn and joined; False if it failed.

        A beat that stands before a mistake is drawn all the same.
        """
        try:
            self._sketch()
        except Exception as error:
            if self._target:
                _error_file(self._target).write_text(explain(error, self._folder), encoding="utf-8")
                os._exit(1)
            self._fail(explain(error, self._folder))
        else:
            self._report("beats", beats=[asdict(sketch) for sketch in self._sketches])
            if self._wanted and not self._at:
                self._fail(str(NoSuchBeat(self._wanted, self._sketches)))
        while self._waiting or self._drawing:
            while self._waiting and len(self._drawing) < AT_ONCE:
                self._draw_next()
            self._collect(wait=True)
        if len(self._sketches) and not self._failed:
            self._assemble()
        return not self._failed

    def _fail(self, text: str) -> None:
        self._failed = True
        self._report("error", text=text)

    def _sketch(self) -> None:
        """Run the scene without drawing, with a copy stopped at each beat that is to be drawn."""
        patch_manim()
        self._clips.mkdir(parents=True, exist_ok=True)
        scene_class = self._entry.load()
        renderer = Sketcher()
        self._scene: Stage = scene_class(renderer=renderer)
        self._scene.on_beat = self._end_beat
        self._scene.get_time_progression = steps(*MOMENTS)
        renderer.file_writer = BeatMarks(self._scene.file_writer_settings)
        renderer.file_writer.on_section = self._begin_beat
        self._scene.render()

    def _begin_beat(self) -> None:
        told = checkpoint()
        if isinstance(told, Checkpoint):
            self._stopped = told
            return
        self._target = told
        renderer: Sketcher = self._scene.renderer
        renderer.draw_from_here()
        del self._scene.get_time_progression
        self._part = told.with_suffix(f".{os.getpid()}.part")
        film = Film(self._part, self._quality)
        renderer.file_writer = FilmWriter(self._scene.file_writer_settings, film)

    def _end_beat(self, scene: Stage, beat: Beat) -> None:
        if self._target:
            scene.renderer.file_writer.finish()
            self._part.replace(self._target)
            os._exit(0)
        name = hashlib.sha256(_tools() + repr(self._quality).encode())
        name.update(scene.renderer.fingerprint())
        clip = self._clips / f"{name.hexdigest()[:32]}.mp4"
        sketch = Sketch(beat.number, beat.title, beat.caption, str(clip))
        self._sketches.append(sketch)
        if not self._at and self._is_at_work(sketch):
            self._at = sketch
            save(Image.fromarray(still(scene)).convert("RGB"), self._folder / "frame.png")
            self._report("frame", path=str(self._folder / "frame.png"), beat=asdict(sketch))
        if clip.exists():
            os.utime(clip)
            self._stopped.go_on(None)
            os.waitpid(self._stopped.pid, 0)
            self._tell(sketch)
        else:
            self._waiting.append((self._stopped, sketch))
            if sketch is self._at:
                self._draw_next()
        self._collect()

    def _is_at_work(self, sketch: Sketch) -> bool:
        if self._wanted:
            return is_wanted(self._wanted, sketch)
        return self._seen.get(sketch.number) != sketch.clip

    def _draw_next(self) -> None:
        """Let a stopped beat be drawn, the one at work first."""
        self._waiting.sort(key=lambda item: item[1] is not self._at)
        stopped, sketch = self._waiting.pop(0)
        stopped.go_on(Path(sketch.clip))
        self._drawing[stopped.pid] = sketch

    def _collect(self, wait: bool = False) -> None:
        """Take note of a beat that has been drawn, if there is one, or `wait` for it."""
        if not self._drawing:
            return
        pid, status = os.waitpid(-1, 0 if wait else os.WNOHANG)
        sketch = self._drawing.pop(pid, None)  # or a process that the scene itself started
        if sketch and status:
            told = _error_file(Path(sketch.clip))
            why = told.read_text(encoding="utf-8") if told.exists() else "the process was killed"
            told.unlink(missing_ok=True)
            self._fail(f"beat {sketch.number}, only while it was drawn: {why}")
        elif sketch:
            self._drawn += 1
            self._tell(sketch)

    def _tell(self, sketch: Sketch) -> None:
        if sketch is self._at:
            path = self._folder / "beat.mp4"
            _link(Path(sketch.clip), path)
            self._report("clip", path=str(path), beat=asdict(sketch))

    def _assemble(self) -> None:
        path = self._folder / "scene.mp4"
        part = path.with_name(f".scene.{os.getpid()}.part")
        counts = splice([Piece(Path(sketch.clip)) for sketch in self._sketches], part)
        part.replace(path)
        starts = [sum(counts[:i]) / self._quality.fps for i in range(len(counts) + 1)]
        self._report("scene", path=str(path), drawn=self._drawn, starts=starts)
        clips = sorted(self._clips.glob("*.mp4"), key=lambda clip: clip.stat().st_mtime)
        for clip in clips[:-KEPT]:
            clip.unlink()


def _error_file(clip: Path) -> Path:
    """Where a copy that could not draw a beat says why."""
    return clip.with_suffix(".part")


def _link(clip: Path, path: Path) -> None:
    """Put a clip in place under its public name, at once."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        os.link(clip, part)
    except OSError:  # not every file system has links
        shutil.copyfile(clip, part)
    part.replace(path)
    part.unlink(missing_ok=True)  # two links to one file are not replaced by each other


def _tools() -> bytes:
    """The code that turns mobjects into a film: when it changes, no clip is as it would be."""
    modules = (Path(__file__), *sorted(Path(drawing.__file__).parent.glob("*.py")))
    return b"".join(module.read_bytes() for module in modules)
