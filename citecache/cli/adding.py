"""Sources named on the command line, read into the cache: for `add`, `check` and `crawl`."""

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from citecache.cli.options import database_path, note, open_cache, plural
from crawler.cache import CacheFile, documents, intake
from crawler.model import Skipped
from crawler.model.errors import Error


def add_sources(sources: Sequence[str]) -> intake.Added:
    """Read the sources into the cache; a Document whose file has not changed is not read again."""
    from crawler.sources import read_all  # noqa: PLC0415 - parsers take a while to import
    from crawler.sources.files import shown_path  # noqa: PLC0415 - likewise

    with open_cache(create=True) as cache:
        known = documents.known_documents(cache)
        readings = read_all(sources, stdin=sys.stdin.buffer, known=known)
        added = intake.take(cache, readings, now=datetime.now(UTC))
        below = (
            path
            for source in sources
            if Path(source).is_dir()
            for path in documents.paths_below(cache, shown_path(source))
        )
        added.removed_citations += documents.forget(cache, [path for path in below if not Path(path).exists()])
        return added


def dry_add(sources: Sequence[str]) -> intake.Added:
    """What `add_sources` would do, done to a cache in memory."""
    from crawler.sources import read_all  # noqa: PLC0415 - likewise

    with CacheFile.in_memory() as cache:
        added = intake.take(cache, read_all(sources, stdin=sys.stdin.buffer), now=datetime.now(UTC))
        if database_path().exists():
            with open_cache() as present:
                added.new_resources = len(added.resource_ids - intake.resource_ids(present))
        return added


def refuse_if_nothing_there(added: intake.Added) -> None:
    """A source named on the command line that is not there is the user's slip: exit 1, after the rest was taken."""
    absent = [skipped for skipped in added.skipped if skipped.line is None and skipped.reason.startswith("no such")]
    if absent:
        more = f" (and {len(absent) - 1} more)" if len(absent) > 1 else ""
        raise Error(f"{absent[0].path}: {absent[0].reason}{more}; everything else was read")


def by_document(added: intake.Added) -> list[Skipped]:
    """The complaints, a Document's together and in the order of its lines."""
    order = {path: index for index, path in reversed(list(enumerate(one.path for one in added.skipped)))}
    return sorted(added.skipped, key=lambda one: (order[one.path], one.line or 0))


def skipped_line(skipped: Skipped) -> str:
    """One line that an editor can jump to."""
    place = ":".join(str(part) for part in (skipped.path or "command line", skipped.line) if part is not None)
    return f"{place}: {skipped.reason}" + (f": {skipped.url}" if skipped.url else "")


def summary(added: intake.Added, *, dry_run: bool = False) -> str:
    """The total, and what was passed over, in one or two lines."""
    parts = [plural(added.documents, "document"), plural(added.citations, "citation")]
    if added.records:
        parts.append(plural(added.records, "record"))
    parts.append(f"{plural(added.new_resources, 'new resource')}" + (" (dry run: nothing kept)" if dry_run else ""))
    lines = [", ".join(parts)]
    if added.unchanged:
        lines[0] += f"; {plural(added.unchanged, 'document')} unchanged"
    if added.removed_citations:
        lines[0] += f"; {plural(added.removed_citations, 'citation')} gone"
    if added.skipped:
        lines[0] += f"; {plural(len(added.skipped), 'complaint')}"
    if added.ignored:
        counts = ", ".join(f"{name} {count:,}" for name, count in Counter(added.ignored).most_common())
        lines.append(f"not citations: {counts}")
    return "\n".join(lines)


def as_object(added: intake.Added) -> dict[str, Any]:
    """The same as JSON."""
    return {
        "documents": added.documents,
        "new_documents": added.new_documents,
        "unchanged_documents": added.unchanged,
        "citations": added.citations,
        "new_citations": added.new_citations,
        "removed_citations": added.removed_citations,
        "records": added.records,
        "resources": len(added.resource_ids),
        "new_resources": added.new_resources,
        "new_pages": added.new_pages,
        "skipped": [
            {"path": skipped.path, "line": skipped.line, "url": skipped.url, "reason": skipped.reason}
            for skipped in added.skipped
        ],
        "passed": dict(added.ignored),
    }


def say(added: intake.Added) -> None:
    """The same on stderr, for a crawl."""
    for skipped in by_document(added):
        note(skipped_line(skipped))
    note(summary(added))
