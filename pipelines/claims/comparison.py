"""A claim compared with the text of its source. That it is supported is never said: a person, or a model, has to."""

from dataclasses import dataclass

from pipelines.claims.claim import ClaimTerm, ReadClaim, read_claim
from pipelines.claims.closest import PlacedTerm, closest, located
from pipelines.claims.numbers import Number, stands_for
from pipelines.claims.source import MOST_CHARS, ClaimSource

PASSAGES = 3

DOUBTFUL = 0.7
"""From this doubt on, a claim is worth a look. Chosen on one half of a public set of judged claims: bench/claims.py."""


@dataclass(frozen=True, slots=True)
class ClosePassage:
    """A passage of the source: `text[start:end]`, and its BM25 score, which compares passages of one claim only."""

    text: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class ComparedClaim:
    """What of a claim its source has, and what it lacks.

    `doubt`, 0 to 1, is the share of what the claim says, by weight, that the passage closest to it lacks; of several
    sentences each has a closest passage of its own. `lacking` names what that is, in the order of the claim. None:
    nothing can be compared, and `inconclusive` says why.
    """

    passages: tuple[ClosePassage, ...]
    doubt: float | None
    lacking: tuple[str, ...] = ()
    missing_numbers: tuple[str, ...] = ()  # of the claim, that stand nowhere in the source
    missing_names: tuple[str, ...] = ()
    inconclusive: str | None = None

    @property
    def doubtful(self) -> bool:
        """Whether a person should look: most of the claim is not in one passage, or a number of it is nowhere."""
        return self.doubt is not None and (self.doubt >= DOUBTFUL or bool(self.missing_numbers))


def compare(claim: str, source: ClaimSource) -> ComparedClaim:
    """The passages of a text that stand closest to a claim, and what of the claim the text lacks.

    >>> found = compare("The bridge cost 12 million in 1998.", ClaimSource("It rained. The bridge cost 14 million."))
    >>> found.passages[0].text, found.missing_numbers, found.lacking
    ('The bridge cost 14 million.', ('12 million', '1998'), ('12 million', '1998'))
    """
    read = read_claim(claim)
    parts = [located(part, source) for part in read.parts]
    passages = _passages([one for part in parts for one in part], source)
    if inconclusive := _inconclusive(read, source):
        return ComparedClaim(passages, None, inconclusive=inconclusive)
    numbers = tuple(dict.fromkeys(one.text for one in read.numbers if _missing(one, source)))
    names = tuple(dict.fromkeys(one.text for one in read.names if not source.known.has(one)))
    lacks = [_lacking(part, source) for part in parts]
    whole = sum(one.weight for part in parts for one in part)
    doubt = sum(one.weight for part in lacks for one in part) / whole
    lacking = _as_written(read.text, [one.sought for part in lacks for one in part])
    return ComparedClaim(passages, round(doubt, 3), lacking, numbers, names)


def _as_written(claim: str, sought: list[ClaimTerm]) -> tuple[str, ...]:
    """Words of the claim as they stand there, in its order; pairs of characters that overlap, as one."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted({(one.start, one.end) for one in sought}):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return tuple(dict.fromkeys(claim[start:end] for start, end in spans))


def _inconclusive(read: ReadClaim, source: ClaimSource) -> str | None:
    if not read.parts:
        return "the claim has no words that could be sought"
    if not source.spans:
        return "the text has no words"
    if source.speech.foreign_to(read.text):
        return "the text is in another language than the claim"
    if source.cut:
        return f"the text is too long: {MOST_CHARS:,} characters of it were read"
    return None


def _missing(number: Number, source: ClaimSource) -> bool:
    return not any(stands_for(number, other) for _, other in source.numbers)


def _passages(found: list[PlacedTerm], source: ClaimSource) -> tuple[ClosePassage, ...]:
    return tuple(
        ClosePassage(source.text[start:end], start, end, round(score, 3))
        for at, score in closest(found, source, PASSAGES)
        for start, end in [source.spans[at]]
    )


def _lacking(part: list[PlacedTerm], source: ClaimSource) -> list[PlacedTerm]:
    """What one sentence of the claim says and its closest passage does not."""
    best = next((at for at, _ in closest(part, source, 1)), None)
    return [one for one in part if best is None or best not in one.places]
