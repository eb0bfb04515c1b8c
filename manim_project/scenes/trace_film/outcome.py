"""What came out of a run, in the place of the layers: text or numbers, the result, or the trap.

`run` is a `FilmRun` of the reference model, as a quantity.
"""

from collections.abc import Sequence

from manim import VGroup

from manim_project import theme
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.replay.narration import Sentence
from manim_project.scenes.replay.printed import is_text

FIELD = (-0.9 * theme.SAFE_X, 0.9 * theme.SAFE_X)  # left and right of what is shown
TOP, BOTTOM = theme.tall(2.9, -1.6)
HUGE, LEAST = 1.8, 0.34  # em of what is printed
RESULT, TRAP = 0.6, 0.5  # of the rest below it
BELOW = 0.95 * theme.TALL  # room for that
MOST_LINES, MOST_NUMBERS, LETTERS = 9, 48, 26  # of an outcome that is shown
LEADING = 1.15  # em from line to line of text; numbers have more
LABEL = 0.45 * theme.TALL  # room for what stands above
FEW = 6  # outputs that fit a sentence
SHORT = 20  # letters of text that do


def outcome(run: Quantity) -> VGroup:
    """All that a run has to show, as large as there is room; nothing, if it has nothing."""
    ending = _ending(run)
    bottom = BOTTOM + (BELOW if len(ending) else 0.0)
    layouts = [(_em(lines, run, bottom), lines) for lines in _printed(run) if lines]
    if not layouts:
        return VGroup(*ending)
    em, lines = max(layouts, key=lambda layout: (layout[0], -len(layout[1])))
    face = _face(run)
    words = [Words(*line, size=em, face=face, color=theme.WINNER, counted=False) for line in lines]
    left = (sum(FIELD) - max(each.advance for each in words)) / 2
    middle = (TOP - LABEL + bottom) / 2 - 0.36 * em
    first = middle + (len(lines) - 1) / 2 * LEADING * em
    for i, each in enumerate(words):
        each.put(left, first - i * LEADING * em)
    label = Words("prints", color=theme.DIM).put(left, first + 0.75 * em + 0.25)
    return VGroup(label, *words, *ending)


def _face(run: Quantity) -> theme.Face:
    return theme.MONO if is_text(run) else theme.WORDS


def _em(lines: Sequence[Sentence], run: Quantity, bottom: float) -> float:
    """The size at which lines fill the room, in width or in height."""
    wide = max(Words(*line, size=1.0, face=_face(run)).advance for line in lines)
    across, along = FIELD[1] - FIELD[0], TOP - LABEL - bottom
    return max(LEAST, min(HUGE, across / wide, along / (LEADING * len(lines))))


def _printed(run: Quantity) -> list[list[Sentence]]:
    """The lines of the output, of its text or of its numbers, in all ways they may be broken."""
    if is_text(run):
        lines = list(run.text.expandtabs().splitlines())
        is_long = any(len(line) > LETTERS for line in lines)
        return [
            [("{}", part) for line in lines for part in _wrapped(line, letters)][:MOST_LINES]
            for letters in (range(LETTERS // 2, LETTERS + 1) if is_long else [LETTERS])
        ]
    if not len(run.outputs):
        return []
    outputs = run.outputs[:MOST_NUMBERS]
    dots = "  …" if len(run.outputs) > len(outputs) else ""
    return [_in_rows(outputs, columns, dots) for columns in range(1, len(outputs) + 1)]


def _in_rows(outputs: Quantity, columns: int, dots: str) -> list[Sentence]:
    rows = [outputs[i : i + columns] for i in range(0, len(outputs), columns)]
    templates = ["  ".join(["{}"] * len(row)) for row in rows]
    templates[-1] += dots
    return [(template, *row) for template, row in zip(templates, rows, strict=True)]


def _wrapped(line: Quantity, letters: int) -> list[Quantity]:
    """A line of text in pieces of at most so many letters, broken between words if it has any;
    none of an empty one."""
    text, start, pieces = value_of(line).rstrip(), 0, []
    while start < len(text):
        stop = min(len(text), start + letters)
        if stop < len(text) and (space := text.rfind(" ", start, stop + 1)) > start:
            stop = space
        pieces.append(line[start:stop])
        start = stop + (text[stop : stop + 1] == " ")
    return pieces


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
    if not alone:
        result = Words("result {}", run.result, size=RESULT, color=theme.WINNER)
        return [result.put(x, BOTTOM + 0.2, align=0)]
    wide = Words("{}", run.result, size=1.0).advance
    size = min(HUGE, (FIELD[1] - FIELD[0]) / wide)
    result = Words("{}", run.result, size=size, color=theme.WINNER)
    result.put(x, middle - 0.36 * size, align=0)
    label = Words("result", color=theme.DIM)
    return [label.put(x - result.advance / 2, result.baseline + 0.75 * size + 0.3), result]


def _is_short(text: str) -> bool:
    return 0 < len(text) <= SHORT and text.isprintable()


def conclusion(run: Quantity) -> Sentence:
    """What a run came to, in one line."""
    only, count = "Nothing but forward passes: ", len(run.outputs)
    if value_of(run.trap) is not None:
        return (only + "it ends with a trap.",)
    if is_text(run) and _is_short(value_of(run.text).strip()):
        return only + "it says “{}”.", run.text.strip()
    if not count and value_of(run.result) is not None:
        return only + "the result is {}.", run.result
    if not count:
        return (only + "it halts.",)
    if is_text(run):
        return (only + "it writes this.",)
    if count <= FEW:
        return only + f"it prints {' '.join(['{}'] * count)}.", *run.outputs
    return (only + "it prints these numbers.",)
