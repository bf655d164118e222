"""The claims of Documents compared with the texts of what they cite. Nothing here says that a claim is supported."""

from collections import defaultdict
from collections.abc import Iterable

from citecache.render.withheld import kept_back
from citecache.results import ClaimCheck, ClaimPassage
from citecache.usecases.quote_check import partly, teaser
from crawler.cache import CacheFile
from crawler.cache.read import capture_records, changes
from crawler.cache.read.claims import claimed_places, told_beside
from crawler.model import CaptureRecord, ClaimedPlace, Verdict
from pipelines.claims import ClaimSource, ComparedClaim, compare


def check_claims(cache: CacheFile, paths: Iterable[str] | None = None) -> list[ClaimCheck]:
    """Compare the claims of the Documents of these paths, or of all, with the text that the card of each source shows.

    By document, line and column. A text is read once for all claims that lean on it.
    """
    places = claimed_places(cache, paths)
    by_source: dict[str | None, list[int]] = defaultdict(list)
    for number, place in enumerate(places):
        by_source[place.resource_id].append(number)
    found: dict[int, ClaimCheck] = {}
    for resource_id, own in by_source.items():
        source = _SourceText(cache, resource_id, places[own[0]])
        found |= {number: source.check(places[number]) for number in own}
    return [found[number] for number in range(len(places))]


class _SourceText:
    """The text of one Resource, if there is one that may be read."""

    def __init__(self, cache: CacheFile, resource_id: str | None, place: ClaimedPlace) -> None:
        self._capture = None if resource_id is None else capture_records.shown(cache, resource_id)
        self._no_text = _no_text(self._capture, place)
        self._partial: str | None = None
        self._withheld: str | None = None
        self._source = ClaimSource("")
        if self._capture is not None and self._no_text is None:
            only = teaser(self._capture, place.verdict, place.last_good_at)
            self._partial = only or partly(self._capture)
            self._withheld = kept_back(place.verdict, self._capture.reservations)
            text = changes.text(cache, self._capture.id)
            self._source = ClaimSource(text, beside=told_beside(cache, self._capture.id))

    def check(self, place: ClaimedPlace) -> ClaimCheck:
        capture = self._capture
        if self._no_text is not None:
            compared = ComparedClaim((), None, inconclusive=self._no_text)
        else:
            compared = compare(place.claim, self._source)
            if self._partial is not None:  # what is missing may stand in the rest
                compared = ComparedClaim(compared.passages, None, inconclusive=self._partial)
        passages = tuple(
            ClaimPassage(text=None if self._withheld else one.text, start=one.start, end=one.end, score=one.score)
            for one in compared.passages
        )
        return ClaimCheck(
            document=place.document,
            line=place.line,
            column=place.column,
            label=place.label,
            resource_id=place.resource_id,
            url=place.url,
            claim=place.claim,
            doubt=compared.doubt,
            doubtful=compared.doubtful,
            inconclusive=compared.inconclusive,
            missing_numbers=compared.missing_numbers,
            missing_names=compared.missing_names,
            lacking=compared.lacking,
            passages=passages,
            withheld=self._withheld,
            capture_id=capture.id if capture else None,
            captured_at=(capture.memento_datetime or capture.captured_at) if capture else None,
        )


def _no_text(capture: CaptureRecord | None, place: ClaimedPlace) -> str | None:
    """Why there is no text to compare with; None: there is one."""
    if place.resource_id is None:
        return "no record defines the Resource ID that is cited"
    if place.verdict is Verdict.LEGAL:
        return kept_back(Verdict.LEGAL, ())
    if place.verdict is Verdict.UNCHECKED and capture is None:
        return "the page was never fetched"
    if capture is None:
        return f"no text: the page is {place.verdict.value}"
    if not capture.kept:
        return "the text is no longer kept"
    return None if capture.text_chars else capture.no_text or "the page has no text"
