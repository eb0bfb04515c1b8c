"""A beat's sentence at the foot of the frame, in as many lines as the frame has room for."""

from string import Formatter

from manim import VGroup

from manim_project import theme
from manim_project.mobjects.shown_numbers import fill
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity

LEADING = 1.15  # from line to line, in em
WIDE = 0.85  # of the safe area's width; a wider line becomes two, where there is room
# Letters by which a line may be longer when the first then ends with a clause, or with a part of it
SENSE = dict.fromkeys(".:;?", 14) | {",": 10}


class Caption(VGroup):
    """A sentence, centred: one line, or two of even length where one would be wide. One line
    stands in the middle of the room for two, so that the room above it is nearly the same.

    `shown` is the whole sentence. Each line is a text with the quantities of its own fields.
    Raises ValueError when a line is wider than the safe area.
    """

    def __init__(
        self,
        sentence: str,
        *quantities: Quantity,
        size: float = theme.CAPTION,
        color: str = theme.INK,
        bold: bool = False,
    ) -> None:
        self.shown = fill(sentence, quantities)
        look = {"size": size, "color": color, "bold": bold}
        lines = [Words(sentence, *quantities, **look)]  # type: ignore[arg-type]
        if lines[0].width > WIDE * 2 * theme.SAFE_X and theme.CAPTION_LINES > 1:
            parts = _halves(sentence, quantities)
            lines = [Words(part, *own, **look) for part, own in parts]  # type: ignore[arg-type]
        if max(line.width for line in lines) > 2 * theme.SAFE_X:
            raise ValueError(f"caption is wider than the safe area: {self.shown.text!r}")
        spare = (theme.CAPTION_LINES - len(lines)) / 2
        for i, line in enumerate(reversed(lines)):
            line.put(0, theme.CAPTION_BASELINE + (i + spare) * LEADING * size, align=0)
        super().__init__(*lines)


Part = tuple[str, tuple[Quantity, ...]]  # of a sentence: template and quantities


def _halves(sentence: str, quantities: tuple[Quantity, ...]) -> tuple[Part, Part]:
    """A sentence broken between two words, where its lines are most even, or nearly so; but not
    in brackets."""

    def length(parts: tuple[Part, Part]) -> float:
        first, second = (fill(*part).text for part in parts)
        if first.count("(") > first.count(")"):
            return float("inf")
        return max(len(first), len(second)) - SENSE.get(first[-1], 0)

    words = sentence.split(" ")
    breaks = []
    for k in range(1, len(words)):
        first, second = " ".join(words[:k]), " ".join(words[k:])
        fields = sum(field is not None for _, field, _, _ in Formatter().parse(first))
        breaks.append(((first, quantities[:fields]), (second, quantities[fields:])))
    return min(breaks, key=length)
