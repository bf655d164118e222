"""Schemes, ports and addresses: protection against server-side request forgery.

Checked in two places, because a URL names a host by address or by name. The middleware sees every request, redirects
and robots.txt included, and refuses schemes, ports and literal addresses. Names are checked when they are resolved:
the resolver drops forbidden addresses from the answer that the connection then uses, so a name cannot resolve to one
address for the check and to another for the connection (DNS rebinding).
Behind a proxy, the proxy resolves names; literal addresses are refused all the same, and so are names that are private
or local by their form (`crawler/net/hosts.py`).
"""

import socket
from collections.abc import Callable
from time import monotonic
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.utils.datatypes import LocalCache
from twisted.internet._resolver import GAIResolver

from crawler.middlewares.proxy import operator_proxies, proxy_exceptions
from crawler.middlewares.refusal import Refusal
from crawler.model import Outcome
from crawler.net.addresses import Network, forbidden, forbidden_host, networks
from crawler.net.hosts import local_name, service_name
from crawler.net.urls import page_url

Answer = list[tuple[Any, ...]]

DEFAULT_PORTS = {"http": 80, "https": 443}

ANSWER_TTL = 60.0
"""Seconds that a checked answer is reused, so that the connection goes to the address that the queue was chosen by."""

lookups: LocalCache[str, tuple[Outcome, str]] = LocalCache(10_000)
"""host name -> why its last lookup returned no address. Written by resolver threads, read by the spider."""


class AddressGuard:
    """Downloader middleware: refuses what must never be requested, on the first request and on every hop."""

    def __init__(self, allowed: tuple[Network, ...]) -> None:
        self.allowed = allowed
        self.proxies = proxies()
        self.proxied = frozenset(operator_proxies())  # schemes
        self.bypasses = proxy_exceptions()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(networks(crawler.settings.getlist("CITECACHE_ALLOW_ADDRESSES")))

    def process_request(self, request: Request) -> Request | None:
        page = page_url(request.url)
        if page.problem:
            raise Refusal(Outcome.UNSAFE if page.unsafe else Outcome.INVALID_URL, page.problem)
        parts = urlsplit(page.url)
        reason = forbidden_host(page.host, self.allowed) or service_name(page.host, self.allowed)
        if reason is None and parts.scheme in self.proxied and not self.bypasses(page.host):
            reason = local_name(page.host, self.allowed)
        if reason:
            raise Refusal(Outcome.UNSAFE, reason)
        if (parts.hostname, parts.port or DEFAULT_PORTS[parts.scheme]) in self.proxies:
            raise Refusal(Outcome.UNSAFE, f"{parts.netloc} is the proxy of this crawl")
        if urlsplit(request.url).hostname != parts.hostname:
            # A redirect may spell the host differently: connect to the host that was checked.
            return request.replace(url=page.url)
        return None


class GuardedResolver:
    """Scrapy's TWISTED_DNS_RESOLVER: the system's resolver, IPv4 and IPv6, without the forbidden addresses."""

    def __init__(self, reactor: Any, allowed: tuple[Network, ...]) -> None:  # noqa: ANN401 - Twisted's reactor has no type
        self.reactor = reactor
        encodable = _encodable(socket.getaddrinfo)
        checked = cached(guarded(encodable, allowed))
        # Twisted looks up a tunnelling proxy without its port. Pages cannot use port 0 (urls.py).
        endpoints = {(host, port) for proxy in proxies() for host, port in (proxy, (proxy[0], 0))}

        def lookup(host: Any, port: Any = 0, *arguments: Any) -> Answer:  # noqa: ANN401 - getaddrinfo's signature
            is_proxy = (host, port) in endpoints
            return encodable(host, port, *arguments) if is_proxy else checked(host, port, *arguments)

        self.resolver = GAIResolver(reactor, getaddrinfo=lookup)  # type: ignore[arg-type]

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:  # noqa: ANN401 - likewise
        return cls(reactor, networks(crawler.settings.getlist("CITECACHE_ALLOW_ADDRESSES")))

    def install_on_reactor(self) -> None:
        self.reactor.installNameResolver(self.resolver)


def _encodable(getaddrinfo: Callable[..., Answer]) -> Callable[..., Answer]:
    """Wrap `getaddrinfo`: a name that Python cannot encode for it does not exist. Twisted's resolver would never call
    back, and the request would end after its whole time.
    """

    def lookup(host: str, *arguments: object) -> Answer:
        try:
            return getaddrinfo(host, *arguments)
        except UnicodeError as error:
            raise socket.gaierror(socket.EAI_NONAME, "not a host name") from error

    return lookup


answers: LocalCache[tuple[object, ...], tuple[float, Answer]] = LocalCache(10_000)
"""(host, family, type) -> (monotonic time of the lookup, its answer). Checked addresses only."""


def cached(lookup: Callable[..., Answer]) -> Callable[..., Answer]:
    """Wrap `lookup` (a guarded getaddrinfo): it returns the same answer for a minute, whatever the port."""

    def cached_lookup(host: str, port: int = 0, family: int = 0, kind: int = 0) -> Answer:
        key = (host, family, kind)
        known = answers.get(key)
        if known is None or monotonic() - known[0] > ANSWER_TTL:
            known = answers[key] = (monotonic(), lookup(host, port, family, kind))
        return [(*answer[:4], (answer[4][0], port, *answer[4][2:])) for answer in known[1]]

    return cached_lookup


def proxies() -> set[tuple[str, int]]:
    """(host, port) of the operator's own proxies, from the environment. They may have any address.

    The exception holds for connecting to the proxy only: a page at that address is refused like any other.
    """
    parts = [urlsplit(url if "//" in url else f"//{url}") for url in operator_proxies().values()]
    return {(part.hostname, part.port or DEFAULT_PORTS.get(part.scheme, 80)) for part in parts if part.hostname}


def guarded(getaddrinfo: Callable[..., Answer], allowed: tuple[Network, ...]) -> Callable[..., Answer]:
    """Wrap `getaddrinfo`: it returns no forbidden address, and notes in `lookups` why it returned none at all."""

    def lookup(host: str, *arguments: object) -> Answer:
        try:
            found = getaddrinfo(host, *arguments)
        except socket.gaierror as error:
            # EAI_NONAME and EAI_NODATA: the name does not exist, or has no address. Others (EAI_AGAIN,
            # EAI_FAIL) mean that the resolver failed (getaddrinfo(3)).
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
