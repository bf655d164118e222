"""Finding: a citation with the present verdict of its Page."""

from dataclasses import dataclass
from enum import StrEnum

from crawler.model.fetch import Hop
from crawler.model.verdict import Verdict


class LinkState(StrEnum):
    """What a look at the disk, or into a stored page, says of a link."""

    FOUND = "found"
    NOT_JUDGED = "not_judged"  # which file it means cannot be known
    MISSING_FILE = "missing_file"
    MISSING_ANCHOR = "missing_anchor"


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
    link: LinkState | None = None  # of a link within the project; of another, that its page lacks the anchor
    detail: str | None = None  # what is missing, in our words
    is_local: bool = False  # a link within the project, which is no citation
    quote: str | None = None  # words quoted from the page: the finding is about them, not about the page
    quote_status: str | None = None
    quote_failed: bool = False  # they surely do not stand there as quoted
