"""ImportedCopy: a copy of a Page from a file, to be stored; ImportRecord: one as it is stored."""

from dataclasses import dataclass, field
from datetime import datetime

from crawler.model.capture import Capture
from crawler.model.fetch import Hop
from crawler.model.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedCopy:
    """A copy to be stored. It says nothing of the page as it is now."""

    page_id: int
    captured_at: datetime  # when the copy was made
    format: str  # warc, wacz, jsonl, singlefile, mhtml, html, pdf
    file: str  # its name, without folders
    url: str  # that answered
    redirects: tuple[Hop, ...] = ()
    status: int | None = None  # None: a page saved by a browser
    content_type: str | None = None
    body: bytes | None = field(default=None, repr=False)  # None: the file has the text only
    body_sha256: str
    capture: Capture
    verdict: Verdict  # the judge's, of this copy
    detail: str  # what that rests on


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord:
    """A row of a Page's imports. Times are UTC, ISO 8601 with Z."""

    id: int
    page_id: int
    capture_id: int
    captured_at: str
    added_at: str  # when it was imported
    format: str
    file: str
    url: str
    redirects: tuple[Hop, ...]
    status: int | None
    body_sha256: str
    verdict: Verdict
    detail: str
