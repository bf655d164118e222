"""Where a URL in running text ends, by the rules of GFM's extended autolinks (github.github.com/gfm, section 6.9).

It also ends before `[^`, before an unpaired bracket and before full-width punctuation.
"""

import re
from collections.abc import Iterator

_START = re.compile(r"(?<![A-Za-z0-9+.-])(?:https?|ftp)(?=://)", re.IGNORECASE)
_BARE = re.compile(r"://(?:[^\s<>\[\]{}\"`，。、；：！？）」』】》“”\u2028]|\[(?!\^)[^\s<>\[\]]*\])+".replace("{}", ""))
_TRAILING = "?!.,:*_~'’…"
_ENTITY = re.compile(r"(?:&[A-Za-z0-9]+)?;\Z")


def bare_end(text: str, pos: int, limit: int) -> int:
    """The end of the bare URL whose `://` is at `pos`; `pos` itself if there is none."""
    match = _BARE.match(text, pos, limit)
    if match is None:
        return pos
    end = match.end()
    surplus = text.count(")", pos, end) - text.count("(", pos, end)
    while end > pos + len("://"):
        if text[end - 1] in _TRAILING:
            end -= 1
        elif text[end - 1] == ")" and surplus > 0:
            end, surplus = end - 1, surplus - 1
        elif text[end - 1] == ";" and (entity := _ENTITY.search(text, max(pos, end - 40), end)):
            end = entity.start()
        else:
            return end
    return pos


def find_urls(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each bare URL in a text."""
    end = 0
    for match in _START.finditer(text):
        if match.start() < end:
            continue  # part of the URL before it, as in an archive's URL
        end = bare_end(text, match.end(), len(text))
        if end > match.end():
            yield match.start(), end
