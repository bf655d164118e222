"""Cuts a block of prose into sentences: `spans(text)`.

The rules are those of the "golden rules" of Pragmatic Segmenter (Dias, 2014), as far as English prose with
footnotes needs them, and UAX #29 section 5 for the full stops of Chinese and Japanese:

* a sentence ends at `.`, `!`, `?`, `…` plus closing quotes and brackets plus footnote marks, before white space;
* not before a small letter; not in a decimal (no white space follows); not after an initial;
* after an abbreviation only before a word that begins sentences ("the U.S. The bill" but "the U.S. Senate");
* `。！？` end a sentence with no white space needed.

No library does it: pysbd rests since 2021, the others bring a model along. `MARK` stands for one footnote mark
in the text, `BREAK` for a forced line break, which ends a sentence too; both are Unicode noncharacters.
"""

import re

MARK = "\ufdd2"
BREAK = "\u2028"

_CLOSERS = "\"'”’»)\\]}"
_CANDIDATE = re.compile(
    rf"(?P<cjk>[。！？｡]+[」』”’）】]*{MARK}*)"
    rf"|(?P<stop>[.!?…]+[{_CLOSERS}]*(?:{MARK}+|(?=\s|$))(?:\s+{MARK}+(?=\s|$))*)"
    rf"|{BREAK}+"
)
_NEXT = re.compile(rf"[\s{MARK}\"'“‘«(\[{{¿¡—–-]*(?P<word>[^\W_]+(?:['’][^\W_]+)?)?")
_LAST = re.compile(r"[^\W_]+(?:[.&-][^\W_]+)*$")
_WINDOW = 40  # characters looked at on either side of a full stop

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
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")


def spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence; together they cover the text but for white space between them.

    >>> [t[a:b] for t in ["See Smith et al. (2020). It cost $1.5 million."] for a, b in spans(t)]
    ['See Smith et al. (2020).', 'It cost $1.5 million.']
    """
    found: list[tuple[int, int]] = []
    start = 0
    for match in _CANDIDATE.finditer(text):
        if match["stop"] and not _ends(text, start, match.start("stop"), match.end()):
            continue
        _append(found, text, start, match.end())
        start = match.end()
    _append(found, text, start, len(text))
    return found


def _append(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    if piece.strip(f" \t\n{MARK}{BREAK}"):
        found.append((start + left, start + len(piece.rstrip())))
    elif found:  # only marks: they belong to the sentence before
        found[-1] = (found[-1][0], end)


def _ends(text: str, start: int, stop: int, end: int) -> bool:
    """Whether the full stop at `stop`, with its closers ending at `end`, ends the sentence begun at `start`."""
    after = _NEXT.match(text, end, end + _WINDOW)
    word = (after and after["word"]) or ""
    if not word:
        return not text[end:].strip() or text[end : end + 1].isspace()
    if word[0].islower():
        return False
    if text[stop] != ".":
        return True
    last = _LAST.search(text, max(start, stop - _WINDOW), stop)
    if last is None or text[stop + 1 : end].strip(MARK + " "):
        return True
    return _after_word(last[0], word, first=not text[start : last.start()].strip())


def _after_word(last: str, word: str, *, first: bool) -> bool:
    """Whether a full stop between these two words ends a sentence; `first`: `last` is all there is before it."""
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
