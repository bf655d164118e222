"""Words in quotation marks that quote no source, told by themselves and by what stands around them.

Titles of works, entries of lists of references, names and labels, what somebody might say or should type, examples,
attitudes (`the "we have always done it" problem`), and what a source is said not to say.
"""

import re
from collections.abc import Callable

from crawler.text.sentences import BREAK, MARK

CAPITALS = 0.75
"""Share of the long words of a title of a work that have a capital. Heuristic; `make quotes` measures it."""

LONG_WORD = 4
"""Letters: shorter words ("of", "and", "the") have a capital in no style of titles."""

_BEFORE = 75
_AFTER = 60
"""Characters before and behind a quotation that are looked at; before it, in small letters."""

_NAMES = 160
"""Characters of the names of authors in an entry of a list of references. Heuristic."""

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_INNER_STOP = re.compile(r"[.!?…]['’”\"]?\s+[A-Z]")
_KIND = re.compile(
    r"(?:\b(?:titled|entitled|headlined|headline|subtitled|essay|article|paper|papers|report|book|novel|post|blog|talk|"
    r"chapter|study|column|song|film|movie|lecture|thesis|memo|manifesto|series|episode|podcast|journal|"
    r"artikel|aufsatz|buch|bericht|beitrag|studie|titel|livre|rapport|artículo|libro|informe|articolo)"
    rf"|\(\d{{4}}[a-z]?\)[.,:]?)[\s,*_]*[{MARK}]*\Z"
)
"""Before the title of a work: the word for its kind, or the year of an entry of a list of references."""

_NAMED = re.compile(
    r"\b(?:named|called|dubbed|known as|under the name|act|bill|project|group|"
    r"roman|film|lied|gedicht|gesetz|chanson|poème|loi|novela|película|canción|poema|ley|romanzo|canzone|"
    r"romance|filme|powieść|książka|artykuł|piosenka|роман\w*|книг\w*|стать\w*|фильм\w*|песн\w*|повест\w*|рассказ\w*|"
    r"пьес\w*|журнал\w*|поэм\w*|закон)[\s,:*_]*\Z"
)
"""Before a name, which has a capital where what somebody `called "a complete failure of nerve"` has none."""

_INVENTED = re.compile(
    r"(?:\b(?:instead of|rather than)(?: \w+)?"
    r"|\b(?:imagine|suppose|ask (?:yourself|themselves))\b[^.;:\"]{0,30}"
    r"|\b(?:you|one|we|someone|somebody|anyone|readers?) (?:might|may|could|would) (?:\w+ )?"
    r"(?:say|ask|object|think|argue|wonder|reply|answer|claim|type|write|expect)\b[^.;:\"]{0,20}"
    r"|\bif (?:you|an?|the|someone|somebody|one|we|they)\b[^.;:\"]{0,30}"
    r"\b(?:says?|asks?|types?|sees?|gets?|writes?|sends?|enters?))[\s,:]*\Z"
)
"""Before what nobody has said: `you might object: "..."`, `if a user asks "..."`, `instead of "..."`."""

_LABEL = re.compile(
    r"(?:\b(?:click|tick|type[ds]?|google|label(?:l?ed)?|searche[sd]|search(?:ing)?(?: [^.;:\"]{0,40})? for"
    r"|searched (?:[^.;:\"]{0,40} )?for|prompt(?:ed|s)?(?: \w+){0,2} with|(?:stop|fail|exit|die|abort|crashe)s with"
    r"|box|button|checkbox|menu|error|error message)"
    r"|(?:(?:\A|[.!?:]\s+)|\b(?:then|and|to|can|must|you) )(?:press|select|choose|enter|see|get))"
    r"(?: (?:on|the|an?|that|box|button|option|item|entry|link|error|message|label))*[\s:]*\Z"
)
"""Before what one clicks, types, searches for or gets to see."""

_EXAMPLE = re.compile(r"\b(?:like|such as|e\.g\.,?)\s+\Z")
_UNSAID = re.compile(
    r"(?:\bnowhere\b|\b(?:do|does|did)(?: not|n['’]t) (?:say|state|contain|claim|mention|write|use|include)\b"
    r"|\bnever (?:say|state|write|claim|mention|contain|use)[sd]?\b|\bnever (?:said|wrote)\b)[^.;:,\"“”]{0,60}\Z"
)
"""Before what a source is said not to say."""

_DETERMINER = re.compile(
    r"\b(?:the|an?|this|that|their|its|our|your)(?: (?:usual|old|classic|typical|same|famous))?\s+\Z"
)
_ATTITUDE = re.compile(
    r"\s+(?:problem|attitude|approach|mentality|mindset|principle|crowd|camp|philosophy|culture|fallacy|trick|pattern|"
    r"syndrome|school|meme|stage|phase|excuse|myth|trope)\b"
)
"""Quoted words that stand as an adjective between an article and its noun name an attitude."""

_ENTRY = re.compile(r"[ \t]*(?:\([^()\n]{1,80}\))?[ \t]*[–—-]+[ \t]+\S")
"""Behind the quotation that a block begins with: an entry of a list of works, `"Title" (2020) - what it is about`."""

_NUMBERED = re.compile(rf"[{MARK}\s]*(?:\[?\w{{1,12}}[\].)]\s+)?")
"""The number or key of an entry of a list of references."""

_YEAR = re.compile(r"\(?\d{4}[a-z]?\)?[.,:]?")
_BETWEEN_NAMES = frozenset("and und et y e & al. van von de der den di da du la le ed. eds. hrsg.".split())

_OPENERS = frozenset(
    "the a an this that these those it he she they we you i in on at by for from with however but and yet so although "
    "though while when where if as after before since because still today yesterday indeed again also finally first "
    "second third later then now here elsewhere overall besides next lastly yes no well once there what who why how "
    "according nevertheless instead thus therefore hence moreover furthermore meanwhile his her their our my its "
    "laut nach heute gestern selon hier según secondo ieri ayer hoy".split()
)
"""Words that begin a sentence and no name."""


def quotes_nobody(text: str, start: int, end: int, words: str) -> bool:
    """Whether the words between two offsets (of the marks) are none of a source."""
    before, after = text[max(0, start - _BEFORE) : start].lower(), text[end : end + _AFTER]
    return (
        is_title(words)
        or any(stands(before, words) for stands in _STANDS_BEFORE)
        or (_DETERMINER.search(before) is not None and _ATTITUDE.match(after) is not None)
        or (text[start] == "『" and not after.startswith("と"))  # titles of works in Japanese, else quotations within
        or (_ENTRY.match(text, end) is not None and not text[:start].strip())
        or _is_entry(text, start)
    )


def is_title(words: str) -> bool:
    """Whether words are capitalised as titles of works are, in one piece.

    >>> is_title("Attention Is All You Need"), is_title("The board approved the plan")
    (True, False)
    """
    if _INNER_STOP.search(words):
        return False
    long = [word for word in _WORD.findall(words) if len(word) >= LONG_WORD and word[0].isalpha()]
    cased = [word for word in long if word[0].isupper() or word[0].islower()]
    return len(cased) >= 2 and sum(word[0].isupper() for word in cased) >= CAPITALS * len(cased)


def _is_entry(text: str, start: int) -> bool:
    """Whether only the names of authors stand before a quotation in its line: `Smith, J., "On the size of boats"`."""
    line = max(text.rfind(sign, max(0, start - _NAMES), start) for sign in ("\n", BREAK)) + 1
    if line == 0 and start > _NAMES:
        return False
    number = _NUMBERED.match(text, line, start)
    before = text[number.end() if number else line : start].split()
    return (
        bool(before)
        and before[-1][-1] in ".,"
        and before[0].lower().strip(".,") not in _OPENERS
        and any(word[0].isupper() for word in before)
        and all(word[0].isupper() or word in _BETWEEN_NAMES or _YEAR.fullmatch(word) for word in before)
    )


def _before(pattern: re.Pattern[str]) -> Callable[[str, str], bool]:
    return lambda before, _: pattern.search(before) is not None


_STANDS_BEFORE: tuple[Callable[[str, str], bool], ...] = (
    *map(_before, (_KIND, _INVENTED, _LABEL, _EXAMPLE, _UNSAID)),
    lambda before, words: not words[:1].islower() and _NAMED.search(before) is not None,
)
