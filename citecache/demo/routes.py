"""Which URL of the demo's web answers what: one page for each thing that happens to citations."""

from dataclasses import dataclass
from pathlib import Path

FILES = Path(__file__).parent / "web"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoResponse:
    """What a URL answers. `file` is in `FILES`; `body` is for what is too short for a file."""

    status: int = 200
    file: str | None = None
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""

    def read(self) -> bytes:
        """The bytes of the body."""
        return (FILES / self.file).read_bytes() if self.file else self.body.encode()


_ALLOW = DemoResponse(content_type="text/plain; charset=utf-8", body="User-agent: *\nDisallow:\n")

PAGES: dict[str, DemoResponse] = {
    # A news page with everything that stands around an article.
    "http://meridian-post.example/2026/3/8/halyard-tide-model-leak": DemoResponse(file="news.html"),
    "http://meridian-post.example/robots.txt": DemoResponse(
        content_type="text/plain; charset=utf-8",
        body="User-agent: *\nDisallow: /members/\n",
    ),
    # Forbidden by the line above; would be there for those who do not ask.
    "http://meridian-post.example/members/comments/halyard": DemoResponse(file="news.html"),
    # A blog, its former address, and a lost page that answers 200.
    "http://fieldnotes.example/robots.txt": _ALLOW,
    "http://fieldnotes.example/2026/reading-the-appendix-first": DemoResponse(file="blog.html"),
    "http://fieldnotes.example/2017/tables-against-models": DemoResponse(file="not_found.html"),
    "http://old.fieldnotes.example/robots.txt": _ALLOW,
    "http://old.fieldnotes.example/appendix": DemoResponse(
        status=301,
        headers=(("Location", "http://fieldnotes.example/2026/reading-the-appendix-first"),),
        body="Moved\n",
    ),
    # A PDF, a plain text, and a page that is gone. This host has no robots.txt: 404, which allows.
    "http://tides.port-selwyn.example/reports/7/appendix-f.pdf": DemoResponse(
        file="report.pdf", content_type="application/pdf"
    ),
    "http://tides.port-selwyn.example/tables/1954/notes.txt": DemoResponse(
        file="tables.txt", content_type="text/plain; charset=utf-8"
    ),
    "http://tides.port-selwyn.example/news/announcing-halyard": DemoResponse(status=404, file="gone.html"),
    # Too many requests.
    "http://gauges.port-selwyn.example/robots.txt": _ALLOW,
    "http://gauges.port-selwyn.example/live/lower-quay": DemoResponse(
        status=429, file="busy.html", headers=(("Retry-After", "120"),)
    ),
    # A paywall's teaser.
    "http://the-ledger.example/robots.txt": _ALLOW,
    "http://the-ledger.example/2026/insurers-halyard": DemoResponse(file="paywall.html"),
    # A robot check, in Cloudflare's manner.
    "http://guarded.example/robots.txt": _ALLOW,
    "http://guarded.example/boards/sailing/halyard-mirror": DemoResponse(
        status=403,
        file="challenge.html",
        headers=(("cf-mitigated", "challenge"), ("Cache-Control", "no-store")),
    ),
    # A page in windows-1251, which only its own <meta> says.
    "http://vestnik-zaliva.example/robots.txt": _ALLOW,
    "http://vestnik-zaliva.example/2026/prilivnaya-model": DemoResponse(file="gulf.html", content_type="text/html"),
}
"""By absolute URL. Another path of a host that is here answers 404; another host is unknown, 502."""

HOSTS = frozenset(url.split("/")[2] for url in PAGES)
