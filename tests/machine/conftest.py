"""What the tests of the machine share."""

import pytest
from support.runs import MACHINE

from manim_project.reference.machine import Machine


@pytest.fixture(scope="session")
def machine() -> Machine:
    """One for all of them: whoever changes weights makes a machine of its own."""
    return MACHINE
