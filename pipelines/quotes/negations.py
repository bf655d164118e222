"""Words that negate, of any language: a quotation that drops one says the opposite."""

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

_PREFIXES = ("un", "in", "im", "il", "ir", "non", "dis")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("negations.toml").read_text(encoding="utf-8"))


@cache
def _words() -> frozenset[str]:
    return frozenset(word for text in _table()["words"].values() for word in text.split())


def negations(keys: Iterable[str]) -> list[str]:
    """The words of these that negate, as they are compared, or parts of them where there are no words.

    >>> negations("they do not , or didn't note".split())
    ['not', "didn't"]
    """
    found = list(keys)
    joined = "".join(found)
    parts = [part for part in _table()["parts"] if not joined.isascii() and part in joined]
    return [key for key in found if key in _words() or key.endswith("n't")] + parts


def opposite(one: str, other: str) -> bool:
    """Whether one of two words is the other with a negating prefix.

    >>> opposite("possible", "impossible"), opposite("possible", "possibly")
    (True, False)
    """
    short, long = sorted((one, other), key=len)
    return len(short) > 3 and any(long == prefix + short for prefix in _PREFIXES)
