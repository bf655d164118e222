"""Which cited URLs have a better one: that of a moved page, or of the archived copy of a page that is gone."""

import re
from collections.abc import Collection, Iterable, Iterator, MutableMapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit, urlunsplit

from citecache.render.findings.severity import Judged, Severity
from citecache.render.findings.words import moved_to
from citecache.usecases.grades import CaptureGrade, some_grades
from crawler.cache import CacheFile
from crawler.cache.places import STREAM
from crawler.cache.read.repairs import doubtful, same_text, with_archive_url
from crawler.model import Finding, Verdict
from crawler.model.grade import Grade
from crawler.net.urls import is_home, page_url

GONE_FOR_GOOD = frozenset((Verdict.DEAD, Verdict.USURPED, Verdict.SOFT_404))
"""Verdicts for which the archived copy is cited. `missing` may come back; a page that is gone for three checks is
`dead`."""

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|igshid|mc_[ce]id|_hs(?:enc|mi)|vero_(?:conv|id)|oly_\w+_id"
)
"""Parameters that say where a reader came from, as documented by Google Analytics and Ads, Meta, Microsoft, Yandex,
Mailchimp, HubSpot, Vero and Omeda."""


class ReplacementKind(StrEnum):
    """Why a URL is replaced."""

    MOVED = "moved"
    ARCHIVED = "archived"
    TIDIED = "tidied"


REPAIRED = (ReplacementKind.MOVED, ReplacementKind.ARCHIVED)
"""What is replaced unless other kinds are asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """A cited URL, the one that is proposed for it, and why."""

    url: str
    new_url: str
    kind: ReplacementKind
    verdict: Verdict  # of the page at `url`
    reason: str  # one line for a person


def replacements(
    cache: CacheFile,
    found: Iterable[Finding],
    kinds: Collection[ReplacementKind],
    *,
    known_grades: MutableMapping[str, CaptureGrade] | None = None,
    most_graded: int | None = None,
) -> dict[str, Replacement]:
    """The Replacements of these kinds, by the URL as cited.

    A moved page is graded, unless its grade is stored or known. `most_graded`: more are not graded now, and have no
    Replacement.
    """
    cited = {one.url: one for one in found if not one.undefined and not one.is_local}
    moved = [one.id for one in cited.values() if moved_to(one)]
    other = _led_elsewhere(cache, moved, {} if known_grades is None else known_grades, most_graded)
    proposed = [_of(one) for one in cited.values() if one.id not in other]
    chosen = {one.url: one for one in proposed if one and one.kind in kinds}
    if ReplacementKind.TIDIED in kinds:
        rest = [one for one in cited.values() if one.url not in chosen]
        chosen |= {one.url: one for one in _tidied(cache, rest)}
    return chosen


def without_copy(found: Iterable[Finding]) -> int:
    """How many cited URLs are of pages that are gone for good, and have no archived copy yet."""
    return len({one.url for one in found if one.verdict in GONE_FOR_GOOD and not one.archived_url})


def mending(
    cache: CacheFile,
    found: Iterable[Finding],
    *,
    known_grades: MutableMapping[str, CaptureGrade] | None = None,
    most_graded: int = 1000,
) -> frozenset[str]:
    """The URLs, as cited in files, that `repair` would replace, for whoever suggests it. At most `most_graded` moved
    pages are graded now, which takes less than half a second. Left out is what has a copy by the word of a record.
    """
    in_files = [one for one in found if one.file not in (None, STREAM)]
    if not any(moved_to(one) or one.archived_url for one in in_files):
        return frozenset()
    chosen = replacements(cache, in_files, REPAIRED, known_grades=known_grades, most_graded=most_graded)
    archived = [url for url, one in chosen.items() if one.kind is ReplacementKind.ARCHIVED]
    return frozenset(chosen) - with_archive_url(cache, archived)


class Mended:
    """How many citations that call for a look `repair` would mend: known once all findings have passed.

    At most `MOST_GRADED` moved pages are graded for it.
    """

    MOST_GRADED = 1_000
    BATCH = 500

    def __init__(self, cache: CacheFile) -> None:
        self._cache = cache
        self._graded: dict[str, CaptureGrade] = {}
        self._known: dict[int, bool] = {}  # by the hash of the URL
        self._waiting: dict[str, list[Finding]] = {}
        self._count = 0

    def __call__(self, one: Judged) -> None:
        finding = one.finding
        told = one.severity in (Severity.PROBLEM, Severity.KNOWN, Severity.WARNING) and finding.quote is None
        if not told or not (finding.archived_url or moved_to(finding)) or finding.file in (None, STREAM):
            return
        known = self._known.get(hash(finding.url))
        if known is not None:
            self._count += known
            return
        self._waiting.setdefault(finding.url, []).append(finding)
        if len(self._waiting) >= self.BATCH:
            self._decide()

    def _decide(self) -> None:
        found = [finding for same in self._waiting.values() for finding in same]
        most = max(0, self.MOST_GRADED - len(self._graded))
        urls = mending(self._cache, found, known_grades=self._graded, most_graded=most)
        self._known |= {hash(url): url in urls for url in self._waiting}
        self._count += sum(one.url in urls for one in found)
        self._waiting.clear()

    @property
    def count(self) -> int:
        self._decide()
        return self._count


def _led_elsewhere(
    cache: CacheFile, ids: Collection[str], known: MutableMapping[str, CaptureGrade], most: int | None
) -> set[str]:
    """The moved pages, by Resource ID, at whose new URL is not for sure what was cited."""
    if not ids:
        return set()
    graded, ungraded = some_grades(cache, known, most=len(ids) if most is None else most, ids=ids)
    wrong = {id_ for id_, one in graded.items() if one.grade == Grade.WRONG_DOCUMENT}
    return wrong | doubtful(cache, ids) | ({*ids} - {*graded} if ungraded else set())


def _of(finding: Finding) -> Replacement | None:
    verdict = finding.verdict
    if verdict in GONE_FOR_GOOD and finding.archived_url:
        of_when = f" of {finding.archived_at[:10]}" if finding.archived_at else ""
        reason = f"{verdict.value.replace('_', '-')}: the archived copy{of_when}"
        return _replacement(finding, finding.archived_url, ReplacementKind.ARCHIVED, reason)
    target = moved_to(finding)
    if target is None or (is_home(target) and not is_home(finding.url)):
        return None  # a site that leads to its home page no longer says where the page is
    statuses = ", ".join(dict.fromkeys(str(hop.status) for hop in finding.redirects))
    reason = f"moved: HTTP {statuses}" if statuses else "moved"
    return _replacement(finding, target, ReplacementKind.MOVED, reason)


def _replacement(finding: Finding, new: str, kind: ReplacementKind, reason: str) -> Replacement | None:
    """With the fragment of the citation, unless the new URL has one. None: it is the same URL."""
    fragment = urlsplit(finding.url).fragment
    new = f"{new}#{fragment}" if fragment and "#" not in new else new
    if new == finding.url:
        return None
    return Replacement(url=finding.url, new_url=new, kind=kind, verdict=finding.verdict, reason=reason)


def _tidied(cache: CacheFile, found: Iterable[Finding]) -> Iterator[Replacement]:
    """`https:` and no tracking parameters: where the server itself leads there, or both were fetched and have the same
    text.
    """
    good = ((one, tidy(one.url)) for one in found if one.verdict in (Verdict.ALIVE, Verdict.MOVED))
    better = [(one, new, (page_url(one.url).url, page_url(new).url)) for one, new in good if new != one.url]
    same = same_text(cache, [pages for _, _, pages in better])
    for finding, new, pages in better:
        led = finding.final_url is not None and page_url(finding.final_url).url == pages[1]
        if led or pages in same:
            reason = "tidied: the page itself leads there" if led else "tidied: the same text"
            if one := _replacement(finding, new, ReplacementKind.TIDIED, reason):
                yield one


def tidy(url: str) -> str:
    """A URL with `https:` for `http:`, and without tracking parameters.

    >>> tidy("http://example.org/a?utm_source=x&b=1#c")
    'https://example.org/a?b=1#c'
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    kept = [one for one in parts.query.split("&") if not _TRACKING.fullmatch(one.partition("=")[0])]
    scheme = "https" if parts.scheme == "http" else parts.scheme
    return urlunsplit(parts._replace(scheme=scheme, query="&".join(kept)))
