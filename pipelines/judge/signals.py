"""What the rules read (`View`) and what they return (`Signal`). The scorecard (scorecard.py) says what each is worth.

A signal speaks for one verdict (or, with points below zero, against it), and has a source: where it was seen. What was
seen in one place counts once, however many rules fire on it; only signals from different sources add up.
"""

import re
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

from crawler.model import NO_FACTS, NOTHING, Capture, Evidence, Fetch, History, PageFacts, Verdict
from crawler.net.urls import path_of
from crawler.text.languages import SPOKEN, languages, primary
from crawler.text.scripts import alphabet_length
from crawler.text.slugs import last_parts, long_words
from crawler.text.words import words
from pipelines.judge.naming import names

EXCERPT_CHARS = 120

SPOKEN_CHARS = 400
"""Characters of a text in which its language is looked for."""

SLUG_SEARCHED = 20_000
"""Characters of the text in which the cited words are looked for."""

QUERY_VALUES = 5
"""Values of a query that are looked at."""

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


class Where(StrEnum):
    """Where a signal was seen."""

    TITLE = "title"  # <title>, and a heading that repeats it
    HEADLINE = "headline"  # a heading with other words
    SENTENCE = "sentence"  # the text
    MARKUP = "markup"  # classes, structured data, meta tags, script data
    FORM = "form"  # fields and buttons
    HTTP = "http"  # response headers
    REDIRECT = "redirect"
    PROBE = "probe"  # the host's answer to a random path, or its home page
    HOST = "host"  # other Pages of the host
    REQUEST = "request"  # what was asked for: the words of the URL and of the links that cite it
    CONTENT = "content"  # marks of an article: its date, author, structured data
    LENGTH = "length"  # of the text
    TOPIC = "topic"  # the words of the last good text
    LANGUAGE = "language"  # likewise its language
    SITE = "site"  # likewise the site's name, menu, footer, feeds
    VOCABULARY = "vocabulary"  # words that the last good text did not have


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One observation by one rule."""

    rule: str
    verdict: Verdict
    source: Where
    detail: str
    grade: str = ""  # how clear it is; the scorecard has points for each grade of a rule

    @property
    def key(self) -> str:
        """Its name in the scorecard."""
        return f"{self.rule}/{self.grade}" if self.grade else self.rule

    def evidence(self, weight: float | None = None) -> Evidence:
        """The same for people, with the points that it added."""
        return Evidence(rule=self.rule, verdict=self.verdict, detail=self.detail, weight=weight)


Made = TypeVar("Made")


@dataclass(frozen=True)
class View:
    """A Fetch as the rules see it, with the Page's history. Facts are computed on first use."""

    fetch: Fetch
    history: History = NOTHING
    memo: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)  # `computed_once`

    def computed_once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` returns, made when it is first asked for; a key belongs to one module."""
        if key not in self.memo:
            self.memo[key] = make()
        found: Made = self.memo[key]
        return found

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
    def length(self) -> int | None:
        """`chars` as if the text were written in an alphabet: the one measure of length for every rule."""
        if self.chars is None or not self.text:
            return self.chars
        return round(self.chars * alphabet_length(self.text) / len(self.text))

    @cached_property
    def titles(self) -> tuple[tuple[str, str], ...]:
        """(where, text) of the <title>, the metadata's title and the headings, without duplicates."""
        found = [("title", self.facts.title or "")]
        if self.capture:
            found.append(("title", self.capture.metadata.title or ""))
            found += [("heading", heading) for heading in self.capture.headings[:3]]
        return tuple(dict.fromkeys((where, text.strip()) for where, text in found if text.strip()))

    @cached_property
    def languages(self) -> frozenset[str]:
        """The language that the page gives, and those that the beginning of its text seems to be in: some pages give a
        wrong one. Empty if unknown.
        """
        given = primary(self.capture.metadata.language if self.capture else None)
        spoken = languages(words(f"{' '.join(self.headings)} {self.text[:SPOKEN_CHARS]}"), SPOKEN)
        return spoken | ({given} if given else set())

    @property
    def headings(self) -> tuple[str, ...]:
        """The first headings, and the metadata's title."""
        return (*self.capture.headings[:3], self.capture.metadata.title or "") if self.capture else ()

    @cached_property
    def titled_as_cited(self) -> bool:
        """Whether a title names what was asked for."""
        return any(self.named_by(title) for _, title in self.titles)

    def named_by(self, title: str) -> bool:
        """Whether that title names what was asked for: the last part of the cited URL, or a link that cites it.

        Not where the answer is at the address of an error or a search, which repeats the question.
        """
        if self.redirected and is_error_address(self.final_url):
            return False
        asked = (asked_slug(self.fetch.page.url), *queried(self.fetch.page.url), *self.history.link_texts)
        return any(names(title, text) for text in asked)

    @cached_property
    def asked_words(self) -> frozenset[str]:
        """Words of four letters or more in the last part of the cited URL that is no number."""
        return frozenset(long_words(asked_slug(self.fetch.page.url)))

    @cached_property
    def page_words(self) -> frozenset[str]:
        """Words of four letters or more in the titles and the text."""
        return frozenset(long_words(" ".join([*(text for _, text in self.titles), self.text[:SLUG_SEARCHED]])))

    @cached_property
    def final_url(self) -> str:
        return self.fetch.final_url or self.fetch.page.url

    @cached_property
    def redirected(self) -> bool:
        """Whether a different URL than the requested one answered."""
        return bool(self.fetch.redirects) and _bare(self.final_url) != _bare(self.fetch.page.url)


def asked_slug(url: str) -> str:
    """The last part of a URL's path that has words: forums and shops put a number behind it.

    >>> asked_slug("https://forum.example/t/night-ferry/412"), asked_slug("https://example.org/2024/ferry")
    ('night-ferry', 'ferry')
    """
    last, *before = last_parts(url, 2)
    return before[0] if before and last.isdecimal() and not before[0].isdecimal() else last


def queried(url: str) -> tuple[str, ...]:
    """The values of a URL's query that may be words: `?title=Night_ferry`, `?id=errors`."""
    return tuple(value for _, value in parse_qsl(urlsplit(url).query)[:QUERY_VALUES] if value[:1].isalpha())


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
