"""The date of publication: from tags, then from what the page shows near its heading, then from its URL.

Never from scripts, comments or related items, and never a date of change or of review.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.text.date_search import dates_in, day_order, find_written
from crawler.text.dates import find_date
from pipelines.extract.metadata import jsonld
from pipelines.extract.metadata.jsonld import Node
from pipelines.extract.metadata.surroundings import Surroundings, holds_blocks, line_of, visible_text
from pipelines.extract.metadata.tags import Tags

SCHOLARLY = ("citation_publication_date", "citation_date", "citation_online_date")
STATED = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "dc.date.created",
    "dcterms.available",
    "prism.publicationdate",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publication-date",
    "publisheddate",
    "published_date",
    "datepublished",
    "article.published",
    "article:published",
    "bt:pubdate",
    "rnews:datepublished",
    "originalpublicationdate",
    "article_date_original",
    "date",
    "created",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
)
"""Dublin Core (RFC 5013), Highwire Press tags (Google Scholar's inclusion guidelines), PRISM, Open Graph, and what
large publishing systems write."""
COARSE = ("citation_year", "citation_cover_date", "prism.coverdate", "dc.date.copyright")

_PROPS = frozenset(("datePublished", "uploadDate", "dateCreated"))

MAX_LINE = 200
"""Characters of a line that tells a date; a longer one is prose, in which any date may occur."""

MAX_LABEL = 40
"""Characters of a label in a cell or a line of its own."""

MAX_BESIDE = 80
"""Characters that stand in a line beside a date that nothing calls the page's."""

_PUBLISHED = re.compile(
    r"publi|post(?:ed|é)|asked|first (?:seen|online)|released|issued|created|submitted|written|uploaded|premiered|"
    r"started by|"
    r"(?<!update )(?<!modified )(?<!review )(?<!due )(?<!event )\bdate\b|"
    r"veröffentlicht|erschienen|erstellt|\bvom\b|datum|mis en ligne|paru|pubblicat|gepubliceerd|geplaatst|publicad|"
    r"publicerad|opublikowano|опубликован|дата|公開|発行|掲載|投稿|发布|發布|发表|發佈|出版|게시|작성|입력|등록|نُ?شر",
    re.IGNORECASE,
)
_OTHER_EVENT = re.compile(
    r"updat|modif|edit(?:ed)?\b|revis|review(?:ed)?\b|chang|last |fact.?checked|accessed|retrieved|received|"
    r"accepted|expires?|deadline|due\b|until|copyright|©|joined|registered|born|active|viewed|event|starts?\b|ends?\b|"
    r"aktualisiert|geändert|stand:|mis à jour|màj|modifi|aggiornat|actualizad|atualizad|bijgewerkt|gewijzigd|"
    r"uppdaterad|oppdatert|opdateret|zaktualizowano|обновлен|изменен|更新|修正|改訂|수정|업데이트",
    re.IGNORECASE,
)
"""What other dates are of, in the languages of Europe and East Asia."""

_OTHER_CLASS = re.compile(r"updat(?!es?-?list)|modif|edited|revis|review|expir|event|deadline", re.IGNORECASE)
_URL_DATE = re.compile(r"(?:^|[/_-])((?:19|20)\d\d)([/_-])(\d{1,2})\2(\d{1,2})(?=$|[/_.-])")
_DIGIT = re.compile(r"\d")
_STRONG_CLASS = re.compile(
    r"(?:entry|post|article|story|news|blog|published?|publication|pub|author|byline|created?|release)[\w-]{0,30}"
    r"(?:date|time|stamp)|"
    r"date[\w-]{0,30}(?:publi|created|posted)|^(?:published|posted)$|publish(?:ed)?-?(?:on|at)|posted-?on|pubdate|dateline",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date that the page shows, and how well it is placed: the greatest is the best."""

    iso: str
    rank: tuple[int, ...]
    source: str


def published(
    tags: Tags, nodes: list[Node], around: Surroundings, *, url: str, language: str | None
) -> tuple[str, str] | None:
    """`(source, date)`. A coarse date (a year, a month) is replaced by a precise one within it."""
    day_first = day_order(language, urlsplit(url).hostname or "")
    coarse: tuple[str, str] | None = None
    for source, iso in _candidates(tags, nodes, around, url, day_first=day_first):
        if coarse is not None and (not iso.startswith(coarse[1]) or len(iso) <= len(coarse[1])):
            continue
        if len(iso) == 10:
            return source, _local(iso, url)
        coarse = (source, iso)
    return coarse


def _candidates(
    tags: Tags, nodes: list[Node], around: Surroundings, url: str, *, day_first: bool | None
) -> Iterator[tuple[str, str]]:
    for source, value in _stated(tags, nodes, around):
        if iso := _read(value, day_first=day_first):
            yield source, iso
    if best := max(_shown(around, day_first=day_first), key=lambda dated: dated.rank, default=None):
        yield best.source, best.iso
    if iso := _in_url(url):
        yield "url", iso
    for name in COARSE:
        for value in tags.metas.get(name, [])[:1]:
            if iso := _read(value, day_first=day_first):
                yield name, iso


def _read(value: str, *, day_first: bool | None) -> str | None:
    """The date of a value; the more precise reading of two ("2024 Mar 5" is not only 2024)."""
    found = find_date(value)
    if found and len(found) == 10:
        return found
    written = find_written(value, day_first=day_first)
    return written if written and len(written) > len(found or "") else found


def _stated(tags: Tags, nodes: list[Node], around: Surroundings) -> Iterator[tuple[str, str]]:
    yield from ((name, value) for name in SCHOLARLY for value in tags.metas.get(name, [])[:1])
    for node in nodes:
        for key in ("datePublished", "uploadDate", "dateCreated"):
            value = node.get(key)
            value = str(value) if isinstance(value, int) else value  # a Unix time
            yield from ((f"json-ld {key}", text) for text in jsonld.texts(value)[:1])
    yield from ((name, value) for name in STATED for value in tags.metas.get(name, [])[:1])
    for prop, element in islice(around.elements.props.items(), 5000):
        if prop.strip() in _PROPS:
            value = element.get("content") or element.get("datetime") or visible_text(element, MAX_LINE)
            if _DIGIT.search(value) and around.closeness(element) >= 0:
                yield f"microdata {prop.strip()}", value


def _shown(around: Surroundings, *, day_first: bool | None) -> Iterator[_Dated]:
    """The dates that the page shows: in <time>, under classes that name a date, and in the lines below the heading."""
    thread = around.is_thread
    seen: set[HtmlElement] = set()
    order = 0
    for kind, elements in (
        ("time", [*around.elements.tagged("time")[:100], *around.elements.tagged("date")[:5]]),
        ("class", around.named("date", "publish", "posted", "time", "byline", "meta", "pub-", *(["author"] * thread))),
        ("text", [element for element in around.near if element.tag in _LINES and _has_digit(element)]),
    ):
        for element in elements:
            if element in seen:
                continue
            seen.add(element)
            order -= 1
            if found := _dated(element, kind, around, order, thread=thread, day_first=day_first):
                yield found


@lru_cache(maxsize=8192)
def _names_other_event(name: str) -> bool:
    return _OTHER_CLASS.search(name[:300]) is not None


def _has_digit(element: HtmlElement) -> bool:
    """Whether the element itself, not only one within it, has a digit in its text."""
    own = [element.text or "", *(child.tail or "" for child in element[:20])]
    return any(_DIGIT.search(text[:400]) for text in own)


_LINES = frozenset(("p", "div", "span", "li", "dd", "td", "small", "address", "em", "i", "h4", "h5", "h6", "abbr"))


def _dated(
    element: HtmlElement, kind: str, around: Surroundings, order: int, *, thread: bool, day_first: bool | None
) -> _Dated | None:
    name = element.get("class", "")
    stamp = (
        element.get("datetime")
        or element.get("data-timestamp")
        or element.get("data-time")
        or element.get("data-utime")
    )
    line = line_of(element)
    text = around.text(line)
    if element is not line and len(text) > MAX_BESIDE and holds_blocks(line):
        text = f"{_before(element)} {around.text(element)}"
    if len(text) > MAX_LINE or not (stamp or _DIGIT.search(text)) or (name and _names_other_event(name)):
        return None
    own = around.text(element) if element is not line else text
    label, iso = _labelled(text, own, stamp or element.get("title") or "", day_first=day_first)
    label = label or _label(_cell_before(around, line))
    if not iso or label < 0 or (close := around.closeness(element)) < 0:
        return None
    strong = bool(_STRONG_CLASS.search(name)) or element.get("pubdate") is not None
    near = element in around.near
    if not (label or strong or near or thread):
        return None
    if not label and not strong and (len(text) - len(own if kind != "text" else "") > MAX_BESIDE or _is_prose(text)):
        return None
    source = {"time": "time element", "class": "date by class", "text": "date by text"}[kind]
    if thread and not near:  # the first post's
        return _Dated(iso, (0, 0, 0, 0, 0, order), source)
    return _Dated(iso, (label, near, close, strong, kind == "time", order), source)


def _before(element: HtmlElement) -> str:
    """The words that stand before an element within its container, after the block before it."""
    before = element.getprevious()
    parent = element.getparent()
    text = before.tail if before is not None else parent.text if parent is not None else ""
    return (text or "").strip()[-60:]


def _cell_before(around: Surroundings, line: HtmlElement) -> str:
    """What the cell or the line before says that is a label: "Last updated", and nothing else."""
    before = line.getprevious()
    text = around.text(before) if before is not None and before.tag in _LABEL_TAGS else ""
    return text if len(text) <= MAX_LABEL and not _DIGIT.search(text) else ""


_LABEL_TAGS = frozenset(("dt", "td", "th", "div", "span", "p", "strong", "b", "label", "h3", "h4", "h5", "h6"))
_UPDATED_BEHIND = re.compile(r"\s?[(\[](?:last )?(?:updat|modif|edit|revis|aktualis|mis à jour)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"\w{3}[.!?]$")
_LOWER_WORD = re.compile(r"(?<!\S)[a-zß-öø-ÿа-я]{2,}")


def _is_prose(text: str) -> bool:
    """Whether a line is a sentence, in which a date is of what it tells."""
    return _SENTENCE_END.search(text) is not None and len(_LOWER_WORD.findall(text)) >= 4


def _labelled(text: str, own: str, stamp: str, *, day_first: bool | None) -> tuple[int, str | None]:
    """`(1, date)` if the text says that it is of publication, `(-1, date)` if of something else, else `(0, date)`."""
    if stamp and (iso := _read(stamp, day_first=day_first)):
        before = text[: text.find(own)] if own and own in text else text
        return _label(before[-60:] + own[:40]), iso
    best: tuple[int, str | None] = (-1, None)
    end = 0
    for found in dates_in(text, day_first=day_first):
        label = _label(text[end : found.start][-60:]) or -bool(_UPDATED_BEHIND.match(text, found.end))
        end = found.end
        if label > best[0]:
            best = (label, found.iso)
    return best


def _label(text: str) -> int:
    """What the words before a date say: the last of them counts."""
    published = max((match.start() for match in _PUBLISHED.finditer(text)), default=-1)
    other = max((match.start() for match in _OTHER_EVENT.finditer(text)), default=-1)
    if published < 0 and other < 0:
        return 0
    return 1 if published > other else -1


def _in_url(url: str) -> str | None:
    match = _URL_DATE.search(urlsplit(url).path)
    return find_date(f"{match[1]}-{match[3]}-{match[4]}") if match else None


def _local(iso: str, url: str) -> str:
    """The day in the URL if it is the day before or after: tags often tell the time in UTC, the URL the site's own."""
    stated = _in_url(url)
    if stated and len(stated) == 10 and abs((date.fromisoformat(stated) - date.fromisoformat(iso)).days) == 1:
        return stated
    return iso
