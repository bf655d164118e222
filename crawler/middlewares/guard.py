"""Schemes, ports and addresses: nothing is dialled that a stranger's URL should not reach.

Two places, because a URL names an address in two ways. The middleware sees every request, redirects and
robots.txt included, and refuses schemes, ports and literal addresses. Names are judged where they are
resolved: the resolver drops forbidden addresses from the answer that is then dialled, so that a name
cannot resolve to one thing for the check and to another for the connection (DNS rebinding).
Through a proxy the proxy resolves; literal addresses are refused all the same.
"""

import socket
from collections.abc import Callable
from time import monotonic
from typing import Any, Self
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.utils.datatypes import LocalCache
from twisted.internet._resolver import GAIResolver

from crawler.middlewares.refusal import Refusal
from crawler.model import Outcome
from crawler.net.addresses import Network, forbidden, forbidden_host, networks
from crawler.net.urls import page_url

Answer = list[tuple[Any, ...]]

DEFAULT_PORTS = {"http": 80, "https": 443}

ANSWER_LIFE = 60.0
"""Seconds that a judged answer is used again: the queue is chosen by the address that is then dialled."""

lookups: LocalCache[str, tuple[Outcome, str]] = LocalCache(10_000)
"""host name -> why its last lookup gave no address. Written by resolver threads, read by the spider."""


class AddressGuard:
    """Downloader middleware: refuse what must never be requested, on the first request and on every hop."""

    def __init__(self, allowed: tuple[Network, ...]) -> None:
        self.allowed = allowed
        self.proxies = proxies()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(networks(crawler.settings.getlist("CITECACHE_ALLOW_ADDRESSES")))

    def process_request(self, request: Request) -> Request | None:
        page = page_url(request.url)
        if page.problem:
            raise Refusal(Outcome.UNSAFE if page.unsafe else Outcome.INVALID_URL, page.problem)
        if reason := forbidden_host(page.host, self.allowed):
            raise Refusal(Outcome.UNSAFE, reason)
        parts = urlsplit(page.url)
        if (parts.hostname, parts.port or DEFAULT_PORTS[parts.scheme]) in self.proxies:
            raise Refusal(Outcome.UNSAFE, f"{parts.netloc} is the proxy of this crawl")
        if urlsplit(request.url).hostname != parts.hostname:
            return request.replace(url=page.url)  # a redirect's spelling: what is dialled is what was judged here
        return None


class GuardedResolver:
    """Scrapy's TWISTED_DNS_RESOLVER: the system's resolver, IPv4 and IPv6, less the forbidden addresses."""

    def __init__(self, reactor: Any, allowed: tuple[Network, ...]) -> None:  # noqa: ANN401 - Twisted's reactor has no type
        self.reactor = reactor
        judged = remembered(guarded(socket.getaddrinfo, allowed))
        # Twisted looks up a tunnelling proxy without its port. Port 0 is forbidden to pages (urls.py).
        doors = {(host, port) for proxy in proxies() for host, port in (proxy, (proxy[0], 0))}

        def lookup(host: Any, port: Any = 0, *arguments: Any) -> Answer:  # noqa: ANN401 - getaddrinfo takes much
            plain = (host, port) in doors
            return socket.getaddrinfo(host, port, *arguments) if plain else judged(host, port, *arguments)

        self.resolver = GAIResolver(reactor, getaddrinfo=lookup)  # type: ignore[arg-type]

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:  # noqa: ANN401 - likewise
        return cls(reactor, networks(crawler.settings.getlist("CITECACHE_ALLOW_ADDRESSES")))

    def install_on_reactor(self) -> None:
        self.reactor.installNameResolver(self.resolver)


answers: LocalCache[tuple[object, ...], tuple[float, Answer]] = LocalCache(10_000)
"""(host, family, type) -> (monotonic time of the lookup, what it gave). Judged addresses only."""


def remembered(lookup: Callable[..., Answer]) -> Callable[..., Answer]:
    """`lookup` (a guarded getaddrinfo) that gives the same answer for a minute, whatever the port."""

    def again(host: str, port: int = 0, family: int = 0, kind: int = 0) -> Answer:
        key = (host, family, kind)
        known = answers.get(key)
        if known is None or monotonic() - known[0] > ANSWER_LIFE:
            known = answers[key] = (monotonic(), lookup(host, port, family, kind))
        return [(*answer[:4], (answer[4][0], port, *answer[4][2:])) for answer in known[1]]

    return again


def proxies() -> set[tuple[str, int]]:
    """(host, port) of the operator's own proxies, from the environment: they may stand anywhere.

    Only as proxies: a page there is refused, or every port of that host would be open to what strangers cite.
    """
    parts = [urlsplit(url if "//" in url else f"//{url}") for url in getproxies().values()]
    return {(part.hostname, part.port or DEFAULT_PORTS.get(part.scheme, 80)) for part in parts if part.hostname}


def guarded(getaddrinfo: Callable[..., Answer], allowed: tuple[Network, ...]) -> Callable[..., Answer]:
    """`getaddrinfo` that gives no forbidden address and notes in `lookups` why it gave none at all."""

    def lookup(host: str, *arguments: object) -> Answer:
        try:
            found = getaddrinfo(host, *arguments)
        except socket.gaierror as error:
            # EAI_NONAME and EAI_NODATA: the name does not exist, or has no address. All else (EAI_AGAIN,
            # EAI_FAIL) is a resolver that could not say (getaddrinfo(3)).
            absent = error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
            reason = f"{host}: {error.strerror}"
            lookups[host] = (Outcome.NXDOMAIN if absent else Outcome.DNS_ERROR, reason)
            raise
        reasons = [forbidden(answer[4][0].partition("%")[0], allowed) for answer in found]
        good = [answer for answer, reason in zip(found, reasons, strict=True) if reason is None]
        if not good:
            lookups[host] = (Outcome.UNSAFE, f"{host} resolves to {reasons[0]}")
        return good

    return lookup
