"""Where a passage begins and ends: with the punctuation that is quoted with its first and last words."""

import re

from pipelines.quotes.quoted import Quotation
from pipelines.quotes.reading import ReadText

_ALIKE = str.maketrans(
    {chr(0xFEE0 + ord(sign)): sign for sign in "!(),.:;?[]"}  # full-width
    | dict.fromkeys("'’‘‚‹›`´“”„«»「」『』", '"')
    | dict.fromkeys("‐‑‒–—−", "-")
    | dict.fromkeys("\n\t\u00a0\u2009\u202f", " ")
)
"""Signs that stand for each other."""

_OMITTED = r"[\[(]? ?(?:…|\.{3}|\. \. \.) ?[\])]?|⋯+"
_BEFORE = re.compile(rf"^.*(?:{_OMITTED})", re.DOTALL)
_AFTER = re.compile(rf"(?:\x02|\s*(?:{_OMITTED}))[\s\"'”’»]*$")


def edges(quotation: Quotation, text: ReadText, first: int, last: int) -> tuple[int, int]:
    """Offsets of the words `first` to `last`, exclusive, with what stands around them in text and quotation alike."""
    plain, words = quotation.plain, quotation.words
    head = _BEFORE.sub("", plain[: words[0].start])
    tail = _AFTER.sub("", plain[words[-1].end :])
    start, end = text.words[first].start, text.words[last - 1].end
    before, after = text.text[max(0, start - len(head) - 2) : start], text.text[end : end + len(tail) + 2]
    return start - _common(head[::-1], before[::-1]), end + _common(tail, after)


def _common(quoted: str, found: str) -> int:
    """The length of what both begin with, up to the last sign that is no space; spaces may stand before a sign."""
    quoted, at, size = quoted.translate(_ALIKE), 0, 0
    for number, char in enumerate(found, 1):
        sign = char.translate(_ALIKE)
        if at < len(quoted) and quoted[at] == " " != sign:
            at += len(quoted[at:]) - len(quoted[at:].lstrip())
        if at < len(quoted) and quoted[at] == sign:
            at += 1
            size = size if sign == " " else number
        elif char not in "\u00a0\u202f":
            break
    return size
