"""What the index of all cards is made of: a few short values of each card, and columns of them.

Nothing here reads a text or a body: of a Capture, which may be large, only one index is read where there is one.
"""

import json
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain, compress
from operator import itemgetter
from typing import NamedTuple

from crawler.cache.database import CacheFile
from crawler.cache.places import DocumentPlaces
from crawler.cache.read.card_filters import SHOWN, VERDICT_DOUBT

KEPT_BITMAPS = 64
"""Of each column; of 100,000 cards one has 12.5 KB."""


class IndexedCard(NamedTuple):
    """The short values of a card. `captures`: in which it can be found, the page's own first."""

    id: str
    url: str
    host: str
    verdict: str
    importance: float | None
    tags: Sequence[str]
    fetched_at: str | None
    type: str | None
    language: str | None
    doubt: bool
    captures: tuple[int | None, int | None, int | None]


_CARDS = f"""
SELECT r.id, r.url, p.host, p.verdict, r.importance, r.tags, f.started_at, r.type, {SHOWN}, {VERDICT_DOUBT},
    p.last_good_capture_id, p.archived_capture_id, p.imported_capture_id
FROM resources r JOIN pages p ON p.id = r.page_id LEFT JOIN fetches f ON f.id = p.last_fetch_id
"""

# of the newest answer with that text, where it says otherwise
_SEEN = """
SELECT capture_id, seen FROM fetches WHERE seen IS NOT NULL AND outcome <> 'not_modified' AND id IN (
    SELECT max(id) FROM fetches WHERE capture_id IS NOT NULL AND outcome <> 'not_modified' GROUP BY page_id, capture_id
)
"""


def indexed_cards(cache: CacheFile) -> list[IndexedCard]:
    """Every card, by URL."""
    captures = {
        id_: (kind, language, doubt)
        for id_, kind, language, doubt in cache.execute("SELECT id, kind, language, doubt IS NOT NULL FROM captures")
    }
    for capture, seen in cache.execute(_SEEN):
        if "doubt" in (told := json.loads(seen)):
            kind, language, _ = captures.get(capture, (None, None, 0))
            captures[capture] = (kind, language, told["doubt"] is not None)
    found = []
    for id_, url, host, verdict, importance, tags, fetched_at, type_, shown, close, *searched in cache.execute(_CARDS):
        kind, language, doubt = captures.get(shown, (None, None, 0))
        told_type = (kind or type_) if type_ is None or type_ == "web" else type_
        names = json.loads(tags) if tags else ()
        card = IndexedCard(
            id_,
            url,
            host,
            verdict,
            importance,
            names,
            fetched_at,
            told_type,
            language,
            bool(doubt or close),
            tuple(searched),
        )
        found.append(card)
    return sorted(found, key=itemgetter(1, 0))


def cited_documents(cache: CacheFile, places: DocumentPlaces) -> dict[str, tuple[str, ...]]:
    """Resource ID -> what the Documents that cite it are called, each once."""
    rows = cache.execute("SELECT id, path, name FROM documents")
    names = {id_: name if path is None else places.shown(path) for id_, path, name in rows}
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for resource, document in cache.execute(
        "SELECT resource_id, document_id FROM citations WHERE resource_id IS NOT NULL"
    ):
        found[resource][names[document]] = None
    return {resource: tuple(documents) for resource, documents in found.items()}


def document_names(cache: CacheFile, places: DocumentPlaces) -> dict[str, str]:
    """The path and the name of each Document -> what it is called; a path goes before a name."""
    rows = [(path, name) for path, name in cache.execute("SELECT path, name FROM documents") if path is not None]
    shown = {path: places.shown(path) for path, _ in rows}
    return {name: shown[path] for path, name in rows} | shown


class Codes:
    """A column with any number of values for each card, as numbers."""

    def __init__(self, values: list[str], codes: "array[int]", ends: "array[int]") -> None:
        self.values = values
        self._number = {value: number for number, value in enumerate(values)}
        self._codes = codes  # of all cards, one after the other
        self._ends = ends  # where those of each card end
        self._bitmaps: dict[frozenset[int], int] = {}
        self._one: dict[int, int] = {}  # of a column with few values, the bitmap of each

    @classmethod
    def of(cls, rows: Iterable[Iterable[str]]) -> "Codes":
        numbers: dict[str, int] = {}
        codes, ends = array("I"), array("I")
        for row in rows:
            codes.extend(numbers.setdefault(value, len(numbers)) for value in dict.fromkeys(row))
            ends.append(len(codes))
        return cls(list(numbers), codes, ends)

    @cached_property
    def totals(self) -> Counter[int]:
        """Code -> the cards that have it."""
        return Counter(self._codes)

    @cached_property
    def _cards(self) -> "dict[int, array[int]]":
        """Code -> the numbers of the cards that have it."""
        found: dict[int, array[int]] = defaultdict(lambda: array("I"))
        start = 0
        for number, end in enumerate(self._ends):
            for code in self._codes[start:end]:
                found[code].append(number)
            start = end
        return found

    def bitmap(self, values: Iterable[str]) -> int:
        """The cards that have any of these values."""
        codes = frozenset(self._number[value] for value in values if value in self._number)
        found = self._bitmaps.get(codes)
        if found is None:
            if len(self._bitmaps) >= KEPT_BITMAPS:
                self._bitmaps.clear()
            numbers = chain.from_iterable(self._cards[code] for code in codes)
            found = self._bitmaps[codes] = bitmap_of(numbers, len(self._ends))
        return found

    def _bitmap_of(self, code: int) -> int:
        if code not in self._one:
            self._one[code] = bitmap_of(self._cards[code], len(self._ends))
        return self._one[code]

    def counted(self, within: int) -> Counter[int]:
        """Code -> how many of those cards have it."""
        ends, codes = self._ends, self._codes
        if not within:
            return Counter()
        if len(self.values) <= KEPT_BITMAPS:
            of_each = ((code, (self._bitmap_of(code) & within).bit_count()) for code in range(len(self.values)))
            return Counter({code: count for code, count in of_each if count})
        if self._single:
            return Counter(compress(codes, selectors(within, len(ends))))
        chosen = compress(range(len(ends)), selectors(within, len(ends)))
        return Counter(chain.from_iterable(codes[ends[n - 1] if n else 0 : ends[n]] for n in chosen))

    @cached_property
    def _single(self) -> bool:
        """Whether every card has one value."""
        return all(map(int.__eq__, self._ends, range(1, len(self._ends) + 1)))


_ZERO_ONE = bytes.maketrans(b"01", b"\0\1")
_DIGITS = bytes.maketrans(b"\0\1", b"01")


def bitmap_of(numbers: Iterable[int], size: int) -> int:
    """The bitmap of these of so many cards."""
    chosen = bytearray(size)
    for number in numbers:
        chosen[number] = 1
    return int(chosen.translate(_DIGITS)[::-1] or b"0", 2)


def selectors(bitmap: int, size: int) -> bytes:
    """A byte for each card: 1 where the bitmap has it, else 0."""
    return f"{bitmap:0{max(size, 1)}b}"[::-1].encode().translate(_ZERO_ONE)
