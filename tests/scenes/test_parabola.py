"""Scene 4: what its pictures show is what the reference model says."""

import numpy as np
import pytest

from manim_project import theme
from manim_project.mobjects.inside_curve import InsideCurve
from manim_project.mobjects.light import mask
from manim_project.mobjects.plane import Plane
from manim_project.mobjects.regions import stage_region
from manim_project.reference import REFERENCE
from manim_project.scenes.s4_parabola_keys import rolling_keys
from manim_project.scenes.s4_parabola_keys.key_curve import KeyCurve
from manim_project.scenes.s4_parabola_keys.losses import Losses
from manim_project.scenes.s4_parabola_keys.rolling_keys import RollingKeys
from manim_project.scenes.s4_parabola_keys.sharpness import Sharpness

PLANE = Plane((-3.0, 1.0), 0.65, np.pi / 4)


@pytest.fixture
def curve() -> KeyCurve:
    return KeyCurve(REFERENCE.textbook.parabola(5), PLANE, bend=1)


def gold(curve: KeyCurve) -> list[int]:
    hue = theme.shape(theme.WINNER)
    return [j for j, key in enumerate(curve.keys) if key.dot.get_fill_color().to_hex() == hue]


def above_line(curve: KeyCurve) -> np.ndarray:
    """How far each key lies beyond the line, along the arrow."""
    start, end = curve.line.core.get_start_and_end()
    way = (end - start) / np.hypot(*(end - start)[:2])
    across = np.array([-way[1], way[0], 0.0])
    across *= np.sign(across @ (curve.arrow.arrow.points[12] - curve.on_keys(curve.base)))
    return np.array([(key.dot.get_center() - start) @ across for key in curve.keys])


@pytest.mark.parametrize("i", [0, 1, 2, 3, 4, 1.3, 2.49, 3.9])
def test_the_line_rests_on_the_key_that_wins_and_on_no_other(curve: KeyCurve, i: float) -> None:
    beyond = above_line(curve.roll_to(i))
    winner = int(REFERENCE.textbook.parabola(5, i).winner)
    assert beyond[winner] == pytest.approx(0, abs=1e-9)
    assert (np.delete(beyond, winner) < -0.001).all()
    assert gold(curve) == [winner]


def test_half_way_it_lies_on_both_and_none_has_won(curve: KeyCurve) -> None:
    beyond = above_line(curve.roll_to(2.5, 2.5))
    assert beyond[2:4] == pytest.approx([0, 0], abs=1e-9)
    assert (beyond[[0, 1, 4]] < -0.1).all()
    assert gold(curve) == []


@pytest.mark.parametrize(
    "start, end, way",
    [
        (2, 3, [(2, 2), (2.5, 2), (2.5, 3), (3, 3)]),
        (3, 2.5, [(3, 3), (2.5, 3), (2.5, 2.5)]),
        (2.5, 2, [(2.5, 2.5), (2.5, 2), (2, 2)]),
        (2, 0, [(2, 2), (1.5, 2), (1.5, 1), (0.5, 1), (0.5, 0), (0, 0)]),
    ],
)
def test_it_rolls_from_key_to_key(start: float, end: float, way: list[tuple]) -> None:
    assert list(rolling_keys._way(start, end)) == way


@pytest.mark.parametrize("angle, winner", [(60, 4), (89, 4), (91, 0), (120, 0)])
def test_on_the_straight_line_an_end_wins(angle: float, winner: int) -> None:
    flat = RollingKeys(REFERENCE.textbook.parabola(5), Plane((-5, 0), 1.2))
    flat.tilt_to(angle, winner)
    assert gold(flat) == [winner]
    assert (above_line(flat) < 1e-9).all()


def test_the_curve_runs_through_its_keys(curve: KeyCurve) -> None:
    edge = curve.edge[-1]
    for j, key in enumerate(curve.keys):
        share = j / curve.end
        assert edge.point_from_proportion(0) == pytest.approx(curve.point(0.0))
        a, b, c, d = edge.points
        s = 1 - share
        point = s**3 * a + 3 * s**2 * share * b + 3 * s * share**2 * c + share**3 * d
        assert point == pytest.approx(key.dot.get_center())


def test_the_light_is_inside_the_curve_and_the_same_every_time() -> None:
    shade = InsideCurve(PLANE)
    opacities = shade(320, 180)
    outside, inside = PLANE([[4.0, 0.0], [4.0, -8.0]])
    for point, lit in ((outside, False), (inside, True)):
        column = round((point[0] / theme.FRAME_WIDTH + 0.5) * 319)
        row = round((0.5 - point[1] / theme.FRAME_HEIGHT) * 179)
        assert (opacities[row, column] > 0) == lit
    once = bytes(mask(shade, 0.5, 320, 180).get_data())
    mask.cache_clear()
    assert bytes(mask(shade, 0.5, 320, 180).get_data()) == once


def area(path: np.ndarray) -> float:
    """What closed parts of four straight sides each cover together, (16n, 3)."""
    corners = path.reshape(-1, 4, 4, 3)[:, :, 0, :2]
    x, y = corners[..., 0], corners[..., 1]
    shoelace = x * np.roll(y, -1, axis=1) - y * np.roll(x, -1, axis=1)
    return float(np.abs(shoelace.sum(axis=1)).sum() / 2)


@pytest.fixture
def losses() -> Losses:
    return Losses(stage_region(), count=5, first=2)


@pytest.mark.parametrize("i, strips", [(2, 1.0), (2, 0.4), (2, 0.0), (3.3, 0.0), (4, 0.0)])
def test_each_square_has_the_area_that_the_key_loses(
    losses: Losses, i: float, strips: float
) -> None:
    losses.at(i, strips)
    for square, lost in zip(
        losses.squares, REFERENCE.textbook.parabola(5, i).distances, strict=True
    ):
        assert area(square.points) / losses.cell**2 == pytest.approx(float(lost), abs=1e-6)


def test_strips_are_as_deep_as_the_scores(losses: Losses) -> None:
    table = REFERENCE.textbook.parabola(5, 2)
    depth = (losses.ceiling - losses.feet()[:, 1]) / losses.cell
    assert depth == pytest.approx([float(lost) for lost in table.distances])


def test_columns_are_as_high_as_the_weights_and_gold_when_alone(losses: Losses) -> None:
    losses.ceiling = losses.low
    sharpness = Sharpness(losses, stage_region())
    for beta, said in {
        0.1: ["0.218", ""],
        1.0: ["0.208", ""],
        745.0: ["≈ 10", "−323"],
        746.0: ["0", ""],
    }.items():
        sharpness.turn_to(beta)
        told = REFERENCE.textbook.sharpened(5, 2, beta)
        heights = [column.height / sharpness.room for column in sharpness.columns]
        assert heights == pytest.approx([float(w) for w in told.weights], abs=1e-4)
        hue = sharpness.columns[2].get_fill_color().to_hex()
        assert (hue == theme.shape(theme.WINNER)) == (beta == 746)
        assert [words.shown.text for words in sharpness.second] == said
