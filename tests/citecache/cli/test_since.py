"""`--since DATE` of `list` and `export`: what was added, or got another verdict, text or citation, since then."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from command_line import AsJson, Cite

from crawler.cache import CacheFile
from crawler.cache.read.due import due_pages
from crawler.cache.write import runs
from crawler.cache.write.fetches import store_fetches
from crawler.model import Capture, Evidence, Fetch, Outcome, Selection, Verdict

GOOD, GONE = "https://example.org/llama", "https://example.org/gone"
LONG_AGO = "2020-01-01T00:00:00Z"
TIMES = (
    ("resources", "added_at"), ("citations", "added_at"), ("pages", "verdict_at"), ("pages", "last_good_at"),
    ("fetches", "started_at"), ("captures", "captured_at"),
)  # fmt: skip


@pytest.fixture
def old(filled: Path) -> Path:
    """The cache as it would be had all of it happened long ago."""
    with CacheFile.open(filled) as cache, cache.write() as db:
        for table, column in TIMES:
            db.execute(f"UPDATE {table} SET {column} = ?", [LONG_AGO])
    return filled


@pytest.fixture
def changed(as_json: AsJson) -> Callable[[], set[str]]:
    """The URLs of what has changed since yesterday."""
    return lambda: {card["url"] for card in as_json("list", "--since", "1d", "--json")}


Changed = Callable[[], set[str]]


def fetched(path: Path, text: str, *, verdict: Verdict = Verdict.ALIVE) -> None:
    """GOOD has been fetched again, with this text."""
    now = datetime.now(UTC)
    with CacheFile.open(path) as cache:
        run = runs.begin(cache, Selection(everything=True), now=now)
        for batch in due_pages(cache, Selection(everything=True), cutoff=run.cutoff, now=now, batch=1):
            page = batch[0]
            if page.url != GOOD:
                continue
            capture = Capture(media_type="text/html", text=text, preview=text[:100])
            evidence = (Evidence(rule="a-rule", verdict=verdict, detail="as it was seen"),)
            fetch = Fetch(
                page=page, started_at=now, elapsed=0.3, outcome=Outcome.RESPONSE, status=200, final_url=page.url,
                headers=(("content-type", "text/html"),), body=text.encode(), capture=capture, verdict=verdict,
                effective_verdict=verdict, evidence=evidence,
            )  # fmt: skip
            store_fetches(cache, [fetch], run_id=run.id)
        runs.finish(cache, run, now=now)


def test_of_what_happened_before_nothing_is_listed(old: Path, changed: Changed, cite: Cite) -> None:
    assert changed() == set()
    cite("add", "wiki")  # read again, unchanged
    assert changed() == set()
    assert cite("list", "--since", LONG_AGO).stdout.count("example.org") == 2
    assert old.exists()


@pytest.mark.usefixtures("old")
def test_a_resource_that_was_added(changed: Changed, cite: Cite, folder: Path) -> None:
    (folder / "wiki" / "new.md").write_text("[new](https://example.org/new)\n")
    cite("add", "wiki")
    assert changed() == {"https://example.org/new"}


@pytest.mark.usefixtures("old")
def test_a_resource_that_is_cited_by_one_more(changed: Changed, cite: Cite, folder: Path) -> None:
    (folder / "wiki" / "new.md").write_text(f"[the leak]({GOOD})\n")
    cite("add", "wiki")
    assert changed() == {GOOD}


@pytest.mark.usefixtures("old")
def test_a_citation_with_other_words_counts_and_one_that_moved_does_not(
    changed: Changed, cite: Cite, folder: Path
) -> None:
    path = folder / "wiki" / "llama.md"
    text = path.read_text()
    path.write_text(f"# First\n\n{text}")
    cite("add", "wiki")
    assert changed() == set()
    path.write_text(text.replace("[leaked early]", "[leaked late]"))
    cite("add", "wiki")
    assert changed() == {GOOD, GONE}  # both stand in that sentence


@pytest.mark.usefixtures("old")
def test_another_verdict_also_one_that_a_person_sets(changed: Changed, cite: Cite) -> None:
    cite("mark", GONE, "dead")
    assert changed() == {GONE}


def test_another_text_and_one_that_is_back(old: Path, changed: Changed) -> None:
    with CacheFile.open(old) as cache:
        (first,) = cache.db.execute("SELECT text FROM captures").fetchone()
    fetched(old, "Another text, about something else altogether. " * 30)
    assert changed() == {GOOD}
    with CacheFile.open(old) as cache, cache.write() as db:
        for table, column in TIMES:
            db.execute(f"UPDATE {table} SET {column} = ?", [LONG_AGO])
    assert changed() == set()
    fetched(old, first)
    assert changed() == {GOOD}


def test_the_same_text_again_is_no_change(old: Path, changed: Changed) -> None:
    with CacheFile.open(old) as cache:
        (text,) = cache.db.execute("SELECT text FROM captures").fetchone()
    fetched(old, text)
    assert changed() == set()


@pytest.mark.usefixtures("old")
def test_the_first_second_of_the_date_counts(cite: Cite, folder: Path) -> None:
    (folder / "wiki" / "new.md").write_text("[new](https://example.org/new)\n")
    cite("add", "wiki")
    today = datetime.now(UTC).date()
    with CacheFile.open(folder / "citecache.db") as cache, cache.write() as db:
        at = f"{today}T00:00:00Z"
        for table in ("resources", "citations"):
            db.execute(f"UPDATE {table} SET added_at = ? WHERE added_at > ?", [at, LONG_AGO])
    assert cite("export", "jsonl", "--since", str(today)).stdout.count("\n") == 1
    assert cite("export", "jsonl", "--since", str(today - timedelta(days=1))).stdout.count("\n") == 1


@pytest.mark.parametrize("date", ["tomorrow", "2999-01-01", "01/02/2026"])
@pytest.mark.usefixtures("filled")
def test_a_date_that_is_none_is_a_usage_error(cite: Cite, date: str) -> None:
    assert "--since" in cite("export", "jsonl", "--since", date, expect=2).stderr


@pytest.mark.usefixtures("filled")
def test_an_export_is_sorted_and_cut_as_a_list_is(cite: Cite, as_json: AsJson) -> None:
    (listed,) = as_json("list", "--sort", "verdict", "--limit", "1", "--json")
    exported = cite("export", "csv", "--sort", "verdict", "--limit", "1").stdout
    assert exported.count("https://example.org/") >= 1
    assert listed["url"] in exported
    assert (GONE in exported) != (GOOD in exported)
