"""The captions, spoken: NARRATION=1 gives every film a sound track, made without a network."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from manim_project.studio.media import espeak
from manim_project.studio.media.splice import Piece, Sound, splice
from manim_project.studio.renders.quality import NARRATED
from manim_project.studio.renders.record import Step

LEAD = 0.3  # seconds from a caption's coming to its first word
PAUSE = 0.4  # seconds of silence, at least, from the last word to the end of the beat
FADE = 0.005  # seconds: a wave that starts or ends at once clicks
LEVEL = 0.85  # of what eSpeak gives: its loudest vowels then reach 3 dB below full scale

# What is written is not what is said. In this order; each pattern is a regular expression.
SAID = (
    (r"\bReLU\b", "relloo"),  # or it is spelled
    (r"\b([A-F])([A-F])\b", r"\1 \2,"),  # a byte: FA is a word, else, and A is an article
    (r"\(([^)]*)\)²", r"\1, all squared"),
    ("²", " squared"),  # or it is a two, as all of these are skipped or named oddly
    ("√", "root "),
    ("≈", "about "),
    ("×", " times "),
    ("−", " minus "),
    ("[+]", " plus "),
    ("=", " equals "),
    ("%", " percent"),
    (r"(?<=\w)\.(?=[a-z])", " dot "),  # in names such as i32.add
    ("’", "'"),
    ("[“”]", '"'),
    (r" +(?=[ ,.:;?!])|^ +", ""),
)
PRONOUNCED = frozenset("0123456789 .,:;?!'-\"()")  # beside letters; the signs as pauses


def said(caption: str) -> str:
    """A caption in words, numbers and punctuation only.

    Raises ValueError when it holds a symbol that has no words in the table.
    """
    text = caption
    for pattern, words in SAID:
        text = re.sub(pattern, words, text)
    for sign in text:
        if not (sign.isalpha() or sign in PRONOUNCED):
            raise ValueError(f"no words for {sign!r} in {caption!r}; add them to SAID in voice.py")
    return text


@cache
def speech(caption: str) -> np.ndarray:
    """The samples of a spoken caption; the same ones in every process.

    Raises ImportError when the voice does not work: as any package of .venv that is broken.
    """
    command = [sys.executable, espeak.__file__]
    done = subprocess.run(command, input=said(caption).encode(), capture_output=True)
    if done.returncode != 0 or not done.stdout:
        why = done.stderr.decode(errors="replace").strip().splitlines() or ["eSpeak NG is silent"]
        raise ImportError(f"no voice: {why[-1]}", name="espeakng_loader")
    samples = np.frombuffer(done.stdout, dtype=np.int16) * LEVEL
    ramp = np.linspace(0, 1, round(FADE * espeak.RATE))
    samples[: len(ramp)] *= ramp
    samples[-len(ramp) :] *= ramp[::-1]
    return samples.astype(np.int16)


def speaking_time(caption: str) -> float:
    """How long a caption has to stand, in seconds, to be spoken in peace: 0 unless films are
    narrated."""
    if not NARRATED:
        return 0.0
    return LEAD + len(speech(caption)) / espeak.RATE + PAUSE


def narration(lines: Iterable[tuple[str, float]], seconds: float) -> Sound | None:
    """The sound of a film of so many seconds, None unless films are narrated.

    `lines` are the captions, each with the time at which it comes.
    """
    if not NARRATED:
        return None
    samples = np.zeros(round(seconds * espeak.RATE), dtype=np.int16)
    for caption, start in lines:
        spoken = speech(caption)
        first = round((start + LEAD) * espeak.RATE)
        samples[first : first + len(spoken)] = spoken
    return Sound(samples, espeak.RATE)


def narrate(film: Path, steps: Sequence[Step]) -> None:
    """Give a silent film of these beats its sound."""
    silent = film.rename(film.with_stem("silent"))
    sound = narration(((step.caption, step.said) for step in steps), steps[-1].end)
    splice([Piece(silent)], film, sound)
