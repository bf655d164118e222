"""Which URLs are told to no third party, such as an archive that is asked to capture them."""

import re
import socket
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from crawler.net.addresses import forbidden, forbidden_host
from crawler.net.credentials import without_credentials
from crawler.net.hosts import local_name, service_name
from crawler.net.urls import page_url

_SECRET_PARAMETER = re.compile(
    r".*(?:token|secret|signature|passw(?:or)?d|passphrase|credentials?|session[-_]?id|api[-_]?key|access[-_]?key"
    r"|auth[-_]?key|private[-_]?key|subscription[-_]?key|key[-_]?pair[-_]?id)"
    r"|(?:.*[-_.])?(?:sig|auth|pass|pwd|jwt|otp|sid|jsessionid|phpsessid|code|ticket|invite|hmac)",
    re.IGNORECASE,
)
"""Names of parameters that open something or identify somebody: those of signed URLs (AWS Signature Version 4, Google
Cloud Storage, Azure's shared access signatures), of OAuth 2.0 (RFC 6749, RFC 6750, section 2.3) and of sessions."""

_SECRET_IN_PATH = re.compile(r";\s*(?:jsessionid|phpsessid|sid)=", re.IGNORECASE)

Lookup = Callable[[str, int], Iterable[Any]]
"""`socket.getaddrinfo`."""


def confidential(url: str) -> str | None:
    """Why a URL is not told to others: it has a secret in it, or names what the public cannot reach. None: it may be.

    >>> confidential("https://files.example.org/a.pdf?X-Amz-Signature=0a1b")
    'it has a secret in it (X-Amz-Signature)'
    >>> confidential("http://192.168.1.4/wiki")
    '192.168.1.4 is private (RFC 1918)'
    >>> confidential("https://example.org/?page=2#part")
    """
    if url != without_credentials(url):
        return "it has a user name or a password in it"
    page = page_url(url)
    if page.problem:
        return page.problem
    parts = urlsplit(page.url)
    if reason := forbidden_host(page.host) or service_name(page.host) or local_name(page.host):
        return reason.removesuffix(", and is not asked of a proxy")
    if _SECRET_IN_PATH.search(parts.path):
        return "it has a secret in it (a session)"
    names = (name for part in (parts.query, urlsplit(url).fragment) for name, _ in parse_qsl(part, True))  # noqa: FBT003 - by position in every Python
    secret = next((name for name in names if _SECRET_PARAMETER.fullmatch(name)), None)
    return None if secret is None else f"it has a secret in it ({secret[:40]})"


def resolves_to_private(host: str, lookup: Lookup = socket.getaddrinfo) -> str | None:
    """Why the name of a host is a private one: an address that it has. None: it has none, or cannot be resolved here.
    Blocks.
    """
    try:
        addresses = {str(answer[4][0]).partition("%")[0] for answer in lookup(host, 0)}
    except (OSError, UnicodeError):
        return None
    reasons = (forbidden(address) for address in sorted(addresses))
    return next((f"{host} is private: {reason}" for reason in reasons if reason), None)
