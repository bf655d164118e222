"""The two sides of the comparison: what was cited and what was retrieved. Facts only, computed on first use."""

import re
from dataclasses import dataclass
from functools import cached_property

from crawler.model import Card, ShownCapture
from crawler.net.urls import bare_host, is_home
from crawler.text.languages import Speech, telling
from crawler.text.slugs import last_parts, long_words
from crawler.text.words import stems, words
from pipelines.identity import identifiers
from pipelines.identity.identifiers import Identifier

LEAST_WORDS = 3
"""A title with fewer content words is too short for their absence to mean anything. Heuristic, not measured."""

MAX_TEXTS = 20
"""Link texts that are compared: most citations of a page use the same few."""

TITLE_CHARS = 500
"""Characters of a title that are read: anything longer is a paragraph."""

SITE_WORDS = 5
"""Most words that a site's name has. Heuristic, not measured."""

_URL = re.compile(r"^\W*(?:\w+://|www\.|\w[\w-]*(?:\.[\w-]+)*\.[a-z]{2,}/)\S*\W*$", re.IGNORECASE)


@dataclass(frozen=True)
class CitedText:
    """A title under which something was cited: from a record, or a link's text.

    `firm`: meant as a title, because it comes from a record, a footnote or a labelled bibliography entry. The text of a
    link within a sentence is often just words of that sentence: it can support a match, but not contradict one.
    """

    text: str
    firm: bool


@dataclass(frozen=True)
class Cited:
    """What is known of the cited work from citations, records and the cited URL."""

    card: Card

    @cached_property
    def texts(self) -> tuple[CitedText, ...]:
        """The titles without duplicates, the record's first; no URLs, and no link texts of fewer than three words."""
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
        """The identifiers in the cited URL, in the record's DOI and in the citations' words."""
        doi = identifiers.doi((self.card.cited_as.doi or "")[:TITLE_CHARS])
        in_texts = (identifiers.cited(entry.text) for entry in self.texts)
        return identifiers.of_url(self.card.url).union(*in_texts, [doi] if doi else [])

    @cached_property
    def slug(self) -> tuple[str, ...]:
        """The words of four letters or more in the last part of the cited URL's path, or in the one before it (a number
        may follow the slug); none where both have fewer than three.
        """
        for part in last_parts(self.card.url, 2):
            found = tuple(long_words(part))
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
class Retrieved:
    """What is known of the retrieved page from its Capture."""

    card: Card
    found: ShownCapture

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """What the page calls itself: its title, its <title>, its headings."""
        titles = (self.found.title or "", self.found.facts.title or "", *self.found.headings)
        return tuple(dict.fromkeys(title.strip()[:TITLE_CHARS] for title in titles if title.strip()))

    @property
    def title(self) -> str:
        """The title to show."""
        return self.titles[0] if self.titles else ""

    @cached_property
    def start(self) -> str:
        """The start of the text without its references; if there is no text, of what the page shows."""
        return identifiers.without_references(self.found.start) or self.found.facts.visible_text or ""

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all words of its titles, description, authors and start."""
        return stems((*self.titles, self.card.description, *self.found.authors, self.start))

    @cached_property
    def speech(self) -> Speech:
        """The language of its titles and start."""
        return Speech("\n".join((*self.titles, self.start)))

    @cached_property
    def own_identifiers(self) -> frozenset[Identifier]:
        """The identifiers by which it identifies itself."""
        return identifiers.own(self.found.facts.identifiers, self.titles, self.start)

    @cached_property
    def identifiers(self) -> frozenset[Identifier]:
        """The identifiers by which it identifies itself, and those on its first page."""
        return self.own_identifiers | identifiers.first_page(self.start)

    @cached_property
    def site(self) -> str:
        """The names of its site and of the cited site, without spaces: any page's title may contain them.

        A site name of more than `SITE_WORDS` words is a page title in the wrong field.
        """
        named = words(self.card.sitename or "")
        hosts = (words(bare_host(url)) for url in (self.found.url, self.card.url))
        return " ".join("".join(name) for name in (*hosts, named if len(named) <= SITE_WORDS else []))

    def apart_from_site(self, text: str) -> frozenset[str]:
        """The content words of a title that are not part of the site's name; all of them if none would remain."""
        found = telling(text)
        rest = frozenset(word for word in found if len(word) < 3 or word not in self.site)
        return rest or found
