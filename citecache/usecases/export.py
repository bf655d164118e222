"""Cards written to a file in an exchange format."""

from pathlib import Path

from citecache.exports import write
from citecache.exports.files import writing
from crawler.cache import CacheFile
from crawler.cache.read import cards
from crawler.model import CardFilter


def export(cache: CacheFile, format: str, path: Path | None, wanted: CardFilter, *, with_text: bool = True) -> int:
    """Write the cards to a file, or to stdout for None and `-`; return their number.

    Raises:
        KeyError: no such format.
        Error: the file cannot be written; it is then as it was before.
    """
    with writing(path, readers_of=cache.path) as out:
        return write(format, cards.cards(cache, wanted, with_text=with_text), out, with_text=with_text)
