"""A verdict set by a person, and lifted again."""

from dataclasses import dataclass
from datetime import datetime

from crawler.cache import CacheFile
from crawler.cache.read import resources
from crawler.cache.read.pages import page_state
from crawler.cache.write import marks
from crawler.model import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkResult:
    """The Page, its verdict now, and the one before."""

    url: str
    verdict: Verdict
    before: Verdict


def mark(
    cache: CacheFile, wanted: str, verdict: Verdict, *, note: str | None, by: str | None = None, now: datetime
) -> MarkResult:
    """Set a Page's verdict. NotFound: nothing, or more than one thing, of that name."""
    id_ = resources.find(cache, wanted)
    url = page_state(cache, id_).url
    before = marks.mark(cache, id_, verdict, note=note, now=now, by=by)
    return MarkResult(url=url, verdict=verdict, before=before)


def unmark(cache: CacheFile, wanted: str) -> MarkResult:
    """Lift the mark: the evidence counts again. NotFound: as for `mark`."""
    id_ = resources.find(cache, wanted)
    page = page_state(cache, id_)
    return MarkResult(url=page.url, verdict=marks.unmark(cache, id_), before=page.verdict)
