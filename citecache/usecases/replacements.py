"""Which cited URLs have a better one: that of a moved page, or of the archived copy of a page that is gone."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit, urlunsplit

from citecache.usecases.grades import some_grades
from crawler.cache import CacheFile
from crawler.cache.read.findings import findings
from crawler.cache.read.repairs import doubtful, same_text
from crawler.model import Finding, Verdict
from crawler.model.grade import Grade
from crawler.net.urls import is_home, page_url

GONE = frozenset((Verdict.DEAD, Verdict.USURPED, Verdict.SOFT_404))
"""Verdicts for which the archived copy is cited. `missing` may come back; a page that is gone for three checks is
`dead`."""

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|igshid|mc_[ce]id|_hs(?:enc|mi)|vero_(?:conv|id)|oly_\w+_id"
)
"""Parameters that say where a reader came from, as documented by Google Analytics and Ads, Meta, Microsoft, Yandex,
Mailchimp, HubSpot, Vero and Omeda."""


class Kind(StrEnum):
    """Why a URL is replaced."""

    MOVED = "moved"
    ARCHIVED = "archived"
    TIDIED = "tidied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A cited URL, the one that is proposed for it, and why."""

    url: str
    new_url: str
    kind: Kind
    verdict: Verdict
    reason: str


def proposed(cache: CacheFile, kinds: Collection[Kind]) -> dict[str, Repair]:
    """The Repairs of these kinds, by the URL as cited."""
    found = {one.url: one for one in findings(cache) if not one.undefined and not one.is_local}
    other = _led_elsewhere(cache, [one.id for one in found.values() if one.verdict is Verdict.MOVED])
    sure = [one for one in found.values() if one.id not in other]
    repairs = [repair for one in sure for repair in (_of(one),) if repair and repair.kind in kinds]
    if Kind.TIDIED in kinds:
        known = {one.url for one in repairs}
        repairs += _tidied(cache, [one for one in found.values() if one.url not in known])
    return {one.url: one for one in repairs}


def without_copy(cache: CacheFile) -> int:
    """How many cited URLs are of pages that are gone, and have no archived copy yet."""
    return len({one.url for one in findings(cache) if one.verdict in GONE and not one.archived_url})


def _led_elsewhere(cache: CacheFile, ids: Collection[str]) -> set[str]:
    """The moved pages, by Resource ID, at whose new URL is not for sure what was cited."""
    graded, _ = some_grades(cache, {}, most=len(ids), ids=ids) if ids else ({}, 0)
    wrong = {id_ for id_, one in graded.items() if one.grade == Grade.WRONG_DOCUMENT}
    return wrong | doubtful(cache, ids)


def _of(finding: Finding) -> Repair | None:
    verdict = finding.verdict
    if verdict in GONE and finding.archived_url and finding.archived_url != finding.url:
        at = (finding.archived_at or "")[:10]
        reason = f"{verdict.value.replace('_', '-')}: the archived copy of {at}".removesuffix(" of ")
        return _repair(finding, finding.archived_url, Kind.ARCHIVED, reason)
    if verdict is not Verdict.MOVED or finding.marked_at or not finding.final_url:
        return None
    if is_home(finding.final_url) and not is_home(finding.url):
        return None  # of a site that no longer says where the page is
    statuses = ", ".join(dict.fromkeys(str(hop.status) for hop in finding.redirects))
    return _repair(finding, finding.final_url, Kind.MOVED, f"moved: HTTP {statuses}" if statuses else "moved")


def _repair(finding: Finding, new: str, kind: Kind, reason: str) -> Repair | None:
    """With the fragment of the citation, unless the new URL has one."""
    fragment = urlsplit(finding.url).fragment
    new = f"{new}#{fragment}" if fragment and "#" not in new else new
    if new == finding.url:
        return None
    return Repair(url=finding.url, new_url=new, kind=kind, verdict=finding.verdict, reason=reason)


def _tidied(cache: CacheFile, found: Iterable[Finding]) -> list[Repair]:
    """`https:` and no tracking parameters: where the server itself leads there, or both were fetched and have the same
    text.
    """
    better = {one.url: (one, tidy(one.url)) for one in found if one.verdict in (Verdict.ALIVE, Verdict.MOVED)}
    pairs = {url: (page_url(url).url, page_url(new).url) for url, (_, new) in better.items() if new != url}
    same = same_text(cache, pairs.values())
    repairs = []
    for url, pair in pairs.items():
        finding, new = better[url]
        redirected = finding.final_url is not None and page_url(finding.final_url).url == pair[1]
        if redirected or pair in same:
            reason = "tidied: the page itself leads there" if redirected else "tidied: the same text"
            repairs.append(_repair(finding, new, Kind.TIDIED, reason))
    return [one for one in repairs if one]


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
