"""Cited URLs replaced in the bytes of a document, and nothing else.

No format knows how to write. A place where a URL is written is a citation of it if the document, read again with
another URL there, cites that one and is else the same; and what is written in the end is read again, too: if it does
not cite what it cited before but for the replaced URLs, it is not written. So every format that is text is covered,
and an occurrence of the same URL in a code sample is left alone.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from crawler.model import ParsedSource
from crawler.model.errors import SourceError
from crawler.sources import written_urls
from crawler.sources.drawn_tables import breaks_table
from crawler.sources.parsing.encodings import decode

NOT_TEXT = "the file is not plain text"
NOT_FOR_SURE = "it is not written there as it is read, or the file could not be read as before"
ELSEWHERE = "it is not written there for sure: it may stand in a file that this one names"
DRAWN = "it stands in a drawn table, where it has no room for another length"
"""Why a URL is `left`; `ELSEWHERE` is said of a document that depends on others, as on a bibliography."""

MOST_TRIALS = 400
"""How often one document is read again where its places have to be tried one by one. Reading takes milliseconds."""

_PROBE = "https://repair-{}.invalid/x"
"""URLs that nobody cites (RFC 2606, section 2), with no character that any format escapes."""
_PROBED = re.compile(r"repair-\d+\.invalid")

Read = Callable[[bytes], ParsedSource]
Cited = tuple[str | int | None, ...]
"""What must stay of a citation or a record; its URL first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlPlace:
    """Where a URL is written in a document."""

    start: int  # characters, of the text as it is in the file
    line: int  # from 1
    column: int  # from 1, in characters
    written: str  # with its escapes
    url: str  # as cited


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A URL replaced by another."""

    place: UrlPlace
    new_url: str
    new_written: str  # with its escapes


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """A document with replaced URLs."""

    before: str = ""  # the text of the file, with its line ends; "" where nothing is replaced, or it is no text
    after: str = ""
    data: bytes
    edits: tuple[Edit, ...] = ()  # in the order of the text
    left: Mapping[str, str] = field(default_factory=dict)  # URL as cited -> why it is not replaced everywhere


def rewrite(data: bytes, replaced: Mapping[str, str], read: Read) -> Rewritten:
    """The document with URLs replaced: URL as cited -> new URL. `read` gives what bytes cite.

    Never raises for what a document contains: what cannot be replaced is `left`.
    """
    found = read(data)
    cited = _cited(found)
    wanted = {url: replaced[url] for url in (str(one[0]) for one in cited) if url in replaced}
    if not wanted:
        return Rewritten(data=data)
    stored = _StoredText.of(data)
    if stored is None:
        return Rewritten(data=data, left=dict.fromkeys(wanted, NOT_TEXT))
    return _Rewriting(stored, wanted, read, cited, ELSEWHERE if found.depends else NOT_FOR_SURE).done(data)


def _cited(found: ParsedSource) -> list[Cited]:
    cited: list[Cited] = [(one.url, one.resource_id, one.label, one.line, one.accessed) for one in found.citations]
    return cited + [(one.url, one.id, one.stable_id, one.line, None) for one in found.records]


@dataclass(frozen=True, slots=True)
class _StoredText:
    """A text, and how a file has it."""

    text: str
    encoding: str
    mark: bytes

    @classmethod
    def of(cls, data: bytes) -> "_StoredText | None":
        """The text that gives the same bytes back; None: there is none.

        Bytes that are not in the encoding stay as they are. If that is not enough, the text is taken for UTF-8: in most
        encodings a URL is ASCII.
        """
        try:
            found = decode(data)
        except SourceError:
            return None
        for encoding in (found.encoding, "utf-8"):
            try:
                stored = cls(data[len(found.mark) :].decode(encoding, "surrogateescape"), encoding, found.mark)
                if stored.bytes_of(stored.text) == data:
                    return stored
            except UnicodeError:
                continue
        return None

    def bytes_of(self, text: str) -> bytes:
        """Another text as this file would have it. Raises UnicodeError for what the encoding cannot express."""
        return self.mark + text.encode(self.encoding, "surrogateescape")


@dataclass
class _Rewriting:
    stored: _StoredText
    wanted: Mapping[str, str]
    read: Read
    cited: Sequence[Cited]
    why_left: str
    trials: int = 0

    def done(self, data: bytes) -> Rewritten:
        citing = self._citing(list(self._places()))
        narrow = {place.url for place in citing if self._breaks_table(place)}
        citing = {place: found for place, found in citing.items() if not self._breaks_table(place)}
        edits = self._verified(citing)
        replaced = {position for edit in edits for position in citing[edit.place]}
        left = {
            str(one[0]): DRAWN if one[0] in narrow else self.why_left
            for position, one in enumerate(self.cited)
            if one[0] in self.wanted and position not in replaced
        }
        if not edits:
            return Rewritten(data=data, left=left)
        after = self._edited(edits)
        new = self.stored.bytes_of(after)
        return Rewritten(before=self.stored.text, after=after, data=new, edits=tuple(edits), left=left)

    def _breaks_table(self, place: UrlPlace) -> bool:
        new = self._forms(place)[0].new_written
        return breaks_table(self.stored.text, place.start, place.written, new)

    def _places(self) -> Iterator[UrlPlace]:
        """Where one of the URLs may be written."""
        text = self.stored.text
        ends = [match.end() for match in re.finditer(r"\r\n|\r|\n", text)]
        for start, end, url in written_urls.find(text, self.wanted):
            line = bisect_right(ends, start)
            column = start - (ends[line - 1] if line else 0) + 1
            yield UrlPlace(start=start, line=line + 1, column=column, written=text[start:end], url=url)

    def _citing(self, places: Sequence[UrlPlace]) -> dict[UrlPlace, frozenset[int]]:
        """The places that cite, each with the positions of its citations: found by other URLs in these places."""
        found = self._probed(places)
        if found is None:
            found = {}
            for url, of_url in _by_url(places).items():
                alone = self._probed(of_url)
                found |= self._together(url, of_url) if alone is None else alone
        return {place: found[place] for place in places if place in found}

    def _probed(self, places: Sequence[UrlPlace]) -> dict[UrlPlace, frozenset[int]] | None:
        """A URL of its own in each place. None: what the document cites changes in another way, too."""
        probes = {_PROBE.format(number): place for number, place in enumerate(places)}
        now = self._read(self._with((place, probe) for probe, place in probes.items()))
        if now is None or len(now) != len(self.cited):
            return None
        found: dict[UrlPlace, set[int]] = {}
        for position, (before, after) in enumerate(zip(self.cited, now, strict=True)):
            place = probes.get(str(after[0]))
            if place is not None and before[0] == place.url and before[1:] == after[1:]:
                found.setdefault(place, set()).add(position)
            elif before != after and not _PROBED.search(str(after[0])):  # if so, what was replaced was a part of a URL
                return None
        return {place: frozenset(positions) for place, positions in found.items()}

    def _together(self, url: str, places: Sequence[UrlPlace]) -> dict[UrlPlace, frozenset[int]]:
        """The places of a URL that a format counts once, however often an entry has it: all that have any effect."""
        probe = _PROBE.format(0)
        some = [place for place in places if self._read(self._with([(place, probe)])) != self.cited]
        positions = frozenset(position for position, one in enumerate(self.cited) if one[0] == url)
        wanted = [(probe, *one[1:]) if one[0] == url else one for one in self.cited]
        holds = some and self._read(self._with((place, probe) for place in some)) == wanted
        return dict.fromkeys(some, positions) if holds else {}

    def _verified(self, citing: Mapping[UrlPlace, frozenset[int]]) -> list[Edit]:
        """The edits after which the document cites the same but for the new URLs: all at once, else URL by URL."""
        edits = [self._forms(place)[0] for place in citing]
        if self._holds(edits, citing):
            return edits
        edits = []
        for some in _by_url(citing).values():
            for forms in zip(*map(self._forms, some), strict=True):
                tried = sorted([*edits, *forms], key=lambda edit: edit.place.start)
                if self._holds(tried, citing):
                    edits = tried
                    break
        return edits

    def _forms(self, place: UrlPlace) -> list[Edit]:
        """The ways to write the new URL in a place: equally many for each."""
        new = self.wanted[place.url]
        forms = written_urls.like(place.written, place.url, new)
        return [Edit(place=place, new_url=new, new_written=form) for form in forms]

    def _holds(self, edits: Sequence[Edit], citing: Mapping[UrlPlace, frozenset[int]]) -> bool:
        new = {position: edit.new_url for edit in edits for position in citing[edit.place]}
        wanted = [(new.get(position, one[0]), *one[1:]) for position, one in enumerate(self.cited)]
        return not edits or self._read(self._edited(edits)) == wanted

    def _edited(self, edits: Iterable[Edit]) -> str:
        return self._with((edit.place, edit.new_written) for edit in edits)

    def _with(self, changes: Iterable[tuple[UrlPlace, str]]) -> str:
        """The text with other words in these places, which are in order."""
        parts, at = [], 0
        for place, new in changes:
            parts += [self.stored.text[at : place.start], new]
            at = place.start + len(place.written)
        return "".join([*parts, self.stored.text[at:]])

    def _read(self, text: str) -> list[Cited] | None:
        """What such a text would cite. None: it cannot be stored, or too many were tried."""
        self.trials += 1
        if self.trials > MOST_TRIALS:
            return None
        try:
            return _cited(self.read(self.stored.bytes_of(text)))
        except UnicodeError:
            return None


def _by_url(places: Iterable[UrlPlace]) -> dict[str, list[UrlPlace]]:
    found: dict[str, list[UrlPlace]] = {}
    for place in places:
        found.setdefault(place.url, []).append(place)
    return found
