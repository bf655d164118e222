"""Where quotation marks open and close in a text.

Marks are paired by language and by what stands beside them, as UAX #14 (class QU) cannot tell them apart:
`“ ”`, `„ “`, `” ”`, `« »`, `» «`, `» »`, `‹ ›`, `‘ ’`, `‚ ‘`, `「 」`, `『 』`, `" "` and `' '`. Of nested pairs the
outer one counts. Marks in code quote nobody.

A straight single mark is an apostrophe more often: it opens behind a space and before a letter, closes behind a word
and before none, and counts only outside of other marks.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from crawler.text.sentences import BREAK, MARK

MAX_QUOTE = 2_000
"""Characters. What is opened and not closed within them is a mark of another kind: inches, ditto. Heuristic."""

_CLOSES = {
    "“": "”", "„": "“”", "”": "”", "«": "»", "»": "«»", "‹": "›", "›": "‹", "‘": "’", "‚": "‘’",
    "「": "」", "『": "』", '"': '"',
}  # fmt: skip
_MARKS = re.compile(f"[{''.join(dict.fromkeys(''.join(_CLOSES) + ''.join(_CLOSES.values())))}]|\n[ \t]*\n")
_BOTH_WAYS = '"”»›‘'
"""Marks that open in one language and close in another: what stands beside them decides."""

_BEFORE_OPENING = re.compile(rf"[\s(\[{{—–/:;,-]|[{MARK}{BREAK}“„«‘‚]")
_AFTER_CLOSING = re.compile(rf"[^\w]|[{MARK}{BREAK}]")

_SINGLES = re.compile(
    rf"(?P<open>(?:^|(?<=[\s(\[{{—–/:{MARK}{BREAK}-]))'(?!(?:tis|twas|em|til|cause|bout|round|n)\b)(?=[^\W\d_]))"
    r"|(?P<close>(?<=[\w.,!?…)\]%])'(?![\w'’]))|\n[ \t]*\n"
)

_SINGLE_OPENINGS = tuple(f"{before}'" for before in f" \n\t([{{—–/:-{MARK}{BREAK}")
"""Most apostrophes stand behind a letter."""

Span = tuple[int, int]


def may_quote(text: str) -> bool:
    """A quick test: nearly all texts have no quotation marks but apostrophes."""
    if text.isascii():
        return '"' in text or _may_open_single(text)
    return any(mark in text for mark in _CLOSES) or _may_open_single(text)


def quoted_spans(text: str, code: Sequence[Span] = ()) -> list[Span]:
    """Start and end of what stands between two marks, both marks included; only the outer ones, in their order."""
    found = list(_pairs(text, code))
    if _may_open_single(text):
        starts = [start for start, _ in found]
        singles = [
            span
            for span in _singles(text, code)
            if (row := bisect_right(starts, span[1])) == 0 or found[row - 1][1] <= span[0]
        ]
        found = sorted(found + singles) if singles else found
    return found


def _may_open_single(text: str) -> bool:
    return "'" in text and (text[0] == "'" or any(opening in text for opening in _SINGLE_OPENINGS))


def _pairs(text: str, code: Sequence[Span]) -> Iterator[Span]:
    opened: tuple[str, int] | None = None
    nested = 0
    for match in _MARKS.finditer(text):
        at, mark = match.start(), match[0]
        if code and _within(at, code):
            continue
        if opened and (len(mark) > 1 or at - opened[1] > MAX_QUOTE):  # an empty line
            opened = None
        if opened and mark in _CLOSES[opened[0]] and _may_close(text, at, opened[0]):
            if nested and mark != '"':
                nested -= 1
            elif mark != "’" or not _possessive(text, at):
                yield opened[1], at + 1
                opened = None
        elif mark in _CLOSES and _may_open(text, at):
            if opened is None or mark == opened[0] == '"':
                opened, nested = (mark, at), 0
            elif mark == opened[0]:
                nested += 1


def _within(at: int, spans: Sequence[Span]) -> bool:
    row = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return row >= 0 and at < spans[row][1]


def _may_open(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] not in _BOTH_WAYS:
        return True
    return (not before or _BEFORE_OPENING.match(before) is not None) and bool(after) and not after.isspace()


def _may_close(text: str, at: int, opened: str) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] not in '"’' and opened != "»":
        return True
    if text[at] == "«":  # closes as the German one does, however it stands
        return True
    if text[at] == '"' == opened:  # a link's text may follow without a space: "..."[here](...)
        return not before.isspace()
    return not before.isspace() and (not after or _AFTER_CLOSING.match(after) is not None)


def _possessive(text: str, at: int) -> bool:
    """Whether an apostrophe ends a plural, "the boys’ names": a later mark closes the quotation then."""
    if text[at - 1 : at] != "s" or text[at + 1 : at + 2] != " ":
        return False
    rest = text[at + 1 : at + MAX_QUOTE]
    closing, opening = rest.find("’"), rest.find("‘")
    return closing >= 0 and (opening < 0 or closing < opening)


def _singles(text: str, code: Sequence[Span]) -> Iterator[Span]:
    """Straight single marks; one that may end a plural closes only if no better one follows."""
    opened, plural = -1, -1
    for match in _SINGLES.finditer(text):
        at = match.start()
        if code and _within(at, code):
            continue
        if opened >= 0 and at - opened > MAX_QUOTE:
            opened = plural = -1
        if match["close"] and opened >= 0:
            if text[at - 1] != "s" or text[at + 1 : at + 2] != " ":
                yield opened, at + 1
                opened = plural = -1
            elif plural < 0:
                plural = at
        elif not match["close"]:
            if plural >= 0:
                yield opened, plural + 1
            opened, plural = (at, -1) if match["open"] else (-1, -1)
    if plural >= 0:
        yield opened, plural + 1
