"""One of Manim's own methods, quicker: a mobject's copy.

Manim copies a whole group up to three times to animate it.
"""

from copy import deepcopy
from enum import Enum
from functools import wraps
from types import NoneType
from typing import Any

import numpy as np
from manim import ManimColor, Mobject

from manim_project.mobjects.outline import Setting
from manim_project.mobjects.shown_numbers import Shown
from manim_project.theme import Face

UNCHANGING = {bool, int, float, str, NoneType, ManimColor, Setting, Shown, Face}


@wraps(Mobject.__deepcopy__)  # which stays to be found as __wrapped__
def _copy(mobject: Mobject, memo: dict[int, Any]) -> Mobject:
    """What Mobject.__deepcopy__ does, without asking `deepcopy` about every plain value."""
    result = memo[id(mobject)] = object.__new__(type(mobject))
    attributes = result.__dict__
    for name, value in mobject.__dict__.items():
        kind = type(value)
        if kind is np.ndarray and value.dtype != object:
            copied = memo.get(id(value))
            if copied is None:
                copied = memo[id(value)] = value.copy()
            attributes[name] = copied
        elif kind in UNCHANGING or isinstance(value, Enum):
            attributes[name] = value
        elif kind is list and id(value) not in memo:
            attributes[name] = memo[id(value)] = copied = []
            copied.extend([deepcopy(item, memo) for item in value])
        else:
            attributes[name] = deepcopy(value, memo)
    result.original_id = str(id(mobject))
    return result


def patch_manim() -> None:
    """Let Manim use it, from now on and in the whole process."""
    Mobject.__deepcopy__ = _copy
