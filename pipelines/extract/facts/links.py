"""Facts from the links of a page: to which sites they lead, and how much of the page they are."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from crawler.net.urls import bare_host
from pipelines.extract.elements import Elements

LINKS = 500
"""Links that are read."""
LINK_HOSTS = 20
HOST_CHARS = 100

_WITHOUT_LINKS = frozenset(("head", "svg", "math", "select", "object", "iframe"))
_HOST = re.compile(r"\s*(?:https?:)?//(?:[^/?#@]*@)?(?:www\.)?([^/?#:\s]+)", re.IGNORECASE)
_NO_PAGE = re.compile(r"\s*(?:#|$|(?!https?:)[a-z][a-z0-9+.-]*:)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageLinks:
    """What the links of a page are."""

    hosts: list[str]  # without www., the most frequent first; not those of the page's own site
    internal: int
    chars: int  # of their texts, those in hidden elements left out


def page_links(elements: Elements, hidden: set[HtmlElement], url: str) -> PageLinks:
    """The first links of a page; its own site is that of `url`, with its subdomains (as `urls.same_site`)."""
    own = bare_host(url)
    blocks = (element for element in hidden if len(element) and element.tag not in _WITHOUT_LINKS)
    unseen = {link for element in blocks for link in islice(element.iter("a"), LINKS)}
    hosts: Counter[str] = Counter()
    internal = chars = 0
    for link in elements.tagged("a")[:LINKS]:
        if link not in unseen:
            chars += len("".join(link.itertext()) if len(link) else link.text or "")
        href = link.get("href") or "#"
        if href[0] == "#":
            continue
        if href[0] == "/" and href[1:2] != "/":
            internal += 1
        elif match := _HOST.match(href):
            host = match[1].lower()[:HOST_CHARS]
            if own and (host == own or host.endswith("." + own) or own.endswith("." + host)):
                internal += 1
            else:
                hosts[host] += 1
        elif not _NO_PAGE.match(href):
            internal += 1
    return PageLinks([host for host, _ in hosts.most_common(LINK_HOSTS)], internal, chars)
