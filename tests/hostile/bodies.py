"""Bodies: truncated, endless, slow, too large, or with invalid chunks."""

from dataclasses import replace

from terms import ALLOWED, CUT, GOOD, HEADERS, PROTOCOL, RESET, TIMEOUT, TOO_LARGE, TRUNCATED, behaviour
from wire import CLOSE, HTML, PAGE, article, chunked, drip, forever, head, made, raw, silent, then_reset, whole

HALF = len(PAGE) // 2
UNKNOWN = head("200 OK", HTML, CLOSE)
PROMISED = head("200 OK", HTML, CLOSE, ("Content-Length", str(len(PAGE))))
CHUNKS = head("200 OK", HTML, CLOSE, ("Transfer-Encoding", "chunked"))
MB = 2**20
PARAGRAPH = b"<p>" + b"All work and no play makes a long page. " * 100 + b"</p>"

TABLE = (
    behaviour("length-short-of-body", raw(whole(PAGE), b"<p>more than was promised</p>" * 100), GOOD),
    behaviour("cut-body", raw(PROMISED, PAGE[:HALF]), CUT),
    behaviour("cut-at-last-byte", raw(PROMISED, PAGE[:-1]), CUT),
    behaviour("cut-at-first-byte", raw(PROMISED), TRUNCATED),
    behaviour("reset-mid-body", then_reset(PROMISED + PAGE[:HALF]), CUT),
    behaviour("reset-without-length", then_reset(UNKNOWN + PAGE[:HALF]), CUT),
    behaviour("reset-mid-chunks", then_reset(chunked(PAGE[:HALF], end=b"")), CUT),
    behaviour("no-length", raw(UNKNOWN, PAGE), replace(GOOD, flag="length_unknown")),
    behaviour("chunks-good", raw(chunked(PAGE[:HALF], PAGE[HALF:])), GOOD),
    behaviour("chunks-of-one-byte", made((chunked(*(bytes([byte]) for byte in PAGE)),)), GOOD),
    behaviour("chunks-with-trailers", raw(chunked(PAGE, end=b"0\r\nExpires: never\r\n\r\n")), GOOD),
    behaviour("chunks-with-extensions", raw(chunked(PAGE).replace(b"\r\n<", b';a="b;c"\r\n<', 1)), GOOD),
    behaviour("chunks-upper-case", raw(CHUNKS, b"%X\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)), GOOD),
    behaviour("chunks-leading-zeros", raw(CHUNKS, b"000000%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)), GOOD),
    behaviour(
        "chunks-with-space", raw(CHUNKS, b"%x  \r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)), GOOD, PROTOCOL, TRUNCATED
    ),
    behaviour("cut-chunk", raw(CHUNKS, b"%x\r\n" % len(PAGE), PAGE[:HALF]), CUT),
    behaviour("chunks-without-end", raw(chunked(PAGE, end=b"")), CUT),
    behaviour("chunk-end-cut", raw(chunked(PAGE, end=b"0\r\n")), CUT, GOOD),
    behaviour("chunk-size-word", raw(chunked(PAGE[:HALF], end=b"zz\r\n" + PAGE)), PROTOCOL, CUT),
    behaviour("chunk-size-negative", raw(CHUNKS, b"-5\r\n", PAGE), PROTOCOL, TRUNCATED),
    behaviour("chunk-size-0x", raw(CHUNKS, b"0x10\r\n", PAGE), PROTOCOL, TRUNCATED),
    behaviour("chunk-size-empty", raw(CHUNKS, b"\r\n", PAGE), PROTOCOL, TRUNCATED),
    behaviour("chunk-size-giant", raw(CHUNKS, b"f" * 16 + b"\r\n", PAGE), PROTOCOL, CUT, *TOO_LARGE),
    behaviour("chunk-size-15-digits", raw(CHUNKS, b"f" * 15 + b"\r\n", PAGE), PROTOCOL, CUT, *TOO_LARGE),
    behaviour("chunk-size-endless", forever(CHUNKS, b"1" * 65_536), PROTOCOL, TRUNCATED, HEADERS, *TOO_LARGE),
    behaviour("chunk-longer-than-said", raw(CHUNKS, b"5\r\n", PAGE), PROTOCOL, TRUNCATED),
    behaviour(
        "chunk-extension-endless",
        forever(CHUNKS + b"5;", b"a=b;" * 10_000),
        *(PROTOCOL, TRUNCATED, HEADERS, *TOO_LARGE),
    ),
    behaviour(
        "chunk-extensions-flood",
        # At most 4 MB a second: half a MB of rules, one byte per chunk, then takes two minutes on any machine.
        forever(CHUNKS, (b"1;" + b"a" * 1000 + b"\r\nx\r\n") * 1000, pause=0.25),
        TIMEOUT,
        slow=True,
        long=True,
    ),
    behaviour(
        "trailers-endless",
        forever(chunked(PAGE, end=b"0\r\n"), b"X-Trailer: never ends\r\n" * 1000),
        *(PROTOCOL, TRUNCATED, HEADERS, *TOO_LARGE),
    ),
    behaviour("body-drip", drip(PROMISED, PAGE), TIMEOUT, slow=True),
    behaviour("body-drip-without-length", drip(UNKNOWN, PAGE), TIMEOUT, slow=True, long=True),
    behaviour("chunks-drip", forever(CHUNKS, b"1\r\nx\r\n", pause=1.0), TIMEOUT, slow=True, long=True),
    behaviour("body-stalls", silent(PROMISED + PAGE[:HALF]), TIMEOUT, slow=True, long=True),
    behaviour("body-endless", forever(UNKNOWN, PARAGRAPH * 16), *TOO_LARGE, robots=ALLOWED),
    behaviour(
        "chunks-endless",
        forever(CHUNKS, b"%x\r\n%s\r\n" % (len(PARAGRAPH), PARAGRAPH) * 16),
        *TOO_LARGE,
        robots=ALLOWED,
    ),
    behaviour(
        "body-21-mb",
        made((head("200 OK", HTML, CLOSE, ("Content-Length", str(len(PARAGRAPH) * 5500))), PARAGRAPH * 5500)),
        *TOO_LARGE,
        robots=ALLOWED,
    ),
    behaviour("body-21-mb-without-length", made((UNKNOWN, PARAGRAPH * 5500)), *TOO_LARGE, robots=ALLOWED),
    behaviour("body-2-mb", made((whole(article(extra=(PARAGRAPH * 500).decode())),)), GOOD),
    behaviour("reset-after-whole-body", then_reset(whole()), GOOD),
    behaviour("keeps-open-after-body", silent(whole()), GOOD),
    behaviour("rst-of-wrong-length", then_reset(whole(PAGE, "200 OK", ("Content-Length", "99999"))), CUT, RESET),
)
