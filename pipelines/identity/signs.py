"""Signs for and against a Capture being what was cited: one small function per kind of sign.

Each compares the two sides and returns a reason for people to read, or None. The kinds are independent: what a person
wrote (title, authors), what the cited URL contains (identifier, slug), what the page calls itself (generic, home).
"""

import re
import textwrap
from collections.abc import Callable

from crawler.net.urls import is_home
from crawler.text.languages import telling
from crawler.text.scripts import scripts
from crawler.text.similarity import share
from crawler.text.words import stems, words
from pipelines.identity import identifiers
from pipelines.identity.sides import LEAST_WORDS, Cited, CitedText, Retrieved
from pipelines.judge.words import BLOCK_TITLES, LOGIN_TITLES, NOT_FOUND_TITLES, SERVER_ERROR_TITLES, Phrases, parts

UNLIKE = 0.25
"""A page with less than this share of a cited title's content words, weighted by letters, does not match the title.

Measured (bench/identity.py) on real citations: 2 of 189 right pages have less, and more than 90 % of 5,587 other pages
on the same few subjects."""

ALIKE = 0.75
"""Two titles match if at least this share of the shorter one's content words are in the longer one. Measured likewise:
80 % of right pages reach it, and 0.4 % of others, most of them another copy of the same text."""

HEAD_CHARS = 600
"""Characters at the start of a text within which its title may stand, after a journal's name and a date. Heuristic, not
measured."""

HEAD_SHARE = 0.8
"""A text begins with a cited title if its head has at least this share of the title's content words. Heuristic, not
measured."""

SLUG = 0.25
"""A page with less than this share of the slug's words does not match it, as in the judge's `slug-absent`."""

QUOTED_CHARS = 80

_HOME = Phrases("home")
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "phd", "md", "others", "al", "et", "team", "staff"))
_NAME = re.compile(r"[^\W\d_]+")


def quote(text: str) -> str:
    """Untrusted text, shortened."""
    return f"“{textwrap.shorten(text, QUOTED_CHARS, placeholder=' ...')}”"


# --- for --------------------------------------------------------------------------------------------


def title_matches(cited: Cited, retrieved: Retrieved) -> str | None:
    """A cited title is one of the page's titles, or the text begins with it."""
    if any(_alike(retrieved, entry.text, title) for entry in cited.texts for title in retrieved.titles):
        return "title matches"
    head = stems([retrieved.start[:HEAD_CHARS]])
    for entry in cited.texts:
        known = retrieved.apart_from_site(entry.text)
        if len(known) >= LEAST_WORDS and share(known, head) >= HEAD_SHARE:
            return "title matches the start of the text"
    return None


def _alike(retrieved: Retrieved, text: str, title: str) -> bool:
    """Whether two titles share most words of the shorter one, and at least three words or half of the longer one."""
    one, other = retrieved.apart_from_site(text), retrieved.apart_from_site(title)
    common = len(one & other)
    if not common or common < ALIKE * min(len(one), len(other)):
        return False
    return common >= LEAST_WORDS or common * 2 >= max(len(one), len(other))


def identifier_matches(cited: Cited, retrieved: Retrieved) -> str | None:
    """An identifier of the citation is in the page's metadata or on its first page."""
    found = identifiers.agree(cited.identifiers, retrieved.identifiers)
    return f"{found[0]} matches" if found else None


def author_matches(cited: Cited, retrieved: Retrieved) -> str | None:
    """A cited author's family name is among the page's authors or on its first page."""
    known = frozenset(words(" ".join((*retrieved.found.authors, retrieved.start[: identifiers.FIRST_PAGE]))))
    plain = "".join((*retrieved.found.authors, retrieved.start[: identifiers.FIRST_PAGE]))
    for author in cited.card.cited_as.authors:
        family = family_name(author)
        if family and (set(words(family)) <= known or (not family.isascii() and family in plain)):
            return "author matches"
    return None


def family_name(author: str) -> str:
    """The family name of an author: what stands before a comma, else the last word that is not an initial.

    >>> family_name("Vaswani, A."), family_name("Ashish Vaswani"), family_name("M. L. King Jr.")
    ('Vaswani', 'Vaswani', 'King')
    """
    before, comma, _ = author.partition(",")
    names = [name for name in _NAME.findall(before if comma else author) if name.casefold() not in _SUFFIXES]
    full = [name for name in names if len(name) > 1] or names
    return (" ".join(full) if comma else full[-1]) if full else ""


# --- against ----------------------------------------------------------------------------------------


def other_title(cited: Cited, retrieved: Retrieved) -> str | None:
    """Hardly any words of the cited title are on the page, and both are in the same language.

    Every cited title with enough words must be absent, and at least one must be firm. If a place within a page was
    cited, the cited title may be that of a section.
    """
    if cited.section or not (retrieved.title or retrieved.start):
        return None
    unlike = [entry for entry in cited.texts if _unlike(entry, retrieved)]
    comparable = [entry for entry in cited.texts if len(retrieved.apart_from_site(entry.text)) >= LEAST_WORDS]
    if not unlike or len(unlike) < len(comparable) or not any(entry.firm for entry in unlike):
        return None
    shown = (
        f"the page is {quote(retrieved.title)}"
        if retrieved.title
        else f"the text begins {quote(retrieved.start[:200])}"
    )
    return f"cited {quote(unlike[0].text)}, {shown}"


def _unlike(entry: CitedText, retrieved: Retrieved) -> bool:
    known = retrieved.apart_from_site(entry.text)
    if len(known) < LEAST_WORDS or share(known, retrieved.stems) >= UNLIKE:
        return False
    return not retrieved.speech.foreign_to(entry.text)


def other_identifier(cited: Cited, retrieved: Retrieved) -> str | None:
    """The page identifies itself by a different identifier of the same kind, and nowhere by the cited one."""
    if identifiers.agree(cited.identifiers, retrieved.identifiers):
        return None
    pair = identifiers.conflict(cited.identifiers, retrieved.own_identifiers)
    return f"its {pair[1][0]} is {pair[1][1]}, not {pair[0][1]}" if pair else None


def other_authors(cited: Cited, retrieved: Retrieved) -> str | None:
    """The page names authors, and none of the cited authors' names occurs on it.

    A page without authors proves nothing: bylines are often outside the extracted text.
    """
    authors = cited.card.cited_as.authors
    if not authors or not retrieved.found.authors:
        return None
    named = " ".join(retrieved.found.authors)
    if not scripts(" ".join(authors)) <= scripts(named):
        return None  # transliterated
    known = frozenset(words(" ".join((named, *retrieved.titles, retrieved.start, retrieved.card.description or ""))))
    for author in authors:
        names = [word for name in _NAME.findall(author) if len(name) > 2 for word in words(name)]
        if not names or any(name in known or name in retrieved.site for name in names):
            return None
    return f"the authors are others: {quote(', '.join(retrieved.found.authors))}"


def slug_absent(cited: Cited, retrieved: Retrieved) -> str | None:
    """Hardly any words of the cited URL's slug are on the page: most slugs are made from titles."""
    slug = " ".join(cited.slug)
    if not slug or retrieved.speech.foreign_to(slug):
        return None
    known = telling(slug)
    if len(known) < LEAST_WORDS or share(known, retrieved.stems) >= SLUG:
        return None
    return "hardly a word of the cited URL is on the page"


def generic_title(cited: Cited, retrieved: Retrieved) -> str | None:
    """The page calls itself "Home", "Log in", "Page not found", or only by its site's name."""
    if not cited.deep or not retrieved.title:
        return None
    if generic(retrieved):
        return "its title could be any page's"
    return None


def generic(retrieved: Retrieved) -> bool:
    """Whether every title and heading of the page is generic."""
    return all(has_refusal_title(title) or _only_site(retrieved, title) for title in retrieved.titles)


def has_refusal_title(title: str) -> bool:
    """Whether any part of a title is that of a login page, a bot challenge or an error page."""
    return any(phrases.match(title) for phrases in (LOGIN_TITLES, BLOCK_TITLES, NOT_FOUND_TITLES, SERVER_ERROR_TITLES))


def _only_site(retrieved: Retrieved, title: str) -> bool:
    """Whether every part of a title is the site's name, "Home" or the like."""
    pieces = list(parts(title))[1:] or [title]  # the first is the whole
    return all(_HOME.match(piece) or "".join(words(piece)) in retrieved.site for piece in pieces)


def home_instead(cited: Cited, retrieved: Retrieved) -> str | None:
    """A home page answered where a page of the site was cited. Not for archived copies: they have a different URL."""
    if retrieved.card.memento_datetime or not cited.deep or not is_home(retrieved.found.url):
        return None
    return "a home page answered"


Sign = Callable[[Cited, Retrieved], str | None]

FOR: tuple[Sign, ...] = (title_matches, identifier_matches, author_matches)
AGAINST: tuple[Sign, ...] = (other_title, other_identifier, other_authors, slug_absent, generic_title, home_instead)
