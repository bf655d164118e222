"""No query looks through a large table, but those that say why.

Commands and readers run on a small cache. SQLite tells each statement, and its plan; without statistics (ANALYZE) plans
do not depend on how many rows there are. A function of `crawler/cache/read` that asks and was not run is listed below,
so that none is forgotten.
"""

import ast
import re
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cache_shelf import DAY, NOW, Shelf
from click.testing import CliRunner

from citecache.cli.group import citecache
from crawler.cache import CacheFile, database
from crawler.cache.places import DocumentPlaces
from crawler.cache.read import (
    documents,
    due,
    hits,
    hosts,
    keyset,
    overview,
    pages,
    replays,
    resources,
    run_records,
    runs,
    scopes,
)
from crawler.cache.read.card_filters import where_of
from crawler.cache.read.card_index import CardIndex
from crawler.model import CardFilter, Selection, Verdict, resource_id

CACHE = Path(database.__file__).parent
READ = CACHE / "read"

LARGE = (
    *("documents", "citations", "claims", "resources", "pages", "fetches", "captures", "bodies", "evidence", "hosts"),
    *("mementos", "imports", "local_links", "former_urls", "record_ids", "assessments", "sketches", "differences"),
    *("robots", "tdmrep", "host_answers", "header_sets"),
)
"""Tables that grow with what is cited. `runs`, `counts` and `pauses` stay small."""


EVERY = "gives something of every row, or is asked to compare every one"
ONCE = "once for a command that then works on all of it"
KEPT = "of an index that has only what is wanted: marks, doubts, names in records, changed texts"

ALLOWED = {
    "read/assessments.without_capture": ONCE,
    "read/captures.good_captures": EVERY,
    "read/card_columns.cited_documents": "the index of all cards in memory, once for a server",
    "read/card_columns.document_names": "the index of all cards in memory, once for a server",
    "read/card_columns.indexed_cards": "the index of all cards in memory, once for a server",
    "read/cards._ids": "by URL, or by the order that is asked for, up to the limit; other filters look on",
    "read/cards.count": "filters other than by verdict: counts what they select",
    "read/changes.texts_since": ONCE,
    "read/changes.verdicts_since": ONCE,
    "read/citing.citing_documents": EVERY,
    "read/citing.newest_fetch": "stops at the first",
    "read/claims.claimed_places": EVERY,
    "read/counts.cache_status": "by the index of sizes, up to as many hosts as are shown",
    "read/document_order.ordered_documents": EVERY,
    "read/documents.known_documents": "add: compares all files",
    "read/due.host_loads": "once for a crawl: the host that will take longest",
    "read/events.change_events": KEPT,
    "read/findings._ids": EVERY,
    "read/growth.droppable_bodies": ONCE,
    "read/health._bodies": EVERY,
    "read/health._invariant": EVERY,
    "read/health._values": EVERY,
    "read/keyset.card_slice": "by URL, up to the limit",
    "read/marks.stored_marks": KEPT,
    "read/overview.cited_years": "the overview of the web view, once after each change",
    "read/overview.doubts": KEPT,
    "read/overview.due_pages_by_time": "the overview of the web view, once after each change",
    "read/overview.hosts_in_trouble": "the overview of the web view, once after each change",
    "read/overview.page_ages": "the overview of the web view, once after each change",
    "read/pages.tried_urls": "crawl --dry-run of sources: compares all of them",
    "read/quotations.quoted_in_documents": EVERY,
    "read/resources._with_key": "what is neither id nor URL may be a label: there is no index of labels",
    "read/resources.resource_ids": EVERY,
    "read/run_records.fetched_now": "the newest ones, up to the limit",
    "read/tallies.tally": KEPT,
    "read/tallies.tally_of": "records that describe what these sources have: there is no index of their origins",
    "read/scopes.pages_of": "records that describe what these sources have: there is no index of their origins",
    "read/uncited.uncited_resources": ONCE,
    "read/worklist.cited_texts": KEPT,
    "read/worklist.cited_weights": "of what it has found just before",
    "write/merging/rows.OtherRows.of": EVERY,
    "write/renames.foreseen_renames": "add: compares all files",
}
"""Function -> why its query may look through a large table, or an index of it, from the beginning."""

NOT_RUN = {
    "capture_records": ("_mark", "of_resource"),
    "citation_keys": ("keys", "owner"),
    "citing": (
        "citation_counts",
        "cited_resources",
        "document_of_key",
        "documents_by_ids",
        "documents_to_fix",
        "listed_documents",
        "quoted_in",
    ),
    "document_order": ("document_names",),
    "documents": ("_named",),
    "events": ("compared_texts", "legal_pages"),
    "extractions": ("known_capture", "newest_extraction"),
    "growth": ("droppable",),
    "histories": ("twins",),
    "hosts": ("answer",),
    "imports": ("copies_of_resource", "has_resources", "pages_of"),
    "marks": ("resource_of_page",),
    "mementos": ("_moment", "_wanted", "refused_copies", "stored_copy", "wanted", "wanted_of_resource"),
    "neighbours": ("_home_likeness", "_host_chars", "_likest", "neighbours"),
    "observations": ("differs", "observations"),
    "quotations": ("quoted_places",),
    "repairs": ("doubtful", "with_archive_url"),
    "resources": ("ids_after",),
    "runs": ("count",),
    "saves": ("candidate", "candidates"),
}
"""Module -> functions that ask and are not run here: their plans are not looked at. A new one is run, or named."""

COMMANDS = (
    *("status", "status --json", "list", "list --limit 2", "list --verdict dead --sort host", "list --sort fetched"),
    *("list --host a.example --sort cited", "list --tag news --type article", "list --document a.md", "list --doubt"),
    *("list --since 2020-01-01", "search tide", "search tid*", "show {id}", "show {url}", "show {key}", "show {begin}"),
    *("show {url} --json", "show {url} --raw -o raw.bin", "why {url}", "why {url} --replay", "diff {url}", "todo"),
    *("todo --document a.md", "changes --since 2020-01-01", "check", "check a.md --format json", "check --quotes"),
    *("quotes", "quotes a.md", "claims", "claims a.md", "repair", "repair a.md --tidy", "prune", "compact", "doctor"),
    *("reextract --dry-run", "backup copy.db", "merge copy.db", "schedule cron", "forget b.md", "add c.md"),
    *("crawl --dry-run", "crawl --dry-run --all", "crawl --dry-run --older-than 1d", "crawl --dry-run c.md"),
    *(f"export {name} -o out.{name}" for name in ("jsonl", "csv", "bibtex", "csl", "warc", "wacz")),
    *("list --sort cited --limit 1", "list --sort importance --limit 1", "list --grade none"),
    *("export markdown -o folder", "export site -o site", "mark {url} alive", "list --marked"),
)


READERS: tuple[Callable[[CacheFile], object], ...] = (
    CardIndex.of,
    lambda cache: keyset.card_slice(cache, CardFilter(), limit=2),
    lambda cache: hits.text_hits(cache, "tide"),
    lambda cache: hits.stored_words(cache, 1),
    lambda cache: list(due.due_pages(cache, Selection(), cutoff=9, now=NOW + 90 * DAY)),
    lambda cache: list(due.due_pages(cache, Selection(everything=True), cutoff=1, now=NOW)),
    lambda cache: due.host_loads(cache, Selection(), cutoff=9, now=NOW),
    lambda cache: due.count_due(cache, Selection(), cutoff=9, now=NOW),
    due.next_due,
    lambda cache: overview.page_ages(cache, now=NOW),
    lambda cache: overview.due_pages_by_time(cache, now=NOW),
    lambda cache: overview.hosts_in_trouble(cache, now=NOW, limit=5),
    lambda cache: overview.cited_years(cache, now=NOW),
    lambda cache: overview.broken_since(cache, "2020-01-01T00:00:00Z", limit=5),
    lambda cache: overview.poor_captures(cache, {ID: "poor"}, limit=5),
    overview.doubts,
    lambda cache: run_records.run_records(cache, limit=5),
    run_records.run_under_way,
    lambda cache: run_records.fetched_now(cache, 1, limit=5),
    lambda cache: runs.run_verdict_changes(cache, 1),
    runs.last_finished,
    documents.known_paths,
    lambda cache: documents.find_document(cache, "a.md"),
    lambda cache: resources.beginning_with(cache, "http", limit=3),
    lambda cache: pages.page_exists(cache, URL),
    lambda cache: pages.good_html(cache, URL),
    lambda cache: scopes.pages_of(cache, ["a.md"], [ID]),
    lambda cache: hosts.pauses(cache, now=NOW),
    lambda cache: hosts.robots(cache, "https://a.example"),
    lambda cache: hosts.tdm(cache, "https://a.example"),
    lambda cache: replays.replay(cache.db, 1),
)
"""What the web view and a crawl read besides."""

URL, OTHER = "https://a.example/1", "https://b.example/2"
ID = resource_id(URL)


class Statements:
    """What SQLite is asked, and from which function of the cache."""

    def __init__(self) -> None:
        self.asked: dict[str, str] = {}  # statement -> function
        self.reached: set[str] = set()

    def note(self, sql: str) -> None:
        frame, first = sys._getframe(1), None
        while frame is not None:
            path = Path(frame.f_code.co_filename)
            if CACHE in path.parents and path.parent.name in ("read", "write", "merging"):
                name = f"{path.relative_to(CACHE).with_suffix('')}.{frame.f_code.co_qualname.partition('.<locals>')[0]}"
                first = first or name
                self.reached.add(name)
            frame = frame.f_back
        if first and sql.lstrip().upper().startswith(("SELECT", "WITH")):
            self.asked.setdefault(sql, first)


def scans(connection: sqlite3.Connection, sql: str) -> set[str]:
    """The large tables that a statement looks through, or through an index of."""
    names = {name: name for name in LARGE}
    views = " ".join(row[0] for row in connection.execute("SELECT sql FROM sqlite_master WHERE type = 'view'"))
    for table, alias in re.findall(rf"\b({'|'.join(LARGE)})\s+(?:AS\s+)?(\w+)", f"{sql} {views}"):
        names.setdefault(alias, table)
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    found = {step.split()[1] for step in plan if step.startswith("SCAN ")}
    return {names[name] for name in found if name in names}


@pytest.fixture
def statements(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Statements:
    """What commands and readers ask of a cache with something of everything."""
    found, connect = Statements(), database.connect

    def traced(path: Path, *, create: bool) -> tuple[sqlite3.Connection, str]:
        connection, reason = connect(path, create=create)
        connection.set_trace_callback(found.note)
        return connection, reason

    monkeypatch.setattr(database, "connect", traced)
    monkeypatch.setenv("CITECACHE_DB", str(shelf.path))
    Path("a.md").write_text(f'[one]({URL}) said "words of a page that is long".\n\n[two]({OTHER})\n', encoding="utf-8")
    Path("b.md").write_text(f"[one]({URL}) [three](https://a.example/3)\n", encoding="utf-8")
    Path("c.md").write_text("[four](https://d.example/4)\n", encoding="utf-8")
    assert CliRunner().invoke(citecache, ["add", "a.md", "b.md"]).exit_code == 0
    text = "words of a page that is long. " * 30
    shelf.crawl(URL, text, after=DAY)
    shelf.crawl(URL, text + "more tide. " * 40, after=DAY)
    shelf.crawl(OTHER, verdict=Verdict.MISSING, status=404, after=DAY)
    for line in COMMANDS:
        ran = CliRunner().invoke(citecache, line.format(id=ID, url=URL, key="@nothing", begin=ID[:8]).split())
        assert ran.exit_code in (0, 1, 3), (line, ran.output)
    with CacheFile.open(shelf.path) as cache:
        for read in READERS:
            read(cache)
    return found


def asking() -> set[str]:
    """The functions of `crawler/cache/read` that ask SQLite something."""
    found = set()
    for path in READ.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(map(_asks, ast.walk(node))):
                found.add(f"read/{path.stem}.{node.name}")
    return found


def _asks(node: ast.AST) -> bool:
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    return called and node.func.attr in ("execute", "query")  # type: ignore[attr-defined]  # `called` says so


def test_only_these_queries_look_through_a_large_table(statements: Statements, shelf: Shelf) -> None:
    looking = {place for sql, place in statements.asked.items() if scans(shelf.cache.db.conn, sql)}
    assert looking - ALLOWED.keys() == set(), "give them an index, or a reason in ALLOWED"
    assert ALLOWED.keys() - looking == set(), "these do not any more: take them from ALLOWED"
    reached = {f"{place.partition('.')[0]}.{place.rpartition('.')[2]}" for place in statements.reached}
    assert asking() - reached == {f"read/{module}.{name}" for module, names in NOT_RUN.items() for name in names}, (
        "run them here, or list them in NOT_RUN"
    )


@pytest.mark.parametrize(
    "wanted",
    [
        CardFilter(doubtful=True),
        CardFilter(types=("report",)),
        CardFilter(languages=("de",)),
        CardFilter(tags=("news",)),
        CardFilter(document="a.md"),
        CardFilter(ids=(ID,)),
        CardFilter(marked=True),
        CardFilter(doubtful=True, types=("report",), languages=("de",), sort="cited"),
        CardFilter(tags=("news",), sort="host"),
        CardFilter(doubtful=True, sort="fetched"),
    ],
    ids=str,
)
def test_few_cards_are_found_without_a_look_at_the_others(shelf: Shelf, wanted: CardFilter) -> None:
    where, values = where_of(wanted, DocumentPlaces.of(shelf.cache))
    plan = [row[3] for row in shelf.cache.execute(f"EXPLAIN QUERY PLAN SELECT r.id FROM {where}", values)]
    rare = re.compile(r" USING (COVERING )?INDEX (captures_doubt|fetches_doubt|resources_tags|pages_marked)\b")
    looked = [step for step in plan if step.startswith("SCAN ") and "VIRTUAL TABLE" not in step]
    assert [step for step in looked if not rare.search(step)] == []


def test_the_most_important_ones_are_found_without_a_look_at_the_others(shelf: Shelf) -> None:
    where, _ = where_of(CardFilter(sort="importance"), DocumentPlaces.of(shelf.cache), first=True)
    plan = [row[3] for row in shelf.cache.execute(f"EXPLAIN QUERY PLAN SELECT r.id FROM {where} LIMIT 5")]
    assert plan[0] == "SEARCH r USING INDEX resources_importance (importance>?)"
    assert not any(step.startswith("SCAN ") for step in plan)
