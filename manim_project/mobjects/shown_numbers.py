"""What a text on screen says, and where each of its numbers comes from.

A template such as `"the gap is {:.2f}"` takes its numbers as quantities of the reference model;
`"{:words} layers"` spells a whole number from 0 to 20, `"{:Words} layers"` with a capital.
Digits may stand in the template itself only in the names of `DECLARED`.
"""

import re
from dataclasses import dataclass
from string import Formatter
from typing import Any

from manim_project.reference.quantity import Quantity, value_of

# What holds a digit and is a name or a symbol, not a number: pattern and reason.
DECLARED = {
    r"\bi(32|64)\.\w+": "WebAssembly's instruction names",
    r"\bfloat64\b": "the name of the number format",
    r"\b[23]-?D\b": "a word: two-dimensional, three-dimensional",
    r"\bW_[12]\b": "the names of the feed-forward matrices",
    r"\^2\b": "the symbol for squaring",
    r"\b2\)? ?(i|Query\(i\))? ?(j\b|Key\(j\))|\b2[bd]\b": "the factor in the parabola's algebra",
    r"\bmod 2\^32\b|\b2\^": "the base of a power of two",
    r"\blog_2\b": "the base of the logarithm",
    r"\b10(\^|$)": "the base of a power of ten",
    r"\bsqrt\(2\)": "the symbol for the root of the head's size",
}

NUMBER_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen", "twenty",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One quantity as shown: the format and the text it gave."""

    quantity: Quantity
    spec: str
    text: str


@dataclass(frozen=True)
class Shown:
    """A filled template: the whole text, its quantities, and what stood around them."""

    text: str
    entries: tuple[Entry, ...]
    literal: str

    @property
    def undeclared(self) -> str:
        """The literal text that still holds digits when the declared names are taken out."""
        rest = re.sub("|".join(DECLARED), "", self.literal)
        return self.literal if re.search(r"\d", rest) else ""


def format_value(value: Any, spec: str) -> str:
    """A value in Python's format language, with a true minus sign and no negative zero; digits
    grouped by `_` stand apart.

    `words` and `Words` spell it out; ValueError for a value that is not whole, from 0 to 20.
    """
    if not spec:
        return str(value)
    if spec in ("words", "Words"):
        word = _in_words(value)
        return word.capitalize() if spec == "Words" else word
    text = format(value, spec)
    if re.fullmatch(r"-[0.]+%?", text):
        text = text[1:]
    if "_" in spec:
        text = text.replace("_", "\N{THIN SPACE}")
    return text.replace("-", "\N{MINUS SIGN}")


def _in_words(value: Any) -> str:
    if value not in range(len(NUMBER_WORDS)):
        raise ValueError(f"{value!r} has no word: whole numbers have, from 0 to {NUMBER_WORDS[-1]}")
    return NUMBER_WORDS[int(value)]


def fill(template: str, quantities: tuple[Quantity, ...]) -> Shown:
    """Put quantities into the `{}` fields of a template, in order; `{:.2f}` gives a format.

    Raises ValueError when fields and quantities differ in number, TypeError for a bare value:
    only a quantity carries its source.
    """
    left = list(quantities)
    text, literal, entries = "", "", []
    for before, field, spec, _ in Formatter().parse(template):
        text += before
        literal += before
        if field is None:
            continue
        if not left:
            raise ValueError(f"{template!r} has more fields than quantities")
        quantity = left.pop(0)
        if not isinstance(quantity, Quantity):
            raise TypeError(f"{template!r} was given a bare {quantity!r}; pass a quantity")
        value = value_of(quantity)
        entry = Entry(quantity, spec or "", format_value(value, spec or _default_spec(value)))
        entries.append(entry)
        text += entry.text
        literal += "\N{REPLACEMENT CHARACTER}"
    if left:
        raise ValueError(f"{template!r} has fewer fields than quantities")
    return Shown(text, tuple(entries), literal)


def _default_spec(value: Any) -> str:
    """Whole numbers in full (with a true minus sign); words as they are."""
    if isinstance(value, str):
        return ""
    if float(value) != int(value):
        raise ValueError(f"{value!r} is not whole: say how to show it, such as {{:.2f}}")
    return ".0f"
