"""What front matter cites: `cite_front_matter`, and the `references` that a document holds itself.

* A value that is nothing but a link is a link, whatever its key (Obsidian's properties): a URL, `<URL>`,
  `[Title](URL)`, `Title (URL)`; except under keys that describe the page itself (`_NOT_CITING`, `_IMAGES`).
* In a longer text, Markdown links cite, and under keys named for sources (`_URL_KEYS`) all URLs do.
* `doi` is a link to the DOI's resolver.
* `references` holds CSL items (pandoc.org/MANUAL.html#citations): they cite where the text marks them, else here.

All other URLs are counted.
"""

import re

from crawler.model import ResourceRecord
from crawler.sources.parsing.bare_urls import find_urls
from crawler.sources.parsing.bibliographies.citation_keys import CitedEntry
from crawler.sources.parsing.collector import Collector, not_a_citation
from crawler.sources.parsing.identifiers import doi_url
from crawler.sources.parsing.markdown.front_matter import FrontMatter, FrontMatterValue
from crawler.sources.parsing.markdown.inline import parse_inline
from crawler.sources.parsing.positions import LineIndex
from crawler.sources.parsing.records.raw_records import add_records

_URL_KEYS = frozenset(
    "url urls uri href source sources src link links reference references citation citations cite cites website "
    "homepage canonical via related resources bibliography see seealso further external archive".split()
)
_IMAGES = frozenset(
    "image images img cover thumbnail thumb avatar banner logo icon favicon hero photo picture poster og_image ogimage "
    "featured_image featuredimage feature_image cover_image coverimage header_image overlay_image teaser "
    "social_image background".split()
)
_NOT_CITING = frozenset(
    "author authors affiliation affiliations contributor contributors editor social twitter mastodon github orcid "
    "schema $schema css stylesheet stylesheets script scripts js theme baseurl base_url site_url siteurl edit_url "
    "edit_uri feed rss api server webhook analytics license copyright permalink redirect_from aliases csl "
    "comments discourse giscus head script_url repo_url".split()
)
_URL = re.compile(r"https?://", re.IGNORECASE)
_WHOLE = re.compile(r"<?(?P<url>(?:https?|ftp)://[^\s<>]+)>?", re.IGNORECASE)
_TITLED = re.compile(r"(?P<title>[^()\n]*\S)[ \t]+[(<](?P<url>(?:https?|ftp)://[^\s<>]+)[)>]", re.IGNORECASE)
_CSL_TEXTS = ("URL", "DOI", "title", "type", "id")


def cite_front_matter(collector: Collector, matter: FrontMatter, lines: LineIndex) -> None:
    """Adds what the front matter cites, at the place of each URL; CSL items are left to `own_references`."""
    if matter.fault:
        collector.skip(*matter.fault)
        count = len(_URL.findall(lines.text, 0, matter.end))
        collector.ignore("URL in front matter that cannot be read", matter.fault[0], count=count)
    own = _item_starts(matter)
    for value in matter.values:
        if value.keys[:1] == ("references",) and own:
            continue
        _Value(collector, lines, value).cite()


class _Value:
    """One text in front matter."""

    def __init__(self, collector: Collector, lines: LineIndex, value: FrontMatterValue) -> None:
        self.collector, self.lines, self.value = collector, lines, value
        self.keys = {key.lower().replace("-", "_").replace(" ", "_") for key in value.keys}

    @property
    def _name(self) -> str:
        return next((key.lower() for key in reversed(self.value.keys) if not key.isdigit()), "")

    def cite(self) -> None:
        text = self.value.text.strip()
        if self.keys & _IMAGES or self.keys & _NOT_CITING:
            reason = "image" if self.keys & _IMAGES else "URL in front matter that is no link"
            for start, end in find_urls(text):
                self._ignore(reason, text[start:end])
        elif whole := _WHOLE.fullmatch(text):
            self._link(whole["url"], self.value.title)
        elif self._name == "doi" and (url := doi_url(text)):
            self._link(url, self.value.title, written=text)
        elif "://" in text or "www." in text:
            self._long(text)

    def _long(self, text: str) -> None:
        if titled := _TITLED.fullmatch(text):
            self._link(titled["url"], titled["title"].strip(" \"'-–:"))
            return
        sources = bool(self.keys & _URL_KEYS)
        pieces = parse_inline(text, {})
        for at, piece in enumerate(pieces):
            if piece.kind in ("plain", "link") and "://" in piece.text:
                self._link(piece.text, piece.label or (pieces[at + 1].text if at + 1 < len(pieces) else None))
            elif piece.kind == "url" and sources:
                self._link(piece.text, None, written=piece.label)
            elif piece.kind in ("url", "image"):
                reason = "image" if piece.kind == "image" else "URL in front matter that is no link"
                self._ignore(reason, piece.text)

    def _link(self, url: str, title: str | None, *, written: str = "") -> None:
        line, column = self._place(written or url)
        if not_a_citation(url) == "relative link":  # the page's own address more often than a link to a file
            self.collector.ignore("relative link in front matter", line, column, url)
            return
        self.collector.link(url, line=line, column=column, link_text=title or None)

    def _ignore(self, reason: str, url: str) -> None:
        self.collector.ignore(reason, *self._place(url), text=url)

    def _place(self, written: str) -> tuple[int, int]:
        at = self.lines.text.find(written, self.value.start, self.value.end)
        return self.lines.place(at if at >= 0 else self.value.start)


def own_references(collector: Collector, matter: FrontMatter, lines: LineIndex) -> "dict[str, OwnReference]":
    """The CSL items under `references`, by their ids; their titles become records."""
    items = matter.data.get("references")
    starts = _item_starts(matter)
    found: dict[str, OwnReference] = {}
    records: list[ResourceRecord] = []
    for at, item in enumerate(items if isinstance(items, list) and starts else ()):
        texts = {key: str(item[key]).strip() for key in _CSL_TEXTS if item.get(key)} if isinstance(item, dict) else {}
        doi, key = doi_url(texts.get("DOI", "")), texts.get("id") or f"#{at + 1}"
        url, place = texts.get("URL") or doi, lines.place(starts.get(str(at), 0))
        found.setdefault(key, OwnReference(CitedEntry([url] if url else [], texts.get("title")), place))
        if url and _URL.match(url):
            bare = doi.removeprefix("https://doi.org/") if doi else None
            title, kind = texts.get("title"), texts.get("type")
            records.append(ResourceRecord(url=url, line=place[0], title=title, type=kind, doi=bare))
    add_records(records, collector)
    return found


class OwnReference:
    """A CSL item in the document's front matter, and where its URL is."""

    def __init__(self, entry: CitedEntry, place: tuple[int, int]) -> None:
        self.entry, self.place = entry, place

    def cite_here(self, collector: Collector, key: str) -> None:
        """Cites what no mark cites."""
        line, column = self.place
        if not self.entry.urls:
            collector.ignore("entry without a URL", line, column, key)
        for url in self.entry.urls:
            collector.link(url, line=line, column=column, label=f"@{key}", link_text=self.entry.title)


def _item_starts(matter: FrontMatter) -> dict[str, int]:
    """Where each item of `references` has its URL, its DOI or else its first text; empty if they are not CSL items."""
    items = matter.data.get("references")
    if not isinstance(items, list) or not any(isinstance(item, dict) and "id" in item for item in items):
        return {}
    starts: dict[str, int] = {}
    for name in ("URL", "DOI", None):
        for value in matter.values:
            if value.keys[:1] == ("references",) and (name is None or value.keys[2:] == (name,)):
                starts.setdefault(value.keys[1], value.start)
    return starts
