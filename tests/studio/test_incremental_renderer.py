"""The parts of drawing only what changed: boxes, patches and copies."""

import copy
import tempfile
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import (
    DOWN,
    GREEN,
    LEFT,
    ORIGIN,
    RED,
    RIGHT,
    UP,
    WHITE,
    CairoRenderer,
    Camera,
    Circle,
    Line,
    Mobject,
    PointCloudDot,
    Square,
    VGroup,
)
from support.pictures import assert_same_picture, draw

from manim_project.mobjects.text import Words
from manim_project.stage import Stage
from manim_project.studio.drawing import manim_patches
from manim_project.studio.drawing.appearance import Appearance, Box, apart
from manim_project.studio.drawing.encoder import MARGIN, Film, patch, planes
from manim_project.studio.drawing.incremental_renderer import IncrementalRenderer
from manim_project.studio.renders.quality import Quality


def boxes(width: int = 64, height: int = 48, unit: int = 1) -> st.SearchStrategy[Box]:
    """Boxes of at least one pixel inside a frame, with edges on multiples of `unit`."""

    def make(edges: tuple[list[int], list[int]]) -> Box:
        (left, right), (top, bottom) = (sorted(pair) for pair in edges)
        return Box(left * unit, top * unit, right * unit, bottom * unit)

    def pair(size: int) -> st.SearchStrategy[list[int]]:
        return st.lists(st.integers(0, size // unit), min_size=2, max_size=2, unique=True)

    return st.tuples(pair(width), pair(height)).map(make)


@given(st.lists(boxes(), max_size=12))
def test_boxes_taken_apart_cover_the_same_pixels_once(given_boxes: list[Box]) -> None:
    covered = np.zeros((48, 64), dtype=int)
    for left, top, right, bottom in apart(given_boxes):
        covered[top:bottom, left:right] += 1
    assert covered.max(initial=0) <= 1
    for left, top, right, bottom in given_boxes:
        assert covered[top:bottom, left:right].all()


@settings(max_examples=25)
@given(changes=st.lists(boxes(320, 192, unit=16), min_size=1, max_size=4), seed=st.integers(0, 99))
def test_a_patched_frame_is_the_frame_converted_as_a_whole(changes: list[Box], seed: int) -> None:
    generator = np.random.default_rng(seed)
    quality = Quality("test", 320, 192, 15)
    whole = Box(0, 0, quality.width, quality.height)
    first = generator.integers(0, 256, (quality.height, quality.width, 4), dtype=np.uint8)
    first[..., 3] = 255
    second = first.copy()
    for left, top, right, bottom in changes:
        inside = (slice(top + MARGIN, bottom - MARGIN), slice(left + MARGIN, right - MARGIN))
        second[inside][..., :3] = generator.integers(0, 256, 3)
    with tempfile.TemporaryDirectory() as folder:
        patched, plain = (Film(Path(folder) / f"{i}.mp4", quality) for i in range(2))
        patched.write([patch(first, whole)], repeat=1, cut=True)
        patched.write([patch(second, box) for box in apart(changes)], repeat=1, cut=False)
        plain.write([patch(second, whole)], repeat=1, cut=True)
        assert np.array_equal(patched._yuv, plain._yuv)
        for film in (patched, plain):
            film.close()


def test_planes_are_views() -> None:
    yuv = np.zeros((192 * 3 // 2, 320), dtype=np.uint8)
    for value, plane in enumerate(planes(yuv), start=1):
        plane[:] = value
    with_values = av.VideoFrame.from_ndarray(yuv, format="yuv420p")
    assert [set(bytes(plane)) for plane in with_values.planes] == [{1}, {2}, {3}]


class Everything(Stage):
    """What the nine scenes do not have: point clouds, gradients, layers, a changing background."""

    question = "Is it all drawn?"

    def construct(self) -> None:
        cloud = PointCloudDot(radius=1, density=20)
        low, high = Square(2, fill_opacity=1), Circle(1, fill_opacity=1).set_color(RED)
        rainbow = Square(1).set_fill([RED, GREEN], opacity=1).set_stroke([WHITE, RED], 80)
        outlined = Circle(0.5, color=GREEN).set_stroke(WHITE, 90, background=True)
        row = VGroup(low, high, rainbow, outlined).arrange(RIGHT)
        cloud.next_to(row, DOWN)
        with self.beat("All kinds of things, some over others."):
            self.add(row, cloud)
            self.play(row.animate.shift(LEFT), cloud.animate.shift(UP), run_time=0.6)
        with self.beat("The layers change, and so does the order."):
            low.set_z_index(2)
            self.play(high.animate.shift(2 * LEFT), run_time=0.6)
            self.bring_to_back(rainbow)
            self.play(rainbow.animate.rotate(1), outlined.animate.set_stroke(width=1), run_time=0.6)
        with self.beat("Something goes, something comes back, the ground changes."):
            self.remove(low)
            self.wait(0.4)
            self.camera.background_color = "#222244"
            self.add(low)
            self.play(cloud.animate.scale(0.5), run_time=0.6)


def test_the_last_bits_of_a_coordinate_are_no_change() -> None:
    """They are the processor's own: BLAS kernels turn a line to points that differ in them."""
    line, camera = Line(ORIGIN, 2 * RIGHT).rotate(0.3), Camera()
    before = Appearance(line, camera, None)
    line.points += 1e-15 * np.array([1, -1, 1])
    line.stroke_width *= 1 + 1e-15
    line.sheen_direction = line.sheen_direction + 1e-16
    assert before.holds()
    after = Appearance(line, camera, None)
    assert (after.box, after.digest) == (before.box, before.digest)
    line.points[0, 0] += 1e-6  # a thousandth of what can be seen
    assert not before.holds()


def test_whatever_a_scene_holds_is_drawn_as_manim_draws_it() -> None:
    _, frames = draw(Everything, IncrementalRenderer)
    _, manims = draw(Everything, CairoRenderer)
    assert len(frames) == len(manims)
    for number, (ours, theirs) in enumerate(zip(frames, manims, strict=True)):
        assert_same_picture(ours, theirs, f"frame {number}")


def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Manim use our copy for the length of a test."""
    monkeypatch.setattr(Mobject, "__deepcopy__", Mobject.__deepcopy__)  # put back afterwards
    manim_patches.patch_manim()


def everything_in(mobject: Mobject) -> list[dict[str, Any]]:
    return [member.__dict__ for member in mobject.get_family()]


def test_a_quick_copy_is_a_deep_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    word = Words("eight")
    group = VGroup(Square(), VGroup(word, Circle()), word)  # one of them twice
    group.add_updater(lambda mobject: None)
    slow = copy.deepcopy(group)
    quickly(monkeypatch)
    quick = group.copy()
    assert quick[2] is quick[1][0] is not word
    for ours, theirs, original in zip(*map(everything_in, (quick, slow, group)), strict=True):
        assert ours.keys() == theirs.keys()
        for name, value in ours.items():
            if isinstance(value, np.ndarray):
                assert np.array_equal(value, theirs[name])
                assert not np.shares_memory(value, original[name])
            elif isinstance(value, list):
                assert len(value) == len(theirs[name])
                assert value is not original[name]
            elif name != "original_id" and value is not original[name]:
                assert isinstance(value, Mobject) or value == theirs[name], name
