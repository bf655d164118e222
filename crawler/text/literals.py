"""What every match of a regular expression contains: searched first, because `in` is far faster than the expression.

The expression's own parse tree says it, as in Cox, "Regular Expression Matching with a Trigram Index", 2012. What is
not understood here requires nothing, so that its expression is always searched.
"""

import re
from collections.abc import Sequence
from importlib import import_module
from typing import Any

_PARSER: Any = import_module("re._parser")  # typeshed does not have it

Alternatives = frozenset[str]
"""Literals of which each match contains at least one; empty: nothing is known."""

NOTHING: Alternatives = frozenset()


def folded(text: str) -> str:
    """The same for two texts that are equal for `re.IGNORECASE`."""
    if text.isascii():
        return text.lower()
    return text.replace("İ", "i").replace("ı", "i").casefold()  # equal for `re`, but not for `casefold`


def required(pattern: re.Pattern[str]) -> Alternatives:
    r"""Folded literals of which each match of the pattern contains at least one; the longest there are.

    >>> sorted(required(re.compile(r"\b(?:page|file) (?:was )?not found", re.IGNORECASE)))
    ['not found']
    >>> sorted(required(re.compile(r"(?:gone|moved)\d?")))
    ['gone', 'moved']
    >>> required(re.compile(r"\d+|x"))
    frozenset()
    """
    return _of_sequence(_PARSER.parse(pattern.pattern, pattern.flags))


def _of_sequence(items: Sequence[tuple[Any, Any]]) -> Alternatives:
    """The best that one of the items, or a run of characters, requires."""
    best, run = NOTHING, ""
    for operation, argument in items:
        if str(operation) == "LITERAL":
            run += chr(argument)
            continue
        best, run = _better(best, _of_run(run)), ""
        best = _better(best, _of_item(str(operation), argument))
    return _better(best, _of_run(run))


def _of_run(run: str) -> Alternatives:
    return frozenset((folded(run),)) if run else NOTHING


def _of_item(operation: str, argument: Any) -> Alternatives:  # noqa: ANN401 - as the parser gives it
    if operation == "SUBPATTERN":
        return _of_sequence(argument[-1])
    if operation == "BRANCH":
        branches = [_of_sequence(branch) for branch in argument[1]]
        return frozenset().union(*branches) if all(branches) else NOTHING
    if operation in ("MAX_REPEAT", "MIN_REPEAT") and argument[0] > 0:
        return _of_sequence(argument[2])
    return NOTHING


def _better(one: Alternatives, other: Alternatives) -> Alternatives:
    """The one whose shortest literal is longer; of equals, the smaller one."""
    return max(one, other, key=lambda found: (min(map(len, found), default=0), -len(found)))
