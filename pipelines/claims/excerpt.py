"""The parts of a long text that stand closest to a claim, with what stands around them."""

from collections.abc import Iterator
from itertools import chain, pairwise

from pipelines.claims.claim import read_claim
from pipelines.claims.closest import closest, located
from pipelines.claims.source import ClaimSource

SENT_CHARS = 16_000
"""Characters of a text that a language model is given: some 4,000 tokens of English. Heuristic, not measured; of the 88
judged claims of a public set, one has a longer source (bench/claims.py)."""

LEAD_CHARS = 1_500
"""Of them, those from the beginning, which says what the text is about. Heuristic, not measured."""

AROUND = 2
"""Sentences before and after one that stands close. Heuristic, not measured."""

CLOSE, CLOSE_TO_PART = 40, 10
"""Sentences that stand close: to the whole claim, and to each of its sentences."""

BETWEEN = 2
"""Most characters between two sentences of one part: a space or a blank line."""


def excerpts(claim: str, source: ClaimSource, most: int = SENT_CHARS) -> tuple[tuple[int, int], ...]:
    """Start and end of each part, in the order of the text: whole if it has no more than `most` characters, else its
    beginning, the sentences that stand closest with those around them, and as much of the rest as there is room for.

    >>> text = " ".join(["It rained."] * 20 + ["The bridge cost 14 million."] + ["It rained."] * 20)
    >>> [text[start:end] for start, end in excerpts("The bridge cost 12 million.", ClaimSource(text), most=90)]
    ['It rained. It rained.', 'It rained. It rained. The bridge cost 14 million. It rained.']
    """
    if len(source.text) <= most and not source.cut:
        return ((0, len(source.text)),)
    chosen: set[int] = set()
    room = most
    for at in _by_rank(claim, source, min(LEAD_CHARS, most // 4)):
        start, end = source.spans[at]
        if at not in chosen and end - start < room:
            chosen.add(at)
            room -= end - start + BETWEEN
    return tuple(_joined(sorted(chosen), source)) or ((0, most),)


def _by_rank(claim: str, source: ClaimSource, lead: int) -> Iterator[int]:
    """The numbers of the sentences, the most wanted first."""
    yield from (at for at, (_, end) in enumerate(source.spans) if end <= lead)
    parts = [located(part, source) for part in read_claim(claim).parts]
    whole = closest(list(chain.from_iterable(parts)), source, CLOSE)
    ranked = [at for part in parts for at, _ in closest(part, source, CLOSE_TO_PART)] if len(parts) > 1 else []
    for at in dict.fromkeys(chain((at for at, _ in whole[:CLOSE_TO_PART]), ranked, (at for at, _ in whole))):
        near = (at + sign * step for step in range(AROUND + 1) for sign in (-1, 1))
        yield from (other for other in near if 0 <= other < len(source.spans))
    yield from range(len(source.spans))


def _joined(chosen: list[int], source: ClaimSource) -> Iterator[tuple[int, int]]:
    """Sentences that follow each other, as one part."""
    spans = [source.spans[at] for at in chosen]
    begins = [
        number
        for number, (start, _) in enumerate(spans)
        if number == 0 or chosen[number - 1] != chosen[number] - 1 or start - spans[number - 1][1] > BETWEEN
    ]
    for first, following in pairwise([*begins, len(spans)]):
        yield spans[first][0], spans[following - 1][1]
