"""Headers as servers send them beside those of the content: about 1 KB, of which few values differ from time to time.

By hand, after what plain nginx, and CDNs with ids of requests or with ages, send; recorded webs have the type of the
content only. The host decides which.
"""

import time
from email.utils import formatdate
from random import Random
from urllib.parse import urlsplit

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' https://static.example.net https://www.example-metrics.com;"
    " style-src 'self' 'unsafe-inline'; img-src * data: blob:; font-src 'self' data:; frame-ancestors 'self'"
)
REPORTS = '{"endpoints":[{"url":"https://a.nel.example.net/report/v4?s=%s"}],"group":"nel","max_age":604800}'

COMMON = {
    "Cache-Control": "public, max-age=300, stale-while-revalidate=60",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "geolocation=(), microphone=(), camera=(), payment=(), usb=(), interest-cohort=()",
}
"""What hosts of all kinds send, the same each time."""


def sent_headers(url: str, drawn: Random) -> dict[str, str | None]:
    """Further headers of one answer."""
    kind = sum(urlsplit(url).netloc.encode()) % 3
    found: dict[str, str | None] = {"Date": formatdate(time.time(), usegmt=True), **COMMON}
    if kind == 0:
        return {"Server": "nginx", **found}
    if kind == 1:
        ray = drawn.randbytes(8).hex()
        return {"Server": "cdn", **found, "Report-To": REPORTS % drawn.randbytes(60).hex(), "X-Request-Id": ray}
    node = f"cache-fra-{drawn.randrange(10**4):04}"
    hit = {"Age": str(drawn.randrange(300)), "X-Served-By": node, "X-Cache": drawn.choice(("HIT", "MISS"))}
    return {"Via": "1.1 varnish", **found, **hit, "X-Timer": f"S{time.time():.6f},VS0,VE{drawn.randrange(90)}"}
