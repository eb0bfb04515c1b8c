"""The textbook: small attention arithmetic that a viewer can redo by hand.

Plain functions return frozen dataclasses of numpy arrays. Rows are positions: `scores[i, j]` is
what the query of row i thinks of the key of row j. Unless a docstring says otherwise, a number
rounded for the screen is only approximately equal to its formula, and a scene writes ≈. All is
reached from here, as `REFERENCE.textbook`.
"""

from manim_project.reference.softmax import HARD_EXPONENT, HARDNESS, softmax
from manim_project.reference.textbook.float_ruler import (
    FloatRuler,
    Zoom,
    float_ruler,
    landing,
    ruler_zoom,
)
from manim_project.reference.textbook.gap_law import power_of_two, weight_ratio
from manim_project.reference.textbook.hair import HAIR_ENLARGED, Tie, tie
from manim_project.reference.textbook.neurons import Neuron, neurons
from manim_project.reference.textbook.outlier import (
    Outlier,
    outlier,
    outlier_harmless,
    outlier_home,
)
from manim_project.reference.textbook.parabola_keys import (
    Memory,
    Parabola,
    Sharpened,
    alone_from,
    memory,
    parabola,
    sharpened,
)
from manim_project.reference.textbook.power_of_ten import PowerOfTen
from manim_project.reference.textbook.softmax_sharpening import (
    BETA_FIRST,
    BETA_LAST,
    DECADE_TICKS,
    PASSING_SHARE,
    SHARE_TICKS,
    ByHand,
    Crossing,
    Sharpening,
    by_hand,
    crossing,
    first_exact,
    hard,
    least_float,
    neighbor,
    sharpening,
    vanishing,
)
from manim_project.reference.textbook.tangent import (
    Bent,
    RightAngle,
    Touch,
    bent,
    right_angle,
    straight,
    touch,
)
from manim_project.reference.textbook.turned_query import Asked, asked, asked_by, tie_angle
from manim_project.reference.textbook.uniform_attention import (
    LEVEL_ENLARGED,
    RunningSum,
    levelled,
    running_sum,
)
from manim_project.reference.textbook.worked_block import (
    PLANE_TICK,
    Block,
    Parts,
    Products,
    Sentence,
    block,
    film_block,
    sentence,
)

__all__ = [
    "BETA_FIRST",
    "BETA_LAST",
    "DECADE_TICKS",
    "HAIR_ENLARGED",
    "HARDNESS",
    "HARD_EXPONENT",
    "LEVEL_ENLARGED",
    "PASSING_SHARE",
    "PLANE_TICK",
    "SHARE_TICKS",
    "Asked",
    "Bent",
    "Block",
    "ByHand",
    "Crossing",
    "FloatRuler",
    "Memory",
    "Neuron",
    "Outlier",
    "Parabola",
    "Parts",
    "PowerOfTen",
    "Products",
    "RightAngle",
    "RunningSum",
    "Sentence",
    "Sharpened",
    "Sharpening",
    "Tie",
    "Touch",
    "Zoom",
    "alone_from",
    "asked",
    "asked_by",
    "bent",
    "block",
    "by_hand",
    "crossing",
    "film_block",
    "first_exact",
    "float_ruler",
    "hard",
    "landing",
    "least_float",
    "levelled",
    "memory",
    "neighbor",
    "neurons",
    "outlier",
    "outlier_harmless",
    "outlier_home",
    "parabola",
    "power_of_two",
    "right_angle",
    "ruler_zoom",
    "running_sum",
    "sentence",
    "sharpened",
    "sharpening",
    "softmax",
    "straight",
    "tie",
    "tie_angle",
    "touch",
    "vanishing",
    "weight_ratio",
]
