"""The whole in one picture: asks, finds, reads, adds."""

from manim import DOWN, AnimationGroup, FadeIn, Indicate, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.regions import Region
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s2_qkv_projection.axes import KEYS, VALUES, plane_in
from manim_project.scenes.s2_qkv_projection.key_plane import KeyPlane
from manim_project.scenes.s2_qkv_projection.stream import Stream
from manim_project.scenes.s2_qkv_projection.value_plane import ValuePlane
from manim_project.scenes.s2_qkv_projection.veil import change, lift

VERB = 0.72 * theme.TALL**0.5  # em
DISC = 0.8  # radius of a whole
FOOT = 0.6  # below the axes: a disc lies on one
COLUMNS = (1.25, 1.0, 0.95)


class Napkin:
    """Arrow and line, triangle and dot, and the stacks, side by side, a verb below each."""

    def __init__(self, block: Quantity, stream: Stream, region: Region) -> None:
        self.stream = stream
        feet, pictures = region.cut(DOWN, 1.2 * VERB, theme.GAP)
        asks, reads, adds = pictures.split_columns(COLUMNS, theme.APART)
        self.adds = adds
        self.keys = KeyPlane(block, plane_in(asks, KEYS, (0.4, 0.5, FOOT, 0.4)), reach=2.5)
        self.values = ValuePlane(block, plane_in(reads, VALUES, (0.5, 0.6, FOOT, 0.6)), DISC)
        self.values.weigh(1.0)
        line = feet.bottom + 0.5 * VERB
        first = asks.split_columns(2)
        spots = [*(part.centre[0] for part in first), reads.centre[0], adds.centre[0]]
        hues = (theme.QUERY, theme.KEY, theme.VALUE, theme.INK)
        self.verbs = [
            Words(verb, size=VERB, color=hue, bold=True).put(x, line, align=0)
            for verb, hue, x in zip(("asks", "finds", "reads", "adds"), hues, spots, strict=True)
        ]

    def withdraw(self) -> Animation:
        """The stacks make room for the rest."""
        stacks, room = self.stream.all(), self.adds
        tall = room.height - FOOT
        place = [room.centre[0], room.bottom + FOOT + tall / 2, 0]
        move = stacks.animate(run_time=0.4).stretch_to_fit_width(room.width)
        return move.stretch_to_fit_height(tall).move_to(place)

    def ask(self) -> Animation:
        """The question is an arrow."""
        keys = self.keys
        seen = lift(keys.seen["axes"], keys.seen["keys"])
        return AnimationGroup(seen, keys.point(), FadeIn(self.verbs[0]), run_time=0.4)

    def find(self) -> Animation:
        """The line runs out to the key that is furthest."""
        keys = self.keys
        furthest = float(keys.asked.reached(1))

        def draw(alpha: float) -> None:
            keys.seen["line"].let(min(1.0, 5 * alpha))
            keys.come((0.2 + 0.8 * alpha) * furthest)

        return AnimationGroup(change(keys, draw, 0.5), FadeIn(self.verbs[1], run_time=0.4))

    def read(self) -> Animation:
        """What is held there pulls the answer."""
        names = ("axes", "field", "discs", "dot")
        return AnimationGroup(
            self.values.show(*names, run_time=0.4), FadeIn(self.verbs[2], run_time=0.4)
        )

    def add(self) -> Animation:
        """And is laid on the stream."""
        stacks = VGroup(*self.stream.was, *self.stream.found, *self.stream.added)
        lit = Indicate(stacks, scale_factor=1.06, color=None)
        return AnimationGroup(FadeIn(self.verbs[3], run_time=0.4), lit, run_time=0.4)
