"""Glyph outlines from Typst, as Bezier points: one compile of well under a millisecond a string.

Typst sets the line (kerning, tabular figures, mathematics); its SVG is read here. Every fill
colour in the source becomes one run, so a line costs as many paths as it has colours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from xml.etree import ElementTree

import font_lato
import numpy as np
import svgelements
import typst

from manim_project import theme

EM = 100.0  # points to which a line is set; outlines are divided by it
_MARK = "#fe00fe"  # colour of the dot that marks the baseline and is then dropped
_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
Points = np.ndarray  # (4n, 3): n cubic curves


@dataclass(frozen=True)
class Run:
    """The part of a line in one colour; `points` in em, the pen starts at (0, 0)."""

    color: str
    points: Points


@dataclass(frozen=True)
class Setting:
    """One set line: its runs, and how far the pen moved (em)."""

    runs: tuple[Run, ...]
    advance: float


class MissingFontError(RuntimeError):
    """A face named in the theme is not there: Typst would fall back to another in silence."""


@cache
def fonts() -> typst.Fonts:
    """The faces of the theme, and no other: the same on every machine.

    Raises MissingFontError when one is not there.
    """
    folder = Path(font_lato.__file__).parent / "files"
    found = typst.Fonts(include_system_fonts=False, font_paths=[folder])
    families = set(found.families())
    for face in (theme.WORDS, theme.MONO, theme.MATH):
        if face.family not in families:
            raise MissingFontError(f"the font {face.family!r} is not there")
    return found


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(font_paths=fonts())


@lru_cache(maxsize=20_000)
def outline(markup: str, preamble: str = "") -> Setting:
    """Set one line of Typst `markup`; runs come in the order of their first glyph.

    Raises `typst.TypstError` with Typst's own message when the markup is wrong.
    """
    (_, mark), *pieces = _set(f"{_dot()}{markup}", preamble)
    foot, pen = _mark()
    shift = np.array([mark[:, 0].min() - foot[0] + pen, mark[:, 1].min() - foot[1], 0.0])
    runs: list[tuple[str, list[Points]]] = []
    for color, points in pieces[:-1]:
        if not runs or runs[-1][0] != color:
            runs.append((color, []))
        runs[-1][1].append(points - shift)
    end = pieces[-1][1][:, 0].min() - foot[0] - shift[0]
    return Setting(tuple(Run(color, np.concatenate(parts)) for color, parts in runs), end)


def _dot() -> str:
    return f'#text(font: "{theme.WORDS.family}", fill: rgb("{_MARK}"), bottom-edge: "baseline")[.]'


@cache
def _mark() -> tuple[Points, float]:
    """The marking dot: its lower left corner from the pen's start, and its advance (em)."""
    (_, first), (_, second) = _set(_dot() * 2, "", closed=False)
    bottom = first[:, 1].min()  # the page ends at the baseline, so this is measured from it
    advance = second[:, 0].min() - first[:, 0].min()
    return np.array([first[:, 0].min(), bottom, 0.0]), float(advance)


def _set(markup: str, preamble: str, closed: bool = True) -> list[tuple[str, Points]]:
    """The (fill, points) of everything Typst draws for a line, in em, y = 0 at the page's foot.

    `closed` puts a second marking dot after the line, which tells where the pen ended.
    """
    source = (
        "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"
        f'#set text(size: {EM}pt, number-width: "tabular")\n{preamble}\n{markup}'
    )
    svg = _compiler().compile((source + _dot() * closed).encode(), format="svg")
    assert isinstance(svg, bytes)
    root = ElementTree.fromstring(svg)
    symbols = {s.get("id"): s[0].get("d", "") for s in root.iter(f"{_SVG}symbol")}
    height = float(root.get("viewBox", "0 0 0 0").split()[3])
    foot = np.array([0.0, height, 0.0])
    return [(fill, (p + foot) / EM) for fill, p in _pieces(root, svgelements.Matrix(), symbols)]


def _pieces(
    node: ElementTree.Element, matrix: svgelements.Matrix, symbols: dict[str | None, str]
) -> Iterator[tuple[str, Points]]:
    """The drawn glyphs and rules below `node`, as (fill, points) with y upwards."""
    for child in node:
        if child.tag == f"{_SVG}defs":
            continue
        here = svgelements.Matrix(child.get("transform", "")) * matrix
        if child.tag == f"{_SVG}use":
            x, y = float(child.get("x", 0)), float(child.get("y", 0))
            here = svgelements.Matrix(1, 0, 0, 1, x, y) * here
            curves = _curves(symbols[child.get(_LINK, "")[1:]])
        elif child.tag == f"{_SVG}path":
            curves = _rule(child)
        else:
            yield from _pieces(child, here, symbols)
            continue
        if len(curves):
            fill = child.get("fill", "none")
            yield (child.get("stroke", "") if fill == "none" else fill), _place(curves, here)


def _place(curves: Points, m: svgelements.Matrix) -> Points:
    """Apply an SVG matrix and turn y upwards."""
    x, y = curves[:, 0], curves[:, 1]
    flipped = -(m.b * x + m.d * y + m.f)
    return np.column_stack([m.a * x + m.c * y + m.e, flipped, np.zeros(len(x))])


@lru_cache(maxsize=4096)
def _curves(path: str) -> Points:
    """An SVG path as cubic curves, (4n, 2), in the path's own units."""
    points: list[list[complex]] = []
    for part in svgelements.Path(path):
        if isinstance(part, svgelements.Move) or part.start == part.end:
            continue
        a, d = complex(*part.start), complex(*part.end)
        if isinstance(part, svgelements.CubicBezier):
            b, c = complex(*part.control1), complex(*part.control2)
        elif isinstance(part, svgelements.QuadraticBezier):
            control = complex(*part.control)
            b, c = a + (control - a) * 2 / 3, d + (control - d) * 2 / 3
        else:  # a line, or the closing of a contour
            b, c = a + (d - a) / 3, a + (d - a) * 2 / 3
        points.append([a, b, c, d])
    flat = np.array(points, dtype=complex).ravel()
    return np.column_stack([flat.real, flat.imag])


def _rule(node: ElementTree.Element) -> Points:
    """A drawn path: filled as it is; a stroked rule (fraction bar, root) as a thin rectangle."""
    if node.get("fill", "none") != "none":
        return _curves(node.get("d", ""))
    half = float(node.get("stroke-width", 1)) / 2
    line = _curves(node.get("d", ""))
    (x0, y0), (x1, y1) = line[0], line[-1]
    if y0 == y1:
        box = f"M {x0} {y0 - half} L {x1} {y0 - half} L {x1} {y0 + half} L {x0} {y0 + half} Z"
    else:
        box = f"M {x0 - half} {y0} L {x0 + half} {y0} L {x1 + half} {y1} L {x1 - half} {y1} Z"
    return _curves(box)
