"""Two good texts of a page compared, so that changes by the page are not confused with changes by our extractor.

Texts made by the same extractor are compared as stored. Where different extractors made them, the current one reads
both bodies again, and its texts are compared. If both texts come from one body, only the extractor can differ.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.cache import CacheFile
from crawler.cache.read import changes
from crawler.model import ChangeCause, TextVersion
from crawler.text.difference import Difference, compare

SAME = Difference()

LOOKED_BACK = 20
"""How many earlier texts are searched for one that differs by more than churn. Heuristic, not measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What differs in `now`; `before` is None where there is nothing to compare it with."""

    now: TextVersion
    before: TextVersion | None = None
    difference: Difference = SAME
    cause: ChangeCause | None = None  # of the difference; None: no difference
    not_kept: int = 0  # earlier texts that could have been compared and are no longer kept
    reextracted: bool = False  # the current extractor read both bodies again


def latest(cache: CacheFile, id_: str) -> Comparison | None:
    """The last good text of a Resource's Page, and the newest before it that differs by more than churn; where none
    does, the one before it. None: there is no good text.
    """
    seen = changes.versions(cache, id_)
    if not seen:
        return None
    earlier = [version for version in seen[:-1] if version.kept][-LOOKED_BACK:][::-1]
    gone = sum(not version.kept for version in seen)
    found = list(between(cache, [(version, seen[-1]) for version in earlier]))
    best = next((one for one in found if one.cause == "page" and one.difference.changed), None)
    best = best or next((one for one in found if one.cause == "page"), None) or next(iter(found), None)
    older = [version for version in changes.extractions(cache, seen[-1])[:-1] if version.kept]
    if best is None and not gone and older:
        return _read_differently(cache, older[-1], seen[-1])
    return best or Comparison(now=seen[-1], not_kept=gone)


def since(cache: CacheFile, id_: str, moment: str) -> Comparison | None:
    """The last good text, and the one that stood at a moment (UTC, ISO 8601 with Z), or else the first there was."""
    seen = changes.versions(cache, id_)
    if not seen:
        return None
    stood = [version for version in seen if version.first_at < moment] or seen
    wanted = stood[-1] if stood is not seen else seen[0]
    before = next(version for version in seen[seen.index(wanted) :] if version.kept)  # the last one is always kept
    not_kept = int(before is not wanted)
    if len(seen) == 1 or (not_kept and before is seen[-1]):
        return Comparison(now=seen[-1], before=None if not_kept else before, not_kept=not_kept)
    return replace(next(between(cache, [(before, seen[-1])])), not_kept=not_kept)


def needs_bodies(before: TextVersion, now: TextVersion) -> bool:
    """Whether the texts cannot be compared as they are stored: different extractors made them of different bodies."""
    return before.body_sha256 != now.body_sha256 and before.extractor != now.extractor


def between(cache: CacheFile, pairs: Sequence[tuple[TextVersion, TextVersion]]) -> Iterator[Comparison]:
    """The comparison of each pair, in order; all bodies that have to be read again are read at once."""
    mixed = [pair for pair in pairs if needs_bodies(*pair)]
    read: dict[int, str | None] = {}
    if mixed:
        from citecache.usecases.reextract import extract_again  # noqa: PLC0415 - extraction takes a while to import

        captures = extract_again(cache, {version.capture_id for pair in mixed for version in pair})
        read = {capture_id: capture.text for capture_id, capture in captures.items()}
    for before, now in pairs:
        yield _compared(cache, before, now, read)


def _compared(cache: CacheFile, before: TextVersion, now: TextVersion, read: dict[int, str | None]) -> Comparison:
    if before.body_sha256 == now.body_sha256:
        return _read_differently(cache, before, now)
    # A body that gives no text today is compared as it was read then.
    old, new = read.get(before.capture_id), read.get(now.capture_id)
    reextracted = old is not None and new is not None
    if old is None or new is None:
        old, new = changes.text(cache, before.capture_id), changes.text(cache, now.capture_id)
    difference = compare(old, new)
    if reextracted and not difference.hunks:
        return _read_differently(cache, before, now)
    cause: ChangeCause | None = "page" if difference.hunks else None
    return Comparison(now=now, before=before, difference=difference, cause=cause, reextracted=reextracted)


def _read_differently(cache: CacheFile, before: TextVersion, now: TextVersion) -> Comparison:
    difference = compare(changes.text(cache, before.capture_id), changes.text(cache, now.capture_id))
    cause: ChangeCause | None = "extractor" if difference.hunks else None
    return Comparison(now=now, before=before, difference=difference, cause=cause)
