"""What Datasette shows of a cache beside its rows: what the tables are, facets, and canned queries.

The queries run in Datasette, over the file itself. They read the view `cards` where it has what they need: it is a
public interface.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CannedQuery:
    """A question that is asked often."""

    name: str
    title: str
    description: str
    sql: str


TABLES = {
    "documents": "What cites: files that were read, and names that records mention.",
    "citations": "Each place in a document that cites a resource: line, column, label, link text, claim.",
    "claims": "The sentences that citations support, each once.",
    "resources": "Cited URLs with their identity and curated metadata.",
    "pages": "What is fetched for one or more resources, with its verdict and its schedule.",
    "fetches": "Every attempt to fetch a page.",
    "fetch_headers": "The headers of each answer, a row for each.",
    "hosts": "The hosts of pages: how many pages each has, and how many of these are good.",
    "captures": "Contents of pages: text, metadata, preview. Search is in titles and texts.",
    "evidence": "What each verdict rests on.",
    "runs": "Crawls.",
    "mementos": "Look-ups of archived copies, and requests to archives to capture pages.",
    "imports": "Copies of pages from files.",
    "local_links": "Links within a project: to its own files and to anchors.",
    "former_urls": "The URLs that resources had before they were repaired in the documents.",
    "record_ids": "Which record gives which resource its id.",
}
"""Table -> what its rows are."""

HIDDEN = (
    *("assessments", "bodies", "counts", "differences", "header_sets", "host_answers", "pauses", "robots"),
    *("segments_fts", "sketches", "tdmrep", "_sqlite_migrations"),
)
"""Tables of the tool itself, or of compressed bytes."""

FACETS: tuple[str | dict[str, str], ...] = ("verdict", "type", "language", "media_type", {"array": "tags"})
SORTED_BY = ("url", "title", "importance", "cited_by_count", "verdict", "http_status", "fetched_at", "text_bytes")

QUERIES = (
    CannedQuery(
        name="most_cited_and_dead",
        title="Most cited and dead",
        description="Resources that are gone, or replaced by something else, the most cited first.",
        sql="SELECT cited_by_count, verdict, http_status, url, title, last_good_at, id FROM cards"
        " WHERE verdict IN ('dead', 'missing', 'soft_404', 'usurped')"
        " ORDER BY cited_by_count DESC, importance DESC, url",
    ),
    CannedQuery(
        name="changed_this_month",
        title="Changed this month",
        description="Pages with another verdict or another text than before, since the first of this month (UTC).",
        sql="""SELECT k.verdict, k.url, k.title, k.cited_by_count, p.verdict_at,
    (SELECT max(started_at) FROM fetches WHERE page_id = p.id AND good AND changed) AS text_changed_at, k.id
FROM cards k JOIN resources r ON r.id = k.id JOIN pages p ON p.id = r.page_id
WHERE p.verdict_at >= strftime('%Y-%m-01T00:00:00Z', 'now') AND EXISTS (
        SELECT 1 FROM fetches WHERE page_id = p.id AND effective_verdict IS NOT NULL
        AND started_at < p.verdict_at AND effective_verdict <> p.verdict
    )
    OR text_changed_at >= strftime('%Y-%m-01T00:00:00Z', 'now')
ORDER BY k.cited_by_count DESC, k.url""",
    ),
    CannedQuery(
        name="poor_captures",
        title="Poor captures",
        description="Newest good captures whose text may be incomplete or not what was cited, the poorest first.",
        sql="""SELECT r.url, c.title, c.coverage, c.doubt, c.no_text, c.text_bytes, c.captured_at, r.id
FROM resources r JOIN pages p ON p.id = r.page_id JOIN captures c ON c.id = p.last_good_capture_id
WHERE c.doubt IS NOT NULL OR c.coverage < 0.5 OR c.no_text IS NOT NULL
ORDER BY c.coverage, r.url""",
    ),
    CannedQuery(
        name="broken_citations",
        title="Where broken links are cited",
        description="Document, line and column of each citation of a resource that is gone.",
        sql="""SELECT coalesce(d.path, d.name) AS document, t.line, t.column, t.label, t.link_text, k.verdict, k.url
FROM citations t JOIN documents d ON d.id = t.document_id JOIN cards k ON k.id = t.resource_id
WHERE k.verdict IN ('dead', 'missing', 'soft_404', 'usurped')
ORDER BY document, t.line, t.column""",
    ),
    CannedQuery(
        name="without_a_copy",
        title="Cited without a copy",
        description="Resources of which there is no text, neither the page's own nor an archived one.",
        sql="SELECT cited_by_count, verdict, http_status, url, title, fetched_at, id FROM cards"
        " WHERE text_bytes IS NULL ORDER BY cited_by_count DESC, url",
    ),
    CannedQuery(
        name="verdicts_by_host",
        title="Verdicts by host",
        description="How many pages of each host have which verdict.",
        sql="SELECT host, count(*) AS pages, sum(verdict IN ('alive', 'moved')) AS good,"
        " sum(verdict IN ('dead', 'missing', 'soft_404', 'usurped')) AS gone,"
        " sum(verdict IN ('blocked', 'restricted', 'disallowed', 'legal')) AS walled FROM pages"
        " GROUP BY host ORDER BY gone DESC, pages DESC, host",
    ),
    CannedQuery(
        name="search_cards",
        title="Search the texts",
        description="Resources whose title or shown text has these words, the best match first.",
        sql="""SELECT k.url, k.title, k.verdict, snippet(captures_fts, 1, '', '', ' ... ', 30) AS passage, k.id
FROM captures_fts s JOIN captures c ON c.id = s.rowid JOIN pages p ON p.last_good_capture_id = c.id
JOIN resources r ON r.page_id = p.id JOIN cards k ON k.id = r.id
WHERE captures_fts MATCH :words AND p.verdict <> 'legal' AND c.reservations NOT LIKE '%"nosnippet"%'
ORDER BY s.rank LIMIT 100""",
    ),
    CannedQuery(
        name="history_of_a_url",
        title="History of a URL",
        description="Every fetch of a resource's page, by its URL as cited, the newest first.",
        sql="""SELECT f.started_at, f.verdict, f.effective_verdict, f.status, f.outcome, f.error, f.final_url, f.changed
FROM resources r JOIN fetches f ON f.page_id = r.page_id WHERE r.url = :url ORDER BY f.id DESC""",
    ),
)
