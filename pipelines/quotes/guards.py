"""What a quotation must not change, in any language: what denies, how many, numbers, units. The words: guards.toml."""

import re
import tomllib
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

from crawler.text.languages import function_words
from pipelines.quotes.reading import words

GuardedKind = Literal["negations", "quantifiers", "limits", "numerals", "units"]

ANY: frozenset[str] = frozenset()
"""The languages of a text whose language is not known."""

_CONTRACTED = re.compile(r"n'\w|\w+n't$")
"""English "isn't", French "n'est"."""

_PREFIXES = ("un", "in", "im", "il", "ir", "non", "dis", "не")


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("guards.toml").read_text(encoding="utf-8"))


@cache
def _words(kind: GuardedKind, languages: frozenset[str]) -> frozenset[str]:
    """The words of a kind in some languages; without any, those of all that are no common words of another one."""
    table = {name: frozenset(word.key for word in words(text)) for name, text in _table()[kind].items()}
    known = languages & table.keys()
    if known:
        return frozenset[str]().union(*(table[name] for name in known), table.get("mul", ()))
    common = {name: spoken - table.get(name, ANY) for name, spoken in function_words().items()}
    return frozenset[str]().union(*table.values()).difference(*common.values())


def guarded(kind: GuardedKind, keys: Iterable[str], languages: frozenset[str] = ANY) -> list[str]:
    """The words of these that are of a kind, or parts of them where there are no words.

    >>> guarded("negations", "they do not , or didn't note".split())
    ['not', "didn't"]
    """
    found = list(keys)
    joined = "".join(found)
    parts = [part for part in _table()["parts"].get(kind, ()) if not joined.isascii() and part in joined]
    known = _words(kind, languages)
    return [key for key in found if key in known or (kind == "negations" and _CONTRACTED.match(key))] + parts


def opposite(one: str, other: str) -> bool:
    """Whether one of two words is the other with a negating prefix.

    >>> opposite("possible", "impossible"), opposite("possible", "possibly")
    (True, False)
    """
    short, long = sorted((one, other), key=len)
    return len(short) > 3 and any(long == prefix + short for prefix in _PREFIXES)


def deny(here: Sequence[str], there: Sequence[str], languages: frozenset[str] = ANY) -> bool:
    """Whether one of two runs of words denies what the other says."""
    if sorted(guarded("negations", here, languages)) != sorted(guarded("negations", there, languages)):
        return True
    return len(here) == len(there) and any(opposite(*pair) for pair in zip(here, there, strict=True))


def count(keys: Collection[str], languages: frozenset[str] = ANY) -> list[str]:
    """The numbers among words, in digits or not, in their order."""
    numerals = set(guarded("numerals", keys, languages))
    return [key for key in keys if any(map(str.isdigit, key)) or key in numerals]
