"""Text whose fonts tell the wrong characters: a bad or missing ToUnicode map (ISO 32000-1 section 9.10)."""

import re
from collections.abc import Sequence

SHARE = 0.05
"""Characters without a meaning above which a text is in doubt."""

VOWELS = 0.22
"""The least share of vowels among Latin letters: English, Czech and Polish have 0.37 to 0.42, Welsh without w 0.30; the
letters 3 behind in the alphabet have 0.14."""

ENOUGH = 150
"""Letters of a page that make a judgement of it possible."""

_MEANINGLESS = re.compile("[\ufffd\ue000-\uefff\uf100-\uf8ff\\x80-\\x9f]")  # U+F000 to F0FF: symbol fonts' bullets
_LATIN = re.compile("[a-z\u00df-\u024f]")
_VOWEL = re.compile(
    "[aeiouy\u00e0-\u00e6\u00e8-\u00ef\u00f2-\u00f6\u00f8-\u00fd\u0101\u0103\u0105\u0113\u0119\u011b\u0131\u0151\u0171]"
)


def doubts(pages: Sequence[str], controls: int, characters: int) -> list[str]:
    """Why the letters of a text may be wrong."""
    found = []
    meaningless = sum(len(_MEANINGLESS.findall(page)) for page in pages)
    if meaningless > SHARE * max(characters, 1):
        found.append(f"garbled text: {meaningless:,} of {characters:,} characters have no meaning")
    wrong = sum(_implausible(page) for page in pages)
    if wrong:
        found.append(f"garbled text: the letters of {wrong:,} of {len(pages):,} pages are implausible")
    # A font whose space is a control character has one between words; where they are more, letters are among them.
    if controls > 0.35 * max(characters, 1):
        found.append(f"garbled text: {controls:,} control characters, {characters:,} others")
    return found


def _implausible(page: str) -> bool:
    text = page.casefold()
    letters = len(_LATIN.findall(text))
    if letters < ENOUGH or letters < 0.3 * len(text):
        return False
    return len(_VOWEL.findall(text)) < VOWELS * letters
