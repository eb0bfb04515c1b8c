"""The newest token's doubt: which of the ten lines is next?"""

import numpy as np
from manim import DashedLine, UpdateFromAlphaFunc, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import halo
from manim_project.mobjects.text import Words
from manim_project.scenes.s6_instruction_pointer.listing import Listing
from manim_project.scenes.s6_instruction_pointer.places import ROOM, lane

MARK = 2.3 * theme.TALL  # em of the question mark
REST, ENDS = 4.5, (0.0, 9.0)  # the lane at which it comes to rest, and between which it looks
SHINE = 1.5 * theme.TALL  # radius of its shine
FAINT = 0.9  # opacity of the line of its look


class Doubt:
    """A question mark that rises from the newest token, and looks along one lane after the other,
    up and down, without an answer."""

    def __init__(self, newest: np.ndarray, listing: Listing) -> None:
        self.newest, self.listing = newest, listing
        mark = Words("?", size=MARK, color=theme.QUERY, bold=True)
        self.x = ROOM.right - 0.62 * mark.advance
        self.mark = VGroup(halo(np.zeros(3), SHINE, theme.QUERY, 0.35), mark)
        ends = ([ROOM.left, 0, 0], [self.x - mark.advance / 2 - theme.GAP, 0, 0])
        self.line = DashedLine(*ends, dash_length=0.14)
        self.line.set_stroke(theme.shape(theme.QUERY), width=4)

    def _stand(self, place: float, size: float = 1.0) -> None:
        shine, mark = self.mark
        mark.scale(max(size, 0.05) * MARK / mark.em)
        away = 1 - size
        x = (1 - away) * self.x + away * self.newest[0]
        y = (1 - away) * lane(place) + away * self.newest[1]
        mark.in_box(np.array([x, y, 0.0])).set_fill(opacity=min(1.0, 2 * size))
        shine.move_to([x, y, 0.0]).set_fill(opacity=size)
        self.line.set_y(lane(place))

    def wake(self, run_time: float) -> Animation:
        """The mark rises from the newest token."""

        def rise(_: VGroup, alpha: float) -> None:
            self._stand(REST, alpha)

        return UpdateFromAlphaFunc(self.mark, rise, run_time=run_time)

    def look(self, run_time: float) -> Animation:
        """Up, down and back again: each numeral lights up as it is looked at, none stays lit."""
        stops = (REST, ENDS[0], ENDS[1], REST)
        ways = np.cumsum([0.0, *(abs(np.diff(stops)))])

        def sweep(_: VGroup, alpha: float) -> None:
            place = float(np.interp(alpha * ways[-1], ways, stops))
            self._stand(place)
            shown = min(1.0, 8 * alpha, 8 * (1 - alpha))
            self.line.set_stroke(opacity=FAINT * shown)
            for k, numeral in enumerate(self.listing.numerals):
                near = max(0.0, 1 - abs(place - k)) * shown
                numeral.set_color(theme.mix(theme.INK, theme.KEY, near))

        group = VGroup(self.mark, self.line, self.listing.numerals)
        return UpdateFromAlphaFunc(group, sweep, run_time=run_time)
