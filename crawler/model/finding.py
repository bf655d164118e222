"""Finding: a citation with the present verdict of its Page."""

from dataclasses import dataclass

from crawler.model.fetch import Hop
from crawler.model.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One place that cites, and the state of the Page behind it. Times are ISO 8601, UTC."""

    document: str | None  # its path, or its name where only a record knows it; None: a URL named by the user
    file: str | None  # to open: the Document's, or that of the record that names it
    line: int | None  # from 1; None: from a record's `cited_by`
    column: int | None  # from 1, in characters
    label: str | None
    link_text: str | None
    url: str  # as cited; the Resource ID that is cited, where no record defines it
    id: str
    undefined: bool  # no record defines the Resource ID that is cited
    verdict: Verdict
    http_status: int | None
    outcome: str | None
    final_url: str | None
    redirects: tuple[Hop, ...]  # of a moved Page
    error: str | None
    counted: str | None  # the judge's words on how many checks there were: "not found: 1 of 3 checks"
    seen: str | None  # the first evidence for the verdict; may quote the page
    fetched_at: str | None
    last_good_at: str | None
    marked_at: str | None
    marked_note: str | None
    archived_url: str | None
    archived_at: str | None
