"""The two sides that are compared: what was cited, and what came back. Facts only, computed when first asked for."""

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from crawler.model import Card, ShownCapture
from crawler.net.urls import bare_host, is_home, path_of
from crawler.text.languages import Speech, telling
from crawler.text.words import stems, words
from pipelines.identity import identifiers
from pipelines.identity.identifiers import Identifier

LEAST_WORDS = 3
"""Telling words under which a title says too little for their absence to mean anything. Heuristic, not measured."""

MAX_TEXTS = 20
"""Link texts that are looked at: a page that is cited a thousand times is called the same by most."""

TITLE_CHARS = 500
"""Characters that are read of a title: what is longer is a paragraph."""

SITE_WORDS = 5
"""Words of a site's name. Heuristic, not measured."""

_URL = re.compile(r"^\W*(?:\w+://|www\.|\w[\w-]*(?:\.[\w-]+)*\.[a-z]{2,}/)\S*\W*$", re.IGNORECASE)
_SLUG_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True)
class CitedText:
    """A title by which a thing was cited: a record's, or a link's text.

    `firm`: meant as a title, for it stands in a record or in a footnote or entry with a label. A link within a sentence
    often has the sentence's own words for its text; it can speak for a page, not against it.
    """

    text: str
    firm: bool


@dataclass(frozen=True)
class Cited:
    """What the citations, records and the cited URL say."""

    card: Card

    @cached_property
    def texts(self) -> tuple[CitedText, ...]:
        """The titles, each once, the record's first; none that is a URL or has fewer than three words."""
        found = [CitedText(self.card.cited_as.title or "", firm=True)]
        found += [CitedText(by.link_text or "", by.label is not None) for by in self.card.cited_by[: MAX_TEXTS * 5]]
        seen: dict[str, CitedText] = {}
        for entry in sorted(found, key=lambda entry: not entry.firm):
            text = entry.text.strip()[:TITLE_CHARS]
            record = entry is found[0]
            if text and not _URL.match(text) and (record or len(words(text)) >= LEAST_WORDS):
                seen.setdefault(text.casefold(), CitedText(text, entry.firm))
        return tuple(seen.values())[:MAX_TEXTS]

    @cached_property
    def identifiers(self) -> frozenset[Identifier]:
        """Those in the cited URL, in the record's DOI and in the citations' words."""
        doi = identifiers.doi((self.card.cited_as.doi or "")[:TITLE_CHARS])
        said = (identifiers.cited(entry.text) for entry in self.texts)
        return identifiers.of_url(self.card.url).union(*said, [doi] if doi else [])

    @cached_property
    def slug(self) -> tuple[str, ...]:
        """The words of four letters or more in the last part of the cited URL's path, or in the one before it (a number
        may follow the slug); none where both have fewer than three.
        """
        for part in reversed(unquote(path_of(self.card.url)).rstrip("/").split("/")[-2:]):
            found = tuple(dict.fromkeys(_SLUG_WORD.findall(part)))
            if len(found) >= LEAST_WORDS:
                return found
        return ()

    @cached_property
    def deep(self) -> bool:
        """Whether the cited URL is more than a site's home page."""
        return not is_home(self.card.url)

    @property
    def section(self) -> bool:
        """Whether a place within a page was cited, whose title need not be the page's."""
        return bool(self.card.url.partition("#")[2])


@dataclass(frozen=True)
class Came:
    """What the Capture says of itself."""

    card: Card
    found: ShownCapture

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """What the page calls itself: its title, its <title>, its headings."""
        said = (self.found.title or "", self.found.facts.title or "", *self.found.headings)
        return tuple(dict.fromkeys(title.strip()[:TITLE_CHARS] for title in said if title.strip()))

    @property
    def title(self) -> str:
        """The one to tell a person."""
        return self.titles[0] if self.titles else ""

    @cached_property
    def start(self) -> str:
        """The start of the text, without what it cites; where there is no text, of what the page shows."""
        return identifiers.without_references(self.found.start) or self.found.facts.visible_text or ""

    @cached_property
    def stems(self) -> frozenset[str]:
        """The beginnings of all words that are known of it."""
        return stems((*self.titles, self.card.description, *self.found.authors, self.start))

    @cached_property
    def speech(self) -> Speech:
        """All that it says."""
        return Speech("\n".join((*self.titles, self.start)))

    @cached_property
    def own_identifiers(self) -> frozenset[Identifier]:
        """Those by which it names itself."""
        return identifiers.own(self.found.facts.identifiers, self.titles, self.start)

    @cached_property
    def identifiers(self) -> frozenset[Identifier]:
        """Those by which it names itself, and those on its first page."""
        return self.own_identifiers | identifiers.first_page(self.start)

    @cached_property
    def site(self) -> str:
        """The names of its site, and of the cited one, without spaces: the title of every page may have them.

        What has more than `SITE_WORDS` is a page's title, given as its site's name by mistake.
        """
        named = words(self.card.sitename or "")
        hosts = (words(bare_host(url)) for url in (self.found.url, self.card.url))
        return " ".join("".join(name) for name in (*hosts, named if len(named) <= SITE_WORDS else []))

    def apart_from_site(self, text: str) -> frozenset[str]:
        """The telling words of a title that are not its site's name; all of them where nothing else would stay."""
        found = telling(text)
        rest = frozenset(word for word in found if len(word) < 3 or word not in self.site)
        return rest or found
