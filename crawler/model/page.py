"""Page: what is fetched for one or more Resources."""

from dataclasses import dataclass

from crawler.model.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a conditional request may send (RFC 9110 section 13), and what a 304 then confirms.

    Of the last good Capture; of the last answer of 200 where there is no good one, such as a paywall's
    teaser: a 304 says that it stands, and so does its verdict.
    """

    url: str = ""  # that answered with it: another page's "not modified" would say nothing of this one
    etag: str | None = None
    last_modified: str | None = None
    capture_id: int | None = None
    verdict: Verdict = Verdict.ALIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is actually fetched for one or more Resources: a URL without its fragment."""

    id: int
    url: str
    problem: str | None = None  # why it can never be requested (urls.PageUrl.problem)
    unsafe: bool = False  # `problem` is a safety rule, not a spelling fault
    validators: Validators = Validators()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageState:
    """What is known of a Page now. Times are UTC, ISO 8601 with Z."""

    id: int
    url: str
    verdict: Verdict
    verdict_at: str | None
    last_fetch_id: int | None
    last_good_at: str | None
    marked_at: str | None
    marked_note: str | None
    marked_by: str | None
    marked_file: str | None  # the marks file that the mark came from; None: by hand, or not marked
    due_at: str | None  # None: not due by itself
