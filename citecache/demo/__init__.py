"""The demo: a small wiki and the small web that it cites, both the package's own and wholly fictional.

wiki/      four files: three pages with footnotes, inline links and an <R id>, and `records.yaml`
web/       the bodies of the web's pages, as files
routes.py  which URL answers what: the hosts are all under `.example` (RFC 2606), which nobody can register
server.py  `DemoWeb`, a forward proxy on loopback that answers for those hosts and for no others

With `http_proxy` set to `DemoWeb().proxy_url` a crawl of `WIKI` is an ordinary crawl: the cited URLs are real
ones to look at, and not a packet leaves the machine.
"""

from pathlib import Path

from citecache.demo.routes import PAGES, DemoResponse
from citecache.demo.server import DemoWeb

__all__ = ["NEWS_URL", "PAGES", "WIKI", "DemoResponse", "DemoWeb"]

NEWS_URL = "http://meridian-post.example/2026/3/8/halyard-tide-model-leak"
"""The page whose card the demo shows: an article in the midst of menus, offers and its own dek twice."""

WIKI: Path = Path(__file__).parent / "wiki"
"""The folder of the wiki. A path of the installed package: read it, or copy it before changing it."""
