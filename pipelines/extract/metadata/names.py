"""Titles without the site's name, authors without "By". Pure."""

import re
from collections.abc import Iterable

from crawler.net.urls import bare_host
from crawler.text.tidy import one_line

MAX_AUTHORS = 100
"""Authors that are kept: large collaborations are cited by their first."""

MAX_WORDS = 8
"""Most words of one author, institutions included: anything longer is a biography."""

_SEPARATOR = re.compile(r"\s+[|\-–—·•:»«/~]+\s+|\s*\|\s*|\s*»\s*|:\s+(?=\S+$)")
_BY = re.compile(
    r"^(?:(?:written|posted|published|story|words|reporting)\s+)?(?:by|von|par|por|di|door|av)\s*:?\s+", re.IGNORECASE
)
_HANDLE = re.compile(r"^@|https?:|www\.|\S+@\S+\.\w")
_NOT_A_NAME = re.compile(r"\d{3,}|\d:\d\d|\b(?:badges?|print this|min read|updated)\b", re.IGNORECASE)
"""What the microdata of authors often contains too: dates, times, reputation. No name has a number of three digits."""

_SPLIT = re.compile(r"\s*;\s*|\s+(?:and|und|et|y)\s+|\s*&\s*|\s*\|\s*", re.IGNORECASE)
_NOBODY = frozenset(
    (
        "admin",
        "administrator",
        "webmaster",
        "null",
        "none",
        "undefined",
        "unknown",
        "author",
        "editor",
        "n/a",
        "anonymous",
        "redaktion",
    )
)
_WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """The words of a text in lower case, for comparison: "The Verge." equals "the verge"."""
    return " ".join(_WORD.findall(text.casefold()))


def without_site(title: str, sitename: str | None, url: str) -> str:
    """A title without the name of its site before or after a separator.

    >>> without_site("A leak - The New York Times", "The New York Times", "")
    'A leak'
    """
    host = bare_host(url)
    names = {fold(name) for name in (sitename or "", host, host.rpartition(".")[0]) if name}
    glued = {name.replace(" ", "") for name in names}
    while True:
        cuts = list(_SEPARATOR.finditer(title))
        for cut in cuts[-1:] + cuts[:1]:
            before, behind = title[: cut.start()].strip(), title[cut.end() :].strip()
            if behind and before and fold(behind).replace(" ", "") in glued:
                title = before
                break
            if behind and before and fold(before).replace(" ", "") in glued:
                title = behind
                break
        else:
            return title


def clean_authors(values: Iterable[str]) -> tuple[str, ...]:
    """Author names without "By" and duplicates; no URLs, handles, dates or roles such as "admin".

    >>> clean_authors(["By Ada Lovelace", "November 18, 2019 12:01 PM", "@ada"])
    ('Ada Lovelace',)
    """
    found: dict[str, str] = {}
    for value in values:
        name = _BY.sub("", one_line(value, 200)).strip(" ,;.|-–")
        if (
            not name
            or _HANDLE.search(name)
            or _NOT_A_NAME.search(name)
            or fold(name) in _NOBODY
            or len(name.split()) > MAX_WORDS
            or not re.search(r"[^\W\d_]", name)
        ):
            continue
        found.setdefault(fold(name), name)
    return tuple(list(found.values())[:MAX_AUTHORS])


def split_authors(text: str) -> tuple[str, ...]:
    """Several authors in one string: `A; B`, `A and B`, `A, B and C`; but `Family, Given` stays one."""
    text = _BY.sub("", one_line(text, 5000))
    if ";" not in text and max(len(part.split()) for part in text.split(",")) > MAX_WORDS:
        return ()
    parts = _SPLIT.split(text)
    if ";" not in text:
        # A comma separates people if both sides have a given name and a family name.
        parts = [piece for part in parts for piece in (part.split(",") if _all_full(part.split(",")) else [part])]
    return clean_authors(parts)


def _all_full(pieces: list[str]) -> bool:
    return all(2 <= len(piece.split()) <= 4 for piece in pieces if piece.strip())
