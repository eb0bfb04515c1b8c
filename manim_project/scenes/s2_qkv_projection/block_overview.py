"""A whole transformer block in one picture: what attention asked, and the line it adds to."""

from manim import RIGHT, AnimationGroup, FadeIn, LaggedStart, ReplacementTransform, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.matrix import Matrix
from manim_project.mobjects.text import formula, number
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s2_qkv_projection.residual_stream import Part, ResidualStream
from manim_project.scenes.s2_qkv_projection.three_questions import ROLES, Questions

READS, ADDS, END = (-5.2, 2.0), (0.45, 3.65), 5.25  # where the parts read the line, add to it
BOXES = ((-6.4, 1.1), (1.4, 4.25))
LEFT_END, LINES = -6.1, theme.tall(1.15, 0.27, -0.61)  # of the questions
TOKENS, HEAD = (
    (-1.84, -0.7, 0.44),
    2.05 * theme.TALL,
)  # middles of the answers; baseline of their tokens
PITCH = (0.44, 0.52 * theme.TALL)
SIZE = 0.47  # of the questions
STEPS = ("W_1", '"ReLU"', "W_2")


class BlockOverview:
    """The block of the followed token: questions and answers, both parts, and the line."""

    def __init__(self, block: Quantity) -> None:
        self.parts = VGroup(
            Part("attention", BOXES[0], READS[0], ADDS[0]),
            Part("feed-forward", BOXES[1], READS[1], ADDS[1]),
        )
        self.heads = VGroup()
        for token, x in zip(block.tokens, TOKENS, strict=True):
            self.heads.add(number(token, color=theme.DIM).put(x, HEAD, align=0))
        self.answers = VGroup()
        for role, y in zip(ROLES, LINES, strict=True):
            rows = VGroup()
            for j, x in enumerate(TOKENS):
                if role.letter != "q" or j == int(block.cat):
                    answer = Matrix(getattr(block, role.answers)[j], color=role.color, cell=PITCH)
                    rows.add(answer.place(x, y + 0.15))
            self.answers.add(rows)
        middle = sum(BOXES[1]) / 2
        self.steps = VGroup(
            *(
                formula(step, size=theme.SCRIPTED, color=theme.DIM).put(middle, y, align=0)
                for step, y in zip(STEPS, LINES, strict=True)
            )
        )

    def close_in(self, stream: ResidualStream, forward: Part) -> Animation:
        """From the second part alone to both: the line draws together."""
        x, first, last = stream.stops
        return AnimationGroup(
            ReplacementTransform(forward, self.parts[1]),
            FadeIn(self.parts[0], x.at(READS[0]), shift=RIGHT),
            first.animate.at(READS[1]),
            last.animate.at(END),
            FadeIn(self.steps),
        )

    def ask(self, questions: Questions) -> Animation:
        """The three questions, and what every token answers."""
        rows = []
        for question, answers, y in zip(questions, self.answers, LINES, strict=True):
            letter, words = question
            letter.put(LEFT_END, y)
            words.scale(SIZE / words.em).put(LEFT_END + 0.45, y)
            rows.append(AnimationGroup(FadeIn(question, answers)))
        return LaggedStart(FadeIn(self.heads), *rows, lag_ratio=0.5, run_time=1.4)
