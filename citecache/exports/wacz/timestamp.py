"""A token of a time stamping authority (RFC 3161): that a file's manifest, and so all in it, existed at a time.

The token is over SHA-256 of datapackage.json, which has the hash of every other file. What is checked here is that it
is the answer to this request; whom to trust is decided by whoever reads it (docs/warc.md).
"""

import base64
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from citecache.render.clean import loggable
from crawler.extras import missing
from crawler.model.errors import Error
from crawler.net.credentials import without_credentials

Ask = Callable[[str, bytes], bytes]
"""URL of an authority, request -> its response."""

MAX_RESPONSE = 1_048_576
"""Bytes: with a chain of certificates a response has some 10,000."""

TIMEOUT = 30.0
"""Seconds."""

_GRANTED = (0, 1)
"""granted, grantedWithMods (RFC 3161, section 2.4.2)."""


def require_ready(authority: str) -> None:
    """Find out before anything is written whether an authority can be asked.

    Raises:
        Error: its URL is none, or the extra is missing.
    """
    with suppress(ValueError):
        parts = urlsplit(authority)
        if parts.scheme in ("http", "https") and parts.hostname:
            try:
                import rfc3161_client  # noqa: F401, PLC0415 - of the extra
            except ModuleNotFoundError as error:
                raise Error(missing("a time stamp", "timestamp")) from error
            return
    raise Error(f"{loggable(authority)} is no URL of a time stamping authority: it begins with http:// or https://")


def stamped(data: bytes, authority: str, ask: Ask) -> dict[str, str]:
    """What datapackage-digest.json says of a token over this data.

    Raises:
        Error: the authority did not answer, refused, or answered something else.
    """
    import rfc3161_client as rfc3161  # noqa: PLC0415 - of the extra

    builder = rfc3161.TimestampRequestBuilder().data(data).hash_algorithm(rfc3161.HashAlgorithm.SHA256)
    request = builder.nonce(nonce=True).cert_request(cert_request=True).build()
    try:
        response = rfc3161.decode_timestamp_response(ask(authority, request.as_bytes()))
        if response.status not in _GRANTED:
            told = "; ".join(response.status_string) or f"status {response.status}"
            raise Error(f"{loggable(authority)} refused a time stamp: {loggable(told)}")
        info, token = response.tst_info, response.time_stamp_token()
        asked = request.message_imprint
        same = info.message_imprint.message == asked.message and info.nonce == request.nonce
        if not same or info.message_imprint.hash_algorithm != asked.hash_algorithm:
            raise Error(f"{loggable(authority)} answered with the time stamp of something else")
    except ValueError as error:
        raise Error(f"{loggable(authority)} did not answer with a time stamp: {loggable(str(error))}") from error
    return {
        "timestampAuthority": without_credentials(authority),
        "timestamp": info.gen_time.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "timestampToken": base64.b64encode(token).decode("ascii"),
    }


def post(authority: str, request: bytes) -> bytes:
    """Ask over HTTP (RFC 3161, section 3.4).

    Raises:
        Error: there is no answer, or one of another type.
    """
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    asked = Request(authority, data=request, headers=headers, method="POST")  # noqa: S310 - http or https: require_ready
    try:
        with urlopen(asked, timeout=TIMEOUT) as answer:  # noqa: S310 - likewise
            type_, data = answer.headers.get_content_type(), answer.read(MAX_RESPONSE + 1)
    except (URLError, HTTPException, OSError, ValueError) as error:
        if isinstance(error, HTTPError):
            error.close()
        reason = getattr(error, "reason", None) or error
        raise Error(f"{loggable(authority)} gave no time stamp: {loggable(str(reason))}") from error
    if type_ != "application/timestamp-reply" or len(data) > MAX_RESPONSE:
        raise Error(f"{loggable(authority)} did not answer with a time stamp, but {loggable(type_)}")
    return bytes(data)
