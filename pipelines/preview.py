"""The preview of a card: the head of the clean text, cut where a reader would stop.

`preview` is pure and total: any string, also one with lone surrogates or without a single space, gives a
preview of at most `PREVIEW_CHARS` characters and the line that says how much there is.
"""

import re
import unicodedata
from collections.abc import Iterable

from crawler.model.capture import TRUNCATED
from crawler.text import sentences

PREVIEW_CHARS = 3000
"""Characters of text in a preview, before the line that says "truncated": docs, "the model card"."""

LEAST_CHARS = PREVIEW_CHARS // 2
"""A cut never throws away more than half of what may be shown: a paragraph that ends before this many
characters is passed over in favour of a sentence, a sentence in favour of a word, a word in favour of a hard cut."""

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_LINE_END = re.compile(r"\n")
_WORD_END = re.compile(r"(?<=\S)(?=\s)")

_JOINER = "\u200d"
_HANGUL_VOWELS_AND_FINALS = range(0x1160, 0x1200)
_LOW_SURROGATES = range(0xDC00, 0xE000)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_TAGS = range(0xE0020, 0xE0080)
_VIRAMA = 9  # the combining class of signs that make a conjunct of the letters around them (Devanagari and others)
_LONGEST_CLUSTER = 64
"""Characters a hard cut steps back at most: "Zalgo" text must not eat the preview."""


def preview(text: str) -> tuple[str, bool]:
    r"""The text's preview, and whether it is less than the text.

    A text of up to `PREVIEW_CHARS` characters is its own preview. Of a longer one: its head up to the last
    end of a paragraph, else of a sentence, else of a word, else cut hard between two characters as a reader
    sees them; then a blank line and the size of the whole. The end lies between `LEAST_CHARS` and
    `PREVIEW_CHARS` characters. A paragraph ends at a blank line, or, where there is no blank line in the head
    (trafilatura writes one paragraph per line), at a line's end.

    >>> preview("Short.")
    ('Short.', False)
    >>> preview("word " * 1000)[0][-40:]
    'd word word\n\n... (truncated, 5 KB total)'
    """
    if len(text) <= PREVIEW_CHARS:
        return text, False
    head = text[: _cut(text)].rstrip()
    return f"{head}{TRUNCATED}{size(utf8_length(text))} total)", True


def size(count: int) -> str:
    """A number of bytes as a card shows it: `N KB` of 1024 bytes, rounded half up; `N B` under 1 KB.

    >>> size(1023), size(1024), size(15_900)
    ('1023 B', '1 KB', '16 KB')
    """
    return f"{count} B" if count < 1024 else f"{(count + 512) // 1024} KB"


def utf8_length(text: str) -> int:
    """Bytes of a text in UTF-8; a lone surrogate counts the three bytes it would take."""
    return len(text.encode("utf-8", "surrogatepass"))


def _cut(text: str) -> int:
    """Where to cut a text longer than `PREVIEW_CHARS`: an index between `LEAST_CHARS` and `PREVIEW_CHARS`."""
    window = text[: PREVIEW_CHARS + 2]  # two more, so that what follows an end can be seen
    paragraph = _BLANK_LINE if _BLANK_LINE.search(window) else _LINE_END
    if end := _last(match.start() for match in paragraph.finditer(window)):
        return end
    if end := _last(sentences.ends(text[: PREVIEW_CHARS + sentences.CONTEXT])):
        return end
    return _last(match.start() for match in _WORD_END.finditer(window)) or _hard_cut(text)


def _last(places: Iterable[int]) -> int | None:
    """The last place that is neither too early nor too late."""
    return max((place for place in places if LEAST_CHARS <= place <= PREVIEW_CHARS), default=None)


def _hard_cut(text: str) -> int:
    """The last index up to `PREVIEW_CHARS` that does not part what a reader sees as one character."""
    for index in range(PREVIEW_CHARS, PREVIEW_CHARS - _LONGEST_CLUSTER, -1):
        if not _joined(text, index):
            return index
    return PREVIEW_CHARS


def _joined(text: str, index: int) -> bool:
    """Whether a cut at `index` would part one visible character.

    The rules of UAX 29 (unicode.org/reports/tr29, GB3 to GB13) that matter here: no break before a combining
    mark, a joiner, a variation selector, an emoji modifier or tag, a Hangul vowel or final; none after a
    joiner or, before a letter, after a virama; none inside a pair of flag letters; none inside a surrogate pair.
    """
    before, after = text[index - 1], text[index]
    code = ord(after)
    if unicodedata.category(after) in ("Mn", "Mc", "Me") or _JOINER in (before, after):
        return True
    if any(code in extenders for extenders in (_HANGUL_VOWELS_AND_FINALS, _LOW_SURROGATES, _SKIN_TONES, _TAGS)):
        return True
    if code in _FLAG_LETTERS:
        run = 0
        while run < index and ord(text[index - 1 - run]) in _FLAG_LETTERS:
            run += 1
        return run % 2 == 1
    if unicodedata.combining(before) == _VIRAMA and unicodedata.category(after) == "Lo":
        return True
    return before == "\r" and after == "\n"
