"""A motion told by how much of it is done."""

from collections.abc import Callable

from manim import Mobject
from manim import rate_functions as ease
from manim.animation.animation import Animation

from manim_project import theme

Step = Callable[[float], object]  # is told the share that is done, from 0 to 1


def steady(share: float, ramp: float = 0.22) -> float:
    """As even a way as there is that starts and ends at rest: nowhere faster than it must be."""
    top = 1 / (1 - ramp)
    if share < ramp:
        return top * share**2 / (2 * ramp)
    if share > 1 - ramp:
        return 1 - top * (1 - share) ** 2 / (2 * ramp)
    return top * (share - ramp / 2)


class Motion(Animation):
    """Draws a mobject anew for each share of the way that is done.

    `prepare` is called when the motion begins, not when it is made, and returns what draws a
    share: so a motion starts from where those before it in one `Succession` have left things.
    """

    def __init__(
        self,
        mobject: Mobject,
        prepare: Callable[[], Step],
        run_time: float = theme.MOVE,
        rate_func: Callable[[float], float] = ease.smooth,
    ) -> None:
        # As an introducer it brings its mobject when it begins; Manim's Succession would bring it
        # with its first motion, before another one has faded it in.
        super().__init__(mobject, run_time=run_time, rate_func=rate_func, introducer=True)
        self._prepare = prepare

    def begin(self) -> None:
        """Start from what there is now."""
        self._step = self._prepare()
        super().begin()

    def create_starting_mobject(self) -> Mobject:
        """Nothing is interpolated, so nothing is copied."""
        return self.mobject

    def interpolate_mobject(self, alpha: float) -> None:
        """Draw this much of the motion."""
        self._step(self.rate_func(alpha))
