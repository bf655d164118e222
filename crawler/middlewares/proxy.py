"""The operator's proxies, from the environment, which is read once: `urllib` reads all of it for each request."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib import request as standard
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.httpproxy import HttpProxyMiddleware
from scrapy.http import Response

from crawler.model.errors import Error
from crawler.net.urls import page_url


def operator_proxies() -> dict[str, str]:
    """Scheme -> URL of the proxy for it, from the environment or the system's settings.

    Raises:
        Error: one of them cannot be a proxy; left to the reactor, it would hang every request.
    """
    found = {scheme: url for scheme, url in standard.getproxies().items() if scheme in ("http", "https") and url}
    for scheme, url in found.items():
        if problem := _problem(url):
            raise Error(
                f"{scheme}_proxy is not the URL of a proxy ({problem}): set it to http://HOST:PORT, or unset it"
            )
    return found


def _problem(url: str) -> str | None:
    kind, slashes, rest = url.rpartition("://")
    if slashes and kind.lower() not in ("http", "https"):
        return f"{kind[:20]} proxies are not supported"
    page = page_url(f"http://{rest}")
    return None if page.problem is None or page.unsafe else page.problem  # a proxy may have any port


def proxy_exceptions() -> Callable[[str], Any]:
    """Tells whether requests to a host bypass the proxy: by `no_proxy`, or by the system's settings."""
    environment = standard.getproxies_environment()
    if not environment:
        return standard.proxy_bypass
    return partial(standard.proxy_bypass_environment, proxies=environment)  # type: ignore[attr-defined]


class Proxy(HttpProxyMiddleware):
    """Downloader middleware that replaces Scrapy's: 0.4 ms less for each request where there is a proxy."""

    def __init__(self, auth_encoding: str | None = "latin-1") -> None:
        super().__init__(auth_encoding)
        self.bypasses = proxy_exceptions()

    def process_request(self, request: Request) -> Request | Response | None:  # type: ignore[override]
        parts = urlsplit(request.url)
        if "proxy" in request.meta or parts.scheme not in self.proxies:
            return super().process_request(request)
        scheme = parts.scheme if parts.hostname and not self.bypasses(parts.hostname) else None
        credentials, url = self.proxies[scheme] if scheme else (None, None)
        self._set_proxy_and_creds(request, url, credentials, scheme)
        return None
