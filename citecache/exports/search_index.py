"""The search of a static site: an index in JSON files, of which a browser loads those that a query needs.

    search/index.json     which files there are, and how they are called
    search/words-AB.json  for the words that begin with "ab": the pages that have each word, and those that have it in
                          their title, address, tags or authors
    search/cards-N.json   what is shown of the cards of a range of pages

Pages are told by their numbers in the cache, so that a page which is added or changed leaves all other entries as they
are: the next export rewrites the files of its words, not the index. Numbers of a word ascend and are stored as
differences in base 36. search.js has the same rules for words and names of files.
"""

import re
import tempfile
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from citecache.exports.citing_site import FileFolder
from citecache.render.html.links import file_id
from citecache.render.html.safety import visible
from citecache.render.json_text import line
from crawler.model import Card
from crawler.text.words import words

INDEX = "search/index.json"

PAGES_IN_FILE = 100
"""Numbers of pages whose cards are in one file."""

SMALL = 2_000
"""Cards up to which one letter names a file of words; then two do, for a file should load at once. Heuristic."""

WORD_CHARS = 40
"""Of a longer word these are indexed."""

_HELD_LINES = 200_000
"""Lines in memory before they are written to temporary files: some 25 MB."""

_NOT_ASCII_BLOCK = 64
"""Characters outside ASCII that share a file of words: the index of Chinese is not thousands of files."""

_SHOWN_CHARS = 300
"""Of a title or an address in a result."""


WordPages = tuple["array[int]", "array[int]"]
"""Numbers of the pages that have a word, and of those that have it in what names them; some of them twice."""


class SearchIndex:
    """Takes the cards of a site; lines are kept in files, one for each file of the index."""

    def __init__(self, folder: FileFolder, spool: Path, cards: int) -> None:
        self._folder = folder
        self._spool = spool
        self._letters = 1 if cards <= SMALL else 2
        self._lines: defaultdict[str, list[str]] = defaultdict(list)
        self._held = 0
        self._names: set[str] = set()

    def add(self, card: Card, page: int) -> None:
        """A card as it may be passed on, of a Page with that number."""
        named = set(_indexed(card.title, card.url, *card.tags, *card.authors))
        told = set(_indexed(card.summary, *card.key_points, card.type, card.sitename, card.text or card.preview))
        for word in named | told:
            self._put(words_file(word, self._letters), f"{word}\t{page}\t{int(word in named)}")
        self._put(f"cards-{page // PAGES_IN_FILE}", f"{page}\t{line(_shown(card))}")

    def _put(self, name: str, text: str) -> None:
        self._lines[name].append(text)
        self._held += 1
        if self._held >= _HELD_LINES:
            self._flush()

    def _flush(self) -> None:
        for name, lines in self._lines.items():
            with (self._spool / name).open("a", encoding="utf-8", newline="\n") as out:
                out.writelines(f"{one}\n" for one in lines)
        self._names |= set(self._lines)
        self._lines.clear()
        self._held = 0

    def close(self) -> None:
        """Write the files of the index."""
        self._flush()
        for name in sorted(self._names):
            with (self._spool / name).open(encoding="utf-8", newline="\n") as lines:
                made = _cards_json(lines) if name.startswith("cards-") else _words_json(lines)
            self._folder.write(f"search/{name}.json", made)
        listed = sorted(name.removeprefix("words-") for name in self._names if name.startswith("words-"))
        about = {"letters": self._letters, "pages_in_file": PAGES_IN_FILE, "words": listed}
        self._folder.write(INDEX, f"{line(about)}\n".encode())


@contextmanager
def search_index(folder: FileFolder, cards: int) -> Iterator[SearchIndex]:
    """The index of a site of that many cards; it is written when the block has ended well."""
    with tempfile.TemporaryDirectory(prefix="citecache-index-") as spool:
        index = SearchIndex(folder, Path(spool), cards)
        yield index
        index.close()


def words_file(word: str, letters: int) -> str:
    """The file of a word, without its suffix.

    >>> words_file("tides", 1), words_file("tides", 2), words_file("a", 2), words_file("物理", 2)
    ('words-t', 'words-ti', 'words-a', 'words-u1d1')
    """
    if not word[0].isascii():
        return f"words-u{ord(word[0]) // _NOT_ASCII_BLOCK:x}"
    found = re.match(r"[a-z0-9]*", word[:letters])
    return f"words-{found[0]}" if found else "words-"


def _indexed(*texts: str | None) -> Iterator[str]:
    for text in texts:
        if text:
            yield from (word[:WORD_CHARS] for word in words(text))


def _shown(card: Card) -> list[str | None]:
    """What search.js shows of a card: id, title, address, verdict, and the day of the last fetch."""
    return [
        file_id(card.id),
        visible(card.title)[:_SHOWN_CHARS] if card.title else None,
        visible(card.url)[:_SHOWN_CHARS],
        card.verdict.value,
        card.fetched_at[:10] if card.fetched_at else None,
    ]


def _words_json(lines: Iterable[str]) -> bytes:
    """A word a line, with the pages that have it; after a semicolon, those that have it in what names them."""
    found: defaultdict[str, WordPages] = defaultdict(lambda: (array("q"), array("q")))  # 8 bytes each
    for one in lines:
        word, page, named = one.rstrip("\n").split("\t")
        for pages in found[word][: 1 + int(named)]:
            pages.append(int(page))
    entries = (f'"{word}": "{_numbers(found[word])}"' for word in sorted(found))  # letters and digits: no escapes
    return ("{\n" + ",\n".join(entries) + "\n}\n").encode()


def _numbers(pages: WordPages) -> str:
    told, named = (" ".join(_differences(one)) for one in pages)
    return f"{told};{named}" if named else told


def _differences(numbers: "array[int]") -> Iterator[str]:
    """Each number once: several cards may be of one page."""
    before = 0
    for number in sorted(numbers):
        if number > before:
            yield _base36(number - before)
        before = number


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, last = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[last] + digits
        if not number:
            return digits


def _cards_json(lines: Iterable[str]) -> bytes:
    """A page a line, with its cards."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for one in lines:
        page, _, shown = one.rstrip("\n").partition("\t")
        found[int(page)].append(shown)
    entries = (f'"{page}": [{", ".join(sorted(found[page]))}]' for page in sorted(found))
    return ("{\n" + ",\n".join(entries) + "\n}\n").encode()
