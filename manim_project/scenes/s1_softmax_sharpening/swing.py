"""How a beam falls off its balance, and swings into it again while its pivot looks for the place.

Nothing of it is measured: it is a heavy beam's motion, found step by step before it is played, so
that a frame depends on its moment alone.
"""

import math
from dataclasses import dataclass

import numpy as np

STEP = 1 / 240  # seconds
WEIGHT = 2.0  # of the push that tips an unbalanced beam (radians a second squared)
LEAST_ARM = 0.5  # scene units off balance from which on it is pushed with all its weight
BOUNCE = 0.28  # share of the speed that is left where an end hits the ground
SPRING, DRAG = 40.0, 3.2  # what brings a supported beam to rest: per second squared, per second
CHASE, HASTE = 4.2, 0.45  # of the pivot: how fast it runs (per second), how little it overshoots


@dataclass(frozen=True)
class Swing:
    """A beam's tilt (radians, anticlockwise) and its pivot's place (scene units), step by step."""

    tilts: np.ndarray
    places: np.ndarray

    def at(self, share: float) -> tuple[float, float]:
        """Tilt and place after a share of the time."""
        moment = share * (len(self.tilts) - 1)
        moments = np.arange(len(self.tilts))
        tilt = np.interp(moment, moments, self.tilts)
        return float(tilt), float(np.interp(moment, moments, self.places))


def swing(
    start: float,
    balance: float,
    ends: tuple[float, float],
    height: float,
    falls: float,
    seeks: float,
) -> Swing:
    """The beam from `ends[0]` to `ends[1]` tips off a pivot of so much `height` at `start`; after
    `falls` seconds the pivot runs to the `balance`, and all is at rest `seeks` seconds later.
    """
    tilt = speed = pace = 0.0
    place = start
    tilts, places = [tilt], [place]
    steps, first = round((falls + seeks) / STEP), round(falls / STEP)
    for k in range(1, steps + 1):
        is_seeking = k > first
        if is_seeking:
            pace += STEP * (CHASE**2 * (balance - place) - 2 * HASTE * CHASE * pace)
            place += STEP * pace
        arm = min(max((place - balance) / LEAST_ARM, -1.0), 1.0)
        push = WEIGHT * arm - is_seeking * (SPRING * tilt * (1 - abs(arm)) + DRAG * speed)
        speed += STEP * push
        tilt += STEP * speed
        lowest, highest = _ground(place, ends, height)
        if not lowest <= tilt <= highest:
            tilt, speed = min(max(tilt, lowest), highest), -BOUNCE * speed
        tilts.append(tilt)
        places.append(place)
    calm = _calm(len(tilts), first)
    return Swing(np.array(tilts) * calm, balance + (np.array(places) - balance) * calm)


def _ground(place: float, ends: tuple[float, float], height: float) -> tuple[float, float]:
    """The tilts at which an end of the beam lies on the ground."""
    left, right = ends
    return -math.asin(height / (right - place)), math.asin(height / (place - left))


def _calm(count: int, first: int) -> np.ndarray:
    """1, and 0 at the end: what is left of the swing dies away in its last third."""
    share = (np.arange(count) - first) / (count - 1 - first)
    late = np.clip((share - 0.66) / 0.34, 0, 1)
    return np.asarray(1 - late**2 * (3 - 2 * late))
