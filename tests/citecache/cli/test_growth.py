"""`CITECACHE_KEEP`: earlier texts and bodies go, the last good one never; what is no longer kept is said to be so."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import fetched_pages
import pytest
from command_line import AsJson, Cite
from fetched_pages import Page

from crawler.cache import CacheFile
from crawler.cache.read.due import due_pages
from crawler.cache.write import runs
from crawler.cache.write.fetches import store_fetches
from crawler.model import Fetch, Outcome, Selection, Verdict

GOOD = "https://example.org/llama"


def text(number: int) -> str:
    return f"Version {number}: " + f"words of number {number} are here. " * 60


def fetch(path: Path, number: int, *, days_ago: int) -> None:
    """A run that finds that version of the page."""
    fetched_pages.fetch(path, {GOOD: Page(text(number))}, datetime.now(UTC) - timedelta(days=days_ago))


@pytest.fixture
def versions(folder: Path, cite: Cite) -> Path:
    """Five versions of a page: 400, 300, 200, 100 and 0 days old."""
    (folder / "a.md").write_text(f"[x]({GOOD})\n")
    cite("add", "a.md")
    path = folder / "citecache.db"
    for number in range(5):
        fetch(path, number, days_ago=400 - 100 * number)
    return path


def kept(path: Path) -> list[int]:
    """The versions that still have their text, and their body."""
    with CacheFile.open(path) as cache:
        sql = (
            "SELECT c.id - 1, c.text IS NOT NULL, length(b.data) > 0 FROM captures c"
            " JOIN bodies b ON b.sha256 = c.body_sha256 ORDER BY c.id"
        )
        rows = cache.db.execute(sql).fetchall()
    assert all(bool(has_text) == bool(has_body) for _, has_text, has_body in rows)
    return [number for number, has_text, _ in rows if has_text]


@pytest.mark.parametrize(
    ("policy", "left"),
    [
        ("all", [0, 1, 2, 3, 4]),
        ("none", [4]),
        ("1", [3, 4]),
        ("3", [1, 2, 3, 4]),
        ("250d", [2, 3, 4]),
        ("9999d", [0, 1, 2, 3, 4]),
    ],
)
def test_the_last_good_text_always_stays(versions: Path, cite: Cite, policy: str, left: list[int]) -> None:
    """And that many versions before it, or those that were seen in these days."""
    cite("prune", "--keep", policy)
    assert kept(versions) == left
    assert cite("doctor").exit_code == 0
    assert cite("show", GOOD, "--text").stdout.startswith("Version 4")


def test_a_dry_run_and_status_say_what_would_go(versions: Path, cite: Cite, as_json: AsJson, monkeypatch: Any) -> None:
    assert "4 earlier texts would be dropped" in cite("prune", "--keep", "none", "--dry-run").stdout
    assert kept(versions) == [0, 1, 2, 3, 4]
    assert as_json("status")["size"]["unkept"] == 0
    monkeypatch.setenv("CITECACHE_KEEP", "none")
    assert as_json("status")["size"]["unkept"] == 4
    assert "4 earlier texts would go: citecache prune" in cite("status").stdout
    assert "4 earlier texts would go" in cite("doctor").stdout
    cite("prune")
    assert kept(versions) == [4]
    assert "4 earlier texts no longer kept" in cite("status").stdout
    assert as_json("prune")["earlier_texts"] == 0


def test_what_is_no_longer_kept_is_said_to_be_so(versions: Path, cite: Cite, as_json: AsJson) -> None:
    assert kept(versions)
    cite("prune", "--keep", "2")
    assert "Version" in cite("diff", GOOD).stdout
    said = cite("diff", GOOD, "--since", "350d").stdout
    assert "is no longer kept (CITECACHE_KEEP): the first one that is kept is compared" in said
    cite("prune", "--keep", "none")
    assert "4 earlier texts are no longer kept (CITECACHE_KEEP)" in cite("diff", GOOD).stdout
    assert "the text of that time is no longer kept" in cite("diff", GOOD, "--since", "350d").stdout
    assert "1 page whose text of that time is no longer kept" in cite("changes", "--since", "150d").stdout
    assert as_json("changes", "--since", "150d")["not_kept"] == 1
    assert "not judged again: their texts are no longer kept" in cite("why", GOOD, "--replay").stdout
    assert as_json("search", '"number 2"') == []
    assert [hit["url"] for hit in as_json("search", '"number 4"')] == [GOOD]


def test_a_text_that_comes_back_is_whole_again(versions: Path, cite: Cite) -> None:
    cite("prune", "--keep", "none")
    fetch(versions, 1, days_ago=0)
    assert kept(versions) == [1, 4]
    assert cite("show", GOOD, "--text").stdout.startswith("Version 1")
    assert cite("doctor").exit_code == 0
    assert cite("search", '"number 1"').stdout


def test_a_cache_that_dropped_texts_can_be_joined(versions: Path, cite: Cite) -> None:
    cite("prune", "--keep", "none")
    cite("merge", "--db", "new.db", str(versions))
    assert kept(versions.with_name("new.db")) == [4]
    assert cite("doctor", "--db", "new.db").exit_code == 0
    assert "nothing new here" in cite("merge", "--db", "new.db", str(versions)).stdout


@pytest.mark.parametrize("policy", ["some", "-1", "5w", "1e9", "5 d"])
def test_a_policy_that_is_none_is_a_usage_mistake(versions: Path, cite: Cite, policy: str) -> None:
    assert "all, none, a number of versions (5) or of days (365d)" in cite("prune", "--keep", policy, expect=2).output
    assert len(kept(versions)) == 5


def test_headers_without_end_are_cut(versions: Path) -> None:
    many = tuple((f"x-{number}", "v" * 10_000) for number in range(1_000))
    with CacheFile.open(versions) as cache:
        now = datetime.now(UTC)
        run = runs.begin(cache, Selection(urls=(GOOD,)), now=now)
        for (page,) in due_pages(cache, run.selection, cutoff=run.cutoff, now=now):
            known: dict[str, Any] = {"verdict": Verdict.MISSING, "effective_verdict": Verdict.MISSING, "status": 404}
            one = Fetch(page=page, started_at=now, elapsed=0.1, outcome=Outcome.RESPONSE, headers=many, **known)
            store_fetches(cache, [one], run_id=run.id)
        runs.finish(cache, run, now=now)
        (size,) = cache.db.execute("SELECT max(length(headers)) FROM header_sets").fetchone()
    assert 4_096 < size < 50_000
