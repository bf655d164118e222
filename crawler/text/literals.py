"""What every match of a regular expression contains: searched first, because `in` is far faster than the expression.

The expression's own parse tree says it, as in Cox, "Regular Expression Matching with a Trigram Index", 2012. What is
not understood here requires nothing, so that its expression is always searched.
"""

import re
from collections.abc import Iterable, Sequence
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


def required(expression: str) -> Alternatives:
    r"""Folded literals of which each match of an expression contains at least one; the longest there are.

    >>> sorted(required(r"\b(?:page|file) (?:was )?not found"))
    ['not found']
    >>> sorted(required(r"(?:gone|moved)\d?"))
    ['gone', 'moved']
    >>> required(r"\d+|x")
    frozenset()
    """
    return _of_sequence(_PARSER.parse(expression, re.IGNORECASE))


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


_PREFIX = 3
"""Letters by which words are looked up."""


class Searched:
    """A text to look for literals in: folded, with the beginnings of its words and its letters that are no ASCII."""

    def __init__(self, text: str) -> None:
        self.folded = folded(text)
        self.beginnings = {word[:_PREFIX] for word in self.folded.split(" ")}
        self.letters = set() if text.isascii() else set(self.folded)


class LiteralIndex:
    """Which of many sets of alternatives a text may contain, without looking for most of them.

    A literal is looked for only if a word within it begins like one of the text's, or if the text has its first letter
    that is no ASCII.

    >>> index = LiteralIndex([frozenset(("not found", "gone")), frozenset(("войти",)), NOTHING])
    >>> index.possible(Searched("It is gone"))
    [0, 2]
    """

    def __init__(self, sets: Iterable[Alternatives]) -> None:
        self._always: list[int] = []
        self._plain: list[tuple[str, int]] = []
        self._by_beginning: dict[str, list[tuple[str, int]]] = {}
        self._by_letter: dict[str, list[tuple[str, int]]] = {}
        for place, literals in enumerate(sets):
            if not literals:
                self._always.append(place)
            for literal in literals:
                self._rows(literal).append((literal, place))
        self._beginnings, self._letters = frozenset(self._by_beginning), frozenset(self._by_letter)

    def _rows(self, literal: str) -> list[tuple[str, int]]:
        within = max(literal.split(" ")[1:], key=len, default="")
        if len(within) >= _PREFIX:
            return self._by_beginning.setdefault(within[:_PREFIX], [])
        telling = next((letter for letter in literal if not letter.isascii()), None)
        return self._by_letter.setdefault(telling, []) if telling else self._plain

    def possible(self, searched: Searched) -> list[int]:
        """The places of the sets of which a literal is in a text, in order."""
        text = searched.folded
        found = {place for literal, place in self._plain if literal in text}
        for beginning in self._beginnings & searched.beginnings:
            found.update(place for literal, place in self._by_beginning[beginning] if literal in text)
        for letter in self._letters & searched.letters:
            found.update(place for literal, place in self._by_letter[letter] if literal in text)
        return sorted((*self._always, *found))
