"""Text of scripts that are written without spaces, as words that a full-text index can find.

A run of such letters becomes its pairs of letters, and its last letter: the usual way to index Chinese, Japanese and
Korean without a dictionary (Lucene's CJKBigramFilter). A word of two letters or more is then a phrase of pairs, and one
letter is the beginning of a pair. Hangul counts as such a script, since its particles stand within words. The index
holds these words: what makes them must not change without a migration that builds the index anew.
"""

import re
import unicodedata

from crawler.text.scripts import HANGUL, UNSPACED, first_bytes

_RUN = re.compile(f"[{UNSPACED}{HANGUL}]+")
_NEVER_A_RUN = bytes(
    {*range(0x100)} - {0x0E, 0x10, 0x11, 0x17, *range(0x2E, 0xA0), *range(0xAC, 0xD9), 0xF9, 0xFA, 0xFF}
)
"""First bytes, in UTF-16, of letters of which NFKC makes none of a run; 11 has the parts of Hangul."""


def segmented(text: str | None) -> str | None:
    """A text with its runs as pairs; None where it has none.

    >>> segmented("GPT模型很大"), segmented("plain")
    ('GPT 模型 型很 很大 大 ', None)
    """
    if text is None or text.isascii() or not first_bytes(text).translate(None, _NEVER_A_RUN):
        return None
    folded = unicodedata.normalize("NFKC", text)
    if not _RUN.search(folded):
        return None
    return _RUN.sub(lambda run: f" {' '.join(_pairs(run[0]))} {run[0][-1]} ", folded)


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]


def query_segments(word: str) -> list[tuple[str, bool]]:
    """What a word of a query looks for among segments: phrases, and whether the last word of one is a beginning.

    >>> query_segments("GPT模型化"), query_segments("型"), query_segments("tide")
    ([('GPT', False), ('模型 型化', False)], [('型', True)], [('tide', False)])
    """
    folded = unicodedata.normalize("NFKC", word)
    found, end = [], 0
    for run in _RUN.finditer(folded):
        found += [(part, False) for part in [folded[end : run.start()].strip()] if part]
        found.append((" ".join(_pairs(run[0])) or run[0], len(run[0]) == 1))
        end = run.end()
    return found + [(part, False) for part in [folded[end:].strip()] if part]
