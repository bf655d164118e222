"""How titles and texts are searched for the words of error, block, login and subscription pages.

Titles are compared by complete parts: "Page not found | The Gazette" has the part "page not found"; "Why 'page not
found' pages matter" has no such part, nor has "Area code 404". Texts are searched for sentences addressed to a visitor
("the page you are looking for"); a match right after an opening quotation mark is a quotation.

The phrases and sentences are data: see `crawler.text.phrases`.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property, lru_cache
from urllib.parse import unquote

from crawler.model import Verdict
from crawler.text import phrases as data
from crawler.text.literals import Searched
from crawler.text.scripts import HANGUL, UNSPACED
from crawler.text.sentences import STOPS, WIDE_STOPS
from crawler.text.words import bare, normal
from pipelines.judge.signals import Signal, View, Where

_PART = re.compile(r"\s+[-–—/\\~]+\s+|\s*[|·•»«›‹()\[\]]+\s*|\s+:\s+|:{2,}|[!?.。！？…]+(?:\s|$)")
_SENTENCE_END = re.compile(rf"[{STOPS}{WIDE_STOPS}\n]|[-–—]\s")
_BARE_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NUMBERED = re.compile(r"[§№#]\s*\d")
"""The number of a paragraph or an issue."""

_UNSPACED = re.compile(f"[{UNSPACED}{HANGUL}]")
_GONE_NUMBERS = frozenset(("404", "410"))


@lru_cache(maxsize=256)
def parts(title: str) -> tuple[str, ...]:
    """The whole title and its parts between separators, normalised.

    The words before a colon introduce the rest ("Nothing found: a diary") and are not a part; the rest is.

    >>> list(parts("Error 404: Page not found | Gazette"))
    ['error 404 page not found gazette', 'error 404 page not found', 'gazette', 'page not found']
    """
    wide = unicodedata.normalize("NFKC", title)  # full-width separators become ordinary ones
    pieces = _PART.split(wide)
    behind = [piece.partition(":")[2] for piece in pieces]
    return tuple(filter(None, dict.fromkeys(map(normal, (wide, *pieces, *behind)))))


@lru_cache(maxsize=1024)
def _without_fillers(part: str) -> tuple[str, bool]:
    """A part without "error", "oops", "404" at its ends, and whether 404 or 410 was among them."""
    words = part.split()
    fillers = data.words("fillers")
    gone = False
    while words and words[0] in fillers:
        gone |= words.pop(0) in _GONE_NUMBERS
    while words and words[-1] in fillers:
        gone |= words.pop() in _GONE_NUMBERS
    return " ".join(words), gone


class Phrases:
    """A set of phrases that can be a complete part of a title, read from the data files on first use."""

    def __init__(self, kind: str, *, numbers: bool = False) -> None:
        """`kind`: as in `crawler.text.phrases`; `numbers`: a part that is only "404" or "error 410" counts too."""
        self.kind = kind
        self.numbers = numbers

    @cached_property
    def phrases(self) -> frozenset[str]:
        """The phrases, normalised."""
        return frozenset(normal(phrase) for phrase in data.phrases(self.kind))

    def match(self, title: str, *, whole: bool = False) -> str | None:
        """The part of the title that is one of the phrases; `whole`: the title has no other part."""
        for part in (normal(title),) if whole else parts(title):
            if part in self.phrases or _without_fillers(part)[0] in self.phrases:
                return part
            if self.numbers and _without_fillers(part) == ("", True) and not _NUMBERED.search(title):
                return part
        return None


NOT_FOUND_TITLES = Phrases("not_found", numbers=True)
BLOCK_TITLES = Phrases("blocked")
LOGIN_TITLES = Phrases("login")
SERVER_ERROR_TITLES = Phrases("server_error")
GENERIC_TITLES = Phrases("generic")
"""Titles that any site may have: two pages that share one are not necessarily of one owner."""


class Vocabulary:
    """A set of phrases that may occur anywhere in a text: as whole words, if their script separates words."""

    def __init__(self, kind: str) -> None:
        """`kind`: as in `crawler.text.phrases`."""
        self.kind = kind

    @cached_property
    def _phrases(self) -> frozenset[str]:
        phrases = {_spaced(phrase) for phrase in data.phrases(self.kind)}
        return frozenset(phrase.strip() if _UNSPACED.search(phrase) else phrase for phrase in phrases)

    def found(self, text: str) -> frozenset[str]:
        """The phrases that occur in a text, without those that are part of another one found."""
        spaced = _spaced(text)
        found = {phrase for phrase in self._phrases if phrase in spaced}
        return frozenset(one.strip() for one in found if not any(one != other and one in other for other in found))


def _spaced(text: str) -> str:
    """The bare words of a text, with a space at both ends."""
    return f" {bare(text)} "


SPAM = Vocabulary("spam")
"""What is most often published on lost domains. One phrase proves nothing; several that the last good text did not have
do."""


def title_signals(view: View, phrases: Phrases, *, rule: str, verdict: Verdict, grade: str = "") -> Iterator[Signal]:
    """A signal if the title has a part that is one of the phrases, and one if a heading has a different one.

    Its grade is `named` if the cited URL has the same words: an album of that name, an entry of a glossary; or if the
    title names what was asked for; or if it is that of an answer in a discussion.
    """
    seen: set[str] = set()
    for where, text in view.titles:
        part = phrases.match(text[:300])
        if part is None or part in seen:
            continue
        source = Where.TITLE if where == "title" or not seen.isdisjoint(parts(text[:300])) else Where.HEADLINE
        seen.update(parts(text[:300]))
        named = view.titled_as_cited or is_reply(text) or _url_has_phrase(view, part)
        detail = f"{where} “{text[:100]}”"
        yield Signal(rule=rule, verdict=verdict, source=source, detail=detail, grade="named" if named else grade)


_REPLY = re.compile(
    r"(?:\[[^\]]{1,40}\]\s*)?(?:re|aw|sv|vs|antw|odp|fwd?|fw|wg|rif|ynt|vá|回复|答复|回覆|返信)(?:\[\d+\])?\s*[:：]",
    re.IGNORECASE,
)


def is_reply(title: str) -> bool:
    """Whether a title is that of an answer or a forwarded mail: "Re: Error establishing a database connection"."""
    return bool(_REPLY.match(title.strip()))


def _url_has_phrase(view: View, part: str) -> bool:
    """Whether the cited URL was not redirected and contains the number or the words of the title's part."""
    if view.redirected:
        return False
    url = normal(unquote(view.fetch.page.url.partition("://")[2]))
    spaced, number = f" {url} ", re.search(r"404|410|403|429", part)
    if number and number[0] in url.partition("?")[0]:
        return True
    phrase = _without_fillers(part)[0]
    return " " in phrase and f" {phrase} " in spaced


def begins_sentence(text: str, start: int) -> bool:
    """Whether a sentence begins at an offset, possibly after an apology: "Sorry, but we couldn't find".

    It begins with a letter that is not lower case, or after the end of another sentence. If the text has lost its line
    ends, the words of the page's menu may precede it.
    """
    begin = start
    leading = data.words("apologies") | data.words("fillers")
    for word in reversed(list(_BARE_WORD.finditer(text, max(0, start - 80), start))):
        if _SENTENCE_END.search(text, word.end(), begin) or normal(word[0]) not in leading:
            break
        begin = word.start()
    last = list(_BARE_WORD.finditer(text, max(0, begin - 40), begin))
    behind_another = not last or _SENTENCE_END.search(text, last[-1].end(), begin) is not None
    return behind_another or not text[begin : begin + 1].islower()


HEAD_CHARS = 600
"""Most characters of a beginning that rules read: it is searched once for the literals of all of them."""


_searched = lru_cache(maxsize=32)(Searched)


def first(kind: str, text: str, start: int, end: int) -> re.Match[str] | None:
    """The first match of any sentence of a kind between two offsets that is not a quotation."""
    return next(found(kind, text, start, end), None)


def found(kind: str, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The first match of each sentence of a kind between two offsets that is not a quotation."""
    window = text[:HEAD_CHARS] if end <= HEAD_CHARS else text[start:end]
    for place in data.sentence_index(kind).possible(_searched(window)):
        for match in data.sentences(kind)[place].pattern.finditer(text, start, end):
            if text[max(0, match.start() - 1) : match.start()] not in tuple("\"'“„«‘‚「『"):
                yield match
                break
