r"""Where a URL in running text begins and ends: one rule for every format.

The base is GFM's extended autolinks (github.github.com/gfm, section 6.9): no white space, no `<`, no closing
punctuation. Its path rules are widened by what linkify-it does for brackets and by what a URL cannot hold unencoded
(RFC 3986, section 2, and RFC 3987, section 2.2):

* a bracket or brace is part of the URL only with its partner: `/Pond_(water)`, `/u/{id}/x`, but `\url{https://e.org/}`;
* quotation marks, backslashes, `|`, full-width punctuation, invisible characters and an em dash end it;
* so do a footnote mark `[^1]`, kramdown's `{:target="_blank"}`, `&quot;` and the like, and `,https://`.
"""

import re
from collections.abc import Iterator

_SCHEME = r"(?<![A-Za-z0-9+.-])(?:https?|ftp)(?=://)"
_DOMAIN = r"(?:[\w-]{1,63}\.){0,9}[^\W_](?:[^\W_]|-){0,62}\.[^\W_]{2,}"  # no underscore in the last two labels
_WWW = rf"(?:(?<![\w.@/:=+%&#-])|(?<=\b_))www\.(?={_DOMAIN})"
_COLON = re.compile("://")  # searched many times faster than a pattern that begins with an alternative
_SCHEME_BEFORE = re.compile(r"(?<![A-Za-z0-9+.-])(?:https?|ftp)\Z", re.IGNORECASE)
_WWW_START = re.compile(_WWW, re.IGNORECASE)
_START = re.compile(_SCHEME, re.IGNORECASE)
_START_OR_WWW = re.compile(f"{_SCHEME}|{_WWW}", re.IGNORECASE)

_WIDE = "，。、；：！？｡､（）「」『』【】《》〈〉〔〕［］｛｝＜＞｜"
_QUOTES = '"`“”„«»‹›'
_INVISIBLE = r"\x00-\x20\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff"
_STOPS = rf"\s{_INVISIBLE}{_QUOTES}{_WIDE}<>|\\—―•"
_PARTNER = {")": "(", "]": "[", "}": "{"}
_NOT_OPENING = ("[^", "{:")  # a footnote mark, an attribute list of kramdown
_MAX_DEPTH = 4  # of brackets within brackets
_MAX_BRACKETED = 400  # characters between a bracket and its partner
_PUNCTUATION = r"[!-/:-@\[-`{-~]"
_ENTITY = "&(?:quot|apos|lt|gt|nbsp|[lr]dquo|[lr]aquo|#0*(?:34|39|60|62|160)|#[xX]0*(?:22|27|3[cCeE]|[aA]0));"
_NEXT_URL = "[,;](?i:https?|ftp)://"
_EVENT = rf"(?P<bracket>[()\[\]{{}}])|(?P<next>{_NEXT_URL})|(?P<escape>\\{_PUNCTUATION})|{_ENTITY}|[{_STOPS}]"
_EVENTS = {quoted: re.compile(f"{_EVENT}|'" if quoted else _EVENT) for quoted in (False, True)}
_MAYBE = re.compile(rf"[()\[\]{{}},;&'{_STOPS}]")  # where an event may be: a class is searched fast
_LAST_ENTITY = re.compile(r"&#?[A-Za-z0-9]+;")
_INNER = re.compile(r"[\w+%&=/-]")
_TRAILING = frozenset("?!.,:*_~'’‘‚…–\\\u00ad،؛؟۔।॥։።។")
_JOINERS = "\u200c\u200d"
_NAMED = re.compile(r"[^\W_]")


def bare_end(text: str, pos: int, limit: int, *, escapes: bool = False) -> int:
    r"""The end of the bare URL whose `://` is at `pos`; `pos` itself if there is none.

    With `escapes`, a backslash before ASCII punctuation belongs to the URL, as in Markdown (`/a\_b`): unescape it.
    """
    start = pos
    while start > 0 and pos - start < len("https") and text[start - 1].isascii() and text[start - 1].isalpha():
        start -= 1
    body = pos + len("://")
    return _end(text, body, limit, quoted=text[start - 1 : start] == "'", escapes=escapes) if body < limit else pos


def find_urls(text: str, *, www: bool = False) -> Iterator[tuple[int, int]]:
    """Start and end of each bare URL in a text; with `www`, of each `www.example.org` too: see `absolute`."""
    end = 0
    for match in (_START_OR_WWW if www else _START).finditer(text):
        if match.start() < end:
            continue  # part of the URL before it, as in an archive's URL
        body = match.end() if match[0].endswith(".") else match.end() + len("://")
        quoted = text[match.start() - 1 : match.start()] == "'"
        if (found := _end(text, body, len(text), quoted=quoted, escapes=False)) > body:
            end = found
            yield match.start(), end


def url_starts(text: str, *, www: bool = False) -> list[int]:
    """Where a bare URL may begin, also within another: for parsers that know where none can be, with `url_end`."""
    starts = [
        found.start()
        for match in _COLON.finditer(text)
        if (found := _SCHEME_BEFORE.search(text, max(match.start() - len("_https"), 0), match.start()))
    ]
    if www and "www." in text.lower():
        starts = sorted((*starts, *(match.start() for match in _WWW_START.finditer(text))))
    return starts


def url_end(text: str, start: int, limit: int, *, escapes: bool = False) -> int:
    """The end of the bare URL or `www.` domain at one of `url_starts`; `start` if there is none. See `bare_end`."""
    if text[start : start + 4].lower() != "www.":
        colon = text.index(":", start)
        end = bare_end(text, colon, limit, escapes=escapes)
        return end if end > colon else start
    body = start + len("www.")
    end = _end(text, body, limit, quoted=text[start - 1 : start] == "'", escapes=escapes)
    return end if end > body else start


def absolute(found: str) -> str:
    """What a bare URL cites: itself, but `http://www.example.org` for `www.example.org` (GFM, section 6.9)."""
    return found if "://" in found[:8] else f"http://{found}"


def urls_in(text: str) -> list[str]:
    """The URLs that a text cites, in their order.

    >>> urls_in("See www.example.org/guide, (or https://example.org/Pond_(water)).")
    ['http://www.example.org/guide', 'https://example.org/Pond_(water)']
    """
    return [absolute(text[start:end]) for start, end in find_urls(text, www=True)]


def _end(text: str, body: int, limit: int, *, quoted: bool, escapes: bool) -> int:
    """Where the URL ends whose host begins at `body`; `body` or less if nothing is left of it."""
    end = _trimmed(text, body, _untrimmed_end(text, body, limit, quoted=quoted, escapes=escapes))
    return end if _NAMED.search(text, body, end) else body


def _untrimmed_end(text: str, body: int, limit: int, *, quoted: bool, escapes: bool) -> int:
    """Where a character cannot belong to the URL, or its outermost bracket without a partner."""
    brackets = _OpenBrackets()
    at, nested = body, False
    while maybe := _MAYBE.search(text, at, brackets.limit(limit)):
        at = maybe.start()
        event = _EVENTS[quoted].match(text, at, limit)
        if event is None:
            at += 1
            continue
        if event["bracket"]:
            if not brackets.take(text, at, limit):
                break
        elif event["next"]:
            nested = nested or text.find("://", body, at) >= 0  # a URL's query may hold a list of URLs
            if not nested:
                break
        elif not (event["escape"] and escapes):
            break
        at = event.end() if event["escape"] else at + 1
    else:
        at = limit
    return min(at, *brackets.open) if brackets.open else at


class _OpenBrackets:
    """The brackets of a URL that wait for their partners."""

    def __init__(self) -> None:
        self.open: list[int] = []
        self.pairs = False

    def limit(self, limit: int) -> int:
        return min(limit, self.open[0] + _MAX_BRACKETED) if self.open else limit

    def take(self, text: str, at: int, limit: int) -> bool:
        """Whether the bracket at `at` belongs to the URL, as far as that is known here."""
        char = text[at]
        if char in "([{":
            self.open.append(at)
            return len(self.open) <= _MAX_DEPTH and not text.startswith(_NOT_OPENING, at)
        if self.open and text[self.open[-1]] == _PARTNER[char]:
            self.open.pop()
            self.pairs = True
            return True
        return char == ")" and self.pairs and _INNER.match(text, at + 1, limit) is not None


def _trimmed(text: str, body: int, end: int) -> int:
    """The end without closing punctuation."""
    while end > body:
        last = text[end - 1]
        if last == ";":
            entity = text.rfind("&", max(body, end - 40), end) if text[end - 2].isalnum() else -1
            end = entity if entity >= 0 and _LAST_ENTITY.fullmatch(text, entity, end) else end - 1
        elif last in _TRAILING or (last in _JOINERS and text[end - 2].isascii()):
            end -= 1
        else:
            break
    return end
