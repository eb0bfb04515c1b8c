"""Both themes: words that can be read, and meanings told apart, also by colour-blind viewers."""

import os
import runpy
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
MEANINGS = ("QUERY", "KEY", "VALUE", "WINNER")

# Linear sRGB as those see it who lack a kind of cone: Machado, Oliveira and Fernandes, "A
# Physiologically-based Model for Simulation of Color Vision Deficiency", 2009, severity 1.
EYES = {
    "all cones": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}
# Linear sRGB to Oklab, in which distances are as seen: Ottosson, "A perceptual color space for
# image processing", 2020. About 0.02 can just be noticed between patches side by side.
CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear(color: str) -> np.ndarray:
    """The light of a hex colour: red, green, blue from 0 to 1."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return np.array([c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels])


def contrast(one: str, other: str) -> float:
    """The contrast of two hex colours after WCAG 2.2."""
    dark, light = sorted(
        0.2126 * red + 0.7152 * green + 0.0722 * blue
        for red, green, blue in map(linear, (one, other))
    )
    return float((light + 0.05) / (dark + 0.05))


def distance(one: str, other: str, eyes: np.ndarray) -> float:
    """How different two hex colours look."""
    seen = (np.clip(eyes @ linear(color), 0, 1) for color in (one, other))
    first, second = (OKLAB @ np.cbrt(CONES @ light) for light in seen)
    return float(np.linalg.norm(first - second))


@pytest.fixture(params=["dark", "light"])
def theme(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """theme.py as THEME makes it, beside the one that is loaded."""
    monkeypatch.setenv("THEME", request.param)
    return SimpleNamespace(**runpy.run_path(str(ROOT / "manim_project/theme.py"), run_name="theme"))


def in_theme(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m manim_project` in a theme."""
    command = [sys.executable, "-m", "manim_project", *arguments]
    environment = os.environ | {"THEME": name}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8")


@pytest.mark.parametrize("word", ["INK", "DIM", *MEANINGS])
def test_words_can_be_read_on_every_ground_of_their_own(theme: SimpleNamespace, word: str) -> None:
    color = getattr(theme, word)
    for ground in (theme.BACKGROUND, theme.PANEL, theme.panel(color)):
        assert contrast(color, ground) >= 4.5, ground


def test_words_can_be_read_on_a_bar_of_the_winner(theme: SimpleNamespace) -> None:
    assert contrast(theme.ON_WINNER, theme.shape(theme.WINNER)) >= 4.5


@pytest.mark.parametrize("eyes", EYES.values(), ids=EYES)
def test_the_four_meanings_are_told_apart(theme: SimpleNamespace, eyes: np.ndarray) -> None:
    words = [getattr(theme, name) for name in MEANINGS]
    shapes = [theme.shape(color) for color in words]
    assert min(distance(*pair, eyes) for pair in combinations(words, 2)) > 0.05
    assert min(distance(*pair, eyes) for pair in combinations(shapes, 2)) > 0.08


@pytest.mark.parametrize("eyes", EYES.values(), ids=EYES)
def test_a_winner_stands_out_from_quiet_bars(theme: SimpleNamespace, eyes: np.ndarray) -> None:
    quiet = theme.mix(theme.DIM, theme.BACKGROUND, 0.6)
    assert distance(theme.shape(theme.WINNER), quiet, eyes) > 0.15


def test_shapes_are_seen(theme: SimpleNamespace) -> None:
    """Gold, which no white ground lets be seen as well, has its winner's name or number beside."""
    for name in ("QUERY", "KEY", "VALUE"):
        assert contrast(theme.shape(getattr(theme, name)), theme.BACKGROUND) >= 3
    assert contrast(theme.shape(theme.WINNER), theme.BACKGROUND) >= 2


def test_what_is_quiet_is_seen(theme: SimpleNamespace) -> None:
    for name in ("QUERY", "KEY", "VALUE", "DIM"):
        quiet = contrast(theme.soft(getattr(theme, name)), theme.BACKGROUND)
        assert 2.4 <= quiet < contrast(theme.shape(getattr(theme, name)), theme.BACKGROUND)
    assert contrast(theme.FAINT, theme.BACKGROUND) >= 1.8


def test_the_light_film_has_no_faults() -> None:
    done = in_theme("light", "audit")
    assert done.returncode == 0, done.stderr
    assert done.stderr.endswith(" 0 faults\n")


def test_an_unknown_theme_is_answered_with_the_known_ones() -> None:
    done = in_theme("sepia", "audit")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "unknown THEME 'sepia'; there are: dark, light" in done.stderr
