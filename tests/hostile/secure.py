"""TLS: invalid certificates, unsupported versions and protocols, and answers that are not TLS.

These affect the whole origin, so its robots.txt fails as well: the failure is recorded as the page's own. In the role
of robots.txt they are the target of a redirect from another origin's robots.txt.
"""

from dataclasses import replace

from terms import CUT, DISALLOWED, GOOD, PROTOCOL, RESET, TIMEOUT, TLS, UNSUPPORTED, Expected, behaviour
from wire import CLOSE, HTML, PAGE, Wire, head, raw, silent, then_reset, whole

SETTINGS = b"\x00\x00\x00\x04\x00\x00\x00\x00\x00"
LENGTH = ("Content-Length", str(len(PAGE)))


HELLO_1_0 = b"\x16\x03\x01\x00\x2a\x02\x00\x00\x26\x03\x01" + bytes(range(32)) + b"\x00\x00\x2f\x00"
"""A ServerHello of TLS 1.0 (RFC 2246, 7.4.1.3), from a server that does not know the versions that we offer."""

WHOLE_ORIGIN = DISALLOWED
"""Also right: the origin's robots.txt fails in the same way, which disallows the page (RFC 9309)."""


def reason(words: str) -> Expected:
    return replace(TLS, error=words)


def alert(description: int) -> bytes:
    """A fatal TLS alert (RFC 8446, 6)."""
    return bytes((0x15, 3, 1, 0, 2, 2, description))


async def _abort_without_notice(wire: Wire) -> None:
    await wire.send(head("200 OK", HTML, CLOSE, LENGTH) + PAGE[:900])
    wire.reset()


TABLE = (
    behaviour("tls-good", raw(whole()), GOOD, tls="good"),
    behaviour("tls-expired", raw(whole()), reason("expired"), tls="expired"),
    behaviour("tls-not-yet-valid", raw(whole()), reason("not valid yet"), tls="not-yet"),
    behaviour("tls-self-signed", raw(whole()), reason("self-signed"), tls="self-signed"),
    behaviour("tls-wrong-host", raw(whole()), reason("another host"), tls="wrong-host"),
    behaviour("tls-without-names", raw(whole()), reason("certificate"), tls="no-names"),
    behaviour("tls-unknown-authority", raw(whole()), reason("authority"), tls="unknown-authority"),
    behaviour("tls-1.0-only", raw(HELLO_1_0), UNSUPPORTED, tls="raw"),
    behaviour("tls-h2-only", raw(SETTINGS), UNSUPPORTED, tls="h2-only", robots=DISALLOWED),
    behaviour("tls-cut-body", raw(head("200 OK", HTML, CLOSE, LENGTH), PAGE[:900]), CUT, tls="good", robots=DISALLOWED),
    behaviour("tls-reset-body", _abort_without_notice, CUT, RESET, tls="good", robots=DISALLOWED),
    behaviour("tls-alert-version", raw(alert(70)), UNSUPPORTED, tls="raw"),
    behaviour("tls-alert-no-protocol", raw(alert(120)), UNSUPPORTED, tls="raw"),
    behaviour("tls-alert-handshake", raw(alert(40)), TLS, tls="raw"),
    behaviour("tls-alert-nonsense", raw(alert(255)), TLS, tls="raw"),
    behaviour("tls-garbage", raw(bytes((n * 167 + 13) % 251 for n in range(4000))), TLS, PROTOCOL, tls="raw"),
    behaviour("tls-garbage-record", raw(b"\x16\x03\x03\x40\x00" + b"\x02\x00\x3f\xfc" + bytes(16380)), TLS, tls="raw"),
    behaviour("tls-plain-http", raw(whole()), TLS, PROTOCOL, tls="raw"),
    behaviour("tls-ssh-banner", raw(b"SSH-2.0-OpenSSH_9.9\r\n"), TLS, PROTOCOL, tls="raw"),
    behaviour("tls-closed-in-handshake", raw(), TLS, RESET, *WHOLE_ORIGIN, tls="raw"),
    behaviour("tls-reset-in-handshake", then_reset(b""), TLS, RESET, *WHOLE_ORIGIN, tls="raw"),
    behaviour("tls-silent", silent(), TIMEOUT, *WHOLE_ORIGIN, tls="raw", slow=True),
)
