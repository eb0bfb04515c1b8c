"""Where things stand in this scene: ten lanes over the tape, their numerals, the tape."""

from manim import LEFT

from manim_project import theme
from manim_project.mobjects.regions import stage_region

TOP_LANE, LANE = theme.tall(3.22, 0.52)  # height of lane 0, and from lane to lane
NUMERALS, ROOM = stage_region().cut(LEFT, 0.6, theme.NEAR)  # the lanes' numerals, and what is right
TOKENS = 100  # that have room on the tape
THIN = ROOM.width / TOKENS  # from token to token there
BROAD = 0.2  # as long as there are few: then the camera draws back
STEPS_FROM, STEP = -4.85, 0.82  # of the steps alone: the first one's left end, and their pitch
CELL = 0.44 * theme.TALL  # height of a token's cell on the tape
(GROUND,) = theme.tall(2.0)  # the tape's upper edge as what it carries is looked at
UNIT = 0.78 * theme.TALL  # of a step there: from the pit's floor to the pillars' tops in one frame


def lane(number: float) -> float:
    """The height of a lane, which may lie between two."""
    return TOP_LANE - LANE * float(number)
