"""Claims beside the passages that stand closest: a line for each that an editor can jump to, then the total."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from citecache.render.clean import one_line
from citecache.render.tables import plural
from citecache.results import ClaimCheck

SHOWN_CHARS = 300
"""Length to which a claim and a passage are cut. Heuristic, not measured. JSON has them whole."""

SHOWN_WORDS = 12
"""Words that are named, of those that a passage lacks."""


def lines(claims: Iterable[ClaimCheck]) -> Iterator[str]:
    """Each claim in lines of its own."""
    for one in claims:
        place = ":".join(str(part) for part in (one_line(one.document), one.line, one.column) if part is not None)
        state = "inconclusive" if one.doubt is None else f"doubt {one.doubt:.2f}"
        yield f"{place}  [{state}] {one_line(one.url or '')}  {_quoted(one.claim)}"
        if one.inconclusive:
            yield f"  {one_line(one.inconclusive)}"
        if missing := (*one.missing_numbers, *one.missing_names):
            yield f"  nowhere in the source: {_listed(missing)}"
        if one.lacking and one.passages:
            yield f"  not in the passage: {_listed(one.lacking)}"
        yield from _passage(one)


def _passage(one: ClaimCheck) -> Iterator[str]:
    """The closest passage, and from when the text is."""
    day = (one.captured_at or "")[:10]
    if one.passages:
        first = one.passages[0]
        words = f"withheld: {one.withheld}" if first.text is None else _quoted(first.text)
        yield f"  closest, in the text of {day}: {words}"
    elif one.doubt is not None:
        yield f"  no passage of the text of {day} shares a word with it"


def total(claims: Sequence[ClaimCheck]) -> str:
    """How many there are, and why some are inconclusive."""
    doubtful = sum(one.doubtful for one in claims)
    reasons = Counter(one_line(one.inconclusive) for one in claims if one.inconclusive)
    documents = len({one.document for one in claims})
    counts = [f"{doubtful:,} doubtful", f"{len(claims) - doubtful - reasons.total():,} not doubtful"]
    if reasons:
        each = "; ".join(f"{reason}: {count:,}" for reason, count in reasons.most_common())
        counts.append(f"{reasons.total():,} inconclusive ({each})")
    return f"{plural(len(claims), 'claim')} in {plural(documents, 'document')}: {', '.join(counts)}"


def _quoted(text: str) -> str:
    clean = one_line(text)
    return f"“{clean[:SHOWN_CHARS]} ...”" if len(clean) > SHOWN_CHARS else f"“{clean}”"


def _listed(words: Sequence[str]) -> str:
    more = f" and {len(words) - SHOWN_WORDS:,} more" if len(words) > SHOWN_WORDS else ""
    return ", ".join(map(one_line, words[:SHOWN_WORDS])) + more
