"""`Gathering`: what one reader has found so far in one Document, and the rule of what a link target is."""

import re
from collections import Counter
from typing import Any

from crawler.model import Citation, Document, Reading, ResourceRecord, Skipped
from crawler.net.urls import page_url

MAX_CITATIONS = 200_000
"""Per Document. A footnote of 10,000 links used 10,000 times would otherwise fill the memory."""

SKIPPED_URL_CHARS = 200

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")  # two letters at least: `C:\x` is a path
_NOT_WEB = {"mailto": "mailto link", "tel": "tel link", "sms": "sms link"}


def passed_reason(target: str) -> str | None:
    """Why a link target is no citation, or None if it is one.

    >>> passed_reason("../other.md"), passed_reason("#top"), passed_reason("javascript:void(0)")
    ('relative link', 'anchor', None)
    """
    if not target:
        return "empty link"
    if target.startswith("#"):
        return "anchor"
    scheme = _SCHEME.match(target)
    if scheme is None:
        return "relative link"
    return _NOT_WEB.get(scheme[1].lower())


class Gathering:
    """Collects Citations, Records, Skipped and counts; `reading` closes it."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.citations: list[Citation] = []
        self.records: list[ResourceRecord] = []
        self.skipped: list[Skipped] = []
        self.passed: Counter[str] = Counter()

    def skip(self, line: int | None, reason: str, url: str | None = None) -> None:
        shown = None if url is None else url[:SKIPPED_URL_CHARS]
        self.skipped.append(Skipped(path=self.path, line=line, reason=reason, url=shown))

    def link(self, url: str, **fields: Any) -> None:  # noqa: ANN401 - Citation's own fields, passed through
        """Takes a link's target: a Citation if it is an absolute URL, else a count in `passed`."""
        if reason := passed_reason(url):
            self.passed[reason] += 1
        else:
            self.cite(url, **fields)

    def cite(self, url: str, **fields: Any) -> None:  # noqa: ANN401 - likewise
        """Takes a Citation whatever its URL looks like; one that can never be fetched is also Skipped."""
        if self._add(Citation(url=url, **fields)):
            self.complain(url, fields.get("line"))

    def cite_resource(self, resource_id: str, **fields: Any) -> None:  # noqa: ANN401 - likewise
        self._add(Citation(resource_id=resource_id, **fields))

    def complain(self, url: str, line: int | None) -> None:
        """Says what is wrong with a URL that is taken all the same."""
        if problem := page_url(url).problem:
            self.skip(line, problem, url)

    def _add(self, citation: Citation) -> bool:
        if len(self.citations) < MAX_CITATIONS:
            self.citations.append(citation)
            return True
        if not self.passed["citation past the limit"]:
            self.skip(citation.line, f"more than {MAX_CITATIONS:,} citations: the rest is not read")
        self.passed["citation past the limit"] += 1
        return False

    def reading(self, document: Document | None) -> Reading:
        """The Reading, in the order of the Document's lines."""
        return Reading(
            document=document,
            citations=tuple(sorted(self.citations, key=lambda c: (c.line, c.column))),
            records=tuple(self.records),
            skipped=tuple(sorted(self.skipped, key=lambda s: s.line or 0)),
            passed={reason: count for reason, count in sorted(self.passed.items()) if count},
        )
