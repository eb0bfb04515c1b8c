"""Text of ours in Markdown (CommonMark, with GitHub's strikes and formulas): shown as it is."""

import re

MEANS = re.compile(
    r"""
    [\\`*_\[\]~$]         # escapes, code, emphasis, links, strikes, formulas
    | <(?=[A-Za-z/!?])    # HTML; `3 < 5` is none
    | &(?=\#?\w+;)        # an entity
    | ^[#>] | \#(?=\#*$)  # a heading's beginning and end; a quotation
    | ^[-+](?=[\s-]|$)    # a list or a rule
    """,
    re.VERBOSE,
)
NUMBERED = re.compile(r"^(\d+)(?=[.)](\s|$))")  # a list, too


def escaped(text: str) -> str:
    """One line in which every sign stands for itself."""
    return NUMBERED.sub(r"\1\\", MEANS.sub(r"\\\g<0>", text))


def code(text: str) -> str:
    """One line as code, between more backticks than it has itself in a row."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence, space = "`" * (longest + 1), " " * bool(longest)
    return f"{fence}{space}{text}{space}{fence}"
