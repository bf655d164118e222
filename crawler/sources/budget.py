"""What one document may have stored: a small multiple of its own size.

A footnote is cited at each of its marks, a record for each of its URLs: their product is what a small document could
store much with. Texts past the budget are left out, citations and records are not, up to their own number.
"""

from collections.abc import Iterable
from dataclasses import replace

from crawler.model import Citation, ParsedSource, ResourceRecord, Skipped
from crawler.sources.parsing.collector import most_citations, too_many
from crawler.sources.parsing.prose import MAX_CLAIM, MAX_LINK_TEXT

FREE_CHARS = 1_000_000
"""Of texts that any document may have stored; a larger one, FACTOR times its own size."""

FACTOR = 8
MAX_TITLE = 200
_ELLIPSIS = " …"


def within_budget(found: ParsedSource, path: str, size: int) -> ParsedSource:
    """What a document of `size` bytes gives, without what is past its budget. Complains once about what that is."""
    return Budget(path, size).within(found)


class Budget:
    """That of a document of `size` bytes, whose parts are looked at one after the other."""

    def __init__(self, path: str, size: int) -> None:
        self.path = path
        self.limit = self.left = max(FREE_CHARS, FACTOR * size)
        self.most = self.more = most_citations(size)
        self.faults: dict[str, int] = {}
        self._told: set[str] = set()  # faults
        self._claims: set[str | None] = {None}

    def within(self, found: ParsedSource) -> ParsedSource:
        """A part without what is past the budget, with a complaint where that begins."""
        self._claims = {None}
        citations = tuple(self.citations(found.citations))
        records = tuple(self.records(found.records))
        new = [reason for reason in self.faults if reason not in self._told]
        complaints = [Skipped(path=self.path, line=self.faults[reason], reason=reason) for reason in new]
        self._told.update(new)
        return replace(found, citations=citations, records=records, skipped=(*found.skipped, *complaints))

    def citations(self, found: Iterable[Citation]) -> Iterable[Citation]:
        for citation in found:
            if self._is_past(citation.line, 1):
                return
            yield self._kept(_cut(citation))

    def _is_past(self, line: int, count: int) -> bool:
        self.more -= count
        if self.more < 0:
            self.faults.setdefault(too_many(self.most), line)
        return self.more < 0

    def _kept(self, citation: Citation) -> Citation:
        if citation.claim not in self._claims:  # stored once
            self.left -= len(citation.claim or "")
            self._claims.add(citation.claim)
        texts = (citation.link_text, citation.label, *(quote.text for quote in citation.quotes))
        self.left -= sum(len(text or "") for text in texts)
        if self.left >= 0:
            return citation
        self._complain(citation.line)
        return replace(citation, link_text=None, claim=None, quotes=())

    def _complain(self, line: int) -> None:
        reason = f"the texts beside its citations have over {self.limit:,} characters: the rest of them is not kept"
        self.faults.setdefault(reason, line)

    def records(self, found: Iterable[ResourceRecord]) -> Iterable[ResourceRecord]:
        for record in found:
            kept = record
            if record.cited_by and self._is_past(record.line, len(record.cited_by)):
                kept = replace(kept, cited_by=())
            self.left -= len(repr(kept)) - len(record.url)
            if self.left < 0:
                self._complain(record.line)
                title = record.title and record.title[:MAX_TITLE]
                kept = ResourceRecord(url=record.url, line=record.line, id=record.id, title=title)
            yield kept


def _cut(citation: Citation) -> Citation:
    """The Citation with texts of the length that they may have."""
    claim, text, label = citation.claim, citation.link_text, citation.label
    if claim and len(claim) > MAX_CLAIM:
        claim = claim[: MAX_CLAIM - len(_ELLIPSIS)]
        claim = claim[: claim.rfind(" ", MAX_CLAIM // 2)] + _ELLIPSIS
        citation = replace(citation, claim=claim)
    if text and len(text) > MAX_LINK_TEXT:
        citation = replace(citation, link_text=text[:MAX_LINK_TEXT])
    if label and len(label) > MAX_LINK_TEXT:
        citation = replace(citation, label=label[:MAX_LINK_TEXT])
    return citation
