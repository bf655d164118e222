"""Cited URLs replaced in the bytes of a document, and nothing else.

No format knows how to write. A place where a URL is written is a citation of it if the document, read again with
another URL there, cites that one and is else the same; and what is written in the end is read again, too: if it does
not cite what it cited before but for the replaced URLs, it is not written. So every format that is text is covered,
and an occurrence of the same URL in a code sample is left alone.
"""

import codecs
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from crawler.model import ParsedSource
from crawler.sources import written_urls

MOST_TRIALS = 400
"""How often one document is read again where its places have to be tried one by one. Reading takes milliseconds."""

_MARKS = {codecs.BOM_UTF32_LE: "utf-32-le", codecs.BOM_UTF32_BE: "utf-32-be"}
_MARKS |= {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}

_PROBE = "https://repair-{}.invalid/x"
"""URLs that nobody cites (RFC 2606, section 2), with no character that any format escapes."""

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
class Edit(UrlPlace):
    """A URL replaced by another."""

    new_url: str
    new_written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """A document with replaced URLs. `left`: cited URLs that could not be replaced everywhere, and why."""

    before: str  # the text of the file, with its line ends
    after: str
    data: bytes
    edits: tuple[Edit, ...]
    left: Mapping[str, str] = field(default_factory=dict)


def cited_urls(found: ParsedSource) -> set[str]:
    """The URLs that a document cites or describes, as written there."""
    return {str(one[0]) for one in _cited(found) if one[0]}


def rewrite(data: bytes, replaced: Mapping[str, str], read: Read) -> Rewritten:
    """The document with URLs replaced: URL as cited -> new URL. `read` gives what bytes cite.

    Never raises for what a document contains: what cannot be replaced is `left`.
    """
    cited = _cited(read(data))
    wanted = {url: new for url, new in replaced.items() if any(one[0] == url for one in cited)}
    codec = _codec(data)
    if not wanted or codec is None:
        left = dict.fromkeys(wanted, "the file is not plain text")
        return Rewritten(before="", after="", data=data, edits=(), left=left)
    return _Rewriting(data.decode(codec, "surrogateescape"), codec, wanted, read, cited).done(data)


def _cited(found: ParsedSource) -> list[Cited]:
    cited: list[Cited] = [(one.url, one.resource_id, one.label, one.line, one.accessed) for one in found.citations]
    return cited + [(one.url, one.id, one.stable_id, one.line, None) for one in found.records]


def _codec(data: bytes) -> str | None:
    """What gives the same bytes back. Bytes that are no UTF-8 stay as they are: in most encodings a URL is ASCII."""
    codec = next((codec for mark, codec in _MARKS.items() if data.startswith(mark)), None)
    if codec is None and b"\0" in data[:4096]:
        codec = "utf-16-le" if data[1:4096:2].count(0) > data[:4096:2].count(0) else "utf-16-be"
    try:
        same = data.decode(codec or "utf-8", "surrogateescape").encode(codec or "utf-8", "surrogateescape") == data
    except UnicodeError:
        return None
    return (codec or "utf-8") if same else None


@dataclass
class _Rewriting:
    text: str
    codec: str
    wanted: Mapping[str, str]
    read: Read
    cited: Sequence[Cited]
    trials: int = 0

    def done(self, data: bytes) -> Rewritten:
        places = list(self._places())
        citing = self._citing(places)
        edits = self._verified(citing)
        after = self._with((edit, edit.new_written) for edit in edits)
        replaced = {position for edit in edits for position in citing[_place(edit)]}
        left = {
            str(one[0]): "it is not written there as it is read, or the file could not be read as before"
            for position, one in enumerate(self.cited)
            if one[0] in self.wanted and position not in replaced
        }
        new = after.encode(self.codec, "surrogateescape") if edits else data
        return Rewritten(before=self.text, after=after, data=new, edits=tuple(edits), left=left)

    def _places(self) -> Iterator[UrlPlace]:
        """Where one of the URLs may be written."""
        ends = [match.end() for match in re.finditer(r"\r\n|\r|\n", self.text)]
        for start, end, url in written_urls.find(self.text, self.wanted):
            line = bisect_right(ends, start)
            column = start - (ends[line - 1] if line else 0) + 1
            yield UrlPlace(start=start, line=line + 1, column=column, written=self.text[start:end], url=url)

    def _citing(self, places: Sequence[UrlPlace]) -> dict[UrlPlace, frozenset[int]]:
        """The places that cite, each with the positions of its citations: found by other URLs in these places."""
        found = self._probed(places)
        if found is None:
            found = {}
            for url in self.wanted:
                of_url = [place for place in places if place.url == url]
                alone = self._probed(of_url)
                found |= self._together(url, of_url) if alone is None else alone
        return {place: found[place] for place in places if place in found}

    def _together(self, url: str, places: Sequence[UrlPlace]) -> dict[UrlPlace, frozenset[int]]:
        """The places of a URL that a format counts once, however often an entry has it: all that have any effect."""
        probe = _PROBE.format(0)
        some = [place for place in places if self._read(self._with([(place, probe)])) != self.cited]
        positions = frozenset(position for position, one in enumerate(self.cited) if one[0] == url)
        wanted = [(probe, *one[1:]) if one[0] == url else one for one in self.cited]
        holds = some and self._read(self._with((place, probe) for place in some)) == wanted
        return dict.fromkeys(some, positions) if holds else {}

    def _probed(self, places: Sequence[UrlPlace]) -> dict[UrlPlace, frozenset[int]] | None:
        probes = {_PROBE.format(number): place for number, place in enumerate(places)}
        now = self._read(self._with((place, probe) for probe, place in probes.items()))
        if now is None or len(now) != len(self.cited):
            return None
        found: dict[UrlPlace, set[int]] = {}
        for position, (before, after) in enumerate(zip(self.cited, now, strict=True)):
            place = probes.get(str(after[0]))
            if place is not None and before[0] == place.url and before[1:] == after[1:]:
                found.setdefault(place, set()).add(position)
            elif before != after and not (place or _within(str(after[0]))):
                return None
        return {place: frozenset(positions) for place, positions in found.items()}

    def _verified(self, citing: Mapping[UrlPlace, frozenset[int]]) -> list[Edit]:
        """The edits after which the document cites the same but for the new URLs: all at once, else URL by URL."""
        first = [self._edit(place, next(iter(self._forms(place)))) for place in citing]
        if self._holds(first, citing):
            return first
        edits: list[Edit] = []
        for url in self.wanted:
            some = [place for place in citing if place.url == url]
            for forms in zip(*map(self._forms, some), strict=True) if some else ():
                tried = sorted([*edits, *map(self._edit, some, forms)], key=lambda edit: edit.start)
                if self._holds(tried, citing):
                    edits = tried
                    break
        return edits

    def _holds(self, edits: Sequence[Edit], citing: Mapping[UrlPlace, frozenset[int]]) -> bool:
        new = {position: edit.new_url for edit in edits for position in citing[_place(edit)]}
        wanted = [(new.get(position, one[0]), *one[1:]) for position, one in enumerate(self.cited)]
        return not edits or self._read(self._with((edit, edit.new_written) for edit in edits)) == wanted

    def _forms(self, place: UrlPlace) -> tuple[str, ...]:
        return written_urls.like(place.written, place.url, self.wanted[place.url])

    def _edit(self, place: UrlPlace, form: str) -> Edit:
        return Edit(
            start=place.start,
            line=place.line,
            column=place.column,
            written=place.written,
            url=place.url,
            new_url=self.wanted[place.url],
            new_written=form,
        )

    def _with(self, changes: Iterable[tuple[UrlPlace, str]]) -> str:
        """The text with other words in these places, which are in order."""
        parts, at = [], 0
        for place, new in changes:
            parts += [self.text[at : place.start], new]
            at = place.start + len(place.written)
        return "".join([*parts, self.text[at:]])

    def _read(self, text: str) -> list[Cited] | None:
        self.trials += 1
        if self.trials > MOST_TRIALS:
            return None
        return _cited(self.read(text.encode(self.codec, "surrogateescape")))


def _place(edit: Edit) -> UrlPlace:
    return UrlPlace(start=edit.start, line=edit.line, column=edit.column, written=edit.written, url=edit.url)


def _within(url: str) -> bool:
    """Whether a URL has one of ours in it: what was replaced was a part of it."""
    return re.search(r"repair-\d+\.invalid", url) is not None
