"""What `add` did, as text and as JSON."""

from collections import Counter
from typing import Any

from citecache.render.tables import plural
from citecache.results import AddResult
from crawler.model import Skipped


def by_document(added: AddResult) -> list[Skipped]:
    """What was skipped, grouped by Document and in the order of its lines."""
    order = {path: index for index, path in reversed(list(enumerate(one.path for one in added.skipped)))}
    return sorted(added.skipped, key=lambda one: (order[one.path], one.line or 0))


def skipped_line(skipped: Skipped) -> str:
    """One line that an editor can jump to."""
    place = ":".join(str(part) for part in (skipped.path or "command line", skipped.line) if part is not None)
    return f"{place}: {skipped.reason}" + (f": {skipped.url}" if skipped.url else "")


def summary(added: AddResult, *, dry_run: bool = False) -> str:
    """The totals, and what was not read as a citation, in one or two lines."""
    parts = [plural(added.documents, "document"), plural(added.citations, "citation")]
    if added.records:
        parts.append(plural(added.records, "record"))
    parts.append(f"{plural(added.new_resources, 'new resource')}" + (" (dry run: nothing stored)" if dry_run else ""))
    lines = [", ".join(parts)]
    if added.unchanged_documents:
        lines[0] += f"; {plural(added.unchanged_documents, 'document')} unchanged"
    if added.removed_citations:
        lines[0] += f"; {plural(added.removed_citations, 'citation')} gone"
    if added.skipped:
        lines[0] += f"; {plural(len(added.skipped), 'issue')}"
    if added.passed:
        counts = ", ".join(f"{name} {count:,}" for name, count in Counter(added.passed).most_common())
        lines.append(f"not citations: {counts}")
    return "\n".join(lines)


def as_object(added: AddResult) -> dict[str, Any]:
    """The same for `add --json`."""
    return {
        "documents": added.documents,
        "new_documents": added.new_documents,
        "unchanged_documents": added.unchanged_documents,
        "citations": added.citations,
        "new_citations": added.new_citations,
        "removed_citations": added.removed_citations,
        "records": added.records,
        "resources": added.resources,
        "new_resources": added.new_resources,
        "new_pages": added.new_pages,
        "skipped": [
            {"path": skipped.path, "line": skipped.line, "url": skipped.url, "reason": skipped.reason}
            for skipped in added.skipped
        ],
        "passed": dict(added.passed),
    }
