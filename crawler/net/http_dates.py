"""Dates in HTTP headers, and the time by a host's own clock."""

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from crawler.net.addresses import forbidden


def http_date(text: str | None) -> datetime | None:
    """A date of an HTTP header (RFC 9110, 5.6.7; RFC 7089, 2.1.1), in UTC; None for anything else.

    >>> http_date("Fri, 01 Mar 2019 00:00:00 GMT").isoformat()
    '2019-03-01T00:00:00+00:00'
    """
    try:
        date = parsedate_to_datetime(text or "")
        # "-0000": UTC, its origin unknown (RFC 5322, 3.3)
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def host_time(headers: Iterable[tuple[str, str]], ip_address: str | None) -> datetime | None:
    """When a host generated a response, by its own clock (`Date`: RFC 9110, 6.6.1); None if it does not say.

    Also None for a private address: a local machine or proxy may share our clock.

    >>> host_time([("date", "Fri, 01 Mar 2019 00:00:00 GMT")], "127.0.0.1") is None
    True
    """
    try:
        if ip_address is None or forbidden(ip_address):
            return None
    except ValueError:
        return None
    return http_date(next((value for name, value in headers if name == "date"), None))
