"""What speaks for and against a Capture's being the thing that was cited: one small function per kind of sign.

Each takes the two sides and answers with a reason for a person, or None. Kinds are independent of each other: what a
person wrote (title, authors), what the cited URL says (identifier, slug), what the page calls itself (generic, home).
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
from pipelines.identity.sides import LEAST_WORDS, Came, Cited, CitedText
from pipelines.judge.words import BLOCK_TITLES, LOGIN_TITLES, NOT_FOUND_TITLES, SERVER_ERROR_TITLES, Phrases, parts

UNLIKE = 0.25
"""Share of a cited title's telling words, by letters, below which a page does not speak of it.

Measured (bench/identity.py) on real citations: 2 of 189 right pages have less; of 5,587 others, on the same few
subjects, more than 90 of 100."""

ALIKE = 0.75
"""Share of the shorter title's telling words that are in the longer one, from which two titles are one's. Likewise: 80
of 100 right pages have it, 4 of 1,000 others, most of them another copy of the same text."""

HEAD_CHARS = 600
"""Where a text may begin with its title, a journal's name and a date before it. Heuristic, not measured."""

HEAD_SHARE = 0.8
"""Share of a cited title's telling words in the head from which the text begins with that title. Heuristic, not
measured."""

SLUG = 0.25
"""Share of the cited slug's words below which a page does not speak of it, as in the judge's `slug-absent`."""

QUOTED = 80

_HOME = Phrases("home")
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "phd", "md", "others", "al", "et", "team", "staff"))
_NAME = re.compile(r"[^\W\d_]+")


def quote(text: str) -> str:
    """Untrusted text, shortened."""
    return f"“{textwrap.shorten(text, QUOTED, placeholder=' ...')}”"


# --- for --------------------------------------------------------------------------------------------


def title_matches(cited: Cited, came: Came) -> str | None:
    """A cited title is one of the page's titles, or the text begins with it."""
    if any(_alike(came, entry.text, title) for entry in cited.texts for title in came.titles):
        return "title matches"
    head = stems([came.start[:HEAD_CHARS]])
    for entry in cited.texts:
        known = came.apart_from_site(entry.text)
        if len(known) >= LEAST_WORDS and share(known, head) >= HEAD_SHARE:
            return "title matches the start of the text"
    return None


def _alike(came: Came, text: str, title: str) -> bool:
    """Whether two titles have most words of the shorter in common: three at least, or half of the longer."""
    one, other = came.apart_from_site(text), came.apart_from_site(title)
    common = len(one & other)
    if not common or common < ALIKE * min(len(one), len(other)):
        return False
    return common >= LEAST_WORDS or common * 2 >= max(len(one), len(other))


def identifier_matches(cited: Cited, came: Came) -> str | None:
    """An identifier of the citation is in the page's metadata, or on its first page."""
    found = identifiers.agree(cited.identifiers, came.identifiers)
    return f"{found[0]} matches" if found else None


def author_matches(cited: Cited, came: Came) -> str | None:
    """A cited author's family name is among the page's authors, or at the start of its text."""
    known = frozenset(words(" ".join((*came.found.authors, came.start[: identifiers.FIRST_PAGE]))))
    plain = "".join((*came.found.authors, came.start[: identifiers.FIRST_PAGE]))
    for author in cited.card.cited_as.authors:
        family = family_name(author)
        if family and (set(words(family)) <= known or (not family.isascii() and family in plain)):
            return "author matches"
    return None


def family_name(author: str) -> str:
    """The family name of an author in whichever order: before a comma, else the last word that is no initial.

    >>> family_name("Vaswani, A."), family_name("Ashish Vaswani"), family_name("M. L. King Jr.")
    ('Vaswani', 'Vaswani', 'King')
    """
    before, comma, _ = author.partition(",")
    names = [name for name in _NAME.findall(before if comma else author) if name.casefold() not in _SUFFIXES]
    full = [name for name in names if len(name) > 1] or names
    return (" ".join(full) if comma else full[-1]) if full else ""


# --- against ----------------------------------------------------------------------------------------


def other_title(cited: Cited, came: Came) -> str | None:
    """Hardly any of the words by which it was cited is known of the page, in one language.

    Every cited title with enough words must be missing, and one of them must be meant as a title. Of a place within a
    page, the title may be a section's.
    """
    if cited.section or not (came.title or came.start):
        return None
    unlike = [entry for entry in cited.texts if _unlike(entry, came)]
    told = [entry for entry in cited.texts if len(came.apart_from_site(entry.text)) >= LEAST_WORDS]
    if not unlike or len(unlike) < len(told) or not any(entry.firm for entry in unlike):
        return None
    shown = f"the page is {quote(came.title)}" if came.title else f"the text begins {quote(came.start[:200])}"
    return f"cited {quote(unlike[0].text)}, {shown}"


def _unlike(entry: CitedText, came: Came) -> bool:
    known = came.apart_from_site(entry.text)
    if len(known) < LEAST_WORDS or share(known, came.stems) >= UNLIKE:
        return False
    return not came.speech.foreign_to(entry.text)


def other_identifier(cited: Cited, came: Came) -> str | None:
    """The page names itself by another identifier of the same kind, and nowhere by the cited one."""
    if identifiers.agree(cited.identifiers, came.identifiers):
        return None
    pair = identifiers.conflict(cited.identifiers, came.own_identifiers)
    return f"its {pair[1][0]} is {pair[1][1]}, not {pair[0][1]}" if pair else None


def other_authors(cited: Cited, came: Came) -> str | None:
    """The page names authors, and none of the cited ones is known of it, by any of their names.

    A page without authors says nothing: bylines are often outside of what is extracted.
    """
    authors = cited.card.cited_as.authors
    if not authors or not came.found.authors:
        return None
    named = " ".join(came.found.authors)
    if not scripts(" ".join(authors)) <= scripts(named):
        return None  # transliterated
    known = frozenset(words(" ".join((named, *came.titles, came.start, came.card.description or ""))))
    for author in authors:
        names = [word for name in _NAME.findall(author) if len(name) > 2 for word in words(name)]
        if not names or any(name in known or name in came.site for name in names):
            return None
    return f"the authors are others: {quote(', '.join(came.found.authors))}"


def slug_absent(cited: Cited, came: Came) -> str | None:
    """Hardly a word of the cited URL's slug stands on the page: slugs are made from titles, mostly."""
    slug = " ".join(cited.slug)
    if not slug or came.speech.foreign_to(slug):
        return None
    known = telling(slug)
    if len(known) < LEAST_WORDS or share(known, came.stems) >= SLUG:
        return None
    return "hardly a word of the cited URL is on the page"


def generic_title(cited: Cited, came: Came) -> str | None:
    """The page calls itself "Home", "Log in", "Page not found", by its site's name only, or nothing."""
    if not cited.deep or not came.title:
        return None
    if generic(came):
        return "its title could be any page's"
    return None


def generic(came: Came) -> bool:
    """Whether no title and no heading of the page says more than any page could."""
    return all(turned_away(title) or _only_site(came, title) for title in came.titles)


def turned_away(title: str) -> bool:
    """Whether a title is that of a login, a robot check or an error: any part of it."""
    return any(phrases.match(title) for phrases in (LOGIN_TITLES, BLOCK_TITLES, NOT_FOUND_TITLES, SERVER_ERROR_TITLES))


def _only_site(came: Came, title: str) -> bool:
    """Whether every part of a title is "Home" and the like, or the site's name."""
    pieces = list(parts(title))[1:] or [title]  # the first is the whole
    return all(_HOME.match(piece) or "".join(words(piece)) in came.site for piece in pieces)


def home_instead(cited: Cited, came: Came) -> str | None:
    """A site's home page answered where something on it was cited. An archive's copy has another URL."""
    if came.card.memento_datetime or not cited.deep or not is_home(came.found.url):
        return None
    return "a home page answered"


Sign = Callable[[Cited, Came], str | None]

FOR: tuple[Sign, ...] = (title_matches, identifier_matches, author_matches)
AGAINST: tuple[Sign, ...] = (other_title, other_identifier, other_authors, slug_absent, generic_title, home_instead)
