"""What changed since a moment: texts and verdicts, the most cited and most important pages first."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from citecache.usecases import comparison
from crawler.cache import CacheFile
from crawler.cache.read import changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change. For a text, `before` and `after` are the times of the Fetches that brought the texts."""

    id: str
    url: str
    title: str | None
    kind: str  # "text", "verdict"
    before: str
    after: str
    at: str
    cited_by_count: int
    importance: float | None
    words_added: int | None = None
    words_removed: int | None = None
    coarse: bool = False
    marked: bool = False  # the verdict was set by a person


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeList:
    """The changes, and the pages that are counted instead of listed."""

    since: str  # UTC, ISO 8601 with Z
    changes: tuple[Change, ...]
    churn_only: int
    extractor_only: int
    first_fetched: Mapping[str, int]  # verdict -> pages that had none before, the most frequent first


def changes_since(cache: CacheFile, since: str) -> ChangeList:
    """Compare how each page stood at a moment (UTC, ISO 8601 with Z) with how it stands now."""
    texts, left_out = _texts(cache, since)
    rows = changes.verdicts_since(cache, since)
    verdicts: list[dict[str, Any]] = [
        {
            "page_id": row.page_id,
            "kind": "verdict",
            "before": row.before.value,
            "after": row.after.value,
            "at": row.at,
            "marked": row.marked,
        }
        for row in rows
        if row.before is not None
    ]
    first = Counter(row.after.value for row in rows if row.before is None)
    return ChangeList(
        since=since,
        changes=tuple(_ranked(cache, [*texts, *verdicts])),
        churn_only=left_out["churn"],
        extractor_only=left_out["extractor"],
        first_fetched=dict(first.most_common()),
    )


def _texts(cache: CacheFile, since: str) -> tuple[list[dict[str, Any]], Counter[str]]:
    """Texts that the pages changed, and how many others differ only by churn or by the extractor."""
    candidates = list(changes.texts_since(cache, since))
    compared = comparison.between(cache, [(one.before, one.now) for one in candidates])
    left_out: Counter[str] = Counter()
    found = []
    for one, result in zip(candidates, compared, strict=True):
        difference = result.difference
        if result.cause == "page" and difference.changed:
            counts = {name: getattr(difference, name) for name in ("words_added", "words_removed", "coarse")}
            times = {"before": one.before.first_at, "after": one.now.last_at, "at": one.now.first_at}
            found.append({"page_id": one.page_id, "kind": "text", **times, **counts})
        else:
            left_out["extractor" if result.cause == "extractor" else "churn"] += 1
    return found, left_out


def _ranked(cache: CacheFile, found: list[dict[str, Any]]) -> list[Change]:
    about = changes.cited(cache, (row["page_id"] for row in found))
    listed = [
        Change(**asdict(about[row["page_id"]]), **{key: row[key] for key in row if key != "page_id"}) for row in found
    ]
    return sorted(listed, key=lambda one: (-one.cited_by_count, -(one.importance or 0), one.url, one.kind != "verdict"))
