"""Two lines -> one: hyphens at line ends, scripts without spaces, addresses."""

import re
from collections.abc import Iterable

_SOFT = "\ufffe\x02\u00ad"
_HYPHENS = f"-\u2010{_SOFT}"
_TAIL = re.compile(r"[\w'’-]+$")
_HEAD = re.compile(r"[\w'’-]+")
_SUSPENDED = re.compile(r"(?:and|or|und|oder|bis|bzw|to|et|ou|y|o|e|en|of|och|eller|og)\b")  # `two- and three-fold`
_SUSPENDED_BEFORE = re.compile(
    r"\w[-\u2010] (?:and|or|to|und|oder|bis|et|ou|y|o|e|en|of|och) \w+$"
)  # `pre- and post-war`
_COMPOUND = frozenset("all cross ex half high low long non quasi self semi short so well one two three".split())
_ADDRESS = re.compile(r"(?:https?://|www\.|doi\.org/)\S*[/_=&?.-]$", re.IGNORECASE)
_DASH = re.compile(r"\d–$|\S—$")
_CJK = re.compile("[\u2e80-\u312f\u3190-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]")
_WORDS = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")


def vocabulary(texts: Iterable[str]) -> frozenset[str]:
    """The words of a document, those with hyphens included; what stands at a line's end is left out."""
    words: set[str] = set()
    for text in texts:
        found = _WORDS.findall(text.casefold().replace("\u2010", "-"))
        words.update(found[1:-1])
    return frozenset(words)


def joined(text: str, line: str, words: frozenset[str]) -> str:
    """A text and its next line."""
    if not text or not line:
        return text + line
    if text[-1] in _HYPHENS and len(text) > 1 and text[-2].isalnum():
        return _over_hyphen(text, line, words)
    if _CJK.match(text[-1]) and _CJK.match(line):
        return text + line
    tail = text[-2000:].rsplit(" ", 1)[-1]
    if _ADDRESS.match(tail) and not line[0].isupper():
        return text + line
    if _DASH.search(text[-2:]):
        return text + line
    return f"{text} {line}"


def _over_hyphen(text: str, line: str, words: frozenset[str]) -> str:
    stem = text[:-1]
    first, second = _TAIL.search(stem[-60:]), _HEAD.match(line[:60])
    if text[-1] == "\u00ad":
        return stem + line
    if not first or not second or not line[0].islower():
        return f"{stem}-{line}"  # `COVID-19`, `Anglo-Saxon`
    if _SUSPENDED_BEFORE.search(stem[-60:]):
        return f"{stem}-{line}"
    if _SUSPENDED.match(line):
        return f"{stem}- {line}"
    if _ADDRESS.match(f"{stem[-2000:].rsplit(' ', 1)[-1]}-"):
        return f"{stem}-{line}"
    one, two = first[0].casefold(), second[0].casefold()
    if one + two in words:
        return stem + line
    kept = f"{one}-{two}" in words or "-" in one or one in _COMPOUND
    return f"{stem}-{line}" if kept else stem + line


def without_signs(text: str) -> str:
    """A line that nothing follows: PDFium's sign for a hyphen as a hyphen."""
    return text.replace("\ufffe", "-").replace("\x02", "-")
