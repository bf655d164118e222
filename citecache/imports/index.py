"""The heads of all records of archives: which copies of which URLs there are, through redirects and revisits."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urljoin

from crawler.model import Hop
from crawler.net.credentials import without_credentials
from crawler.net.urls import page_url

REDIRECTS = frozenset((301, 302, 303, 307, 308))
COMPLETE = frozenset((200, 203))
"""Statuses with a whole page (RFC 9110, 15.3)."""

PAGE_TYPES = ("text/html", "application/xhtml+xml", "application/pdf")
"""What a page is, among images, scripts and styles."""

MAX_HOPS = 10
SAME_VISIT = timedelta(days=1)
"""A redirect leads to a copy of about the same time. Heuristic, not measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyHead:
    """The head of a record that has a page, refers to one, or leads to one."""

    key: str  # the URL as that of a Page is normalised
    url: str
    at: datetime
    archive: int  # the number of the archive
    place: str
    status: int | None
    media_type: str = ""
    location: str | None = None  # of a redirect
    digest: str = ""
    refers: tuple[str, datetime | None] | None = None  # of a revisit: URL (normalised) and date of what it is like


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedRecord:
    """A copy to be read: the record that has its body, and what is known of it without that."""

    url: str  # asked for
    at: datetime
    final_url: str
    redirects: tuple[Hop, ...]
    body: CopyHead


class ArchiveIndex:
    """All copies by URL."""

    def __init__(self) -> None:
        self.copies: defaultdict[str, list[CopyHead]] = defaultdict(list)
        self.redirects: defaultdict[str, list[CopyHead]] = defaultdict(list)
        self.digests: dict[str, CopyHead] = {}
        self.count = 0

    def add(self, head: CopyHead) -> None:
        """A record more."""
        if head.location is not None:
            self.redirects[head.key].append(head)
            return
        self.count += 1
        self.copies[head.key].append(head)
        if head.digest and head.refers is None:
            self.digests.setdefault(head.digest, head)

    def urls(self, but: Collection[int] = ()) -> set[str]:
        """Every URL that was asked for in the records of all archives but some."""
        return {
            key
            for heads in (self.copies, self.redirects)
            for key, found in heads.items()
            if any(head.archive not in but for head in found)
        }

    def pages(self, but: Collection[int]) -> Iterator[str]:
        """The URLs of copies that are pages by their type, as they stand in the records of all archives but some."""
        for heads in self.copies.values():
            if any(head.media_type in PAGE_TYPES and head.archive not in but for head in heads):
                yield heads[0].url

    def wanted(self, key: str) -> Iterator[WantedRecord | CopyHead]:
        """The copies of a URL, those behind redirects, too; a revisit whose body is nowhere as it is."""
        for head in self.copies.get(key, ()):
            yield self._copy(key, head, ())
        for redirect in self.redirects.get(key, ()):
            hops, found = self._follow(redirect)
            if found is not None:
                yield self._copy(key, found, hops)

    def _copy(self, key: str, head: CopyHead, hops: tuple[Hop, ...]) -> WantedRecord | CopyHead:
        body = head if head.refers is None else self._referred(head)
        if body is None:
            return head
        return WantedRecord(url=key, at=head.at, final_url=head.url, redirects=hops, body=body)

    def _referred(self, revisit: CopyHead) -> CopyHead | None:
        """The record that has the body of a revisit (WARC 1.1, 6.7): by its URL and date, else by the digest."""
        assert revisit.refers is not None
        url, at = revisit.refers
        own = [head for head in self.copies.get(url, ()) if head.refers is None]
        exact = [head for head in own if head.at == at]
        if exact:
            return exact[0]
        if revisit.digest:
            return self.digests.get(revisit.digest)
        return own[0] if len(own) == 1 else None

    def _follow(self, redirect: CopyHead) -> tuple[tuple[Hop, ...], CopyHead | None]:
        hops: list[Hop] = []
        here: CopyHead | None = redirect
        while here is not None and here.location is not None and len(hops) < MAX_HOPS:
            hops.append(Hop(url=without_credentials(here.url), status=here.status or 0))
            target = page_url(_joined(here.url, here.location)).url
            at = here.at
            here = _nearest(self.copies.get(target, ()), at) or _nearest(self.redirects.get(target, ()), at)
        return tuple(hops), here if here is not None and here.location is None else None


def _nearest(heads: "list[CopyHead] | tuple[()]", at: datetime) -> CopyHead | None:
    near = [head for head in heads if abs(head.at - at) <= SAME_VISIT]
    return min(near, key=lambda head: abs(head.at - at), default=None)


def _joined(base: str, location: str) -> str:
    try:
        return urljoin(base, location.strip())
    except ValueError:
        return location
