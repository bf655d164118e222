"""Groups in LaTeX: which brace closes which."""

import re

BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
"""A brace, or an escaped character, which is none."""


def group_ends(text: str) -> dict[int, int]:
    r"""The offset of the brace that closes a group, by that of the one that opens it.

    >>> group_ends(r"a{b{c}\}}")
    {3: 5, 1: 8}
    """
    found: dict[int, int] = {}
    waiting: list[int] = []
    for brace in BRACE.finditer(text):
        if brace[0] == "{":
            waiting.append(brace.start())
        elif brace[0] == "}" and waiting:
            found[waiting.pop()] = brace.start()
    return found
