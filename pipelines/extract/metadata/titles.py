"""The title of a page, without its site's name, counters of messages, and marks of links."""

import re
from collections.abc import Iterator
from itertools import islice

from crawler.net.urls import bare_host
from crawler.text.digits import unescape
from crawler.text.tidy import one_line
from pipelines.extract.metadata import jsonld
from pipelines.extract.metadata.jsonld import Node
from pipelines.extract.metadata.names import fold
from pipelines.extract.metadata.surroundings import SEPARATOR, Surroundings, visible_text
from pipelines.extract.metadata.tags import LINK_MARK, Tags, without_mark

TITLES = ("citation_title", "og:title", "dc.title", "dcterms.title", "twitter:title")

MAX_BRAND = 4
"""Words of a last part that begins with the site's name: "Helly Hansen US", "ProMatcher Cost Report"."""

_COUNT = re.compile(r"^\s*[(\[]\s*\d{1,4}\+?\s*[)\]]\s*(?=\S)|^[●•*]\s+")
"""What a site puts before the title of its tab: the number of unread messages."""

_BETWEEN = tuple("|:–—-·»")
_FORUM = re.compile(r"^(?:view topic|viewing topic|topic|thread)\s*[-–:]?\s*$", re.IGNORECASE)


def title(tags: Tags, nodes: list[Node], around: Surroundings, *, site: str | None, url: str) -> tuple[str, str] | None:
    """`(source, title)`, the first good one; one that is only the site's name is used if there is no other."""
    sites = _site_names(around, nodes, site)
    heading = _heading(around, [tags.title or "", *tags.metas.get("og:title", [])[:1]])
    told = [fold(text) for text in (tags.title or "", heading, *(tags.metas.get("og:title", [])[:1])) if text]
    spare: tuple[str, str] | None = None
    for source, value in _candidates(tags, nodes, around, heading):
        text = LINK_MARK.sub("", one_line(unescape(value) if "&" in value else value))
        text = _COUNT.sub("", text) if source == "title" else text
        text = _as_headed(without_site(text, site, url, others=sites), heading)
        if not text or (source.startswith("json-ld") and told and not _repeated(text, told)):
            continue
        if fold(text) in sites or _is_host(text, url):
            spare = spare or (source, text)
            continue
        return source, text
    return spare


def _candidates(tags: Tags, nodes: list[Node], around: Surroundings, heading: str) -> Iterator[tuple[str, str]]:
    if found := tags.first("citation_title"):
        yield found
    if around.heading is not None and around.heading.tag == "h1" and _is_title(heading, tags):
        yield "h1", heading
    for node in nodes:
        if jsonld.rank(node) == 4:
            yield from (("json-ld headline", text) for text in jsonld.texts(node.get("headline"))[:1])
            yield from (("json-ld name", text) for text in jsonld.texts(node.get("name"))[:1])
    if found := tags.first("og:title", "dc.title", "dcterms.title"):
        yield found
    yield from (
        ("json-ld name", text) for node in nodes for text in jsonld.texts(node.get("headline") or node.get("name"))[:1]
    )
    yield from (("microdata headline", text) for text in tags.props.get("headline", [])[:1])
    if heading:
        yield "h1", heading
    if tags.title:
        yield "title", tags.title
    yield from (("h1", text) for text in tags.headings[:1])
    if found := tags.first("twitter:title"):
        yield found


def _is_title(heading: str, tags: Tags) -> bool:
    """Whether a heading is what the page is called: it shares half of its words with what the tags say.

    It is preferred to them, because they are often written for search engines ("Best Tents of 2026 | Free Delivery").
    """
    words = set(fold(heading).split())
    told = {word for text in (tags.title, *tags.metas.get("og:title", [])[:1]) for word in fold(text or "").split()}
    return bool(words) and len(words & told) * 2 >= len(words)


def without_site(title: str, sitename: str | None, url: str, *, others: frozenset[str] = frozenset()) -> str:
    """A title without the name of its site before or after a separator. `others` are more names, folded.

    >>> without_site("A leak - The New York Times", "The New York Times", "")
    'A leak'
    """
    host = bare_host(url)
    names = {fold(name) for name in (sitename or "", host, host.rpartition(".")[0]) if name} | others
    glued = {name.replace(" ", "") for name in names if name}
    label = re.sub(r"\W", "", _brand(host))
    while True:
        cuts = list(SEPARATOR.finditer(title))
        for cut in cuts[-1:] + cuts[:1]:
            before, behind = title[: cut.start()].strip(), title[cut.end() :].strip()
            if behind and before and _is_brand(behind, glued, label):
                title = before
                break
            if behind and before and (fold(before).replace(" ", "") in glued or _FORUM.match(before)):
                title = behind
                break
        else:
            return title


def _is_host(text: str, url: str) -> bool:
    """Whether a text is the name of the page's host or of its domain: "bbc.co.uk", "BBC"."""
    host = bare_host(url)
    joined = fold(text).replace(" ", "")
    return joined == _brand(host) or (len(joined) > 3 and host.replace(".", "").endswith(joined))


def _brand(host: str) -> str:
    """The part of a host's name that a site is called by: "bbc" of www.bbc.co.uk."""
    labels = [label for label in host.split(".")[:-1] if label]
    while len(labels) > 1 and len(labels[-1]) <= 3:
        labels.pop()
    return labels[-1] if labels else ""


def _is_brand(text: str, glued: set[str], label: str) -> bool:
    words = fold(text).split()
    joined = "".join(words)
    if joined in glued:
        return True
    return len(label) >= 4 and len(words) <= MAX_BRAND and joined.startswith(label)


def _as_headed(text: str, heading: str) -> str:
    """The part of a title before or after a separator that the page's heading says alone."""
    if heading:
        for cut in SEPARATOR.finditer(text):
            if fold(text[: cut.start()]) == fold(heading):
                return text[: cut.start()].strip()
        if text.endswith(heading) and text[: -len(heading)].rstrip()[-1:] in _BETWEEN:
            return heading
    return text


def _repeated(text: str, told: list[str]) -> bool:
    """Whether the page shows a title of its JSON-LD elsewhere, too: some headlines are descriptions."""
    words = set(fold(text).split())
    return any(len(words & set(other.split())) * 2 >= min(len(words), len(other.split())) for other in told)


def _heading(around: Surroundings, titles: list[str]) -> str:
    """The main heading's text, without the sign of its link, and without a part beside the title: a topic, a number."""
    if around.heading is None:
        return ""
    text = without_mark(visible_text(around.heading, 500), around.heading)
    for child in islice(around.heading.iter("span", "small", "a", "div", "em", "strong"), 20):
        part = visible_text(child, 60)
        if not part or part[0].islower():  # a heading that goes on
            continue
        for rest in (text.removeprefix(part).strip(), text.removesuffix(part).strip()):
            if rest != text and len(rest.split()) > 1 and _begins(rest, text, titles):
                return rest
    return text


def _begins(rest: str, text: str, titles: list[str]) -> bool:
    """Whether titles begin or end with a part of a heading, and not with all of it."""
    part, whole = f" {fold(rest)} ", f" {fold(text)} "
    told = [f" {fold(title)} " for title in titles]
    return any(title.startswith(part) or title.endswith(part) for title in told) and not any(
        title.startswith(whole) or title.endswith(whole) for title in told
    )


def _site_names(around: Surroundings, nodes: list[Node], site: str | None) -> frozenset[str]:
    """The names by which the page calls its site, folded: on its logo, too."""
    names = [site or ""]
    for element in around.named("logo", "site-title", "site-name", "sitename", "brand")[:12]:
        if element is not around.heading and element not in around.depths:
            names.append(visible_text(element, 60))
            names += [image.get("alt", "") for image in [*element.iter("img")][:2]]
    for node in nodes:
        names += jsonld.texts(node.get("publisher"))[:1]
    return frozenset(folded for name in names if (folded := fold(name)))
