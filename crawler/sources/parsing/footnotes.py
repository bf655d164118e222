"""`Footnotes`: marks in the text, definitions elsewhere, and the Citations that both make together.

A footnote cites at its mark, once for each mark and each link in its definition. A definition that no mark uses cites
at its own links. A mark without a definition cites nothing and is counted.
"""

import re
from dataclasses import dataclass, field

from crawler.model.quote import Quote
from crawler.sources.parsing.bibliographies.citation_keys import CitationKeys
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.prose import CitationSite, Prose
from crawler.text.dates import accessed

_QUOTES = re.compile(r"[:：]\s{0,3}[\"'“”„«»‘‚‹›「『]")
"""A colon and a quotation mark."""


@dataclass(slots=True)
class CitingLink:
    """One link: exactly one of `url` and `resource_id`."""

    site: CitationSite
    url: str | None = None
    resource_id: str | None = None
    quotes: tuple[Quote, ...] = ()  # what its footnote quotes from it

    def cite(
        self, collector: Collector, at: CitationSite | None = None, label: str | None = None, date: str | None = None
    ) -> None:
        """Adds the Citation at the link's own place, or at a footnote's mark."""
        fields = (at or self.site).fields()
        fields |= {"link_text": self.site.text, "label": label, "accessed": date, "quotes": self.quotes}
        self.quotes = ()  # further marks of a footnote quote nothing more
        if self.resource_id is not None:
            collector.cite_resource(self.resource_id, **fields)
        else:
            collector.link(self.url or "", **fields)


@dataclass(slots=True)
class CitingKey(CitingLink):
    """A citation key, which cites what its entry cites. One without brackets is a word where no entry has it."""

    key: str = ""
    keys: CitationKeys | None = None
    bracketed: bool = True

    def cite(
        self, collector: Collector, at: CitationSite | None = None, label: str | None = None, date: str | None = None
    ) -> None:
        """Adds the Citations of the entry; their label is the key, also within a footnote."""
        del collector, label
        if self.keys is not None and (self.bracketed or self.keys.knows(self.key)):
            self.keys.cite(self.key, **(at or self.site).fields() | {"accessed": date})


@dataclass(slots=True)
class Footnote:
    """One footnote definition, or one inline footnote (`label` None)."""

    label: str | None
    line: int
    links: list[CitingLink] = field(default_factory=list)
    prose: list[Prose] = field(default_factory=list)
    used: bool = False
    _accessed: list[str | None] = field(default_factory=list)  # once it is known

    @property
    def accessed(self) -> str | None:
        if not self._accessed:
            self._accessed.append(accessed(" ".join(prose.text for prose in self.prose)))
        return self._accessed[0]

    def quote(self) -> None:
        """Gives each link what the definition quotes from it, as in `[memo](...): "We have known it since May"`.

        Only behind a colon: other words in quotation marks in a footnote are nearly all titles.
        """
        for prose in self.prose:
            for quotation in prose.block.quotations if _QUOTES.search(prose.text) else ():
                if prose.text[: quotation.start].rstrip().endswith((":", "：")):
                    before = [
                        one for one in self.links if one.site.prose is prose and one.site.anchor < quotation.start
                    ]
                    for link in before[-1:] or self.links[:1]:
                        link.quotes = (*link.quotes, Quote(text=quotation.words))


class Footnotes:
    """All footnotes of one Document. Labels are case-insensitive, as in GFM."""

    def __init__(self) -> None:
        self.defined: dict[str, Footnote] = {}
        self.duplicates: list[Footnote] = []
        self.marks: list[tuple[str, CitationSite]] = []
        self.inline: list[tuple[Footnote, CitationSite]] = []

    def define(self, label: str, line: int) -> Footnote:
        note = Footnote(label, line)
        if label.casefold() in self.defined:
            self.duplicates.append(note)
        else:
            self.defined[label.casefold()] = note
        return note

    def cite(self, collector: Collector) -> None:
        undefined: list[tuple[str, CitationSite]] = []
        for label, site in self.marks:
            note = self.defined.get(label.casefold())
            if note is None:
                undefined.append((label, site))
            else:
                if not note.used and note.links:
                    note.quote()
                note.used = True
                self._at_mark(collector, note, site)
        for note, site in self.inline:
            self._at_mark(collector, note, site)
        for note in [*self.defined.values(), *self.duplicates]:
            if not note.used:
                _unused(collector, note)
        for note in self.duplicates:
            collector.skip(note.line, f"footnote [^{note.label}] is defined twice: the first definition counts")
        if undefined:
            label, site = undefined[0]
            for name, mark in undefined:
                collector.ignore("footnote mark without a definition", mark.line, mark.column, f"[^{name}]")
            more = f", and {len(undefined) - 1:,} more" if len(undefined) > 1 else ""
            collector.skip(site.line, f"footnote [^{label}] has no definition{more}")

    def _at_mark(self, collector: Collector, note: Footnote, site: CitationSite) -> None:
        if not note.links:
            collector.ignore("footnote without a link", site.line, site.column)
        if collector.is_full:  # 10,000 marks of 10,000 links would take minutes
            collector.leave_out(len(note.links), site.line)
            return
        date = note.accessed if note.links else None
        for link in note.links:
            link.cite(collector, at=site, label=note.label, date=date)


def _unused(collector: Collector, note: Footnote) -> None:
    collector.ignore("footnote that no mark uses", note.line, text=f"[^{note.label}]")
    for link in note.links:
        link.cite(collector, label=note.label, date=note.accessed)
