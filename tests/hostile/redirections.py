"""Redirects and meta refreshes: to invalid URLs, in circles, and to forbidden addresses."""

from dataclasses import replace

from terms import ALLOWED, DISALLOWED, GOOD, HEADERS, LOOP, MOVED, SECRET, UNSAFE, Behaviour, answers, behaviour, fails
from wire import Wire, always_to, article, goes_to, raw, refreshes_to, whole

from crawler.model import Outcome, Verdict

NOWHERE = (answers(302, Verdict.UNREACHABLE), fails(Outcome.INVALID_URL), fails(Outcome.PROTOCOL_ERROR))
"""A redirect to an invalid URL is the server's fault, not ours: `unreachable`, with any of these outcomes."""

PLACES = tuple(f"/hop{number}" for number in range(1, 7))
LOOP_ALL_KEPT = replace(LOOP, hops=6)


async def _to_credentials(wire: Wire) -> None:
    """A redirect to the same origin with credentials in the URL; a good page there, if the password is not sent."""
    if wire.path != "/in":
        location = wire.fill(f"http://user:{SECRET}@{{host}}:{{port}}/in")
        await wire.send(whole(b"", "302 Found", ("Location", location)))
    elif b"authorization:" in wire.request.lower():
        await wire.send(whole(status="400 Bad Request"))
    else:
        await wire.send(whole())


async def _to_two_places(wire: Wire) -> None:
    """Two Location headers; a good page at both."""
    two = whole(b"", "302 Found", ("Location", "/one"), ("Location", "/two"))
    await wire.send(whole() if wire.path in ("/one", "/two") else two)


def unsafe(name: str, location: str) -> Behaviour:
    """A redirect to a URL that must never be requested."""
    return behaviour(f"302-to-{name}", always_to(location), UNSAFE)


TABLE = (
    behaviour("302-empty-location", always_to(""), LOOP, *NOWHERE),
    behaviour("302-malformed-location", always_to("http://[::1"), *NOWHERE),
    behaviour("302-port-out-of-range", always_to("http://example.org:99999/"), *NOWHERE),
    behaviour("302-host-with-space", always_to("http://exa mple.org/"), *NOWHERE),
    behaviour("302-empty-host", always_to("http:///"), *NOWHERE, LOOP),
    behaviour("302-oversized-url", always_to("{origin}/" + "a" * 5000), *NOWHERE),
    behaviour("302-location-20-kb", always_to("{origin}/" + "a" * 20_000), HEADERS),
    behaviour(
        "302-two-locations",
        _to_two_places,
        *NOWHERE,
        GOOD,
    ),
    behaviour("302-with-space", goes_to("/a b"), *NOWHERE, GOOD, LOOP),
    behaviour("302-relative", goes_to("/hop1"), replace(GOOD, hops=1), redirect=(replace(GOOD, hops=2),)),
    behaviour("301", goes_to("/hop1", status="301 Moved Permanently"), MOVED, redirect=(GOOD,)),
    behaviour("308", goes_to("/hop1", status="308 Permanent Redirect"), MOVED, redirect=(GOOD,)),
    behaviour("redirect-to-itself", always_to("{path}"), LOOP_ALL_KEPT),
    behaviour("redirect-circle", goes_to("/a", "/b", "/a"), LOOP_ALL_KEPT),
    behaviour("redirect-never-ends", goes_to(*PLACES, *(f"/more{n}" for n in range(20))), LOOP_ALL_KEPT),
    behaviour("chain-of-5", goes_to(*PLACES[:5]), replace(GOOD, hops=5), redirect=(LOOP_ALL_KEPT,)),
    behaviour("chain-of-6", goes_to(*PLACES), LOOP_ALL_KEPT),
    unsafe("file", "file:///etc/passwd"),
    unsafe("javascript", "javascript:alert(1)"),
    unsafe("data", "data:text/html,<p>hello"),
    unsafe("ftp", "ftp://127.0.0.1/"),
    unsafe("gopher", "gopher://127.0.0.1:{port}/_GET%20/"),
    unsafe("loopback", "http://127.0.0.1:{port}/trap"),
    unsafe("loopback-v6", "http://[::1]:{port}/trap"),
    unsafe("decimal-loopback", "http://2130706433:{port}/trap"),
    unsafe("scheme-relative-loopback", "//127.0.0.1:{port}/trap"),
    # A host by the URL standard, a path by RFC 3986; no request may be made either way.
    behaviour(
        "302-to-backslashes",
        always_to("\\\\127.0.0.1:{port}/trap"),
        UNSAFE,
        LOOP,
        robots=(*ALLOWED, *DISALLOWED, UNSAFE),
    ),
    unsafe("private", "http://10.0.0.1/"),
    unsafe("metadata", "http://169.254.169.254/latest/meta-data/"),
    unsafe("localhost", "http://localhost:{port}/trap"),
    unsafe("port-22", "http://{host}:22/"),
    unsafe("credentials-before-loopback", f"http://user:{SECRET}@127.0.0.1:{{port}}/trap"),
    behaviour("302-with-credentials", _to_credentials, replace(GOOD, hops=1), redirect=(replace(GOOD, hops=2),)),
    behaviour("meta-refresh", refreshes_to("/hop1"), replace(GOOD, hops=1), redirect=(replace(GOOD, hops=2),)),
    behaviour("meta-refresh-to-file", refreshes_to("file:///etc/passwd"), UNSAFE, GOOD, robots=ALLOWED),
    behaviour("meta-refresh-to-private", refreshes_to("http://10.0.0.1/"), UNSAFE, robots=ALLOWED),
    behaviour("meta-refresh-to-loopback", refreshes_to("http://127.0.0.1:{port}/trap"), UNSAFE, robots=ALLOWED),
    behaviour("meta-refresh-to-javascript", refreshes_to("javascript:alert(1)"), UNSAFE, GOOD, robots=ALLOWED),
    behaviour("meta-refresh-circle", refreshes_to("/a", "/b", "/a"), LOOP, robots=ALLOWED),
    behaviour("meta-refresh-of-itself", refreshes_to("{path}"), GOOD, robots=ALLOWED),
    behaviour("meta-refresh-in-an-hour", refreshes_to("/trap", seconds="3600"), replace(GOOD, hops=None)),
    behaviour("meta-refresh-never", refreshes_to("/trap", seconds="1e999"), GOOD),
    behaviour("meta-refresh-in-comment", refreshes_to("http://127.0.0.1:{port}/trap", wrapped="<!-- {} -->"), GOOD),
    behaviour(
        "meta-refresh-in-script",
        refreshes_to("http://127.0.0.1:{port}/trap", wrapped="<script>'{}'</script>"),
        GOOD,
    ),
    behaviour("meta-refresh-malformed", refreshes_to("http://[::1"), GOOD, *NOWHERE, robots=ALLOWED),
    behaviour(
        "refresh-header",
        raw(whole(article(), "200 OK", ("Refresh", "0; url=http://127.0.0.1:9/trap"))),
        GOOD,
    ),
)
