"""Reasons put together from several places, each said once."""

import re

_WORD = re.compile(r"\w+")
_EMPTY = frozenset("the a an is was were it be by in to of on our other side has been".split())
"""Words that make no difference between two reasons."""


def said_once(*parts: str) -> str:
    """The parts joined by colons, without what an earlier part has said, in whatever order of its words.

    >>> said_once("no answer in time", "no answer in time: Getting http://e.org/ took longer than 30 seconds.")
    'no answer in time: Getting http://e.org/ took longer than 30 seconds.'
    >>> said_once("the connection was refused", "Connection was refused by other side: 111: Connection refused.")
    'the connection was refused'
    """
    kept: list[str] = []
    said: set[str] = set()
    for segment in ": ".join(part for part in parts if part).split(": "):
        words = set(_WORD.findall(segment.casefold())) - _EMPTY
        number = segment.isdecimal()  # of an error, whose text comes next
        if words <= said and kept and not number:
            while kept and kept[-1].isdecimal():
                kept.pop()
            continue
        kept.append(segment)
        said |= words
    return ": ".join(kept)
