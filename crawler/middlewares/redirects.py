"""Redirect chains: every hop recorded with its status, five at most, each in its own host's queue.

Scrapy follows 301, 302, 303, 307, 308 and meta refresh, but it drops the statuses of a chain that it gives up on, and
a redirected request stays in the queue (and so at the pace) of the host that it came from.
"""

from typing import Any
from urllib.parse import urljoin

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import BaseRedirectMiddleware, MetaRefreshMiddleware, RedirectMiddleware
from scrapy.http import HtmlResponse, Response

from crawler.middlewares.refusal import Refusal
from crawler.model import Hop, Outcome
from crawler.net.credentials import hide_credentials, without_credentials
from crawler.net.script_redirects import MAX_CHARS, script_redirect
from crawler.net.urls import page_url
from crawler.request_state import Purpose, state_of

REFRESH_BYTES = 4 * 4096
"""Scrapy looks for a refresh in the first 4,096 characters (`scrapy.utils.response.get_meta_refresh`)."""

META_REFRESH = 200
"""The `Hop.status` of a meta refresh, and of a redirect by script: they come with a page."""


def hops(request: Request) -> tuple[Hop, ...]:
    """The redirects that led to a request, first to last."""
    urls = request.meta.get("redirect_urls", ())
    reasons = request.meta.get("redirect_reasons", ())
    return tuple(
        Hop(url=url, status=reason if isinstance(reason, int) else META_REFRESH)
        for url, reason in zip(urls, reasons, strict=False)
    )


def make_conditional(request: Request) -> None:
    """Make a request conditional (RFC 9110, 13.1) if it goes to the URL that the validators came from.

    A redirect may have appeared since: an ETag of the old URL means nothing to its target.
    """
    validators = state_of(request).validators
    if validators is None:
        return
    same = request.url.partition("#")[0] == validators.url.partition("#")[0]
    for name, value in (("If-None-Match", validators.etag), ("If-Modified-Since", validators.last_modified)):
        request.headers.pop(name, None)
        if same and value:
            request.headers[name] = value


class _Recorded(BaseRedirectMiddleware):
    def _engine_started(self) -> None:
        """Does nothing: Scrapy looks up its Referer middleware here, and this project has none."""

    def handle_referer(self, request: Request, response: Response) -> None:
        """Does nothing, for the same reason."""

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:  # noqa: ANN401 - Scrapy's signature
        # Credentials are never sent or stored, not even those that a server put into a Location.
        target = without_credentials(redirected.url)
        status = reason if isinstance(reason, int) else META_REFRESH
        chain = (*hops(request), Hop(url=request.url, status=status))
        if len(chain) > self.max_redirect_times:
            loop = target in {hop.url for hop in chain}
            what = "redirects in a circle" if loop else f"over {self.max_redirect_times} redirects"
            raise Refusal(Outcome.REDIRECT_LOOP, f"{what}, the last to {target[:200]}", hops=chain)
        _check(target, chain)
        state_of(request).trail.append(target)
        redirected.meta.pop("download_slot", None)
        redirected = redirected.replace(url=target)
        make_conditional(redirected)
        return super()._redirect(redirected, request, reason)


def _check(target: str, chain: tuple[Hop, ...]) -> None:
    """Refuse a hop to what is never fetched (our rule) or to what is not a URL (the server's fault)."""
    page = page_url(target)
    if page.problem:
        outcome = Outcome.UNSAFE if page.unsafe else Outcome.PROTOCOL_ERROR
        raise Refusal(outcome, f"redirects to {target[:200]}: {page.problem}", hops=chain)


class Redirects(_Recorded, RedirectMiddleware):
    """HTTP redirects (RFC 9110, 15.4)."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        location = response.headers.get("Location")
        try:
            if location and response.status in (301, 302, 303, 307, 308):
                clean = without_credentials(location.decode("latin-1").strip())
                response.headers["Location"] = clean.encode("latin-1", "replace")
                target = without_credentials(urljoin(request.url, clean))
                if page_url(target).unsafe:  # Scrapy would treat the redirect itself as the page
                    _check(target, (*hops(request), Hop(url=request.url, status=response.status)))
            return super().process_response(request, response)
        except ValueError:  # from the URL parsers: a Location that is not a URL is not followed
            return response


class MetaRefresh(_Recorded, MetaRefreshMiddleware):
    """`<meta http-equiv="refresh">`: only with a short delay, and not to the page itself, which is a reload. Likewise
    `location.replace("...")` in a page that has nothing else (`script_redirect`).

    An error page's refresh is not followed either: what counts is the status of the cited page.
    """

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        if not 200 <= response.status < 300 or state_of(request).purpose in (Purpose.ROBOTS, Purpose.TDMREP):
            return response
        if not _may_lead_on(response.body):
            return response
        try:
            page = _clean(response)
            answer = super().process_response(request, page)
            if answer is page:
                answer = response
            if answer is response and (target := self._scripted(request, page)):
                redirected = self._redirect_request_using_get(request, response, target)
                answer = response if _is_same(redirected, request) else self._redirect(redirected, request, "script")
        except (ValueError, LookupError):  # an invalid URL; a charset that is not a text encoding
            return response
        return response if isinstance(answer, Request) and _is_same(answer, request) else answer

    def _scripted(self, request: Request, response: Response) -> str | None:
        """Where the page's script leads, None if it has something else."""
        if not isinstance(response, HtmlResponse) or len(response.body) > 4 * MAX_CHARS:
            return None
        if request.method == "HEAD" or request.meta.get("dont_redirect", False) or b"location" not in response.body:
            return None
        target = script_redirect(response.text, response.url)
        return target if target and target.partition(":")[0].lower() in ("http", "https") else None


def _may_lead_on(body: bytes) -> bool:
    """Whether a page can have a refresh, or a script that leads elsewhere: to decode every page to see takes a
    millisecond each. In UTF-16 and UTF-32 every character has a NUL.
    """
    head = body[:REFRESH_BYTES].lower()
    return b"refresh" in head or b"\x00" in head or (len(body) <= 4 * MAX_CHARS and b"location" in body)


def _clean(page: Response) -> Response:
    """A page whose refresh or script has no credentials, also where joining would take `http:/u:p@h` for a path."""
    if not isinstance(page, HtmlResponse):
        return page
    text = page.text[: MAX_CHARS + 1]  # more is not read for either
    clean = hide_credentials(text)
    return page if clean == text else page.replace(body=clean.encode("utf-8", "replace"), encoding="utf-8")


def _is_same(one: Request, other: Request) -> bool:
    return one.url.partition("#")[0] == other.url.partition("#")[0]
