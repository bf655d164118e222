"""Where sentences begin and end: their `spans` and `ends` in a text, and whether a line `is_closed` like one.

The rules follow the "golden rules" of Pragmatic Segmenter (Dias, 2014) as far as English prose with footnotes needs
them, and UAX #29, section 5, for scripts with full stops of their own:

* a sentence ends at a stop plus closing quotes and brackets plus footnote marks, before white space;
* not before a small letter; not in a decimal (no white space follows); not after an initial;
* after an abbreviation only before a word that begins sentences ("the U.S. The bill" but "the U.S. Senate");
* `。！？` end a sentence with no white space needed.

Libraries are slower or cut worse: bench/libraries.py. `MARK` stands for one footnote mark in the text, `BREAK` for a
forced line break, which ends a sentence too; neither occurs in text otherwise.
"""

import re
from collections.abc import Iterator

MARK = "\ufdd2"
"""A Unicode noncharacter."""

BREAK = "\u2028"
"""The line separator; tidied text has none."""

CONTEXT = 40
"""Characters that are read on either side of a stop to decide whether it ends a sentence."""

STOPS = ".!?…\u061f\u06d4\u0964\u0965\u1362\u104b\u0589\u17d4\u0f0d"
"""Stops that white space follows: Latin, Arabic, Urdu, Devanagari, Ethiopic, Burmese, Armenian, Khmer, Tibetan."""

WIDE_STOPS = "。！？｡"
"""Sentence stops of Chinese and Japanese, which need no white space after them."""

_CLOSERS = "\"'”’»)\\]}¹²³⁴-⁹⁰"
_WIDE_CLOSERS = "」』”’）】》"
_SPACED_CLOSER = rf"(?:[ \u00a0\u202f]»(?=[\s{MARK}]|$))?"
"""As in French: `Il dit « c’est vrai. »`; not the German one, `Er kam. »Ja«, sagte er.`, which opens."""
_QUOTED_ON = re.compile("[」』](?:と|って|など)")
"""A quotation in Japanese within a sentence that goes on: `「次の文だ。」と言った。`"""
_CANDIDATE = re.compile(
    rf"(?P<wide>(?:[{WIDE_STOPS}]|．(?!\d))+[{_WIDE_CLOSERS}]*(?:[\"'](?=[\s{MARK}]|$))?{MARK}*)"
    rf"|(?P<stop>(?<![{STOPS}])[{STOPS}]+[{_CLOSERS}]*{_SPACED_CLOSER}(?:\[\d{{1,3}}\])*(?:{MARK}+|(?=\s|$))(?:\s+{MARK}+(?=\s|$))*)"
    rf"|{BREAK}+"
)
_CLOSED = re.compile(rf"[{STOPS}{WIDE_STOPS}][{_CLOSERS}{_WIDE_CLOSERS}]*$")
_NEXT = re.compile(rf"[\s{MARK}\"'“‘«(\[{{¿¡—–-]*(?P<word>[^\W_]+(?:['’][^\W_]+)?)?")
_LAST = re.compile(r"[^\W_]+(?:[.&-][^\W_]+)*$")

_NEVER_LAST = frozenset(
    "mr mrs ms mx dr prof gen sen rep gov hon rev capt col lt sgt maj cmdr pres st mt vs v e.g i.e eg ie cf viz "
    "approx ca esp incl resp fig figs eq eqs".split()
)
_BEFORE_NUMBER = frozenset("no nos p pp vol vols ch sec art arts para n nn ver v".split())
_MAY_BE_LAST = frozenset(
    "etc al inc ltd co corp bros jr sr dept univ assn est ed eds trans ph.d m.d b.a m.a b.sc m.sc a.m p.m "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun".split()
)
_STARTERS = frozenset(
    "the a an this that these those it its he she they we you i his her their our in on at by for from with "
    "however but and yet so although though while when where if as after before since because what who why how "
    "there here some many most all both each other another such no not one two three critics researchers "
    "according meanwhile moreover furthermore nevertheless nonetheless instead thus therefore hence later "
    "during under over between despite unlike until to".split()
)
_AFTER_ORDINAL = frozenset(
    "januar jänner februar märz mai juni juli oktober dezember jahrhundert jahrhunderts jahrtausend kapitel auflage "
    "klasse weltkrieg geburtstag todestag lebensjahr".split()
)
_MONTHS_OF_BOTH = frozenset("april august september november".split())  # English and German
_BEFORE_ORDINAL = re.compile(r"\b(?:am|ab|bis|das|dem|den|der|des|die|im|seit|und|vom|zum)\s+\Z", re.IGNORECASE)
_CITED = re.compile(rf"\s*\([^()\n]{{1,120}}\)[{STOPS}]")
"""`"It holds [...]" (Smith 55).`: a reference between a quotation and the stop of its sentence."""
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")


def spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence; together they cover the text except for the white space between sentences.

    >>> [t[a:b] for t in ["See Smith et al. (2020). It cost $1.5 million."] for a, b in spans(t)]
    ['See Smith et al. (2020).', 'It cost $1.5 million.']
    """
    found: list[tuple[int, int]] = []
    start = 0
    for end in (*ends(text), len(text)):
        _append(found, text, start, end)
        start = end
    return found


def ends(text: str) -> Iterator[int]:
    """The offset after each stop that ends a sentence.

    In a text that was cut off, only offsets at least `CONTEXT` characters before the cut are certain.
    """
    start = 0
    for match in _CANDIDATE.finditer(text):
        if match["stop"] and not _ends(text, start, match.start("stop"), match.end()):
            continue
        if match["wide"] and _QUOTED_ON.match(text, match.end() - 1):
            continue
        yield match.end()
        start = match.end()


def is_closed(line: str) -> bool:
    """Whether a line ends with a stop, as a sentence does and a heading, a byline or a counter does not.

    >>> is_closed("It rained."), is_closed("“Did it rain?”"), is_closed("Rain in the north")
    (True, True, False)
    """
    return _CLOSED.search(line) is not None


def _append(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    if piece.strip(f" \t\n{MARK}{BREAK}"):
        found.append((start + left, start + len(piece.rstrip())))
    elif found:  # nothing but marks: they belong to the previous sentence
        found[-1] = (found[-1][0], end)


def _ends(text: str, start: int, stop: int, end: int) -> bool:
    """Whether the stop at `stop`, whose closers end at `end`, ends the sentence that began at `start`."""
    after = _NEXT.match(text, end, end + CONTEXT)
    word = (after and after["word"]) or ""
    if not word:
        return end == len(text) or text[end].isspace()
    if word[0].islower() or (text[stop + 1 : end] and _CITED.match(text, end)):
        return False
    if text[stop] != ".":
        return True
    last = _LAST.search(text, max(start, stop - CONTEXT), stop)
    if last is None or text[stop + 1 : end].strip(MARK + " "):
        return True
    if _is_ordinal(text, last, word.lower()):
        return False
    first = last.start() - start < CONTEXT and not text[start : last.start()].strip()
    return _after_word(last[0], word, first=first)


def _is_ordinal(text: str, last: re.Match[str], word: str) -> bool:
    """Whether a number and its full stop are a German ordinal: "am 12. Juni", "das 19. Jahrhundert"."""
    if not last[0].isdigit() or len(last[0]) > 2:
        return False
    lead = text[max(0, last.start() - CONTEXT) : last.start()]
    return word in _AFTER_ORDINAL or (word in _MONTHS_OF_BOTH and _BEFORE_ORDINAL.search(lead) is not None)


def _after_word(last: str, word: str, *, first: bool) -> bool:
    """Whether a full stop between two words ends a sentence; `first`: `last` begins the sentence."""
    lower = last.lower()
    starter = word.lower() in _STARTERS
    if lower in _NEVER_LAST or (first and last.isdigit()):
        return False
    if lower in _BEFORE_NUMBER and word[0].isdigit():
        return False
    if lower in _MAY_BE_LAST or _ACRONYM.fullmatch(last):
        return starter
    if len(last) == 1 and last.isalpha():
        return starter and last != "I"
    return True
