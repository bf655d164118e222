"""A quotation looked up in the texts of its source: does it stand there, did it ever?"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from citecache.render.withheld import kept_back
from citecache.usecases.explain import Explanation, explain
from crawler.cache import CacheFile, bodies
from crawler.cache.read import capture_records, changes
from crawler.model import CaptureRecord, TextVersion, Verdict
from crawler.model.capture import FETCHED
from crawler.model.errors import CacheDamaged
from crawler.text.markup_words import words_of
from pipelines.quotes import DatedText, QuoteCheck, QuoteStatus, check_all

MARKUP = ("text/html", "application/xhtml+xml")

CUT = ("text cut at", "text of the first")
"""Doubts of a Capture that say that its text is not whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedQuote:
    """What became of a quotation, with what is known of its source."""

    check: QuoteCheck
    source: Explanation
    capture: CaptureRecord | None  # in which the passage stands; or else the one that the card shows
    withheld: str | None = None  # why no words of the text are given


def check_quote(cache: CacheFile, wanted: str, quote: str) -> CheckedQuote:
    """Check a quotation against every text that the cache has of a source, by the URL or an id of a Resource.

    Raises:
        NotFound: nothing, or more than one thing, of that name.
    """
    return QuoteSource(cache, explain(cache, wanted)).check_all([quote])[quote]


def check_quotes_of(
    cache: CacheFile, quotes: Iterable[tuple[str | None, str]]
) -> Iterator[tuple[tuple[str, str], CheckedQuote]]:
    """Check pairs of the id of a Resource and a quotation: each pair once, each source and each of its texts read once.

    A pair without an id, which cites what no record defines, is left out. One source at a time is held.
    """
    by_source: dict[str, list[str]] = {}
    for wanted, quote in quotes:
        if wanted is not None:
            by_source.setdefault(wanted, []).append(quote)
    for wanted, own in by_source.items():
        for quote, checked in QuoteSource(cache, explain(cache, wanted)).check_all(own).items():
            yield (wanted, quote), checked


class QuoteSource:
    """The texts of one source, for several quotations from it."""

    def __init__(self, cache: CacheFile, source: Explanation) -> None:
        self._cache = cache
        self._source = source
        self._legal = source.page.verdict is Verdict.LEGAL
        self._texts = [] if self._legal else dated_texts(cache, source)

    def check_all(self, quotes: Iterable[str]) -> dict[str, CheckedQuote]:
        """For each quotation, whether it stands, or ever stood, in one of the texts."""
        wanted = list(dict.fromkeys(quotes))
        answers = check_all(wanted, self._texts, no_text=self._why_no_text())
        return {answer.quote: self._checked(answer) for answer in answers}

    def _why_no_text(self) -> str | None:
        source = self._source
        if self._legal:
            return kept_back(Verdict.LEGAL, ())
        never = "the page was never fetched" if source.page.verdict is Verdict.UNCHECKED else None
        return (
            never
            or source.card.no_text
            or source.card.error
            or f"the page is {source.page.verdict.value.replace('_', '-')}"
        )

    def _checked(self, answer: QuoteCheck) -> CheckedQuote:
        shown = capture = self._source.capture
        if answer.capture_id is not None:
            capture = capture_records.of_page(self._cache, self._source.card.id, answer.capture_id)
        compared = [one for one in (capture, shown) if one]  # of words that vanished, differences have the newest
        reserved = [name for one in compared for name in one.reservations]
        withheld = kept_back(self._source.page.verdict, reserved)
        if withheld and not self._legal:
            answer = replace(answer, matched_text=None, differences=_kinds(answer))
        return CheckedQuote(check=answer, source=self._source, capture=capture, withheld=withheld)


def _kinds(answer: QuoteCheck) -> tuple[str, ...]:
    """The kinds of the differences, without words of the text."""
    if answer.status is QuoteStatus.NO_TEXT:
        return answer.differences
    return tuple(sorted({difference.partition(":")[0] for difference in answer.differences}))


def dated_texts(cache: CacheFile, source: Explanation) -> list[DatedText]:
    """The texts of a page that are kept, the oldest first; the last is the one that the card shows.

    That is the newest good Capture's; where there never was one, an archive's copy, an imported one, or a teaser.
    """
    id_, shown = source.card.id, source.capture
    found = {record.id: _of_capture(cache, record) for record in capture_records.copies(cache, id_)}
    for version in changes.versions(cache, id_):
        record = capture_records.of_page(cache, id_, version.capture_id)
        if version.kept and record is not None:
            known = found.get(record.id)  # a text that came back
            first = min(known.first_at, version.first_at) if known else version.first_at
            dated = replace(_of_capture(cache, record), first_at=first, last_at=version.last_at)
            found[record.id] = replace(dated, readings=partial(_readings, cache, id_, version))
    now = None if shown is None else found.pop(shown.id, None)
    if shown is not None and shown.kept:
        now = now or _of_capture(cache, shown)
        only = teaser(shown, source.page.verdict, source.page.last_good_at)
        now = replace(now, partial=only or now.partial, words=_words(cache, shown))
    return sorted(found.values(), key=lambda one: one.first_at) + ([now] if now else [])


def partly(record: CaptureRecord) -> str | None:
    """Why the text of a Capture is only a part of its page's; None: it is not known to be."""
    if record.extractor == "description":
        return "only the page's description"
    return record.doubt if record.doubt and any(cut in record.doubt for cut in CUT) else None


def teaser(record: CaptureRecord, verdict: Verdict, last_good_at: str | None) -> str | None:
    """That a Capture that a card shows is what a restricted page gives to everybody; None: it is not."""
    shown = verdict is Verdict.RESTRICTED and last_good_at is None and record.source == FETCHED
    return "only a teaser: the page is restricted" if shown else None


def _readings(cache: CacheFile, id_: str, version: TextVersion) -> list[DatedText]:
    """What earlier extractors made of the same body, the newest first."""
    earlier = [one.capture_id for one in changes.extractions(cache, version)[:-1] if one.kept]
    records = (capture_records.of_page(cache, id_, capture_id) for capture_id in reversed(earlier))
    made = [_of_capture(cache, record) for record in records if record is not None]
    return [replace(one, first_at=version.first_at, last_at=version.last_at) for one in made]


def _words(cache: CacheFile, record: CaptureRecord) -> Callable[[], str] | None:
    """All words of a page of HTML, if its body is kept."""
    if record.media_type not in MARKUP or not bodies.kept_size(cache, record.body_sha256):
        return None

    def words() -> str:
        try:
            body = bodies.load(cache, record.body_sha256)
            return words_of(body.decode(record.charset or "utf-8", "replace"))
        except (CacheDamaged, LookupError):  # or a charset that Python does not know
            return ""

    return lru_cache(1)(words)


def _of_capture(cache: CacheFile, record: CaptureRecord) -> DatedText:
    at = record.memento_datetime or record.captured_at
    return DatedText(
        capture_id=record.id,
        captured_at=at,
        first_at=at,
        last_at=at,
        load=partial(changes.text, cache, record.id),
        partial=partly(record),
        extractor=f"{record.extractor} {record.extractor_version}",
    )
