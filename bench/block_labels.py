"""Which blocks of a page are content, from the truth of its text: what the block model learns from."""

import re
from collections.abc import Sequence

from pipelines.extract.html.walk import Block

LONG = 4
"""Words from which a block is looked up by its three-word sequences; shorter ones by their place."""

MOST = 0.5
"""The share of a long block's sequences that the truth must have."""

AHEAD = 400
"""Words after the last block that was found within which a short one is looked for."""


def words_of(text: str) -> list[str]:
    r"""The words of a text as the score counts them: lower case, `\w+`."""
    return re.findall(r"\w+", text.lower())


def label(blocks: Sequence[Block], truth: str) -> list[bool]:
    """For each block, whether most of its words stand in the truth, each place of the truth used once."""
    expected = words_of(truth)
    own = [words_of(block.text) for block in blocks]
    places, covered = _long_blocks(own, expected)
    starts: dict[str, list[int]] = {}
    for index, word in enumerate(expected):
        starts.setdefault(word, []).append(index)
    found: list[bool] = []
    at = 0
    for index, words in enumerate(own):
        if len(words) >= LONG:
            found.append(places[index] is not None)
            at = places[index] if places[index] is not None else at
            continue
        following = next((place for place in places[index + 1 : index + 200] if place is not None), None)
        end = (following if following is not None and following > at else at + AHEAD) + 5
        place = next(
            (
                start
                for start in starts.get(words[0] if words else "", ())
                if max(0, at - 10) <= start <= end
                and not covered[start]
                and expected[start : start + len(words)] == words
            ),
            None,
        )
        found.append(place is not None)
        if place is not None:
            covered[place : place + len(words)] = b"\1" * len(words)
            at = max(at, place)
    return found


def _long_blocks(own: Sequence[Sequence[str]], expected: Sequence[str]) -> tuple[list[int | None], bytearray]:
    """The place in the truth of each long block that it has, and which words of the truth are thereby covered."""
    grams: dict[tuple[str, ...], list[int]] = {}
    for index in range(len(expected) - 2):
        grams.setdefault(tuple(expected[index : index + 3]), []).append(index)
    used = bytearray(len(expected))
    places: list[int | None] = [None] * len(own)
    at = 0
    for number, words in enumerate(own):
        if len(words) < LONG:
            continue
        hits = []
        for index in range(len(words) - 2):
            free = [place for place in grams.get(tuple(words[index : index + 3]), ()) if not used[place]]
            place = next((place for place in free if place >= at - 50), free[0] if free else None)
            if place is not None:
                hits.append(place)
        if len(hits) >= MOST * (len(words) - 2):
            for place in hits:
                used[place] = 1
            hits.sort()
            places[number], at = hits[len(hits) // 2], hits[-1]
    covered = bytearray(len(expected))
    for index, hit in enumerate(used):
        if hit:
            covered[index : index + 3] = b"\1" * len(covered[index : index + 3])
    return places, covered
