"""Mark: a verdict on a Page that a person has given."""

from dataclasses import dataclass

from crawler.model.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A person's verdict, as it is given."""

    url: str
    verdict: Verdict
    reason: str | None = None
    at: str | None = None  # UTC, ISO 8601 with Z; None: not known
    by: str | None = None  # who, where that is known


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMark:
    """A Mark in the cache. `mark.url` is the Page's."""

    mark: Mark
    id: str  # of a Resource of the Page
    file: str | None  # the marks file that it came from; None: given by hand
    evidence: Verdict  # what the Page's Fetches say
