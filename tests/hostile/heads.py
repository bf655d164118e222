"""Headers: too many, too long, contradictory, malformed, missing; and answers that are not HTTP at all."""

from terms import (
    CUT,
    GOOD,
    HEADERS,
    NO_BODY,
    PROTOCOL,
    RESET,
    TIMEOUT,
    TOO_LARGE,
    TRUNCATED,
    UNDECODED,
    UNSUPPORTED,
    Behaviour,
    behaviour,
)
from wire import CLOSE, HTML, PAGE, chunked, drip, forever, head, made, raw, silent, then_reset, whole

LENGTH = str(len(PAGE))
START = b"HTTP/1.1 200 OK\r\n"
REST = (
    b"Content-Type: text/html; charset=utf-8\r\nContent-Length: "
    + LENGTH.encode()
    + b"\r\nConnection: close\r\n\r\n"
    + PAGE
)
SETTINGS = b"\x00\x00\x00\x04\x00\x00\x00\x00\x00"
"""HTTP/2's first frame (RFC 9113, 3.4)."""


def line(name: str, header: bytes, *expected: object, **more: object) -> Behaviour:
    """A good page with one odd header line before the others."""
    return behaviour(name, raw(START, header, b"\r\n", REST), *expected, **more)  # type: ignore[arg-type]


def length(*values: str) -> bytes:
    """A page with these Content-Length headers."""
    return head("200 OK", HTML, CLOSE, *(("Content-Length", value) for value in values)) + PAGE


LENIENT = (GOOD, PROTOCOL)
"""RFC 9110 and 9112 let the client decide whether to reject such a line."""

TABLE = (
    behaviour("headers-1-gb", forever(START, b"".join(b"X-%d: %d\r\n" % (n, n) for n in range(5000))), HEADERS),
    behaviour("headers-one-line-1-gb", forever(START + b"X-Long: ", b"a" * 65_536), HEADERS),
    behaviour("header-name-1-gb", forever(START, b"a" * 65_536), HEADERS),
    line("header-line-20-kb", b"X-Long: " + b"a" * 20_000, HEADERS),
    line("header-line-15-kb", b"X-Long: " + b"a" * 15_000, GOOD),
    behaviour("header-lines-100k", made((START, b"a: b\r\n" * 100_000, REST)), HEADERS),
    behaviour("header-lines-10k", made((START, b"a: b\r\n" * 10_000, REST)), GOOD),
    behaviour("blank-lines-first", raw(b"\r\n\r\n", whole()), *LENIENT),
    behaviour("blank-lines-endless", forever(b"", b"\r\n" * 5000), HEADERS, PROTOCOL),
    line("header-without-colon", b"garbage", *LENIENT),
    line("header-without-name", b": nothing", *LENIENT),
    line("header-with-nul", b"X-Nul: a\0b", *LENIENT),
    line("header-with-cr", b"X-Cr: a\rb", *LENIENT),
    line("header-space-before-colon", b"X-Space : a", *LENIENT),
    line("header-folded", b"X-Fold: a\r\n  b\r\n\tc", *LENIENT),
    line("header-folded-first", b" folded: from nothing", *LENIENT),
    line("header-latin-1", b"X-Latin: caf\xe9 \xff", GOOD),
    line("header-utf-8", "X-Ütf: \U0001f980 \ud7ff".encode(), *LENIENT),
    line("header-escapes", b"X-Esc: \x1b[31mred\x07", *LENIENT),
    line("header-set-cookie", b"Set-Cookie: a=b; Domain=.", GOOD),
    line("content-type-15-kb", b"Content-Type: text/html;" + b"a" * 15_000, GOOD),
    line("content-type-nonsense", b"Content-Type: ;;;===\xff", GOOD),
    line("etag-nonsense", b'ETag: "\xff\r\nLast-Modified: never', GOOD),
    line("link-header-nonsense", b"Link: <<<>>>;;;rel=\xff", GOOD),
    line("retry-after-on-200", b"Retry-After: 86400", GOOD),
    behaviour("length-twice-same", raw(length(LENGTH, LENGTH)), GOOD),
    behaviour("length-list-same", raw(length(f"{LENGTH}, {LENGTH}")), *LENIENT),
    behaviour("length-conflict", raw(length(LENGTH, "10")), PROTOCOL),
    behaviour("length-list-conflict", raw(length(f"{LENGTH}, 10")), PROTOCOL),
    behaviour("length-negative", raw(length("-5")), PROTOCOL),
    behaviour("length-text", raw(length("many")), PROTOCOL),
    behaviour("length-hex", raw(length(hex(len(PAGE)))), PROTOCOL),
    behaviour("length-plus", raw(length("+" + LENGTH)), PROTOCOL),
    behaviour("length-underscore", raw(length(LENGTH[0] + "_" + LENGTH[1:])), PROTOCOL),
    behaviour("length-empty", raw(length("")), PROTOCOL),
    behaviour("length-huge", raw(length("9" * 30)), TRUNCATED, *TOO_LARGE, PROTOCOL),
    behaviour("length-5000-digits", raw(length("9" * 5000)), TRUNCATED, *TOO_LARGE, PROTOCOL),
    behaviour("length-zero-with-body", raw(length("0")), NO_BODY),
    behaviour(
        "length-and-chunks",
        raw(chunked(PAGE).replace(b"Connection", b"Content-Length: 10\r\nConnection", 1)),
        *LENIENT,
    ),
    behaviour(
        "transfer-encoding-unknown",
        raw(head("200 OK", HTML, CLOSE, ("Transfer-Encoding", "rot13")), PAGE),
        PROTOCOL,
        UNSUPPORTED,
        UNDECODED,
        GOOD,
    ),
    behaviour(
        "transfer-encoding-twice",
        raw(chunked(PAGE).replace(b"chunked", b"chunked, chunked", 1)),
        PROTOCOL,
        UNSUPPORTED,
        CUT,
    ),
    behaviour(
        "lf-only", raw(head("200 OK", HTML, ("Content-Length", LENGTH), CLOSE).replace(b"\r\n", b"\n"), PAGE), GOOD
    ),
    behaviour("no-headers", raw(b"HTTP/1.1 200 OK\r\n\r\n", PAGE), GOOD),
    behaviour("http-1.0", raw(head("200 OK", HTML, version="HTTP/1.0"), PAGE), GOOD),
    behaviour("http-0.9", raw(PAGE), PROTOCOL),
    behaviour("http-9.9", raw(head("200 OK", HTML, version="HTTP/9.9"), PAGE), PROTOCOL, UNSUPPORTED),
    behaviour("http-lower-case", raw(head("200 OK", HTML, version="http/1.1"), PAGE), *LENIENT),
    behaviour("httq", raw(head("200 OK", HTML, version="HTTQ/1.1"), PAGE), PROTOCOL),
    behaviour("icy", raw(head("200 OK", HTML, version="ICY"), PAGE), PROTOCOL),
    behaviour("http-2-status-line", raw(head("200", HTML, version="HTTP/2"), PAGE), UNSUPPORTED),
    behaviour("http-2-settings", raw(SETTINGS), UNSUPPORTED),
    behaviour("http-2-goaway", raw(b"\x00\x00\x08\x07\x00\x00\x00\x00\x00" + bytes(8)), UNSUPPORTED),
    behaviour("http-2-settings-then-silence", silent(SETTINGS), UNSUPPORTED),
    behaviour("ssh-banner", raw(b"SSH-2.0-OpenSSH_9.9\r\n"), PROTOCOL),
    behaviour("ssh-banner-then-silence", silent(b"SSH-2.0-OpenSSH_9.9\r\n"), PROTOCOL),
    behaviour("smtp-banner", raw(b"220 mail.example ESMTP\r\n"), PROTOCOL),
    behaviour("redis-error", raw(b"-ERR unknown command 'GET'\r\n"), PROTOCOL),
    behaviour("random-bytes", raw(bytes((n * 167 + 13) % 251 for n in range(4000))), PROTOCOL),
    behaviour("tls-alert-on-http", raw(b"\x15\x03\x01\x00\x02\x02\x28"), PROTOCOL, RESET),
    behaviour("nuls", raw(bytes(4000)), PROTOCOL),
    behaviour("one-byte", raw(b"H"), PROTOCOL, RESET),
    behaviour("empty-answer", raw(), RESET),
    behaviour("reset-before-answer", then_reset(b""), RESET),
    behaviour("reset-in-status-line", then_reset(b"HTTP/1.1 2"), RESET),
    behaviour("reset-in-headers", then_reset(START + b"Content-Ty"), RESET),
    behaviour("headers-cut", raw(START + b"Content-Ty"), RESET, PROTOCOL, TRUNCATED),
    behaviour("reset-after-headers", then_reset(whole(b"", "200 OK", ("Content-Length", "99"))), TRUNCATED, RESET),
    behaviour("never-answers", silent(), TIMEOUT, slow=True),
    behaviour("headers-drip", drip(START, b"X-Slow: " + b"a" * 60), TIMEOUT, slow=True, long=True),
    behaviour("headers-then-silence", silent(START + b"Server: asleep\r\n"), TIMEOUT, slow=True, long=True),
    behaviour(
        "answer-twice",
        raw(whole().replace(b"Connection: close\r\n", b"", 1), whole(status="404 Not Found")),
        GOOD,
    ),
)
