"""What came out of a run, in the place of the layers: text or numbers, the result, or the trap.

`run` is a `Glimpse` of the reference model, as a quantity.
"""

from collections.abc import Sequence

from manim import VGroup

from manim_project import theme
from manim_project.mobjects.meanings import Sentence
from manim_project.mobjects.text import Words
from manim_project.mobjects.what_it_is import FIELD
from manim_project.reference.quantity import Quantity, value_of

TOP, BOTTOM = theme.tall(1.75, -2.75)
HUGE, LEAST = 1.8, 0.34  # em of what is printed
RESULT, TRAP = 0.6, 0.5  # of the rest below it
LEADING = 1.3  # em from line to line
MOST_LINES, MOST_NUMBERS, LETTERS = 12, 48, 34  # of an outcome that is shown
LABEL = 0.55 * theme.TALL  # from a label's baseline to the capitals of what it is about
LATIN = "".join(map(chr, range(0xA1, 0x17F)))  # beyond ASCII
FEW = 6  # outputs that fit a sentence
SHORT = 20  # letters of text that do


def outcome(run: Quantity) -> VGroup:
    """All that a run has to show, as large as there is room; nothing, if it has nothing."""
    lines = _printed(run)
    ending = _ending(run)
    if not lines:
        return VGroup(*ending)
    left, right = FIELD
    bottom = BOTTOM + (0.9 * theme.TALL if len(ending) else 0.0)
    face = theme.MONO if is_text(run) else theme.WORDS
    wide = max(Words(*line, size=1.0, face=face).advance for line in lines)
    room = TOP - LABEL - bottom
    em = min(HUGE, (right - left) / wide, room / (LEADING * len(lines)))
    em = max(em, LEAST)
    middle = (TOP - LABEL + bottom) / 2
    first = middle + (len(lines) - 1) / 2 * LEADING * em - 0.36 * em
    words = [Words(*line, size=em, face=face, color=theme.WINNER) for line in lines]
    x = (left + right) / 2
    start = x - max(each.advance for each in words) / 2
    for i, each in enumerate(words):
        each.put(start, first - i * LEADING * em)
    label = Words("prints", color=theme.DIM).put(start, first + 0.75 * em + 0.3)
    return VGroup(label, *words, *ending)


def is_text(run: Quantity) -> bool:
    """Whether the output is text, in letters that every face has."""
    text = value_of(run.text)
    return text is not None and all(letter.isascii() or letter in LATIN for letter in text)


def _printed(run: Quantity) -> list[Sentence]:
    """The lines of the output: of its text, or of its numbers, few enough in each."""
    if is_text(run):
        lines = run.text.expandtabs().splitlines()
        return [("{}", line[:LETTERS]) for line in lines[:MOST_LINES] if value_of(line).strip()]
    if not len(run.outputs):
        return []
    outputs = run.outputs[:MOST_NUMBERS]
    columns = _columns(len(outputs))
    rows = [outputs[i : i + columns] for i in range(0, len(outputs), columns)]
    more = len(run.outputs) > len(outputs)
    return [
        ("  ".join(["{}"] * len(row)) + ("  …" if more and row is rows[-1] else ""), *row)
        for row in rows
    ]


def _columns(count: int) -> int:
    """Numbers in a row: all of a few, else about twice as many as there are rows."""
    return count if count <= 5 else max(5, round((2.5 * count) ** 0.5))


def _ending(run: Quantity) -> Sequence[Words]:
    """The result, or the trap."""
    x = sum(FIELD) / 2
    alone = not len(run.outputs)
    middle = (TOP + BOTTOM) / 2
    if value_of(run.trap) is not None:
        trap = Words("{}", run.trap, size=TRAP, face=theme.MONO, color=theme.WINNER)
        return [trap.put(x, middle if alone else BOTTOM + 0.2, align=0)]
    if value_of(run.result) is None:
        return []
    size, y = (HUGE, middle - 0.36 * HUGE) if alone else (RESULT, BOTTOM + 0.2)
    result = Words("{}" if alone else "result {}", run.result, size=size, color=theme.WINNER)
    result.put(x, y, align=0)
    if not alone:
        return [result]
    label = Words("result", color=theme.DIM).put(x - result.advance / 2, y + 0.75 * size + 0.3)
    return [label, result]


def conclusion(run: Quantity) -> Sentence:
    """What a run came to, in one line."""
    passes = "{:,} forward passes, no other state: "
    count, made = len(run.outputs), run.generated
    if value_of(run.trap) is not None:
        return passes + "it ends with a trap.", made
    if is_text(run) and len(run.text) <= SHORT and "\n" not in value_of(run.text):
        return passes + "it says “{}”.", made, run.text
    if not count and value_of(run.result) is not None:
        return passes + "the result is {}.", made, run.result
    if not count:
        return passes + "it halts.", made
    if is_text(run):
        return passes + "it writes this text.", made
    if count <= FEW:
        return passes + f"it prints {' '.join(['{}'] * count)}.", made, *run.outputs
    return passes + "it prints these numbers.", made
