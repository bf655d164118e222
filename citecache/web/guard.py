"""What holds for every answer: it is for a Host that is ours, to a method that changes nothing, with headers that
allow a page nothing but what the web view needs.
"""

import logging
import re
from collections.abc import Collection
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from citecache.web.errors import error_response

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy (CSP Level 3). Nothing inline runs, nothing is loaded from elsewhere."""

SECURITY_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-robots-tag": "noindex, nofollow",
}

METHODS = ("GET", "HEAD")

_log = logging.getLogger(__name__)


class Guard:
    """Wraps the application; an error that nothing foresees becomes a 500 here, so that its answer is guarded, too."""

    def __init__(self, app: ASGIApp, *, hosts: Collection[str] = ()) -> None:
        self._app = app
        self._hosts = frozenset(host.lower().removesuffix(".") for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        scope = _in_origin_form(scope)
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-cache")
            await send(message)

        try:
            await (self._refusal(scope) or self._app)(scope, receive, send_guarded)
        except Exception as error:
            _log.error("%s %s: %s", scope["method"], scope["path"], _in_one_line(error))
            if started:  # the connection is cut: a part of an answer is not to pass for the whole
                raise
            response = error_response(Request(scope), 500, "This is a fault of citecache: please report it.")
            await response(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        """Why a request is not even looked at.

        A page elsewhere whose name is made to lead to this machine (DNS rebinding) sends its own name as Host; it is
        no host of ours: 421 (RFC 9110, 15.5.20).
        """
        request = Request(scope)
        host = host_name(Headers(scope=scope).get("host", ""))
        if not is_loopback(host) and host not in self._hosts:
            return error_response(request, 421, "No host of that name is served here: `serve --allow-host NAME`.")
        if scope["method"] not in METHODS:
            return error_response(request, 405, "Nothing can be changed here: GET or HEAD.", {"allow": "GET, HEAD"})
        return None


def _in_origin_form(scope: Scope) -> Scope:
    """A request whose target is a whole URL (RFC 9112, 3.2.2), as others have it: that URL's host is the Host."""
    target = re.fullmatch(r"https?://([^/?#]*)(/.*)?", scope["path"], re.IGNORECASE | re.DOTALL)
    if target is None:
        return scope
    headers = [(name, value) for name, value in scope["headers"] if name != b"host"]
    host = target[1].encode("latin-1", "replace")
    path = target[2] or "/"
    return {**scope, "path": path, "raw_path": path.encode(), "headers": [*headers, (b"host", host)]}


def host_name(host: str) -> str:
    """The name or address in a Host header (RFC 9110, 7.2), in lower case and without the port; "": it is none.

    >>> host_name("LocalHost.:8000"), host_name("[::1]:80"), host_name("a@b"), host_name("")
    ('localhost', '::1', '', '')
    """
    name, colon, port = host.strip().lower().rpartition(":")
    if not colon or port.endswith("]"):
        name, port = host.strip().lower(), ""
    if port and not (port.isascii() and port.isdigit()):
        return ""
    if name.startswith("[") and name.endswith("]"):
        return name[1:-1]
    return "" if set(name) & set("@/?#:[] ") else name.removesuffix(".")


def is_loopback(host: str) -> bool:
    """Whether a host can be this machine only, whoever answers for names (RFC 6761, 6.3).

    >>> is_loopback("localhost"), is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("evil.example")
    (True, True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _in_one_line(error: Exception) -> str:
    """An error, and where it was raised."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = "" if trace is None else f" ({trace.tb_frame.f_code.co_filename}:{trace.tb_lineno})"
    return f"{type(error).__name__}: {error}{where}".replace("\n", " ")
