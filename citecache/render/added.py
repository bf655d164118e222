"""What `add` did, as text and as JSON."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from math import inf
from typing import Any

from citecache.render.clean import in_one_line
from citecache.render.tables import plural
from citecache.render.tally import in_words, named_in_words
from citecache.results import AddResult
from crawler.model import Citation, Ignored, ParsedSource, Skipped, Tally
from crawler.net.credentials import hide_credentials, hide_within, without_credentials
from crawler.sources.files import UNSUPPORTED
from crawler.sources.registry import citation_key

SHOWN_MOVES = 10
"""Documents, one line each."""


def by_document(added: AddResult) -> list[Skipped]:
    """What was skipped, grouped by Document and in the order of its lines."""
    order = {path: index for index, path in reversed(list(enumerate(one.path for one in added.skipped)))}
    return sorted(added.skipped, key=lambda one: (order[one.path], one.line or 0))


def skipped_line(skipped: Skipped) -> str:
    """One line that an editor can jump to."""
    place = ":".join(str(part) for part in (skipped.path or "command line", skipped.line) if part is not None)
    return in_one_line(hide_credentials(f"{place}: {skipped.reason}" + (f": {skipped.url}" if skipped.url else "")))


def moved_lines(added: AddResult) -> Iterator[str]:
    """Documents that were renamed, and those whose files are gone."""
    lines = [f"{path}: renamed from {former}" for former, path in added.renamed]
    lines += [f"{path}: the file is gone, it cites no more" for path in added.gone]
    yield from map(in_one_line, lines[:SHOWN_MOVES])
    if len(lines) > SHOWN_MOVES:
        yield f"and {len(lines) - SHOWN_MOVES:,} more documents renamed or gone (--json lists them)"
    if added.unread:
        more = f" and {len(added.unread) - 1:,} more" if len(added.unread) > 1 else ""
        yield in_one_line(
            f"{added.unread[0]}{more}: not read this time, still cited from: `citecache forget` ends that"
        )


def listed(sources: Iterable[ParsedSource]) -> Iterator[str]:
    """A line for each document, then one for each citation and each thing that is none, by their places."""
    for source in sources:
        path = source.document.path if source.document else "command line"
        if source.document:
            yield in_one_line(f"{path}: {source.document.format}, {plural(len(source.citations), 'citation')}")
        placed: list[tuple[int, float, str]]
        placed = [(one.line or 0, one.column or 0, _citation_line(path, one)) for one in source.citations]
        placed += [(one.line or 0, one.column or 0, _ignored_line(one)) for one in source.ignored]
        placed += [(one.line or 0, inf, skipped_line(one)) for one in source.skipped]
        yield from (in_one_line(hide_credentials(line)) for *_, line in sorted(placed))


def _citation_line(path: str, citation: Citation) -> str:
    target = without_credentials(citation.url or "") or f"Resource ID {citation.resource_id}"
    label = f" [{citation.label}]" if citation.label else ""
    text = f' "{citation.link_text}"' if citation.link_text else ""
    return f"{path}:{citation.line}:{citation.column}: {target}{label}{text}"


def _ignored_line(ignored: Ignored) -> str:
    place = ":".join(str(part) for part in (ignored.path, ignored.line, ignored.column) if part is not None)
    times = f" ({ignored.count:,} times)" if ignored.count > 1 else ""
    return f"{place}: not a citation: {ignored.reason}{times}" + (f": {ignored.text}" if ignored.text else "")


def summary(added: AddResult, *, dry_run: bool = False) -> str:
    """The totals, and what was not read as a citation, in one or two lines."""
    new = f"{plural(added.new_resources, 'new resource')}" + (" (dry run: nothing stored)" if dry_run else "")
    records = f", {plural(added.records, 'record')}" if added.records else ""
    counted = tally(added)
    lines = [f"{in_words(counted)}; {new}{records}"]
    if added.renamed:
        lines[0] += f"; {plural(len(added.renamed), 'document')} renamed"
    if added.unchanged_documents:
        lines[0] += f"; {plural(added.unchanged_documents, 'document')} unchanged"
    if added.removed_citations:
        lines[0] += f"; {plural(added.removed_citations, 'citation')} gone"
    if added.skipped:
        lines[0] += f"; {plural(len(added.skipped), 'issue')}"
    if named := named_in_words(counted):
        lines.append(named)
    if added.passed:
        counts = ", ".join(f"{name} {count:,}" for name, count in Counter(_without_types(added.passed)).most_common())
        lines.append(f"not citations: {counts}" + ("" if dry_run else " (add --dry-run lists them)"))
    return "\n".join(lines)


def tally(added: AddResult) -> Tally:
    """How much the sources cite."""
    return Tally(
        documents=added.documents,
        citations=added.citations,
        resources=added.resources,
        named_documents=added.named_documents,
        named_citations=added.named_citations,
    )


def _without_types(passed: Mapping[str, int]) -> dict[str, int]:
    """The counts, those of many file types as one: a folder of code has dozens."""
    types = {reason: count for reason, count in passed.items() if reason.startswith(UNSUPPORTED)}
    if len(types) < 4:
        return dict(passed)
    rest = {reason: count for reason, count in passed.items() if reason not in types}
    return rest | {f"{UNSUPPORTED} ({len(types)} types)": sum(types.values())}


def as_object(added: AddResult, sources: Sequence[ParsedSource] = ()) -> dict[str, Any]:
    """The same for `add --json`."""
    return {
        "documents": added.documents,
        "new_documents": added.new_documents,
        "renamed_documents": [{"document": path, "before": former} for former, path in added.renamed],
        "gone_documents": list(added.gone),
        "unread_documents": list(added.unread),
        "unchanged_documents": added.unchanged_documents,
        "citations": added.citations,
        "named_documents": added.named_documents,
        "named_citations": added.named_citations,
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
        "read": [hide_within(_source_object(source)) for source in sources if source.document or source.citations],
        "ignored": [
            {
                "path": one.path, "line": one.line, "column": one.column,
                "reason": one.reason, "text": one.text, "count": one.count,
            }
            for source in sources
            for one in source.ignored
        ],
    }  # fmt: skip


def _source_object(source: ParsedSource) -> dict[str, Any]:
    document = source.document
    return {
        "document": document.path if document else None,
        "format": document.format if document and not source.unchanged else None,
        "title": document.title if document else None,
        "unchanged": source.unchanged,
        "records": len(source.records),
        "citations": [
            {
                "line": one.line, "column": one.column, "url": one.url and without_credentials(one.url),
                "resource_id": one.resource_id,
                "label": citation_key(one.label, None) or one.label, "link_text": one.link_text,
                "claim": one.claim, "quotes": [asdict(quote) for quote in one.quotes], "accessed": one.accessed,
            }
            for one in source.citations
        ],
    }  # fmt: skip
