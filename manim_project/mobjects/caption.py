"""A beat's sentence at the foot of the frame, in as many lines as the frame has room for."""

from string import Formatter

from manim import VGroup

from manim_project import theme
from manim_project.mobjects.shown import fill
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity

LEADING = 1.2  # from line to line, in em
SENSE = 8  # letters by which a line may be longer when the other then ends with a clause


class Caption(VGroup):
    """A sentence, centred: one line, or two of even length where one would be too wide.

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
        if lines[0].width > 2 * theme.SAFE_X and theme.CAPTION_LINES > 1:
            parts = _halves(sentence, quantities)
            lines = [Words(part, *own, **look) for part, own in parts]  # type: ignore[arg-type]
        if max(line.width for line in lines) > 2 * theme.SAFE_X:
            raise ValueError(f"caption is wider than the safe area: {self.shown.text!r}")
        for i, line in enumerate(reversed(lines)):
            line.put(0, theme.CAPTION_BASELINE + i * LEADING * size, align=0)
        super().__init__(*lines)


Part = tuple[str, tuple[Quantity, ...]]  # of a sentence: template and quantities


def _halves(sentence: str, quantities: tuple[Quantity, ...]) -> tuple[Part, Part]:
    """A sentence broken between two words, where its lines are most even, or nearly so."""

    def length(parts: tuple[Part, Part]) -> int:
        first, second = (fill(*part).text for part in parts)
        return max(len(first), len(second)) - (SENSE if first[-1] in ".,:;?" else 0)

    words = sentence.split(" ")
    breaks = []
    for k in range(1, len(words)):
        first, second = " ".join(words[:k]), " ".join(words[k:])
        fields = sum(field is not None for _, field, _, _ in Formatter().parse(first))
        breaks.append(((first, quantities[:fields]), (second, quantities[fields:])))
    return min(breaks, key=length)
