"""The claims of Documents compared with the texts of what they cite. Nothing here says that a claim is supported."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from citecache.render.withheld import kept_back
from citecache.results import ClaimCheck, ClaimPassage
from citecache.usecases.parts import in_parts
from citecache.usecases.quote_check import partly, teaser
from crawler.cache import CacheFile
from crawler.cache.read import capture_records, changes
from crawler.cache.read.claims import claimed_places, told_beside
from crawler.model import CaptureRecord, ClaimedPlace, Verdict
from pipelines.claims import ClaimSource, ComparedClaim, compare


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSource:
    """What of a Resource a claim is compared with."""

    capture: CaptureRecord | None
    no_text: str | None  # why there is no text to compare with
    partial: str | None = None  # why what is missing in the text may stand on the page
    withheld: str | None = None  # why the text is not given away


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim compared with its source."""

    check: ClaimCheck
    source: CitedSource


def check_claims(cache: CacheFile, paths: Iterable[str] | None = None) -> Iterator[ClaimCheck]:
    """Compare the claims of the Documents of these paths, or of all, with the text that the card of each source shows.

    By document, line and column, and in parts: in one of them, a text is read once for all claims that lean on it.
    """
    return (one.check for one in checked_claims(cache, paths))


def checked_claims(cache: CacheFile, paths: Iterable[str] | None = None) -> Iterator[CheckedClaim]:
    """The same, with their sources."""
    for places in in_parts(claimed_places(cache, paths), lambda at: (at.document, at.line, at.column)):
        yield from _checked(cache, places)


def _checked(cache: CacheFile, places: Sequence[ClaimedPlace]) -> list[CheckedClaim]:
    by_source: dict[str | None, list[int]] = defaultdict(list)
    for number, place in enumerate(places):
        by_source[place.resource_id].append(number)
    found: dict[int, CheckedClaim] = {}
    for resource_id, own in by_source.items():
        source = _SourceText(cache, resource_id, places[own[0]])
        found |= {number: CheckedClaim(source.check(places[number]), source.cited) for number in own}
    return [found[number] for number in range(len(places))]


class _SourceText:
    """The text of one Resource, if there is one that may be read."""

    def __init__(self, cache: CacheFile, resource_id: str | None, place: ClaimedPlace) -> None:
        capture = None if resource_id is None else capture_records.shown(cache, resource_id)
        self._source = ClaimSource("")
        no_text = _no_text(capture, place)
        if capture is None or no_text is not None:
            self.cited = CitedSource(capture=capture, no_text=no_text)
            return
        self.cited = CitedSource(
            capture=capture,
            no_text=None,
            partial=teaser(capture, place.verdict, place.last_good_at) or partly(capture),
            withheld=kept_back(place.verdict, capture.reservations),
        )
        self._source = ClaimSource(changes.text(cache, capture.id), beside=told_beside(cache, capture.id))

    def check(self, place: ClaimedPlace) -> ClaimCheck:
        capture, withheld = self.cited.capture, self.cited.withheld
        if self.cited.no_text is not None:
            compared = ComparedClaim((), None, inconclusive=self.cited.no_text)
        else:
            compared = compare(place.claim, self._source)
            if self.cited.partial is not None:  # what is missing may stand in the rest
                compared = ComparedClaim(compared.passages, None, inconclusive=self.cited.partial)
        passages = tuple(
            ClaimPassage(text=None if withheld else one.text, start=one.start, end=one.end, score=one.score)
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
            withheld=withheld,
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
        return f"no text: the page is {place.verdict.value.replace('_', '-')}"
    if not capture.kept:
        return "the text is no longer kept"
    return None if capture.text_chars else capture.no_text or "the page has no text"
