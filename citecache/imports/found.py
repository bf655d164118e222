"""A copy as it was found in a file, and what was wrong with others."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from crawler.model import Capture, Hop
from crawler.model.errors import Error
from crawler.net.credentials import hide_credentials

CLOCKS_DIFFER = timedelta(days=1)
"""A copy may be dated this much later than now."""

NO_WEB_BEFORE = datetime(1990, 12, 20, tzinfo=UTC)
"""No copy is earlier: the first web site was published then."""

MAX_LISTED = 1_000
"""Problems that are listed; all are counted. Heuristic, not measured."""


class NotImportable(Error):
    """A file that cannot be imported at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCopy:
    """A copy of a page. `url` is what was asked for, `final_url` what answered."""

    url: str
    final_url: str
    at: datetime
    format: str
    file: str
    place: str  # for a message: "record at 1,234"
    status: int | None = None  # None: saved by a browser
    headers: tuple[tuple[str, str], ...] = ()  # names in lower case
    redirects: tuple[Hop, ...] = ()
    body: bytes | None = field(default=None, repr=False)
    body_sha256: str | None = None  # where only the text is there
    capture: Capture | None = None  # likewise
    vouched: bool = False  # a person has saved it

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceLine:
    """What an export of ours says of a Resource: columns of `resources`."""

    id: str
    stable_id: str | None
    url: str
    fields: Mapping[str, object] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """Something that could not be imported, and where it stands."""

    file: str
    place: str
    reason: str


@dataclass(slots=True)
class Problems:
    """What was wrong, each place once; and what was left out on purpose, counted by what it is."""

    listed: list[ImportProblem] = field(default_factory=list)
    count: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    _seen: set[tuple[str, str]] = field(default_factory=set)

    def add(self, file: str, place: str, reason: str) -> None:
        if (file, place) in self._seen:
            return
        self._seen.add((file, place))
        self.count += 1
        if len(self.listed) < MAX_LISTED:
            self.listed.append(ImportProblem(file, place, hide_credentials(" ".join(reason.split())[:300])))


def date_problem(at: datetime, now: datetime) -> str | None:
    """Why a copy cannot be of that date, if it cannot."""
    if at > now + CLOCKS_DIFFER:
        return f"dated {at:%Y-%m-%d}, which is in the future"
    return f"dated {at.isoformat()[:10]}, before there was a web" if at < NO_WEB_BEFORE else None


def moment(text: str | None) -> datetime | None:
    """A date and time of ISO 8601, as WARC 1.1 has it (5.4, W3CDTF); without a zone it is UTC."""
    try:
        found = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
