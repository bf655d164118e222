"""TDMRep's file of reservations (`/.well-known/tdmrep.json`, W3C TDMRep), where the operator asks for it.

Once per origin and run, before its first page, and only with `CITECACHE_TDMREP`: it costs every host one more
request. What it reserves is noted in `request.meta["tdm"]`; header and meta tag are read without it
(pipelines/reservations.py). A file that is not there, or is no such file, reserves nothing.
"""

import asyncio
import json
import re
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http.request import NO_CALLBACK

Entries = list[tuple[str, bool]]

MAX_ENTRIES = 1000
"""Rules that are read of one file."""


class TdmReservations:
    """Downloader middleware, behind robots.txt: what that forbids is not asked about."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("CITECACHE_TDMREP"):
            raise NotConfigured
        self.crawler = crawler
        self.files: dict[str, asyncio.Future[Entries]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("robots"):
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self.files:
            self.files[origin] = asyncio.ensure_future(self._fetch(origin))
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        request.meta["tdm"] = reserved(await asyncio.shield(self.files[origin]), path)

    async def _fetch(self, origin: str) -> Entries:
        # "robots": as for a robots.txt, no other rules are asked first, and half a MB is enough.
        meta = {"robots": True, "trail": [], "download_maxsize": 0}
        request = Request(f"{origin}/.well-known/tdmrep.json", meta=meta, callback=NO_CALLBACK, priority=1000)
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(request)
            return parse(response.body) if response.status == 200 else []
        except Exception:  # noqa: BLE001 - whatever a host does to us here, it has reserved nothing
            return []


def parse(body: bytes) -> Entries:
    """(location, reserved) of each rule of a file, in its order; empty when it is none.

    >>> parse(b'[{"location": "/news/", "tdm-reservation": 1}]')
    [('/news/', True)]
    """
    try:
        rules = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return []
    if not isinstance(rules, list):
        return []
    return [
        (rule["location"][:2000], rule.get("tdm-reservation") in (1, "1"))
        for rule in rules[:MAX_ENTRIES]
        if isinstance(rule, dict) and isinstance(rule.get("location"), str)
    ]


def reserved(entries: Entries, path: str) -> bool:
    """Whether the first rule that matches a path reserves it; `*` and a final `$` as in robots.txt.

    That the first one counts is our reading of the report, and not checked against it.

    >>> reserved([("/open/", False), ("/", True)], "/open/x"), reserved([("/*.pdf$", True)], "/a.pdf")
    (False, True)
    """
    for location, says in entries:
        pattern = ".*".join(map(re.escape, location.removesuffix("$").split("*")))
        if re.match(pattern + ("$" if location.endswith("$") else ""), path or "/"):
            return says
    return False
