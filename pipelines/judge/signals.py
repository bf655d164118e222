"""What the rules read (`View`), what they return (`Signal`), and when several signals are enough for a verdict.

One phrase is never enough on a long page. So a signal has a `kind`, and signals are independent only if their kinds
differ: a title and a heading with the same words count once. Each signal states below which length of text it decides
on its own:

* `within=0`        never: it only supports another signal
* `within=PARTNER`  never, but it counts fully next to another signal
* `within=1000`     if the page has less than 1,000 characters of text
* `within=DECISIVE` on any page: a header that has no other use
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from crawler.model import NO_FACTS, NOTHING, Capture, Evidence, Fetch, History, PageFacts, Verdict
from crawler.net.urls import path_of
from crawler.text.slugs import plain_words, slug

DECISIVE = 1 << 62
PARTNER = -1
SHORT_CHARS = 1000
"""A page with less text than this is short. Measured on 660 recorded article pages: median 3,345 characters, 87 shorter
than 1,000, 17 shorter than 400. A good page may well be short, so only a whole title or heading decides on its own
there; for a sentence the limits are lower."""

EXCERPT_CHARS = 120

SEARCHED_CHARS = 2_000
"""Characters that are searched for a sentence if titles and headings, which may be long, precede the text."""

ERROR_PATH = re.compile(
    r"/(?:404|410|errors?|error[-_]?page|custom[-_]?errors?|error[-_]?404|404[-_]error|[\w-]{0,20}not[-_]?found\w{0,20}|"
    r"seite-nicht-gefunden|page-introuvable|pagina-no-encontrada)(?:\.\w{2,5})?/?$",
    re.IGNORECASE,
)
SEARCH_PATH = re.compile(
    r"/(?:search|suche|recherche|buscar|busca|pesquisa|ricerca|cerca|zoeken|hledat|szukaj|sok|sog|haku|kereses|arama"
    r"|hladat|cautare|poisk)(?:\.\w{2,5})?/?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One observation by one rule."""

    rule: str
    verdict: Verdict
    kind: str  # "title", "text", "code", "header", "redirect", "robots", ...
    detail: str
    within: int = SHORT_CHARS

    @property
    def evidence(self) -> Evidence:
        return Evidence(rule=self.rule, verdict=self.verdict, detail=self.detail)


@dataclass(frozen=True)
class View:
    """A Fetch as the rules see it, with the Page's history. Facts are computed on first use."""

    fetch: Fetch
    history: History = NOTHING

    @property
    def capture(self) -> Capture | None:
        return self.fetch.capture

    @property
    def facts(self) -> PageFacts:
        return self.capture.facts if self.capture else NO_FACTS

    @cached_property
    def text(self) -> str:
        """The clean text; if there is none, the start of what the page shows."""
        return (self.capture.text if self.capture else None) or self.facts.visible_text or ""

    @cached_property
    def chars(self) -> int | None:
        """The length of the text; if no text was extracted, of what the page shows; None if unknown."""
        if self.capture is None:
            return None
        if self.capture.text:
            return len(self.capture.text)
        return self.facts.visible_chars

    @cached_property
    def titles(self) -> tuple[tuple[str, str], ...]:
        """(where, text) of the <title>, the metadata's title and the headings, without duplicates."""
        found = [("title", self.facts.title or "")]
        if self.capture:
            found.append(("title", self.capture.metadata.title or ""))
            found += [("heading", heading) for heading in self.capture.headings[:3]]
        return tuple(dict.fromkeys((where, text.strip()) for where, text in found if text.strip()))

    @cached_property
    def titled_as_cited(self) -> bool:
        """Whether a title has most words of the cited URL's last part: then the page knows what it was asked for."""
        cited = plain_words(slug(self.fetch.page.url))
        title_words = {word for _, text in self.titles for word in plain_words(text)}
        known = sum(word in title_words for word in cited)
        return len("".join(cited)) >= 5 and known * 2 > len(cited) and not self.redirected

    @cached_property
    def final_url(self) -> str:
        return self.fetch.final_url or self.fetch.page.url

    @cached_property
    def redirected(self) -> bool:
        """Whether a different URL than the requested one answered."""
        return bool(self.fetch.redirects) and _bare(self.final_url) != _bare(self.fetch.page.url)


Rule = Callable[[View], Iterator[Signal]]


def _bare(url: str) -> str:
    return url.partition("#")[0]


def excerpt(text: str, start: int, end: int) -> str:
    """A match with some context and its offset in characters, for people to read."""
    begin = max(0, start - 20)
    piece = " ".join(text[begin : min(end + 40, begin + EXCERPT_CHARS)].split())
    return f"“{piece}” at character {start}"


def is_error_address(url: str) -> bool:
    """Whether a URL is that of an error page or a search page."""
    return bool(ERROR_PATH.search(path_of(url)) or SEARCH_PATH.search(path_of(url)))


def convincing(signals: Iterable[Signal], chars: int | None) -> bool:
    """Whether signals for one verdict are enough on a page with that many characters of text.

    Enough is one that decides on its own on a page that short, or two of different kinds of which at least one is more
    than support. A page of unknown length is treated as long.
    """
    found = tuple(signals)
    length = DECISIVE - 1 if chars is None else chars
    if any(length < signal.within for signal in found):
        return True
    return any(signal.within for signal in found) and len({signal.kind for signal in found}) > 1
