"""What a check can meet, by a short name: the Fetch that comes of it, extracted by the real extractor."""

from dataclasses import replace
from datetime import datetime
from functools import cache

from crawler.model import Capture, Fetch, Hop, Outcome, Page
from pipelines.extract import extract

PLAIN = "The harbour master wrote down the height of the water at every turn of the tide, and kept the book for years."


def html(title: str, body: str, head: str = "") -> bytes:
    page = f"<!DOCTYPE html><html lang='en'><head><title>{title}</title>{head}</head><body><main>{body}</main></body>"
    return page.encode()


def paragraphs(count: int, about: str = "the harbour") -> str:
    return "".join(f"<p>{number}. {PLAIN} This one is about {about}.</p>" for number in range(count))


BODIES: dict[str, bytes] = {
    "good": html("The harbour", f"<article><h1>The harbour</h1>{paragraphs(12)}</article>"),
    "edited": html("The harbour", f"<article><h1>The harbour</h1>{paragraphs(10)}<p>And a new end.</p></article>"),
    "half": html("The harbour", f"<article><h1>The harbour</h1>{paragraphs(4)}</article>"),
    "soft404": html("Page not found", "<h1>Page not found</h1><p>Sorry, the page you are looking for is gone.</p>"),
    "challenge": html(
        "Just a moment...", "<h1>Checking your browser</h1>", "<script>window._cf_chl_opt={cType:'managed'}</script>"
    ),
    "teaser": html(
        "The harbour",
        f"<article><h1>The harbour</h1>{paragraphs(1)}<p>Subscribe to continue reading.</p></article>",
        '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>',
    ),
    "parked": html(
        "harbour.example is for sale",
        "<h1>harbour.example</h1><p>This domain is for sale. Buy this domain.</p>",
        '<script src="https://d38psrni17bvxu.cloudfront.net/themes/x.js"></script>'
        '<script src="https://img1.wsimg.com/parking-lander/static/js/main.js"></script>',
    ),
}

STATUSES = {name: int(name) for name in ("401", "403", "404", "410", "429", "451", "503")}
OUTCOMES = {
    "nxdomain": Outcome.NXDOMAIN,
    "servfail": Outcome.DNS_ERROR,
    "timeout": Outcome.TIMEOUT,
    "refused": Outcome.REFUSED,
    "tls": Outcome.TLS_ERROR,
    "robots": Outcome.ROBOTS_DENIED,
    "internal": Outcome.INTERNAL,
    "postponed": Outcome.POSTPONED,
    "truncated": Outcome.TRUNCATED,
}
REDIRECTS = {
    "to-new": (301, "https://new.example/harbour"),
    "to-other": (308, "https://other.example/harbour"),
    "via-302": (302, "https://new.example/harbour"),
}


@cache
def capture(name: str, url: str) -> Capture:
    return extract(BODIES[name], url=url, content_type="text/html; charset=utf-8")


def answer(name: str, page: Page, now: datetime) -> Fetch:
    """The Fetch of a Page that meets the thing of that name."""
    fetch = Fetch(page=page, started_at=now, elapsed=0.5, outcome=Outcome.RESPONSE, final_url=page.url)
    if name in OUTCOMES:
        status = 200 if name == "truncated" else None
        return replace(fetch, outcome=OUTCOMES[name], status=status, error="as the test has it")
    if name in STATUSES:
        body = html("Error", f"<p>{name}</p>")
        return replace(fetch, status=STATUSES[name], body=body, capture=extract(body, url=page.url, content_type=None))
    if name == "304":
        return replace(fetch, outcome=Outcome.NOT_MODIFIED, status=304)
    if name.startswith("empty"):
        return replace(fetch, status=int(name.removeprefix("empty")), body=b"")
    status, body = 200, name
    if name == "challenge404":
        status, body = 404, "challenge"
    if name in REDIRECTS:
        code, target = REDIRECTS[name]
        fetch, body = replace(fetch, final_url=target, redirects=(Hop(url=page.url, status=code),)), "good"
    return replace(fetch, status=status, body=BODIES[body], capture=capture(body, page.url))
