"""`list` and `export`: which resources, and in what order; `crawl --verdict`: which pages."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command_line import AsJson, Cite

from crawler.cache import CacheFile
from crawler.cache.read.due import due_pages
from crawler.cache.write import runs
from crawler.cache.write.fetches import store_fetches
from crawler.model import Capture, Fetch, Outcome, Selection, Verdict

HOST = "https://example.org"
PAGES = {
    "good": Verdict.ALIVE,
    "thin": Verdict.ALIVE,
    "gone": Verdict.MISSING,
    "wall": Verdict.RESTRICTED,
    "out": Verdict.BLOCKED,
    "off": Verdict.UNREACHABLE,
}


@pytest.fixture(autouse=True)
def wiki(folder: Path, cite: Cite, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache with a page of each kind; "gone" is cited twice."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    (folder / "a.md").write_text("".join(f"[x]({HOST}/{name})\n\n" for name in PAGES))
    (folder / "b.md").write_text(f"[x]({HOST}/gone)\n")
    (folder / "refs.yaml").write_text(
        f"- url: {HOST}/wall\n  title: Wall\n  importance: 80\n  type: report\n  tags: [tides, news]\n"
    )
    cite("add", "a.md", "b.md", "refs.yaml")
    now = datetime.now(UTC)
    with CacheFile.open(folder / "citecache.db") as cache:
        run = runs.begin(cache, Selection(everything=True), now=now)
        for (page,) in due_pages(cache, run.selection, cutoff=run.cutoff, now=now, batch=1):
            name = page.url.rpartition("/")[2]
            verdict = PAGES[name]
            doubt = "little text: 9 characters" if name == "thin" else None
            capture = Capture(
                media_type="text/html", text="The tide is high. " * 30, preview="The tide is high.", doubt=doubt
            )
            answered = verdict in (Verdict.ALIVE, Verdict.RESTRICTED)
            fetch = Fetch(
                page=page,
                started_at=now,
                elapsed=0,
                outcome=Outcome.TIMEOUT if name == "off" else Outcome.RESPONSE,
                status=200 if answered else None if name == "off" else 403 if name == "out" else 404,
                body=b"body" if answered else None,
                capture=capture if answered else None,
                verdict=verdict,
                effective_verdict=verdict,
                final_url=page.url,
            )
            store_fetches(cache, [fetch], run_id=run.id)
        runs.finish(cache, run, now=now)
    return folder


@pytest.fixture
def listed(as_json: AsJson) -> object:
    """The names of the pages that `list` gives with these options."""

    def run(*options: str) -> list[str]:
        return [card["url"].rpartition("/")[2] for card in as_json("list", *options)]

    return run


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ("--verdict missing,blocked", "gone out"),
        ("--verdict missing --verdict blocked,alive", "gone good out thin"),
        ("--grade full", "good thin"),
        ("--grade teaser", "wall"),
        ("--grade blocked,teaser", "out wall"),
        ("--grade none", "gone off"),
        ("--grade wrong_document", ""),
        ("--doubt", "thin"),
        ("--doubt --grade teaser", ""),
        ("--marked", ""),
        ("--tag news", "wall"),
        ("--type report", "wall"),
        ("--sort cited --limit 1", "gone"),
        ("--sort importance --limit 1", "wall"),
        ("--sort verdict --limit 2", "good thin"),
    ],
)
def test_filters_narrow_and_sort(listed: object, options: str, names: str) -> None:
    assert callable(listed)
    assert listed(*options.split()) == names.split()


def test_a_marked_page_is_found(cite: Cite, listed: object) -> None:
    assert callable(listed)
    cite("mark", f"{HOST}/gone", "alive")
    assert listed("--marked") == ["gone"]


def test_export_has_the_same_filters(cite: Cite) -> None:
    assert cite("export", "jsonl", "--grade", "teaser").stdout.count("\n") == 1


def test_doubt_is_said(cite: Cite) -> None:
    assert cite("list", "--doubt").stdout.rstrip().endswith("(little text: 9 characters)")


def test_doubt_is_found_without_a_grade_of_each_capture(wiki: Path, cite: Cite) -> None:
    def graded() -> int:
        with CacheFile.open(wiki / "citecache.db") as cache:
            return int(cache.execute("SELECT count(*) FROM assessments").fetchone()[0])

    cite("list", "--doubt")
    assert graded() == 0
    cite("list", "--doubt", "--grade", "full")
    assert graded() == 3


@pytest.mark.parametrize("options", ["--verdict dead,nonsense", "--grade good", "--verdict ,", "--sort size"])
def test_an_unknown_name_is_a_usage_error_that_lists_the_known(cite: Cite, options: str) -> None:
    assert "is not one of" in cite("list", *options.split(), expect=2).stderr


def test_a_document_that_is_not_in_the_cache_is_told_with_the_one_that_is_closest(cite: Cite) -> None:
    said = str(cite("list", "--document", "refs.yml", expect=1).exception)
    assert said.startswith("no document in the cache is called refs.yml (there is refs.yaml): `citecache add`")
    assert "there is" not in str(cite("list", "--document", "nothere.md", expect=1).exception)


def test_crawl_fetches_only_pages_of_a_verdict_due_or_not(cite: Cite) -> None:
    assert cite("crawl", "--dry-run", "--verdict", "unreachable").stdout == f"{HOST}/off\n"
    assert cite("crawl", "--dry-run", "--verdict", "alive,missing").stdout.count(HOST) == 3
    assert "no page matches these options" in cite("crawl", "--verdict", "dead").stdout
