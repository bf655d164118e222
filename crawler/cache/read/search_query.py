"""What a person types to search -> what the full-text indexes are asked. Mistakes are told, not guessed at.

coral bleach     both words, in any form: bleaching, bleached
"coral reef"     these words together
cora*            words that begin so
珊瑚              any part of a text that is written without spaces
"""

import re
import unicodedata
from dataclasses import dataclass

from crawler.model.errors import QueryError
from crawler.text.segments import query_segments

MAX_TERMS = 50
"""Different words of a query: more would cost time, and find nothing."""

MAX_CHARS = 2_000

ENDINGS = (
    "able ably al ally als ance ation ational ations ed ement ence er ers es ful fulness ible ic ical ies iness "
    "ing ings ion ional ions isation isations ise ised ism ist ists ities ity ive iveness ives ization izations "
    "ize ized ly ment ments ness ous ously ousness s"
).split()
"""English endings that the index takes off (M. F. Porter, "An algorithm for suffix stripping", 1980)."""

_PART = re.compile(r'"([^"]*)"(\*?)|([^\s"]+)')
_COLUMN = re.compile(r"(title|text)\s*:", re.IGNORECASE)
_OPERATORS = ("AND", "OR", "NOT", "NEAR")
_ADVICE = {
    "AND": "all words are looked for anyway: leave AND out",
    "OR": "search once for each instead",
    "NOT": "leave it out, with the word after it",
    "NEAR": 'write "the words" in quotes to find them together',
}


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or words in quotes."""

    text: str
    prefix: bool = False  # a beginning of words


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What each index is asked, in FTS5's syntax."""

    words: str
    segments: str
    terms: tuple[Term, ...]

    @property
    def prefixes(self) -> tuple[str, ...]:
        """The beginnings that words of the text must have."""
        return tuple(plain(term.text) for term in self.terms if term.prefix)


def parse(query: str) -> SearchQuery:
    """Understand a query.

    Raises:
        QueryError: there is a mistake in it; the message says what to write instead.
    """
    query = query.replace("\0", " ").strip()
    if len(query) > MAX_CHARS:
        raise QueryError(f"the query has {len(query):,} characters: write at most {MAX_CHARS:,}")
    if query.count('"') % 2:
        raise QueryError(f'a quotation mark is not closed: write "words" in a pair of them, or none: {query[:80]}')
    terms = tuple(dict.fromkeys(_terms(query)))
    if not terms:
        raise QueryError("there is no word to look for: write letters or digits")
    if len(terms) > MAX_TERMS:
        raise QueryError(f"the query has {len(terms):,} words: write at most {MAX_TERMS}")
    return SearchQuery(" AND ".join(map(_words, terms)), " AND ".join(map(_segments, terms)), terms)


def _terms(query: str) -> list[Term]:
    found = []
    for match in _PART.finditer(query):
        quoted, star, bare = match.groups()
        if bare is None:
            found += [Term(quoted.strip(), prefix=bool(star))] if _has_letters(quoted) else []
            continue
        _require_no_operator(bare, query)
        word = bare.strip("()")
        if "*" in word.rstrip("*") or (word.endswith("*") and not _has_letters(word)):
            raise QueryError(
                f"`*` stands at the end of a word: `cora*` finds coral and corals; in {bare[:80]} it does not"
            )
        if _has_letters(word):
            found.append(Term(word.rstrip("*"), prefix=word.endswith("*")))
    return found


def _require_no_operator(bare: str, query: str) -> None:
    for operator in _OPERATORS:
        if bare == operator or bare.startswith(f"{operator}("):
            what = f'to find the word itself, write "{operator.lower()}"'
            raise QueryError(f"{operator} is not an operator here: {_ADVICE[operator]}; {what}")
    if match := _COLUMN.match(bare):
        raise QueryError(f"titles and texts are searched alike: leave out {match[0]} in {query[:80]}")


def _has_letters(text: str) -> bool:
    return any(unicodedata.category(letter)[0] in "LN" for letter in text)


def _phrase(text: str, prefix: bool) -> str:
    escaped = text.replace('"', '""')
    return f'"{escaped}"' + "*" * prefix


def _words(term: Term) -> str:
    """For the index of words. It has stems only, and that of organisation is shorter than `organisat*`.
    So words that it may be the beginning of are asked for as well, and the texts found are looked at for the real one.
    """
    phrases = [_phrase(term.text, term.prefix)]
    if term.prefix:
        phrases += [_phrase(word, prefix=False) for word in _completed(term.text)]
    return f"({' OR '.join(phrases)})"


def _completed(beginning: str) -> list[str]:
    """The words that a beginning may be of if it ends within an ending.

    >>> _completed("electio")
    ['election', 'elections', 'electious', 'electional', 'electiously', 'electiousness']
    """
    lower = beginning.lower()
    found = (
        beginning + ending[cut:] for ending in ENDINGS for cut in range(1, len(ending)) if lower.endswith(ending[:cut])
    )
    return sorted(dict.fromkeys(found), key=len)


def _segments(term: Term) -> str:
    parts = query_segments(term.text)
    last = len(parts) - 1
    return " ".join(
        _phrase(text, prefix or (term.prefix and at == last and not _is_pairs(text)))
        for at, (text, prefix) in enumerate(parts)
        if _has_letters(text)
    )


def _is_pairs(text: str) -> bool:
    return query_segments(text)[0][0] != text


def plain(text: str) -> str:
    """Text as the index compares it: without case and accents.

    >>> plain("Éclair")
    'eclair'
    """
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter)) if not folded.isascii() else folded
