"""The authors that a page shows: microdata, rel=author, classes that name an author, and lines that begin with "By"."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from pipelines.extract.metadata.names import clean_authors, fold, split_authors
from pipelines.extract.metadata.roles import ORGANISATION
from pipelines.extract.metadata.surroundings import Surroundings, line_of, visible_text

MAX_BYLINE = 120
"""Characters of a byline; a longer text is a biography or the whole article."""

MAX_LINKS = 3000
MAX_ITEMS = 100
MAX_WITHIN = 100
"""Links, authors in microdata, and elements within one that are looked at."""

LISTED = 3
"""As many different authors at the same kind of place, none of them near the heading, are of a list of articles."""

_CLASS = re.compile(
    r"(?<![a-z])(?:author|byline|by-line|writer|contributor|post-?er|user-?name|hnuser|nickname|screen-?name|creator|owner|starter)"
    r"(?![a-z])|(?:author|byline|user|poster|creator|writer)[-_]*(?:name|link|title)?\b|authorname|bigusername|"
    r"(?:by|posted|written)[-_]?(?:by|author)",
    re.IGNORECASE,
)
_NOT_CLASS = re.compile(
    r"bio|avatar|image|img|photo|picture|pic\b|thumb|social|twitter|follow|desc|role|job|position|about|count|date|time|icon|"
    r"meta-sep|rank|badge|signature|profile-?(?:info|stats)|authority|authoriz|user-?(?:menu|nav|agent|rating)|rating|review|"
    r"comment|widget|footer|head(?:ing|er)|label|prefix|separator|more|publisher",
    re.IGNORECASE,
)
_PROFILE = re.compile(
    r"/(?:authors?|contributors?|by|people|profiles?|staff|team|members?|users?|u|byline|writers?|columnists?|reporter|autor(?:en)?|"
    r"auteurs?|autori|redaktion)/[^/?#]+|[?&](?:author|user|u|uid)=|\buser\?id=|^https://medium\.com/@|^/@[\w.-]+(?:\?|$)",
    re.IGNORECASE,
)
_BY = re.compile(
    r"^(?:(?:written|posted|published|article|story|words|authored|submitted|reported|created|started|asked)\s+)?"
    r"(?:by|von|par|por|di|door|av|af)\b\s*:?\s+(?=\S)|^(?:by|authors?|autor(?:en|in)?|auteurs?|text|texte)\s*:\s*"
    r"|^(?:文|作者|記者|记者|編集|著者|筆者|執筆|取材・文|글)\s*[:：／/]",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"^[A-ZÀ-Þ][A-ZÀ-Þ .,'’-]{1,40}\s[—–-]\s(?=by\s)", re.IGNORECASE)
_PLACE = re.compile(r"^([^,|]{5,60} [^,|\s]{2,40}), [A-ZÀ-Þ][\w'’-]{3,20}(?= [|•·–—]|$)")
"""What stands before "By" and behind the name that it introduces: "KELL — By Ina Holt, Kell | 5 March"."""

_SENTENCE = re.compile(r"[!?:…=]|\.\s+[A-Z]\w+\s+\w+\s+\w+")
_STOP = frozenset(
    """the a an is are was were has have with from this that your you our we how what why when to about read more all
    posts view follow share comments comment min ago published updated subscribe click here join log sign up get new
    by on at it its not for best topic forum reply last mon tue wed thu fri sat sun today yesterday""".split()
)


def microdata(around: Surroundings) -> list[str]:
    """The names of itemprop=author, without those of comments and answers; of a thread only the first poster's."""
    names: list[str] = []
    scope: HtmlElement | None = None
    props = around.elements.props.items()
    marked = (element for prop, element in props if {"author", "creator"} & set(prop.lower().split()))
    for element in islice(marked, MAX_ITEMS):
        if around.closeness(element) < 0:
            continue
        container = next((above for above in element.iterancestors() if above.get("itemscope") is not None), None)
        if names and container is not scope:
            break
        if name := _name_of_item(element):
            scope = container
            names.append(name)
    return names


def _name_of_item(element: HtmlElement) -> str:
    """An author's name: the property `name` of an item, else what the element says."""
    for inner in islice(element.iter("*"), MAX_WITHIN):
        if inner is not element and "name" in inner.get("itemprop", "").lower().split():
            return inner.get("content") or visible_text(inner, 200)
    value = element.get("content") or element.get("data-name") or visible_text(element, 200)
    return "" if value.startswith(("http:", "https:")) else value


def shown(around: Surroundings) -> Iterator[tuple[str, list[str]]]:
    """`(source, names)` of the visible bylines, the surest kind first."""
    for article in around.elements.tagged("article")[:1]:
        if poster := article.get("data-author"):  # XenForo: the first post
            yield "data-author", [poster]
    for post in around.elements.tagged("shreddit-post")[:1]:
        yield "author attribute", [post.get("author", "")]
    links = around.elements.tagged("a")[:MAX_LINKS]
    yield (
        "rel=author",
        _best(around, [link for link in links if "author" in (link.get("rel") or "").lower()], sure=True),
    )
    classes = [element for element in around.named(*_WORDS) if _is_author_class(element.get("class", ""))]
    yield "class", _best(around, classes, sure=True)
    yield "link to a profile", _best(around, _profiles(around, links), sure=False)
    yield "labelled author", _labelled(around)
    yield "link to a mail address", _senders(around)
    lines = [element for element in around.near if element.tag in _LINES]
    yield "byline", _best(around, [line for line in lines if _begins_with_by(line)], sure=False)


def _labelled(around: Surroundings) -> list[str]:
    """What follows a cell or a line that says "Author" and nothing else."""
    for element in around.near:
        text = (element.text or "").strip().rstrip(":").lower()
        value = element.getnext()
        if text in _LABELS and value is not None and not len(element) and around.closeness(element) >= 0:
            parts = [around.text(part) for part in value.iter("p", "li", "a")] or [around.text(value)]
            names = clean_authors(name for part in parts if len(part) <= MAX_BYLINE for name in split_authors(part))
            if names and all(_is_name(name, sure=True) for name in names):
                return list(names)
    return []


def _senders(around: Surroundings) -> list[str]:
    """The name before a mail address, as archives of mailing lists show who wrote."""
    for element in around.near:
        link = element.getnext() if element.tag in ("b", "strong") else None
        if link is not None and link.tag == "a" and (link.get("href") or "").startswith("mailto:"):
            name = around.text(element)
            return [name] if len(name) <= MAX_BYLINE and _is_name(name, sure=True) else []
    return []


_LABELS = frozenset(
    """author|authors|by|written by|posted by|autor|autorin|autoren|auteur|auteurs|autore|autori|autores|verfasser|
    forfatter|författare|автор|авторы|作者|著者|執筆者|글쓴이""".replace("\n    ", "").split("|")
)


def _profiles(around: Surroundings, links: list[HtmlElement]) -> list[HtmlElement]:
    near = links if around.is_thread else [element for element in around.near if element.tag == "a"]
    return [link for link in near if _PROFILE.search(link.get("href") or "")]


_WORDS = (
    "author",
    "byline",
    "by-line",
    "writer",
    "contributor",
    "poster",
    "username",
    "user-name",
    "hnuser",
    "creator",
    "starter",
)
_LINES = frozenset(("p", "div", "span", "li", "address", "em", "i", "small", "h3", "h4", "h5", "h6", "strong", "b"))


@lru_cache(maxsize=8192)
def _is_author_class(name: str) -> bool:
    return any(_CLASS.search(token) and not _NOT_CLASS.search(token) for token in name.split()[:20])


def _begins_with_by(element: HtmlElement) -> bool:
    if len(element) > 8:
        return False
    start = (element.text or "").strip()
    if not start and len(element):
        start = (element[0].text or "").strip()
    return bool(start) and _BY.match(f"{start[:MAX_BYLINE]} x") is not None


def _best(around: Surroundings, elements: list[HtmlElement], *, sure: bool) -> list[str]:
    """The names in the best placed of some elements, and in those beside it."""
    ranked: list[tuple[tuple[int, ...], HtmlElement, tuple[str, ...]]] = []
    for order, element in enumerate(elements[:200]):
        if (close := around.closeness(element)) < 0:
            continue
        if names := _names_in(around, element, sure=sure):
            near = element in around.near
            ranked.append(((near, close, -order), element, names))
    if not ranked:
        return []
    rank, best, names = max(ranked, key=lambda entry: entry[0])
    different = {fold(name) for _, _, others in ranked for name in others}
    if not around.is_thread and not rank[0] and (not sure or len(different) >= LISTED):
        return []
    peers = [(element, others) for other, element, others in ranked if other[1] == rank[1]]
    if not around.is_thread and _is_list(around, peers):
        return []
    if len(names) > 1:
        return list(names)
    place = _place(around, best)
    return list(
        clean_authors([name for element, others in peers if _place(around, element) is place for name in others])
    )


def _place(around: Surroundings, element: HtmlElement) -> HtmlElement:
    """The container of a byline: of its line, if the line says nothing else, for authors in a list of their own."""
    line = line_of(element)
    parent = line.getparent()
    alone = len(around.text(line)) <= len(around.text(element)) + len(" and By,")
    return parent if alone and parent is not None else line


def _is_list(around: Surroundings, peers: list[tuple[HtmlElement, tuple[str, ...]]]) -> bool:
    """Whether bylines are of several articles: different authors, each at a place of its own."""
    places = {_place(around, element): frozenset(map(fold, names)) for element, names in peers}
    return len(set(places.values())) >= LISTED


def _names_in(around: Surroundings, element: HtmlElement, *, sure: bool) -> tuple[str, ...]:
    """The names that an element says; none if its text is no byline."""
    within = [inner for inner in islice(element.iter("*"), MAX_WITHIN) if inner.tag == "a"]
    links = [link for link in within if _PROFILE.search(link.get("href") or "") or "author" in (link.get("rel") or "")]
    texts = [around.text(link) for link in links[:5]]
    names = tuple(name for text in texts for name in split_authors(text) if _is_name(name, sure=sure)) if links else ()
    if names:
        return clean_authors(names)
    text = around.text(element)
    if not text or len(text) > MAX_BYLINE:
        return ()
    text = _DATELINE.sub("", text)
    introduced = _BY.match(text) is not None
    text = _PLACE.sub(r"\1", text) if introduced else text
    found = split_authors(_BY.sub("", text))
    return found if found and all(_is_name(name, sure=sure or introduced) for name in found) else ()


def _is_name(name: str, *, sure: bool) -> bool:
    """Whether a text can be a person's or an institution's name; user names only where an author is sure to stand."""
    words = name.split()
    if _SENTENCE.search(name) or len(words) > 7 or len(name) > 80:
        return False
    if ORGANISATION.search(name):
        return len(words) > 1
    if any(word.strip(",.").lower() in _STOP for word in words):
        return False
    capital = sum(1 for word in words if not word[0].islower())
    return capital * 2 > len(words) if len(words) > 1 else sure
