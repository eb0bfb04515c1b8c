"""Shines and shades: how they look, in every look, and that they cost nothing while they stand."""

import os
import subprocess
import sys
from pathlib import Path

import av
import cairo
import numpy as np
import pytest
from manim import LEFT, RIGHT, UP, CairoRenderer, Circle, FadeIn
from support.pictures import FRAME_RATE, SIZE, assert_same_picture, draw

from manim_project import theme
from manim_project.mobjects import light as lights
from manim_project.mobjects.light import Halo, Light, Ramp, beam, halo, mask
from manim_project.stage import Stage
from manim_project.studio.drawing.appearance import Box
from manim_project.studio.drawing.encoder import Film, patch
from manim_project.studio.drawing.incremental_renderer import IncrementalRenderer
from manim_project.studio.renders.quality import Quality


class Shining(Stage):
    """A standing shine of every kind, behind something that moves."""

    question = "Does it shine?"

    def construct(self) -> None:
        ring = Circle(0.5, color=theme.KEY)
        with self.beat("It does, and something moves over it."):
            self.add(halo(2 * RIGHT, 1.5, theme.WINNER), beam(3 * LEFT, UP, 0.8, theme.KEY))
            self.add(Light(Ramp(), 4.0, 2.0, theme.VALUE, 0.4).shift(2 * LEFT + UP))
            self.play(FadeIn(halo(2 * UP, 1.0)), ring.animate.shift(2 * RIGHT))


def test_manim_draws_lights_as_our_renderer_does() -> None:
    _, ours = draw(Shining, IncrementalRenderer)
    _, theirs = draw(Shining, CairoRenderer)
    assert len(ours) == len(theirs)
    for number, (our, their) in enumerate(zip(ours, theirs, strict=True)):
        assert_same_picture(our, their, f"frame {number}")
    assert (ours[-1][..., :3] != ours[0][..., :3]).any()


def test_a_shine_is_round_brightest_in_the_middle_and_gone_at_its_edge() -> None:
    pixels = Halo()(101, 101)
    assert pixels[50, 50] == pixels.max() == pytest.approx(1.0)
    assert pixels[0, 0] == pixels[50, 0] == 0
    assert pixels[50, 70] == pytest.approx(pixels[30, 50])
    assert (np.diff(pixels[50, 50:]) <= 0).all()


def test_a_light_that_stands_is_not_drawn_again() -> None:
    class Standing(Stage):
        question = "Does it stand?"

        def construct(self) -> None:
            light, ring = halo(3 * RIGHT, 1.0), Circle(0.3).shift(3 * LEFT)
            with self.beat("It stands, and something moves beside it."):
                self.add(light, ring)
                self.play(ring.animate.shift(UP))

    scene, frames = draw(Standing, IncrementalRenderer)
    changed, told = scene.renderer.file_writer.changed, round(scene.beats[1].said * FRAME_RATE)
    moving = [box for boxes in changed[told - FRAME_RATE + 1 : told] for box in boxes]
    assert len(frames) == len(changed) and moving
    assert all(box.right <= SIZE[0] / 2 for box in moving)


def test_masks_are_the_same_in_every_process() -> None:
    script = (
        "import hashlib\nfrom manim_project.mobjects.light import Halo, mask\n"
        "print(hashlib.sha256(bytes(mask(Halo(), 0.3, 64, 48).get_data())).hexdigest())"
    )
    runs = (
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True
        )
        for _ in range(2)
    )
    assert len({run.stdout for run in runs}) == 1


def test_a_dark_gradient_keeps_its_dither_in_the_film(tmp_path: Path) -> None:
    size = (640, 360)
    ramp = np.asarray(mask(Ramp(), 0.1, *size).get_data()).reshape(size[1], -1)[:, : size[0]]
    picture = np.full((*size[::-1], 4), 255, dtype=np.uint8)
    picture[..., :3] = 16 + ramp[..., None]
    film = Film(tmp_path / "ramp.mp4", Quality("talk", *size, 30))
    film.write([patch(picture, Box(0, 0, *size))], repeat=12, cut=True)
    film.close()
    with av.open(str(tmp_path / "ramp.mp4")) as container:
        *_, frame = container.decode(video=0)
    drawn, seen = (
        p[40:-40, 200:].astype(float) for p in (picture[..., 1], frame.to_ndarray()[:360])
    )
    noise = [np.diff(pixels, axis=1).std() for pixels in (drawn, seen)]
    assert noise[1] > 0.4 * noise[0] > 0  # smoothed away, only bands a level high would be left


def test_on_white_a_light_is_a_shade() -> None:
    script = (
        "from support.pictures import stills, SMALL\nfrom support import toy_scenes\n"
        "from manim_project.mobjects.light import halo\n"
        "class Shade(toy_scenes.Faulty):\n"
        "    def build(self): return [halo([0, 0, 0], 2.0)]\n"
        "picture = stills(Shade)[-1]\n"
        "print(picture[SMALL[1] // 2, SMALL[0] // 2, 0], picture[2, 2, 0])"
    )
    for look, darker in (("light", True), ("dark", False)):
        done = subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "THEME": look, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        middle, ground = map(int, done.stdout.split()[-2:])
        assert (middle < ground) == darker and middle != ground


def test_a_light_on_its_way_is_its_own_right_hand_part() -> None:
    def drawn(share: float | None) -> np.ndarray:
        surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, 200, 100)
        context = cairo.Context(surface)
        context.translate(100, 50)
        context.scale(10, -10)
        light = Light(Ramp(), 16.0, 6.0)
        lights.draw(context, light if share is None else light.pour(share, soft=2.0))
        return np.asarray(surface.get_data()).reshape(100, 200, 4)[..., 3].astype(int)

    whole, part = drawn(None), drawn(0.5)
    assert np.array_equal(drawn(1.0), whole)
    assert not part[:, :100].any()  # the left half has not come yet,
    assert (part[:, 100:120] <= whole[:, 100:120]).all()  # its end is soft,
    assert np.array_equal(part[:, 121:], whole[:, 121:])  # and the rest is what it will be
