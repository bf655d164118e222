"""What the Python API returns, where it is not a domain type as it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from crawler.model import QuoteStatus, Skipped, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class AddResult:
    """What was read from the sources, and how much of it is new."""

    documents: int
    new_documents: int
    unchanged_documents: int
    citations: int
    new_citations: int
    removed_citations: int
    records: int  # resource records
    resources: int  # cited there, described by records, or named as sources
    new_resources: int
    new_pages: int
    skipped: tuple[Skipped, ...]  # each with its place and the reason
    passed: Mapping[str, int]  # what is not a citation, by kind -> how many
    renamed: tuple[tuple[str, str], ...]  # Documents that were moved: the former path, and the path
    gone: tuple[str, ...]  # Documents whose files are gone: they cite no more
    unread: tuple[str, ...]  # Documents that were left out this time (now ignored), and still cite
    paths: tuple[str, ...]  # of the Documents that were read or are unchanged
    named: tuple[str, ...]  # Resource IDs of the URLs that were given as sources
    named_documents: int = 0  # that only records name as citing
    named_citations: int = 0  # which these records say without a place


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """How a crawl ended. `state`: finished, interrupted, offline, or "nothing due"."""

    run: int | None  # None: nothing was due
    state: str
    fetched: int
    verdicts: Mapping[Verdict, int]
    new_captures: int
    not_modified: int
    postponed: int  # not fetched, because their hosts asked us to wait
    unanswered: int  # inconclusive: perhaps an outage on our side


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeResult:
    """What joining another cache brought."""

    new: Mapping[str, int]  # by noun: documents, citations, resources, pages, fetches, captures
    judged_again: int  # Pages that both caches had fetched
    marks: tuple[str, ...]  # that are new here, one line each
    conflicts: tuple[str, ...]  # one line each: what differs, and stays as it is here
    left_out: Mapping[str, int]  # by reason: rows that are damaged or not ours


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What came of an import of files."""

    files: int
    imported: int  # copies that are new here
    same_text: int  # of them, those whose text was here
    known: int  # copies that were here
    refused: int  # copies that are no good: an error page, a challenge
    uncited: int  # copies in archives, of what nothing cites
    resources: int  # new here
    problem_count: int  # records that are broken
    problems: tuple[str, ...]  # the first of them, and what was refused: one line each, with its place and the reason
    left_out: Mapping[str, int]  # records that have no page, by what they are
    conflicts: tuple[str, ...]  # one line each: what differs, and stays as it is here
    notes: tuple[str, ...]  # what a format cannot carry


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveLookup:
    """One page that was looked up in an archive. Times are UTC, ISO 8601 with Z."""

    url: str
    verdict: Verdict
    wanted_at: str  # the moment for which a copy was wanted
    why: str  # why that moment
    outcome: str  # kept, refused (no good copy), none, unavailable (inconclusive)
    detail: str | None
    archived_url: str | None  # the copy that is kept
    archived_at: str | None  # when the archive captured it


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveReport:
    """What came of all lookups. `state`: finished or interrupted."""

    archive: str
    state: str
    lookups: tuple[ArchiveLookup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPassage:
    """A passage of a source that stands close to a claim. Offsets count characters of the Capture's text."""

    text: str | None  # None: the page asks not to be quoted
    start: int
    end: int
    score: float  # BM25: compares the passages of one claim only


class ClaimVerdict(StrEnum):
    """What a language model says of a claim."""

    SUPPORTED = "supported"
    PARTLY = "partly"  # some of it; of the rest the text says nothing
    UNSUPPORTED = "unsupported"  # the text says otherwise, or nothing of it
    UNVERIFIABLE = "unverifiable"  # the text allows no judgement; `reason` says why, where we know


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimJudgement:
    """What a language model says of a claim: its word, not ours. The passage that it names stands in the text, always:
    `text[start:end] == passage`.
    """

    verdict: ClaimVerdict | None  # None: the model was not asked, or gave no answer; `reason` says why
    reason: str | None  # why there is no verdict, or why it is `unverifiable`, or how far it holds
    passage: str | None
    start: int | None  # in the Capture's text
    end: int | None
    model: str
    prompt_version: str
    judged_at: str | None  # UTC, ISO 8601 with Z; None: the model was not asked
    cached: bool  # it was asked in an earlier run


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCheck:
    """A claim, and what the text of its source has and lacks of it. That it is supported, only a model says, if one is
    asked (`judgement`).

    `doubt`, 0 to 1, is the share of what the claim says, by weight, that the passage closest to it lacks. Where it is
    None, `inconclusive` says why: there is no text, only a part of it, or one in another language.
    """

    document: str
    line: int | None  # from 1; None: from a record's `cited_by`
    column: int | None
    label: str | None
    resource_id: str | None
    url: str | None
    claim: str
    doubt: float | None
    doubtful: bool  # worth a look: much of the claim is not in one passage, or a number of it is nowhere
    inconclusive: str | None
    missing_numbers: tuple[str, ...]  # of the claim, that stand nowhere in the source
    missing_names: tuple[str, ...]
    lacking: tuple[str, ...]  # words of the claim that the passage closest to it lacks
    passages: tuple[ClaimPassage, ...]  # at most three, the closest first
    withheld: str | None  # why the passages are given without their words
    capture_id: int | None
    captured_at: str | None  # UTC, ISO 8601 with Z
    judgement: ClaimJudgement | None = None  # None: no model was asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSave:
    """One page that an archive was to capture. Times are UTC, ISO 8601 with Z."""

    url: str
    verdict: Verdict
    asked: bool  # False: the archive wanted no more requests, or the host is private
    outcome: str  # saved, saving (not finished), save_declined, save_failed (inconclusive)
    detail: str
    saved_url: str | None  # the copy
    saved_at: str | None  # when the archive captured it


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveReport:
    """What came of all requests to capture pages. `state`: finished or interrupted."""

    archive: str  # where it was asked, `{url}` for the page
    state: str
    saves: tuple[PageSave, ...]
    left_out: Mapping[str, str]  # URL -> why it is never sent


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteStanding:
    """A quotation of a document, and whether it stands in its source. Times are UTC, ISO 8601 with Z.

    Offsets count characters of the Capture's text: `text[start:end] == matched_text`. What the statuses mean: `status`
    is `verbatim`, `altered`, `vanished`, `absent` or `no_text`.
    """

    document: str
    line: int | None  # of its first word, from 1; where only the citation's is known, that; None: from a record
    column: int | None
    label: str | None
    resource_id: str | None
    url: str | None
    quote: str
    status: QuoteStatus
    similarity: float  # 0 to 1; of the closest passage, whether or not it is close
    matched_text: str | None  # None, too, where the page asks not to be quoted
    start: int | None
    end: int | None
    differences: tuple[str, ...]  # for `no_text`: why
    capture_id: int | None  # in which the passage stands
    captured_at: str | None
    first_seen: str | None  # when the passage was first and last seen to stand
    last_seen: str | None
    withheld: str | None  # why no words of the text are given
    whole: bool  # the text that stands there now is the whole page's, by all that is known
    elsewhere: bool = False  # the same words of the document stand verbatim in another source cited for them
