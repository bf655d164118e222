"""Claims beside the passages that stand closest: a line for each that an editor can jump to, then the total."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from citecache.render.clean import one_line
from citecache.render.listing import jump_to, marked
from citecache.render.tables import plural
from citecache.results import ClaimCheck, ClaimJudgement, ClaimVerdict

SHOWN_WORDS = 12
"""Words that are named, of those that a passage lacks."""

_NOT_SUPPORTED = (ClaimVerdict.PARTLY, ClaimVerdict.UNSUPPORTED)


def worth_a_look(one: ClaimCheck) -> bool:
    """Whether a claim is doubtful, or a model says that its source does not support it, or not all of it."""
    judgement = one.judgement
    return one.doubtful or (judgement is not None and judgement.verdict in _NOT_SUPPORTED)


def lines(claims: Iterable[ClaimCheck]) -> Iterator[str]:
    """Each claim in lines of its own."""
    for one in claims:
        state = "inconclusive" if one.doubt is None else f"doubt {one.doubt:.2f}"
        yield f"{jump_to(one.document, one.line, one.column)}  [{state}] {one_line(one.url or '')}  {marked(one.claim)}"
        if one.inconclusive:
            yield f"  {one_line(one.inconclusive)}"
        if missing := (*one.missing_numbers, *one.missing_names):
            yield f"  nowhere in the source: {_listed(missing)}"
        if one.lacking and one.passages:
            yield f"  not in the passage: {_listed(one.lacking)}"
        yield from _passage(one)
        yield from _judgement(one.judgement)


def _judgement(one: ClaimJudgement | None) -> Iterator[str]:
    """What a model says of it, or why it does not."""
    if one is None:
        return
    model, reason = one_line(one.model), one_line(one.reason or "")
    if one.verdict is None or one.judged_at is None:
        yield f"  {one.verdict or 'not judged'} by {model}: {reason}"
        return
    words = f": {marked(one.passage)}" if one.passage else ""
    yield f"  {model} says: {one.verdict}{f' ({reason})' if reason else ''}{words}"


def judgements(claims: Sequence[ClaimCheck]) -> str | None:
    """How often a model said what, and why it said nothing; None: no model was asked for."""
    found = [one.judgement for one in claims if one.judgement is not None]
    if not found:
        return None
    asked = [one for one in found if one.judged_at is not None]
    verdicts = Counter(one.verdict for one in asked)
    counts = ", ".join(f"{verdicts[verdict]:,} {verdict}" for verdict in ClaimVerdict)
    cached = sum(one.cached for one in asked)
    earlier = f" ({cached:,} in earlier runs)" if cached else ""
    reasons = Counter(one_line(one.reason or "") for one in found if one.judged_at is None)
    each = "; ".join(f"{reason}: {count:,}" for reason, count in reasons.most_common())
    others = f"; nothing of {reasons.total():,} ({each})" if reasons else ""
    return f"{one_line(found[0].model)} says of {plural(len(asked), 'claim')}{earlier}: {counts}{others}"


def _passage(one: ClaimCheck) -> Iterator[str]:
    """The closest passage, and from when the text is."""
    day = (one.captured_at or "")[:10]
    if one.passages:
        first = one.passages[0]
        words = f"withheld: {one.withheld}" if first.text is None else marked(first.text)
        yield f"  closest, in the text of {day}: {words}"
    elif one.doubt is not None:
        yield f"  no passage of the text of {day} shares a word with it"


class ClaimCounts:
    """How many there are, and why some are inconclusive, of the claims that were passed on."""

    def __init__(self) -> None:
        self._doubtful = self._other = 0
        self._reasons = Counter[str]()
        self._documents = set[str | None]()

    def __len__(self) -> int:
        return self._doubtful + self._other + self._reasons.total()

    def passing(self, claims: Iterable[ClaimCheck]) -> Iterator[ClaimCheck]:
        """The same claims, each of which is counted."""
        for one in claims:
            self._documents.add(one.document)
            if one.inconclusive:
                self._reasons[one_line(one.inconclusive)] += 1
            elif one.doubtful:
                self._doubtful += 1
            else:
                self._other += 1
            yield one

    def total(self) -> str:
        """The counts in a line."""
        counts = [f"{self._doubtful:,} doubtful", f"{self._other:,} not doubtful"]
        if self._reasons:
            each = "; ".join(f"{reason}: {count:,}" for reason, count in self._reasons.most_common())
            counts.append(f"{self._reasons.total():,} inconclusive ({each})")
        found, documents = plural(len(self), "claim"), plural(len(self._documents), "document")
        return f"{found} in {documents}: {', '.join(counts)}"


def _listed(words: Sequence[str]) -> str:
    more = f" and {len(words) - SHOWN_WORDS:,} more" if len(words) > SHOWN_WORDS else ""
    return ", ".join(map(one_line, words[:SHOWN_WORDS])) + more
