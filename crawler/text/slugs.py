"""Slugs: the part of a URL that a site makes from a page's title (as WordPress' `sanitize_title` does), and its words.

Two readings of the words serve two questions. `long_words` asks what a slug is about: numbers and short words, which
say little, are left out. `plain_words` asks whether a title is the one the slug was made from, letter by letter.
"""

import re
import unicodedata
from urllib.parse import unquote

from crawler.net.urls import path_of
from crawler.text.words import normal

_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_PLAIN_WORD = re.compile(r"[^\W_]{2,}")
_PLAIN = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ß": "ss",
        "æ": "ae",
        "ı": "i",
    }
)
"""Letters that have no accent to remove, as slugs spell them."""


def last_parts(url: str, count: int) -> list[str]:
    """The last parts of a URL's path, percent-decoded, the very last first; at most `count`.

    >>> last_parts("https://example.org/news/night%20ferry/123/?page=2", 2)
    ['123', 'night ferry']
    """
    return unquote(path_of(url)).rstrip("/").split("/")[: -count - 1 : -1]


def slug(url: str) -> str:
    """The last part of a URL's path, percent-decoded.

    >>> slug("https://example.org/news/night-ferry/"), slug("https://example.org")
    ('night-ferry', '')
    """
    return last_parts(url, 1)[0]


def long_words(text: str) -> list[str]:
    """The words of four letters or more, in lower case, without duplicates.

    >>> long_words("2023-the-Night-ferry-to-the-night")
    ['night', 'ferry']
    """
    return list(dict.fromkeys(_LONG_WORD.findall(normal(text))))


def plain_words(text: str) -> list[str]:
    """The words and numbers of two characters or more, in lower case and without accents.

    >>> plain_words("Łódź: 24 heures à Köln")
    ['lodz', '24', 'heures', 'koln']
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return _PLAIN_WORD.findall("".join(char for char in plain if not unicodedata.combining(char)))
