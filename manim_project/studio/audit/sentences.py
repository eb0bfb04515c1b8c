"""What a sentence may say when it comes, and how many numbers may stand beside it."""

import re
from collections.abc import Iterator

from manim_project.mobjects.shown_numbers import DECLARED, NUMBER_WORDS, Entry
from manim_project.stage import Beat, Stage
from manim_project.studio.drawing.labels import Label, visible_labels

MOST_NUMBERS = 7
MOST_WORDS = 12
MOST_CHARACTERS = 70
# Counting words. Not `one`, which is a pronoun, too, nor `zero`, which is an end.
TENS = ("thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
POWERS = ("hundred", "thousand", "million", "billion")
IN_WORDS = re.compile(rf"\b({'|'.join((*NUMBER_WORDS[2:], *TENS, *POWERS))})\b", re.IGNORECASE)
NAMES = re.compile("|".join(DECLARED))


def unfounded(scene: Stage, beat: Beat) -> Iterator[str]:
    """What is wrong with the sentence of a beat, and with the numbers, when the beat ends."""
    sentence = scene.caption or scene.title
    own = {id(part) for part in sentence.get_family()}
    labels = [label for label in visible_labels(scene.mobjects) if id(label.mobject) not in own]
    seen = {entry.text for label in labels for entry in _numbers(label)}
    for entry in filter(_is_number, sentence.shown.entries):
        if entry.text not in seen:
            yield f"the sentence says {entry.text!r}, which is not in the picture"
    if found := IN_WORDS.search(sentence.shown.literal):
        yield f"a number without a source: {found[0]!r} in {beat.caption!r}"
    count = sum(len(_numbers(label)) for label in labels if label.mobject.counted)
    if count > MOST_NUMBERS:
        yield f"{count} numbers at once, where {MOST_NUMBERS} can be taken in"
    yield from _length(beat.caption)


def _numbers(label: Label) -> list[Entry]:
    return [entry for entry in label.mobject.shown.entries if _is_number(entry)]


def _is_number(entry: Entry) -> bool:
    return any(sign.isdigit() for sign in NAMES.sub("", entry.text))


def _length(sentence: str) -> Iterator[str]:
    words = [word for word in sentence.split() if any(map(str.isalnum, word))]
    if len(words) > MOST_WORDS or len(sentence) > MOST_CHARACTERS:
        yield (
            f"{len(words)} words, {len(sentence)} characters, where {MOST_WORDS} and "
            f"{MOST_CHARACTERS} can be taken in: {sentence!r}"
        )
